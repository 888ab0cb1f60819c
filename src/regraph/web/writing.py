"""Updates and graphs sent by whoever shows the token in, what became of them out; one change at a time."""

import asyncio
import hmac
import subprocess
import sys
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from regraph.web import wire
from regraph.web.problems import ProblemError
from regraph.web.protocol import Asked
from regraph.web.service import Service
from regraph.web.wire import Header

_GRACE: Final = 25.0  # seconds a writer may wait for another one to end, beside its own limit
_FACTOR: Final = 3  # an update may take so many times what a query may
_ONE: Final = asyncio.Semaphore(1)


def is_writer(service: Service, request: Request) -> bool:
    """Return whether the request shows the token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    expected = service.settings.token.encode()
    return scheme.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), expected)


def check(service: Service, request: Request, allowed: str) -> None:
    """Let a writer pass.

    Raises: ProblemError with 405 where nobody may write, 401 where the token is not shown.
    """
    if not service.settings.writable:
        told = "this service only reads: start it with --writable to change the store"
        raise ProblemError(405, told, {"Allow": allowed})
    if not is_writer(service, request):
        told = "a change needs the token: Authorization: Bearer …"
        raise ProblemError(401, told, {"WWW-Authenticate": 'Bearer realm="regraph"'})


async def update(service: Service, request: Request, asked: Asked) -> Response:
    """Do a SPARQL update; when this returns, the next query sees it.

    Raises: ProblemError.
    """
    check(service, request, "GET, HEAD, POST")
    job = {
        "kind": "update",
        "using": asked.using,
        "using_named": asked.using_named,
        "base": str(request.base_url) + "sparql",
    }
    done = await apply(service, job, (asked.update or "").encode())
    return PlainTextResponse(f"{done['added']} quads added, {done['removed']} removed\n")


async def apply(service: Service, job: Header, body: bytes) -> Header:
    """Have a process of its own make a change, and take a snapshot that has it.

    Raises: ProblemError with 400, 422, 503 or 504.
    """
    async with _ONE:
        header, text = await _written(service, wire.frame(job, body))
    if header["status"] == "bad":
        raise ProblemError(400, text)
    if header["status"] == "failed":
        raise ProblemError(503, text, {"Retry-After": "5"})
    await asyncio.get_running_loop().run_in_executor(None, service.refresh_until_newest)
    return header


async def _written(service: Service, job: bytes) -> tuple[Header, str]:
    settings = service.settings
    seconds = settings.limits.seconds * _FACTOR + _GRACE
    memory = settings.limits.memory * 2
    where = [str(settings.store), str(memory), str(seconds), str(service.root)]
    command = [sys.executable, "-m", "regraph.web.writer", *where]
    process = await asyncio.create_subprocess_exec(*command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        out, _ = await asyncio.wait_for(process.communicate(job), seconds)
    except TimeoutError as error:
        process.kill()
        await process.wait()
        raise ProblemError(504, f"the change ran past {seconds:g} seconds and was stopped: nothing changed") from error
    found: Any = wire.split(out)
    if not found:
        raise ProblemError(422, "the change took too much memory or time and was stopped: nothing changed")
    return found[0], found[1].decode(errors="replace")
