"""Bars of measures in, the rows of a list out: what holds on a day, with who imposed it and on whom."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from regraph import dates
from regraph.network.records import first
from regraph.timeline import Bar, Span, bars_of
from regraph.web.pages import links
from regraph.web.pages.call import Call
from regraph.web.pages.facts import Facts, Named
from regraph.web.pages.inputs import When


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """One measure, or a part of it, on the day asked for."""

    measure: str  # IRI
    title: str
    page: str
    kind: str
    by: tuple[Named, ...]
    states: tuple[Named, ...]  # of those that imposed it
    targets: str
    span: Span | None  # None: nothing known of the day
    due: str  # when its term ends, EDTF; empty where it has none, or it is past
    note: str

    @property
    def imposers(self) -> str:
        """Who imposed it, in words."""
        return ", ".join(one.label for one in self.by)


def rows(facts: Facts, bars: Iterable[Bar], when: When) -> list[MeasureRow]:
    """Return a row for each bar, in their order."""
    return [_row(facts, bar, when) for bar in bars]


def all_bars(call: Call) -> tuple[Bar, ...]:
    """Return the bars of every measure, as known by the day asked for."""
    known_by = call.when.known_by
    return call.cached(("bars", known_by), lambda: bars_of(call.store, known_by=known_by))


def all_rows(call: Call) -> list[MeasureRow]:
    """Return every measure on the day asked for."""
    when = call.when
    return call.cached(("rows", when), lambda: rows(call.facts, all_bars(call), when))


def _row(facts: Facts, bar: Bar, when: When) -> MeasureRow:
    said = facts[bar.measure]
    span = bar.on(when.on)
    imposers = said.get("imposedBy", ())
    return MeasureRow(
        measure=bar.measure,
        title=bar.title,
        page=links.page(bar.measure, **when.query),
        kind=first(said, "measureKind"),
        by=tuple(facts.actors(imposers)),
        states=tuple(facts.named(facts.state(one) for one in imposers)),
        targets=", ".join(one.label for one in facts.actors(said.get("targets", ()))),
        span=span,
        due=_due(span, when.on),
        note=bar.role if bar.role in ("possibly", "aimed at") else "",
    )


def _due(span: Span | None, on: dt.date) -> str:
    """Return when the term of a status ends; one that is past is told in the reason alone."""
    if span is None or not span.due or dates.parse(span.due).latest < on:
        return ""
    return span.due


def order(row: MeasureRow) -> tuple[object, ...]:
    """Sort key: in force first, then suspended and announced; the newest first."""
    ranks = {"in_force": 0, "suspended": 1, "announced": 2, "ended": 3}
    rank = ranks.get(row.span.status, 4) if row.span else 5
    start = row.span.start if row.span else None
    return (rank, -(start or dt.date.min).toordinal(), row.title)
