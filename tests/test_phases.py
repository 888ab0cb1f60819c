"""Phases by the two tables of the design: what an action does, and how sure an answer is."""

import itertools
import time
from collections.abc import Callable

import pytest

from regraph.phases import Voice, events, phases
from tests.phases_help import at, day, says, told

OFFICIAL = "official"


def run(*voices: Voice) -> list:  # type: ignore[type-arg]
    return list(phases("m", voices))


ACT = told("introduced", "2025-11-08", "2025-10-09", standing=OFFICIAL)
PAUSE = told("suspended", "2025-11-07", "2025-11-07", until="2026-11-10", standing=OFFICIAL)


# ---- what an action does -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-10-08", "nothing"),
        ("2025-10-09", "announced certain"),
        ("2025-10-20", "announced certain"),
        ("2025-11-07", "announced certain"),
        ("2025-11-08", "in_force presumed"),
        ("2030-01-01", "in_force presumed"),
    ],
)
def test_introduced_with_effect_later_is_announced_first(on: str, expected: str) -> None:
    assert says(run(ACT), on) == expected


def test_introduced_by_the_press_alone_is_no_official_term() -> None:
    found = run(told("introduced", "2025-11-08", "2025-10-09"))
    assert says(found, "2025-10-09") == "announced certain"
    assert says(found, "2025-10-20") == "announced presumed"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-11-06", "announced certain"),
        ("2025-11-07", "suspended certain"),
        ("2025-12-01", "suspended certain"),
        ("2026-11-10", "suspended certain"),  # until the 10th includes the 10th
        ("2026-11-11", "in_force possible"),
        ("2027-06-01", "in_force possible"),
    ],
)
def test_suspended_before_it_ever_took_effect(on: str, expected: str) -> None:
    assert says(run(ACT, PAUSE), on) == expected


def test_what_was_known_before_the_suspension_stays_known_as_it_was() -> None:
    found = run(ACT, PAUSE)
    assert says(found, "2025-12-01", "2025-11-06") == "in_force presumed"
    assert says(found, "2025-12-01", "2025-11-07") == "suspended certain"
    assert says(found, "2025-12-01", "2025-10-08") == "nothing"


def test_postponed_for_a_year_is_due_a_year_after_its_day_of_effect() -> None:
    found = run(ACT, told("postponed", "2025-10-30", "2025-10-30", duration="P1Y"))
    assert says(found, "2025-10-29") == "announced certain"
    assert says(found, "2025-11-20") == "announced presumed"
    late = at(found, "2026-11-09")
    assert late
    assert (late.status, late.certainty) == ("in_force", "possible")
    shown = at(found, "2026-01-01")
    assert shown
    assert shown.due
    assert str(shown.due.latest) == "2026-11-08"


def test_postponed_until_a_day_that_passed_without_news() -> None:
    found = run(ACT, told("postponed", "2025-10-30", "2025-10-30", until="2026-06-30", standing=OFFICIAL))
    assert says(found, "2026-06-30") == "announced certain"
    assert says(found, "2026-07-01") == "in_force possible"


def test_a_postponed_measure_that_a_later_source_finds_in_force_took_effect() -> None:
    found = run(
        told("introduced", "2023-06-10", "2020-06-10", standing="reference"),
        told("postponed", "2023-06-09", "2023-06-09", until="2024-12-31", standing="reference"),
        told("eased", "2025-03-07", "2025-03-07", until="2025-09-16", standing="reference"),
    )
    assert says(found, "2024-12-31") == "announced certain"
    assert says(found, "2025-01-15") == "in_force presumed"
    assert says(found, "2025-03-07") == "in_force certain"
    assert says(found, "2025-12-01") == "in_force presumed"


def test_a_ninety_day_term_that_lapses_without_news() -> None:
    found = run(
        told("introduced", "2025-04-04", "2025-04-04", standing=OFFICIAL),
        told("suspended", "2025-05-14", "2025-05-14", duration="P90D"),
    )
    assert says(found, "2025-05-14") == "suspended certain"
    assert says(found, "2025-06-15") == "suspended presumed"  # the press gives the term, no act
    assert says(found, "2025-08-12") == "suspended presumed"
    assert says(found, "2025-08-13") == "in_force possible"
    lapsed = at(found, "2025-09-01")
    assert lapsed
    assert "no source settles" in lapsed.reason


