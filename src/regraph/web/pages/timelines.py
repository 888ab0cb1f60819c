"""Filters and a window of days in, the timeline out: a bar a measure, through time."""

import datetime as dt
from contextlib import suppress
from typing import Final

from starlette.responses import Response

from regraph.errors import UsageError
from regraph.network.records import first
from regraph.timeline import Bar, bars_of
from regraph.web.pages import bars, inputs, links, naming, rows
from regraph.web.pages.ask import choices
from regraph.web.pages.call import Call
from regraph.web.pages.rendering import render

_BACK: Final = dt.timedelta(days=730)
_AHEAD: Final = dt.timedelta(days=240)
_YEAR: Final = 365


def timeline(call: Call) -> Response:
    """Return the timeline of all measures, or of those on a material, of an actor, of a kind."""
    about, actor, kind = (call.query.get(name, "").strip() for name in ("about", "actor", "kind"))
    subject = naming.resolve(call.store, about, ("measure", "material", "item", "actor")) if about else ""
    who = naming.resolve(call.store, actor, ("actor",)) if actor else ""
    found = _bars(call, subject, who)
    kinds = call.cached(
        ("kinds", call.when.known_by),
        lambda: sorted({first(call.facts[bar.measure], "measureKind") for bar in rows.all_bars(call)}),
    )
    if kind:
        found = [bar for bar in found if first(call.facts[bar.measure], "measureKind") == kind]
    begin, end = _window(call, found, narrow=not (subject or who))
    shown = [bar for bar in found if _touches(bar, begin, end)]
    keep = {"about": about, "actor": actor, "kind": kind, **call.when.query}
    return render(
        call,
        "timeline.html",
        active="Timeline",
        about=call.facts.label(subject) if subject else "",
        actor=call.facts.label(who) if who else "",
        kind=kind,
        kinds=kinds,
        chart=call.cached(
            ("chart", subject, who, kind, begin, end, call.when),
            lambda: bars.chart(shown, begin, end, call.when, room=780),
        ),
        bars=shown,
        hidden=len(found) - len(shown),
        zooms=_zooms(call, begin, end, found, keep),
        lists={name: values for name, values in choices(call).items() if name in ("list-material", "list-actor")},
    )


def _bars(call: Call, subject: str, who: str) -> list[Bar]:
    """Return the bars of a thing, and of those the ones by or against an actor; by their first day."""
    if not subject and not who:
        return list(rows.all_bars(call))
    found = [_bars_of(call, iri) for iri in (subject, who) if iri]
    both = set.intersection(*({bar.measure for bar in one} for one in found))
    return [bar for bar in found[0] if bar.measure in both]


def _bars_of(call: Call, iri: str) -> tuple[Bar, ...]:
    known_by = call.when.known_by
    return call.cached(("bars", iri, known_by), lambda: bars_of(call.store, iri, known_by=known_by))


def _touches(bar: Bar, begin: dt.date, end: dt.date) -> bool:
    return any(
        (span.start is None or span.start <= end) and (span.end is None or begin < span.end) for span in bar.spans
    )


def _window(call: Call, found: list[Bar], *, narrow: bool) -> tuple[dt.date, dt.date]:
    """Return the first and last day to show: those asked for, else the last years, or all changes of a few bars.

    Raises: UsageError where they run backwards.
    """
    begin, end = inputs.day(call.query, "from", end=False), inputs.day(call.query, "to")
    on = call.when.on
    days = [day for bar in found for span in bar.spans for day in (span.start, span.end) if day]
    whole = call.query.get("zoom") == "all" or not narrow
    first_day = min([*days, on - dt.timedelta(days=60)]) - dt.timedelta(days=30) if whole and days else on - _BACK
    last_day = max([*days, on]) + dt.timedelta(days=60) if whole and days else on + _AHEAD
    begin, end = begin or first_day, end or last_day
    if end <= begin:
        raise UsageError(f"the days {begin} to {end} run backwards: give the earlier one first")
    return begin, end


def _zooms(call: Call, begin: dt.date, end: dt.date, found: list[Bar], keep: dict[str, str]) -> list[tuple[str, str]]:
    """Return links to other windows: closer, farther, earlier, later, everything."""
    span, on = end - begin, call.when.on
    middle = begin + span / 2
    windows: list[tuple[str, dt.date, dt.date]] = []
    with suppress(OverflowError):  # past the ends of the calendar there is nothing to see
        windows = [
            ("Earlier", begin - span / 2, end - span / 2),
            ("Later", begin + span / 2, end + span / 2),
            ("Closer", middle - span / 4, middle + span / 4),
            ("Farther", middle - span, middle + span),
            ("One year", on - dt.timedelta(days=_YEAR * 2 // 3), on + dt.timedelta(days=_YEAR // 3)),
            ("Five years", on - dt.timedelta(days=_YEAR * 4), on + dt.timedelta(days=_YEAR)),
        ]
    out = [
        (name, links.address("/timeline", **keep, from_=first_day, to=last_day))
        for name, first_day, last_day in windows
        if (last_day - first_day).days >= 14
    ]
    return [*out, ("Everything", links.address("/timeline", **keep, zoom="all"))] if found else out
