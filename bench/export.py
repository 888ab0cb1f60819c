"""Exporting a small and a ten times larger graph: peak memory and processor time of each format, in its own process.

`read` writes nothing: what the database holds while all quads are read is in the memory of every format.

Takes an hour, so it runs only where it is named: `python -m bench export`. Other sizes, in quads, and runs of the sort,
in lines: REGRAPH_BENCH_QUADS=50000,500000 REGRAPH_BENCH_RUN=20000 is the same in a tenth of the size.
"""

import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Quad

from bench.made import World
from regraph import pipeline
from regraph.export.sorting import RUN
from regraph.store import rebuild

SIZES = (500_000, 5_000_000)
FORMATS = ("read", "ttl", "trig", "nt", "nq", "jsonld", "rdfxml", "ftm", "void", "csv", "parquet")
# The child tells how much memory it held at most: VmHWM begins anew with the process, getrusage's figure does not.
CHILD = """
import collections, re, sys, tempfile, time
from pathlib import Path
from regraph.export import sorting, write
from regraph.store import Store

form, place, run = sys.argv[1:]
sorting.sorted_lines.__defaults__ = (int(run),)
begin = time.process_time()
with Store.open(place) as store, tempfile.TemporaryFile() as out:
    if form == "read":
        collections.deque(store.quads(), maxlen=0)
    else:
        write(store, form, out)
seconds = time.process_time() - begin
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024, seconds)
"""


def sizes() -> tuple[int, ...]:
    """Return the sizes to measure, smallest first."""
    given = os.environ.get("REGRAPH_BENCH_QUADS")
    return tuple(sorted(int(size) for size in given.split(","))) if given else SIZES


def fill(place: Path, quads: int) -> int:
    """Build a store of at least so many quads from generated articles; return how many it holds."""
    held = 0

    def made() -> Iterator[Quad]:
        nonlocal held
        for document, claims in World(quads // 40).articles(quads):
            if held >= quads:
                return
            own = pipeline.quads_of(document, claims)
            held += len(own)
            yield from own

    with rebuild(place) as store:
        source = made()
        # in portions, for the engine keeps what it loads in memory until it is sorted
        while portion := list(itertools.islice(source, 500_000)):
            store.engine.bulk_extend(itertools.chain.from_iterable(_both(quad) for quad in portion))
        store.engine.optimize()
    return held


def _both(quad: Quad) -> tuple[Quad, Quad]:
    """Return a quad with its copy in the union, as the store keeps them."""
    return quad, type(quad)(quad.subject, quad.predicate, quad.object)


def run() -> Iterator[str]:
    """Yield peak memory and processor time of each format at each size, and the ratio of the memories."""
    with tempfile.TemporaryDirectory() as folder:
        places = []
        for size in sizes():
            place = Path(folder) / str(size)
            places.append((fill(place, size), place))
        for form in FORMATS:
            told = [(held, *_measured(form, place)) for held, place in places]
            figures = ", ".join(
                f"{held / 1e6:.2f} M quads {peak:.0f} MB {seconds:.0f} s" for held, peak, seconds in told
            )
            yield f"{form}: {figures}; memory {told[-1][1] / told[0][1]:.2f} times"


def _measured(form: str, place: Path) -> tuple[float, float]:
    run = os.environ.get("REGRAPH_BENCH_RUN", str(RUN))
    done = subprocess.run(
        [sys.executable, "-c", CHILD, form, str(place), run], check=True, capture_output=True, text=True
    )
    peak, seconds = map(float, done.stdout.split())
    return peak, seconds
