"""Bad input: one line on stderr that names it and says what to do, the documented code, nothing half-stored."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Outcome, Run


def empty(path: Path) -> None:
    path.write_bytes(b"")


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def huge(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"China suspended exports of tin. " * 32768)


def boilerplate(path: Path) -> None:
    path.write_text(
        "Share\nTweet\nPrint version\n\nViews: 248\n\nComments\n\nAdd a public comment...\nNo comments yet\n"
    )


def pdf_without_text(path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    with path.open("wb") as file:
        writer.write(file)


def broken_utf8(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00" + b"\xc3\x28\xa0\xa1" * 50 + b"\x00\x81\x8d")


def missing(path: Path) -> None:
    assert not path.exists()


def page_without_article(path: Path) -> None:
    path.write_text("<html><body><nav>Home</nav></body></html>")


BAD: list[tuple[str, Callable[[Path], None]]] = [
    ("empty.txt", empty),
    ("binary.txt", binary),
    ("huge.txt", huge),
    ("frame.txt", boilerplate),
    ("scan.pdf", pdf_without_text),
    ("broken.txt", broken_utf8),
    ("missing.txt", missing),
    ("page.html", page_without_article),
]


def one_line(outcome: Outcome, name: str) -> None:
    lines = outcome.err.strip().splitlines()
    assert any(name in line for line in lines), outcome.err
    assert "Traceback" not in outcome.err
    assert lines[-1].startswith("regraph: ")
    assert len(lines[-1]) < 400


@pytest.mark.parametrize(("name", "make"), BAD, ids=[name for name, _ in BAD])
def test_a_bad_file_is_refused_whole(run: Run, tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    path = tmp_path / name
    make(path)
    outcome = run("add", path)
    assert outcome.code == 1, outcome.err
    one_line(outcome, name)
    if (tmp_path / "store" / "format.json").exists():
        assert json.loads(run("info", "--json").out)["documents"] == 0


def test_keep_going_stores_the_others(run: Run, tmp_path: Path, article: Path) -> None:
    empty(tmp_path / "empty.txt")
    outcome = run("add", tmp_path / "empty.txt", article, "--keep-going")
    assert outcome.code == 5, outcome.err
    one_line(outcome, "empty.txt")
    assert json.loads(run("info", "--json").out)["documents"] == 1


def test_without_keep_going_the_first_bad_file_ends_it(run: Run, tmp_path: Path, article: Path) -> None:
    empty(tmp_path / "empty.txt")
    outcome = run("add", tmp_path / "empty.txt", article)
    assert outcome.code == 1
    assert run("info", "--json").code == 1  # a new place is left as it was: no store


def test_a_damaged_store(filled: Run, tmp_path: Path) -> None:
    (tmp_path / "store" / "format.json").write_text("{")
    outcome = filled("ask", "cobalt")
    assert outcome.code == 1
    one_line(outcome, "format.json")
    assert "regraph build" in outcome.err


def test_an_absent_store(run: Run) -> None:
    outcome = run("ask", "cobalt")
    assert outcome.code == 1
    assert "regraph build" in outcome.err


def test_a_sparql_syntax_error(filled: Run) -> None:
    outcome = filled("query", "-q", "SELECT * { ?s ?p")
    assert outcome.code == 2
    one_line(outcome, "the query")


def test_an_unknown_name_gets_suggestions(filled: Run) -> None:
    outcome = filled("ask", "which measures on kobalt are in force")
    assert outcome.code == 3
    assert "did you mean cobalt" in outcome.err
    outcome = filled("show", "gadolinum")
    assert outcome.code == 3
    assert "did you mean gadolinium" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("ask", "cobalt", "--on", "yesterday-ish"), 2, "--on"),
        (("ask", "cobalt", "--known-by", "2025-13-01"), 2, "--known-by"),
        (("ask", "measures-in-force"), 2, "material"),
        (("ask", "cobalt", "-p", "material"), 2, "name=value"),
        (("query",), 2, "one query"),
        (("query", "-q", "SELECT * {}", "--format", "yaml"), 2, "yaml"),
        (("query", "-q", "SELECT * {}", "--format", "ttl"), 2, "ttl"),
        (("query", "nowhere.rq"), 2, "nowhere.rq"),
        (("query", "-q", "SELECT * { ?s ?p ?o }", "-p", "x=1"), 2, "$x"),
        (("query", "-q", "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"), 2, "SERVICE"),
        (("query", "-q", "INSERT DATA { rg:a rg:b rg:c }"), 2, "reads only"),
        (("explain", "cobalt"), 3, "explain one of its own"),
        (("remove", "nothing.txt"), 3, "regraph documents"),
        (("no-such-command",), 2, "no-such-command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_misuse(filled: Run, arguments: tuple[str, ...], code: int, says: str) -> None:
    outcome = filled(*arguments)
    assert outcome.code == code, outcome.err
    assert says in outcome.err
    assert "Traceback" not in outcome.err


def test_a_query_past_its_time_limit_ends_with_124(tmp_path: Path, article: Path, filled: Run) -> None:
    import os
    import subprocess
    import sys

    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?l) }"
    command = [sys.executable, "-m", "regraph", "query", "-q", endless, "--timeout", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ}, check=False)
    assert done.returncode == 124, done.stderr
    assert "--timeout" in done.stderr
