"""A question in plain English in; the stored question that fits best, with its parameters, out.

A stored phrasing fits when every slot of it finds a name of its kind. Among those that fit, the one whose words
agree most wins; words that many phrasings share count little. Nothing is guessed: below a floor the asker gets
the nearest questions instead.
"""

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from regraph import dates
from regraph.errors import DateError, NotFoundError
from regraph.questions.catalogue import SLOT, Question, catalogue
from regraph.questions.naming import Name, names, suggestions, words
from regraph.store import Store

_FLOOR: Final = 0.3
_LEFT_OVER: Final = 0.6  # a name that the phrasing has no slot for costs this factor
_SLOT_KINDS: Final = {
    "material": "material",
    "actor": "actor",
    "other": "actor",
    "measure": "measure",
    "agreement": "agreement",
}
# One word for each family, so that "curbs still standing" meets "measures in force".
_SYNONYMS: Final[Mapping[str, str]] = {
    word: head
    for head, family in {
        "measure": "measures restriction restrictions curb curbs control controls ban bans rule rules limits limit "
        "restricted restrict restricts controlled banned regulated sanctions",
        "force": "forces effect active valid apply applies applicable standing operative",
        "still": "currently now today presently",
        "promise": "promises promised pledge pledges pledged commitment commitments committed",
        "keep": "kept fulfilled honoured honored fulfil delivered unfulfilled broken",
        "agreement": "agreements deal deals truce truces pact pacts accord accords treaty",
        "meeting": "meetings meet met talks summit summits call calls visit",
        "licence": "licences license licenses permit permits approval approvals licensed",
        "listing": "list lists listed listings delisted blacklist blacklisted blacklists firms companies entity",
        "figure": "figures number numbers statistic statistics share shares reserves output production",
        "contested": "contradict contradicts contradicting contradictions disputed disagree disagrees conflict",
        "evidence": "source sources proof prove says basis",
        "change": "changed changes happened new",
        "due": "expire expires expiring resume resumes lapse lapses end ends ending",
        "control": "controlling dominate dominates",
        "impose": "imposes imposed imposing introduced",
        "target": "against aimed targets targeting hit hits hitting",
        "harm": "impact impacts harms damage shortage shortages effects consequences hurt suffer suffered",
        "accuse": "accuses accused accusation accusations blame blames justify justifies justified",
    }.items()
    for word in family.split()
}
DAY_SLOTS: Final = ("from", "to")
_STOP: Final = frozenset(
    "a an the is are was were be of to in on for by it its does do did which what who how any".split()
)
_ISO: Final = re.compile(r"\b\d{4}(?:-\d{2}(?:-\d{2})?)?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A stored question with the names that fill its slots."""

    question: Question
    names: Mapping[str, Name]
    days: tuple[dt.date, ...]  # days named in the question, in order
    score: float


def match(text: str, store: Store) -> Match:
    """Return the stored question that `text` asks.

    Raises: NotFoundError, naming what was not understood and what could be asked instead.
    """
    days, rest = _days(text)
    found = names(rest, store)
    asked = _content(rest, found)
    scored = sorted(
        (
            (_score(asked, phrasing, found, len(days)), question.name, phrasing)
            for question in catalogue().values()
            for phrasing in question.phrasings
        ),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    score, name, phrasing = scored[0]
    if score < _FLOOR:
        raise NotFoundError(_unanswered(text, rest, found, scored))
    return Match(
        question=catalogue()[name], names=_fill(phrasing, found, len(days)) or {}, days=days, score=round(score, 3)
    )


def _days(text: str) -> tuple[tuple[dt.date, ...], str]:
    """Split the ISO dates off a question; a month or a year stands for its last day."""
    found: list[dt.date] = []
    for hit in _ISO.finditer(text):
        try:
            found.append(dates.parse(hit[0]).latest)
        except DateError:
            continue
    return tuple(found), _ISO.sub(" ", text)


def _content(text: str, found: list[Name]) -> frozenset[str]:
    taken = {index for name in found for index in range(name.first, name.last)}
    return _heads(word for index, word in enumerate(words(text)) if index not in taken)


def _heads(plain: object) -> frozenset[str]:
    lowered = (str(word).lower() for word in plain)  # type: ignore[attr-defined]
    return frozenset(_SYNONYMS.get(word, word) for word in lowered if word not in _STOP)


@cache
def _weights() -> Mapping[str, float]:
    """Return how much each word of the phrasings tells; a word of one question tells most."""
    seen: Counter[str] = Counter()
    for question in catalogue().values():
        seen.update({word for phrasing in question.phrasings for word in _phrase(phrasing)})
    return {word: 1.0 + math.log(len(catalogue()) / count) for word, count in seen.items()}


@cache
def _phrase(phrasing: str) -> frozenset[str]:
    return _heads(words(SLOT.sub(" ", phrasing)))


def _fill(phrasing: str, found: list[Name], days: int) -> dict[str, Name] | None:
    """Return the names for the slots of a phrasing, in order; None where a slot, or a day, stays empty."""
    left = list(found)
    filled: dict[str, Name] = {}
    slots = SLOT.findall(phrasing)
    if sum(slot in DAY_SLOTS for slot in slots) > days:
        return None
    for slot in slots:
        if slot in DAY_SLOTS:
            continue
        hit = next((name for name in left if name.kind == _SLOT_KINDS.get(slot)), None)
        if hit is None:
            return None
        left.remove(hit)
        filled[slot] = hit
    return filled


def _score(asked: frozenset[str], phrasing: str, found: list[Name], days: int) -> float:
    filled = _fill(phrasing, found, days)
    if filled is None:
        return 0.0
    weights, unknown = _weights(), 0.5
    mine = _phrase(phrasing)
    both = sum(weights.get(word, unknown) for word in asked & mine)
    total = sum(weights.get(word, unknown) for word in asked) + sum(weights.get(word, unknown) for word in mine)
    agreement = 2 * both / total if total else float(bool(filled))  # a bare name is a question of its own
    # Two names that fit say more than any word: a bare "samarium?" is a question about samarium.
    named = 0.35 * len(filled) / (len(filled) + 1)
    return float((agreement + named) * _LEFT_OVER ** (len(found) - len(filled)))


def _unanswered(text: str, rest: str, found: list[Name], scored: list[tuple[float, str, str]]) -> str:
    taken = {index for name in found for index in range(name.first, name.last)}
    known = set(_weights()) | set(_SYNONYMS) | _STOP
    strange = [word for index, word in enumerate(words(rest)) if index not in taken and word.lower() not in known]
    near = [label for word in strange for label in suggestions(word)]
    if near and not found:
        return f"nothing answers to {' '.join(strange)!r}: did you mean {', '.join(dict.fromkeys(near))}?"
    nearest = dict.fromkeys(phrasing for _, _, phrasing in scored)
    examples = "; ".join(list(nearest)[:3])
    return f"no stored question fits {text!r}: ask for instance {examples}; `regraph questions` lists all"
