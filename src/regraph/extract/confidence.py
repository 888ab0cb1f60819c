"""A draft in, how sure the extractor is of it out, from 0 to 1.

A logistic sum over what the draft rests on: its type, frame, trigger, the features that the rules noted, what the words
of its sentence make likely, and how likely it is that something fills each field. The weights stand in
`ontology/frames/confidence.yaml`; `bench/fit_confidence.py` fits them on labelled articles that neither rules nor
models have seen. A feature without a weight counts nothing.
"""

from functools import cache
from typing import Final

from regraph.extract import likely
from regraph.extract.draft import Draft
from regraph.extract.grammar import read_yaml

DOUBTED: Final = 0.22
"""Below this confidence a draft is no claim: what speaks for it is outweighed by three to one or more."""

_FILLED: Final = tuple(
    (field, f"has:{field}")
    for field in (
        "imposer",
        "promisor",
        "materials",
        "items",
        "target",
        "date",
        "until",
        "rate_to",
        "affected",
        "subject",
        "material",
    )
)
_FALLBACKS: Final = ("main actor", "main measure", "antecedent")


def features(draft: Draft) -> dict[str, float]:
    """Return what the confidence of a draft rests on, by name: 1 where it holds, logits where the words speak."""
    label = likely.label(draft)
    names = {f"type:{draft.type}", f"label:{label}", f"frame:{draft.frame}", f"modality:{draft.modality}"}
    names |= {f"role:{draft.role}", *(name for name in draft.features if not name.startswith("mood:"))}
    names |= {name for field, name in _FILLED if draft.values.get(field)}
    names |= {f"by:{rule}" for rule in draft.fills.values() if rule in _FALLBACKS}
    if "guessed" not in draft.features:
        names |= {f"trigger:{word}" for word in draft.trigger.split(" … ")}
    return dict.fromkeys(sorted(names), 1.0) | _heard(draft) | _sure(draft)


def _heard(draft: Draft) -> dict[str, float]:
    """Return what the words of the sentence say to a label, to its type and to all other types."""
    if draft.heard is None:
        return {}
    own = {name: value for name, value in draft.heard.items() if name.startswith(draft.type + ":")}
    other = max((value for name, value in draft.heard.items() if name not in own), default=0.0)
    found = {
        "words": likely.logit(likely.heard(draft)),
        "words, type": likely.logit(sum(own.values())),
        "words, other type": other,
    }
    return found | {"words, guessed": found["words"]} if "guessed" in draft.features else found


def _sure(draft: Draft) -> dict[str, float]:
    """Return how likely something fills each field: where nobody acts on anything, perhaps no act is told."""
    return {f"sure:{draft.type} {field}": likely.logit(value) for field, value in draft.sure.items()}


@cache
def weights() -> dict[str, float]:
    """Return the fitted weights by feature, "bias" among them.

    Raises: OntologyError where the file is broken.
    """
    return {str(name): float(weight) for name, weight in read_yaml("confidence")["weights"].items()}


def parts(draft: Draft) -> dict[str, float]:
    """Return what each feature adds to the logistic sum of a draft's confidence, for `--explain`."""
    table = weights()
    found = {"bias": 1.0, **features(draft)}
    told = {name: round(table[name] * value, 4) for name, value in found.items() if name in table}
    if draft.again:  # what is told twice is right where one of both is
        alone = sum(told.values())
        either = 1 - (1 - likely.sigmoid(alone)) * (1 - draft.again)
        told["told again"] = round(likely.logit(either) - alone, 4)
    return told


def confidence(draft: Draft) -> float:
    """Return the calibrated probability that an annotator would have made the same claim."""
    return round(likely.sigmoid(sum(parts(draft).values())), 4)
