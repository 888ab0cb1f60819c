"""What later claims are held to, into one line of JSON beside a measure or an agreement, and back.

So that a claim which comes along is held to what is known without reading all claims again.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from regraph.dates import Bounds
from regraph.model import Agreement, Event, Measure
from regraph.resolve.looks import Profile
from regraph.resolve.values import Groups

_SETS: Final = ("kinds", "targets", "covers", "may_cover", "counts", "items", "citation", "cited", "rates")
_PLAIN: Final = ("id", "anchor", "block", "layer", "part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A measure as later claims and promises are held to it: labels, references and claims are left out."""

    profile: Profile
    measure: Measure
    events: tuple[Event, ...]


def kept_text(kept: Kept) -> str:
    """Return what is kept of a measure as a line of JSON.

    The inverse of `kept_from`.
    """
    made, result = kept.profile, kept.measure
    data: dict[str, Any] = {name: getattr(made, name) for name in _PLAIN}
    data |= {name: sorted(getattr(made, name)) for name in _SETS}
    data |= {
        "founders": made.founders,
        "announced": made.announced and made.announced.isoformat(),
        "start": _span(made.start),
        "changes": [[action, _span(when), _span(until)] for action, when, until in made.changes],
        "measure": [result.kind, result.imposers, result.targets, result.covers, result.may_cover, result.items],
        "events": [_event(one) for one in kept.events],
    }
    return _line(data)


def kept_from(text: str, known: Groups) -> Kept:
    """Return what is kept of a measure."""
    data = json.loads(text)
    covers, may_cover = frozenset(data["covers"]), frozenset(data["may_cover"])
    told: dict[str, Any] = {name: data[name] for name in _PLAIN}
    told |= {name: frozenset(data[name]) for name in _SETS}
    made = Profile(
        **told,
        founders=tuple(data["founders"]),
        single=(covers | may_cover) - known.members.keys(),
        whole=frozenset(group for group, members in known.members.items() if members and members <= covers),
        announced=_day(data["announced"]),
        start=_bounds(data["start"]),
        changes=tuple((action, _sure(when), _bounds(until)) for action, when, until in data["changes"]),
    )
    kind, *lists = data["measure"]
    imposers, targets, covered, possibly, items = (tuple(names) for names in lists)
    measure = Measure(
        id=made.id,
        label="",
        kind=kind,
        imposers=imposers,
        targets=targets,
        covers=covered,
        may_cover=possibly,
        items=items,
        anchor=made.anchor,
    )
    return Kept(profile=made, measure=measure, events=tuple(_event_from(made.id, row) for row in data["events"]))


def _event(one: Event) -> list[Any]:
    told = one.announced and one.announced.isoformat()
    return [one.id, one.action, one.modality, _span(one.date), _span(one.until), told, one.standing, one.solid]


def _event_from(measure_id: str, row: Sequence[Any]) -> Event:
    name, action, modality, date, until, announced, standing, solid = row
    return Event(
        id=name,
        measure_id=measure_id,
        action=action,
        modality=modality,
        date=_bounds(date),
        until=_bounds(until),
        announced=_day(announced),
        standing=standing,
        solid=solid,
    )


def agreement_text(one: Agreement) -> str:
    """Return what is kept of an agreement as a line of JSON.

    >>> text = agreement_text(Agreement(id="a", label="A", parties=("CN",), status="reached", place="geneva"))
    >>> agreement_from(text).place
    'geneva'
    """
    return _line(
        {"id": one.id, "parties": one.parties, "date": _span(one.date), "place": one.place, "anchor": one.anchor}
    )


def agreement_from(text: str) -> Agreement:
    """Return what is kept of an agreement: its label and its claims are left out."""
    data = json.loads(text)
    return Agreement(
        id=data["id"],
        label="",
        parties=tuple(data["parties"]),
        status="",
        date=_bounds(data["date"]),
        place=data["place"],
        anchor=data["anchor"],
    )


def bare(one: Agreement) -> Agreement:
    """Return an agreement with what is kept of it, and no more."""
    return replace(one, label="", status="", follows=(), claim_ids=())


def _line(data: dict[str, Any]) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def _span(bounds: Bounds | None) -> list[str] | None:
    return [bounds.earliest.isoformat(), bounds.latest.isoformat()] if bounds else None


def _bounds(data: Sequence[str] | None) -> Bounds | None:
    return _sure(data) if data else None


def _sure(data: Sequence[str]) -> Bounds:
    return Bounds(dt.date.fromisoformat(data[0]), dt.date.fromisoformat(data[1]))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
