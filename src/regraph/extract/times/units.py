"""Days, weeks, months and years in a text into drafts: durations, "two weeks ago", "the end of the year".

Also the single words that name a day ("yesterday") and the phrases of immediate or open-ended effect.
"""

import datetime as dt
import re
from typing import Final

from regraph.dates import MONTH_NAMES, Bounds, add_duration
from regraph.errors import DateError
from regraph.extract.times import words
from regraph.extract.times.parts import part_of
from regraph.extract.times.spans import (
    NEARLY_OVER,
    Draft,
    Hit,
    Scan,
    months,
    one_day,
    run_starts,
    shift_month,
    week,
    year_part,
)
from regraph.extract.times.tense import tense

_LETTER: Final = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_SHIFT: Final = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1, "the coming": 1}
_FOR_A: Final = re.compile(
    r"(?<!\w)(?:for|by|within|after|over|about|than|nearly|almost|roughly|around|under|in|last(?:s|ed)?|takes?|took|to|"
    r"needs?|needed|granted|grants?|gave|gives?|only|just|barely|some|of)\s$"
)
_IN_LEFT: Final = re.compile(r"(?<!\w)(?:again\s)?in\s(?:about\s|around\s|the\s)?$")
_WITHIN_LEFT: Final = re.compile(r"(?<!\w)within\s(?:the\s)?$")


def read_unit(scan: Scan, hit: Hit) -> Draft | None:
    """Read what stands around a unit of time; None where it is neither a date nor a duration."""
    left = _left_of_unit(scan, hit)
    ending = words.ENDING.match(scan.low, hit.end, min(scan.end, hit.end + 48)) if hit.word[0] in "ym" else None
    if ending and not (left and scan.low.endswith(" by ", 0, left.start())):  # "extended by a year to March 2025"
        return _up_to(scan, hit, left, ending)
    right = words.UNIT_RIGHT.match(scan.low, hit.end, min(scan.end, hit.end + 24))
    if left is None or (right and right["end"]):
        return _year_end(scan, hit)
    if right and right["no"]:
        return None
    if (right and right["long"]) or hit.word.endswith("long"):
        return _numbered(scan, hit, left, right) if left["hyphen"] == "-" else _long(hit, right)
    return _numbered(scan, hit, left, right) if left["num"] or left["vague"] else _unnumbered(scan, hit, left)


def _up_to(scan: Scan, hit: Hit, left: re.Match[str] | None, ending: re.Match[str]) -> Draft:
    """Read "the year to March 2025" and "the three months ended June"."""
    start = left.start() if left else hit.start
    draft = Draft(start=start, end=ending.end(), rule="months-to", fixed=True)
    count = re.fullmatch(r"P(\d+)M", (_duration(left, None, hit.word) or "") if left else "")
    number = int(count[1]) if count else 12
    month = MONTH_NAMES[ending["month"]]
    year = int(ending["year"]) if ending["year"] else None
    if year is None and scan.today:
        year = scan.today.year - (month > scan.today.month)
    if year:
        draft.bounds = months(*shift_month(year, month, 1 - number), number)
    return draft


def _unnumbered(scan: Scan, hit: Hit, left: re.Match[str]) -> Draft | None:
    draft = Draft(start=left.start(), end=hit.end, rule="")
    det, unit = left["det"] or "", _unit(hit.word)
    if det in {"each", "every", "per"}:
        draft.kind, draft.rule, draft.duration = "frequency", "each", f"P1{_LETTER[unit]}"
        return draft
    if left["pre"] and part_of(left["pre"]):
        return part_of_unit(scan, draft, part_of(left["pre"]), f"{det or 'this'} {unit}")
    if left["pre"]:
        draft.rule = f"{left['pre']}-{det}-{unit}"  # earlier this month: the month
    return _deictic(scan, draft, det, unit)


def _long(hit: Hit, right: re.Match[str] | None) -> Draft:
    end = right.end("long") if right and right["long"] else hit.end
    duration = f"P1{_LETTER[_unit(hit.word)]}"
    return Draft(start=hit.start, end=end, rule="duration", kind="duration", duration=duration, fixed=True)


def _left_of_unit(scan: Scan, hit: Hit) -> re.Match[str] | None:
    """Return the longest match of UNIT_LEFT that ends at the unit; None where no word before it belongs to it."""
    for start in run_starts(scan.low, hit.start, scan.floor, words.UNIT_LEFT_WORDS):
        match = words.UNIT_LEFT.match(scan.low, start, hit.start)
        if match and match.end() > match.start():
            return match
    is_long = hit.word.endswith("long") or scan.low.startswith("-long", hit.end)
    return words.UNIT_LEFT.match(scan.low, hit.start, hit.start) if is_long else None


