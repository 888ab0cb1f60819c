"""A store on disk in, the values that an analyst asks of it out: answers, rows, tables, networks, RDF."""

import datetime as dt
from collections.abc import Iterable
from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph as ox
from pyoxigraph import NamedNode

from regraph import dates, questions, sparql, terms
from regraph.api.names import document as document_named
from regraph.api.names import named
from regraph.api.table import Table
from regraph.sparql import Term
from regraph.store import Store

if TYPE_CHECKING:
    import rdflib

    from regraph.network.building import Graph as Network

Day = str | dt.date
Names = str | Iterable[str]
_COUNTED = ("Document", "Claim", "Measure", "Phase", "Agreement", "Commitment")


class Graph:
    """A read-only view of a store: questions, SPARQL, tables, networks, rdflib.

    Raises: StoreError where there is no store at the path, or it cannot be read.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self._store = Store.open(Path(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        """Number of quads in named graphs."""
        return len(self._store)

    def close(self) -> None:
        """Give the store back; closing twice does no harm."""
        self._store.close()

    def ask(self, question: str, *, on: Day | None = None, known_by: Day | None = None) -> Table:
        """Return the rows of a question in plain English, each with `evidence` and `against`.

        Raises: NotFoundError where no stored question fits; DateError where a date is none.
        """
        found = questions.ask(self._store, question, on=_day(on), known_by=_day(known_by) or questions.END_OF_TIME)
        columns = (*found.question.columns, "evidence", "against")
        return Table(found.to_json()["rows"], columns, f"{question} On {found.on.isoformat()}.")

    def query(self, text: str, **parameters: Term) -> Table:
        """Return the rows of a SELECT query as plain values; `$name` in the query takes the keyword `name`.

        Raises: QueryError where it does not parse, writes, or is no SELECT.
        """
        rows = sparql.solutions(self._store.engine, text, parameters)
        return Table({name: questions.plain(term) for name, term in row.items()} for row in rows)

    def claims(
        self,
        *,
        material: Names | None = None,
        measure: Names | None = None,
        document: Names | None = None,
        since: Day | None = None,
        quotes: bool = True,
    ) -> Table:
        """Return what the documents say, one row a claim, with its passage; filters narrow each other.

        Columns: those of the table `claims` of docs/exports.md.
        Raises: NotFoundError where a name means nothing; DateError where a date is none.
        """
        return self._table("claims", material=material, measure=measure, document=document, since=since, quotes=quotes)

    def measures(self, *, material: Names | None = None, since: Day | None = None) -> Table:
        """Return the measures with who imposes them, on whom, and what they cover.

        Raises: NotFoundError where a name means nothing; DateError where a date is none.
        """
        return self._table("measures", material=material, since=since)

    def phases(
        self,
        *,
        material: Names | None = None,
        measure: Names | None = None,
        on: Day | None = None,
        known_by: Day | None = None,
    ) -> Table:
        """Return which status each measure held when, as known by a day (default: by now), and why.

        With `on`, only the phases of that day. `valid_until` and `known_until` are the first day on which it is no
        longer so.
        Raises: NotFoundError where a name means nothing; DateError where a date is none.
        """
        found = self._table("phases", material=material, measure=measure)
        day, known = _day(on), _day(known_by) or questions.END_OF_TIME
        rows = [
            row
            for row in found
            if _within(known, row["known_from"], row["known_until"])
            and (day is None or _within(day, row["valid_from"], row["valid_until"]))
        ]
        rows.sort(key=lambda row: (row["measure"], row["valid_from"] or dt.date.min, row["id"]))
        return Table(rows, found.columns, "Phases")

    def network(  # noqa: PLR0913 - one name a filter, the same as the options of the command
        self,
        *,
        on: Day | None = None,
        known_by: Day | None = None,
        about: Names | None = None,
        around: str | None = None,
        depth: int = 1,
        relations: Iterable[str] | None = None,
        view: str = "actors",
        level: str = "all",
    ) -> "Network":
        """Return the network of actors as a `networkx.MultiDiGraph`; every edge carries its claims and passages.

        `on`: a day or an interval `2025-04/2025-11`. `view`: what is a node, of `network.VIEWS`. The others as
        `regraph.network.build`, with names in the place of IRIs.
        Raises: NotFoundError where a name means nothing; UsageError where a relation, view or level is unknown.
        """
        from regraph import network as networks
        from regraph.errors import UsageError

        if view not in networks.VIEWS:
            raise UsageError(f"{view!r} is no view: use one of {', '.join(networks.VIEWS)}")
        return networks.build(
            self._store,
            on=dates.parse(on) if isinstance(on, str) else on,
            known_by=_day(known_by),
            about=[named(self._store, name, "material") for name in _names(about)],
            around=named(self._store, around, "actor") if around else None,
            depth=depth,
            relations=relations or networks.VIEWS[view],
            level=level,
        )

    def construct(self, text: str, **parameters: Term) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query.

        Raises: QueryError where it does not parse, writes, or makes no graph.
        """
        return sparql.triples(self._store.engine, text, parameters)

    def rdflib(self, graph: str | None = None) -> "rdflib.Graph":
        """Return an rdflib graph over the same store: the union of all documents, or the named graph of an IRI."""
        import rdflib
        from oxrdflib import OxigraphStore
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        name = rdflib.URIRef(graph) if graph else DATASET_DEFAULT_GRAPH_ID
        found = rdflib.Graph(store=OxigraphStore(store=self._store.engine), identifier=name)
        for prefix, iri in terms.PREFIXES.items():
            found.bind(prefix, iri)
        return found

    def _repr_html_(self) -> str:
        """Return what the graph holds, for a notebook."""
        place = escape(str(self._store.path)) if self._store.path else "in memory"
        rows = "".join(f"<tr><td>{escape(name)}</td><td>{number}</td></tr>" for name, number in self._counts())
        return f"<table><caption>regraph: {place}</caption><tbody>{rows}</tbody></table>"

    def _counts(self) -> Iterable[tuple[str, int]]:
        kind = NamedNode(terms.term("rdf:type"))
        for name in _COUNTED:
            yield f"{name.lower()}s", sum(1 for _ in self._store.match(None, kind, NamedNode(terms.rg(name))))

    def _table(self, name: str, **filters: Any) -> Table:
        """Return a table of the export, filtered as `claims` tells."""
        from regraph.export import Filters, select
        from regraph.export.records import TABLES

        wanted = Filters(
            material=tuple(named(self._store, one, "material") for one in _names(filters.get("material"))),
            measure=tuple(named(self._store, one, "measure") for one in _names(filters.get("measure"))),
            document=tuple(document_named(self._store, one) for one in _names(filters.get("document"))),
            since=_day(filters.get("since"), end=False),
            quotes=filters.get("quotes", True),
        )
        table = TABLES[name]
        columns = [column.name for column in table.columns]
        return Table(table.rows(select(self._store, wanted)), columns, name.capitalize())


def network(store: str | PathLike[str] | Graph = "regraph-store", **view: Any) -> "Network":
    """Return the network of actors of a store or of an open graph; `view` as in `Graph.network`.

    Raises: as `Graph.network`; StoreError where there is no store.
    """
    if isinstance(store, Graph):
        return store.network(**view)
    with Graph(store) as graph:
        return graph.network(**view)


def _day(value: Day | None, *, end: bool = True) -> dt.date | None:
    """Return a day; a month or a year stands for its last one, without `end` for its first."""
    if isinstance(value, str):
        bounds = dates.parse(value)
        return bounds.latest if end else bounds.earliest
    return value


def _names(value: Names | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _within(day: dt.date, first: dt.date | None, until: dt.date | None) -> bool:
    return (first is None or first <= day) and (until is None or day < until)
