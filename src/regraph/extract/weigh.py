"""What the rules found in a sentence and what its words make likely in, the drafts of what no rule found out.

Where the words tell surely enough of a type that no rule found in the sentence, `guesses` makes its draft. What a rule
found is never refuted by the words, nor told a second time: on articles that no rule was written beside that gained
nothing. The weights of both voices
are fitted together by `bench/fit_likely.py`.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from regraph.extract import likely
from regraph.extract.draft import Draft
from regraph.extract.fill import NOTE, SCOPE
from regraph.extract.guesses import guess
from regraph.extract.likely import Heard
from regraph.extract.times import Time
from regraph.extract.tokens import Sentence
from regraph.extract.view import View
from regraph.model import Mention

_FULL: Final = 1  # a sentence of which the rules tell more acts than this is taken to be understood
_MOST_NEW: Final = 2  # guesses a sentence


def listen(sentence: Sentence, names: Sequence[Mention], times: Sequence[Time]) -> Heard:
    """Return what the words of a sentence make likely."""
    words = likely.features(sentence, names, times)
    return Heard(words, likely.model().probabilities(words))


def evidence(label: str, probability: float, drafts: Sequence[Draft]) -> dict[str, float]:
    """Return what speaks for a label of a type that no rule found, by name: its words, and that rules found others."""
    logit = math.log(max(probability, 1e-4) / max(1 - probability, 1e-4))
    found = {"bias": 1.0, "words": logit, f"type {label.partition(':')[0]}": 1.0}
    return found | {"other": 1.0, "words, other": logit} if drafts else found


def beliefs(heard: Mapping[str, float], drafts: Sequence[Draft]) -> dict[str, float]:
    """Return the probability of each label of a type that no rule found: the weighed sum of its `evidence`."""
    told, weights = {draft.type for draft in drafts}, likely.model().decision
    return {
        label: likely.sigmoid(sum(weights.get(name, 0.0) * v for name, v in evidence(label, p, drafts).items()))
        for label, p in heard.items()
        if label.partition(":")[0] not in told
    }


def weigh(view: View, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts of acts that the words of a sentence tell and that no rule found in it."""
    own = [draft for draft in drafts if not draft.features & {NOTE, SCOPE}]
    if view.heard is None or len(own) > _FULL:
        return []
    accept = likely.model().accept
    belief = {label: value for label, value in beliefs(view.heard.labels, own).items() if value >= accept}
    made: dict[str, Draft] = {}
    for label in sorted(belief, key=lambda name: (-belief[name], name))[:_MOST_NEW]:
        kind = label.partition(":")[0]
        if kind not in made and (guessed := guess(view, label)) is not None:
            guessed.confidence = belief[label]
            made[kind] = guessed
    return list(made.values())
