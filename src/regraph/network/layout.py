"""A network in, a place for every node out: the same network gives the same picture.

Each connected part is laid out by itself: rustworkx's springs find a start, stress majorisation (distances on the
page follow distances in the network) settles it, and nodes that lie on each other are pushed apart. In a large part
only neighbours and some pivots count. The parts are then packed in rows, largest first.

Source: E. Gansner, Y. Koren, S. North, Graph Drawing by Stress Majorization (2004); U. Brandes, C. Pich, Eigensolver
Methods for Progressive Multidimensional Scaling of Large Data (2007); M. Ortmann, M. Klimenta, U. Brandes, A Sparse
Stress Model (2016).
"""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from regraph.network.building import Graph

Places = Mapping[str, tuple[float, float]]

SPACING: Final = 90.0  # units between two neighbours, of which a small node is 12 wide
_SEED: Final = 20250404
_SMALL: Final = 600  # nodes of one part up to which all distances count: their cost is quadratic
_PIVOTS: Final = 40  # nodes that stand for all others in a larger part
_ROUNDS: Final = 60
_APART: Final = 0.35  # how much neighbours of their own lengthen an edge
_ASPECT: Final = 1.6  # width to height of a page


def places(graph: "Graph") -> Places:
    """Return node -> (x, y), y downward, of a picture in whole units, all positive."""
    import networkx as nx

    parts = sorted((sorted(part) for part in nx.weakly_connected_components(graph)), key=lambda p: (-len(p), p[0]))
    boxes = [(part, _laid_out(graph, part)) for part in parts]
    return {
        iri: (float(round(x)), float(round(y)))
        for part, offset, points in _packed(boxes)
        for iri, (x, y) in zip(part, points + offset, strict=True)
    }


def _laid_out(graph: "Graph", part: list[str]) -> Any:
    """Return the points of one connected part, an array of shape (nodes, 2), its corner at (0, 0)."""
    import numpy as np

    if len(part) == 1:
        return np.zeros((1, 2))
    small = len(part) <= _SMALL
    points = _stress(_start(graph, part), _distances(graph, part)) if small else _large(graph, part)
    points = _apart(_level(points) * SPACING * (1 + len(part) / 300))  # a crowd needs more room
    return points - points.min(axis=0)


def _start(graph: "Graph", part: list[str]) -> Any:
    import numpy as np
    import rustworkx as rx

    index = {iri: number for number, iri in enumerate(part)}
    springs = rx.PyGraph(multigraph=False)
    springs.add_nodes_from(part)
    springs.add_edges_from([(index[a], index[b], 1.0) for a, b in _pairs(graph, part)])
    found = rx.spring_layout(springs, seed=_SEED, num_iter=200)
    return np.array([found[number] for number in range(len(part))]) * math.sqrt(len(part))


def _large(graph: "Graph", part: list[str]) -> Any:
    """Return the points of a large part: as stress would have it, but only towards neighbours and some pivots.

    The pivots, each as far from the others as can be, stand for the nodes around them: so the cost grows with the
    nodes, and not with their square.
    """
    import numpy as np
    from scipy.sparse.csgraph import shortest_path

    lengths = _lengths(graph, part)
    pivots, rows = [0], []
    for _ in range(min(_PIVOTS, len(part))):
        rows.append(shortest_path(lengths, directed=False, indices=pivots[-1]))
        pivots.append(int(np.argmax(np.min(rows, axis=0))))
    far = np.array(rows).T
    return _settled(_projected(far), lengths, far, np.array(pivots[:-1]))


def _projected(far: Any) -> Any:
    """Return points in two dimensions whose distances come near to those from the pivots (classical scaling)."""
    import numpy as np

    squares = far**2
    centred = -0.5 * (squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean())
    # few columns: the vectors of their small product are those of the large matrix
    points = centred @ np.linalg.eigh(centred.T @ centred)[1][:, -2:]
    return points / max(float(np.sqrt((points**2).sum(axis=1).mean())), 1e-9) * float(far.mean())


def _settled(points: Any, lengths: Any, far: Any, pivots: Any) -> Any:
    """Return points drawn to where their neighbours and the pivots would have them, half the way each round."""
    import numpy as np
    from scipy.sparse import coo_array

    size = len(points)
    ends = lengths.tocoo()
    heads, tails = np.concatenate([ends.row, ends.col]), np.concatenate([ends.col, ends.row])
    wanted = np.concatenate([ends.data, ends.data])
    near_weights = wanted**-2.0
    gather = coo_array((near_weights, (heads, np.arange(len(heads)))), shape=(size, len(heads))).tocsr()
    own = np.arange(size)[:, None] == pivots[None, :]
    weights = np.where(own, 0.0, np.maximum(far, 1e-9) ** -2.0) * (size / len(pivots))
    total = (gather.sum(axis=1) + weights.sum(axis=1))[:, None]
    for _ in range(_ROUNDS):
        gap = points[heads] - points[tails]
        reach = np.maximum(np.sqrt((gap**2).sum(axis=1)), 1e-6)
        drawn = gather @ (points[tails] + gap * (wanted / reach)[:, None])
        away = points[:, None, :] - points[pivots][None, :, :]
        distance = np.maximum(np.sqrt((away**2).sum(axis=2)), 1e-6)
        drawn += (weights[:, :, None] * (points[pivots][None, :, :] + away * (far / distance)[:, :, None])).sum(axis=1)
        points = 0.5 * points + 0.5 * drawn / total
    return points


