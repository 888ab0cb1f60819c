"""What is noted of the surroundings of a draft, for its confidence."""

from typing import Any

import pytest

from regraph.extract.draft import Draft
from regraph.extract.surroundings import surroundings


def draft(made: str, sentence: int, **values: Any) -> Draft:
    return Draft(made, sentence, "body", 0, 1, made, "", values=values)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (20, "measure beside"),
        (21, "measure just before"),
        (23, "measure before"),
        (24, "measures elsewhere"),
        (19, "measures elsewhere"),
    ],
)
def test_how_near_a_measure_is_told(sentence: int, told: str) -> None:
    harm = draft("impact", sentence)
    surroundings([draft("measure", 20), harm])
    assert f"around:impact, {told}" in harm.features


def test_a_measure_is_not_near_itself() -> None:
    alone = draft("measure", 20, materials=["tin"], imposer=["MM"])
    surroundings([alone])
    assert alone.features == {"around:measure, no measure"}


def test_goods_and_states_that_a_measure_has_too() -> None:
    ban = draft("measure", 9, items=["tin-ore"], imposer=["MM/wa-state"])
    figure, other = draft("statistic", 30, material="tin-ore", subject=["MM"]), draft("statistic", 30, material="zinc")
    surroundings([ban, figure, other])
    assert {"around:statistic, goods of a measure", "around:statistic, state of a measure"} <= figure.features
    assert not {name for name in other.features if "of a measure" in name}


def test_the_lead_is_noted() -> None:
    first, later = draft("meeting", 4), draft("meeting", 5)
    surroundings([first, later])
    assert "around:meeting, in the lead" in first.features - later.features
