"""Services that several tests of this folder ask."""

from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from regraph import ids, pipeline, terms
from regraph.store import Store
from tests import made_world
from tests.web.running import Running, serve

DOCTORED = NamedNode(ids.iri("measure", "test-1"))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Give a read-only service on the small made-up world."""
    folder = tmp_path_factory.mktemp("small")
    place = folder / "store"
    with Store.open(place, write=True) as store:
        done = pipeline.ingest(store, made_world.files(folder))
        assert not done.failures
        odd = Quad(DOCTORED, NamedNode(terms.term("rdfs:label")), Literal('a "b"\n\\c ü', language="en"))
        store.apply(add=[Quad(odd.subject, odd.predicate, odd.object, NamedNode(ids.graph_iri("odd/gräph")))])
    with serve(place) as running:
        yield running
