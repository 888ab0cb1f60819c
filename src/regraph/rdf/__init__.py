"""Values in, RDF quads out, and back; every step that writes or reads the graph's form goes through here."""

from regraph.rdf.documents import document_graph, document_quads
from regraph.rdf.known import known_quads
from regraph.rdf.reading import read_claim, read_document
from regraph.rdf.resolved import PHASES, RESOLVED, doubt_quads, measure_quads, phase_quads
from regraph.rdf.things import thing_node, thing_quads

__all__ = [
    "PHASES",
    "RESOLVED",
    "document_graph",
    "document_quads",
    "doubt_quads",
    "known_quads",
    "measure_quads",
    "phase_quads",
    "read_claim",
    "read_document",
    "thing_node",
    "thing_quads",
]
