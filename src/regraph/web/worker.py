"""Queries in by a socket, results out by it: the process that runs what strangers ask, one query at a time.

It reads a snapshot, never the live store; it cannot open a socket or start a program; its parent ends it where it
takes too long, and it ends itself where the parent does not.
"""

import os
import re
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

from regraph import sparql, terms
from regraph.errors import QueryError
from regraph.web import sandbox, wire
from regraph.web.wire import Header

_GRACE: Final = 1.0  # seconds after which the worker ends itself where its parent did not
_QUOTED: Final = re.compile(rb'"[^"]*"')
_PREFIXES: Final = tuple((name, f"{name}:", iri) for name, iri in terms.PREFIXES.items())
_FORMATS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "n3": ox.RdfFormat.N3,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}


class TooLargeError(Exception):
    """A result has more rows or bytes than one may have."""


class _Bounded(BytesIO):
    """A file in memory that takes so many bytes and no more."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most

    def write(self, data: Any) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise TooLargeError("bytes")
        return super().write(data)


def answer(engine: ox.Store, job: Header, query: str) -> tuple[Header, bytes]:
    """Return the status of a query with its result, or with a plain text of what is wrong.

    `job` names the formats (`rows`, `graph`), the dataset (`default`, `named`) and the limits (`most_rows`,
    `most_bytes`). Statuses: ok, bad, unacceptable, large, failed.
    """
    try:
        sparql.refuse_calls(query)
        known = {name: iri for name, start, iri in _PREFIXES if start in query}
        result = engine.query(query, prefixes=known, base_iri=job.get("base"), **_dataset(job))
        kind = "graph" if isinstance(result, ox.QueryTriples) else "rows"
        form = job[kind]
        if form is None:
            return {"status": "unacceptable", "kind": kind}, b""
        body = _graph(result, job) if isinstance(result, ox.QueryTriples) else _rows(result, job)
    except QueryError as error:
        return {"status": "bad"}, str(error).encode()
    except SyntaxError as error:
        return {"status": "bad"}, _told("the query is no SPARQL 1.1 query", error)
    except TooLargeError as error:
        return {"status": "large", "what": str(error)}, b""
    except (ValueError, RuntimeError, OSError, MemoryError) as error:
        return {"status": "failed"}, _told("the query cannot be answered", error)
    return {"status": "ok", "form": form}, body


def _dataset(job: Header) -> dict[str, Any]:
    """Return the dataset that the protocol names; it takes the place of FROM in the query."""
    default, named = job.get("default") or [], job.get("named") or []
    if not default and not named:
        return {}
    try:
        return {
            "default_graph": [ox.NamedNode(iri) for iri in default],
            "named_graphs": [ox.NamedNode(iri) for iri in named],
        }
    except ValueError as error:
        raise QueryError(f"a graph of the dataset has no IRI: {error}") from error


def _rows(result: Any, job: Header) -> bytes:
    sink = _Bounded(job["most_bytes"])
    result.serialize(sink, format=_FORMATS[job["rows"]])
    body = sink.getvalue()
    # a row takes at least two bytes in every format: small results need no counting
    if len(body) > 2 * job["most_rows"] and _count(body, job["rows"]) > job["most_rows"]:
        raise TooLargeError("rows")
    return body


def _count(body: bytes, form: str) -> int:
    r"""Return how many rows a serialised result has.

    >>> _count(b'x,y\r\n1,2\r\n,"a\nb"\r\n', "csv"), _count(b"?x\n1\n2\n", "tsv")
    (2, 2)
    """
    if form == "xml":
        return body.count(b"<result>")
    if form == "tsv":
        return body.count(b"\n") - 1
    if form == "csv":
        return _QUOTED.sub(b"", body).count(b"\n") - 1
    found = ox.parse_query_results(body, format=_FORMATS[form])
    return sum(1 for _ in found) if isinstance(found, ox.QuerySolutions) else 1


def _graph(result: ox.QueryTriples, job: Header) -> bytes:
    sink = _Bounded(job["most_bytes"])
    form = GRAPH_FORMATS[job["graph"]]
    # a graph is a set; the engine may give a triple twice
    kept: dict[ox.Triple, None] = dict.fromkeys(islice(result, job["most_rows"] + 1))
    if len(kept) > job["most_rows"]:
        raise TooLargeError("triples")
    ox.serialize(kept, sink, format=form, prefixes=_prefixes(form))
    return sink.getvalue()


def _prefixes(form: ox.RdfFormat) -> dict[str, str] | None:
    return None if form in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS) else dict(terms.PREFIXES)


def _told(what: str, error: BaseException) -> bytes:
    lines = str(error).splitlines() or [type(error).__name__]
    return f"{what}: {lines[0][:300]}".encode()


def _jobs(channel: socket.socket) -> Iterator[tuple[Header, bytes]]:
    while (found := wire.read(channel)) is not None:
        yield found


def serve(channel: socket.socket, run: Callable[[ox.Store, Header, str], tuple[Header, bytes]]) -> None:
    """Answer one query after the other until the other side goes."""
    folder, engine = "", ox.Store()
    channel.sendall(wire.frame({"status": "ready"}))
    for job, body in _jobs(channel):
        if job["folder"] != folder:
            engine = ox.Store.read_only(job["folder"])
            folder = job["folder"]
        if "seconds" not in job:  # only told of a newer snapshot
            channel.sendall(wire.frame({"status": "ready"}))
            continue
        sandbox.end_after(job["seconds"] + _GRACE)
        header, result = run(engine, job, body.decode())
        sandbox.end_after(0)
        channel.sendall(wire.frame(header, result))


def main() -> None:
    """Run as `python -m regraph.web.worker FD MEMORY`."""
    descriptor, memory = int(sys.argv[1]), int(sys.argv[2])
    sandbox.die_with_parent()
    channel = socket.socket(fileno=descriptor)
    sandbox.confine(memory=memory)
    with suppress(BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        serve(channel, answer)
    os._exit(0)  # nothing to tidy: it only reads


if __name__ == "__main__":
    main()
