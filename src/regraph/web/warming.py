"""A newer snapshot in, its start page made before anybody asks for it: the first visitor waits as little as the next.

A store that changes every moment is not followed at each step: the page is made once it has been quiet for a while.
The templates of the other pages are compiled in the first quiet moment.
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Scope

from regraph.web.pages import rendering
from regraph.web.service import Service

_QUIET: Final = 2.0  # seconds without a change before a page is made again
_PATIENCE: Final = 3.0  # seconds that the first visitor waits for pages to be made, rather than for his own
_PATHS: Final = ("/",)


async def keep_warm(app: ASGIApp, service: Service, first: asyncio.Event) -> None:
    """Make the pages of each snapshot once, until cancelled; say when the first ones are made."""
    seen, ready = "", False
    while True:
        version = service.version
        if version != seen:
            for path in _PATHS:
                await visit(app, path)
            seen = version
            first.set()
        before = service.version
        await asyncio.sleep(_QUIET)
        while before != service.version:  # it is being written to
            before = service.version
            await asyncio.sleep(_QUIET)
        if not ready:
            await run_in_threadpool(rendering.prepare)
            gc.freeze()  # what is there now stays: no collection has to look at it again
            ready = True


async def visit(app: ASGIApp, path: str) -> int:
    """Ask the application for a page and throw it away; return its status, 0 where it failed."""
    status = 0

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]

    with suppress(Exception):  # whoever asks for the page is told what is wrong with it
        await app(_scope(path), _nothing, send)
    return status


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _scope(path: str) -> Scope:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept", b"text/html")],
        "client": None,
        "server": None,
        "state": {},
    }


Stop = Callable[[], Awaitable[None]]


async def start(app: ASGIApp, service: Service) -> Stop:
    """Begin to keep pages warm, and wait a moment for the first ones; return what ends it."""
    first = asyncio.Event()
    task: asyncio.Task[Any] = asyncio.ensure_future(keep_warm(app, service, first))
    with suppress(TimeoutError):
        await asyncio.wait_for(first.wait(), _PATIENCE)

    async def stop() -> None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    return stop
