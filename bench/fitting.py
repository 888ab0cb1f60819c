"""What the fits share: the labelled articles, logistic sums by name, precision and recall as text."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from regraph import evaluate, load
from regraph.extract.likely import SORTED_BY
from regraph.extract.named import GOODS, sort_of
from regraph.extract.options import counted
from regraph.model import Document

ROOT: Final = Path(__file__).resolve().parent.parent
CASES: Final = ROOT / "tests" / "cases" / "articles"
LEARNED: Final = ("dev", "learned")  # the models of words, sentences and fields learn from these
JUDGED: Final = ("judged",)  # how far models and rules are to be believed is learned from these, which none has seen
FOLDS: Final = 5  # of articles
LEAST: Final = 10  # rows that a feature must be found in, where the weights can be read
RIGHT: Final = 0.75  # agreement of a value with one of the gold

Article = tuple[int, Document, Sequence[dict[str, Any]]]


def articles(names: Sequence[str]) -> Iterator[Article]:
    """Yield the labelled articles of some sets: number, text, gold claims."""
    number = 0
    for name in names:
        for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            own = record["document"]["id"]
            for document in load.documents(CASES / name / own, published=record["document"].get("published")):
                yield number, document, record["claims"]
            number += 1


def label_of(claim: Mapping[str, Any]) -> str:
    """Return the label of a gold claim, as `likely.label` gives that of a draft."""
    return f"{claim['type']}:{claim.get(SORTED_BY[claim['type']], '')}"


def right(name: str, value: str, meant: Mapping[str, Any]) -> bool:
    """Tell whether a gold claim has a value in a field of `options.ASKED`, as the scorer compares them."""
    scored = "things" if sort_of(name) == "goods" else name
    own: Any = counted([value]) if name == "count" else [value]
    told = evaluate.field_values({("items" if name == GOODS else name): own})[scored]
    return any(evaluate.agreement(scored, [one], told) >= RIGHT for one in evaluate.field_values(meant).get(scored, []))


def logistic(
    facts: Sequence[Mapping[str, float]], goal: Sequence[bool], model: LogisticRegression
) -> tuple[float, dict[str, float]]:
    """Return the bias and the weight by name of a model fitted on facts."""
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(facts)
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)  # of liblinear
    model.fit(matrix, np.array(goal))
    bias = float(model.intercept_[0]) if model.fit_intercept else 0.0
    return bias, dict(zip(vectors.feature_names_, map(float, model.coef_[0]), strict=True))


def fit_weights(facts: Sequence[Mapping[str, float]], goal: Sequence[bool], penalty: float) -> dict[str, float]:
    """Return logistic weights by name, "bias" among them; features that fewer than `LEAST` have are left out.

    `penalty` is the inverse of the strength of the L2 penalty, as scikit-learn has it.
    """
    counts = Counter(name for found in facts for name in found)
    frequent = [{name: value for name, value in found.items() if counts[name] >= LEAST} for found in facts]
    model = LogisticRegression(C=penalty, max_iter=2000, solver="liblinear")
    bias, weights = logistic(frequent, goal, model)
    named = {name: round(weight, 3) for name, weight in weights.items()}
    return {"bias": round(bias, 3)} | {name: weight for name, weight in named.items() if abs(weight) >= 0.005}


def write_weights(target: Path, head: str, fitted: Mapping[str, float]) -> None:
    """Write weights as YAML, in the order of their names, under a line that says what they are."""
    lines = [f"  {json.dumps(name)}: {fitted[name]}\n" for name in sorted(fitted)]
    target.write_text(f"# {head}; do not edit by hand.\nweights:\n" + "".join(lines), encoding="utf-8")


def figures(hits: int, told: int, gold: int) -> str:
    """Return precision, recall and F1 as text."""
    precision, recall = hits / max(1, told), hits / max(1, gold)
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}"


def put(out: dict[str, Any], name: str, made: np.ndarray, levels: int = 127) -> None:
    """Add a matrix to what is written: whole numbers with a scale a row, as `regraph.extract.weights` reads them.

    Fewer `levels` on each side of zero take less room once compressed.
    """
    scale = np.maximum(np.abs(made).max(1), 1e-8) / levels
    out[name], out[name + "/scale"] = np.rint(made / scale[:, None]).astype(np.int8), scale.astype(np.float32)
