"""A store in, one file of a standard RDF format out, for tools that are not regraph.

Invariant: the same graph gives the same bytes, whatever the order in which it was filled, and memory does not grow
with it: quads are sorted on disk (`sorting`) and written one subject at a time.

    write(store, "ttl", stream, filters=Filters(measure=(iri,), quotes=False))
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final, Protocol

from pyoxigraph import Quad

from regraph.errors import UsageError
from regraph.export.selecting import Filters, chosen
from regraph.store import Store

__all__ = ["FORMATS", "Filters", "Format", "guess", "write"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format that `write` knows; its writer stands in the module of the same name."""

    name: str
    endings: tuple[str, ...]
    media_type: str
    graphs: bool  # whether it keeps the named graphs; the others hold their union
    module: str


class Writer(Protocol):
    """What the module of a format holds."""

    def write(self, quads: Iterator[Quad], stream: IO[bytes]) -> None:
        """Write quads of named graphs, in any order."""


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        name: Format(name=name, endings=endings, media_type=media, graphs=graphs, module=module)
        for name, endings, media, graphs, module in (
            ("ttl", (".ttl", ".turtle"), "text/turtle", False, "turtle"),
            ("trig", (".trig",), "application/trig", True, "trig"),
            ("nt", (".nt",), "application/n-triples", False, "ntriples"),
            ("nq", (".nq",), "application/n-quads", True, "nquads"),
            ("jsonld", (".jsonld", ".json"), "application/ld+json", False, "jsonld"),
            ("rdfxml", (".rdf", ".xml", ".owl"), "application/rdf+xml", False, "rdfxml"),
        )
    }
)


def write(store: Store, form: str, stream: IO[bytes], *, filters: Filters | None = None) -> None:
    """Write what the filters choose of a store (everything, where there are none) in a format of `FORMATS`.

    Raises: UsageError where the format is unknown.
    """
    if form not in FORMATS:
        raise UsageError(f"{form!r} is no export format: use one of {', '.join(FORMATS)}")
    _writer(FORMATS[form].module).write(chosen(store, filters or Filters()), stream)


def guess(path: Path) -> str | None:
    """Return the format that the ending of a file name stands for, None where it stands for none.

    >>> guess(Path("out/graph.trig"))
    'trig'
    """
    ending = path.suffix.lower()
    return next((form.name for form in FORMATS.values() if ending in form.endings), None)


@cache
def _writer(module: str) -> Writer:
    return import_module(f"{__name__}.{module}")
