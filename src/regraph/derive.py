"""Claims of a store in, what follows from them out: measures, events, phases and things, as quads to add and remove.

Claims fall into blocks; claims that share none are never about one thing. Promises and licences also look at the
measures of the states they name. So a change of claims touches the blocks of those claims and the promises of their
states, and nothing else; deriving those anew gives what deriving everything would give. A judgement of a person
touches the blocks of the claims that it is about.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from regraph import ids, phases, rdf, resolve, terms
from regraph.errors import StoreError
from regraph.model import Claim, Document, Doubt, Event, Measure
from regraph.resolve import Assignment, Judgement, Resolution
from regraph.store import Store

Known = Mapping[str, dt.date]  # document id -> since when what it says counts as known

_BLOCK: Final = NamedNode(terms.rg("block"))
_BLOCK_STATE: Final = NamedNode(terms.rg("blockState"))
_KNOWN_FROM: Final = NamedNode(terms.rg("knownFrom"))
_BASED_ON: Final = NamedNode(terms.rg("basedOn"))
_OF_MEASURE: Final = NamedNode(terms.rg("ofMeasure"))
_FULFILMENT: Final = NamedNode(terms.rg("fulfilment"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Claims with their documents, and since when each document counts as known."""

    claims: tuple[tuple[Claim, Document], ...]
    known: Known

    def __add__(self, other: "Told") -> "Told":
        """Return both, each claim once."""
        joined = {claim.id: (claim, document) for claim, document in (*self.claims, *other.claims)}
        return Told(claims=tuple(joined[name] for name in sorted(joined)), known={**self.known, **other.known})


