"""A Markdown page in, its blocks of code out, and what it takes to run them like a reader would.

A fence says what it holds: `sh` and `console` are commands, `console` with what they print; `python`, `sparql`; a block
with `title="FILE"` is a file that the reader saves. A comment `<!-- no-run: REASON -->` on the line before leaves it
out. Blocks by indentation are commands where each of their lines, or the first with a `$`, is one of `regraph`; what
they print is shortened and not compared.
"""

import contextlib
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from regraph.cli.main import main

_FENCE: Final = re.compile(
    r"(?:^ *<!-- no-run: ([^\n]+) -->\n)?^( *)```([^\n`]*)\n(.*?)^\2```$", re.MULTILINE | re.DOTALL
)
_INDENTED: Final = re.compile(r"(?:^|\n\n)((?: {4}\S[^\n]*(?:\n|$)(?:\n(?= {4}))?)+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of code and where it stands."""

    page: str
    line: int
    kind: str
    info: str
    text: str
    why_not: str | None = None  # why it is not run, where it is not

    @property
    def title(self) -> str | None:
        """The file that it is saved as."""
        found = re.search(r'title="([^"]+)"', self.info)
        return found.group(1) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command line with what the page says that it prints."""

    line: str
    shown: str


def blocks(page: str, text: str) -> list[Block]:
    """Return the blocks of a page in their order."""
    found = []
    for one in _FENCE.finditer(text):
        why_not, indent, info, body = one.groups()
        lines = [line.removeprefix(indent) for line in body.splitlines()]
        kind = info.split()[0] if info.split() else ""
        place = text.count("\n", 0, one.start()) + 1
        found.append(Block(page=page, line=place, kind=kind, info=info, text="\n".join(lines), why_not=why_not))
    rest = _FENCE.sub(lambda one: re.sub(r"[^\n]", " ", one.group()), text)
    for one in _INDENTED.finditer(rest):
        lines = [line[4:] for line in one.group(1).splitlines() if line.strip()]
        ours = lines[0].startswith("$ regraph ") or all(line.startswith("regraph ") for line in lines)
        kind = "indented" if ours else "text"
        place = rest.count("\n", 0, one.start(1)) + 1
        found.append(Block(page=page, line=place, kind=kind, info="", text="\n".join(lines)))
    return sorted(found, key=lambda block: block.line)


def commands(block: Block) -> Iterator[Command]:
    """Yield the command lines of a block; a backslash at the end of a line carries it on."""
    text = block.text.replace("\\\n", " ")
    if block.kind != "console":
        lines = text.splitlines()
        with_output = lines[0].startswith("$ ")
        for line in lines:
            if line.strip() and not line.startswith("#") and line.startswith("$ ") == with_output:
                yield Command(line=line.removeprefix("$ ").strip(), shown="")
        return
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, _, shown = part.partition("\n")
        yield Command(line=line, shown=shown)


def run(line: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Run a line that begins with `regraph` in process, and what it is piped to in a shell; give code and output."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|")
    lexer.whitespace_split = True
    words = list(lexer)
    piped = words[words.index("|") + 1 :] if "|" in words else []
    words = words[: words.index("|")] if "|" in words else words
    out, code = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True), 0
    monkeypatch.setattr(sys, "argv", words)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    printed: bytes = out.buffer.getvalue()
    if piped and not code:
        done = subprocess.run(piped, input=printed, capture_output=True, check=False)
        code, printed = done.returncode, done.stdout
    return code, printed.decode("utf-8")


def agrees(shown: str, printed: str) -> bool:
    """Return whether a command printed what is shown; `…` stands for anything, and lines may break elsewhere.

    >>> agrees("2 rows … done", "2 rows\\n 1\\n 2\\ndone\\n"), agrees("3 rows … done", "2 rows done")
    (True, False)
    """
    parts = [re.escape(" ".join(part.split())) for part in shown.split("…")]
    return re.fullmatch(" ?" + " ?.*? ?".join(parts) + " ?", " ".join(printed.split())) is not None


def write_files(folder: Path, found: list[Block]) -> None:
    """Save the files that a page tells the reader to save."""
    for block in found:
        if block.title:
            folder.joinpath(block.title).write_text(block.text + "\n", encoding="utf-8")
