"""Labelled articles in, `ontology/frames/fillers.npz` out: which field of which act a word may fill.

What `regraph.extract.fillers` reads. A name fills a field of a gold claim where the gold has what it stands for in that
field: in the sentences of the evidence, or, where none of these names it, in the nearest one that does. Of goods and
actors that are no names to the rules, the words fill it that the gold has. Learned from `dev` and `learned` of
tests/cases/articles; what it is worth on `judged` is printed.

    python -m bench.fit_fillers      five minutes on two cores; after `python -m bench.fit_encoder`

Needs the group `fit` of pyproject.toml. Deterministic on one machine: seeds are fixed.
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import Pool
from typing import Any, Final

import numpy as np
import torch
from sklearn.metrics import average_precision_score
from torch import nn

from bench.fitting import JUDGED, LEARNED, RIGHT, ROOT, Article, articles, put, right
from regraph import evaluate, passages
from regraph.extract import context, encoder, engine, likely, options
from regraph.extract.fillers import inputs
from regraph.extract.named import GOODS, Place, Spot, Text, sort_of
from regraph.ids import slug
from regraph.model import Document

TARGET = ROOT / "ontology" / "frames" / "fillers.npz"
WIDTH, DROPPED = 128, 0.2
ROUNDS, BATCH, RATE, DECAY = 3, 1024, 2e-3, 0.01


@dataclass(slots=True)
class Open:
    """A word: as what sorts of things it may be named, and which roles the gold gives it."""

    sorts: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


Roles = dict[int, Open]  # by the place of a word in its sentence

NAMES: Final = tuple(f"{made}:{name}" for made, fields in options.ASKED.items() for name in fields)
ALIKE: Final = 0.6  # agreement of words with a value of the gold, from which on they are what it means


def roles_of(document: Document, read: engine.Read, gold: Sequence[Mapping[str, Any]]) -> dict[int, Roles]:
    """Return the roles of the words of an article, by sentence."""
    offered = engine.offered(document, read)
    spots = [spot for found in offered.spots.values() for spot in found if spot.word >= 0]
    places = [Place(*about, None) for about in zip(read.sentences, read.names, read.times, strict=True)]
    out: dict[int, Roles] = {place.sentence.index: {} for place in places}
    for spot in spots:
        out[spot.sentence].setdefault(spot.word, Open()).sorts.add(spot.sort)
    for place in places:
        for number in range(len(place.starts)):
            if place.plain(number):
                out[place.sentence.index].setdefault(place.places[number], Open()).sorts.update(("goods", "actor"))
    for claim in gold:
        for name in options.ASKED[claim["type"]]:
            for sentence, word in (*_filling(offered, spots, name, claim), *_meant(places, spots, name, claim)):
                out[sentence].setdefault(word, Open()).names.add(f"{claim['type']}:{name}")
    return out


def _inside(sentences: Sequence[Any], claim: Mapping[str, Any]) -> list[int]:
    """Return the sentences of the evidence of a claim."""
    start, end = claim["evidence"]["start"], claim["evidence"]["end"]
    return [s.index for s in sentences if min(end, s.end) > max(start, s.start)]


def _filling(text: Text, spots: Sequence[Spot], name: str, claim: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Yield the sentence and word of the names that fill a field of a claim."""
    inside = _inside(text.sentences, claim)
    if not inside:
        return
    first, last = inside[0], inside[-1]
    told: dict[str, bool] = {}
    found = []
    for spot in spots:
        if sort_of(name) != spot.sort or not first - options.BEFORE <= spot.sentence <= last + options.AFTER:
            continue
        value, kind = options.value_of(spot, name)
        if value and (name != "material" or kind == "material"):
            if value not in told:
                told[value] = right(name, value, claim)
            if told[value]:
                found.append((max(first - spot.sentence, spot.sentence - last, 0), spot))
    nearest = min((gap for gap, _ in found), default=0)
    yield from ((spot.sentence, spot.word) for gap, spot in found if gap == nearest)


def _meant(
    places: Sequence[Place], spots: Sequence[Spot], name: str, claim: Mapping[str, Any]
) -> Iterator[tuple[int, int]]:
    """Yield the sentence and words that the gold means in a field and that are no name."""
    sort = sort_of(name)
    if sort not in ("goods", "actor") or name == "material":
        return
    values = (
        [value for one in ("materials", "items") for value in claim.get(one, ())]
        if name == GOODS
        else claim.get(name, ())
    )
    inside = _inside([place.sentence for place in places], claim)
    for value in [values] if isinstance(values, str) else values:
        known = [spot.value for spot in spots if spot.sentence in inside and spot.sort == sort]
        if any(_alike(name, value, other) >= RIGHT for other in known):
            continue
        words = {part.removesuffix("s") for part in value.split("-")}
        for place in (places[number] for number in inside):
            tokens = place.sentence.tokens
            for start, end in place.runs(sort, lambda k: tokens[k].lower.removesuffix("s") in words):  # noqa: B023
                if _alike(name, value, slug(" ".join(token.text for token in tokens[start:end]))) >= ALIKE:
                    yield from (
                        (place.sentence.index, place.places[k]) for k in range(start, end) if place.places[k] >= 0
                    )