NOTHING: Final = Told(claims=(), known={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a change of claims changes in the derived graphs."""

    add: tuple[Quad, ...] = ()
    remove: tuple[Quad, ...] = ()


def told_by(documents: Iterable[tuple[Document, Sequence[Claim]]]) -> Told:
    """Return the claims of whole documents, with the day from which each counts as known."""
    whole = list(documents)
    return Told(
        claims=tuple((claim, document) for document, claims in whole for claim in claims),
        known={document.id: phases.known_day(document, claims) for document, claims in whole},
    )


def everything(told: Told, judgements: Sequence[Judgement] = ()) -> Iterator[Quad]:
    """Yield all derived quads of a store that holds these claims and no others."""
    yield from _index(told)
    measures, events, quads = _measures(told, judgements)
    yield from quads
    for thing in resolve.resolve_things(told.claims, measures, events):
        yield from rdf.thing_quads(thing)


def change(
    store: Store,
    *,
    added: Told = NOTHING,
    removed: Told = NOTHING,
    judgements: Sequence[Judgement] = (),
    blocks: Iterable[str] = (),
) -> Change:
    """Return what changes in the derived graphs when documents come or go, or judgements on claims of `blocks`."""
    touched = {key for claim, _ in (*added.claims, *removed.claims) for key in resolve.block_keys(claim)} | set(blocks)
    shaken = {state for key in touched if not resolve.is_dependent(key) for state in resolve.block_states(key)}
    held = _of_blocks(store, touched | _dependents(store, shaken))
    gone = {claim.id for claim, _ in removed.claims}
    now = _without(held, gone) + added
    named = {state for claim, _ in now.claims for key in resolve.block_keys(claim) for state in resolve.depends_on(key)}
    beside = _without(_of_blocks(store, _measure_blocks(store, named) - touched), gone)
    old = _derived(store, [claim.id for claim, _ in (*held.claims, *removed.claims)])
    old.update(_index(removed))
    new = set(_index(added))
    measures, events, quads = _measures(now, judgements)
    new.update(quads)
    others, other_events, _ = _measures(beside, judgements, write=False)
    for thing in resolve.resolve_things(now.claims, [*measures, *others], [*events, *other_events]):
        new.update(rdf.thing_quads(thing))
    return Change(add=tuple(sorted(new - old, key=str)), remove=tuple(sorted(old - new, key=str)))


def _without(told: Told, gone: set[str]) -> Told:
    return Told(claims=tuple(pair for pair in told.claims if pair[0].id not in gone), known=told.known)


def _measures(
    told: Told, judgements: Sequence[Judgement], *, write: bool = True
) -> tuple[list[Measure], list[Event], list[Quad]]:
    """Return the measures that claims are about, their events, and with `write` the quads of both and their phases."""
    resolution = resolve.resolve_measures(told.claims, resolve.groups(), judgements)
    by_claim = {claim.id: (claim, document) for claim, document in told.claims}
    assigned: dict[str, list[Assignment]] = defaultdict(list)
    for one in resolution.assignments:
        assigned[one.measure_id].append(one)
    events: list[Event] = []
    quads: list[Quad] = []
    for measure in resolution.measures:
        voices = [_voice(by_claim[one.claim_id], told.known, one) for one in assigned[measure.id]]
        own = phases.events(measure.id, voices)
        events += own
        if write:
            quads += rdf.measure_quads(measure, own, phases.phases(measure.id, voices))
            quads += rdf.doubt_quads(map(_doubt, (one for one in assigned[measure.id] if one.unsure)))
    return list(resolution.measures), events, quads


def _doubt(one: Assignment) -> Doubt:
    return Doubt(
        claim_id=one.claim_id,
        measure_id=one.measure_id,
        score=one.score,
        reason=one.reason,
        runner_up=one.runner_up,
    )


def _voice(pair: tuple[Claim, Document], known: Known, assignment: Assignment) -> phases.Voice:
    claim, document = pair
    return phases.voice(claim, document, known[document.id], only_for=assignment.only_for)


def resolution(store: Store, blocks: Iterable[str], judgements: Sequence[Judgement] = ()) -> tuple[Told, Resolution]:
    """Return the claims that a store holds in some blocks, and how they are resolved: which, how well, and why."""
    held = _of_blocks(store, blocks)
    return held, resolve.resolve_measures(held.claims, resolve.groups(), judgements)


def blocks_of(store: Store, claims: Iterable[str]) -> frozenset[str]:
    """Return the keys of the blocks that claims (ids) lie in."""
    found = (quad.object for name in claims for quad in store.match(NamedNode(ids.iri("claim", name)), _BLOCK))
    return frozenset(value.value for value in found if isinstance(value, Literal))


# --- the index of blocks, and reading claims back -------------------------------------------------------------------


def _index(told: Told) -> Iterator[Quad]:
    """Yield which claim lies in which block, of which states, and since when its document counts as known."""
    for claim, document in told.claims:
        me = NamedNode(ids.iri("claim", claim.id))
        source = NamedNode(ids.iri("document", document.id))
        day = Literal(told.known[document.id].isoformat(), datatype=NamedNode(terms.term("xsd:date")))
        yield Quad(source, _KNOWN_FROM, day, rdf.RESOLVED)
        for key in resolve.block_keys(claim):
            yield Quad(me, _BLOCK, Literal(key), rdf.RESOLVED)
            for state in resolve.block_states(key):
                yield Quad(me, _BLOCK_STATE, Literal(state), rdf.RESOLVED)


def _blocks_of_states(store: Store, states: Iterable[str]) -> set[str]:
    claims = {quad.subject for state in states for quad in store.match(None, _BLOCK_STATE, Literal(state))}
    return {
        quad.object.value for claim in claims for quad in store.match(claim, _BLOCK) if isinstance(quad.object, Literal)
    }


def _dependents(store: Store, states: Iterable[str]) -> set[str]:
    """Return the blocks of promises and licences that look at the measures of these states."""
    return {key for key in _blocks_of_states(store, states) if resolve.is_dependent(key)}


def _measure_blocks(store: Store, states: Iterable[str]) -> set[str]:
    return {key for key in _blocks_of_states(store, states) if not resolve.is_dependent(key)}


def _of_blocks(store: Store, keys: Iterable[str]) -> Told:
    """Return the claims that the store holds in these blocks."""
    found = {quad.subject for key in keys for quad in store.match(None, _BLOCK, Literal(key))}
    cache: dict[str, dict[str, list[Any]]] = {}

    def describe(iri: str) -> dict[str, list[Any]]:
        if iri not in cache:
            out: dict[str, list[Any]] = {}
            for quad in store.match(NamedNode(iri)):
                out.setdefault(quad.predicate.value, []).append(quad.object)
            cache[iri] = out
        return cache[iri]

    claims = [rdf.read_claim(node.value, describe) for node in found if isinstance(node, NamedNode)]
    claims.sort(key=lambda pair: pair[0].id)
    return Told(claims=tuple(claims), known={document.id: _known(describe, document) for _, document in claims})


def _known(describe: Any, document: Document) -> dt.date:
    days = describe(ids.iri("document", document.id)).get(_KNOWN_FROM.value)
    if not days:
        raise StoreError(f"the store lacks the day of {document.name}: rebuild it with `regraph build`")
    return dt.date.fromisoformat(days[0].value)


def _derived(store: Store, claims: Iterable[str]) -> set[Quad]:
    """Return the quads of everything that rests on these claims: measures, their events and phases, things."""
    subjects: set[Any] = set()
    for claim in claims:
        node = NamedNode(ids.iri("claim", claim))
        subjects.update(quad.subject for quad in store.match(None, _BASED_ON, node, rdf.RESOLVED))
    for subject in list(subjects):
        subjects.update(quad.subject for quad in store.match(None, _OF_MEASURE, subject))
        subjects.update(quad.object for quad in store.match(subject, _FULFILMENT))
    out: set[Quad] = set()
    for subject in subjects:
        for graph in (rdf.RESOLVED, rdf.PHASES):
            out.update(store.match(subject, graph=graph))
    return out
