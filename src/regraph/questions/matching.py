"""A question in plain English in; the stored question that fits best, with its parameters, out.

A stored phrasing fits when every slot of it finds a name of its kind. Among those that fit, the one whose words
agree most wins; words that many phrasings share count little. Nothing is guessed: below a floor the asker gets
the nearest questions instead.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from regraph.errors import NotFoundError
from regraph.questions.catalogue import SLOT, Question, catalogue
from regraph.questions.days import SLOTS, Span, spans
from regraph.questions.naming import Name, names, own, suggestions, words
from regraph.store import Store

_FLOOR: Final = 0.3
_EXAMPLES: Final = (
    "which measures on {material} are in force",
    "what has {actor} promised",
    "which claims are contested",
)
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
        "restricted restrict restricts controlled banned regulated sanction sanctions sanctioned quota quotas tariff "
        "tariffs duty duties embargo embargoes prohibition prohibitions prohibited forbidden regulation regulations",
        "force": "forces effect active valid apply applies applicable standing operative",
        "still": "currently now today presently moment remain remains",
        "suspended": "suspend suspension suspensions pause paused pauses lifted ended eased relaxed withdrawn repealed",
        "promise": "promises promised pledge pledges pledged commitment commitments committed word undertaking "
        "undertakings",
        "keep": "kept fulfilled honoured honored fulfil delivered",
        "open": "unfulfilled broken outstanding pending unkept",
        "agreement": "agreements deal deals truce truces pact pacts accord accords treaty treaties",
        "meeting": "meetings meet met talk talks talked summit summits call calls visit visits",
        "licence": "licences license licenses permit permits approval approvals licensed approved",
        "listing": "lists listed listings delisted blacklist blacklisted blacklists firms companies entity",
        "figure": "figures number numbers statistic statistics share shares reserves output production produce "
        "produces produced price prices much tonnes",
        "contested": "contradict contradicts contradicting contradictions disputed disagree disagrees conflict",
        "evidence": "source sources proof prove proves say says said report reports reported tell tells basis",
        "change": "changed changes happen happens happened new introduced announced",
        "due": "expire expires expiring resume resumes resumed lapse lapses end ends ending run runs",
        "control": "controlling dominate dominates",
        "allowed": "allow ok okay free permitted legal may",
        "history": "ever past previous earlier former",
        "material": "materials mineral minerals metal metals commodity commodities",
        "impose": "imposes imposed imposing put",
        "target": "against aimed targets targeting hit hits hitting face faces faced",
        "harm": "impact impacts harms harmed damage damaged shortage shortages effects consequences hurt suffer "
        "suffers suffered lack stopped",
        "accuse": "accuses accused accusation accusations blame blames justify justifies justified why reason reasons",
    }.items()
    for word in family.split()
}
_STOP: Final = frozenset(
    "a an the is are was were be been of in on for by it its does do did has have had which what who how any there "
    "export exports exported import imports trade s".split()
)
# Words that open an order ("list all deals", "show me …") say nothing of what is asked.
_ORDERS: Final = frozenset("list show give tell name find get me us please all can you".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A stored question with the names that fill its slots."""

    question: Question
    names: Mapping[str, Name]
    days: tuple[Span, ...]  # times named in the question, in order
    score: float


def match(text: str, store: Store) -> Match:
    """Return the stored question that `text` asks.

    Raises: NotFoundError, naming what was not understood and what could be asked instead.
    """
    days, rest = spans(text)
    found = names(rest, store)
    asked = _content(rest, found)
    scored = sorted(
        ((_score(asked, phrasing, found, len(days)), name, phrasing) for name, phrasing in _phrasings()),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    score, name, phrasing = scored[0]
    if score < _FLOOR:
        raise NotFoundError(_unanswered(text, rest, found, store))
    return Match(
        question=catalogue()[name], names=_fill(phrasing, found, len(days)) or {}, days=days, score=round(score, 3)
    )


def _content(text: str, found: list[Name]) -> frozenset[str]:
    taken = {index for name in found for index in range(name.first, name.last)}
    typed = words(text)
    orders = next((index for index, word in enumerate(typed) if word.lower() not in _ORDERS), len(typed))
    return _heads(word for index, word in enumerate(typed) if index not in taken and index >= orders)


def _heads(plain: object) -> frozenset[str]:
    lowered = (own(str(word)).lower() for word in plain)  # type: ignore[attr-defined]
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
    if sum(slot in SLOTS for slot in slots) > days:
        return None
    for slot in slots:
        if slot in SLOTS:
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
    agreement = _agreement(asked, phrasing, bare=bool(filled))
    # Two names that fit say more than any word: a bare "samarium?" is a question about samarium.
    named = 0.35 * len(filled) / (len(filled) + 1)
    return float((agreement + named) * _LEFT_OVER ** (len(found) - len(filled)))


def _agreement(asked: frozenset[str], phrasing: str, *, bare: bool) -> float:
    """Return how far the words agree, 0 to 1; where neither has any, a bare name is a question of its own."""
    weights, unknown = _weights(), 0.5
    mine = _phrase(phrasing)
    both = sum(weights.get(word, unknown) for word in asked & mine)
    total = sum(weights.get(word, unknown) for word in asked) + sum(weights.get(word, unknown) for word in mine)
    return 2 * both / total if total else float(bare)


def _unanswered(text: str, rest: str, found: list[Name], store: Store) -> str:
    taken = {index for name in found for index in range(name.first, name.last)}
    known = set(_weights()) | set(_SYNONYMS) | _STOP | _ORDERS
    typed = words(rest)
    strange = [word for index, word in enumerate(typed) if index not in taken and word.lower() not in known]
    near = list(dict.fromkeys(label for word in strange for label in suggestions(word, store)))
    if near and not found:
        return f"nothing is called {' '.join(strange)!r}: did you mean {', '.join(near)}?"
    asked = _content(rest, found)
    fits = sorted((-_agreement(asked, one, bare=False), name, one) for name, one in _phrasings())
    examples = [one for score, _, one in fits if score < 0][:3] or list(_EXAMPLES)
    if strange and not found and fits[0][0] <= -_FLOOR:
        return (
            f"no material, actor, measure or agreement is called {' '.join(strange)!r}, and the question needs one: "
            f"`regraph show NAME` finds names"
        )
    return f"no stored question fits {text!r}: ask for instance {'; '.join(examples)}; `regraph questions` lists all"


def _phrasings() -> list[tuple[str, str]]:
    return [(question.name, phrasing) for question in catalogue().values() for phrasing in question.phrasings]
