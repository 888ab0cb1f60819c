"""The IRIs of things and terms in, what the graph says of them out, as a page or in the RDF format asked for.

/id/KIND/NAME answers for https://w3id.org/regraph/id/KIND/NAME, /ontology for the ontology, /.well-known/void for the
description of the whole. An agent that prefers HTML is sent to the page (303).
"""

import hashlib
from functools import cache
from typing import Final

import pyoxigraph as ox
from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from regraph import ids, resources, terms
from regraph.errors import NotFoundError
from regraph.export import void
from regraph.export.options import Options
from regraph.export.selecting import Filters, select
from regraph.web.negotiation import GRAPHS, HTML, Format, choose, named
from regraph.web.problems import ProblemError
from regraph.web.service import Query, Service
from regraph.web.worker import GRAPH_FORMATS

_ONTOLOGY: Final = ids.ONTOLOGY.rstrip("#")
_FILES: Final = ("regraph.ttl", "schemes.ttl", "materials.ttl")
# what is said of a thing, and of the nodes that only it has (quotes, selectors)
_OF: Final = "DESCRIBE <{iri}>"


def routes(service: Service) -> list[BaseRoute]:
    """Return the routes of linked data."""

    async def thing(request: Request) -> Response:
        iri = iri_of(ids.ID, request.path_params["path"])
        form = wanted(request, (*GRAPHS, HTML))
        with service.current() as snapshot:
            if next(snapshot.store.match(NamedNode(iri)), None) is None:
                raise NotFoundError(f"the graph says nothing of {iri}")
        if form is HTML:
            return RedirectResponse(page_of(iri), 303, {"Vary": "Accept"})
        result = await service.query(Query(text=_OF.format(iri=iri), graph=form.name))
        return _reply(request, result.body, form, f"{result.version} {iri} {form.name}")

    async def ontology(request: Request) -> Response:
        form = wanted(request, (*GRAPHS, HTML))
        if form is HTML:
            form = GRAPHS[0]
        return _reply(request, _ontology(form.name), form, f"{_digest()} {form.name}")

    async def described(request: Request) -> Response:
        form = wanted(request, (*GRAPHS, HTML))
        if form is HTML:
            form = GRAPHS[0]
        site = service.settings.base or str(request.base_url).rstrip("/")
        body, version = await run_in_threadpool(_void, service, site, form.name)
        return _reply(request, body, form, f"{version} void {form.name} {site}")

    return [
        Route("/id/{path:path}", thing),
        Route("/ontology", ontology),
        Route("/.well-known/void", described),
    ]


def page_of(iri: str) -> str:
    """Return the address of the page of a thing; always one of this service."""
    from regraph.web.pages import links

    return links.page(iri) or "/"


def iri_of(base: str, path: str) -> str:
    """Return the IRI that a path under a base stands for.

    Raises: NotFoundError where it can be none.
    """
    iri = base + path
    try:
        return NamedNode(iri).value
    except ValueError as error:
        raise NotFoundError("the address is no IRI of the graph") from error


def wanted(request: Request, offered: tuple[Format, ...]) -> Format:
    """Return the format that a request asks for, by `format=` or by its Accept header.

    Raises: ProblemError with 400 or 406.
    """
    told = request.query_params.get("format")
    if told:
        form = named(told, offered)
        if form is None:
            raise ProblemError(400, f"the format {told[:40]!r} is unknown: use {_names(offered)}")
        return form
    form = choose(request.headers.get("accept", ""), offered)
    if form is None:
        types = ", ".join(one.types[0] for one in offered)
        raise ProblemError(406, f"it comes as {types}", {"Vary": "Accept"})
    return form


def _names(offered: tuple[Format, ...]) -> str:
    return ", ".join(one.name for one in offered)


def _reply(request: Request, body: bytes, form: Format, version: str) -> Response:
    tag = f'"{hashlib.sha256(version.encode()).hexdigest()[:24]}"'
    headers = {"Vary": "Accept", "ETag": tag, "Cache-Control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=form.content_type, headers=headers)


def _void(service: Service, site: str, form: str) -> tuple[bytes, str]:
    with service.current() as snapshot:
        key = (snapshot.version, "void", site, form)
        held = service.cache.get(key)
        if held is None:
            triples = sorted(void.description(select(snapshot.store, Filters()), Options(site=site)), key=str)
            held = (form, _serialised(triples, form, {"void": void.VOID, "dcat": void.DCAT}))
            service.cache.put(key, form, held[1], key_bytes=len(site))
        return held[1], snapshot.version


def _serialised(triples: list[ox.Triple], form: str, prefixes: dict[str, str]) -> bytes:
    bare = form in ("nt", "nq")
    known = None if bare else {**terms.PREFIXES, **prefixes}
    return ox.serialize(triples, format=GRAPH_FORMATS[form], prefixes=known) or b""


@cache
def _ontology(form: str) -> bytes:
    """Return the ontology, its schemes and the materials in a format."""
    triples: dict[ox.Triple, None] = {}
    for name in _FILES:
        for quad in ox.parse(resources.path("ontology", name).read_bytes(), format=ox.RdfFormat.TURTLE):
            triples[quad.triple] = None
    return _serialised(list(triples), form, {})


@cache
def _digest() -> str:
    return hashlib.sha256(_ontology("nt")).hexdigest()
