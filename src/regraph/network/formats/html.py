"""A network in, one HTML file out that shows it: works offline, asks nobody for anything, and opens every evidence.

The page holds the viewer of `network/viewer` (with WebGL where the front-end bundle was built) and the data as JSON,
packed where they are large. Its policy lets only these scripts and styles run, by their hashes, and forbids every
request. Text of articles enters as data: in the JSON no `<` stands bare, in the table for browsers without scripts all
is escaped.
"""

import base64
import gzip
import hashlib
import html
import json
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any, Final, Generic, TypeVar

from regraph.network import viewer
from regraph.network.formats import Options
from regraph.network.picture import DASHES, SHAPE_NAMES, SIGN_NAMES, bundles, dots
from regraph.network.ties import LOOK_BACK_DAYS, RELATIONS

if TYPE_CHECKING:
    from regraph.network.building import Graph

_Item = TypeVar("_Item")
_TABLE_ROWS: Final = 150  # of the table for browsers without scripts
_PLAIN: Final = 120_000  # characters of data up to which they stand in the page as they are
_BUDGET: Final = 400_000  # characters of quotes in a page; past it, quotes are cut, the longest first
_LEAST_QUOTE: Final = 80


def write(graph: "Graph", stream: IO[bytes], options: Options) -> None:
    """Write HTML in UTF-8."""
    script, style = _inline(viewer.script()), f"{viewer.part('page.css')}{viewer.style()}"
    data, packed = data_block(page_data(graph))
    parts = {
        "POLICY": f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; base-uri 'none'; "
        "form-action 'none'",
        "TITLE": html.escape(options.title),
        "VIEW": html.escape(view_text(graph)),
        "STYLE": style,
        "TABLE": table(graph),
        "PACKED": ' data-packed="gzip"' if packed else "",
        "DATA": data,
        "SCRIPT": script,
    }
    page = viewer.part("viewer.html")
    # one pass from left to right: what a part holds is never taken for a placeholder
    out, rest = [], page
    for name in ("POLICY", "TITLE", "STYLE", "TITLE", "VIEW", "TABLE", "PACKED", "DATA", "SCRIPT"):
        before, _, rest = rest.partition(f"%{name}%")
        out += [before, parts[name]]
    stream.write("".join([*out, rest]).encode())


def data_block(data: dict[str, Any]) -> tuple[str, bool]:
    """Return what stands in the data element of a page, and whether it is packed (gzip, as base64)."""
    text = json_in_html(data)
    if len(text) <= _PLAIN:
        return text, False
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode(), True


