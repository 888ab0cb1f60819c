"""The command that gives the graph away: export."""

from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from regraph.cli.options import DEFAULT_STORE, StoreOption

if TYPE_CHECKING:
    import datetime as dt

    from regraph.export import Filters, Options
    from regraph.export.folder import Part
    from regraph.network.building import Graph
    from regraph.network.formats import Options as NetworkOptions
    from regraph.store import Store

MeasureOption = Annotated[
    list[str] | None, typer.Option("--measure", help="Only this measure and what is about it.", metavar="ID")
]
DocumentOption = Annotated[
    list[str] | None, typer.Option("--document", help="Only what this document says.", metavar="NAME")
]
SinceOption = Annotated[
    str | None, typer.Option("--since", help="Only documents published on this day or later.", metavar="DATE")
]
ExcelOption = Annotated[bool, typer.Option(help="Guard cells of CSV that a spreadsheet would run as a formula.")]
QuotesOption = Annotated[bool, typer.Option("--quotes/--no-quotes", help="With the quoted passages, or without.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command(epilog="Example: regraph export -o graph.ttl --material samarium --no-quotes")(export)


def export(
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="RDF: ttl, trig, nt, nq, jsonld, rdfxml; ftm (FollowTheMoney); void (what the graph holds); several "
            "files: csv, parquet, ro-crate. Default by the file's ending.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write to this file; several files go to a folder, or to a name.zip."),
    ] = None,
    measure: MeasureOption = None,
    material: Annotated[
        list[str] | None, typer.Option("--material", help="Only what concerns this material or good.", metavar="NAME")
    ] = None,
    document: DocumentOption = None,
    since: SinceOption = None,
    quotes: QuotesOption = True,
    excel_safe: ExcelOption = True,
    site: Annotated[
        str | None, typer.Option("--site", help="URL of a web service, for the links of --format void.", metavar="URL")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write the graph, or a part of it, for other tools; the same graph gives the same bytes."""
    from regraph.api.names import document as document_named
    from regraph.api.names import named
    from regraph.cli.choosing import chosen_format, first_day
    from regraph.export import FORMATS, Filters, Options, guess
    from regraph.store import Store

    chosen = chosen_format(form, out, guess(out) if out else "ttl", list(FORMATS))
    with Store.open(store) as opened:
        filters = Filters(
            measure=tuple(named(opened, name, "measure") for name in measure or ()),
            material=tuple(named(opened, name, "material") for name in material or ()),
            document=tuple(document_named(opened, name) for name in document or ()),
            since=first_day(since),
            quotes=quotes,
        )
        _some_since(opened, filters.since)
        more = _networks(opened, filters) if chosen == "ro-crate" else ()
        _write(opened, chosen, out, filters, Options(excel_safe=excel_safe, site=site, more=more))


def _some_since(store: "Store", since: "dt.date | None") -> None:
    """Refuse to write nothing.

    Raises: NotFoundError where no document was published on a day or later.
    """
    from pyoxigraph import NamedNode

    from regraph import terms
    from regraph.errors import NotFoundError

    days = (quad.object for quad in store.match(None, NamedNode(terms.rg("publishedLatest")))) if since else ()
    if since and not any(getattr(day, "value", "") >= since.isoformat() for day in days):
        raise NotFoundError(f"no document was published on {since} or later: name an earlier day with --since")


def _write(store: "Store", form: str, out: Path | None, filters: "Filters", options: "Options") -> None:
    from regraph.cli import output
    from regraph.errors import UsageError
    from regraph.export import FORMATS, write, write_folder

    if FORMATS[form].makes == "folder":
        if out is None or str(out) == "-":
            raise UsageError(f"{form} is several files: name a folder or a .zip with -o")
        if out.suffix.lower() != ".zip":
            write_folder(store, form, out, filters=filters, options=options)
            return
    with output.target(out) as stream:
        write(store, form, stream, filters=filters, options=options)


def _networks(store: "Store", filters: "Filters") -> tuple["Part", ...]:
    """Return the network of actors of the same choice as further files of a crate."""
    from functools import partial

    from regraph import network
    from regraph.export.folder import Part
    from regraph.network.formats import Options

    graph = network.build(
        store,
        about=filters.material,
        measures=filters.measure,
        documents=filters.document,
        since=filters.since,
    )
    options = Options(quotes=filters.quotes)
    return tuple(
        Part(
            name=f"network.{form}",
            write=partial(_write_network, graph, form, options),
            media_type=media,
            about=f"The network of actors, for {tools}.",
        )
        for form, media, tools in (
            ("graphml", "application/graphml+xml", "yEd, igraph and Cytoscape"),
            ("gexf", "application/gexf+xml", "Gephi, with time"),
        )
    )


def _write_network(graph: "Graph", form: str, options: "NetworkOptions", stream: IO[bytes]) -> None:
    from regraph import network

    network.write(graph, form, stream, options)
