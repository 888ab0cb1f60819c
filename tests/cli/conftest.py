"""The command line in process: arguments in, exit code and both streams out."""

import contextlib
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from regraph.cli.main import main

ARTICLE = """\
Kinshasa halts cobalt exports for four months

KINSHASA, Feb 24 2025 - The Democratic Republic of Congo suspended exports of cobalt for four months on 22 February
2025 to curb oversupply, the regulator ARECOMS said on Monday.

The Congo produced 76% of the world's cobalt last year.
"""


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


class _Bytes(io.TextIOWrapper):
    """A text stream over bytes, as the real stdout is."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def text(self) -> str:
        return self.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a function that runs `regraph` with a store of its own."""
    monkeypatch.setenv("REGRAPH_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: str | Path, stdin: str = "") -> Outcome:
        out, err = _Bytes(), _Bytes()
        monkeypatch.setattr(sys, "argv", ["regraph", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        code = 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
            except SystemExit as stop:
                code = stop.code if isinstance(stop.code, int) else int(bool(stop.code))
        return Outcome(code=code, out=out.text(), err=err.text())

    return call


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Return a small article with one measure."""
    path = tmp_path / "cobalt.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def filled(run: Run, article: Path) -> Run:
    """Return `run` on a store that holds the article."""
    outcome = run("add", article)
    assert outcome.code == 0, outcome.err
    return run
