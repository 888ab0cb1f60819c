"""A network in, node-link JSON with the evidence of every edge out (networkx, D3)."""

import json
from typing import IO, TYPE_CHECKING

from regraph.network.formats import Options

if TYPE_CHECKING:
    from regraph.network.building import Graph


def write(graph: "Graph", stream: IO[bytes], options: Options) -> None:  # noqa: ARG001 - as every writer
    """Write JSON in UTF-8; `networkx.node_link_graph(data, edges="edges")` reads it back."""
    import networkx as nx

    data = nx.node_link_data(graph, edges="edges")
    stream.write(json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n")
