"""Two networks of one store in, such as those of two days; what changed from the one to the other out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from regraph.network.measuring import Stats, stats

if TYPE_CHECKING:
    from regraph.network.building import Graph

_COUNTED: Final = ("degree", "cooperation", "conflict")
_ORDER: Final = ("new", "gone", "changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed between two networks."""

    summary: Mapping[str, tuple[Any, Any]]  # measure of the whole -> before, after
    nodes: tuple[Mapping[str, Any], ...]  # of every actor, the greatest change first
    ties: tuple[Mapping[str, Any], ...]  # new, gone and changed ones

    def to_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {
            "summary": {name: {"before": before, "after": after} for name, (before, after) in self.summary.items()},
            "nodes": [dict(node) for node in self.nodes],
            "ties": [dict(tie) for tie in self.ties],
        }


def compare(before: "Graph", after: "Graph") -> Comparison:
    """Return what changed from one network to another.

    Of a tie: `change` (`new`, `gone`, or `changed` where status, sign or certainty differ), both ends, relation, label,
    `was` and `now` (its status). Of a node: `change` (`new`, `gone`, or empty), and of `degree`, `cooperation`,
    `conflict`, `betweenness` and `pagerank` the value now and, with `_change`, the difference.
    """
    old, new = stats(before), stats(after)
    names = [name for name, value in new.summary.items() if name in old.summary]
    return Comparison(
        summary={name: (old.summary[name], new.summary[name]) for name in names},
        nodes=_nodes(old, new),
        ties=_ties(before, after),
    )


def with_change(graph: "Graph", change: Comparison) -> "Graph":
    """Return the later network with the change of each node and tie as attributes.

    Of a node `change` and the differences (`pagerank_change` …); of an edge `change` (empty where it is as it was) and
    `was`. What is gone is not in it.
    """
    out = graph.copy()
    for row in change.nodes:
        if row["id"] in out:
            told = {name: value for name, value in row.items() if name == "change" or name.endswith("_change")}
            out.nodes[row["id"]].update(told)
    changed = {tie["id"]: tie for tie in change.ties}
    for _, _, edge in out.edges(data=True):
        tie = changed.get(edge["id"])
        edge["change"], edge["was"] = (tie["change"], tie["was"]) if tie else ("", edge["status"])
    return out


def _nodes(old: Stats, new: Stats) -> tuple[Mapping[str, Any], ...]:
    was, now = ({row["id"]: row for row in found.nodes} for found in (old, new))
    rows = [_node(was.get(iri), now.get(iri)) for iri in {**now, **was}]
    rows.sort(key=lambda row: (-abs(row["pagerank_change"]), -abs(row["degree_change"]), row["id"]))
    return tuple(rows)


def _node(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> dict[str, Any]:
    one = now or was or {}
    row = {"id": one["id"], "label": one["label"], "type": one["type"]}
    row["change"] = "gone" if now is None else "new" if was is None else ""
    for name in (*_COUNTED, "betweenness", "pagerank"):
        later, earlier = (now or {}).get(name, 0), (was or {}).get(name, 0)
        row[name] = later
        row[f"{name}_change"] = round(later - earlier, 4)
    return row


def _ties(before: "Graph", after: "Graph") -> tuple[Mapping[str, Any], ...]:
    was, now = (_by_id(graph) for graph in (before, after))
    rows = []
    for name in {**was, **now}:
        change = "gone" if name not in now else "new" if name not in was else _change(was[name], now[name])
        if change:
            rows.append(_tie(change, was.get(name), now.get(name)))
    rows.sort(key=lambda row: (_ORDER.index(row["change"]), row["source"], row["target"], row["relation"], row["id"]))
    return tuple(rows)


def _by_id(graph: "Graph") -> dict[str, dict[str, Any]]:
    return {
        edge["id"]: {
            **edge,
            "ends": (source, target),
            "labels": (graph.nodes[source]["label"], graph.nodes[target]["label"]),
        }
        for source, target, edge in graph.edges(data=True)
    }


def _change(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    return "changed" if any(was[name] != now[name] for name in ("status", "sign", "certainty")) else ""


def _tie(change: str, was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> dict[str, Any]:
    one = now or was or {}
    return {
        "change": change,
        "source": one["labels"][0],
        "relation": one["relation"],
        "target": one["labels"][1],
        "label": one["label"],
        "was": was["status"] if was else None,
        "now": now["status"] if now else None,
        "sign": one["sign"],
        "id": one["id"],
        "source_id": one["ends"][0],
        "target_id": one["ends"][1],
        "claims": list(one["claims"]),
    }
