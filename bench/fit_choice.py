"""Labelled articles in, `ontology/frames/choice.npz` out: which option fills a field (`regraph.extract.choice`).

A draft is compared with the gold claim of its label and place; each option of its fields is right where the gold has
it. Learned from `dev` and `learned` of tests/cases/articles.

    python -m bench.fit_choice      a quarter of an hour on two cores; after `python -m bench.fit_fillers`

Needs the group `fit` of pyproject.toml. Deterministic on one machine: seeds are fixed.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from typing import Any

import numpy as np
import torch
from torch import nn

from bench.fitting import LEARNED, ROOT, Article, articles, label_of, put, right
from regraph import evaluate, passages
from regraph.extract import engine, options

TARGET = ROOT / "ontology" / "frames" / "choice.npz"
WIDTH = 32
BLUR = 0.6  # of the roles, which the encoder tells better of texts that it learned from than of others
LEAST, LEAST_OF_FIELD = 12, 40  # options that a feature must be found in, at all and in one field
ROUNDS, BATCH, RATE, DECAY, DROPPED = 3, 512, 2e-3, 0.01, 0.3


@dataclass(frozen=True, slots=True)
class Row:
    """An option of a field: its features, and whether it is right."""

    field: str
    features: tuple[str, ...]
    right: bool


def rows_of(article: Article) -> list[Row]:
    """Return the options of all drafts of an article that a gold claim stands for."""
    number, document, gold = article
    text = engine.read(document, passages.split(document), words=True)
    if text is None:
        return []
    dice = np.random.default_rng(number)
    for heard in text.heard:
        if heard is not None and heard.roles is not None:
            heard.roles[:] += dice.normal(0, BLUR, heard.roles.shape)
    made = engine.settled(document, text)
    claims = [engine.to_claim(draft, document).to_json() for draft in made]
    meant = _pairs(gold, claims)
    found = []
    for asked in options.questions(engine.offered(document, text), made):
        if asked.draft in meant:
            claim = gold[meant[asked.draft]]
            for option in asked.options:
                features = (*asked.features, *option.features)
                found.append(Row(asked.field, features, right(asked.field, option.value, claim)))
    return found


def _pairs(gold: Sequence[dict[str, Any]], claims: Sequence[dict[str, Any]]) -> dict[int, int]:
    """Return for each claim the gold claim that it stands for: of its label and place, else alike in its fields."""
    found = []
    for i, meant in enumerate(gold):
        for j, claim in enumerate(claims):
            if meant["type"] == claim["type"]:
                alike, _ = evaluate.compare(meant, claim)
                ours, theirs = claim["evidence"], meant["evidence"]
                there = min(ours["end"], theirs["end"]) > max(ours["start"], theirs["start"])
                if alike >= evaluate.ENOUGH or (there and label_of(meant) == label_of(claim)):
                    found.append((-alike - there / 2, i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(found):
        if j not in pairs and i not in pairs.values():
            pairs[j] = i
    return pairs


class Space:
    """The features that are frequent enough, as columns: all, then those of each field."""

    def __init__(self, rows: Sequence[Row]) -> None:
        all_of = Counter(feature for row in rows for feature in row.features)
        self.features = sorted(name for name, count in all_of.items() if count >= LEAST)
        place = {name: number for number, name in enumerate(self.features)}
        in_field = Counter((row.field, feature) for row in rows for feature in row.features)
        self.fields: dict[str, list[int]] = {}
        for (field, feature), count in sorted(in_field.items()):
            if count >= LEAST_OF_FIELD:
                self.fields.setdefault(field, []).append(place[feature])
        self.column: dict[str | tuple[str, str], int] = {name: n for n, name in enumerate(self.features, 1)}
        for field, places in self.fields.items():
            for number in places:
                self.column[field, self.features[number]] = len(self.column) + 1

    def of(self, row: Row) -> np.ndarray:
        """Return the columns of an option; the first is of none and always there."""
        names = [name for feature in row.features for name in (feature, (row.field, feature))]
        return np.array([0, *(self.column[name] for name in names if name in self.column)], dtype=np.int64)


class Net(nn.Module):
    """The net as it is trained."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.vectors = nn.EmbeddingBag(columns, WIDTH, mode="sum")
        self.alone = nn.EmbeddingBag(columns, 1, mode="sum")
        nn.init.normal_(self.vectors.weight, 0, 0.05)
        nn.init.zeros_(self.alone.weight)
        self.first = nn.Parameter(torch.zeros(WIDTH))
        self.second, self.last, self.drop = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, 1), nn.Dropout(DROPPED)
        nn.init.constant_(self.last.bias, -1.5)

    def forward(self, columns: torch.Tensor, starts: torch.Tensor) -> torch.Tensor:
        """Return the logits of the options."""
        x = self.drop(torch.relu(self.vectors(columns, starts) + self.first))
        x = self.drop(torch.relu(self.second(x)))
        return (self.last(x) + self.alone(columns, starts))[:, 0]


def train(rows: Sequence[Row], space: Space) -> Net:
    """Return the fitted net; prints the loss."""
    torch.manual_seed(0)
    dice = np.random.default_rng(0)
    told, goal = [space.of(row) for row in rows], np.array([row.right for row in rows], dtype=np.float32)
    net = Net(len(space.column) + 1)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=ROUNDS * (len(rows) // BATCH + 2), pct_start=0.1, anneal_strategy="linear"
    )
    begun = time.monotonic()
    net.train()
    for turn in range(ROUNDS):
        order, total = dice.permutation(len(rows)), 0.0
        for first in range(0, len(rows), BATCH):
            some = order[first : first + BATCH]
            columns = [told[k] for k in some]
            starts = np.cumsum([0, *map(len, columns[:-1])])
            logits = net(torch.from_numpy(np.concatenate(columns)), torch.from_numpy(starts))
            loss = nn.functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(goal[some]))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(some)
        print(f"round {turn}: loss {total / len(rows):.4f}, {time.monotonic() - begun:.0f} s", flush=True)
    return net.eval()


def write(net: Net, space: Space) -> None:
    """Write the net: matrices as whole numbers with a scale a row."""
    about = {
        "about": "which option fills a field of a claim; fitted by bench/fit_choice.py, do not edit by hand",
        "features": space.features,
        "fields": space.fields,
    }
    out: dict[str, Any] = {"about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)}
    put(out, "vectors", net.vectors.weight.detach().numpy())
    put(out, "second", net.second.weight.detach().numpy().T)
    for name, made in (
        ("alone", net.alone.weight[:, 0]),
        ("first", net.first),
        ("second/bias", net.second.bias),
        ("last", net.last.weight[0]),
        ("last/bias", net.last.bias),
    ):
        out[name] = made.detach().numpy().astype(np.float16)
    np.savez_compressed(TARGET, **out)
    print(f"{TARGET.name}: {len(space.column)} columns, {TARGET.stat().st_size / 1e6:.1f} MB")


def gathered() -> Iterator[Row]:
    """Yield the options of all articles that are learned from."""
    with Pool() as pool:
        for rows in pool.imap(rows_of, articles(LEARNED), chunksize=20):
            yield from rows


def main() -> None:
    """Fit and write."""
    rows = list(gathered())
    space = Space(rows)
    print(f"{len(rows)} options, {len(space.column)} columns", flush=True)
    write(train(rows, space), space)


if __name__ == "__main__":
    main()
