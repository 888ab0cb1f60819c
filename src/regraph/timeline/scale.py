"""Bars and a window in, what a chart draws out: runs of one status and certainty, ticks of years or months, words."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from regraph.timeline.bars import Bar, Timeline

STATUS_WORDS: Final = {
    "announced": "announced",
    "in_force": "in force",
    "suspended": "suspended",
    "ended": "ended",
    "unknown": "unknown",
}
LETTERS: Final = {"announced": "A", "in_force": "F", "suspended": "S", "ended": "E", "unknown": "U"}
CERTAINTIES: Final = ("certain", "presumed", "possible", "contested")
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_STEPS: Final = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000)  # months between ticks


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Neighbouring spans of one status and certainty, cut to the window."""

    first: dt.date
    end: dt.date  # exclusive
    status: str
    certainty: str
    reasons: tuple[str, ...]
    open_start: bool  # it began before the window, or on an unknown day
    open_end: bool


def runs(bar: Bar, first: dt.date, last: dt.date) -> list[Run]:
    """Return the runs of a bar in a window whose last day is inclusive."""
    stop = last + dt.timedelta(days=1) if last < dt.date.max else last
    out: list[Run] = []
    for span in bar.spans:
        begin, end = max(span.start or dt.date.min, first), min(span.end or dt.date.max, stop)
        if begin >= end:
            continue
        alike = bool(out) and (out[-1].status, out[-1].certainty) == (span.status, span.certainty)
        out.append(
            Run(
                first=out[-1].first if alike else begin,
                end=end,
                status=span.status,
                certainty=span.certainty,
                reasons=(*out[-1].reasons, span.reason) if alike else (span.reason,),
                open_start=out[-1].open_start if alike else span.start is None or span.start < first,
                open_end=span.end is None or span.end > stop,
            )
        )
        if alike:
            del out[-2]
    return out


def ticks(first: dt.date, last: dt.date, most: int) -> list[tuple[dt.date, str]]:
    """Return at most `most` ticks on first days of months, with their labels; years where months do not fit.

    >>> [label for _, label in ticks(dt.date(2025, 2, 10), dt.date(2026, 3, 1), 5)]
    ['Apr 2025', 'Jul 2025', 'Oct 2025', '2026']
    >>> [label for _, label in ticks(dt.date(1994, 2, 10), dt.date(2026, 3, 1), 5)]
    ['2000', '2010', '2020']
    """
    for step in _STEPS:
        found = list(_every(first, last, step))
        if len(found) <= most:
            return [(day, str(day.year) if day.month == 1 else f"{_MONTHS[day.month - 1]} {day.year}") for day in found]
    return []


def _every(first: dt.date, last: dt.date, step: int) -> Iterator[dt.date]:
    month = first.year * 12 + first.month - 1
    month += -month % step
    while month // 12 <= dt.MAXYEAR and (day := dt.date(month // 12, month % 12 + 1, 1)) <= last:
        if day >= first:
            yield day
        month += step


def state(found: Timeline, bar: Bar) -> str:
    """Return what holds on the marked day, in words."""
    span = bar.on(found.on)
    return f"{STATUS_WORDS[span.status]}, {span.certainty}" if span else "nothing known"


def heading(found: Timeline) -> str:
    """Return the day asked for and the day of knowledge, in words."""
    known = "" if found.known_by.year == dt.MAXYEAR else f", as known by {found.known_by}"
    return f"{found.first} to {found.last}, marked on {found.on}{known}"
