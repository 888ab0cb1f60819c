"""A name or id typed by a person in, the node that it means out."""

from collections.abc import Iterable
from contextlib import suppress

from pyoxigraph import Literal, NamedNode

from regraph import ids, terms
from regraph.errors import NotFoundError
from regraph.ids import slug
from regraph.questions.naming import Name, names, suggestions
from regraph.store import Store

_KINDS = (
    "measure", "phase", "event", "claim", "agreement", "commitment", "meeting", "decision", "observation", "impact",
    "document", "actor", "material", "item", "place",
)  # fmt: skip
_TITLED = ("measure", "agreement", "commitment", "meeting", "decision", "impact")
_LABEL = NamedNode(terms.term("rdfs:label"))


def resolve(store: Store, text: str) -> Name:
    """Return the one thing of the store that a name, id or IRI means.

    Raises: NotFoundError with the nearest names.
    """
    wanted = text.strip().strip("<>")
    if wanted.startswith(ids.ID):
        candidates = _nodes([wanted])
    else:
        local = [wanted] if "/" not in wanted else [wanted, wanted.partition("/")[2]]
        candidates = _nodes(ids.iri(kind, part) for part in local for kind in _KINDS if _plain(part))
        candidates += [NamedNode(ids.iri(kind, slug(wanted))) for kind in ("actor", "material", "item", "measure")]
    for node in candidates:
        if next(store.match(node), None):
            kind = node.value.removeprefix(ids.ID).partition("/")[0]
            return Name(kind=kind, iri=node.value, label=wanted, first=0, last=1, text=text)
    found = _titled(store, wanted) or next(iter(names(wanted, store)), None)
    if found:
        return found
    near = suggestions(wanted)
    hint = f"did you mean {', '.join(near)}?" if near else "`regraph info` says what the store holds"
    raise NotFoundError(f"the store knows nothing called {text!r}: {hint}")


def _titled(store: Store, text: str) -> Name | None:
    """Return the measure, or another thing of one of the `_TITLED` kinds, whose whole label this is, as tables show it.

    Without it, "China: promise to lift measures" would be China.
    """
    for label in (Literal(text), Literal(text, language="en")):
        found = {str(getattr(quad.subject, "value", "")) for quad in store.match(None, _LABEL, label)}
        for kind in _TITLED:
            for iri in sorted(one for one in found if one.startswith(ids.iri(kind, ""))):
                return Name(kind=kind, iri=iri, label=text, first=0, last=1, text=text)
    return None


def _nodes(iris: Iterable[str]) -> list[NamedNode]:
    """Return the nodes of those texts that are IRIs at all."""
    found = []
    for iri in iris:
        with suppress(ValueError):  # a control character, say: nothing is called so
            found.append(NamedNode(iri))
    return found


def _plain(text: str) -> bool:
    return bool(text) and not any(char in text for char in ' <>"{}|^`\\')
