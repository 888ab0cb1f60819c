"""The store: union in the default graph, whole changes, clear errors."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from regraph.errors import StoreError
from regraph.store import Store, rebuild


def quad(local: str, graph: str = "a", value: str = "x") -> Quad:
    return Quad(
        NamedNode(f"http://x/{local}"), NamedNode("http://x/p"), Literal(value), NamedNode(f"http://graph/{graph}")
    )


def union(store: Store) -> set[tuple[str, str, str]]:
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in store.match()}


def test_default_graph_counts_a_triple_of_two_graphs_once() -> None:
    store = Store.memory()
    store.apply([quad("s", "a"), quad("s", "b")])
    rows = list(store.engine.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))  # type: ignore[arg-type]
    assert rows[0]["n"].value == "1"


def test_the_engines_own_union_would_count_it_twice() -> None:
    """The reason for keeping the union ourselves; when this fails, the engine has mended it and we can drop ours."""
    store = Store.memory()
    store.apply([quad("s", "a"), quad("s", "b")])
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    rows = list(store.engine.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]
    assert int(rows[0]["n"].value) > 1


GRAPHS = st.sampled_from("abc")
QUADS = st.builds(quad, st.sampled_from("rstu"), GRAPHS, st.sampled_from(["x", 'q"\\\n', "é\u2028"]))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.lists(QUADS, max_size=6), st.lists(QUADS, max_size=6)), max_size=5))
def test_union_is_kept_under_any_changes(changes: list[tuple[list[Quad], list[Quad]]]) -> None:
    store = Store.memory()
    expected: set[Quad] = set()
    for add, remove in changes:
        store.apply(add, remove)
        expected = (expected - set(remove)) | set(add)
        assert set(store.quads()) == expected
        assert union(store) == {(str(q.subject), str(q.predicate), str(q.object)) for q in expected}


def test_what_is_written_is_there_after_reopening(tmp_path: Path) -> None:
    place = tmp_path / "store"
    with Store.open(place, write=True) as store:
        store.apply([quad("s")])
    with Store.open(place) as again:
        assert list(again.quads()) == [quad("s")]
        assert len(again) == 1
        assert again.graphs() == ["http://graph/a"]


def test_two_readers_at_once(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store", write=True) as store:
        store.apply([quad("s")])
    with Store.open(tmp_path / "store") as one, Store.open(tmp_path / "store") as two:
        assert len(one) == len(two) == 1


def test_a_rebuild_replaces_whole_and_sweeps_the_old(tmp_path: Path) -> None:
    place = tmp_path / "store"
    with Store.open(place, write=True) as store:
        store.apply([quad("old")])
    with rebuild(place) as store:
        store.bulk([quad("new"), quad("new", "b")])
    with Store.open(place) as again:
        assert set(again.quads()) == {quad("new"), quad("new", "b")}
        assert sum(1 for _ in again.match(graph=DefaultGraph())) == 1
    assert sum(entry.name.startswith("generation-") for entry in place.iterdir()) == 1


def test_a_failed_rebuild_leaves_the_old(tmp_path: Path) -> None:
    place = tmp_path / "store"
    with Store.open(place, write=True) as store:
        store.apply([quad("old")])
    with pytest.raises(RuntimeError), rebuild(place) as store:  # noqa: PT012 - the error has to come from inside
        store.bulk([quad("new")])
        raise RuntimeError
    with Store.open(place) as again:
        assert list(again.quads()) == [quad("old")]


def _damage(place: Path) -> None:
    folder = next(place.glob("generation-*"))
    (folder / "CURRENT").write_text("nonsense")


def _lose(place: Path) -> None:
    folder = next(place.glob("generation-*"))
    folder.rename(place.parent / "elsewhere")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda place: (place / "format.json").write_text("{"), "cannot be read"),
        (lambda place: (place / "format.json").write_text(json.dumps({"format": 99, "generation": "g"})), "format 99"),
        (_damage, "damaged"),
        (_lose, "lost its data folder"),
    ],
)
def test_a_spoilt_store_says_what_to_do(tmp_path: Path, spoil: object, says: str) -> None:
    place = tmp_path / "store"
    with Store.open(place, write=True) as store:
        store.apply([quad(str(number)) for number in range(50)])
    spoil(place)  # type: ignore[operator]
    with pytest.raises(StoreError, match=says) as caught:
        Store.open(place)
    assert "rebuild" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_absent_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="regraph build"):
        Store.open(tmp_path / "none")


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(StoreError, match=r"thesis\.docx"):
        Store.open(tmp_path, write=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_writer_keeps_others_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regraph.store._LOCK_SECONDS", 0.2)
    with Store.open(tmp_path / "store", write=True), pytest.raises(StoreError, match="in use by another process"):
        Store.open(tmp_path / "store")
    with Store.open(tmp_path / "store") as freed:
        assert len(freed) == 0
