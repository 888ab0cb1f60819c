"""Commands on who is who: `regraph resolve list|show|merge|split|review`."""

from typing import Annotated

import typer

from regraph.cli.options import DEFAULT_STORE, JsonOption, StoreOption

app = typer.Typer(
    help="See which claims were put to which measure, and why; decide otherwise where you know better.",
    no_args_is_help=True,
)

ByOption = Annotated[str, typer.Option("--by", help="Who decides; kept with the decision.", metavar="NAME")]
NoteOption = Annotated[str, typer.Option("--note", help="Why; kept with the decision.", metavar="TEXT")]
LeftArgument = Annotated[str, typer.Argument(help="A measure or a claim: its id, or a name of a measure.")]


@app.callback()
def group() -> None:
    """See which claims were put to which measure, and why; decide otherwise where you know better."""


@app.command("list", epilog="Example: regraph resolve list --unsure")
def list_measures(
    unsure: Annotated[
        bool, typer.Option("--unsure", help="Only the claims that were put to a measure without being sure of it.")
    ] = False,
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """List the measures with how many claims and sources tell of them, and which claims are unsure."""
    from regraph import judging
    from regraph.cli.deciding import print_lost, print_measures, print_unsure
    from regraph.quality import lost_judgements
    from regraph.store import Store

    with Store.open(store) as opened:
        if unsure:
            print_unsure(judging.doubts(opened), as_json=as_json)
        else:
            print_measures(judging.overview(opened), as_json=as_json)
        print_lost(lost_judgements(opened))


@app.command(epilog="Example: regraph resolve show cn-mofcom-2025-18")
def show(
    name: Annotated[str, typer.Argument(help="A measure, to see its claims; or a claim, to see its measure.")],
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Show which claims are in a measure, how well each fits, and why."""
    from regraph import judging
    from regraph.cli.deciding import print_members
    from regraph.questions.finding import resolve
    from regraph.store import Store

    with Store.open(store) as opened:
        found = resolve(opened, name)
        print_members(found.iri, judging.members(opened, found.iri), as_json=as_json)


@app.command(epilog="Example: regraph resolve merge db0a81e2404a368e cn-mofcom-2025-57 --by Ada")
def merge(
    left: LeftArgument,
    right: LeftArgument,
    by: ByOption = "",
    note: NoteOption = "",
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Decide that two measures, or a claim and a measure, are about one; applied at once and on every rebuild."""
    from regraph.cli.deciding import decide

    decide(store, left, right, same=True, by=by, note=note, as_json=as_json)


@app.command(epilog="Example: regraph resolve split db0a81e2404a368e cn-mofcom-2025-56 --note 'another notice'")
def split(
    claim: Annotated[str, typer.Argument(help="A claim: its id.")],
    measure: Annotated[str, typer.Argument(help="The measure that it is not about.")],
    by: ByOption = "",
    note: NoteOption = "",
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Decide that a claim is not about a measure; applied at once and on every rebuild."""
    from regraph.cli.deciding import decide

    decide(store, claim, measure, same=False, by=by, note=note, as_json=as_json)


@app.command(epilog="Example: regraph resolve review --by Ada")
def review(
    by: ByOption = "",
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Walk through the unsure claims, one question each; every answer is kept and applied at once."""
    from regraph.cli.deciding import review_doubts

    review_doubts(store, by=by)
