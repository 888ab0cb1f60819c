from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.tables import blocks
from tests.extract.test_tokens import read

from regraph.extract.lexicon import load
from regraph.extract.mentions import acting_state, actor_type, find_mentions
from regraph.model import Mention


def mentions(text: str) -> list[Mention]:
    return [mention for found in find_mentions(text, read(text), load()) for mention in found]


def told(text: str) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for mention in mentions(text):
        words = text[mention.start : mention.end]
        out.setdefault(words, []).append(f"{mention.kind} {', '.join(mention.ids)}")
    return out


@pytest.mark.parametrize(("text", "wanted"), blocks("mentions.txt"))
def test_mentions(text: str, wanted: list[str]) -> None:
    found = told(text)
    every = {entry for entries in found.values() for entry in entries}
    for line in wanted:
        if line.startswith("!"):
            near = line[1:].strip()
            assert not {
                entry for entry in every if entry == near or (" " not in near and entry.startswith(near + " "))
            }, found
            continue
        words, _, rest = line.partition(" = ")
        entry, _, state = rest.partition(" @")
        assert entry in found.get(words, []), found
        if state:
            states = {acting_state(m, load()) for m in mentions(text) if text[m.start : m.end] == words}
            assert states == {state}


def test_types_and_states_of_actors_are_known() -> None:
    text = "Namibian mines minister Natangwe Ithete met Glencore and the EU in Walvis Bay."
    kinds = {m.ids[0]: (actor_type(m, load()), acting_state(m, load())) for m in mentions(text) if m.kind == "actor"}
    assert kinds["natangwe-ithete"] == ("person", "NA")
    assert kinds["glencore"][0] == "company"
    assert kinds["EU"] == ("union", "EU")


def test_adjectives_are_told_from_names() -> None:
    rules = {
        text: mentions(text)[0].rule
        for text in ("Chilean copper", "Chile acts", "Santiago acts", "the Chilean government")
    }
    assert rules == {
        "Chilean copper": "state:demonym",
        "Chile acts": "state:name",
        "Santiago acts": "state:capital",
        "the Chilean government": "state:government",
    }


def test_mentions_are_sorted_and_apart() -> None:
    text = (
        "The Chilean government's Ministry of Mining sells lithium carbonate, copper concentrate "
        "and rare earth magnets to U.S. firms."
    )
    found = mentions(text)
    assert all(left.end <= right.start for left, right in pairwise(found))


WORDS = (
    "the Ministry of Mines and Chile 's lead tin ore President Ada Obi , Ltd ( ) No. 18 Order Geneva deal US firms "
    "- rare earth magnets"
).split()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_any_order_of_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    for mention in mentions(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.ids
