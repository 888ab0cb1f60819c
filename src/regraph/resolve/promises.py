"""Commitment claims, into promises with the measures they are about and the events that keep them.

A promise changes nothing. It is kept by an event of one of its measures that does what was promised, after the day
of the promise; what the press tells for the very day is the promise retold, and no more.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from regraph.dates import Bounds, slug_month
from regraph.model import Agreement, Claim, Commitment, Event, Fulfilment, Measure
from regraph.resolve import labels
from regraph.resolve.concerned import Agreed, Imposed
from regraph.resolve.gather import Gathered, days_between, gather, strength
from regraph.resolve.looks import bounds, states, told_day
from regraph.resolve.values import Told

_KEEPS: Final[Mapping[str, frozenset[str]]] = {
    "suspend": frozenset({"suspended", "postponed", "lifted"}),
    "postpone": frozenset({"postponed", "suspended", "lifted"}),
    "lift": frozenset({"lifted", "suspended"}),
    "ease": frozenset({"eased", "suspended", "lifted"}),
    "expedite": frozenset({"eased"}),
    "introduce": frozenset({"introduced"}),
}
_EXPORT: Final = frozenset(
    "export_licensing export_ban export_quota export_tax export_control technology_control other".split()
)
_ALIKE: Final[Mapping[str, str]] = {"postpone": "suspend", "lift": "lift", "ease": "ease"}
_SOON: Final = dt.timedelta(days=400)
SAME_PROMISE: Final = 14  # days between two tellings of one promise


def commitments(
    told: Iterable[Told], agreements: Sequence[Agreement], measures: Imposed, events: Sequence[Event]
) -> list[Commitment]:
    """Return the promises that claims tell of, with what they are about and what has kept them."""
    by_measure: dict[str, list[Event]] = {}
    for event in events:
        by_measure.setdefault(event.measure_id, []).append(event)
    agreed = Agreed(agreements)
    return [_commitment(one, agreed, measures, by_measure) for one in gather(told, same_promise, _key)]


def _key(told: Told) -> str:
    claim = told[0]
    return f"{'+'.join(sorted(states(claim.names('promisor'))))}|{sort_of(claim)}"


def sort_of(claim: Claim) -> str:
    """Return what is promised, with those together that one deed keeps."""
    action = claim.word("action") or "other"
    return _ALIKE.get(action, action)


def same_promise(one: Told, other: Told) -> bool:
    """Two claims on promises of one party to do the same: alike in kind, goods, and talks or day."""
    a, b = one[0], other[0]
    if a.document_id == b.document_id or not _kinds_meet(a.word("kind"), b.word("kind")):
        return False
    for field in ("materials", "items"):
        some, others = set(a.names(field)), set(b.names(field))
        if some and others and not some & others:
            return False
    if a.word("via") and a.word("via") == b.word("via"):
        return True
    gap = days_between(told_day(one), told_day(other))
    return gap is not None and gap <= SAME_PROMISE


def _kinds_meet(one: str | None, other: str | None) -> bool:
    if one is None or other is None or one == other or "other" in (one, other):
        return True
    return one in _EXPORT and other in _EXPORT


def _commitment(
    found: Gathered,
    agreements: Agreed,
    measures: Imposed,
    events: Mapping[str, Sequence[Event]],
) -> Commitment:
    claim = found.head[0]
    action = claim.word("action") or "other"
    date, made = found.best_date("date"), _made(found)
    via = found.word("via")
    about = _about(found, measures)
    until = found.best_date("until")
    parties = {*found.names("promisor"), *found.names("beneficiary")}
    return Commitment(
        id=found.name("commitment"),
        label=_label(found, action, made),
        action=action,
        promisors=found.names("promisor"),
        beneficiaries=found.names("beneficiary"),
        kind=found.word("kind"),
        materials=found.names("materials"),
        items=found.names("items"),
        date=date,
        until=until,
        duration=found.word("duration"),
        announced=_announced(found),
        modality=found.modality,
        agreement=found.anchor or _agreement(via, states(parties), date, agreements),
        about=about,
        fulfilled_by=_fulfilments(action, made, until, about, events),
        claim_ids=found.claim_ids,
    )


def takes(told: Sequence[Told], measure: Measure, events: Sequence[Event]) -> tuple[Fulfilment, ...] | None:
    """Return what keeps the promise of these claims of the events of a measure; None where it is not about that."""
    found = Gathered(tuple(sorted(told, key=strength)))
    about = _about(found, Imposed([measure]))
    if measure.id not in about:
        return None
    action = found.head[0].word("action") or "other"
    return _fulfilments(action, _made(found), found.best_date("until"), about, {measure.id: events})


def _announced(found: Gathered) -> dt.date | None:
    """Return the day on which the first of the claims was published."""
    days = [day.earliest for _, document in found.told if (day := bounds(document.published))]
    return min(days, default=None)


def _made(found: Gathered) -> Bounds | None:
    """Return when a promise was made: on the day told, else when it was first published."""
    day = _announced(found)
    return found.best_date("date") or (Bounds(day, day) if day else None)


def _label(found: Gathered, action: str, made: Bounds | None) -> str:
    stuff = found.names("materials") or found.names("items")
    return labels.promise(action, found.word("kind"), found.names("promisor"), stuff) + labels.month(made)


def _agreement(via: str | None, parties: Iterable[str], date: Bounds | None, agreements: Agreed) -> str | None:
    """The agreement that the talks of `via` led to, else the one of the same parties on the day."""
    month, words = slug_month(via), {part for part in (via or "").split("-") if part.isalpha()}
    fits: list[tuple[int, str]] = []
    for one in agreements.among(parties):
        gap = days_between(one.date, Bounds(month, month) if month else date)
        if gap is None:
            continue
        told = {part for part in f"{one.anchor or ''}-{one.place or ''}".split("-") if part.isalpha()}
        if (via and words & told and gap <= 31) or (not via and gap <= 3):
            fits.append((gap, one.id))
    return min(fits)[1] if fits else None


def _about(found: Gathered, measures: Imposed) -> tuple[str, ...]:
    """The measures that a record names, else those of the promisor with the kind and the materials promised on."""
    noted = {name for claim, _ in found.told for name in claim.record_notes("about")}
    if noted:
        return tuple(sorted(noted))
    kind, materials = found.word("kind"), set(found.names("materials"))
    items = set(found.names("items"))
    if not (materials or items or (kind and kind != "other")):
        return ()
    actors, others = states(found.names("promisor")), states(found.names("beneficiary"))
    fits = [
        one.id
        for one in measures.by(actors, materials)
        if _kinds_meet(kind, one.kind)
        and (not items or materials or items & set(one.items))
        and (not one.targets or not others or states(one.targets) & others)
        and (materials or items or one.targets)
    ]
    return tuple(sorted(fits))


def _fulfilments(
    action: str,
    made: Bounds | None,
    until: Bounds | None,
    about: Sequence[str],
    events: Mapping[str, Sequence[Event]],
) -> tuple[Fulfilment, ...]:
    keeps = _KEEPS.get(action, frozenset())
    if made is None or not keeps:
        return ()
    out = [
        Fulfilment(
            event_id=event.id,
            measure_id=name,
            known=event.announced,
            reason=f"{event.action} on {event.date.edtf()}, after the promise of {made.edtf()}",
        )
        for name in about
        for event in events.get(name, ())
        if event.action in keeps and event.announced and event.date and _keeps(event, made, until)
    ]
    return tuple(sorted(out, key=lambda one: (one.known, one.measure_id, one.event_id)))


def _keeps(event: Event, made: Bounds, until: Bounds | None) -> bool:
    """Return whether an event does what was promised: a fact, solid, after the promise, for as long as promised."""
    if event.modality != "fact" or not event.solid or event.date is None:
        return False
    retold = event.standing == "press" and event.date.earliest <= made.latest
    if retold or event.date.latest < made.earliest or event.date.earliest > made.latest + _SOON:
        return False
    return until is None or event.until is None or event.until.latest >= until.earliest
