"""Files in, a store with their claims, measures and phases out: the one place that knows the order of the steps.

    file ─ load → Document ─ passages → claims ─ rdf → quads ─ gate → store
                                          └ blocks ─ resolve → measures, events, things ─ phases → store

Invariant: what is derived (graphs `resolved` and `phases`) is a pure function of the claims in the store. Adding or
removing a document derives anew only the blocks that its claims are in; the outcome is that of a full build. The
judgements of people (`judgements`) go into every derivation, so they hold after each of these steps.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Quad

from regraph import derive, gate, ids, load, passages, rdf, resources
from regraph import extract as extraction
from regraph.errors import ConformanceError, NotFoundError, RegraphError, StoreError
from regraph.model import Claim, Document
from regraph.resolve import Judgement
from regraph.resolve import judgements as decisions
from regraph.store import JUDGEMENTS, Store, rebuild

CHUNK: Final = 8  # documents of one transaction
Progress = Callable[[Sequence[Path]], Iterable[Path]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A document that passed the gate, ready to be stored."""

    document: Document
    claims: tuple[Claim, ...]
    quads: tuple[Quad, ...]
    report: gate.Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A file that was not stored, and why."""

    name: str
    error: RegraphError
    report: gate.Report | None = None


@dataclass(slots=True, kw_only=True)
class Ingest:
    """What became of the files of one command."""

    added: list[Prepared] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


GUESSED: Final = 0.7
"""How sure one has to be that no rule found, but the likely words of its sentence: its fields are guessed as well."""


def read(path: Path, *, published: str | None = None) -> Iterator[tuple[Document, tuple[Claim, ...]]]:
    """Yield the documents of a file with their claims that are sure enough: articles are read, tables carry theirs.

    Raises: LoadError where the file cannot be read.
    """
    for document, told in _opened(path, published):
        yield document, sure(document) if told is None else told


def _opened(path: Path, published: str | None) -> Iterator[tuple[Document, tuple[Claim, ...] | None]]:
    """Yield the documents of a file, with their claims where it is a table."""
    if load.is_table(path):
        yield from load.tables(path)
    else:
        yield from ((document, None) for document in load.documents(path, published=published))


def sure(document: Document) -> tuple[Claim, ...]:
    """Return the claims of a document that are sure enough for the graph."""
    return tuple(claim for claim in claims(document) if not guessed(claim) or claim.confidence >= GUESSED)


def guessed(claim: Claim) -> bool:
    """Tell whether no rule found a claim, but the likely words of its sentence."""
    return claim.rule.startswith("likely/")


def claims(document: Document) -> tuple[Claim, ...]:
    """Return the claims of a document as they are extracted."""
    return extraction.extract(document, passages.split(document))


def explain(document: Document) -> list[dict[str, Any]]:
    """Return for each claim of a document which trigger, frame and rule made it."""
    return extraction.explain(document, passages.split(document))


def prepare(document: Document, told: Iterable[Claim]) -> Prepared:
    """Return a document as quads that conform, by the compiled shapes: the verdict of pySHACL, without its start-up.

    Raises: ConformanceError naming the first violation; its `report` has all.
    """
    kept = tuple(told)
    quads = quads_of(document, kept)
    report = gate.check_compiled(quads)
    if not report.conforms:
        first = report.violations[0]
        told_of = f"{document.name} breaks {len(report.violations)} rules of the shapes, first: {first.message}"
        raise ConformanceError(told_of, report)
    return Prepared(document=document, claims=kept, quads=quads, report=report)


def quads_of(document: Document, told: Sequence[Claim]) -> tuple[Quad, ...]:
    """Return the graph of a document with its claims."""
    return tuple(
        rdf.document_quads(document, passages.split(document), told, extraction.described_as(document.text, told))
    )


def ingest(
    store: Store,
    paths: Sequence[Path],
    *,
    published: str | None = None,
    keep_going: bool = False,
    progress: Progress = iter,
) -> Ingest:
    """Read, check and store files; without `keep_going` the first bad one ends the run, what came before it stays.

    Every document is stored whole with all that follows from it, or not at all.
    Raises: RegraphError of the first bad file, unless `keep_going`.
    """
    seed(store)
    done = Ingest()
    waiting: list[Prepared] = []
    for path in progress(paths):
        try:
            fresh, known = _fresh(store, path, waiting, published)
            waiting += fresh
            done.unchanged += known
        except RegraphError as error:
            done.failures.append(_failure(path, error))
            if not keep_going:
                break
        if len(waiting) >= CHUNK:
            _store(store, waiting, done)
    _store(store, waiting, done)
    return done


def _fresh(
    store: Store, path: Path, waiting: Sequence[Prepared], published: str | None
) -> tuple[list[Prepared], list[str]]:
    """Return the documents of a file that are new, and the names of those that are not; all of the file or an error."""
    fresh: list[Prepared] = []
    known: list[str] = []
    for document, told in _opened(path, published):
        if store.has_graph(rdf.document_graph(document.id).value) or _holds([*waiting, *fresh], document):
            known.append(document.name)
        else:
            fresh.append(prepare(document, sure(document) if told is None else told))
    return fresh, known


def _failure(path: Path, error: RegraphError) -> Failure:
    report = error.report if isinstance(error, ConformanceError) else None
    return Failure(name=str(path), error=error, report=report if isinstance(report, gate.Report) else None)


def _holds(waiting: Iterable[Prepared], document: Document) -> bool:
    return any(one.document.id == document.id for one in waiting)


def _store(store: Store, waiting: list[Prepared], done: Ingest) -> None:
    """Store the documents that wait, with all that follows from them, in one transaction."""
    if not waiting:
        return
    told = derive.told_by((one.document, one.claims) for one in waiting)
    change = derive.change(store, added=told, judgements=judgements(store.path))
    fresh = [quad for one in waiting for quad in one.quads]
    store.apply(add=[*fresh, *change.add], remove=change.remove)
    done.added += waiting
    waiting.clear()


def judgements(place: Path | None) -> tuple[Judgement, ...]:
    """Return the decisions of people, oldest first: those of the seeds, then those of the store at `place`.

    Raises: LoadError naming the line that is no judgement.
    """
    files = [resources.root() / "seeds" / JUDGEMENTS, *([place / JUDGEMENTS] if place else [])]
    return tuple(one for file in files for one in decisions.read(file))


def judge(store: Store, decided: Sequence[Judgement], blocks: Iterable[str]) -> None:
    """Keep decisions of a person with the store on disk, and derive the blocks that they touch anew.

    The decisions are written first, so that none is lost; `regraph build` applies them where the second step failed.
    Raises: StoreError where the store lives in memory or cannot be written.
    """
    if store.path is None:
        raise StoreError("a store in memory keeps no judgements: open one on disk")
    for one in decided:
        decisions.append(store.path / JUDGEMENTS, one)
    change = derive.change(store, judgements=judgements(store.path), blocks=blocks)
    store.apply(add=change.add, remove=change.remove)


def seed(store: Store) -> None:
    """Give an empty store the ontology and the reference tables."""
    if not store.has_graph(ids.graph_iri("ontology")):
        store.apply(add=rdf.known_quads())


def remove(store: Store, document_id: str) -> str:
    """Remove a document with all that follows only from it; return its name.

    Raises: NotFoundError where the store holds no such document.
    """
    graph = store.graph(rdf.document_graph(document_id).value)
    if not graph:
        raise NotFoundError(f"the store holds no document {document_id!r}: `regraph documents` lists them")
    told = derive.told_by([rdf.read_document(graph)])
    change = derive.change(store, removed=told, judgements=judgements(store.path))
    store.apply(add=change.add, remove=[*graph, *change.remove])
    return document_id


def build(place: Path | str, paths: Sequence[Path], *, keep_going: bool = False, progress: Progress = iter) -> Ingest:
    """Build a store anew from files; the old one stands until the new one is whole.

    Raises: RegraphError of the first bad file, unless `keep_going`; the old store is then left as it was.
    """
    done, decided = Ingest(), judgements(Path(place))
    with rebuild(place) as store:
        told: list[tuple[Document, tuple[Claim, ...]]] = []

        def quads() -> Iterator[Quad]:
            yield from rdf.known_quads()
            for path in progress(paths):
                yield from _gather(path, done, told, keep_going=keep_going)
            yield from derive.everything(derive.told_by(told), decided)

        store.bulk(quads())
    return done


def _gather(
    path: Path, done: Ingest, told: list[tuple[Document, tuple[Claim, ...]]], *, keep_going: bool
) -> Iterator[Quad]:
    fresh: list[Prepared] = []
    try:
        for document, extracted in read(path):
            if any(document.id == other.id for other, _ in told) or _holds(fresh, document):
                done.unchanged.append(document.name)
            else:
                fresh.append(prepare(document, extracted))
    except RegraphError as error:
        if not keep_going:
            raise
        done.failures.append(_failure(path, error))
        return  # nothing of a file that is broken further down
    for one in fresh:
        done.added.append(one)
        told.append((one.document, one.claims))
        yield from one.quads


def default_seeds() -> list[Path]:
    """Return the files that `regraph build` reads where none is named."""
    folder = resources.path("seeds")
    tables = [folder / "reference" / name for name in ("measures.jsonl", "agreements.jsonl")]
    return [*tables, *sorted((folder / "articles").glob("*.md"))]
