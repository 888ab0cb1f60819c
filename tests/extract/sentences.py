"""A sentence after one that tells of a measure in, its claims of one type out."""

from collections.abc import Mapping
from typing import Any

from regraph.extract.engine import drafts
from regraph.model import Document
from regraph.passages import split

PUBLISHED = "2025-06-10"


def claims_of(text: str, kind: str, before: str) -> list[dict[str, Any]]:
    """Return the fields of the claims of a type that `text` adds to the sentence before it."""
    whole = f"{before}\n\n{text}"
    document = Document(id="0" * 16, text=whole, name="case.txt", sha256="", published=PUBLISHED, title=None)
    return [
        {**draft.values, "speaker": sorted(draft.speaker)}
        for draft in drafts(document, split(document), words=False)
        if draft.type == kind and draft.start >= len(before)
    ]


def lacking(claim: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the wanted fields that the claim does not have."""
    return {field: value for field, value in wanted.items() if claim.get(field) != value}
