"""Years, quarters, halves, seasons, fiscal years and dates in figures in a text into drafts of dates.

Each reader takes the scan and a trigger word, and returns a draft or None; a draft may still lack its year.
"""

import datetime as dt
import re
from typing import Final

from regraph.dates import FOREIGN_MONTH_NAMES, Bounds
from regraph.extract.times import words
from regraph.extract.times.parts import part_of, worded_year
from regraph.extract.times.spans import Draft, Hit, Scan, months, year_part
from regraph.extract.times.tense import sentence_after, sentence_before

# after these words four digits need no second look
_BEFORE_YEAR: Final = frozenset(
    "in since by until from early late through for during before mid- early- late- end- pre- post-".split()
)


def read_year(scan: Scan, hit: Hit) -> Draft | None:
    """Read what stands around four digits that may be a year."""
    at, end, low = hit.start, hit.end, scan.low
    iso = words.ISO_DATE.match(low, at, min(scan.end, end + 8))
    if iso and not low[max(0, at - 1) : at].strip("([\"'“ \n:,;>|"):
        return _iso(iso)
    left = low[max(scan.floor, at - 32) : at]
    word = (left.rsplit(None, 1) or [""])[-1]
    found = None
    if left.endswith((".", "/", "-")):
        found = _numeric(scan, hit, left)
    elif word.strip(".,") in FOREIGN_MONTH_NAMES or word in {"de", "del"}:
        found = _foreign(hit, left)
    if found or (word not in _BEFORE_YEAR and words.NO_YEAR_LEFT.search(left)):
        return found
    if hit.word.endswith("s"):
        return _decade(hit, left)
    span = words.YEAR_SPAN.match(low, at, min(scan.end, end + 6))
    return _year(scan, hit, span, left) if span or words.UNCOUNTED.match(low, end) else None


_THIRDS: Final = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}


def _decade(hit: Hit, left: str) -> Draft:
    """Read "the early 2000s"."""
    word = (left.rsplit(None, 1) or [""])[-1].strip("-")
    first, last = _THIRDS.get(word, (0, 9))
    year = int(hit.word[:4])
    start = hit.start - (len(left) - left.rindex(word) if word in _THIRDS else 0)
    bounds = Bounds(dt.date(year + first, 1, 1), dt.date(year + last, 12, 31))
    return Draft(start=start, end=hit.end, rule="decade", bounds=bounds)


# the last words of what YEAR_LEFT finds
_YEAR_LEFT_ENDS: Final = frozenset(
    "of early mid late end early- mid- late- end- fiscal financial fy year ending".split()
)


def _year(scan: Scan, hit: Hit, span: re.Match[str] | None, left: str) -> Draft | None:
    at, end = hit.start, span.end() if span else hit.end
    right = words.YEAR_RIGHT.match(scan.low, end, min(scan.end, end + 48))
    if right and right["law"]:
        return None
    word = (left.rsplit(None, 1) or [""])[-1]
    before = words.YEAR_LEFT.search(left) if word in _YEAR_LEFT_ENDS else None
    draft = Draft(start=at, end=end, rule="year", year=int(hit.word))
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
    if span and len(span["b"]) == 2 and not (right and right["season"]):
        fiscal = fiscal or _fiscal_month(scan, draft) is not None  # "in 2023-24" beside India
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


def _near(scan: Scan, draft: Draft) -> str:
    return scan.low[max(0, draft.start - 240) : draft.end + 120]


def _fiscal_month(scan: Scan, draft: Draft) -> int | None:
    """Return the first month of the fiscal year of the country named near a date, None where none is."""
    near = _near(scan, draft)
    return next((month for pattern, month in _FISCAL_HINTS if pattern.search(near)), None)


def _fiscal(scan: Scan, draft: Draft) -> None:
    """Set the bounds of a fiscal year: by the country named near it, else that of the US federal government.

    A year that names both its halves ("2025-26") runs from April, as in India and Japan, or from July in Australia.
    A single year names its end, save in Japan, which names the start.
    """
    near = _near(scan, draft)
    month = _fiscal_month(scan, draft)
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


def _numeric(scan: Scan, hit: Hit, left: str) -> Draft | None:
    match = words.NUMERIC_LEFT.search(left)
    if not match:
        return None
    a, b = int(match["a"]), int(match["b"])
    start = hit.start - len(match.group())
    draft = Draft(start=start, end=hit.end, rule="numeric", year=int(hit.word))
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


def _foreign(hit: Hit, left: str) -> Draft | None:
    match = words.FOREIGN_LEFT.search(left)
    month = FOREIGN_MONTH_NAMES.get(match["month"]) if match else None
    if not match or not month:
        return None
    start = hit.start - (len(left) - match.start())
    return Draft(
        start=start, end=hit.end, rule="foreign", year=int(hit.word), month=month, day=int(match["d"])
    )  # fmt: skip


