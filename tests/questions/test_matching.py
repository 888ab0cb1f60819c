"""Plain English finds the stored question that a reader would have picked, or says what can be asked."""

import datetime as dt

import pytest

from regraph.errors import NotFoundError
from regraph.questions import catalogue, match
from regraph.questions.days import fill, spans
from regraph.store import Store

US, CD = "United States", "Democratic Republic of the Congo"
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
    ("Which deals has the US made?", "agreements-of-actor", {"actor": "United States"}),
    ("deals between the Congo and the United States", "agreements-between", {"actor": CD, "other": "United States"}),
    ("What's China's share of gallium output?", "figures-of-actor", {"actor": "China", "material": "gallium"}),
    ("which pledges have been honoured?", "kept-promises", {}),
    ("which promises are there", "promises", {}),
    ("are Chinese curbs on holmium in force", "measures-of-actor-in-force", {"actor": "China", "material": "holmium"}),
    ("do I need a licence for nickel?", "measures-in-force", {"material": "nickel"}),
    ("Are China's curbs on samarium paused", "measures-of-actor-status", {"actor": "China", "material": "samarium"}),
    ("have the curbs on holmium been lifted?", "measures-status", {"material": "holmium"}),
    ("which quotas has Indonesia set against the US", "measures-between", {"actor": "Indonesia", "other": US}),
    ("list Indonesia's bans", "measures-by-actor", {"actor": "Indonesia"}),
    ("Show me the history of controls on nickel", "measures-status", {"material": "nickel"}),
    ("when did Xi and Trump meet", "meetings", {"actor": "Xi Jinping", "other": "Donald Trump"}),
    ("what did China promise?", "promises-by-actor", {"actor": "China"}),
    ("what was promised in Lobito", "promise-kept", {"agreement": "Lobito truce"}),
    ("what happened in November 2025?", "changes-between", {}),
    ("what changed since 2025-10-01", "changes-between", {}),
    ("what is about to expire?", "due-before", {}),
    ("which minerals does China control?", "materials-of-actor", {"actor": "China"}),
    ("why did China restrict exports?", "accusations", {"actor": "China"}),
    ("who was harmed by controls on gallium", "impacts", {"material": "gallium"}),
    ("is cn-heavy suspended", "measure-status", {"measure": "China licenses heavy rare earths"}),
]


@pytest.mark.parametrize(("text", "name", "named"), ASKED, ids=[row[0] for row in ASKED])
def test_a_question_finds_its_stored_form(store: Store, text: str, name: str, named: dict[str, str]) -> None:
    found = match(text, store)
    assert (found.question.name, {slot: entry.label for slot, entry in found.names.items()}) == (name, named)


def test_every_stored_question_is_reached_by_one_of_the_cases() -> None:
    reached = {name for _, name, _ in ASKED}
    assert set(catalogue()) == reached


@pytest.mark.parametrize("text", ["what is the weather like", "who won the match yesterday", "", "?!"])
def test_what_nobody_stored_gets_suggestions(store: Store, text: str) -> None:
    with pytest.raises(NotFoundError, match="regraph questions"):
        match(text, store)


def test_a_misspelt_name_gets_the_nearest(store: Store) -> None:
    with pytest.raises(NotFoundError, match="did you mean samarium"):
        match("which measures on samarum are in force", store)


def test_an_unknown_name_is_said_to_be_unknown(store: Store) -> None:
    with pytest.raises(NotFoundError, match="called 'unobtainium'"):
        match("which measures on unobtainium are in force?", store)


def test_part_of_the_name_of_a_good_gets_the_goods(store: Store) -> None:
    with pytest.raises(NotFoundError, match="did you mean nickel matte"):
        match("is matte restricted", store)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("what changed between October and December 2025", "2025-10-01", "2025-12-31"),
        ("what happened in November 2025", "2025-11-01", "2025-11-30"),
        ("what changed on 9 October 2025", "2025-10-09", "2025-10-09"),
        ("what changed on October 9th, 2025", "2025-10-09", "2025-10-09"),
        ("what changed from 2025-10 to 2025-12", "2025-10-01", "2025-12-31"),
        ("what changed between 2025-12-31 and 2025-10-01", "2025-10-01", "2025-12-31"),
        ("what changed since May 2025", "2025-05-01", "2026-06-01"),
        ("what changed before May 2025", "0001-01-01", "2025-05-01"),
    ],
)
def test_times_of_a_question_bound_what_changed(store: Store, text: str, first: str, last: str) -> None:
    found = match(text, store)
    told = fill(found.question.slots, found.days, dt.date(2026, 6, 1))
    assert {slot: str(day) for slot, day in told.items()} == {"from": first, "to": last}


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("what expires before 2027", "2027-01-01"),
        ("what expires before the end of 2026", "2026-12-31"),
        ("which suspensions end by 2026-12-31", "2027-01-01"),
        ("what expires in November 2026", "2026-12-01"),
        ("what is due", "9999-12-31"),
    ],
)
def test_times_of_a_question_bound_what_is_due(store: Store, text: str, last: str) -> None:
    found = match(text, store)
    assert found.question.name == "due-before"
    assert str(fill(found.question.slots, found.days, dt.date(2026, 6, 1))["to"]) == last


@pytest.mark.parametrize(
    "text", ["may China ban it", "is cn-mofcom-2025-18 in force", "rule 2025/18", "on 31 June 2025"]
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert spans(text)[0] == ()


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
