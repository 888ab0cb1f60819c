"""A document's quads in, those quads with the classes and reference nodes that they need out.

What is a subclass of what, and which material belongs to which group, is for the ontology to say: a document that
says so itself is not listened to.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from regraph import ids, resources, terms
from regraph.errors import ConformanceError

Term = NamedNode | BlankNode | Literal
Spo = tuple[NamedNode | BlankNode, NamedNode, Term]

TYPE: Final = NamedNode(terms.term("rdf:type"))
SUBCLASS: Final = NamedNode(terms.term("rdfs:subClassOf"))
_BROADER: Final = NamedNode(terms.term("skos:broader"))
_ABOUT_MATERIALS: Final = frozenset(
    {TYPE, _BROADER, NamedNode(terms.term("skos:inScheme")), NamedNode(terms.term("skos:prefLabel"))}
)
_MATERIAL: Final = ids.material_iri("")


def triples_of(quads: Iterable[Quad | Triple], context: Iterable[Quad | Triple] = ()) -> list[Spo]:
    """Return the triples to validate: the document's, and what context and ontology say of the nodes it mentions.

    Shape: without repeats, in no order; without `rdfs:subClassOf`. What the context says of other nodes is left
    out, so that it may be all reference data; a tuple is looked through once a process.
    """
    told = {triple for triple in plain(quads) if triple[1] != SUBCLASS}
    mentioned = {term.value for _, _, term in told if isinstance(term, NamedNode)}
    index = _index(_Same(context)) if isinstance(context, tuple) else _by_subject(context)
    told.update(triple for iri in mentioned if iri in index for triple in index[iri])
    told.update(material_triples(mentioned))
    return list(told)


class _Same:
    """A tuple that equals itself only: comparing ten thousand quads takes longer than looking through them."""

    def __init__(self, quads: tuple[Quad | Triple, ...]) -> None:
        self.quads = quads

    def __hash__(self) -> int:
        return id(self.quads)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.quads is other.quads


@lru_cache(maxsize=2)
def _index(same: _Same) -> Mapping[str, list[Spo]]:
    return _by_subject(same.quads)


def _by_subject(quads: Iterable[Quad | Triple]) -> Mapping[str, list[Spo]]:
    """Return what is said of data nodes, by their IRI; the ontology's own terms are no data."""
    out: dict[str, list[Spo]] = defaultdict(list)
    for triple in plain(quads):
        if triple[1] != SUBCLASS and triple[0].value.startswith(ids.ID):
            out[triple[0].value].append(triple)
    return out


def plain(quads: Iterable[Quad | Triple]) -> Iterator[Spo]:
    """Yield subject, predicate and object of each quad or triple.

    Raises: ConformanceError for a quoted triple.
    """
    for quad in quads:
        if isinstance(quad.subject, Triple) or isinstance(quad.object, Triple):
            raise ConformanceError(f"{quad.subject} holds a quoted triple, which no shape describes: leave it out")
        yield quad.subject, quad.predicate, quad.object


def material_triples(iris: Iterable[str]) -> Iterator[Spo]:
    """Yield what the ontology says of the materials among `iris` and of all groups above them."""
    known = _materials()
    queue = [iri for iri in set(iris) if iri.startswith(_MATERIAL)]
    seen: set[str] = set()
    while queue:
        iri = queue.pop()
        if iri in seen or iri not in known:
            continue
        seen.add(iri)
        yield from known[iri]
        queue.extend(triple[2].value for triple in known[iri] if triple[1] == _BROADER)


@cache
def subclasses() -> Mapping[str, tuple[str, ...]]:
    """Return every class of the ontology with itself and all classes below it, sorted."""
    parents: dict[str, set[str]] = defaultdict(set)
    for child, predicate, parent_class in plain(_parse("regraph.ttl")):
        if predicate == SUBCLASS:
            parents[child.value].add(parent_class.value)

    def above(name: str) -> set[str]:
        return {name}.union(*(above(parent) for parent in parents.get(name, ())))

    below: dict[str, set[str]] = defaultdict(set)
    for name in list(parents):
        for parent in above(name):
            below[parent].add(name)
    return MappingProxyType({name: tuple(sorted(names | {name})) for name, names in below.items()})


@cache
def subclass_triples() -> tuple[Spo, ...]:
    """Return the class hierarchy of the ontology as triples."""
    return tuple(triple for triple in plain(_parse("regraph.ttl")) if triple[1] == SUBCLASS)


@cache
def _materials() -> Mapping[str, tuple[Spo, ...]]:
    out: dict[str, list[Spo]] = defaultdict(list)
    for triple in plain(_parse("materials.ttl")):
        if triple[1] in _ABOUT_MATERIALS:
            out[triple[0].value].append(triple)
    return MappingProxyType({iri: tuple(triples) for iri, triples in out.items()})


def _parse(name: str) -> Iterable[Quad]:
    return parse(path=str(resources.path("ontology", name)), format=RdfFormat.TURTLE)
