"""`regraph serve` under load: speed beside other servers, first paint, what it holds over time, what kill -9 leaves.

python -m bench serve               speed with 32 clients on 300,000 quads, and the first paint of the start page
python -m bench.serve short         the same on a small store for two seconds each: does it run at all
python -m bench.serve pages         the pages of that store, when they are asked for first and again
python -m bench.serve load 900      so many seconds of mixed load: memory and open files, first and last
python -m bench.serve kill 100      so many kill -9 of the service under load and of `regraph add` beside it
"""

import json
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, quote
from urllib.request import Request, urlopen

import pyoxigraph as ox
import uvicorn
from playwright.sync_api import sync_playwright
from pyoxigraph import Literal, NamedNode, Quad

from bench import made, serving
from bench import store as stores
from bench.serving import family, free_port, held, processor, running, service, wrk
from regraph import resources
from regraph.store import Store

_ARTICLES = 2_900  # give 300,000 quads
_SECONDS = 10  # of one run of wrk
_SHORT = (300, 2)  # articles, seconds
_PAGES = (
    "/", "/measures", "/material/rare-earths", "/material/tin", "/actor/cn", "/materials", "/actors", "/agreements",
    "/documents", "/timeline", "/network", "/quality", "/news", "/ask?q=which+measures+on+samarium+are+in+force",
)  # fmt: skip
_SIMPLE = "SELECT * { ?s a <https://w3id.org/regraph/ontology#Measure> } LIMIT 10"
_BUSY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def run(articles: int = _ARTICLES, seconds: int = _SECONDS) -> Iterator[str]:
    """Yield the speed of the service, of the engine alone behind the same HTTP server, and of oxigraph where it is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "store"
        stores.fill(store, made.World(articles), articles)
        with Store.open(store) as opened:
            quads = len(opened)
        yield f"{quads} quads in named graphs, as many in their union"
        yield from _speed(store, folder, seconds)
        yield from _paint(store, f"{quads} quads")


def _speed(store: Path, folder: Path, seconds: int) -> Iterator[str]:
    port, simple = free_port(), f"?query={quote(_SIMPLE)}"
    base = f"http://127.0.0.1:{port}"
    known = serving.distinct(store, folder, "/sparql")
    with running(service(store, port), f"{base}/healthz") as process:
        wrk(f"{base}/sparql{simple}", seconds=min(2, seconds))
        same, told = _counted(process.pid, f"{base}/sparql{simple}", None, seconds)
        yield f"regraph serve, one query over and over: {same}; {told}"
        other, told = _counted(process.pid, base, known, seconds)
        yield f"regraph serve, every query another one: {other}; {told}"
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with running([sys.executable, "-m", "bench.serve", "bare", str(store), str(port)], f"{base}/sparql{simple}"):
        bare = wrk(base, known, seconds=seconds)
        yield f"the engine in one process behind uvicorn, no limits, no workers: {bare}"
        yield f"ratio, every query another one: {other.requests / bare.requests:.2f} of the bare engine"
    yield from _oxigraph(store, folder, other, seconds)


def _counted(pid: int, url: str, script: Path | None, seconds: int) -> tuple[serving.Rate, str]:
    """Return what wrk saw, and the time of the processor that a request took."""
    workers = serving.children(pid)
    before = processor([pid]), processor(workers)
    seen = wrk(url, script, seconds=seconds)
    own, theirs = processor([pid]) - before[0], processor(workers) - before[1]
    each = 1000 / (seen.requests * seconds)
    return seen, f"processor a request {own * each:.2f} ms in the service, {theirs * each:.2f} ms in its workers"


def pages(articles: int = _ARTICLES) -> Iterator[str]:
    """Yield how long the pages of a large store take, asked for first and again, on the wall and of the processor."""
    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "store"
        stores.fill(store, made.World(articles), articles)
        port = free_port()
        with running(service(store, port), f"http://127.0.0.1:{port}/healthz") as process:
            for path in _PAGES:
                told = [_visit(process.pid, f"http://127.0.0.1:{port}{path}") for _ in range(2)]
                yield f"{path}: first {told[0]}, again {told[1]}"


def _visit(pid: int, url: str) -> str:
    began, before = time.perf_counter(), processor([pid])
    status = _status(url)
    passed, used = time.perf_counter() - began, processor([pid]) - before
    return f"{1000 * passed:.0f} ms ({1000 * used:.0f} ms of the processor{'' if status == '200' else ', ' + status})"


def _oxigraph(store: Path, folder: Path, ours: serving.Rate, seconds: int) -> Iterator[str]:
    program = shutil.which("oxigraph")
    if program is None:
        yield "oxigraph: no such program on this machine (cargo install oxigraph-cli); left out"
        return
    copy = folder / "oxigraph"
    shutil.copytree(next(store.glob("generation-*")), copy)
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [program, "serve-read-only", "--location", str(copy), "--bind", f"127.0.0.1:{port}"]
    with running(command, f"{base}/query?query={quote(_SIMPLE)}"):
        theirs = wrk(base, serving.distinct(store, folder, "/query"), seconds=seconds)
        yield f"oxigraph serve-read-only, every query another one: {theirs}"
        yield f"ratio: {ours.requests / theirs.requests:.2f} of oxigraph"


def _paint(store: Path, told: str) -> Iterator[str]:
    """Yield the first paint of the start page, by a browser that was never there, of a service that just started."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        yield "first paint: no chromium on this machine; left out"
        return
    seeds = store.parent / "seeds"
    subprocess.run([sys.executable, "-m", "regraph", "build", "--store", str(seeds)], check=True, capture_output=True)
    for what, place in (("the seeds", seeds), (told, store)):
        port = free_port()
        with running(service(place, port), f"http://127.0.0.1:{port}/healthz"):
            paths = ("/", "/healthz")  # the second: a line of text, the least that a browser can paint
            times = [[_painted(program, f"http://127.0.0.1:{port}{path}") for path in paths] for _ in range(5)]
        page, least = (statistics.median(one) for one in zip(*times, strict=True))
        yield (
            f"first paint of the start page on {what}, in browsers that just started: the first {times[0][0]:.0f} ms, "
            f"the median {page:.0f} ms; of a line of text in the same run {least:.0f} ms"
        )


