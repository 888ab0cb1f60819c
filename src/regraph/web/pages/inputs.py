"""The query string of a request in, days and names out; what cannot be read is told with what to do."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from regraph import dates
from regraph.errors import DateError, UsageError
from regraph.questions import END_OF_TIME


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The day asked for, and the day by which it has to be known."""

    on: dt.date
    known_by: dt.date
    today: dt.date

    @property
    def query(self) -> dict[str, str]:
        """The values to carry in links; what is as by default is left out."""
        out = {}
        if self.on != self.today:
            out["on"] = self.on.isoformat()
        if self.known_by != END_OF_TIME:
            out["known_by"] = self.known_by.isoformat()
        return out

    @property
    def known(self) -> str:
        """The day of knowledge as ISO text, empty where everything counts."""
        return "" if self.known_by == END_OF_TIME else self.known_by.isoformat()

    @property
    def is_now(self) -> bool:
        """Whether today is asked for, by all that is known."""
        return not self.query


def when(query: Mapping[str, str], today: dt.date) -> When:
    """Return the days of a request.

    Raises: UsageError where one is no date.
    """
    return When(
        on=day(query, "on") or today,
        known_by=day(query, "known_by") or END_OF_TIME,
        today=today,
    )


def day(query: Mapping[str, str], name: str, *, end: bool = True) -> dt.date | None:
    """Return the day of a parameter, None where it is absent; a month or a year stands for its last day, else first.

    Raises: UsageError where it is no date.
    """
    text = query.get(name, "").strip()
    if not text or text == "today":
        return None
    try:
        bounds = dates.parse(text)
    except DateError as error:
        told = name.replace("_", " ")
        raise UsageError(f"the day of “{told}” cannot be read: {error}") from error
    return bounds.latest if end else bounds.earliest


def count(query: Mapping[str, str], name: str, default: int = 1) -> int:
    """Return a whole number of at least 1; the default where it is absent or none."""
    text = query.get(name, "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else default


def today() -> dt.date:
    """Return today in local time."""
    return dt.datetime.now().astimezone().date()
