import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extract.tables import blocks
from tests.extract.test_tokens import read

from regraph.extract.quantities import Quantity, find_quantities


def figures(text: str) -> list[Quantity]:
    return [found for sentence in read(text) for found in find_quantities(text, sentence)]


def told(text: str, found: Quantity) -> str:
    out = (
        f"{text[found.start : found.end]} = {found.value:g}"
        if found.value < 1e6
        else f"{text[found.start : found.end]} = {found.value}"
    )
    out += f" {found.unit}" if found.unit else ""
    out += f" low {found.low}" if found.low is not None else ""
    out += f" from {found.rate_from:g}" if found.rate_from is not None else ""
    out += f" to {found.rate_to:g}" if found.rate_to is not None else ""
    if found.counted:
        assert found.noun_start is not None
        out += f" {found.counted}: {text[found.noun_start : found.noun_end]}"
    return out


@pytest.mark.parametrize(("text", "wanted"), blocks("quantities.txt"))
def test_figures(text: str, wanted: list[str]) -> None:
    plain = [re.sub(r" change -?1$", "", line) for line in wanted]
    assert [told(text, found) for found in figures(text)] == [line for line in plain if line != "none"]
    changes = [
        int(match[1]) if (match := re.search(r" change (-?1)$", line)) else None for line in wanted if line != "none"
    ]
    for found, change in zip(figures(text), changes, strict=True):
        assert change in (None, found.change)


@pytest.mark.parametrize("word", ["about", "nearly", "roughly", "some"])
def test_nearness_is_told(word: str) -> None:
    assert [found.approx for found in figures(f"They lost {word} 40 percent.")] == [True]
    assert [found.approx for found in figures("They lost 40 percent.")] == [False]


@given(st.text(alphabet=st.sampled_from("0123456789.,-–$€% tokgfrmb\n"), max_size=60))
def test_nothing_but_figures_inside_the_text(text: str) -> None:
    for found in figures(text):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("scale", ["million", "billion", "trillion"])
def test_a_scale_that_repeats_without_end_stays_finite(scale: str) -> None:
    found = figures(f"Orders stood at 21 {' '.join([scale] * 80)} kronor.")
    assert found
    assert all(math.isfinite(one.value) for one in found)
