"""The questions that the truth over time has to answer: records with articles, and articles alone.

The articles' gold claims lie beside the project and are skipped where they are absent; a story of own claims, which
tells the same course of events, runs everywhere.
"""

from functools import cache
from pathlib import Path

import pytest
from tests.resolve.claims_help import claim
from tests.resolve.story import TODAY, Story, Told, gold, reference, tell

from regraph.model import Commitment

GOLD = Path(__file__).parents[3] / "shared" / "eval" / "seeds_gold.jsonl"
DEAL = "2025-10-30"


def own_article(published: str, name: str, *lines: str, **promise: str) -> list[Told]:
    told = [claim(f"{published} {line}", name=name) for line in lines]
    return told + [claim(f"{published} {line}", name=name, type="commitment") for line in promise.values()]


@cache
def own() -> tuple[Told, ...]:
    """Five made-up articles that tell what any newspaper of these months told."""
    return (
        *own_article(
            "-",
            "listed firms",
            "suspended entity_listing CN>US count=companies:28 duration=P90D via=geneva-2025-05",
            "maintained export_control CN> materials=samarium,gadolinium,rare-earths count=materials:7",
            "introduced other CN>US date=2025-04-02",
        ),
        *own_article(
            "2025-06-08",
            "a first easing",
            "eased export_control CN/MOFCOM> materials=rare-earths date=2025-06",
            "introduced export_control CN> materials=tungsten,tellurium,bismuth,molybdenum,indium date=2025-02",
        ),
        *own_article(
            "2025-06-27",
            "the talks in London",
            "introduced export_control CN> materials=rare-earths",
            promise="expedite export_licensing CN>US materials=rare-earths date=2025-06-27",
        ),
        *own_article(
            "2025-06-28", "scrutiny", "expanded export_licensing CN>US materials=rare-earths modality=alleged"
        ),
        *own_article(
            DEAL,
            "brakes stay on",
            f"postponed export_control CN> materials=rare-earths date={DEAL} duration=P1Y via=busan-2025-10",
            f"maintained export_control CN> materials=rare-earths count=materials:7 date={DEAL}",
            "introduced export_control CN> materials=rare-earths items=rare-earth-magnets count=7 date=2025-04",
            "introduced export_licensing CN> materials=rare-earths items=rare-earth-mining-technology date=2025-10",
        ),
    )


def articles(which: str) -> tuple[Told, ...]:
    if which == "own":
        return own()
    if not GOLD.exists():
        pytest.skip("the articles' gold claims are not beside the project")
    return tuple(gold(GOLD))


@cache
def whole(which: str) -> Story:
    return tell([*reference(), *articles(which)])


@cache
def alone(which: str) -> Story:
    return tell(articles(which))


@pytest.fixture(params=["own", pytest.param("gold", marks=pytest.mark.shared)])
def story(request: pytest.FixtureRequest) -> Story:
    return whole(request.param)


@pytest.fixture(params=["own", pytest.param("gold", marks=pytest.mark.shared)])
def press(request: pytest.FixtureRequest) -> Story:
    return alone(request.param)


APRIL, FIVE, TUNGSTEN = "cn-mofcom-2025-18", "cn-mofcom-2025-57", "cn-mofcom-2025-10"
BAN, LICENCE = "cn-mofcom-2024-46-art2", "cn-mofcom-2023-23"


def test_samarium_before_april(story: Story) -> None:
    assert story.says(APRIL, "2025-03-01") == "nothing"


@pytest.mark.parametrize("on", ["2025-05-14", "2025-12-01"])
def test_samarium_under_the_april_licences(story: Story, on: str) -> None:
    assert story.on("samarium", on)[APRIL] == "in_force certain"
    found = story.of(APRIL, on)
    assert found
    assert found.since
    assert found.since.edtf() == "2025-04-04"


def test_samarium_today_names_its_latest_evidence(story: Story) -> None:
    found = story.of(APRIL, TODAY)
    assert found
    assert (found.status, found.certainty, str(found.last_evidence)) == ("in_force", "presumed", "2025-12-18")
    assert "18 December 2025" in found.reason


def test_holmium_announced_suspended_and_open(story: Story) -> None:
    assert "holmium" in story.measures[FIVE].covers
    assert story.says(FIVE, "2025-10-20") == "announced certain"
    paused = story.of(FIVE, "2025-12-01")
    assert paused
    assert paused.due
    assert (paused.status, paused.certainty, paused.due.edtf()) == ("suspended", "certain", "2026-11-10")
    today = story.of(FIVE, TODAY)
    assert today
    assert today.certainty in ("possible", "contested")
    assert "in force again" in today.reason
    assert "10 January 2027" in today.reason
    assert today.against


