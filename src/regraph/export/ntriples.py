"""Quads in, sorted N-Triples of their union out: one statement a line, for `diff`, `grep` and `sort`."""

from collections.abc import Iterable
from typing import IO

from pyoxigraph import Quad

from regraph.export.lines import union_lines


def write(quads: Iterable[Quad], stream: IO[bytes]) -> None:
    """Write N-Triples in UTF-8."""
    for line in union_lines(quads):
        stream.write(line + b"\n")
