"""The second line behind the refusal of SERVICE: what the kernel keeps a worker from, whatever a query finds."""

import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from regraph.web.cache import Cache

ROOT = Path(__file__).parent.parent.parent
CONFINED = "from regraph.web import sandbox; assert sandbox.confine(memory=200 << 20); "
ATTEMPTS = {
    "a socket": "import socket; socket.socket()",
    "a socket of the machine": "import socket; socket.socket(socket.AF_UNIX)",
    "a pair of sockets": "import socket; socket.socketpair()",
    "a program": "import os; os.execv('/bin/true', ['true'])",
    "a shell": "import subprocess; subprocess.run(['true'])",
    "memory": "bytearray(400 << 20)",
}


def run(code: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=ROOT, check=False
    )


@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_worker_cannot_have(name: str) -> None:
    free = run(ATTEMPTS[name])
    assert free.returncode == 0, free.stderr
    found = run(CONFINED + ATTEMPTS[name])
    assert found.returncode == 1
    assert ("PermissionError" if name != "memory" else "MemoryError") in found.stderr


def test_the_engine_itself_gets_no_connection() -> None:
    visits = []
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(10)

        def listen() -> None:
            try:
                visitor, _ = canary.accept()
            except TimeoutError:
                return
            visits.append(visitor)
            visitor.close()

        listener = threading.Thread(target=listen)
        listener.start()
        url = f"http://127.0.0.1:{canary.getsockname()[1]}/"
        query = f"import pyoxigraph as ox; list(ox.Store().query('SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}'))"
        assert run(CONFINED + query).returncode == 1
        assert not visits
        run(query)  # unconfined the engine does call: the canary is no dummy
        listener.join(timeout=15)
        assert visits


def test_a_worker_ends_itself_where_its_parent_does_not_end_it() -> None:
    found = run("import time; from regraph.web import sandbox; sandbox.end_after(0.2); time.sleep(30)")
    assert found.returncode == -14


def test_the_cache_stays_within_its_bytes() -> None:
    cache = Cache(10_000)
    for number in range(100):
        cache.put(number, "json", b"x" * 600, key_bytes=10)
        assert len(cache) <= 10_000
    assert cache.get(99) == ("json", b"x" * 600)
    assert cache.get(0) is None
    cache.put("large", "json", b"x" * 5_000, key_bytes=10)
    assert cache.get("large") is None
    cache.clear()
    assert len(cache) == 0
