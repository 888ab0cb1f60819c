"""What words mean in their sentence: the layers as they are written down, word pieces, ends, broken files."""

from pathlib import Path

import numpy as np
import pytest

from regraph.errors import OntologyError
from regraph.extract import context
from regraph.extract.context import HEADS, LONGEST, WIDTH, Context, Layer, Pieces
from regraph.extract.weights import Array
from regraph.resources import path

_PIECES = ["[UNK]", "[CLS]", "[SEP]", "ban", "##ned", "ores", "e", "##x", "##port", "%", "china", "they"]


@pytest.fixture(scope="module")
def made() -> Context:
    dice = np.random.default_rng(0)

    def some(*shape: int) -> Array:
        return (dice.normal(size=shape) / 20).astype(np.float32)

    def norm() -> tuple[Array, Array]:
        return 1 + some(WIDTH), some(WIDTH)

    layers = tuple(
        Layer(
            asked=(some(WIDTH, 3 * WIDTH), some(3 * WIDTH)),
            answer=(some(WIDTH, WIDTH), some(WIDTH)),
            heard=norm(),
            wide=(some(WIDTH, 4 * WIDTH), some(4 * WIDTH)),
            narrow=(some(4 * WIDTH, WIDTH), some(WIDTH)),
            told=norm(),
        )
        for _ in range(2)
    )
    pieces = Pieces({name: row for row, name in enumerate(_PIECES)})
    return Context(pieces, some(len(_PIECES), WIDTH), some(LONGEST, WIDTH), norm(), layers)


def slowly(made: Context, pieces: list[int]) -> Array:
    """Return the pieces of one sentence after all layers, head by head and piece by piece (Vaswani et al. 2017)."""
    size = WIDTH // HEADS
    x = normal(made.vectors[pieces] + made.places[: len(pieces)], made.norm)
    for layer in made.layers:
        query, key, value = np.split(x @ layer.asked[0] + layer.asked[1], 3, axis=1)
        heard = np.zeros_like(x)
        for head in range(HEADS):
            own = slice(head * size, (head + 1) * size)
            for row in range(len(x)):
                looks = np.exp([query[row, own] @ other[own] / size**0.5 for other in key])
                heard[row, own] = sum(look * other[own] for look, other in zip(looks / looks.sum(), value, strict=True))
        x = normal(x + heard @ layer.answer[0] + layer.answer[1], layer.heard)
        wide = x @ layer.wide[0] + layer.wide[1]
        x = normal(x + wide / (1 + np.exp(-1.702 * wide)) @ layer.narrow[0] + layer.narrow[1], layer.told)
    return x


def normal(x: Array, scale: tuple[Array, Array]) -> Array:
    return np.asarray((x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True) * scale[0] + scale[1])


def test_layers_are_read_as_they_are_written_down(made: Context) -> None:
    found = made.vectors_of([("<actor:state>", "banned", "exports", "%")])[0]
    pieces = ["[CLS]", "china", "ban", "##ned", "[UNK]", "%", "[SEP]"]
    whole = slowly(made, [made.pieces.rows[name] for name in pieces])
    assert found == pytest.approx(whole[[1, 2, 4, 5]], abs=1e-4)  # the first piece of each word


def test_sentences_do_not_hear_each_other(made: Context) -> None:
    sentences = [("banned", "ores"), (), ("they", "export", "ores", "%"), ("ban",)]
    together = made.vectors_of(sentences)
    assert [len(found) for found in together] == [2, 0, 4, 1]
    for sentence, found in zip(sentences, together, strict=True):
        assert found == pytest.approx(made.vectors_of([sentence])[0], abs=1e-5)


def test_a_word_hears_its_sentence(made: Context) -> None:
    one, other = made.vectors_of([("ban", "ores"), ("ban", "%")])
    assert np.abs(one[0] - other[0]).max() > 0.01


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("banned", ["ban", "##ned"]),
        ("export", ["e", "##x", "##port"]),
        ("zinc", ["[UNK]"]),
        ("ban-ores", ["ban", "[UNK]", "ores"]),
        ("Ōres".lower(), ["ores"]),
        ("<actor:state>", ["china"]),
        ("<actor:coref>", ["they"]),
        ("", ["[UNK]"]),
    ],
)
def test_words_are_cut_into_the_longest_pieces(made: Context, word: str, pieces: list[str]) -> None:
    assert [_PIECES[row] for row in made.pieces.cut(word)] == pieces


def test_what_is_too_long_is_not_read(made: Context) -> None:
    found = made.vectors_of([("banned",) * LONGEST])[0]
    read = (LONGEST - 2) // 2
    assert np.abs(found[: read - 1]).min(axis=0).max() > 0
    assert not found[read:].any()


def test_the_fitted_model_tells_senses_apart() -> None:
    fitted = context.context()
    ban, other, far = (one[2] for one in fitted.vectors_of([
        ("china", "may", "curb", "exports"), ("china", "may", "restrict", "exports"), ("china", "may", "hail", "exports")
    ]))  # fmt: skip

    def like(a: Array, b: Array) -> float:
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert like(ban, other) > like(ban, far)


def test_no_word_of_english_is_beyond_it() -> None:
    fitted = context.context()
    unknown = fitted.pieces.rows["[UNK]"]
    words = "safeguard moratorium beneficiation ferrochrome praseodymium antidumping chokepoint xylophone".split()
    assert not [word for word in words if unknown in fitted.pieces.cut(word)]


@pytest.mark.parametrize("broken", ["context.npz", "pieces.npz"])
def test_a_broken_file_is_named(broken: str, tmp_path: Path) -> None:
    files = {name: path("ontology", "frames", name) for name in ("context.npz", "pieces.npz")}
    files[broken] = tmp_path / broken
    files[broken].write_bytes(b"no archive")
    with pytest.raises(OntologyError, match=broken):
        context.load(files["context.npz"], files["pieces.npz"])
