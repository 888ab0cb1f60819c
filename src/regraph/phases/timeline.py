"""A chain of links into the readings of each day: status, certainty, reason, evidence; as segments without gaps.

Pure. Where several readings of a day differ, the newest is shown and the answer is `possible`, or `contested` where
voices of equal standing stand against each other.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from regraph.dates import Bounds
from regraph.phases.chain import Link, status_on, status_once
from regraph.phases.changes import strength
from regraph.phases.reasons import Facts, reason
from regraph.phases.voices import UNKNOWN_START, Voice, next_day, told_bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What holds on one day, and how sure that is."""

    status: str
    certainty: str
    reason: str
    since: Bounds | None = None
    due: Bounds | None = None
    last_evidence: dt.date | None = None
    claim_ids: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The days for which one reading holds; `end` is exclusive, None where it is open."""

    start: dt.date
    end: dt.date | None
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The bare verdict of a day, before its evidence is written out."""

    status: str
    certainty: str
    why: str  # a key of `reasons`
    link: Link  # the link whose reading is shown
    others: tuple[Link, ...] = ()  # links that give other readings


MOST_CLAIMS = 12  # an answer opens its strongest evidence; the rest stands with the measure


def segments(links: Sequence[Link], beside: Sequence[Voice] = ()) -> tuple[Segment, ...]:
    """Return the segments of a chain, in order, without gaps, neighbours unlike; empty where nothing is told.

    `beside` are voices that change nothing (promised, expected, denied), for the reasons.
    """
    days = _breakpoints(links)
    spans: list[tuple[dt.date, dt.date | None, Verdict]] = []
    for day, end in pairwise([*days, None]):
        assert day is not None  # noqa: S101 - only the last is None
        verdict = verdict_on(links, day)
        if verdict is None:
            continue
        if spans and spans[-1][2] == verdict:
            spans[-1] = (spans[-1][0], end, verdict)
        else:
            spans.append((day, end, verdict))
    out: list[Segment] = []
    summed = _Sums()
    for day, end, verdict in spans:
        reading = _reading(links, verdict, day, beside, summed)
        if out and out[-1].reading == reading:
            out[-1] = replace(out[-1], end=end)
        else:
            out.append(Segment(start=day, end=end, reading=reading))
    return tuple(out)


def _breakpoints(links: Sequence[Link]) -> list[dt.date]:
    days: set[dt.date] = set()
    for link in links:
        days |= {link.earliest, link.latest}
        days |= {link.notice} if link.notice else set()
        days |= {next_day(link.evidence)} if link.evidence else set()
        for one in (link, link.rival):
            if one and one.until:
                days |= {next_day(one.until.earliest), next_day(one.until.latest)}
    return sorted(days)


def verdict_on(links: Sequence[Link], day: dt.date) -> Verdict | None:
    """Return what holds on `day`; None where nothing is told of it."""
    sure = next((i for i in reversed(range(len(links))) if not links[i].weak and links[i].latest <= day), -1)
    maybe = [i for i in range(sure + 1, len(links)) if links[i].earliest <= day]
    announced = _announced(links, day) if sure < 0 else None
    strong = [i for i in maybe if not links[i].weak]
    if sure < 0 and not maybe:
        return _settled(links, links.index(announced), day) if announced else None
    shown = strong[-1] if strong else sure if sure >= 0 else None
    if shown is None:
        if announced:
            return _settled(links, links.index(announced), day)
        link = links[maybe[-1]]
        return Verdict(status=status_once(link, day), certainty="possible", why="weak", link=link)
    return _weigh(links, shown, _readings(links, sure, maybe, announced, day), day)


def _announced(links: Sequence[Link], day: dt.date) -> Link | None:
    return next((one for one in links if one.notice and not one.weak and one.notice <= day < one.latest), None)


def _readings(
    links: Sequence[Link], sure: int, maybe: Sequence[int], announced: Link | None, day: dt.date
) -> list[tuple[str, Link]]:
    """Return every status that some link gives to `day`, with the link."""
    base = [links[i] for i in ([sure] if sure >= 0 else [])] + [links[i] for i in maybe]
    out = [(status, link) for link in base for status in _statuses(link, day)]
    out += [(status, link.rival) for link in base if link.rival for status in _statuses(link.rival, day)]
    if sure < 0:
        first = next(links[i] for i in maybe if not links[i].weak)
        out.append(("announced" if announced else "", announced or first))
    return out


