"""What a careful user trips over: broken pipes, misspelt columns, places where nothing was stored, long answers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from regraph import pipeline
from regraph.cli.answering import shortened
from regraph.cli.main import app
from regraph.errors import LoadError
from regraph.load.tables import tables
from regraph.questions import END_OF_TIME, Answer, Row, find
from regraph.store import JUDGEMENTS, Store
from tests.made_world import MEASURES

REGRAPH = [sys.executable, "-m", "regraph"]


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments))
    error = done.exception
    code = getattr(error, "exit_code", done.exit_code) if error else done.exit_code
    return code, done.stdout, done.stderr + (str(error) if error else "")


@pytest.mark.parametrize("command", ["questions", "questions --json", "--help"])
def test_a_reader_that_goes_away_is_no_failure(command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [*REGRAPH, *command.split()], stdout=writer, stderr=subprocess.PIPE, text=True, check=False
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "id,title,imposer,kind,material\nx,X,MM,export_ban,tin\n", "a.csv:2: material: is no column"),
        ("b.jsonl", '{"id": "x", "imposer": "MM", "kind": "export_ban", "efective": "2025"}\n', "b.jsonl:1: efective"),
        (
            "c.jsonl",
            '{"id": "x", "imposer": "MM", "kind": "export_ban", "changes": [{"acton": "lifted"}]}\n',
            "c.jsonl:1: changes: acton: is not known there",
        ),
        ("d.csv", "id,title,parties,dates\nx,X,MM,2025\n", "d.csv:2: dates: is no column"),
    ],
)
def test_a_misspelt_column_is_an_error(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        list(tables(tmp_path / name))
    assert said in str(caught.value)
    assert ("materials" in str(caught.value)) == (name[0] in "ab")


def test_columns_of_ones_own_begin_with_x(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("id,title,imposer,kind,announced,x_clerk\nx,X,MM,export_ban,2025-01-01,Ada\n", encoding="utf-8")
    assert len(list(tables(table))) == 1


@pytest.mark.parametrize("folder", [False, True])
def test_a_failed_add_leaves_nothing_behind(tmp_path: Path, folder: bool) -> None:
    (tmp_path / "empty.txt").write_text("")
    place = tmp_path / "store"
    if folder:
        place.mkdir()
        (place / JUDGEMENTS).write_text('{"left": "a", "right": "b", "same": true}\n', encoding="utf-8")
    run("add", str(tmp_path / "empty.txt"), "--store", str(place))
    assert [entry.name for entry in place.glob("*")] == ([JUDGEMENTS] if folder else [])
    assert place.exists() == folder


def test_a_failed_add_leaves_an_old_store_and_a_strange_folder_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "measures.csv").write_text(MEASURES, encoding="utf-8")
    old, strange = tmp_path / "old", tmp_path / "strange"
    pipeline.build(old, [tmp_path / "measures.csv"])
    strange.mkdir()
    (strange / "lock").write_text("mine")
    (strange / "letter.txt").write_text("mine")
    for place in (old, strange):
        assert run("add", str(tmp_path / "empty.txt"), "--store", str(place))[0] != 0
    with Store.open(old) as store:
        assert any("/document/" in graph for graph in store.graphs())
    assert (strange / "lock").read_text() == "mine"


def test_an_export_of_nothing_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "measures.csv").write_text(MEASURES, encoding="utf-8")
    place = tmp_path / "store"
    pipeline.build(place, [tmp_path / "measures.csv"])
    out = tmp_path / "out.ttl"
    code, _, said = run("export", "--store", str(place), "--since", "2090", "-o", str(out))
    assert (code, out.exists()) == (3, False)
    assert "no document was published on 2090-01-01 or later" in said
    assert run("export", "--store", str(place), "--since", "2000", "-o", str(out))[0] == 0


def test_a_store_error_speaks_no_errno(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, _, said = run("info", "--store", str(tmp_path / "file" / "store"))
    assert code != 0
    assert "Errno" not in said
    with pytest.raises(Exception, match="not a directory") as caught:
        Store.open(tmp_path / "file" / "store", write=True)
    assert "Errno" not in str(caught.value)


def test_a_long_answer_shows_the_newest_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    question = find("open-promises")
    rows = tuple(Row(values={"date": day}) for day in ("2024", "2025-11-01", None, "2025-10"))
    found = Answer(question=question, on=END_OF_TIME, known_by=END_OF_TIME, rows=rows)
    assert [row.values["date"] for row in shortened(found, 2).rows] == ["2025-11-01", "2025-10"]
    assert "2 of 4 rows, the newest: --all shows all of them" in capsys.readouterr().err
    assert shortened(found, 4) is shortened(found, None) is found
    assert capsys.readouterr().err == ""
