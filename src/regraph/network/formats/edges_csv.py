"""A network in, one CSV row an edge out, readable by itself: with the labels of both ends."""

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from regraph.network.formats import Options
from regraph.network.formats.flat import Flat, edge_row, one_line
from regraph.network.formats.tables import EDGE_COLUMNS, table

if TYPE_CHECKING:
    from regraph.network.building import Graph


def write(graph: "Graph", stream: IO[bytes], options: Options) -> None:
    """Write CSV in UTF-8."""
    changes = ["change", "was"] if any("change" in edge for _, _, edge in graph.edges(data=True)) else []
    stream.write(table([*EDGE_COLUMNS, *changes], rows(graph), safe=options.excel_safe))


def rows(graph: "Graph") -> Iterator[dict[str, Flat]]:
    """Yield the edges as flat rows with the labels and types of both ends."""
    for source, target, edge in graph.edges(data=True):
        ends: dict[str, Flat] = {}
        for end, iri in (("source", source), ("target", target)):
            node = graph.nodes[iri]
            ends |= {end: iri, f"{end}_label": one_line(node["label"]), f"{end}_type": node["type"]}
        yield {**edge_row(edge), **ends}
