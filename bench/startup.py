"""`regraph --version` beside an empty typer program, in one run."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import timing

EMPTY = """
import typer
app = typer.Typer()
@app.callback(invoke_without_command=True)
def main(version: bool = typer.Option(False, "--version")) -> None:
    print("0")
app()
"""


def run() -> Iterator[str]:
    """Yield the ratio of the two start-up times."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "empty.py"
        program.write_text(EMPTY)
        empty = timing.command([sys.executable, str(program), "--version"])
        ours = timing.command([sys.executable, "-m", "regraph", "--version"])
    yield f"regraph --version {ours * 1000:.0f} ms, empty typer program {empty * 1000:.0f} ms, ratio {ours / empty:.2f}"
