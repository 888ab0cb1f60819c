"""Requests in; those that cost much made to wait their turn, and what is sent packed for whoever can unpack it, out."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from regraph.web.problems import ProblemError

# Results and graphs go out as they are: they are large, asked for by programs, and a proxy packs them better.
_AS_THEY_ARE: Final = ("/sparql", "/graph/", "/graphs", "/id/", "/ontology", "/.well-known/")
_LEAST: Final = 1024  # bytes that are worth packing
_LEVEL: Final = 5
# What works through the whole store in this process, in a thread: a few at a time, so that light pages stay quick.
_HEAVY: Final = ("/api/", "/ask", "/network", "/quality", "/search", "/timeline")
PLACES: Final = 4

Refuse = Callable[[Request, ProblemError], Awaitable[Response]]


class Packed:
    """An application whose pages, JSON, styles and scripts are sent with gzip where the caller takes it.

    No page holds a secret beside what a stranger can put into it, so packing gives nothing away (BREACH).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._packed = GZipMiddleware(app, minimum_size=_LEAST, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        plain = scope["type"] != "http" or scope["path"].startswith(_AS_THEY_ARE)
        await (self._app if plain else self._packed)(scope, receive, send)


class Turns:
    """An application that works on a few heavy requests at a time; the others wait, and are turned away in the end."""

    def __init__(self, app: ASGIApp, waiting: float, refuse: Refuse, places: int = PLACES) -> None:
        self._app = app
        self._waiting = waiting  # seconds
        self._refuse = refuse
        self._places = asyncio.Semaphore(places)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not scope["path"].startswith(_HEAVY):
            await self._app(scope, receive, send)
            return
        try:
            await asyncio.wait_for(self._places.acquire(), self._waiting)
        except TimeoutError:
            told = f"others ask for much: no turn came within {self._waiting:g} s: try again in a moment"
            response = await self._refuse(Request(scope), ProblemError(503, told, {"Retry-After": "1"}))
            await response(scope, receive, send)
            return
        held = True

        def leave() -> None:
            nonlocal held
            if held:
                held = False
                self._places.release()

        async def sending(message: Message) -> None:
            leave()  # the work is done once an answer begins: a slow reader keeps nobody waiting
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            leave()
