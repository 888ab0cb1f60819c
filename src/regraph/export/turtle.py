"""Quads in, Turtle of their union out: grouped by subject, classes first, with prefixes, for people to read."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import IO, Final

from pyoxigraph import Quad, RdfFormat, serialize

from regraph import ids, terms
from regraph.export.lines import by_subject

_KINDS: Final = (
    "actor agreement claim commitment decision document event impact item material measure meeting observation "
    "passage phase place"
).split()
# One prefix a kind of thing, so that names need no escaped slash. None lies inside another: a name has one form.
PREFIXES: Final[Mapping[str, str]] = {
    **{name: iri for name, iri in terms.PREFIXES.items() if name not in ("rgid", "rggraph")},
    **{kind: ids.iri(kind, "") for kind in _KINDS},
}


def write(quads: Iterable[Quad], stream: IO[bytes]) -> None:
    """Write Turtle in UTF-8."""
    triples = chain.from_iterable(by_subject(quads))
    serialize(triples, stream, RdfFormat.TURTLE, prefixes=dict(PREFIXES))