def _statuses(link: Link, day: dt.date) -> tuple[str, ...]:
    """All statuses that a link may give to `day`: two while the end of its term is uncertain."""
    if _ending(link, day):
        return (link.status, "in_force" if link.status in ("suspended", "announced") else "ended")
    return (status_once(link, day),)


def _ending(link: Link, day: dt.date) -> bool:
    """Return whether the term of a link may end on `day` or may have ended before, and may not."""
    if link.until is None or day > link.until.latest:
        return False
    return link.until.earliest < day or link.until.earliest == UNKNOWN_START


def _weigh(links: Sequence[Link], shown: int, readings: Sequence[tuple[str, Link]], day: dt.date) -> Verdict:
    link = links[shown]
    status = status_once(link, day)
    others = tuple(one for other, one in readings if other != status and one is not link)
    if all(other == status for other, _ in readings):
        return _settled(links, shown, day)
    unverified = bool(others) and all(other == status for other, one in readings if not one.weak)
    if unverified:
        settled = _settled(links, shown, day)
        if settled.certainty == "certain":  # what is proven is not shaken by what is not
            return replace(settled, others=others)
    disputed = link.rival in others or (link.contested and link.latest > day)
    lapsed = bool(link.until and day > link.until.latest and link.status in ("suspended", "announced"))
    why = "uncertain_end" if _ending(link, day) else "uncertain_date"
    if unverified:
        why = "unverified_news"
    if disputed or lapsed:
        why = "contested" if disputed else "lapsed"
    return Verdict(status=status, certainty="contested" if disputed else "possible", why=why, link=link, others=others)


def _settled(links: Sequence[Link], shown: int, day: dt.date) -> Verdict:
    """One reading only: it is certain, or presumed, or, after a term without news, possible."""
    link = links[shown]
    status = status_on(link, day)
    later = [one for one in links[shown + 1 :] if not one.weak]
    begun = link.action != "introduced" or day >= link.latest
    if begun and link.until and day > link.until.latest:
        return _after_term(link, status, later)
    if any(one.evidence and day <= one.evidence for one in (link, *later)):
        return Verdict(status=status, certainty="certain", why="evidence", link=link)
    if link.until and link.term_rank > 1:
        return Verdict(status=status, certainty="certain", why="term", link=link)
    if status == "announced" and link.action == "introduced" and link.rank > 1:
        return Verdict(status=status, certainty="certain", why="not_yet", link=link)
    if later and later[0].earliest > day and later[0].rank > 1:
        return Verdict(status=status, certainty="certain", why="until_next", link=link)
    return Verdict(status=status, certainty="presumed", why="runs_on", link=link)


def _after_term(link: Link, status: str, later: Sequence[Link]) -> Verdict:
    resumes = link.status in ("suspended", "announced")
    confirmed = bool(later) and later[0].status == "in_force"
    if resumes:
        certainty, why = ("presumed", "confirmed_later") if confirmed else ("possible", "lapsed")
        return Verdict(status=status, certainty=certainty, why=why, link=link)
    if confirmed or (later and later[0].status in ("ended", "suspended")):
        return Verdict(status="in_force", certainty="presumed", why="outlived", link=link)
    return Verdict(status="ended", certainty="presumed", why="ran_out", link=link)


