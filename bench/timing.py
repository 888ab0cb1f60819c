"""A command or a function in, its best wall time in seconds out; the best of several runs shuns a noisy machine."""

import subprocess
import time
from collections.abc import Callable, Sequence


def command(arguments: Sequence[str], runs: int = 10) -> float:
    """Return the shortest wall time of a command, in seconds."""
    return function(lambda: subprocess.run(arguments, check=True, capture_output=True), runs)


def function(work: Callable[[], object], runs: int = 5) -> float:
    """Return the shortest wall time of a call, in seconds."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best
