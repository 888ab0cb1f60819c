"""Days and formats that a person types for exports and networks in, values out."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from regraph.cli.options import today

if TYPE_CHECKING:
    from regraph.dates import Bounds


def days(text: str | None) -> "Bounds | None":
    """Return the days of --on: one, or an interval.

    Raises: UsageError where they are none.
    """
    from regraph import dates
    from regraph.errors import DateError, UsageError

    if text is None:
        return None
    if text == "today":
        return dates.Bounds(today(), today())
    try:
        return dates.parse(text)
    except DateError as error:
        raise UsageError(f"--on: {error}") from error


def first_day(text: str | None) -> Any:
    """Return the day of --since: a month or a year stands for its first day.

    Raises: UsageError where it is none.
    """
    from regraph import dates
    from regraph.errors import DateError, UsageError

    try:
        return dates.parse(text).earliest if text else None
    except DateError as error:
        raise UsageError(f"--since: {error}") from error


def chosen_format(given: str | None, out: Path | None, guessed: str | None, known: list[str]) -> str:
    """Return the format asked for, else the one that the ending of the file stands for.

    Raises: UsageError where neither names one.
    """
    from regraph.errors import UsageError

    if given is not None and given not in known:
        raise UsageError(f"--format {given!r} is unknown: use one of {', '.join(known)}")
    if given is None and guessed is None:
        raise UsageError(f"the ending of {out} names no format: give --format, one of {', '.join(known)}")
    return given or guessed or known[0]
