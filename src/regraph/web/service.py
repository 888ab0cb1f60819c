"""Settings in, what every part of the service asks out: a snapshot of the newest build, and answers to queries.

Own questions (pages, JSON API) read the snapshot here, in a thread; what strangers write in SPARQL goes to a worker.
"""

import asyncio
import json
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from regraph.web.cache import Cache
from regraph.web.pool import BusyError, OverMemoryError, OverTimeError, Pool
from regraph.web.problems import ProblemError
from regraph.web.settings import MEGABYTE, Settings
from regraph.web.snapshots import Snapshot, Snapshots
from regraph.web.wire import Header

_HEADS: Final = 64  # headers of jobs that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query as a client sends it: text, dataset, and the formats for rows and for a graph (None: none fits)."""

    text: str
    rows: str | None = "json"
    graph: str | None = "ttl"
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    base: str | None = None  # against which relative IRIs are read


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The whole result of a query, serialised: short name of its format, bytes, and the version of the data."""

    form: str
    body: bytes
    version: str


class Service:
    """The newest build, for reading, and queries of strangers run in worker processes.

    Use it as: `with service.current() as snapshot: questions.ask(snapshot.store, …)`. A block sees one state of the
    store from its beginning to its end; the next block sees what was added or rebuilt since.

    Raises: StoreError where there is no store.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        limits = settings.limits
        self.cache = Cache(limits.cache_bytes)
        self.pool = Pool(size=settings.workers, memory=limits.memory, seconds=limits.seconds, waiting=limits.waiting)
        self._snapshots = Snapshots(settings.store, scratch=settings.scratch, told=self._renewed)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._heads: dict[tuple[object, ...], bytes] = {}

    async def start(self) -> None:
        """Start the workers, and begin to look for newer builds."""
        self._loop = asyncio.get_running_loop()
        await self.pool.start()
        with self.current() as snapshot:
            self.pool.tell(str(snapshot.folder))
        self._snapshots.watch(self.settings.refresh)

    async def stop(self) -> None:
        """End what `start` began."""
        await self.pool.stop()
        await asyncio.get_running_loop().run_in_executor(None, self._snapshots.close)

    def close(self) -> None:
        """Remove the snapshots of a service that was never started."""
        self._snapshots.close()

    def current(self) -> AbstractContextManager[Snapshot]:
        """Give the newest snapshot, the same one until the block ends; cheap, for one request each.

        `snapshot.store` is the `Store` that all questions, timelines, networks and reports take; `snapshot.version`
        changes whenever the data does (good for an ETag).
        """
        return self._snapshots.current()

    @property
    def root(self) -> Path:
        """A folder for files that go with this service, however it ends."""
        return self._snapshots.root

    @property
    def version(self) -> str:
        """The version of the newest snapshot."""
        return self._snapshots.version

    @property
    def renewals(self) -> int:
        """How many snapshots of the store were taken so far."""
        return self._snapshots.taken

    def refresh(self) -> bool:
        """Look for a newer build now; return whether there was one."""
        return self._snapshots.refresh()

    def refresh_until_newest(self) -> bool:
        """Look for a newer build, waiting for whoever writes; so a writer sees what it wrote."""
        return self._snapshots.refresh(wait=True)

    async def query(self, wanted: Query, *, steady: bool | None = None) -> Result:
        """Return the result of a SPARQL query, run in a worker under the limits; the same one again from the cache.

        `steady` is whether the query gives the same result each time (`not is_changing`), where the caller knows.
        Raises: ProblemError with 400, 406, 422, 500, 503 or 504.
        """
        with self.current() as snapshot:
            key = (snapshot.version, wanted)
            if found := self.cache.get(key):
                return Result(form=found[0], body=found[1], version=snapshot.version)
            header, body = await self._run(wanted, str(snapshot.folder))
            _check(header, body, self.settings)
            form = str(header["form"])
            if steady or (steady is None and not is_changing(wanted.text)):
                self.cache.put(key, form, body, key_bytes=len(wanted.text))
            return Result(form=form, body=body, version=snapshot.version)

    async def _run(self, wanted: Query, folder: str) -> tuple[Header, bytes]:
        limits = self.settings.limits
        head = self._head(folder, wanted)
        try:
            return await self.pool.run(folder, head, wanted.text.encode())
        except BusyError as error:
            raise ProblemError(503, f"{error}: try again in a moment", {"Retry-After": "1"}) from error
        except OverTimeError as error:
            raise ProblemError(504, f"{error} and was stopped: narrow it") from error
        except OverMemoryError as error:
            told = f"{limits.memory // MEGABYTE} MB of memory, or nests too deeply, and was stopped: narrow it"
            raise ProblemError(422, f"the query needs more than {told}") from error

    def _head(self, folder: str, wanted: Query) -> bytes:
        """Return the header of a job, which `worker.answer` reads; most queries differ in nothing but their text."""
        key = (folder, wanted.rows, wanted.graph, wanted.default, wanted.named, wanted.base)
        if found := self._heads.get(key):
            return found
        if len(self._heads) >= _HEADS:
            self._heads.clear()
        limits = self.settings.limits
        job = {
            "folder": folder,
            "seconds": limits.seconds,
            "rows": wanted.rows,
            "graph": wanted.graph,
            "default": wanted.default,
            "named": wanted.named,
            "base": wanted.base,
            "most_rows": limits.rows,
            "most_bytes": limits.result_bytes,
        }
        self._heads[key] = made = json.dumps(job).encode()
        return made

    def _renewed(self, snapshot: Snapshot) -> None:
        """Called in the thread that watches, when a newer snapshot stands."""
        loop, folder = self._loop, str(snapshot.folder)
        if loop and not loop.is_closed():
            loop.call_soon_threadsafe(self._move_on, folder)

    def _move_on(self, folder: str) -> None:
        self.cache.clear()
        self.pool.tell(folder)


def is_changing(query: str) -> bool:
    """Whether a query may give another result each time it is asked of the same data: no such answer is kept.

    >>> is_changing("SELECT (NOW() AS ?n) {}"), is_changing("SELECT * { ?s ?p ?o }")
    (True, False)
    """
    lower = query.lower()  # looked at for each request: four searches of a text are quicker than one of a pattern
    return "rand" in lower or "now" in lower or "uuid" in lower or "bnode" in lower


def _check(header: Header, body: bytes, settings: Settings) -> None:
    """Raise what a worker says is wrong."""
    status = header["status"]
    if status == "ok":
        return
    text = body.decode(errors="replace")
    if status == "bad":
        raise ProblemError(400, text)
    if status == "unacceptable":
        what = "a graph" if header["kind"] == "graph" else "rows or a truth value"
        raise ProblemError(
            406, f"the result is {what}, and comes in no format of the Accept header", {"Vary": "Accept"}
        )
    if status == "large":
        limits = settings.limits
        most = (
            f"{limits.result_bytes // MEGABYTE} MB" if header["what"] == "bytes" else f"{limits.rows} {header['what']}"
        )
        raise ProblemError(422, f"the result has more than {most}: narrow the query, or page with LIMIT and OFFSET")
    raise ProblemError(500, text)
