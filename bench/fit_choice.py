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
from dataclasses import dataclass, replace
from multiprocessing import Pool
from typing import Any

import numpy as np
import torch
from torch import nn

from bench.fitting import LEARNED, ROOT, Article, articles, label_of, put, right
from regraph import evaluate, passages
from regraph.extract import engine, options
from regraph.extract.likely import Heard, logit, sigmoid

TARGET = ROOT / "ontology" / "frames" / "choice.npz"
WIDTH = 32
BLUR, BLUR_OF_KINDS = 0.6, 1.0  # of logits: of texts that it learned from the encoder tells them better than of others
LEAST, LEAST_OF_FIELD = 12, 40  # options that a feature must be found in, at all and in one field
ROUNDS, BATCH, RATE, DECAY, DROPPED = 3, 96, 2e-3, 0.01, 0.3  # fields of a batch


@dataclass(frozen=True, slots=True)
class Row:
    """A field of a draft: the features of each option, and which options are right."""

    field: str
    options: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


def rows_of(article: Article) -> list[Row]:
    """Return the fields of all drafts of an article that a gold claim stands for."""
    number, document, gold = article
    text = engine.read(document, passages.split(document), words=True)
    if text is None:
        return []
    dice = np.random.default_rng(number)
    text = replace(text, heard=[_blurred(heard, dice) for heard in text.heard])
    made = engine.settled(document, text)
    claims = [engine.to_claim(draft, document).to_json() for draft in made]
    meant = _pairs(gold, claims)
    found = []
    for asked in options.questions(engine.offered(document, text), made):
        if asked.draft in meant:
            claim = gold[meant[asked.draft]]
            features = tuple((*asked.features, *option.features) for option in asked.options)
            found.append(Row(asked.field, features, tuple(right(asked.field, o.value, claim) for o in asked.options)))
    return found


def _blurred(heard: Heard | None, dice: np.random.Generator) -> Heard | None:
    """Return what is heard in a sentence less clearly, as in texts that the encoder did not learn from."""
    if heard is None or heard.roles is None:
        return heard
    noise = np.asarray(dice.normal(0, BLUR, heard.roles.shape), dtype=np.float32)
    kinds = {name: sigmoid(logit(told) + dice.normal(0, BLUR_OF_KINDS)) for name, told in heard.kinds.items()}
    return replace(heard, roles=heard.roles + noise, kinds=kinds)


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
        all_of = Counter(feature for row in rows for option in row.options for feature in option)
        self.features = sorted(name for name, count in all_of.items() if count >= LEAST)
        place = {name: number for number, name in enumerate(self.features)}
        in_field = Counter((row.field, feature) for row in rows for option in row.options for feature in option)
        self.fields: dict[str, list[int]] = {}
        for (field, feature), count in sorted(in_field.items()):
            if count >= LEAST_OF_FIELD:
                self.fields.setdefault(field, []).append(place[feature])
        self.column: dict[str | tuple[str, str], int] = {name: n for n, name in enumerate(self.features, 1)}
        for field, places in self.fields.items():
            for number in places:
                self.column[field, self.features[number]] = len(self.column) + 1

    def of(self, row: Row) -> list[np.ndarray]:
        """Return the columns of each option of a field; the first is of none and always there."""
        named = [[name for feature in option for name in (feature, (row.field, feature))] for option in row.options]
        known = [[0, *(self.column[name] for name in names if name in self.column)] for names in named]
        return [np.array(columns, dtype=np.int64) for columns in known]


class Net(nn.Module):
    """The net as it is trained."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.vectors = nn.EmbeddingBag(columns, WIDTH, mode="sum")
        self.alone = nn.EmbeddingBag(columns, 1, mode="sum")
        nn.init.normal_(self.vectors.weight, 0, 0.05)
        nn.init.zeros_(self.alone.weight)
        self.first = nn.Parameter(torch.zeros(WIDTH))
        self.second, self.last, self.drop = nn.Linear(2 * WIDTH, WIDTH), nn.Linear(WIDTH, 1), nn.Dropout(DROPPED)
        nn.init.constant_(self.last.bias, -1.5)

    def forward(self, columns: torch.Tensor, starts: torch.Tensor, of: torch.Tensor) -> torch.Tensor:
        """Return the logits of the options; `of` is the field of each."""
        x = torch.relu(self.vectors(columns, starts) + self.first)
        fields = of[:, None].expand_as(x)
        strongest = torch.zeros(int(of[-1]) + 1, WIDTH).scatter_reduce(0, fields, x, "amax")
        x = torch.relu(self.second(self.drop(torch.cat([x, strongest[of]], 1))))
        return (self.last(self.drop(x)) + self.alone(columns, starts))[:, 0]


def train(rows: Sequence[Row], space: Space) -> Net:
    """Return the fitted net; prints the loss."""
    torch.manual_seed(0)
    dice = np.random.default_rng(0)
    told, goals = [space.of(row) for row in rows], [np.array(row.right, dtype=np.float32) for row in rows]
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
            columns = [option for k in some for option in told[k]]
            starts = np.cumsum([0, *map(len, columns[:-1])])
            of = np.repeat(np.arange(len(some)), [len(told[k]) for k in some])
            logits = net(*map(torch.from_numpy, (np.concatenate(columns), starts, of)))
            goal = torch.from_numpy(np.concatenate([goals[k] for k in some]))
            loss = nn.functional.binary_cross_entropy_with_logits(logits, goal)
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
    """Yield the fields of all articles that are learned from."""
    with Pool() as pool:
        for rows in pool.imap(rows_of, articles(LEARNED), chunksize=20):
            yield from rows


def main() -> None:
    """Fit and write."""
    rows = list(gathered())
    space = Space(rows)
    print(f"{len(rows)} fields, {sum(len(row.right) for row in rows)} options, {len(space.column)} columns", flush=True)
    write(train(rows, space), space)


if __name__ == "__main__":
    main()
