"""A newer build, an added document, a killed process: the service goes on, on whole states of the store alone."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from regraph import resources
from regraph.store import Store, rebuild
from tests.web.running import Running, make_store, numbers, serve

DOCUMENTS = "?document a rg:Document"


def regraph(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "regraph", *arguments], check=True, capture_output=True, timeout=120)


def wait_for(told: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@contextmanager
def asking(running: Running, paths: list[str], threads: int = 3) -> Iterator[list[httpx.Response]]:
    """Ask for the paths over and over while the block runs; the responses are in the list at its end."""
    found: list[httpx.Response] = []
    failed: list[Exception] = []
    end = threading.Event()

    def loop() -> None:
        with httpx.Client(base_url=running.url, timeout=30) as client:
            while not end.is_set():
                for path in paths:
                    try:
                        found.append(client.get(path))
                    except httpx.HTTPError as error:
                        failed.append(error)

    workers = [threading.Thread(target=loop) for _ in range(threads)]
    for worker in workers:
        worker.start()
    try:
        yield found
    finally:
        end.set()
        for worker in workers:
            worker.join()
    assert not failed


def test_add_and_build_appear_without_a_failed_request(tmp_path: Path) -> None:
    articles = sorted(str(path) for path in resources.path("seeds", "articles").glob("*.md"))[:4]
    store = tmp_path / "store"
    regraph("build", articles[0], "--store", str(store))
    with serve(store) as running:
        assert running.count(DOCUMENTS) == 1
        paths = [
            "/sparql?query=SELECT+%2A+%7B+%3Fd+a+rg%3ADocument+%7D",
            "/id/material/tin",
            "/api/documents",
            "/healthz",
        ]
        with asking(running, paths) as responses:
            regraph("add", articles[1], "--store", str(store))
            wait_for(lambda: running.count(DOCUMENTS) == 2)
            regraph("build", *articles[:4], "--store", str(store))
            wait_for(lambda: running.count(DOCUMENTS) == 4)
        assert len(responses) > 50
        assert {one.status_code for one in responses} == {200}
        totals = {one.json()["total"] for one in responses if one.url.path == "/api/documents"}
        assert totals <= {1, 2, 4}
        assert {1, 4} <= totals


def test_old_snapshots_go_from_disk(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store", numbers(10))
    with serve(store) as running:
        for count in range(11, 16):
            with Store.open(store, write=True) as opened:
                opened.apply(add=numbers(count))
            wait_for(lambda count=count: running.count() == count)  # type: ignore[misc]
        wait_for(lambda: len(_snapshots(tmp_path)) == 1)
    assert not _snapshots(tmp_path)


def _snapshots(folder: Path) -> list[Path]:
    return [path for path in folder.glob("store-scratch/*/*") if path.is_dir()]


def test_a_killed_service_leaves_nothing_that_stays(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store", numbers(50))
    children: list[int] = []
    for _ in range(3):
        with serve(store) as running:
            with asking(running, ["/sparql?query=ASK%7B%3Fs+%3Fp+%3Fo%7D"], threads=1):
                children += _children(running.process.pid)
                time.sleep(0.1)
            running.process.send_signal(signal.SIGKILL)
            running.process.wait()
            wait_for(lambda pids=tuple(children): not _alive(pids))  # type: ignore[misc]
    with serve(store) as running:  # sweeps what the killed ones left
        assert running.count() == 50
        assert len(list(tmp_path.glob("store-scratch/*"))) == 1
    with Store.open(store, write=True) as opened:  # no lock was left
        assert len(opened) == 50


def _children(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(one) for one in told.split()]


def _alive(pids: Sequence[int]) -> list[int]:
    return [pid for pid in pids if _is_alive(pid)]


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


WRITER = """
import sys
from tests.web.running import numbers
from regraph.store import Store
place, first = sys.argv[1], int(sys.argv[2])
while True:
    first += 1
    with Store.open(place, write=True) as store:
        store.apply(add=numbers(first * 10))
"""


def test_a_writer_that_is_killed_tears_nothing(tmp_path: Path) -> None:
    """Each change brings ten quads: whatever is seen, in the service or in the store, is whole tens."""
    store = make_store(tmp_path / "store", numbers(10))
    count = "/sparql?query=SELECT+%28COUNT%28%2A%29+AS+%3Fn%29+%7B+%3Fs+%3Fp+%3Fo+%7D"
    root = Path(__file__).parent.parent.parent
    seen = 10
    with serve(store) as running, asking(running, [count], threads=1) as responses:
        for delay in (0.3, 0.5, 0.7, 0.9, 1.1):
            process = subprocess.Popen(
                [sys.executable, "-c", WRITER, str(store), str(seen // 10)], cwd=root, stderr=subprocess.DEVNULL
            )
            time.sleep(delay + 0.4)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            with Store.open(store) as opened:
                held = len(opened)
            assert held % 10 == 0
            assert held >= seen
            seen = held
            wait_for(lambda held=held: running.count() == held)  # type: ignore[misc]
    numbers_seen = [int(one.json()["results"]["bindings"][0]["n"]["value"]) for one in responses]
    assert seen > 10
    assert all(one % 10 == 0 for one in numbers_seen)
    assert numbers_seen == sorted(numbers_seen)


def test_a_rebuild_under_a_reader_keeps_what_the_reader_holds(tmp_path: Path) -> None:
    from regraph.web.service import Service
    from regraph.web.settings import Settings

    store = make_store(tmp_path / "store", numbers(10))
    service = Service(Settings(store=store, scratch=tmp_path))
    try:
        with service.current() as before:
            with rebuild(store) as fresh:
                fresh.bulk(numbers(20))
            assert service.refresh()
            with service.current() as after:
                assert len(after.store) == 20
                assert after.version != before.version
            assert len(before.store) == 10
            assert before.folder.is_dir()
        assert not before.folder.is_dir()
        assert not service.refresh()
    finally:
        service.close()


def test_a_store_that_is_gone_or_broken_leaves_the_last_snapshot(tmp_path: Path) -> None:
    from regraph.web.service import Service
    from regraph.web.settings import Settings

    store = make_store(tmp_path / "store", numbers(10))
    service = Service(Settings(store=store, scratch=tmp_path))
    try:
        (store / "format.json").write_text("{", encoding="utf-8")
        assert not service.refresh()
        with service.current() as snapshot:
            assert len(snapshot.store) == 10
    finally:
        service.close()


@pytest.mark.parametrize("options", [["--writable"], ["--workers", "0"], ["--timeout", "0"]])
def test_settings_that_make_no_sense_end_with_a_sentence(tmp_path: Path, options: list[str]) -> None:
    store = make_store(tmp_path / "store", numbers(1))
    environment = {name: value for name, value in os.environ.items() if name != "REGRAPH_TOKEN"}
    found = subprocess.run(
        [sys.executable, "-m", "regraph", "serve", "--store", str(store), *options],
        capture_output=True, text=True, timeout=30, env=environment, check=False,
    )  # fmt: skip
    assert found.returncode == 2
    assert found.stderr.startswith("regraph: ")
    assert found.stderr.count("\n") == 1