def _pairs(graph: "Graph", part: list[str]) -> list[tuple[str, str]]:
    return sorted({(min(a, b), max(a, b)) for a, b in graph.edges(part) if a != b})


def _distances(graph: "Graph", part: list[str]) -> Any:
    """Return how far apart each two nodes of a part should be: the mean length of an edge is 1."""
    from scipy.sparse.csgraph import shortest_path

    return shortest_path(_lengths(graph, part), directed=False)


def _lengths(graph: "Graph", part: list[str]) -> Any:
    """Return how far apart neighbours should be, as a sparse matrix: 1 in the mean."""
    import numpy as np
    from scipy.sparse import coo_array

    index = {iri: number for number, iri in enumerate(part)}
    pairs = np.array([(index[a], index[b]) for a, b in _pairs(graph, part)])
    ones = np.ones(2 * len(pairs))
    ends = np.concatenate([pairs, pairs[:, ::-1]])
    near = coo_array((ones, (ends[:, 0], ends[:, 1])), shape=(len(part), len(part))).tocsr()
    # neighbours with many neighbours of their own stand apart, or they would hide in the crowd around them
    degree = near.sum(axis=1)
    shared = (near @ near)[pairs[:, 0], pairs[:, 1]]
    lengths = 1.0 + _APART * np.sqrt(degree[pairs[:, 0]] + degree[pairs[:, 1]] - shared)
    lengths /= lengths.mean()
    return coo_array((lengths, (pairs[:, 0], pairs[:, 1])), shape=(len(part), len(part))).tocsr()


def _stress(points: Any, distances: Any) -> Any:
    """Return points whose distances on the page come as near as they can to `distances`."""
    import numpy as np
    from scipy.linalg import cho_factor, cho_solve
    from scipy.spatial.distance import cdist

    size = len(points)
    np.fill_diagonal(distances, 1.0)
    pull = 1.0 / distances
    np.fill_diagonal(pull, 0.0)
    # the weighted Laplacian; 1/n more makes it invertible, and changes nothing for what sums to nothing
    laplacian = -(pull * pull)
    np.fill_diagonal(laplacian, -laplacian.sum(axis=1))
    laplacian += 1.0 / size
    factor = cho_factor(laplacian, overwrite_a=True, check_finite=False)
    for _ in range(_ROUNDS):
        ratio = cdist(points, points)
        np.maximum(ratio, 1e-6, out=ratio)
        np.divide(pull, ratio, out=ratio)
        pulled = ratio.sum(axis=1)[:, None] * points - ratio @ points
        points = cho_solve(factor, pulled, check_finite=False)
    return points


def _level(points: Any) -> Any:
    """Return the points turned so that they are widest from left to right, as a page is."""
    import numpy as np

    centred = points - points.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2] if len(points) > 2 else np.eye(2)
    # a singular vector has no sign of its own: take the one whose larger part is positive
    axes = np.array([axis * (1.0 if axis[np.argmax(np.abs(axis))] > 0 else -1.0) for axis in axes])
    return centred @ axes.T


def _apart(points: Any, least: float = SPACING * 0.42) -> Any:
    """Return the points with none nearer to another than `least`, or nearly so in a crowd."""
    import numpy as np
    from scipy.spatial import cKDTree

    moved = points.copy()
    for _ in range(80):
        pairs = cKDTree(moved).query_pairs(least, output_type="ndarray")
        if not len(pairs):
            break
        gap = moved[pairs[:, 1]] - moved[pairs[:, 0]]
        length = np.sqrt((gap**2).sum(axis=1))
        # two nodes on one point part along a direction of their own
        angle = pairs[:, 1] * 2.399963
        gap = np.where(length[:, None] > 1e-6, gap, np.stack([np.cos(angle), np.sin(angle)], axis=1))
        push = gap / np.maximum(length, 1.0)[:, None] * ((least - length) * 0.52)[:, None]
        np.add.at(moved, pairs[:, 0], -push / 2)
        np.add.at(moved, pairs[:, 1], push / 2)
    return moved


def _packed(boxes: list[tuple[list[str], Any]]) -> list[tuple[list[str], Any, Any]]:
    """Return the parts with the offset of each: rows as wide as the page, or as the widest part."""
    import numpy as np

    sizes = [points.max(axis=0) + SPACING for _, points in boxes]
    area = sum(width * height for width, height in sizes)
    page = max([math.sqrt(area * _ASPECT), *(width for width, _ in sizes)])
    out, x, y, row = [], 0.0, 0.0, 0.0
    for (part, points), (width, height) in zip(boxes, sizes, strict=True):
        if x and x + width > page:
            x, y, row = 0.0, y + row, 0.0
        out.append((part, np.array([x + SPACING / 2, y + SPACING / 2]), points))
        x, row = x + width, max(row, height)
    return out
