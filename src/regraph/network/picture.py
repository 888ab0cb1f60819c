"""A network in, what its pictures need out: places, sizes and shapes of nodes, and edges in bundles."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from regraph.network.layout import places

if TYPE_CHECKING:
    from regraph.network.building import Graph

# Class -> shape of a node; colour is left to the relations.
SHAPES: Final[Mapping[str, str]] = {
    "State": "circle",
    "SupranationalUnion": "circle",
    "Ministry": "square",
    "Agency": "square",
    "GovernmentBody": "square",
    "Company": "diamond",
    "Association": "diamond",
    "Person": "triangle",
    "IntergovernmentalOrganization": "hexagon",
    "NewsAgency": "hexagon",
    "Everybody": "ring",
    "ChemicalElement": "pill",
    "Mineral": "pill",
    "Compound": "pill",
    "MaterialGroup": "pill",
    "Material": "pill",
    "Good": "pill",
    "Technology": "pill",
    "Item": "pill",
}
SHAPE_NAMES: Final[Mapping[str, str]] = {
    "circle": "state, union",
    "square": "public body",
    "diamond": "company",
    "triangle": "person",
    "hexagon": "organisation",
    "ring": "everybody",
    "pill": "material",
    "dot": "other actor",
}
DASHES: Final[Mapping[int, tuple[float, ...]]] = {1: (), -1: (7, 4), 0: (2, 3)}  # sign -> dash, in pixels
SIGN_NAMES: Final[Mapping[int, str]] = {1: "cooperation", -1: "conflict", 0: "neutral"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A node as it is drawn."""

    iri: str
    label: str
    type: str
    shape: str
    x: float
    y: float
    radius: float
    degree: int  # neighbours


def dots(graph: "Graph") -> list[Dot]:
    """Return the nodes as they are drawn, in the order of the network."""
    spots = places(graph)
    out = []
    for iri, node in graph.nodes(data=True):
        degree = len({*graph.successors(iri), *graph.predecessors(iri)})
        out.append(
            Dot(
                iri=iri,
                label=node["label"],
                type=node["type"],
                shape=SHAPES.get(node["type"], "dot"),
                x=spots[iri][0],
                y=spots[iri][1],
                radius=round(min(26.0, 4.5 + 1.9 * math.sqrt(degree)), 1),
                degree=degree,
            )
        )
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Edges of one relation and sign from one node to another, drawn as one line."""

    source: str
    target: str
    relation: str
    sign: int
    edges: tuple[int, ...]  # by their place in the network
    bend: float  # how far the line bends to the left of its way, in units
    weight: int  # of all its edges


def bundles(graph: "Graph") -> list[Bundle]:
    """Return the edges as they are drawn; bundles between the same two nodes fan out, so that each can be clicked."""
    edges = list(graph.edges(data=True))
    alike: dict[tuple[str, str, str, int], list[int]] = defaultdict(list)
    for number, (source, target, edge) in enumerate(edges):
        alike[source, target, edge["relation"], edge["sign"]].append(number)
    pairs: dict[tuple[str, str], list[tuple[str, str, str, int]]] = defaultdict(list)
    for key in alike:
        pairs[min(key[:2]), max(key[:2])].append(key)
    out = []
    for (low, _), keys in pairs.items():
        for place, key in enumerate(keys):
            bend = round((place - (len(keys) - 1) / 2) * 13.0, 1)
            source, target, relation, sign = key
            out.append(
                Bundle(
                    source=source,
                    target=target,
                    relation=relation,
                    sign=sign,
                    edges=tuple(alike[key]),
                    bend=bend if source == low else -bend,
                    weight=sum(edges[number][2]["weight"] for number in alike[key]),
                )
            )
    return out


def width(weight: int) -> float:
    """Return how wide a line of a weight is drawn, in pixels.

    >>> width(1), width(300)
    (1.5, 5.0)
    """
    return round(min(5.0, 1.5 + 0.8 * math.log2(weight)), 2)
