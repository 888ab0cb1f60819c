"""Reads the tables of cases: a text on a line of its own, what is expected of it indented below."""

from collections.abc import Iterator
from pathlib import Path

CASES = Path(__file__).parent.parent / "cases" / "extract"


def lines(name: str) -> Iterator[str]:
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def blocks(name: str) -> list[tuple[str, list[str]]]:
    out: list[tuple[str, list[str]]] = []
    for line in lines(name):
        if line.startswith("  "):
            out[-1][1].append(line.strip())
        else:
            out.append((line, []))
    return out