def _reading(
    links: Sequence[Link], verdict: Verdict, day: dt.date, beside: Sequence[Voice], summed: "_Sums"
) -> Reading:
    link, status = verdict.link, verdict.status
    run = _run(links, link, status)
    parts = [summed.of(one.told) for one in run]
    after = _next_voice(links, run) if verdict.why == "evidence" else []
    parts += [_sum(after)] if after else []
    against = _against(run, verdict, beside, day)
    told = [one for other in run for one in other.told] + after if against else []
    newest = _last(one.newest_solid for one in parts) or _last(one.newest for one in parts)
    since, due = told_bounds(_since(link, status)), told_bounds(_due(link, status))
    facts = Facts(
        status=status,
        since=since,
        due=due,
        newest=newest,
        undated=any(one.undated for one in parts),
        others=_other_readings(verdict, day) if verdict.others else (),
        promised=tuple(sorted({one.until for one in beside if _prolongs(one, day)}, key=str)) if beside else (),
    )
    return Reading(
        status=status,
        certainty=verdict.certainty,
        reason=reason(verdict.why, facts),
        since=since,
        due=due,
        last_evidence=newest,
        claim_ids=_first(sorted(one for part in parts for one in part.strongest)),
        against=_ids(against, without=told),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sum:
    """What a reading takes of all voices of a link."""

    newest: dt.date | None
    newest_solid: dt.date | None
    undated: bool
    strongest: tuple[tuple[object, ...], ...]  # their sort keys, which end with the claim


class _Sums:
    """The sums of the links of one chain, each made once: many readings rest on one link."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[tuple[Voice, ...], _Sum]] = {}

    def of(self, told: tuple[Voice, ...]) -> _Sum:
        """Return the sum of the voices of a link."""
        found = self._made.get(id(told))
        if found is None:
            found = self._made[id(told)] = (told, _sum(told))
        return found[1]


def _sum(told: Sequence[Voice]) -> _Sum:
    known = [one for one in told if one.known != UNKNOWN_START]
    return _Sum(
        newest=_last(one.known for one in known),
        newest_solid=_last(one.known for one in known if one.solid),
        undated=any(one.published is None for one in told),
        strongest=tuple(sorted({strength(one) for one in told})[:MOST_CLAIMS]),
    )


def _last(days: Iterable[dt.date | None]) -> dt.date | None:
    return max((day for day in days if day), default=None)


def _first(ranked: Iterable[tuple[object, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(one[-1]) for one in ranked))[:MOST_CLAIMS]


def _other_readings(verdict: Verdict, day: dt.date) -> tuple[tuple[str, Bounds | None], ...]:
    return tuple(sorted({(status_once(one, day), told_bounds(one.until)) for one in verdict.others}, key=str))


def _prolongs(one: Voice, day: dt.date) -> bool:
    """Return whether a voice that is no fact speaks of a suspension that would cover `day`."""
    return one.action in ("suspended", "postponed") and bool(one.until and one.until.latest >= day)


def _against(run: Sequence[Link], verdict: Verdict, beside: Sequence[Voice], day: dt.date) -> list[Voice]:
    against = [one for other in run for one in other.against]
    against += [one for other in verdict.others if other not in run for one in other.told]
    against += [one for one in beside if one.modality == "denied" and one.action == verdict.link.action]
    if verdict.why == "lapsed":
        against += [one for one in beside if _prolongs(one, day)]
    return against


def _run(links: Sequence[Link], link: Link, status: str) -> list[Link]:
    """Return the links that tell of the same unbroken status as `link`: what an answer rests on."""
    place = next((i for i, one in enumerate(links) if one is link), None)
    if place is None:
        return [link]
    run = [link]
    for one in links[place + 1 :]:
        if one.weak:
            continue
        if one.status != status or one.status != link.status or status == "suspended":
            break
        run.append(one)
    for one in reversed(links[:place]):
        if one.weak:
            continue
        if one.status != status or one.status != link.status or status == "suspended":
            break
        run.append(one)
    return run


def _next_voice(links: Sequence[Link], run: Sequence[Link]) -> list[Voice]:
    """The strongest voice of what comes next: it tells that the status held until then."""
    places = {id(one): place for place, one in enumerate(links)}
    last = max((places[id(one)] for one in run if id(one) in places), default=len(links))
    return [one.told[0] for one in links[last + 1 :] if not one.weak][:1]


def _since(link: Link, status: str) -> Bounds | None:
    if status == "announced" and link.notice:
        return Bounds(link.notice, link.notice)
    if status != link.status and link.until:
        return Bounds(next_day(link.until.earliest), next_day(link.until.latest))
    return link.since


def _due(link: Link, status: str) -> Bounds | None:
    if status == "announced" and link.action == "introduced":
        return Bounds(link.earliest, link.latest)
    return link.until


def _ids(told: Sequence[Voice], without: Sequence[Voice] = ()) -> tuple[str, ...]:
    if not told:
        return ()
    skip = {one.claim_id for one in without}
    return _first(sorted({strength(one) for one in told if one.claim_id not in skip}))
