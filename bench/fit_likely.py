"""Labelled articles and sentences in, `ontology/frames/likely.json` out: what the words of a sentence make likely.

Learned from `dev` and `learned` of tests/cases/articles, and its `passages.tsv`. The weights of words, encoder and
rules together are fitted on its `judged` articles, which none of them has seen.

    python -m bench.fit_encoder       the nets over words and sentences
    python -m bench.fit_likely        this, needs the encoder; prints what words, encoder and rules reach on `judged`
    python -m bench.fit_fillers       which field a word may fill
    python -m bench.fit_choice        what fills the fields of a claim
    python -m bench.fit_confidence    how sure a claim is, needs all others

Needs scikit-learn (development group). Deterministic: liblinear on sorted features, folds by article.
"""

import json
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.fitting import CASES, FOLDS, JUDGED, LEARNED, ROOT, articles, figures, label_of, logistic
from regraph import passages
from regraph.extract import encoder, engine, likely, weigh
from regraph.model import Document

TARGET = ROOT / "ontology" / "frames" / "likely.json"
LEAST = 8  # examples of a label
NOISE = 2.25  # weights below are dropped: a sixth of the file stays, and what it is worth beside the encoder
ACCEPT = 0.28  # of a type that no rule found; F1 is flat around (`--check`)
ANOTHER = 0.42  # of a type that a rule found otherwise


@dataclass(slots=True)
class Example:
    """A sentence: its article, features, labels that the rules tell, the labels and kinds of its gold claims."""

    article: int
    features: tuple[str, ...]
    told: set[str]
    labels: set[str]
    kinds: set[str]
    words: encoder.Words


def examples() -> list[Example]:
    """Return the sentences that the models learn from."""
    found: list[Example] = []
    number = -1
    for number, document, gold in articles(LEARNED):
        found += sentences(document, gold, number)
    return found + _passages(number + 1)


def sentences(document: Document, gold: Sequence[dict[str, Any]], number: int) -> Iterator[Example]:
    """Yield the sentences of an article: a claim belongs to the sentence that holds most of its evidence."""
    read = engine.read(document, passages.split(document), words=False)
    if read is None:
        return
    told = _told(read)
    claims: dict[int, list[dict[str, Any]]] = {}
    for claim in gold:
        start, end = claim["evidence"]["start"], claim["evidence"]["end"]
        overlap = [(min(end, s.end) - max(start, s.start), -s.index) for s in read.sentences]
        if overlap and max(overlap)[0] > 0:
            claims.setdefault(-max(overlap)[1], []).append(claim)
    for sentence, names, times in zip(read.sentences, read.names, read.times, strict=True):
        own = claims.get(sentence.index, [])
        features = likely.features(sentence, names, times)
        yield Example(
            number,
            features,
            told.get(sentence.index, set()),
            {label_of(claim) for claim in own},
            {c["kind"] for c in own if c["type"] in ("measure", "commitment") and c.get("kind")},
            encoder.words_of(sentence, names, times, features),
        )


def _told(read: engine.Read) -> dict[int, set[str]]:
    """Return the labels that the rules tell, by sentence."""
    found: dict[int, set[str]] = {}
    for draft in weigh.acts(read.raw):
        found.setdefault(draft.sentence, set()).add(likely.label(draft))
    return found


