"""Change between two days, measures as nodes, filters by measure, document and day, measures as attributes."""

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from tests.network import sample
from typer.testing import CliRunner, Result

from regraph import ids
from regraph.cli.main import app
from regraph.dates import parse
from regraph.errors import UsageError
from regraph.network import VIEWS, build, compare, stats, with_change, with_stats, write
from regraph.store import Store

CN, US = ids.actor_iri("CN"), ids.actor_iri("US")
SAMARIUM = ids.iri("measure", "cn-samarium")


@pytest.fixture(scope="module")
def store() -> Store:
    return sample.store()


def relations(graph: Any) -> set[str]:
    return {edge["relation"] for _, _, edge in graph.edges(data=True)}


def test_what_changed_between_two_days(store: Store) -> None:
    before, after = (build(store, on=parse(day), level="state") for day in ("2025-05-01", "2025-07-15"))
    found = compare(before, after)
    told = {(tie["change"], tie["relation"]): (tie["was"], tie["now"]) for tie in found.ties}
    assert told["changed", "imposes"] == ("in_force", "suspended")
    assert told["new", "agrees"] == (None, "reached")
    assert not [tie for tie in found.ties if tie["change"] == "gone" and tie["relation"] == "imposes"]
    assert found.summary["ties"] == (before.number_of_edges(), after.number_of_edges())
    back = compare(after, before)
    assert {(tie["change"], tie["id"]) for tie in back.ties if tie["change"] == "gone"} == {
        ("gone", tie["id"]) for tie in found.ties if tie["change"] == "new"
    }
    assert json.loads(json.dumps(found.to_json()))["ties"]


def test_differences_are_those_of_the_two_measurements(store: Store) -> None:
    before, after = (build(store, on=parse(day), level="state") for day in ("2025-05-01", "2025-07-15"))
    was, now = ({row["id"]: row for row in stats(graph).nodes} for graph in (before, after))
    for row in compare(before, after).nodes:
        for name in ("degree", "cooperation", "conflict", "pagerank"):
            earlier, later = was.get(row["id"], {}).get(name, 0), now.get(row["id"], {}).get(name, 0)
            assert row[f"{name}_change"] == pytest.approx(later - earlier, abs=1e-4)
    china = next(row for row in compare(before, after).nodes if row["id"] == CN)
    assert china["cooperation_change"] >= 2  # a deal and a promise


def test_nothing_changes_between_a_day_and_itself(store: Store) -> None:
    graph = build(store, on=dt.date(2025, 6, 15))
    found = compare(graph, graph)
    assert found.ties == ()
    assert all(row["change"] == "" and row["pagerank_change"] == 0 for row in found.nodes)


def test_change_and_measures_are_attributes_that_formats_carry(store: Store) -> None:
    before, after = (build(store, on=parse(day), level="state") for day in ("2025-05-01", "2025-07-15"))
    marked = with_change(with_stats(after), compare(before, after))
    assert "change" not in next(iter(after.edges(data=True)))[2]  # the network itself is as it was
    out = io.BytesIO()
    write(marked, "graphml", out)
    back = nx.read_graphml(io.BytesIO(out.getvalue()), force_multigraph=True)
    rows = {row["id"]: row for row in stats(after).nodes}
    for iri, node in back.nodes(data=True):
        if iri in rows:
            assert node["pagerank"] == pytest.approx(rows[iri]["pagerank"])
            assert node["community"] == rows[iri]["community"]
            assert "pagerank_change" in node
    assert {"new", "changed"} <= {edge.get("change", "") for _, _, edge in back.edges(data=True)}
    for form in ("nodes-csv", "csv", "gexf", "json"):
        out = io.BytesIO()
        write(marked, form, out)
        assert b"change" in out.getvalue(), form


