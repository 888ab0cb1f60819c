"""A network in, GEXF 1.3 with time out, for Gephi: edges with first and last day, and their status over time.

GEXF counts the last day in, so `end` is the day before the half-open end of the network. The relation is the `kind`
of an edge, so that Gephi keeps ties of several relations between two nodes apart. What does not hold all along has
`spells`. Every edge is written as directed, because few readers take a mixture; the attribute `directed` tells which
are mutual. Written by hand: the library's writer takes no kinds, stops short of 1.3, and puts the clock into the file.
Source: GEXF 1.3 primer, https://gexf.net/primer.html.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, Final
from xml.sax.saxutils import quoteattr

from regraph.network.formats import Options
from regraph.network.formats.flat import Flat, edge_row, node_row, one_line, present

if TYPE_CHECKING:
    from regraph.network.building import Graph

NAMESPACE: Final = "http://gexf.net/1.3"
_ONE_DAY: Final = dt.timedelta(days=1)
_OWN: Final = frozenset({"id", "label", "weight", "start", "end"})  # attributes of GEXF itself, not of the data
_TYPES: Final = ((bool, "boolean"), (int, "integer"), (float, "double"))  # a bool is an int too


def write(graph: "Graph", stream: IO[bytes], options: Options) -> None:
    """Write GEXF 1.3 in UTF-8."""
    for line in _lines(graph, options.title):
        stream.write(f"{line}\n".encode())


def _lines(graph: "Graph", title: str) -> Iterator[str]:
    nodes = {iri: present(node_row(iri, node)) for iri, node in graph.nodes(data=True)}
    edges = [(source, target, edge, present(edge_row(edge))) for source, target, edge in graph.edges(data=True)]
    of_nodes = _declared(nodes.values())
    of_edges = _declared(row for *_, row in edges)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<gexf xmlns="{NAMESPACE}" version="1.3">'
    yield f"<meta><creator>regraph</creator><description>{_escaped(title)}</description></meta>"
    yield '<graph mode="dynamic" defaultedgetype="directed" timeformat="date" timerepresentation="interval">'
    yield from _attributes("node", "static", of_nodes)
    yield from _attributes("edge", "static", of_edges)
    yield from _attributes("edge", "dynamic", {"status_over_time": "string"}, first=len(of_edges))
    yield f'<nodes count="{len(nodes)}">'
    for iri, node in nodes.items():
        yield f"<node{_written(id=iri, label=node['label'])}>{_values(node, of_nodes)}</node>"
    yield "</nodes>"
    yield f'<edges count="{len(edges)}">'
    for source, target, edge, row in edges:
        yield _edge((source, target), edge, row, of_edges)
    yield "</edges>"
    yield "</graph>"
    yield "</gexf>"


def _edge(ends: tuple[str, str], edge: Mapping[str, Any], row: Mapping[str, Flat], declared: Mapping[str, str]) -> str:
    stretches = _stretches(edge["spells"])
    whole = stretches[0] if len(stretches) == 1 else (None, None)
    head = _written(
        id=edge["id"],
        source=ends[0],
        target=ends[1],
        type="directed",
        kind=edge["relation"],
        label=row.get("label"),
        weight=float(edge["weight"]),
        start=whole[0],
        end=whole[1],
    )
    status = "".join(
        f"<attvalue{_written(**{'for': str(len(declared))}, value=one['status'], start=start, end=end)}/>"
        for one, (start, end) in ((one, _days(one)) for one in edge["spells"])
        if start
    )
    spells = "".join(f"<spell{_written(start=start, end=end)}/>" for start, end in stretches)
    values = _values(row, declared, more=status)
    return f"<edge{head}>{values}{f'<spells>{spells}</spells>' if len(stretches) > 1 else ''}</edge>"


def _stretches(spells: Iterable[Mapping[str, Any]]) -> list[tuple[str | None, str | None]]:
    """Return first and last day of each stretch of time in which a tie has not ended; spells that touch are one."""
    out: list[tuple[str | None, str | None]] = []
    for spell in spells:
        if spell["status"] == "ended":
            continue
        start, end = spell["start"], spell["end"]
        if out and (out[-1][1] is None or (start or "") <= out[-1][1]):
            before = out.pop()
            # ISO days compare as texts; an open end stays open
            out.append((before[0], None if end is None or before[1] is None else max(end, before[1])))
        else:
            out.append((start, end))
    return [(start, _last_day(end)) for start, end in out]


def _days(spell: Mapping[str, Any]) -> tuple[str | None, str | None]:
    return spell["start"], _last_day(spell["end"])


def _last_day(end: str | None) -> str | None:
    return (dt.date.fromisoformat(end) - _ONE_DAY).isoformat() if end else None


def _declared(rows: Iterable[Mapping[str, Flat]]) -> dict[str, str]:
    """Return attribute -> type, in the order in which attributes first come."""
    out: dict[str, str] = {}
    for row in rows:
        for name, value in row.items():
            if name not in _OWN:
                kind = next((text for type_, text in _TYPES if isinstance(value, type_)), "string")
                # a whole number among fractions is a fraction
                out[name] = "double" if {out.get(name, kind), kind} == {"integer", "double"} else kind
    return out


def _attributes(of: str, mode: str, declared: Mapping[str, str], first: int = 0) -> Iterator[str]:
    if declared:
        yield f'<attributes class="{of}" mode="{mode}">'
        for number, (name, kind) in enumerate(declared.items(), first):
            yield f"<attribute{_written(id=str(number), title=name, type=kind)}/>"
        yield "</attributes>"


def _values(row: Mapping[str, Flat], declared: Mapping[str, str], more: str = "") -> str:
    values = "".join(
        f"<attvalue{_written(**{'for': str(number)}, value=row[name])}/>"
        for number, name in enumerate(declared)
        if name in row
    )
    return f"<attvalues>{values}{more}</attvalues>" if values or more else ""


def _written(**attributes: Flat | None) -> str:
    return "".join(f" {name}={_quoted(value)}" for name, value in attributes.items() if value is not None)


def _quoted(value: Flat) -> str:
    return quoteattr(str(value).lower() if isinstance(value, bool) else one_line(str(value)))


def _escaped(text: str) -> str:
    return quoteattr(one_line(text), {'"': "&quot;"})[1:-1]
