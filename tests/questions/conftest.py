"""A small store in which every kind of thing is named."""

import datetime as dt

import pytest

from regraph.dates import parse
from regraph.model import Agreement, Event, Measure, Phase
from regraph.rdf import known_quads, measure_quads, thing_quads
from regraph.store import Store

ON = dt.date(2025, 11, 15)


def phase(measure: str, status: str, start: str, until: str | None = None, **more: object) -> Phase:
    """Return a phase known from its first day."""
    defaults: dict[str, object] = {
        "id": f"{measure}-{start}-{status}",
        "measure_id": measure,
        "status": status,
        "certainty": "certain",
        "reason": "A source says so.",
        "valid_from": dt.date.fromisoformat(start),
        "valid_until": dt.date.fromisoformat(until) if until else None,
        "known_from": dt.date.fromisoformat(start),
        "known_until": None,
        "since": parse(start),
    }
    return Phase(**{**defaults, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def store() -> Store:
    """Return a store with three measures and one agreement of made-up states of affairs."""
    made = Store.memory()
    made.apply(known_quads())
    cobalt = Measure(
        id="cd-cobalt", label="Congo halts cobalt", kind="export_ban", imposers=("CD/ARECOMS",), covers=("cobalt",)
    )
    nickel = Measure(
        id="id-nickel",
        label="Indonesia licenses some battery metals",
        kind="export_licensing",
        imposers=("ID",),
        targets=("US",),
        covers=("nickel",),
        may_cover=("manganese",),
        items=("nickel-matte",),
    )
    heavy = Measure(
        id="cn-heavy",
        label="China licenses heavy rare earths",
        kind="export_licensing",
        imposers=("CN/MOFCOM", "CN/GACC"),
        covers=("samarium", "holmium", "rare-earths"),
        excludes=("erbium",),
    )
    banned = Event(
        id="e1", measure_id="cd-cobalt", action="introduced", date=parse("2025-02-22"), announced=dt.date(2025, 2, 24)
    )
    made.apply(measure_quads(cobalt, [banned], [phase("cd-cobalt", "in_force", "2025-02-22", "2025-10-16")]))
    made.apply(measure_quads(nickel, [], [phase("id-nickel", "in_force", "2025-03-01", due=parse("2026-01-31"))]))
    held = phase("cn-heavy", "in_force", "2025-04-04")
    paused = phase("cn-heavy", "suspended", "2025-10-30", only_for=("holmium",))
    made.apply(measure_quads(heavy, [], [held, paused]))
    truce = Agreement(id="lobito-truce", label="Lobito truce", parties=("CD", "US"), status="reached")
    made.apply(thing_quads(truce))
    return made
