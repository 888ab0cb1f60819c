"""Lines of text in, the same lines sorted and without repeats out, in memory that does not grow with them.

Runs of lines are sorted in memory, spilled to temporary files and merged. Code-point order of text is byte order of
its UTF-8, so the order is the same on every machine.
"""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO, Final

RUN: Final = 200_000  # lines held in memory at once, about 60 MB of quads


def sorted_lines(lines: Iterable[str], run: int = RUN) -> Iterator[str]:
    """Yield lines in code-point order, each once.

    No line may hold a line end.

    >>> list(sorted_lines(["b", "a", "b", "c"], run=2))
    ['a', 'b', 'c']
    """
    with ExitStack() as files:
        spilled: list[IO[str]] = []
        waiting: list[str] = []
        for line in lines:
            waiting.append(line)
            if len(waiting) >= run:
                spilled.append(files.enter_context(_spill(waiting)))
                waiting = []
        runs = [_read(file) for file in spilled]
        before: str | None = None
        for line in heapq.merge(*runs, sorted(waiting)):
            if line != before:
                yield line
                before = line


def _spill(lines: list[str]) -> IO[str]:
    lines.sort()
    # newline="\n": nothing is translated, so a line comes back as it went
    file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", prefix="regraph-sort-")  # noqa: SIM115
    file.writelines(f"{line}\n" for line in lines)
    file.seek(0)
    return file


def _read(file: IO[str]) -> Iterator[str]:
    for line in file:
        yield line[:-1]
