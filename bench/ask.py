"""`regraph ask` from a cold start on the store of the seeds."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import timing

QUESTION = "which measures on samarium are still in force?"


def run() -> Iterator[str]:
    """Yield the wall time of one question."""
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "store")
        regraph = [sys.executable, "-m", "regraph"]
        built = timing.command([*regraph, "build", "--store", place], runs=1)
        asked = timing.command([*regraph, "ask", QUESTION, "--store", place, "--json"])
    yield f"build from the seeds {built:.1f} s; one question from a cold start {asked * 1000:.0f} ms"
