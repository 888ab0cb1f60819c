"""The network of the made-up sample: who does what to whom, when, known when, and with which evidence."""

import datetime as dt
from typing import Any

import pytest
from tests.network import sample

from regraph import ids
from regraph.dates import parse
from regraph.errors import NotFoundError, UsageError
from regraph.network import build
from regraph.network.ties import EVERYBODY

CN, US, MOFCOM = ids.actor_iri("CN"), ids.actor_iri("US"), ids.actor_iri("CN/MOFCOM")
GACC, BIS, FORD, TRUMP = (ids.actor_iri(name) for name in ("CN/GACC", "US/BIS", "ford", "donald-trump"))
SAMARIUM, RARE, HOLMIUM, TIN = (ids.material_iri(name) for name in ("samarium", "rare-earths", "holmium", "tin"))


@pytest.fixture(scope="module")
def store() -> Any:
    return sample.store()


def ties(graph: Any) -> set[tuple[str, str, str]]:
    return {(source, edge["relation"], target) for source, target, edge in graph.edges(data=True)}


def edge(graph: Any, relation: str) -> dict[str, Any]:
    found = [one for _, _, one in graph.edges(data=True) if one["relation"] == relation]
    assert len(found) == 1, found
    return dict(found[0])


def test_every_relation_between_actors(store: Any) -> None:
    assert ties(build(store)) == {
        (MOFCOM, "imposes", EVERYBODY),
        (GACC, "imposes", EVERYBODY),
        (BIS, "imposes", CN),
        (US, "threatens", CN),
        (TRUMP, "accuses", CN),
        (CN, "agrees", US),
        (CN, "meets", US),
        (CN, "promises", US),
        (MOFCOM, "licenses", FORD),
        (MOFCOM, "harms", FORD),
        (GACC, "harms", FORD),
    }


def test_signs_and_certainties(store: Any) -> None:
    graph = build(store, level="state")
    found = {(source, one["relation"], one["sign"], one["certainty"]) for source, _, one in graph.edges(data=True)}
    assert found == {
        (CN, "imposes", -1, "contested"),  # the certainty of its last phase
        (US, "imposes", -1, "certain"),
        (US, "threatens", -1, "possible"),
        (US, "accuses", -1, "certain"),
        (CN, "agrees", 1, "certain"),
        (CN, "meets", 0, "certain"),
        (CN, "promises", 1, "certain"),
        (CN, "licenses", 1, "certain"),
        (CN, "harms", -1, "possible"),
    }


def test_an_edge_opens_its_evidence(store: Any) -> None:
    permit = edge(build(store), "licenses")
    (passage,) = permit["evidence"]
    assert passage["quote"] == sample.ALPHA_TEXT[passage["start"] : passage["end"]] == "One permit went to Ford."
    assert (passage["document"], passage["published"]) == ("alpha.txt", "2025-04-05")
    assert permit["claims"] == [sample.PERMIT.id]
    assert permit["documents"] == ["alpha.txt"]


def test_what_is_worked_out_says_so(store: Any) -> None:
    graph = build(store)
    marked = {one["relation"] for _, _, one in graph.edges(data=True) if one["inferred"]}
    assert marked == {"harms"}


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2025-04-03", None),
        ("2025-04-04", "in_force"),
        ("2025-06-30", "in_force"),
        ("2025-07-01", "suspended"),
        ("2025-08-31", "suspended"),
        ("2025-09-01", None),
    ],
)
def test_status_on_a_day(store: Any, on: str, status: str | None) -> None:
    graph = build(store, on=dt.date.fromisoformat(on), relations=["imposes"], level="state")
    found = {one["status"] for source, _, one in graph.edges(data=True) if source == CN}
    assert found == ({status} if status else set())


def test_an_interval_holds_every_status_in_it(store: Any) -> None:
    graph = build(store, on=parse("2025-06/2025-07"), relations=["imposes"], level="state")
    found = [one for source, _, one in graph.edges(data=True) if source == CN]
    assert [spell["status"] for spell in found[0]["spells"]] == ["in_force", "suspended"]


