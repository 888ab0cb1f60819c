"""Formats, caching, datasets, graphs and linked data over HTTP, beyond what the W3C tests ask."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from regraph import ids
from regraph.web import warming
from regraph.web.app import create_app
from regraph.web.settings import Settings
from tests.web.running import BEARER, Running, make_store, numbers, serve

MEASURE = "tin-ban"
SELECT = "SELECT ?m { ?m a rg:Measure } ORDER BY ?m"
CONSTRUCT = "CONSTRUCT WHERE { ?m a rg:Measure ; ?p ?o }"
ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "text/n3": ox.RdfFormat.N3,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}


@pytest.mark.parametrize("accept", ROWS)
def test_rows_in_every_format(small: Running, accept: str) -> None:
    found = small.ask(SELECT, Accept=accept)
    told = ox.parse_query_results(found.content, format=ROWS[accept])
    assert isinstance(told, ox.QuerySolutions)
    assert len(list(told)) == 2
    assert found.headers["vary"] == "Accept"


@pytest.mark.parametrize("accept", GRAPHS)
def test_graphs_in_every_syntax(small: Running, accept: str) -> None:
    found = small.ask(CONSTRUCT, Accept=accept)
    assert found.headers["content-type"].partition(";")[0] == accept
    wanted = {str(one) for one in ox.parse(small.ask(CONSTRUCT).content, format=ox.RdfFormat.TURTLE)}
    assert {str(one) for one in ox.parse(found.content, format=GRAPHS[accept])} == wanted
    assert len(wanted) > 20


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("text/tab-separated-values, */*;q=0.1", "text/tab-separated-values"),
        ("text/csv;q=nonsense, application/xml", "application/sparql-results+xml"),
    ],
)
def test_the_best_format_is_sent(small: Running, accept: str, sent: str) -> None:
    assert small.ask(SELECT, Accept=accept).headers["content-type"].partition(";")[0] == sent


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "image/png"), (SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), ("ASK {}", "text/n3")],
)
def test_what_cannot_be_sent_is_406(small: Running, query: str, accept: str) -> None:
    found = small.ask(query, Accept=accept)
    assert (found.status_code, found.headers["vary"]) == (406, "Accept")
    assert found.headers["content-type"].startswith("text/plain")


def test_a_format_may_be_named(small: Running) -> None:
    assert small.client.get("/sparql", params={"query": SELECT, "format": "csv"}).text.startswith("m\r\n")
    assert small.client.get("/sparql", params={"query": SELECT, "format": "docx"}).status_code == 400


def test_an_answer_that_is_known_is_not_sent_again(small: Running) -> None:
    first = small.ask(SELECT)
    again = small.ask(SELECT, **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = small.ask(SELECT, Accept="text/csv", **{"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    assert "etag" not in small.ask("SELECT (NOW() AS ?now) {}").headers
    assert small.rows("SELECT (STRUUID() AS ?x) {}") != small.rows("SELECT (STRUUID() AS ?x) {}")


def test_head_and_methods(small: Running) -> None:
    found = small.client.head("/sparql", params={"query": SELECT})
    assert (found.status_code, found.content) == (200, b"")
    assert small.client.put("/sparql").status_code == 405
    assert small.client.post("/sparql", data={"x": "y"}).status_code == 400


def test_a_dataset_is_what_the_request_names(small: Running) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    odd = ids.graph_iri("odd/gräph")
    given = {"query": count, "default-graph-uri": odd}
    assert small.client.get("/sparql", params=given).json()["results"]["bindings"][0]["n"]["value"] == "1"
    given = {"query": count, "named-graph-uri": odd}
    assert small.client.get("/sparql", params=given).json()["results"]["bindings"][0]["n"]["value"] == "0"
    named = {"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": odd}
    rows = small.client.post("/sparql", data=named).json()["results"]["bindings"]
    assert [row["g"]["value"] for row in rows] == [odd]
    broken = small.client.get("/sparql", params={"query": count, "default-graph-uri": "no iri <>"})
    assert broken.status_code == 400


def test_the_default_graph_counts_a_statement_once(small: Running) -> None:
    label = 'SELECT ?o { <https://w3id.org/regraph/id/material/tin> rdfs:label ?o FILTER(LANG(?o) IN ("en", "")) }'
    assert len(small.rows(label)) == 1


# --- linked data ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accept", GRAPHS)
def test_a_thing_in_every_syntax(small: Running, accept: str) -> None:
    found = small.client.get(f"/id/measure/{MEASURE}", headers={"Accept": accept})
    assert found.status_code == 200
    assert found.headers["vary"] == "Accept"
    subjects = {one.subject for one in ox.parse(found.content, format=GRAPHS[accept])}
    assert ox.NamedNode(ids.iri("measure", MEASURE)) in subjects


def test_a_browser_is_sent_to_the_page_of_a_thing(small: Running) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    found = small.client.get(f"/id/measure/{MEASURE}", headers={"Accept": accept})
    assert (found.status_code, found.headers["location"]) == (303, f"/measure/{MEASURE}")
    assert found.headers["vary"] == "Accept"


def test_what_is_not_there_is_404(small: Running) -> None:
    for path in ("/id/measure/none", "/id/", "/graph/none", "/graphs?graph=http://example.org/none", "/id/a b<>"):
        found = small.client.get(path, headers={"Accept": "text/turtle"})
        assert found.status_code == 404, path
    assert small.client.get(f"/id/measure/{MEASURE}", headers={"Accept": "image/png"}).status_code == 406
    assert small.client.get(f"/id/measure/{MEASURE}?format=docx").status_code == 400


def test_the_ontology_and_the_description_of_the_whole(small: Running) -> None:
    ontology = small.client.get("/ontology", headers={"Accept": "text/turtle"})
    terms = {one.subject for one in ox.parse(ontology.content, format=ox.RdfFormat.TURTLE)}
    assert ox.NamedNode(ids.ONTOLOGY + "Measure") in terms
    void = small.client.get("/.well-known/void", headers={"Accept": "application/n-triples"})
    assert f"<http://rdfs.org/ns/void#sparqlEndpoint> <{small.url}/sparql>" in void.text
    for found in (ontology, void):
        held = {"Accept": found.headers["content-type"], "If-None-Match": found.headers["etag"]}
        assert small.client.get(found.url.path, headers=held).status_code == 304


def test_a_graph_by_its_own_address_and_by_parameter(small: Running) -> None:
    for path in ("/graph/odd/gr%C3%A4ph", "/graphs?graph=https://w3id.org/regraph/graph/odd/gr%C3%A4ph"):
        found = small.client.get(path, headers={"Accept": "application/n-triples"})
        label = r'"a \"b\"\n\\c ü"@en'
        subject = ids.iri("measure", "test-1")
        assert found.text == f"<{subject}> <http://www.w3.org/2000/01/rdf-schema#label> {label} .\n"
    assert small.client.get("/graphs").status_code == 400
    assert small.client.get("/graphs?default&graph=http://x/").status_code == 400
    assert small.client.get("/graphs?graph=no%20iri").status_code == 400


# --- writing ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serve(make_store(tmp_path_factory.mktemp("w") / "store", numbers(3)), "--writable") as running:
        yield running


G = "http://example.org/new"


def test_a_graph_is_put_posted_read_and_deleted(writable: Running) -> None:
    def send(method: str, text: str) -> int:
        headers = {**BEARER, "Content-Type": "text/turtle"}
        return writable.client.request(method, f"/graphs?graph={G}", content=text, headers=headers).status_code

    assert send("PUT", "<#a> <#b> 1, 2 .") == 201
    assert send("PUT", "<#a> <#b> 1 .") == 204
    assert send("POST", "<#a> <#b> 3 .") == 204
    assert writable.count(f"GRAPH <{G}> {{ <{G}#a> ?p ?o }}") == 2
    assert writable.count(f"<{G}#a> ?p ?o") == 2  # the default graph is the union
    assert send("PUT", "<#a> <#b> .") == 400
    assert writable.client.delete(f"/graphs?graph={G}", headers=BEARER).status_code == 204
    assert writable.client.delete(f"/graphs?graph={G}", headers=BEARER).status_code == 404
    assert writable.count(f"<{G}#a> ?p ?o") == 0


def test_a_graph_without_a_name_gets_one(writable: Running) -> None:
    headers = {**BEARER, "Content-Type": "application/n-triples"}
    made = writable.client.post("/graphs", content="<a:b> <a:c> <a:d> .", headers=headers)
    assert made.status_code == 201
    assert writable.client.get(made.headers["location"], headers={"Accept": "application/n-triples"}).text == (
        "<a:b> <a:c> <a:d> .\n"
    )
    assert writable.client.delete(made.headers["location"], headers=BEARER).status_code == 204
    assert (
        writable.client.post("/graphs", content="x", headers={**BEARER, "Content-Type": "text/csv"}).status_code == 415
    )
    quads = "<a:b> <a:c> <a:d> <a:g> ."
    headers["Content-Type"] = "application/n-quads"
    assert writable.client.put(f"/graphs?graph={G}", content=quads, headers=headers).status_code == 400


def update(running: Running, text: str, **params: str) -> str:
    headers = {**BEARER, "Content-Type": "application/sparql-update"}
    found = running.client.post("/sparql", params=params, content=text, headers=headers)
    assert found.status_code == 200, found.text
    return found.text


def test_the_default_graph_stays_the_union(writable: Running) -> None:
    before = writable.count()
    assert (
        update(writable, "INSERT DATA { <a:x> <a:y> 1 . GRAPH <a:g> { <a:x> <a:y> 2 } }")
        == "2 quads added, 0 removed\n"
    )
    assert writable.count("<a:x> <a:y> ?o") == 2
    assert writable.rows("SELECT ?g { GRAPH ?g { <a:x> <a:y> 1 } }") == [{"g": ids.graph_iri("written")}]
    # a statement of a named graph goes with its graph alone
    assert update(writable, "DELETE DATA { <a:x> <a:y> 2 }") == "0 quads added, 0 removed\n"
    assert writable.count("<a:x> <a:y> ?o") == 2
    update(writable, "DELETE DATA { GRAPH <a:g> { <a:x> <a:y> 2 } }")
    update(writable, "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?s = <a:x>) }")
    assert writable.count() == before
    assert writable.count("GRAPH ?g { ?s ?p ?o }") == before


def test_an_update_that_fails_changes_nothing(writable: Running) -> None:
    before = writable.count()
    for text in ("INSERT DATA { <a:x> <a:y> 1 } ; CREATE GRAPH <http://example.org/g>", "INSERT DATA { <a:x> <a:y> }"):
        headers = {**BEARER, "Content-Type": "application/sparql-update"}
        assert writable.client.post("/sparql", content=text, headers=headers).status_code == 400
    assert writable.count() == before


def test_the_start_page_is_made_before_anybody_asks(tmp_path: Path) -> None:
    app = create_app(Settings(store=make_store(tmp_path / "store", numbers(3)), scratch=tmp_path))
    try:
        assert asyncio.run(warming.visit(app.router, "/")) == 200
        assert asyncio.run(warming.visit(app.router, "/nothing-here")) in (0, 404)
    finally:
        app.state.service.close()


def test_health_and_metrics(small: Running) -> None:
    health = small.client.get("/healthz").json()
    assert (health["status"], health["workers"]) == ("ok", 2)
    small.ask(SELECT)
    text = small.client.get("/metrics").text
    assert 'regraph_requests_total{method="GET",part="sparql",status="200"}' in text
    assert "regraph_workers_busy" in text
    small.client.get("/a/b/c/made-up")
    assert "made-up" not in small.client.get("/metrics").text
    assert json.dumps(health)
