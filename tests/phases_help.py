"""Short ways to write voices and to look up phases, for the tests of phases."""

import datetime as dt
from collections.abc import Iterable

from regraph import dates
from regraph.model import Phase
from regraph.phases import Voice


def day(text: str) -> dt.date:
    return dates.day(text)


def told(
    action: str,
    date: str | None,
    known: str,
    *,
    until: str | None = None,
    duration: str | None = None,
    standing: str = "press",
    modality: str = "fact",
    solid: bool = True,
    only_for: tuple[str, ...] = (),
    after: str | None = None,
    dated: bool = True,
    name: str = "",
) -> Voice:
    """One voice; its claim id tells what it says, so that tests can name it."""
    return Voice(
        claim_id=name or f"{action}:{date}:{until or duration or ''}:{known}:{standing}:{modality}:{solid}",
        action=action,
        modality=modality,
        date=dates.parse(date) if date else None,
        after=day(after) if after else None,
        until=dates.parse(until) if until else None,
        duration=duration,
        known=day(known),
        published=dates.parse(known) if dated else None,
        standing=standing,
        solid=solid,
        only_for=only_for,
    )


def at(
    phases: Iterable[Phase], on: str | dt.date, known: str | dt.date = "2100-01-01", material: str | None = None
) -> Phase | None:
    """Look up the phase of a day as known by a day; fails where two hold."""
    when = day(on) if isinstance(on, str) else on
    by = day(known) if isinstance(known, str) else known
    listed = list(phases)
    scoped = [one for one in listed if material and material in one.only_for]
    found = [
        one
        for one in (scoped or [one for one in listed if not one.only_for])
        if one.valid_from <= when
        and (one.valid_until is None or when < one.valid_until)
        and one.known_from <= by
        and (one.known_until is None or by < one.known_until)
    ]
    assert len(found) <= 1, found
    return found[0] if found else None


def says(phases: Iterable[Phase], on: str, known: str = "2100-01-01", material: str | None = None) -> str:
    """Return "status certainty" of a day, "nothing" where there is no phase."""
    found = at(phases, on, known, material)
    return f"{found.status} {found.certainty}" if found else "nothing"
