"""A network in, one file of a format that other tools read, or a picture, out; one module a format."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Final, Protocol

from regraph.errors import UsageError

if TYPE_CHECKING:
    from regraph.network.building import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to write; a format heeds what concerns it."""

    excel_safe: bool = True  # guard text cells that a spreadsheet would run as a formula
    quotes: bool = True  # False leaves out quoted passages
    title: str = "Actor network"


class Writer(Protocol):
    """What the module of a format holds."""

    def write(self, graph: "Graph", stream: IO[bytes], options: Options) -> None:
        """Write a network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format that `write` knows."""

    name: str
    endings: tuple[str, ...]
    module: str


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        name: Format(name=name, endings=endings, module=module)
        for name, endings, module in (
            ("json", (".json",), "node_link"),
            ("graphml", (".graphml",), "graphml"),
            ("gexf", (".gexf",), "gexf"),
            ("csv", (".csv",), "edges_csv"),
            ("nodes-csv", (".nodes.csv",), "nodes_csv"),
            ("neo4j", (".zip",), "neo4j"),
            ("cytoscape", (".cyjs",), "cytoscape"),
            ("html", (".html", ".htm"), "html"),
            ("svg", (".svg",), "svg"),
            ("png", (".png",), "png"),
        )
    }
)


def write(graph: "Graph", form: str, stream: IO[bytes], options: Options | None = None) -> None:
    """Write a network of `build` in a format of `FORMATS`.

    Raises: UsageError where the format is unknown.
    """
    if form not in FORMATS:
        raise UsageError(f"{form!r} is no network format: use one of {', '.join(FORMATS)}")
    wanted = options or Options()
    if not wanted.quotes:
        graph = _without_quotes(graph)
    _writer(FORMATS[form].module).write(graph, stream, wanted)


def guess(path: Path) -> str | None:
    """Return the format that the ending of a file name stands for, None where it stands for none.

    >>> guess(Path("actors.nodes.csv")), guess(Path("actors.csv"))
    ('nodes-csv', 'csv')
    """
    name = path.name.lower()
    fits = [(len(ending), form.name) for form in FORMATS.values() for ending in form.endings if name.endswith(ending)]
    return max(fits)[1] if fits else None


def _without_quotes(graph: "Graph") -> "Graph":
    bare = graph.copy()
    for _, _, edge in bare.edges(data=True):
        edge["evidence"] = [{**one, "quote": ""} for one in edge["evidence"]]
    return bare


@cache
def _writer(module: str) -> Writer:
    return import_module(f"{__name__}.{module}")
