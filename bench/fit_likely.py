"""Labelled articles and sentences in, `ontology/frames/likely.json` and `confidence.yaml` out.

The first says what the words of a sentence make likely, the second how sure each claim is (`bench/fit_confidence.py`).

Learned from: `dev` and `learned` of tests/cases/articles, and the single sentences of its `sentences.tsv`. The weights
of words, encoder and rules together are fitted on every third article of those that no rule was written beside, with
words of a model, and an encoder (`bench/fit_encoder.py`, to be run before), that were fitted on the others.

    python -m bench.fit_likely            fit and write both
    python -m bench.fit_likely --check    cross-validate only: rules alone beside rules and words

Needs scikit-learn (development group). Deterministic: liblinear on sorted features, folds by article.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.fit_confidence import Labelled, figures, logistic, refit
from regraph import load, passages
from regraph.extract import encoder, engine, likely, weigh
from regraph.extract.likely import Heard
from regraph.model import Document

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "articles"
TARGET = ROOT / "ontology" / "frames" / "likely.json"
FOLDS = 5
THIRD = 3  # every third article is kept from the encoder of `APART`
APART = ROOT / "out" / "encoder-apart.npz"
UNTUNED = (
    "cdefghi"  # initials of the `dev` articles that no rule was written beside: on them rules are as good as on any
)
LEAST = 8  # examples of a label
NOISE = 0.55  # weights below are dropped, which halves the file
ACCEPT = 0.28  # of a type that no rule found; F1 is flat around (`--check`)
ANOTHER = 0.42  # of a type that a rule found otherwise


Article = tuple[int, Document, Sequence[dict[str, Any]], bool]


@dataclass(slots=True)
class Example:
    """A sentence: its article, features, labels that the rules tell, the labels and kinds of its gold claims."""

    article: int
    features: tuple[str, ...]
    told: set[str]
    labels: set[str]
    kinds: set[str]
    words: encoder.Words
    fresh: bool = False  # of an article that no rule was written beside

    @property
    def apart(self) -> bool:
        """Whether the encoder of `APART` has not seen it."""
        return self.article % THIRD == 0


def articles() -> Iterator[Article]:
    """Yield the labelled articles: number, text, gold claims, whether no rule was written beside it."""
    number = 0
    for name in ("dev", "learned"):
        for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            own = record["document"]["id"]
            for document in load.documents(CASES / name / own, published=record["document"].get("published")):
                yield number, document, record["claims"], name == "learned" or own[0] in UNTUNED
            number += 1


def examples() -> list[Example]:
    """Return the sentences of all that is labelled."""
    found: list[Example] = []
    number = -1
    for number, document, gold, fresh in articles():
        found += _sentences(document, gold, number, fresh=fresh)
    return found + _alone(number + 1)


def _sentences(document: Document, gold: Sequence[dict[str, Any]], number: int, *, fresh: bool) -> Iterator[Example]:
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
            {f"{c['type']}:{c.get(likely.SORTED_BY[c['type']], '')}" for c in own},
            {c["kind"] for c in own if c["type"] in ("measure", "commitment") and c.get("kind")},
            encoder.words_of(sentence, names, times, features),
            fresh,
        )


def _told(read: engine.Read) -> dict[int, set[str]]:
    """Return the labels that the rules tell, by sentence."""
    found: dict[int, set[str]] = {}
    for draft in weigh.acts(read.raw):
        found.setdefault(draft.sentence, set()).add(likely.label(draft))
    return found


def _alone(number: int) -> list[Example]:
    """Return the single sentences of `sentences.tsv`, each as an article of its own; those that split are left out."""
    lines = (CASES / "sentences.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    text = "\n\n".join(sentence for _, sentence in rows) + "\n"
    document = Document(id="0" * 16, text=text, name="sentences.txt", sha256="")
    read = engine.read(document, passages.split(document), words=False)
    if read is None:
        return []
    by_paragraph: dict[int, list[int]] = {}
    for sentence in read.sentences:
        by_paragraph.setdefault(text.count("\n\n", 0, sentence.start), []).append(sentence.index)
    found = []
    for place, ((names, _), inside) in enumerate(zip(rows, by_paragraph.values(), strict=True)):
        labels = [] if names == "-" else names.split(",")
        if len(inside) == 1:
            here = inside[0]
            features = likely.features(read.sentences[here], read.names[here], read.times[here])
            plain, kinds = {name.partition("/")[0] for name in labels}, {name.partition("/")[2] for name in labels}
            words = encoder.words_of(read.sentences[here], read.names[here], read.times[here], features)
            found.append(Example(number + place, features, set(), plain, kinds - {""}, words))
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
        for label in sorted({*probabilities[i], *rows[i].told}):
            facts.append(weigh.evidence(label, probabilities[i].get(label, 0.0), rows[i].told))
            goal.append(label in rows[i].labels)
    model = LogisticRegression(C=0.3, max_iter=2000, fit_intercept=False, solver="liblinear")
    _, weights = logistic(facts, goal, model)
    return {name: round(weight, 4) for name, weight in weights.items()}


def measure(rows: Sequence[Example], found: Sequence[set[str]]) -> str:
    """Return precision, recall and F1 of labels by sentence."""
    hits = sum(len(told & row.labels) for row, told in zip(rows, found, strict=True))
    return figures(hits, sum(map(len, found)), sum(len(row.labels) for row in rows))


def check(
    rows: Sequence[Example],
    words: Sequence[dict[str, float]],
    probabilities: Sequence[dict[str, float]],
    fresh: Sequence[int],
) -> None:
    """Print what words, words and encoder, rules, and all of them reach on articles that none was fitted on."""
    judged = [rows[i] for i in fresh]
    for name, alone in (("words", words), ("words and encoder", probabilities)):
        for accept in (0.4, 0.3, 0.2):
            told = [{label for label, p in alone[i].items() if p >= accept} for i in fresh]
            print(f"{name} from {accept:.2f} on", measure(judged, told))
    print("rules alone       ", measure(judged, [row.told for row in judged]))
    belief: dict[int, dict[str, float]] = {}
    for fold in range(FOLDS):
        weights = decide(rows, probabilities, [i for i in fresh if rows[i].article % FOLDS != fold])
        for i in (i for i in fresh if rows[i].article % FOLDS == fold):
            belief[i] = weigh.beliefs(probabilities[i], rows[i].told, weights)
    for accept in (0.6, 0.5, 0.45, 0.4, 0.35, 0.3):
        both = [rows[i].told | {name for name, value in belief[i].items() if value >= accept} for i in fresh]
        print(f"all, from {accept:.2f} on", measure(judged, both))


def write(rows: Sequence[Example], names: Sequence[str], decision: dict[str, float]) -> None:
    """Write the model of all sentences."""
    space, bias, weights = fit(rows, names)

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
    print(f"{TARGET.relative_to(ROOT)}: {len(space.names)} features, {TARGET.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Fit and write, or only check."""
    rows = examples()
    names = outputs(rows)
    texts = len({row.article for row in rows})
    print(f"{texts} articles and single sentences, {len(rows)} sentences, {len(names)} outputs")
    words = heard(rows, names)
    judged = [i for i, row in enumerate(rows) if row.fresh and row.apart]
    read = dict(zip(judged, encoder.read([rows[i].words for i in judged], encoder.load(APART)), strict=True))
    both = [likely.joined(told, read[i]) if told and i in read else told for i, told in enumerate(words)]
    check(rows, words, both, judged)
    if "--check" not in sys.argv:
        write(rows, names, decide(rows, both, judged))
        likely.model.cache_clear()
        refit(list(_unseen(rows, both, read)))


def _unseen(
    rows: Sequence[Example], probabilities: Sequence[dict[str, float]], read: Mapping[int, dict[str, float]]
) -> Iterator[Labelled]:
    """Yield the articles that the sums are fitted on, with what models hear in them that have not seen them."""
    heard_in: dict[int, list[Heard]] = {}
    model = likely.model()
    for i, seen in read.items():
        told = probabilities[i]
        kind = model.kind(rows[i].features, seen) if told else ""
        heard_in.setdefault(rows[i].article, []).append(Heard(rows[i].features, told, kind))
    for number, document, gold, _ in articles():
        if number in heard_in:
            yield Labelled(number, document, gold, heard_in[number])


if __name__ == "__main__":
    main()
