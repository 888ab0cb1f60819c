"""A store and what a person wants of it in, the quads to export out.

A filter chooses things (measures, agreements, promises …) and claims; with them come their parts (events, phases,
fulfilments), the claims they rest on, the passages and documents of those, and a description of every actor,
material, good and place that is named. Several filters narrow each other. What is chosen is held in memory by its
IRIs; without a filter nothing is.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Triple

from regraph import ids, terms
from regraph.export.sorting import sorted_lines
from regraph.store import Store

Nodes = set[NamedNode]
Properties = dict[str, list[Any]]  # IRI of a property -> its values

_DESCRIBED: Final = tuple(ids.iri(kind, "") for kind in ("actor", "material", "item", "place"))
_CLAIM: Final = ids.iri("claim", "")
_DOCUMENT_GRAPH: Final = f"{ids.GRAPH}document/"
_DOCUMENT: Final = ids.iri("document", "")
_QUOTES: Final = frozenset({terms.term("oa:exact"), terms.rg("text")})


def _p(name: str) -> NamedNode:
    return NamedNode(terms.term(name) if ":" in name else terms.rg(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to export: of each kind, IRIs of which one has to fit; empty means no filter."""

    measure: tuple[str, ...] = ()
    material: tuple[str, ...] = ()  # materials or goods; a group stands for its members too
    document: tuple[str, ...] = ()
    since: dt.date | None = None  # documents published on this day or later
    quotes: bool = True  # False leaves out quoted passages and the texts of documents

    @property
    def narrow(self) -> bool:
        """Whether anything but quotes is left out."""
        return bool(self.measure or self.material or self.document or self.since)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Things and claims that a filter chooses."""

    things: Nodes
    claims: Nodes

    def __and__(self, other: "_Chosen") -> "_Chosen":
        return _Chosen(self.things & other.things, self.claims & other.claims)


@dataclass(frozen=True, slots=True)
class Selection:
    """A store as far as filters choose: its quads, the IRIs of its things, what is said of one of them."""

    store: Store
    filters: Filters
    _subjects: Nodes | None  # None: everything
    _graphs: frozenset[str]  # of the documents chosen; heeded where subjects are chosen

    def quads(self) -> Iterator[Quad]:
        """Yield the quads of named graphs, in no order; a quad may come twice."""
        if self._subjects is None:
            found = _everything(self.store)
        else:
            found = (quad for node in sorted(self._subjects, key=str) for quad in self._of(node))
        yield from _settled(found if self.filters.quotes else (quad for quad in found if self._shown(quad)))

    def union(self) -> Iterator[Triple]:
        """Yield the triples of the union of all graphs, each once, in no order."""
        if self._subjects is None:
            found: Iterator[Quad] = self.store.match()
            yield from (quad.triple for quad in found if self._shown(quad))
            return
        for node in sorted(self._subjects, key=str):
            triples = {quad.triple for quad in self._of(node) if self._shown(quad)}
            yield from sorted(triples, key=str)

    def of(self, name: str) -> Iterator[str]:
        """Yield the IRIs of the things of a class of the ontology, sorted, on disk where they are many."""
        kind = NamedNode(terms.rg(name))
        nodes = (quad.subject for quad in self.store.match(None, _p("rdf:type"), kind))
        chosen = (node.value.encode() for node in nodes if isinstance(node, NamedNode) and self._holds(node))
        yield from (line.decode() for line in sorted_lines(chosen))

    def describe(self, iri: str) -> Properties:
        """Return IRI of a property -> its values, sorted; empty where the thing is not chosen."""
        node = NamedNode(iri)
        if not self._holds(node):
            return {}
        quads = self.store.match(node) if self._subjects is None else self._of(node)
        found: dict[str, set[Any]] = {}
        for quad in quads:
            if self._shown(quad):
                found.setdefault(quad.predicate.value, set()).add(quad.object)
        return {prop: sorted(values, key=str) for prop, values in found.items()}

    def pointing(self, iri: str, prop: str) -> list[str]:
        """Return the IRIs of the chosen things that point to one by a property, sorted."""
        found = (quad.subject for quad in self.store.match(None, _p(prop), NamedNode(iri)))
        return sorted({node.value for node in found if isinstance(node, NamedNode) and self._holds(node)})

    def _holds(self, node: NamedNode) -> bool:
        return self._subjects is None or node in self._subjects

    def _shown(self, quad: Quad) -> bool:
        return self.filters.quotes or quad.predicate.value not in _QUOTES

    def _of(self, node: NamedNode) -> Iterator[Quad]:
        for quad in self.store.match(node, graph=None):
            name = quad.graph_name
            # what another document says of an actor stays with that document
            if isinstance(name, NamedNode) and (
                not name.value.startswith(_DOCUMENT_GRAPH) or name.value in self._graphs
            ):
                yield quad


def select(store: Store, filters: Filters) -> Selection:
    """Return what the filters choose of a store; everything, where there are none."""
    if not filters.narrow:
        return Selection(store, filters, None, frozenset())
    subjects, documents = _subjects(store, filters)
    graphs = frozenset(_DOCUMENT_GRAPH + node.value.removeprefix(_DOCUMENT) for node in documents)
    return Selection(store, filters, subjects, graphs)


def _everything(store: Store) -> Iterator[Quad]:
    """Yield the quads graph by graph: the union, which holds everything once more, is never read."""
    for name in store.graphs():
        yield from store.match(graph=NamedNode(name))


def _settled(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads with blank nodes named by their content; only lists of the ontology have any."""
    blank = Dataset()
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            blank.add(quad)
        else:
            yield quad
    blank.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    yield from blank


