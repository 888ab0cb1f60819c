"""The encoder of sentences: what it reads, how far sentences hear each other, and its file."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from regraph import passages
from regraph.errors import OntologyError
from regraph.extract import encoder, engine, likely
from regraph.extract.encoder import LONGEST, SPAN, WINDOWS, Encoder, Net, Unit, Words
from regraph.extract.weights import Array
from regraph.model import Document
from regraph.resources import path

SENSE = 6  # numbers of a word in its sentence
_KNOWN = [f"w{number}" for number in range(20)]


def net(dice: np.random.Generator, words: int, notes: int, outputs: int) -> Net:
    sense, own, answers, told, memory = 4, 3, 5, 4, 3
    width = sense + own

    def some(*shape: int) -> Array:
        return dice.normal(size=shape).astype(np.float32)

    def unit() -> Unit:
        return Unit((some(told, 3 * memory), some(3 * memory)), (some(memory, 3 * memory), some(3 * memory)))

    whole = len(WINDOWS) * answers + notes
    return Net(
        sense=some(SENSE, sense),
        own=np.concatenate([np.zeros((1, own), dtype=np.float32), some(words, own)]),
        windows=tuple((some(size * width, answers), some(answers)) for size in WINDOWS),
        heed=some(width, outputs),
        worth=(some(width, told), some(told)),
        says=some(told, outputs),
        head=(some(whole, outputs), some(outputs)),
        narrow=(some(whole, told), some(told)),
        units=(unit(), unit()),
        beside=some(2 * memory, outputs),
    )


@pytest.fixture
def made() -> Encoder:
    dice = np.random.default_rng(0)
    return Encoder(
        frequent={word: number for number, word in enumerate(_KNOWN[:10], 1)},
        notes={"r:body": 0, "l:stop": 1},
        outputs=("measure", "impact", "measure:lifted", "impact:shortage", "kind:tariff"),
        nets=tuple(net(dice, 10, 2, 5) for _ in range(2)),
    )


def senses_of(sentences: Sequence[Sequence[str]]) -> list[Array]:
    """Return senses that the words and their places alone decide."""
    return [
        np.array(
            [
                np.random.default_rng([place, len(word), ord(word[-1])]).normal(size=SENSE)
                for place, word in enumerate(words)
            ],
            dtype=np.float32,
        )
        for words in sentences
    ]


def probabilities(made: Encoder, sentences: list[Words]) -> Array:
    return np.array([told for told, _ in made.answers(sentences, senses_of)])


def slowly(made: Encoder, sentences: list[Words]) -> Array:
    """Return what the nets answer, worked out window by window and sentence by sentence."""
    logits = []
    for one in made.nets:
        senses = senses_of([words for words, _ in sentences])
        alone = np.array([by_itself(made, one, *each) for each in zip(sentences, senses, strict=True)])
        told = np.tanh(alone @ one.narrow[0] + one.narrow[1])
        heard = np.concatenate([remembered(one.units[0], told), remembered(one.units[1], told[::-1])[::-1]], 1)
        said = np.array([word_by_word(made, one, *each) for each in zip(sentences, senses, strict=True)])
        logits.append(alone @ one.head[0] + one.head[1] + heard @ one.beside + said)
    return np.asarray(1 / (1 + np.exp(-np.mean(logits, 0))))


def rows_of(made: Encoder, one: Net, words: Sequence[str], senses: Array) -> list[Array]:
    own = [one.own[made.frequent.get(word, 0)] for word in words]
    return [np.concatenate([sense @ one.sense, mine]) for sense, mine in zip(senses, own, strict=True)]


def word_by_word(made: Encoder, one: Net, sentence: Words, senses: Array) -> list[float]:
    """Return the mean of what the words say to each output, in weights of its own that add up to one."""
    rows = rows_of(made, one, sentence[0], senses)
    said = []
    for output in range(len(made.outputs)):
        shares = np.exp([row @ one.heed[:, output] for row in rows])
        values = [np.tanh(row @ one.worth[0] + one.worth[1]) @ one.says[:, output] for row in rows]
        said.append(float(np.average(values, weights=shares)))
    return said


def by_itself(made: Encoder, one: Net, sentence: Words, senses: Array) -> list[float]:
    words, notes = sentence
    rows = rows_of(made, one, words, senses)
    told: list[float] = []
    for size, (weights, bias) in zip(WINDOWS, one.windows, strict=True):
        answers = []
        for place in range(len(rows)):
            inside = range(place - size // 2, place - size // 2 + size)
            empty = np.zeros_like(rows[0])
            seen = np.concatenate([rows[at] if 0 <= at < len(rows) else empty for at in inside])
            answers.append(np.maximum(seen @ weights + bias, 0))
        told += list(np.max(answers, 0))
    return [*told, *(0.5 * (name in notes) for name in made.notes)]


def remembered(unit: Unit, told: Array) -> Array:
    """Return the memory of a gated recurrent unit after each row, gate by gate (Cho et al. 2014)."""
    size = len(unit.kept[0])
    memory, out = np.zeros(size), []
    for row in told:
        ours, kept = row @ unit.told[0] + unit.told[1], memory @ unit.kept[0] + unit.kept[1]
        reset = 1 / (1 + np.exp(-(ours[:size] + kept[:size])))
        update = 1 / (1 + np.exp(-(ours[size : 2 * size] + kept[size : 2 * size])))
        new = np.tanh(ours[2 * size :] + reset * kept[2 * size :])
        memory = (1 - update) * new + update * memory
        out.append(memory)
    return np.array(out)


def sentences_of(count: int) -> list[Words]:
    dice = random.Random(count)  # noqa: S311 - repeatable sentences, no secret
    return [
        (
            tuple(dice.choice([*_KNOWN, "unknown"]) for _ in range(dice.choice([1, 2, 3, 9, 30]))),
            tuple(dice.sample(["r:body", "l:stop", "l:other"], dice.randrange(3))),
        )
        for _ in range(count)
    ]


@pytest.mark.parametrize("count", [1, 2, 25, SPAN])
def test_a_document_is_read_as_the_nets_are_written_down(made: Encoder, count: int) -> None:
    sentences = sentences_of(count)
    found = probabilities(made, sentences)
    assert found == pytest.approx(slowly(made, sentences), abs=1e-5)


def test_a_sentence_hears_those_around_it_and_none_that_is_far(made: Encoder) -> None:
    sentences = sentences_of(2 * SPAN + 7)
    found = probabilities(made, sentences)
    for first in range(0, len(sentences), SPAN):
        part = sentences[first : first + SPAN]
        assert found[first : first + SPAN] == pytest.approx(slowly(made, part), abs=1e-5)
    alone = np.array([probabilities(made, [sentence])[0] for sentence in sentences])
    assert np.abs(found - alone).max() > 0.01


def test_names_times_and_numbers_stand_as_their_kinds() -> None:
    text = "Congo's mines ministry banned 40 exports of cobalt on 22 February 2025."
    document = Document(id="0" * 16, text=text, name="t.txt", sha256="", published="2025-02-24")
    read = engine.read(document, passages.split(document), words=False)
    assert read is not None
    words, notes = encoder.words_of(read.sentences[0], read.names[0], read.times[0], ("u:ban", "l:stop", "r:body"))
    assert "banned" in words
    assert "<time>" in words
    assert "<material>" in words
    assert "<n>" in words
    assert not {"cobalt", "february", "congo", "40"} & {*words}
    assert notes == ("l:stop", "r:body")


def test_each_token_stands_in_a_word_that_is_read() -> None:
    text = (
        "Congo's mines ministry banned exports of cobalt on 22 February 2025, " + "and so on " * LONGEST + "in Congo."
    )
    document = Document(id="0" * 16, text=text, name="t.txt", sha256="", published="2025-02-24")
    read = engine.read(document, passages.split(document), words=False)
    assert read is not None
    about = read.sentences[0], read.names[0], read.times[0]
    words, places = encoder.placed(*about)
    assert tuple(words) == encoder.words_of(*about)[0]
    by_token = dict(zip([token.text for token in read.sentences[0].tokens], places, strict=True))
    assert words[by_token["banned"]] == "banned"
    assert words[by_token["cobalt"]] == "<material>"
    assert words[by_token["2025"]] == words[by_token["February"]] == "<time>"
    assert by_token["."] == -1
    assert max(places) == LONGEST - 1


def test_no_sentences_no_answers() -> None:
    assert encoder.read([]) == []


def test_the_fitted_encoder_knows_the_labels_of_the_schema() -> None:
    made = encoder.encoder()
    types = {name for name in made.outputs if ":" not in name}
    assert types <= set(likely.SORTED_BY)
    assert {name.partition(":")[0] for name in made.outputs if ":" in name} == {*types, "kind"}
    told = encoder.read([(("<actor:state>", "banned", "exports", "of", "<material>", "."), ("r:body",))])[0]
    assert max((value, name) for name, value in told.labels.items())[1] == "measure:introduced"
    assert told.kinds["export_ban"] > told.kinds["tariff"]


def test_what_words_mean_comes_with_the_answers_of_their_sentence(made: Encoder) -> None:
    sentences = sentences_of(SPAN + 3)
    for (words, _), (_, senses) in zip(sentences, made.answers(sentences, senses_of), strict=True):
        assert senses == pytest.approx(senses_of([words])[0])


def test_the_models_are_small_and_say_where_they_come_from() -> None:
    files = {name: path("ontology", "frames", f"{name}.npz") for name in ("context", "pieces", "encoder", "fillers")}
    sizes = [file.stat().st_size for file in (*files.values(), path("ontology", "frames", "likely.json"))]
    assert max(sizes) < 7_000_000
    assert sum(sizes) < 15_000_000
    for name, file in files.items():
        with np.load(file) as data:
            script = f"fit_{name}" if name in ("encoder", "fillers") else "fit_context"
            assert f"bench/{script}.py" in json.loads(bytes(data["about"]).decode("utf-8"))["about"]


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "encoder.npz"
    broken.write_bytes(b"no archive")
    with pytest.raises(OntologyError, match=r"encoder\.npz"):
        encoder.load(broken)