def read_quarter(scan: Scan, hit: Hit) -> Draft | None:
    """Read a quarter or a half of a year."""
    start = max(scan.floor, hit.start - 10)
    match = words.QUARTER_DATE.search(scan.low, start, min(scan.end, hit.end + 40))
    if not match or not match.start() <= hit.start < match.end():
        return None
    group = match.group
    half = group("h") or group("h2")
    if half and not (group("year") or group("year_word") or _of_the_year(scan, match)):
        return None  # of a match, or of a month, which reads it itself
    if (group("q") or group("h2")) and not (group("year") or scan.text[hit.start].isupper()):
        return None
    draft = Draft(start=match.start(), end=match.end(), rule="half" if half else "quarter")
    number = group("n") or group("q") or group("q2") or half
    draft.part = ("h" if half else "q") + str(words.ORDINALS.get(number, 0) or (number if number.isdigit() else 0))
    year = group("year")
    if year:
        draft.year = int(year) if len(year) == 4 else 2000 + int(year.strip("'"))
    elif group("year_word"):
        word = group("year_word")
        draft.year = worded_year(scan, "this" if word == "the" else word)
        draft.fixed = draft.year is None
    if group("n") in {"this", "next", "previous", "current", "last"} and not draft.year:
        return _relative_quarter(scan, draft, group("n"))
    return draft


def _of_the_year(scan: Scan, match: re.Match[str]) -> bool:
    """Return whether a bare half is one of a year: "exports fell in the first half", not "scored in the first half"."""
    left = sentence_before(scan.low, match.start(), scan.floor)
    if not _HALF_LEFT.search(left) or _HALF_RIGHT.match(scan.low, match.end()):
        return False
    return bool(_TRADED.search(left) or _TRADED.search(sentence_after(scan.low, match.end())))


_HALF_LEFT: Final = re.compile(r"(?<!\w)(?:in|over|during|through|throughout|for|from|since|until|by)\sthe\s$")
_HALF_RIGHT: Final = re.compile(r"\s(?:of|in|time|century|decade|hour)\b|-")
_TRADED: Final = re.compile(
    r"%|per\s?cent\b|\b(?:tons?|tonnes|exports?|imports?|shipments?|sales|sold|shipped|delivered|deliveries|output|"
    r"production|produced|purchases|bought|prices?|quotas?|licen[cs]es?|tariffs?|dut(?:y|ies)|ban|curbs)\b"
)


def _relative_quarter(scan: Scan, draft: Draft, word: str) -> Draft:
    draft.rule, draft.part = f"{word}-quarter", ""
    if scan.today:
        shift = {"next": 3, "last": -3, "previous": -3}.get(word, 0)
        index = scan.today.year * 12 + (scan.today.month - 1) // 3 * 3 + shift
        draft.bounds = months(index // 12, index % 12 + 1, 3)
    return draft


_SEASON_LEFT: Final = re.compile(
    r"(?<!\w)(?:(?:in|over|since|until|from|during|by|through|for)\sthe|in|since|until|by)\s(?:early\s|late\s)?$"
)


def read_season(scan: Scan, hit: Hit) -> Draft | None:
    """Read a season; bare names and "fall" the verb are none."""
    match = words.SEASON_DATE.search(scan.low, max(scan.floor, hit.start - 24), min(scan.end, hit.end + 32))
    if not match or match.start("season") != hit.start:
        return None
    name, rel = match["season"], match["rel"]
    dated = bool(match["year"] or match["year_word"])
    if not dated and rel in {None, "the"}:
        left = scan.low[max(0, match.start() - 12) : match.start("season")]
        if not _SEASON_LEFT.search(left):
            return None
        if name == "fall" and (not left.endswith("in the ") or scan.low.startswith(" of", match.end())):
            return None
    start = match.start() + (3 if match.group().startswith("in ") else 0)
    draft = Draft(start=start, end=match.end(), rule="season", part="autumn" if name == "fall" else name)
    if match["year"]:
        draft.year = int(match["year"])
    elif match["year_word"]:
        draft.year = worded_year(scan, match["year_word"])
        draft.fixed = draft.year is None
    elif rel and rel != "the":
        draft.lean = {"next": "after", "coming": "after", "this": "here"}.get(rel, "before")
        draft.rule = f"{rel}-season"
    return draft


def read_fiscal(scan: Scan, hit: Hit) -> Draft | None:
    """Read "FY2026", "FY26" and "FY2025-26"."""
    match = words.FISCAL_DATE.match(scan.low, hit.start, min(scan.end, hit.end + 8))
    if not match:
        return None
    first = int(match["a"]) if len(match["a"]) == 4 else 2000 + int(match["a"])
    draft = Draft(start=match.start(), end=match.end(), rule="fiscal", year=first)
    if match["b"]:
        draft.bounds = year_part(first, "")
    _fiscal(scan, draft)
    return draft
