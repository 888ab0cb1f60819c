"""Labelled articles and sentences in, `ontology/frames/encoder.npz` out: what `regraph.extract.encoder` reads.

Learned from what `bench/fit_likely.py` learns from. What words mean in their sentence tells `regraph.extract.context`,
whose files `bench/fit_context.py` writes.

    python -m bench.fit_encoder      an hour on one core; then run `python -m bench.fit_likely`

Needs the group `fit` of pyproject.toml. Deterministic on one machine: seeds are fixed.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from bench.fit_likely import Example, examples, outputs
from bench.fitting import ROOT, put
from regraph.extract import context
from regraph.extract.encoder import NOTED, SPAN, WINDOWS, Words

TARGET = ROOT / "ontology" / "frames" / "encoder.npz"
NETS = 2  # that answer together
SENSE, OWN, ANSWERS = 112, 48, 128  # numbers of a word's sense, of its own, answers of a window
FREQUENT = 4  # a word has a vector of its own that occurs so often
NARROW, MEMORY = 96, 64  # numbers of what a sentence tells others, of what it hears of them
EPOCHS, BATCH, RATE, DECAY = 5, 128, 3e-3, 0.02
PARTS = 6  # of like length, in which the sentences of a batch are read
TOGETHER = 20  # sentences whose senses are worked out at once


class Goals:
    """What the nets learn to tell: types, labels within their type, kinds of measures."""

    def __init__(self, rows: Sequence[Example]) -> None:
        self.outputs = outputs(rows)
        self.types = [name for name in self.outputs if ":" not in name]
        self.kinds = [name for name in self.outputs if name.startswith("kind:")]
        self.labels = self.outputs[len(self.types) : len(self.outputs) - len(self.kinds)]
        self.type_of = [self.types.index(name.partition(":")[0]) for name in self.labels]

    def of(self, row: Example) -> list[float]:
        """Return what is true of a sentence."""
        true = {*row.labels, *(name.partition(":")[0] for name in row.labels), *(f"kind:{name}" for name in row.kinds)}
        return [float(name in true) for name in self.outputs]

    def counted(self, goal: torch.Tensor) -> torch.Tensor:
        """Return which outputs count: labels where the type is told, kinds where a measure is."""
        first, last = len(self.types), len(self.types) + len(self.labels)
        told = (goal[:, last:].sum(1, keepdim=True) > 0).float().expand(-1, len(self.kinds))
        return torch.cat([torch.ones_like(goal[:, :first]), goal[:, self.type_of], told], 1)


def senses(sentences: Sequence[Words]) -> list[np.ndarray]:
    """Return what the words of each sentence mean in it: (words, `context.WIDTH`), as 16-bit floats."""
    model, out = context.context(), []
    for first in range(0, len(sentences), TOGETHER):
        found = model.vectors_of([words for words, _ in sentences[first : first + TOGETHER]])
        out += [one.astype(np.float16) for one in found]
    return out


class Vectors:
    """What words mean where they stand and which are frequent; the numbers of a batch of sentences."""

    def __init__(self, sentences: Sequence[Words], told: Sequence[np.ndarray]) -> None:
        counts = Counter(word for words, _ in sentences for word in words)
        self.sentences, self.senses = sentences, told
        self.spread = float(np.concatenate(told[:2000]).astype(np.float32).std())
        self.frequent = sorted(word for word, count in counts.items() if count >= FREQUENT)
        self.notes = sorted({name for _, notes in sentences for name in notes})
        self._own = {name: n for n, name in enumerate(self.frequent, 1)}
        self._note = {name: n for n, name in enumerate(self.notes)}

    def batch(self, part: Sequence[int]) -> tuple[torch.Tensor, ...]:
        """Return the senses of words, the numbers of frequent ones, what is noted, and 1.0 where there is a word."""
        longest = max(*WINDOWS, *(len(self.sentences[place][0]) for place in part))
        told = np.zeros((len(part), longest, context.WIDTH), dtype=np.float32)
        own = torch.zeros(len(part), longest, dtype=torch.long)
        notes, real = torch.zeros(len(part), len(self.notes)), torch.zeros(len(part), 1, longest)
        for row, place in enumerate(part):
            words, noted = self.sentences[place]
            told[row, : len(words)] = self.senses[place]
            own[row, : len(words)] = torch.tensor([self._own.get(word, 0) for word in words], dtype=torch.long)
            real[row, 0, : len(words)] = 1
            for name in noted:
                notes[row, self._note[name]] = NOTED
        return torch.from_numpy(told) / self.spread, own, notes, real


class Net(nn.Module):
    """A net as it is trained."""

    def __init__(self, vectors: Vectors, outputs: int) -> None:
        super().__init__()
        self.sense = nn.Linear(context.WIDTH, SENSE, bias=False)
        self.own = nn.Embedding(len(vectors.frequent) + 1, OWN, padding_idx=0)
        nn.init.normal_(self.own.weight, 0, 0.1)
        self.own.weight.data[0] = 0
        width, answers = SENSE + OWN, len(WINDOWS) * ANSWERS + len(vectors.notes)
        self.windows = nn.ModuleList([nn.Conv1d(width, ANSWERS, size, padding=size // 2) for size in WINDOWS])
        self.head = nn.Linear(answers, outputs)
        nn.init.constant_(self.head.bias, -3)
        self.narrow = nn.Linear(answers, NARROW)
        self.around = nn.GRU(NARROW, MEMORY, bidirectional=True, batch_first=True)
        self.beside = nn.Linear(2 * MEMORY, outputs, bias=False)
        self.drop, self.drop_words = nn.Dropout(0.3), nn.Dropout(0.2)

    def alone(self, told: torch.Tensor, own: torch.Tensor, notes: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        """Return what each sentence tells by itself."""
        x = self.drop_words(torch.cat([self.sense(told), self.own(own)], -1)).transpose(1, 2)
        answers = [torch.relu(window(x)[:, :, : x.shape[2]]) * real for window in self.windows]
        return torch.cat([*(one.max(2).values for one in answers), notes], 1)

    def forward(self, parts: Sequence[tuple[torch.Tensor, ...]], place: torch.Tensor, spans: list[int]) -> torch.Tensor:
        """Return the logits of the outputs; `place` says where in `parts` each sentence stands."""
        alone = torch.cat([self.alone(*part) for part in parts])[place]
        told = torch.tanh(self.narrow(self.drop(alone)))
        padded = nn.utils.rnn.pad_sequence(torch.split(told, spans), batch_first=True)
        packed = nn.utils.rnn.pack_padded_sequence(padded, spans, batch_first=True, enforce_sorted=False)
        heard, _ = nn.utils.rnn.pad_packed_sequence(self.around(packed)[0], batch_first=True)
        around = torch.cat([row[:length] for row, length in zip(heard, spans, strict=True)])
        return self.head(self.drop(alone)) + self.beside(self.drop(around))


def spans(rows: Sequence[Example]) -> list[list[int]]:
    """Return the sentences that hear of each other: those of an article, at most `SPAN`."""
    articles: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        articles.setdefault(row.article, []).append(place)
    return [all_of[a : a + SPAN] for all_of in articles.values() for a in range(0, len(all_of), SPAN)]


def batches(articles: Sequence[list[int]], dice: random.Random) -> Iterator[list[list[int]]]:
    """Yield the articles in batches of `BATCH` sentences or more, in another order each time."""
    order = list(articles)
    dice.shuffle(order)
    found: list[list[int]] = []
    for article in order:
        found.append(article)
        if sum(map(len, found)) >= BATCH:
            yield found
            found = []
    if found:
        yield found


def by_length(some: Sequence[int], sentences: Sequence[Words]) -> tuple[list[list[int]], torch.Tensor]:
    """Return the sentences of a batch in parts of like length, and where in these each stands."""
    order = sorted(range(len(some)), key=lambda k: len(sentences[some[k]][0]))
    size = -(-len(order) // PARTS)
    place = torch.empty(len(order), dtype=torch.long)
    place[torch.tensor(order)] = torch.arange(len(order))
    return [[some[k] for k in order[a : a + size]] for a in range(0, len(order), size)], place


def train(number: int, rows: Sequence[Example], vectors: Vectors, goals: Goals) -> Net:
    """Return a fitted net; prints the loss."""
    torch.manual_seed(number)
    sentences, articles = vectors.sentences, spans(rows)
    goal = torch.tensor([goals.of(row) for row in rows])
    dice = random.Random(number)  # noqa: S311 - an order, no secret
    net = Net(vectors, len(goals.outputs))
    fitted = [value for value in net.parameters() if value.requires_grad]
    optimizer = torch.optim.AdamW(fitted, lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (1 + sum(1 for _ in batches(articles, random.Random(number))))  # noqa: S311
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=2 * EPOCHS + steps, pct_start=0.1, anneal_strategy="linear"
    )
    begun, loss_of = time.monotonic(), nn.functional.binary_cross_entropy_with_logits
    net.train()
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in batches(articles, dice):
            some = [place for article in batch for place in article]
            parts, place = by_length(some, sentences)
            told = net([vectors.batch(part) for part in parts], place, [*map(len, batch)])
            loss = (loss_of(told, goal[some], reduction="none") * goals.counted(goal[some])).sum() / len(some)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(fitted, 5.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(some)
        passed = time.monotonic() - begun
        print(f"net {number}, round {epoch}: loss {total / len(sentences):.3f}, {passed:.0f} s", flush=True)
    return net.eval()


def write(target: Path, nets: Sequence[Net], vectors: Vectors, goals: Goals) -> None:
    """Write the encoder: matrices as whole numbers with a scale a row."""
    about = {
        "about": "convolutional nets over words; fitted by bench/fit_encoder.py",
        "nets": len(nets),
        "frequent": vectors.frequent,
        "notes": vectors.notes,
        "outputs": goals.outputs,
    }
    out: dict[str, Any] = {"about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)}

    def layer(name: str, made: torch.Tensor, bias: torch.Tensor) -> None:
        put(out, name, made.detach().numpy())
        out[name + "/bias"] = bias.detach().numpy().astype(np.float32)

    for number, net in enumerate(nets):
        put(out, f"{number}/sense", net.sense.weight.detach().numpy() / vectors.spread)
        put(out, f"{number}/own", net.own.weight.detach().numpy())
        layer(f"{number}/head", net.head.weight, net.head.bias)
        for size, window in zip(WINDOWS, net.windows, strict=True):
            made = window.weight.permute(0, 2, 1)  # (answers, words of the window, width)
            layer(f"{number}/window{size}", made.reshape(len(made), -1), window.bias)
        layer(f"{number}/narrow", net.narrow.weight, net.narrow.bias)
        put(out, f"{number}/beside", net.beside.weight.detach().numpy())
        for name, end in (("forward", ""), ("backward", "_reverse")):
            for ours, theirs in (("told", "ih"), ("kept", "hh")):
                made, bias = (getattr(net.around, f"{what}_{theirs}_l0{end}") for what in ("weight", "bias"))
                layer(f"{number}/{name}/{ours}", made, bias)
    np.savez_compressed(target, **out)
    print(f"{target.name}: {len(vectors.frequent)} words, {target.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Fit and write."""
    rows = examples()
    sentences = [row.words for row in rows]
    goals, vectors = Goals(rows), Vectors(sentences, senses(sentences))
    print(f"{len(rows)} sentences, {len(vectors.frequent)} words, {len(goals.outputs)} outputs", flush=True)
    write(TARGET, [train(number, rows, vectors, goals) for number in range(NETS)], vectors, goals)


if __name__ == "__main__":
    main()
