"""What stands around every request: gzip where it helps, turns for what costs much, errors as people can read them."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from regraph.store import Store
from regraph.web.app import create_app
from regraph.web.around import Turns
from regraph.web.problems import ProblemError
from regraph.web.settings import Settings
from tests.web.running import Running

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ZIPPED = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("path", ["/", "/network", "/timeline", "/api/openapi.json"])
def test_pages_and_json_are_packed_for_those_who_take_it(small: Running, path: str) -> None:
    packed = small.client.get(path, headers=ZIPPED)
    plain = small.client.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.content == plain.content
    assert "content-encoding" not in plain.headers


def test_what_is_small_or_a_result_goes_out_as_it_is(small: Running) -> None:
    everything = small.ask("SELECT * { ?s ?p ?o } LIMIT 200", **ZIPPED)
    assert len(everything.content) > 10_000
    assert "content-encoding" not in everything.headers
    assert "content-encoding" not in small.client.get("/healthz", headers=ZIPPED).headers
    graph = small.client.get("/graphs?default", headers=ZIPPED)
    assert "content-encoding" not in graph.headers


@pytest.mark.parametrize("path", ["/id/measure/none", "/id/material/tinn", "/graph/none"])
def test_a_browser_gets_a_page_where_nothing_is(small: Running, path: str) -> None:
    page = small.client.get(path, headers=BROWSER)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "Nothing of that name" in page.text
    assert "accept" in page.headers["vary"].lower()
    for accept in ("*/*", "text/turtle", "application/ld+json"):
        text = small.client.get(path, headers={"Accept": accept})
        assert text.status_code == 404
        assert text.headers["content-type"].startswith("text/plain")


def broken(place: Path) -> Starlette:
    """Return the service with an address where something breaks."""
    Store.open(place, write=True).close()
    app = create_app(Settings(store=place, scratch=place.parent))

    def fail(_: Request) -> Response:
        raise RuntimeError("a secret of the code")

    app.router.routes.insert(0, Route("/broken", fail))
    return app


@pytest.mark.parametrize(("accept", "kind"), [(BROWSER["Accept"], "text/html"), ("*/*", "text/plain")])
def test_a_fault_is_told_without_its_trace(tmp_path: Path, accept: str, kind: str) -> None:
    app = broken(tmp_path / "store")
    client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
    found = client.get("/broken", headers={"Accept": accept})
    app.state.service.close()
    assert found.status_code == 500
    assert found.headers["content-type"].startswith(kind)
    assert "secret" not in found.text
    assert "Traceback" not in found.text
    assert "default-src 'none'" in found.headers["content-security-policy"]


Ask = Callable[[str], Awaitable[int]]


def turns(work: Callable[[], Awaitable[None]], places: int) -> Ask:
    """Return what asks an application of some places for a path, and gives the status."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await work()
        await PlainTextResponse("done")(scope, receive, send)

    async def refuse(_: Request, error: ProblemError) -> Response:
        return PlainTextResponse(str(error), error.status, error.headers)

    around = Turns(app, 0.05, refuse, places)

    async def ask(path: str) -> int:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        scope: dict[str, Any] = {"type": "http", "path": path, "method": "GET", "headers": [], "query_string": b""}

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        await around(scope, receive, send)
        return int(sent[0]["status"])

    return ask


def test_the_heavy_wait_for_a_turn_and_the_light_do_not() -> None:
    async def run() -> None:
        end = asyncio.Event()

        async def work() -> None:
            await end.wait()

        ask = turns(work, 2)
        held = [asyncio.ensure_future(ask("/network")) for _ in range(2)]
        await asyncio.sleep(0)
        light = asyncio.ensure_future(ask("/measures"))
        assert await ask("/api/ask") == 503
        end.set()
        assert [*await asyncio.gather(*held), await light] == [200, 200, 200]
        assert await ask("/timeline") == 200

    asyncio.run(run())


def test_a_turn_ends_also_where_the_work_breaks() -> None:
    async def run() -> None:
        async def work() -> None:
            raise RuntimeError("broken")

        ask = turns(work, 1)
        for _ in range(3):
            with pytest.raises(RuntimeError):
                await ask("/ask")

    asyncio.run(run())
