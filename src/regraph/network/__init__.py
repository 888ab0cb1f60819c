"""A store in, the network of its actors out: who imposes on, agrees with, promises to, accuses whom, and who says so.

    graph = build(store, on=dates.parse("2025-11-15"), level="state")     a networkx.MultiDiGraph
    write(graph, "html", stream)                                          one of FORMATS
    stats(graph)                                                          centralities, communities, balance, brokers

Every edge carries the claims it rests on. The same graph gives the same network, in the same order.
"""

from regraph.network.building import build
from regraph.network.formats import FORMATS, guess, write
from regraph.network.measuring import Stats, stats
from regraph.network.ties import RELATIONS, Relation

__all__ = ["FORMATS", "RELATIONS", "Relation", "Stats", "build", "guess", "stats", "write"]