def test_a_prolonged_suspension_shows_the_end_of_each_term() -> None:
    found = run(
        told("introduced", "2025-04-04", "2025-04-04", standing=OFFICIAL),
        told("suspended", "2025-05-14", "2025-05-14", until="2025-08-12", standing=OFFICIAL),
        told("suspended", "2025-08-12", "2025-08-12", until="2025-11-10", standing=OFFICIAL),
    )
    first, second = at(found, "2025-06-15"), at(found, "2025-09-15")
    assert first
    assert second
    assert first.due
    assert second.due
    assert (str(first.due.latest), str(second.due.latest)) == ("2025-08-12", "2025-11-10")
    assert (first.certainty, second.certainty) == ("certain", "certain")
    assert second.since
    assert str(second.since.earliest) == "2025-05-14"
    assert says(found, "2025-11-11") == "in_force possible"


def test_lifted_ends_it() -> None:
    found = run(
        told("introduced", "2025-02-22", "2025-02-22", standing=OFFICIAL),
        told("lifted", "2025-10-16", "2025-09-20", standing=OFFICIAL),
    )
    assert says(found, "2025-10-15") == "in_force certain"  # an official act fixes its end
    assert says(found, "2025-10-16") == "ended presumed"


def test_a_term_of_its_own_runs_out_and_can_be_extended() -> None:
    ban = told("introduced", "2025-02-22", "2025-02-22", duration="P4M", standing=OFFICIAL)
    longer = told("extended", "2025-06-21", "2025-06-21", until="2025-09-21", standing=OFFICIAL)
    assert says(run(ban), "2025-06-22") == "in_force certain"
    assert says(run(ban), "2025-06-23") == "ended presumed"
    assert says(run(ban, longer), "2025-08-01") == "in_force certain"
    assert says(run(ban, longer), "2025-08-01", "2025-06-20") == "ended presumed"
    assert says(run(ban, longer), "2025-09-22") == "ended presumed"


def test_a_term_that_ran_out_yet_the_measure_is_seen_in_force() -> None:
    found = run(
        told("introduced", "2025-02-22", "2025-02-22", duration="P4M", standing=OFFICIAL),
        told("maintained", "2025-08-01", "2025-08-01"),
    )
    assert says(found, "2025-07-10") == "in_force presumed"
    assert says(found, "2025-08-01") == "in_force certain"


@pytest.mark.parametrize("action", ["eased", "expanded", "maintained"])
def test_eased_expanded_and_maintained_leave_it_in_force(action: str) -> None:
    found = run(told("introduced", "2025-04-04", "2025-04-04"), told(action, "2025-12-18", "2025-12-18"))
    assert says(found, "2025-06-01") == "in_force certain"
    assert says(found, "2025-12-18") == "in_force certain"
    assert says(found, "2025-12-19") == "in_force presumed"


@pytest.mark.parametrize("modality", ["promised", "expected", "threatened", "alleged", "denied"])
@pytest.mark.parametrize("action", ["suspended", "lifted", "introduced", "maintained"])
def test_what_is_no_fact_changes_nothing(modality: str, action: str) -> None:
    act = told("introduced", "2025-04-04", "2025-04-04")
    found = run(act, told(action, "2025-05-01", "2025-05-01", modality=modality))
    assert says(found, "2025-06-01") == "in_force presumed"
    assert run(told(action, "2025-05-01", "2025-05-01", modality=modality)) == []


# ---- how sure --------------------------------------------------------------------------------------------


def test_presumed_names_its_last_evidence() -> None:
    found = run(told("introduced", "2025-04-04", "2025-04-04"), told("maintained", "2025-10-30", "2025-10-30"))
    late = at(found, "2026-11-22")
    assert late
    assert (late.certainty, str(late.last_evidence)) == ("presumed", "2025-10-30")
    assert "30 October 2025" in late.reason
    assert late.claim_ids[0].startswith("maintained")


def test_an_uncertain_date_is_possible_within_its_bounds() -> None:
    found = run(told("introduced", "2025-04", "2025-06-08"))
    assert says(found, "2025-03-31") == "nothing"
    assert says(found, "2025-04-01") == "in_force possible"
    assert says(found, "2025-04-29") == "in_force possible"
    assert says(found, "2025-04-30") == "in_force certain"


def test_an_undated_measure_is_in_force_when_told_and_possibly_before() -> None:
    found = run(told("introduced", None, "2025-06-27"))
    assert says(found, "2025-06-27") == "in_force certain"
    assert says(found, "2024-01-01") == "in_force possible"
    shown = at(found, "2025-06-27")
    assert shown
    assert shown.since is None
    assert shown.reason.endswith("No source says since when.")