def _painted(program: str, url: str) -> float:
    """Return the milliseconds until a browser that just started has painted something of a page."""
    script = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(url, wait_until="load")
        page.wait_for_function(script)
        found = float(page.evaluate(script))
        browser.close()
    return found


def bare(store: str, port: str) -> None:
    """Serve queries by the engine in this process: the least that an HTTP endpoint in Python can do."""
    engine = ox.Store.read_only(str(next(Path(store).glob("generation-*"))))

    async def app(scope: dict[str, Any], _: Any, send: Any) -> None:
        query = parse_qs(scope["query_string"].decode())["query"][0]
        found: Any = engine.query(query)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": found.serialize(format=ox.QueryResultsFormat.JSON)})

    uvicorn.run(app, port=int(port), log_level="critical", access_log=False, lifespan="off")


# --- over time --------------------------------------------------------------------------------------------------


def load(seconds: float) -> Iterator[str]:
    """Yield what the service holds while it is asked all sorts of things, and the store changes under it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = _small(folder)
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        options = ("--timeout", "2", "--memory", "256", "--scratch", str(folder))
        with running(service(store, port, *options), f"{base}/healthz") as process:
            end = threading.Event()
            seen: Counter[str] = Counter()
            threads = [
                threading.Thread(target=_ask, args=(base, end, seen, number), daemon=True) for number in range(6)
            ]
            threads.append(threading.Thread(target=_change, args=(store, end, seen), daemon=True))
            for thread in threads:
                thread.start()
            began, step = time.monotonic(), max(seconds / 15, 5)
            while (passed := time.monotonic() - began) < seconds:
                time.sleep(step)
                one, every = held(process.pid), family(process.pid)
                yield (
                    f"{passed + step:5.0f} s: service {one.megabytes:.0f} MB, {one.files} files; with workers "
                    f"{every.megabytes:.0f} MB, {every.files} files, {every.processes} processes; {dict(seen)}"
                )
            end.set()
            for thread in threads:
                thread.join(15)


def _small(folder: Path) -> Path:
    store = folder / "store"
    stores.fill(store, made.World(100), 100)
    return store


def _ask(base: str, end: threading.Event, seen: "Counter[str]", seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - repeatable load, no secrets
    fixed = ["/", "/measures", "/healthz", "/api/measures?limit=20", "/id/material/tin?format=ttl", "/metrics"]
    while not end.is_set():
        roll = dice.random()
        if roll < 0.01:
            path = f"/sparql?query={quote(_BUSY)}"
        elif roll < 0.25:
            path = dice.choice(fixed)
        elif roll < 0.5:
            path = f"/sparql?query={quote(_SIMPLE)}"
        else:
            path = f"/sparql?query={quote(f'SELECT * {{ ?s ?p ?o }} LIMIT 20 #{dice.random()}')}"
        seen[_status(base + path)] += 1


def _status(url: str) -> str:
    try:
        with urlopen(Request(url), timeout=30) as found:  # noqa: S310 - our own server
            found.read()
            return str(found.status)
    except HTTPError as error:
        return str(error.code)
    except OSError:
        return "none"


def _change(store: Path, end: threading.Event, seen: "Counter[str]") -> None:
    """Add a few quads every few seconds, so that snapshots come and go."""
    number = 0
    while not end.wait(3):
        number += 1
        fact = Quad(NamedNode("urn:x"), NamedNode("urn:y"), Literal(number), NamedNode("urn:g"))
        with Store.open(store, write=True) as opened:
            opened.apply(add=[fact])
        seen["changes"] += 1


# --- kill -9 ----------------------------------------------------------------------------------------------------


def kill(times: int) -> Iterator[str]:
    """Yield what is lost or torn by killing the service under load and `regraph add` beside it."""
    files = sorted(str(path) for path in resources.path("seeds", "articles").glob("*.md"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "store"
        add = [sys.executable, "-m", "regraph", "add", *files, "--store"]
        subprocess.run([*add, str(folder / "whole")], check=True, capture_output=True)
        wanted = _graphs(folder / "whole")
        subprocess.run([*add[:-2], "--store", str(store)], check=True, capture_output=True)  # all but the last
        dice = random.Random(9)  # noqa: S311 - repeatable points, no secrets
        torn = failed = 0
        for number in range(times):
            if number % 10 == 9:  # begin again with few, so that there is something to add
                shutil.rmtree(store)
                subprocess.run([*add[:4], files[0], "--store", str(store)], check=True, capture_output=True)
            torn += _one_kill(folder, store, [*add, str(store)], dice)
            graphs = _graphs(store)
            if number % 10 == 9:
                yield f"{number + 1} kills so far: {torn} answers torn, {failed} documents torn"
            failed += any(graphs[graph] != quads for graph, quads in wanted.items() if _is_document(graph, graphs))
        subprocess.run([*add, str(store)], check=False, capture_output=True)
        same = _graphs(store) == wanted
        left = len(list(folder.glob("regraph-serve-*")))
        yield f"{times} kills of each: {torn} answers torn, {failed} documents torn, {left} folders left behind"
        yield f"adding again {'completes' if same else 'DOES NOT COMPLETE'} the store"


def _is_document(graph: str, graphs: dict[str, frozenset[str]]) -> bool:
    return "/graph/document/" in graph and graph in graphs


def _graphs(store: Path) -> dict[str, frozenset[str]]:
    with Store.open(store) as opened:
        return {graph: frozenset(str(quad) for quad in opened.graph(graph)) for graph in opened.graphs()}


def _one_kill(folder: Path, store: Path, add: list[str], dice: random.Random) -> int:
    """Kill the service and an add at some moment; return how many answers were no whole JSON."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    torn = 0
    with running(service(store, port, "--scratch", str(folder)), f"{base}/healthz") as process:
        end = threading.Event()
        answers: list[bytes] = []

        def ask() -> None:
            while not end.is_set():
                try:
                    with urlopen(f"{base}/sparql?query={quote(_SIMPLE)}", timeout=10) as found:  # noqa: S310
                        answers.append(found.read())
                except (OSError, HTTPException):
                    continue  # the service was killed: a client sees that an answer is not whole

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        adding = subprocess.Popen(add, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.05, 3.0))
        first, second = (process, adding) if dice.random() < 0.5 else (adding, process)
        first.send_signal(signal.SIGKILL)
        time.sleep(dice.uniform(0, 0.3))
        second.send_signal(signal.SIGKILL)
        first.wait()
        second.wait()
        end.set()
        asking.join(15)
        for answer in answers:
            try:
                json.loads(answer)
            except ValueError:
                torn += 1
    return torn


def main() -> int:
    """Run what the command line names."""
    match sys.argv[1:]:
        case ["bare", store, port]:
            bare(store, port)
        case ["short"]:
            for line in run(*_SHORT):
                print(line, flush=True)
        case ["pages"]:
            for line in pages():
                print(line, flush=True)
        case ["load", seconds]:
            for line in load(float(seconds)):
                print(line, flush=True)
        case ["kill", times]:
            for line in kill(int(times)):
                print(line, flush=True)
        case _:
            sys.stderr.write(
                "bench.serve: use `short`, `pages`, `load SECONDS` or `kill TIMES`; in full: `python -m bench serve`\n"
            )
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
