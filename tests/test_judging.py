"""Decisions of people: both directions, applied at once, the same after a rebuild and after more articles."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from typer.testing import CliRunner

from regraph import ids, judging, pipeline, quality, terms
from regraph.cli.main import app
from regraph.errors import NotFoundError, UsageError
from regraph.resolve import Judgement
from regraph.store import JUDGEMENTS, Store

ARTICLES = {
    "halt.txt": """Kinshasa halts cobalt exports

KINSHASA, Feb 24 2025 - The Democratic Republic of Congo suspended exports of cobalt for four months on 22 February
2025, the regulator ARECOMS said on Monday.
""",
    "older.txt": """Congo had banned cobalt exports before

KINSHASA, April 12 2023 - The Democratic Republic of Congo banned exports of cobalt on 3 April 2023, the mines ministry
said on Wednesday.
""",
    "tariff.txt": """Washington taxes graphite

WASHINGTON, May 5 2025 - The United States imposed a tariff of 25% on graphite from China on 2 May 2025.
""",
}
LATER = """Congo keeps its cobalt ban

KINSHASA, June 2 2025 - The Democratic Republic of Congo banned exports of cobalt on 22 February 2025 under Decision No.
004/ARECOMS/2025, the regulator recalled on Monday.
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ARTICLES]
    for path in paths:
        path.write_text(ARTICLES[path.name], encoding="utf-8")
    return paths


@pytest.fixture
def place(tmp_path: Path, files: list[Path]) -> Path:
    """Return a store that holds the articles."""
    where = tmp_path / "store"
    done = pipeline.build(where, files)
    assert not done.failures
    return where


def quads(place: Path) -> set[str]:
    with Store.open(place) as store:
        return {str(quad) for quad in store.engine}


def cobalt(place: Path) -> dict[str, list[str]]:
    """Return the claims of each measure on cobalt: id -> file names of the claims' documents."""
    with Store.open(place) as store:
        found = [row["measure"] for row in judging.overview(store) if "obalt" in row["label"]]
        return {
            name: sorted(one.evidence.document for one in judging.members(store, measure(name)) if one.evidence)
            for name in found
        }


def measure(name: str) -> str:
    return ids.iri("measure", name)


def decide(place: Path, left: str, right: str, *, same: bool) -> judging.Decided:
    with Store.open(place, write=True) as store:
        return judging.decide(store, Judgement(left=left, right=right, same=same, by="Ada"))


def claim_of(place: Path, document: str) -> str:
    with Store.open(place) as store:
        members = [one for name in judging.overview(store) for one in judging.members(store, measure(name["measure"]))]
    return next(ids.iri("claim", one.claim) for one in members if one.evidence and one.evidence.document == document)


def holder(place: Path, document: str) -> str:
    return next(measure(name) for name, documents in cobalt(place).items() if document in documents)


def test_two_measures_become_one_and_stay_one(place: Path, files: list[Path], tmp_path: Path) -> None:
    assert len(cobalt(place)) == 2
    done = decide(place, holder(place, "older.txt"), holder(place, "halt.txt"), same=True)
    assert done.moved
    (documents,) = cobalt(place).values()
    assert set(documents) == {"halt.txt", "older.txt"}
    at_once = quads(place)
    pipeline.build(place, files)
    assert quads(place) == at_once
    elsewhere = tmp_path / "elsewhere"
    pipeline.build(elsewhere, files)
    assert len(cobalt(elsewhere)) == 2
    shutil.copy(place / JUDGEMENTS, elsewhere / JUDGEMENTS)
    pipeline.build(elsewhere, list(reversed(files)))
    assert quads(elsewhere) == at_once


def test_a_decision_holds_when_a_more_exact_claim_comes_along(place: Path, files: list[Path], tmp_path: Path) -> None:
    decide(place, holder(place, "older.txt"), holder(place, "halt.txt"), same=True)
    later = tmp_path / "later.txt"
    later.write_text(LATER, encoding="utf-8")
    with Store.open(place, write=True) as store:
        assert pipeline.ingest(store, [later]).added
    assert {"halt.txt", "older.txt"} <= set(next(iter(cobalt(place).values())))
    added = quads(place)
    pipeline.build(place, [*files, later])
    assert quads(place) == added


def test_one_claim_is_taken_out_and_stays_out(place: Path, files: list[Path], tmp_path: Path) -> None:
    twin = tmp_path / "twin.txt"
    twin.write_text(ARTICLES["halt.txt"].replace("Kinshasa halts", "Congo stops").replace("Monday", "the day"), "utf-8")
    pipeline.build(place, [*files, twin])
    assert ["halt.txt", "twin.txt"] in cobalt(place).values()
    decide(place, claim_of(place, "twin.txt"), holder(place, "halt.txt"), same=False)
    assert ["halt.txt", "twin.txt"] not in cobalt(place).values()
    assert holder(place, "twin.txt") != holder(place, "halt.txt")
    at_once = quads(place)
    pipeline.build(place, [*files, twin])
    assert quads(place) == at_once


