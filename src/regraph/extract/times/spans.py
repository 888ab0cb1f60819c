"""Parts of the calendar in, bounds and EDTF text out; and the values that the readers of times pass on.

Conventions: early, mid and late in a month are the days 1-10, 11-20 and 21 to the end; in a year, January to
April, May to August and September to December. Weeks run from Monday to Sunday. Seasons are those of the
north: spring is March to May, and winter begins in December of its year.
"""

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from regraph.dates import Bounds

Kind = Literal["date", "duration", "deadline", "since", "frequency"]

NEARLY_OVER: Final = dt.timedelta(10)
"""Figures of months or of a half year are told so long before their end, at the earliest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time expression and what it stands for.

    Shape: `text[start:end]` is the expression; a preposition that makes the kind ("until", "from",
    "effective", "between") belongs to it. `edtf` and `bounds` are None where the date cannot be told,
    `duration` is an ISO 8601 duration or None. `rule` names how it was read.
    """

    start: int
    end: int
    kind: Kind
    edtf: str | None = None
    bounds: Bounds | None = None
    duration: str | None = None
    rule: str = ""


class Hit(NamedTuple):
    """A trigger word in the lower-cased text; local to this package."""

    start: int
    end: int
    word: str


@dataclass(slots=True, kw_only=True)
class Draft:
    """An expression as read, before its year, its preposition and its range are known; local to this package."""

    start: int
    end: int
    rule: str
    kind: Kind = "date"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    part: str = ""  # early, mid, late, start, end, h1, h2, q1-q4, spring, summer, autumn, winter
    bounds: Bounds | None = None  # known already
    duration: str | None = None
    lean: str = ""  # past or future, where the words say so
    fixed: bool = False  # neither range nor preposition may change it


@dataclass(slots=True, kw_only=True)
class Scan:
    """The text under reading and what is known so far; local to this package."""

    text: str
    low: str  # lower case, same length
    today: dt.date | None  # publication
    year: int | None  # of year-less dates where the publication date is unknown
    end: int
    floor: int = 0  # nothing left of this may be read again
    last: Bounds | None = None  # the last date that was told
    last_day: Bounds | None = None  # the last date that was one day
    last_at: int = -1  # where it stood
    entry: Bounds | None = None  # the date that heads the entry of a timeline, up to `entry_end`
    entry_end: int = -1
    numeric_order: str | None = None  # dmy, mdy or "" once looked for


def shift_month(year: int, month: int, months: int) -> tuple[int, int]:
    """Return the year and month `months` later.

    >>> shift_month(2025, 11, 3)
    (2026, 2)
    """
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


@lru_cache(maxsize=1024)
def months(year: int, month: int, count: int = 1) -> Bounds:
    """Return the bounds of `count` months from the one given.

    >>> months(2025, 12, 3).edtf()
    '2025-12-01/2026-02-28'
    """
    last_year, last_month = shift_month(year, month, count - 1)
    last = dt.date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
    return Bounds(dt.date(year, month, 1), last)


def week(day: dt.date) -> Bounds:
    """Return Monday to Sunday of the week of `day`."""
    monday = day - dt.timedelta(days=day.weekday())
    return Bounds(monday, monday + dt.timedelta(days=6))


def one_day(day: dt.date) -> Bounds:
    """Return the bounds of a single day."""
    return Bounds(day, day)


_YEAR_PARTS = {
    "early": (1, 4), "mid": (5, 4), "late": (9, 4), "start": (1, 1), "end": (12, 1), "h1": (1, 6), "h2": (7, 6),
    "q1": (1, 3), "q2": (4, 3), "q3": (7, 3), "q4": (10, 3),
    "spring": (3, 3), "summer": (6, 3), "autumn": (9, 3), "winter": (12, 3),
}  # fmt: skip
_MONTH_PARTS = {"early": (1, 10), "start": (1, 10), "mid": (11, 20), "late": (21, 31), "end": (21, 31)}
_MONTH_PARTS |= {"h1": (1, 15), "h2": (16, 31), "w1": (1, 7), "w4": (25, 31)}


@lru_cache(maxsize=1024)
def year_part(year: int, part: str) -> Bounds:
    """Return the bounds of a year or of a part of it.

    >>> year_part(2026, "q1").edtf(), year_part(2026, "").edtf()
    ('2026-01-01/2026-03-31', '2026')
    """
    first, count = _YEAR_PARTS.get(part, (1, 12))
    return months(year, first, count)


@lru_cache(maxsize=1024)
def month_part(year: int, month: int, part: str) -> Bounds:
    """Return the bounds of a month or of a part of it.

    >>> month_part(2025, 6, "late").edtf()
    '2025-06-21/2025-06-30'
    """
    whole = months(year, month)
    if part not in _MONTH_PARTS:
        return whole
    first, last = _MONTH_PARTS[part]
    end = whole.latest.day
    if part == "w4":
        first = end - 6
    return Bounds(whole.earliest.replace(day=first), whole.earliest.replace(day=min(last, end)))


@lru_cache(maxsize=4096)
def edtf(bounds: Bounds) -> str:
    """Return the shortest EDTF text: an interval of years or months where the bounds are such.

    >>> edtf(Bounds(dt.date(2026, 1, 1), dt.date(2027, 12, 31))), edtf(months(2026, 1, 3))
    ('2026/2027', '2026-01/2026-03')
    """
    text = bounds.edtf()
    if "/" not in text:
        return text
    first, last = bounds.earliest, bounds.latest
    if first.day != 1 or last != months(last.year, last.month).latest:
        return text
    if (first.month, last.month) == (1, 12):
        return f"{first.year:04d}/{last.year:04d}"
    return f"{first.isoformat()[:7]}/{last.isoformat()[:7]}"


_OPENING = "([{*_\"'“‘«|>#–—"


def run_starts(low: str, at: int, floor: int, known: frozenset[str]) -> list[int]:
    """Return where the words left of `at` begin, leftmost first, as long as each is known or holds a digit.

    A word with hyphens is known if its first part is. At most 44 code points are looked at.

    >>> run_starts("by the end of may", 14, 0, frozenset({"the", "end", "of"}))
    [3, 7, 11]
    """
    base = max(floor, at - 44)
    window = low[base:at]
    starts: list[int] = []
    while True:
        window = window.rstrip()
        cut = max(window.rfind(" "), window.rfind("\n"), window.rfind("\xa0")) + 1
        shown = window[cut:].lstrip(_OPENING)
        word = shown.rstrip(",.-–)")
        if not word or not (word in known or word[-1].isdigit() or word[0].isdigit() or word.split("-", 1)[0] in known):
            break
        starts.append(base + len(window) - len(shown))
        if len(shown) != len(window) - cut:
            break  # a bracket or a quotation mark opens here
        window = window[:cut]
    return starts[::-1]
