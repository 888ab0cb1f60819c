"""A day that no source tells bounds, and is never shown nor computed with: since, due, reasons, ends of terms."""

import datetime as dt
import itertools

import pytest

from regraph.model import Claim, Document, Phase, claim_values
from regraph.phases import Voice, events, known_day, phases, voice
from tests.phases_help import at, says, told

NEVER = "0001-01-01"  # what `known_day` gives where nothing is dated


def undated(action: str, **more: object) -> Voice:
    return told(action, None, NEVER, dated=False, **more)  # type: ignore[arg-type]


def run(*voices: Voice) -> tuple[Phase, ...]:
    return phases("m", voices)


def shows_no_unknown_day(found: tuple[Phase, ...]) -> None:
    for one in found:
        assert " 1 January 1" not in f" {one.reason}"
        for bounds in (one.since, one.due):
            assert bounds is None or bounds.earliest.year > 1900
        assert one.last_evidence is None or one.last_evidence.year > 1900
        # the two open ends of the past are the only unknown days that a phase carries
        for start in (one.valid_from, one.known_from):
            assert start == dt.date.min or start.year > 1900
        for end in (one.valid_until, one.known_until):
            assert end is None or end.year > 1900


def test_nothing_dated_is_possible_on_every_day_and_says_so() -> None:
    found = run(undated("suspended", duration="P90D"))
    shows_no_unknown_day(found)
    assert [(one.status, one.certainty) for one in found] == [("suspended", "possible")]
    assert found[0].reason == "Suspended by a source of unknown date only. No source says since when."


def test_a_told_end_counts_also_where_the_start_is_unknown() -> None:
    found = run(undated("suspended", until="2026-11-10"))
    shows_no_unknown_day(found)
    assert says(found, "2026-11-10") == "suspended possible"
    assert says(found, "2026-11-11") == "in_force possible"
    shown = at(found, "2026-01-01")
    assert shown
    assert shown.due
    assert shown.due.edtf() == "2026-11-10"


@pytest.mark.parametrize("action", ["introduced", "maintained", "eased", "expanded", "extended", "lifted", "postponed"])
def test_every_action_without_any_day(action: str) -> None:
    for length in (None, "P4M"):
        shows_no_unknown_day(run(undated(action, duration=length)))


def test_a_term_that_began_on_an_unknown_day_has_no_earliest_end() -> None:
    found = run(told("introduced", None, "2025-10-30", duration="P4M"))
    shows_no_unknown_day(found)
    assert says(found, "2025-10-30") == "in_force possible"
    assert says(found, "2026-03-01") == "ended presumed"
    shown = at(found, "2025-12-01")
    assert shown
    assert (shown.since, shown.due) == (None, None)
    assert shown.reason == "No source says when its term ends: still in force, or no longer."


def test_an_undated_voice_shakes_no_certain_answer_and_stands_against_it() -> None:
    act = told("introduced", "2025-04-04", "2025-04-04", standing="official")
    kept = told("maintained", "2025-10-30", "2025-10-30")
    pause = undated("suspended", duration="P90D")
    for order in itertools.permutations((act, kept, pause)):
        found = run(*order)
        shows_no_unknown_day(found)
        assert says(found, "2025-04-03") == "nothing"
        assert says(found, "2025-06-01") == "in_force certain"
        assert says(found, "2026-06-01") == "in_force possible"
    shown = at(found, "2025-06-01")
    assert shown
    assert pause.claim_id in shown.against


def test_an_undated_voice_does_not_make_a_dated_one_older() -> None:
    dated = told("introduced", None, "2025-06-27")
    found = run(dated, undated("introduced"))
    shows_no_unknown_day(found)
    assert says(found, "2025-06-27") == "in_force certain"
    assert at(found, "2025-06-27").last_evidence == dt.date(2025, 6, 27)  # type: ignore[union-attr]
    (event,) = events("m", (dated, undated("introduced")))
    assert event.announced == dt.date(2025, 6, 27)


def test_a_document_without_any_day_is_known_since_ever() -> None:
    values = claim_values("measure", {"action": "suspended", "imposer": ["CN"], "duration": "P90D"})
    claim = Claim(type="measure", document_id="d", start=0, end=1, values=values)
    document = Document(id="d", text="x", name="d", sha256="d")
    known = known_day(document, [claim])
    shows_no_unknown_day(run(voice(claim, document, known)))
    assert says(run(voice(claim, document, known)), "2025-01-01", "1990-01-01") == "suspended possible"
