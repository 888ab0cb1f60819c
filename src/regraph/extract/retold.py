"""The drafts of a document with their confidence in, those of them that tell something new out.

News tells an act in the headline, in the lead, and again as background. `merge` joins what its rules see to be the
same; what is left is decided here, for two drafts of one label, by a logistic sum over what their fields have in
common, how far apart they stand and how sure each of them is. The weights stand in `ontology/frames/retold.yaml`;
`bench/fit_retold.py` fits them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from regraph.extract import likely, options
from regraph.extract.alike import COVER, has_goods
from regraph.extract.draft import Draft
from regraph.extract.grammar import read_yaml
from regraph.extract.named import GOODS
from regraph.extract.spans import FUNCTION_WORDS

TWICE: Final = 0.65
"""From this probability on, two drafts are one claim. F1 is flat from 0.6 to 0.7; less joins what is told apart."""

REACH: Final = 6  # drafts of the same label before one, with which it is compared
_DECISIVE: Final = ("action", "stance", "indicator", "effect", "value")  # where these differ, so do the claims
_PLAIN: Final = ("rate_to", "rate_from", "place", "status", "unit")
_NOTED: Final = ("guessed", "presupposed", "general", "headline-only", "repeated", "definite")
_GAPS: Final = (1, 2, 3, 4, 6, 8, 12, 20)  # sentences
_SHARES: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.99)
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Told:
    """A draft as it is compared: its confidence, the words of its evidence, and its fields, each as a set."""

    draft: Draft
    sure: float
    words: frozenset[str]
    fields: Mapping[str, frozenset[str]]


def told(draft: Draft, sure: float, text: str) -> Told:
    """Return a draft of a text, ready to be compared."""
    words = frozenset(_WORD.findall(text[draft.start : draft.end].lower())) - FUNCTION_WORDS
    fields = {
        name: frozenset(options.key_of(name, value) for value, _ in options.filled(draft, name))
        for name in options.ASKED[draft.type]
    }
    fields |= {name: frozenset([str(draft.values[name])]) for name in _PLAIN if draft.values.get(name)}
    return Told(draft, sure, words, {name: values for name, values in fields.items() if values})


def label_of(draft: Draft) -> tuple[str, ...]:
    """Return what two drafts must have in common to be one claim."""
    return draft.type, *(str(draft.values.get(field, "")) for field in _DECISIVE)


def features(earlier: Told, later: Told) -> dict[str, float]:
    """Return what speaks for or against two drafts of one label being one claim."""
    a, b = earlier.draft, later.draft
    gap, alike = _step(b.sentence - a.sentence, _GAPS), _alike(earlier.fields, later.fields)
    common = len(earlier.words & later.words) / max(1, min(len(earlier.words), len(later.words)))
    logits = likely.logit(earlier.sure), likely.logit(later.sure)
    names = {
        f"label {likely.label(b)}",
        f"gap {gap}",
        f"{b.type} gap {gap}",
        f"roles {a.role} {b.role}",
        f"modality {a.modality} {b.modality}",
        f"frames {a.frame} {b.frame}",
        f"alike {_step(alike, _SHARES)}",
        f"words {_step(common, _SHARES)}",
        *_fields(earlier, later),
    }
    for which, draft in (("earlier", a), ("later", b)):
        names |= {f"{which} {draft.frame}", *(f"{which} {name}" for name in _NOTED if name in draft.features)}
        if draft.anaphoric:
            names |= {f"{which} points back", f"{b.type} {which} points back"}
    if min(a.end, b.end) > max(a.start, b.start):
        names.add("same place")
    return dict.fromkeys(sorted(names), 1.0) | {
        "alike": alike,
        f"{b.type} alike": alike,
        "words": common,
        f"{b.type} words": common,
        "surer": max(logits),
        "less sure": min(logits),
        "earlier surer": logits[0] - logits[1],
    }


def told_apart(earlier: Told, later: Told) -> bool:
    """Tell two acts of others, or on other goods: such are never one, however unsure the later one is."""
    both = earlier.fields.keys() & later.fields.keys() & _PARTING
    return any(not earlier.fields[name] & later.fields[name] for name in both)


_PARTING: Final = frozenset((GOODS, "imposer", "promisor", "issuer", "parties", "subject", "material"))


def _fields(earlier: Told, later: Told) -> Iterator[str]:
    """Yield how each field of two drafts goes with the other's."""
    for name in (*options.ASKED[later.draft.type], *_PLAIN):
        ours, theirs = earlier.fields.get(name), later.fields.get(name)
        if ours and theirs:
            how = "same" if ours == theirs else "in part" if ours & theirs else "apart"
        else:
            how = "of the earlier" if ours else "of the later" if theirs else "of none"
        yield f"{name} {how}"
        yield f"{later.draft.type} {name} {how}"
    yield f"more {min(3, len(later.fields.keys() - earlier.fields.keys()))}"
    yield f"less {min(3, len(earlier.fields.keys() - later.fields.keys()))}"


