"""Requests for named graphs in, their triples out, or what became of a change (SPARQL 1.1 Graph Store Protocol).

/graphs?graph=IRI and /graphs?default name a graph by parameter; /graph/NAME is the graph of that address itself.
Source: W3C Recommendation "SPARQL 1.1 Graph Store HTTP Protocol" (21 March 2013), sections 4 and 5.
"""

import hashlib
from typing import Final

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from regraph import ids
from regraph.errors import NotFoundError
from regraph.web import linked, protocol, writing
from regraph.web.negotiation import GRAPHS, HTML, named
from regraph.web.problems import ProblemError
from regraph.web.service import Query, Service
from regraph.web.writer import WRITTEN

_METHODS: Final = ["GET", "HEAD", "PUT", "POST", "DELETE"]
_READ: Final = "GET, HEAD"
_OF: Final = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
_DEFAULT: Final = "CONSTRUCT WHERE { ?s ?p ?o }"


def routes(service: Service) -> list[BaseRoute]:
    """Return the routes of the graph store."""

    async def direct(request: Request) -> Response:
        return await _answer(service, request, linked.iri_of(ids.GRAPH, request.path_params["path"]))

    async def indirect(request: Request) -> Response:
        params = request.query_params
        names = params.getlist("graph")
        if len(names) + ("default" in params) > 1:
            raise ProblemError(400, "the request names several graphs: send one")
        if names:
            return await _answer(service, request, _iri(names[0]))
        if "default" in params:
            return await _answer(service, request, None)
        if request.method == "POST":
            return await _made(service, request)
        raise ProblemError(400, "name a graph: ?graph=IRI or ?default")

    return [
        Route("/graph/{path:path}", direct, methods=_METHODS),
        Route("/graphs", indirect, methods=_METHODS),
    ]


async def _answer(service: Service, request: Request, iri: str | None) -> Response:
    """Answer a request for a graph; None is the default graph."""
    if request.method in ("GET", "HEAD"):
        return await _read(service, request, iri)
    writing.check(service, request, _READ)
    return await _write(service, request, iri or WRITTEN)


async def _read(service: Service, request: Request, iri: str | None) -> Response:
    form = linked.wanted(request, (*GRAPHS, HTML))
    if form is HTML:
        form = GRAPHS[0]  # a browser shows Turtle as text
    if iri is not None:
        with service.current() as snapshot:
            if not snapshot.store.has_graph(iri):
                raise NotFoundError(f"the store holds no graph {iri}")
    text = _DEFAULT if iri is None else _OF.format(iri=iri)
    result = await service.query(Query(text=text, graph=form.name))
    tag = hashlib.sha256(f"{result.version} {iri} {form.name}".encode()).hexdigest()[:24]
    headers = {"Vary": "Accept", "ETag": f'"{tag}"', "Cache-Control": "no-cache"}
    return Response(result.body, media_type=form.content_type, headers=headers)


async def _write(service: Service, request: Request, iri: str) -> Response:
    kind = request.method.lower()
    job = {"kind": kind, "graph": iri}
    if kind == "delete":
        with service.current() as snapshot:
            if not snapshot.store.has_graph(iri):
                raise NotFoundError(f"the store holds no graph {iri}")
        await writing.apply(service, job, b"")
        return Response(status_code=204)
    form, body = await _document(service, request)
    done = await writing.apply(service, {**job, "form": form}, body)
    return Response(status_code=204 if done["there"] else 201)


async def _made(service: Service, request: Request) -> Response:
    """Store a document as a graph of its own, named by what it holds."""
    writing.check(service, request, _READ)
    form, body = await _document(service, request)
    local = f"written/{hashlib.sha256(body).hexdigest()[:16]}"
    done = await writing.apply(service, {"kind": "put", "graph": ids.GRAPH + local, "form": form}, body)
    place = f"/graph/{local}"
    return PlainTextResponse(f"{done['added']} quads added\n", 201, {"Location": place})


async def _document(service: Service, request: Request) -> tuple[str, bytes]:
    """Return the format of a body and the body.

    Raises: ProblemError with 413 or 415.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    form = named(kind, GRAPHS)
    if form is None or "/" not in kind:
        types = ", ".join(one.types[0] for one in GRAPHS)
        raise ProblemError(415, f"send the graph as one of {types}")
    return form.name, await protocol.read_body(request, service.settings.limits.upload_bytes)


def _iri(text: str) -> str:
    try:
        return NamedNode(text).value
    except ValueError as error:
        raise ProblemError(400, f"the graph has no IRI: {error}") from error