def _year_end(scan: Scan, hit: Hit) -> Draft | None:
    right = words.UNIT_RIGHT.match(scan.low, hit.end, min(scan.end, hit.end + 8)) if hit.word == "year" else None
    if not right or not right["end"]:
        return None
    return part_of_unit(scan, Draft(start=hit.start, end=right.end("end"), rule=""), "end", "this year")


def _unit(word: str) -> str:
    word = word.removesuffix("long").removesuffix("s")
    return {"hour": "day", "decade": "year", "fortnight": "week"}.get(word, word)


def part_of_unit(scan: Scan, draft: Draft, part: str, what: str) -> Draft | None:
    """Read "the end of the year", "late last month", "early next week"."""
    det, _, unit = what.rpartition(" ")
    shift = {"last": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(det.removeprefix("the "), 0)
    if unit not in {"year", "month", "week", "decade"}:
        return None
    draft.rule = f"{part}-of-{det.replace(' ', '-')}-{unit}"
    if not scan.today:
        draft.fixed = True
        return draft
    if unit == "year":
        entry = scan.entry.latest.year if scan.entry and draft.start < scan.entry_end else scan.today.year
        draft.year, draft.part = entry + shift, part
    elif unit == "month":
        draft.year, draft.month = shift_month(scan.today.year, scan.today.month, shift)
        draft.part = part
    else:
        whole = week(scan.today + dt.timedelta(weeks=shift))
        first, last = {"early": (0, 1), "start": (0, 1), "mid": (2, 2), "late": (3, 4), "end": (4, 6)}.get(part, (0, 6))
        draft.bounds = Bounds(whole.earliest + dt.timedelta(first), whole.earliest + dt.timedelta(last))
    return draft


_BACK: Final = {
    "that": 0, "same": 0, "the same": 0, "following": 1, "the following": 1, "the next": 1, "the previous": -1,
}  # fmt: skip


def _deictic(scan: Scan, draft: Draft, det: str, unit: str) -> Draft | None:
    """Read "last month", "the same day", "next year"."""
    if det in _BACK:
        plural = scan.low[draft.end - 1] == "s"
        return None if plural or (det == "the next" and unit != "day") else _anaphor(scan, draft, _BACK[det], unit)
    if det in {"past", "the past", "the last"}:
        return _stretch(scan, draft, f"P1{_LETTER[unit]}", back=True)
    if det not in _SHIFT or unit == "day":
        return None
    shift = _SHIFT[det]
    draft.rule = draft.rule or f"{det.replace(' ', '-')}-{unit}"
    draft.fixed = scan.today is None
    if scan.today and unit == "week":
        draft.bounds = week(scan.today + dt.timedelta(weeks=shift))
    elif scan.today and unit == "month":
        draft.year, draft.month = shift_month(scan.today.year, scan.today.month, shift)
    elif scan.today:
        draft.year = scan.today.year + shift
    return draft


def _anaphor(scan: Scan, draft: Draft, shift: int, unit: str) -> Draft:
    """Read an expression that points back to the last date of the text before it."""
    draft.rule = {0: "same", 1: "following", -1: "previous"}[shift] + f"-{unit}"
    told = scan.last_day if unit in {"day", "week"} else scan.last
    draft.bounds = _around(told, shift, unit) if told else None
    draft.fixed = draft.bounds is None
    return draft


def _around(told: Bounds, shift: int, unit: str) -> Bounds:
    first, last = told.earliest, told.latest
    if unit == "day":
        return Bounds(first + dt.timedelta(shift), last + dt.timedelta(shift))
    if unit == "week":
        return week(first + dt.timedelta(weeks=shift))
    if unit == "month":
        year, month = shift_month(last.year, last.month, shift)
        return months(year, month)
    return year_part(last.year + shift, "")


def _stretch(scan: Scan, draft: Draft, duration: str | None, *, back: bool) -> Draft:
    """Read "the past two years": a duration that ends, or begins, with the publication."""
    draft.kind, draft.duration, draft.fixed = "duration", duration, True
    draft.rule = "duration:to-date" if back else "duration:from-date"
    if scan.today and duration:
        other = _moved(scan.today, duration, -1 if back else 1)
        if other:
            draft.bounds = Bounds(min(other, scan.today), max(other, scan.today))
    return draft


_DURATION: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


def _moved(day: dt.date, duration: str, sign: int) -> dt.date | None:
    """Return `day` moved by a duration forwards (1) or backwards (-1); None beyond the calendar."""
    try:
        if sign > 0:
            return add_duration(day, duration)
        match = _DURATION.fullmatch(duration)
        years, count, weeks, days = (int(part or 0) for part in match.groups()) if match else (0, 0, 0, 0)
        year, month = shift_month(day.year, day.month, -12 * years - count)
        moved = day.replace(year=year, month=month, day=min(day.day, months(year, month).latest.day))
        return moved - dt.timedelta(weeks=weeks, days=days)
    except (DateError, ValueError, OverflowError):
        return None


def _numbered(scan: Scan, hit: Hit, left: re.Match[str], right: re.Match[str] | None) -> Draft | None:
    """Read a number and a unit: a duration, or a date some time off."""
    direction = (right["dir"] if right else None) or ""
    draft = Draft(start=left.start(), end=_end_of(hit, right, direction), rule="duration", kind="duration", fixed=True)
    draft.duration = _duration(left, right, hit.word)
    if left["vague"] or left["adj"] in {"working", "business"}:
        draft.rule = "duration:vague" if left["vague"] else "duration:working-days"
        draft.duration = None
    if left["hyphen"] == "-":
        return None if left["num"] == "five" and scan.low.startswith(" plan", hit.end) else draft
    unit = _unit(hit.word)
    if direction in {"ago", "from now", "hence"}:
        return _off_today(scan, draft, unit, -1 if direction == "ago" else 1)
    if direction and direction != "of":
        return _offset(scan, draft, direction, unit)
    if left["num"] in {"a", "an"} and not left["det"]:
        return _a_unit(draft, left, right, scan.low[max(0, draft.start - 12) : draft.start])
    return _lasting(scan, draft, hit, (left["det"] or "").removeprefix("the "))


def _lasting(scan: Scan, draft: Draft, hit: Hit, det: str) -> Draft:
    """Give a duration its kind by the word before it."""
    before = scan.low[max(0, draft.start - 16) : draft.start]
    if det in {"each", "every", "per"}:
        draft.kind, draft.rule = "frequency", "each"
    elif det in {"last", "past", "next", "coming", "following", "previous"}:
        return _stretch(scan, draft, draft.duration, back=det in {"last", "past", "previous"})
    elif det in {"first", "final"}:
        return _first_months(scan, draft, hit)
    elif _WITHIN_LEFT.search(before):
        draft.kind, draft.rule = "deadline", "within"
    elif draft.duration and _IN_LEFT.search(before):
        draft.rule = "in-duration"
    return draft


def _end_of(hit: Hit, right: re.Match[str] | None, direction: str) -> int:
    if not right:
        return hit.end
    if direction and direction != "of":
        return right.end("dir")
    return right.end("half") if right["half"] else hit.end


def _duration(left: re.Match[str], right: re.Match[str] | None, word: str) -> str | None:
    """Return the ISO duration of a number and a unit; None where it is vague or no whole number of days.

    A half is six months of a year; of another unit it cannot be written.
    """
    text = re.sub(r"\s+", " ", left["num"] or "")
    half = bool(left["half"] or (right and right["half"]) or "half" in text or ".5" in text)
    text = _HALF.sub("", text)
    number = int(text) if text.isdecimal() else words.NUMBER_WORDS.get(text, 0)
    unit = word.removesuffix("long").removesuffix("s")
    if half:
        return (f"P{number}Y6M" if number else "P6M") if unit == "year" else None
    if unit == "hour":
        number, rest = divmod(number, 24)
        number = 0 if rest else number
    number, letter = {"decade": (number * 10, "Y"), "fortnight": (number * 2, "W")}.get(
        unit, (number, _LETTER.get(unit, "D"))
    )
    plausible = 0 < number <= (200 if letter == "Y" else 999)  # more would leave the calendar of dates
    return f"P{number}{letter}" if plausible else None


_HALF: Final = re.compile(r"[- ]and[- ]a[- ]half$|\.5$|^half an?$|^an? half$")


def _off_today(scan: Scan, draft: Draft, unit: str, sign: int) -> Draft:
    """Read "two weeks ago" and "a year from now"."""
    draft.kind, draft.rule = "date", f"{unit}s-ago" if sign < 0 else f"{unit}s-ahead"
    draft.bounds = _near(scan.today, draft.duration, unit, sign)
    draft.duration = None
    return draft


def _near(day: dt.date | None, duration: str | None, unit: str, sign: int) -> Bounds | None:
    """Return the day, week, month or year that lies a duration from `day`: as exact as the unit."""
    moved = _moved(day, duration, sign) if day and duration else None
    if moved is None or duration is None:
        return None
    if unit == "year" and not duration.endswith("M"):
        return year_part(moved.year, "")
    return {"day": one_day, "week": week}.get(unit, lambda found: months(found.year, found.month))(moved)


def _offset(scan: Scan, draft: Draft, direction: str, unit: str) -> Draft:
    """Read "a day earlier", "eight days later" from the last date told; before or after an event it stays open."""
    draft.kind = "date"
    duration, draft.duration = draft.duration, None
    if direction in {"before", "after"} and _EVENT.match(scan.low, draft.end):
        draft.rule = "offset-from-event"
        return draft
    draft.rule = f"{unit}s-{direction}"
    told = scan.last_day if unit == "day" else scan.last
    if told and duration:
        draft.bounds = _off(told, duration, unit, 1 if direction.startswith(("later", "after", "there")) else -1)
    return draft


_EVENT: Final = re.compile(r"\s[a-z'\"“]")


def _off(told: Bounds, duration: str, unit: str, sign: int) -> Bounds | None:
    """Return what lies a duration from a date told, as exact as the unit and that date."""
    if unit == "year" and (told.latest - told.earliest).days < 32:
        return _same_shape(told, duration, sign)
    if unit == "week" and told.exact:
        moved = _moved(told.earliest, duration, sign)
        return week(moved) if moved else None
    return _near(told.latest, duration, unit, sign)


def _same_shape(told: Bounds, duration: str, sign: int) -> Bounds | None:
    """Return a day or month some years off, as exact as the one told."""
    first = _moved(told.earliest, duration, sign)
    if first is None:
        return None
    return one_day(first) if told.exact else months(first.year, first.month) if told.earliest.day == 1 else None


def _a_unit(draft: Draft, left: re.Match[str], right: re.Match[str] | None, before: str) -> Draft | None:
    """Read "a year": how long ("for a year", "a year of grace") or how often ("tonnes a year")."""
    unit = draft.duration
    tail = bool(right and (right["poss"] or right["half"] or right["dir"] == "of"))
    if left["adj"] or tail or draft.duration in {"P2W", "P10Y"} or _FOR_A.search(before) or not before.strip():
        return draft
    if re.search(r"[\w%)]\s$", before):
        draft.kind, draft.rule, draft.duration = "frequency", "each", unit
    return draft


def _first_months(scan: Scan, draft: Draft, hit: Hit) -> Draft:
    """Read "the first three months of 2025", "the final two months of the year", "fell in the first nine months"."""
    of = words.OF_YEAR.match(scan.low, hit.end, min(scan.end, hit.end + 20))
    count = re.fullmatch(r"P(\d+)M", draft.duration or "")
    if not count or not 0 < int(count[1]) < 13:
        return draft
    number = int(count[1])
    if not of:
        return _months_so_far(scan, draft, hit, number)
    year = int(of["year"]) if of["year"] else None
    if year is None and scan.today:
        year = scan.today.year + {"last": -1, "next": 1}.get(of["word"], 0)
    draft.kind, draft.duration, draft.end = "date", None, of.end()
    draft.rule = "months-of-year"
    if year:
        first = "first" in scan.low[draft.start : hit.start]
        draft.bounds = months(year, 1 if first else 13 - number, number)
    return draft


def _months_so_far(scan: Scan, draft: Draft, hit: Hit, number: int) -> Draft:
    """Read "exports fell in the first nine months": of the year of the publication, or of the last one."""
    before, after = scan.low[max(scan.floor, draft.start - 12) : draft.start], scan.low[hit.end : hit.end + 12]
    told = tense(scan.low, draft.start, hit.end) == "past" and "first" in scan.low[draft.start : hit.start]
    if not (told and scan.today and _IN_THE.search(before)) or _OF_SOMETHING.match(after):
        return draft
    this = months(scan.today.year, 1, number)
    over = this.latest <= scan.today + NEARLY_OVER
    draft.kind, draft.duration, draft.rule = "date", None, "first-months:past"
    draft.bounds = this if over else months(scan.today.year - 1, 1, number)
    return draft


_IN_THE: Final = re.compile(r"(?<!\w)(?:in|over|during)\s$")
_OF_SOMETHING: Final = re.compile(r"\s(?:of|after|since|in|under|with|following)\b|['’]")
