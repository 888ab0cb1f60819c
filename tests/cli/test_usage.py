"""What a person types wrongly, or stops: one line that names it, and the documented exit code."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["ask"], "'question'"),
        (["ask", "samarium", "--nonsense"], "--nonsense"),
        (["frobnicate"], "'frobnicate'"),
        (["network", "--depth", "0"], "--depth"),
        (["ontology", "check", "--nonsense"], "--nonsense"),
        (["query", "absent.rq"], "absent.rq (No such file or directory)"),
    ],
)
def test_a_wrong_argument_is_one_line(run: Run, arguments: list[str], named: str) -> None:
    outcome = run(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert named in outcome.err
    assert outcome.err.startswith("regraph: ")
    assert outcome.err.count("\n") == 1


def test_usage_errors_lead_to_the_help(run: Run) -> None:
    assert "see `regraph ask --help`" in run("ask").err


def test_version_and_help_end_well(run: Run) -> None:
    assert run("--version").code == 0
    assert run("ask", "--help").code == 0


def test_one_bad_file_is_told_once(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    outcome = run("add", empty)
    assert (outcome.code, outcome.err.count("\n")) == (1, 1)


def test_several_bad_files_are_told_one_by_one(run: Run, article: Path, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("")
    outcome = run("add", tmp_path / "one.txt", tmp_path / "two.txt", "--keep-going")
    assert outcome.code == 1
    assert outcome.err.count("not stored: ") == 2
    assert "none of 2 files was stored" in outcome.err
    assert run("add", tmp_path / "one.txt", article, "--keep-going").code == 5


def test_rows_of_an_answer_are_numbered_as_their_passages_are(filled: Run) -> None:
    outcome = filled("ask", "figures on cobalt by state", "--format", "table")
    assert outcome.code == 0, outcome.err
    lines = [line.strip() for line in outcome.out.splitlines()]
    assert any(line.startswith("#") for line in lines)
    assert any(line.startswith("1 ") for line in lines)
    assert "1." in lines


def test_tsv_of_an_answer_has_no_column_twice(filled: Run) -> None:
    rows = [line.split("\t") for line in filled("ask", "figures on cobalt by state").out.splitlines()]
    assert len(rows) > 1
    assert len(set(rows[0])) == len(rows[0])
    assert {len(row) for row in rows} == {len(rows[0])}


def test_a_month_in_the_question_is_the_day_asked_for(filled: Run) -> None:
    answer = json.loads(filled("ask", "what was in force on cobalt in May 2025?", "--json").out)
    assert answer["on"] == "2025-05-31"
    assert filled("ask", "what was in force on cobalt in January 2025?").code == 3


def test_ctrl_c_ends_a_long_query_at_once(filled: Run, tmp_path: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    command = [sys.executable, "-m", "regraph", "query", "-q", text, "--store", str(tmp_path / "store")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ))
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=10) != 0