def test_gallium_to_the_united_states(story: Story) -> None:
    before, after = story.on("gallium", "2024-12-15"), story.on("gallium", "2025-12-01")
    assert before[BAN] == "in_force certain"
    assert after[BAN] == "suspended certain"
    assert after[LICENCE].startswith("in_force")


def test_tungsten_under_the_february_licences(story: Story) -> None:
    assert story.on("tungsten", "2025-06-08")[TUNGSTEN] == "in_force certain"
    article = [one for one in story.measures[TUNGSTEN].claim_ids if story.resolution.assigned()[one] == TUNGSTEN]
    assert len(article) == 2  # the record and the article that calls it a rare earth


def test_the_listed_firms(story: Story) -> None:
    for measure in ("cn-mofcom-2025-21", "cn-mofcom-2025-22"):
        found = story.of(measure, "2025-06-15")
        assert found
        assert found.due
        assert (found.status, found.due.edtf()) == ("suspended", "2025-08-12")


def test_cobalt_from_ban_to_quota(story: Story) -> None:
    spring, autumn = (
        story.on("cobalt", "2025-04-01", imposer="CD/ARECOMS"),
        story.on("cobalt", "2025-11-01", imposer="CD/ARECOMS"),
    )
    assert spring == {"cd-arecoms-2025-1": "in_force certain"}
    assert {name: told.split()[0] for name, told in autumn.items()} == {
        "cd-arecoms-2025-1": "ended",
        "cd-arecoms-2025-4": "in_force",
    }


def test_nothing_was_known_of_april_in_march(story: Story) -> None:
    assert story.says(APRIL, "2025-05-20", known="2025-03-31") == "nothing"


def test_the_busan_promise(story: Story) -> None:
    made = [one for one in story.promises(FIVE) if one.agreement == "busan-2025" and one.action == "suspend"]
    assert len(made) == 1
    kept = {one.measure_id: one for one in made[0].fulfilled_by}
    assert str(made[0].announced) == DEAL
    assert not [one for one in made[0].fulfilled_by if str(one.known) <= "2025-10-31"]
    assert str(kept[FIVE].known) == "2025-11-07"
    event = next(one for one in story.events if one.id == kept[FIVE].event_id)
    assert event.action == "suspended"
    assert event.standing == "official"  # Announcement 70


def test_the_promise_to_prolong_is_not_seen_kept(story: Story) -> None:
    made = [one for one in story.promises(FIVE) if one.agreement == "new-york-2026"]
    assert made
    assert all(one.fulfilled_by == () for one in made)


# ---- the articles alone ------------------------------------------------------------------------------------


def april(press: Story) -> str:
    found = [one.id for one in press.measures.values() if "samarium" in one.covers and "dysprosium" in one.may_cover]
    assert len(found) == 1
    return found[0]


def test_alone_samarium_is_certain_and_dysprosium_possible(press: Story) -> None:
    measure = press.measures[april(press)]
    assert {"samarium", "gadolinium"} <= set(measure.covers)
    assert {"dysprosium", "terbium", "cerium"} <= set(measure.may_cover)
    assert press.says(measure.id, "2025-06-15") == "in_force certain"
    assert press.says(measure.id, "2025-11-15") == "in_force presumed"


def test_alone_nothing_on_samarium_in_march(press: Story) -> None:
    assert press.on("samarium", "2025-03-01") == {}


def test_alone_the_october_rules_are_put_off(press: Story) -> None:
    told = press.on("samarium", "2025-11-15")
    statuses = {told[name].split()[0] for name in told if name != april(press)}
    assert statuses == {"announced"}


def test_alone_the_five_metals_and_the_listed_firms(press: Story) -> None:
    assert "in_force certain" in press.on("tungsten", "2025-06-08").values()
    listing = [one for one in press.measures.values() if one.kind == "entity_listing"]
    assert len(listing) == 1
    found = press.of(listing[0].id, "2025-06-15")
    assert found
    assert found.status == "suspended"


def test_alone_promises_stand_apart(press: Story) -> None:
    assert [one for one in press.things if isinstance(one, Commitment) and not one.fulfilled_by]
