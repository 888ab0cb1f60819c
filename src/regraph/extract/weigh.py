"""What the rules found in a sentence and what its words make likely in, the drafts that are believed out.

Three things can come of it: a draft of a rule that the words make unlikely is marked and left out at the end; a draft
of the right type whose words tell another act is told anew; and where the words tell an act that no rule found,
`guesses` makes its draft. The weights of both voices are fitted together by `bench/fit_likely.py`.
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

UNLIKELY: Final = "unlikely"
_MOST_NEW: Final = 2  # guesses a sentence


def listen(sentence: Sentence, names: Sequence[Mention], times: Sequence[Time]) -> Heard:
    """Return what the words of a sentence make likely."""
    words = likely.features(sentence, names, times)
    return Heard(words, likely.model().probabilities(words))


def evidence(label: str, probability: float, drafts: Sequence[Draft]) -> dict[str, float]:
    """Return what speaks for a label, by name: its words, and what the rules found beside."""
    made = label.partition(":")[0]
    rule = any(likely.label(draft) == label for draft in drafts)
    alike = not rule and any(draft.type == made for draft in drafts)
    other = not rule and not alike and bool(drafts)
    logit = math.log(max(probability, 1e-4) / max(1 - probability, 1e-4))
    found = {"bias": 1.0, "words": logit, f"type {made}": 1.0}
    for name, holds in (("rule", rule), ("alike", alike), ("other", other)):
        if holds:
            found |= {name: 1.0, f"words, {name}": logit}
    if rule:
        found[f"rule {made}"] = 1.0
    return found


def beliefs(heard: Mapping[str, float], drafts: Sequence[Draft]) -> dict[str, float]:
    """Return the probability of each label by its words and the rules together: the sum of its weighed `evidence`."""
    told, types = {likely.label(draft) for draft in drafts}, {draft.type for draft in drafts}
    weight_of = likely.model().decision.get
    out: dict[str, float] = {}
    for label, probability in heard.items():
        made = label.partition(":")[0]
        logit = math.log(max(probability, 1e-4) / max(1 - probability, 1e-4))
        total = weight_of("bias", 0.0) + weight_of("words", 0.0) * logit + weight_of(f"type {made}", 0.0)
        beside = "rule" if label in told else "alike" if made in types else "other" if told else ""
        if beside:
            total += weight_of(beside, 0.0)
            total += weight_of(f"words, {beside}", 0.0) * logit
        if beside == "rule":
            total += weight_of(f"rule {made}", 0.0)
        out[label] = likely.sigmoid(total)
    return out


def weigh(view: View, drafts: Sequence[Draft]) -> list[Draft]:
    """Mark the unlikely among the drafts of a sentence, tell those of another act anew, and return what is added."""
    if view.heard is None:
        return []
    own = [draft for draft in drafts if not draft.features & {NOTE, SCOPE}]
    model = likely.model()
    heard = dict(view.heard.labels)
    for draft in own:
        if model.knows(told_by_rule := likely.label(draft)):
            heard.setdefault(told_by_rule, likely.LEAST / 2)
    belief = beliefs(heard, own)
    unsure = [d for d in own if belief.get(likely.label(d), 1.0) < model.reject]
    for draft in unsure:
        draft.features.add(UNLIKELY)
    told = {likely.label(draft) for draft in own}
    new = sorted(
        (label for label in belief if label not in told and belief[label] >= model.accept),
        key=lambda n: (-belief[n], n),
    )
    made: list[Draft] = []
    types: set[str] = set()
    for label in new[:_MOST_NEW]:
        kind, _, sort = label.partition(":")
        if kind in types:
            continue
        types.add(kind)
        other = next((draft for draft in unsure if draft.type == kind), None)
        if other is not None:
            other.values[likely.SORTED_BY[kind]], other.fills[likely.SORTED_BY[kind]] = sort, "likely words"
            other.features.discard(UNLIKELY)
            unsure.remove(other)
        elif (guessed := guess(view, label)) is not None:
            guessed.confidence = belief[label]
            made.append(guessed)
    return made
