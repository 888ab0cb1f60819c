"""Damaged texts in, what the extractor broke on out: `python -m bench.fuzz [--count N] [--seed N]`.

Every text is read twice: as a file by its loader, which may refuse it, and as a text of its own, which nothing may
refuse. A claim must lie inside its text and be the same after a way through JSON, where the schema is checked.
"""

import argparse
import json
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.mutants import mutants
from regraph import extract, load, passages
from regraph.errors import RegraphError
from regraph.model import Claim, Document

_DATES: Final = ("2025-06-11", None, "2024-02-29", "2025", "2025-10")


class BrokenError(Exception):
    """A claim that must not be."""


def check(document: Document, claims: tuple[Claim, ...]) -> None:
    """Raise BrokenError where a claim lies outside its text, breaks the schema, or stands twice."""
    text = document.text
    for claim in claims:
        if not 0 <= claim.start < claim.end <= len(text):
            raise BrokenError(f"{claim.type} at {claim.start}-{claim.end} of {len(text)} characters")
        if not 0 <= claim.confidence <= 1:
            raise BrokenError(f"{claim.type} with confidence {claim.confidence}")
        told = json.loads(json.dumps(claim.to_json(text)))
        again = Claim.from_json(told, document.id)
        if (again.values, again.modality, again.speaker) != (claim.values, claim.modality, claim.speaker):
            raise BrokenError(f"{claim.type} changes on its way through JSON: {told}")
    if len({claim.id for claim in claims}) != len(claims):
        raise BrokenError("a claim stands twice")


def read(text: str, number: int) -> int:
    """Read one text both ways; return how many claims it gave. Raises what the extractor raises."""
    published = _DATES[number % len(_DATES)]
    title = text[:80] if number % 7 == 0 else None
    plain = Document(id="0" * 16, text=text, name="own.txt", sha256="", published=published, title=title)
    found = extract.extract(plain, passages.split(plain))
    check(plain, found)
    if number % 4 == 0:
        name = ("own.txt", "own.md", "own.html")[number // 4 % 3]
        try:
            document = load.load(Path(name), data=text.encode("utf-8", "replace"), published=published)
        except RegraphError:
            return len(found)
        check(document, extract.extract(document, passages.split(document)))
    return len(found)


def failures(count: int, seed: int) -> Iterator[tuple[int, str, str]]:
    """Yield (number, text, error) of every text that broke something."""
    for number, text in enumerate(mutants(count, seed)):
        try:
            read(text, number)
        except Exception:
            yield number, text, traceback.format_exc()


def main() -> int:
    """Run the fuzz and print what broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    start, broken = time.perf_counter(), 0
    for number, text, error in failures(asked.count, asked.seed):
        broken += 1
        print(f"{number}\t{text!r}\n{error}", flush=True)
    spent = time.perf_counter() - start
    print(f"{asked.count} texts of seed {asked.seed}: {broken} broke something ({spent:.0f} s)")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
