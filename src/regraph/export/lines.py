"""Quads in, their N-Triples or N-Quads lines out, sorted; and sorted lines back into quads, subject by subject.

A line holds one statement whole (line ends inside literals are escaped), so lines can be sorted on disk. All lines of
one subject, and of one graph where the graph leads, stand together, because an IRI ends with `>`.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Final, TypeVar

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from regraph import terms
from regraph.export.sorting import sorted_lines

_Statement = TypeVar("_Statement", Quad, Triple)
_BATCH: Final = 5_000  # quads written or parsed by one call of the engine
_TYPE: Final = terms.term("rdf:type")


def union_lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Yield the N-Triples lines of the union of all graphs, sorted, each once."""
    return sorted_lines(_written((quad.triple for quad in quads), RdfFormat.N_TRIPLES))


def graph_lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Yield the N-Quads lines, sorted by subject, each once."""
    return sorted_lines(_written(quads, RdfFormat.N_QUADS))


def by_subject(quads: Iterable[Quad]) -> Iterator[list[Triple]]:
    """Yield the triples of the union of all graphs, one list a subject, in IRI order; classes come first."""
    parsed = (quad.triple for quad in _parsed(union_lines(quads)))
    for _, triples in groupby(parsed, key=lambda triple: triple.subject):
        yield _classes_first(list(triples))


def by_graph(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads sorted by graph, then as `by_subject`."""
    for _, group in groupby(_parsed(_graph_first(quads)), key=lambda quad: (quad.graph_name, quad.subject)):
        members = list(group)
        for one in _classes_first([quad.triple for quad in members]):
            yield Quad(one.subject, one.predicate, one.object, members[0].graph_name)


def _graph_first(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Yield N-Quads lines sorted by graph: the name of the graph leads while they are sorted."""
    keyed = (b"%s %s" % _cut(line) for line in _written(quads, RdfFormat.N_QUADS))
    for line in sorted_lines(keyed):
        graph, _, statement = line.partition(b" ")
        yield b"%s %s ." % (statement, graph)


def _cut(line: bytes) -> tuple[bytes, bytes]:
    """Return the graph of an N-Quads line, and the statement without it; an IRI holds no blank."""
    statement, _, graph = line.removesuffix(b" .").rpartition(b" ")
    return graph, statement


def _classes_first(triples: list[Triple]) -> list[Triple]:
    return sorted(triples, key=lambda triple: triple.predicate.value != _TYPE)  # stable: the rest keeps its order


def _written(statements: Iterable[_Statement], form: RdfFormat) -> Iterator[bytes]:
    source = iter(statements)
    while batch := list(islice(source, _BATCH)):
        text = serialize(batch, format=form) or b""
        yield from text.rstrip(b"\n").split(b"\n")


def _parsed(lines: Iterator[bytes]) -> Iterator[Quad]:
    while batch := list(islice(lines, _BATCH)):
        yield from parse(b"\n".join(batch), format=RdfFormat.N_QUADS)
