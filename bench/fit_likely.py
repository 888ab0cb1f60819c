"""Development articles with gold in, `ontology/frames/likely.json` out: what the words of a sentence make likely.

    python -m bench.fit_likely            fit and write
    python -m bench.fit_likely --check    cross-validate only: rules alone beside rules and words

Needs scikit-learn (development group). Deterministic: liblinear on sorted features, folds by article.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from regraph import load, passages
from regraph.extract import engine, likely, weigh
from regraph.extract.draft import Draft

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "articles"
TARGET = ROOT / "ontology" / "frames" / "likely.json"
FOLDS = 5
UNTUNED = "cdefghi"  # initials of the articles that no rule was written beside: on them rules are as good as on any
LEAST = 8  # examples of a label
NOISE = 0.03  # weights below are dropped
ACCEPT = 0.35  # F1 is flat from 0.25 to 0.4 (`--check`)


@dataclass(slots=True)
class Example:
    """A sentence: its article, features, the drafts of the rules, the labels and kinds of its gold claims."""

    article: int
    features: tuple[str, ...]
    drafts: list[Draft]
    labels: set[str]
    kinds: set[str]
    fresh: bool


def examples(gold: Path, folder: Path) -> list[Example]:
    """Return the sentences of the labelled articles of a folder."""
    found: list[Example] = []
    for number, line in enumerate(gold.read_text(encoding="utf-8").splitlines()):
        record = json.loads(line)
        name = record["document"]["id"]
        for document in load.documents(folder / name, published=record["document"].get("published")):
            found += _sentences(document, record["claims"], number, fresh=name[0] in UNTUNED)
    return found


def _sentences(document: Any, gold: Sequence[dict[str, Any]], number: int, *, fresh: bool) -> Iterator[Example]:
    read = engine.read(document, passages.split(document), words=False)
    if read is None:
        return
    by_sentence: dict[int, list[Draft]] = {}
    for draft in read.raw:
        by_sentence.setdefault(draft.sentence, []).append(draft)
    claims: dict[int, list[dict[str, Any]]] = {}
    for claim in gold:
        start, end = claim["evidence"]["start"], claim["evidence"]["end"]
        overlap = [(min(end, s.end) - max(start, s.start), -s.index) for s in read.sentences]
        if overlap and max(overlap)[0] > 0:
            claims.setdefault(-max(overlap)[1], []).append(claim)
    for sentence, names, times in zip(read.sentences, read.names, read.times, strict=True):
        told = claims.get(sentence.index, [])
        yield Example(
            number,
            likely.features(sentence, names, times),
            by_sentence.get(sentence.index, []),
            {f"{c['type']}:{c.get(likely.SORTED_BY[c['type']], '')}" for c in told},
            {c["kind"] for c in told if c["type"] in ("measure", "commitment") and c.get("kind")},
            fresh,
        )


class Space:
    """The features that two articles share, as columns."""

    def __init__(self, rows: Sequence[Example]) -> None:
        seen = Counter(f for f, _ in {(f, row.article) for row in rows for f in row.features})
        self.names = sorted(name for name, count in seen.items() if count > 1)
        self.column = {name: i for i, name in enumerate(self.names)}

    def matrix(self, rows: Sequence[Example]) -> csr_matrix:
        """Return rows of equal length, as `likely.Model.scores` makes them."""
        starts, columns, values = [0], [], []
        for row in rows:
            weight = 1 / math.sqrt(len(row.features) or 1)
            own = sorted(self.column[f] for f in row.features if f in self.column)
            columns += own
            values += [weight] * len(own)
            starts.append(len(columns))
        return csr_matrix(
            (np.array(values), np.array(columns, dtype=np.int32), np.array(starts, dtype=np.int32)),
            shape=(len(rows), len(self.names)),
        )


def outputs(rows: Sequence[Example]) -> list[str]:
    """Return the outputs of the model: types, labels, kinds that have enough examples."""
    counts = Counter(name for row in rows for name in row.labels)
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    kinds = Counter(name for row in rows for name in row.kinds)
    types = sorted({name.partition(":")[0] for name in names})
    return types + names + sorted(f"kind:{name}" for name, count in kinds.items() if count >= LEAST)


def fit(rows: Sequence[Example], names: Sequence[str]) -> tuple[Space, np.ndarray, np.ndarray]:
    """Return the columns, the bias of each output and its weights (outputs by features)."""
    space = Space(rows)
    matrix = space.matrix(rows)
    bias, weights = np.zeros(len(names)), np.zeros((len(names), len(space.names)))
    types = [{label.partition(":")[0] for label in row.labels} for row in rows]
    for place, name in enumerate(names):
        made, _, sort = name.partition(":")
        if not sort:
            chosen = list(range(len(rows)))
            goal = np.array([made in t for t in types])
        elif made == "kind":
            chosen = [i for i, row in enumerate(rows) if row.kinds]
            goal = np.array([sort in rows[i].kinds for i in chosen])
        else:
            chosen = [i for i, t in enumerate(types) if made in t]
            goal = np.array([name in rows[i].labels for i in chosen])
        if goal.all() or not goal.any():
            bias[place] = 6.0 if goal.all() else -6.0
            continue
        model = LogisticRegression(C=30, solver="liblinear", class_weight={0: 1, 1: 2 if not sort else 1})
        model.fit(matrix[chosen], goal)
        bias[place], weights[place] = model.intercept_[0], model.coef_[0]
    return space, bias, weights


def heard(rows: Sequence[Example], names: Sequence[str]) -> list[dict[str, float]]:
    """Return the probability of each label for each sentence, by a model that has not seen its article."""
    out: list[dict[str, float]] = [{} for _ in rows]
    for fold in range(FOLDS):
        space, bias, weights = fit([row for row in rows if row.article % FOLDS != fold], names)
        held = [i for i, row in enumerate(rows) if row.article % FOLDS == fold]
        logits = space.matrix([rows[i] for i in held]) @ weights.T + bias
        for i, line in zip(held, logits, strict=True):
            logits_of = dict(zip(names, map(float, line), strict=True))
            out[i] = {
                name: likely.sigmoid(logits_of[name.partition(":")[0]]) * likely.sigmoid(value)
                for name, value in logits_of.items()
                if ":" in name
                and not name.startswith("kind:")
                and likely.sigmoid(logits_of[name.partition(":")[0]]) >= likely.LEAST
            }
    return out


def decide(rows: Sequence[Example], probabilities: Sequence[dict[str, float]], only: Sequence[int]) -> dict[str, float]:
    """Return the weights of both voices, fitted on the sentences `only`."""
    facts, goal = [], []
    for i in only:
        told = {draft.type for draft in rows[i].drafts}
        for label, p in probabilities[i].items():
            if label.partition(":")[0] not in told:
                facts.append(weigh.evidence(label, p, rows[i].drafts))
                goal.append(label in rows[i].labels)
    names = sorted({name for fact in facts for name in fact})
    column = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(facts), len(names)))
    for k, fact in enumerate(facts):
        for name, value in fact.items():
            matrix[k, column[name]] = value
    model = LogisticRegression(C=1, max_iter=2000, fit_intercept=False).fit(matrix, np.array(goal))
    return {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True)}


def measure(rows: Sequence[Example], found: Sequence[set[str]]) -> str:
    """Return precision, recall and F1 of labels by sentence."""
    hits = sum(len(told & row.labels) for row, told in zip(rows, found, strict=True))
    precision = hits / max(1, sum(map(len, found)))
    recall = hits / max(1, sum(len(row.labels) for row in rows))
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}"


def check(rows: Sequence[Example], probabilities: Sequence[dict[str, float]]) -> None:
    """Print what words alone, rules alone and both voices reach on articles that neither was fitted on."""
    fresh = [i for i, row in enumerate(rows) if row.fresh]
    judged = [rows[i] for i in fresh]
    for accept in (0.5, 0.35):
        heard_alone = [{name for name, p in probabilities[i].items() if p >= accept} for i in fresh]
        print(f"words from {accept:.2f} on", measure(judged, heard_alone))
    alone = [{likely.label(draft) for draft in row.drafts} for row in judged]
    print("rules alone       ", measure(judged, alone))
    belief: dict[int, dict[str, float]] = {}
    for fold in range(FOLDS):
        weights = decide(rows, probabilities, [i for i in fresh if rows[i].article % FOLDS != fold])
        for i in (i for i in fresh if rows[i].article % FOLDS == fold):
            types = {draft.type for draft in rows[i].drafts}
            belief[i] = {
                name: likely.sigmoid(
                    sum(weights.get(k, 0.0) * v for k, v in weigh.evidence(name, p, rows[i].drafts).items())
                )
                for name, p in probabilities[i].items()
                if name.partition(":")[0] not in types
            }
    for accept in (0.6, 0.5, 0.4, 0.35, 0.3, 0.25):
        both = [
            told | {name for name, value in belief[i].items() if value >= accept}
            for i, told in zip(fresh, alone, strict=True)
        ]
        print(f"both, from {accept:.2f} on", measure(judged, both))


def write(rows: Sequence[Example], names: Sequence[str], decision: dict[str, float]) -> None:
    """Write the model of all sentences."""
    space, bias, weights = fit(rows, names)

    def part(chosen: Sequence[str]) -> dict[str, Any]:
        places = [names.index(name) for name in chosen]
        table: dict[str, list[float]] = {}
        for column, feature in enumerate(space.names):
            row = [(k, round(float(weights[p, column]), 2)) for k, p in enumerate(places)]
            row = [(k, weight) for k, weight in row if abs(weight) >= NOISE]
            if row:
                table[feature] = [value for pair in row for value in pair]
        outputs = [name.removeprefix("kind:") for name in chosen]
        return {"outputs": outputs, "bias": [round(float(bias[p]), 3) for p in places], "weights": table}

    types = [name for name in names if ":" not in name]
    data = {
        "about": "what the words of a sentence make likely; fitted by bench/fit_likely.py, do not edit by hand",
        "accept": ACCEPT,
        "decision": decision,
        "types": part(types),
        "labels": {made: part([name for name in names if name.startswith(made + ":")]) for made in types},
        "kinds": part([name for name in names if name.startswith("kind:")]),
    }
    TARGET.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(space.names)} features, {TARGET.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Fit and write, or only check."""
    rows = examples(CASES / "dev.jsonl", CASES / "dev")
    names = outputs(rows)
    print(f"{len({row.article for row in rows})} articles, {len(rows)} sentences, {len(names)} outputs")
    probabilities = heard(rows, names)
    check(rows, probabilities)
    if "--check" not in sys.argv:
        fresh = [i for i, row in enumerate(rows) if row.fresh]
        write(rows, names, decide(rows, probabilities, fresh))


if __name__ == "__main__":
    main()
