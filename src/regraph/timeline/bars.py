"""The phases in a store, as known by a day, into one bar of spans for each measure and each part of it.

A span whose first day no source tells has no start; one that runs on has no end. Spans of a bar follow each other
without gaps.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from regraph import ids, sparql, terms
from regraph.questions import END_OF_TIME, label_of
from regraph.store import Store

__all__ = ["END_OF_TIME", "Bar", "Span", "Timeline", "bars_of", "timeline"]

_DAY: Final = NamedNode(terms.term("xsd:date"))
_ROLES: Final = {"imposes": 0, "named": 0, "aimed at": 1, "possibly": 1, "": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days for which a measure holds one status with one certainty, half-open."""

    start: dt.date | None  # None: no source says since when
    end: dt.date | None  # exclusive; None: it runs on
    status: str
    certainty: str
    reason: str
    since: str | None  # EDTF, as exactly as the sources say
    due: str | None
    last_evidence: dt.date | None
    phase: str  # IRI

    def holds_on(self, day: dt.date) -> bool:
        """Return whether the span covers a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of a span."""
        return {
            "from": self.start.isoformat() if self.start else None,
            "until": self.end.isoformat() if self.end else None,
            "status": self.status,
            "certainty": self.certainty,
            "reason": self.reason,
            "since": self.since,
            "due": self.due,
            "last_evidence": self.last_evidence.isoformat() if self.last_evidence else None,
            "phase": self.phase,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One measure, or the part of it that changes on its own, through time."""

    measure: str  # IRI
    label: str
    only_for: tuple[str, ...] = ()  # labels of materials; empty: all others
    role: str = ""  # named or possibly (of a material); imposes or aimed at (of an actor)
    spans: tuple[Span, ...] = ()

    @property
    def name(self) -> str:
        """The id of the measure."""
        return self.measure.rpartition("/")[2]

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What tells a bar from others."""
        return self.measure, self.only_for

    @property
    def title(self) -> str:
        """The label, with the materials where it is a part."""
        return f"{self.label} ({', '.join(self.only_for)} only)" if self.only_for else self.label

    def on(self, day: dt.date) -> Span | None:
        """Return the span of a day, None where nothing is known of it."""
        return next((span for span in self.spans if span.holds_on(day)), None)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of a bar."""
        return {
            "measure": self.measure,
            "label": self.label,
            "only_for": list(self.only_for),
            "role": self.role or None,
            "spans": [span.to_json() for span in self.spans],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The bars of a measure, a material or an actor, and the window that is shown."""

    iri: str
    label: str
    on: dt.date  # the day that is marked
    known_by: dt.date
    first: dt.date  # of the window
    last: dt.date  # of the window, inclusive
    bars: tuple[Bar, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of `regraph timeline --json`."""
        return {
            "subject": self.iri,
            "label": self.label,
            "on": self.on.isoformat(),
            "known_by": None if self.known_by == END_OF_TIME else self.known_by.isoformat(),
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "bars": [bar.to_json() for bar in self.bars],
        }


_OF_MATERIAL: Final = """
SELECT ?measure (IF(MAX(?names) = 1, "named", "possibly") AS ?role) {
  { ?covered skos:broader* $it . ?measure rg:covers ?covered . BIND(1 AS ?names) }
  UNION { ?measure rg:coversItem $it . BIND(1 AS ?names) }
  UNION { ?covered skos:broader* $it . ?measure rg:mayCover ?covered . BIND(0 AS ?names) }
  FILTER NOT EXISTS { ?measure rg:excludes $it }
} GROUP BY ?measure
"""
_OF_ACTOR: Final = """
SELECT ?measure (MAX(?does) AS ?role) {
  { ?who rg:partOfState? $it . ?measure rg:imposedBy ?who . BIND("imposes" AS ?does) }
  UNION { ?who rg:partOfState? $it . ?measure rg:targets ?who . BIND("aimed at" AS ?does) }
} GROUP BY ?measure
"""
_PHASES: Final = """
SELECT ?measure ?label ?phase ?status ?certainty ?reason ?start ?end ?since ?due ?newest ?material ?name {
  %s
  ?measure a rg:Measure ; rdfs:label ?label .
  ?phase rg:ofMeasure ?measure ; a rg:Phase ; rg:status ?status ; rg:certainty ?certainty ; rg:reason ?reason ;
         rg:validFrom ?start ; rg:knownFrom ?learned .
  OPTIONAL { ?phase rg:knownUntil ?forgotten }
  FILTER(?learned <= $known_by && (!BOUND(?forgotten) || $known_by < ?forgotten))
  OPTIONAL { ?phase rg:validUntil ?end }
  OPTIONAL { ?phase rg:since ?since }
  OPTIONAL { ?phase rg:due ?due }
  OPTIONAL { ?phase rg:lastEvidence ?newest }
  OPTIONAL { ?phase rg:onlyFor ?material . ?material rdfs:label ?name }
}
"""


def timeline(
    store: Store,
    iri: str,
    *,
    on: dt.date,
    known_by: dt.date = END_OF_TIME,
    window: tuple[dt.date | None, dt.date | None] = (None, None),
) -> Timeline:
    """Return the bars of a measure, material, good or actor; without a window, one that shows every change."""
    found = bars_of(store, iri, known_by=known_by)
    first, last = _window(found, on, window)
    shown = tuple(bar for bar in found if any(_touches(span, first, last) for span in bar.spans))
    return Timeline(
        iri=iri, label=label_of(store, NamedNode(iri)), on=on, known_by=known_by, first=first, last=last, bars=shown
    )


def _touches(span: Span, first: dt.date, last: dt.date) -> bool:
    return (span.start is None or span.start <= last) and (span.end is None or first < span.end)


def _window(
    found: Iterable[Bar], on: dt.date, window: tuple[dt.date | None, dt.date | None]
) -> tuple[dt.date, dt.date]:
    days = {day for bar in found for span in bar.spans for day in (span.start, span.end) if day} | {on}
    margin = max((max(days) - min(days)).days // 20, 30)
    first = window[0] or min(days) - dt.timedelta(days=min(margin, (min(days) - dt.date.min).days))
    last = window[1] or max(days) + dt.timedelta(days=min(margin, (dt.date.max - max(days)).days))
    return first, max(first, last)


def bars_of(store: Store, iri: str | None = None, *, known_by: dt.date = END_OF_TIME) -> tuple[Bar, ...]:
    """Return the bars of a thing, of every measure where none is named, as known by a day; by first day, then label."""
    kind = iri.removeprefix(ids.ID).partition("/")[0] if iri else ""
    roles = _roles(store, kind, iri) if iri else None
    if roles is not None and not roles:
        return ()
    chosen = f"VALUES ?measure {{ {sparql.values(NamedNode(name) for name in sorted(roles))} }}" if roles else ""
    day = Literal(known_by.isoformat(), datatype=_DAY)
    rows = sparql.solutions(store.engine, _PHASES % chosen, {"known_by": day})
    out = [replace(bar, role=(roles or {}).get(bar.measure, "")) for bar in _bars(rows)]
    if kind == "material" and iri:
        out = [_possible(bar) for bar in _of_one_material(out, label_of(store, NamedNode(iri)))]
    return tuple(sorted(out, key=_order))


def _roles(store: Store, kind: str, iri: str) -> dict[str, str]:
    """Return the measures of a thing with the part it has in them."""
    if kind == "measure":
        return {iri: ""}
    query = _OF_ACTOR if kind == "actor" else _OF_MATERIAL
    rows = sparql.solutions(store.engine, query, {"it": NamedNode(iri)})
    return {row["measure"].value: row["role"].value for row in rows if "measure" in row}


def _bars(rows: Iterable[Mapping[str, sparql.Term]]) -> list[Bar]:
    phases: dict[str, Mapping[str, sparql.Term]] = {}
    scopes: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        phases[row["phase"].value] = row
        if "name" in row:
            scopes[row["phase"].value].add(row["name"].value)
    grouped: dict[tuple[str, tuple[str, ...]], list[Span]] = defaultdict(list)
    labels: dict[str, str] = {}
    for name, row in phases.items():
        labels[row["measure"].value] = row["label"].value
        grouped[row["measure"].value, tuple(sorted(scopes[name]))].append(_span(row))
    return [
        Bar(
            measure=measure,
            label=labels[measure],
            only_for=only_for,
            spans=tuple(sorted(spans, key=lambda span: span.start or dt.date.min)),
        )
        for (measure, only_for), spans in grouped.items()
    ]


def _span(row: Mapping[str, sparql.Term]) -> Span:
    def day(name: str) -> dt.date | None:
        return dt.date.fromisoformat(row[name].value) if name in row else None

    start = day("start")
    return Span(
        start=None if start == dt.date.min else start,
        end=day("end"),
        status=row["status"].value.rpartition("-")[2],
        certainty=row["certainty"].value.rpartition("-")[2],
        reason=row["reason"].value,
        since=row["since"].value if "since" in row else None,
        due=row["due"].value if "due" in row else None,
        last_evidence=day("newest"),
        phase=row["phase"].value,
    )


def _of_one_material(found: list[Bar], label: str) -> list[Bar]:
    """A bar for the material itself takes the place of the measure's own."""
    special = {bar.measure for bar in found if label in bar.only_for}
    return [bar for bar in found if bar.measure not in special or label in bar.only_for]


def _possible(bar: Bar) -> Bar:
    """A material that no source names is covered possibly, however sure the phase is."""
    if bar.role != "possibly":
        return bar
    return replace(bar, spans=tuple(replace(span, certainty="possible") for span in bar.spans))


def _order(bar: Bar) -> tuple[object, ...]:
    first = next((span.start for span in bar.spans if span.start), dt.date.max)
    return (_ROLES.get(bar.role, 0), first, bar.label, bar.measure, bar.only_for)
