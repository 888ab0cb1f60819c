"""`regraph resolve` in process, and its review at a real terminal."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from regraph.store import JUDGEMENTS, Store
from tests.cli.conftest import Run

TWIN = """Congo stops exports of cobalt

KINSHASA, Feb 25 2025 - The Democratic Republic of Congo banned exports of cobalt on 22 February 2025, officials said.
"""


@pytest.fixture
def two(filled: Run, tmp_path: Path) -> Run:
    """Return `run` on a store with two articles on one measure."""
    path = tmp_path / "twin.txt"
    path.write_text(TWIN, encoding="utf-8")
    assert filled("add", path).code == 0
    return filled


def listed(run: Run) -> list[tuple[str, int]]:
    return [(row["measure"], row["claims"]) for row in json.loads(run("resolve", "list", "--json").out)]


def test_list_and_show_tell_which_claims_are_where_and_why(two: Run) -> None:
    ((measure, claims),) = listed(two)
    shown = json.loads(two("resolve", "show", measure, "--json").out)
    assert len(shown) == claims
    assert {one["said"]["document"] for one in shown} == {"cobalt.txt", "twin.txt"}
    assert all(one["reason"] and 0 <= one["score"] <= 1 for one in shown)
    header, *rows = two("resolve", "show", measure).out.splitlines()
    assert header.split("\t")[:4] == ["claim", "measure", "score", "reason"]
    assert len(rows) == claims
    (own,) = json.loads(two("resolve", "show", shown[0]["claim"], "--json").out)
    assert own["measure"] == measure


def test_split_and_merge_move_a_claim_and_say_so(two: Run, tmp_path: Path) -> None:
    ((measure, _),) = listed(two)
    claims = json.loads(two("resolve", "show", measure, "--json").out)
    twin = next(one["claim"] for one in claims if one["said"]["document"] == "twin.txt")
    done = two("resolve", "split", twin, measure, "--by", "Ada", "--note", "another ban", "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["moved"]
    assert f": {measure} → " in done.err
    assert '"by": "Ada", "note": "another ban"' in (tmp_path / "store" / JUDGEMENTS).read_text("utf-8")
    (left, _), (right, _) = listed(two)
    back = two("resolve", "merge", left, right)
    assert back.code == 0, back.err
    assert listed(two) == [(measure, len(claims))]


def test_what_is_no_measure_is_refused(two: Run) -> None:
    assert two("resolve", "show", "cobalt").code == 3
    assert two("resolve", "merge", "cobalt", "CD").code == 3
    ((measure, _),) = listed(two)
    assert two("resolve", "merge", measure, measure).code == 2


def test_review_needs_a_terminal(two: Run) -> None:
    outcome = two("resolve", "review")
    assert outcome.code == 2
    assert "no terminal" in outcome.err


VAGUE = """Graphite

BEIJING, Dec 1 2025 - China restricted exports of graphite in October 2025, the industry group said.
"""
TWO_ACTS = """\
id,title,imposer,kind,materials,announced,effective,reference
cn-one,Licences for graphite,CN/MOFCOM,export_licensing,graphite,2025-10-09,2025-10-09,Announcement No. 57 of 2025
cn-two,More licences for graphite,CN/MOFCOM,export_licensing,graphite,2025-10-10,2025-10-10,Announcement No. 58 of 2025
"""


def answer(store: Path, *answers: str) -> tuple[int, str]:
    """Run `regraph resolve review` at a pseudo-terminal and type the answers."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "regraph", "resolve", "review", "--by", "Ada", "--store", str(store)]
    process = subprocess.Popen(command, stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    os.close(slave)
    os.write(master, "".join(f"{one}\n" for one in answers).encode())
    out, _ = process.communicate(timeout=120)
    os.close(master)
    return process.returncode, out


def test_review_asks_and_applies_each_answer(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "store"
    table, article = tmp_path / "acts.csv", tmp_path / "vague.txt"
    table.write_text(TWO_ACTS, encoding="utf-8")
    article.write_text(VAGUE, encoding="utf-8")
    added = run("add", table, article)
    assert added.code == 0, added.err
    (doubt,) = json.loads(run("resolve", "list", "--unsure", "--json").out)
    assert doubt["runner_up"]
    code, out = answer(store, "?", "s")
    assert code == 0, out
    assert "answer with one of y, n, o, s, q" in out
    assert "0 of 1 decided" in out
    code, out = answer(store, "o")
    assert code == 0, out
    assert "1 of 1 decided" in out
    (own,) = json.loads(run("resolve", "show", doubt["claim"], "--json").out)
    assert own["measure"] == doubt["runner_up"]
    assert own["reason"] == "a person's judgement"
    assert json.loads(run("resolve", "list", "--unsure", "--json").out) == []
    assert "no claim is unsure" in answer(store)[1]
    with Store.open(store) as opened:
        assert opened.path
