"""Settings in, a listening service until it is stopped: what `regraph serve` does."""

import sys

from regraph.web.app import create_app
from regraph.web.settings import Settings


def run(settings: Settings) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Raises: StoreError where there is no store.
    """
    import uvicorn

    app = create_app(settings)
    if not settings.is_loopback:
        sys.stderr.write(
            f"regraph: {settings.host} is open to other machines: put a proxy with TLS before it, "
            "and name it with --allow-host\n"
        )
    sys.stderr.write(f"regraph: serving {settings.store} at {settings.url} (Ctrl-C ends it)\n")
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=15,
    )