def json_in_html(data: Any) -> str:
    r"""Return JSON that can stand in a script element: nothing in it can end the element or open a comment.

    >>> json_in_html(["</script>"])
    '["\\u003c/script\\u003e"]'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def view_text(graph: "Graph") -> str:
    """Return one line that says what the network shows."""
    view = graph.graph
    people = f"{graph.number_of_nodes()} actors, {graph.number_of_edges()} ties"
    if "restricts" in view.get("relations", ()):
        people = f"{graph.number_of_nodes()} actors and materials, {graph.number_of_edges()} ties"
    told = [
        people,
        f"about {', '.join(view['about'])}" if view.get("about") else "",
        f"around {view['around']}, {view['depth']} step(s)" if view.get("around") else "",
        f"on {view['on']}" if view.get("on") else "",
        f"as known by {view['known_by']}" if view.get("known_by") else "",
        f"by {view['level']}" if view.get("level", "all") != "all" else "",
    ]
    return ", ".join(part for part in told if part)


def page_data(graph: "Graph", *, iris: bool = False) -> dict[str, Any]:
    """Return the data of the page: lists in the place of objects, each text once, so that the page stays small.

    `iris`: with the IRIs of nodes and of what the ties are, for a page that links to pages about them.
    """
    drawn = dots(graph)
    index = {dot.iri: number for number, dot in enumerate(drawn)}
    used = {edge["relation"] for _, _, edge in graph.edges(data=True)}
    relations = [relation for name, relation in RELATIONS.items() if name in used]
    numbers = {relation.name: number for number, relation in enumerate(relations)}
    words = _Table[str]()
    sources = _Sources()
    edges = []
    for source, target, edge in graph.edges(data=True):
        spells = [[words[one["status"]], words[one["certainty"]], one["start"], one["end"]] for one in edge["spells"]]
        evidence = [sources.evidence(one) for one in edge["evidence"]]
        flags = edge["dated_by_publication"] + 2 * edge["inferred"]
        edges.append(
            [
                index[source], index[target], numbers[edge["relation"]], edge["sign"], edge["label"], edge["detail"],
                edge["weight"], spells, evidence, flags, *([edge["thing"]] if iris else []),
            ]
        )  # fmt: skip
    shapes = {dot.shape for dot in drawn}
    return {
        "nodes": [
            [dot.label, dot.type, dot.shape, dot.x, dot.y, dot.radius, dot.degree, *([dot.iri] if iris else [])]
            for dot in drawn
        ],
        "edges": edges,
        "bundles": [[bundle.bend, list(bundle.edges)] for bundle in bundles(graph)],
        "relations": [
            {
                "name": relation.name,
                "verb": relation.verb,
                "description": relation.description,
                "colour": relation.colour,
                "directed": relation.directed,
                "happening": relation.happening,
            }
            for relation in relations
        ],
        "words": words.items,
        "evidence": _shortened(sources.passages.items),
        "documents": sources.documents,
        "dashes": {str(sign): dash for sign, dash in DASHES.items()},
        "signs": [[sign, name] for sign, name in SIGN_NAMES.items()],
        "shapes": [[shape, name] for shape, name in SHAPE_NAMES.items() if shape in shapes],
        "lookBack": LOOK_BACK_DAYS,
    }


class _Table(Generic[_Item]):
    """Items in, their numbers out; equal items have one number."""

    def __init__(self) -> None:
        self.items: list[_Item] = []
        self._numbers: dict[_Item, int] = {}

    def __getitem__(self, item: _Item) -> int:
        if item not in self._numbers:
            self._numbers[item] = len(self.items)
            self.items.append(item)
        return self._numbers[item]


class _Sources:
    """The passages and documents of a page, each once."""

    def __init__(self) -> None:
        self.passages = _Table[tuple[Any, ...]]()
        self.documents: list[dict[str, str]] = []
        self._documents: dict[str, int] = {}

    def evidence(self, one: dict[str, Any]) -> int:
        """Return the number of a passage."""
        name = one["document"]
        if name not in self._documents:
            self._documents[name] = len(self.documents)
            self.documents.append(
                {key: one[key] for key in ("title", "publisher", "published", "url")} | {"name": name}
            )
        return self.passages[
            (self._documents[name], one["quote"], one["start"], one["end"], one["modality"], one["confidence"])
        ]


def _shortened(passages: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    """Return the passages with quotes cut, where all of them together would make the page too large."""
    rows = [list(passage) for passage in passages]
    most = max((len(row[1]) for row in rows), default=0)
    while most > _LEAST_QUOTE and sum(min(len(row[1]), most) for row in rows) > _BUDGET:
        most = max(_LEAST_QUOTE, most * 9 // 10)
    for row in rows:
        if len(row[1]) > most:
            row[1] = row[1][: most - 1].rstrip() + "…"
    return rows


def table(graph: "Graph") -> str:
    """Return the heaviest ties as an HTML table, for browsers without scripts."""
    ties = sorted(graph.edges(data=True), key=lambda tie: (-tie[2]["weight"], tie[2]["id"]))
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("From", "Relation", "To", "What", "Since", "Until", "Sources")
    )
    rows = []
    for source, target, edge in ties[:_TABLE_ROWS]:
        cells = (
            graph.nodes[source]["label"], edge["relation"], graph.nodes[target]["label"], edge["label"],
            edge["start"] or "", edge["end"] or "", ", ".join(edge["documents"]),
        )  # fmt: skip
        rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
    left = len(ties) - len(rows)
    more = f"<p>{left} more ties are in the data of this page; the CSV export lists them all.</p>" if left else ""
    return (
        "<p>The picture needs JavaScript, which runs on this page alone. Without it, this table holds the ties.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{more}"
    )


def _inline(script: str) -> str:
    """Return a script that can stand in a page: what in it looks like the end of its element is split."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
