"""An Accept header and the formats on offer in, the one to send out (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final


@dataclass(
    frozen=True, slots=True, kw_only=True, eq=False
)  # each is there once: told apart by identity, which is quick
class Format:
    """A format that can be sent: its short name, and the media types that ask for it; the first one is sent."""

    name: str
    types: tuple[str, ...]

    @property
    def content_type(self) -> str:
        """The value of Content-Type."""
        main = self.types[0]
        return f"{main}; charset=utf-8" if main.startswith("text/") else main


ROWS: Final = (
    Format(name="json", types=("application/sparql-results+json", "application/json")),
    Format(name="xml", types=("application/sparql-results+xml", "application/xml", "text/xml")),
    Format(name="csv", types=("text/csv",)),
    Format(name="tsv", types=("text/tab-separated-values",)),
)
GRAPHS: Final = (
    Format(name="ttl", types=("text/turtle", "application/turtle", "application/x-turtle")),
    Format(name="jsonld", types=("application/ld+json", "application/json")),
    Format(name="nt", types=("application/n-triples", "text/plain")),
    Format(name="rdf", types=("application/rdf+xml", "application/xml", "text/xml")),
    Format(name="n3", types=("text/n3", "text/rdf+n3")),
    Format(name="trig", types=("application/trig",)),
    Format(name="nq", types=("application/n-quads", "text/x-nquads")),
)
HTML: Final = Format(name="html", types=("text/html", "application/xhtml+xml"))


@lru_cache(maxsize=512)
def choose(accept: str, offered: tuple[Format, ...]) -> Format | None:
    """Return the format that suits best, the first offered of equals; None where none does.

    >>> choose("text/csv;q=0.5, application/*;q=0.2", ROWS).name, choose("", ROWS).name, choose("image/png", ROWS)
    ('csv', 'json', None)
    >>> choose("application/json;q=0, */*;q=0.1", ROWS[:1]).name
    'json'
    """
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    best, found = 0.0, None
    for form in offered:
        main, *others = form.types
        # another name of a format asks for it only when it is spelt out: "text/*" does not mean XML
        quality = max(_quality(main, ranges), *(_exact(kind, ranges) for kind in others), 0.0)
        if quality > best:
            best, found = quality, form
    return found


def named(name: str, offered: Sequence[Format]) -> Format | None:
    """Return the format of a short name ("ttl") or a media type."""
    wanted = name.strip().lower()
    return next((form for form in offered if wanted == form.name or wanted in form.types), None)


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if "/" not in kind:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = _number(value)
        found.append((kind, quality))
    return found


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return min(max(value, 0.0), 1.0) if value == value else 0.0  # noqa: PLR0124 - NaN is unlike itself


def _exact(kind: str, ranges: Sequence[tuple[str, float]]) -> float:
    return max((quality for name, quality in ranges if name == kind), default=0.0)


def _quality(kind: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return the quality of the most specific range that a type falls in."""
    main = kind.partition("/")[0]
    for pattern in (kind, f"{main}/*", "*/*"):
        fits = [quality for name, quality in ranges if name == pattern]
        if fits:
            return max(fits)
    return 0.0
