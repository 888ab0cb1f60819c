"""Voices of one measure, into its changes: what several voices say of one change is one change.

The invariant: the outcome depends on the set of voices alone. Of two voices on one change the one of the
higher standing counts, then the one published later; one that is only less exact is no contradiction; one that
contradicts stays in `against`. Voices of equal standing, neither later, make the date `contested`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from regraph.dates import Bounds
from regraph.phases.voices import UNKNOWN_START, Voice, term

SAME_CHANGE: Final = dt.timedelta(days=7)  # two dates of one change may lie this far apart


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Change:
    """One dated change of a measure, as its voices tell it."""

    action: str
    modality: str
    only_for: tuple[str, ...]
    date: Bounds | None  # None: no voice dates it
    until: Bounds | None  # last day of its term, inclusive
    duration: str | None  # where the term is told as a length
    after: dt.date | None  # an undated change: not before this
    known: dt.date  # first known
    contested: bool  # voices of equal standing disagree about the date
    told: tuple[Voice, ...]  # strongest first
    against: tuple[Voice, ...]  # voices that contradict on the date or the term

    @property
    def rank(self) -> int:
        """Standing of its strongest solid voice; 0 where no voice is solid."""
        return max((one.rank for one in self.told if one.solid), default=0)

    @property
    def dateless(self) -> bool:
        """True where nothing tells its day, not even the publication of a voice."""
        return self.date is None and self.known == UNKNOWN_START and self.after is None

    @property
    def newest(self) -> dt.date:
        """Publication of the newest solid voice, else of the newest at all."""
        solid = [one.known for one in self.told if one.solid]
        return max(solid or [one.known for one in self.told])


def strength(one: Voice) -> tuple[object, ...]:
    """Sort key: solid before unsure, high standing before low, late before early; then by content."""
    return (not one.solid, -one.rank, -one.known.toordinal(), one.claim_id)


def changes(voices: Iterable[Voice], merged: dict[tuple[str, ...], Change] | None = None) -> tuple[Change, ...]:
    """Return the changes that voices tell of, by date, undated ones last.

    `merged` keeps what has been merged before, for a caller that asks again with a few voices more.
    """
    done = merged if merged is not None else {}
    groups: dict[tuple[str, str, tuple[str, ...]], list[Voice]] = defaultdict(list)
    for one in voices:
        groups[one.modality, one.action, one.only_for].append(one)
    found: list[Change] = []
    for group in groups.values():
        for cluster in _clusters(group):
            same = tuple(one.claim_id for one in cluster)
            if same not in done:
                done[same] = merge(cluster)
            found.append(done[same])
    return tuple(sorted(found, key=_by_date))


def _by_date(change: Change) -> tuple[object, ...]:
    when = change.date or Bounds(dt.date.max, dt.date.max)
    return (when.latest, when.earliest, change.action, change.modality, change.only_for, change.told[0].claim_id)


def _clusters(group: Sequence[Voice]) -> list[list[Voice]]:
    if group[0].action == "introduced":
        return [list(group)]  # a measure is introduced once
    slack = dt.timedelta(0) if group[0].action == "maintained" else SAME_CHANGE
    dated: dict[Bounds, list[Voice]] = defaultdict(list)
    for one in group:
        if one.date:
            dated[one.date].append(one)
    clusters: list[list[Voice]] = []
    reach: list[Bounds] = []
    for date in sorted(dated, key=lambda date: (date.latest - date.earliest, date)):  # the most exact first
        place = next((i for i, bounds in enumerate(reach) if gap(date, bounds) <= slack), None)
        if place is None:
            clusters.append(dated[date])
            reach.append(date)
        else:
            clusters[place] += dated[date]
    return clusters + _undated(group, clusters, reach)


def _undated(group: Sequence[Voice], clusters: list[list[Voice]], reach: list[Bounds]) -> list[list[Voice]]:
    """Put undated voices to the last dated change they can mean; return the others as one cluster."""
    own: list[Voice] = []
    for one in sorted((one for one in group if not one.date), key=lambda one: (one.known, strength(one))):
        fits = [(bounds, i) for i, bounds in enumerate(reach) if _can_mean(one, bounds)]
        if fits:
            # a dated document means the last change before it; of an undated one only the talks are known
            clusters[max(fits)[1] if one.published else min(fits)[1]].append(one)
        else:
            own.append(one)
    return [own] if own else []


def _can_mean(one: Voice, bounds: Bounds) -> bool:
    if one.after and bounds.latest < one.after:
        return False
    return one.published is None or bounds.earliest <= one.known


def gap(one: Bounds, other: Bounds) -> dt.timedelta:
    """Return the distance between two bounds, zero where they overlap.

    >>> from regraph.dates import parse
    >>> gap(parse("2025-04"), parse("2025-05-03")).days
    3
    """
    return max(one.earliest - other.latest, other.earliest - one.latest, dt.timedelta(0))


def merge(cluster: Iterable[Voice]) -> Change:
    """Return the one change that all voices of `cluster` tell of."""
    told = sorted(cluster, key=strength)
    date, date_against, contested = _agreed([(one, one.date) for one in told if one.date], _notice(told))
    terms = [(one, term(one, one.date or date)) for one in told]
    terms.sort(key=lambda pair: (not pair[0].solid, -pair[0].rank, pair[0].until is None))
    until, until_against, _ = _agreed([(one, bounds) for one, bounds in terms if bounds], None)
    against = {one.claim_id for one in (*date_against, *until_against)}
    after = [one.after for one in told if one.after]
    return Change(
        action=told[0].action,
        modality=told[0].modality,
        only_for=told[0].only_for,
        date=date,
        until=until,
        duration=next((one.duration for one in told if one.duration), None),
        after=max(after, default=None),
        known=min((one.known for one in told if one.known != UNKNOWN_START), default=UNKNOWN_START),
        contested=contested,
        told=tuple(one for one in told if one.claim_id not in against),
        against=tuple(one for one in told if one.claim_id in against),
    )


def _notice(told: Sequence[Voice]) -> dt.date | None:
    """Return the first publication of an introduction: a voice that dates it there means the announcement."""
    known = [one.known for one in told if one.known != UNKNOWN_START]
    return min(known, default=None) if told[0].action == "introduced" else None


def _agreed(ranked: Sequence[tuple[Voice, Bounds]], notice: dt.date | None) -> tuple[Bounds | None, list[Voice], bool]:
    """Return the agreed bounds, the voices that contradict, and whether the contradiction is among equals."""
    if not ranked:
        return None, [], False
    leader, bounds = ranked[0]
    against: list[Voice] = []
    rivals: list[Bounds] = []
    for one, other in ranked[1:]:
        first, last = max(bounds.earliest, other.earliest), min(bounds.latest, other.latest)
        if first <= last:
            bounds = Bounds(first, last)
        elif notice and other.latest < bounds.earliest and other.earliest <= notice <= other.latest:
            continue  # the day of announcement, told as the date
        elif one.solid == leader.solid and one.rank == leader.rank and not leader.outdates(one):
            rivals.append(other)
        else:
            against.append(one)
    hull = [bounds, *rivals]
    widest = Bounds(min(one.earliest for one in hull), max(one.latest for one in hull))
    return widest, against, bool(rivals)
