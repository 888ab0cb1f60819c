"""A text and the spans of its claims in, paragraphs cut where a claim begins or ends out.

Invariant: no character of the text is lost or told twice, whatever overlaps; every claim has one anchor, where its
span begins.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from regraph import passages
from regraph.model import Document

_FRONT: Final = re.compile(r"---\n.*?\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """The span of a claim in a text, half-open."""

    number: int  # in the order of the text, from 1
    claim: str  # id
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text under the same claims; `begins` are those whose anchor stands before it."""

    text: str
    claims: tuple[str, ...] = ()  # ids
    begins: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A passage of a document with its role, in pieces."""

    role: str
    pieces: tuple[Piece, ...]


def front_matter(document: Document, spots: Sequence[Spot] = ()) -> str:
    r"""Return the lines before the text that say where a file comes from; empty where claims stand in them.

    >>> front_matter(Document(id="1", name="a.md", sha256="", text="---\ntitle: x\n---\nIt says."))
    '---\ntitle: x\n---\n'
    """
    found = _FRONT.match(document.text)
    return "" if found is None or any(spot.start < found.end() for spot in spots) else found[0]


def paragraphs(document: Document, spots: Sequence[Spot]) -> list[Paragraph]:
    """Return the text behind the front matter, in paragraphs."""
    out: list[Paragraph] = []
    past = len(front_matter(document, spots))
    blocks = list(_blocks(document, past))
    for place, (start, end, role) in enumerate(blocks):
        last = len(document.text) + 1 if place == len(blocks) - 1 else end
        # an anchor in the white space between two paragraphs stands at the beginning of the next one
        begins = [spot for spot in spots if past <= spot.start < last]
        out.append(Paragraph(role=role, pieces=tuple(_pieces(document.text, (start, end), spots, begins))))
        past = end
    return out


def _blocks(document: Document, first: int) -> Iterator[tuple[int, int, str]]:
    """Yield the passages behind an offset, and what stands between them where it is more than white space."""
    at = first
    for passage in passages.split(document):
        start = max(passage.start, at)
        if start >= passage.end:
            continue
        if document.text[at:start].strip():
            yield at, start, "body"
        yield start, passage.end, passage.role
        at = passage.end
    if document.text[at:].strip():
        yield at, len(document.text), "body"


def _pieces(text: str, span: tuple[int, int], spots: Sequence[Spot], begins: Sequence[Spot]) -> Iterator[Piece]:
    start, end = span
    anchors: dict[int, list[Spot]] = {}
    for spot in begins:
        anchors.setdefault(min(max(spot.start, start), end), []).append(spot)
    cuts = {start, end, *anchors}
    cuts |= {edge for spot in spots for edge in (spot.start, spot.end) if start < edge < end}
    edges = sorted(cuts)
    for first, last in zip(edges, [*edges[1:], end], strict=True):
        if first == last and first not in anchors:
            continue
        over = tuple(spot.claim for spot in spots if spot.start < last and first < spot.end)
        yield Piece(text=text[first:last], claims=over, begins=tuple(anchors.get(first, ())))
