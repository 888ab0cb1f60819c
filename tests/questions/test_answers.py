"""The stored questions on a small store: right rows, right certainty, right time."""

import datetime as dt
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode

from regraph import ids
from regraph.errors import NotFoundError, QueryError
from regraph.questions import answer, catalogue, find
from regraph.store import Store


def rows(
    store: Store, name: str, on: str = "2025-11-15", known_by: str = "9999-12-31", **slots: str
) -> list[dict[str, Any]]:
    given: dict[str, NamedNode | Literal] = {slot: NamedNode(iri) for slot, iri in slots.items()}
    days = {"on": dt.date.fromisoformat(on), "known_by": dt.date.fromisoformat(known_by)}
    return [dict(row.values) for row in answer(store, find(name), given, **days).rows]


def in_force(store: Store, material: str, **days: str) -> list[tuple[str, str]]:
    found = rows(store, "measures-in-force", material=ids.material_iri(material), **days)
    return [(row["label"], row["certainty"]) for row in found]


def test_a_named_material_is_covered_as_surely_as_the_phase(store: Store) -> None:
    assert in_force(store, "nickel") == [("Indonesia licenses some battery metals", "certain")]


def test_an_unnamed_member_is_covered_possibly(store: Store) -> None:
    assert in_force(store, "manganese") == [("Indonesia licenses some battery metals", "possible")]


def test_a_phase_for_one_material_takes_the_place_of_the_measures_own(store: Store) -> None:
    assert in_force(store, "samarium") == [("China licenses heavy rare earths", "certain")]
    assert in_force(store, "holmium") == []
    status = rows(store, "measures-status", material=ids.material_iri("holmium"))
    assert [row["status"] for row in status] == ["suspended"]


def test_a_carved_out_material_is_not_covered(store: Store) -> None:
    assert in_force(store, "erbium") == []


def test_a_group_finds_the_measures_on_its_members(store: Store) -> None:
    assert in_force(store, "rare-earths") == [("China licenses heavy rare earths", "certain")]


@pytest.mark.parametrize(("on", "found"), [("2025-02-21", 0), ("2025-02-22", 1), ("2025-10-15", 1), ("2025-10-16", 0)])
def test_intervals_are_half_open(store: Store, on: str, found: int) -> None:
    assert len(in_force(store, "cobalt", on=on)) == found


def test_what_was_not_known_yet_is_not_told(store: Store) -> None:
    assert in_force(store, "cobalt", on="2025-03-01", known_by="2025-02-21") == []


def test_bodies_act_for_their_state(store: Store) -> None:
    found = rows(store, "measures-by-actor", actor=ids.actor_iri("CN"))
    assert {row["measure"].rpartition("/")[2] for row in found} == {"cn-heavy"}


def test_imposers_are_joined_in_one_row(store: Store) -> None:
    (row,) = rows(store, "measures-in-force", material=ids.material_iri("samarium"))
    assert len(row["imposer"].split(", ")) == 2


def test_a_good_is_asked_like_a_material(store: Store) -> None:
    found = rows(store, "measures-in-force", material=ids.item_iri("nickel-matte"))
    assert [row["label"] for row in found] == ["Indonesia licenses some battery metals"]


def test_changes_and_terms(store: Store) -> None:
    day = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    given = {"from": Literal("2025-02-01", datatype=day), "to": Literal("2025-02-28", datatype=day)}
    changed = answer(store, find("changes-between"), given, on=dt.date(2025, 11, 15))
    assert [(row.values["date"], row.values["action"]) for row in changed.rows] == [("2025-02-22", "introduced")]
    due = answer(store, find("due-before"), {"to": Literal("2026-02-01", datatype=day)}, on=dt.date(2025, 11, 15))
    assert [row.values["label"] for row in due.rows] == ["Indonesia licenses some battery metals"]


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_question_runs_and_gives_its_columns(store: Store, name: str) -> None:
    day = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    question = find(name)
    slots: dict[str, NamedNode | Literal] = {
        "material": NamedNode(ids.material_iri("samarium")),
        "actor": NamedNode(ids.actor_iri("CN")),
        "other": NamedNode(ids.actor_iri("US")),
        "measure": NamedNode(ids.iri("measure", "cn-heavy")),
        "agreement": NamedNode(ids.iri("agreement", "lobito-truce")),
        "from": Literal("2025-01-01", datatype=day),
        "to": Literal("2026-12-31", datatype=day),
    }
    found = answer(store, question, {slot: slots[slot] for slot in question.slots}, on=dt.date(2025, 11, 15))
    for row in found.rows:
        assert set(question.columns) <= set(row.values)


def test_a_missing_slot_and_an_unknown_question_say_what_to_do(store: Store) -> None:
    with pytest.raises(QueryError, match="needs material"):
        answer(store, find("measures-in-force"), {}, on=dt.date(2025, 1, 1))
    with pytest.raises(NotFoundError, match="measures-in-force"):
        find("measure-in-force")
