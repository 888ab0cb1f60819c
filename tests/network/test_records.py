"""Reading what a network is made of: each thing once, by columns where most of a kind are needed, with one outcome."""

import datetime as dt
import io
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from tests.network import sample

from regraph import ids
from regraph.dates import parse
from regraph.network import VIEWS, build, scope, write
from regraph.network.records import Record, Records, first, record
from regraph.network.ties import RELATIONS
from regraph.store import Store

VIEWED: tuple[Mapping[str, Any], ...] = (
    {},
    {"relations": tuple(RELATIONS)},
    {"relations": VIEWS["measures"], "on": parse("2025-05")},
    {"known_by": dt.date(2025, 5, 20)},
    {"known_by": dt.date(2025, 4, 6), "level": "state"},
    {"since": dt.date(2025, 6, 1)},
    {"about": ids.material_iri("samarium"), "relations": tuple(RELATIONS)},
)


@pytest.fixture(scope="module")
def store() -> Store:
    return sample.store()


class Plain(Records):
    """Records that are read anew each time, one by one."""

    def __getitem__(self, iri: str) -> Record:
        return record(self.store, iri)

    def column(self, prop: str) -> Mapping[str, str]:
        name = prop.partition(":")[2]
        subjects = {str(getattr(quad.subject, "value", "")) for quad in self.store.match()}
        found = {iri: record(self.store, iri) for iri in subjects}
        return {iri: first(said, name) for iri, said in found.items() if name in said}


def written(store: Store, view: Mapping[str, Any]) -> bytes:
    out = io.BytesIO()
    write(build(store, **view), "json", out)
    return out.getvalue()


@pytest.mark.parametrize("view", VIEWED, ids=str)
def test_the_network_is_that_of_records_read_one_by_one(
    store: Store, view: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = written(store, view)
    monkeypatch.setattr(scope, "Records", Plain)
    assert written(store, view) == own


@pytest.mark.parametrize("view", VIEWED, ids=str)
def test_nothing_is_read_twice(store: Store, view: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[tuple[Any, ...]] = Counter()
    match = store.match

    def counted(*pattern: Any) -> Any:
        asked[pattern] += 1
        return match(*pattern)

    monkeypatch.setattr(store, "match", counted)
    assert build(store, **view).number_of_edges()
    assert asked
    assert {pattern: times for pattern, times in asked.items() if times > 1} == {}


def test_what_was_forgotten_before_the_day_is_not_read(store: Store) -> None:
    records = Records(store)
    gone = [iri for iri in records.iris("Phase") if iri in records.column("rg:knownUntil")]
    assert gone
    read: list[str] = []

    class Watched(Records):
        def __getitem__(self, iri: str) -> Record:
            read.append(iri)
            return super().__getitem__(iri)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scope, "Records", Watched)
        build(store)
    assert read
    assert not set(gone) & set(read)
