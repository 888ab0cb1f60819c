"""Attributes of nodes and edges in, plain text, numbers and truth values out, for formats without lists or null."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from regraph.network.building import Graph

Flat = str | int | float | bool

# what XML 1.0 forbids, and line ends, which no cell or attribute needs
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACE: Final = re.compile(r"[\t\r\n\u2028\u2029]+")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def one_line(text: str) -> str:
    r"""Return text as one line without control characters; each becomes U+FFFD, so that nobody takes it for clean.

    >>> one_line("tin\x0c and\nlead")
    'tin� and lead'
    """
    return _FORBIDDEN.sub("\ufffd", _SPACE.sub(" ", text))


def excel_safe(cell: Any) -> Any:
    """Return a text cell that no spreadsheet takes for a formula: a leading apostrophe marks it as text.

    Source: OWASP, CSV Injection.

    >>> excel_safe("=1+1"), excel_safe("tin"), excel_safe(-1)
    ("'=1+1", 'tin', -1)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA) else cell


def node_row(iri: str, node: Mapping[str, Any]) -> dict[str, Flat]:
    """Return a node as one flat row; absent values are empty."""
    return {"id": iri, **{key: _flat(value) for key, value in node.items()}}


def edge_row(edge: Mapping[str, Any]) -> dict[str, Flat]:
    """Return an edge as one flat row: lists are joined, the evidence is its documents and quotes; absent is empty."""
    row = {key: _flat(value) for key, value in edge.items() if key not in {"spells", "evidence"}}
    row["evidence"] = " | ".join(
        one_line(f"{one['document']}: {one['quote']}" if one["quote"] else one["document"]) for one in edge["evidence"]
    )
    return row


def present(row: Mapping[str, Flat]) -> dict[str, Flat]:
    """Return a row without its empty values."""
    return {key: value for key, value in row.items() if value != ""}


def flat_graph(graph: "Graph") -> "Graph":
    """Return a network with flat attributes only; the view it shows stands in `view`."""
    import networkx as nx

    out: Graph = nx.MultiDiGraph()
    for iri, node in graph.nodes(data=True):
        row = present(node_row(iri, node))
        del row["id"]
        out.add_node(iri, **row)
    for source, target, key, edge in graph.edges(keys=True, data=True):
        out.add_edge(source, target, key=key, **present(edge_row(edge)))
    return out


def _flat(value: Any) -> Flat:
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return value
    return one_line("; ".join(map(str, value)) if isinstance(value, list) else str(value))
