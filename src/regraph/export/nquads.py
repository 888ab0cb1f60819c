"""Quads in, sorted N-Quads out: the whole graph with its named graphs, one statement a line."""

from collections.abc import Iterable
from typing import IO

from pyoxigraph import Quad

from regraph.export.lines import graph_lines


def write(quads: Iterable[Quad], stream: IO[bytes]) -> None:
    """Write N-Quads in UTF-8."""
    for line in graph_lines(quads):
        stream.write(line + b"\n")