def test_happenings_show_for_ninety_days_on_a_day_and_exactly_in_an_interval(store: Any) -> None:
    def met(on: str) -> bool:
        return any(one == "meets" for _, one, _ in ties(build(store, on=parse(on))))

    assert [met(on) for on in ("2025-06-09", "2025-06-10", "2025-09-08", "2025-09-09")] == [False, True, True, False]
    assert met("2025-06-01/2025-06-30")
    assert not met("2025-06-11/2025-06-30")


def test_known_by_a_day(store: Any) -> None:
    early = build(store, known_by=dt.date(2025, 4, 30), level="state")
    assert {relation for _, relation, _ in ties(early)} == {"imposes", "licenses", "harms"}
    imposed = [one for source, _, one in early.edges(data=True) if one["relation"] == "imposes" and source == CN]
    # what was later learned of the suspension is not known yet
    assert [spell["status"] for spell in imposed[0]["spells"]] == ["in_force"]


def test_a_promise_is_kept_only_once_that_is_known(store: Any) -> None:
    assert edge(build(store), "promises")["status"] == "kept"
    assert edge(build(store, known_by=dt.date(2025, 7, 1)), "promises")["status"] == "promised"


def test_a_promise_lasts_through_its_last_day(store: Any) -> None:
    assert edge(build(store, on=dt.date(2025, 12, 31)), "promises")["end"] == "2026-01-01"
    assert "promises" not in {one for _, one, _ in ties(build(store, on=dt.date(2026, 1, 1)))}


def test_about_a_material_or_its_group(store: Any) -> None:
    for material in (SAMARIUM, RARE):
        found = {relation for _, relation, _ in ties(build(store, about=material))}
        assert found == {"imposes", "agrees", "promises", "licenses", "harms"}, material
    assert ties(build(store, about=TIN)) == set()


def test_what_is_perhaps_covered_is_possible(store: Any) -> None:
    graph = build(store, about=HOLMIUM, on=dt.date(2025, 5, 1), relations=["imposes"])
    assert {one["certainty"] for _, _, one in graph.edges(data=True)} == {"possible"}


def test_materials_come_in_where_restricts_is_asked_for(store: Any) -> None:
    chips = ids.item_iri("chips")
    graph = build(store, relations=["restricts"], level="state")
    assert ties(graph) == {(CN, "restricts", SAMARIUM), (US, "restricts", chips)}
    assert graph.nodes[chips]["type"] == "Good"


def test_levels(store: Any) -> None:
    assert {TRUMP, MOFCOM, BIS} <= set(build(store))
    assert {MOFCOM, BIS} <= set(build(store, level="body"))
    assert TRUMP not in build(store, level="body")
    assert set(build(store, level="state")) == {CN, US, FORD, EVERYBODY}


def test_two_bodies_of_one_state_impose_one_measure_once(store: Any) -> None:
    graph = build(store, level="state", relations=["imposes"])
    assert len([1 for source, _, _ in graph.edges(data=True) if source == CN]) == 1


def test_around_an_actor(store: Any) -> None:
    assert set(build(store, around=FORD)) == {FORD, MOFCOM, GACC}
    assert EVERYBODY in build(store, around=FORD, depth=2)
    with pytest.raises(NotFoundError, match="no ties"):
        build(store, around=ids.actor_iri("JP"))


@pytest.mark.parametrize("wrong", [{"relations": ["loves"]}, {"level": "planet"}, {"depth": 0}])
def test_wrong_views_are_refused(store: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        build(store, **wrong)


def test_the_order_of_filling_changes_nothing() -> None:
    import json

    import networkx as nx

    def text(seed: int | None) -> str:
        return json.dumps(nx.node_link_data(build(sample.store(seed)), edges="edges"))

    assert text(None) == text(1) == text(2)
