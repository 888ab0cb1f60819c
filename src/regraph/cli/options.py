"""Options that several commands share, and what they turn into."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from regraph.errors import DateError, UsageError

StoreOption = Annotated[
    Path,
    typer.Option("--store", envvar="REGRAPH_STORE", help="Folder of the store.", show_default=True),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
OnOption = Annotated[
    str | None, typer.Option("--on", help="The day asked for, 2025-11-15; default today.", metavar="DATE")
]
KnownByOption = Annotated[
    str | None,
    typer.Option("--known-by", help="Use only what was published by this day; default everything.", metavar="DATE"),
]
OutOption = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file, not to stdout.")]

DEFAULT_STORE = Path("regraph-store")


def day(text: str | None, option: str, *, end: bool = True) -> dt.date | None:
    """Return the day of a date option; a month or a year stands for its last day, without `end` for its first.

    Raises: UsageError where it is no date.
    """
    from regraph import dates

    if text is None:
        return None
    if text == "today":
        return today()
    try:
        bounds = dates.parse(text)
    except DateError as error:
        raise UsageError(f"{option}: {error}") from error
    return bounds.latest if end else bounds.earliest


def today() -> dt.date:
    """Return today in local time."""
    return dt.datetime.now().astimezone().date()