def _alike(name: str, wanted: str, given: str) -> float:
    return evaluate.agreement("things" if name == GOODS else name, [wanted], [given])


@dataclass(slots=True)
class Words:
    """Words that may name something: what the layers look at, which roles are open to them, which they have."""

    inputs: np.ndarray  # (words, numbers)
    open: np.ndarray  # (words, names)
    goal: np.ndarray  # (words, names)


def words_of(article: Article) -> Words | None:
    """Return the words of an article."""
    _, document, gold = article
    read = engine.read(document, passages.split(document), words=False)
    if read is None:
        return None
    sentences = list(zip(read.sentences, read.names, read.times, strict=True))
    heard = encoder.encoder().answers(
        [encoder.words_of(*one, likely.features(*one)) for one in sentences], context.context().vectors_of
    )
    roles = roles_of(document, read, gold)
    looked: list[np.ndarray] = []
    opened, goal = [], []
    for (sentence, _, _), (told, senses) in zip(sentences, heard, strict=True):
        around = inputs(told)
        for word, own in roles[sentence.index].items():
            looked.append(np.concatenate([senses[word], around]).astype(np.float16))
            opened.append([name in own.names or sort_of(name.partition(":")[2]) in own.sorts for name in NAMES])
            goal.append([name in own.names for name in NAMES])
    return Words(np.array(looked), np.array(opened), np.array(goal)) if looked else None


def gathered(names: Sequence[str]) -> Words:
    """Return the words of all articles of some sets."""
    with Pool() as pool:
        found = [words for words in pool.imap(words_of, articles(names), chunksize=20) if words is not None]
    return Words(*(np.concatenate([getattr(words, part) for words in found]) for part in ("inputs", "open", "goal")))


def train(words: Words) -> nn.Sequential:
    """Return the fitted layers; prints the loss."""
    torch.manual_seed(0)
    numbers, names = words.inputs.shape[1], len(NAMES)
    net = nn.Sequential(
        nn.Dropout(DROPPED / 2), nn.Linear(numbers, WIDTH), nn.ReLU(), nn.Dropout(DROPPED), nn.Linear(WIDTH, names)
    )
    nn.init.constant_(net[-1].bias, -4)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = -(-len(words.inputs) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=ROUNDS * steps, pct_start=0.1)
    begun, dice = time.monotonic(), np.random.default_rng(0)
    for turn in range(ROUNDS):
        total = 0.0
        for some in np.array_split(dice.permutation(len(words.inputs)), steps):
            x, goal, counted = (
                torch.from_numpy(part[some].astype(np.float32)) for part in (words.inputs, words.goal, words.open)
            )
            loss = nn.functional.binary_cross_entropy_with_logits(net(x), goal, weight=counted, reduction="sum")
            optimizer.zero_grad()
            (loss / len(some)).backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"round {turn}: loss {total / words.open.sum():.4f}, {time.monotonic() - begun:.0f} s", flush=True)
    return net.eval()


def check(name: str, net: nn.Sequential, words: Words) -> None:
    """Print how well the layers know the roles of words, and how sure they are of it."""
    with torch.no_grad():
        parts = np.array_split(words.inputs, 1 + len(words.inputs) // BATCH)
        logits = np.concatenate([net(torch.from_numpy(part.astype(np.float32))).numpy() for part in parts])
    told, goal = logits[words.open], words.goal[words.open]
    loss = np.mean(np.logaddexp(0, told) - goal * told)
    print(f"{name}: average precision {average_precision_score(goal, told):.3f}, loss {loss:.4f}", flush=True)


def write(net: nn.Sequential) -> None:
    """Write the layers: matrices as whole numbers with a scale a row."""
    about = {"about": "which field a word may fill; fitted by bench/fit_fillers.py", "names": NAMES}
    out: dict[str, Any] = {"about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)}
    for name, layer in (("first", net[1]), ("last", net[4])):
        put(out, name, layer.weight.detach().numpy())
        out[name + "/bias"] = layer.bias.detach().numpy().astype(np.float32)
    np.savez_compressed(TARGET, **out)
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Fit, write, and print what it is worth on articles that it has not seen."""
    words = gathered(LEARNED)
    print(f"{len(words.inputs)} words, {int(words.goal.sum())} roles", flush=True)
    net = train(words)
    write(net)
    check("of those learned from", net, Words(*(part[::20] for part in (words.inputs, words.open, words.goal))))
    check("of others", net, gathered(JUDGED))


if __name__ == "__main__":
    main()
