"""A typed question in, an answer for the terminal out: the work behind `regraph ask`."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pyoxigraph import NamedNode

from regraph import sparql
from regraph.cli import output
from regraph.cli.options import day
from regraph.errors import UsageError
from regraph.questions import DAY_SLOTS, Answer, Evidence, Question, Row, ask
from regraph.questions.finding import resolve
from regraph.sparql import Term
from regraph.store import Store

_EVIDENCE_SHOWN: Final = 3
_QUOTE_SHOWN: Final = 240  # characters


def ask_store(store: Store, question: str, params: Sequence[str], *, on: dt.date | None, known_by: dt.date) -> Answer:
    """Answer a question given in plain English or by the name of a stored one; say on stderr which one was chosen.

    Raises: NotFoundError where nothing fits; UsageError where a parameter is malformed or missing.
    """
    result = ask(store, question, dict(_parameter(store, item) for item in params), on=on, known_by=known_by)
    output.note(_echo(result.question, result))
    return result


def _parameter(store: Store, item: str) -> tuple[str, Term]:
    name, equals, value = item.partition("=")
    if not equals or not name or not value:
        raise UsageError(f"the parameter {item!r} is not of the form name=value")
    if name in DAY_SLOTS:
        return name, sparql.term(str(day(value, f"-p {name}", end=name != "from")))
    return name, NamedNode(resolve(store, value).iri)


def _echo(question: Question, result: Answer) -> str:
    bounds = {str(dt.date.min), str(dt.date.max)}  # no start, no end
    named = ", ".join(f"{slot} = {label}" for slot, label in result.parameters.items() if label not in bounds)
    when = f" on {result.on}" if question.timed else ""
    known = "" if result.known_by.year == dt.MAXYEAR else f", known by {result.known_by}"
    return f"{question.name}{f' ({named})' if named else ''}{when}{known}"


def shortened(found: Answer, most: int | None) -> Answer:
    """Return an answer of at most so many rows, of dated ones the newest; say on stderr that there are more."""
    if most is None or len(found.rows) <= most:
        return found
    rows = list(found.rows)
    newest = "date" in found.question.columns
    if newest:
        rows.sort(key=lambda row: str(row.values.get("date") or ""), reverse=True)
    output.note(f"{most} of {len(rows)} rows, {'the newest' if newest else 'the first'}: --all shows all of them")
    return replace(found, rows=tuple(rows[:most]))


def print_answer(found: Answer, *, evidence: bool, table: bool) -> None:
    """Print rows for a person, measures as cards with their passages, or as TSV for a program."""
    columns = list(found.question.columns)
    if not table:
        output.print_rows(
            list(dict.fromkeys([*columns, "quote", "document"])), [_flat(row) for row in found.rows], table=False
        )
        for warning in sorted({warning for row in found.rows for warning in row.warnings}):
            output.note(f"warning: {warning}")
    elif {"label", "status", "certainty"} <= set(columns):
        for number, row in enumerate(found.rows, 1):
            _print_card(number, row, evidence=evidence)
    else:
        shown = [column for column in columns if column != "measure"]
        numbered = evidence and any(row.evidence or row.against for row in found.rows)  # the passages stand below
        rows = [{"#": str(number), **row.values} for number, row in enumerate(found.rows, 1)]
        if rows:
            output.print_rows(["#", *shown] if numbered else shown, rows, table=True)
        for number, row in enumerate(found.rows, 1) if evidence else ():
            _print_passages(number, row)


def _flat(row: Row) -> Mapping[str, object]:
    first = row.evidence[0] if row.evidence else None
    return {"quote": first.quote if first else "", "document": first.document if first else "", **row.values}


def _print_card(number: int, row: Row, *, evidence: bool) -> None:
    """Print one measure: what, by whom, status since when and how sure, why, and the passages."""
    from rich.padding import Padding
    from rich.text import Text

    told, screen = row.values, output.console()
    screen.print(_hanging(f"{number:>2}. ", Text(output.clean(told["label"]), style="bold")))
    since, until = told.get("from"), told.get("until")
    term = f" since {since}" if since else ""
    if until:
        term += f" until {until}"
    elif told.get("term"):
        term += f" for {in_words(told['term'])}"
    who = [output.clean(told.get("imposer")), output.clean(told.get("kind")).replace("_", " ")]
    line = Text("".join(f"{part} · " for part in who if part))
    line.append_text(output.styled("status", told["status"]))
    line.append(term)
    line.append(" · ")
    line.append_text(output.styled("certainty", told["certainty"]))
    screen.print(_hanging("", line))
    if told.get("reason"):
        screen.print(Padding(Text(output.clean(told["reason"]), style="dim"), (0, 0, 0, 4)))
    for warning in row.warnings:
        screen.print(Padding(Text(f"! {output.clean(warning)}", style="yellow"), (0, 0, 0, 4)))
    if evidence:
        _passages(screen, row)
    screen.print()


def _hanging(mark: str, text: Any) -> Any:
    """Return a text that wraps under itself, behind a mark."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid()
    grid.add_column(width=4, no_wrap=True)
    grid.add_column()
    grid.add_row(Text(mark, style="dim"), text)
    return grid


_UNITS: Final = {"D": "day", "W": "week", "M": "month", "Y": "year"}


def in_words(duration: str) -> str:
    """Return an ISO 8601 duration of days, weeks, months or years in words.

    >>> in_words("P90D"), in_words("P1Y"), in_words("P1Y6M")
    ('90 days', '1 year', '1 year and 6 months')
    """
    parts = re.findall(r"(\d+)([YMWD])", duration)
    return " and ".join(f"{number} {_UNITS[unit]}{'' if number == '1' else 's'}" for number, unit in parts)


def _print_passages(number: int, row: Row) -> None:
    screen = output.console()
    if row.evidence or row.against:
        screen.print(f"{number:>2}.")
        _passages(screen, row)


def _passages(screen: Any, row: Row) -> None:
    from rich.text import Text

    for one in row.evidence[:_EVIDENCE_SHOWN]:
        screen.print(passage(one, "says"))
    rest = len(row.evidence) - _EVIDENCE_SHOWN
    if rest > 0:
        name = str(row.values.get("measure") or "").rpartition("/")[2]
        more = f": regraph explain {name}" if name else ""
        screen.print(Text(f"    … and {rest} more{more}", style="dim"))
    for one in row.against[:_EVIDENCE_SHOWN]:
        screen.print(passage(one, "against"))


def passage(one: Evidence, role: str) -> Any:
    """Return one quoted passage with where it stands, indented for the terminal."""
    from rich.padding import Padding
    from rich.text import Text

    quote = output.clean(one.quote)
    quote = quote if len(quote) <= _QUOTE_SHOWN else quote[:_QUOTE_SHOWN].rsplit(" ", 1)[0] + " …"
    place = f"{one.document} {one.start}–{one.end}"
    where = ", ".join(part for part in (one.publisher, one.published, place) if part)
    doubt = "" if one.modality == "fact" else f" [{one.modality}]"
    line = Text.assemble(
        ("✗ against: " if role == "against" else "▸ ", "red" if role == "against" else "green"),
        f"“{quote}”",
        (f" — {output.clean(where)}{doubt}", "dim"),
    )
    return Padding(line, (0, 0, 0, 4))
