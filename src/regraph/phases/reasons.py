"""The verdict of a day, into one plain sentence or two: why this status, why this sure."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from regraph.dates import Bounds

_MONTHS: Final = "January February March April May June July August September October November December".split()
_WORDS: Final[Mapping[str, str]] = {
    "in_force": "in force",
    "announced": "announced, not yet in force",
    "suspended": "suspended",
    "ended": "ended",
    "": "not yet introduced",
}
_NO_START: Final = "No source says since when"
_NO_END: Final = "No source says when its term ends"
_SAY_IT_THEMSELVES: Final = ("uncertain_date", "uncertain_end", "contested", "lapsed")
_GIST: Final[Mapping[str, str]] = {**_WORDS, "in_force": "in force again"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a reason speaks of."""

    status: str
    since: Bounds | None  # None: no source says since when
    due: Bounds | None  # None: no source says until when
    newest: dt.date | None  # publication of the newest solid source; None: no source bears a date
    undated: bool = False  # one of the sources bears no date
    others: tuple[tuple[str, Bounds | None], ...] = ()  # other readings: status and end of term
    promised: tuple[Bounds | None, ...] = ()  # ends of suspensions that were promised or expected


def day_text(day: dt.date) -> str:
    """Return a day as people write it.

    >>> day_text(dt.date(2025, 4, 4))
    '4 April 2025'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def bounds_text(bounds: Bounds) -> str:
    """Return bounds as people write them.

    >>> from regraph.dates import parse
    >>> bounds_text(parse("2025-04")), bounds_text(parse("2025-04-02/2025-04-09"))
    ('April 2025', '2 April 2025 to 9 April 2025')
    """
    if bounds.exact:
        return day_text(bounds.earliest)
    text = bounds.edtf()
    if len(text) == 4:
        return text
    if len(text) == 7:
        return f"{_MONTHS[bounds.earliest.month - 1]} {bounds.earliest.year}"
    return f"{day_text(bounds.earliest)} to {day_text(bounds.latest)}"


def _since(facts: Facts) -> str:
    return f" since {bounds_text(facts.since)}" if facts.since else ""


def _state(facts: Facts) -> str:
    words = _WORDS[facts.status]
    text = f"{words[0].upper()}{words[1:]}{_since(facts)}"
    if facts.due and facts.status in ("suspended", "announced"):
        text += f", {'until' if facts.status == 'suspended' else 'due on'} {bounds_text(facts.due)}"
    return text


def _newest(facts: Facts) -> str:
    return day_text(facts.newest) if facts.newest else "unknown date"


def _evidence(facts: Facts) -> str:
    return f"{_state(facts)}; the sources tell so, the newest of {_newest(facts)}."


def _runs_on(facts: Facts) -> str:
    return f"{_state(facts)} by the last source, of {_newest(facts)}; nothing later is known."


def _lapsed(facts: Facts) -> str:
    due = f"to {bounds_text(facts.due)}" if facts.due else "for a time"
    text = (
        f"The pause was told to run {due}, and no source settles what followed: in force again, or paused for longer."
    )
    ends = sorted(
        {end for status, end in facts.others if status != "in_force" and end} | {e for e in facts.promised if e}
    )
    if ends:
        text += f" Unconfirmed: prolonged until {' or '.join(bounds_text(end) for end in ends)}."
    return text


def _contested(facts: Facts) -> str:
    others = sorted({_WORDS[status] for status, _ in facts.others if status != facts.status})
    against = f"{_WORDS[facts.status]}, or {' or '.join(others)}" if others else f"{_WORDS[facts.status]} or not"
    return f"Sources of equal standing disagree: {against}."


def _uncertain_date(facts: Facts) -> str:
    before = sorted({_WORDS[status] for status, _ in facts.others if status != facts.status})
    told = f"The sources date the change only to {bounds_text(facts.since)}" if facts.since else _NO_START
    return f"{told}: {_WORDS[facts.status]} already, or {' or '.join(before) if before else 'not yet'}."


def _uncertain_end(facts: Facts) -> str:
    told = f"The sources date the end of the term only to {bounds_text(facts.due)}" if facts.due else _NO_END
    return f"{told}: still {_WORDS[facts.status]}, or no longer."


def _unverified_news(facts: Facts) -> str:
    others = sorted({_WORDS[status] for status, _ in facts.others if status != facts.status})
    return f"{_state(facts)} by confirmed sources; an unverified or undated one has it {' or '.join(others)}."


def _weak(facts: Facts) -> str:
    return f"{_state(facts)} by {'an unverified source' if facts.newest else 'a source of unknown date'} only."


_TEXTS: Final[Mapping[str, Callable[[Facts], str]]] = {
    "evidence": _evidence,
    "runs_on": _runs_on,
    "term": lambda facts: f"{_state(facts)}, by the term of the act.",
    "not_yet": lambda facts: f"{_state(facts)}, by the act.",
    "until_next": lambda facts: f"{_state(facts)}; its next change is already fixed.",
    "lapsed": _lapsed,
    "confirmed_later": lambda facts: (
        f"{_GIST[facts.status].capitalize()}{_since(facts)}: the pause was due to end, and a later source speaks of it "
        "as in force."
    ),
    "outlived": lambda facts: f"{_state(facts)}: its term had run out, yet a later source speaks of it as in force.",
    "ran_out": lambda facts: (
        f"Its term ran out{f' on {bounds_text(facts.due)}' if facts.due else ''}; no source tells of a longer one."
    ),
    "contested": _contested,
    "uncertain_date": _uncertain_date,
    "uncertain_end": _uncertain_end,
    "unverified_news": _unverified_news,
    "weak": _weak,
}
WHYS: Final = frozenset(_TEXTS)


def reason(why: str, facts: Facts) -> str:
    """Return the reason of a verdict; `why` is one of WHYS."""
    text = _TEXTS[why](facts)
    if facts.since is None and facts.status in ("in_force", "suspended") and why not in _SAY_IT_THEMSELVES:
        text += f" {_NO_START}."
    if facts.undated and facts.newest:
        text += " A source among them bears no date of publication."
    return text
