"""Files of fitted weights in, matrices out: whole numbers from -127 to 127 with a scale a row, in numpy's npz."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from regraph.errors import OntologyError

Array = np.ndarray[Any, np.dtype[Any]]  # of 32-bit floats
T = TypeVar("T")


def load(file: Path, read: Callable[[Mapping[str, Any]], T], script: str) -> T:
    """Return what `read` makes of a file of weights, which `script` writes.

    Raises: OntologyError where the file is broken.
    """
    try:
        with np.load(file) as data:
            return read(data)
    except (ValueError, KeyError, OSError) as error:
        raise OntologyError(f"{file}: no fitted weights ({error!r}); run {script}") from error


def about(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a file says of itself: the names of rows and outputs."""
    found: dict[str, Any] = json.loads(bytes(data["about"]).decode("utf-8"))
    return found


def matrix(data: Mapping[str, Any], name: str) -> Array:
    """Return a matrix with the scale of its rows."""
    return plain(data, name) * plain(data, name + "/scale")[:, None]


def plain(data: Mapping[str, Any], name: str) -> Array:
    """Return numbers that stand in a file as they are."""
    return np.asarray(data[name], dtype=np.float32)


def layer(data: Mapping[str, Any], name: str) -> tuple[Array, Array]:
    """Return what a row of inputs is multiplied with, and the bias."""
    return np.ascontiguousarray(matrix(data, name).T), plain(data, name + "/bias")


def sigmoid(logits: Array) -> Array:
    """Return the probabilities of logits."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)
