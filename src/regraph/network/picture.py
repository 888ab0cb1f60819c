"""A network in, what its pictures need out: places, sizes, shapes and the bend of every edge."""

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
    "ring": "all countries",
    "pill": "material, good",
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
                radius=round(min(18.0, 4.5 + 2.0 * math.sqrt(degree)), 1),
                degree=degree,
            )
        )
    return out


def bends(graph: "Graph") -> list[float]:
    """Return how far each edge bends to the left of its way, in units, in the order of the edges.

    Edges between the same two nodes fan out, so that each can be seen and clicked.
    """
    edges = [(source, target) for source, target, _ in graph.edges(data=True)]
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (source, target) in enumerate(edges):
        groups[min(source, target), max(source, target)].append(number)
    out = [0.0] * len(edges)
    for (low, _), members in groups.items():
        step = min(14.0, 70.0 / len(members))
        for place, number in enumerate(members):
            bend = (place - (len(members) - 1) / 2) * step
            out[number] = round(bend if edges[number][0] == low else -bend, 1)
    return out
