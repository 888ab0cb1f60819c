"""A service in, the routes of its HTML pages out: every view has its own address, and reads without scripts.

call       a request and a snapshot, as every page takes them
facts, passages, rows, bars   what pages show of the store
rendering  templates, addresses of files
start, ask, lists, things, reader, timelines, networks, editor, …   one page, or one kind of page, a module
"""

from collections.abc import Mapping
from typing import Final

from starlette.routing import BaseRoute, Route

from regraph.web.pages import (
    ask,
    editor,
    lists,
    measure,
    networks,
    problems,
    reader,
    reports,
    start,
    statics,
    things,
    timelines,
)
from regraph.web.pages.call import Handler, Kept, endpoint
from regraph.web.pages.wrong import Wrong
from regraph.web.service import Service

__all__ = ["HANDLERS", "Wrong", "routes"]

HANDLERS: Final[Mapping[str, Handler]] = {
    "/": start.start,
    "/ask": ask.ask,
    "/questions": ask.catalogue,
    "/measures": lists.measures,
    "/materials": lists.materials,
    "/actors": lists.actors,
    "/agreements": lists.agreements,
    "/documents": lists.documents,
    "/search": lists.search,
    "/quality": reports.report,
    "/news": reports.whats_new,
    "/help": reports.help_page,
    "/timeline": timelines.timeline,
    "/network": networks.network,
    "/document/{name:path}": reader.document,
    "/measure/{name:path}": measure.measure,
    "/material/{name:path}": things.material,
    "/item/{name:path}": things.material,
    "/actor/{name:path}": things.actor,
    "/agreement/{name:path}": things.agreement,
    "/thing/{kind}/{name:path}": things.thing,
}


def routes(service: Service, kept: Kept) -> list[BaseRoute]:
    """Return the routes of the pages and of their files."""
    found: list[BaseRoute] = [
        Route(path, endpoint(service, kept, handler, keep=True)) for path, handler in HANDLERS.items()
    ]
    found.append(Route("/editor", editor.route(service, kept)))
    found.append(Route("/static/{digest}/{name}", statics.serve))
    found.append(Route("/{path:path}", endpoint(service, kept, problems.nowhere)))  # the last of all routes
    return found
