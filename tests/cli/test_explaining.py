"""`regraph explain`: the chain in words, what speaks against, what would settle it, what was known when."""

import datetime as dt
import json
from pathlib import Path

import pytest

from regraph.explaining import settles
from tests import made_world
from tests.cli.conftest import Run

ON = dt.date(2025, 6, 1)


@pytest.fixture
def world(run: Run, tmp_path: Path) -> Run:
    """Return `run` on a store that holds the made-up world, and a text without any day."""
    undated = tmp_path / "undated.txt"
    undated.write_text(made_world.UNDATED, encoding="utf-8")
    assert run("add", *made_world.files(tmp_path), undated).code == 0
    return run


@pytest.mark.parametrize(
    ("phase", "told"),
    [
        ({"certainty": "certain"}, ""),
        ({"certainty": "presumed", "last_evidence": "2025-01-02"}, "published after 2025-01-02"),
        ({"certainty": "contested"}, "an official notice by Indonesia"),
        (
            {"certainty": "possible", "due": "2025-03", "last_evidence": "2025-01-02"},
            "after 2025-03 that tells whether",
        ),
        ({"certainty": "possible", "due": "2025-05-20/2025-06-10"}, "the last day of the term"),
        ({"certainty": "possible", "since": "2025-05-20/2025-06-10"}, "the day of the change"),
        ({"certainty": "possible"}, "since when"),
    ],
)
def test_what_would_settle_it_names_what_is_missing(phase: dict[str, str], told: str) -> None:
    found = settles(phase, ON, ["Indonesia"])
    assert told in found
    assert bool(found) == bool(told)


def test_the_chain_is_told_in_words_and_each_passage_once(world: Run) -> None:
    told = world("explain", "nickel-licence", "--on", "2025-03-01")
    assert told.code == 0, told.err
    text = " ".join(told.out.split())
    assert "On 2025-03-01 • in force, possible · 2025-01-01 to …" in text
    assert "Would settle it: a source published after 2024-12-31" in text
    assert "2024-09-01 suspended until 2024-12-31 · reference" in text
    assert "2024-06-01 introduced · reference · told since 2024-05-01" in text
    assert "as above: 2024-09-01, measures.csv#" in text
    assert text.count("suspended export licensing on") == 1
    assert "What was known when about 2025-03-01 from 2024-05-01 in force, presumed" in text


def test_json_tells_what_would_settle_it(world: Run) -> None:
    found = json.loads(world("explain", "nickel-licence", "--on", "2025-03-01", "--json").out)
    assert found["phases"][0]["settle"].startswith("a source published after 2024-12-31")
    certain = json.loads(world("explain", "nickel-licence", "--on", "2024-10-01", "--json").out)
    assert certain["phases"][0]["settle"] is None


def test_a_day_that_no_source_tells_is_not_shown(world: Run) -> None:
    measures = json.loads(world("resolve", "list", "--json").out)
    name = next(row["measure"] for row in measures if not row["record"])
    told = world("explain", name)
    assert "source of unknown date" in " ".join(told.out.split())
    assert "0001" not in told.out
    assert "0001" not in world("explain", name, "--json").out


def test_a_material_names_its_measures(world: Run) -> None:
    outcome = world("explain", "nickel", "--on", "2025-03-01")
    assert outcome.code == 3
    assert "explain one of its own, nickel-licence" in outcome.err


def test_a_whole_label_means_its_measure_whatever_it_names(world: Run) -> None:
    told = world("explain", "Licences for nickel and cobalt", "--on", "2025-03-01")
    assert told.code == 0
    assert "id/measure/nickel-licence" in told.out
    assert world("explain", "Licences for nickel", "--on", "2025-03-01").code == 3
