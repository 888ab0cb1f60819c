"""The figures of `regraph evaluate` are those of the public scorer, and a pair means what it says."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regraph import evaluate
from regraph.errors import ClaimError, LoadError

SCORER = Path(__file__).resolve().parents[2] / "shared" / "eval" / "score.py"
BAN = {"type": "measure", "action": "introduced", "kind": "export_ban", "imposer": ["CD"], "materials": ["cobalt"]}


def figures(gold: list[Any], predicted: list[Any]) -> evaluate.Row:
    return evaluate.score({"a": gold}, {"a": predicted})["all"]


@pytest.mark.parametrize(
    ("change", "hit"),
    [
        ({}, True),
        ({"imposer": ["CD/ARECOMS"]}, True),  # a ministry counts as its state
        ({"kind": "export_control"}, True),  # half right, and enough
        ({"date": "2025-02"}, True),  # the gold is silent
        ({"action": "lifted"}, False),  # contradicts
        ({"type": "commitment"}, False),
        ({"imposer": ["ZM"], "materials": ["copper"], "kind": "tariff"}, False),
    ],
)
def test_when_two_claims_are_one(change: dict[str, Any], hit: bool) -> None:
    row = figures([BAN], [{**BAN, **change}])
    assert (row.claims.f1 == 1.0) is hit


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ("2025-02-24", "2025-02-25", 1.0),  # a day off is forgiven
        ("2025-02-24", "2025-02-27", 0.0),
        ("2025-02", "2025-02-24", 1.0),
        ("2025-02-24", "2025", 0.0),  # a year is too vague for a day
        ("2025-06-21/2025-06-30", "2025-06", 1.0),
        ("soon", "soon", 1.0),
    ],
)
def test_dates(gold: str, predicted: str, same: float) -> None:
    correct = evaluate.compare({"type": "measure", "date": gold}, {"type": "measure", "date": predicted})[1]
    assert correct["date"] == same


def test_each_claim_is_paired_once_and_a_missing_document_is_missed() -> None:
    row = evaluate.score({"a": [BAN], "b": [BAN]}, {"a": [BAN, BAN]})["all"]
    assert (row.claims.precision, row.claims.recall) == (0.5, 0.5)


def test_cases_name_what_was_missed_and_spurious() -> None:
    found = evaluate.score({"a": [BAN]}, {"a": [{**BAN, "action": "lifted"}]})
    assert sorted(case.what for case in found.cases) == ["missed", "spurious"]
    told: list[str] = []
    evaluate.show(found, by_type=True, errors=True, as_json=False, write=told.append)
    assert [line.split("\t")[1] for line in told[:2]] == ["missed", "spurious"]
    assert told[2].startswith("all ")
    assert told[3].startswith("measure ")


def test_read_names_the_broken_line(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text('{"document": {"id": "a"}, "claims": []}\n{"claims": []}\n', encoding="utf-8")
    with pytest.raises(ClaimError, match=":2 "):
        evaluate.read(file)
    with pytest.raises(LoadError):
        evaluate.read(tmp_path / "absent.jsonl")


ACTOR = st.sampled_from(["CN", "US", "CN/MOFCOM", "ford", "eu-producers"])
CLAIM = st.fixed_dictionaries(
    {"type": st.sampled_from(["measure", "impact"])},
    optional={
        "action": st.sampled_from(["introduced", "lifted"]),
        "kind": st.sampled_from(["export_ban", "export_control", "tariff"]),
        "imposer": st.lists(ACTOR, max_size=2),
        "materials": st.lists(st.sampled_from(["cobalt", "rare-earths", "copper-products"]), max_size=3),
        "items": st.lists(st.sampled_from(["rare-earth-magnets", "magnets"]), max_size=2),
        "date": st.sampled_from(["2025", "2025-02", "2025-02-24", "2025-02-23/2025-03-02", "x", "2025-02-31"]),
        "rate_to": st.sampled_from([10, 10.05, 25]),
        "count": st.fixed_dictionaries({"companies": st.integers(1, 3)}),
        "speaker": st.one_of(ACTOR, st.lists(ACTOR, min_size=1, max_size=2)),
        "effect": st.sampled_from(["other", "shortage"]),
    },
)
FILES = st.dictionaries(st.sampled_from("abc"), st.lists(CLAIM, max_size=4), min_size=1)


@pytest.mark.shared
@pytest.mark.skipif(not SCORER.exists(), reason="the public scorer stands beside the project")
@settings(max_examples=150, deadline=None)
@given(gold=FILES, predicted=FILES)
def test_the_figures_are_the_public_scorers(gold: dict[str, Any], predicted: dict[str, Any]) -> None:
    spec = importlib.util.spec_from_file_location("public_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    mine = {
        key: {
            "claims": {"precision": row.claims.precision, "recall": row.claims.recall, "f1": row.claims.f1},
            "slots": {"precision": row.slots.precision, "recall": row.slots.recall, "f1": row.slots.f1},
            "gold": row.gold,
            "predicted": row.predicted,
        }
        for key, row in evaluate.score(gold, predicted).rows.items()
    }
    assert json.dumps(mine) == json.dumps(scorer.score(gold, predicted))
