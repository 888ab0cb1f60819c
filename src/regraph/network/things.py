"""Agreements, meetings, promises, licence decisions and accusations in, the ties between their actors out."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from regraph import dates
from regraph.errors import DateError
from regraph.network.records import Record, day, first
from regraph.network.scope import Scope
from regraph.network.ties import Spell, Tie

_AGREED: Final = {"reached": 1, "framework": 1}
_DECIDED: Final = {"granted": 1, "refused": -1, "delayed": -1, "revoked": -1}
_PROMISED: Final = {"introduce": -1, "other": 0}  # the other actions ease something or give something
_ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _When:
    """When a thing began and ended; half-open."""

    start: dt.date | None
    end: dt.date | None
    from_publication: bool


def thing_ties(scope: Scope) -> Iterator[Tie]:
    """Yield the ties `agrees`, `promises`, `licenses`, `meets` and `accuses` in scope."""
    yield from _promises(scope)
    yield from _agreements(scope)
    yield from _licences(scope)
    if not scope.view.about:
        yield from _meetings(scope)
        yield from _accusations(scope)


def _promises(scope: Scope) -> Iterator[Tie]:
    for iri, promise in scope.records.of("Commitment"):
        claims = known_claims(scope, promise)
        if claims is None or not scope.concerns(promise):
            continue
        action, denied = first(promise, "action"), first(promise, "modality") == "denied"
        makers, takers = promise.get("promisor", ()), promise.get("beneficiary", ())
        # a promise of several to nobody in particular is mutual
        pairs = product(makers, takers) if takers else combinations(makers, 2)
        kept = any(
            (day(how, "knownFrom") or dt.date.min) <= scope.view.known_by
            for how in (scope.records[part] for part in promise.get("fulfilment", ()))
        )
        for source, target in pairs:
            yield dated(
                scope,
                Tie(
                    relation="promises",
                    source=source,
                    target=target,
                    thing=iri,
                    label=first(promise, "label"),
                    sign=0 if denied else _PROMISED.get(action, 1),
                    detail=action,
                    claims=claims,
                ),
                promise,
                "kept" if kept else "promised",
            )


def _agreements(scope: Scope) -> Iterator[Tie]:
    concerned = _agreements_in_scope(scope)
    for iri, agreement in scope.records.of("Agreement"):
        claims = known_claims(scope, agreement)
        if claims is None or (concerned is not None and iri not in concerned):
            continue
        status = first(agreement, "agreementStatus")
        for source, target in combinations(agreement.get("party", ()), 2):
            tie = Tie(
                relation="agrees",
                source=source,
                target=target,
                thing=iri,
                label=first(agreement, "label"),
                sign=_AGREED.get(status, 0),
                claims=claims,
            )
            yield dated(scope, tie, agreement, status)


def _agreements_in_scope(scope: Scope) -> frozenset[str] | None:
    """Return the agreements under which something was promised on the material asked for; None where none is."""
    if not scope.view.about:
        return None
    promises = (promise for _, promise in scope.records.of("Commitment") if scope.concerns(promise))
    return frozenset(iri for promise in promises for iri in promise.get("underAgreement", ()))


def _licences(scope: Scope) -> Iterator[Tie]:
    for iri, decision in scope.records.of("LicenceDecision"):
        claims = known_claims(scope, decision)
        if claims is None or not scope.concerns(decision):
            continue
        action = first(decision, "action")
        for source, target in product(decision.get("issuer", ()), decision.get("holder", ())):
            tie = Tie(
                relation="licenses",
                source=source,
                target=target,
                thing=iri,
                label=first(decision, "label"),
                sign=_DECIDED.get(action, 0),
                detail=action,
                claims=claims,
            )
            yield dated(scope, tie, decision, action)


def _meetings(scope: Scope) -> Iterator[Tie]:
    for iri, meeting in scope.records.of("Meeting"):
        claims = known_claims(scope, meeting)
        for source, target in combinations(meeting.get("participant", ()), 2) if claims is not None else ():
            tie = Tie(
                relation="meets",
                source=source,
                target=target,
                thing=iri,
                label=first(meeting, "label"),
                sign=0,
                detail=first(meeting, "meetingKind"),
                claims=claims or (),
            )
            yield dated(scope, tie, meeting, first(meeting, "modality", "fact"))


def _accusations(scope: Scope) -> Iterator[Tie]:
    """Yield one tie for what one document tells of one accuser and one accused, however often it says so."""
    told: dict[tuple[str, str, str], list[tuple[str, Record]]] = defaultdict(list)
    for iri, claim in scope.records.of("StatementClaim"):
        if first(claim, "stance") == "accuse" and scope.witnesses.known([iri]):
            for source, target in product(claim.get("speaker", ()), claim.get("about", ())):
                told[source, target, first(claim, "wasDerivedFrom")].append((iri, claim))
    for (source, target, _), claims in sorted(told.items()):
        tie = Tie(
            relation="accuses",
            source=source,
            target=target,
            thing=claims[0][0],
            label="accusation",
            sign=-1,
            claims=tuple(iri for iri, _ in claims),
        )
        yield dated(scope, tie, claims[0][1], first(claims[0][1], "modality", "fact"))


def known_claims(scope: Scope, thing: Record) -> tuple[str, ...] | None:
    """Return the claims of a thing known by the day; None where it has claims, and none of them was known."""
    told = thing.get("basedOn", ())
    known = scope.witnesses.known(told)
    return known if known or not told else None


def dated(scope: Scope, tie: Tie, thing: Record, status: str) -> Tie:
    """Return the tie with the time and the certainty that its thing tells."""
    when = _when(scope, tie, thing)
    sure = "possible" if tie.inferred else certainty(thing)
    spell = Spell(status=status, certainty=sure, start=when.start, end=when.end)
    return tie.dated(spell, from_publication=when.from_publication)


def certainty(thing: Record) -> str:
    """Return how sure a thing is by what its sources say of it; who denies it makes it contested."""
    if first(thing, "modality") == "denied":
        return "contested"
    expected = first(thing, "agreementStatus") == "expected"
    return "certain" if first(thing, "modality", "fact") == "fact" and not expected else "possible"


def _when(scope: Scope, tie: Tie, thing: Record) -> _When:
    start, latest = day(thing, "dateEarliest"), day(thing, "dateLatest")
    told = start is not None
    if start is None:
        start = latest = day(thing, "knownFrom") or scope.witnesses.first_published(tie.claims)
    if tie.happening:
        return _When(start=start, end=latest + _ONE_DAY if latest else None, from_publication=not told)
    return _When(start=start, end=_end(thing, start), from_publication=not told)


def _end(thing: Record, start: dt.date | None) -> dt.date | None:
    until = day(thing, "untilLatest")
    if until:
        return until + _ONE_DAY
    duration = first(thing, "duration")
    if not duration or start is None:
        return None
    try:
        return dates.add_duration(start, duration)
    except DateError:
        return None  # past the calendar's end: as good as open
