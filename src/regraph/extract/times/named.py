"""Words that name a day, and phrases of immediate or open-ended effect, into drafts of times."""

import datetime as dt
import re
from typing import Final

from regraph.dates import Bounds
from regraph.extract.times.spans import Draft, Hit, Scan, one_day
from regraph.extract.times.units import part_of_unit

_IN_ADDRESS: Final = re.compile(r"[.@-]\w")
_PENDING: Final = re.compile(r"(?:until|till|pending)\s$")
_WITH: Final = re.compile(r"with\s$")
_TAKES_EFFECT: Final = re.compile(
    r"(?:effective|(?:take|takes|taking|took|come into|came into|enter(?:s|ed)? into)\s(?:effect|force))\s$"
)
_WHICH: Final = re.compile(r"(?<!\w)(the|this|last|next|past|coming)\s$")
_SENTENCE_END: Final = re.compile(r"[.!?]['\"”’)\]]{0,2}\s|\n\s*\n")
_OFTEN: Final = {
    "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y", "quarterly": "P3M", "monthly": "P1M", "weekly": "P1W",
}  # fmt: skip
_SHIFT: Final = {"yesterday": -1, "tomorrow": 1, "today": 0, "tonight": 0}


def read_word(scan: Scan, hit: Hit) -> Draft | None:
    """Read "yesterday", "with immediate effect", "until further notice", "at the weekend"."""
    word, low, at = hit.word, scan.low, hit.start
    if low[max(0, at - 1) : at] in {".", "/", "@", "-"} or _IN_ADDRESS.match(low, hit.end):
        return None  # part of an address or a title
    left = low[max(scan.floor, at - 28) : at]
    draft = Draft(start=at, end=hit.end, rule=word)
    if word in {"immediate", "immediately"}:
        return _immediate(scan, draft, word, left)
    if word == "midyear":
        return part_of_unit(scan, draft, "mid", "this year")
    reader = {"further": _open_end, "weekend": _weekend}.get(word, _day)
    return reader(scan, draft, left)


def _open_end(scan: Scan, draft: Draft, left: str) -> Draft | None:
    match = _PENDING.search(left)
    if not match or not scan.low.startswith(" notice", draft.end):
        return None
    draft.start, draft.end = draft.start - len(match.group()), draft.end + len(" notice")
    draft.kind, draft.rule, draft.fixed = "deadline", "open-end", True
    return draft


def _day(scan: Scan, draft: Draft, left: str) -> Draft | None:
    """Read "today", "this morning", "last night"."""
    word = draft.rule
    if word not in _SHIFT:
        which = _WHICH.search(left)
        if not which or which[1] != ("last" if word == "night" else "this"):
            return None
        draft.start -= len(which.group())
        draft.rule = f"{which[1]}-{word}"
    shift = _SHIFT.get(word, -1 if word == "night" else 0)
    draft.bounds = one_day(scan.today + dt.timedelta(shift)) if scan.today else None
    draft.fixed = draft.bounds is None
    return draft


def _immediate(scan: Scan, draft: Draft, word: str, left: str) -> Draft | None:
    """Read immediate effect: the day told before in the sentence, else that of the publication."""
    match = (_WITH if word == "immediate" else _TAKES_EFFECT).search(left)
    if not match or (word == "immediate" and not scan.low.startswith(" effect", draft.end)):
        return None
    draft.start -= len(match.group())
    draft.end += len(" effect") if word == "immediate" else 0
    draft.kind, draft.rule, draft.fixed = "since", "immediate:publication", True
    if scan.last_day and not _SENTENCE_END.search(scan.low, scan.last_at, draft.start):
        draft.bounds, draft.rule = scan.last_day, "immediate:told-day"
    elif scan.today:
        draft.bounds = one_day(scan.today)
    return draft


def _weekend(scan: Scan, draft: Draft, left: str) -> Draft | None:
    which = _WHICH.search(left)
    if not which:
        return None
    draft.start -= len(which.group())
    draft.rule = f"{which[1]}-weekend"
    if scan.today:
        saturday = scan.today - dt.timedelta(days=(scan.today.weekday() + 2) % 7)
        if which[1] in {"next", "coming"} or (which[1] == "this" and scan.today.weekday() < 5):
            saturday += dt.timedelta(days=7)
        draft.bounds = Bounds(saturday, saturday + dt.timedelta(days=1))
    draft.fixed = draft.bounds is None
    return draft


def read_often(scan: Scan, hit: Hit) -> Draft:  # noqa: ARG001 - all readers take a scan
    """Read "annual", "monthly" and the like as frequencies."""
    duration = _OFTEN[hit.word]
    return Draft(start=hit.start, end=hit.end, rule="each", kind="frequency", duration=duration, fixed=True)
