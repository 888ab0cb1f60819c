"""A selection in, its claims, measures and phases as rows of three tables out, one at a time.

Names are the ids of the claim schema (`CN/MOFCOM`, `samarium`); a list stays a list; what is absent is None.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from regraph import ids, rdf, terms
from regraph.export.selecting import Properties, Selection
from regraph.model import FIELD_KINDS, FieldKind

Row = dict[str, Any]
_LISTS: Final = (FieldKind.ACTORS, FieldKind.MATERIALS, FieldKind.ITEMS)
_CACHED: Final = 2_000  # descriptions held at once; a document's brings its text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, and `text`, `texts` (a list), `integer`, `number` or `day`."""

    name: str
    kind: str = "text"


def _columns(spec: str) -> tuple[Column, ...]:
    """Return columns written as `name` or `name:kind`."""
    return tuple(Column(*one.split(":")) for one in spec.split())


def _field_column(name: str, kind: FieldKind) -> Column:
    return Column(name, "texts" if kind in _LISTS else "number" if kind is FieldKind.NUMBER else "text")


_COUNTED: Final = ("materials", "companies", "holders", "other")
CLAIMS: Final = (
    *_columns("id type document document_id document_kind title publisher published url start:integer end:integer"),
    *_columns("quote modality speaker:texts confidence:number"),
    *(_field_column(name, kind) for name, kind in FIELD_KINDS.items() if kind is not FieldKind.COUNT),
    *(Column(f"count_{name}", "integer") for name in _COUNTED),
    *_columns("measures:texts rule"),
)
MEASURES: Final = _columns(
    "id label kind imposers:texts targets:texts covers:texts may_cover:texts excludes:texts items:texts "
    "legal_references:texts anchor claims:texts documents:texts"
)
PHASES: Final = _columns(
    "id measure measure_label status certainty reason valid_from:day valid_until:day known_from:day known_until:day "
    "last_evidence:day since due only_for:texts claims:texts against:texts"
)


def claims(selection: Selection) -> Iterator[Row]:
    """Yield the claims with the document and the place that each stands in, and the measures that rest on it."""
    reader = Reader(selection)
    for iri in selection.of("Claim"):
        claim, document = rdf.read_claim(iri, reader.describe)
        row: Row = dict.fromkeys(column.name for column in CLAIMS)
        quote = reader.texts(f"{iri}/selector", "oa:exact")
        row |= {
            "id": iri.removeprefix(ids.iri("claim", "")),
            "type": claim.type,
            "document": document.name,
            "document_id": document.id,
            "document_kind": document.kind,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published,
            "url": document.url,
            "start": claim.start,
            "end": claim.end,
            "quote": quote[0] if quote else None,
            "modality": claim.modality,
            "speaker": list(claim.speaker),
            "confidence": claim.confidence,
            "measures": [_local(one) for one in selection.pointing(iri, "basedOn") if "/measure/" in one],
            "rule": claim.rule or None,
        }
        for name, value in claim.values:
            if name == "count":
                row |= {f"count_{counted}": number for counted, number in dict(value).items()}  # type: ignore[arg-type]
            else:
                row[name] = list(value) if isinstance(value, tuple) else value
        yield row


def measures(selection: Selection) -> Iterator[Row]:
    """Yield the measures with who imposes them on whom, what they cover, and the claims they rest on."""
    reader = Reader(selection)
    for iri in selection.of("Measure"):
        names = partial(reader.names, iri)
        told = sorted(_local(one) for one in reader.iris(iri, "basedOn"))
        documents = {
            reader.one(source, "dcterms:identifier")
            for claim in reader.iris(iri, "basedOn")
            for source in reader.iris(claim, "prov:wasDerivedFrom")
        }
        yield {
            "id": _local(iri),
            "label": reader.one(iri, "rdfs:label"),
            "kind": reader.concept(iri, "measureKind"),
            "imposers": names("imposedBy"),
            "targets": names("targets"),
            "covers": names("covers"),
            "may_cover": names("mayCover"),
            "excludes": names("excludes"),
            "items": names("coversItem"),
            "legal_references": sorted(reader.texts(iri, "legalReference")),
            "anchor": reader.one(iri, "anchoredBy"),
            "claims": told,
            "documents": sorted(name for name in documents if name),
        }


