"""Adding one article to a small and to a large store of a made-up world (`made`), side by side: read, derived, written.

Each article is added and removed again, which leaves the store as it was, and the better of two times counts. The
hot article tells of the measure that most articles of the large store tell of: the worst case.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import made
from regraph import derive, gate, pipeline, rdf
from regraph.store import Store, rebuild

SIZES = (1_000, 10_000)
FULL = (1_000, 100_000)
FRESH = 25


def fill(place: Path, world: made.World, number: int) -> None:
    """Build a store from articles at one go."""
    told = list(world.articles(number))
    with rebuild(place) as store:
        store.bulk(rdf.known_quads())
        store.bulk(quad for document, claims in told for quad in pipeline.quads_of(document, claims))
        store.bulk(derive.everything(derive.told_by(told)))


def add(store: Store, article: made.Article) -> float:
    """Return the seconds that adding one article takes; it is removed again."""
    document, claims = article
    best = float("inf")
    for _ in range(2):
        begun = time.perf_counter()
        quads = pipeline.quads_of(document, claims)
        assert gate.check_compiled(quads).conforms  # noqa: S101 - the bench would measure something else
        change = derive.change(store, added=derive.told_by([article]))
        store.apply([*quads, *change.add], change.remove)
        best = min(best, time.perf_counter() - begun)
        pipeline.remove(store, document.id)
    return best


def run(sizes: tuple[int, int] = SIZES) -> Iterator[str]:
    """Yield the times of adding one article at each size, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        worlds = [made.World(size) for size in sizes]
        for size, world in zip(sizes, worlds, strict=True):
            begun = time.perf_counter()
            fill(Path(folder) / str(size), world, size)
            yield f"{size} articles, {len(world.measures)} measures: built in {time.perf_counter() - begun:.0f} s"
        seconds: list[list[float]] = [[], []]
        hot: list[float] = []
        with (
            Store.open(Path(folder) / str(sizes[0]), write=True) as small,
            Store.open(Path(folder) / str(sizes[1]), write=True) as large,
        ):
            pairs = [(seconds[0], small, worlds[0]), (seconds[1], large, worlds[1])]
            for number in range(FRESH):
                for times, store, world in pairs:
                    times.append(add(store, next(world.articles(1, seed=100 + number))))
            for _, store, world in pairs:
                hot.append(add(store, next(world.articles(1, seed=99, on=world.hottest()))))
    for size, times, worst in zip(sizes, seconds, hot, strict=True):
        median, ninth = statistics.median(times) * 1000, statistics.quantiles(times, n=10)[8] * 1000
        told = f"adding one takes {median:.0f} ms (nine in ten {ninth:.0f} ms; hot {worst * 1000:.0f} ms)"
        yield f"{size} articles: {told}"
    yield f"ratio large to small: {statistics.median(seconds[1]) / statistics.median(seconds[0]):.2f}"


def run_full() -> Iterator[str]:
    """Yield the same for 1,000 and 100,000 articles; building the large store takes a quarter of an hour and more."""
    return run(FULL)
