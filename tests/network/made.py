"""Made-up networks of any size, for sizes, speeds and pictures: few hubs, many small actors, long quotes."""

import datetime as dt
import random
from typing import Any

import networkx as nx

from regraph import ids, reference
from regraph.ids import digest
from regraph.network.ties import DEFAULT_RELATIONS, RELATIONS, Evidence, Spell, Tie

WORDS = (
    "the ministry said exporters of the listed metals must apply for a permit from the start of next month while "
    "talks on supply go on and firms along the chain wait for answers about what the new rules will mean"
).split()


def network(size: int, seed: int = 7) -> "nx.MultiDiGraph[str]":
    """Return a network of `size` actors with about two and a half ties each."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable sample
    actors = list(reference.actors().values())
    names = [actors[i] for i in sorted(rng.sample(range(len(actors)), min(size, len(actors))))]
    hubs = [reference.actors()[name] for name in ("CN", "US", "EU", "JP", "CD", "ID")]
    names = [*hubs, *(one for one in names if one not in hubs)][:size]
    labels = [(ids.actor_iri(one.id), one.label, one.type) for one in names]
    labels += [(ids.actor_iri(f"firm-{i}"), f"Firm {i}", "Company") for i in range(size - len(names))]
    rng.shuffle(labels)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(relations=list(DEFAULT_RELATIONS), level="all")
    for iri, label, kind in sorted(labels):
        graph.add_node(iri, name=iri.rpartition("/")[2], label=label, type=kind, state=None, state_label=None)
    weights = [1 / (rank + 1) for rank in range(size)]
    camps = [range(camp, size, 7) for camp in range(7)]
    for number in range(int(size * 2.5)):
        # everybody has a tie, most of them with the hub of its camp
        here = number if number < size else rng.choices(range(size), weights, k=1)[0]
        camp = camps[here % 7] if rng.random() < 0.8 else range(size)
        there = rng.choices(camp, [weights[one] for one in camp], k=1)[0]
        source, target = labels[there][0], labels[here][0]
        if source != target:
            graph.add_edge(source, target, **_edge(rng, source, target, number))
    return graph


def _edge(rng: random.Random, source: str, target: str, number: int) -> dict[str, Any]:
    relation = rng.choice(DEFAULT_RELATIONS)
    start = dt.date(2023, 1, 1) + dt.timedelta(days=rng.randrange(1000))
    end = start + dt.timedelta(days=rng.randrange(30, 400)) if rng.random() < 0.5 else None
    sign = {"agrees": 1, "promises": 1, "meets": 0}.get(relation, -1)
    spell = Spell(status=rng.choice(["in_force", "suspended"]), certainty="certain", start=start, end=end)
    tie = Tie(
        relation=relation, source=source, target=target, thing=ids.iri("measure", f"m{number}"),
        label=f"Thing {number}", sign=sign, spells=(spell,),
    )  # fmt: skip
    evidence = Evidence(
        claim=digest(str(number)), document=f"article-{number % 40}.md", title=f"Article {number % 40}",
        publisher="The Made-up Times", published=start.isoformat(), url="", start=10, end=200, modality="fact",
        confidence=0.9, quote=" ".join(rng.choices(WORDS, k=30)),
    )  # fmt: skip
    spells = [{"status": spell.status, "certainty": "certain", "start": start.isoformat(),
               "end": end.isoformat() if end else None}]  # fmt: skip
    return {
        "key": tie.id, "id": tie.id, "relation": relation, "sign": sign, "directed": RELATIONS[relation].directed,
        "label": tie.label, "detail": "", "thing": tie.thing, "status": spell.status, "certainty": "certain",
        "start": spells[0]["start"], "end": spells[0]["end"], "spells": spells, "weight": rng.randrange(1, 4),
        "claims": [evidence.claim], "documents": [evidence.document], "evidence": [evidence.to_json()],
        "dated_by_publication": False, "inferred": relation == "harms",
    }  # fmt: skip