def phases(selection: Selection) -> Iterator[Row]:
    """Yield the phases: which status a measure held when, as known when, how surely, and why."""
    reader = Reader(selection)
    for iri in selection.of("Phase"):
        measure = next(iter(reader.iris(iri, "ofMeasure")), "")
        days = {name: reader.day(iri, prop) for name, prop in _PHASE_DAYS.items()}
        yield {
            "id": _local(iri),
            "measure": _local(measure),
            "measure_label": reader.one(measure, "rdfs:label") if measure else None,
            "status": reader.concept(iri, "status"),
            "certainty": reader.concept(iri, "certainty"),
            "reason": reader.one(iri, "reason"),
            **days,
            "since": reader.one(iri, "since"),
            "due": reader.one(iri, "due"),
            "only_for": reader.names(iri, "onlyFor"),
            "claims": sorted(_local(one) for one in reader.iris(iri, "basedOn")),
            "against": sorted(_local(one) for one in reader.iris(iri, "contradictedBy")),
        }


_PHASE_DAYS: Final = {
    "valid_from": "validFrom",
    "valid_until": "validUntil",
    "known_from": "knownFrom",
    "known_until": "knownUntil",
    "last_evidence": "lastEvidence",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its columns, and the function that yields its rows, sorted by IRI."""

    columns: tuple[Column, ...]
    rows: Callable[[Selection], Iterator[Row]]


TABLES: Final[Mapping[str, Table]] = MappingProxyType(
    {
        "claims": Table(columns=CLAIMS, rows=claims),
        "measures": Table(columns=MEASURES, rows=measures),
        "phases": Table(columns=PHASES, rows=phases),
    }
)


class Reader:
    """Descriptions of things, with the newest ones kept; memory does not grow with the store."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._kept: dict[str, Properties] = {}

    def describe(self, iri: str) -> Properties:
        """Return IRI of a property -> its values, sorted."""
        if iri not in self._kept:
            if len(self._kept) >= _CACHED:
                self._kept.clear()
            self._kept[iri] = self._selection.describe(iri)
        return self._kept[iri]

    def pointing(self, iri: str, prop: str) -> list[str]:
        """Return the IRIs of the things that point to one by a property, sorted."""
        return self._selection.pointing(iri, prop)

    def texts(self, iri: str, prop: str) -> list[str]:
        """Return the texts of a property; `prop` is a name of the ontology or a prefixed name."""
        return [value.value for value in self._values(iri, prop) if isinstance(value, Literal)]

    def iris(self, iri: str, prop: str) -> list[str]:
        """Return the IRIs that a thing points to by a property."""
        return [value.value for value in self._values(iri, prop) if isinstance(value, NamedNode)]

    def one(self, iri: str, prop: str) -> str | None:
        """Return the first text of a property."""
        return next(iter(self.texts(iri, prop)), None)

    def label(self, iri: str) -> str:
        """Return the label of a thing, else the last part of its IRI."""
        return self.one(iri, "rdfs:label") or self.one(iri, "skos:prefLabel") or _local(iri).replace("-", " ")

    def day(self, iri: str, prop: str) -> dt.date | None:
        """Return the day of a property; None where it stands for one that no source tells (0001-01-01)."""
        found = self.one(iri, prop)
        day = dt.date.fromisoformat(found) if found else None
        return None if day == dt.date.min else day

    def concept(self, iri: str, prop: str) -> str | None:
        """Return the name of the concept of a property, such as `in_force`."""
        found = next(iter(self.iris(iri, prop)), None)
        return found.removeprefix(ids.ONTOLOGY).partition("-")[2] if found else None

    def names(self, iri: str, prop: str) -> list[str]:
        """Return the ids, as in the claim schema, of the things of a property; sorted."""
        return sorted(self.one(one, "dcterms:identifier") or _local(one) for one in self.iris(iri, prop))

    def _values(self, iri: str, prop: str) -> list[Any]:
        name = terms.term(prop) if ":" in prop else terms.rg(prop)
        return self.describe(iri).get(name, [])


def _local(iri: str) -> str:
    return iri.removeprefix(ids.ID).partition("/")[2]
