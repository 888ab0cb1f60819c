"""Cells of one row of a table, into checked values; a wrong cell gives an error with file, line and column."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from regraph import dates, reference
from regraph.errors import DateError, LoadError
from regraph.ids import slug
from regraph.terms import CONCEPTS

_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0", ""})
# what the tables say of their sources -> confidence of the claims; below 0.5 nothing becomes certain
_WORDS = {"confirmed by 2+ sources": 0.95, "one source": 0.8, "general knowledge, unverified": 0.4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row with its place; every method names the column in its error."""

    file: str
    where: str  # path, for errors
    line: int
    cells: Mapping[str, Any]

    def wrong(self, column: str, mend: str) -> LoadError:
        """Return the error of a cell."""
        return LoadError(f"{self.where}:{self.line}: {column}: {mend}")

    def within(self, cells: Mapping[str, Any]) -> "Row":
        """Return a row of the same place with other cells (a change of the list `changes`)."""
        return Row(file=self.file, where=self.where, line=self.line, cells=cells)

    def has(self, column: str) -> bool:
        """Return whether the table has a column."""
        return column in self.cells

    def text(self, column: str) -> str | None:
        """Return a text in one line; None where the cell is empty."""
        value = self.cells.get(column)
        if value is None or isinstance(value, bool | dict | list):
            return None
        return " ".join(str(value).split()) or None

    def needed(self, column: str) -> str:
        """Return a text that may not be empty."""
        value = self.text(column)
        if value is None:
            raise self.wrong(column, "is empty: every row needs it")
        return value

    def texts(self, column: str) -> tuple[str, ...]:
        """Return a list: of JSON, or of one cell with `|` between the values."""
        value = self.cells.get(column)
        if value is None:
            return ()
        parts = value if isinstance(value, list) else str(value).split("|")
        if not all(isinstance(part, str) for part in parts):
            raise self.wrong(column, f'{value!r} is no list of texts: write a|b in CSV, ["a", "b"] in JSON')
        return tuple(cleaned for part in parts if (cleaned := " ".join(part.split())))

    def rows(self, column: str) -> tuple["Row", ...]:
        """Return a list of objects (JSON only) as rows of the same place."""
        value = self.cells.get(column)
        if value in (None, ""):
            return ()
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.wrong(column, f'is no list of objects: write "{column}": [{{…}}, {{…}}]')
        return tuple(self.within(one) for one in value)

    def date(self, column: str) -> str | None:
        """Return an EDTF date as written."""
        value = self.text(column)
        try:
            if value:
                dates.parse(value)
        except DateError as error:
            raise self.wrong(column, str(error)) from error
        return value

    def word(self, column: str, scheme: str, default: str | None = None) -> str:
        """Return a word of a scheme of the ontology."""
        value = self.text(column) or default
        if value not in CONCEPTS[scheme]:
            raise self.wrong(column, f"{value!r} is unknown: use one of {', '.join(CONCEPTS[scheme])}")
        return value

    def number(self, column: str) -> float | None:
        """Return a number, with or without a percent sign."""
        value = self.text(column)
        try:
            return float(value.rstrip("% ")) if value else None
        except ValueError as error:
            raise self.wrong(column, f"{value!r} is no number: write 25 or 12.5") from error

    def flag(self, column: str) -> bool:
        """Return true or false; an empty cell is false."""
        value = self.cells.get(column)
        word = str(value if value is not None else "").strip().lower()
        if word not in _TRUE | _FALSE:
            raise self.wrong(column, f"{value!r} is neither true nor false")
        return word in _TRUE

    def confidence(self) -> float:
        """Return how sure the row is of itself; 0.9 where it does not say."""
        value = self.text("confidence")
        if value is None:
            return 0.9
        if value in _WORDS:
            return _WORDS[value]
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            raise self.wrong("confidence", f"{value!r} is unknown: write 0 to 1, or one of {', '.join(_WORDS)}")
        return number

    def actors(self, column: str) -> tuple[str, ...]:
        """Return actor ids; names are looked up in the alias tables, an id `XX/BODY` may be new."""
        return tuple(self._actor(column, name) for name in self.texts(column))

    def _actor(self, column: str, name: str) -> str:
        known = reference.actors()
        if name in known:
            return name
        found = _actor_names().get(name.casefold())
        if found:
            return found
        state, slash, body = name.partition("/")
        if slash and state in known and body:
            return name
        raise self.wrong(
            column, f"{name!r} is no known actor{_nearest(name, _actor_names())}; an id is CN or CN/MOFCOM"
        )

    def materials(self, column: str) -> tuple[str, ...]:
        """Return material ids; names are looked up in the alias tables."""
        return tuple(self._material(column, name) for name in self.texts(column))

    def _material(self, column: str, name: str) -> str:
        if name in reference.materials():
            return name
        found = _material_names().get(name.casefold())
        if found is None:
            raise self.wrong(
                column, f"{name!r} is no known material{_nearest(name, _material_names())}; goods go to items"
            )
        return found

    def items(self, column: str) -> tuple[str, ...]:
        """Return goods, technologies and services as slugs."""
        return tuple(filter(None, (slug(name) for name in self.texts(column))))


@cache
def _actor_names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for actor in reversed(list(reference.actors().values())):  # states come first, and win
        for name in (*actor.aliases, actor.label):
            names[name.casefold()] = actor.id
    return names


@cache
def _material_names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for material in reversed(list(reference.materials().values())):
        for name in (*material.aliases, material.id.replace("-", " "), material.label):
            names[name.casefold()] = material.id
    return names


def _nearest(name: str, names: Mapping[str, str]) -> str:
    from rapidfuzz import fuzz, process

    found = process.extractOne(name.casefold(), sorted(names), scorer=fuzz.ratio, score_cutoff=75)
    return f" (did you mean {names[found[0]]}?)" if found else ""