def _alike(ours: Mapping[str, frozenset[str]], theirs: Mapping[str, frozenset[str]]) -> float:
    """Return the share of their fields that two drafts have in common; a field of one of them counts half."""
    both = ours.keys() & theirs.keys()
    shared = 2 + sum(len(ours[name] & theirs[name]) / max(len(ours[name]), len(theirs[name])) for name in both)
    return shared / (2 + len(both) + len(ours.keys() ^ theirs.keys()) / 2)  # the label counts as two fields do


def _step(value: float, steps: Sequence[float]) -> int:
    return sum(value >= step for step in steps)


@cache
def weights() -> dict[str, float]:
    """Return the fitted weights by feature, "bias" among them.

    Raises: OntologyError where the file is broken.
    """
    return {str(name): float(weight) for name, weight in read_yaml("retold")["weights"].items()}


def probability(found: Mapping[str, float], by: Mapping[str, float]) -> float:
    """Return how likely two drafts with these features are one claim."""
    return likely.sigmoid(by["bias"] + sum(by.get(name, 0.0) * value for name, value in found.items()))


def joined(rows: Sequence[tuple[Draft, float]], text: str, least: float = TWICE) -> list[Draft]:
    """Return the drafts that are left where what is told twice is one; `rows` stand in the order of the text.

    Of two drafts the one that a rule read stays, else the surer one, and takes from the other the fields that it lacks.
    """
    by = weights()
    kept: list[Told] = []
    places: dict[tuple[str, ...], list[int]] = {}  # in `kept`, of the drafts of a label
    for draft, sure in rows:
        own, before = told(draft, sure, text), places.setdefault(label_of(draft), [])
        others = [place for place in before[-REACH:] if not told_apart(kept[place], own)]
        chances = [(probability(features(kept[place], own), by), place) for place in others]
        chance, place = max(chances, default=(0.0, 0))
        if chance < least:
            before.append(len(kept))
            kept.append(own)
        else:
            other = kept[place]
            stays, goes = (own, other) if _rank(own) > _rank(other) else (other, own)
            _unite(stays.draft, goes.draft)
            stays.draft.again = 1 - (1 - stays.draft.again) * (1 - goes.draft.again) * (1 - goes.sure)
            kept[place] = stays
    return [one.draft for one in kept]


def _rank(one: Told) -> tuple[bool, float]:
    """Sort what a rule read before what was guessed, and the surer one before the other."""
    return "guessed" not in one.draft.features, one.sure


def _unite(stays: Draft, goes: Draft) -> None:
    """Add to a draft what it lacks of the other one, and what the choice is surer of there."""
    for field, value in goes.values.items():
        if field in COVER and has_goods(stays):
            continue
        if isinstance(value, str) and stays.sure.get(field, 1.0) < goes.sure.get(field, 0.0):
            stays.values.pop(field, None)
        stays.put(field, value, goes.fills.get(field, "") + " (told again)")
    stays.speaker = stays.speaker or goes.speaker
