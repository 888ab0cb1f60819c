"""A typed question in, an answer for the terminal out: the work behind `regraph ask`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode

from regraph import sparql
from regraph.cli import output
from regraph.cli.naming import resolve
from regraph.cli.options import day
from regraph.errors import UsageError
from regraph.questions import DAY_SLOTS, Answer, Evidence, Question, Row, ask, catalogue
from regraph.sparql import Term
from regraph.store import Store

_EVIDENCE_SHOWN: Final = 3


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
        return name, sparql.term((day(value, f"-p {name}") or dt.date.min).isoformat())
    return name, NamedNode(resolve(store, value).iri)


def _echo(question: Question, result: Answer) -> str:
    named = ", ".join(f"{slot} = {label}" for slot, label in result.parameters.items())
    when = f" on {result.on}" if question.timed else ""
    known = "" if result.known_by.year == dt.MAXYEAR else f", known by {result.known_by}"
    return f"{question.name}{f' ({named})' if named else ''}{when}{known}"


def print_answer(found: Answer, *, evidence: bool, table: bool) -> None:
    """Print rows for a person with their passages, or as TSV for a program."""
    columns = list(found.question.columns)
    rows = [row.values for row in found.rows]
    if not table:
        output.print_rows([*columns, "quote", "document"], [_flat(row) for row in found.rows], table=False)
        return
    wide = [column for column in columns if column not in {"reason", "measure"}]
    if found.rows:
        output.print_rows(wide, rows, table=True)
    if evidence:
        for number, row in enumerate(found.rows, 1):
            _print_evidence(number, row)


def _flat(row: Row) -> Mapping[str, object]:
    first = row.evidence[0] if row.evidence else None
    return {**row.values, "quote": first.quote if first else "", "document": first.document if first else ""}


def _print_evidence(number: int, row: Row) -> None:
    from rich.text import Text

    screen = output.console()
    title = row.values.get("label") or row.values.get("promise") or ""
    if row.values.get("reason") or title:
        screen.print(Text.assemble((f"{number}. {output.clean(title)}", "bold")))
    if row.values.get("reason"):
        screen.print(Text(f"   {output.clean(row.values['reason'])}", style="dim"))
    for one in row.evidence[:_EVIDENCE_SHOWN]:
        screen.print(passage(one, "says"))
    rest = len(row.evidence) - _EVIDENCE_SHOWN
    if rest > 0:
        screen.print(Text(f"   … and {rest} more: regraph explain {row.values.get('measure', '')}", style="dim"))
    for one in row.against[:_EVIDENCE_SHOWN]:
        screen.print(passage(one, "against"))
    screen.print()


def passage(one: Evidence, role: str) -> object:
    """Return one quoted passage with where it stands, as a line for the terminal."""
    from rich.text import Text

    where = ", ".join(part for part in (one.publisher or one.document, one.published) if part)
    doubt = "" if one.modality == "fact" else f" [{one.modality}]"
    return Text.assemble(
        ("   ✗ " if role == "against" else "   ▸ ", "red" if role == "against" else "green"),
        f"“{output.clean(one.quote)}”",
        (f" — {where}{doubt} ({one.document} {one.start}–{one.end})", "dim"),
    )


def suggestions() -> list[str]:
    """Return one phrasing of each stored question."""
    return [question.phrasings[0] for question in catalogue().values()]
