"""Ontology, shapes and questions in, findings out: one a broken rule and node."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from regraph import ids, resources, terms
from regraph.errors import OntologyError

_USES: Final = NamedNode("urn:regraph:uses")
_SHAPES: Final = NamedNode("urn:regraph:shapes")
_REFERENCES: Final = NamedNode(terms.term("dcterms:references"))
_TERM: Final = re.compile(r"(?<![\w:/-])rg:([A-Za-z][A-Za-z0-9_-]*)")
_SH: Final = terms.PREFIXES["sh"]
# A path along a list is slow to ask for inside NOT EXISTS, so lists are laid flat once.
_FLATTEN: Final = f"""
    INSERT {{ GRAPH {_SHAPES} {{ ?shape skos:member ?item }} }}
    WHERE {{ GRAPH {_SHAPES} {{ ?shape sh:in ?list . ?list rdf:rest*/rdf:first ?item }} }}
"""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Finding:
    """One thing that is wrong with the ontology, its shapes or its questions."""

    rule: str  # name of the shape or the query
    node: str  # IRI of the term, or file name
    message: str  # what is wrong and how to mend it

    def __str__(self) -> str:
        """Return the finding as one line for people."""
        return f"{self.node}: {self.message} [{self.rule}]"


def check(folder: Path | None = None) -> tuple[Finding, ...]:
    """Return everything that is wrong, sorted; nothing where all is well.

    `folder` holds `ontology/`, `shapes/` and `queries/`; by default those of this installation.

    Raises: OntologyError where a file does not parse.
    """
    root = folder or resources.root()
    store = _load(root)
    return tuple(sorted({*_shapes(root, store), *_queries(root, store)}))


def hygiene_queries(root: Path) -> Iterator[tuple[dict[str, str], str]]:
    """Yield header fields and text of each query of `queries/hygiene`, by name.

    Raises: OntologyError where a header lacks name, description or mend, or the name is not the file's.
    """
    for path in sorted((root / "queries" / "hygiene").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        header = dict(re.findall(r"^#\+ (\w+): (.+)$", text, re.MULTILINE))
        if header.get("name") != path.stem or not {"description", "mend"} <= header.keys():
            raise OntologyError(f"{path.name} needs header lines `#+ name: {path.stem}`, description and mend")
        yield header, text


def _load(root: Path) -> Store:
    """Return a store with the ontology as default graph, the shapes in a named one, and who uses which term."""
    store = Store()
    for path in sorted((root / "ontology").glob("*.ttl")):
        store.extend(_parse(path))
    for path in sorted((root / "shapes").glob("*.ttl")):
        for quad in _parse(path):
            store.add(Quad(quad.subject, quad.predicate, quad.object, _SHAPES))
            store.extend(_uses(path, (quad.subject, quad.predicate, quad.object)))
    store.update(_FLATTEN, prefixes=dict(terms.PREFIXES))
    for folder in ("questions", "quality", "hygiene"):
        for path in sorted((root / "queries" / folder).glob("*.rq")):
            store.extend(_use(path, name) for name in _terms_in(path.read_text(encoding="utf-8")))
    return store


def _parse(path: Path) -> list[Quad]:
    try:
        return list(parse(path=str(path), format=RdfFormat.TURTLE))
    except (SyntaxError, ValueError) as error:
        raise OntologyError(f"{path.name} does not parse: {error}") from error


def _uses(path: Path, triple: Iterable[object]) -> Iterator[Quad]:
    for term in triple:
        if isinstance(term, NamedNode) and term.value.startswith(ids.ONTOLOGY):
            yield _use(path, term.value.removeprefix(ids.ONTOLOGY))
        elif isinstance(term, Literal):
            yield from (_use(path, name) for name in _terms_in(term.value))


def _terms_in(text: str) -> Iterator[str]:
    """Yield the local names of regraph's terms in a query, comments left out.

    >>> list(_terms_in("?m rg:covers ?x . # rg:nothing"))
    ['covers']
    """
    without_comments = re.sub(r"(^|\s)#.*", r"\1", text)
    yield from _TERM.findall(without_comments)


def _use(path: Path, name: str) -> Quad:
    return Quad(NamedNode(f"urn:regraph:file:{path.name}"), _REFERENCES, NamedNode(ids.ONTOLOGY + name), _USES)


def _queries(root: Path, store: Store) -> Iterator[Finding]:
    for header, text in hygiene_queries(root):
        try:
            rows = store.query(text, prefixes=dict(terms.PREFIXES))
        except SyntaxError as error:
            raise OntologyError(f"hygiene query {header['name']} does not parse: {error}") from error
        if not isinstance(rows, QuerySolutions):
            raise OntologyError(f"hygiene query {header['name']} has to be a SELECT with a column ?node")
        names = [variable.value for variable in rows.variables]
        for row in rows:
            told = {name: _text(row[name]) for name in names if row[name] is not None}
            node = told.pop("node", "")
            rest = "".join(f" ({name}: {value})" for name, value in told.items())
            yield Finding(
                rule=header["name"], node=node, message=f"{header['description']} To mend it: {header['mend']}.{rest}"
            )


def _text(term: object) -> str:
    if isinstance(term, NamedNode):
        return term.value.replace(ids.ONTOLOGY, "rg:").removeprefix("urn:regraph:file:")
    return term.value if isinstance(term, Literal) else "a blank node"


def _shapes(root: Path, store: Store) -> Iterator[Finding]:
    """Yield what the lint shapes find, by pySHACL."""
    import pyshacl
    import rdflib

    shapes = rdflib.Graph().parse(root / "shapes" / "ontology.ttl", format="turtle")
    _, report, _ = pyshacl.validate(_to_rdflib(store), shacl_graph=shapes, inplace=True)
    sh = rdflib.Namespace(_SH)
    for result in report.objects(None, sh.result):
        shape = str(report.value(result, sh.sourceShape))
        node = str(report.value(result, sh.focusNode))
        message = str(report.value(result, sh.resultMessage))
        yield Finding(rule=shape.rpartition("#")[2], node=node.replace(ids.ONTOLOGY, "rg:"), message=message)


def _to_rdflib(store: Store) -> Any:
    """Return the ontology, the default graph, as an rdflib graph."""
    import rdflib

    def term(node: object) -> Any:
        if isinstance(node, NamedNode):
            return rdflib.URIRef(node.value)
        if isinstance(node, BlankNode):
            return rdflib.BNode(node.value)
        assert isinstance(node, Literal)  # noqa: S101 - the files hold no RDF-star
        datatype = None if node.language else rdflib.URIRef(node.datatype.value)
        return rdflib.Literal(node.value, lang=node.language, datatype=datatype)

    graph = rdflib.Graph()
    for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph
