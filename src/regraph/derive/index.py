"""What is looked up when claims come or go, into quads of the graph `index`; and a store, into what it holds of that.

The graph `index` says nothing about the world: in which block a claim stands, who repeats a saying, in which cells
that stands and how it was settled, and what later claims are held to of a measure or an agreement. It follows from the
claims as all that is derived does.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from regraph import ids, rdf, resolve, terms
from regraph.derive.rows import (
    Span,
    span_from,
    span_text,
    teller_from,
    teller_text,
    unsure_from,
    unsure_text,
)
from regraph.derive.tellers import by_claim, leading
from regraph.derive.values import Told
from regraph.errors import StoreError
from regraph.model import Agreement, Claim, Document, Phase
from regraph.phases import Teller
from regraph.resolve import Assignment, blocks, cells, keeping
from regraph.resolve.keeping import Kept
from regraph.resolve.looks import Look, look
from regraph.resolve.standing import Standing, standing_from, standing_text
from regraph.store import Store

INDEX: Final = NamedNode(ids.graph_iri("index"))
_BLOCK: Final = NamedNode(terms.rg("block"))
_CELL: Final = NamedNode(terms.rg("cell"))
_STAGE: Final = NamedNode(terms.rg("stage"))
_HOME: Final = NamedNode(terms.rg("home"))
_UNSURE: Final = NamedNode(terms.rg("unsure"))
_TOLD_BY: Final = NamedNode(terms.rg("toldBy"))
_SPAN: Final = NamedNode(terms.rg("span"))
_SHOWS: Final = NamedNode(terms.rg("shows"))
_KNOWN_FROM: Final = NamedNode(terms.rg("knownFrom"))
_BASED_ON: Final = NamedNode(terms.rg("basedOn"))
_OF_MEASURE: Final = NamedNode(terms.rg("ofMeasure"))
_FULFILMENT: Final = NamedNode(terms.rg("fulfilment"))
_MEASURE: Final = ids.iri("measure", "")
_AGREEMENT: Final = ids.iri("agreement", "")
_CLAIM: Final = ids.iri("claim", "")
_SAYING: Final = ids.iri("saying", "")
_PHASE: Final = ids.iri("phase", "")
_GROUPS: Final = (ids.iri("commitment", ""), ids.iri("decision", ""))
_EVENT: Final = ids.iri("event", "")
_DOUBT: Final = ids.iri("doubt", "")


def document_quads(told: Told) -> Iterator[Quad]:
    """Yield since when each document counts as known."""
    for name in sorted({document.id for _, document in told.claims}):
        day = Literal(told.known[name].isoformat(), datatype=NamedNode(terms.term("xsd:date")))
        yield Quad(NamedNode(ids.iri("document", name)), _KNOWN_FROM, day, rdf.RESOLVED)


def claim_quads(claim: Claim, document: Document, known: dt.date, stands_in: Iterable[str] = ()) -> Iterator[Quad]:
    """Yield what a claim says, and in which block and cells it stands; of a measure its saying stands in the cells."""
    me = NamedNode(_CLAIM + claim.id)
    yield Quad(me, _SHOWS, Literal(standing_text(claim, document, known)), INDEX)
    yield from (Quad(me, _BLOCK, Literal(key), INDEX) for key in resolve.block_keys(claim))
    yield from (Quad(me, _CELL, Literal(cell), INDEX) for cell in stands_in)


def teller_quads(key: str, tellers: Iterable[Teller]) -> Iterator[Quad]:
    """Yield who repeats a saying."""
    me = NamedNode(_SAYING + key)
    return (Quad(me, _TOLD_BY, Literal(teller_text(one)), INDEX) for one in tellers)


def look_quads(one: Look, stage: str, assigned: Iterable[Assignment]) -> Iterator[Quad]:
    """Yield in which cells a saying stands, how it was settled, and to which measures it was put, how surely."""
    me = NamedNode(_SAYING + one.id)
    yield Quad(me, _STAGE, Literal(stage), INDEX)
    yield from (Quad(me, _CELL, Literal(cell), INDEX) for cell in cells.of_claim(one, stage))
    for put in assigned:
        yield Quad(me, _HOME, NamedNode(_MEASURE + put.measure_id), INDEX)
        if put.unsure:
            yield Quad(me, _UNSURE, Literal(unsure_text(put)), INDEX)


def span_quads(found: Iterable[Phase]) -> Iterator[Quad]:
    """Yield of phases what tells whether news can change them."""
    for one in found:
        yield Quad(NamedNode(_MEASURE + one.measure_id), _SPAN, Literal(span_text(Span.of(one))), INDEX)


def measure_quads(kept: Kept) -> Iterator[Quad]:
    """Yield what later claims are held to of a measure, and where they find it."""
    me = NamedNode(_MEASURE + kept.measure.id)
    yield Quad(me, _SHOWS, Literal(keeping.kept_text(kept)), INDEX)
    for cell in {*cells.of_profile(kept.profile), *blocks.measure_cells(kept.measure)}:
        yield Quad(me, _CELL, Literal(cell), INDEX)


def agreement_quads(one: Agreement) -> Iterator[Quad]:
    """Yield what promises are held to of an agreement, and where they find it."""
    me = NamedNode(_AGREEMENT + one.id)
    yield Quad(me, _SHOWS, Literal(keeping.agreement_text(one)), INDEX)
    for cell in set(blocks.agreement_cells(one)):
        yield Quad(me, _CELL, Literal(cell), INDEX)


class Held:
    """What a store holds of claims and what they were derived into; read once each."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._claims: dict[str, Standing] = {}
        self._looks: dict[str, Look] = {}
        self._tellers: dict[str, tuple[Teller, ...]] = {}
        self._kept: dict[str, Kept | None] = {}
        self._groups = resolve.groups()

    # --- claims -----------------------------------------------------------------------------------------------------

    def in_blocks(self, keys: Iterable[str]) -> list[str]:
        """Return the ids of the claims of some blocks, sorted."""
        return self._subjects(_BLOCK, keys, _CLAIM)

    def in_cells(self, wanted: Iterable[str]) -> list[str]:
        """Return the ids of the claims in some cells, sorted; those on measures stand in none."""
        return self._subjects(_CELL, wanted, _CLAIM)

    def looks_in(self, wanted: Iterable[str]) -> list[str]:
        """Return the ids of the looks in some cells, sorted."""
        return self._subjects(_CELL, wanted, _SAYING)

    def _subjects(self, prop: NamedNode, keys: Iterable[str], prefix: str) -> list[str]:
        found = {_iri(quad.subject) for key in set(keys) for quad in self.store.match(None, prop, Literal(key), INDEX)}
        return sorted(name.removeprefix(prefix) for name in found if name.startswith(prefix))

    def blocks_of(self, claims: Iterable[str]) -> set[str]:
        """Return the keys of the blocks of claims (ids)."""
        return {
            _iri(quad.object)
            for claim in claims
            for quad in self.store.match(NamedNode(_CLAIM + claim), _BLOCK, None, INDEX)
        }

    def told(self, claims: Iterable[str]) -> Told:
        """Return claims with their documents."""
        found = [self._standing(name) for name in sorted(set(claims))]
        return Told(
            claims=tuple((one.claim, one.document) for one in found),
            known={one.document.id: one.known for one in found},
        )

    def claim(self, name: str) -> tuple[Claim, Document]:
        """Return a claim with its document, without the document's text."""
        found = self._standing(name)
        return found.claim, found.document

    def _standing(self, name: str) -> Standing:
        if name not in self._claims:
            text = self._shown(_CLAIM + name)
            if text is None:
                raise StoreError(f"the store lacks what claim {name} says: rebuild it with `regraph build`")
            self._claims[name] = standing_from(text)
        return self._claims[name]

    # --- sayings ----------------------------------------------------------------------------------------------------

    def tellers(self, key: str) -> tuple[Teller, ...]:
        """Return who repeats a saying, by its key or the id of its look; none where nobody does."""
        key = key.partition(".")[0]
        if key not in self._tellers:
            found = self.store.match(NamedNode(_SAYING + key), _TOLD_BY, None, INDEX)
            self._tellers[key] = tuple(sorted((teller_from(_iri(quad.object)) for quad in found), key=by_claim))
        return self._tellers[key]

    def look(self, name: str) -> Look:
        """Return what a saying shows of its measure."""
        if name not in self._looks:
            head = leading(self.tellers(name))
            if head is None:
                raise StoreError(f"the store lacks who says {name}: rebuild it with `regraph build`")
            self._looks[name] = look(self.claim(head.claim_id), self._groups)
        return self._looks[name]

    def stage(self, name: str) -> str:
        """Return how a look was settled."""
        found = next(self.store.match(NamedNode(_SAYING + name), _STAGE, None, INDEX), None)
        return str(_iri(found.object)) if found else ""

    def homes(self, name: str) -> list[str]:
        """Return the ids of the measures that a look was put to."""
        found = self.store.match(NamedNode(_SAYING + name), _HOME, None, INDEX)
        return sorted(_iri(quad.object).removeprefix(_MEASURE) for quad in found)

    def looks_of(self, measure: str) -> list[Look]:
        """Return the looks that were put to a measure, by id."""
        found = self.store.match(None, _HOME, NamedNode(_MEASURE + measure), INDEX)
        return [self.look(name) for name in sorted(_iri(quad.subject).removeprefix(_SAYING) for quad in found)]

    def unsure(self, name: str) -> list[Assignment]:
        """Return where a look was put without being sure."""
        found = self.store.match(NamedNode(_SAYING + name), _UNSURE, None, INDEX)
        return [unsure_from(name, _iri(quad.object)) for quad in found]

    # --- what was derived -------------------------------------------------------------------------------------------

    def resting_on(self, claim: str) -> list[str]:
        """Return the IRIs of what rests on a claim: measures, events, doubts, things."""
        found = self.store.match(None, _BASED_ON, NamedNode(_CLAIM + claim), rdf.RESOLVED)
        return sorted(_iri(quad.subject) for quad in found)

    def members(self, measure: str) -> list[str]:
        """Return the ids of the claims that a measure rests on."""
        return self._claims_of(_MEASURE + measure)

    def spans(self, measure: str) -> list[Span]:
        """Return what tells of the phases of a measure whether news can change them."""
        found = self.store.match(NamedNode(_MEASURE + measure), _SPAN, None, INDEX)
        return [span_from(_iri(quad.object)) for quad in found]

    def _claims_of(self, iri: str) -> list[str]:
        found = self.store.match(NamedNode(iri), _BASED_ON, None, rdf.RESOLVED)
        return sorted(_iri(quad.object).removeprefix(_CLAIM) for quad in found)

    def kept(self, measure: str) -> Kept | None:
        """Return what is kept of a measure, None where there is none."""
        if measure not in self._kept:
            text = self._shown(_MEASURE + measure)
            self._kept[measure] = keeping.kept_from(text, self._groups) if text else None
        return self._kept[measure]

    def measures_in(self, wanted: Iterable[str]) -> list[str]:
        """Return the ids of the measures in some cells, sorted."""
        return self._subjects(_CELL, wanted, _MEASURE)

    def measures(self, wanted: Iterable[str]) -> list[Kept]:
        """Return what is kept of the measures in some cells, by id."""
        return [one for name in self.measures_in(wanted) if (one := self.kept(name))]

    def agreement(self, name: str) -> Agreement | None:
        """Return what is kept of an agreement, None where there is none."""
        text = self._shown(_AGREEMENT + name)
        return keeping.agreement_from(text) if text else None

    def agreements(self, wanted: Iterable[str]) -> list[Agreement]:
        """Return what is kept of the agreements in some cells, by id."""
        found = (self.agreement(name) for name in self._subjects(_CELL, wanted, _AGREEMENT))
        return [one for one in found if one]

    def agreements_on(self, claims: Iterable[str]) -> dict[str, Agreement]:
        """Return what is kept of the agreements that rest on claims (ids), by id."""
        found = {iri for name in claims for iri in self.resting_on(name) if iri.startswith(_AGREEMENT)}
        named = {iri.removeprefix(_AGREEMENT) for iri in found}
        return {name: one for name in sorted(named) if (one := self.agreement(name))}

    def _shown(self, iri: str) -> str | None:
        found = next(self.store.match(NamedNode(iri), _SHOWS, None, INDEX), None)
        return str(_iri(found.object)) if found else None

    def groups_of(self, claims: Iterable[str]) -> list[list[str]]:
        """Return all the claims of each promise and licence decision that rests on some claims (ids)."""
        found = {iri for name in claims for iri in self.resting_on(name) if iri.startswith(_GROUPS)}
        return [self._claims_of(iri) for iri in sorted(found)]

    # --- quads ------------------------------------------------------------------------------------------------------

    def quads_of_claim(self, claim: str) -> Iterator[Quad]:
        """Yield what the index says of a claim."""
        return self.store.match(NamedNode(_CLAIM + claim), graph=INDEX)

    def quads_of_look(self, name: str) -> Iterator[Quad]:
        """Yield what the index says of a look, but for who says it."""
        for prop in (_STAGE, _CELL, _HOME, _UNSURE):
            yield from self.store.match(NamedNode(_SAYING + name), prop, None, INDEX)

    def quads_of_measure(self, measure: str) -> Iterator[Quad]:
        """Yield all that is said of a measure, its events and its phases."""
        me = NamedNode(_MEASURE + measure)
        yield from self._of(me)
        for quad in self.store.match(None, _OF_MEASURE, me, rdf.RESOLVED):
            if _iri(quad.subject).startswith(_EVENT):
                yield from self._of(quad.subject)
        for span in self.spans(measure):
            yield from self._of(NamedNode(_PHASE + span.phase_id))

    def quads_of_phase(self, measure: str, span: Span) -> Iterator[Quad]:
        """Yield all that is said of a phase."""
        yield from self._of(NamedNode(_PHASE + span.phase_id))
        yield Quad(NamedNode(_MEASURE + measure), _SPAN, Literal(span_text(span)), INDEX)

    def quads_of_doubts(self, claim: str) -> Iterator[Quad]:
        """Yield all that is said of the doubts about a claim."""
        for iri in self.resting_on(claim):
            if iri.startswith(_DOUBT):
                yield from self._of(NamedNode(iri))

    def quads_of_things(self, claims: Iterable[str]) -> Iterator[Quad]:
        """Yield all that is said of the things that rest on claims (ids) and are no measures."""
        measured = (_MEASURE, _DOUBT, _EVENT, _PHASE)
        found = {iri for name in claims for iri in self.resting_on(name) if not iri.startswith(measured)}
        for iri in sorted(found):
            me = NamedNode(iri)
            yield from self._of(me)
            for quad in self.store.match(me, _FULFILMENT):
                yield from self._of(quad.object)

    def _of(self, node: Any) -> Iterator[Quad]:
        for graph in (rdf.RESOLVED, rdf.PHASES, INDEX):
            yield from self.store.match(node, graph=graph)


def _iri(term: Any) -> str:
    """Return the text of an IRI or a literal."""
    return str(term.value)
