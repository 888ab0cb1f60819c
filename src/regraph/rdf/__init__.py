"""Values in, RDF quads out, and back; every step that writes or reads the graph's form goes through here."""

from regraph.rdf.documents import document_graph, document_quads
from regraph.rdf.reading import read_document

__all__ = ["document_graph", "document_quads", "read_document"]
