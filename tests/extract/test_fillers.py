"""Which field of which act a word may fill: the layers as they are written down, what they know, and their file."""

from pathlib import Path

import numpy as np
import pytest

from regraph.errors import OntologyError
from regraph.extract import encoder, fillers, options
from regraph.extract.fillers import Fillers

SENSE, TOLD, WIDTH = 5, 3, 4


def test_a_word_is_looked_at_with_what_its_sentence_tells() -> None:
    dice = np.random.default_rng(0)
    first, bias = dice.normal(size=(SENSE + TOLD, WIDTH)), dice.normal(size=WIDTH)
    last, shift = dice.normal(size=(WIDTH, 2)), dice.normal(size=2)
    made = Fillers(("measure:imposer", "measure:date"), (first, bias), (last, shift))
    senses, told = dice.normal(size=(7, SENSE)), np.array([0.5, 0.0, 0.9])
    logits = [0.0, np.log(1e-4 / (1 - 1e-4)) / 4, np.log(9.0) / 4]
    found = made.logits(senses, told)
    assert found.shape == (7, 2)
    for sense, row in zip(senses, found, strict=True):
        whole = [*sense, *logits]
        middle = [max(0.0, sum(x * first[i, k] for i, x in enumerate(whole)) + bias[k]) for k in range(WIDTH)]
        assert row == pytest.approx(np.array(middle) @ last + shift, abs=1e-5)


def test_the_fitted_layers_know_who_acts_and_on_what() -> None:
    sentence = ("<actor:state>", "banned", "exports", "of", "<material>", "to", "<actor:state>", "on", "<time>", ".")
    names, roles = fillers.fillers().names, encoder.read([(sentence, ("r:body",))])[0].roles
    assert roles is not None
    assert {*names} == {f"{made}:{name}" for made, fields in options.ASKED.items() for name in fields}
    by_name = dict(zip(names, roles.T, strict=True))
    assert by_name["measure:imposer"][0] > 0 > by_name["measure:imposer"][6]
    assert by_name["measure:target"][6] > by_name["measure:target"][0]
    assert by_name["measure:goods"][4] > 0
    assert by_name["measure:date"][8] > 0 > by_name["measure:until"][8]


def test_a_word_fills_nothing_where_nothing_is_told() -> None:
    sentence = ("<actor:state>", "won", "the", "football", "match", "on", "<time>", ".")
    roles = encoder.read([(sentence, ("r:body",))])[0].roles
    assert roles is not None
    assert roles.max() < 0


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "fillers.npz"
    broken.write_bytes(b"no archive")
    with pytest.raises(OntologyError, match=r"fillers\.npz"):
        fillers.load(broken)
