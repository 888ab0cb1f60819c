"""A store and a view in, a networkx graph of typed, signed, dated edges that carry their evidence out."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from regraph.dates import Bounds
from regraph.errors import NotFoundError, UsageError
from regraph.network.actors import LEVELS, Nodes
from regraph.network.evidence import Witnesses
from regraph.network.harms import harm_ties
from regraph.network.measures import measure_ties
from regraph.network.scope import Scope, View
from regraph.network.things import thing_ties
from regraph.network.ties import DEFAULT_RELATIONS, END_OF_TIME, RELATIONS, Spell, Tie
from regraph.store import Store

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[str]


def build(  # noqa: PLR0913 - one name a filter, the same as the options of the command
    store: Store,
    *,
    on: Bounds | dt.date | None = None,
    known_by: dt.date | None = None,
    about: str | Sequence[str] | None = None,
    around: str | None = None,
    depth: int = 1,
    relations: Iterable[str] | None = None,
    level: str = "all",
    measures: Sequence[str] = (),
    documents: Sequence[str] = (),
    since: dt.date | None = None,
) -> "Graph":
    """Return the network of a store.

    `on`: a day, or an interval with both ends, in which a tie has to hold; happenings (meetings, accusations, harms)
    count when they fall into the interval, or into the 90 days before the one day.
    `known_by`: only what was published by then. `about`: IRIs of materials or goods. `around`, `depth`: IRI of an
    actor, and how many steps from it. `relations`: names of RELATIONS; `restricts` brings materials in as nodes,
    `enacts`, `aims_at` and `covers` measures; VIEWS names sets of them.
    `measures`: IRIs; only their ties, and what is promised or licensed on them. `documents`, `since`: only ties that
    one of these documents, or one of that day or later, tells of.
    `level`: `state` folds bodies and persons into their states, `body` only persons, `all` nothing.

    Shape: nodes are IRIs with `name`, `label`, `type`, `state`; edges have the key `id` and the attributes that
    `edge_attributes` gives. An edge that is not `directed` runs from the smaller to the greater IRI.
    Raises: UsageError where a relation, level or depth is unknown; NotFoundError where `around` has no ties.
    """
    import networkx as nx

    days = Bounds(on, on) if isinstance(on, dt.date) else on
    view = View(
        on=days,
        known_by=known_by or END_OF_TIME,
        about=(about,) if isinstance(about, str) else tuple(about or ()),
        around=around,
        depth=depth,
        relations=tuple(relations or ()),
        level=level,
        measures=tuple(measures),
        documents=tuple(documents),
        since=since,
    )
    _check(view)
    scope = Scope(store, view)
    nodes = Nodes(scope.records, level)
    ties = _ties(scope, nodes)
    if around is not None:
        ties = _around(ties, nodes.fold(around), depth)
        if not ties:
            raise NotFoundError(f"{nodes[around].label} has no ties in this view: widen the days or the relations")
    graph: Graph = nx.MultiDiGraph()
    graph.graph.update(_about(view, nodes))
    for iri in sorted({end for tie in ties for end in (tie.source, tie.target)}):
        graph.add_node(iri, **node_attributes(nodes, iri))
    for tie in ties:
        graph.add_edge(tie.source, tie.target, key=tie.id, **edge_attributes(tie, scope.witnesses))
    return graph


def _check(view: View) -> None:
    unknown = [name for name in view.relations if name not in RELATIONS]
    if unknown:
        raise UsageError(f"{unknown[0]!r} is no relation: use some of {', '.join(RELATIONS)}")
    if view.level not in LEVELS:
        raise UsageError(f"{view.level!r} is no level: use one of {', '.join(LEVELS)}")
    if view.depth < 1:
        raise UsageError(f"a depth of {view.depth} reaches nobody: give 1 or more")


def _ties(scope: Scope, nodes: Nodes) -> list[Tie]:
    """Return the ties of a view, folded to its level, in the order of their ids' makings."""
    wanted = scope.view.relations or DEFAULT_RELATIONS
    found = (scope.told(tie) for tie in _all(scope, wanted) if tie.relation in wanted)
    folded: dict[str, Tie] = {}
    for tie in (scope.at(one) for one in found if one is not None):
        if tie is None:
            continue
        one = _ordered(replace(tie, source=nodes.fold(tie.source), target=nodes.fold(tie.target)))
        if one.source != one.target:
            folded[one.id] = _merged(folded[one.id], one) if one.id in folded else one
    return sorted(folded.values(), key=lambda tie: (tie.source, tie.target, tie.relation, tie.thing))


