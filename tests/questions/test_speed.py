"""Every stored question on a store of some hundred articles: answered in little time, whatever is asked for."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench import asof, made
from bench import store as stores
from pyoxigraph import Literal, NamedNode

from regraph import ids, questions, rdf, sparql, terms
from regraph.questions import Question
from regraph.sparql import Term
from regraph.store import Store

_MOST = 3.0  # seconds of CPU; a question takes some hundredths, and one that joins everything with everything minutes
_ARTICLES = 250
_DATE = NamedNode(terms.term("xsd:date"))
_BUSIEST = "SELECT ?thing { ?thing a rg:%s ; rg:basedOn ?claim } GROUP BY ?thing ORDER BY DESC(COUNT(*)) ?thing LIMIT 1"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a store of a made-up world."""
    place = tmp_path_factory.mktemp("speed") / "store"
    stores.fill(place, made.World(_ARTICLES), _ARTICLES)
    with Store.open(place) as store:
        yield store


def given(store: Store, question: Question) -> dict[str, Term]:
    """Return what a question has most to say of."""
    known: dict[str, Term] = {
        "material": NamedNode(ids.material_iri("rare-earths")),
        "actor": NamedNode(ids.iri("actor", "cn")),
        "other": NamedNode(ids.iri("actor", "us")),
        "on": Literal("2025-06-30", datatype=_DATE),
        "known_by": Literal("9999-12-31", datatype=_DATE),
        "from": Literal("0001-01-01", datatype=_DATE),
        "to": Literal("9999-12-31", datatype=_DATE),
    }
    for slot, kind in (("measure", "Measure"), ("agreement", "Agreement")):
        known[slot] = sparql.solutions(store.engine, _BUSIEST % kind)[0]["thing"]
    return {name: known[name] for name in sparql.parameters(question.query)}


@pytest.mark.parametrize("name", sorted(questions.catalogue()))
def test_no_stored_question_takes_long(world: Store, name: str) -> None:
    question = questions.find(name)
    parameters = given(world, question)
    began = time.process_time()
    sparql.solutions(world.engine, question.query, parameters)
    assert time.process_time() - began < _MOST


def test_a_body_of_a_state_has_what_its_name_in_an_answer_is_made_of() -> None:
    store = Store.memory()
    store.apply(rdf.known_quads())
    bodies = "SELECT DISTINCT ?body { ?body rg:partOfState ?state %s }"
    named = "; dcterms:identifier ?short . ?state rdfs:label ?label"
    every = sparql.solutions(store.engine, bodies % "")
    assert len(every) > 100
    assert sparql.solutions(store.engine, bodies % named + " ORDER BY ?body") == sorted(
        every, key=lambda row: row["body"].value
    )


def test_what_holds_on_a_material_costs_the_same_in_a_store_of_many_measures_on_others(tmp_path: Path) -> None:
    seconds: list[float] = []
    for number in (30, 600):
        place = tmp_path / str(number)
        asof.fill(place, number)
        with Store.open(place) as store:
            seconds.append(min(_asking(store) for _ in range(7)))
    assert seconds[1] < 3 * seconds[0]  # what read all measures took eight times as long


def _asking(store: Store) -> float:
    began = time.process_time()
    assert len(questions.ask(store, asof.QUESTION, on=asof.DAY).rows) == asof.FEW
    return time.process_time() - began
