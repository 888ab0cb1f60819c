"""A running service and requests in, figures out: what the measurements of `regraph serve` share."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from regraph.store import Store

_CLIENTS = 32
_SUBJECTS = "SELECT ?s { ?s a <https://w3id.org/regraph/ontology#MeasureEvent> } ORDER BY ?s LIMIT 5000"
# every request asks for another thing, with another text: no answer is known before
_SCRIPT = """
local ids, n = {{}}, 0
for line in io.lines("{ids}") do ids[#ids + 1] = line end
request = function()
  n = n + 1
  local text = "SELECT%20%2A%20%7B%20%3C" .. ids[n % #ids + 1] .. "%3E%20%3Fp%20%3Fo%20%7D%23" .. n
  return wrk.format("GET", "{path}?query=" .. text)
end
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What wrk saw: requests a second, milliseconds for the 50th and 99th of a hundred, answers that failed."""

    requests: float
    p50: float
    p99: float
    failed: int

    def __str__(self) -> str:
        failed = f", {self.failed} FAILED" if self.failed else ""
        return f"{self.requests:.0f} requests/s, p50 {self.p50:.1f} ms, p99 {self.p99:.1f} ms{failed}"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: Sequence[str], url: str, env: dict[str, str] | None = None) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a server until the block ends; it answers at the URL when the block begins."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **(env or {})}
    )
    try:
        wait(url, process)
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a server answers.

    Raises: RuntimeError where it ends first, or takes too long.
    """
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with urlopen(url, timeout=5) as found:  # noqa: S310 - our own server
                if found.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing answers at {url}")


def service(store: Path, port: int, *options: str) -> list[str]:
    """Return the command of the service."""
    where = ["--store", str(store), "--port", str(port), "--no-access-log"]
    return [sys.executable, "-m", "regraph", "serve", *where, *options]


def wrk(url: str, script: Path | None = None, *, seconds: int) -> Rate:
    """Return what 32 clients see in a run of wrk.

    Raises: RuntimeError where wrk is not installed (Debian: `apt-get install wrk`).
    """
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk is not installed: apt-get install wrk")
    command = [
        "wrk",
        "-t1",
        f"-c{_CLIENTS}",
        f"-d{seconds}s",
        "--latency",
        *(["-s", str(script)] if script else []),
        url,
    ]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    failed = sum(int(one) for one in re.findall(r"Non-2xx or 3xx responses: (\d+)", told))
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    if rate is None:
        raise RuntimeError(f"wrk told of no rate: {told}")
    return Rate(requests=float(rate[1]), p50=_share(told, 50), p99=_share(told, 99), failed=failed)


def _share(told: str, part: int) -> float:
    found = re.search(rf"{part}%\s+([\d.]+)(us|ms|s)", told)
    if found is None:
        raise RuntimeError(f"wrk told of no {part}th of a hundred: {told}")
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]


def distinct(store: Path, folder: Path, path: str) -> Path:
    """Return a script for wrk that asks for another thing each time, at a path."""
    ids = folder / "ids.txt"
    if not ids.exists():
        with Store.open(store) as opened:
            found = [row["s"].value for row in opened.engine.query(_SUBJECTS)]  # type: ignore[union-attr]
        ids.write_text("".join(f"{quote(iri, safe='')}\n" for iri in found), encoding="utf-8")
    script = folder / f"distinct{path.replace('/', '-')}.lua"
    script.write_text(_SCRIPT.format(ids=ids, path=path), encoding="utf-8")
    return script


def processor(pids: Sequence[int]) -> float:
    """Return the seconds of processor that processes, with all their threads, have used: other work is not in them."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that are still there."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(one) for one in told.split()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What processes hold: resident megabytes, open files, how many processes."""

    megabytes: float
    files: int
    processes: int


def held(pid: int) -> Held:
    """Return what a process holds."""
    return _of([pid])


def family(pid: int) -> Held:
    """Return what a process and its children hold."""
    return _of([pid, *children(pid)])


def _of(pids: Sequence[int]) -> Held:
    pages = files = 0
    for pid in pids:
        try:
            pages += int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
            files += len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 - names alone, and a process may go meanwhile
        except OSError:
            continue
    return Held(megabytes=pages * os.sysconf("SC_PAGE_SIZE") / 1e6, files=files, processes=len(pids))
