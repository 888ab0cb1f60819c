"""Every request in, refused or passed on; every response out with the headers that keep browsers safe, and logged.

It checks the Host header, so that a page elsewhere cannot reach a service on the reader's own machine by a name of
its own (DNS rebinding), and where a browser says that another site sends a change, it refuses.
"""

import ipaddress
import sys
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from regraph.web.monitoring import Metrics
from regraph.web.settings import LOOPBACK, Settings

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST: Final = 300  # characters of an address in the log
_MISDIRECTED: Final = 421


class Guard:
    """What stands around the whole application."""

    def __init__(
        self, app: ASGIApp, settings: Settings, metrics: Metrics, direct: Mapping[str, ASGIApp] | None = None
    ) -> None:
        self._app = app
        self._direct = direct or {}  # paths that need nothing of what lies between, for speed
        self._settings = settings
        self._metrics = metrics
        self._hosts = {*LOOPBACK, settings.host.lower(), *(name.lower() for name in settings.hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        told = {"status": 500, "bytes": 0}

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["status"] = message["status"]
                headers = message["headers"] = list(message.get("headers", ()))
                held = {name for name, _ in headers}
                headers += [header for header in HEADERS if header[0] not in held]
            elif message["type"] == "http.response.body":
                told["bytes"] += len(message.get("body", b""))
            await send(message)

        refusal = self._refusal(scope)
        try:
            app = refusal or self._direct.get(scope["path"], self._app)
            await app(scope, receive, sending)
        finally:
            seconds = time.perf_counter() - began
            self._metrics.seen(str(scope["path"]), str(scope["method"]), told["status"], seconds)
            if self._settings.access_log:
                sys.stderr.write(line(scope, told["status"], told["bytes"], seconds))

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        """Return the response to a request that goes no further."""
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            return PlainTextResponse("the request needs one Host header\n", 400)
        name = host_name(hosts[0].decode("latin-1"))
        if name not in self._hosts and not is_address(name):
            told = "this service does not answer to that Host: start it with --allow-host NAME\n"
            return PlainTextResponse(told, _MISDIRECTED)
        if scope["method"] not in _SAFE and self._is_foreign_change(scope, name):
            return PlainTextResponse("another site may not change anything here\n", 403)
        return None

    def _is_foreign_change(self, scope: Scope, host: str) -> bool:
        """Whether a browser says that the page of another site sends this, and its origin is not let in."""
        if not self._settings.writable:
            return False  # there is nothing to change; a query by POST only reads
        headers = dict(scope["headers"])
        origin = headers.get(b"origin", b"").decode("latin-1")
        if origin in self._settings.cors:
            return False
        if headers.get(b"sec-fetch-site", b"none") == b"cross-site":
            return True
        return bool(origin) and host_name(origin.partition("://")[2]) != host


def host_name(value: str) -> str:
    """Return the name of a Host header or of an origin, without its port.

    >>> host_name("Example.org:8000"), host_name("[::1]:80"), host_name("127.0.0.1")
    ('example.org', '::1', '127.0.0.1')
    """
    if value.startswith("["):
        return value[1:].partition("]")[0].lower()
    return value.partition(":")[0].lower().rstrip(".")


@lru_cache(maxsize=256)
def is_address(name: str) -> bool:
    """Whether a host is an address: nobody can make a name of theirs point here by it."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def line(scope: Scope, status: int, size: int, seconds: float) -> str:
    r"""Return a request as one line of the log: what a client sent has no control characters in it.

    >>> line({"method": "GET", "path": "/a\nb", "query_string": b"q=\x1b[1m", "client": ("::1", 5)}, 200, 3, 0.5)
    '::1 GET /a%0Ab?q=%1B[1m 200 3 500.0ms\n'
    """
    client = (scope.get("client") or ("-",))[0]
    address = str(scope["path"])
    if scope["query_string"]:
        address += "?" + scope["query_string"].decode("latin-1")
    return f"{client} {_plain(scope['method'])} {_plain(address)} {status} {size} {1000 * seconds:.1f}ms\n"


def _plain(text: Any) -> str:
    shown = "".join(
        char if "!" <= char <= "~" else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))
        for char in str(text)[:_LONGEST]
    )
    return shown + ("…" if len(str(text)) > _LONGEST else "")