def _passages(number: int) -> list[Example]:
    """Return the sentences of `passages.tsv`, each passage as an article; sentences that split are left out."""
    lines = (CASES / "passages.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    text = "\n\n".join(sentence for _, _, sentence in rows) + "\n"
    document = Document(id="0" * 16, text=text, name="passages.txt", sha256="")
    read = engine.read(document, passages.split(document), words=False)
    if read is None:
        return []
    starts = list(accumulate((len(sentence) + 2 for _, _, sentence in rows), initial=0))
    inside: dict[int, list[int]] = {}
    for sentence in read.sentences:
        inside.setdefault(bisect_right(starts, sentence.start) - 1, []).append(sentence.index)
    found = []
    for place, (passage, names, _) in enumerate(rows):
        labels = [] if names == "-" else names.split(",")
        if len(inside.get(place, ())) == 1:
            here = inside[place][0]
            about = read.sentences[here], read.names[here], read.times[here]
            features = likely.features(*about)
            plain, kinds = {name.partition("/")[0] for name in labels}, {name.partition("/")[2] for name in labels}
            words = encoder.words_of(*about, features)
            found.append(Example(number + int(passage), features, set(), plain, kinds - {""}, words))
    return found


class Space:
    """The features that three articles share, as columns."""

    def __init__(self, rows: Sequence[Example]) -> None:
        seen = Counter(f for f, _ in {(f, row.article) for row in rows for f in row.features})
        self.names = sorted(name for name, count in seen.items() if count > 2)
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


def heard(rows: Sequence[Example]) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Return how likely each label is for each sentence of one article: by its words alone, and with the encoder."""
    model = likely.model()
    words = [model.probabilities(row.features) for row in rows]
    read = encoder.read([row.words for row in rows])
    return words, [likely.joined(labels, told.labels) for labels, told in zip(words, read, strict=True)]


def decide(rows: Sequence[Example], probabilities: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the weights of both voices."""
    facts, goal = [], []
    for row, heard_in in zip(rows, probabilities, strict=True):
        for label in sorted({*heard_in, *row.told}):
            facts.append(weigh.evidence(label, heard_in.get(label, 0.0), row.told))
            goal.append(label in row.labels)
    model = LogisticRegression(C=0.3, max_iter=2000, fit_intercept=False, solver="liblinear")
    _, weights = logistic(facts, goal, model)
    return {name: round(weight, 4) for name, weight in weights.items()}


def measure(rows: Sequence[Example], found: Sequence[set[str]]) -> str:
    """Return precision, recall and F1 of labels by sentence."""
    hits = sum(len(told & row.labels) for row, told in zip(rows, found, strict=True))
    return figures(hits, sum(map(len, found)), sum(len(row.labels) for row in rows))


def check(
    judged: Sequence[Example], words: Sequence[dict[str, float]], probabilities: Sequence[dict[str, float]]
) -> None:
    """Print what words, words and encoder, rules, and all of them reach on articles that none was fitted on."""
    for name, alone in (("words", words), ("words and encoder", probabilities)):
        for accept in (0.4, 0.3, 0.2):
            told = [{label for label, p in labels.items() if p >= accept} for labels in alone]
            print(f"{name} from {accept:.2f} on", measure(judged, told))
    print("rules alone       ", measure(judged, [row.told for row in judged]))
    belief: list[dict[str, float]] = [{} for _ in judged]
    for fold in range(FOLDS):
        others = [i for i, row in enumerate(judged) if row.article % FOLDS != fold]
        weights = decide([judged[i] for i in others], [probabilities[i] for i in others])
        for i, row in enumerate(judged):
            if row.article % FOLDS == fold:
                belief[i] = weigh.beliefs(probabilities[i], row.told, weights)
    for accept in (0.6, 0.5, 0.45, 0.4, 0.35, 0.3):
        more = [{name for name, value in sure.items() if value >= accept} for sure in belief]
        both = [row.told | some for row, some in zip(judged, more, strict=True)]
        print(f"all, from {accept:.2f} on", measure(judged, both))


def write(fitted: tuple[Space, np.ndarray, np.ndarray], names: Sequence[str], decision: dict[str, float]) -> None:
    """Write the model."""
    space, bias, weights = fitted

    def part(chosen: Sequence[str]) -> dict[str, Any]:
        places = [names.index(name) for name in chosen]
        table: dict[str, list[float]] = {}
        for column, feature in enumerate(space.names):
            row = [(k, round(float(weights[p, column]), 1)) for k, p in enumerate(places)]
            row = [(k, weight) for k, weight in row if abs(weight) >= NOISE]
            if row:
                table[feature] = [value for pair in row for value in pair]
        outputs = [name.removeprefix("kind:") for name in chosen]
        return {"outputs": outputs, "bias": [round(float(bias[p]), 3) for p in places], "weights": table}

    types = [name for name in names if ":" not in name]
    data = {
        "about": "what the words of a sentence make likely; fitted by bench/fit_likely.py, do not edit by hand",
        "accept": ACCEPT,
        "another": ANOTHER,
        "decision": decision,
        "types": part(types),
        "labels": {made: part([name for name in names if name.startswith(made + ":")]) for made in types},
        "kinds": part([name for name in names if name.startswith("kind:")]),
    }
    TARGET.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    likely.model.cache_clear()
    print(f"{TARGET.relative_to(ROOT)}: {len(space.names)} features, {TARGET.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Fit and write the weights of the words, then those of the decision on articles that they have not seen."""
    rows = examples()
    names = outputs(rows)
    texts = len({row.article for row in rows})
    print(f"{texts} articles and passages, {len(rows)} sentences, {len(names)} outputs")
    fitted = fit(rows, names)
    write(fitted, names, {})
    judged: list[Example] = []
    words: list[dict[str, float]] = []
    both: list[dict[str, float]] = []
    for number, document, gold in articles(JUDGED):
        found = list(sentences(document, gold, number))
        if found:
            alone, joined = heard(found)
            judged, words, both = judged + found, words + alone, both + joined
    check(judged, words, both)
    write(fitted, names, decide(judged, both))


if __name__ == "__main__":
    main()
