"""Sets of quads in, a crash-safe store on disk with SPARQL out.

Invariant: the default graph is the deduplicated union of the named graphs, changed in the same transaction as they
are. A change is one SPARQL update, so it happens whole or not at all, also under `kill -9`; `flush` makes it last.

On disk: `format.json` names the generation folder that counts; a rebuild fills a new one and switches by an atomic
rename. One writer or many readers at a time, kept apart by a lock file.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad

from regraph.errors import StoreError

FORMAT: Final = 3
DEFAULT_PATH: Final = "regraph-store"
JUDGEMENTS: Final = "judgements.jsonl"  # decisions of people beside the data; a rebuild leaves them alone
_LOCK_SECONDS: Final = 20.0
_DEFAULT: Final = DefaultGraph()


class Store:
    """A pyoxigraph store whose default graph is the union of its named graphs.

    Open it with `Store.memory()`, `Store.open(path)` (read-only) or `Store.open(path, write=True)`; use it as a
    context manager, so that its lock is given back.
    """

    def __init__(self, engine: ox.Store, *, path: Path | None = None, lock: Any = None, write: bool = True) -> None:
        self.engine = engine
        self.path = path
        self.write = write
        self._lock = lock

    @classmethod
    def memory(cls) -> "Store":
        """Return an empty store that lives in memory."""
        return cls(ox.Store())

    @classmethod
    def open(cls, path: Path | str, *, write: bool = False) -> "Store":
        """Return the store at `path`; with `write`, an absent one is made.

        Raises: StoreError where it is absent, damaged, of another format, or in use by another process.
        """
        place = Path(path)
        if not write and not (place / "format.json").exists():
            raise StoreError(f"there is no store at {place}: make one with `regraph build --store {place}`")
        if write:
            _claim_place(place)
        lock = _lock(place, exclusive=write)
        try:
            if write and not (place / "format.json").exists():
                _begin(place)
            generation = _generation(place)
            engine = ox.Store(str(generation)) if write else ox.Store.read_only(str(generation))
        except (OSError, ValueError, RuntimeError) as error:
            lock.release()
            raise StoreError(
                f"the store at {place} is damaged ({_short(error)}): rebuild it with `regraph build`"
            ) from error
        except StoreError:
            lock.release()
            raise
        return cls(engine, path=place, lock=lock, write=write)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Flush what was written and give the lock back; closing twice does no harm."""
        if self.path and self.write and self._lock:
            self.engine.flush()
        # The engine frees its files when its last reference goes; a later open of the same path needs that.
        self.engine = ox.Store()
        if self._lock:
            self._lock.release()
            self._lock = None

    # --- writing --------------------------------------------------------------------------------------------

    def apply(self, add: Iterable[Quad] = (), remove: Iterable[Quad] = ()) -> None:
        """Remove and add quads of named graphs in one transaction; a quad in both stays.

        Raises: StoreError where the engine cannot write.
        """
        adding = set(add)
        removing = set(remove) - adding
        lost = [Quad(*triple, _DEFAULT) for triple in self._orphans(removing, adding)]
        update = _update("DELETE", [*removing, *lost])
        if adding:
            union = [Quad(quad.subject, quad.predicate, quad.object, _DEFAULT) for quad in adding]
            update += (";\n" if update else "") + _update("INSERT", [*adding, *union])
        if not update:
            return
        try:
            self.engine.update(update)
            if self.path:
                self.engine.flush()
        except OSError as error:
            raise StoreError(
                f"cannot write to the store at {self.path} ({_short(error)}): check space and rights"
            ) from error

    def _orphans(self, removing: set[Quad], adding: set[Quad]) -> Iterator[tuple[Any, Any, Any]]:
        """Yield the triples that no graph holds any more once `removing` is gone and `adding` is there."""
        gone: dict[tuple[Any, Any, Any], set[Any]] = {}
        for quad in removing:
            gone.setdefault((quad.subject, quad.predicate, quad.object), set()).add(quad.graph_name)
        kept = {(quad.subject, quad.predicate, quad.object) for quad in adding}
        for triple, graphs in gone.items():
            held = {quad.graph_name for quad in self.engine.quads_for_pattern(*triple, None)}
            if triple not in kept and not held - graphs - {_DEFAULT}:
                yield triple

    def bulk(self, quads: Iterable[Quad]) -> None:
        """Add many quads of named graphs, quickly and without a transaction; for a fresh store only."""
        self.engine.bulk_extend(_with_union(quads))
        self.engine.optimize()

    # --- reading --------------------------------------------------------------------------------------------

    def graph(self, iri: str) -> list[Quad]:
        """Return the quads of a named graph."""
        return list(self.engine.quads_for_pattern(None, None, None, NamedNode(iri)))

    def has_graph(self, iri: str) -> bool:
        """Return whether a named graph holds anything."""
        return next(self.engine.quads_for_pattern(None, None, None, NamedNode(iri)), None) is not None

    def match(
        self, subject: Any = None, predicate: Any = None, value: Any = None, graph: Any = _DEFAULT
    ) -> Iterator[Quad]:
        """Return the quads that fit a pattern, of the union unless a graph is named; `graph=None` means every graph."""
        return self.engine.quads_for_pattern(subject, predicate, value, graph)

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        return sorted(graph.value for graph in self.engine.named_graphs())

    def quads(self) -> Iterator[Quad]:
        """Yield the quads of the named graphs, in the order of the engine."""
        for graph in self.engine.named_graphs():
            yield from self.engine.quads_for_pattern(None, None, None, graph)

    def __len__(self) -> int:
        """Number of quads in named graphs."""
        return sum(1 for _ in self.quads())


