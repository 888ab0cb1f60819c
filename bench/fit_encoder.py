"""Labelled articles and sentences in, `ontology/frames/encoder.npz` and `context.npz` out.

What `regraph.extract.encoder` reads, and the layers below that tell it what words mean in their sentence
(`regraph.extract.context`): they begin as those of MiniLM and are trained along. Learned from what
`bench/fit_likely.py` learns from.

    python -m bench.fit_context      the word pieces
    python -m bench.fit_encoder      half an hour on two cores; then run `python -m bench.fit_likely`

Needs the group `fit` of pyproject.toml. Deterministic on one machine: seeds are fixed.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from torch import distributed, nn
from torch.multiprocessing import start_processes
from torch.nn.parallel import DistributedDataParallel

from bench.fit_context import minilm
from bench.fit_context import write as write_layers
from bench.fit_likely import Example, examples, outputs
from bench.fitting import ROOT, put
from bench.layers import LEAST, Layers, Room
from regraph.extract import context
from regraph.extract.context import Pieces
from regraph.extract.encoder import NOTED, SPAN, WINDOWS, Words

TARGET = ROOT / "ontology" / "frames" / "encoder.npz"
NETS = 2  # that answer together
SENSE, OWN, ANSWERS = 112, 48, 128  # numbers of a word's sense, of its own, answers of a window
FREQUENT = 4  # a word has a vector of its own that occurs so often
WORTH = 96  # numbers of what a word says to all outputs
NARROW, MEMORY = 96, 64  # numbers of what a sentence tells others, of what it hears of them
PROCESSES = 2
EPOCHS, BATCH, RATE, DECAY = 3, 80, 3e-3, 0.02  # sentences of a batch of each process
TOLD = 50  # steps between two lines about the loss
LAYER_RATE, LAYER_DECAY = 2e-4, 0.01
SPREAD = 0.35  # of the senses, about
PARTS = 6  # of like length, in which the sentences of a batch are read


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


class Texts:
    """The sentences that are learned from: their word pieces, which words are frequent, the numbers of a batch."""

    def __init__(self, sentences: Sequence[Words], pieces: Pieces) -> None:
        counts = Counter(word for words, _ in sentences for word in words)
        self.sentences = sentences
        self.frequent = sorted(word for word, count in counts.items() if count >= FREQUENT)
        self.notes = sorted({name for _, notes in sentences for name in notes})
        self._pieces = [tuple(map(np.array, pieces.of(words))) for words, _ in sentences]
        self._own = {name: n for n, name in enumerate(self.frequent, 1)}
        self._note = {name: n for n, name in enumerate(self.notes)}

    def room(self, some: Sequence[int]) -> Room:
        """Return where the pieces of the sentences of a batch stand."""
        return Room([self._pieces[place][0] for place in some])

    def batch(self, part: Sequence[int], starts: Sequence[int]) -> tuple[torch.Tensor, ...]:
        """Return where words begin among the pieces of a batch (-1: nowhere), their numbers, and what is noted.

        `starts` are the places of the sentences of the part among the pieces. The last of what is returned is 1.0
        where there is a word.
        """
        longest = max(*WINDOWS, *(len(self.sentences[place][0]) for place in part))
        begun = torch.full((len(part), longest), -1)
        own = torch.zeros(len(part), longest, dtype=torch.long)
        notes, real = torch.zeros(len(part), len(self.notes)), torch.zeros(len(part), 1, longest)
        for row, (place, start) in enumerate(zip(part, starts, strict=True)):
            words, noted = self.sentences[place]
            own_starts = self._pieces[place][1]
            begun[row, : len(own_starts)] = torch.from_numpy(own_starts + start)
            own[row, : len(words)] = torch.tensor([self._own.get(word, 0) for word in words], dtype=torch.long)
            real[row, 0, : len(words)] = 1
            for name in noted:
                notes[row, self._note[name]] = NOTED
        return begun, own, notes, real


class Net(nn.Module):
    """A net as it is trained."""

    def __init__(self, texts: Texts, outputs: int) -> None:
        super().__init__()
        self.sense = nn.Linear(context.WIDTH, SENSE, bias=False)
        self.own = nn.Embedding(len(texts.frequent) + 1, OWN, padding_idx=0)
        nn.init.normal_(self.own.weight, 0, 0.1)
        self.own.weight.data[0] = 0
        width, answers = SENSE + OWN, len(WINDOWS) * ANSWERS + len(texts.notes)
        self.windows = nn.ModuleList([nn.Conv1d(width, ANSWERS, size, padding=size // 2) for size in WINDOWS])
        self.heed = nn.Linear(width, outputs, bias=False)
        self.worth, self.says = nn.Linear(width, WORTH), nn.Linear(WORTH, outputs, bias=False)
        self.head = nn.Linear(answers, outputs)
        nn.init.constant_(self.head.bias, -3)
        self.narrow = nn.Linear(answers, NARROW)
        self.around = nn.GRU(NARROW, MEMORY, bidirectional=True, batch_first=True)
        self.beside = nn.Linear(2 * MEMORY, outputs, bias=False)
        self.drop, self.drop_words = nn.Dropout(0.3), nn.Dropout(0.2)

    def alone(
        self, told: torch.Tensor, own: torch.Tensor, notes: torch.Tensor, real: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what each sentence tells by itself, and what its words say; `told` is what they mean in it."""
        x = self.drop_words(torch.cat([self.sense(told), self.own(own)], -1))
        heed = (self.heed(x) + LEAST * (1 - real.transpose(1, 2))).softmax(1)
        said = (heed * self.says(torch.tanh(self.worth(x)))).sum(1)
        x = x.transpose(1, 2)
        answers = [torch.relu(window(x)[:, :, : x.shape[2]]) * real for window in self.windows]
        return torch.cat([*(one.max(2).values for one in answers), notes], 1), said

    def forward(self, parts: Sequence[tuple[torch.Tensor, ...]], place: torch.Tensor, spans: list[int]) -> torch.Tensor:
        """Return the logits of the outputs; `place` says where in `parts` each sentence stands."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            read = [self.alone(*part) for part in parts]
            alone, said = (torch.cat(one)[place].float() for one in zip(*read, strict=True))
        told = torch.tanh(self.narrow(self.drop(alone)))
        padded = nn.utils.rnn.pad_sequence(torch.split(told, spans), batch_first=True)
        packed = nn.utils.rnn.pack_padded_sequence(padded, spans, batch_first=True, enforce_sorted=False)
        heard, _ = nn.utils.rnn.pad_packed_sequence(self.around(packed)[0], batch_first=True)
        around = torch.cat([row[:length] for row, length in zip(heard, spans, strict=True)])
        return self.head(self.drop(alone)) + self.beside(self.drop(around)) + said


def spans(rows: Sequence[Example]) -> list[list[int]]:
    """Return the sentences that hear of each other: those of an article, at most `SPAN`."""
    articles: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        articles.setdefault(row.article, []).append(place)
    return [all_of[a : a + SPAN] for all_of in articles.values() for a in range(0, len(all_of), SPAN)]


def batches(articles: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    """Yield the articles in batches of `BATCH` sentences or more."""
    found: list[list[int]] = []
    for article in articles:
        found.append(article)
        if sum(map(len, found)) >= BATCH:
            yield found
            found = []
    if found:
        yield found


def by_length(some: Sequence[int], sentences: Sequence[Words]) -> tuple[list[list[int]], torch.Tensor]:
    """Return the places in a batch in parts of like length, and where in these each stands."""
    order = sorted(range(len(some)), key=lambda k: len(sentences[some[k]][0]))
    size = -(-len(order) // PARTS)
    place = torch.empty(len(order), dtype=torch.long)
    place[torch.tensor(order)] = torch.arange(len(order))
    return [order[a : a + size] for a in range(0, len(order), size)], place


class Model(nn.Module):
    """The layers and the nets that read them, as they are trained together."""

    def __init__(self, texts: Texts, goals: Goals) -> None:
        super().__init__()
        self.texts = texts
        self.layers = Layers(minilm(), context.context())
        self.nets = nn.ModuleList([Net(texts, len(goals.outputs)) for _ in range(NETS)])

    def forward(self, batch: Sequence[Sequence[int]]) -> list[torch.Tensor]:
        """Return the logits that each net gives the sentences of articles, one behind the other."""
        some = [place for article in batch for place in article]
        room = self.texts.room(some)
        with torch.autocast("cpu", dtype=torch.bfloat16):  # half as fast again
            read = self.layers(room)
        senses = nn.functional.pad(read.float() / SPREAD, (0, 0, 0, 1))  # the last row is of no word
        rows, place = by_length(some, self.texts.sentences)
        starts = room.starts.tolist()
        parts = []
        for part in rows:
            begun, *others = self.texts.batch([some[k] for k in part], [starts[k] for k in part])
            parts.append((senses[begun], *others))
        return [net(parts, place, [*map(len, batch)]) for net in self.nets]


def train(rows: Sequence[Example], texts: Texts, goals: Goals) -> Model:
    """Return the fitted model; prints the loss.

    `PROCESSES` of one thread each read their own articles and share what they learn: threads of one would wait.
    """
    with TemporaryDirectory() as folder:
        start_processes(_learn, (rows, texts, goals, folder), nprocs=PROCESSES, start_method="fork")
        model = Model(texts, goals)
        model.load_state_dict(torch.load(Path(folder) / "model.pt"))
    return model.eval()


def _learn(number: int, rows: Sequence[Example], texts: Texts, goals: Goals, folder: str) -> None:
    """Learn as one of `PROCESSES`; the first writes what all of them learned."""
    torch.set_num_threads(1)
    torch.manual_seed(0)  # all begin alike
    distributed.init_process_group("gloo", f"file://{folder}/meet", rank=number, world_size=PROCESSES)
    model = Model(texts, goals)
    torch.manual_seed(number)  # each drops others
    articles, goal = spans(rows), torch.tensor([goals.of(row) for row in rows])
    steps = [len(turn(articles, epoch, number)) for epoch in range(EPOCHS)]
    layers, nets = [p for p in model.layers.parameters() if p.requires_grad], [*model.nets.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": layers, "weight_decay": LAYER_DECAY}, {"params": nets, "weight_decay": DECAY}]
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [LAYER_RATE, RATE], total_steps=sum(steps), pct_start=0.1, anneal_strategy="linear"
    )
    shared = DistributedDataParallel(model)
    begun, loss_of = time.monotonic(), nn.functional.binary_cross_entropy_with_logits
    shared.train()
    for epoch in range(EPOCHS):
        total, read = 0.0, 0
        for step, batch in enumerate(turn(articles, epoch, number)):
            some = goal[[place for article in batch for place in article]]
            counted = goals.counted(some)
            told = [(loss_of(logits, some, reduction="none") * counted).sum() / len(some) for logits in shared(batch)]
            loss = torch.stack(told).sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(layers, 1.0)
            nn.utils.clip_grad_norm_(nets, 5.0)
            optimizer.step()
            schedule.step()
            total, read = total + loss.item() * len(some) / NETS, read + len(some)
            if not number and (step % TOLD == 0 or step == steps[epoch] - 1):
                passed = time.monotonic() - begun
                print(f"round {epoch}, {step} of {steps[epoch]}: loss {total / read:.3f}, {passed:.0f} s", flush=True)
    if not number:
        torch.save(model.state_dict(), Path(folder) / "model.pt")
    distributed.destroy_process_group()


def turn(articles: Sequence[list[int]], epoch: int, number: int) -> list[list[list[int]]]:
    """Return the batches that one of `PROCESSES` reads in an epoch: as many as each other of them."""
    order = list(articles)
    random.Random(epoch).shuffle(order)  # noqa: S311 - an order, no secret
    read = [list(batches(order[first::PROCESSES])) for first in range(PROCESSES)]
    return read[number][: min(map(len, read))]


def write(target: Path, nets: Sequence[Net], texts: Texts, goals: Goals) -> None:
    """Write the encoder: matrices as whole numbers with a scale a row."""
    about = {
        "about": "convolutional nets over words; fitted by bench/fit_encoder.py",
        "nets": len(nets),
        "frequent": texts.frequent,
        "notes": texts.notes,
        "outputs": goals.outputs,
    }
    out: dict[str, Any] = {"about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)}

    def layer(name: str, made: torch.Tensor, bias: torch.Tensor) -> None:
        put(out, name, made.detach().numpy())
        out[name + "/bias"] = bias.detach().numpy().astype(np.float32)

    for number, net in enumerate(nets):
        put(out, f"{number}/sense", net.sense.weight.detach().numpy() / SPREAD)
        put(out, f"{number}/own", net.own.weight.detach().numpy())
        put(out, f"{number}/heed", net.heed.weight.detach().numpy())
        put(out, f"{number}/says", net.says.weight.detach().numpy())
        layer(f"{number}/worth", net.worth.weight, net.worth.bias)
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
    print(f"{target.name}: {len(texts.frequent)} words, {target.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Fit and write."""
    rows = examples()
    goals, texts = Goals(rows), Texts([row.words for row in rows], context.context().pieces)
    print(f"{len(rows)} sentences, {len(texts.frequent)} words, {len(goals.outputs)} outputs", flush=True)
    model = train(rows, texts, goals)
    write_layers({**minilm(), **model.layers.weights()})
    write(TARGET, list(model.nets), texts, goals)


if __name__ == "__main__":
    main()
