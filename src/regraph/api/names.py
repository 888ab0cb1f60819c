"""Names that a person uses for measures, materials, actors and documents in, their IRIs out."""

from collections.abc import Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from regraph import ids, terms
from regraph.errors import NotFoundError
from regraph.questions.finding import resolve
from regraph.questions.naming import names
from regraph.store import Store

_WANTED: Final[Mapping[str, tuple[str, str]]] = {
    "measure": ("measure", "a measure"),
    "material": ("material item", "a material or a good"),
    "actor": ("actor", "an actor"),
}


def named(store: Store, text: str, kind: str) -> str:
    """Return the IRI of the measure, material or actor that a name means.

    Raises: NotFoundError with the nearest names.
    """
    kinds, what = _WANTED[kind]
    # a name with several meanings has the one that the option asks for
    found = [name for name in names(text, store) if name.kind in kinds.split()] or [resolve(store, text)]
    if found[0].kind not in kinds.split():
        raise NotFoundError(f"{text!r} is {found[0].label}, which is not {what}: `regraph show {text!r}` tells more")
    return found[0].iri


def document(store: Store, text: str) -> str:
    """Return the IRI of the document of a file name, an id or an IRI.

    Raises: NotFoundError with the nearest file names.
    """
    from rapidfuzz import process

    identifier, kind = NamedNode(terms.term("dcterms:identifier")), NamedNode(terms.rg("Document"))
    named = [str(quad.subject)[1:-1] for quad in store.match(None, identifier, Literal(text))]
    prefix = ids.iri("document", "")
    for iri in (*sorted(named), text, prefix + text):
        plain = iri.startswith(prefix) and not any(char in iri for char in ' <>"{}|^`\\')
        if plain and next(store.match(NamedNode(iri), None, kind), None):
            return iri
    known = [
        quad.object.value
        for node in store.match(None, NamedNode(terms.term("rdf:type")), kind)
        for quad in store.match(node.subject, identifier)
        if isinstance(quad.object, Literal)
    ]
    near = [name for name, _, _ in process.extract(text, sorted(known), limit=3)]
    hint = f"did you mean {', '.join(near)}?" if near else "the store holds no document"
    raise NotFoundError(f"the store holds no document called {text!r}: {hint}")
