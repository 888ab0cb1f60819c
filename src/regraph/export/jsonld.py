"""Quads in, JSON-LD of their union out: the published context inline, one node object a line under `@graph`.

A value stands bare where the context gives its type back, and spelled out where it does not: reading the file gives
the same graph, whatever the context says.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import IO, Any, Final

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from regraph import terms
from regraph.export.context import context
from regraph.export.lines import by_subject
from regraph.ids import ONTOLOGY

_TYPE: Final = terms.term("rdf:type")
_STRING: Final = terms.term("xsd:string")
_INTEGER: Final = terms.term("xsd:integer")
_NATIVE: Final = re.compile(r"0|-?[1-9]\d{0,14}")  # integers that every JSON reader keeps as they are
_LOCAL: Final = re.compile(r"[A-Za-z0-9_][\w./-]*")


def write(quads: Iterable[Quad], stream: IO[bytes]) -> None:
    """Write JSON-LD in UTF-8."""
    stream.write(b'{"@context": ' + json.dumps(dict(context()), ensure_ascii=False).encode() + b',\n"@graph": [')
    between = b"\n"
    for triples in by_subject(quads):
        stream.write(between + json.dumps(_node(triples), ensure_ascii=False).encode())
        between = b",\n"
    stream.write(b"\n]}\n")


def _node(triples: list[Triple]) -> dict[str, Any]:
    out: dict[str, Any] = {"@id": _id(triples[0].subject)}
    for triple in triples:
        if triple.predicate.value == _TYPE and isinstance(triple.object, NamedNode):
            out.setdefault("@type", []).append(_vocab(triple.object.value))
            continue
        name = _property(triple.predicate.value)
        out.setdefault(name, []).append(_value(triple.object, context().get(name, {})))
    return {key: values[0] if isinstance(values, list) and len(values) == 1 else values for key, values in out.items()}


def _value(term: Any, definition: Any) -> Any:
    kind = definition.get("@type") if isinstance(definition, Mapping) else None
    if isinstance(term, NamedNode | BlankNode):
        if kind == "@vocab" and isinstance(term, NamedNode):
            return _vocab(term.value)
        return _id(term) if kind == "@id" else {"@id": _id(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    if kind is None and datatype == _STRING:
        return term.value
    if kind is not None and datatype == _expanded(kind):
        return int(term.value) if datatype == _INTEGER and _NATIVE.fullmatch(term.value) else term.value
    return {"@value": term.value, "@type": _compact(datatype)}


def _id(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else _compact(term.value)


@cache
def _properties() -> Mapping[str, str]:
    """Return IRI of a property -> its name in the context."""
    return {_expanded(entry["@id"]): name for name, entry in context().items() if isinstance(entry, Mapping)}


@lru_cache(maxsize=2_048)
def _property(iri: str) -> str:
    return _properties().get(iri) or _vocab(iri)


@lru_cache(maxsize=2_048)
def _vocab(iri: str) -> str:
    """Return a class, concept or property: by its name where it is of the ontology and no other name of the context."""
    local = iri.removeprefix(ONTOLOGY)
    return local if local != iri and _LOCAL.fullmatch(local) and local not in context() else _compact(iri)


@lru_cache(maxsize=1_024)  # most are of single things, of which each is named in one place of the sorted lines
def _compact(iri: str) -> str:
    for prefix, base in terms.PREFIXES.items():
        if iri.startswith(base) and _LOCAL.fullmatch(iri[len(base) :]):
            return f"{prefix}:{iri[len(base) :]}"
    return iri


@lru_cache(maxsize=2_048)
def _expanded(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return terms.PREFIXES[prefix] + local if colon and prefix in terms.PREFIXES else name
