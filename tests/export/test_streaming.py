"""Exports stream: what is held in memory does not grow with the graph, and bytes go out while quads are still read.

Only what Python allocates and the order of events are looked at, so that the machine's load changes nothing;
`python -m bench export` measures whole processes at half a million and five million quads.
"""

import io
import tracemalloc
import weakref
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pyarrow.parquet as pq
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from regraph.export import FORMATS, Filters, lines, parquet, sorting
from regraph.export.csv_tables import write_table
from regraph.export.records import TABLES, Column, Table
from regraph.export.selecting import select
from regraph.store import Store

RDF = [form.name for form in FORMATS.values() if form.makes == "rdf"]


def quads(number: int) -> Iterator[Quad]:
    for index in range(number):
        me = NamedNode(f"https://w3id.org/regraph/id/claim/{(index * 7919) % number:09d}")
        graph = NamedNode(f"https://w3id.org/regraph/graph/document/{index % 97}")
        yield Quad(me, NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), Literal("tin " * 20), graph)


class Counter(io.RawIOBase):
    """A sink that counts bytes and writes."""

    size = 0
    writes = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.size += len(data)
        self.writes += 1
        return len(data)


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sort spill at once, so that a small graph takes the way of a large one."""
    monkeypatch.setattr(lines, "_BATCH", 100)
    sort = sorting.sorted_lines
    monkeypatch.setattr(lines, "sorted_lines", lambda source: sort(source, 500))


def peak(form: str, number: int) -> tuple[int, int]:
    writer, sink = import_module(f"regraph.export.{FORMATS[form].module}"), Counter()
    tracemalloc.start()
    try:
        writer.write(quads(number), sink)
        return tracemalloc.get_traced_memory()[1], sink.size
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", RDF)
def test_ten_times_the_graph_takes_no_more_memory(form: str) -> None:
    peak(form, 2_500)  # what is made once: tables of terms, caches up to their bounds
    small, few = peak(form, 1_000)
    large, many = peak(form, 10_000)
    assert many > 8 * few
    # a spilled run costs a read buffer, about 9 kB; the graph itself grew by more than two megabytes
    assert large - small < 400_000


@pytest.mark.parametrize("form", RDF)
def test_bytes_go_out_bit_by_bit(form: str) -> None:
    sink = Counter()
    import_module(f"regraph.export.{FORMATS[form].module}").write(quads(5_000), sink)
    assert sink.writes > 20
    assert sink.size / sink.writes < 0.1 * sink.size


def test_the_sort_holds_one_run_and_gives_lines_before_it_has_read_them_all() -> None:
    taken = 0

    def source() -> Iterator[bytes]:
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield f"{(number * 7919) % 10_000:05d}".encode()

    held = []
    for place, line in enumerate(sorting.sorted_lines(source(), 100)):
        assert line == f"{place:05d}".encode()
        held.append(taken)
    assert taken == 10_000  # a sort has to see the last line first
    assert len(held) == 10_000


def test_rows_of_tables_go_out_one_by_one() -> None:
    from tests.network import sample

    selection, sink = select(sample.store(), Filters()), Counter()
    write_table(TABLES["phases"], selection, sink, safe=True)  # type: ignore[arg-type]
    assert sink.writes >= 6


def test_few_rows_of_a_parquet_file_are_held_as_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group of rows is large, and larger by far in Python's own objects than in Arrow's."""

    class Watched(dict[str, Any]):
        """A dict that tells when it goes."""

    alive = most = 0

    def gone() -> None:
        nonlocal alive
        alive -= 1

    def rows(_: Any) -> Iterator[dict[str, Any]]:
        nonlocal alive, most
        for number in range(1_000):
            row = Watched(id=f"{number:04d}")
            weakref.finalize(row, gone)
            alive += 1
            most = max(most, alive)
            yield row

    monkeypatch.setattr(parquet, "_PIECE", 10)
    monkeypatch.setattr(parquet, "_GROUP", 200)
    out = io.BytesIO()
    parquet.write_table(Table(columns=(Column("id"),), rows=rows), select(Store.memory(), Filters()), out)
    written = pq.ParquetFile(io.BytesIO(out.getvalue()))
    assert written.num_row_groups == 5
    assert written.read().column("id").to_pylist() == [f"{number:04d}" for number in range(1_000)]
    assert most <= 21


def test_an_unfiltered_selection_holds_no_iri() -> None:
    made = Store.memory()
    made.apply(quads(50))
    assert select(made, Filters())._subjects is None
