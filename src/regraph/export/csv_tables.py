"""A selection in, its claims, measures and phases as CSV out: RFC 4180, UTF-8, lists joined by `; `.

Control characters become U+FFFD and line ends blanks, because few readers of CSV take them; what a spreadsheet would
run as a formula is marked as text, where it is asked for.
"""

import csv
import io
import re
from collections.abc import Iterator
from functools import partial
from typing import IO, Any, Final

from regraph.export.folder import Part
from regraph.export.options import Options
from regraph.export.records import TABLES, Table
from regraph.export.selecting import Selection

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACE: Final = re.compile(r"[\t\r\n\u2028\u2029]+")
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # after blanks, which spreadsheets step over


def parts(selection: Selection, options: Options) -> Iterator[Part]:
    """Yield one CSV file a table."""
    for name, table in TABLES.items():
        yield Part(
            name=f"{name}.csv",
            write=partial(write_table, table, selection, safe=options.excel_safe),
            media_type="text/csv",
            about=f"The {name} as a table.",
        )


def write_table(table: Table, selection: Selection, stream: IO[bytes], *, safe: bool) -> None:
    """Write a table as CSV, row by row."""
    out = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(out, lineterminator="\r\n")
    names = [column.name for column in table.columns]
    writer.writerow(names)
    for row in table.rows(selection):
        writer.writerow([cell(row[name], safe=safe) for name in names])
    out.detach()


def cell(value: Any, *, safe: bool) -> Any:
    r"""Return a value as a cell; with `safe`, one that no spreadsheet takes for a formula.

    Source: OWASP, CSV Injection.

    >>> cell(["tin", "zinc"], safe=True), cell("=1+1\n", safe=True), cell(-1, safe=True), cell(None, safe=True)
    ('tin; zinc', "'=1+1 ", -1, '')
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = _FORBIDDEN.sub("\ufffd", _SPACE.sub(" ", text))
    return f"'{text}" if safe and text.lstrip().startswith(_FORMULA) else text