def test_a_later_decision_takes_an_earlier_one_back(place: Path) -> None:
    before = quads(place)
    older, halt = holder(place, "older.txt"), holder(place, "halt.txt")
    claim = claim_of(place, "older.txt")
    decide(place, older, halt, same=True)
    assert quads(place) != before
    decide(place, claim, holder(place, "halt.txt"), same=False)
    assert {str(one) for one in quads(place)} == before
    decide(place, claim, holder(place, "halt.txt"), same=True)
    assert len(cobalt(place)) == 1


def test_removing_and_adding_a_document_keeps_the_decision(place: Path, files: list[Path]) -> None:
    decide(place, holder(place, "older.txt"), holder(place, "halt.txt"), same=True)
    decided = quads(place)
    with Store.open(place, write=True) as store:
        (named,) = store.match(None, NamedNode(terms.term("dcterms:identifier")), Literal("older.txt"))
        pipeline.remove(store, str(named.subject).strip("<>").rpartition("/")[2])
    assert quads(place) != decided
    with Store.open(place, write=True) as store:
        pipeline.ingest(store, [path for path in files if path.name == "older.txt"])
    assert quads(place) == decided


def test_what_can_never_be_one_measure_is_refused(place: Path) -> None:
    with Store.open(place) as store:
        tariff = next(row["measure"] for row in judging.overview(store) if "ariff" in row["label"])
    with pytest.raises(UsageError, match="can never be one measure"):
        decide(place, measure(tariff), holder(place, "halt.txt"), same=True)
    with pytest.raises(UsageError, match="both sides"):
        decide(place, measure(tariff), measure(tariff), same=True)
    with pytest.raises(NotFoundError, match="neither a measure nor a claim"):
        decide(place, measure("nothing"), measure(tariff), same=True)
    assert not (place / JUDGEMENTS).exists()


def test_judgements_of_the_seeds_come_first(place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seeds = tmp_path / "root" / "seeds"
    seeds.mkdir(parents=True)
    (seeds / JUDGEMENTS).write_text('{"left": "a", "right": "b", "same": true}\n', encoding="utf-8")
    (place / JUDGEMENTS).write_text('{"left": "a", "right": "b", "same": false}\n', encoding="utf-8")
    monkeypatch.setattr("regraph.pipeline.resources.root", lambda: tmp_path / "root")
    assert [one.same for one in pipeline.judgements(place)] == [True, False]
    assert [one.same for one in pipeline.judgements(None)] == [True]


def test_a_store_in_memory_keeps_no_decision() -> None:
    with pytest.raises(Exception, match="in memory"):
        pipeline.judge(Store.memory(), [], [])


def test_decisions_on_what_is_gone_are_reported(place: Path) -> None:
    decide(place, holder(place, "older.txt"), holder(place, "halt.txt"), same=True)
    with Store.open(place, write=True) as store:
        assert quality.lost_judgements(store) == []
        (named,) = store.match(None, NamedNode(terms.term("dcterms:identifier")), Literal("older.txt"))
        pipeline.remove(store, str(named.subject).strip("<>").rpartition("/")[2])
        found = quality.check(store, on=dt.date(2025, 6, 1), only=["lost-judgement"])
    assert found
    assert all(one.detail.startswith(f"{JUDGEMENTS}:{number}: ") for number, one in enumerate(found, 1))
    assert [one.settle for one in found] == [
        f"sed -i {number}d {place / JUDGEMENTS}" for number in range(1, len(found) + 1)
    ]
    done = CliRunner().invoke(app, ["resolve", "list", "--store", str(place)])
    assert done.exit_code == 0
    assert done.stderr.count("the store holds no") == len(found)


def test_a_decision_on_a_record_that_another_stands_for_is_not_lost(tmp_path: Path) -> None:
    table = tmp_path / "measures.csv"
    table.write_text(
        "id,title,imposer,kind,materials,announced,effective,sources\n"
        "x-1,Stop of tin,MM,export_ban,tin,2025-01-01,2025-02-01,\n"
        "x-2,Stop of tin again,MM,export_ban,tin,2025-01-01,2025-02-01,\n"
    )
    where = tmp_path / "store"
    pipeline.build(where, [table])
    decide(where, measure("x-1"), measure("x-2"), same=True)
    with Store.open(where) as store:
        assert quality.lost_judgements(store) == []
