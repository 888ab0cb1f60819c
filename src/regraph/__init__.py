"""regraph: an evidence-first knowledge graph of trade measures on critical minerals.

import regraph

with regraph.open("regraph-store") as graph:
    graph.ask("which measures on samarium are still in force?", on="2025-11-15")
    graph.query("SELECT * { ?measure a rg:Measure } LIMIT 5")
    graph.rdflib()
"""

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regraph.api import Graph

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(path: "str | PathLike[str]" = "regraph-store") -> "Graph":  # noqa: A001 - reads well as regraph.open
    """Return the graph of a store, for reading; use it as a context manager.

    Raises: StoreError where there is no store, or it cannot be read.
    """
    from regraph.api import Graph

    return Graph(path)
