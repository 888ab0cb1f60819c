"""Judging one article beside a store of 1,000 and of 100,000 articles: the cost has to be the same."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from bench import timing
from bench.extraction import articles
from regraph import ids, pipeline, rdf, terms
from regraph.store import Store, rebuild

SIZES = (1_000, 100_000)


def stored(number: int) -> Iterator[Quad]:
    """Yield the graphs of many small documents, each with one claim."""
    kind, rights = NamedNode(terms.term("rdf:type")), NamedNode(terms.term("dcterms:identifier"))
    document, claim = NamedNode(terms.rg("Document")), NamedNode(terms.rg("MeasureClaim"))
    derived = NamedNode(terms.term("prov:wasDerivedFrom"))
    for index in range(number):
        name = f"{index:016x}"
        graph, me = rdf.document_graph(name), NamedNode(ids.iri("document", name))
        said = NamedNode(ids.iri("claim", name))
        yield Quad(me, kind, document, graph)
        yield Quad(me, rights, Literal(f"{name}.txt"), graph)
        yield Quad(said, kind, claim, graph)
        yield Quad(said, derived, me, graph)


def run() -> Iterator[str]:
    """Yield the time of judging one article of 500 words at each size, and the ratio."""
    document = articles()[0]
    claims = pipeline.claims(document)
    seconds: dict[int, float] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "store"
            with rebuild(place) as store:
                store.bulk(rdf.known_quads())
                store.bulk(stored(size))
            with Store.open(place) as store:

                def judge(store: Store = store) -> None:
                    store.has_graph(rdf.document_graph(document.id).value)
                    pipeline.prepare(document, claims)

                judge()
                seconds[size] = timing.function(judge, runs=15)
        yield f"{size} articles stored: judging one takes {seconds[size] * 1000:.0f} ms"
    yield f"ratio large to small: {seconds[SIZES[1]] / seconds[SIZES[0]]:.2f}"
