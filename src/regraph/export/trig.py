"""Quads in, TriG out: as Turtle, with the named graph of every document kept apart."""

from collections.abc import Iterable
from typing import IO

from pyoxigraph import Quad, RdfFormat, serialize

from regraph.export.lines import by_graph
from regraph.export.turtle import PREFIXES


def write(quads: Iterable[Quad], stream: IO[bytes]) -> None:
    """Write TriG in UTF-8."""
    serialize(by_graph(quads), stream, RdfFormat.TRIG, prefixes=dict(PREFIXES))
