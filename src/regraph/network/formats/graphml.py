"""A network in, GraphML out (yEd, Gephi, Cytoscape, igraph); lists are joined, what is absent is left out."""

from typing import IO, TYPE_CHECKING

from regraph.network.formats import Options
from regraph.network.formats.flat import flat_graph

if TYPE_CHECKING:
    from regraph.network.building import Graph


def write(graph: "Graph", stream: IO[bytes], options: Options) -> None:  # noqa: ARG001 - as every writer
    """Write GraphML in UTF-8."""
    import networkx as nx

    # the writer of the standard library, so that the bytes do not depend on whether lxml is there
    nx.write_graphml_xml(flat_graph(graph), stream, named_key_ids=True)
