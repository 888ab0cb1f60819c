"""A draft in, how sure the extractor is of it out, from 0 to 1.

A logistic sum over what the draft rests on: its type, its frame and the features that the rules noted. The
weights stand in `ontology/frames/confidence.yaml` and are fitted on the development articles by
`bench/fit_confidence.py`; a feature without a weight counts nothing.
"""

import math
from functools import cache

from regraph.extract.draft import Draft
from regraph.extract.grammar import read_yaml

_FILLED = tuple(
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


def features(draft: Draft) -> tuple[str, ...]:
    """Return the names of what the confidence of a draft rests on, sorted."""
    names = {f"type:{draft.type}", f"frame:{draft.frame}", f"modality:{draft.modality}", f"role:{draft.role}"}
    names.update(name for name in draft.features if not name.startswith("mood:"))
    values = draft.values
    names.update([name for field, name in _FILLED if values.get(field)])
    names.update(
        [f"by:{rule}" for rule in draft.fills.values() if rule in ("main actor", "main measure", "antecedent")]
    )
    return tuple(sorted(names))


@cache
def weights() -> dict[str, float]:
    """Return the fitted weights by feature, "bias" among them.

    Raises: OntologyError where the file is broken.
    """
    return {str(name): float(weight) for name, weight in read_yaml("confidence")["weights"].items()}


def parts(draft: Draft) -> dict[str, float]:
    """Return the weights that make up the confidence of a draft, or the belief in a guess, for `--explain`."""
    if "guessed" in draft.features:
        return {"belief": round(draft.confidence, 4)}
    table = weights()
    return {name: table[name] for name in ("bias", *features(draft)) if name in table}


def confidence(draft: Draft) -> float:
    """Return the calibrated probability that an annotator would have made the same claim.

    That of a guess is how much it is believed: the articles that the model of words was fitted on would flatter it.
    """
    if "guessed" in draft.features:
        return round(draft.confidence, 4)
    return round(1 / (1 + math.exp(-sum(parts(draft).values()))), 4)
