"""Commands that follow the world over time: timeline, diff, watch, check."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from regraph.cli.options import DEFAULT_STORE, JsonOption, KnownByOption, OnOption, OutOption, StoreOption, day, today

_PAIRS = ("--on", "--known-by")


class PairCommand(TyperCommand):
    """A command whose day options take one day or two: `--on A B` is read as `--on A..B`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Join the two days of an option, then parse as always."""
        joined: list[str] = []
        rest = list(args)
        while rest:
            word = rest.pop(0)
            joined.append(word)
            if word in _PAIRS and rest:
                first = rest.pop(0)
                second = rest.pop(0) if rest and not rest[0].startswith("-") else None
                joined.append(f"{first}..{second}" if second else first)
        return super().parse_args(ctx, joined)


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command(epilog="Example: regraph timeline holmium --from 2025-01-01 -o holmium.svg")(timeline)
    app.command(cls=PairCommand, epilog="Example: regraph diff --on 2025-10-01 2025-12-01 --material holmium")(diff)
    app.command(epilog="Example: regraph watch --since 2025-11-01 --format atom -o news.atom")(watch)
    app.command(epilog="Example: regraph check --rule undated-document")(check)


def timeline(
    name: Annotated[str, typer.Argument(help="A measure, a material, a good or an actor: an id or a name.")],
    on: OnOption = None,
    known_by: KnownByOption = None,
    first: Annotated[
        str | None, typer.Option("--from", help="First day shown; default before the first change.", metavar="DATE")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", help="Last day shown; default after the last change.", metavar="DATE")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write an .svg, .html or .json file, not to stdout.")
    ] = None,
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Draw what was in force when: a bar a measure, each status with its certainty."""
    from regraph.cli.comparing import draw
    from regraph.errors import NotFoundError
    from regraph.questions.finding import resolve
    from regraph.store import Store
    from regraph.timeline import END_OF_TIME
    from regraph.timeline import timeline as read

    window = (day(first, "--from", end=False), day(last, "--to"))
    with Store.open(store) as opened:
        found = read(
            opened,
            resolve(opened, name).iri,
            on=day(on, "--on") or today(),
            known_by=day(known_by, "--known-by") or END_OF_TIME,
            window=window,
        )
    draw(found, out, as_json=as_json)
    if not found.bars:
        raise NotFoundError(f"no measure on {found.label} between {found.first} and {found.last}: name another window")


def diff(
    on: Annotated[
        str | None,
        typer.Option(
            "--on", help="Two days: what changed in the world between. One day: see --known-by.", metavar="A B"
        ),
    ] = None,
    known_by: Annotated[
        str | None,
        typer.Option(
            "--known-by",
            help="Two days: what was learned between, about the day of --on, default today. One: as known by it.",
            metavar="A B",
        ),
    ] = None,
    material: Annotated[
        str | None, typer.Option("--material", help="Only measures on this material or good.", metavar="NAME")
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", help="Only measures by or against this actor.", metavar="NAME")
    ] = None,
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Say what changed in the world between two days, or what was learned between two days."""
    from regraph.cli.comparing import compare, print_differences
    from regraph.errors import NotFoundError
    from regraph.store import Store

    with Store.open(store) as opened:
        found = compare(opened, on, known_by, material=material, actor=actor)
        print_differences(opened, found, as_json=as_json)
    if not found.differences:
        raise NotFoundError(f"nothing differs: {found.title}")


def watch(
    since: Annotated[str, typer.Option("--since", help="First day that counts, 2025-11-01.", metavar="DATE")],
    form: Annotated[str, typer.Option("--format", help="md, json or atom.")] = "md",
    out: OutOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """List what is new since a day, for a scheduled job to mail or to post; the same store gives the same list."""
    from regraph.cli import output
    from regraph.errors import UsageError
    from regraph.store import Store
    from regraph.timeline.feeds import FORMATS
    from regraph.timeline.news import news

    if form not in FORMATS:
        raise UsageError(f"--format {form!r} is unknown: use {', '.join(FORMATS)}")
    first = day(since, "--since", end=False) or today()
    with Store.open(store) as opened:
        found = news(opened, first)
    with output.target(out) as stream:
        stream.write(FORMATS[form](found).encode())
    output.note(f"{len(found.items)} changes since {first}, newest publication {found.updated}")


def check(
    on: OnOption = None,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", help="Only this rule; may be given several times.", metavar="NAME")
    ] = None,
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Report what a person had better look at, each with the command that would settle it."""
    from regraph import quality
    from regraph.cli.comparing import print_findings
    from regraph.store import Store

    with Store.open(store) as opened:
        found = quality.check(opened, on=day(on, "--on") or today(), only=rule or ())
    print_findings(found, as_json=as_json)
