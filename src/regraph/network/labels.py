"""Nodes as they are drawn in, a place for their names out: names never cover each other.

The best connected come first, each where there is room; long names take two lines. Pure.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from regraph.network.picture import Dot

Box = tuple[float, float, float, float]

# Widths of the letters from blank to tilde in thousandths of the font size; source: Adobe's metrics of Helvetica.
_WIDTHS: Final = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 "
    "584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 "
    "278 556 500 722 500 500 500 334 260 334 584"
)
_WIDTH_OF: Final = {chr(32 + place): int(width) / 1000 for place, width in enumerate(_WIDTHS.split())}
_OTHER: Final = 0.6  # letters that are not in the table; wide scripts are handled below
_BOLD: Final = 1.08
_WIDEST: Final = 26  # letters of a line
_TRIED: Final = 400
_FORCED: Final = 25  # nodes whose name may cover other nodes, where there is no better place
_CELL: Final = 64.0
_CROWD: Final = 12  # lines of a node, from which on they run everywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name as it is written: its lines, one below the other, within a box."""

    dot: Dot
    lines: tuple[str, ...]
    size: float  # of the font
    bold: bool
    box: Box  # left, top, right, bottom

    @property
    def anchor(self) -> str:
        """On which side the lines are even: `start`, `middle` or `end`."""
        return "start" if self.box[0] >= self.dot.x else "end" if self.box[2] <= self.dot.x else "middle"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is written in Helvetica, or a font like it.

    >>> text_width("Gabon", 10)
    30.02
    """
    wide = sum(1.0 if ord(char) > 0x2E7F else _WIDTH_OF.get(char, _OTHER) for char in text)
    return round(wide * size * (_BOLD if bold else 1.0), 3)


def in_lines(text: str) -> tuple[str, ...]:
    """Return a name in two lines at most, as even as they can be; what is too long is cut off.

    >>> in_lines("Ministry of Economic Affairs of the Netherlands")
    ('Ministry of Economic', 'Affairs of the Netherlands')
    """
    if len(text) <= _WIDEST:
        return (text,)
    words = text.split(" ")
    half = min(_WIDEST, max(14.0, len(text) / 2 + 3))
    head = words.pop(0)
    while words and len(head) + 1 + len(words[0]) <= half:
        head += f" {words.pop(0)}"
    lines = (head, " ".join(words)) if words else (head,)
    return tuple(line if len(line) <= _WIDEST else line[: _WIDEST - 1].rstrip() + "…" for line in lines)


def labels(drawn: Sequence[Dot], width: float, ties: Iterable[tuple[str, str]] = ()) -> Iterator[Label]:
    """Yield the names that there is room for on a page of a width.

    `ties`: the ends (IRIs) of the lines; a name keeps off the lines of its own node, where it can.
    """
    ways = _ways(drawn, tuple(ties))
    texts, bodies = _Boxes(), _Boxes()
    for dot in drawn:
        bodies.add((dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius))
    for rank, dot in enumerate(sorted(drawn, key=lambda dot: (-dot.degree, dot.iri))[:_TRIED]):
        bold, size = dot.degree > 5, min(15.0, 11.0 + 0.75 * math.log2(dot.degree + 1))
        lines = in_lines(dot.label)
        long = max(text_width(line, size, bold=bold) for line in lines)
        spots = _around(dot, long, len(lines) * size * 1.17)
        if len(ways[dot.iri]) <= _CROWD:
            spots.sort(key=partial(_crossed, dot, ways[dot.iri]))
        clear = [box for box in spots if box[0] > 4 and box[2] < width - 4 and not texts.meets(box)]
        best = next((box for box in clear if not bodies.meets(box)), None)
        if best is None and rank < _FORCED and clear:
            best = clear[0]
        if best is not None:
            texts.add(best)
            yield Label(dot=dot, lines=lines, size=round(size, 1), bold=bold, box=best)


def _around(dot: Dot, wide: float, high: float) -> list[Box]:
    r, side = dot.radius, dot.radius * (1.5 if dot.shape == "pill" else 1.0) + 4
    middle, low, up = dot.y - high / 2, dot.y + r + 2, dot.y - r - 2 - high
    corners = (
        (dot.x + side, middle), (dot.x - side - wide, middle), (dot.x - wide / 2, low), (dot.x - wide / 2, up),
        (dot.x + side * 0.7, low - r * 0.6), (dot.x + side * 0.7, up + r * 0.6),
        (dot.x - side * 0.7 - wide, low - r * 0.6), (dot.x - side * 0.7 - wide, up + r * 0.6),
    )  # fmt: skip
    return [(x - 2, y - 1, x + wide + 2, y + high + 1) for x, y in corners]


def _ways(drawn: Sequence[Dot], ties: Sequence[tuple[str, str]]) -> dict[str, list[float]]:
    """Return where the lines of each node run to, as angles."""
    by_iri = {dot.iri: dot for dot in drawn}
    out: dict[str, list[float]] = {dot.iri: [] for dot in drawn}
    for one, other in sorted({*ties, *((other, one) for one, other in ties)}):
        here, there = by_iri[one], by_iri[other]
        out[one].append(math.atan2(there.y - here.y, there.x - here.x))
    return out


def _crossed(dot: Dot, ways: Iterable[float], box: Box) -> int:
    """Return how much lines that run along `ways` cross a box beside their node."""
    angle = math.atan2((box[1] + box[3]) / 2 - dot.y, (box[0] + box[2]) / 2 - dot.x)
    return round(10 * sum(max(0.0, math.cos(way - angle) - 0.7) for way in ways))


@dataclass(slots=True)
class _Boxes:
    """Boxes in a grid, so that a crowd is asked about its neighbours only."""

    cells: dict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))

    def add(self, box: Box) -> None:
        for cell in _cells(box):
            self.cells[cell].append(box)

    def meets(self, box: Box) -> bool:
        return any(
            box[0] < one[2] and box[2] > one[0] and box[1] < one[3] and box[3] > one[1]
            for cell in _cells(box)
            for one in self.cells.get(cell, ())
        )


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in box)
    return ((i, j) for i in range(left, right + 1) for j in range(top, bottom + 1))
