"""Months, weekdays, years, quarters, halves, seasons and fiscal years in a text into drafts of dates.

Each reader takes the scan and the place of a trigger word, and returns a draft or None; a draft may still lack its
year.
"""

import datetime as dt
import re
from typing import Final

from regraph.dates import Bounds
from regraph.extract.times import words
from regraph.extract.times.spans import Draft, Scan, month_part, months, week, year_part

_LEFT = 48  # code points that an expression may reach left of its trigger
_RIGHT = 64

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


def read_month(scan: Scan, hit: re.Match[str]) -> Draft | None:
    """Read what stands around a month's name."""
    start, end = max(scan.floor, hit.start() - _LEFT), min(scan.end, hit.end() + _RIGHT)
    match = words.MONTH_DATE.search(scan.low, start, end)
    while match and match.end() <= hit.start():
        match = words.MONTH_DATE.search(scan.low, match.end(), end)
    if not match or match.start("month") != hit.start():
        return None
    return month_draft(scan, match)


def month_draft(scan: Scan, match: re.Match[str]) -> Draft | None:
    """Turn a match of MONTH_DATE into a draft; None where the word is no month here."""
    group = match.group
    start, end = match.start(), match.end()
    d1, d2, d3, d4 = group("d1"), group("d2"), group("d3"), group("d4")
    year = int(group("year")) if group("year") else 2000 + int(group("yy")) if group("yy") else None
    if d3 and not year and not d1 and _is_in(scan.low, start):
        d3 = d4 = None  # "in June 28 firms": the number counts what follows
        end = match.end("month")
    if d1 and d3 and not year:
        d3, end = None, match.end("month")  # "on 28 May 10 firms": the second number counts what follows
    elif d1 and (d3 or _is_number_of(scan.low, match.start("d1"))):
        d1 = None  # "Annex 3 May 5, 2025": the first number is that of something else
        start = min(at for at in (match.start("part"), match.start("rel"), match.start("month")) if at >= 0)
    has_day = bool(d1 or d3)
    if not _is_month(scan, match, has_day=has_day, has_year=bool(year or group("year_word"))):
        return None
    month = words.MONTHS[group("month")]
    garbled = bool(d3) and _is_garbled(scan, start, d3)
    rule = "month" + ("+day" if has_day else "") + ("+year" if year else "")
    draft = Draft(start=start, end=end, rule=rule, year=year, month=month, part=part_of(group("part")))
    if has_day and garbled:
        draft.rule = "garbled-day"
    elif has_day:
        first, last = (d1, d2) if d1 else (d3, d4)
        draft.day, draft.last_day = int(first), int(last) if last else None
        if group("c1") == "and" and last and not _after_between(scan.low, start):
            draft.rule += ":days"
    _place_month(scan, draft, group("rel"), group("year_word"))
    if match.end("year") == end and scan.low[end : end + 1] == ")" and "(" in match.group():
        draft.end += 1
    return draft


def _place_month(scan: Scan, draft: Draft, rel: str | None, year_word: str | None) -> None:
    if year_word:
        draft.rule += ":" + year_word.replace(" ", "-") + "-year"
        draft.year = _worded_year(scan, year_word)
        draft.fixed = draft.year is None
    elif rel and draft.year is None:
        draft.lean = "future" if rel in {"next", "coming"} else "here" if rel == "this" else "before"
        draft.rule = f"{rel}-{draft.rule}"


def _worded_year(scan: Scan, word: str) -> int | None:
    if word in {"last", "this", "next"}:
        return scan.today.year + {"last": -1, "this": 0, "next": 1}[word] if scan.today else None
    told = scan.last.latest.year if scan.last else None
    return None if told is None else told + (1 if "following" in word else -1 if "previous" in word else 0)


def _is_in(low: str, start: int) -> bool:
    return low[max(0, start - 3) : start].strip() == "in"


def _is_number_of(low: str, start: int) -> bool:
    return bool(re.search(r"(?<!\w)(?:nos?\.?|article|section|annex|table|page|chapter)\s$", low[max(0, start - 9) : start]))


def _after_between(low: str, start: int) -> bool:
    return low[max(0, start - 12) : start].rstrip().endswith("between")


