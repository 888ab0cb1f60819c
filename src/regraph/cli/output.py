"""Values in, what a person or a program reads on stdout out: a table, TSV when piped, or JSON."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from regraph.errors import UsageError

_CONTROL = dict.fromkeys((*range(32), 127, *range(128, 160)), " ")


def clean(value: object) -> str:
    """Return a value as one line of text without control characters; text of articles is data, never commands."""
    return "" if value is None else str(value).translate(_CONTROL)


def note(message: str) -> None:
    """Write one line to stderr."""
    sys.stderr.write(f"{clean(message)}\n")


def print_json(value: Any) -> None:
    """Print a value as indented JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_line(text: str = "") -> None:
    """Print one line as it is."""
    sys.stdout.write(text + "\n")


def is_terminal() -> bool:
    """Return whether a person reads stdout."""
    return sys.stdout.isatty()


def console(*, stderr: bool = False) -> Any:
    """Return a rich console that respects NO_COLOR and never takes text for markup."""
    from rich.console import Console

    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, no_color="NO_COLOR" in os.environ or None)


def print_rows(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    *,
    title: str | None = None,
    table: bool | None = None,
) -> None:
    """Print rows as a table for a person, as TSV with a header line for a program; `table` overrides the guess."""
    if not (is_terminal() if table is None else table):
        sys.stdout.write("\t".join(columns) + "\n")
        for row in rows:
            sys.stdout.write("\t".join(clean(row.get(column)) for column in columns) + "\n")
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grid = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", header_style="bold", expand=False)
    for column in columns:
        grid.add_column(column.replace("_", " "), overflow="fold", no_wrap=column in _UNBROKEN)
    for row in rows:
        grid.add_row(*(styled(column, row.get(column)) for column in columns))
    console().print(grid if grid.row_count else Text("(no rows)"))


_UNBROKEN = {"#", "date", "from", "until", "published"}
_STYLES = {
    "in_force": "green",
    "suspended": "yellow",
    "announced": "cyan",
    "ended": "dim",
    "certain": "bold",
    "presumed": "",
    "possible": "italic",
    "contested": "bold red",
}


def styled(column: str, value: object) -> Any:
    """Return a cell; statuses and certainties carry a colour beside their word, never instead of it."""
    from rich.text import Text

    text = clean(value)
    style = _STYLES.get(text, "") if column in {"status", "certainty"} else ""
    return Text(text.replace("_", " ") if column in {"status", "kind", "action"} else text, style=style)


@contextmanager
def target(path: Path | None) -> Iterator[IO[bytes]]:
    """Give a binary stream: stdout, or a file that appears whole or not at all.

    Raises: UsageError where the file cannot be written.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    fresh = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as file:
            yield file
        fresh.replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path} ({error.strerror}): name a file in a folder you may write to") from error
    finally:
        fresh.unlink(missing_ok=True)


def progress(items: Sequence[Any], label: str) -> Iterable[Any]:
    """Yield items, with a progress bar on stderr where a person watches and there is something to wait for."""
    if len(items) < 5 or not sys.stderr.isatty():
        yield from items
        return
    from rich.progress import track

    yield from track(items, description=label, console=console(stderr=True), transient=True)
