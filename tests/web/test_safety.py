"""What strangers send: nothing calls out, nothing runs on, nothing is written, and the next one is served."""

import socket
import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import httpx
import pytest

from tests.web.running import BEARER, Running, make_store, numbers, serve

LIMIT = 1.0  # seconds
GRACE = 0.5


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    store = make_store(tmp_path_factory.mktemp("safety") / "store", numbers(3000))
    options = ("--timeout", str(LIMIT), "--memory", "300", "--rows", "5000", "--workers", "2")
    with serve(store, *options) as found:
        yield found


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serve(make_store(tmp_path_factory.mktemp("written") / "store", numbers(5)), "--writable") as found:
        yield found


# --- nothing calls out ------------------------------------------------------------------------------------------


class Canary:
    """A server on loopback that counts who comes."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/canary"
        self.visits = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.visits += 1
            visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nContent-Length: 0\r\n\r\n")
            visitor.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    found = Canary()
    yield found
    found.close()


def test_the_canary_notices_a_visit(canary: Canary) -> None:
    httpx.get(canary.url, timeout=5)
    assert canary.visits == 1


CALLING = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "ASK { service <URL> { ?s ?p ?o } }",
    "SELECT * { VALUES ?where { <URL> } SERVICE ?where { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?a ?b ?c } } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?a ?b ?c } } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    # hidden from a reader of tokens
    "SELECT * { ?s ?p ?o FILTER(?o<'x>') SERVICE <URL> { ?a ?b ?c } FILTER(?o<'y>') }",
    "PREFIX e: <http://e/> SELECT * { ?s ?p e:x\\# . SERVICE <URL> { ?a ?b ?c } }",
    "PREFIX : <URL> SELECT * { SERVICE: { ?a ?b ?c } }",
    "SELECT * { \\u0053ERVICE <URL> { ?a ?b ?c } }",
]


@pytest.mark.parametrize("query", CALLING)
def test_no_query_calls_out(running: Running, canary: Canary, query: str) -> None:
    found = running.ask(query.replace("URL", canary.url))
    assert found.status_code == 400, found.text
    assert found.headers["content-type"].startswith("text/plain")
    assert canary.visits == 0


@pytest.mark.parametrize(
    "query", ["SELECT * FROM <URL> { ?s ?p ?o }", "ASK FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }"]
)
def test_from_fetches_nothing(running: Running, canary: Canary, query: str) -> None:
    found = running.ask(query.replace("URL", canary.url))
    assert found.status_code == 200
    assert canary.visits == 0
    url = canary.url
    assert running.client.get("/sparql", params={"query": "ASK {?s ?p ?o}", "default-graph-uri": url}).json() == {
        "head": {},
        "boolean": False,
    }
    assert canary.visits == 0


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <URL>",
        "LOAD SILENT <URL> INTO GRAPH <http://example.org/g>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "INSERT DATA { <a:b> <a:c> 'load' } ; load <URL>",
    ],
)
def test_no_update_calls_out(writable: Running, canary: Canary, update: str) -> None:
    before = writable.count()
    found = writable.client.post("/sparql", data={"update": update.replace("URL", canary.url)}, headers=BEARER)
    assert found.status_code == 400, found.text
    assert canary.visits == 0
    assert writable.count() == before


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ENTITY = (
    f'<!DOCTYPE r [<!ENTITY x SYSTEM "URL">]><rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about="http://a/">'
    '<p xmlns="http://x/">&x;</p></rdf:Description></rdf:RDF>'
)
DOCUMENTS = [
    ("application/ld+json", '{"@context": "URL", "@id": "http://a/", "http://b/": "c"}'),
    ("application/ld+json", '{"@context": {"@import": "URL"}, "@id": "http://a/", "http://b/": "c"}'),
    ("application/rdf+xml", ENTITY),
    ("application/rdf+xml", f'<!DOCTYPE r SYSTEM "URL"><rdf:RDF xmlns:rdf="{RDF}"/>'),
]


@pytest.mark.parametrize(("kind", "document"), DOCUMENTS)
def test_no_document_calls_out(writable: Running, canary: Canary, kind: str, document: str) -> None:
    found = writable.client.put(
        "/graphs",
        params={"graph": "http://example.org/new"},
        content=document.replace("URL", canary.url),
        headers={**BEARER, "Content-Type": kind},
    )
    assert found.status_code == 400, found.text
    assert canary.visits == 0


def test_entities_that_grow_are_not_read(writable: Running) -> None:
    grown = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE r [<!ENTITY a0 "ha">{grown}]><rdf:RDF xmlns:rdf="{RDF}"/>'
    headers = {**BEARER, "Content-Type": "application/rdf+xml"}
    found = writable.client.put("/graphs?graph=http://example.org/x", content=bomb, headers=headers)
    assert found.status_code == 400


# --- nothing runs on --------------------------------------------------------------------------------------------

V = "<http://example.org/value>"
HOSTILE = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "cross product that must be sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(?i) LIMIT 1",
    "cross product that returns": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "path that walks everything": "SELECT (COUNT(*) AS ?n) { ?a (<x:p>|!<x:p>)* ?b . "
    "?c (<x:p>|!<x:p>)* ?d . ?e (!<x:q>)+ ?f }",
    "regex of many steps": 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i '
    'FILTER(REGEX(STR(?c), "^(([0-9])+)+$") && '
    'REGEX(CONCAT(STR(?a), STR(?d), STR(?g)), "(x+x+)+y")) }',
    "regex that grows": 'SELECT * { ?a ?b ?c FILTER(REGEX(STR(?a), "((a{1,200}){1,200}){1,200}")) }',
    "text that doubles": "SELECT (STRLEN(?z) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?a) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?{one}'] * 16)}) AS ?{other})" for one, other in pairwise("abcdefgh"))
    + " BIND(CONCAT(?h, ?h) AS ?z) }",
    "group of everything": "SELECT ?x (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?t) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i BIND(CONCAT(STR(?c), '-', STR(?f), '-', STR(?i)) AS ?x) } GROUP BY ?x",
    "distinct of everything": "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "deep nesting": "SELECT * { ?s ?p ?o FILTER(" + "!(" * 60_000 + "true" + ")" * 60_000 + ") }",
    "deep groups": "SELECT * " + "{ { " * 30_000 + "?s ?p ?o" + " } }" * 30_000,
    "many values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(str(one) for one in range(900))} }}" for n in range(6))
    + " }",
    "many unions": "SELECT (COUNT(*) AS ?n) { "
    + " ".join("{ ?a ?b ?c } UNION { ?d ?e ?f }" + (" ." if n < 11 else "") for n in range(12))
    + " }",
    "graph of everything": "CONSTRUCT { ?a ?h ?f . ?d ?b ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "subqueries": f"SELECT * {{ ?a {V} ?n FILTER NOT EXISTS {{ ?b {V} ?m . ?c {V} ?k FILTER(?n + ?m + ?k < 0) }} }}",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_ends_in_time_and_the_next_is_answered(running: Running, name: str) -> None:
    _settle(running)
    began = time.monotonic()
    found = running.client.post("/sparql", data={"query": HOSTILE[name]})
    seconds = time.monotonic() - began
    assert found.status_code in (400, 422, 504), f"{found.status_code} {found.text[:200]}"
    assert found.headers["content-type"].startswith("text/plain")
    assert len(found.text) < 1000
    assert seconds < LIMIT + GRACE
    assert running.rows(f"SELECT ?n {{ <http://example.org/7> {V} ?n }}") == [{"n": "7"}]


def _settle(running: Running) -> None:
    """Wait until every worker is there again: what is measured is one query, not the start of a process."""
    for _ in range(100):
        if running.client.get("/healthz").json()["workers"] == 2:
            return
        time.sleep(0.05)
    pytest.fail("the workers did not come back")


def test_all_workers_killed_at_once_come_back(running: Running) -> None:
    _settle(running)
    threads = [
        threading.Thread(target=running.client.post, args=("/sparql",), kwargs={"data": {"query": query}})
        for query in (HOSTILE["cross product"], HOSTILE["distinct of everything"])
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    # it waits for a worker to be free, and is answered
    assert running.rows("SELECT (1 AS ?one) {}") == [{"one": "1"}]
    for thread in threads:
        thread.join()


def test_too_many_rows_are_no_result(running: Running) -> None:
    for accept in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ):
        found = running.ask("SELECT * { ?a ?b ?c . { ?d ?e 1 } UNION { ?d ?e 2 } }", Accept=accept)
        assert (found.status_code, found.headers["content-type"]) == (422, "text/plain; charset=utf-8"), accept
        assert "5000 rows" in found.text
    assert len(running.rows("SELECT * { ?a ?b ?c }")) == 3000


# --- nothing is written, nothing leaks --------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, BEARER])
def test_updates_are_refused_by_default(running: Running, headers: dict[str, str]) -> None:
    by_form = running.client.post("/sparql", data={"update": "CLEAR ALL"}, headers=headers)
    direct = {**headers, "Content-Type": "application/sparql-update"}
    for found in (by_form, running.client.post("/sparql", content="CLEAR ALL", headers=direct)):
        assert found.status_code == 405
        assert "POST" in found.headers["allow"]
    for method in ("PUT", "POST", "DELETE"):
        found = running.client.request(method, "/graphs?graph=http://example.org/g", headers=headers)
        assert (found.status_code, found.headers["allow"]) == (405, "GET, HEAD")
    assert running.ask("INSERT DATA { <a:b> <a:c> 1 }").status_code == 400
    assert running.count() == 3000


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong-token-of-some-length", "Basic YTpi"])
def test_a_change_needs_the_token(writable: Running, token: str) -> None:
    before = writable.count()
    found = writable.client.post("/sparql", data={"update": "CLEAR ALL"}, headers={"Authorization": token})
    assert found.status_code == 401
    assert found.headers["www-authenticate"].startswith("Bearer")
    assert writable.count() == before


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
)
def test_another_site_changes_nothing(writable: Running, headers: dict[str, str]) -> None:
    found = writable.client.post("/sparql", data={"update": "CLEAR ALL"}, headers={**BEARER, **headers})
    assert found.status_code == 403


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("", 421),
        ("127.0.0.1", 200),
        ("localhost:8000", 200),
        ("[::1]:80", 200),
    ],
)
def test_only_known_hosts_are_answered(running: Running, host: str, status: int) -> None:
    assert running.client.get("/healthz", headers={"Host": host}).status_code == status


def test_every_response_has_the_headers(running: Running) -> None:
    for path in ("/", "/sparql", "/nothing-here", "/healthz", "/api/openapi.json", "/sparql?query=ASK"):
        found = running.client.get(path)
        assert "default-src 'none'" in found.headers["content-security-policy"], path
        assert "unsafe" not in found.headers["content-security-policy"], path
        assert found.headers["x-content-type-options"] == "nosniff", path
        assert "access-control-allow-origin" not in found.headers, path
        assert "server" not in found.headers, path


def test_no_origin_may_read_unless_it_is_let_in(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = make_store(tmp_path_factory.mktemp("cors") / "store", numbers(1))
    with serve(store, "--cors", "https://friend.example") as found:
        friend = found.ask("ASK {}", Origin="https://friend.example")
        assert friend.headers["access-control-allow-origin"] == "https://friend.example"
        assert "access-control-allow-origin" not in found.ask("ASK {}", Origin="https://evil.example").headers


def test_a_body_that_is_too_long_is_not_read(running: Running) -> None:
    found = running.client.post("/sparql", data={"query": "ASK {} #" + "x" * 1_100_000})
    assert found.status_code == 413


def test_the_log_has_no_control_characters(running: Running) -> None:
    port = int(running.url.rpartition(":")[2])
    for path in ("/a%0d%0aINJECTED", "/b%1b[2J", "/sparql?query=%00%0a%1b]0;x%07", "/%E2%80%AE", "/\u00ff\u009b"):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
            raw.sendall(
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode("latin-1", "ignore")
            )
            while raw.recv(65536):
                pass
    running.client.get("/healthz")
    time.sleep(0.2)
    log = "".join(running.log)
    assert "%1B[2J" in log
    assert "\nINJECTED" not in log
    assert all(char == "\n" or " " <= char <= "~" for char in log), [char for char in log if not " " <= char <= "~"]


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/id//evil.example", "/id/measure/..%2f..%2f", "/id/%0d%0aLocation:x"]
)
def test_nobody_is_sent_elsewhere(running: Running, path: str) -> None:
    found = running.client.get(path, headers={"Accept": "text/html"}, follow_redirects=False)
    place = found.headers.get("location", "/")
    assert place.startswith(("/", running.url))
    assert not place.startswith("//")
