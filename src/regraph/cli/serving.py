"""The command that serves: pages, SPARQL, linked data and the JSON API of a store."""

from pathlib import Path
from typing import Annotated

import typer

from regraph.cli.options import DEFAULT_STORE, StoreOption


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command(epilog="Example: regraph serve --store regraph-store --port 8000")(serve)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; only this machine by default.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", help="A name it may be called by; may be repeated.", metavar="NAME"),
    ] = None,
    base: Annotated[
        str, typer.Option("--base-url", help="Its address from outside, behind a proxy.", metavar="URL")
    ] = "",
    cors: Annotated[
        list[str] | None,
        typer.Option("--cors", help="An origin whose scripts may read, or *; may be repeated.", metavar="ORIGIN"),
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds one query may take.")] = 10.0,
    rows: Annotated[int, typer.Option(help="Rows one query may return.")] = 100_000,
    memory: Annotated[int, typer.Option(help="Megabytes one query may take.")] = 1024,
    workers: Annotated[int, typer.Option(help="Processes that run queries.", min=1, max=256)] = 2,
    writable: Annotated[
        bool, typer.Option("--writable", help="Take SPARQL updates from whoever shows the token in REGRAPH_TOKEN.")
    ] = False,
    token: Annotated[str, typer.Option(envvar="REGRAPH_TOKEN", hidden=True, help="The token that updates take.")] = "",
    scratch: Annotated[
        Path | None, typer.Option(help="Folder for snapshots of the store; default the one for temporary files.")
    ] = None,
    access_log: Annotated[bool, typer.Option(help="Write a line to stderr for each request.")] = True,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Serve the pages, SPARQL, linked data and the JSON API of a store; newer builds appear by themselves."""
    from regraph.web.run import run
    from regraph.web.settings import MEGABYTE, Limits, Settings

    run(
        Settings(
            store=store,
            host=host,
            port=port,
            hosts=tuple(allow_host or ()),
            base=base.rstrip("/"),
            writable=writable,
            token=token,
            cors=tuple(cors or ()),
            workers=workers,
            limits=Limits(seconds=timeout, rows=rows, memory=memory * MEGABYTE),
            scratch=scratch,
            access_log=access_log,
        )
    )
