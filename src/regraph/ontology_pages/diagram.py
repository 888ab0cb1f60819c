"""Classes in, two drawings as inline SVG out: how the main ones hang together, and the tree of all.

Boxes are links to the terms; colours come from the style sheet, so that the drawings follow light and dark. Places of
the first drawing are a table; what its arrows say is read from the ontology and the shapes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from regraph.ontology_pages.reading import Term, Vocabulary

# column and row of each main class
_PLACES: Final = {
    "Document": (0, 0), "Passage": (1, 0), "Claim": (2, 0), "Act": (3, 0), "Agreement": (4, 0),
    "MeasureEvent": (1, 1), "Measure": (2, 1), "Commitment": (4, 1),
    "Phase": (1, 2), "Material": (2, 2), "Item": (3, 2), "Actor": (4, 2),
}  # fmt: skip
_ARROWS: Final = (
    ("Passage", "Document"), ("Claim", "Passage"), ("Measure", "Claim"), ("Measure", "Act"),
    ("MeasureEvent", "Measure"), ("Phase", "Measure"), ("Measure", "Material"), ("Measure", "Item"),
    ("Measure", "Actor"), ("Commitment", "Measure"), ("Commitment", "Agreement"), ("Commitment", "Actor"),
)  # fmt: skip
_FAMILIES: Final = (
    ("Who acts", ("Actor", "Post")),
    ("Law and measures", ("Act", "Measure", "MeasureEvent", "Phase", "Doubt")),
    ("What is traded", ("Material", "Item", "Place")),
    ("Agreements", (
        "Agreement", "Commitment", "Fulfilment", "Meeting", "LicenceDecision", "Observation", "Impact",
    )),
    ("Evidence", ("Document", "Passage", "Claim")),
)  # fmt: skip
_WIDE, _HIGH = 116, 38  # of a box
_STEP: Final = 18  # to the right, a depth of the tree
_LINES: Final = 3  # of names on an arrow, before the rest is left to the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight arrow with the names of its properties; y grows downward, units are pixels."""

    x1: float
    y1: float
    x2: float
    y2: float
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A class at its place: left upper corner, width and height, in pixels."""

    x: float
    y: float
    wide: float
    name: str
    label: str
    high: float = _HIGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What a template draws."""

    wide: float
    high: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    titles: tuple[tuple[float, float, str], ...] = ()


def overview(vocabulary: Vocabulary) -> Drawing:
    """Return the main classes with the properties that join them."""
    classes = {term.name: term for term in vocabulary.classes}
    joins = _joins(vocabulary)
    centres = {name: (62 + 188 * column, 30 + 140 * row) for name, (column, row) in _PLACES.items()}
    boxes = tuple(
        Box(x=x - _WIDE / 2, y=y - _HIGH / 2, wide=_WIDE, name=name, label=classes[name].label)
        for name, (x, y) in centres.items()
    )
    lines = tuple(_line(centres[source], centres[target], joins[source, target]) for source, target in _ARROWS)
    return Drawing(wide=876, high=340, boxes=boxes, lines=lines)


def tree(vocabulary: Vocabulary) -> Drawing:
    """Return all classes by family, each below the one it is a kind of."""
    classes = {term.iri: term for term in vocabulary.classes}
    roots = {term.name: term for term in vocabulary.classes if not set(term.supers) & set(classes)}
    placed = {name for _, names in _FAMILIES for name in names}
    families = [(title, [roots[name] for name in names if name in roots]) for title, names in _FAMILIES]
    families.append(("Other", [term for name, term in sorted(roots.items()) if name not in placed]))
    boxes: list[Box] = []
    lines: list[Line] = []
    titles: list[tuple[float, float, str]] = []
    x = 2.0
    for title, members in (pair for pair in families if pair[1]):
        titles.append((x, 14, title))
        rows = [row for root in members for row in _rows(root, classes, 0)]
        right = x + max([len(title) * 8, *(level * _STEP + len(term.label) * 6.8 + 20 for term, level in rows)])
        _column(rows, (x, round(right)), boxes, lines)
        x = round(right) + 24
    return Drawing(
        wide=max(box.x + box.wide for box in boxes) + 2,
        high=max(box.y + box.high for box in boxes) + 2,
        boxes=tuple(boxes),
        lines=tuple(lines),
        titles=tuple(titles),
    )


def _rows(term: Term, classes: Mapping[str, Term], level: int) -> list[tuple[Term, int]]:
    """Return a class and those below it, each with its depth."""
    below = [row for iri in term.subs if iri in classes for row in _rows(classes[iri], classes, level + 1)]
    return [(term, level), *below]


def _column(rows: Sequence[tuple[Term, int]], sides: tuple[float, float], boxes: list[Box], lines: list[Line]) -> None:
    """Draw a family between two sides: a box a row, and elbows from each class to those right below it."""
    left, right = sides
    above: dict[int, float] = {}  # depth to the lower edge of the last class of that depth
    for row, (term, level) in enumerate(rows):
        x, y = left + level * _STEP, 30.0 + row * 34
        if level:
            lines.append(Line(x1=x - 8, y1=above[level - 1], x2=x - 8, y2=y + 14, names=()))
            lines.append(Line(x1=x - 8, y1=y + 14, x2=x, y2=y + 14, names=()))
        boxes.append(Box(x=x, y=y, wide=right - x, name=term.name, label=term.label, high=28))
        above[level] = y + 28


def _joins(vocabulary: Vocabulary) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return which properties lead from one class to another, by domain and range or by a shape of the gate."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    names = {term.iri: term.name for term in vocabulary.classes}
    properties = {term.iri: term for term in vocabulary.properties}
    shaped: defaultdict[str, set[str]] = defaultdict(set)
    for shape in vocabulary.shapes:
        shaped[shape.path] |= set(shape.targets)
    for iri, term in properties.items():
        for source in _known({*term.domain, *shaped[iri]}, names):
            for target in _known(term.range, names):
                found[source, target].add(term.name)
    return {pair: tuple(sorted(joined)) for pair, joined in found.items()}


def _known(iris: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return sorted(names[iri] for iri in iris if iri in names)


def _line(source: tuple[float, float], target: tuple[float, float], names: tuple[str, ...]) -> Line:
    """Return the arrow between the borders of two boxes, given their centres."""
    (x1, y1), (x2, y2) = source, target
    dx, dy = x2 - x1, y2 - y1
    share = min(
        (_WIDE / 2 + 4) / abs(dx) if dx else float("inf"),
        (_HIGH / 2 + 4) / abs(dy) if dy else float("inf"),
    )
    shown = names if len(names) <= _LINES else (*names[: _LINES - 1], "…")
    return Line(
        x1=round(x1 + dx * share, 1),
        y1=round(y1 + dy * share, 1),
        x2=round(x2 - dx * share, 1),
        y2=round(y2 - dy * share, 1),
        names=shown,
    )
