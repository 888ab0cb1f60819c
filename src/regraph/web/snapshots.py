"""A store that others write to in, read-only snapshots of it out, each whole and untouched by what comes later.

Invariant: a snapshot is copied while the store's lock is held shared, so no writer is at work; its folder is removed
once nobody holds it and a newer one stands. Data files of the engine never change once written, so they are linked,
not copied, where the file system allows it.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from regraph import store as stores
from regraph.errors import StoreError
from regraph.store import Store

_PREFIX: Final = "regraph-serve-"
_LASTING: Final = ".sst"  # written once; everything else is copied
_TELLING: Final = (".sst", ".log")  # with MANIFEST and CURRENT: the files that change when the data does


@dataclass(slots=True, kw_only=True, eq=False)
class Snapshot:
    """One state of the store: `store` reads it, `version` names it, `folder` is where another process opens it."""

    store: Store
    version: str
    folder: Path
    _holders: int = field(default=0, repr=False)


class Snapshots:
    """Keeps the newest snapshot of a store and gives it to whoever asks; looks for a newer one in a thread.

    Raises: StoreError where there is no store, or it cannot be read.
    """

    def __init__(self, place: Path, *, scratch: Path | None = None, told: Callable[[Snapshot], None] | None = None):
        self._place = place
        self._told = told or (lambda _: None)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._watcher: threading.Thread | None = None
        self._root, self._claim = _claim_root(scratch)
        self._serial = 0
        self._taking = threading.Lock()
        self._seen = ""
        try:
            self._current = self._take()
        except BaseException:
            self._drop_root()
            raise

    @contextmanager
    def current(self) -> Iterator[Snapshot]:
        """Give the newest snapshot; it stays as it is until the block ends."""
        with self._lock:
            held = self._current
            held._holders += 1
        try:
            yield held
        finally:
            with self._lock:
                held._holders -= 1
                gone = held if held is not self._current and not held._holders else None
            if gone:
                _discard(gone)

    @property
    def root(self) -> Path:
        """The folder of this process: what is left in it goes with the process, or with the next one."""
        return self._root

    @property
    def version(self) -> str:
        """The version of the newest snapshot."""
        return self._current.version

    @property
    def taken(self) -> int:
        """How many snapshots there were so far."""
        return self._serial

    def refresh(self, *, wait: bool = False) -> bool:
        """Take a newer snapshot where the store has changed; return whether it had.

        Without `wait`, a store that is being written to is left for the next look, as is one that cannot be read.
        Raises: with `wait`, StoreError where it cannot be read.
        """
        with self._taking:
            try:
                if _signature(self._place) == self._seen:
                    return False
                fresh = self._take(wait=wait)
            except (StoreError, OSError):
                if wait:
                    raise
                return False
            with self._lock:
                old, self._current = self._current, fresh
                gone = None if old._holders else old
        self._told(fresh)
        if gone:
            _discard(gone)
        return True

    def watch(self, seconds: float) -> None:
        """Look for a newer build every so many seconds, until `close`."""

        def look() -> None:
            while not self._stop.wait(seconds):
                self.refresh()

        self._watcher = threading.Thread(target=look, name="regraph-snapshots", daemon=True)
        self._watcher.start()

    def close(self) -> None:
        """Stop looking and remove what lies on disk."""
        self._stop.set()
        if self._watcher:
            self._watcher.join(timeout=5)
        self._current.store.close()
        self._drop_root()

    def _take(self, *, wait: bool = True) -> Snapshot:
        lock = stores.hold(self._place, wait=wait)
        try:
            seen = _signature(self._place)
            self._serial += 1
            folder = self._root / str(self._serial)
            _copy(stores.generation(self._place), folder)
        except OSError as error:
            raise StoreError(f"cannot copy the store at {self._place} ({error}): check space and rights") from error
        finally:
            lock.release()
        self._seen = seen
        return Snapshot(
            store=open_folder(folder), version=hashlib.sha256(seen.encode()).hexdigest()[:16], folder=folder
        )

    def _drop_root(self) -> None:
        shutil.rmtree(self._root, ignore_errors=True)
        self._claim.close()


def open_folder(folder: Path) -> Store:
    """Return the store of a snapshot's folder, for reading.

    Raises: StoreError where it is damaged.
    """
    try:
        return Store(ox.Store.read_only(str(folder)), write=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise StoreError(f"the snapshot {folder} cannot be read ({error}): rebuild the store") from error


def _signature(place: Path) -> str:
    """Return a text that differs whenever the data on disk does."""
    generation = stores.generation(place)
    files = []
    for entry in os.scandir(generation):
        if entry.name.endswith(_TELLING) or entry.name.startswith(("MANIFEST", "CURRENT")):
            facts = entry.stat()
            files.append(f"{entry.name} {facts.st_size} {facts.st_mtime_ns} {facts.st_ino}")
    return "\n".join([generation.name, *sorted(files)])


def _copy(source: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for entry in os.scandir(source):
        if entry.name.startswith(("LOG", "LOCK")) or not entry.is_file():
            continue
        if entry.name.endswith(_LASTING):
            with suppress(OSError):
                os.link(entry.path, target / entry.name)
                continue
        shutil.copyfile(entry.path, target / entry.name)


def _discard(snapshot: Snapshot) -> None:
    snapshot.store.close()
    shutil.rmtree(snapshot.folder, ignore_errors=True)


def _claim_root(scratch: Path | None) -> tuple[Path, IO[str]]:
    """Make a folder for the snapshots of this process; remove those whose process was killed."""
    parent = scratch or Path(tempfile.gettempdir())
    for old in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            claim = (old / "claim").open("r+")
            with claim:
                fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(old, ignore_errors=True)
    root = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=scratch))
    claim = (root / "claim").open("w")
    fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return root, claim
