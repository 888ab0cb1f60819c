"""Quads in, their N-Triples or N-Quads lines out, sorted; and sorted lines back into quads, subject by subject.

A line holds one statement whole (line ends inside literals are escaped), so lines can be sorted on disk. All lines of
one subject, and of one graph where the graph leads, stand together, because an IRI ends with `>`.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Final

from pyoxigraph import Quad, RdfFormat, Triple, parse

from regraph import terms
from regraph.export.sorting import sorted_lines

_BATCH: Final = 5_000  # lines parsed by one call
_TYPE: Final = terms.term("rdf:type")


def union_lines(quads: Iterable[Quad]) -> Iterator[str]:
    """Yield the N-Triples lines of the union of all graphs, sorted, each once."""
    return sorted_lines(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)


def graph_lines(quads: Iterable[Quad]) -> Iterator[str]:
    """Yield the N-Quads lines, sorted by subject, each once."""
    return sorted_lines(f"{quad} ." for quad in quads)


def by_subject(quads: Iterable[Quad]) -> Iterator[list[Triple]]:
    """Yield the triples of the union of all graphs, one list a subject, in IRI order; classes come first."""
    parsed = (quad.triple for quad in _parsed(union_lines(quads)))
    for _, triples in groupby(parsed, key=lambda triple: triple.subject):
        yield _classes_first(list(triples))


def by_graph(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads sorted by graph, then as `by_subject`."""
    keyed = sorted_lines(f"{quad.graph_name} {quad.subject} {quad.predicate} {quad.object} ." for quad in quads)
    lines = (f"{rest[:-2]} {graph} ." for graph, _, rest in (line.partition(" ") for line in keyed))
    for _, group in groupby(_parsed(lines), key=lambda quad: (quad.graph_name, quad.subject)):
        members = list(group)
        for one in _classes_first([quad.triple for quad in members]):
            yield Quad(one.subject, one.predicate, one.object, members[0].graph_name)


def _classes_first(triples: list[Triple]) -> list[Triple]:
    return sorted(triples, key=lambda triple: triple.predicate.value != _TYPE)  # stable: the rest keeps its order


def _parsed(lines: Iterator[str]) -> Iterator[Quad]:
    while batch := list(islice(lines, _BATCH)):
        yield from parse("\n".join(batch), format=RdfFormat.N_QUADS)
