"""A network in, one CSV row a node out."""

from typing import IO, TYPE_CHECKING

from regraph.network.formats import Options
from regraph.network.formats.flat import node_row
from regraph.network.formats.tables import NODE_COLUMNS, table

if TYPE_CHECKING:
    from regraph.network.building import Graph


def write(graph: "Graph", stream: IO[bytes], options: Options) -> None:
    """Write CSV in UTF-8."""
    rows = [node_row(iri, node) for iri, node in graph.nodes(data=True)]
    more = dict.fromkeys(name for row in rows for name in row if name not in NODE_COLUMNS)  # measures, changes
    stream.write(table([*NODE_COLUMNS, *more], rows, safe=options.excel_safe))
