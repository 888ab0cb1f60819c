"""Voices of a measure as they were and as they are, into the phases that change: those known before the news stay.

The invariant: the outcome is that of all phases made anew. What a newer voice tells changes nothing of what was known
before it, so the phases that nobody held any more on the eve of the news are taken over as they stand in the store.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from regraph import ids, phases, resolve, terms
from regraph.derive.index import Held
from regraph.model import Phase
from regraph.phases import Voice
from regraph.resolve.keeping import Kept
from regraph.resolve.measures import limits

_KNOWN_FROM: Final = NamedNode(terms.rg("knownFrom"))
_KNOWN_UNTIL: Final = NamedNode(terms.rg("knownUntil"))
_VALID_FROM: Final = NamedNode(terms.rg("validFrom"))
_ONLY_FOR: Final = NamedNode(terms.rg("onlyFor"))


@dataclass(frozen=True, slots=True)
class Stood:
    """What a store holds of a measure's history."""

    voices: frozenset[Voice]
    phases: Mapping[NamedNode, Sequence[Quad]]


def stood(held: Held, kept: Kept | None) -> Stood | None:
    """Return the history of a measure as a store holds it, None where it holds none."""
    if kept is None:
        return None
    looks = [held.look(name) for name in held.members(kept.measure.id)]
    limited = limits(kept.profile, looks, kept.measure.covers, resolve.groups())
    voices = (phases.voice(one.claim, one.document, held.known(one.id), only_for=limited[one.id]) for one in looks)
    return Stood(frozenset(voices), held.phases(kept.measure.id))


def phases_of(name: str, voices: Sequence[Voice], before: Stood | None) -> tuple[tuple[Phase, ...], list[Quad]]:
    """Return the phases of a measure that have to be written, and the quads of those that stay as they are."""
    if before is None or phases.scopes(before.voices) != phases.scopes(voices):
        return phases.phases(name, voices), []
    news = [one.known for one in before.voices ^ set(voices)]
    if not news:
        return (), [quad for quads in before.phases.values() for quad in quads]
    day, heard = min(news), phases.heard_again(before.voices, voices)
    scopes = {frozenset(map(ids.material_iri, scope)): scope for scope in phases.scopes(voices)}
    begun: dict[tuple[phases.Scope, dt.date], dt.date] = {}
    ended: dict[tuple[phases.Scope, dt.date], dt.date | None] = {}
    same: list[Quad] = []
    for quads in before.phases.values():
        days = {
            quad.predicate: _day(quad) for quad in quads if quad.predicate in (_KNOWN_FROM, _KNOWN_UNTIL, _VALID_FROM)
        }
        only = frozenset(quad.object.value for quad in quads if quad.predicate == _ONLY_FOR)  # type: ignore[union-attr]
        scope, since, until = scopes[only], days[_KNOWN_FROM], days.get(_KNOWN_UNTIL)
        again = heard.get(scope, dt.date.max)
        if (until and until < day) or since > again:
            same += quads
            continue
        if since < day:
            begun[scope, days[_VALID_FROM]] = since
        if until is None or until > again:
            ended[scope, days[_VALID_FROM]] = until
    return phases.phases_since(name, voices, day, begun, phases.Again(heard, ended)), same


def _day(quad: Quad) -> dt.date:
    return dt.date.fromisoformat(quad.object.value if isinstance(quad.object, Literal) else "")