def _subjects(store: Store, filters: Filters) -> tuple[Nodes, Nodes]:
    """Return the subjects to export, and the documents among them."""
    fits = list(_filters(store, filters))
    found = fits[0]
    for fit in fits[1:]:
        found = found & fit
    parts = _with_parts(store, found.things)
    claims = found.claims | (_objects(store, parts, "basedOn", "contradictedBy") if not _by_source(filters) else set())
    documents = _objects(store, claims, "prov:wasDerivedFrom")
    if not (filters.measure or filters.material):
        documents |= _documents(store, filters)  # also those that claim nothing
    subjects = parts | claims | documents | _objects(store, claims, "statedIn", "oa:hasSelector")
    return subjects | _described(store, subjects), documents


def _by_source(filters: Filters) -> bool:
    """Whether claims of other documents are to stay out."""
    return bool(filters.document or filters.since)


def _filters(store: Store, filters: Filters) -> Iterator[_Chosen]:
    if filters.measure:
        things = _about(store, {NamedNode(iri) for iri in filters.measure})
        yield _Chosen(things, _objects(store, _with_parts(store, things), "basedOn", "contradictedBy"))
    if filters.material:
        yield _of_materials(store, {NamedNode(iri) for iri in filters.material})
    if filters.document or filters.since:
        claims = _subjects_of(store, _documents(store, filters), "prov:wasDerivedFrom")
        resting = _subjects_of(store, claims, "basedOn", "contradictedBy")
        yield _Chosen(_wholes(store, resting), claims)


def _documents(store: Store, filters: Filters) -> Nodes:
    """Return the documents that the filters on documents choose; none where there is no such filter."""
    out = {NamedNode(iri) for iri in filters.document}
    if filters.since:
        late: Nodes = set()
        for quad in store.match(None, _p("publishedLatest")):
            value = quad.object
            if isinstance(value, Literal) and isinstance(quad.subject, NamedNode):
                late |= {quad.subject} if value.value >= filters.since.isoformat() else set()
        out = out & late if filters.document else late
    return out


def _of_materials(store: Store, wanted: Nodes) -> _Chosen:
    closed = _closed(wanted, lambda nodes: _subjects_of(store, nodes, "skos:broader"))
    named = _subjects_of(store, closed, "covers", "mayCover", "coversItem", "material", "item")
    things = _about(store, {node for node in named if not node.value.startswith(_CLAIM)})
    claims = {node for node in named if node.value.startswith(_CLAIM)}
    return _Chosen(things, claims | _objects(store, _with_parts(store, things), "basedOn", "contradictedBy"))


def _about(store: Store, things: Nodes) -> Nodes:
    """Return things with the promises and licence decisions that are about them."""
    return things | _subjects_of(store, things, "aboutMeasure")


def _with_parts(store: Store, things: Nodes) -> Nodes:
    return things | _subjects_of(store, things, "ofMeasure") | _objects(store, things, "fulfilment")


def _wholes(store: Store, nodes: Nodes) -> Nodes:
    """Return things in the place of their parts: the measure of an event or a phase."""
    measures = _objects(store, nodes, "ofMeasure")
    parts = {node for node in nodes if any(True for _ in store.match(node, _p("ofMeasure")))}
    return (nodes - parts) | measures


def _described(store: Store, subjects: Nodes) -> Nodes:
    """Return the actors, materials, goods and places that subjects name, with their states and groups."""

    def named(nodes: Nodes) -> Nodes:
        found = (quad.object for node in nodes for quad in store.match(node))
        return {node for node in found if isinstance(node, NamedNode) and node.value.startswith(_DESCRIBED)}

    return _closed(named(subjects), named)


def _closed(nodes: Nodes, follow: Callable[[Nodes], Nodes]) -> Nodes:
    out, fresh = set(nodes), set(nodes)
    while fresh:
        fresh = follow(fresh) - out
        out |= fresh
    return out


def _objects(store: Store, nodes: Iterable[NamedNode], *props: str) -> Nodes:
    found = (quad.object for prop in props for node in nodes for quad in store.match(node, _p(prop)))
    return {node for node in found if isinstance(node, NamedNode)}


def _subjects_of(store: Store, nodes: Iterable[NamedNode], *props: str) -> Nodes:
    found = (quad.subject for prop in props for node in nodes for quad in store.match(None, _p(prop), node))
    return {node for node in found if isinstance(node, NamedNode)}
