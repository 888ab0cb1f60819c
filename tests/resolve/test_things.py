"""Claims that are no measure: deals, meetings, promises and what keeps them, licences, figures, impacts."""

import random

from tests.resolve.claims_help import claim
from tests.resolve.story import reference, tell

from regraph.model import Agreement, Claim, Commitment, Decision, Document, Impact, Meeting, Observation, Thing
from regraph.resolve import block_keys, resolve_things

Told = tuple[Claim, Document]


def of(kind: type, things: tuple[Thing, ...]) -> list[Thing]:
    return [one for one in things if isinstance(one, kind)]


def deal(line: str) -> Told:
    return claim(line, type="agreement")


def test_two_tellings_of_one_deal_are_one() -> None:
    told = [
        deal("2025-06-27 parties=CN,US status=reached date=2025-06-27"),
        deal("2025-06-28 parties=US,CN status=reached date=2025-06"),
        deal("2025-07-15 parties=US,ID status=reached date=2025-07-15"),
    ]
    found = of(Agreement, resolve_things(told))
    assert sorted(len(one.claim_ids) for one in found) == [1, 2]


def test_a_deal_that_follows_another_is_not_that_other() -> None:
    told = [
        deal("2025-05-13 parties=CN,US status=reached place=geneva date=2025-05-12"),
        deal("2025-05-16 parties=CN,US status=framework date=2025-05-16 follows=geneva-2025-05"),
    ]
    found = of(Agreement, resolve_things(told))
    assert len(found) == 2
    later = next(one for one in found if isinstance(one, Agreement) and one.status == "framework")
    first = next(one for one in found if isinstance(one, Agreement) and one.place == "geneva")
    assert isinstance(later, Agreement)
    assert later.follows == (first.id,)


def test_press_on_a_recorded_deal_finds_the_record() -> None:
    press = deal("2025-05-14 parties=CN,US status=reached place=geneva date=2025-05")
    found = [one for one in of(Agreement, resolve_things([press, *reference()])) if press[0].id in one.claim_ids]
    assert [one.id for one in found] == ["geneva-2025"]


def test_every_recorded_deal_stays_by_itself() -> None:
    found = [one for one in of(Agreement, resolve_things(reference())) if isinstance(one, Agreement)]
    records = {one.record for one, _ in reference() if one.type == "agreement"}
    assert {one.anchor for one in found} == records
    assert len(found) == len(records)


def test_meetings_by_place_and_day() -> None:
    told = [
        claim("2025-06-12 talks participants=CN,US place=london date=2025-06", type="meeting", name="a"),
        claim("2025-06-13 talks participants=US,CN place=london", type="meeting", name="b"),
        claim("2025-06-13 talks participants=US,CN place=geneva date=2025-05-10", type="meeting", name="c"),
    ]
    assert sorted(len(one.claim_ids) for one in of(Meeting, resolve_things(told))) == [1, 2]


PROMISE = "2025-10-31 suspend export_control CN>US materials=rare-earths date=2025-10-30"


def promise_on(*lines: str, promise: str = PROMISE) -> Commitment:
    told = [claim(line, kind="official", name=line) for line in lines] + [claim(promise, type="commitment", name="p")]
    found = [one for one in tell(told).things if isinstance(one, Commitment)]
    assert len(found) == 1
    return found[0]


def test_a_promise_is_about_the_measures_it_names() -> None:
    made = promise_on("2025-10-09 introduced export_licensing CN> materials=rare-earths date=2025-11-08")
    assert len(made.about) == 1
    assert made.fulfilled_by == ()
    assert str(made.announced) == "2025-10-31"


def test_a_promise_is_kept_by_a_later_event() -> None:
    start = "2025-10-09 introduced export_licensing CN> materials=rare-earths date=2025-11-08"
    made = promise_on(start, "2025-11-08 suspended export_licensing CN> materials=rare-earths date=2025-11-07")
    assert [str(one.known) for one in made.fulfilled_by] == ["2025-11-08"]


def test_a_promise_is_not_kept_by_what_came_before_it_or_long_after() -> None:
    start = "2025-01-09 introduced export_licensing CN> materials=rare-earths date=2025-01-09"
    assert not promise_on(
        start, "2025-05-08 suspended export_licensing CN> materials=rare-earths date=2025-05-07"
    ).fulfilled_by
    assert not promise_on(
        start, "2027-05-08 suspended export_licensing CN> materials=rare-earths date=2027-05-07"
    ).fulfilled_by


