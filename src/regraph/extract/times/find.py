"""An article's text and its publication date into the times that it tells, in order.

One scan for trigger words, then patterns only around them. No library is used: dateparser's search takes
seconds an article and reads "may" and "28" as dates, spaCy's timexy knows absolute dates only, timenorm wants a
neural network; none keeps bounds and offsets.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from regraph.dates import Bounds
from regraph.extract.times import calendar_dates, named, units, words, years
from regraph.extract.times.parts import bounds_of
from regraph.extract.times.tense import sentence_after, sentence_before
from regraph.extract.times.tense import tense as told_tense
from regraph.extract.times.spans import Draft, Hit, Kind, Scan, Time, edtf, month_part, months, one_day, year_part

_READERS: Final[dict[str, Callable[[Scan, Hit], Draft | None]]] = {
    "month": calendar_dates.read_month,
    "weekday": calendar_dates.read_weekday,
    "year": years.read_year,
    "quarter": years.read_quarter,
    "season": years.read_season,
    "fiscal": years.read_fiscal,
    "unit": units.read_unit,
    "word": named.read_word,
    "often": named.read_often,
}


def find_times(
    text: str, published: Bounds | None, start: int = 0, end: int | None = None, *, year: int | None = None
) -> list[Time]:
    """Return the times that `text[start:end]` tells, in order, never overlapping.

    Shape: offsets count the code points of `text`; what stands before `start` is not read.
    `published` dates what is relative; where it is None, relative times have neither EDTF nor bounds, and `year`,
    if given, dates days and months told without a year (see `year_of`).

    A day or month without a year is the one nearest the publication that fits the tense around it: the last one,
    or after "will", "due", "to take effect" and the like the next one. The rule says which.

    >>> told = dt.date(2025, 6, 28)
    >>> [(t.kind, t.edtf) for t in find_times("Trump spoke on Wednesday.", Bounds(told, told))]
    [('date', '2025-06-25')]
    """
    stop = len(text) if end is None else min(end, len(text))
    scan = Scan(text=text, low=_lower(text), today=published.latest if published else None, year=year, end=stop)
    scan.floor = start
    times: list[Time] = []
    for hit in _hits(scan.low, start, stop):
        if hit.start < scan.floor:
            continue
        draft = _READERS[_class(hit.word)](scan, hit)
        if draft is None:
            continue
        time = _finish(scan, draft)
        times.append(time)
        scan.floor = max(time.end, hit.end)
        if time.bounds and time.kind not in {"duration", "frequency"}:
            scan.last = time.bounds
            if time.bounds.exact:
                scan.last_day, scan.last_at = time.bounds, time.end
    return times


def year_of(text: str) -> int | None:
    """Return the year that most of the full dates in `text` name, None where there is none.

    >>> year_of("On 3 May 2025 and 4 June 2025, but not in 2019.")
    2025
    """
    years = Counter(time.bounds.earliest.year for time in find_times(text, None) if time.bounds and time.bounds.exact)
    return max(years, key=lambda found: (years[found], found)) if years else None


def _hits(low: str, start: int, stop: int) -> Iterator[Hit]:
    first = words.TRIGGER_HERE.match(low, start, stop)
    if first and (start == 0 or not low[start - 1].isalnum()):
        yield Hit(*first.span(1), first[1])
    for match in words.TRIGGER.finditer(low, start, stop):
        yield Hit(*match.span(1), match[1])


def _class(word: str) -> str:
    found = words.TRIGGER_CLASS.get(word)
    if found:
        return found
    return "fiscal" if word[0] == "f" else "quarter" if "q" in word else "year"


def _lower(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)  # "İ" has two


def _finish(scan: Scan, draft: Draft) -> Time:
    """Give a draft its range, its preposition, its year and its bounds."""
    if draft.kind != "date":
        return _time(draft, draft.bounds)
    second = None if draft.fixed else _range_end(scan, draft)
    is_range = second is not None or draft.last_day is not None
    left = _preposition(scan, draft)
    kind: Kind = "date"
    if left and not draft.rule.startswith(("iso:", "offset")):
        kind = _kind_of(scan, draft, left, is_range=is_range)
    if draft.fixed and draft.bounds is None:
        bounds = None
    else:
        bounds = draft.bounds or _resolve(scan, draft, kind)
    if second:
        bounds = _joined(scan, draft, bounds, second)
        draft.rule += ":range"
    elif kind == "deadline" and bounds and draft.part:
        bounds = _edge(bounds, draft)
    draft.kind = kind
    if left and (kind != "date" or (is_range and (left["between"] or left["since"]))):
        draft.start -= len(left.group())
    return _time(draft, bounds)


def _preposition(scan: Scan, draft: Draft) -> re.Match[str] | None:
    window = scan.low[max(scan.floor, draft.start - 36) : draft.start]
    last = window.rsplit(None, 2)[-2:]
    if not last or not (
        last[-1].strip("-(") in words.PREPOSITION_ENDS or (last[-1] == "on" and last[0] in words.BEFORE_ON)
    ):
        return None
    return words.PREPOSITION.search(window)


def _time(draft: Draft, bounds: Bounds | None) -> Time:
    told = edtf(bounds) if bounds and draft.kind not in {"duration", "frequency"} else None
    return Time(
        start=draft.start, end=draft.end, kind=draft.kind, edtf=told, bounds=bounds, duration=draft.duration,
        rule=draft.rule,
    )  # fmt: skip


def _kind_of(scan: Scan, draft: Draft, left: re.Match[str], *, is_range: bool) -> Kind:
    if left["deadline"]:
        if is_range:
            return "date"
        if left["deadline"].startswith("before"):
            draft.rule += ":before"
        return "deadline"
    if left["to"]:
        at = draft.start - len(left.group())
        return "deadline" if not is_range and words.MOVES.search(scan.low[max(0, at - 72) : at + 1]) else "date"
    if left["since"] and not is_range:
        at = draft.start - len(left.group())
        word = left["since"]
        if word == "from" and words.COMPARED.search(scan.low[max(0, at - 40) : at]):
            return "date"
        draft.rule += ":" + re.sub(r"\s+", "-", word)
        return "since"
    return "date"


def _range_end(scan: Scan, draft: Draft) -> Draft | None:
    """Read the second date of a range, None where there is none."""
    if draft.last_day is not None or draft.rule in {"years", "garbled-day"}:
        return None
    if scan.low[draft.end : draft.end + 1] not in words.DASHES and scan.low[draft.end + 1 : draft.end + 3] not in words.JOINTS:
        return None
    joint = words.CONNECT.match(scan.low, draft.end, min(scan.end, draft.end + 16))
    if not joint:
        return None
    left = scan.low[max(scan.floor, draft.start - 12) : draft.start]
    if joint["word"] == "and" and not left.rstrip().endswith("between"):
        return None
    if joint["word"] and left.rstrip().endswith("from") and words.MOVES.search(scan.low[max(0, draft.start - 72) : draft.start - 5]):
        return None
    hit = next(_hits(scan.low, joint.end(), min(scan.end, joint.end() + 28)), None)
    if not hit or _class(hit.word) not in {"month", "weekday", "year", "quarter", "unit"}:
        return None
    floor, scan.floor = scan.floor, joint.end()
    second = _READERS[_class(hit.word)](scan, hit)
    scan.floor = floor
    if not second or second.kind != "date" or second.fixed or second.start != joint.end():
        return None
    if not joint["word"] and (draft.month is None) != (second.month is None):
        return None  # a dash between unlike dates sets off a thought
    draft.end = second.end
    if second.year and not draft.year and draft.month and second.month:
        draft.year = second.year - (1 if (draft.month, draft.day or 0) > (second.month, second.day or 31) else 0)
    return second


def _joined(scan: Scan, first: Draft, start: Bounds | None, second: Draft) -> Bounds | None:
    if start is None:
        return None
    stop = second.bounds
    if stop is None and second.weekday is not None:
        stop = one_day(start.earliest + dt.timedelta((second.weekday - start.earliest.weekday()) % 7))
    if stop is None:
        year = second.year or start.earliest.year
        stop = bounds_of(second, year)
        if stop and second.year is None and stop.latest < start.earliest:
            stop = bounds_of(second, year + 1)
    if stop is None or stop.latest < start.earliest:
        return start
    return Bounds(start.earliest, stop.latest)


def _edge(bounds: Bounds, draft: Draft) -> Bounds:
    """Return the day that a deadline at the end or the start of a period means."""
    if draft.rule.endswith(":before") or ":before:" in draft.rule:
        return bounds if draft.part in {"early", "mid", "late"} or draft.month else _eve(bounds, draft)
    if draft.part == "end" or draft.part in {"h1", "h2", "q1", "q2", "q3", "q4", "w1", "w4"}:
        last = year_part(bounds.latest.year, "").latest if draft.part == "end" and draft.month is None else bounds.latest
        draft.rule += ":last-day"
        return one_day(last)
    if draft.part == "start":
        draft.rule += ":first-day"
        return one_day(bounds.earliest)
    return bounds


def _eve(bounds: Bounds, draft: Draft) -> Bounds:
    last = year_part(bounds.latest.year, "").latest if draft.part == "end" else bounds.earliest - dt.timedelta(1)
    draft.rule += ":last-day"
    return one_day(last)


def _resolve(scan: Scan, draft: Draft, kind: Kind) -> Bounds | None:
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
    return _nearest(scan.today, draft, lean)


def _weekday(today: dt.date, weekday: int, lean: str) -> Bounds:
    """Return the day of a weekday's name; the publication's own weekday is that day, save after "last" or "next"."""
    behind = (today.weekday() - weekday) % 7
    if lean == "before":
        return one_day(today - dt.timedelta(behind or 7))
    ahead = (weekday - today.weekday()) % 7
    if lean == "after":
        return one_day(today + dt.timedelta(ahead or 7))
    if lean == "future" or (lean == "near" and ahead < 4):
        return one_day(today + dt.timedelta(ahead))
    if lean == "here":
        return one_day(today + dt.timedelta(weekday - today.weekday()))
    return one_day(today - dt.timedelta(behind))


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
    for year in range(today.year + 1, today.year - 6, -1):  # six years hold a 29 February
        bounds = bounds_of(draft, year)
        if bounds and bounds.earliest <= limit:
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
    tense = told_tense(sentence_before(scan.low, draft.start), sentence_after(scan.low, draft.end))
    word = draft.rule.rpartition(":")[2] if kind == "since" else ""
    if word == "since" or word.endswith("since"):
        return "past"
    if kind == "deadline" and draft.rule.endswith(":before"):
        return tense or "future"
    if draft.weekday is not None:
        if kind == "since" and tense == "past":
            return "near"
        return "future" if kind != "date" or tense == "future" else "past"
    if kind == "deadline":
        return "near" if tense == "past" and _just_past(scan, draft) else "future"
    if kind == "since":
        return "future" if tense == "future" else "near"
    return tense or "past"


def _just_past(scan: Scan, draft: Draft) -> bool:
    """Return whether the last such date lies within two months before the publication: a term that has just run out."""
    assert scan.today is not None  # noqa: S101 - only asked where there is a publication date
    last = _nearest(scan.today, draft, "past")
    return bool(last and 0 <= (scan.today - last.latest).days <= 60)
