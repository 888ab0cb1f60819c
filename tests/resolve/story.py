"""Claims with their documents, all the way to phases and things, for tests that ask questions."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.phases_help import at

from regraph import phases as history
from regraph.load.tables import tables
from regraph.model import Claim, Commitment, Document, Event, Measure, Phase, Thing
from regraph.resolve import Judgement, Resolution, groups, resolve_measures, resolve_things

Told = tuple[Claim, Document]
TODAY = "2026-11-22"
REFERENCE = Path(__file__).parents[2] / "seeds" / "reference"


@cache
def reference() -> tuple[Told, ...]:
    files = ("measures.jsonl", "agreements.jsonl")
    return tuple((one, doc) for name in files for doc, claims in tables(REFERENCE / name) for one in claims)


def gold(path: Path) -> list[Told]:
    out: list[Told] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        about = data["document"]
        document = Document(
            id=about["id"], text="", name=about["id"], sha256="", title=about["title"], published=about["published"]
        )
        out += [(Claim.from_json(one, document.id), document) for one in data["claims"]]
    return out


@dataclass(frozen=True)
class Story:
    resolution: Resolution
    measures: dict[str, Measure]
    phases: dict[str, tuple[Phase, ...]]
    events: tuple[Event, ...]
    things: tuple[Thing, ...]

    def of(self, measure: str, on: str, known: str = TODAY, material: str | None = None) -> Phase | None:
        return at(self.phases[measure], on, known, material)

    def says(self, measure: str, on: str, known: str = TODAY, material: str | None = None) -> str:
        found = self.of(measure, on, known, material)
        return f"{found.status} {found.certainty}" if found else "nothing"

    def on(self, material: str, on: str, known: str = TODAY, *, imposer: str | None = None) -> dict[str, str]:
        """Measures that cover a material for certain and hold some status, with status and certainty."""
        out = {}
        for measure in self.measures.values():
            covered = material in measure.covers and (imposer is None or imposer in measure.imposers)
            told = self.says(measure.id, on, known, material)
            if covered and told != "nothing":
                out[measure.id] = told
        return out

    def promises(self, measure: str) -> list[Commitment]:
        return [one for one in self.things if isinstance(one, Commitment) and measure in one.about]


def tell(told: Iterable[Told], judgements: Iterable[Judgement] = ()) -> Story:
    listed = list(told)
    resolution = resolve_measures(listed, groups(), judgements)
    by_claim = {one.id: (one, document) for one, document in listed}
    documents: dict[str, tuple[Document, list[Claim]]] = {}
    for one, document in listed:
        documents.setdefault(document.id, (document, []))[1].append(one)
    known = {name: history.known_day(document, claims) for name, (document, claims) in documents.items()}
    voices = defaultdict(list)
    for assignment in resolution.assignments:
        one, document = by_claim[assignment.claim_id]
        voices[assignment.measure_id].append(history.voice(one, document, known[document.id], assignment.only_for))
    events = tuple(event for name in sorted(voices) for event in history.events(name, voices[name]))
    return Story(
        resolution=resolution,
        measures={one.id: one for one in resolution.measures},
        phases={name: history.phases(name, told) for name, told in voices.items()},
        events=events,
        things=resolve_things(listed, resolution.measures, events),
    )
