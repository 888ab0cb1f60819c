"""Claims into measures: order, blocks, ids, packages, vague claims, partial changes, judgements."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.resolve.claims_help import claim, table
from tests.resolve.story import reference

from regraph.model import Claim, Document
from regraph.resolve import Judgement, Resolution, block_keys, groups, resolve_measures
from regraph.resolve.citations import contradict, numbers, part, same

POOL = [claim(line, name=key) for key, _, line in table(Path(__file__).parents[1] / "cases" / "measure_claims.tsv")]
Told = tuple[Claim, Document]


def resolve(*told: Told, judgements: tuple[Judgement, ...] = ()) -> Resolution:
    return resolve_measures(told, groups(), judgements)


def home(found: Resolution, one: Told) -> str | None:
    return found.assigned().get(one[0].id)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_the_order_of_claims_does_not_matter(seed: int) -> None:
    shuffled = list(POOL)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - an order, no secret
    assert resolve(*shuffled) == resolve(*POOL)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_nor_does_it_with_records(seed: int) -> None:
    told = [*POOL, *reference()]
    random.Random(seed).shuffle(told)  # noqa: S311 - an order, no secret
    assert resolve(*told) == resolve(*POOL, *reference())


def test_each_block_by_itself_gives_what_all_give_together() -> None:
    told = [*POOL, *reference()]
    whole = resolve(*told)
    keys = sorted({key for one, _ in told if one.type == "measure" for key in block_keys(one)})
    parts = [resolve(*(pair for pair in told if key in block_keys(pair[0]))) for key in keys]
    assert sorted((one for found in parts for one in found.measures), key=lambda one: one.id) == list(whole.measures)
    assert sum(len(found.assignments) for found in parts) == len(whole.assignments)


def test_every_measure_claim_is_assigned_or_said_why_not() -> None:
    found = resolve(*POOL)
    assert {one.claim_id for one in found.assignments} | {name for name, _ in found.unresolved} == {
        one.id for one, _ in POOL
    }
    assert all(0 <= one.score <= 1 and one.reason for one in found.assignments)


def test_the_same_claim_twice_is_one() -> None:
    assert resolve(*POOL, *POOL[:5]) == resolve(*POOL)


def test_a_ministry_counts_as_its_state() -> None:
    ministry, state = (
        claim("2025-04-05 introduced export_ban CN/MOFCOM> materials=tin"),
        claim("2025-04-05 introduced export_ban CN> materials=tin"),
    )
    assert block_keys(ministry[0]) == block_keys(state[0]) == ("CN|export",)


def test_an_id_stays_when_unrelated_claims_come() -> None:
    ban = claim("2025-02-24 introduced export_ban CD/ARECOMS> materials=cobalt date=2025-02-22")
    alone = resolve(ban).measures[0].id
    assert home(resolve(ban, *(one for one in POOL if "cobalt" not in one[0].names("materials"))), ban) == alone
    retold = claim("2025-03-09 introduced export_ban CD> materials=cobalt date=2025-02")
    assert home(resolve(ban, retold), retold) == alone


def test_ban_and_quota_are_two_measures() -> None:
    ban = claim("2025-02-24 introduced export_ban CD> materials=cobalt date=2025-09-22")
    quota = claim("2025-09-22 introduced export_quota CD> materials=cobalt date=2025-09-22")
    assert home(resolve(ban, quota), ban) != home(resolve(ban, quota), quota)


def test_two_targets_are_two_measures() -> None:
    one, other = (claim(f"2025-03-05 introduced tariff US>{name} date=2025-03-04") for name in ("CA", "MX"))
    assert home(resolve(one, other), one) != home(resolve(one, other), other)


def test_two_years_are_two_measures() -> None:
    one = claim("2024-04-20 introduced export_ban KZ> materials=copper date=2024-04-23")
    other = claim("2025-04-20 introduced export_ban KZ> materials=copper date=2025-04-29")
    assert home(resolve(one, other), one) != home(resolve(one, other), other)


@pytest.mark.parametrize(
    "line",
    [
        "2025-06-01 introduced export_control CN>US",
        "2025-06-01 maintained export_control CN>",
        "2025-06-01 expanded tariff US,CN>",
    ],
)
def test_a_vague_claim_is_about_nothing(line: str) -> None:
    vague = claim(line)
    found = resolve(vague, *POOL)
    assert vague[0].id in dict(found.unresolved)


def test_a_denial_founds_no_measure() -> None:
    denial = claim("2025-06-01 introduced export_ban BO> materials=tin modality=denied")
    assert resolve(denial).measures == ()


def test_a_package_is_put_to_all_its_members() -> None:
    pause = claim("2025-10-31 postponed export_control CN> materials=rare-earths date=2025-10-30 duration=P1Y")
    found = resolve(pause, *reference())
    homes = {one.measure_id for one in found.assignments if one.claim_id == pause[0].id}
    assert {"cn-mofcom-2025-56", "cn-mofcom-2025-57", "cn-mofcom-2025-61"} <= homes
    assert "cn-mofcom-2025-18" not in homes  # in force since April: nothing to put off


def test_a_claim_that_cites_two_acts_is_put_to_both() -> None:
    cited = claim(
        "2025-11-08 suspended export_control CN> materials=rare-earths date=2025-11-07 "
        "reference=Announcements_No._61_and_62_of_2025"
    )
    found = resolve(cited, *reference())
    assert {one.measure_id for one in found.assignments if one.claim_id == cited[0].id} >= {
        "cn-mofcom-2025-61",
        "cn-mofcom-2025-62",
    }


def test_metals_of_two_measures_go_to_both() -> None:
    three = claim("2025-11-12 maintained export_licensing CN> materials=gallium,germanium,antimony date=2025-11-12")
    found = resolve(three, *reference())
    assert {one.measure_id for one in found.assignments if one.claim_id == three[0].id} == {
        "cn-mofcom-2023-23",
        "cn-mofcom-2024-33",
    }


def test_a_partial_suspension_says_which_materials() -> None:
    ban = claim("2024-12-05 introduced export_ban CN>US materials=gallium,germanium,antimony date=2024-12-03")
    part_of = claim("2025-11-10 suspended export_ban CN>US materials=gallium date=2025-11-09")
    whole = claim("2025-11-10 suspended export_ban CN>US materials=gallium,germanium,antimony date=2025-11-09")
    scopes = {one.claim_id: one.only_for for one in resolve(ban, part_of, whole).assignments}
    assert scopes[part_of[0].id] == ("gallium",)
    assert scopes[whole[0].id] == ()


def test_two_measures_that_fit_alike_are_marked_unsure() -> None:
    one = claim("2025-02-01 introduced tariff US>CN materials=tin date=2025-02-01")
    other = claim("2025-05-01 introduced tariff US>CN materials=tin date=2025-05-01")
    vague = claim("2025-06-01 maintained tariff US>CN materials=tin date=2025-06-01")
    found = resolve(one, other, vague)
    told = next(a for a in found.assignments if a.claim_id == vague[0].id)
    assert told.unsure
    assert {told.measure_id, told.runner_up} == {home(found, one), home(found, other)}
    assert told.measure_id == home(found, other)  # the nearer by date


def test_coverage_of_a_record_is_not_widened_by_loose_talk() -> None:
    loose = claim("2025-06-27 maintained export_control CN> materials=rare-earths date=2025-06-27")
    found = {one.id: one for one in resolve(loose, *reference()).measures}
    assert home(resolve(loose, *reference()), loose) == "cn-mofcom-2025-18"
    assert "cerium" not in found["cn-mofcom-2025-18"].covers


# ---- judgements --------------------------------------------------------------------------------------------


TIN = claim("2025-03-01 introduced export_ban ID> materials=tin date=2025-03-01")
TIN2 = claim("2025-06-20 introduced export_ban ID> materials=tin date=2025-06-15")
TIN3 = claim("2025-03-04 introduced export_ban ID> materials=tin date=2025-03")


def test_a_judgement_joins_what_resolving_keeps_apart() -> None:
    assert home(resolve(TIN, TIN2), TIN) != home(resolve(TIN, TIN2), TIN2)
    joined = (Judgement(left=TIN[0].id, right=TIN2[0].id, same=True),)
    found = resolve(TIN, TIN2, judgements=joined)
    assert home(found, TIN) == home(found, TIN2)


def test_a_judgement_parts_what_resolving_joins() -> None:
    assert home(resolve(TIN, TIN3), TIN) == home(resolve(TIN, TIN3), TIN3)
    parted = (Judgement(left=TIN[0].id, right=TIN3[0].id, same=False),)
    found = resolve(TIN, TIN3, judgements=parted)
    assert home(found, TIN) != home(found, TIN3)


def test_judgements_on_measures_without_record_hold() -> None:
    first = resolve(TIN, TIN2)
    ids = home(first, TIN), home(first, TIN2)
    assert all(ids)
    joined = (Judgement(left=str(ids[0]), right=str(ids[1]), same=True),)
    found = resolve(TIN, TIN2, judgements=joined)
    assert home(found, TIN) == home(found, TIN2)


def test_judgements_on_records_hold_both_ways() -> None:
    stray = claim("2025-11-12 maintained export_licensing CN> materials=gallium date=2025-11-12")
    assert home(resolve(stray, *reference()), stray) == "cn-mofcom-2023-23"
    away = (Judgement(left=stray[0].id, right="cn-mofcom-2023-23", same=False),)
    assert home(resolve(stray, *reference(), judgements=away), stray) != "cn-mofcom-2023-23"
    to_tungsten = (Judgement(left=stray[0].id, right="cn-mofcom-2025-10", same=True),)
    assert home(resolve(stray, *reference(), judgements=to_tungsten), stray) == "cn-mofcom-2025-10"


def test_two_records_said_to_be_one_become_one() -> None:
    joined = (Judgement(left="cn-mofcom-2025-57", right="cn-mofcom-2025-18", same=True),)
    found = {one.id: one for one in resolve(*reference(), judgements=joined).measures}
    assert "cn-mofcom-2025-57" not in found
    assert {"holmium", "samarium"} <= set(found["cn-mofcom-2025-18"].covers)


def test_a_later_judgement_replaces_an_earlier_one() -> None:
    pair = {"left": TIN[0].id, "right": TIN2[0].id}
    both = (Judgement(**pair, same=True), Judgement(**pair, same=False))
    found = resolve(TIN, TIN2, judgements=both)
    assert home(found, TIN) != home(found, TIN2)


# ---- citations ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("MOFCOM and GACC Announcement No. 18 of 2025", {"18/2025"}),
        ("Announcement 18/2025", {"18/2025"}),
        ("Announcements No. 55, 56 and 57 of 2025", {"55/2025", "56/2025", "57/2025"}),
        ("Announcement [2025] No. 7", {"7/2025"}),
        ("Decision No. 004/ARECOMS/2025", {"4/2025"}),
        ("Regulation (EU) 2024/1252", {"1252/2024"}),
        ("Announcement No. 18", {"18/"}),
        ("Executive Order 14257", {"executive order 14257"}),
        ("Section 301", set()),
        ("", set()),
    ],
)
def test_numbers_of_references(written: str, expected: set[str]) -> None:
    assert numbers(written) == expected


def test_references_agree_or_contradict() -> None:
    assert same(numbers("Announcement No. 18"), numbers("Announcement No. 18 of 2025"))
    assert not same(numbers("Announcement No. 1"), numbers("Announcement No. 18 of 2025"))
    assert contradict(numbers("Announcement No. 57 of 2025"), numbers("Announcement No. 18 of 2025"))
    assert not contradict(numbers("Section 301"), numbers("Announcement No. 18 of 2025"))
    assert part("Announcement No. 46 of 2024, article 2") == "2"
