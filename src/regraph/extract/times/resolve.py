"""A date without its year, the publication date and the tense around it into bounds."""

import datetime as dt
from typing import Final

from regraph.dates import Bounds
from regraph.extract.times.parts import bounds_of
from regraph.extract.times.spans import NEARLY_OVER, Draft, Kind, Scan, month_part, months, one_day
from regraph.extract.times.tense import tense as told_tense


def resolve(scan: Scan, draft: Draft, kind: Kind) -> Bounds | None:
    """Return the bounds of a draft, with the year that it lacks taken from publication and tense."""
    if draft.year is not None:
        return bounds_of(draft, draft.year)
    if scan.today is None:
        if scan.year is None or draft.weekday is not None or draft.lean:
            return None
        draft.rule += ":year-of-text"
        return bounds_of(draft, scan.year)
    lean = draft.lean or _lean(scan, draft, kind)
    if not draft.lean:
        draft.rule += f":{lean}"
    if draft.weekday is not None:
        return _weekday(scan.today, draft.weekday, lean)
    if scan.entry and draft.start < scan.entry_end and (scan.today - scan.entry.latest).days > 90 and not draft.lean:
        draft.rule += ":entry"
        return _beside(scan.entry, draft)
    return _nearest(scan.today, draft, lean)


def _beside(entry: Bounds, draft: Draft) -> Bounds | None:
    """Return the reading of a year-less date that is nearest the date heading its entry."""
    year = entry.earliest.year
    readings = [bounds for near in (year, year + 1, year - 1) if (bounds := bounds_of(draft, near))]
    return min(readings, key=lambda bounds: abs((bounds.earliest - entry.earliest).days), default=None)


def _weekday(today: dt.date, weekday: int, lean: str) -> Bounds:
    """Return the day of a weekday's name; the publication's own weekday is that day, save after "last" or "next"."""
    behind, ahead = (today.weekday() - weekday) % 7, (weekday - today.weekday()) % 7
    shift = {
        "before": -(behind or 7),
        "after": ahead or 7,
        "future": ahead,
        "near": ahead if ahead < 4 else -behind,
        "here": weekday - today.weekday(),
    }.get(lean, -behind)
    return one_day(today + dt.timedelta(shift))


# how far ahead of the publication the latest reading may lie, in days: (a day, a month or longer part)
_AHEAD: Final = {"past": (30, 0), "future": (334, 365), "near": (182, 182), "before": (-1, -1), "after": (366, 366)}


def _nearest(today: dt.date, draft: Draft, lean: str) -> Bounds | None:
    """Return the latest reading of a year-less date that begins no later than its tense allows."""
    if lean == "here":
        return bounds_of(draft, today.year)
    limit = today + dt.timedelta(_AHEAD[lean][0 if draft.day else 1])
    if lean == "past" and not draft.day:
        limit = months(today.year, today.month).latest if draft.month else today
    elif lean == "before":
        limit = today.replace(day=1) - dt.timedelta(1)
    elif lean in {"future", "after"} and not draft.day:
        return _next(today, draft, lean)
    ended = lean == "past" and draft.part in {"h1", "h2"}  # what "fell in the first half" is told of when it is over
    if ended:
        limit = today + NEARLY_OVER
    for year in range(today.year + 1, today.year - 6, -1):  # six years hold a 29 February
        bounds = bounds_of(draft, year)
        if bounds and (bounds.latest if ended else bounds.earliest) <= limit:
            return bounds
    return None


def _next(today: dt.date, draft: Draft, lean: str) -> Bounds | None:
    for year in (today.year, today.year + 1):
        bounds = bounds_of(draft, year)
        if not bounds:
            continue
        whole = month_part(year, draft.month, "") if draft.month else bounds
        if (bounds.earliest > today) if lean == "after" else (whole.latest >= today):
            return bounds
    return None


def _lean(scan: Scan, draft: Draft, kind: Kind) -> str:
    """Return past, future or near, from the words around a date without a year."""
    tense = told_tense(scan.low, draft.start, draft.end)
    lean = tense or "past"
    if kind == "since":
        lean = "past" if draft.rule.endswith("since") else "future" if tense == "future" else "near"
        if draft.weekday is not None and not tense:
            lean = "future"
    elif kind == "deadline" and draft.rule.endswith(":before"):
        lean = tense or "future"
    elif kind == "deadline":
        just_past = draft.weekday is None and tense == "past" and _just_past(scan, draft)
        lean = "near" if just_past else "future"
    return lean


def _just_past(scan: Scan, draft: Draft) -> bool:
    """Return whether the last such date lies within two months before the publication: a term that has just run out."""
    assert scan.today is not None  # noqa: S101 - only asked where there is a publication date
    last = _nearest(scan.today, draft, "past")
    return bool(last and 0 <= (scan.today - last.latest).days <= 60)