def _all(scope: Scope, wanted: Sequence[str]) -> Iterator[Tie]:
    yield from chain(measure_ties(scope), thing_ties(scope))
    if "harms" in wanted:
        yield from harm_ties(scope)


def _ordered(tie: Tie) -> Tie:
    if RELATIONS[tie.relation].directed or tie.source <= tie.target:
        return tie
    return replace(tie, source=tie.target, target=tie.source)


def _merged(one: Tie, other: Tie) -> Tie:
    """Return two ties that folding made one: of one thing, so only their claims can differ."""
    return replace(one, claims=tuple(sorted({*one.claims, *other.claims})))


def _around(ties: list[Tie], centre: str, depth: int) -> list[Tie]:
    """Return the ties among the nodes at most `depth` steps from the centre, whichever way a tie runs."""
    reached = {centre}
    for _ in range(depth):
        reached |= {end for tie in ties if {tie.source, tie.target} & reached for end in (tie.source, tie.target)}
    return [tie for tie in ties if tie.source in reached and tie.target in reached]


def _about(view: View, nodes: Nodes) -> dict[str, Any]:
    """Return the attributes of the graph itself: the view it shows."""
    return {
        "on": view.on.edtf() if view.on else None,
        "known_by": None if view.known_by == END_OF_TIME else view.known_by.isoformat(),
        "about": [nodes[iri].label for iri in view.about],
        "around": nodes[view.around].label if view.around else None,
        "depth": view.depth if view.around else None,
        "relations": list(view.relations or DEFAULT_RELATIONS),
        "level": view.level,
    }


def node_attributes(nodes: Nodes, iri: str) -> dict[str, Any]:
    """Return `name`, `label`, `type` and `state` (IRI and label, None where there is none) of a node."""
    node = nodes[iri]
    return {
        "name": node.name,
        "label": node.label,
        "type": node.type,
        "state": node.state,
        "state_label": nodes[node.state].label if node.state else None,
    }


def edge_attributes(tie: Tie, witnesses: Witnesses) -> dict[str, Any]:
    """Return the attributes of an edge.

    Shape: `id`, `relation`, `sign` (1, 0, -1), `directed`, `label`, `detail`, `thing` (IRI), `status`, `certainty`
    (of the last spell), `start`, `end` (ISO days, half-open, None where open or unknown), `spells` (dicts of those
    four), `weight` (number of documents that tell of it, at least 1), `claims` (ids), `documents` (file names),
    `evidence` (dicts), `dated_by_publication`, `inferred`.
    """
    holding = tie.holding or tie.spells
    last = tie.spells[-1] if tie.spells else Spell(status="unknown", certainty="possible", start=None, end=None)
    documents = witnesses.documents(tie.claims)
    evidence = witnesses.evidence(tie.claims)
    return {
        "id": tie.id,
        "relation": tie.relation,
        "sign": tie.sign,
        "directed": RELATIONS[tie.relation].directed,
        "label": tie.label,
        "detail": tie.detail,
        "thing": tie.thing,
        "status": last.status,
        "certainty": last.certainty,
        "start": _iso(holding[0].start) if holding else None,
        "end": _iso(holding[-1].end) if holding else None,
        "spells": [
            {"status": one.status, "certainty": one.certainty, "start": _iso(one.start), "end": _iso(one.end)}
            for one in tie.spells
        ],
        "weight": max(1, len(documents)),
        "claims": [one.claim for one in sorted(evidence, key=lambda one: one.claim)],
        "documents": list(documents),
        "evidence": [one.to_json() for one in evidence],
        "dated_by_publication": tie.dated_by_publication,
        "inferred": tie.inferred,
    }


def _iso(day: dt.date | None) -> str | None:
    """Return a day as text; the first day of the calendar stands for one that no source tells, and is not shown."""
    return day.isoformat() if day and day != dt.date.min else None
