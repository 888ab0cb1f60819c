"""A network in, its measures out: who is central, who stands between, which camps there are, what is in balance."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from regraph.network.ties import EVERYBODY

if TYPE_CHECKING:
    import networkx as nx

    from regraph.network.building import Graph

_SEED: Final = 20250404


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """The measures of a network, as a whole and of each node."""

    summary: Mapping[str, Any]
    nodes: tuple[Mapping[str, Any], ...]  # most central first
    triangles: tuple[Mapping[str, Any], ...]  # those out of balance

    def to_json(self) -> dict[str, Any]:
        """Return them as a JSON object."""
        return {
            "summary": dict(self.summary),
            "nodes": [dict(node) for node in self.nodes],
            "unbalanced": [dict(triangle) for triangle in self.triangles],
        }


def stats(graph: "Graph") -> Stats:
    """Return the measures of a network; the node that stands for all countries is left out of them.

    Of a node: `degree` (neighbours), `out`, `in` (ties), `cooperation`, `conflict` (ties by sign), `betweenness`
    (0 to 1, on the network of neighbours), `pagerank` (by weight, directions kept), `community` (number, 1 is the
    largest), `constraint` (Burt's, 0 free to 1 and more closed in; None for a node with no neighbour), `broker`
    (whether the network falls apart without it).
    Of the whole: sizes, `modularity` of the communities, and balance: a triangle is balanced where the product of its
    three signs is positive; the sign of a pair is that of the sum of its signed weights.
    Source: R. Burt, Structural Holes (1992); D. Cartwright and F. Harary, Structural Balance (1956).
    """
    kept = [iri for iri in graph if iri != EVERYBODY]
    pairs = _pairs(graph, kept)
    community, modularity = _communities(pairs)
    good, bad = _triangles(pairs)
    between, rank, brokers = _centrality(graph, pairs, kept)
    constraint = _constraint(pairs)
    rows = [
        {
            "id": iri,
            "label": graph.nodes[iri]["label"],
            "type": graph.nodes[iri]["type"],
            "degree": pairs.degree[iri],
            **_tie_counts(graph, iri),
            "betweenness": round(between[iri], 4),
            "pagerank": round(rank[iri], 4),
            "community": community[iri],
            "constraint": constraint[iri],
            "broker": iri in brokers,
        }
        for iri in kept
    ]
    rows.sort(key=lambda row: (-row["pagerank"], -row["degree"], row["id"]))
    summary = _summary(graph, pairs, kept) | {
        "communities": len(set(community.values())),
        "modularity": modularity,
        "triangles": good + len(bad),
        "balanced": good,
        "balance": round(good / (good + len(bad)), 4) if good or bad else None,
    }
    return Stats(summary=summary, nodes=tuple(rows), triangles=tuple(bad))


def with_stats(graph: "Graph") -> "Graph":
    """Return the network with the measures of `stats` as attributes of its nodes; what a node lacks is left out."""
    out = graph.copy()
    for row in stats(graph).nodes:
        told = {name: value for name, value in row.items() if name not in {"id", "label", "type"}}
        out.nodes[row["id"]].update({name: value for name, value in told.items() if value is not None})
    return out


def _pairs(graph: "Graph", kept: list[str]) -> "nx.Graph[str]":
    """Return the undirected network of neighbours, with the weight and the signed weight of each pair."""
    import networkx as nx

    pairs: nx.Graph[str] = nx.Graph()
    pairs.add_nodes_from(kept)
    known = set(kept)
    for source, target, edge in graph.edges(data=True):
        if source in known and target in known and source != target:
            before = pairs.get_edge_data(source, target, {"weight": 0, "signed": 0})
            weight = edge["weight"]
            pairs.add_edge(
                source,
                target,
                weight=before["weight"] + weight,
                signed=before["signed"] + weight * edge["sign"],
            )
    return pairs


def _tie_counts(graph: "Graph", iri: str) -> dict[str, int]:
    ties = [*graph.out_edges(iri, data=True), *graph.in_edges(iri, data=True)]
    return {
        "out": graph.out_degree[iri],
        "in": graph.in_degree[iri],
        "cooperation": sum(edge["sign"] > 0 for _, _, edge in ties),
        "conflict": sum(edge["sign"] < 0 for _, _, edge in ties),
    }


def _centrality(
    graph: "Graph", pairs: "nx.Graph[str]", kept: list[str]
) -> tuple[dict[str, float], dict[str, float], set[str]]:
    """Return betweenness, PageRank, and the nodes without which the network falls apart."""
    import rustworkx as rx

    index = {iri: number for number, iri in enumerate(kept)}
    plain = rx.PyGraph(multigraph=False)
    plain.add_nodes_from(kept)
    plain.add_edges_from([(index[a], index[b], None) for a, b in pairs.edges()])
    arrows = rx.PyDiGraph()
    arrows.add_nodes_from(kept)
    for source, target, edge in graph.edges(data=True):
        if source in index and target in index:
            ways = [(source, target)] if edge["directed"] else [(source, target), (target, source)]
            arrows.add_edges_from([(index[a], index[b], float(edge["weight"])) for a, b in ways])
    between = rx.betweenness_centrality(plain)
    rank = rx.pagerank(arrows, weight_fn=float) if kept else {}
    cuts = rx.articulation_points(plain)
    return (
        {iri: between[index[iri]] for iri in kept},
        {iri: rank[index[iri]] for iri in kept},
        {kept[number] for number in cuts},
    )


def _communities(pairs: "nx.Graph[str]") -> tuple[dict[str, int], float | None]:
    """Return node -> number of its community, by Louvain with a fixed seed, and the modularity."""
    import networkx as nx

    names = list(pairs)
    if not pairs.number_of_edges():
        return dict(zip(names, range(1, len(names) + 1), strict=True)), None
    # numbers in the place of names: the order of a set of numbers does not depend on the hash seed
    numbered = nx.relabel_nodes(pairs, {name: number for number, name in enumerate(names)})
    found = sorted(
        (sorted(members) for members in nx.community.louvain_communities(numbered, weight="weight", seed=_SEED)),
        key=lambda members: (-len(members), members[0]),
    )
    modularity = nx.community.modularity(numbered, [set(members) for members in found], weight="weight")
    community = {names[number]: place for place, members in enumerate(found, 1) for number in members}
    return community, round(modularity, 4)


def _constraint(pairs: "nx.Graph[str]") -> dict[str, float | None]:
    import networkx as nx

    if not pairs.number_of_edges():
        return dict.fromkeys(pairs)
    found = nx.constraint(pairs, weight="weight")
    return {iri: None if found[iri] != found[iri] else round(found[iri], 4) for iri in pairs}


def _triangles(pairs: "nx.Graph[str]") -> tuple[int, list[dict[str, Any]]]:
    """Return how many signed triangles are balanced, and those that are not; a pair of sign 0 makes none."""
    signs = {
        frozenset((a, b)): 1 if edge["signed"] > 0 else -1 for a, b, edge in pairs.edges(data=True) if edge["signed"]
    }
    near: dict[str, set[str]] = {}
    for a, b in (sorted(pair) for pair in signs):
        near.setdefault(a, set()).add(b)
    good, bad = 0, []
    for a in sorted(near):
        for b, c in combinations(sorted(near[a]), 2):
            if c not in near.get(b, set()):
                continue
            product = signs[frozenset((a, b))] * signs[frozenset((a, c))] * signs[frozenset((b, c))]
            if product > 0:
                good += 1
            else:
                ends = ((a, b), (a, c), (b, c))
                bad.append({"nodes": [a, b, c], "signs": [signs[frozenset(pair)] for pair in ends]})
    return good, bad


def _summary(graph: "Graph", pairs: "nx.Graph[str]", kept: list[str]) -> dict[str, Any]:
    import networkx as nx

    ties = [edge for _, _, edge in graph.edges(data=True)]
    return {
        "actors": len(kept),
        "ties": len(ties),
        "pairs": pairs.number_of_edges(),
        "cooperation": sum(edge["sign"] > 0 for edge in ties),
        "neutral": sum(edge["sign"] == 0 for edge in ties),
        "conflict": sum(edge["sign"] < 0 for edge in ties),
        "density": round(nx.density(pairs), 4) if len(kept) > 1 else None,
        "parts": nx.number_connected_components(pairs) if kept else 0,
    }