def test_an_undated_measure_that_came_through_talks_is_no_older_than_they() -> None:
    found = run(told("suspended", None, "2025-05-20", duration="P90D", after="2025-05-01"))
    assert says(found, "2025-05-20") == "suspended certain"
    assert says(found, "2025-05-10") == "suspended possible"
    assert says(found, "2025-04-30") == "in_force possible"


def test_a_suspension_without_a_day_lies_between_the_last_evidence_and_its_telling() -> None:
    found = run(
        told("introduced", "2025-04-04", "2025-04-04"),
        told("maintained", "2025-05-10", "2025-05-10"),
        told("suspended", None, "2025-05-20"),
    )
    assert says(found, "2025-05-09") == "in_force certain"
    assert says(found, "2025-05-15") == "suspended possible"
    assert says(found, "2025-05-20") == "suspended certain"


def test_a_document_without_date_is_marked_in_the_reason() -> None:
    found = run(told("introduced", "2025-04-02", "2025-04-02", dated=False))
    shown = at(found, "2025-04-02")
    assert shown
    assert "no date of publication" in shown.reason


def test_an_unverified_record_never_makes_it_certain() -> None:
    weak = told("introduced", "2024-11-15", "2024-11-15", standing="reference", solid=False)
    assert says(run(weak), "2024-11-15") == "in_force possible"
    both = run(weak, told("maintained", "2025-02-01", "2025-02-01"))
    assert says(both, "2025-01-01") == "in_force possible"
    assert says(both, "2025-02-01") == "in_force certain"


def test_an_unverified_prolongation_stands_as_a_second_reading() -> None:
    longer = told("suspended", "2026-09-23", "2026-09-23", until="2027-01-10", standing="reference", solid=False)
    found = run(ACT, PAUSE, longer)
    assert says(found, "2026-10-15") == "suspended certain"
    lapsed = at(found, "2026-11-22")
    assert lapsed
    assert (lapsed.status, lapsed.certainty) == ("in_force", "possible")
    assert "10 January 2027" in lapsed.reason
    assert longer.claim_id in lapsed.against


def test_a_promised_prolongation_stands_as_a_second_reading_too() -> None:
    promise = told("suspended", "2026-09-23", "2026-09-23", until="2027-01-10", modality="promised")
    lapsed = at(run(ACT, PAUSE, promise), "2026-11-22")
    assert lapsed
    assert lapsed.certainty == "possible"
    assert "10 January 2027" in lapsed.reason
    assert promise.claim_id in lapsed.against


def test_the_press_cannot_unsay_an_official_suspension() -> None:
    rumour = told("maintained", "2025-12-01", "2025-12-01")
    found = run(ACT, PAUSE, rumour)
    shown = at(found, "2025-12-05")
    assert shown
    assert (shown.status, shown.certainty) == ("suspended", "certain")
    assert rumour.claim_id in shown.against


def test_an_official_word_outranks_the_press() -> None:
    rumour = told("suspended", "2025-05-01", "2025-05-02")
    found = run(
        told("introduced", "2025-04-04", "2025-04-04", standing=OFFICIAL),
        rumour,
        told("maintained", "2025-05-10", "2025-05-10", standing=OFFICIAL),
    )
    shown = at(found, "2025-05-10")
    assert shown
    assert (shown.status, shown.certainty) == ("in_force", "certain")
    assert rumour.claim_id in shown.against
    assert says(found, "2025-05-10", "2025-05-09") == "suspended presumed"


def test_of_equal_standing_the_later_wins_and_the_same_day_is_contested() -> None:
    start = told("introduced", "2025-04-04", "2025-04-04")
    pause = told("suspended", "2025-05-01", "2025-05-02", until="2025-12-31")
    later = run(start, pause, told("maintained", "2025-05-20", "2025-05-20"))
    shown = at(later, "2025-05-20")
    assert shown
    assert (shown.status, shown.certainty, shown.against) == ("in_force", "certain", (pause.claim_id,))
    same = run(
        start,
        told("suspended", "2025-05-01", "2025-05-20", until="2025-12-31"),
        told("maintained", "2025-05-20", "2025-05-20"),
    )
    assert says(same, "2025-05-20").endswith("contested")
    assert says(same, "2025-06-20").endswith("contested")


