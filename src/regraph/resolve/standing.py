"""A claim as it stands in a store, into one line of JSON beside it, and back.

So that a claim is held to others without reading the graph of its document: one lookup a claim, not some sixty rows.
"""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Final

from regraph.model import Claim, Document

_CLAIM: Final = ("type", "start", "end", "values", "modality", "speaker", "confidence", "rule")
_DOCUMENT: Final = ("id", "name", "sha256", "kind", "title", "publisher", "url", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A claim with its document, without the text, and since when that counts as known."""

    claim: Claim
    document: Document
    known: dt.date


def standing_text(claim: Claim, document: Document, known: dt.date) -> str:
    """Return a claim with its document, all but the text, as a line of JSON.

    >>> claim = Claim(type="measure", document_id="d", start=0, end=1, values=(("count", (("materials", 7),)),))
    >>> paper = Document(id="d", text="", name="d.txt", sha256="", published="2025")
    >>> standing_from(standing_text(claim, paper, dt.date(2025, 12, 31))).claim == claim
    True
    """
    data = [
        [getattr(claim, name) for name in _CLAIM],
        [getattr(document, name) for name in _DOCUMENT],
        known.isoformat(),
    ]
    return json.dumps({"told": data}, separators=(",", ":"))


def standing_from(text: str) -> Standing:
    """Return the claim that a line tells of."""
    (kind, start, end, values, modality, speaker, confidence, rule), told, known = json.loads(text)["told"]
    document = Document(text="", **dict(zip(_DOCUMENT, told, strict=True)))
    claim = Claim(
        type=kind,
        document_id=document.id,
        start=start,
        end=end,
        values=_fixed(values),
        modality=modality,
        speaker=tuple(speaker),
        confidence=confidence,
        rule=rule,
    )
    return Standing(claim=claim, document=document, known=dt.date.fromisoformat(known))


def _fixed(value: Any) -> Any:
    """Return a value with tuples for lists, however deep."""
    return tuple(map(_fixed, value)) if isinstance(value, list) else value
