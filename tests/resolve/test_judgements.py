"""The file of judgements: read, appended, never rewritten; broken lines name themselves."""

from pathlib import Path

import pytest

from regraph.errors import LoadError, UsageError
from regraph.resolve import Judgement
from regraph.resolve.judgements import append, in_force, read
from regraph.resolve.links import links


def test_what_is_appended_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "judgements.jsonl"
    first = Judgement(left="a", right="b", same=True, by="Ada", note="same Act, № 18")
    second = Judgement(left="b", right="c", same=False)
    assert read(path) == ()
    append(path, first)
    append(path, second)
    assert read(path) == (first, second)
    assert path.read_text(encoding="utf-8").count("\n") == 2


def test_a_file_without_line_end_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    path.write_text('{"left": "a", "right": "b", "same": true}', encoding="utf-8")
    append(path, Judgement(left="c", right="d", same=True))
    assert len(read(path)) == 2


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        '{"left": "a", "right": "b"}',
        '{"left": "a", "right": "b", "same": "yes"}',
        '{"left": "", "right": "b", "same": true}',
        '{"left": 3, "right": "b", "same": true}',
    ],
)
def test_a_broken_line_names_itself(tmp_path: Path, line: str) -> None:
    path = tmp_path / "j.jsonl"
    path.write_text('{"left": "a", "right": "b", "same": true}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(LoadError, match=r"j\.jsonl:2: no judgement"):
        read(path)


def test_a_thing_is_itself_anyway(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="both sides"):
        append(tmp_path / "j.jsonl", Judgement(left="a", right="a", same=True))


def test_the_last_judgement_on_a_pair_is_in_force() -> None:
    told = (Judgement(left="a", right="b", same=True), Judgement(left="b", right="a", same=False))
    assert in_force(told) == (told[1],)
    assert links(told, {}).cannot("a") == {"b"}
    assert links(told, {}).must("a") == frozenset()


def test_what_must_be_one_is_closed() -> None:
    told = (Judgement(left="a", right="b", same=True), Judgement(left="b", right="c", same=True))
    assert links(told, {}).must("a") == {"b", "c"}
