"""Evidence in, passages that a page shows out: what was said, by whom, when, and where to read it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from regraph.network.records import first
from regraph.questions import END_OF_TIME, Evidence, evidence_of
from regraph.web.pages import links
from regraph.web.pages.facts import Facts
from regraph.web.pages.wording import MODALITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A quoted passage as a page shows it."""

    quote: str
    title: str
    publisher: str
    published: str  # EDTF
    standing: str  # official, reference, press
    reader: str  # address of the claim in its document
    url: str  # address of the original; empty where it has none that is safe to follow
    modality: str  # in words
    confidence: float
    speaker: str

    @property
    def unsure(self) -> bool:
        """Whether the claim alone would not make an answer certain."""
        return self.confidence < 0.5


def said(facts: Facts, found: Iterable[Evidence]) -> list[Said]:
    """Return evidence as a page shows it, in its order."""
    return [_said(facts, one) for one in found]


def of(facts: Facts, claims: Sequence[str], known_by: dt.date = END_OF_TIME) -> list[Said]:
    """Return the passages of claims (IRIs), the strongest first."""
    return said(facts, evidence_of(facts.store, claims, known_by))


def _said(facts: Facts, one: Evidence) -> Said:
    document = first(facts[one.claim], "wasDerivedFrom")
    source = facts[document] if document else {}
    return Said(
        quote=one.quote,
        title=one.title or one.document,
        publisher=one.publisher,
        published=one.published,
        standing=first(source, "documentKind"),
        reader=links.claim(document, one.claim) if document else "",
        url=links.outside(first(source, "url")),
        modality=MODALITY.get(one.modality, one.modality),
        confidence=one.confidence,
        speaker=", ".join(one.speaker),
    )
