"""A name in, everything the graph says of that thing out: the work of `regraph show` and `regraph info`."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from regraph import ids, sparql, terms
from regraph.cli import output
from regraph.questions.answers import label_of, plain
from regraph.questions.finding import resolve
from regraph.store import Store

_TYPE: Final = terms.term("rdf:type")
_MOST: Final = 25  # values of one property that a person is shown
_LONG: Final = 300  # characters of one value


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A node with its properties, and what points at it."""

    iri: str
    label: str
    properties: dict[str, list[Any]]  # prefixed name -> values
    incoming: dict[str, list[str]]


def thing(store: Store, name: str) -> Thing:
    """Return a thing by name, id or IRI.

    Raises: NotFoundError where the store knows nothing of that name.
    """
    node = NamedNode(resolve(store, name).iri)
    out: dict[str, list[Any]] = {}
    for quad in store.match(node):
        out.setdefault(curie(quad.predicate.value), []).append(_value(store, quad))
    back: dict[str, list[str]] = {}
    for quad in store.match(None, None, node):
        if isinstance(quad.subject, NamedNode):
            back.setdefault(curie(quad.predicate.value), []).append(quad.subject.value)
    return Thing(
        iri=node.value,
        label=label_of(store, node),
        properties={key: sorted(out[key], key=str) for key in sorted(out)},
        incoming={key: sorted(back[key]) for key in sorted(back)},
    )


def curie(iri: str) -> str:
    """Return an IRI as a prefixed name where a prefix fits.

    >>> curie("http://purl.org/dc/terms/title")
    'dcterms:title'
    """
    fits = [(base, prefix) for prefix, base in terms.PREFIXES.items() if iri.startswith(base)]
    if not fits:
        return iri
    base, prefix = max(fits, key=lambda fit: len(fit[0]))
    return f"{prefix}:{iri[len(base) :]}"


def _value(store: Store, quad: Quad) -> Any:
    value = quad.object
    if isinstance(value, Literal):
        return plain(value)
    if isinstance(value, NamedNode):
        label = label_of(store, value)
        return curie(value.value) if label == value.value else f"{label} ({curie(value.value)})"
    return str(value)


def print_thing(found: Thing, *, as_json: bool) -> None:
    """Print a thing as JSON, or as property and value, one a line."""
    if as_json:
        output.print_json({
            "iri": found.iri, "label": found.label, "properties": found.properties, "incoming": found.incoming,
        })  # fmt: skip
        return
    rows = [{"property": "iri", "value": found.iri}]
    for key, values in found.properties.items():
        rows += [{"property": key, "value": _short(value)} for value in values[:_MOST]]
        if len(values) > _MOST:
            rows.append({"property": key, "value": f"… and {len(values) - _MOST} more (--json shows all)"})
    for key, subjects in found.incoming.items():
        shown = ", ".join(curie(subject) for subject in subjects[:3])
        more = f" … {len(subjects)} in all" if len(subjects) > 3 else ""
        rows.append({"property": f"is {key} of", "value": shown + more})
    output.print_rows(["property", "value"], rows, title=found.label)


def _short(value: object) -> str:
    text = output.clean(value)
    return text if len(text) <= _LONG else text[:_LONG] + " …"


_COUNTED: Final = (
    "Document", "Claim", "Measure", "MeasureEvent", "Phase", "Agreement", "Meeting", "Commitment", "LicenceDecision",
    "Observation", "Impact",
)  # fmt: skip


def summary(store: Store, path: Path) -> dict[str, Any]:
    """Return counts of what a store holds, its newest publication, and its size on disk in bytes."""
    counts: Counter[str] = Counter()
    for name in _COUNTED:
        counts[name] = sum(1 for _ in store.match(None, NamedNode(_TYPE), NamedNode(terms.rg(name))))
    newest = sparql.solutions(store.engine, "SELECT (MAX(?d) AS ?day) { ?x rg:publishedLatest ?d }")
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return {
        "store": str(path),
        **{_plural(name): counts[name] for name in _COUNTED},
        "quads": len(store),
        "newest publication": newest[0]["day"].value if newest and "day" in newest[0] else None,
        "bytes on disk": size,
        "ontology": ids.ONTOLOGY,
    }


def _plural(name: str) -> str:
    spaced = "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()
    return f"{spaced}s"
