"""Words for parts and for neighbours of a year or month into what they stand for; drafts into bounds."""

import datetime as dt
from typing import Final

from regraph.dates import Bounds
from regraph.extract.times.spans import Draft, Scan, month_part, year_part

_PARTS: Final = {
    "early": "early", "mid": "mid", "middle": "mid", "late": "late", "beginning": "start", "start": "start",
    "end": "end", "close": "end", "turn": "start", "first half": "h1", "second half": "h2", "latter half": "h2",
    "first week": "w1", "last week": "w4",
}  # fmt: skip


def part_of(words_: str | None) -> str:
    """Return the part that words such as "the very end of" name, "" for none.

    >>> part_of("the second half of"), part_of("mid"), part_of(None)
    ('h2', 'mid', '')
    """
    if not words_:
        return ""
    kept = [word for word in words_.split() if word not in {"in", "the", "very", "of"}]
    return _PARTS.get(" ".join(kept), "")


def worded_year(scan: Scan, word: str) -> int | None:
    """Return the year that "last", "this", "next", "that" or "the following" year is; None where that is unknown."""
    if word in {"last", "this", "next"}:
        return scan.today.year + {"last": -1, "this": 0, "next": 1}[word] if scan.today else None
    told = scan.last.latest.year if scan.last else None
    return None if told is None else told + (1 if "following" in word else -1 if "previous" in word else 0)


def bounds_of(draft: Draft, year: int) -> Bounds | None:
    """Return the bounds of a draft in `year`; None where the calendar has no such day.

    >>> bounds_of(Draft(start=0, end=1, rule="", month=2, day=30), 2025) is None
    True
    """
    try:
        if draft.month is None:
            return year_part(year, draft.part)
        if draft.day is None:
            return month_part(year, draft.month, draft.part)
        first = dt.date(year, draft.month, draft.day)
        if draft.last_day is None:
            return Bounds(first, first)
        last = dt.date(year, draft.month, draft.last_day)
    except ValueError:
        return None
    return Bounds(first, last) if first <= last else Bounds(first, first)
