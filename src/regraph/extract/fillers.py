"""What the words of a sentence mean and what it tells in, which field of which act each word may fill out.

In "<state> banned exports of <material>" the state is who imposes and the material what is covered, in whatever words
the ban is told: semantic roles (Gildea and Jurafsky 2002, "Automatic Labeling of Semantic Roles"). Two layers look at
what a word means where it stands (`context`) and at what the encoder hears in its sentence. `options` weighs what they
say of names; words that no list knows are offered where they are heard (`named`). `bench/fit_fillers.py` fits them;
their weights are whole numbers from -127 to 127 with a scale a row, in `ontology/frames/fillers.npz`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from regraph.extract import weights
from regraph.extract.weights import Array
from regraph.resources import path

_LEAST: Final = 1e-4  # probability of what the encoder rules out


@dataclass(frozen=True, slots=True)
class Fillers:
    """The fitted layers."""

    names: tuple[str, ...]  # of the roles: a type and its field, "measure:imposer"
    first: tuple[Array, Array]  # (numbers of a sense and of what is told, width), bias
    last: tuple[Array, Array]  # (width, names), bias

    def logits(self, senses: Array, told: Array) -> Array:
        """Return the logits (words, names); `told` are the probabilities of the outputs of the encoder."""
        sense = senses.shape[1]
        middle = senses @ self.first[0][:sense] + inputs(told) @ self.first[0][sense:] + self.first[1]
        return np.asarray(np.maximum(middle, 0) @ self.last[0] + self.last[1])


def inputs(told: Array) -> Array:
    """Return probabilities as the layers look at them: logits, in the size of a sense."""
    kept = np.clip(told, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(kept / (1 - kept)) / 4, dtype=np.float32)


@cache
def fillers() -> Fillers:
    """Return the fitted layers.

    Raises: OntologyError where their file is broken.
    """
    return load(path("ontology", "frames", "fillers.npz"))


def load(file: Path) -> Fillers:
    """Return the layers of a file.

    Raises: OntologyError where the file is broken.
    """
    return weights.load(file, _read, "bench/fit_fillers.py")


def _read(data: Mapping[str, Any]) -> Fillers:
    names = weights.about(data)["names"]
    return Fillers(tuple(names), weights.layer(data, "first"), weights.layer(data, "last"))
