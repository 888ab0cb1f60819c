"""Measures and their phases in; ties between who imposes and whom it hits, or what it restricts, out."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from regraph.network.records import Record, day, first
from regraph.network.scope import Scope
from regraph.network.ties import EVERYBODY, Spell, Tie

Phases = Mapping[str, list[Record]]
Drawn = tuple[str, tuple[str, ...], tuple[str, ...]]  # relation, sources, targets
_LESS_SURE: Final = {"certain": "possible", "presumed": "possible"}


def measure_ties(scope: Scope) -> Iterator[Tie]:
    """Yield the ties of the measures in scope: `imposes`, `threatens`, `restricts`, and those of measures as nodes."""
    phases, plans = _phases(scope), _plans(scope)
    for iri, measure in scope.records.of("Measure"):
        named = _covered(scope, measure)
        if named is None:
            continue
        spells = _spells(phases.get(iri, []), scope.materials, sure=named)
        if spells:
            yield from _ties(scope, iri, measure, spells)
        elif iri in plans:
            yield from _threats(scope, iri, measure, plans[iri])


def _covered(scope: Scope, measure: Record) -> bool | None:
    """Return whether a source names the material asked for; None where the measure does not concern it."""
    if not scope.view.about:
        return True
    if set(scope.view.about) & set(measure.get("excludes", ())):
        return None
    if scope.materials & {*measure.get("covers", ()), *measure.get("coversItem", ())}:
        return True
    return False if scope.materials & set(measure.get("mayCover", ())) else None


def _phases(scope: Scope) -> Phases:
    """Return measure -> its phases as known by the day, in the order of time."""
    out: dict[str, list[Record]] = defaultdict(list)
    by = scope.view.known_by.isoformat()  # days of one form sort as text
    known, forgotten = scope.records.column("rg:knownFrom"), scope.records.column("rg:knownUntil")
    for iri in scope.records.iris("Phase"):  # most are of what was known in the past: only the others are read
        if known.get(iri, by) <= by and (iri not in forgotten or by < forgotten[iri]):
            phase = scope.records[iri]
            out[first(phase, "ofMeasure")].append(phase)
    return out


def _plans(scope: Scope) -> Mapping[str, Record]:
    """Return measure -> the first event that is only expected, alleged or threatened, as known by the day."""
    out: dict[str, Record] = {}
    for _, event in scope.records.of("MeasureEvent"):
        known = day(event, "knownFrom")
        if first(event, "modality") in {"expected", "threatened", "alleged"} and (known or dt.date.min) <= (
            scope.view.known_by
        ):
            before = out.get(first(event, "ofMeasure"))
            if before is None or first(event, "knownFrom") < first(before, "knownFrom"):
                out[first(event, "ofMeasure")] = event
    return out


def _spells(phases: list[Record], materials: set[str], *, sure: bool) -> tuple[Spell, ...]:
    """Return the phases as spells; a phase for some materials only stands in for those, if one of them is asked for."""
    special = [phase for phase in phases if materials & set(phase.get("onlyFor", ()))]
    general = [phase for phase in phases if not phase.get("onlyFor")]
    spells = {
        Spell(
            status=first(phase, "status"),
            certainty=_certainty(first(phase, "certainty"), sure=sure),
            start=day(phase, "validFrom"),
            end=day(phase, "validUntil"),
        )
        for phase in special or general or phases
    }
    return tuple(sorted(spells, key=lambda one: (one.start or dt.date.min, one.end or dt.date.max, one.status)))


def _certainty(text: str, *, sure: bool) -> str:
    return text if sure else _LESS_SURE.get(text, text)


def _ties(scope: Scope, iri: str, measure: Record, spells: tuple[Spell, ...]) -> Iterator[Tie]:
    claims = scope.witnesses.known(measure.get("basedOn", ()))
    imposers, goods = measure.get("imposedBy", ()), _goods(scope, measure)
    targets = measure.get("targets") or (EVERYBODY,)
    drawn = (
        ("imposes", imposers, targets),
        ("restricts", imposers, goods),
        ("enacts", imposers, (iri,)),
        ("aims_at", (iri,), targets),
        ("covers", (iri,), goods),
    )
    yield from _drawn(iri, measure, drawn, spells, claims)


def _threats(scope: Scope, iri: str, measure: Record, plan: Record) -> Iterator[Tie]:
    claims = scope.witnesses.known((*measure.get("basedOn", ()), *plan.get("basedOn", ())))
    start = day(plan, "knownFrom") or scope.witnesses.first_published(claims)
    spell = Spell(status=first(plan, "modality"), certainty="possible", start=start, end=None)
    drawn = (("threatens", measure.get("imposedBy", ()), measure.get("targets") or (EVERYBODY,)),)
    yield from _drawn(iri, measure, drawn, (spell,), claims)


def _drawn(
    iri: str, measure: Record, drawn: Iterable[Drawn], spells: tuple[Spell, ...], claims: tuple[str, ...]
) -> Iterator[Tie]:
    """Yield the ties of a measure: of each relation from every source to every target."""
    for relation, sources, targets in drawn:
        for source, target in product(sources, targets):
            yield Tie(
                relation=relation,
                source=source,
                target=target,
                thing=iri,
                label=first(measure, "label"),
                sign=-1,
                detail=first(measure, "measureKind"),
                spells=spells,
                claims=claims,
            )


def _goods(scope: Scope, measure: Record) -> tuple[str, ...]:
    """Return the materials and goods that a measure is drawn to: a group in the place of its members."""
    covers = set(measure.get("covers", ()))
    if scope.view.about:
        return tuple(sorted(scope.materials & {*covers, *measure.get("mayCover", ()), *measure.get("coversItem", ())}))
    return tuple(sorted((covers - scope.members_of(covers)) | set(measure.get("coversItem", ()))))
