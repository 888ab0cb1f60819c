"""Months and weekdays in a text into drafts of dates, which may still lack their year.

Each reader takes the scan and a trigger word, and returns a draft or None.
"""

import datetime as dt
import re
from typing import Final

from regraph.dates import MONTH_NAMES, Bounds
from regraph.extract.times import words
from regraph.extract.times.parts import part_of, worded_year
from regraph.extract.times.spans import Draft, Hit, Scan, run_starts, week

_RIGHT = 64  # code points that an expression may reach right of its trigger


def read_month(scan: Scan, hit: Hit) -> Draft | None:
    """Read what stands around a month's name."""
    end = min(scan.end, hit.end + _RIGHT)
    for start in run_starts(scan.low, hit.start, scan.floor, _MONTH_LEFT):
        match = words.MONTH_DATE.match(scan.low, start, end)
        if match and match.start("month") == hit.start:
            return month_draft(scan, match)
    match = words.MONTH_ALONE.match(scan.low, hit.start, end)
    return month_draft(scan, match) if match else None


_MONTH_LEFT: Final = frozenset(
    "of early mid late end start beginning middle close half week first second latter very the last next this past "
    "previous coming and or to until till through".split()
) | {name + dot for name in words.TRIGGER_CLASS if words.TRIGGER_CLASS[name] == "weekday" for dot in ("", ".")}


def month_draft(scan: Scan, match: re.Match[str]) -> Draft | None:
    """Turn a match of MONTH_DATE into a draft; None where the word is no month here."""
    group = match.group
    year = int(group("year")) if group("year") else 2000 + int(group("yy")) if group("yy") else None
    start, end, first, last = _days(scan, match, has_year=year is not None)
    if not _is_month(scan, match, has_day=first is not None, has_year=bool(year or group("year_word"))):
        return None
    rule = "month" + ("+day" if first else "") + ("+year" if year else "")
    draft = Draft(start=start, end=end, rule=rule, year=year, month=MONTH_NAMES[group("month")])
    draft.part = part_of(group("part"))
    if first and _is_garbled(scan, start, first):
        draft.rule = "garbled-day"
    elif first:
        draft.day, draft.last_day = int(first), int(last) if last else None
    _place_month(scan, draft, group("rel"), group("year_word"))
    if "(" in match.group() and scan.low.startswith(")", draft.end):
        draft.end += 1
    return draft


def _days(scan: Scan, match: re.Match[str], *, has_year: bool) -> tuple[int, int, str | None, str | None]:
    """Return the span of a month's date and its first and last day, without numbers that belong to something else."""
    start, end = match.span()
    first, last = match["d1"], match["d2"]
    after, until = match["d3"], match["d4"]
    if after and not has_year and (first or scan.low[max(0, start - 3) : start].strip() == "in"):
        after, until, end = None, None, match.end("month")  # "in June 28 firms": the number counts what follows
    if first and (after or _NUMBER_OF.search(scan.low[max(0, match.start("d1") - 9) : match.start("d1")])):
        first = last = None  # "Annex 3 May 5, 2025": the first number is that of something else
        start = min(at for at in (match.start("part"), match.start("rel"), match.start("month")) if at >= 0)
    return (start, end, first, last) if first else (start, end, after, until)


_NUMBER_OF: Final = re.compile(r"(?<!\w)(?:nos?\.?|article|section|annex|table|page|chapter)\s$")


def _place_month(scan: Scan, draft: Draft, rel: str | None, year_word: str | None) -> None:
    if year_word:
        draft.rule += ":" + year_word.replace(" ", "-") + "-year"
        draft.year = worded_year(scan, year_word)
        draft.fixed = draft.year is None
    elif rel and draft.year is None:
        draft.lean = "future" if rel in {"next", "coming"} else "here" if rel == "this" else "before"
        draft.rule = f"{rel}-{draft.rule}"


def _is_garbled(scan: Scan, start: int, day: str) -> bool:
    left = words.GARBLED.search(scan.low[max(0, start - 12) : start])
    if not left or left["n"] == day:
        return False
    number = int(left["n"])
    # an item of a numbered list has a neighbour
    return not re.search(rf"(?:\A|\n)\s{{0,4}}(?:{number - 1}|{number + 1})\.\s", scan.low)


def _is_month(scan: Scan, match: re.Match[str], *, has_day: bool, has_year: bool) -> bool:
    """Return whether the name is a month here, and no verb ("may", "march") and no name of a person or firm."""
    name, at = match["month"], match.start("month")
    lower = scan.text[at].islower()
    modified = bool(match["part"] or match["rel"])
    if lower and (name in {"may", "march"} or len(name) < 4):
        return has_day and has_year
    if has_day or has_year or (lower and modified):
        return True
    if lower:
        return False
    left = scan.low[max(0, at - 14) : at]
    if modified or words.STRONG_LEFT.search(left):
        return True
    if len(name) < 5 and name not in {"may", "june", "july"}:
        return False  # a bare abbreviation
    return name not in {"may", "march", "april", "june", "august"} or _is_bare_month(scan, match, left)


def _is_bare_month(scan: Scan, match: re.Match[str], left: str) -> bool:
    at, after = match.span("month")
    if words.BARE_RIGHT.match(scan.low, after):
        return True
    capital = scan.text[after : after + 1] == " " and scan.text[after + 1 : after + 2].isupper()
    named = capital and not scan.text[at : at + 3].isupper()  # "May Logistics", "June Park"
    return not named and bool(words.BARE_LEFT.search(left))


_NAMED_DAY: Final = re.compile(r"(?<!\w)(?:black|good|ash|super|cyber|palm|holy)\s$")


def read_weekday(scan: Scan, hit: Hit) -> Draft | None:
    """Read what stands around a weekday's name, a date after it included."""
    stop = min(scan.end, hit.end + _RIGHT)
    dated = words.DAY_AHEAD.match(scan.low, hit.end, stop) and words.MONTH_DATE.match(scan.low, hit.start, stop)
    draft = month_draft(scan, dated) if dated else None
    if draft and draft.day:
        return draft
    before_iso = words.ISO_AFTER.match(scan.low, hit.end, stop)  # the year's own trigger reads that
    if before_iso or len(hit.word) < 6 or _NAMED_DAY.search(scan.low[max(0, hit.start - 7) : hit.start]):
        return None
    for start in (*run_starts(scan.low, hit.start, scan.floor, _WEEKDAY_LEFT)[-1:], hit.start):
        match = words.WEEKDAY_DATE.match(scan.low, start, stop)
        if match and match.start("weekday") == hit.start:
            return _weekday_draft(scan, match)
    return None


_WEEKDAY_LEFT: Final = frozenset("last next this past previous coming".split())


def _weekday_draft(scan: Scan, match: re.Match[str]) -> Draft:
    number = words.WEEKDAYS[match["weekday"][:3]]
    draft = Draft(start=match.start(), end=match.end(), rule="weekday", weekday=number)
    if match["week"]:
        draft.rule = f"weekday-{match['week']}-week"
        if scan.today:
            monday = week(scan.today).earliest + dt.timedelta(weeks={"last": -1, "this": 0, "next": 1}[match["week"]])
            day = monday + dt.timedelta(days=number)
            draft.bounds = Bounds(day, day)
    elif match["rel"]:
        draft.rule = f"{match['rel']}-weekday"
        draft.lean = {"next": "after", "coming": "after", "this": "here"}.get(match["rel"], "before")
    return draft
