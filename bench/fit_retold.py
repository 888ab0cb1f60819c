"""Labelled articles in, `ontology/frames/retold.yaml` out: when two drafts of one label are one claim.

They are one where the scorer pairs one of them with a gold claim and the other would have fitted it as well; they are
two where each has a gold claim of its own. Learned from `dev` and `learned` of tests/cases/articles.

    python -m bench.fit_retold      a quarter of an hour on two cores; the last of the fits, see bench/fit_likely.py

Prints what joining reaches on `judged`. Deterministic: liblinear.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from multiprocessing import Pool
from typing import Any

from bench.fitting import JUDGED, LEARNED, ROOT, Article, articles, fit_weights, write_weights
from regraph import evaluate, passages
from regraph.extract import retold
from regraph.extract.complete import complete
from regraph.extract.confidence import DOUBTED, confidence
from regraph.extract.draft import Draft
from regraph.extract.engine import drafts, to_claim
from regraph.model import Document

TARGET = ROOT / "ontology" / "frames" / "retold.yaml"
HEAD = "When two drafts are one claim: weights fitted by bench/fit_retold.py"


@dataclass(slots=True)
class Row:
    """An article: what is drafted of it with the confidence of each, its gold, and its pairs with their features."""

    document: Document
    gold: Sequence[dict[str, Any]]
    made: list[tuple[Draft, float]]
    pairs: list[tuple[dict[str, float], bool]]


def row_of(article: Article) -> Row:
    """Draft an article, and compare with its gold."""
    _, document, gold = article
    made = [(draft, confidence(draft)) for draft in complete(drafts(document, passages.split(document)))]
    claims = [to_claim(draft, document).to_json() for draft, _ in made]
    told = [retold.told(draft, sure, document.text) for draft, sure in made]
    pairs = [(retold.features(told[i], told[j]), one) for i, j, one in _pairs(gold, claims, [d for d, _ in made])]
    return Row(document, gold, [one for one in made if one[1] >= DOUBTED], pairs)


def _pairs(
    gold: Sequence[dict[str, Any]], claims: Sequence[dict[str, Any]], made: Sequence[Draft]
) -> Iterator[tuple[int, int, bool]]:
    """Yield two drafts of one label and whether they are one, where the gold tells."""
    meant = {j: i for i, j, _ in evaluate.pair(gold, claims)}
    alike: dict[tuple[str, ...], list[int]] = {}
    for later, draft in enumerate(made):
        before = alike.setdefault(retold.label_of(draft), [])
        for earlier in before[-retold.REACH :]:
            if earlier in meant and later in meant:
                yield earlier, later, False
            elif earlier in meant or later in meant:
                paired, other = (earlier, later) if earlier in meant else (later, earlier)
                if evaluate.compare(gold[meant[paired]], claims[other])[0] >= evaluate.ENOUGH:
                    yield earlier, later, True
        before.append(later)


def gathered(names: Sequence[str]) -> Iterator[Row]:
    """Yield the articles of some sets."""
    with Pool() as pool:
        yield from pool.imap(row_of, articles(names), chunksize=20)


def main() -> None:
    """Fit, write the weights, print what they reach on articles that they were not fitted on."""
    pairs = [pair for row in gathered(LEARNED) for pair in row.pairs]
    print(f"{len(pairs)} pairs, {sum(one for _, one in pairs)} of them one claim")
    facts, goal = zip(*pairs, strict=True)
    write_weights(TARGET, HEAD, fit_weights(facts, goal, penalty=0.05))
    retold.weights.cache_clear()
    judged = [(row.document, row.gold, row.made) for row in gathered(JUDGED)]
    for least in (1.0, 0.8, 0.7, 0.65, 0.6, 0.5, 0.4):
        gold, told = {}, {}
        for document, meant, made in judged:
            copies = deepcopy(made)
            gold[document.id] = list(meant)
            told[document.id] = [to_claim(d, document).to_json() for d in retold.joined(copies, document.text, least)]
        row = evaluate.score(gold, told).rows["all"]
        for name, part in (("claims", row.claims), ("slots", row.slots)):
            print(f"from {least:.2f} on, {name}: P {part.precision:.3f} R {part.recall:.3f} F1 {part.f1:.4f}")


if __name__ == "__main__":
    main()
