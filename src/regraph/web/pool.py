"""Jobs in, the answers of worker processes out; one that takes too long or too much is killed and replaced.

Invariant: a worker does one job at a time, and a job's answer is known whole before anything is told of it.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, cast

from regraph.errors import RegraphError
from regraph.web import wire
from regraph.web.wire import Header

_WATCH: Final = 0.05  # seconds between two looks at the memory of busy workers
_JOBS: Final = 20_000  # after which a worker is replaced, so that nothing it gathers stays for ever
_STARTING: Final = 20.0  # seconds a new worker may take to be ready
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


class BusyError(RegraphError):
    """Every worker was busy for too long."""


class OverTimeError(RegraphError):
    """A job took longer than it may; its worker was killed."""


class OverMemoryError(RegraphError):
    """A job's worker wanted more memory than it may have, or a query was nested too deeply for it."""


class Worker:
    """One process and the socket to it."""

    def __init__(self, process: "subprocess.Popen[bytes]", channel: socket.socket) -> None:
        self.process = process
        self.channel = channel
        self.buffer = bytearray()
        self.waiter: asyncio.Future[tuple[Header, bytes]] | None = None
        self.folder = ""
        self.jobs = 0
        self.alive = True
        self.base = 0  # bytes it held when it was ready
        self.link: _Link | None = None

    def resident(self) -> int:
        """Return the bytes of memory it holds now; 0 where that cannot be told."""
        try:
            fields = Path(f"/proc/{self.process.pid}/statm").read_bytes().split()
        except OSError:
            return 0
        return (int(fields[1]) - int(fields[2])) * _PAGE

    def kill(self) -> None:
        """End it at once."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)


class _Link(asyncio.Protocol):
    """What arrives from a worker, put together to frames."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # a stream socket gives no other

    def data_received(self, data: bytes) -> None:
        worker = self._worker
        worker.buffer += data
        whole = wire.length(worker.buffer)
        if whole is None or len(worker.buffer) < whole or worker.waiter is None:
            return
        found = wire.split(bytes(worker.buffer))
        worker.buffer.clear()
        if found and not worker.waiter.done():
            worker.waiter.set_result(found[:2])

    def connection_lost(self, _: Exception | None) -> None:
        self._worker.alive = False
        waiter = self._worker.waiter
        if waiter and not waiter.done():
            waiter.set_exception(OverMemoryError("the worker ended"))


