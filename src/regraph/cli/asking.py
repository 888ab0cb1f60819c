"""Commands that ask: ask, query, questions, show, explain, info."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from regraph.cli.options import DEFAULT_STORE, JsonOption, KnownByOption, OnOption, StoreOption, day, today

SHOWN: Final = 20  # rows on a terminal; a person who wants more says so
ParamOption = Annotated[
    list[str] | None, typer.Option("-p", "--param", help="A parameter, name=value.", metavar="NAME=VALUE")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command(epilog='Example: regraph ask "which measures on samarium are in force" --on 2025-11-15')(ask)
    app.command(epilog="Example: regraph query -q 'SELECT * { ?m a rg:Measure } LIMIT 5' --format tsv")(query)
    app.command(epilog="Example: regraph questions --json")(questions)
    app.command(epilog="Example: regraph show cn-mofcom-2025-18")(show)
    app.command(epilog="Example: regraph explain cn-mofcom-2025-18 --on 2025-11-15")(explain)
    app.command(epilog="Example: regraph info --json")(info)


def ask(
    question: Annotated[str, typer.Argument(help="A question in plain English, or the name of a stored one.")],
    on: OnOption = None,
    known_by: KnownByOption = None,
    param: ParamOption = None,
    evidence: Annotated[bool, typer.Option(help="Show the passages under the table.")] = True,
    form: Annotated[str | None, typer.Option("--format", help="table, tsv or json; default tsv when piped.")] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help=f"Show so many rows, of promises and events the newest; {SHOWN} on a terminal."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show all rows on a terminal too.")] = False,
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Answer a question, each row with its certainty and evidence."""
    from regraph.cli import output
    from regraph.cli.answering import ask_store, print_answer, shortened
    from regraph.errors import NotFoundError, UsageError
    from regraph.questions import END_OF_TIME
    from regraph.store import Store

    if form not in {None, "table", "tsv", "json"}:
        raise UsageError(f"--format {form!r} is unknown: use table, tsv or json")
    with Store.open(store) as opened:
        found = ask_store(
            opened,
            question,
            param or [],
            on=day(on, "--on"),
            known_by=day(known_by, "--known-by") or END_OF_TIME,
        )
    table = form == "table" or (form is None and not as_json and output.is_terminal())
    shown = found if every else shortened(found, limit or (SHOWN if table else None))
    if as_json or form == "json":
        output.print_json(shown.to_json())
    else:
        print_answer(shown, evidence=evidence, table=table)
    if not found.rows:
        raise NotFoundError(f"nothing answers {found.question.name} on {found.on}; {found.question.description}")


def query(
    file: Annotated[str | None, typer.Argument(help="A .rq file, or - for stdin.")] = None,
    text: Annotated[str | None, typer.Option("-q", "--query", help="The SPARQL text itself.")] = None,
    param: ParamOption = None,
    form: Annotated[str | None, typer.Option("--format", help="table, json, csv, tsv, xml or ttl.")] = None,
    timeout: Annotated[float, typer.Option(help="Seconds after which the query is given up.")] = 60.0,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Run a SPARQL query; reading only, prefixes are known, $name is a parameter."""
    from regraph.cli.querying import print_result, read_query, time_limit
    from regraph.store import Store

    body, name = read_query(file, text)
    with Store.open(store) as opened, time_limit(timeout, name):
        print_result(opened, body, param or [], form, name)


def questions(as_json: JsonOption = False) -> None:
    """List the stored questions with their phrasings."""
    from regraph.cli import output
    from regraph.questions import catalogue

    rows: list[dict[str, Any]] = [
        {
            "name": entry.name,
            "ask": entry.phrasings[0],
            "description": entry.description,
            "phrasings": list(entry.phrasings),
            "parameters": list(entry.slots),
            "columns": list(entry.columns),
        }
        for entry in catalogue().values()
    ]
    if as_json:
        output.print_json(rows)
    else:
        output.print_rows(["name", "ask", "description"], rows)


def show(
    name: Annotated[str, typer.Argument(help="An id, an IRI, or a name: cn-mofcom-2025-18, samarium, MOFCOM.")],
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Show everything the graph says of one thing."""
    from regraph.cli.showing import print_thing, thing
    from regraph.store import Store

    with Store.open(store) as opened:
        print_thing(thing(opened, name), as_json=as_json)


def explain(
    name: Annotated[str, typer.Argument(help="The id of a measure, phase, event, promise or claim.")],
    on: OnOption = None,
    known_by: KnownByOption = None,
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Show why: phase, events, claims, the highlighted passages, and what speaks against."""
    from regraph.cli.telling import print_explanation
    from regraph.explaining import explain_thing
    from regraph.questions import END_OF_TIME
    from regraph.store import Store

    with Store.open(store) as opened:
        found = explain_thing(
            opened, name, on=day(on, "--on") or today(), known_by=day(known_by, "--known-by") or END_OF_TIME
        )
        print_explanation(found, as_json=as_json)


def info(as_json: JsonOption = False, store: StoreOption = DEFAULT_STORE) -> None:
    """Say what a store holds: documents, claims, measures, and its size on disk."""
    from regraph.cli import output
    from regraph.cli.showing import summary
    from regraph.store import Store

    with Store.open(store) as opened:
        facts = summary(opened, Path(store))
    if as_json:
        output.print_json(facts)
    else:
        output.print_rows(["what", "value"], [{"what": key, "value": value} for key, value in facts.items()])
