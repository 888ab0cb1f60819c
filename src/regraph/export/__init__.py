"""A store in, one file (or one folder of files) for tools that are not regraph out.

Invariant: the same graph gives the same bytes, whatever the order in which it was filled, and memory does not grow
with it: quads are sorted on disk (`sorting`) and written one subject at a time, things one after the other.

    write(store, "ttl", stream, filters=Filters(measure=(iri,), quotes=False))
    write_folder(store, "parquet", Path("tables"))
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Final

from regraph.errors import UsageError
from regraph.export.folder import Closing, into_folder, into_zip
from regraph.export.options import Options
from regraph.export.selecting import Filters, Selection, select
from regraph.store import Store

__all__ = ["FORMATS", "Filters", "Format", "Options", "guess", "select", "write", "write_folder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format that `write` knows; its writer stands in the module of the same name.

    `makes`: `rdf` is made of quads, `things` of things one by one, `folder` of several files.
    """

    name: str
    endings: tuple[str, ...]
    media_type: str
    graphs: bool  # whether it keeps the named graphs; the others hold their union
    module: str
    makes: str = "rdf"


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        form.name: form
        for form in (
            *(
                Format(name=name, endings=endings, media_type=media, graphs=graphs, module=module)
                for name, endings, media, graphs, module in (
                    ("ttl", (".ttl", ".turtle"), "text/turtle", False, "turtle"),
                    ("trig", (".trig",), "application/trig", True, "trig"),
                    ("nt", (".nt",), "application/n-triples", False, "ntriples"),
                    ("nq", (".nq",), "application/n-quads", True, "nquads"),
                    ("jsonld", (".jsonld", ".json"), "application/ld+json", False, "jsonld"),
                    ("rdfxml", (".rdf", ".xml", ".owl"), "application/rdf+xml", False, "rdfxml"),
                )
            ),
            *(
                Format(name=name, endings=endings, media_type=media, graphs=False, module=module, makes=makes)
                for name, endings, media, module, makes in (
                    ("ftm", (".ftm.json", ".ftm"), "application/json+ftm", "ftm", "things"),
                    ("void", (".void.ttl",), "text/turtle", "void", "things"),
                    ("csv", (".csv.zip",), "application/zip", "csv_tables", "folder"),
                    ("parquet", (".parquet.zip",), "application/zip", "parquet", "folder"),
                    ("ro-crate", (".crate.zip",), "application/zip", "crate", "folder"),
                )
            ),
        )
    }
)


def write(
    store: Store, form: str, stream: IO[bytes], *, filters: Filters | None = None, options: Options | None = None
) -> None:
    """Write what the filters choose of a store (everything, where there are none) in a format of `FORMATS`.

    A format of several files becomes a zip.
    Raises: UsageError where the format is unknown, or needs a library that is missing.
    """
    known, selection, wanted = _known(form), select(store, filters or Filters()), options or Options()
    module = _writer(known.module)
    if known.makes == "rdf":
        module.write(selection.quads(), stream)
    elif known.makes == "things":
        module.write(selection, stream, wanted)
    else:
        into_zip(module.parts(selection, wanted), stream, _closing(module, selection))


def write_folder(
    store: Store, form: str, place: Path, *, filters: Filters | None = None, options: Options | None = None
) -> None:
    """Write a format of several files into a folder, which appears whole or not at all.

    Raises: UsageError as `write`, where the format is one file, and where the folder holds anything else.
    """
    known = _known(form)
    if known.makes != "folder":
        raise UsageError(f"{form} is one file: give a file name to write it to")
    selection = select(store, filters or Filters())
    module = _writer(known.module)
    into_folder(module.parts(selection, options or Options()), place, _closing(module, selection))


def guess(path: Path) -> str | None:
    """Return the format that the ending of a file name stands for, None where it stands for none.

    >>> guess(Path("out/graph.trig")), guess(Path("graph.void.ttl")), guess(Path("tables.parquet.zip"))
    ('trig', 'void', 'parquet')
    """
    name = path.name.lower()
    fits = [(len(ending), form.name) for form in FORMATS.values() for ending in form.endings if name.endswith(ending)]
    return max(fits)[1] if fits else None


def _known(form: str) -> Format:
    if form not in FORMATS:
        raise UsageError(f"{form!r} is no export format: use one of {', '.join(FORMATS)}")
    return FORMATS[form]


def _closing(module: Any, selection: Selection) -> Closing | None:
    """Return what makes the last file of a folder, None where a format has none."""
    found = getattr(module, "closing", None)
    return partial(found, selection) if found else None


@cache
def _writer(module: str) -> Any:
    return import_module(f"{__name__}.{module}")
