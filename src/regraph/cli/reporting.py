"""Outcomes of reading files in, lines on stderr and exit codes out."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from regraph import gate, ids, load, pipeline, sparql
from regraph.cli import output
from regraph.errors import ConformanceError, NotFoundError, PartialIngestError, RegraphError
from regraph.pipeline import Failure, Ingest
from regraph.store import Store

_SHOWN = 10  # violations of one file that a person is shown


def progress(paths: Sequence[Path]) -> Iterable[Path]:
    """Yield paths, with a bar where a person watches."""
    return output.progress(paths, "Reading")


def report(done: Ingest, store: Path, *, as_json: bool) -> None:
    """Say what was stored and what was not; end with the exit code that fits.

    Raises: the error of the only file; PartialIngestError where others were stored beside it; RegraphError where all of
    several failed.
    """
    warnings = [(one.document.name, warning) for one in done.added for warning in one.report.warnings]
    if as_json:
        added = [{"id": one.document.id, "name": one.document.name, "claims": len(one.claims)} for one in done.added]
        output.print_json({
            "store": str(store),
            "added": added,
            "unchanged": done.unchanged,
            "warnings": [{"document": name, **violation(warning)} for name, warning in warnings],
            "failures": [{"file": one.name, "error": str(one.error)} for one in done.failures],
        })  # fmt: skip
    for line in _warning_lines(warnings):
        output.note(line)
    if len(done.failures) == 1 and not done.added and not done.unchanged:
        _print_violations(done.failures[0])
        raise done.failures[0].error  # one line says it all
    for failure in done.failures:
        _print_failure(failure)
    claims = sum(len(one.claims) for one in done.added)
    output.note(
        f"{store}: {_many(len(done.added), 'document')} added with {_many(claims, 'claim')}, "
        f"{len(done.unchanged)} unchanged, {len(done.failures)} failed"
    )
    if not done.failures:
        return
    if done.added or done.unchanged:
        raise PartialIngestError(f"{len(done.failures)} not stored: mend them and add them again, the others stay")
    kind = ConformanceError if all(one.report for one in done.failures) else RegraphError
    raise kind(f"none of {len(done.failures)} files was stored: mend them and add them again")


def _warning_lines(warnings: Iterable[tuple[str, gate.Violation]]) -> list[str]:
    """Return one line a document and message, with the things it is about."""
    about: dict[tuple[str, str], set[str]] = {}
    for name, warning in warnings:
        found = about.setdefault((name, warning.message), set())
        if warning.value.startswith(ids.ID):
            found.add(warning.value.rpartition("/")[2])
    return [
        "".join((f"warning: {name}: ", ", ".join(sorted(things)), ": " if things else "", message))
        for (name, message), things in about.items()
    ]


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _print_failure(failure: Failure) -> None:
    output.note(f"not stored: {_told(failure)}")
    _print_violations(failure)


def _told(failure: Failure) -> str:
    """Return an error with the name of its file, once."""
    told = str(failure.error)
    return told if told.startswith((failure.name, Path(failure.name).name)) else f"{failure.name}: {told}"


def _print_violations(failure: Failure) -> None:
    if failure.report:
        for one in failure.report.violations[:_SHOWN]:
            output.note(f"  {one.node} {one.path}: {one.message}")


def violation(one: gate.Violation) -> dict[str, Any]:
    """Return a violation as JSON."""
    return {"node": one.node, "path": one.path, "value": one.value, "rule": one.rule, "message": one.message}


def document_id(store: Store, name: str) -> str:
    """Return the id of a document by id, IRI or file name.

    Raises: NotFoundError where the store holds none of that name.
    """
    local = name.rpartition("/")[2] if name.startswith(ids.ID) else name
    if store.has_graph(ids.graph_iri("document", local)) if _is_id(local) else False:
        return local
    for row in list_documents(store):
        if row["name"] in {name, Path(name).name}:
            return str(row["id"])
    raise NotFoundError(f"the store holds no document {name!r}: `regraph documents` lists them")


def _is_id(text: str) -> bool:
    return bool(text) and all(char in "0123456789abcdef" for char in text)


_DOCUMENTS = """
SELECT ?document ?name ?kind ?published ?publisher ?title (COUNT(?claim) AS ?claims) {
  ?document a rg:Document ; dcterms:identifier ?name ; rg:documentKind ?kind .
  OPTIONAL { ?document dcterms:issued ?published }
  OPTIONAL { ?document dcterms:publisher ?publisher }
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?claim prov:wasDerivedFrom ?document }
} GROUP BY ?document ?name ?kind ?published ?publisher ?title ORDER BY ?published ?name
"""


def list_documents(store: Store) -> list[dict[str, Any]]:
    """Return one row a document: id, name, kind, published, publisher, claims, title."""
    from regraph.questions.answers import plain

    rows = [{key: plain(term) for key, term in row.items()} for row in sparql.solutions(store.engine, _DOCUMENTS)]
    return [{"id": row.pop("document").rpartition("/")[2], **row} for row in rows]


def validate_files(files: Sequence[str], *, as_json: bool) -> None:
    """Check files against the shapes by pySHACL, the norm, without storing them.

    Raises: ConformanceError where one does not conform, the error of the first file that cannot be read.
    """
    bad, rows = 0, []
    for path in load.expand(files):
        for document, told in pipeline.read(path):
            found = gate.check(pipeline.quads_of(document, told))
            bad += not found.conforms
            rows += _rows(document.name, found)
    _print_report(rows, as_json=as_json)
    if bad:
        raise ConformanceError(f"{bad} of {len(files)} files do not conform: mend what is listed")
    output.note("conforms")


def validate_store(place: Path, *, as_json: bool) -> None:
    """Check every document of a store.

    Raises: ConformanceError where one does not conform.
    """
    rows, bad = [], 0
    with Store.open(place) as store:
        graphs = [graph for graph in store.graphs() if graph.startswith(ids.graph_iri("document", ""))]
        for graph, found in gate.check_batch(store.engine, graphs):
            bad += not found.conforms
            rows += _rows(graph.rpartition("/")[2], found)
    _print_report(rows, as_json=as_json)
    if bad:
        raise ConformanceError(f"{bad} of {len(graphs)} documents do not conform: remove and add them again")
    output.note(f"{_many(len(graphs), 'document')} conform")


def _rows(name: str, found: gate.Report) -> list[dict[str, Any]]:
    return [
        {"file": name, "severity": severity, **violation(one)}
        for severity, group in (("violation", found.violations), ("warning", found.warnings))
        for one in group
    ]


def _print_report(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        output.print_json(rows)
    elif rows:
        output.print_rows(["file", "severity", "node", "path", "value", "message"], rows)