def _is_garbled(scan: Scan, start: int, day: str) -> bool:
    left = words.GARBLED.search(scan.low[max(0, start - 12) : start])
    if not left or left["n"] == day:
        return False
    number = int(left["n"])
    # an item of a numbered list has a neighbour
    return not any(re.search(rf"^\s{{0,4}}{n}\.\s", scan.low, re.M) for n in (number - 1, number + 1))


def _is_month(scan: Scan, match: re.Match[str], *, has_day: bool, has_year: bool) -> bool:
    name = match.group("month")
    at, after = match.span("month")
    lower = scan.text[at].islower()
    if lower and (name in {"may", "march"} or len(name) < 4) and not (has_day and has_year):
        return False
    if has_day or has_year:
        return name not in {"may", "march"} or not lower or has_day
    modified = bool(match.group("part") or match.group("rel"))
    left = scan.low[max(0, at - 14) : at]
    if len(name) < 5 and name not in {"may", "june", "july"}:  # a bare abbreviation
        return not lower and (modified or bool(words.STRONG_LEFT.search(left)))
    if lower:
        return modified
    if name in {"may", "march", "april", "june", "august"}:
        follows = scan.text[after : after + 3].lstrip(" ")
        named = follows[:1].isupper() and scan.text[after : after + 1] == " "  # "May Logistics", "June Park"
        if named and scan.text[at : at + 3].isupper():
            named = False
        strong = modified or bool(words.STRONG_LEFT.search(left))
        if strong or words.BARE_RIGHT.match(scan.low, after):
            return True
        return not named and bool(words.BARE_LEFT.search(left))
    return True


def read_weekday(scan: Scan, hit: re.Match[str]) -> Draft | None:
    """Read what stands around a weekday's name, a date after it included."""
    dated = words.MONTH_DATE.match(scan.low, hit.start(), min(scan.end, hit.end() + _RIGHT))
    if dated:
        draft = month_draft(scan, dated)
        if draft and draft.day:
            return draft
    iso = re.match(r"\w+[.,]{0,2}\s", scan.low[hit.start() : hit.end() + 3])
    if iso and words.ISO_DATE.match(scan.low, hit.start() + iso.end()):
        return None  # the year's own trigger reads it
    if len(hit.group()) < 6:
        return None
    left = scan.low[max(0, hit.start() - 7) : hit.start()]
    if re.search(r"(?<!\w)(?:black|good|ash|super|cyber|palm|holy)\s$", left):
        return None
    start = max(scan.floor, hit.start() - 10)
    match = words.WEEKDAY_DATE.search(scan.low, start, min(scan.end, hit.end() + 32))
    if not match or match.start("weekday") != hit.start():
        match = words.WEEKDAY_DATE.match(scan.low, hit.start(), min(scan.end, hit.end() + 32))
    if not match:
        return None
    number = words.WEEKDAYS[match["weekday"][:3]]
    draft = Draft(start=match.start(), end=match.end(), rule="weekday", weekday=number)
    if match["week"]:
        draft.rule = f"weekday-{match['week']}-week"
        if scan.today:
            monday = week(scan.today).earliest + dt.timedelta(weeks={"last": -1, "this": 0, "next": 1}[match["week"]])
            day = monday + dt.timedelta(days=number)
            draft.bounds = Bounds(day, day)
    elif match["rel"]:
        rel = match["rel"]
        draft.rule = f"{rel}-weekday"
        draft.lean = {"next": "after", "coming": "after", "this": "here"}.get(rel, "before")
    return draft


def read_year(scan: Scan, hit: re.Match[str]) -> Draft | None:
    """Read what stands around four digits that may be a year."""
    at, end = hit.start(), hit.end()
    low = scan.low
    iso = words.ISO_DATE.match(low, at, min(scan.end, end + 8))
    if iso and not low[max(0, at - 1) : at].strip("([\"'“ \n:,;>|"):
        return _iso(iso)
    left = low[max(scan.floor, at - 32) : at]
    found = _numeric(scan, hit, left) or _foreign(hit, left)
    if found or words.NO_YEAR_LEFT.search(left):
        return found
    span = words.YEAR_SPAN.match(low, at, min(scan.end, end + 6))
    if not span and not re.compile(words.COUNTED).match(low, end):
        return None
    return _year(scan, hit, span, left)


