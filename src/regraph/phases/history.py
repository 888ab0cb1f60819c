"""Voices on one measure into its events, and into its phases: valid time by knowledge time.

The invariant: for each (measure, only_for) and each day of knowledge, the phases are disjoint and without gaps from
the first one on; they follow from what was published by that day, and from nothing else. Which claims tell of the
measure is decided with all that is known today.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from regraph.ids import digest
from regraph.model import Event, Phase
from regraph.phases.chain import chain
from regraph.phases.changes import Change, changes
from regraph.phases.timeline import Segment, segments
from regraph.phases.voices import Voice

Scope = tuple[str, ...]
_Row = tuple[Segment, dt.date, dt.date | None]  # known from, known until


@dataclass(frozen=True, slots=True)
class Again:
    """The day of knowledge, by scope, from which all is as it was before; and until when what was known on it was
    known, by scope and first day.
    """

    heard: Mapping[Scope, dt.date]
    ended: Mapping[tuple[Scope, dt.date], dt.date | None]


def events(measure_id: str, voices: Iterable[Voice]) -> tuple[Event, ...]:
    """Return everything that is told to have happened, or to be about to, as known today; by date."""
    return tuple(_event(measure_id, change) for change in changes(voices))


def _event(measure_id: str, change: Change) -> Event:
    claim_ids = tuple(dict.fromkeys(one.claim_id for one in (*change.told, *change.against)))
    dated = [one.known for one in change.told if one.published]
    strongest = max(change.told, key=lambda one: (one.solid, one.rank))
    date = change.date.edtf() if change.date else str(min(one.claim_id for one in change.told))
    return Event(
        id=digest(measure_id, change.action, change.modality, date, *change.only_for),
        measure_id=measure_id,
        action=change.action,
        modality=change.modality,
        date=change.date,
        until=change.until,
        duration=change.duration,
        announced=min(dated, default=None),
        standing=strongest.standing,
        solid=change.rank > 0,
        only_for=change.only_for,
        rate_to=next((one.rate_to for one in change.told if one.rate_to is not None), None),
        claim_ids=claim_ids,
    )


def phases(measure_id: str, voices: Iterable[Voice]) -> tuple[Phase, ...]:
    """Return the phases of a measure, by scope, knowledge and valid time.

    >>> from regraph.dates import parse
    >>> act = Voice(claim_id="c", action="introduced", date=parse("2025-04-04"), known=dt.date(2025, 4, 4),
    ...                 published=parse("2025-04-04"), standing="official")
    >>> [(p.status, p.certainty, str(p.valid_from), str(p.valid_until)) for p in phases("m", [act])]
    [('in_force', 'certain', '2025-04-04', '2025-04-05'), ('in_force', 'presumed', '2025-04-05', 'None')]
    """
    told = sorted(set(voices), key=lambda one: (one.known, one.claim_id))
    out = [phase for scope, some in _scopes(told) for phase in _joined(measure_id, scope, _by_knowledge(some))]
    return tuple(out)


def scopes(voices: Iterable[Voice]) -> frozenset[Scope]:
    """Return the scopes that the phases of these voices have."""
    return frozenset(scope for scope, _ in _scopes(sorted(set(voices), key=lambda one: (one.known, one.claim_id))))


def phases_since(
    measure_id: str,
    voices: Iterable[Voice],
    day: dt.date,
    begun: Mapping[tuple[Scope, dt.date], dt.date],
    again: Again | None = None,
) -> tuple[Phase, ...]:
    """Return the phases that were known on the eve of a day of knowledge, or came to be known later.

    `begun` tells since when those of the eve were known, by scope and first day; before the day nothing may have
    changed. These, and the phases that were no longer held on the eve, are what `phases` returns; where `again` names
    a day for a scope, the phases that came to be known after it are left out, as they stand as they were.
    """
    told = sorted(set(voices), key=lambda one: (one.known, one.claim_id))
    out: list[Phase] = []
    for scope, some in _scopes(told):
        standing = {first: since for (where, first), since in begun.items() if where == scope}
        until = again.heard.get(scope) if again else None
        heard_of = [one for one in some if until is None or one.known <= until]
        rows = _rows(_by_knowledge(heard_of, day), standing)
        if until and again:
            rows = [(one, since, end or again.ended[scope, one.start]) for one, since, end in rows]
        out += _ordered(measure_id, scope, rows)
    return tuple(out)


def heard_again(before: Iterable[Voice], now: Iterable[Voice]) -> dict[Scope, dt.date]:
    """Return, for each scope, the day of knowledge from which all is as it was before; none where it never is.

    Of voices that say the very same only the first and the newest count: where one that stays was heard before all
    that came or went, and one that stays later, they change nothing from then on.
    """
    old, new = set(before), set(now)
    changed = old ^ new
    groups: dict[tuple[object, ...], list[Voice]] = defaultdict(list)
    for one in changed:
        groups[_said(one)].append(one)
    until = dt.date.min
    staying: dict[tuple[object, ...], list[Voice]] = defaultdict(list)
    for one in old & new:
        if (said := _said(one)) in groups:
            staying[said].append(one)
    for said, some in groups.items():
        first, newest = min(map(_heard, some)), max(map(_heard, some))
        later = [one.known for one in staying[said] if _heard(one) > newest]
        if not later or all(_heard(one) > first for one in staying[said]):
            return {}
        until = max(until, min(later))
    told = sorted(new, key=_heard)
    days = {
        scope: min((one.known for one in some if one.known >= until), default=None) for scope, some in _scopes(told)
    }
    return {scope: day for scope, day in days.items() if day}


def _heard(one: Voice) -> tuple[dt.date, str]:
    return one.known, one.claim_id


def _scopes(told: Sequence[Voice]) -> Iterator[tuple[Scope, list[Voice]]]:
    """Split the materials of a measure by the partial changes that touch them; () is all the others."""
    touching: dict[str, set[Scope]] = defaultdict(set)
    for one in told:
        for material in one.only_for:
            touching[material].add(one.only_for)
    alike: dict[frozenset[Scope], list[str]] = defaultdict(list)
    for material, partial in sorted(touching.items()):
        alike[frozenset(partial)].append(material)
    yield (), [one for one in told if not one.only_for]
    for scopes, materials in sorted(alike.items(), key=lambda pair: pair[1]):
        yield tuple(materials), [one for one in told if not one.only_for or one.only_for in scopes]


def _by_knowledge(
    voices: Sequence[Voice], since: dt.date = dt.date.min
) -> Iterator[tuple[dt.date, tuple[Segment, ...]]]:
    """Return, for each day on which something became known, the segments by what was known then.

    Of the days before `since` only the last is returned. Of voices that say the very same, the first and the newest
    are kept: the others change no status.
    """
    kept: dict[tuple[object, ...], list[Voice]] = {}
    merged: dict[tuple[str, ...], Change] = {}
    eve: dt.date | None = None
    for day, news in groupby(voices, key=lambda one: one.known):
        if eve and day >= since:
            yield eve, _segments([one for same in kept.values() for one in same], merged)
            eve = None
        for one in news:
            same = kept.setdefault(_said(one), [])
            same[1:] = [one] if same else []
            if not same:
                same.append(one)
        if day < since:
            eve = day
            continue
        yield day, _segments([one for same in kept.values() for one in same], merged)
    if eve:
        yield eve, _segments([one for same in kept.values() for one in same], merged)


def _said(one: Voice) -> tuple[object, ...]:
    """What a voice says; an undated one is bound to its day of publication."""
    return (
        *(one.action, one.modality, one.date, one.after, one.until, one.duration),
        *(one.standing, one.solid, one.only_for, one.published is None),
        one.known if one.date is None else None,
    )


def _segments(known: Sequence[Voice], merged: dict[tuple[str, ...], Change]) -> tuple[Segment, ...]:
    facts = [one for one in known if one.modality == "fact"]
    beside = [one for one in known if one.modality != "fact"]
    scoped = [one if not one.only_for else _general(one) for one in facts]
    return segments(chain(changes(scoped, merged)), beside)


def _general(one: Voice) -> Voice:
    """Within its own scope a partial change is a change of the whole."""
    return replace(one, only_for=())


def _joined(measure_id: str, scope: Scope, steps: Iterable[tuple[dt.date, tuple[Segment, ...]]]) -> list[Phase]:
    """Return phases, with neighbours in knowledge that say the same joined to one."""
    return _ordered(measure_id, scope, _rows(steps, {}))


def _rows(steps: Iterable[tuple[dt.date, tuple[Segment, ...]]], begun: Mapping[dt.date, dt.date]) -> list[_Row]:
    """Return what was known from when until when; `begun` is for the first step."""
    standing = begun
    open_rows: dict[Segment, dt.date] = {}
    rows: list[_Row] = []
    for day, found in steps:
        gone = [segment for segment in open_rows if segment not in found]
        rows += [(segment, open_rows.pop(segment), day) for segment in gone]
        for segment in found:
            open_rows.setdefault(segment, standing.get(segment.start, day))
        standing = {}
    return [*rows, *((segment, since, None) for segment, since in open_rows.items())]


def _ordered(measure_id: str, scope: Scope, rows: Iterable[_Row]) -> list[Phase]:
    ordered = sorted(rows, key=lambda row: (row[1], row[0].start, row[2] or dt.date.max))
    return [_phase(measure_id, scope, segment, since, until) for segment, since, until in ordered]


def _phase(measure_id: str, scope: Scope, segment: Segment, since: dt.date, until: dt.date | None) -> Phase:
    reading = segment.reading
    return Phase(
        id=digest(measure_id, *scope, str(segment.start), str(since), reading.status, reading.certainty),
        measure_id=measure_id,
        status=reading.status,
        certainty=reading.certainty,
        reason=reading.reason,
        valid_from=segment.start,
        valid_until=segment.end,
        known_from=since,
        known_until=until,
        since=reading.since,
        due=reading.due,
        last_evidence=reading.last_evidence,
        only_for=scope,
        claim_ids=reading.claim_ids,
        against=reading.against,
    )
