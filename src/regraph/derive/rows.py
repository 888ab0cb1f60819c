"""What the index keeps in one line of JSON each, and back: who repeats a saying, doubts, the days of phases."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from regraph.model import Phase
from regraph.phases import Teller
from regraph.resolve import Assignment


@dataclass(frozen=True, slots=True)
class Span:
    """The days and materials of a phase: what tells whether news can change it."""

    phase_id: str
    known_from: dt.date
    known_until: dt.date | None
    valid_from: dt.date
    only_for: tuple[str, ...]

    @classmethod
    def of(cls, phase: Phase) -> "Span":
        """Return the span of a phase."""
        return cls(phase.id, phase.known_from, phase.known_until, phase.valid_from, phase.only_for)


def teller_text(one: Teller) -> str:
    """Return who repeats a saying.

    >>> one = Teller("0123456789abcdef", "2025", dt.date(2025, 12, 31), True)
    >>> teller_from(teller_text(one)) == one
    True
    """
    return _line("by", [one.claim_id, one.published, one.known.isoformat(), one.solid])


def teller_from(text: str) -> Teller:
    """Return the inverse of `teller_text`."""
    claim_id, published, known, solid = json.loads(text)["by"]
    return Teller(claim_id, published, dt.date.fromisoformat(known), solid)


def unsure_text(one: Assignment) -> str:
    """Return where a look was put without being sure, and why."""
    return _line("put", [one.measure_id, one.score, one.reason, one.runner_up])


def unsure_from(look: str, text: str) -> Assignment:
    """Return the inverse of `unsure_text`."""
    measure, score, reason, runner_up = json.loads(text)["put"]
    return Assignment(claim_id=look, measure_id=measure, score=score, reason=reason, unsure=True, runner_up=runner_up)


def span_text(one: Span) -> str:
    """Return the days of a phase.

    >>> one = Span("0123456789abcdef", dt.date(2025, 1, 1), None, dt.date(2024, 1, 1), ("tin",))
    >>> span_from(span_text(one)) == one
    True
    """
    until = one.known_until and one.known_until.isoformat()
    return _line("span", [one.phase_id, one.known_from.isoformat(), until, one.valid_from.isoformat(), one.only_for])


def span_from(text: str) -> Span:
    """Return the inverse of `span_text`."""
    name, since, until, start, only_for = json.loads(text)["span"]
    day = dt.date.fromisoformat
    return Span(name, day(since), until and day(until), day(start), tuple(only_for))


def _line(name: str, data: list[Any]) -> str:
    return json.dumps({name: data}, separators=(",", ":"))
