"""Drafts in, those that say enough to be claims out: what the shapes demand of each type is there.

Invariant: whatever the text, no claim leaves the extractor that the gate would refuse for what it lacks; a passage
that was read by halves must not keep its article out of the store.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from regraph import dates
from regraph.extract.draft import Draft

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "measure": ("action", "kind", "imposer"),
    "commitment": ("action", "promisor"),
    "agreement": ("parties", "status"),
    "meeting": ("kind", "participants"),
    "licence": ("action",),
    "statistic": ("indicator", "value"),
    "impact": ("effect",),
    "statement": ("stance",),
}
# fields that only sort a claim: one of the others has to say something
_SORTING: Final = frozenset({"action", "kind", "status", "indicator", "effect", "stance", "unit"})


def complete(drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts that say enough, in their order; a measure of no told kind is `other`."""
    kept = []
    for draft in drafts:
        if draft.type == "measure":
            draft.put("kind", "other", "no kind told")
        if _ends_early(draft):
            del draft.values["until"]
        told = {field for field, value in draft.values.items() if value not in (None, "", [], (), {})}
        speaks = bool(draft.speaker)
        if set(REQUIRED[draft.type]) <= told and (told - _SORTING or speaks) and (speaks or draft.type != "statement"):
            kept.append(draft)
    return kept


def _ends_early(draft: Draft) -> bool:
    """Tell a term that would end before it begins: one of the two days was read for the other's measure."""
    begins, ends = draft.values.get("date"), draft.values.get("until")
    return bool(begins and ends) and dates.parse(ends).latest < dates.parse(begins).earliest
