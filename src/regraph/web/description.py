"""A service in, what it says of itself out (SPARQL 1.1 Service Description)."""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from regraph import terms
from regraph.web.service import Service
from regraph.web.worker import GRAPH_FORMATS

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULTS: Final = (
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV Turtle JSON-LD N-Triples RDF_XML N3 "
    "TriG N-Quads"
).split()
_INPUTS: Final = "Turtle JSON-LD N-Triples RDF_XML N3 TriG N-Quads".split()
_SHOWN: Final = 500  # named graphs told of
_TYPE: Final = NamedNode(terms.term("rdf:type"))


def describe(service: Service, endpoint: str) -> list[Triple]:
    """Return the description of the endpoint at an address."""
    return list(_triples(service, NamedNode(endpoint)))


def _triples(service: Service, endpoint: NamedNode) -> Iterator[Triple]:
    me, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    yield Triple(me, _TYPE, _sd("Service"))
    yield Triple(me, _sd("endpoint"), endpoint)
    yield Triple(me, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield Triple(me, _sd("feature"), _sd("UnionDefaultGraph"))
    for name in _RESULTS:
        yield Triple(me, _sd("resultFormat"), NamedNode(_FORMATS + name))
    if service.settings.writable:
        yield Triple(me, _sd("supportedLanguage"), _sd("SPARQL11Update"))
        for name in _INPUTS:
            yield Triple(me, _sd("inputFormat"), NamedNode(_FORMATS + name))
    yield Triple(me, _sd("defaultDataset"), dataset)
    yield Triple(dataset, _TYPE, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), default)
    yield Triple(default, _TYPE, _sd("Graph"))
    union = Literal("The union of all named graphs, each triple once.", language="en")
    yield Triple(default, NamedNode(terms.term("dcterms:description")), union)
    with service.current() as snapshot:
        names = snapshot.store.graphs()
    for number, name in enumerate(names[:_SHOWN]):
        graph = BlankNode(f"graph{number}")
        yield Triple(dataset, _sd("namedGraph"), graph)
        yield Triple(graph, _TYPE, _sd("NamedGraph"))
        yield Triple(graph, _sd("name"), NamedNode(name))


def serialise(triples: list[Triple], form: str) -> bytes:
    """Return triples in a format of the service."""
    prefixes = {**terms.PREFIXES, "sd": SD, "formats": _FORMATS}
    bare = form in ("nt", "nq")
    return ox.serialize(triples, format=GRAPH_FORMATS[form], prefixes=None if bare else prefixes) or b""


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)