def _year(scan: Scan, hit: re.Match[str], span: re.Match[str] | None, left: str) -> Draft | None:
    at, end = hit.start(), span.end() if span else hit.end()
    right = words.YEAR_RIGHT.match(scan.low, end, min(scan.end, end + 48))
    if right and right["law"]:
        return None
    before = words.YEAR_LEFT.search(left)
    draft = Draft(start=at, end=end, rule="year", year=int(hit.group()))
    if before and (before["part"] or before["fiscal"] or before.group().strip()):
        draft.start = at - len(before.group())
        draft.part = part_of(before["part"])
    if span:
        first, text = int(span["a"]), span["b"]
        last = int(text) if len(text) == 4 else first // 100 * 100 + int(text)
        if not first < last <= first + 60:
            return None
        draft.bounds = Bounds(dt.date(first, 1, 1), dt.date(last, 12, 31))
        draft.rule = "years"
    fiscal = bool((before and before["fiscal"]) or (right and right["fiscal"]))
    if right and (right["fiscal"] or right["season"]):
        draft.end = right.end()
    if fiscal:
        _fiscal(scan, draft)
    elif right and right["season"]:
        draft.rule = "split-year"
    return draft


_FISCAL_HINTS: Final = (
    (re.compile(r"\b(?:india|indian|delhi|dgft|japan|japanese|tokyo|meti|britain|british|uk)\b"), 4),
    (re.compile(r"\b(?:australia|australian|canberra|pakistan|pakistani|bangladesh|egypt)\b"), 7),
)


def _fiscal(scan: Scan, draft: Draft) -> None:
    """Set the bounds of a fiscal year: by the country named near it, else that of the US federal government.

    A year that names both its halves ("2025-26") runs from April, as in India and Japan, or from July in Australia.
    A single year names its end, save in Japan, which names the start.
    """
    near = scan.low[max(0, draft.start - 240) : draft.end + 120]
    month = next((month for pattern, month in _FISCAL_HINTS if pattern.search(near)), None)
    if draft.bounds:
        month = month or 4
        first = draft.bounds.earliest.year
    else:
        month = month or 10
        names_start = month == 4 and re.search(r"\b(?:japan|japanese|tokyo|meti)\b", near)
        first = (draft.year or 0) - (0 if names_start else 1)
    draft.bounds = months(first, month, 12)
    draft.rule = {4: "fiscal:april-march", 7: "fiscal:july-june", 10: "fiscal:october-september"}[month]


def _iso(match: re.Match[str]) -> Draft | None:
    year, month = int(match["y"]), int(match["m"] or match["m2"])
    draft = Draft(start=match.start(), end=match.end(), rule="iso", year=year, month=month)
    if match["d"]:
        draft.day = int(match["d"])
    return draft


def _numeric(scan: Scan, hit: re.Match[str], left: str) -> Draft | None:
    match = words.NUMERIC_LEFT.search(left)
    if not match:
        return None
    a, b = int(match["a"]), int(match["b"])
    start = hit.start() - len(match.group())
    draft = Draft(start=start, end=hit.end(), rule="numeric", year=int(hit.group()))
    if match["sep"] == "." or a > 12:
        draft.day, draft.month = a, b
    elif b > 12 or a == b:
        draft.month, draft.day = a, b
    else:
        order = _numeric_order(scan)
        if not order:
            draft.rule, draft.year, draft.fixed = "numeric:ambiguous", None, True
            return draft
        draft.rule = f"numeric:{order}"
        draft.day, draft.month = (a, b) if order == "dmy" else (b, a)
    return draft if 1 <= draft.month <= 12 and 1 <= draft.day <= 31 else None


def _numeric_order(scan: Scan) -> str:
    """Return how the other numeric dates of the text are written: dmy, mdy, or "" where nothing tells."""
    if scan.numeric_order is None:
        found = {
            "dmy" if int(match["a"]) > 12 else "mdy"
            for match in words.NUMERIC.finditer(scan.low)
            if (int(match["a"]) > 12) != (int(match["b"]) > 12)
        }
        scan.numeric_order = found.pop() if len(found) == 1 else ""
    return scan.numeric_order


