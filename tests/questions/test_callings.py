"""An answer warns where a document that it rests on calls a material something that it is not."""

import datetime as dt
from pathlib import Path

import pytest

from regraph import pipeline, questions
from regraph.store import Store

ROOT = Path(__file__).resolve().parents[2]
DIGEST = ROOT / "seeds" / "articles" / "2025-06-08-some-curbs-relaxed.md"
RIGHT = """---
title: Beijing limits seven rare earths
published: 2025-04-05
---
On 4 April 2025 China put export restrictions on rare earths such as samarium, gadolinium and terbium.
"""


def warnings(store: Store, metal: str, on: str) -> list[tuple[str, ...]]:
    found = questions.ask(store, f"which measures on {metal} are in force?", on=dt.date.fromisoformat(on))
    assert [row["warnings"] for row in found.to_json()["rows"]] == [list(row.warnings) for row in found.rows]
    return [row.warnings for row in found.rows]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "right.md").write_text(RIGHT, encoding="utf-8")
    made = Store.memory()
    assert not pipeline.ingest(made, [DIGEST, tmp_path / "right.md"]).failures
    return made


@pytest.mark.parametrize("metal", ["tungsten", "bismuth"])
def test_the_digest_calls_metals_rare_earths_and_the_answer_warns_of_the_one_asked_for(
    store: Store, metal: str
) -> None:
    assert warnings(store, metal, "2025-06-08") == [
        (f"2025-06-08-some-curbs-relaxed.md calls {metal} one of the rare earths, wrongly",)
    ]


def test_what_is_called_rightly_is_not_warned_of(store: Store) -> None:
    assert warnings(store, "samarium", "2025-06-08") == [()]
