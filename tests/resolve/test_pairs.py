"""Labelled pairs of claims: how often resolving puts together what belongs together, and keeps apart what does not."""

from functools import cache
from pathlib import Path

import pytest
from tests.resolve.claims_help import Told, claim, table

from regraph.load.tables import tables
from regraph.resolve import groups, resolve_measures

CASES = Path(__file__).parents[1] / "cases"
SEEDS = Path(__file__).parents[2] / "seeds" / "reference" / "measures.jsonl"
PAIRS = table(CASES / "pairs.tsv")


@cache
def pool() -> dict[str, Told]:
    return {key: claim(line, name=key) for key, _, line in table(CASES / "measure_claims.tsv")}


@cache
def records() -> tuple[Told, ...]:
    return tuple((one, document) for document, claims in tables(SEEDS) for one in claims)


def figures(with_records: bool) -> tuple[float, float, list[str]]:
    told = [*pool().values(), *(records() if with_records else ())]
    homes: dict[str, set[str]] = {}
    for one in resolve_measures(told, groups()).assignments:
        homes.setdefault(one.claim_id, set()).add(one.measure_id)
    hits, false, missed, wrong = 0, 0, 0, []
    for label, left, right in PAIRS:
        joined = bool(homes.get(pool()[left][0].id, set()) & homes.get(pool()[right][0].id, set()))
        hits += joined and label == "same"
        false += joined and label == "different"
        missed += not joined and label == "same"
        if joined != (label == "same"):
            wrong.append(f"{left} and {right} are {label}")
    return hits / (hits + false), hits / (hits + missed), wrong


def test_there_are_enough_pairs_of_both_kinds() -> None:
    labels = [label for label, _, _ in PAIRS]
    assert len(labels) >= 150
    assert labels.count("same") >= 75
    assert labels.count("different") >= 75
    assert {key for _, *keys in PAIRS for key in keys} <= pool().keys()


@pytest.mark.parametrize("with_records", [False, True], ids=["press alone", "with the records"])
def test_precision_and_recall(with_records: bool, record_property: object) -> None:
    precision, recall, wrong = figures(with_records)
    print(f"precision {precision:.3f}, recall {recall:.3f} over {len(PAIRS)} pairs")  # noqa: T201 - a figure to report
    record_property("precision", precision)  # type: ignore[operator]
    record_property("recall", recall)  # type: ignore[operator]
    assert precision >= 0.95, wrong
    assert recall >= 0.85, wrong


def test_records_are_the_anchors_of_what_they_tell() -> None:
    told = [*pool().values(), *records()]
    best = resolve_measures(told, groups()).assigned()
    for key, anchor in {
        "apr2": "cn-mofcom-2025-18",
        "apr5": "cn-mofcom-2025-18",
        "apr8": "cn-mofcom-2025-18",
        "usban2": "cn-mofcom-2024-46-art2",
        "ga3": "cn-mofcom-2023-23",
        "w2": "cn-mofcom-2025-10",
        "five4": "cn-mofcom-2025-57",
        "te2-2": "cn-mofcom-2025-62",
        "co2": "cd-arecoms-2025-1",
        "coq2": "cd-arecoms-2025-4",
        "cnt2": "cn-sctc-2025-4",
        "zw3": "zw-lithium-concentrate-2027",
    }.items():
        assert best[pool()[key][0].id] == anchor, key
