"""A name, an id or an IRI that a form sends in, the thing of the store that it means, of the kinds that fit, out."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

from pyoxigraph import Literal, NamedNode

from regraph import ids, terms
from regraph.errors import NotFoundError
from regraph.ids import slug
from regraph.questions import finding
from regraph.questions.naming import names, suggestions
from regraph.store import Store

_LABEL: Final = NamedNode(terms.term("rdfs:label"))
KINDS: Final = ("material", "item", "actor", "measure", "agreement", "document", "commitment", "meeting", "place")


def resolve(store: Store, text: str, kinds: Iterable[str] = KINDS) -> str:
    """Return the IRI of the thing of one of `kinds` that a text means.

    Raises: NotFoundError with the nearest names.
    """
    wanted, allowed = text.strip(), tuple(kinds)
    found = next((iri for iri in _candidates(store, wanted) if _kind(iri) in allowed), None)
    if found:
        return found
    near = suggestions(wanted, store)
    hint = f"did you mean {', '.join(near)}?" if near else "choose one from the lists"
    raise NotFoundError(f"nothing is called “{wanted}”: {hint}")


def labelled(store: Store, label: str, kind: str) -> str:
    """Return the IRI of the first thing of a kind that has a label; empty where none has."""
    return next((iri for iri in _by_label(store, label) if _kind(iri) == kind), "")


def _candidates(store: Store, text: str) -> Iterator[str]:
    with suppress(NotFoundError, ValueError):  # what can be no IRI is no thing
        yield finding.resolve(store, text).iri
    yield from _by_label(store, text)
    for name in names(text, store):
        yield name.iri
    for kind in KINDS:
        iri = ids.iri(kind, slug(text))
        if slug(text) and next(store.match(NamedNode(iri)), None):
            yield iri


def _by_label(store: Store, label: str) -> list[str]:
    found = (quad.subject for quad in store.match(None, _LABEL, Literal(label)))
    return sorted(one.value for one in found if isinstance(one, NamedNode))


def _kind(iri: str) -> str:
    return iri.removeprefix(ids.ID).partition("/")[0] if iri.startswith(ids.ID) else ""
