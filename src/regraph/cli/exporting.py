"""Commands that give the graph away: export, network, network stats."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regraph.cli.options import DEFAULT_STORE, JsonOption, KnownByOption, OutOption, StoreOption, day, today

if TYPE_CHECKING:
    from regraph.dates import Bounds
    from regraph.network.building import Graph
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
        "materials in); default all between actors.",
        metavar="A,B",
    ),
]
LevelOption = Annotated[
    str, typer.Option("--level", help="state folds bodies and persons into states, body only persons, all nothing.")
]
QuotesOption = Annotated[bool, typer.Option("--quotes/--no-quotes", help="With the quoted passages, or without.")]

network_app = typer.Typer(
    help="Write the network of actors: who imposes on, agrees with, promises to, accuses whom, with the evidence.",
    epilog="Example: regraph network -o actors.html --about samarium --level state",
    invoke_without_command=True,
)


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command(epilog="Example: regraph export -o graph.ttl --material samarium --no-quotes")(export)
    app.add_typer(network_app, name="network")


def export(
    form: Annotated[
        str | None, typer.Option("--format", help="ttl, trig, nt, nq, jsonld or rdfxml; default by the file's ending.")
    ] = None,
    out: OutOption = None,
    measure: Annotated[
        list[str] | None, typer.Option("--measure", help="Only this measure and what is about it.", metavar="ID")
    ] = None,
    material: Annotated[
        list[str] | None, typer.Option("--material", help="Only what concerns this material or good.", metavar="NAME")
    ] = None,
    document: Annotated[
        list[str] | None, typer.Option("--document", help="Only what this document says.", metavar="NAME")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", help="Only documents published on this day or later.", metavar="DATE")
    ] = None,
    quotes: QuotesOption = True,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write the graph, or a part of it, as RDF; sorted, so that equal graphs give equal bytes."""
    from regraph.cli import output
    from regraph.export import FORMATS, Filters, guess, write
    from regraph.store import Store

    chosen = _format(form, out, guess(out) if out else "ttl", list(FORMATS))
    with Store.open(store) as opened:
        filters = Filters(
            measure=tuple(_name(opened, name, "measure") for name in measure or ()),
            material=tuple(_name(opened, name, "material") for name in material or ()),
            document=tuple(_document(opened, name) for name in document or ()),
            since=_first_day(since),
            quotes=quotes,
        )
        with output.target(out) as stream:
            write(opened, chosen, stream, filters=filters)


@network_app.callback(epilog="Example: regraph network -o actors.html --about samarium --level state")
def network(
    context: typer.Context,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="json, graphml, gexf, csv, nodes-csv, neo4j, cytoscape, html or svg; default by the file's ending.",
        ),
    ] = None,
    out: OutOption = None,
    on: DaysOption = None,
    known_by: KnownByOption = None,
    about: AboutOption = None,
    around: AroundOption = None,
    depth: DepthOption = 1,
    relations: RelationsOption = None,
    level: LevelOption = "all",
    quotes: QuotesOption = True,
    excel_safe: Annotated[
        bool, typer.Option(help="Guard cells of CSV that a spreadsheet would run as a formula.")
    ] = True,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write the network of actors: who imposes on, agrees with, promises to, accuses whom, with the evidence."""
    if context.invoked_subcommand:
        _no_options_before(context)
        return
    from regraph.cli import output
    from regraph.network import FORMATS, guess, write
    from regraph.network.formats import Options
    from regraph.store import Store

    chosen = _format(form, out, guess(out) if out else "json", list(FORMATS))
    with Store.open(store) as opened:
        graph = _network(opened, on, known_by, about, around, depth=depth, relations=relations, level=level)
    title = f"Actor network: {', '.join(graph.graph['about'])}" if graph.graph["about"] else "Actor network"
    with output.target(out) as stream:
        write(graph, chosen, stream, Options(excel_safe=excel_safe, quotes=quotes, title=title))


@network_app.command(epilog="Example: regraph network stats --on 2025-11-15 --level state")
def stats(
    on: DaysOption = None,
    known_by: KnownByOption = None,
    about: AboutOption = None,
    around: AroundOption = None,
    depth: DepthOption = 1,
    relations: RelationsOption = None,
    level: LevelOption = "all",
    top: Annotated[int, typer.Option("--top", min=1, help="How many actors to list.")] = 25,
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Say who is central, who stands between, which camps there are, and how far the signs are in balance."""
    from regraph.cli import output
    from regraph.network import stats as measures
    from regraph.store import Store

    with Store.open(store) as opened:
        graph = _network(opened, on, known_by, about, around, depth=depth, relations=relations, level=level)
    found = measures(graph)
    if as_json:
        output.print_json(found.to_json())
        return
    columns = [name for name in found.nodes[0] if name != "id"] if found.nodes else ["label"]
    output.print_rows(columns, found.nodes[:top])
    output.note(", ".join(f"{name} {value}" for name, value in found.summary.items() if value is not None))


