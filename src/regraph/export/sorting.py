"""Lines of bytes in, the same lines sorted and without repeats out, in memory that does not grow with them.

Runs of lines are sorted in memory, spilled to temporary files and merged. Byte order of UTF-8 is code-point order of
its text, so the order is the same on every machine.
"""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO, Final

RUN: Final = 200_000  # lines held in memory at once, about 60 MB of quads


def sorted_lines(lines: Iterable[bytes], run: int = RUN) -> Iterator[bytes]:
    """Yield lines in byte order, each once.

    No line may hold a line end.

    >>> list(sorted_lines([b"b", b"a", b"b", b"c"], run=2))
    [b'a', b'b', b'c']
    """
    with ExitStack() as files:
        spilled: list[IO[bytes]] = []
        waiting: list[bytes] = []
        for line in lines:
            waiting.append(line)
            if len(waiting) >= run:
                spilled.append(files.enter_context(_spill(waiting)))
                waiting = []
        waiting.sort()
        before: bytes | None = None
        for line in heapq.merge(*map(_read, spilled), waiting) if spilled else waiting:
            if line != before:
                yield line
                before = line


def _spill(lines: list[bytes]) -> IO[bytes]:
    lines.sort()
    file = tempfile.TemporaryFile(prefix="regraph-sort-")  # noqa: SIM115 - closed by the stack of the caller
    file.write(b"\n".join(lines))
    file.write(b"\n")
    file.seek(0)
    return file


def _read(file: IO[bytes]) -> Iterator[bytes]:
    for line in file:
        yield line[:-1]
