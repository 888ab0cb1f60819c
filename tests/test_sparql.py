"""Parameters are terms, never text; nothing calls out or writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from regraph import sparql
from regraph.errors import QueryError


@pytest.fixture
def engine() -> Store:
    store = Store()
    store.extend([Quad(NamedNode("http://x/a"), NamedNode("http://x/label"), Literal("tin"))])
    return store


@given(st.text(max_size=40))
def test_a_text_parameter_never_changes_the_query(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    store = Store()
    store.extend([Quad(NamedNode("http://x/a"), NamedNode("http://x/label"), Literal(text))])
    query = "SELECT ?s { ?s <http://x/label> $label }"
    assert len(sparql.solutions(store, query, {"label": Literal(text)})) == 1
    assert sparql.solutions(store, query, {"label": Literal(text + "x")}) == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * {\n# comment\nSERVICE ?where { ?s ?p ?o } }",
        "SELECT * { { ?s ?p 'it''s' . } UNION { SERVICE <http://127.0.0.1:9/> {} } }",
    ],
)
def test_service_is_refused(engine: Store, query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        sparql.run(engine, query)


@pytest.mark.parametrize(
    "query",
    [
        # what a reader of tokens takes for an IRI, a string or a comment, and the engine does not
        "SELECT * { ?s ?p ?o FILTER(?o<'x>') SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } FILTER(?o<'y>') }",
        "PREFIX e: <http://e/> SELECT * { e:x\\# ?p ?o . SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "PREFIX e: <http://e/> SELECT * { e:x\\' ?p ?o . SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } e:x\\' ?p ?o }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?a ?b ?c } }",
        "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    ],
)
def test_a_hidden_service_is_refused_before_it_runs(engine: Store, query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        sparql.run(engine, query)


@pytest.mark.parametrize(
    ("update", "passes"),
    [
        ("LOAD <http://127.0.0.1:9/>", False),
        ("INSERT DATA { <a:b> <a:c> 'load' } ; load silent <http://127.0.0.1:9/>", False),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", False),
        ("INSERT DATA { <a:load> <a:service> 'a load in service' } # LOAD", True),
    ],
)
def test_an_update_that_fetches_is_refused(update: str, passes: bool) -> None:
    if passes:
        sparql.refuse_calls(update, update=True)
        return
    with pytest.raises(QueryError, match="never follows"):
        sparql.refuse_calls(update, update=True)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE' }",
        'SELECT * { ?s ?p "a \\" SERVICE" }',
        "SELECT * { ?s <http://x/SERVICE> ?service } # SERVICE",
    ],
)
def test_the_word_service_elsewhere_is_no_call(engine: Store, query: str) -> None:
    sparql.run(engine, query)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <http://x/b> <http://x/p> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/x>",
        "CLEAR ALL",
    ],
)
def test_updates_are_refused(engine: Store, update: str) -> None:
    with pytest.raises(QueryError, match="reads only"):
        sparql.run(engine, update)
    assert len(engine) == 1


def test_a_syntax_error_is_one_line_that_names_the_query(engine: Store) -> None:
    with pytest.raises(QueryError, match=r"^my\.rq is no SPARQL query") as caught:
        sparql.run(engine, "SELECT * { ?s ?p", name="my.rq")
    assert "\n" not in str(caught.value)


def test_an_unknown_parameter_is_named(engine: Store) -> None:
    with pytest.raises(QueryError, match=r"\$metal"):
        sparql.run(engine, "SELECT * { ?s ?p $material }", {"metal": Literal("tin")})


def test_prefixes_are_known(engine: Store) -> None:
    assert sparql.solutions(engine, "SELECT * { ?s rdfs:label ?l ; a rg:Measure }") == []
