"""The drafts of a document in; each with what is told around it noted, for the confidence.

Harm and figures are claims where a measure stands behind them: near by, on the same goods or of the same state.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from regraph.extract.draft import Draft

_MEASURES: Final = ("measure", "commitment", "licence")
_NEAR: Final = (("beside", 0), ("just before", 1), ("before", 3))  # sentences
_LEAD: Final = 5  # sentences, the headline among them
_ACTORS: Final = tuple("imposer promisor issuer target beneficiary affected subject participants parties".split())


def surroundings(drafts: Sequence[Draft]) -> None:
    """Note beside each draft how near a measure is told, and what it has in common with the measures told."""
    measures = [draft for draft in drafts if draft.type in _MEASURES]
    told = Counter(draft.sentence for draft in measures)
    goods = Counter(good for draft in measures for good in _goods(draft))
    states = Counter(state for draft in measures for state in _states(draft))
    for draft in drafts:
        own = draft.type in _MEASURES
        draft.features.add(f"around:{draft.type}, {_nearest(told, draft.sentence, own=own)}")
        if any(goods[good] > own for good in _goods(draft)):
            draft.features.add(f"around:{draft.type}, goods of a measure")
        if any(states[state] > own for state in _states(draft)):
            draft.features.add(f"around:{draft.type}, state of a measure")
        if draft.sentence < _LEAD:
            draft.features.add(f"around:{draft.type}, in the lead")


def _nearest(told: Counter[int], sentence: int, *, own: bool) -> str:
    """Return how near before a sentence a measure is told."""
    for name, most in _NEAR:
        if any(told[sentence - back] > (own and not back) for back in range(most + 1)):
            return f"measure {name}"
    return "measures elsewhere" if told.total() > own else "no measure"


def _goods(draft: Draft) -> set[str]:
    values = draft.values
    single = [values["material"]] if values.get("material") else []
    return {*values.get("materials", ()), *values.get("items", ()), *single}


def _states(draft: Draft) -> set[str]:
    return {actor.split("/")[0] for field in _ACTORS for actor in draft.values.get(field, ())}
