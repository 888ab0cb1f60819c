"""Commands on the network of actors: network, network stats."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regraph.cli.exporting import DocumentOption, ExcelOption, MeasureOption, QuotesOption, SinceOption
from regraph.cli.options import DEFAULT_STORE, JsonOption, KnownByOption, OutOption, StoreOption, day

if TYPE_CHECKING:
    from regraph.network.building import Graph
    from regraph.network.comparing import Comparison
    from regraph.store import Store

DaysOption = Annotated[
    str | None,
    typer.Option(
        "--on", help="A day, a month, or an interval 2025-04/2025-11 in which ties hold; default all.", metavar="DATE"
    ),
]
AboutOption = Annotated[
    list[str] | None, typer.Option("--about", help="Only ties on this material or good.", metavar="MATERIAL")
]
AroundOption = Annotated[
    str | None, typer.Option("--around", help="Only this actor and those near it.", metavar="ACTOR")
]
DepthOption = Annotated[int, typer.Option("--depth", min=1, help="Steps from the actor of --around.")]
RelationsOption = Annotated[
    str | None,
    typer.Option(
        "--relations",
        help="Some of imposes, threatens, accuses, harms, agrees, promises, licenses, meets, restricts (which brings "
        "materials in), enacts, aims_at, covers (which make measures nodes); default those of --view.",
        metavar="A,B",
    ),
]
ViewOption = Annotated[
    str,
    typer.Option(
        "--view", help="What is a node: actors; materials: those too; measures: between actors and materials."
    ),
]
LevelOption = Annotated[
    str, typer.Option("--level", help="state folds bodies and persons into states, body only persons, all nothing.")
]
AgainstOption = Annotated[
    str | None,
    typer.Option("--against", help="An earlier day or interval: tell what changed from then to --on.", metavar="DATE"),
]

network_app = typer.Typer(
    help="Write the network of actors: who imposes on, agrees with, promises to, accuses whom, with the evidence.",
    epilog="Example: regraph network -o actors.html --about samarium --level state",
    invoke_without_command=True,
)


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.add_typer(network_app, name="network")


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """The options that choose a network, as they were typed."""

    on: str | None
    known_by: str | None
    about: list[str] | None
    around: str | None
    depth: int
    relations: str | None
    view: str
    level: str
    measure: list[str] | None
    document: list[str] | None
    since: str | None

    def build(self, store: "Store", on: str | None) -> "Graph":
        """Return the network on a day; it may be empty."""
        from regraph.api.names import document, named
        from regraph.cli.choosing import days, first_day
        from regraph.errors import UsageError
        from regraph.network import VIEWS, build

        if self.view not in VIEWS:
            raise UsageError(f"--view {self.view!r} is unknown: use one of {', '.join(VIEWS)}")
        relations = [name.strip() for name in (self.relations or "").split(",") if name.strip()]
        return build(
            store,
            on=days(on),
            known_by=day(self.known_by, "--known-by"),
            about=[named(store, name, "material") for name in self.about or ()],
            around=named(store, self.around, "actor") if self.around else None,
            depth=self.depth,
            relations=relations or VIEWS[self.view],
            level=self.level,
            measures=[named(store, name, "measure") for name in self.measure or ()],
            documents=[document(store, name) for name in self.document or ()],
            since=first_day(self.since),
        )

    def both(self, store: "Store", against: str | None) -> "tuple[Graph, Comparison | None]":
        """Return the network, and what changed in it since another day, where one is given.

        Raises: NotFoundError where nobody has a tie.
        """
        from regraph.errors import NotFoundError
        from regraph.network import compare

        graph = self.build(store, self.on)
        before = self.build(store, against) if against else None
        if not graph and not before:
            raise NotFoundError("nobody has a tie in this view: widen --on, or leave out --about or --relations")
        return graph, compare(before, graph) if before is not None else None


def _chosen(typed: Mapping[str, Any]) -> "tuple[Graph, Comparison | None]":
    """Return the network that the options of a command choose, and what changed in it, as `_View.both` does.

    `typed`: option -> value, with `store` and `against`.
    """
    from regraph.store import Store

    wanted = _View(**{one.name: typed[one.name] for one in fields(_View)})
    with Store.open(typed["store"]) as opened:
        return wanted.both(opened, typed["against"])


@network_app.callback(epilog="Example: regraph network -o actors.html --about samarium --level state")
def network(
    context: typer.Context,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="json, graphml, gexf, csv, nodes-csv, neo4j, cytoscape, html, svg or png; "
            "default by the file's ending.",
        ),
    ] = None,
    out: OutOption = None,
    on: DaysOption = None,
    known_by: KnownByOption = None,
    about: AboutOption = None,
    around: AroundOption = None,
    depth: DepthOption = 1,
    relations: RelationsOption = None,
    view: ViewOption = "actors",
    level: LevelOption = "all",
    measure: MeasureOption = None,
    document: DocumentOption = None,
    since: SinceOption = None,
    against: AgainstOption = None,
    with_stats: Annotated[
        bool, typer.Option("--stats", help="With the measures of `network stats` as attributes of the nodes.")
    ] = False,
    quotes: QuotesOption = True,
    excel_safe: ExcelOption = True,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write the network of actors: who imposes on, agrees with, promises to, accuses whom, with the evidence."""
    if context.invoked_subcommand:
        _no_options_before(context)
        return
    from regraph import network as networks
    from regraph.cli import output
    from regraph.cli.choosing import chosen_format
    from regraph.network.formats import Options

    chosen = chosen_format(form, out, networks.guess(out) if out else "json", list(networks.FORMATS))
    graph, change = _chosen(locals())
    if with_stats:
        graph = networks.with_stats(graph)
    if change:
        graph = networks.with_change(graph, change)
    title = f"Actor network: {', '.join(graph.graph['about'])}" if graph.graph["about"] else "Actor network"
    with output.target(out) as stream:
        networks.write(graph, chosen, stream, Options(excel_safe=excel_safe, quotes=quotes, title=title))


