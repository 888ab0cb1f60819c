"""A SPARQL query from file, stdin or option in, its result in the asked format out: the work of `regraph query`."""

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from regraph import sparql, terms
from regraph.cli import output
from regraph.errors import TimeLimitError, UsageError
from regraph.store import Store

_RESULTS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS: Final = {"ttl": ox.RdfFormat.TURTLE, "json": ox.RdfFormat.JSON_LD, "xml": ox.RdfFormat.RDF_XML}
_FORMATS: Final = ("table", "json", "csv", "tsv", "xml", "ttl")


def read_query(file: str | None, text: str | None) -> tuple[str, str]:
    """Return the query and a name for it in messages.

    Raises: UsageError where none or two are given, or the file cannot be read.
    """
    if (file is None) == (text is None):
        raise UsageError("give one query: a file, - for stdin, or -q 'SELECT …'")
    if text is not None:
        return text, "the query"
    if file == "-":
        return sys.stdin.read(), "the query on stdin"
    assert file is not None  # noqa: S101 - exactly one is given
    try:
        return Path(file).read_text(encoding="utf-8"), file
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "no UTF-8"
        raise UsageError(f"cannot read the query {file} ({why}): name a UTF-8 text file") from error


def print_result(store: Store, query: str, params: Sequence[str], form: str | None, name: str) -> None:
    """Run a query and print its result.

    Raises: QueryError where the query is broken; UsageError where the format does not fit its kind.
    """
    bindings = {}
    for item in params:
        key, equals, value = item.partition("=")
        if not equals or not key:
            raise UsageError(f"the parameter {item!r} is not of the form name=value")
        bindings[key] = sparql.term(value)
    if form is not None and form not in _FORMATS:
        raise UsageError(f"--format {form!r} is unknown: use one of {', '.join(_FORMATS)}")
    result = sparql.run(store.engine, query, bindings, name=name)
    if isinstance(result, ox.QueryTriples):
        _print_graph(result, form)
    elif isinstance(result, ox.QueryBoolean):
        _print_boolean(result, form)
    elif form in _RESULTS:
        sys.stdout.buffer.write(result.serialize(format=_RESULTS[form]) or b"")
        sys.stdout.buffer.flush()
    elif form == "ttl":
        raise UsageError("--format ttl is for CONSTRUCT and DESCRIBE: use table, json, csv, tsv or xml for SELECT")
    else:
        columns = [variable.value for variable in result.variables]
        rows = [{column: _cell(row[column]) for column in columns} for row in result]
        output.print_rows(columns, rows)


def _cell(value: object) -> str | None:
    """Return a term as a person reads it: a prefixed name or the text of a literal."""
    if isinstance(value, Literal):
        return value.value
    if not isinstance(value, NamedNode):
        return None if value is None else str(value)
    fits = [(base, prefix) for prefix, base in terms.PREFIXES.items() if value.value.startswith(base)]
    if not fits:
        return value.value
    base, prefix = max(fits, key=lambda fit: len(fit[0]))
    return f"{prefix}:{value.value[len(base) :]}"


def _print_graph(result: ox.QueryTriples, form: str | None) -> None:
    form = "ttl" if form in (None, "table") else form
    if form not in _GRAPHS:
        raise UsageError(f"--format {form} is for SELECT: use ttl, json (JSON-LD) or xml (RDF/XML) for a graph")
    triples = sorted(result, key=str)
    ox.serialize(triples, sys.stdout.buffer, format=_GRAPHS[form], prefixes=dict(terms.PREFIXES))
    sys.stdout.buffer.flush()


def _print_boolean(result: ox.QueryBoolean, form: str | None) -> None:
    if form in _RESULTS:
        sys.stdout.buffer.write(result.serialize(format=_RESULTS[form]) or b"")
        sys.stdout.buffer.flush()
    else:
        output.print_line("true" if result else "false")


@contextmanager
def time_limit(seconds: float, name: str) -> Iterator[None]:
    """End the process with exit code 124 where the block runs longer; Ctrl-C ends it at once.

    The engine cannot be cancelled from inside, and a reader holds nothing that a sudden end could harm.
    """

    def give_up() -> None:
        sys.stderr.write(f"regraph: {name} ran past {seconds:g} seconds: narrow it, or raise --timeout\n")
        sys.stderr.flush()
        os._exit(TimeLimitError.exit_code)

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()
    main = threading.current_thread() is threading.main_thread()
    # Python would look at the signal only when the engine has returned
    before = signal.signal(signal.SIGINT, signal.SIG_DFL) if main else None
    try:
        yield
    finally:
        timer.cancel()
        if main:
            signal.signal(signal.SIGINT, before)
