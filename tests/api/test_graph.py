"""`regraph.open` for analysts: tables that are lists, frames and pictures; networks; the notebook of docs/."""

import builtins
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import networkx as nx
import pandas as pd
import pytest
from tests import notebooks
from tests.network import sample

import regraph
from regraph.api import Graph, Table
from regraph.errors import NotFoundError, StoreError, UsageError


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.on_disk(tmp_path_factory.mktemp("stores"))


@pytest.fixture(scope="module")
def graph(place: Path) -> Iterator[Graph]:
    with regraph.open(place) as opened:
        yield opened


def test_answers_are_lists_and_frames(graph: Graph) -> None:
    found = graph.ask("which measures on samarium are still in force?", on="2025-05-01")
    assert [row["status"] for row in found] == ["in_force"]
    assert json.loads(json.dumps(found)) == found
    assert {"label", "status", "certainty", "evidence", "against"} <= set(found.columns)
    frame = found.to_pandas()
    assert list(frame.columns) == list(found.columns)
    assert frame["status"].tolist() == ["in_force"]


def test_queries(graph: Graph) -> None:
    found = graph.query("SELECT ?label { ?m a rg:Measure ; rdfs:label ?label } ORDER BY ?label")
    assert found.columns == ("label",)
    assert len(found.to_pandas()) == 3
    assert graph.query("SELECT ?x { ?x a rg:NoSuchThing }").to_pandas().empty


def test_phases_of_a_day_as_known_by_a_day(graph: Graph) -> None:
    def statuses(**days: Any) -> list[str]:
        return [row["status"] for row in graph.phases(measure="cn-samarium", **days)]

    assert statuses() == ["in_force", "suspended", "ended"]
    assert statuses(on="2025-07-15") == ["suspended"]
    assert statuses(on="2025-07-15", known_by="2025-05-01") == ["in_force"]
    assert graph.phases(material="samarium") == graph.phases(measure="cn-samarium")
    frame = graph.phases().to_pandas()
    assert frame["valid_from"].dtype.kind == "M"
    assert frame["valid_until"].isna().any()


def test_claims_and_measures(graph: Graph) -> None:
    assert {row["document"] for row in graph.claims(document="alpha.txt")} == {"alpha.txt"}
    assert {row["type"] for row in graph.claims(since="2025-06")} >= {"agreement", "meeting"}
    assert {row["quote"] for row in graph.claims(quotes=False)} == {None}
    assert [row["id"] for row in graph.measures(material="samarium")] == ["cn-samarium"]
    assert len(graph.claims().to_pandas()) == 9
    with pytest.raises(NotFoundError):
        graph.claims(material="unobtainium")


def test_networks(graph: Graph, place: Path) -> None:
    found = graph.network(level="state", on="2025-06-15", around="China")
    assert isinstance(found, nx.MultiDiGraph)
    assert regraph.network(place, level="state", on="2025-06-15", around="China").edges == found.edges  # type: ignore[operator]
    assert regraph.network(graph, view="measures").number_of_nodes() > 4  # type: ignore[operator]
    assert regraph.network.build.__module__ == "regraph.network.building"  # the package itself
    with pytest.raises(UsageError, match="measures"):
        graph.network(view="planets")
    with pytest.raises(StoreError):
        regraph.network(place / "nowhere")  # type: ignore[operator]


def test_the_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = regraph.nothing


def test_html_escapes_what_articles_say(graph: Graph) -> None:
    table = graph.claims(document="beta.txt")
    html = table._repr_html_()
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "\x1b" not in html
    hostile = Table([{"<b>": "<i>", "evidence": [{"quote": "<script>1</script>", "title": "<u>"}]}], title="<h1>")
    html = hostile._repr_html_()
    for tag in ("<b>", "<i>", "<script>", "<u>", "<h1>"):
        assert tag not in html
    assert "<details>" in html
    assert "<table" in graph._repr_html_()


def test_a_table_of_nothing_and_a_long_one() -> None:
    assert "no rows" in Table((), ("a",))._repr_html_()
    assert "40 more rows" in Table({"a": number} for number in range(100))._repr_html_()
    assert Table((), ("a",)).to_pandas().columns.tolist() == ["a"]
    assert Table([{"a": 1, "b": 2}]).select("b") == [{"b": 2}]
    with pytest.raises(UsageError, match="'c'"):
        Table([{"a": 1}]).select("c")


def test_without_pandas_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=r"regraph-kg\[pandas\]"):
        Table([{"a": 1}]).to_pandas()


def test_pandas_takes_a_table_as_it_is() -> None:
    assert pd.DataFrame(Table([{"a": 1}, {"a": 2}]))["a"].sum() == 3


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from typer.testing import CliRunner

    from regraph.cli.main import app

    made = tmp_path_factory.mktemp("seeds") / "store"
    found = CliRunner().invoke(app, ["build", "--store", str(made)])
    assert found.exit_code == 0, found.output
    return made


def test_the_notebook_runs_and_gives_what_it_shows(seeded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGRAPH_STORE", str(seeded))
    text = notebooks.ANALYST.read_text(encoding="utf-8")
    shown = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(shown)
    now = notebooks.executed(json.loads(text))
    for cell, before in zip(now["cells"], json.loads(text)["cells"], strict=True):
        assert cell == before, "regraph build --store S && python -m tests.notebooks S"
    assert any("text/html" in out.get("data", {}) for cell in now["cells"] for out in cell.get("outputs", ()))