@network_app.command(epilog="Example: regraph network stats --against 2025-10-01 --on 2025-11-15 --ties")
def stats(
    on: DaysOption = None,
    known_by: KnownByOption = None,
    about: AboutOption = None,
    around: AroundOption = None,
    depth: DepthOption = 1,
    relations: RelationsOption = None,
    view: ViewOption = "actors",
    level: LevelOption = "all",
    measure: MeasureOption = None,
    document: DocumentOption = None,
    since: SinceOption = None,
    against: AgainstOption = None,
    ties: Annotated[bool, typer.Option("--ties", help="With --against: changed ties, not actors.")] = False,
    top: Annotated[int, typer.Option("--top", min=1, help="How many rows to list.")] = 25,
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Say who is central, who stands between, which camps there are, how far signs are in balance, what changed."""
    from regraph.cli import output
    from regraph.errors import UsageError
    from regraph.network import stats as measures

    if ties and against is None:
        raise UsageError("--ties lists what changed since another day: give one with --against")
    graph, change = _chosen(locals())
    if change:
        _tell_change(change, ties=ties, top=top, as_json=as_json)
        return
    found = measures(graph)
    if as_json:
        output.print_json(found.to_json())
        return
    columns = [name for name in found.nodes[0] if name != "id"] if found.nodes else ["label"]
    output.print_rows(columns, found.nodes[:top])
    output.note(", ".join(f"{name} {value}" for name, value in found.summary.items() if value is not None))


_CHANGED = "label change degree degree_change cooperation_change conflict_change pagerank pagerank_change".split()
_TIES = "change source relation target label was now".split()


def _tell_change(change: "Comparison", *, ties: bool, top: int, as_json: bool) -> None:
    from regraph.cli import output

    if as_json:
        output.print_json(change.to_json())
        return
    rows: Any = change.ties if ties else change.nodes
    output.print_rows(_TIES if ties else _CHANGED, rows[:top])
    counts = {kind: sum(tie["change"] == kind for tie in change.ties) for kind in ("new", "gone", "changed")}
    output.note("ties: " + ", ".join(f"{number} {kind}" for kind, number in counts.items()))
    moved = (f"{name} {was} → {now}" for name, (was, now) in change.summary.items() if was != now)
    output.note(", ".join(moved) or "no measure of the whole has changed")


def _no_options_before(context: typer.Context) -> None:
    """Refuse options in front of a subcommand, which would be lost.

    Raises: UsageError naming the option.
    """
    from regraph.errors import UsageError

    for name in context.params:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise UsageError(f"--{name.replace('_', '-')} stands before `stats`: write it behind")
