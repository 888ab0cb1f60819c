"""`kill -9` at random points of `regraph add` leaves whole articles, and adding again completes the store."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from regraph import ids
from regraph.store import Store

POINTS = 20
ARTICLES = Path(__file__).parent / "cases" / "articles" / "dev"


def quads(place: Path) -> set[str]:
    """Return every quad of a store as text."""
    with Store.open(place) as store:
        return {str(quad) for quad in store.engine}


def add(place: Path, files: list[str]) -> list[str]:
    return [sys.executable, "-m", "regraph", "add", *files, "--store", str(place)]


@pytest.fixture(scope="module")
def files() -> list[str]:
    shortest = sorted(ARTICLES.glob("*.txt"), key=lambda path: (path.stat().st_size, path.name))
    return [str(path) for path in shortest[:24]]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, files: list[str]) -> tuple[Path, float]:
    """Return a store into which nothing broke, and how long filling it took."""
    place = tmp_path_factory.mktemp("whole") / "store"
    start = time.perf_counter()
    subprocess.run(add(place, files), check=True, capture_output=True)
    return place, time.perf_counter() - start


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_killed_add_leaves_whole_articles_only(
    tmp_path: Path, files: list[str], undisturbed: tuple[Path, float]
) -> None:
    whole, seconds = undisturbed
    expected = quads(whole)
    by_graph: dict[str, set[str]] = {}
    with Store.open(whole) as store:
        for graph in store.graphs():
            by_graph[graph] = {str(quad) for quad in store.graph(graph)}
    dice = random.Random(18)  # noqa: S311 - a test wants repeatable points, not secrets
    seen_partial = 0
    for point in range(POINTS):
        place = tmp_path / f"store-{point}"
        process = subprocess.Popen(add(place, files), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.02, seconds))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if (place / "format.json").exists():
            with Store.open(place) as store:
                found = [graph for graph in store.graphs() if graph.startswith(ids.graph_iri("document", ""))]
                seen_partial += 0 < len(found) < len(files)
                for graph in found:
                    assert {str(quad) for quad in store.graph(graph)} == by_graph[graph], graph
                held = {(quad.subject, quad.predicate, quad.object) for quad in store.quads()}
                assert {(quad.subject, quad.predicate, quad.object) for quad in store.match()} == held
        if point % 5 == 0:
            subprocess.run(add(place, files), check=True, capture_output=True)
            assert quads(place) == expected
    assert seen_partial, "no kill fell between two articles: the test has lost its teeth"