def test_what_the_press_tells_for_the_very_day_is_the_promise_retold() -> None:
    start = claim("2025-10-09 introduced export_licensing CN> materials=rare-earths date=2025-11-08", kind="official")
    retold = claim("2025-10-31 postponed export_control CN> materials=rare-earths date=2025-10-30 duration=P1Y")
    story = tell([start, retold, claim(PROMISE, type="commitment", name="p")])
    assert all(one.fulfilled_by == () for one in story.things if isinstance(one, Commitment))


def test_an_expected_or_disputed_event_keeps_no_promise() -> None:
    start = "2025-10-09 introduced export_licensing CN> materials=rare-earths date=2025-11-08"
    for doubt in ("modality=expected", "confidence=0.4"):
        made = promise_on(
            start, f"2025-11-08 suspended export_licensing CN> materials=rare-earths date=2025-11-07 {doubt}"
        )
        assert made.fulfilled_by == ()


def test_a_promise_for_longer_is_not_kept_by_a_shorter_pause() -> None:
    start = "2025-10-09 introduced export_licensing CN> materials=rare-earths date=2025-11-08"
    pause = "2025-11-08 suspended export_licensing CN> materials=rare-earths date=2025-11-07 until=2026-05-01"
    assert not promise_on(start, pause, promise=f"{PROMISE} until=2026-11-10").fulfilled_by


def test_one_promise_told_twice_is_one() -> None:
    told = [
        claim("2025-06-27 expedite export_licensing CN>US materials=rare-earths date=2025-06-27", type="commitment"),
        claim("2025-06-28 expedite export_licensing CN/MOFCOM>US materials=rare-earths", type="commitment"),
        claim("2025-06-28 lift other US>CN", type="commitment"),
    ]
    assert sorted(len(one.claim_ids) for one in of(Commitment, resolve_things(told))) == [1, 2]


def test_licences_figures_and_impacts() -> None:
    told = [
        claim(
            "2025-06-10 granted issuer=CN materials=rare-earths count=holders:3 date=2025-06", type="licence", name="l1"
        ),
        claim("2025-06-12 granted issuer=CN/MOFCOM materials=rare-earths date=2025-06", type="licence", name="l2"),
        claim("2025-06-12 refused issuer=CN materials=rare-earths date=2025-06", type="licence", name="l3"),
        claim(
            "2025-06-12 indicator=reserves subject=CN material=rare-earths value=44000000 unit=t",
            type="statistic",
            name="s1",
        ),
        claim(
            "2025-07-12 indicator=reserves subject=CN material=rare-earths value=44000000 unit=t",
            type="statistic",
            name="s2",
        ),
        claim(
            "2025-07-12 indicator=reserves subject=CN material=rare-earths value=40000000 unit=t",
            type="statistic",
            name="s3",
        ),
        claim("2025-06-12 effect=production_halt affected=ford date=2025-05", type="impact", name="i1"),
        claim("2025-06-14 effect=production_halt affected=ford", type="impact", name="i2"),
    ]
    found = resolve_things(told)
    assert sorted(len(one.claim_ids) for one in of(Decision, found)) == [1, 2]
    assert sorted(len(one.claim_ids) for one in of(Observation, found)) == [1, 2]
    assert [len(one.claim_ids) for one in of(Impact, found)] == [2]
    granted = next(one for one in found if isinstance(one, Decision) and one.action == "granted")
    assert granted.holder_count == 3


def test_the_order_of_claims_does_not_matter() -> None:
    told = list(reference())
    expected = resolve_things(told)
    for seed in range(3):
        random.Random(seed).shuffle(told)  # noqa: S311 - an order, no secret
        assert resolve_things(told) == expected


def test_blocks_give_what_all_claims_give_together() -> None:
    told = list(reference())
    keys = {key for one, _ in told if one.type != "measure" for key in block_keys(one)}
    parts = [one for key in sorted(keys) for one in resolve_things(p for p in told if key in block_keys(p[0]))]
    assert {one.id for one in parts} == {one.id for one in resolve_things(told)}
