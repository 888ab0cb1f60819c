"""Filters in, the network of actors out: the viewer with its data, and a table of the ties beside it."""

from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response

from regraph.errors import UsageError
from regraph.network import RELATIONS, build
from regraph.network.actors import LEVELS
from regraph.network.formats.html import json_in_html, page_data, view_text
from regraph.web.pages import inputs, links, naming
from regraph.web.pages.ask import choices
from regraph.web.pages.call import Call
from regraph.web.pages.facts import Facts
from regraph.web.pages.rendering import render

if TYPE_CHECKING:
    from regraph.network.building import Graph

_LEVEL_WORDS: Final = {"state": "states, unions and firms", "body": "public bodies too", "all": "persons too"}
_TIES: Final = 200  # of the table
_FARTHEST: Final = 3


def network(call: Call) -> Response:
    """Return the page of the network."""
    about, around = call.query.get("about", "").strip(), call.query.get("around", "").strip()
    level = call.query.get("level", "") or "state"
    if level not in LEVELS:
        raise UsageError(f"the level “{level}” is unknown: use {', '.join(LEVELS)}")
    depth = min(inputs.count(call.query, "depth"), _FARTHEST)
    relations = tuple(sorted(call.many("relation")))
    subject = naming.resolve(call.store, about, ("material", "item")) if about else None
    centre = naming.resolve(call.store, around, ("actor",)) if around else None
    on = call.when.on if call.query.get("on") else None
    known = call.when.known_by if call.when.known else None
    key = ("network", subject, centre, level, depth, relations, on, known)
    graph = call.cached(
        key,
        lambda: build(
            call.store,
            on=on,
            known_by=known,
            about=subject,
            around=centre,
            depth=depth,
            relations=relations,
            level=level,
        ),
    )
    return render(
        call,
        "network.html",
        active="Network",
        about=call.facts.label(subject) if subject else "",
        around=call.facts.label(centre) if centre else "",
        level=level,
        levels=[(name, _LEVEL_WORDS[name]) for name in LEVELS],
        depth=depth,
        relations=list(RELATIONS.values()),
        chosen=relations or tuple(name for name, one in RELATIONS.items() if one.shown),
        told=view_text(graph),
        data=call.cached((*key, "data"), lambda: json_in_html(page_data(graph, iris=True))),
        ties=call.cached((*key, "ties"), lambda: ties(call.facts, graph)),
        more=max(0, graph.number_of_edges() - _TIES),
        day=call.query.get("day", ""),
        picked=call.query.get("chosen", ""),
        lists={name: values for name, values in choices(call).items() if name in ("list-material", "list-actor")},
    )


def ties(facts: Facts, graph: "Graph") -> list[dict[str, Any]]:
    """Return the heaviest ties as rows of a table."""
    found = sorted(graph.edges(data=True), key=lambda tie: (-tie[2]["weight"], tie[2]["id"]))
    return [
        {
            "source": graph.nodes[source]["label"],
            "source_page": _page(facts, source),
            "target": graph.nodes[target]["label"],
            "target_page": _page(facts, target),
            "verb": RELATIONS[edge["relation"]].verb,
            "label": edge["label"],
            "page": links.page(edge["thing"]),
            "status": edge["status"],
            "start": edge["start"],
            "end": edge["end"],
            "weight": edge["weight"],
        }
        for source, target, edge in found[:_TIES]
    ]


def _page(facts: Facts, iri: str) -> str:
    """Return the page of a node; empty for one that only the network knows, such as everybody."""
    return links.page(iri) if facts.knows(iri) else ""