@contextmanager
def rebuild(path: Path | str) -> Iterator[Store]:
    """Give an empty store that takes the place of the one at `path` when the block ends without an error.

    Until then readers see the old one; a killed rebuild leaves it untouched.
    """
    place = Path(path)
    _claim_place(place)
    lock = _lock(place, exclusive=True)
    name = f"generation-{secrets.token_hex(4)}"
    try:
        store = Store(ox.Store(str(place / name)), path=place)
        yield store
        store.engine.flush()
        store.close()
        _switch(place, name)
    finally:
        _sweep(place)
        lock.release()


def hold(place: Path | str, *, wait: bool = True) -> Any:
    """Return a lock that keeps writers out until its `release`; the data folder may be copied meanwhile.

    Raises: StoreError where there is no store, or a writer is at work (for longer than a while, with `wait`).
    """
    if not (Path(place) / "format.json").exists():
        raise StoreError(f"there is no store at {place}: make one with `regraph build --store {place}`")
    return _lock(Path(place), exclusive=False, seconds=_LOCK_SECONDS if wait else 0.0)


def generation(place: Path | str) -> Path:
    """Return the folder of the engine's files that count now.

    Raises: StoreError where there is none, or of another format.
    """
    return _generation(Path(place))


def _claim_place(place: Path) -> None:
    """Make the folder of a store, refusing one that holds something else."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        foreign = [entry.name for entry in place.iterdir() if not _ours(entry.name)]
    except OSError as error:
        raise StoreError(f"cannot make a store at {place} ({_short(error)}): name a folder you may write to") from error
    if foreign and not (place / "format.json").exists():
        raise StoreError(f"{place} is no store and holds {foreign[0]}: name an empty or a new folder")


def _ours(name: str) -> bool:
    return name in {"lock", "format.json", JUDGEMENTS} or name.startswith(("generation-", "format."))


def _lock(place: Path, *, exclusive: bool, seconds: float = _LOCK_SECONDS) -> Any:
    import portalocker

    flags = portalocker.LockFlags.EXCLUSIVE if exclusive else portalocker.LockFlags.SHARED
    lock = portalocker.Lock(
        place / "lock",
        mode="a" if os.access(place, os.W_OK) else "r",
        timeout=seconds,
        flags=flags | portalocker.LockFlags.NON_BLOCKING,
    )
    try:
        lock.acquire()
    except portalocker.exceptions.LockException as error:
        raise StoreError(f"the store at {place} is in use by another process: try again when it has ended") from error
    except OSError as error:
        raise StoreError(f"cannot lock the store at {place} ({_short(error)}): check its rights") from error
    return lock


def _begin(place: Path) -> None:
    """Make the first generation; it counts only once the engine has made all its files, whenever it is killed."""
    _sweep(place)
    name = f"generation-{secrets.token_hex(4)}"
    ox.Store(str(place / name)).flush()
    _switch(place, name)


def _generation(place: Path) -> Path:
    """Return the folder of the generation that counts."""
    meta = place / "format.json"
    try:
        data = json.loads(meta.read_text(encoding="utf-8"))
        version, name = data["format"], str(data["generation"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{meta} cannot be read ({_short(error)}): rebuild the store with `regraph build`") from error
    if version != FORMAT:
        raise StoreError(
            f"the store at {place} has format {version}, this regraph reads {FORMAT}: rebuild it with `regraph build`"
        )
    found = place / name
    if found.is_dir():
        return found
    raise StoreError(f"the store at {place} has lost its data folder {name}: rebuild it with `regraph build`")


def _switch(place: Path, name: str) -> None:
    """Make `name` the generation that counts, in one atomic step."""
    fresh = place / f"format.{name}.tmp"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, "generation": name}, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(place / "format.json")


def _sweep(place: Path) -> None:
    """Remove generations that do not count, as far as nobody holds them."""
    with suppress(OSError, ValueError, KeyError):
        current = json.loads((place / "format.json").read_text(encoding="utf-8"))["generation"]
        for entry in place.iterdir():
            if entry.name.startswith("generation-") and entry.name != current:
                shutil.rmtree(entry, ignore_errors=True)


def _with_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object, _DEFAULT)


def _update(verb: str, quads: Iterable[Quad]) -> str:
    """Return one `INSERT DATA` or `DELETE DATA` operation; empty where there is nothing to do."""
    groups: dict[Any, list[str]] = {}
    for quad in quads:
        groups.setdefault(quad.graph_name, []).append(f"{quad.subject} {quad.predicate} {quad.object} .")
    if not groups:
        return ""
    blocks = []
    for graph in sorted(groups, key=str):
        triples = "\n".join(groups[graph])
        blocks.append(triples if graph == _DEFAULT else f"GRAPH {graph} {{\n{triples}\n}}")
    return f"{verb} DATA {{\n" + "\n".join(blocks) + "\n}"


@contextmanager
def emptied_if_new(path: Path | str) -> Iterator[Store]:
    """Give the store at `path` for writing; where it was made for that and no document came in, it goes again.

    Raises: StoreError as `Store.open`; a place that is refused is left as it is.
    """
    place = Path(path)
    stood, folder = (place / "format.json").exists(), place.exists()
    store, filled = Store.open(place, write=True), False
    try:
        try:
            yield store
        finally:
            filled = any("/document/" in graph for graph in store.graphs())
            store.close()
    finally:
        if not stood and not filled:
            _discard(place, keep=folder)


def _discard(place: Path, *, keep: bool) -> None:
    """Remove a store that was made and never filled; decisions of people stay, and with `keep` the folder."""
    for entry in sorted(place.iterdir()):
        if entry.is_dir() and entry.name.startswith("generation-"):
            shutil.rmtree(entry, ignore_errors=True)
        elif _ours(entry.name) and entry.name != JUDGEMENTS:
            entry.unlink(missing_ok=True)
    if not keep:
        with suppress(OSError):
            place.rmdir()


def _short(error: BaseException) -> str:
    """Return what went wrong in the first line of an error, short enough for a one-line message.

    >>> _short(PermissionError(13, "Permission denied", "/x")), _short(ValueError("no such thing"))
    ('permission denied', 'no such thing')
    """
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    if not told:
        return type(error).__name__
    line = told.splitlines()[0][:160]
    return line[:1].lower() + line[1:] if isinstance(error, OSError) and error.strerror else line
