"""Agreements, meetings, promises, licence decisions, figures and impacts in, quads of the graph `resolved` out."""

from collections.abc import Callable, Iterable, Iterator
from functools import singledispatch

from pyoxigraph import Literal, NamedNode, Quad

from regraph import ids, terms
from regraph.model import Agreement, Commitment, Decision, Fulfilment, Impact, Meeting, Observation, Thing
from regraph.rdf.nodes import (
    IDENTIFIER,
    LABEL,
    TYPE,
    Triple,
    date,
    decimal,
    integer,
    node,
    rg,
)
from regraph.rdf.resolved import RESOLVED, claim_iri, dated_triples


def thing_node(thing: Thing) -> NamedNode:
    """Return the node of a thing; its kind is the name of its class in lower case."""
    return node(ids.iri(type(thing).__name__.lower(), thing.id))


def thing_quads(thing: Thing) -> list[Quad]:
    """Return everything the graph says of one thing, sorted."""
    me = thing_node(thing)
    triples: set[Triple] = {(me, LABEL, Literal(thing.label)), (me, IDENTIFIER, Literal(thing.id))}
    triples.update((me, rg("basedOn"), claim_iri(claim)) for claim in thing.claim_ids)
    triples.update(dated_triples(me, "date", thing.date))
    triples.update(_own(thing, me))
    return sorted((Quad(*triple, RESOLVED) for triple in triples), key=str)


@singledispatch
def _own(thing: Thing, me: NamedNode) -> Iterator[Triple]:  # noqa: ARG001 - the signature of every branch
    """Yield the triples that only this class of thing has."""
    raise TypeError(f"{type(thing).__name__} has no form in the graph")


@_own.register
def _(thing: Agreement, me: NamedNode) -> Iterator[Triple]:
    yield me, TYPE, rg("Agreement")
    yield me, rg("agreementStatus"), node(terms.concept("agreement", thing.status))
    yield from _linked(me, "party", thing.parties, ids.actor_iri)
    yield from _place(me, thing.place)
    for earlier in thing.follows:
        yield me, rg("follows"), Literal(earlier)
    if thing.anchor:
        yield me, rg("anchoredBy"), Literal(thing.anchor)


@_own.register
def _(thing: Meeting, me: NamedNode) -> Iterator[Triple]:
    yield me, TYPE, rg("Meeting")
    yield me, rg("meetingKind"), node(terms.concept("meeting", thing.kind))
    yield me, rg("modality"), node(terms.concept("modality", thing.modality))
    yield from _linked(me, "participant", thing.participants, ids.actor_iri)
    yield from _place(me, thing.place)


@_own.register
def _(thing: Commitment, me: NamedNode) -> Iterator[Triple]:
    yield me, TYPE, rg("Commitment")
    yield me, rg("action"), node(terms.concept("commitment", thing.action))
    yield me, rg("modality"), node(terms.concept("modality", thing.modality))
    if thing.kind:
        yield me, rg("measureKind"), node(terms.concept("kind", thing.kind))
    yield from _linked(me, "promisor", thing.promisors, ids.actor_iri)
    yield from _linked(me, "beneficiary", thing.beneficiaries, ids.actor_iri)
    yield from _goods(me, thing.materials, thing.items)
    yield from dated_triples(me, "until", thing.until)
    if thing.duration:
        yield me, rg("duration"), Literal(thing.duration)
    if thing.announced:
        yield me, rg("knownFrom"), date(thing.announced)
    if thing.agreement:
        yield me, rg("underAgreement"), node(ids.iri("agreement", thing.agreement))
    for measure in thing.about:
        yield me, rg("aboutMeasure"), node(ids.iri("measure", measure))
    for kept in thing.fulfilled_by:
        yield from _fulfilment(me, kept)


def _fulfilment(me: NamedNode, kept: Fulfilment) -> Iterator[Triple]:
    how = node(f"{me.value}/fulfilment/{kept.event_id}")
    yield me, rg("fulfilment"), how
    yield how, TYPE, rg("Fulfilment")
    yield how, rg("fulfilledBy"), node(ids.iri("event", kept.event_id))
    yield how, rg("ofMeasure"), node(ids.iri("measure", kept.measure_id))
    yield how, rg("knownFrom"), date(kept.known)
    yield how, rg("reason"), Literal(kept.reason)


@_own.register
def _(thing: Decision, me: NamedNode) -> Iterator[Triple]:
    yield me, TYPE, rg("LicenceDecision")
    yield me, rg("action"), node(terms.concept("decision", thing.action))
    yield me, rg("modality"), node(terms.concept("modality", thing.modality))
    yield from _linked(me, "issuer", thing.issuers, ids.actor_iri)
    yield from _linked(me, "holder", thing.holders, ids.actor_iri)
    yield from _goods(me, thing.materials, thing.items)
    yield from dated_triples(me, "until", thing.until)
    if thing.holder_count is not None:
        yield me, rg("holderCount"), integer(thing.holder_count)
    if thing.duration:
        yield me, rg("duration"), Literal(thing.duration)
    if thing.measure:
        yield me, rg("aboutMeasure"), node(ids.iri("measure", thing.measure))


@_own.register
def _(thing: Observation, me: NamedNode) -> Iterator[Triple]:
    yield me, TYPE, rg("Observation")
    yield me, rg("indicator"), node(terms.concept("indicator", thing.indicator))
    yield me, rg("value"), decimal(thing.value)
    yield from _linked(me, "subject", thing.subjects, ids.actor_iri)
    yield from _goods(me, (thing.material,) if thing.material else (), ())
    if thing.unit:
        yield me, rg("unit"), Literal(thing.unit)


@_own.register
def _(thing: Impact, me: NamedNode) -> Iterator[Triple]:
    yield me, TYPE, rg("Impact")
    yield me, rg("effect"), node(terms.concept("effect", thing.effect))
    yield me, rg("modality"), node(terms.concept("modality", thing.modality))
    yield from _linked(me, "affected", thing.affected, ids.actor_iri)
    yield from _goods(me, thing.materials, thing.items)
    if thing.duration:
        yield me, rg("duration"), Literal(thing.duration)


def _linked(me: NamedNode, prop: str, names: Iterable[str], iri: Callable[[str], str]) -> Iterator[Triple]:
    for name in names:
        yield me, rg(prop), node(iri(name))


def _goods(me: NamedNode, materials: Iterable[str], items: Iterable[str]) -> Iterator[Triple]:
    yield from _linked(me, "material", materials, ids.material_iri)
    yield from _linked(me, "item", items, ids.item_iri)


def _place(me: NamedNode, place: str | None) -> Iterator[Triple]:
    if place:
        yield me, rg("place"), node(ids.place_iri(place))