def test_stopped_or_suspended_on_the_same_day_is_contested_among_equals() -> None:
    start = told("introduced", "2025-03-04", "2025-03-04")
    pause, stop = told("suspended", "2025-11-10", "2025-11-10"), told("lifted", "2025-11-10", "2025-11-10")
    found = at(run(start, pause, stop), "2025-11-20")
    assert found
    assert found.certainty == "contested"
    assert {*found.claim_ids, *found.against} >= {pause.claim_id, stop.claim_id}
    official = told("lifted", "2025-11-10", "2025-11-10", standing=OFFICIAL)
    assert says(run(start, pause, official), "2025-11-20") == "ended presumed"


def test_equal_voices_that_date_a_start_apart_contest_the_days_between() -> None:
    found = run(told("introduced", "2025-04-02", "2025-06-01"), told("introduced", "2025-04-10", "2025-06-01"))
    assert says(found, "2025-04-01") == "nothing"
    assert says(found, "2025-04-05") == "in_force contested"
    assert says(found, "2025-04-10") == "in_force certain"


def test_a_later_voice_corrects_the_date_of_an_earlier_one() -> None:
    found = run(
        told("introduced", "2025-04-02", "2025-06-01", name="old"),
        told("introduced", "2025-04-10", "2025-06-02", name="new"),
    )
    assert says(found, "2025-04-05") == "nothing"
    assert says(found, "2025-04-05", "2025-06-01") == "in_force certain"
    shown = at(found, "2025-04-10")
    assert shown
    assert shown.against == ("old",)


def test_a_month_is_no_contradiction_to_a_day() -> None:
    found = run(
        told("introduced", "2025-04-04", "2025-04-04", standing=OFFICIAL), told("introduced", "2025-04", "2025-10-30")
    )
    assert says(found, "2025-04-04") == "in_force certain"
    shown = at(found, "2025-10-30")
    assert shown
    assert shown.certainty == "certain"
    assert shown.against == ()


# ---- scope, shape, order ----------------------------------------------------------------------------------


def test_a_partial_suspension_touches_only_its_materials() -> None:
    found = run(
        told("introduced", "2024-12-03", "2024-12-03", standing=OFFICIAL),
        told("suspended", "2025-11-09", "2025-11-09", until="2026-11-27", only_for=("gallium",), standing=OFFICIAL),
    )
    assert says(found, "2025-12-01", material="gallium") == "suspended certain"
    assert says(found, "2025-12-01", material="germanium") == "in_force presumed"
    assert says(found, "2025-12-01") == "in_force presumed"


def test_events_join_what_several_voices_say_of_one_change() -> None:
    found = events(
        "m", [ACT, PAUSE, told("suspended", "2025-11-10", "2025-11-11"), told("suspended", "2025-11", "2025-11-20")]
    )
    assert [(one.action, one.standing, len(one.claim_ids)) for one in found] == [
        ("suspended", "official", 3),
        ("introduced", "official", 1),
    ]
    assert str(found[0].date.latest) == "2025-11-07"  # type: ignore[union-attr]
    assert str(found[0].announced) == "2025-11-07"


def test_the_order_of_voices_does_not_matter() -> None:
    history = [ACT, PAUSE, told("maintained", "2025-12-01", "2025-12-01"), told("introduced", None, "2025-10-12")]
    expected = run(*history)
    for order in itertools.permutations(history):
        assert run(*order) == expected
        assert events("m", order) == events("m", history)


def test_ids_differ_between_the_phases_of_a_measure() -> None:
    found = run(ACT, PAUSE, told("maintained", "2025-12-01", "2025-12-01"))
    assert len({one.id for one in found}) == len(found)


def test_a_dozen_events_take_a_few_milliseconds() -> None:
    """Measured against a plain loop (about 3 ms on a calm machine of 2024), so that a busy one does not fail it."""
    history = [told("introduced", "2020-01-01", "2020-01-01", standing=OFFICIAL)]
    for year in range(2020, 2026):
        history.append(told("suspended", f"{year}-03-01", f"{year}-03-02", until=f"{year}-06-30", standing=OFFICIAL))
        history.append(told("maintained", f"{year}-08-01", f"{year}-08-02"))
    yardstick = min(_timed(lambda: sum(number for number in range(100_000))) for _ in range(7))
    assert min(_timed(lambda: phases("m", history)) for _ in range(7)) < 12 * yardstick
    assert at(run(*history), day("2025-08-01"))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
