"""Plain English finds the stored question that a reader would have picked, or says what can be asked."""

import pytest

from regraph.errors import NotFoundError
from regraph.questions import catalogue, match
from regraph.store import Store

ASKED = [
    ("which measures on samarium are still in force?", "measures-in-force", {"material": "samarium"}),
    ("Which restrictions on rare earths still apply", "measures-in-force", {"material": "rare earths"}),
    ("is cobalt restricted?", "measures-in-force", {"material": "cobalt"}),
    ("samarium", "measures-in-force", {"material": "samarium"}),
    ("curbs on nickel matte in force", "measures-in-force", {"material": "nickel"}),
    ("status of all measures on nickel", "measures-status", {"material": "nickel"}),
    ("what has Indonesia restricted", "measures-by-actor", {"actor": "Indonesia"}),
    ("measures imposed by the Chinese", "measures-by-actor", {"actor": "China"}),
    ("which measures target the United States?", "measures-at-actor", {"actor": "United States"}),
    ("measures against Japan", "measures-at-actor", {"actor": "Japan"}),
    ("what changed between 2025-01-01 and 2025-06-30", "changes-between", {}),
    ("what expires before 2026-12-31?", "due-before", {}),
    ("which promises are not fulfilled yet", "open-promises", {}),
    ("did China keep its promises?", "promises-by-actor", {"actor": "China"}),
    ("who is party to which agreement", "agreements", {}),
    ("was the promise of the Lobito truce kept", "promise-kept", {"agreement": "Lobito truce"}),
    ("when did China and the US meet?", "meetings", {"actor": "China", "other": "United States"}),
    ("which licences for gallium were granted", "licences", {"material": "gallium"}),
    ("which firms were delisted?", "listings", {}),
    ("what are the reserves of lithium", "figures", {"material": "lithium"}),
    ("which claims are contested", "contested", {}),
    ("what is the evidence for cd-cobalt", "evidence", {"measure": "Congo halts cobalt"}),
    ("which materials does China control", "materials-of-actor", {"actor": "China"}),
    ("who accuses China?", "accusations", {"actor": "China"}),
    ("who suffered from the shortage of gallium", "impacts", {"material": "gallium"}),
    ("is cn-heavy in force", "measure-status", {"measure": "China licenses heavy rare earths"}),
]


@pytest.mark.parametrize(("text", "name", "named"), ASKED, ids=[row[0] for row in ASKED])
def test_a_question_finds_its_stored_form(store: Store, text: str, name: str, named: dict[str, str]) -> None:
    found = match(text, store)
    assert (found.question.name, {slot: entry.label for slot, entry in found.names.items()}) == (name, named)


def test_every_stored_question_is_reached_by_one_of_the_cases() -> None:
    reached = {name for _, name, _ in ASKED}
    assert set(catalogue()) - reached <= {"agreements-of-actor"}


@pytest.mark.parametrize("text", ["what is the weather like", "who won the match yesterday", "", "?!"])
def test_what_nobody_stored_gets_suggestions(store: Store, text: str) -> None:
    with pytest.raises(NotFoundError, match="regraph questions"):
        match(text, store)


def test_a_misspelt_name_gets_the_nearest(store: Store) -> None:
    with pytest.raises(NotFoundError, match="did you mean samarium"):
        match("which measures on samarum are in force", store)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_phrasing_fits_its_own_question_best(store: Store, name: str) -> None:
    names = {
        "material": "samarium",
        "actor": "China",
        "other": "Japan",
        "measure": "cd-cobalt",
        "agreement": "Lobito truce",
    }
    dates = {"from": "2025-01-01", "to": "2025-06-30"}
    for phrasing in catalogue()[name].phrasings:
        text = phrasing.format(**names, **dates)
        assert match(text, store).question.name == name, text
