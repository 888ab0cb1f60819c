"""Settings in, a listening service until it is stopped: what `regraph serve` does."""

import asyncio
import socket
import sys

from regraph.errors import UsageError
from regraph.web.app import create_app
from regraph.web.settings import Settings

_BACKLOG = 2048
_CONNECTIONS = 1000  # at a time; more are turned away with 503


def run(settings: Settings) -> None:
    """Serve until Ctrl-C or SIGTERM; what is being answered then is answered.

    Raises: StoreError where there is no store; UsageError where the address cannot be listened on.
    """
    import uvicorn

    app = create_app(settings)
    listening = listen(settings)
    if not settings.is_loopback:
        sys.stderr.write(
            f"regraph: {settings.host} is open to other machines: put a proxy with TLS before it, "
            "and name it with --allow-host\n"
        )
    sys.stderr.write(f"regraph: serving {settings.store} at {address(settings, listening)} (Ctrl-C ends it)\n")
    sys.stderr.flush()
    config = uvicorn.Config(
        app,
        http=_protocol(),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # a proxy's address is told by --base-url; nobody's headers are believed
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        limit_concurrency=_CONNECTIONS,
        h11_max_incomplete_event_size=64 * 1024,
    )
    with listening:
        uvicorn.Server(config).run(sockets=[listening])


def _protocol() -> "type[asyncio.Protocol] | str":
    """Return how HTTP is spoken: by the quick parser where there is one."""
    try:
        from regraph.web.joined import Protocol
    except ImportError:  # no httptools on Windows
        return "auto"
    return Protocol


def listen(settings: Settings) -> socket.socket:
    """Return a socket that listens where the settings say.

    Raises: UsageError where it cannot.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((settings.host, settings.port))
    except OSError as error:
        found.close()
        told = f"cannot listen on {settings.host} port {settings.port} ({error.strerror}): name another with --port"
        raise UsageError(told) from error
    found.listen(_BACKLOG)
    return found


def address(settings: Settings, listening: socket.socket) -> str:
    """Return the URL of a listening socket, with the port that the system chose where none was asked for."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listening.getsockname()[1]}"
