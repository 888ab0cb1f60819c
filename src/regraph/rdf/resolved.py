"""Measures, events and phases in, quads of the graphs `resolved` and `phases` out.

Actors, materials and goods are described where they are named (the document's graph, the reference graph), not
here: so a document that goes takes nothing along that others need, and leaves nothing behind.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from regraph import ids, terms
from regraph.dates import Bounds
from regraph.model import Doubt, Event, Measure, Phase
from regraph.rdf.nodes import (
    IDENTIFIER,
    LABEL,
    TYPE,
    Triple,
    date,
    decimal,
    node,
    rg,
)

RESOLVED: Final = node(ids.graph_iri("resolved"))
PHASES: Final = node(ids.graph_iri("phases"))


def measure_quads(measure: Measure, events: Iterable[Event], phases: Iterable[Phase] = ()) -> list[Quad]:
    """Return what the graph says of one measure: itself, its events, its phases; sorted."""
    quads = {Quad(*triple, RESOLVED) for triple in _measure(measure)}
    for event in events:
        quads.update(Quad(*triple, RESOLVED) for triple in _event(event))
    return sorted([*quads, *phase_quads(phases)], key=str)


def phase_quads(phases: Iterable[Phase]) -> list[Quad]:
    """Return what the graph says of phases; sorted."""
    return sorted({Quad(*triple, PHASES) for phase in phases for triple in _phase(phase)}, key=str)


def doubt_quads(doubts: Iterable[Doubt]) -> list[Quad]:
    """Return which claims were put to their measure without being sure of it; sorted."""
    return sorted((Quad(*triple, RESOLVED) for doubt in doubts for triple in _doubt(doubt)), key=str)


def claim_iri(claim_id: str) -> NamedNode:
    """Return the node of a claim by its id."""
    return node(ids.iri("claim", claim_id))


def _measure(measure: Measure) -> Iterator[Triple]:
    me = node(ids.iri("measure", measure.id))
    yield me, TYPE, rg("Measure")
    yield me, LABEL, Literal(measure.label)
    yield me, IDENTIFIER, Literal(measure.id)
    yield me, rg("measureKind"), node(terms.concept("kind", measure.kind))
    for prop, actors in (("imposedBy", measure.imposers), ("targets", measure.targets)):
        for actor in actors:
            yield me, rg(prop), node(ids.actor_iri(actor))
    for prop, materials in (
        ("covers", measure.covers),
        ("mayCover", measure.may_cover),
        ("excludes", measure.excludes),
    ):
        for material in materials:
            yield me, rg(prop), node(ids.material_iri(material))
    for item in measure.items:
        yield me, rg("coversItem"), node(ids.item_iri(item))
    for reference in measure.references:
        yield me, rg("legalReference"), Literal(reference)
    if measure.anchor:
        yield me, rg("anchoredBy"), Literal(measure.anchor)
    for claim in measure.claim_ids:
        yield me, rg("basedOn"), claim_iri(claim)


def dated_triples(me: NamedNode, name: str, bounds: Bounds | None) -> Iterator[Triple]:
    """Return when something is or was: as EDTF text, and its earliest and latest day."""
    if bounds:
        yield me, rg(name), Literal(bounds.edtf())
        yield me, rg(f"{name}Earliest"), date(bounds.earliest)
        yield me, rg(f"{name}Latest"), date(bounds.latest)


def _event(event: Event) -> Iterator[Triple]:
    me = node(ids.iri("event", event.id))
    yield me, TYPE, rg("MeasureEvent")
    yield me, rg("ofMeasure"), node(ids.iri("measure", event.measure_id))
    yield me, rg("action"), node(terms.concept("action", event.action))
    yield me, rg("modality"), node(terms.concept("modality", event.modality))
    yield me, rg("standing"), node(terms.concept("document", event.standing))
    yield from dated_triples(me, "date", event.date)
    yield from dated_triples(me, "until", event.until)
    if event.duration:
        yield me, rg("duration"), Literal(event.duration)
    if event.announced:
        yield me, rg("knownFrom"), date(event.announced)
    if event.rate_to is not None:
        yield me, rg("rateTo"), decimal(event.rate_to)
    for material in event.only_for:
        yield me, rg("onlyFor"), node(ids.material_iri(material))
    for claim in event.claim_ids:
        yield me, rg("basedOn"), claim_iri(claim)


def _doubt(doubt: Doubt) -> Iterator[Triple]:
    me = node(ids.iri("doubt", f"{doubt.claim_id}-{doubt.measure_id}"))
    yield me, TYPE, rg("Doubt")
    yield me, rg("ofMeasure"), node(ids.iri("measure", doubt.measure_id))
    yield me, rg("basedOn"), claim_iri(doubt.claim_id)
    yield me, rg("score"), decimal(doubt.score)
    yield me, rg("reason"), Literal(doubt.reason)
    if doubt.runner_up:
        yield me, rg("runnerUp"), node(ids.iri("measure", doubt.runner_up))


def _phase(phase: Phase) -> Iterator[Triple]:
    me = node(ids.iri("phase", phase.id))
    yield me, TYPE, rg("Phase")
    yield me, rg("ofMeasure"), node(ids.iri("measure", phase.measure_id))
    yield me, rg("status"), node(terms.concept("status", phase.status))
    yield me, rg("certainty"), node(terms.concept("certainty", phase.certainty))
    yield me, rg("reason"), Literal(phase.reason)
    yield me, rg("validFrom"), date(phase.valid_from)
    yield me, rg("knownFrom"), date(phase.known_from)
    for prop, day in (
        ("validUntil", phase.valid_until),
        ("knownUntil", phase.known_until),
        ("lastEvidence", phase.last_evidence),
    ):
        if day:
            yield me, rg(prop), date(day)
    yield from dated_triples(me, "since", phase.since)
    yield from dated_triples(me, "due", phase.due)
    for material in phase.only_for:
        yield me, rg("onlyFor"), node(ids.material_iri(material))
    for prop, claims in (("basedOn", phase.claim_ids), ("contradictedBy", phase.against)):
        for claim in claims:
            yield me, rg(prop), claim_iri(claim)
