"""The layout of a network of 2,000 actors, and its measures: regraph's, over rustworkx, beside plain networkx.

And how long it takes to read a network from a store of made-up articles (`made`).
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

import networkx as nx
import rustworkx as rx
from tests.network.made import network

from bench import made
from bench.store import fill
from regraph.network import build
from regraph.network.layout import places
from regraph.store import Store

SIZE = 2_000
ARTICLES = 1_850


def run() -> Iterator[str]:
    """Yield the time of each way, and how much faster regraph's is, all in this process."""
    graph = network(SIZE)
    plain: nx.Graph[str] = nx.Graph(graph)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    # only edges between two nodes matter to a layout; several count once, as in regraph's
    yield f"{SIZE} actors, {plain.number_of_edges()} pairs of neighbours"
    own = _seconds(lambda: places(graph))
    yield f"regraph.network.layout.places (pivots, then stress): {own:.2f} s"
    theirs = _seconds(lambda: nx.spring_layout(plain, seed=1))
    yield f"networkx spring_layout: {theirs:.2f} s, {theirs / own:.1f} times as long"
    numbered = rx.networkx_converter(plain)
    fast = _seconds(lambda: rx.betweenness_centrality(numbered))
    slow = _seconds(lambda: nx.betweenness_centrality(plain))
    yield f"betweenness: rustworkx {fast:.2f} s, networkx {slow:.2f} s, {slow / fast:.1f} times as long"
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "store", made.World(ARTICLES), ARTICLES)
        with Store.open(Path(folder) / "store") as store:
            read = _seconds(lambda: build(store))
    yield f"the network of a store of {ARTICLES} articles: {read:.2f} s"


def _seconds(work: Callable[[], object]) -> float:
    """Return the processor time of a call: another program on the machine does not count."""
    begin = process_time()
    work()
    return process_time() - begin
