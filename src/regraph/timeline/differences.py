"""Bars in, what differs between two days out: of the world (valid time), or of what was known (knowledge time)."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from regraph.timeline.bars import Bar, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed of one measure, or of a part of it."""

    measure: str  # IRI
    title: str
    day: dt.date | None  # of the change in the world; None where only knowledge changed
    before: Span | None  # None: nothing known
    after: Span | None

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of a difference."""
        return {
            "measure": self.measure,
            "label": self.title,
            "day": self.day.isoformat() if self.day else None,
            "before": self.before.to_json() if self.before else None,
            "after": self.after.to_json() if self.after else None,
        }


def world(bars: Iterable[Bar], first: dt.date, last: dt.date) -> tuple[Difference, ...]:
    """Return every change of status after `first` and up to `last`, by day; both days as known alike."""
    found = [one for bar in bars for one in _changes(bar, first, last)]
    return tuple(sorted(found, key=lambda one: (one.day or dt.date.min, one.title, one.measure)))


def _changes(bar: Bar, first: dt.date, last: dt.date) -> Iterator[Difference]:
    for before, after in pairwise([None, *bar.spans]):
        assert after is not None  # noqa: S101 - only the first is None
        if after.start is None or not first < after.start <= last:
            continue
        if before is None or before.status != after.status:
            yield Difference(measure=bar.measure, title=bar.title, day=after.start, before=before, after=after)


def learned(before: Iterable[Bar], after: Iterable[Bar], on: dt.date) -> tuple[Difference, ...]:
    """Return what is answered otherwise on a day, by the bars of an earlier and of a later day of knowledge."""
    earlier, later = {bar.key: bar for bar in before}, {bar.key: bar for bar in after}
    found: list[Difference] = []
    for key in earlier.keys() | later.keys():
        bar = later.get(key) or earlier[key]
        then = _then(earlier, key, on)
        now = later[key].on(on) if key in later else None
        if key not in later and any(name == key[0] for name, _ in later):
            continue  # a part that is no longer told apart: the bar of the whole measure tells
        if (then and (then.status, then.certainty)) != (now and (now.status, now.certainty)):
            found.append(Difference(measure=bar.measure, title=bar.title, day=None, before=then, after=now))
    return tuple(sorted(found, key=lambda one: (one.title, one.measure)))


def _then(bars: dict[tuple[str, tuple[str, ...]], Bar], key: tuple[str, tuple[str, ...]], on: dt.date) -> Span | None:
    """The earlier reading of a bar; of a part that was not yet told apart, that of the whole measure."""
    bar = bars.get(key) or bars.get((key[0], ()))
    return bar.on(on) if bar else None
