"""Adding one article to a small and to a large store of generated articles: judged, derived, written."""

import datetime as dt
import hashlib
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import timing
from regraph import derive, gate, pipeline, rdf, reference
from regraph.model import Claim, Document, claim_values
from regraph.store import Store, rebuild

SIZES = (200, 4_000)
KINDS = ("export_ban", "export_quota", "export_licensing", "tariff", "export_tax")
Article = tuple[Document, tuple[Claim, ...]]


def articles(number: int, seed: int = 0) -> Iterator[Article]:
    """Yield made-up articles, each on one measure of one state on one or two materials."""
    dice = random.Random(seed)  # noqa: S311 - repeatable articles, no secrets
    states = [actor.id for actor in reference.actors().values() if actor.type == "State"]
    materials = [name for name, one in reference.materials().items() if one.type != "MaterialGroup"]
    for index in range(number):
        state, kind = dice.choice(states), dice.choice(KINDS)
        day = dt.date(2020, 1, 1) + dt.timedelta(days=dice.randrange(2000))
        text = f"{seed}-{index}: {reference.label(state)} acts on {kind} from {day}. It may last."
        digest = hashlib.sha256(text.encode()).hexdigest()
        values = {
            "action": dice.choice(["introduced", "introduced", "suspended", "lifted", "maintained"]),
            "kind": kind,
            "imposer": [state],
            "materials": dice.sample(materials, dice.randint(1, 2)),
            "date": day.isoformat(),
        }
        document = Document(
            id=digest[:16],
            text=text,
            name=f"{seed}-{index}.txt",
            sha256=digest,
            published=(day + dt.timedelta(1)).isoformat(),
        )
        measure = Claim(
            type="measure", document_id=document.id, start=0, end=len(text) - 13, values=claim_values("measure", values)
        )
        yield document, (measure,)


def fill(place: Path, told: Sequence[Article]) -> None:
    """Build a store from articles at one go."""
    with rebuild(place) as store:
        store.bulk(rdf.known_quads())
        store.bulk(quad for document, claims in told for quad in pipeline.quads_of(document, claims))
        store.bulk(derive.everything(derive.told_by(told)))


def run() -> Iterator[str]:
    """Yield the time of adding one article at each size, and the ratio."""
    seconds: dict[int, float] = {}
    judged: dict[int, float] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "store"
            fill(place, list(articles(size)))
            with Store.open(place, write=True) as store:
                fresh = iter(list(articles(12, seed=1)))
                seconds[size] = timing.function(lambda: _add(store, next(fresh)), runs=10)  # noqa: B023 - called here
                document, claims = next(fresh)
                quads = pipeline.quads_of(document, claims)
                judged[size] = timing.function(lambda: gate.check_compiled(quads))  # noqa: B023 - called here
        added, checked = seconds[size] * 1000, judged[size] * 1000
        yield f"{size} articles: adding one takes {added:.0f} ms, judging it {checked:.0f} ms"
    small, large = SIZES
    ratios = f"adding {seconds[large] / seconds[small]:.2f}, judging {judged[large] / judged[small]:.2f}"
    yield f"ratio large to small: {ratios}"


def _add(store: Store, article: Article) -> None:
    document, claims = article
    quads = pipeline.quads_of(document, claims)
    change = derive.change(store, added=derive.told_by([article]))
    store.apply([*quads, *change.add], change.remove)
