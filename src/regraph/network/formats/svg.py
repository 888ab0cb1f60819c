"""A network in, an SVG picture with a legend out, for papers: the same places and styles as the HTML page.

Labels never cover each other: the best connected come first, each where there is room. No script, no font of its own.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from regraph.network.formats import Options
from regraph.network.formats.flat import one_line
from regraph.network.formats.html import view_text
from regraph.network.labels import labels
from regraph.network.picture import DASHES, SHAPE_NAMES, SIGN_NAMES, Dot, bundles, dots, width
from regraph.network.ties import RELATIONS

if TYPE_CHECKING:
    from regraph.network.building import Graph

_WIDTH: Final = 1400.0  # of the page
_MARGIN: Final = 120.0  # room for labels at the edge
_TOP: Final = 60.0
_LEGEND: Final = 96.0
_INK: Final = "#1b1f24"
_QUIET: Final = "#57606a"
_NODE: Final = "#3d4752"
_FADED: Final = {"ended": 0.3, "suspended": 0.5, "announced": 0.6, "expected": 0.6, "threatened": 0.6, "alleged": 0.6}
_CORNERS: Final = {
    "square": (4, 1.15, math.pi / 4),
    "diamond": (4, 1.2, 0.0),
    "triangle": (3, 1.3, -math.pi / 2),
    "hexagon": (6, 1.1, 0.0),
}


def write(graph: "Graph", stream: IO[bytes], options: Options) -> None:
    """Write SVG in UTF-8."""
    stream.write(picture(graph, options).encode())


def picture(graph: "Graph", options: Options) -> str:
    """Return the text of the SVG file."""
    drawn, scale, height = _fitted(dots(graph))
    total = height + _LEGEND
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {total:.0f}" width="{_WIDTH:.0f}" '
            f'height="{total:.0f}" role="img" aria-labelledby="title view" '
            'font-family="Helvetica, Arial, sans-serif" font-size="12">'
        ),
        f'<title id="title">{_text(options.title)}</title><desc id="view">{_text(view_text(graph))}</desc>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="24" y="34" font-size="18" font-weight="bold" fill="{_INK}">{_text(options.title)}</text>',
        f'<text x="24" y="52" fill="{_QUIET}">{_text(view_text(graph))}</text>',
        *_edges(graph, {dot.iri: dot for dot in drawn}, scale),
        *(_node(dot) for dot in drawn),
        *_labels(graph, drawn),
        *_legend(graph, drawn, height),
        "</svg>",
    ]
    return "\n".join(out) + "\n"


def _fitted(drawn: list[Dot]) -> tuple[list[Dot], float, float]:
    """Return the nodes in units of the page, the scale, and the height of the picture."""
    if not drawn:
        return [], 1.0, _TOP + _MARGIN
    left, right = min(dot.x for dot in drawn), max(dot.x for dot in drawn)
    top, bottom = min(dot.y for dot in drawn), max(dot.y for dot in drawn)
    scale = min(1.6, (_WIDTH - 2 * _MARGIN) / max(right - left, 1.0))
    shift = (_WIDTH - (right - left) * scale) / 2
    small = max(0.26, min(1.5, scale**0.7))
    fitted = [
        replace(
            dot,
            x=(dot.x - left) * scale + shift,
            y=(dot.y - top) * scale + _TOP + 40,
            radius=max(1.6, dot.radius * small),
        )
        for dot in drawn
    ]
    return fitted, scale, (bottom - top) * scale + _TOP + 80


def _edges(graph: "Graph", by_iri: dict[str, Dot], scale: float) -> Iterator[str]:
    edges = [edge for _, _, edge in graph.edges(data=True)]
    drawn = bundles(graph)
    crowd = max(0.22, min(0.9, 28 / math.sqrt(len(drawn) + 1)))
    for bundle in drawn:
        start, end = by_iri[bundle.source], by_iri[bundle.target]
        length = math.hypot(end.x - start.x, end.y - start.y) or 1.0
        lean = bundle.bend * 2 * min(1.0, scale)
        cx = (start.x + end.x) / 2 - (end.y - start.y) / length * lean
        cy = (start.y + end.y) / 2 + (end.x - start.x) / length * lean
        thick = width(bundle.weight) * max(0.4, min(1.3, math.sqrt(scale)))
        relation = RELATIONS[bundle.relation]
        colour = _INK if relation.colour == "#000000" else relation.colour
        line = (
            f'<path d="M{start.x:.1f} {start.y:.1f}Q{cx:.1f} {cy:.1f} {end.x:.1f} {end.y:.1f}" fill="none" '
            f'stroke="{colour}" stroke-width="{thick:.1f}"{_dash(bundle.sign)}/>'
        )
        if relation.directed and length > 30:
            line += _arrow(end, math.atan2(end.y - cy, end.x - cx), 4 + 2 * thick, colour)
        told = "; ".join(edges[number]["label"] for number in bundle.edges)
        strength = crowd * max(_FADED.get(edges[number]["status"], 1.0) for number in bundle.edges)
        yield f'<g opacity="{strength:.2f}"><title>{_text(told)}</title>{line}</g>'


def _dash(sign: int) -> str:
    return f' stroke-dasharray="{" ".join(map(str, DASHES[sign]))}"' if DASHES[sign] else ""


def _arrow(end: Dot, angle: float, long: float, colour: str) -> str:
    x, y = end.x - math.cos(angle) * (end.radius + 2), end.y - math.sin(angle) * (end.radius + 2)
    sides = [(x - long * math.cos(angle + turn), y - long * math.sin(angle + turn)) for turn in (0.42, -0.42)]
    points = " ".join(f"{px:.1f},{py:.1f}" for px, py in ((x, y), *sides))
    return f'<polygon points="{points}" fill="{colour}"/>'


def _node(dot: Dot) -> str:
    return f"<g><title>{_text(dot.label)}</title>{_shape(dot.shape, dot.x, dot.y, dot.radius)}</g>"


def _shape(shape: str, x: float, y: float, radius: float) -> str:
    paint = f'fill="{_NODE}" stroke="#ffffff" stroke-width="{0.8 if radius < 4 else 1.5}"'
    if shape in _CORNERS:
        count, size, turn = _CORNERS[shape]
        angles = [turn + number * 2 * math.pi / count for number in range(count)]
        points = " ".join(
            f"{x + radius * size * math.cos(a):.1f},{y + radius * size * math.sin(a):.1f}" for a in angles
        )
        return f'<polygon points="{points}" {paint}/>'
    if shape == "pill":
        return (
            f'<rect x="{x - radius * 1.5:.1f}" y="{y - radius * 0.7:.1f}" width="{radius * 3:.1f}" '
            f'height="{radius * 1.4:.1f}" rx="{radius * 0.7:.1f}" {paint}/>'
        )
    if shape == "ring":
        paint = f'fill="#ffffff" stroke="{_NODE}" stroke-width="2"'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius * (0.75 if shape == "dot" else 1):.1f}" {paint}/>'


def _labels(graph: "Graph", drawn: list[Dot]) -> Iterator[str]:
    for label in labels(drawn, _WIDTH, graph.edges()):
        left, top, right, _ = label.box
        x = {"start": left + 2, "middle": (left + right) / 2, "end": right - 2}[label.anchor]
        weight = ' font-weight="bold"' if label.bold else ""
        anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
        for number, line in enumerate(label.lines):
            y = top + 1 + label.size * (0.92 + 1.17 * number)
            yield (
                f'<text x="{x:.1f}" y="{y:.1f}" font-size="{label.size:g}"{weight}{anchor} fill="{_INK}" '
                f'stroke="#ffffff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke">{_text(line)}</text>'
            )


def _legend(graph: "Graph", drawn: list[Dot], top: float) -> Iterator[str]:
    used = {edge["relation"] for _, _, edge in graph.edges(data=True)}
    shapes = {dot.shape for dot in drawn}
    lines = [(relation.name, relation.colour, 1) for name, relation in RELATIONS.items() if name in used]
    signs = [(name, _QUIET, sign) for sign, name in SIGN_NAMES.items()]
    yield from _samples(lines, top + 16)
    yield from _samples(signs, top + 40)
    kinds: list[Any] = [(shape, name) for shape, name in SHAPE_NAMES.items() if shape in shapes]
    for place, (shape, name) in enumerate(kinds):
        x = 24 + place * 150
        yield f'{_shape(shape, x + 15, top + 64, 6)}<text x="{x + 36}" y="{top + 68:.0f}" fill="{_INK}">{name}</text>'


def _samples(lines: list[tuple[str, str, int]], y: float) -> Iterator[str]:
    for place, (name, colour, sign) in enumerate(lines):
        x = 24 + place * 150
        ink = _INK if colour == "#000000" else colour
        yield (
            f'<path d="M{x} {y:.0f}h30" stroke="{ink}" stroke-width="2.5"{_dash(sign)}/>'
            f'<text x="{x + 36}" y="{y + 4:.0f}" fill="{_INK}">{name}</text>'
        )


def _text(text: str) -> str:
    return escape(one_line(text))
