"""Centralities, camps, balance and brokers of small networks whose measures can be worked out by hand."""

from typing import Any

import networkx as nx
import pytest
from tests.network.made import network

from regraph.network import stats
from regraph.network.layout import SPACING, places
from regraph.network.ties import EVERYBODY


def signed(*ties: tuple[str, str, int]) -> "nx.MultiDiGraph[str]":
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name in sorted({end for tie in ties for end in tie[:2]}):
        graph.add_node(name, label=name.upper(), type="State")
    for number, (source, target, sign) in enumerate(ties):
        graph.add_edge(source, target, key=str(number), sign=sign, weight=1, directed=True)
    return graph


@pytest.mark.parametrize(
    ("signs", "balanced"),
    [((1, 1, 1), True), ((1, -1, -1), True), ((1, 1, -1), False), ((-1, -1, -1), False), ((1, 1, 0), None)],
)
def test_balance_of_one_triangle(signs: tuple[int, int, int], balanced: bool | None) -> None:
    found = stats(signed(("a", "b", signs[0]), ("b", "c", signs[1]), ("c", "a", signs[2])))
    assert found.summary["triangles"] == (0 if balanced is None else 1)
    assert found.summary["balance"] == (None if balanced is None else float(balanced))
    assert len(found.triangles) == (1 if balanced is False else 0)


def test_the_sign_of_a_pair_is_that_of_the_sum() -> None:
    ties = [("a", "b", 1), ("a", "b", 1), ("b", "a", -1), ("b", "c", 1), ("a", "c", 1)]
    assert stats(signed(*ties)).summary["balance"] == 1.0


def test_a_broker_between_two_camps() -> None:
    left = [("a", "b", 1), ("b", "c", 1), ("c", "a", 1)]
    right = [("x", "y", 1), ("y", "z", 1), ("z", "x", 1)]
    found = stats(signed(*left, *right, ("a", "m", 1), ("m", "x", 1)))
    rows = {row["id"]: row for row in found.nodes}
    assert max(rows, key=lambda name: rows[name]["betweenness"]) == "m"
    assert {name for name, row in rows.items() if row["broker"]} == {"a", "m", "x"}
    assert rows["b"]["community"] == rows["c"]["community"] != rows["y"]["community"] == rows["z"]["community"]
    assert min(rows, key=lambda name: (rows[name]["constraint"], name)) in {"a", "m", "x"}
    assert (rows["a"]["out"], rows["a"]["in"], rows["a"]["cooperation"], rows["a"]["conflict"]) == (2, 1, 3, 0)


def test_betweenness_and_pagerank_agree_with_networkx() -> None:
    graph = network(60)
    found = {row["id"]: row for row in stats(graph).nodes}
    plain = nx.Graph(graph.to_undirected())
    for iri, value in nx.betweenness_centrality(plain).items():
        assert found[iri]["betweenness"] == pytest.approx(value, abs=1e-4)
    both: nx.DiGraph[str] = nx.DiGraph()
    both.add_nodes_from(graph)
    for source, target, edge in graph.edges(data=True):
        for a, b in [(source, target)] if edge["directed"] else [(source, target), (target, source)]:
            before = both.get_edge_data(a, b, {"weight": 0})["weight"]
            both.add_edge(a, b, weight=before + edge["weight"])
    for iri, value in nx.pagerank(both).items():
        assert found[iri]["pagerank"] == pytest.approx(value, abs=1e-4)


def test_all_countries_are_nobody_in_the_measures() -> None:
    found = stats(signed(("a", EVERYBODY, -1), ("b", EVERYBODY, -1), ("a", "b", 1)))
    assert {row["id"] for row in found.nodes} == {"a", "b"}
    assert found.summary["pairs"] == 1


def test_nothing_at_all() -> None:
    assert stats(nx.MultiDiGraph()).summary["actors"] == 0


def test_places_are_whole_repeatable_and_apart() -> None:
    graph = network(120)
    spots = places(graph)
    assert spots == places(graph)
    assert set(spots) == set(graph)
    points = sorted(spots.values())
    assert all(x >= 0 and y >= 0 and x == int(x) and y == int(y) for x, y in points)
    nearest = (
        min((ax - bx) ** 2 + (ay - by) ** 2 for i, (ax, ay) in enumerate(points) for bx, by in points[i + 1 :]) ** 0.5
    )
    assert nearest > SPACING * 0.3


def test_neighbours_lie_nearer_than_strangers() -> None:
    graph = network(80)
    spots = places(graph)

    def gap(a: str, b: str) -> float:
        return float(((spots[a][0] - spots[b][0]) ** 2 + (spots[a][1] - spots[b][1]) ** 2) ** 0.5)

    main: Any = max(nx.weakly_connected_components(graph), key=len)
    near = [gap(a, b) for a, b in graph.edges() if a in main and a != b]
    every = [gap(a, b) for a in main for b in main if a < b]
    assert sum(near) / len(near) < 0.7 * sum(every) / len(every)
