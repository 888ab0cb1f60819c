"""Claims that are no measure, into agreements, meetings, promises, licence decisions, figures and impacts.

The invariant: the outcome depends on the set of claims alone. Records of the reference tables are the anchors.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from regraph import dates
from regraph.dates import Bounds, slug_month
from regraph.model import Agreement, Decision, Event, Impact, Measure, Meeting, Observation, Thing
from regraph.resolve import labels
from regraph.resolve.concerned import Imposed
from regraph.resolve.gather import Gathered, days_between, gather, names_in
from regraph.resolve.looks import bounds, states, told_day
from regraph.resolve.promises import commitments, same_promise
from regraph.resolve.values import Told

NEAR: Final = 10  # days between two tellings of one deal
CLOSE: Final = 5
SAME_LICENCES: Final = 2 * NEAR
LICENCES: Final = frozenset({"export_licensing", "export_control"})  # the measures that licences are given under
_SEASON: Final = 45


def resolve_things(
    told: Iterable[Told],
    measures: Iterable[Measure] = (),
    events: Iterable[Event] = (),
    beside: Iterable[Agreement] = (),
) -> tuple[Thing, ...]:
    """Return the things that claims tell of, by kind and id; `told` holds all claims of the blocks.

    `measures` and `events` are those of the states concerned: promises are linked to what keeps them. `beside` are
    agreements of other blocks, which promises may come from and agreements may follow.
    """
    unique = {claim.id: (claim, document) for claim, document in told}
    by_type: dict[str, list[Told]] = {}
    for name in sorted(unique):
        by_type.setdefault(unique[name][0].type, []).append(unique[name])
    agreements = [_agreement(one) for one in gather(by_type.get("agreement", []), _same_agreement, _deal_key)]
    known = Imposed(measures)
    every = sorted([*agreements, *beside], key=lambda one: one.id)
    out: list[Thing] = [*_linked(agreements, every)]
    out += [_meeting(one) for one in gather(by_type.get("meeting", []), _same_meeting, _meeting_key)]
    out += commitments(by_type.get("commitment", []), every, known, list(events))
    out += [_decision(one, known) for one in gather(by_type.get("licence", []), _same_decision, _licence_key)]
    out += [_observation(one) for one in gather(by_type.get("statistic", []), _always, _figure_key)]
    out += [_impact(one) for one in gather(by_type.get("impact", []), _same_impact, _impact_key)]
    return tuple(sorted(out, key=lambda one: (type(one).__name__, one.id)))


def told_together(one: Told, other: Told) -> bool:
    """Return whether two promises, or two tellings of licences, are told of one thing; both are of one block."""
    return (same_promise if one[0].type == "commitment" else _same_decision)(one, other)


def given_under(told: Sequence[Told], measure: Measure) -> bool:
    """Return whether the licences of these claims can be given under a measure."""
    issuers, goods = ({name for claim, _ in told for name in claim.names(field)} for field in ("issuer", "materials"))
    return bool(goods) and measure.kind in LICENCES and bool(Imposed([measure]).by(states(issuers), goods))


# ---- agreements -------------------------------------------------------------------------------------------


def _deal_key(told: Told) -> str:
    return "+".join(sorted(states(told[0].names("parties"))))


def _same_agreement(one: Told, other: Told) -> bool:
    """Two claims on deals of the same parties: one place or name and a near day, or the very day."""
    if {one[0].word("status"), other[0].word("status")} == {"reached", "failed"}:
        return False
    gap = days_between(told_day(one), told_day(other))
    words, others = _place_words(one), _place_words(other)
    if words and others:
        return bool(words & others) and (gap is None or gap <= _SEASON)
    if gap is None or _follows(one, others) or _follows(other, words):
        return False
    if one[0].word("date") and other[0].word("date"):
        return gap <= CLOSE
    return not words and not others and gap <= NEAR


def _follows(told: Told, words: frozenset[str]) -> bool:
    """Return whether a deal is told to follow one of these places: it is another one then."""
    return bool(words & set((told[0].word("follows") or "").split("-")))


def _place_words(told: Told) -> frozenset[str]:
    claim = told[0]
    places = {claim.word("place") or "", *claim.record_notes("via")}
    words = {part for place in places for part in place.split("-") if part.isalpha()}
    return frozenset(words | (names_in(claim.word("name")) if not claim.word("place") else set()))


def _agreement(found: Gathered) -> Agreement:
    head = found.head[0]
    date = found.best_date("date")
    parties = tuple(sorted(states(name for claim, _ in found.told for name in claim.names("parties"))))
    status = "reached" if any(claim.word("status") == "reached" for claim, _ in found.told) else head.word("status")
    place = found.word("place")
    named = found.word("name")
    label = (named[:1].upper() + named[1:]) if named else None
    return Agreement(
        id=found.anchor or found.name("agreement"),
        label=label or _deal_label(parties, place, date),
        parties=parties,
        status=status or "reached",
        date=date,
        place=place,
        follows=tuple(sorted({slug for claim, _ in found.told if (slug := claim.word("follows"))})),
        claim_ids=found.claim_ids,
        anchor=found.anchor,
    )


def _deal_label(parties: Sequence[str], place: str | None, date: Bounds | None) -> str:
    text = f"Agreement of {labels.actors(parties, 4) or 'parties that are not told'}"
    text += f", {place.replace('-', ' ').title()}" if place else ""
    return text + (f" ({date.edtf()})" if date else "")


def _linked(agreements: Sequence[Agreement], every: Sequence[Agreement]) -> list[Agreement]:
    """Let `follows` name agreements by id, where a slug of talks means one of them."""
    return [
        replace(one, follows=tuple(sorted({agreement_of(slug, one.parties, every) or slug for slug in one.follows})))
        for one in agreements
    ]


def agreement_of(slug: str | None, parties: Iterable[str], agreements: Iterable[Agreement]) -> str | None:
    """Return the id of the agreement of `parties` that a slug such as `geneva-2025-05` means."""
    if not slug:
        return None
    words = {part for part in slug.split("-") if part.isalpha()}
    month = slug_month(slug)
    fits: list[tuple[int, str]] = []
    for one in agreements:
        if slug in (one.anchor, one.id):
            return one.id
        told = {part for part in f"{one.place or ''}-{one.anchor or ''}".split("-") if part.isalpha()}
        if words & told and set(one.parties) & set(parties) and month and one.date:
            gap = days_between(one.date, Bounds(month, dates.month_end(month)))
            if gap is not None and gap <= NEAR:
                fits.append((gap, one.id))
    return min(fits)[1] if fits else None


# ---- meetings ---------------------------------------------------------------------------------------------


def _meeting_key(told: Told) -> str:
    return f"{told[0].word('kind')}|{'+'.join(sorted(states(told[0].names('participants'))))}"


def _same_meeting(one: Told, other: Told) -> bool:
    places = {one[0].word("place"), other[0].word("place")} - {None}
    gap = days_between(_span(one), _span(other))
    if len(places) == 2 and not _nested(*sorted(str(place) for place in places)):
        return False
    if gap is None:
        return len(places) == 1
    if one[0].word("date") and other[0].word("date"):
        return gap <= CLOSE
    return gap <= (_SEASON if one[0].word("place") and one[0].word("place") == other[0].word("place") else NEAR)


def _nested(one: str, other: str) -> bool:
    return bool(set(one.split("-")) & set(other.split("-")))


def _span(told: Told) -> Bounds | None:
    start, end = bounds(told[0].word("date")), bounds(told[0].word("until"))
    if start and end and end.latest >= start.earliest:
        return Bounds(start.earliest, end.latest)
    return start or bounds(told[1].published)


def _meeting(found: Gathered) -> Meeting:
    people = tuple(sorted({name for claim, _ in found.told for name in claim.names("participants")}))
    kind = found.head[0].word("kind") or "talks"
    place, date = found.word("place"), found.best_date("date")
    label = f"{kind.capitalize()} of {labels.actors(people, 4) or 'parties that are not told'}"
    label += f", {place.replace('-', ' ').title()}" if place else ""
    return Meeting(
        id=found.name("meeting"),
        label=label + (f" ({date.edtf()})" if date else ""),
        kind=kind,
        participants=people,
        date=date,
        place=place,
        modality=found.modality,
        claim_ids=found.claim_ids,
    )


# ---- decisions, figures, impacts --------------------------------------------------------------------------


def _licence_key(told: Told) -> str:
    return f"{told[0].word('action')}|{'+'.join(sorted(states(told[0].names('issuer'))))}"


def _same_decision(one: Told, other: Told) -> bool:
    for field in ("holders", "materials", "items"):
        some, others = set(one[0].names(field)), set(other[0].names(field))
        if some and others and not some & others:
            return False
    gap = days_between(told_day(one), told_day(other))
    return gap is not None and gap <= SAME_LICENCES


def _decision(found: Gathered, measures: Imposed) -> Decision:
    issuers, materials, items = found.names("issuer"), found.names("materials"), found.names("items")
    counts = [dict(claim.get("count") or ()) for claim, _ in found.told]  # type: ignore[arg-type]
    action = found.head[0].word("action") or "granted"
    label = labels.licences(action, issuers, materials or items)
    return Decision(
        id=found.name("decision"),
        label=label,
        action=action,
        issuers=issuers,
        holders=found.names("holders"),
        holder_count=max((count["holders"] for count in counts if "holders" in count), default=None),
        materials=materials,
        items=items,
        date=found.best_date("date"),
        until=found.best_date("until"),
        duration=found.word("duration"),
        modality=found.modality,
        measure=_under(issuers, materials, measures),
        claim_ids=found.claim_ids,
    )


def _under(issuers: Iterable[str], materials: Sequence[str], measures: Imposed) -> str | None:
    """The one licence measure of the issuer on these materials; None where none or several fit."""
    if not materials:
        return None
    found = measures.by(states(issuers), materials)
    fits = [one for one in found if one.kind in LICENCES]
    return fits[0].id if len(fits) == 1 else None


def _always(one: Told, other: Told) -> bool:  # noqa: ARG001 - the key says it all
    return True


def _figure_key(told: Told) -> str:
    claim = told[0]
    return "|".join(
        str(part)
        for part in (
            claim.word("indicator"),
            sorted(states(claim.names("subject"))),
            claim.word("material"),
            claim.get("value"),
            claim.word("unit"),
            claim.word("date"),
        )
    )


def _observation(found: Gathered) -> Observation:
    claim = found.head[0]
    value = claim.get("value")
    indicator = claim.word("indicator") or "members"
    subjects, material = found.names("subject"), claim.word("material")
    return Observation(
        id=found.name("observation"),
        label=labels.figure(indicator, (*subjects, *([material] if material else [])), value, claim.word("unit")),
        indicator=indicator,
        subjects=subjects,
        material=material,
        value=float(value) if isinstance(value, int | float) else 0.0,
        unit=claim.word("unit"),
        date=bounds(claim.word("date")),
        claim_ids=found.claim_ids,
    )


def _impact_key(told: Told) -> str:
    claim = told[0]
    return f"{claim.word('effect')}|{'+'.join(claim.names('affected'))}|{'+'.join(claim.names('materials'))}"


def _same_impact(one: Told, other: Told) -> bool:
    gap = days_between(told_day(one), told_day(other))
    some, others = set(one[0].names("items")), set(other[0].names("items"))
    return gap is not None and gap <= 3 * NEAR and (not some or not others or bool(some & others))


def _impact(found: Gathered) -> Impact:
    affected, materials, items = found.names("affected"), found.names("materials"), found.names("items")
    effect = found.head[0].word("effect") or "other"
    return Impact(
        id=found.name("impact"),
        label=labels.impact(effect, affected, (*materials, *items)),
        effect=effect,
        affected=affected,
        materials=materials,
        items=items,
        date=found.best_date("date"),
        duration=found.word("duration"),
        modality=found.modality,
        claim_ids=found.claim_ids,
    )
