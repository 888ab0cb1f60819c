"""A service in, the route /sparql out: queries, updates where they are allowed, and the service description."""

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from regraph.web import description, protocol, writing
from regraph.web.negotiation import GRAPHS, HTML, choose, named
from regraph.web.problems import ProblemError
from regraph.web.service import Service

EDITOR: Final = "/editor"  # the page where a person writes a query
_METHODS: Final = ["GET", "HEAD", "POST"]


def routes(service: Service) -> list[BaseRoute]:
    """Return /sparql, with and without a slash at its end."""

    async def sparql(request: Request) -> Response:
        limits = service.settings.limits
        most = limits.upload_bytes if _may_write(service, request) else limits.query_bytes
        asked = await protocol.read_request(request, most)
        if asked.update is not None:
            if request.method != "POST":
                raise ProblemError(405, "an update is sent by POST", {"Allow": "POST"})
            return await writing.update(service, request, asked)
        if asked.query is not None:
            return await protocol.answer(service, request, asked)
        if request.method == "POST":
            raise ProblemError(400, "the request has neither a query nor an update")
        return await _describe(service, request, asked.form)

    return [Route(path, sparql, methods=_METHODS) for path in ("/sparql", "/sparql/")]


def _may_write(service: Service, request: Request) -> bool:
    return service.settings.writable and writing.is_writer(service, request)


async def _describe(service: Service, request: Request, form: str | None) -> Response:
    """Return the service description, or send a person's browser to the editor."""
    offered = (*GRAPHS, HTML)
    chosen = named(form, GRAPHS) if form else choose(request.headers.get("accept", ""), offered)
    if chosen is None:
        types = ", ".join(one.types[0] for one in offered)
        raise ProblemError(406, f"the description of the service comes as {types}", {"Vary": "Accept"})
    if chosen is HTML:
        return RedirectResponse(EDITOR, 303, {"Vary": "Accept"})
    body = description.describe(service, address(service, request))
    return Response(
        description.serialise(body, chosen.name),
        media_type=chosen.content_type,
        headers={"Vary": "Accept", "Cache-Control": "no-cache"},
    )


def address(service: Service, request: Request) -> str:
    """Return the address by which the endpoint was called."""
    return (service.settings.base or str(request.base_url).rstrip("/")) + request.url.path
