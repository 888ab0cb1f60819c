"""Quads in, RDF/XML of their union out.

XML 1.0 has no place for control characters: each becomes U+FFFD, the replacement character, so that offsets into a
text still count right; a carriage return becomes the line end that every XML parser would make of it.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, Final

from pyoxigraph import Literal, Quad, RdfFormat, Triple, serialize

from regraph import terms
from regraph.export.lines import by_subject

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write(quads: Iterable[Quad], stream: IO[bytes]) -> None:
    """Write RDF/XML in UTF-8."""
    triples = _xml_safe(chain.from_iterable(by_subject(quads)))
    serialize(triples, stream, RdfFormat.RDF_XML, prefixes=dict(terms.PREFIXES))


def xml_text(text: str) -> str:
    r"""Return `text` with what XML 1.0 forbids replaced, one code point for one, and line ends made plain.

    >>> xml_text("tin\x0c and\r\nlead")
    'tin� and\nlead'
    """
    return _FORBIDDEN.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")


def _xml_safe(triples: Iterable[Triple]) -> Iterator[Triple]:
    for triple in triples:
        value = triple.object
        if isinstance(value, Literal) and (cleaned := xml_text(value.value)) != value.value:
            value = (
                Literal(cleaned, language=value.language)
                if value.language
                else Literal(cleaned, datatype=value.datatype)
            )
            yield Triple(triple.subject, triple.predicate, value)
        else:
            yield triple
