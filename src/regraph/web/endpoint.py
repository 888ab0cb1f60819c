"""HTTP requests to /sparql in; results, updates where they are allowed, or the service description out."""

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from regraph.errors import RegraphError
from regraph.web import description, problems, protocol, writing
from regraph.web.negotiation import GRAPHS, HTML, choose, named
from regraph.web.problems import ProblemError
from regraph.web.service import Service

EDITOR: Final = "/editor"  # the page where a person writes a query
PATHS: Final = ("/sparql", "/sparql/")
_METHODS: Final = ("GET", "HEAD", "POST")
_KEPT: Final = 2000  # responses, each of them small
_SMALL: Final = 16 * 1024  # bytes

Sent = tuple[str, bytes, bytes, bytes]  # version of the data, query string, Accept, Host
Headers = list[tuple[bytes, bytes]]


class Endpoint:
    """The endpoint as an ASGI application; what was sent before, to the same request, is sent again as it is."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._sent: dict[Sent, tuple[Headers, bytes]] = {}
        self._version = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        key = self._key(scope)
        if key is not None and (found := self._sent.get(key)):
            await send({"type": "http.response.start", "status": 200, "headers": found[0]})
            await send({"type": "http.response.body", "body": found[1]})
            return
        request = Request(scope, receive)
        try:
            response = await self._respond(request)
        except RegraphError as error:
            response = problems.plain(error)
        if key is not None and response.status_code == 200 and "etag" in response.headers:
            self._keep(key, response)
        await response(scope, receive, send)

    def _key(self, scope: Scope) -> "Sent | None":
        """Return all that the answer to a plain GET depends on; None for others."""
        if scope["method"] != "GET":
            return None
        accept = host = b""
        for name, value in scope["headers"]:
            if name == b"accept":
                if accept:
                    return None
                accept = value
            elif name == b"host":
                host = value
            elif name == b"if-none-match":
                return None
        return self._service.version, scope["query_string"], accept, host

    def _keep(self, key: "Sent", response: Response) -> None:
        if key[0] != self._version or len(self._sent) >= _KEPT:
            self._sent.clear()
            self._version = key[0]
        if len(response.body) <= _SMALL and key[0] == self._service.version:
            self._sent[key] = (response.raw_headers, bytes(response.body))

    async def _respond(self, request: Request) -> Response:
        if request.method not in _METHODS:
            raise ProblemError(405, f"the endpoint answers to {', '.join(_METHODS)}", {"Allow": ", ".join(_METHODS)})
        service = self._service
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


def routes(endpoint: Endpoint) -> list[BaseRoute]:
    """Return /sparql, with and without a slash at its end."""
    return [Route(path, endpoint) for path in PATHS]


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
