"""A store in, the network of its actors out: who imposes on, agrees with, promises to, accuses whom, and who says so.

    graph = build(store, on=dates.parse("2025-11-15"), level="state")     a networkx.MultiDiGraph
    write(graph, "html", stream)                                          one of FORMATS
    stats(graph)                                                          centralities, communities, balance, brokers
    regraph.network("regraph-store", level="state")                       the package itself: opens, builds, closes
    compare(before, after)                                                what changed from one network to another

Every edge carries the claims it rests on. The same graph gives the same network, in the same order.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from regraph.network.building import build
from regraph.network.comparing import Comparison, compare, with_change
from regraph.network.formats import FORMATS, guess, write
from regraph.network.measuring import Stats, stats, with_stats
from regraph.network.ties import RELATIONS, VIEWS, Relation

if TYPE_CHECKING:
    from regraph.network.building import Graph

__all__ = [
    "FORMATS",
    "RELATIONS",
    "VIEWS",
    "Comparison",
    "Relation",
    "Stats",
    "build",
    "compare",
    "guess",
    "stats",
    "with_change",
    "with_stats",
    "write",
]


class _Callable(ModuleType):
    """The class of this package, which is a function too: `regraph.network(…)` reads as `regraph.open(…)` does."""

    def __call__(self, store: Any = "regraph-store", **view: Any) -> "Graph":
        """Return the network of a store, by path or as `regraph.open` gave it; options as `Graph.network`."""
        # by name: what opens stores and understands names stands above this layer
        found: Graph = import_module("regraph.api").network(store, **view)
        return found


sys.modules[__name__].__class__ = _Callable
