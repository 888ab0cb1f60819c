"""Each command does its work, says what it did, and ends with the documented code."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup, TyperOption

from regraph import __version__
from regraph.cli.main import app
from tests.cli.conftest import Run


def commands() -> list[tuple[str, Any]]:
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    found: list[tuple[str, Any]] = []
    for name, command in root.commands.items():
        if isinstance(command, TyperGroup):
            found += [(f"{name} {inner}", leaf) for inner, leaf in command.commands.items()]
            if command.invoke_without_command:
                found.append((name, command))
        else:
            found.append((name, command))
    return found


@pytest.mark.parametrize(("name", "command"), commands(), ids=[name for name, _ in commands()])
def test_every_command_has_help_and_an_example(name: str, command: Any) -> None:
    assert command.help
    assert command.help.endswith((".", "…"))
    assert command.epilog
    assert command.epilog.startswith("Example: regraph " + name.split(maxsplit=1)[0])
    for parameter in command.params:
        if isinstance(parameter, TyperOption):
            assert parameter.help, f"{name} {parameter.name}"


def test_version(run: Run) -> None:
    assert run("--version").out == f"regraph {__version__}\n"


def test_ask_answers_as_of_a_day_with_evidence(filled: Run) -> None:
    outcome = filled("ask", "which measures on cobalt are in force?", "--on", "2025-03-01", "--json")
    assert outcome.code == 0, outcome.err
    found = json.loads(outcome.out)
    assert (found["question"], found["on"], found["known_by"]) == ("measures-in-force", "2025-03-01", None)
    (row,) = found["rows"]
    assert row["status"] == "in_force"
    assert row["certainty"] in {"certain", "presumed"}
    quotes = [one["quote"] for one in row["evidence"]]
    assert any("suspended exports of cobalt" in quote for quote in quotes)
    assert row["evidence"][0]["document"] == "cobalt.txt"
    assert row["against"] == []
    assert outcome.err.startswith("measures-in-force (material = cobalt) on 2025-03-01")


@pytest.mark.parametrize(
    "days", [("--on", "2025-01-01"), ("--on", "2025-03-01", "--known-by", "2025-01-31")], ids=["before", "unknown"]
)
def test_ask_says_so_where_nothing_is_known(filled: Run, days: tuple[str, ...]) -> None:
    outcome = filled("ask", "which measures on cobalt are in force?", *days)
    assert outcome.code == 3
    assert "nothing answers measures-in-force" in outcome.err


def test_ask_prints_tsv_when_piped_and_cards_when_asked(filled: Run) -> None:
    question = ("ask", "cobalt", "--on", "2025-03-01")
    header, row = filled(*question).out.splitlines()[:2]
    assert header.split("\t")[:2] == ["label", "imposer"]
    assert len(header.split("\t")) == len(row.split("\t"))
    card = filled(*question, "--format", "table").out
    assert "in force" in card
    assert "“" in card
    assert "\x1b[" not in card


def test_ask_takes_a_stored_question_by_name(filled: Run) -> None:
    outcome = filled("ask", "measures-by-actor", "-p", "actor=Kinshasa", "--on", "2025-03-01", "--json")
    assert len(json.loads(outcome.out)["rows"]) == 1


def test_query_formats(filled: Run) -> None:
    select = (
        "query",
        "-q",
        "SELECT ?l { ?m a rg:Measure ; rg:covers $metal ; rdfs:label ?l }",
        "-p",
        "metal=material/cobalt",
    )
    assert filled(*select, "--format", "tsv").out.startswith("?l\n")
    assert json.loads(filled(*select, "--format", "json").out)["head"]["vars"] == ["l"]
    assert filled(*select, "--format", "csv").out.startswith("l\r\n")
    assert "<sparql" in filled(*select, "--format", "xml").out
    assert filled(*select).out.splitlines()[0] == "l"
    graph = filled("query", "-q", "CONSTRUCT { ?m a rg:Measure } { ?m a rg:Measure }").out
    assert "@prefix rg:" in graph
    assert filled("query", "-q", "ASK { ?m a rg:Measure }").out == "true\n"


def test_query_reads_files_and_stdin(filled: Run, tmp_path: Path) -> None:
    file = tmp_path / "count.rq"
    file.write_text("SELECT (COUNT(*) AS ?n) { ?d a rg:Document }")
    assert filled("query", file).out == "n\n1\n"
    assert filled("query", "-", stdin=file.read_text()).out == "n\n1\n"


def test_questions_lists_all(run: Run) -> None:
    rows = json.loads(run("questions", "--json").out)
    assert len(rows) >= 15
    assert all(row["description"] and row["columns"] for row in rows)


def test_show_info_and_documents(filled: Run) -> None:
    shown = json.loads(filled("show", "cobalt", "--json").out)
    assert shown["iri"].endswith("/material/cobalt")
    facts = json.loads(filled("info", "--json").out)
    assert facts["documents"] == 1
    assert facts["claims"] >= 1
    (row,) = json.loads(filled("documents", "--json").out)
    assert row["name"] == "cobalt.txt"


def test_explain_goes_down_to_the_highlighted_passage(filled: Run) -> None:
    answer = json.loads(filled("ask", "cobalt", "--on", "2025-03-01", "--json").out)
    measure = answer["rows"][0]["measure"]
    told = filled("explain", measure, "--on", "2025-03-01")
    assert told.code == 0, told.err
    assert re.search(r"«[^»]*suspended exports of cobalt[^»]*»", " ".join(told.out.split()))
    found = json.loads(filled("explain", measure, "--on", "2025-03-01", "--json").out)
    assert found["phases"][0]["status"] == "in_force"
    assert found["events"]
    claim = answer["rows"][0]["evidence"][0]["claim"]
    assert json.loads(filled("explain", claim, "--json").out)["events"][0]["evidence"]


def test_adding_twice_changes_nothing(filled: Run, article: Path) -> None:
    before = filled("query", "-q", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").out
    again = filled("add", article)
    assert again.code == 0
    assert "0 documents added" in again.err
    assert "1 unchanged" in again.err
    assert filled("query", "-q", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").out == before


def test_remove_takes_everything_along(filled: Run) -> None:
    assert filled("remove", "cobalt.txt").code == 0
    counted = filled("query", "-q", "SELECT (COUNT(*) AS ?n) { { ?x a rg:Claim } UNION { ?x a rg:Measure } }").out
    assert counted == "n\n0\n"
    assert filled("remove", "cobalt.txt").code == 3


def test_extract_prints_the_claim_schema(run: Run, article: Path) -> None:
    outcome = run("extract", article, "--format", "json")
    (line,) = outcome.out.splitlines()
    record = json.loads(line)
    assert record["document"]["id"] == "cobalt.txt"
    text = article.read_text()
    for claim in record["claims"]:
        evidence = claim["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
    assert any(claim["type"] == "measure" and claim["kind"] == "export_ban" for claim in record["claims"])


def test_validate_accepts_what_add_accepts(run: Run, article: Path) -> None:
    outcome = run("validate", article)
    assert outcome.code == 0, outcome.err
    assert "conforms" in outcome.err


def test_the_ontology_is_clean(run: Run) -> None:
    outcome = run("ontology", "check")
    assert outcome.code == 0, outcome.out
