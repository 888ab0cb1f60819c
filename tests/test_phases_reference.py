"""Phases against a slow, obvious reference: for one day and one day of knowledge, all possible worlds by hand.

The reference shares the joining of voices to changes (`changes`, tested on its own tables) and nothing after it: it
knows no breakpoints, no segments, no joining of knowledge, and never looks at another day than the one it is asked
about. A world says of each change whether it has happened by the day; where all worlds agree, the day is settled.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise, product

import hypothesis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regraph import dates
from regraph.dates import Bounds
from regraph.phases import Voice, phases
from regraph.phases.changes import Change, changes
from tests.phases_help import at

DAY = dt.timedelta(days=1)
ORDER = ["introduced", "maintained", "eased", "expanded", "extended", "postponed", "suspended", "lifted"]
SAYS_IN_FORCE = {"maintained", "eased", "expanded", "extended"}
HOLDS = {"suspended": "suspended", "postponed": "announced", "lifted": "ended"}


@dataclass(eq=False)
class Step:
    action: str
    holds: str
    first: dt.date
    last: dt.date
    voices: list[Voice]
    weak: bool
    rank: int
    until: Bounds | None = None
    official_term: bool = False
    vouched: dt.date | None = None
    notice: dt.date | None = None
    contested: bool = False
    rival: "Step | None" = None
    gone: list[Voice] = field(default_factory=list)

    def after(self, day: dt.date) -> set[str]:
        """What may hold on a day once it has happened, by this step alone."""
        if self.until is None or day <= self.until.earliest:
            return {self.holds}
        back = "in_force" if self.holds in ("suspended", "announced") else "ended"
        return {back} if day > self.until.latest else {self.holds, back}


def slow(voices: Iterable[Voice], on: dt.date, known: dt.date) -> tuple[str, str] | None:
    """Status and certainty of one day as known by another; None where nothing is told."""
    told = [one for one in voices if one.known <= known and one.modality == "fact"]
    steps = history(list(changes(told)))
    sure = [one for one in steps if not one.weak and one.last <= on]
    base = sure[-1] if sure else None
    start = steps.index(base) + 1 if base else 0
    open_steps = [one for one in steps[start:] if one.first <= on]
    announced = None
    if base is None:
        announced = next((s for s in steps if s.notice and not s.weak and s.notice <= on < s.last), None)
    worlds = []
    for choice in product([False, True], repeat=len(open_steps)):
        happened = [one for one, yes in zip(open_steps, choice, strict=True) if yes]
        worlds.append(happened[-1] if happened else base)
    statuses: set[str] = set()
    for world in worlds:
        if world is None:
            statuses.add("announced" if announced else "")
        else:
            statuses |= world.after(on) | (world.rival.after(on) if world.rival else set())
    strong = [one for one in open_steps if not one.weak]
    shown = strong[-1] if strong else base
    if shown is None:
        if announced:
            return "announced", settled(steps, announced, on, "announced")
        return (holds(open_steps[-1], on), "possible") if open_steps else None
    status = holds(shown, on)
    if statuses == {status}:
        return status_settled(steps, shown, on, status)
    solid = set() if base else {"announced" if announced else ""}
    for one in [base, *strong]:
        if one is not None:
            solid |= one.after(on) | (one.rival.after(on) if one.rival else set())
    if solid == {status}:  # only unverified voices say otherwise: they shake no certain answer
        kept = status_settled(steps, shown, on, status)
        if kept[1] == "certain":
            return kept
    rival = shown.rival and shown.rival.after(on) - {status}
    return status, "contested" if rival or (shown.contested and shown.last > on) else "possible"


def holds(step: Step, on: dt.date) -> str:
    """The status of a step: while the end of its term is uncertain, that of the term."""
    if step.until and on > step.until.latest:
        return "in_force" if step.holds in ("suspended", "announced") else "ended"
    return step.holds


def status_settled(steps: list[Step], shown: Step, on: dt.date, status: str) -> tuple[str, str]:
    following = [one for one in steps[steps.index(shown) + 1 :] if not one.weak]
    if shown.until and on > shown.until.latest:
        if shown.holds in ("suspended", "announced"):
            return status, "presumed" if following and following[0].holds == "in_force" else "possible"
        outlived = following and following[0].holds in ("in_force", "ended", "suspended")
        return ("in_force", "presumed") if outlived else ("ended", "presumed")
    return status, settled(steps, shown, on, status)


def settled(steps: list[Step], shown: Step, on: dt.date, status: str) -> str:
    following = [one for one in steps[steps.index(shown) + 1 :] if not one.weak]
    if any(one.vouched and on <= one.vouched for one in [shown, *following]):
        return "certain"
    if shown.until and shown.official_term:
        return "certain"
    if status == "announced" and shown.action == "introduced" and shown.rank > 1:
        return "certain"
    if following and following[0].first > on and following[0].rank > 1:
        return "certain"
    return "presumed"


def history(found: list[Change]) -> list[Step]:
    """The steps in order, without those that a stronger voice gainsays."""

    def place(change: Change) -> tuple[object, ...]:
        when = change.date or Bounds(change.known, change.known)
        order = ORDER.index(change.action)
        return (change.action != "introduced", when.latest, when.earliest, order, change.rank, change.told[0].claim_id)

    steps: list[Step] = []
    for change in sorted(found, key=place):
        step = as_step(change, steps)
        if not steps and step.action not in ("introduced", "postponed"):
            end = step.last if step.holds == "in_force" else step.first
            steps.append(Step("introduced", "in_force", dt.date.min, end, list(change.told), step.weak, step.rank))
        gainsay(steps, step)
    return steps


def as_step(change: Change, before: list[Step]) -> Step:
    if change.date:
        first, last = change.date.earliest, change.date.latest
    else:
        last = max(change.known, change.after or change.known)
        if change.after and all(one.published is None for one in change.told):
            last = max(last, dates.month_end(change.after))
        if change.action == "introduced":
            first = min(change.after or dt.date.min, last)
        else:
            limits = [one.last for one in before if one.last <= last] + ([change.after] if change.after else [])
            first = min(max(limits, default=last), last)
    step = Step(
        change.action,
        HOLDS.get(change.action, "in_force"),
        first,
        last,
        list(change.told),
        change.rank == 0,
        change.rank,
    )
    step.contested = change.contested
    step.until = change.until
    if step.until is None:
        for one in change.told:
            if one.duration and step.until is None:
                step.until = Bounds(dates.add_duration(first, one.duration), dates.add_duration(last, one.duration))
    start = next((one for one in before if one.action == "introduced" and one.last > last), None)
    if change.action == "postponed" and change.duration and start and not any(one.until for one in change.told):
        step.until = Bounds(
            dates.add_duration(start.first, change.duration), dates.add_duration(start.last, change.duration)
        )
    terms = [one.rank for one in change.told if one.solid and (one.until or one.duration)]
    step.official_term = max(terms, default=0) > 1
    own = change.action == "extended" and step.until is not None
    if change.action in SAYS_IN_FORCE and not own:
        step.until, step.official_term = None, False
        strong = [one for one in before if not one.weak]
        if strong and strong[-1].holds == "in_force" and strong[-1].until and strong[-1].until.latest >= last:
            step.until, step.official_term = strong[-1].until, strong[-1].official_term
    solid = [one.known for one in change.told if one.solid]
    if solid:
        step.vouched = min(last, max(solid)) if change.action == "maintained" else max(solid)
    dated = [one.known for one in change.told if one.published]
    if change.action == "introduced" and change.date and dated and min(dated) < first:
        step.notice = min(dated)
    return step


def gainsay(steps: list[Step], step: Step) -> None:
    current = next((one for one in reversed(steps) if not one.weak), None)
    if current is None or step.weak:
        steps.append(step)
        return
    now = "announced" if current.action == "introduced" and step.last < current.last else holds(current, step.last)
    clash = False
    if step.action in SAYS_IN_FORCE:
        clash = now != "in_force" and not (current.holds == "in_force" and now != "announced")
    elif step.holds != current.holds and current.action != "introduced":
        clash = (step.first, step.last) == (current.first, current.last) and not (
            step.holds == current.holds == "suspended"
        )
    if clash:
        if step.rank < current.rank or (step.rank == current.rank and later(current, step)):
            return
        if not (step.rank > current.rank or later(step, current)):
            step.rival = current
    steps.append(step)


def later(one: Step, other: Step) -> bool:
    """Whether the newest strong voice of one was published after all strong voices of the other."""
    if one.rank != other.rank:
        return False
    mine = max((v for v in one.voices if v.rank == one.rank and v.solid), key=lambda v: v.known)
    theirs = [v for v in other.voices if v.rank == other.rank and v.solid]
    return all(mine.published and v.published and mine.published.earliest > v.published.latest for v in theirs)


EXAMPLES = 2500  # times four
START = dt.date(2025, 3, 1)


def voice(drawn: bytes, name: int) -> Voice:
    """A voice from six drawn bytes; ends of terms, widths and standings come often enough to meet."""
    action, shape, length, weight, known_on, when_on = drawn
    known, when = START + known_on % 76 * DAY, START + when_on % 76 * DAY
    dated = shape % 4 > 0
    width = (0, 0, 0, 0, 9, 30)[shape // 4 % 6]
    term = (None, None, None, None, 5, 20, 45)[length % 7]
    start = when if dated else known
    by_day = length // 7 % 2 == 0
    return Voice(
        claim_id=f"{name:06d}",
        action=ORDER[action % 8],
        modality={30: "promised", 31: "denied"}.get(action // 8, "fact"),
        date=Bounds(when, when + width * DAY) if dated else None,
        after=known - 20 * DAY if not dated and shape // 4 % 3 == 0 else None,
        until=Bounds(start + term * DAY, start + term * DAY) if term and by_day else None,
        duration=f"P{term}D" if term and not by_day else None,
        known=known,
        published=Bounds(known, known) if weight % 5 else None,
        standing=("press", "press", "reference", "official")[weight // 5 % 4],
        solid=weight // 20 % 6 > 0,
    )


def history_of(drawn: bytes) -> list[Voice]:
    return [voice(drawn[place : place + 6], place // 6) for place in range(0, len(drawn) - 5, 6)]


histories = st.binary(min_size=6, max_size=35).map(history_of)


@pytest.mark.parametrize("seed", range(4))
def test_phases_say_what_the_reference_says(seed: int) -> None:
    """10,000 histories in four parts, each with its own course of choices."""

    @hypothesis.seed(seed)
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(histories, st.binary(min_size=3, max_size=3))
    def agrees(told: list[Voice], drawn: bytes) -> None:
        probes, place = [START + one % 76 * DAY for one in drawn], drawn[0] // 76
        found = phases("m", told)
        knowledge = sorted({one.known for one in told})
        ends = [one.date.latest for one in told if one.date] + [one.until.latest + DAY for one in told if one.until]
        for known in {knowledge[-1] + DAY, knowledge[place % len(knowledge)]}:
            for on in {*probes, *ends[place : place + 2], START - 400 * DAY, START + 300 * DAY}:
                shown = at(found, on, known)
                assert (shown and (shown.status, shown.certainty)) == slow(told, on, known), (on, known)
        assert at(found, probes[0], knowledge[0] - DAY) is None

    agrees()


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
@given(histories, st.randoms(use_true_random=False))
def test_phases_have_no_gaps_no_overlaps_and_no_order(told: list[Voice], random: object) -> None:
    found = phases("m", told)
    shuffled = list(told)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert phases("m", shuffled) == found
    assert len({one.id for one in found}) == len(found)
    for known in sorted({one.known for one in told}):
        rows = [p for p in found if p.known_from <= known and (p.known_until is None or known < p.known_until)]
        rows.sort(key=lambda one: one.valid_from)
        assert all(one.valid_until == other.valid_from for one, other in pairwise(rows))
        assert not rows or rows[-1].valid_until is None
        assert all(
            (one.status, one.certainty, one.reason, one.since, one.due, one.claim_ids, one.against)
            != (other.status, other.certainty, other.reason, other.since, other.due, other.claim_ids, other.against)
            for one, other in pairwise(rows)
        )
