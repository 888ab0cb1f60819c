"""A store in, a running `regraph serve` with a client for it out: what the tests of the service share."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from regraph.store import Store

TOKEN = "a-token-of-the-tests-0123456789"  # noqa: S105 - of the tests alone
BEARER = {"Authorization": f"Bearer {TOKEN}"}
_SERVING = re.compile(r"serving .* at (http://\S+)")


class Running:
    """A service that runs in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]", url: str, client: httpx.Client) -> None:
        self.process = process
        self.url = url
        self.client = client
        self.log: list[str] = []

    def ask(self, query: str, **headers: str) -> httpx.Response:
        """Send a query by GET."""
        return self.client.get("/sparql", params={"query": query}, headers=headers)

    def rows(self, query: str) -> list[dict[str, str]]:
        """Return the rows of a query as plain texts."""
        found = self.ask(query)
        assert found.status_code == 200, found.text
        return [{name: cell["value"] for name, cell in row.items()} for row in found.json()["results"]["bindings"]]

    def count(self, pattern: str = "?s ?p ?o") -> int:
        """Return how many solutions a pattern has."""
        return int(self.rows(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")[0]["n"])


@contextmanager
def serve(store: Path, *options: str, env: dict[str, str] | None = None) -> Iterator[Running]:
    """Run `regraph serve` on a free port, and end it with the block."""
    scratch = store.parent / f"{store.name}-scratch"
    scratch.mkdir(exist_ok=True)
    where = ["--store", str(store), "--port", "0", "--scratch", str(scratch)]
    process = subprocess.Popen(
        [sys.executable, "-m", "regraph", "serve", *where, *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "REGRAPH_TOKEN": TOKEN, **(env or {})},
    )
    assert process.stderr is not None
    lines: list[str] = []
    url = ""
    for line in process.stderr:
        lines.append(line)
        if found := _SERVING.search(line):
            url = found[1]
            break
    assert url, "".join(lines)
    with httpx.Client(base_url=url, timeout=60) as client:
        running = Running(process, url, client)
        running.log += lines
        reader = threading.Thread(target=lambda: running.log.extend(process.stderr or ()), daemon=True)
        reader.start()
        try:
            yield running
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            reader.join(timeout=5)


def make_store(place: Path, quads: Sequence[Quad]) -> Path:
    """Return a store on disk with some quads of named graphs."""
    with Store.open(place, write=True) as store:
        store.apply(add=quads)
    return place


def numbers(count: int, *, graph: str = "http://example.org/g") -> list[Quad]:
    """Return as many quads: thing 0 has the value 0, and so on, in one graph."""
    name = NamedNode(graph)
    value = NamedNode("http://example.org/value")
    return [Quad(NamedNode(f"http://example.org/{one}"), value, ox.Literal(one), name) for one in range(count)]
