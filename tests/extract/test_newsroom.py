"""Everyday sentences of newsrooms in, the claims that they tell out; near misses stand beside hits."""

from typing import Any

import pytest
from tests.extract.sentences import claims_of
from tests.extract.tables import lines

BEFORE = "China banned exports of gallium to Japan on 1 April 2025."
_LISTS = frozenset(("participants", "parties", "about", "affected", "materials", "subject"))


def _wanted(row: str) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for field, value in (pair.split("=", 1) for pair in row.split()):
        out[field] = sorted(value.split("+")) if field in _LISTS else value
    return out


def _told(claim: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(
        sorted(claim.get(field, [])) == value if field in _LISTS else str(claim.get(field, "")) == value
        for field, value in wanted.items()
    )


ROWS = [tuple(line.split("\t")) for line in lines("newsroom.tsv")]


@pytest.mark.parametrize(("kind", "text", "row"), [row for row in ROWS if row[2] != "-"])
def test_everyday_words_tell(kind: str, text: str, row: str) -> None:
    found = claims_of(text, kind, BEFORE)
    assert any(_told(claim, _wanted(row)) for claim in found), found


@pytest.mark.parametrize(("kind", "text", "row"), [row for row in ROWS if row[2] == "-"])
def test_near_misses_tell_nothing(kind: str, text: str, row: str) -> None:
    assert claims_of(text, kind, BEFORE) == [], row
