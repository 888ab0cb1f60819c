"""Development articles with gold in, weights of the confidence and its reliability table out.

    python bench/fit_confidence.py          fit, write ontology/frames/confidence.yaml, print the table
    python bench/fit_confidence.py --check  print the table of the weights as they are

A claim is right where the scorer pairs it with a gold claim. The table is cross-validated: the claims of every
fifth article are judged by weights that were fitted on the others. Deterministic: plain gradient descent.
"""

import json
import math
import sys
from pathlib import Path

from regraph import evaluate, load, passages
from regraph.extract.confidence import confidence, features
from regraph.extract.engine import drafts, to_claim

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "articles"
TARGET = ROOT / "ontology" / "frames" / "confidence.yaml"
FOLDS, STEPS, RATE, PENALTY = 5, 400, 0.5, 0.02
Example = tuple[int, tuple[str, ...], float, bool]  # fold, features, confidence as it is, right


def examples() -> list[Example]:
    """Return every predicted claim of the development articles with its features and whether it is right."""
    found: list[Example] = []
    lines = (CASES / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    for number, record in enumerate(json.loads(line) for line in lines if line.strip()):
        name = record["document"]["id"]
        for document in load.documents(CASES / "dev" / name, published=record["document"].get("published")):
            made = drafts(document, passages.split(document))
            claims = [to_claim(draft, document).to_json() for draft in made]
            right = {j for _, j, _ in evaluate.pair(record["claims"], claims)}
            found += [
                (number % FOLDS, features(d), confidence(d), j in right)
                for j, d in enumerate(made)
                if "guessed" not in d.features  # how much those are believed is fitted by fit_likely
            ]
    return found


def fit(rows: list[Example]) -> dict[str, float]:
    """Return logistic weights with an L2 penalty; features seen fewer than four times are left out."""
    counts: dict[str, int] = {}
    for _, names, _, _ in rows:
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    weights = {"bias": 0.0, **{name: 0.0 for name in sorted(counts) if counts[name] >= 4}}
    for _ in range(STEPS):
        slope = dict.fromkeys(weights, 0.0)
        for _, names, _, right in rows:
            miss = float(right) - _probability(weights, names)
            for name in ("bias", *names):
                if name in slope:
                    slope[name] += miss
        for name, value in slope.items():
            pull = 0.0 if name == "bias" else PENALTY * weights[name]
            weights[name] += RATE * (value / len(rows) * 4 - pull)
    return {name: round(value, 3) for name, value in weights.items() if abs(value) >= 0.005}


def _probability(weights: dict[str, float], names: tuple[str, ...]) -> float:
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) for name in ("bias", *names))))


def table(judged: list[tuple[float, bool]]) -> str:
    """Return the reliability table: claims by confidence, the mean of it, and the share that is right."""
    lines = ["| confidence | claims | mean confidence | share right |", "|---|---|---|---|"]
    for low, high in ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        inside = [(c, right) for c, right in judged if low <= c < high]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            lines.append(f"| {low:.1f} to {min(high, 1.0):.1f} | {len(inside)} | {mean:.2f} | {share:.2f} |")
    brier = sum((c - right) ** 2 for c, right in judged) / max(1, len(judged))
    return "\n".join([*lines, "", f"Brier score {brier:.3f} on {len(judged)} claims"])


def main() -> None:
    """Fit and write, or only check."""
    rows = examples()
    if "--check" in sys.argv:
        print(table([(now, right) for _, _, now, right in rows]))
        return
    held_out: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        weights = fit([row for row in rows if row[0] != fold])
        held_out += [(_probability(weights, names), right) for f, names, _, right in rows if f == fold]
    fitted = fit(rows)
    head = "# Weights of the confidence of a claim, fitted by bench/fit_confidence.py; do not edit by hand.\nweights:\n"
    TARGET.write_text(
        head + "".join(f"  {json.dumps(name)}: {fitted[name]}\n" for name in sorted(fitted)), encoding="utf-8"
    )
    print(table(held_out))


if __name__ == "__main__":
    main()