def _network(
    store: "Store",
    on: str | None,
    known_by: str | None,
    about: list[str] | None,
    around: str | None,
    *,
    depth: int,
    relations: str | None,
    level: str,
) -> "Graph":
    from regraph.errors import NotFoundError
    from regraph.network import build

    graph = build(
        store,
        on=_days(on),
        known_by=day(known_by, "--known-by"),
        about=[_name(store, name, "material") for name in about or ()],
        around=_name(store, around, "actor") if around else None,
        depth=depth,
        relations=[name.strip() for name in relations.split(",") if name.strip()] if relations else None,
        level=level,
    )
    if not graph:
        raise NotFoundError("nobody has a tie in this view: widen --on, or leave out --about or --relations")
    return graph


def _days(text: str | None) -> "Bounds | None":
    from regraph import dates
    from regraph.errors import DateError, UsageError

    if text is None:
        return None
    if text == "today":
        return dates.Bounds(today(), today())
    try:
        return dates.parse(text)
    except DateError as error:
        raise UsageError(f"--on: {error}") from error


def _first_day(text: str | None) -> Any:
    """Return the day of --since: a month or a year stands for its first day."""
    from regraph import dates
    from regraph.errors import DateError, UsageError

    try:
        return dates.parse(text).earliest if text else None
    except DateError as error:
        raise UsageError(f"--since: {error}") from error


def _format(given: str | None, out: Path | None, guessed: str | None, known: list[str]) -> str:
    from regraph.errors import UsageError

    if given is not None and given not in known:
        raise UsageError(f"--format {given!r} is unknown: use one of {', '.join(known)}")
    if given is None and guessed is None:
        raise UsageError(f"the ending of {out} names no format: give --format, one of {', '.join(known)}")
    return given or guessed or known[0]


_WANTED = {
    "measure": ("measure", "a measure"),
    "material": ("material item", "a material or a good"),
    "actor": ("actor", "an actor"),
}


def _name(store: "Store", text: str, kind: str) -> str:
    """Return the IRI of the measure, material or actor that a name means.

    Raises: NotFoundError with the nearest names.
    """
    from regraph.errors import NotFoundError
    from regraph.questions.finding import resolve
    from regraph.questions.naming import names

    kinds, what = _WANTED[kind]
    # a name with several meanings has the one that the option asks for
    found = [name for name in names(text, store) if name.kind in kinds.split()] or [resolve(store, text)]
    if found[0].kind not in kinds.split():
        raise NotFoundError(f"{text!r} is {found[0].label}, which is not {what}: `regraph show {text!r}` tells more")
    return found[0].iri


def _document(store: "Store", text: str) -> str:
    """Return the IRI of the document of a file name, an id or an IRI.

    Raises: NotFoundError with the nearest file names.
    """
    from pyoxigraph import Literal, NamedNode
    from rapidfuzz import process

    from regraph import ids, terms
    from regraph.errors import NotFoundError

    identifier, kind = NamedNode(terms.term("dcterms:identifier")), NamedNode(terms.rg("Document"))
    named = [str(quad.subject)[1:-1] for quad in store.match(None, identifier, Literal(text))]
    prefix = ids.iri("document", "")
    for iri in (*sorted(named), text, prefix + text):
        plain = iri.startswith(prefix) and not any(char in iri for char in ' <>"{}|^`\\')
        if plain and next(store.match(NamedNode(iri), None, kind), None):
            return iri
    known = [
        quad.object.value
        for node in store.match(None, NamedNode(terms.term("rdf:type")), kind)
        for quad in store.match(node.subject, identifier)
        if isinstance(quad.object, Literal)
    ]
    near = [name for name, _, _ in process.extract(text, sorted(known), limit=3)]
    hint = f"did you mean {', '.join(near)}?" if near else "the store holds no document"
    raise NotFoundError(f"the store holds no document called {text!r}: {hint}")


def _no_options_before(context: typer.Context) -> None:
    """Refuse options in front of a subcommand, which would be lost.

    Raises: UsageError naming the option.
    """
    from regraph.errors import UsageError

    for name in context.params:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise UsageError(f"--{name.replace('_', '-')} stands before `stats`: write it behind")
