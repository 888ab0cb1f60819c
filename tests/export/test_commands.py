"""`regraph export`, `regraph network` and `regraph network stats` on a store on disk."""

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib
from tests.network import sample
from typer.testing import CliRunner, Result

from regraph.cli.main import app
from regraph.errors import NotFoundError, UsageError


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.on_disk(tmp_path_factory.mktemp("stores"))


def run(place: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--store", str(place)])


def fine(place: Path, *words: str) -> bytes:
    found = run(place, *words)
    assert found.exit_code == 0, (found.output, found.exception)
    return found.stdout_bytes


@pytest.mark.parametrize("ending", ["ttl", "trig", "nt", "nq", "jsonld", "rdf"])
def test_the_ending_names_the_format(place: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"graph.{ending}"
    fine(place, "export", "-o", str(out))
    named = {"ttl": "turtle", "nq": "nquads", "jsonld": "json-ld", "rdf": "xml"}.get(ending, ending)
    assert len(rdflib.Dataset().parse(out, format=named))
    assert [entry.name for entry in tmp_path.iterdir()] == [out.name]


def test_turtle_goes_to_stdout(place: Path) -> None:
    graph = rdflib.Graph().parse(data=fine(place, "export", "--material", "samarium", "--no-quotes"), format="turtle")
    assert len(graph)
    assert "One permit" not in graph.serialize()


def test_names_are_resolved(place: Path) -> None:
    by_label = fine(place, "export", "--measure", "cn-samarium", "--format", "nt")
    assert by_label == fine(place, "export", "--measure", "https://w3id.org/regraph/id/measure/cn-samarium",
                            "--format", "nt")  # fmt: skip
    by_file = fine(place, "export", "--document", "alpha.txt", "--format", "nt")
    assert by_file == fine(place, "export", "--document", sample.ALPHA.id, "--format", "nt")
    assert json.loads(fine(place, "network", "--around", "Ford"))["nodes"]
    assert fine(place, "network", "--about", "rare earth elements") == fine(place, "network", "--about", "rare-earths")


@pytest.mark.parametrize(
    ("words", "error", "told"),
    [
        (["export", "--format", "n3"], UsageError, "turtle|ttl"),
        (["export", "-o", "graph.doc"], UsageError, "ending"),
        (["export", "--measure", "no-such-measure"], NotFoundError, "no-such-measure"),
        (["export", "--measure", "samarium"], NotFoundError, "not a measure"),
        (["export", "--document", "alpa.txt"], NotFoundError, "alpha.txt"),
        (["export", "--since", "spring"], UsageError, "--since"),
        (["network", "--on", "soon"], UsageError, "--on"),
        (["network", "--about", "samarum"], NotFoundError, "samarium"),
        (["network", "--about", "China"], NotFoundError, "not a material"),
        (["network", "--relations", "loves"], UsageError, "imposes"),
        (["network", "--level", "planet"], UsageError, "state"),
        (["network", "--on", "1999-01-01"], NotFoundError, "widen"),
        (["network", "--format", "gml"], UsageError, "graphml"),
    ],
)
def test_what_is_wrong_is_said(place: Path, words: list[str], error: type[Exception], told: str) -> None:
    import re

    found = run(place, *words)
    assert isinstance(found.exception, error), found.exception
    assert re.search(told, str(found.exception))
    assert not found.stdout_bytes


def test_a_failure_leaves_the_old_file(place: Path, tmp_path: Path) -> None:
    out = tmp_path / "net.json"
    out.write_text("old")
    assert isinstance(run(place, "network", "-o", str(out), "--on", "1999-01-01").exception, NotFoundError)
    assert out.read_text() == "old"


def test_network_json_is_node_link(place: Path) -> None:
    graph: Any = nx.node_link_graph(json.loads(fine(place, "network", "--level", "state")), edges="edges")
    assert {edge["relation"] for _, _, edge in graph.edges(data=True)} >= {"imposes", "agrees", "promises"}


def test_an_interval_and_a_day(place: Path) -> None:
    def count(on: str) -> int:
        return len(json.loads(fine(place, "network", "--on", on))["edges"])

    assert count("2025-06") > count("2025-04-04")


def test_stats(place: Path) -> None:
    found = json.loads(fine(place, "network", "stats", "--json", "--level", "state"))
    assert found["summary"]["actors"] == 3
    assert {row["label"] for row in found["nodes"]} >= {"China", "United States"}
    table = fine(place, "network", "stats", "--top", "1").decode().splitlines()
    assert table[0].startswith("label\t")
    assert len([line for line in table if "\t" in line]) == 2


def test_options_before_stats_are_not_lost_in_silence(place: Path) -> None:
    found = CliRunner().invoke(app, ["network", "--level", "state", "stats", "--store", str(place)])
    assert isinstance(found.exception, UsageError)
    assert "--level" in str(found.exception)


@pytest.mark.parametrize("words", [["export"], ["network"], ["network", "stats"]])
def test_help_has_an_example(words: list[str]) -> None:
    found = CliRunner().invoke(app, [*words, "--help"])
    assert found.exit_code == 0
    assert "Example: regraph" in found.output
