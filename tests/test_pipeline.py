"""From files to answers: the same graph whatever the order, nothing left behind, and what the five articles support."""

import datetime as dt
import os
import random
from pathlib import Path

import pytest

from regraph import load, pipeline, questions
from regraph.store import Store
from tests.articles_added import Article, add, everything, held

ROOT = Path(__file__).resolve().parents[1]
DEV = ROOT / "tests" / "cases" / "articles" / "dev"
SHARED = Path(os.environ.get("REGRAPH_SHARED", ROOT.parent / "shared")) / "articles"


@pytest.fixture(scope="module")
def told() -> list[Article]:
    """Return development articles with their claims, read once."""
    found = [load.load(path) for path in sorted(DEV.glob("*.txt"))[:30]]
    return [(document, pipeline.claims(document)) for document in found]


@pytest.mark.parametrize("seed", range(6))
def test_order_and_batches_of_adding_do_not_change_the_graph(told: list[Article], seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - repeatable orders
    shuffled = dice.sample(told, len(told))
    store = Store.memory()
    while shuffled:
        size = dice.randint(1, 9)
        add(store, shuffled[:size])
        shuffled = shuffled[size:]
    assert held(store) == everything(told)


@pytest.mark.parametrize("seed", range(4))
def test_a_removed_document_leaves_the_graph_without_it(told: list[Article], seed: int) -> None:
    dice = random.Random(100 + seed)  # noqa: S311 - repeatable choices
    store = Store.memory()
    add(store, told)
    gone = dice.sample(told, 7)
    for document, _ in gone:
        pipeline.remove(store, document.id)
    assert held(store) == everything([one for one in told if one not in gone])


def test_a_build_equals_adding(tmp_path: Path) -> None:
    paths = sorted(DEV.glob("*.txt"))[:12]
    pipeline.build(tmp_path / "built", paths)
    with Store.open(tmp_path / "added", write=True) as added:
        pipeline.ingest(added, paths)
        one = held(added)
    with Store.open(tmp_path / "built") as built:
        assert held(built) == one


def test_a_failed_build_leaves_the_old_store(tmp_path: Path) -> None:
    place = tmp_path / "store"
    pipeline.build(place, sorted(DEV.glob("*.txt"))[:1])
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(Exception, match=r"empty\.txt"):
        pipeline.build(place, [tmp_path / "empty.txt"])
    with Store.open(place) as store:
        assert sum(1 for graph in store.graphs() if "/document/" in graph) == 1


def test_a_table_with_a_bad_row_is_not_stored_at_all(tmp_path: Path) -> None:
    table = tmp_path / "measures.csv"
    table.write_text(
        "id,title,imposer,kind,materials,announced,effective,sources\n"
        "x-1,Stop of tin,MM,export_ban,tin,2025-01-01,2025-02-01,\n"
        "x-2,Stop of tin again,MM,no_such_kind,tin,2025-01-01,2025-02-01,\n"
    )
    with Store.open(tmp_path / "store", write=True) as store:
        done = pipeline.ingest(store, [table], keep_going=True)
        assert ["measures.csv:3" in str(one.error) for one in done.failures] == [True]
        assert not done.added
        assert not [graph for graph in store.graphs() if "/document/" in graph]
    built = pipeline.build(tmp_path / "built", [table], keep_going=True)
    assert (len(built.failures), built.added) == (1, [])


# --- the five articles beside the project -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def five() -> Store:
    """Return a store of the five articles alone."""
    if not SHARED.is_dir():
        pytest.skip("the five articles are not beside the project")
    store = Store.memory()
    pipeline.ingest(store, sorted(SHARED.glob("*.txt")))
    return store


def ask(store: Store, text: str, on: str) -> list[dict[str, str]]:
    return [dict(row.values) for row in questions.ask(store, text, on=dt.date.fromisoformat(on)).rows]


@pytest.mark.shared
def test_samarium_is_under_the_april_control_and_not_the_october_ones(five: Store) -> None:
    rows = ask(five, "which measures on samarium are still in force?", "2025-11-15")
    assert [row["from"][:7] for row in rows] == ["2025-04"]
    assert ask(five, "which measures on samarium are still in force?", "2025-03-01") == []


@pytest.mark.shared
def test_dysprosium_is_covered_possibly(five: Store) -> None:
    rows = ask(five, "which measures on dysprosium are still in force?", "2025-11-15")
    assert {row["certainty"] for row in rows} == {"possible"}


@pytest.mark.shared
def test_the_five_metals_of_february(five: Store) -> None:
    for metal in ("tungsten", "tellurium", "bismuth", "molybdenum", "indium"):
        rows = ask(five, f"which measures on {metal} are in force?", "2025-06-08")
        assert [row["from"] for row in rows] == ["2025-02"], metal


@pytest.mark.shared
def test_the_delisted_firms_show_ninety_days(five: Store) -> None:
    rows = ask(five, "which firms were delisted?", "2025-06-15")
    assert [(row["status"], str(row["companies"]), row["term"]) for row in rows] == [("suspended", "28", "P90D")]


@pytest.mark.shared
def test_promises_stand_apart(five: Store) -> None:
    promises = ask(five, "which promises are not yet fulfilled?", "2025-11-15")
    assert {row["kept"] for row in promises} == {"promised only"}
    assert {"expedite", "lift", "supply"} <= {row["action"] for row in promises}


@pytest.mark.shared
def test_the_miscalled_metals_are_warned_of() -> None:
    if not SHARED.is_dir():
        pytest.skip("the five articles are not beside the project")
    done = pipeline.ingest(Store.memory(), sorted(SHARED.glob("003*.txt")))
    called = {warning.value.rpartition("/")[2] for warning in done.added[0].report.warnings}
    assert called == {"tungsten", "tellurium", "bismuth", "molybdenum", "indium"}
