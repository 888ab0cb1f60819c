"""Changes of a measure, into the chain of links that decides its status: who follows whom, who is outranked.

The invariant: a link takes the place of all links before it from the day it surely happened. Order: the
introduction first, then by the latest possible day. A voice that says "in force" while a change of higher standing
says otherwise is outranked; of equal standing the later wins, and where neither is later both readings stand.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from regraph import dates
from regraph.dates import Bounds
from regraph.phases.changes import Change
from regraph.phases.voices import UNKNOWN_START, Voice, later_by, next_day, term

_ATTESTS: Final = frozenset({"maintained", "eased", "expanded", "extended"})  # says "in force" about its day
_ORDER: Final = ("introduced", "maintained", "eased", "expanded", "extended", "postponed", "suspended", "lifted")
_STATUS: Final = {"suspended": "suspended", "postponed": "announced", "lifted": "ended"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Link:
    """One change in its place: from when it may and must have happened, and what holds then."""

    action: str
    status: str
    earliest: dt.date  # from here on it may have happened
    latest: dt.date  # from here on it has
    weak: bool = False  # no solid voice, or no day at all: one reading, never the answer
    contested: bool = False  # equal voices disagree about its date
    until: Bounds | None = None  # last day of its term
    term_rank: int = 0  # standing of the voice that gives the term
    rank: int = 0
    evidence: dt.date | None = None  # newest day for which its solid voices vouch
    since: Bounds | None = None  # when its status began
    notice: dt.date | None = None  # of an introduction: announced from here on
    rival: "Link | None" = None  # the other reading of equal standing
    told: tuple[Voice, ...] = ()
    against: tuple[Voice, ...] = field(default=())


def chain(facts: Iterable[Change]) -> tuple[Link, ...]:
    """Return the links of the changes that are told as facts, in order; empty where there are none."""
    found = sorted(facts, key=_place)
    links: list[Link] = []
    for change in found:
        link = _link(change, links)
        if not links and link.action not in ("introduced", "postponed"):
            links.append(_presupposed(link))
        _append(links, link)
    return tuple(links)


def _place(change: Change) -> tuple[object, ...]:
    date = change.date or Bounds(change.known, change.known)
    return (
        change.dateless,  # last: it may be older or newer than all others
        change.action != "introduced",
        date.latest,
        date.earliest,
        _ORDER.index(change.action),
        change.rank,
        change.told[0].claim_id,
    )


def _link(change: Change, before: Sequence[Link]) -> Link:
    date = change.date or _undated(change, before)
    until = change.until or (None if change.dateless else _term(change, date))
    status = _STATUS.get(change.action, "in_force")
    if change.action == "postponed" and until and change.duration:
        until = _shifted(change, until, date, before)
    terms = [one.rank for one in change.told if one.solid and (one.until or one.duration)]
    term_rank = max(terms, default=0)
    if change.action in _ATTESTS and (change.action != "extended" or until is None):
        until, term_rank = _inherited(before, date)
    return Link(
        action=change.action,
        status=status,
        earliest=date.earliest,
        latest=date.latest,
        weak=change.rank == 0 or change.dateless,
        contested=change.contested,
        until=until,
        term_rank=term_rank,
        rank=change.rank,
        evidence=_evidence(change, date),
        since=None if change.dateless else date,
        notice=_notice(change, date),
        told=change.told,
        against=change.against,
    )


def _inherited(before: Sequence[Link], date: Bounds) -> tuple[Bounds | None, int]:
    """The term of what is in force already, with its standing; none where it has outlived it."""
    previous = next((one for one in reversed(before) if not one.weak), None)
    if previous is None or previous.status != "in_force" or previous.until is None:
        return None, 0
    outlived = previous.until.latest < date.latest
    return (None, 0) if outlived else (previous.until, previous.term_rank)


def _undated(change: Change, before: Sequence[Link]) -> Bounds:
    """An undated change happened by its first publication, and after what stands before it.

    One that no document dates either may hold whenever the measure may be in force.
    """
    if change.dateless:
        start = min((link.latest for link in before if not link.weak), default=UNKNOWN_START)
        return Bounds(start, start)
    latest = max(change.known, change.after or change.known)
    if change.after and all(one.published is None for one in change.told):
        latest = max(latest, dates.month_end(change.after))  # no document dates it: the month of the talks
    if change.action == "introduced":
        return Bounds(min(change.after or UNKNOWN_START, latest), latest)
    settled = [link.latest for link in before if link.latest <= latest]
    lower = [day for day in (change.after, max(settled, default=None)) if day]
    return Bounds(min(max(lower, default=latest), latest), latest)


def _term(change: Change, date: Bounds) -> Bounds | None:
    """The term of an undated change that is told as a length."""
    return next((found for one in change.told if (found := term(one, date))), None)


def _shifted(change: Change, until: Bounds, date: Bounds, before: Sequence[Link]) -> Bounds:
    """A start put off by a year is due a year after the day on which it should have been."""
    start = next((link for link in before if link.action == "introduced" and link.latest > date.latest), None)
    explicit = any(one.until for one in change.told)
    if start is None or explicit or change.duration is None:
        return until
    return later_by(Bounds(start.earliest, start.latest), change.duration)


def _evidence(change: Change, date: Bounds) -> dt.date | None:
    solid = [one for one in change.told if one.solid and one.known != UNKNOWN_START]
    if not solid:
        return None
    if change.action == "maintained":
        return min(date.latest, max(one.known for one in solid))
    return max(one.known for one in solid)


def _notice(change: Change, date: Bounds) -> dt.date | None:
    if change.action != "introduced" or change.date is None:
        return None
    dated = [one.known for one in change.told if one.published]
    first = min(dated, default=None)
    return first if first and first < date.earliest else None


def _presupposed(link: Link) -> Link:
    """What a first change presupposes: the measure was in force before, nobody says since when."""
    return Link(
        action="introduced",
        status="in_force",
        earliest=UNKNOWN_START,
        latest=link.latest if link.status == "in_force" else link.earliest,
        rank=link.rank,
        weak=link.weak,
        since=Bounds(UNKNOWN_START, link.latest),
        told=link.told,
    )


def _append(links: list[Link], link: Link) -> None:
    """Put `link` at the end of the chain, or to the voices that it is outranked by."""
    current = next((one for one in reversed(links) if not one.weak), None)
    if current is None or link.weak:
        links.append(link)
        return
    if link.action in _ATTESTS:
        holds = status_on(current, link.latest)
        if current.status == "in_force" and holds != "announced":  # also where its term seemed to have run out
            link = replace(link, since=current.since)
        elif holds == "in_force":
            link = replace(link, since=Bounds(_resumed(current), max(link.latest, _resumed(current))))
        elif not _stands(links, current, link):
            return
        else:
            link = _against(current, link)
    elif link.status == current.status and link.status == "suspended" and _goes_on(current, link):
        link = replace(link, since=current.since)
    elif _same_day(current, link) and link.status != current.status:
        if not _stands(links, current, link):
            return
        link = _against(current, link)
    links.append(link)


def _against(current: Link, link: Link) -> Link:
    """`link` holds in spite of `current`: outranking it, or beside it where neither is stronger."""
    if link.rank > current.rank or _outdates(link, current):
        return replace(link, against=link.against + current.told)
    return replace(link, rival=replace(current, rival=None), against=link.against + current.told)


def _stands(links: list[Link], current: Link, link: Link) -> bool:
    """Return whether `link` is not outranked by `current`; where it is, note its voices there."""
    if link.rank < current.rank or (link.rank == current.rank and _outdates(current, link)):
        place = links.index(current)
        links[place] = replace(current, against=current.against + link.told)
        return False
    return True


def _outdates(link: Link, other: Link) -> bool:
    newest = max((one for one in link.told if one.rank == link.rank and one.solid), key=lambda one: one.known)
    others = [one for one in other.told if one.rank == other.rank and one.solid]
    return link.rank == other.rank and all(newest.outdates(one) for one in others)


def _same_day(one: Link, other: Link) -> bool:
    return (one.earliest, one.latest) == (other.earliest, other.latest) and one.action != "introduced"


def _goes_on(current: Link, link: Link) -> bool:
    return current.until is None or link.earliest <= next_day(current.until.latest)


def _resumed(current: Link) -> dt.date:
    return next_day(current.until.earliest) if current.until else current.latest


def status_on(link: Link, day: dt.date) -> str:
    """Return what holds on `day` by this link alone: an introduction is announced until it surely took effect."""
    if link.action == "introduced" and day < link.latest:
        return "announced"
    return status_once(link, day)


def status_once(link: Link, day: dt.date) -> str:
    """Return what holds on `day` by this link alone, once it has happened."""
    if link.until is None or day <= link.until.latest:
        return link.status
    return "in_force" if link.status in ("suspended", "announced") else "ended"
