"""Files of `queries/questions` in, stored questions out.

A file is a SPARQL SELECT query that opens with `#+ key: value` lines (the habit of grlc):

    #+ name: measures-in-force
    #+ ask: which measures on {material} are in force      (one line a phrasing; slots in braces)
    #+ description: one sentence
    #+ columns: label status …                             (what a table shows, in its order)

Slots become parameters: `{material}` is `$material` in the query. `$on` and `$known_by` are given to every question.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rapidfuzz import process

from regraph import resources, sparql
from regraph.errors import NotFoundError, OntologyError

TIMES: Final = ("on", "known_by")
SLOT: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One stored question."""

    name: str
    phrasings: tuple[str, ...]
    description: str
    columns: tuple[str, ...]
    query: str

    @property
    def slots(self) -> tuple[str, ...]:
        """Names of the parameters that a person must give."""
        return tuple(name for name in sparql.parameters(self.query) if name not in TIMES)

    @property
    def timed(self) -> bool:
        """Whether the answer depends on the day asked for."""
        return "on" in sparql.parameters(self.query)


@cache
def catalogue() -> Mapping[str, Question]:
    """Return the stored questions by name, sorted.

    Raises: OntologyError where a file lacks a header line.
    """
    files = sorted(resources.path("queries", "questions").glob("*.rq"))
    return MappingProxyType({question.name: question for question in map(_read, files)})


def find(name: str) -> Question:
    """Return the question of a name.

    Raises: NotFoundError, with the nearest names.
    """
    known = catalogue()
    if name in known:
        return known[name]
    near = [hit for hit, _, _ in process.extract(name, list(known), limit=3)]
    raise NotFoundError(f"there is no question {name!r}: did you mean {', '.join(near)}? `regraph questions` lists all")


def _read(file: Path) -> Question:
    text = file.read_text(encoding="utf-8")
    header: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("#+"):
            key, _, value = line.removeprefix("#+").partition(":")
            header.setdefault(key.strip(), []).append(value.strip())
    missing = [key for key in ("name", "ask", "description", "columns") if key not in header]
    if missing:
        raise OntologyError(f"{file.name} lacks the header line `#+ {missing[0]}: …`")
    return Question(
        name=header["name"][0],
        phrasings=tuple(header["ask"]),
        description=" ".join(header["description"]),
        columns=tuple(header["columns"][0].split()),
        query=text,
    )