def test_measures_stand_between_actors_and_materials(store: Store) -> None:
    graph = build(store, relations=VIEWS["measures"])
    assert relations(graph) == {"enacts", "aims_at", "covers"}
    assert graph.nodes[SAMARIUM]["type"] == "Measure"
    assert graph.nodes[SAMARIUM]["label"] == "China licenses samarium"
    measures = {iri for iri, node in graph.nodes(data=True) if node["type"] == "Measure"}
    for source, target in graph.edges():
        assert (source in measures) != (target in measures)
    assert nx.is_bipartite(nx.Graph(graph))
    covered = {target for source, target, edge in graph.edges(data=True) if edge["relation"] == "covers"}
    assert covered == {ids.material_iri("samarium"), ids.item_iri("chips")}


def test_ties_of_one_measure(store: Store) -> None:
    graph = build(store, measures=(SAMARIUM,))
    assert relations(graph) == {"imposes", "promises", "licenses"}
    assert {edge["thing"] for _, _, edge in graph.edges(data=True) if edge["relation"] == "imposes"} == {SAMARIUM}


def test_ties_that_one_document_tells_of(store: Store) -> None:
    beta = ids.iri("document", sample.BETA.id)
    graph = build(store, documents=(beta,))
    assert relations(graph) == {"agrees", "promises", "meets", "accuses", "threatens"}
    assert {one["document"] for _, _, edge in graph.edges(data=True) for one in edge["evidence"]} == {"beta.txt"}


@pytest.mark.parametrize(("since", "some"), [("2025-04-06", {"agrees"}), ("2025-06-13", set()), ("2025-01-01", None)])
def test_ties_told_of_since_a_day(store: Store, since: str, some: set[str] | None) -> None:
    found = relations(build(store, since=dt.date.fromisoformat(since)))
    if some is None:
        assert {"imposes", "agrees"} <= found
    else:
        assert some <= found
        assert "licenses" not in found


def test_a_first_day_that_nobody_tells_is_left_out() -> None:
    from regraph.rdf import measure_quads

    made = Store.memory()
    phase = sample.phase("us-chips", "in_force", "0001-01-01", None, "0001-01-01")
    made.apply(measure_quads(sample.CHIPS, [], [phase]))
    graph = build(made, on=dt.date(2025, 1, 1))
    edge = next(iter(graph.edges(data=True)))[2]
    assert (edge["start"], edge["spells"][0]["start"]) == (None, None)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.on_disk(tmp_path_factory.mktemp("stores"))


def run(place: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["network", *words, "--store", str(place)])


def test_the_command_tells_of_change(place: Path) -> None:
    days = ["--against", "2025-05-01", "--on", "2025-07-15", "--level", "state"]
    table = run(place, "stats", *days, "--ties")
    assert table.exit_code == 0
    lines = table.stdout_bytes.decode().splitlines()
    assert lines[0].split("\t") == "change source relation target label was now".split()
    assert any(line.startswith("changed\tChina\timposes") and line.endswith("in_force\tsuspended") for line in lines)
    actors = run(place, "stats", *days).stdout_bytes.decode()
    assert "degree_change" in actors.splitlines()[0]
    found = json.loads(run(place, "stats", *days, "--json").stdout_bytes)
    assert set(found) == {"summary", "nodes", "ties"}
    gexf = run(place, "--format", "gexf", "--stats", *days)
    assert b"pagerank_change" in gexf.stdout_bytes


def test_the_command_shows_views_and_filters(place: Path) -> None:
    def kinds(*words: str) -> set[str]:
        found = run(place, *words)
        assert found.exit_code == 0, found.exception
        return {edge["relation"] for edge in json.loads(found.stdout_bytes)["edges"]}

    assert kinds("--view", "measures") == {"enacts", "aims_at", "covers"}
    assert "restricts" in kinds("--view", "materials")
    assert "meets" not in kinds("--measure", "cn-samarium")
    assert "licenses" not in kinds("--document", "beta.txt")
    assert "licenses" not in kinds("--since", "2025-06")


@pytest.mark.parametrize("words", [["--view", "planets"], ["stats", "--ties"], ["--since", "spring"]])
def test_what_is_wrong_is_said(place: Path, words: list[str]) -> None:
    assert isinstance(run(place, *words).exception, UsageError)
