"""What the rules found in a sentence and what its words make likely in, the drafts of what no rule found out.

Each label that is heard in the words is believed by a logistic sum over what the words tell and what the rules found
beside; `guesses` makes the draft of one that is believed enough. What a rule found is not refuted here, sentence by
sentence: the confidence of the finished draft (`confidence`) hears the words too. The weights of both voices are fitted
together by `bench/fit_likely.py`.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from regraph.extract import encoder, likely
from regraph.extract.draft import Draft
from regraph.extract.fill import NOTE, SCOPE
from regraph.extract.guesses import guess
from regraph.extract.likely import Heard
from regraph.extract.times import Time
from regraph.extract.tokens import Sentence
from regraph.extract.view import View
from regraph.model import Mention

_MOST_NEW: Final = 3  # guesses a sentence
_SAME_ACT: Final = (("measure:suspended", "measure:lifted"),)  # a rule tells it, words also hear: "temporarily lifted"

Asked = tuple[Sentence, Sequence[Mention], Sequence[Time]]


def listen(asked: Sequence[Asked]) -> list[Heard]:
    """Return what the words of all sentences of a document make likely.

    The encoder hears the sentences together; it is not asked where the words of all of them rule out every act.
    """
    model = likely.model()
    words = [likely.features(*one) for one in asked]
    heard = [model.probabilities(some) for some in words]
    if not any(heard):
        return [Heard(some, {}) for some in words]
    read = encoder.read([encoder.words_of(*one, some) for one, some in zip(asked, words, strict=True)])
    out = []
    for some, labels, told in zip(words, heard, read, strict=True):
        kind = model.kind(some, told.kinds)
        out.append(Heard(some, likely.joined(labels, told.labels), kind, told.kinds, told.roles))
    return out


def acts(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts that tell an act of their own: all but the notes on another one."""
    return [draft for draft in drafts if not draft.features & {NOTE, SCOPE}]


def evidence(label: str, probability: float, told: set[str]) -> dict[str, float]:
    """Return what speaks for a label, by name: its words, and what the rules told in the sentence."""
    logit = likely.logit(probability)
    made = label.partition(":")[0]
    found = {"bias": 1.0, "words": logit, f"type {made}": 1.0, f"label {label}": 1.0}
    if label in told:
        return found | {"rule": 1.0, "rule, words": logit, f"rule, type {made}": 1.0, f"rule, label {label}": 1.0}
    if any(name.startswith(made + ":") for name in told):
        return found | {"sort": 1.0, "sort, words": logit}
    return found | {"other": 1.0, "other, words": logit} if told else found


def beliefs(heard: Mapping[str, float], told: set[str], weights: Mapping[str, float]) -> dict[str, float]:
    """Return the probability of each label that is heard or told: the weighed sum of its `evidence`."""
    return {
        label: likely.sigmoid(
            sum(weights.get(name, 0.0) * value for name, value in evidence(label, heard.get(label, 0.0), told).items())
        )
        for label in sorted({*heard, *told})
    }


def weigh(view: View, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts of acts that the words of a sentence tell and that no rule found in it."""
    if view.heard is None:
        return []
    told, model = {likely.label(draft) for draft in acts(drafts)}, likely.model()
    types = {name.partition(":")[0] for name in told}
    known = told | {other for label, other in _SAME_ACT if label in told}
    belief = {
        label: value
        for label, value in beliefs(view.heard.labels, told, model.decision).items()
        if label not in known and value >= (model.another if label.partition(":")[0] in types else model.accept)
    }
    best = sorted(belief, key=lambda name: (-belief[name], name))[:_MOST_NEW]
    return [draft for label in best if (draft := guess(view, view.heard, label)) is not None]
