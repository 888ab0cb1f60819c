"""A network in, Cytoscape.js JSON out, which Cytoscape opens too; lists are joined, evidence stays whole."""

import json
from typing import IO, TYPE_CHECKING

from regraph.network.formats import Options
from regraph.network.formats.flat import flat_graph

if TYPE_CHECKING:
    from regraph.network.building import Graph


def write(graph: "Graph", stream: IO[bytes], options: Options) -> None:  # noqa: ARG001 - as every writer
    """Write JSON in UTF-8."""
    import networkx as nx

    data = nx.cytoscape_data(flat_graph(graph))
    for element in data["elements"]["edges"]:
        edge = element["data"]
        edge["id"] = edge["key"]
    data["data"] = [[key, value] for key, value in graph.graph.items()]
    stream.write(json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n")
