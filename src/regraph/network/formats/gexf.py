"""A network in, GEXF with time out, for Gephi: edges with first and last day, and their status over time.

GEXF counts the last day in, so `end` is the day before the half-open end of the network. Every edge is written as
directed, because few readers take a mixture; the attribute `directed` tells which are mutual.
"""

import datetime as dt
from typing import IO, TYPE_CHECKING, Any, Final

from regraph.network.formats import Options
from regraph.network.formats.flat import flat_graph

if TYPE_CHECKING:
    from regraph.network.building import Graph

_ONE_DAY: Final = dt.timedelta(days=1)


def write(graph: "Graph", stream: IO[bytes], options: Options) -> None:  # noqa: ARG001 - as every writer
    """Write GEXF 1.2 in UTF-8."""
    from networkx.readwrite.gexf import GEXFWriter

    timed = flat_graph(graph)
    timed.graph["mode"] = "dynamic"
    for source, target, key, edge in timed.edges(keys=True, data=True):
        full = graph.edges[source, target, key]
        if "end" in edge:
            edge["end"] = _last_day(full["end"])
        over_time = [
            (spell["status"], spell["start"], _last_day(spell["end"])) for spell in full["spells"] if spell["start"]
        ]
        if over_time:
            edge["status_over_time"] = over_time
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(timed)
    _settle(writer.xml)
    writer.write(stream)


def _last_day(end: str | None) -> str | None:
    return (dt.date.fromisoformat(end) - _ONE_DAY).isoformat() if end else None


def _settle(xml: Any) -> None:
    """Take the clock out of the head, and call the days what they are: the library writes `string`."""
    for element in xml.iter():
        element.attrib.pop("lastmodifieddate", None)
        if element.tag == "creator":
            element.text = "regraph"
        if element.attrib.get("timeformat"):
            element.attrib["timeformat"] = "date"
