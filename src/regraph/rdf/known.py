"""The ontology and the reference tables in, quads of the graphs `ontology` and `reference` out."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from regraph import ids, reference, resources, terms
from regraph.errors import OntologyError
from regraph.rdf.nodes import actor_triples, material_triples, node, rg

ONTOLOGY: Final = node(ids.graph_iri("ontology"))
REFERENCE: Final = node(ids.graph_iri("reference"))
_ALIAS: Final = node(terms.term("skos:altLabel"))


@cache
def known_quads() -> tuple[Quad, ...]:
    """Return the quads that every store begins with: vocabulary, materials, actors; sorted, without repeats.

    Raises: OntologyError where a file of the ontology does not parse.
    """
    quads = {*_turtle("regraph.ttl", ONTOLOGY), *_turtle("schemes.ttl", ONTOLOGY), *_turtle("materials.ttl", REFERENCE)}
    quads.update(_actors())
    for material in reference.materials():
        quads.update(Quad(*triple, REFERENCE) for triple in material_triples(material))
    return tuple(sorted(quads, key=str))


def _turtle(name: str, graph: NamedNode) -> Iterator[Quad]:
    """Yield the triples of an ontology file; its blank nodes become IRIs that depend on its content alone."""
    path = resources.path("ontology", name)
    try:
        parsed = ox.Dataset(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise OntologyError(f"ontology/{name} is no Turtle: {error}") from error
    parsed.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    for quad in parsed:
        yield Quad(_skolem(quad.subject, name), quad.predicate, _skolem(quad.object, name), graph)


def _skolem(term: Any, file: str) -> Any:
    """Return a blank node as an IRI of the well-known form (RDF 1.1 Concepts, 3.5), any other term as it is."""
    return node(f"{ids.ID}.well-known/genid/{file}/{term.value}") if isinstance(term, BlankNode) else term


def _actors() -> Iterator[Quad]:
    for actor in reference.actors().values():
        for triple in actor_triples(actor.id):
            yield Quad(*triple, REFERENCE)
        me = node(ids.actor_iri(actor.id))
        for alias in actor.aliases:
            yield Quad(me, _ALIAS, Literal(alias), REFERENCE)
        for demonym in actor.demonyms:
            yield Quad(me, rg("demonym"), Literal(demonym), REFERENCE)