class Pool:
    """So many workers; `run` gives a job to the first that is free."""

    def __init__(self, *, size: int, memory: int, seconds: float, waiting: float) -> None:
        self._size, self._memory, self._seconds, self._waiting = size, memory, seconds, waiting
        self._idle: deque[Worker] = deque()
        self._busy: set[Worker] = set()
        self._all: set[Worker] = set()  # those that are ready for jobs, busy or not
        self._queue: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False
        self.killed = 0

    @property
    def busy(self) -> int:
        """How many workers have a job."""
        return len(self._busy)

    @property
    def queued(self) -> int:
        """How many jobs wait for a worker."""
        return len(self._queue)

    @property
    def ready(self) -> int:
        """How many workers are there, busy or not."""
        return len(self._all)

    async def start(self) -> None:
        """Start the workers; they are ready when this returns."""
        await asyncio.gather(*(self._hire() for _ in range(self._size)))
        self._spawn(self._watch())

    async def stop(self) -> None:
        """End every worker."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        for worker in [*self._idle, *self._busy]:
            worker.kill()
            self._forget(worker)
        self._idle.clear()
        self._busy.clear()
        self._all.clear()

    async def run(self, folder: str, head: bytes, body: bytes) -> tuple[Header, bytes]:
        """Return what a worker answers to a job, whose header comes as JSON; `folder` is the snapshot that it reads.

        Raises: BusyError, OverTimeError, OverMemoryError.
        """
        worker = await self._take()
        self._busy.add(worker)
        fine = False
        try:
            header, result = await self._ask(worker, folder, wire.packed(head, body), self._seconds)
            fine = True
        except TimeoutError as error:
            raise OverTimeError(f"the query ran past {self._seconds:g} seconds") from error
        except OverMemoryError as error:
            if worker.process.poll() in (-signal.SIGALRM, 128 + signal.SIGALRM):
                raise OverTimeError(f"the query ran past {self._seconds:g} seconds") from error
            raise
        finally:
            self._busy.discard(worker)
            if fine and worker.jobs < _JOBS and not self._closed:
                self._give(worker)
            else:
                self._replace(worker)
        return header, result

    def tell(self, folder: str) -> None:
        """Have the idle workers open a newer snapshot now; the busy ones do with their next job."""
        for worker in list(self._idle):
            if worker.folder != folder:
                self._idle.remove(worker)
                self._busy.add(worker)
                self._spawn(self._move(worker, folder))

    async def _move(self, worker: Worker, folder: str) -> None:
        try:
            await self._ask(worker, folder, wire.frame({"folder": folder}), _STARTING)
        except (TimeoutError, OverMemoryError):
            self._busy.discard(worker)
            self._replace(worker)
            return
        self._busy.discard(worker)
        self._give(worker)

    async def _ask(self, worker: Worker, folder: str, frame: bytes, seconds: float) -> tuple[Header, bytes]:
        loop = asyncio.get_running_loop()
        worker.waiter = loop.create_future()
        if worker.link is None or worker.link.transport is None or worker.link.transport.is_closing():
            raise OverMemoryError("the worker has ended")
        worker.link.transport.write(frame)
        worker.jobs += 1
        worker.folder = folder
        handle = loop.call_later(seconds, _expire, worker.waiter)
        try:
            return await worker.waiter
        finally:
            handle.cancel()
            worker.waiter = None

    async def _take(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            self._replace(worker)
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Worker] = loop.create_future()
        self._queue.append(waiter)
        handle = loop.call_later(self._waiting, _expire, waiter)
        try:
            return await waiter
        except TimeoutError as error:
            raise BusyError("every worker is busy") from error
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():  # a worker came with the end of the wait: pass it on
                self._give(waiter.result())
            raise
        finally:
            handle.cancel()
            if not waiter.done() or waiter.cancelled() or waiter.exception():
                with suppress(ValueError):
                    self._queue.remove(waiter)

    def _give(self, worker: Worker) -> None:
        """Hand a free worker to whoever waits longest, or let it rest."""
        while self._queue:
            waiter = self._queue.popleft()
            if not waiter.done():
                waiter.set_result(worker)
                return
        self._idle.append(worker)

    def _replace(self, worker: Worker) -> None:
        worker.kill()
        self.killed += 1
        self._all.discard(worker)
        self._forget(worker)
        if not self._closed:
            self._spawn(self._hire())

    def _forget(self, worker: Worker) -> None:
        if worker.link and worker.link.transport:
            worker.link.transport.abort()
        asyncio.get_running_loop().run_in_executor(None, worker.process.wait)

    async def _hire(self) -> None:
        """Start a worker and let it rest once it is ready; try again where it dies at once."""
        while not self._closed:
            ours, theirs = socket.socketpair()
            ours.setblocking(False)
            with theirs:
                process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                    [sys.executable, "-m", "regraph.web.worker", str(theirs.fileno()), str(self._memory)],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            worker = Worker(process, ours)
            loop = asyncio.get_running_loop()
            worker.waiter = loop.create_future()
            _, worker.link = await loop.create_connection(lambda worker=worker: _Link(worker), sock=ours)  # type: ignore[misc]
            try:
                await asyncio.wait_for(worker.waiter, _STARTING)
            except (TimeoutError, OverMemoryError):
                worker.kill()
                self._forget(worker)
                await asyncio.sleep(0.2)
                continue
            worker.base = worker.resident()
            self._all.add(worker)
            self._give(worker)
            return

    async def _watch(self) -> None:
        """Kill the busy workers that hold too much; the limit of the kernel is the second line."""
        while not self._closed:
            await asyncio.sleep(_WATCH)
            for worker in list(self._busy):
                if worker.resident() - worker.base > self._memory:
                    worker.kill()

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _expire(waiter: "asyncio.Future[Any]") -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError())