def _foreign(hit: re.Match[str], left: str) -> Draft | None:
    match = words.FOREIGN_LEFT.search(left)
    month = words.FOREIGN_MONTHS.get(match["month"]) if match else None
    if not match or not month:
        return None
    start = hit.start() - (len(left) - match.start())
    return Draft(
        start=start, end=hit.end(), rule="foreign", year=int(hit.group()), month=month, day=int(match["d"])
    )  # fmt: skip


def read_quarter(scan: Scan, hit: re.Match[str]) -> Draft | None:
    """Read a quarter or a half of a year."""
    start = max(scan.floor, hit.start() - 10)
    match = words.QUARTER_DATE.search(scan.low, start, min(scan.end, hit.end() + 40))
    if not match or not match.start() <= hit.start() < match.end():
        return None
    group = match.group
    half = group("h") or group("h2")
    if half and not (group("year") or group("year_word")):
        return None  # of a match, or of a month, which reads it itself
    if (group("q") or group("h2")) and not (group("year") or scan.text[hit.start()].isupper()):
        return None
    draft = Draft(start=match.start(), end=match.end(), rule="half" if half else "quarter")
    number = group("n") or group("q") or group("q2") or half
    draft.part = ("h" if half else "q") + str(words.ORDINALS.get(number, 0) or (number if number.isdigit() else 0))
    year = group("year")
    if year:
        draft.year = int(year) if len(year) == 4 else 2000 + int(year.strip("'"))
    elif group("year_word"):
        word = group("year_word")
        draft.year = _worded_year(scan, "this" if word == "the" else word)
        draft.fixed = draft.year is None
    if group("n") in {"this", "next", "previous", "current", "last"} and not draft.year:
        return _relative_quarter(scan, draft, group("n"))
    return draft


def _relative_quarter(scan: Scan, draft: Draft, word: str) -> Draft:
    draft.rule, draft.part = f"{word}-quarter", ""
    if scan.today:
        shift = {"next": 3, "last": -3, "previous": -3}.get(word, 0)
        index = scan.today.year * 12 + (scan.today.month - 1) // 3 * 3 + shift
        draft.bounds = months(index // 12, index % 12 + 1, 3)
    return draft


def read_season(scan: Scan, hit: re.Match[str]) -> Draft | None:
    """Read a season; bare names and "fall" the verb are none."""
    match = words.SEASON_DATE.search(scan.low, max(scan.floor, hit.start() - 24), min(scan.end, hit.end() + 32))
    if not match or match.start("season") != hit.start():
        return None
    name, rel = match["season"], match["rel"]
    dated = bool(match["year"] or match["year_word"])
    if not dated and rel in {None, "the"}:
        left = scan.low[max(0, match.start() - 12) : match.start("season")]
        if not re.search(r"(?<!\w)(?:in|over|since|until|from|during|by|through|for)\sthe\s(?:early\s|late\s)?$", left):
            return None
        if name == "fall" and (not left.endswith("in the ") or scan.low.startswith(" of", match.end())):
            return None
    start = match.start() + (3 if match.group().startswith("in ") else 0)
    draft = Draft(start=start, end=match.end(), rule="season", part="autumn" if name == "fall" else name)
    if match["year"]:
        draft.year = int(match["year"])
    elif match["year_word"]:
        draft.year = _worded_year(scan, match["year_word"])
        draft.fixed = draft.year is None
    elif rel and rel != "the":
        draft.lean = {"next": "after", "coming": "after", "this": "here"}.get(rel, "before")
        draft.rule = f"{rel}-season"
    return draft


def read_fiscal(scan: Scan, hit: re.Match[str]) -> Draft | None:
    """Read "FY2026", "FY26" and "FY2025-26"."""
    match = words.FISCAL_DATE.match(scan.low, hit.start(), min(scan.end, hit.end() + 8))
    if not match:
        return None
    first = int(match["a"]) if len(match["a"]) == 4 else 2000 + int(match["a"])
    draft = Draft(start=match.start(), end=match.end(), rule="fiscal", year=first)
    if match["b"]:
        draft.bounds = year_part(first, "")
    _fiscal(scan, draft)
    return draft


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
