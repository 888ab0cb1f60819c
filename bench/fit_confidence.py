"""What is drafted from labelled articles and which of it is right in, `ontology/frames/confidence.yaml` out.

A claim is right where the scorer pairs it with a gold claim. The articles are those of `judged`, which neither rules
nor models have seen. The reliability table and the figures of each threshold are cross-validated over folds of them.

    python -m bench.fit_confidence    the last of the fits, see bench/fit_likely.py

Deterministic: liblinear.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.fitting import FOLDS, JUDGED, ROOT, Article, articles, figures, fit_weights, write_weights
from regraph import evaluate, passages
from regraph.extract.complete import complete
from regraph.extract.confidence import features
from regraph.extract.engine import drafts, to_claim
from regraph.extract.likely import sigmoid

TARGET = ROOT / "ontology" / "frames" / "confidence.yaml"
HEAD = "Weights of the confidence of a claim, fitted by bench/fit_confidence.py"


@dataclass(slots=True)
class Judged:
    """The claims drafted from an article, what each rests on, and which are right."""

    number: int
    gold: Sequence[dict[str, Any]]
    claims: list[dict[str, Any]]
    rests_on: list[dict[str, float]]
    right: list[bool]


def judged(article: Article) -> Judged:
    """Draft an article, and compare with its gold."""
    number, document, gold = article
    made = complete(drafts(document, passages.split(document)))
    claims = [to_claim(draft, document).to_json() for draft in made]
    hits = {j for _, j, _ in evaluate.pair(gold, claims)}
    return Judged(number, gold, claims, [features(draft) for draft in made], [j in hits for j in range(len(made))])


def main() -> None:
    """Fit, write the weights, print what they reach on articles that they were not fitted on."""
    rows = [judged(article) for article in articles(JUDGED)]
    unseen: dict[int, list[float]] = {}
    for fold in range(FOLDS):
        weights = fit([row for row in rows if row.number % FOLDS != fold])
        unseen |= {row.number: list(probabilities(weights, row)) for row in rows if row.number % FOLDS == fold}
    print(table([pair for row in rows for pair in zip(unseen[row.number], row.right, strict=True)]))
    for least in (0.0, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        print(f"claims from {least:.2f} on", measured(rows, unseen, least))
    write_weights(TARGET, HEAD, fit(rows))


def fit(rows: Sequence[Judged]) -> dict[str, float]:
    """Return the weights of what the claims of articles rest on."""
    facts = [found for row in rows for found in row.rests_on]
    return fit_weights(facts, [right for row in rows for right in row.right], penalty=0.02)


def probabilities(weights: Mapping[str, float], row: Judged) -> Iterator[float]:
    """Yield the confidence of each claim of an article."""
    for found in row.rests_on:
        total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in found.items())
        yield sigmoid(total)


def measured(rows: Sequence[Judged], sure: Mapping[int, Sequence[float]], least: float) -> str:
    """Return precision, recall and F1 of the claims that are at least so sure."""
    hits = told = gold = 0
    for row in rows:
        kept = [claim for claim, value in zip(row.claims, sure[row.number], strict=True) if value >= least]
        hits += len(evaluate.pair(row.gold, kept))
        told, gold = told + len(kept), gold + len(row.gold)
    return figures(hits, told, gold)


def table(found: Sequence[tuple[float, bool]]) -> str:
    """Return the reliability table: claims by confidence, the mean of it, and the share that is right."""
    lines = ["| confidence | claims | mean confidence | share right |", "|---|---|---|---|"]
    for low, high in ((0.0, 0.2), (0.2, 0.4), (0.4, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        inside = [(c, right) for c, right in found if low <= c < high]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            lines.append(f"| {low:.1f} to {min(high, 1.0):.1f} | {len(inside)} | {mean:.2f} | {share:.2f} |")
    brier = sum((c - right) ** 2 for c, right in found) / max(1, len(found))
    return "\n".join([*lines, "", f"Brier score {brier:.3f} on {len(found)} claims"])


if __name__ == "__main__":
    main()
