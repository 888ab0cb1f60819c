from itertools import pairwise

import pytest
from tests.extract.tables import blocks
from tests.extract.test_tokens import read

from regraph.extract.coreference import main_states, resolve
from regraph.extract.lexicon import load
from regraph.extract.mentions import find_mentions
from regraph.model import Mention


def resolved(text: str) -> list[list[Mention]]:
    sentences = read(text)
    found = find_mentions(text, sentences, load())
    return resolve(text, sentences, found, main_states(found))


@pytest.mark.parametrize(("text", "wanted"), blocks("coreference.txt"))
def test_what_words_point_to(text: str, wanted: list[str]) -> None:
    found = {
        text[m.start : m.end]: m.ids for sentence in resolved(text) for m in sentence if m.rule.startswith("coref:")
    }
    for line in wanted:
        words, _, ids = line.partition(" = ")
        assert found.get(words, ()) == (() if ids == "-" else tuple(ids.split(", "))), found


def test_the_given_mentions_stay_and_all_are_sorted_and_apart() -> None:
    text = (
        "Peru and Chile met. The two countries said it and its ministry would act; "
        "the metals, tin and zinc, are theirs."
    )
    sentences = read(text)
    before = find_mentions(text, sentences, load())
    for old, new in zip(before, resolve(text, sentences, before, ["PE"]), strict=True):
        assert set(old) <= set(new)
        assert all(left.end <= right.start for left, right in pairwise(new))


def test_the_main_state_is_the_one_named_first_and_most() -> None:
    found = find_mentions(text := "Peru bans tin. Chile does not. Peru sells to Chile.", read(text), load())
    assert main_states(found)[0] == "PE"
