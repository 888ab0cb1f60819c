"""One change of the store in by stdin, its outcome out by stdout: the process that writes, whole or not at all.

An update is worked out on a copy of the store; what it changed there is then applied to the store in one transaction,
so that the default graph stays the union of the named graphs. A triple written to the default graph is kept in a graph
of its own (`graph/written`); what is taken from the default graph is taken from that one.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad

from regraph import ids, sparql, terms
from regraph.errors import QueryError, RegraphError, UsageError
from regraph.store import Store
from regraph.web import sandbox, using, wire
from regraph.web.wire import Header
from regraph.web.worker import GRAPH_FORMATS

WRITTEN: Final = ids.graph_iri("written")
Change = tuple[set[Quad], set[Quad]]  # to add, to remove


def change(store: Store, job: Header, body: bytes, scratch: str | None) -> Header:
    """Apply one change; return how many quads came and went, and whether its graph was there before.

    Raises: QueryError, UsageError where it makes no sense; StoreError where it cannot be written.
    """
    there = store.has_graph(job["graph"]) if job.get("graph") else True
    if job["kind"] == "update":
        add, remove = _updated(store, job, body.decode(), scratch)
    else:
        add, remove = _graph_change(store, job, body)
    store.apply(add=add, remove=remove)
    return {"status": "ok", "added": len(add), "removed": len(remove - add), "there": there}


def _updated(store: Store, job: Header, text: str, scratch: str | None) -> Change:
    """Return what an update changes, worked out on a copy."""
    sparql.refuse_calls(text, update=True, name="the update")
    text = using.narrow(text, job.get("using") or (), job.get("using_named") or ())
    folder = Path(tempfile.mkdtemp(prefix="regraph-write-", dir=scratch))
    try:
        store.engine.backup(str(folder / "copy"))
        copy = ox.Store(str(folder / "copy"))
        try:
            copy.update(text, prefixes=dict(terms.PREFIXES), base_iri=job.get("base"))
        except SyntaxError as error:
            raise QueryError(f"the update is no SPARQL 1.1 update: {str(error).splitlines()[0][:300]}") from error
        except (ValueError, RuntimeError) as error:
            raise QueryError(f"the update cannot be done: {str(error).splitlines()[0][:300]}") from error
        return _difference(store.engine, copy)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _difference(before: ox.Store, after: ox.Store) -> Change:
    """Return the quads of named graphs that came and went; triples of the default graph count as of `graph/written`."""
    default, written = DefaultGraph(), NamedNode(WRITTEN)
    # quads are looked up one by one: two stores as sets of Python objects would take gigabytes
    came = {quad for quad in after if quad not in before}
    went = {quad for quad in before if quad not in after} if len(before) + len(came) > len(after) else set()

    def named(quads: set[Quad]) -> set[Quad]:
        return {quad for quad in quads if quad.graph_name != default}

    def loose(quads: set[Quad]) -> set[Quad]:
        return {
            Quad(quad.subject, quad.predicate, quad.object, written) for quad in quads if quad.graph_name == default
        }

    # a triple that came to a named graph needs no copy: the union follows the named graphs
    add = named(came) | loose(came)
    return add, (named(went) | {quad for quad in loose(went) if quad in before}) - add


def _graph_change(store: Store, job: Header, body: bytes) -> Change:
    """Return what a request of the Graph Store Protocol changes in its graph."""
    held = set(store.graph(job["graph"]))
    if job["kind"] == "delete":
        return set(), held
    fresh = _parsed(body, job["form"], NamedNode(job["graph"]))
    return (fresh, held - fresh) if job["kind"] == "put" else (fresh - held, set())


def _parsed(body: bytes, form: str, graph: NamedNode) -> set[Quad]:
    """Return the triples of a document as quads of a graph.

    Raises: UsageError where it does not parse, declares a DOCTYPE, or names other graphs.
    """
    if form == "rdf" and b"<!DOCTYPE" in body:
        raise UsageError("the RDF/XML has a DOCTYPE, which is never read: send it without")
    try:
        found = list(ox.parse(body, format=GRAPH_FORMATS[form], base_iri=graph.value, rename_blank_nodes=True))
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"the document cannot be read: {str(error).splitlines()[0][:300]}") from error
    if any(quad.graph_name not in (DefaultGraph(), graph) for quad in found):
        raise UsageError("the document names graphs of its own: send the triples of one graph")
    return {Quad(quad.subject, quad.predicate, quad.object, graph) for quad in found}


def outcome(place: str, job: Header, body: bytes, scratch: str | None) -> tuple[Header, bytes]:
    """Return what became of a change, or what is wrong with it."""
    try:
        with Store.open(Path(place), write=True) as store:
            return change(store, job, body, scratch), b""
    except (QueryError, UsageError) as error:
        return {"status": "bad"}, str(error).encode()
    except UnicodeDecodeError:
        return {"status": "bad"}, b"the update is no UTF-8"
    except RegraphError as error:
        return {"status": "failed"}, str(error).encode()


def main() -> None:
    """Run as `python -m regraph.web.writer STORE MEMORY SECONDS [SCRATCH]`."""
    place, memory, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    scratch = sys.argv[4] if len(sys.argv) > 4 else None
    sandbox.die_with_parent()
    sandbox.confine(memory=memory)
    sandbox.end_after(seconds)
    found: Any = wire.split(sys.stdin.buffer.read())
    if found:
        sys.stdout.buffer.write(wire.frame(*outcome(place, found[0], found[1], scratch)))
        sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
