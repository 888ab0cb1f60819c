"""regraph: an evidence-first knowledge graph of trade measures on critical minerals.

import regraph

with regraph.open("regraph-store") as graph:
    graph.ask("which measures on samarium are still in force?", on="2025-11-15")
    graph.query("SELECT * { ?measure a rg:Measure } LIMIT 5").to_pandas()
    graph.phases(material="samarium")
    graph.network(on="2025-11-15", level="state")
    graph.rdflib()

regraph.network("regraph-store", level="state") gives the network of a store in one call.
"""

from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from regraph.api import Graph

__version__ = "0.1.0"
__all__ = ["__version__", "network", "open"]


def __getattr__(name: str) -> Any:
    """Return `regraph.network`, the package of networks, which can be called too."""
    if name == "network":
        from importlib import import_module

        return import_module("regraph.network")
    raise AttributeError(f"module 'regraph' has no attribute {name!r}")


def open(path: "str | PathLike[str]" = "regraph-store") -> "Graph":  # noqa: A001 - reads well as regraph.open
    """Return the graph of a store, for reading; use it as a context manager.

    Raises: StoreError where there is no store, or it cannot be read.
    """
    from regraph.api import Graph

    return Graph(path)
