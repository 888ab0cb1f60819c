"""Tables of trade measures and agreements (CSV or JSON Lines), into documents with claims: one for each publication.

The invariant: what a row tells becomes known on the day it was published, so a row gives one document for its
announcement and one for each of its changes. Each document is a short text that holds every value of its claims.

A table of measures needs the columns `id, imposer, kind`; a table of agreements `id, parties, date`.

| column of a measure | value |
|---|---|
| `id` | a name of your own, kept for ever; rows of one id in a CSV table are one measure |
| `title`, `reference`, `scope`, `note` | text |
| `imposer`, `target` | actor ids or names (`CN/MOFCOM`, `China`); no target: everybody |
| `kind`, `modality`, `action` | words of the claim schema; without `action` the row introduces the measure |
| `materials`, `items` | ids or names |
| `announced` | the day it was published (a change: `date`) |
| `effective` | the day of effect, where another |
| `date`, `until` | of a change: its day and the last day of its term |
| `rate_from`, `rate_to` | percent |
| `instrument`, `suspends` | true where the row is an Act that only suspends others; their ids |
| `partial`, `disputed` | true or false: only a part is suspended; no source settles whether it happened |
| `sources` | addresses; an address of the imposer's government makes the record `official` |
| `confidence` | 0 to 1, or `confirmed by 2+ sources`, `one source`, `general knowledge, unverified` |

| `restricts_trade` | true or false; kept in the table, not read |

An agreement has `title`, `status`, `place`, `via`, `follows`, `negotiators`, `note`, `sources`, `confidence` too. A
column of any other name is an error, unless it begins with `x_`: such columns are your own, and are not read.

In CSV a field with several values separates them by `|`. In JSON Lines the changes may stand in a list `changes`.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from regraph.errors import LoadError
from regraph.load import records
from regraph.load.cells import Row
from regraph.model import Claim, Document

_SUFFIXES = frozenset({".csv", ".jsonl"})
_MOST_BYTES = 50_000_000
_OWN = "x_"  # columns of the user's own
_COMMON = frozenset("id title note sources confidence date until reference scope partial disputed".split())
_MEASURE = _COMMON | frozenset(
    "imposer target kind modality action materials items announced effective rate_from rate_to instrument suspends "
    "changes restricts_trade".split()
)
_AGREEMENT = frozenset(
    "id title note sources confidence date parties status place via follows negotiators commitments".split()
)
_LISTED = {
    "changes": _COMMON | frozenset("action announced effective rate_from rate_to note confidence".split()),
    "commitments": frozenset("action kind materials items measures promisor beneficiary text until duration".split()),
}


def is_table(path: Path) -> bool:
    """Return whether a file is read as a table, by its name (`.csv`, `.jsonl`)."""
    return path.suffix.lower() in _SUFFIXES


def tables(path: Path) -> Iterator[tuple[Document, tuple[Claim, ...]]]:
    """Yield the documents of a table with their claims, in the order of the rows.

    Raises: LoadError naming file, line and column where a row does not tell a measure or an agreement.
    """
    rows = list(_rows(path))
    if not rows:
        raise LoadError(f"{path}: no rows: give a header and at least one measure or agreement")
    if rows[0].has("parties"):
        _known(rows, _AGREEMENT)
        for row in _once(rows):
            yield records.agreement(row)
        return
    if not rows[0].has("imposer"):
        raise LoadError(
            f"{path}:{rows[0].line}: neither a column imposer nor parties: a table of measures needs id, imposer, "
            "kind; one of agreements id, parties, date"
        )
    _known(rows, _MEASURE)
    first: dict[str, Row] = {}
    for row in rows:
        if row.text("action") in (None, "introduced"):
            name = row.needed("id")
            if name in first:
                raise row.wrong("id", f"{name!r} stands in line {first[name].line} already; name each measure once")
            first[name] = row
    for row in rows:
        head = first.get(row.needed("id"))
        if head is None:
            raise row.wrong("id", f"no row introduces {row.needed('id')!r}: add one without action, or mend the id")
        if row is not head:
            yield records.change(head, row)
        elif row.flag("instrument"):
            yield records.instrument(row, [_suspended(row, name, first) for name in row.texts("suspends")])
        else:
            yield from records.measure(row)


def _known(rows: list[Row], columns: frozenset[str]) -> None:
    """Refuse columns of unknown names: what is misspelt would be lost.

    Raises: LoadError naming the first row that has one, the column, and the names that are known.
    """
    for row in rows:
        for name in row.cells:
            if name not in columns and not name.startswith(_OWN):
                raise row.wrong(name, f"is no column of this table: use {', '.join(sorted(columns))}, or {_OWN}…")
        for listed in sorted(_LISTED.keys() & row.cells.keys()):
            for one in row.rows(listed):
                strange = sorted(name for name in one.cells if name not in _LISTED[listed] and name[:2] != _OWN)
                if strange:
                    known = ", ".join(sorted(_LISTED[listed]))
                    raise row.wrong(f"{listed}: {strange[0]}", f"is not known there: use {known}, or {_OWN}…")


def _suspended(row: Row, name: str, first: Mapping[str, Row]) -> Row:
    if name not in first:
        raise row.wrong("suspends", f"{name!r} is no id of this table: mend it or add the measure")
    return first[name]


def _once(rows: list[Row]) -> Iterator[Row]:
    seen: dict[str, int] = {}
    for row in rows:
        name = row.needed("id")
        if name in seen:
            raise row.wrong("id", f"{name!r} stands in line {seen[name]} already; name each agreement once")
        seen[name] = row.line
        yield row


def _rows(path: Path) -> Iterator[Row]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise LoadError(f"{path}: larger than 50 MB: split the table")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LoadError(f"{path}: cannot be read ({error.strerror}): check the name and the rights") from error
    except UnicodeDecodeError as error:
        raise LoadError(f"{path}: byte {error.start} is no UTF-8: save the table as UTF-8") from error
    yield from _json_rows(path, text) if path.suffix.lower() == ".jsonl" else _csv_rows(path, text)


def _json_rows(path: Path, text: str) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise LoadError(f"{path}:{number}:{error.colno}: no JSON ({error.msg}): one object a line") from error
        if not isinstance(value, dict):
            raise LoadError(f"{path}:{number}: no JSON object: write one object a line")
        yield Row(file=path.name, where=str(path), line=number, cells=value)


def _csv_rows(path: Path, text: str) -> Iterator[Row]:
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    try:
        for cells in reader:
            if None in cells:
                raise LoadError(f"{path}:{reader.line_num}: more cells than columns: quote cells that hold a comma")
            yield Row(file=path.name, where=str(path), line=reader.line_num, cells=_filled(cells))
    except csv.Error as error:
        raise LoadError(f"{path}:{reader.line_num}: {error}: quote cells that hold quotes or line ends") from error


def _filled(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name).strip(): value for name, value in cells.items() if name is not None}
