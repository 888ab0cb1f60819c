"""What everyday words tell of measures, licences and promises, read from `tests/cases/extract/passages.tsv`.

Rows are read by the rules alone. A sentence that tells nothing itself is read behind one on an unrelated duty too, so
that an article on trade makes no claim of it.
"""

from pathlib import Path

import pytest

from regraph.extract.engine import read, to_claim
from regraph.extract.merge import merge
from regraph.model import Claim, Document, Passage

_TABLE = Path(__file__).parents[1] / "cases" / "extract" / "passages.tsv"
_TYPES = {"m": "measure", "c": "commitment", "l": "licence"}
_ASIDE = "Norway raised its import duty on apples in 2019.\n\n"


def _rows() -> list[tuple[str, str]]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return [(told, text) for told, text in (line.split("\t") for line in lines if line and not line.startswith("#"))]


def _claims(text: str) -> list[Claim]:
    document = Document(id="0" * 16, text=text, name="row", sha256="", published="2025-12-10")
    start, passages = 0, []
    for number, part in enumerate(text.split("\n\n")):
        passages.append(Passage(document_id=document.id, index=number, start=start, end=start + len(part), role="body"))
        start += len(part) + 2
    found = read(document, passages, words=False)
    made = merge(found.raw, found.states, document.published) if found is not None else []
    return [to_claim(draft, document) for draft in made if draft.type in _TYPES.values()]


@pytest.mark.parametrize(("told", "text"), [row for row in _rows() if row[0] != "-"])
def test_everyday_words_tell(told: str, text: str) -> None:
    short, action, kind = (*told.split(), "")[:3]
    found = [claim.to_json() for claim in _claims(text)]
    fits = (c for c in found if c["type"] == _TYPES[short] and c.get("action") == action)
    assert any(kind in ("", c.get("kind")) for c in fits), found


@pytest.mark.parametrize("text", [text for told, text in _rows() if told == "-"])
def test_near_misses_tell_nothing(text: str) -> None:
    assert not _claims(text)
    assert not [claim for claim in _claims(_ASIDE + text) if claim.start >= len(_ASIDE)]
