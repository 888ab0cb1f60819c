"""Voices of a measure as they were and as they are, into the phases that change: those known before the news stay.

The invariant: the outcome is that of all phases made anew. What a newer voice tells changes nothing of what was known
before it, so the phases that nobody held any more on the eve of the news are taken over as they stand in the store.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from regraph import phases
from regraph.derive.rows import Span
from regraph.model import Phase
from regraph.phases import Voice


@dataclass(frozen=True, slots=True)
class Stood:
    """The history of a measure as a store holds it."""

    voices: Collection[Voice]
    spans: Sequence[Span]


def phases_of(name: str, voices: Sequence[Voice], before: Stood | None) -> tuple[tuple[Phase, ...], frozenset[Span]]:
    """Return the phases of a measure that have to be written, and the spans of those that stay as they are."""
    if before is None or phases.scopes(before.voices) != phases.scopes(voices):
        return phases.phases(name, voices), frozenset()
    old = frozenset(before.voices)
    news = [one.known for one in old ^ frozenset(voices)]
    if not news:
        return (), frozenset(before.spans)
    day, heard = min(news), phases.heard_again(old, voices)
    begun: dict[tuple[phases.Scope, dt.date], dt.date] = {}
    ended: dict[tuple[phases.Scope, dt.date], dt.date | None] = {}
    same: set[Span] = set()
    for span in before.spans:
        again = heard.get(span.only_for, dt.date.max)
        if (span.known_until and span.known_until < day) or span.known_from > again:
            same.add(span)
            continue
        if span.known_from < day:
            begun[span.only_for, span.valid_from] = span.known_from
        if span.known_until is None or span.known_until > again:
            ended[span.only_for, span.valid_from] = span.known_until
    return phases.phases_since(name, voices, day, begun, phases.Again(heard, ended)), frozenset(same)
