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

from regraph.dates import MONTH_NAMES, Bounds
from regraph.extract.times import calendar_dates, named, units, words, years
from regraph.extract.times.parts import bounds_of
from regraph.extract.times.resolve import resolve
from regraph.extract.times.spans import Draft, Hit, Kind, Scan, Time, edtf, one_day

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
    today = published.latest if published and 1600 < published.latest.year < 9000 else None
    scan = Scan(text=text, low=_lower(text), today=today, year=year, end=stop)
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
        _remember(scan, time)
        if draft.year is not None and draft.month is not None:
            _open_entry(scan, time)
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


def _remember(scan: Scan, time: Time) -> None:
    """Keep the date that "the same day" or "a year earlier" may point back to; an untold one leaves none."""
    if time.kind not in {"date", "since"}:
        return
    if time.bounds is None or time.bounds.exact:
        scan.last_day, scan.last_at = time.bounds, time.end
    elif (time.bounds.latest - time.bounds.earliest).days < 32:
        scan.last_day = None
    scan.last = time.bounds


def _open_entry(scan: Scan, time: Time) -> None:
    """Note that a line of a timeline begins here: its year-less dates follow the date that heads it."""
    line = scan.low.rfind("\n", 0, time.start) + 1
    tail = words.ENTRY_TAIL.match(scan.low, time.end)
    if tail and time.bounds and not scan.low[line : time.start].strip(" \t\xa0#*_>|•-–—"):
        stop = scan.low.find("\n", tail.end())
        alone = tail.group().endswith("\n") or tail.end() == len(scan.low)
        if alone:  # a heading: it holds to the next one, or for a few paragraphs
            stop = min(len(scan.low), time.end + 1500)
        scan.entry, scan.entry_end = time.bounds, stop if stop >= 0 else len(scan.low)


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
    bounds = draft.bounds if draft.bounds or draft.fixed else resolve(scan, draft, kind)
    if second:
        bounds = _joined(bounds, second)
        draft.rule += ":range"
    elif kind == "deadline" and bounds and draft.part and left and left["deadline"]:
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
        if word == "from" and not draft.day and words.COMPARED.search(scan.low[max(0, at - 40) : at]):
            return "date"
        draft.rule += ":" + re.sub(r"\s+", "-", word)
        return "since"
    return "date"


def _range_end(scan: Scan, draft: Draft) -> Draft | None:
    """Read the second date of a range, None where there is none."""
    joint = None if draft.last_day or draft.rule in {"years", "garbled-day"} else _joint(scan, draft)
    hit = next(_hits(scan.low, joint.end(), min(scan.end, joint.end() + 28)), None) if joint else None
    if not joint or not hit or _class(hit.word) not in {"month", "weekday", "year", "quarter", "unit"}:
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


def _joint(scan: Scan, draft: Draft) -> re.Match[str] | None:
    """Return what joins a date to the next one in a range, None where nothing does."""
    low, end = scan.low, draft.end
    if low[end : end + 1] not in words.DASHES and low[end + 1 : end + 3] not in words.JOINTS:
        return None
    joint = words.CONNECT.match(low, end, min(scan.end, end + 16))
    left = low[max(scan.floor, draft.start - 12) : draft.start].rstrip()
    if not joint or (joint["word"] == "and" and not left.endswith("between") and not _is_next(scan, draft, joint)):
        return None
    moved = (
        joint["word"] and left.endswith("from") and words.MOVES.search(low[max(0, draft.start - 72) : draft.start - 5])
    )
    return None if moved else joint


_NEXT_MONTH: Final = re.compile(rf"(?P<month>{words.MONTH})\b(?!{words.S}\d|-)")


def _is_next(scan: Scan, draft: Draft, joint: re.Match[str]) -> bool:
    """Return whether "and" leads to the year or month right after: "in 2026 and 2027", "in February and March"."""
    if draft.part or draft.day or draft.bounds:
        return False
    if draft.rule == "year":
        return scan.low.startswith(str((draft.year or 0) + 1), joint.end())
    following = _NEXT_MONTH.match(scan.low, joint.end()) if draft.month and draft.year is None else None
    return bool(following and MONTH_NAMES[following["month"]] == (draft.month or 0) + 1)


def _joined(start: Bounds | None, second: Draft) -> Bounds | None:
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
    return start if stop is None or stop.latest < start.earliest else Bounds(start.earliest, stop.latest)


_LOOSE: Final = frozenset({"early", "mid", "late", *words.SEASONS})


def _edge(bounds: Bounds, draft: Draft) -> Bounds:
    """Return the day that a deadline at the end, at the start or before a part of a year or month means."""
    before = ":before" in draft.rule
    if draft.part in _LOOSE or (before and draft.month):
        return bounds
    if draft.part == "start":
        draft.rule += ":first-day"
        return one_day(bounds.earliest)
    draft.rule += ":last-day"
    if before and draft.part != "end":
        return one_day(bounds.earliest - dt.timedelta(1))
    return one_day(bounds.latest)
