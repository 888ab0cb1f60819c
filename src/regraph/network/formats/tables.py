"""Rows in, CSV out: RFC 4180, UTF-8, a header line, cells guarded against spreadsheets where it is asked for."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from regraph.network.formats.flat import Flat, excel_safe

NODE_COLUMNS: Final = ("id", "name", "label", "type", "state", "state_label")
EDGE_COLUMNS: Final = (
    "id source source_label source_type relation target target_label target_type sign directed label detail status "
    "certainty start end weight documents claims evidence thing dated_by_publication inferred"
).split()


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Flat]], *, safe: bool) -> bytes:
    """Return rows as CSV; truth values are written `true` and `false`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        cells = [_cell(row.get(column, "")) for column in columns]
        writer.writerow([excel_safe(cell) for cell in cells] if safe else cells)
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
