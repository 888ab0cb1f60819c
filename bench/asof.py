"""Asking what is in force on a material, in a store of 100 and in one of 100,000 measures, side by side.

The material asked for has the same few measures in both stores, each told by an article; all the others are on other
materials, of all states, each with its events and phases, and come without articles. A large store holds the measures
of a world of a thousand many times over, each time under other ids.
"""

import datetime as dt
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from bench import made, timing
from regraph import derive, phases, pipeline, questions, rdf
from regraph.dates import Bounds
from regraph.model import Measure
from regraph.store import Store, rebuild

SIZES = (100, 100_000)
METAL = "samarium"
FEW = 5
QUESTION = f"which measures on {METAL} are still in force?"
DAY = dt.date(2024, 9, 1)
_MADE: Final = 1_000  # measures that differ; more of them are copies
_ID: Final = re.compile(rb"(/id/(?:measure|event|phase|claim)/[^>]+|\"Measure \d+|\"[0-9a-f]{16})(?=[>\"])")


def _others(world: made.World) -> Iterator[Quad]:
    """Yield the quads of the measures of a world that are not on the metal asked for."""
    for number, one in enumerate(world.measures):
        name = f"{number:016x}"
        voices = [
            phases.Voice(
                claim_id=f"{name}{day}{action}",
                action=action,
                date=Bounds(day, day),
                known=day,
                published=Bounds(day, day),
            )
            for action, day in (("introduced", one.start), *one.changes[:1])
        ]
        covers = tuple(sorted(set(one.materials) - {METAL, "rare-earths", "light-rare-earths", "medium-rare-earths"}))
        measure = Measure(id=name, label=f"Measure {number}", kind=one.kind, imposers=(one.state,), covers=covers)
        yield from rdf.measure_quads(measure, phases.events(name, voices), phases.phases(name, voices))


def _add_others(store: Store, size: int) -> None:
    """Add so many measures that are not on the metal asked for; what differs from copy to copy are ids and labels."""
    made_up = list(_others(made.World(min(size, _MADE) * made.PER_MEASURE)))
    union = [Triple(quad.subject, quad.predicate, quad.object) for quad in made_up]
    parted = (serialize(made_up, format=RdfFormat.N_QUADS), serialize(union, format=RdfFormat.N_TRIPLES))
    lines = b"".join(part or b"" for part in parted)
    parts = _ID.sub(rb"\1\0", lines).split(b"\0")  # an id takes what it differs by at its end
    for copy in range(-(-size // _MADE)):
        store.engine.bulk_load((b"-%d" % copy).join(parts), format=RdfFormat.N_QUADS)
    store.engine.optimize()


def _told() -> list[made.Article]:
    """Return the articles on the few measures of the metal asked for."""
    world = made.World(8)
    when = dt.date(2024, 1, 1)
    return [
        article
        for state in world.states[:FEW]
        for article in world.articles(
            2,
            seed=len(state) + ord(state[0]),
            on=made.Measure(
                state=state, kind="export_licensing", materials=(METAL,), target=(), start=when, changes=()
            ),
        )
    ]


def fill(place: Path, size: int) -> None:
    """Build a store of the few measures on the metal, and of so many others."""
    told = _told()
    with rebuild(place) as store:
        store.bulk(rdf.known_quads())
        store.bulk(quad for document, claims in told for quad in pipeline.quads_of(document, claims))
        store.bulk(derive.everything(derive.told_by(told)))
        _add_others(store, size)


def run() -> Iterator[str]:
    """Yield the time of the question at each size, and the ratio."""
    seconds: dict[int, float] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "store"
            fill(place, size)
            with Store.open(place) as opened:

                def ask(store: Store = opened) -> int:
                    return len(questions.ask(store, QUESTION, on=DAY).rows)

                rows = ask()
                seconds[size] = timing.function(ask, runs=15)
        yield f"{size} measures: the question takes {seconds[size] * 1000:.1f} ms ({rows} rows)"
    yield f"ratio large to small: {seconds[SIZES[1]] / seconds[SIZES[0]]:.2f}"
