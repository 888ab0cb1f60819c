"""Whatever is done to a text, it is read: a share of `python -m bench.fuzz`, and what that has found."""

import itertools

import pytest
from bench.fuzz import failures, read
from bench.mutants import mutants


@pytest.mark.parametrize("seed", [11, 12])
def test_damaged_texts_raise_nothing(seed: int) -> None:
    broken = [(number, text[:200], error[-400:]) for number, text, error in failures(800, seed)]
    assert not broken


def test_the_same_seed_damages_alike() -> None:
    first, again, other = (list(itertools.islice(mutants(50, seed), 50)) for seed in (5, 5, 6))
    assert first == again != other
    assert len(set(first)) > 45


@pytest.mark.parametrize(
    "text",
    [
        "Ghana capped exports of tin at 12 ①80 tonnes.",  # a digit to Python, and no number
        "Ghana capped exports of tin at 12 ٣٤٥ tonnes.",
        "In August 2026 the price of tin in London had climbed 30% since 1 August 2026.",  # told before it came
        "Ghana banned exports of tin on 31 February 2025 until 0 May 9999.",
    ],
)
def test_found_by_damage(text: str) -> None:
    for number in range(20):  # every publication date, every loader
        read(text, number)
