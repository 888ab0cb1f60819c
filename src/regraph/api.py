"""A store on disk in, Python values, SPARQL rows and an rdflib graph out: what `regraph.open` gives."""

import datetime as dt
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph as ox

from regraph import dates, questions, sparql, terms
from regraph.sparql import Term
from regraph.store import Store

if TYPE_CHECKING:
    import rdflib


class Graph:
    """A read-only view of a store: questions, SPARQL, rdflib.

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

    def ask(
        self, question: str, *, on: str | dt.date | None = None, known_by: str | dt.date | None = None
    ) -> list[dict[str, Any]]:
        """Return the rows of a question in plain English, each with `evidence` and `against`.

        Raises: NotFoundError where no stored question fits; DateError where a date is none.
        """
        found = questions.ask(self._store, question, on=_day(on), known_by=_day(known_by) or questions.END_OF_TIME)
        rows: list[dict[str, Any]] = found.to_json()["rows"]
        return rows

    def query(self, text: str, **parameters: Term) -> list[dict[str, Any]]:
        """Return the rows of a SELECT query as plain values; `$name` in the query takes the keyword `name`.

        Raises: QueryError where it does not parse, writes, or is no SELECT.
        """
        rows = sparql.solutions(self._store.engine, text, parameters)
        return [{name: questions.plain(term) for name, term in row.items()} for row in rows]

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


def _day(value: str | dt.date | None) -> dt.date | None:
    if isinstance(value, str):
        return dates.parse(value).latest
    return value
