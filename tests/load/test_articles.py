"""Loading of whole articles: the project's own with their gold, and the private ones where they lie beside it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regraph.extract.likely import SORTED_BY
from regraph.load import load
from regraph.passages import split

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "cases" / "articles"
SHARED = Path(os.environ.get("REGRAPH_SHARED", ROOT.parent / "shared"))


def gold(path: Path) -> dict[str, Any]:
    """Return the lines of a gold file by the document's id."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {line["document"]["id"]: line for line in map(json.loads, lines)}


def own_articles() -> Iterator[Any]:
    for name, line in gold(OWN / "dev.jsonl").items():
        if (OWN / "dev" / name).exists():
            yield pytest.param(OWN / "dev" / name, line, id=name)


def shared_articles() -> Iterator[Any]:
    for name, line in gold(SHARED / "eval" / "seeds_gold.jsonl").items():
        yield pytest.param(SHARED / "articles" / name, line, id=name)


def check(path: Path, line: dict[str, Any]) -> None:
    document = load(path)
    if path.suffix != ".html":  # the text of a page is the cleaned one
        for claim in line["claims"]:
            start, end = claim["evidence"]["start"], claim["evidence"]["end"]
            assert end <= len(document.text)
            assert not [span for span in document.boilerplate if span[0] < end and start < span[1]], claim["type"]
    assert document.published in {None, line["document"]["published"]}
    assert {each.role for each in split(document)} & {"lead", "list"}  # a notice may be one numbered list


@pytest.mark.parametrize(("path", "line"), list(own_articles()))
def test_own_article_has_no_evidence_in_boilerplate_and_no_wrong_date(path: Path, line: dict[str, Any]) -> None:
    check(path, line)


@pytest.mark.parametrize("name", ["learned", "judged"])
def test_articles_to_learn_from_have_their_claims_in_their_text(name: str) -> None:
    lines = gold(OWN / f"{name}.jsonl")
    assert set(lines) == {path.name for path in (OWN / name).iterdir()}
    for article, line in lines.items():
        check(OWN / name / article, line)


def test_passages_to_learn_from_have_labels_that_articles_have_too() -> None:
    claims = [claim for line in gold(OWN / "learned.jsonl").values() for claim in line["claims"]]
    sorts = {f"{claim['type']}:{claim.get(SORTED_BY[claim['type']], '')}" for claim in claims}
    kinds = {claim["kind"] for claim in claims if claim["type"] == "measure"}
    head, *lines = (OWN / "passages.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    assert head.split("\t") == ["passage", "labels", "sentence"]
    assert {len(row) for row in rows} == {3}
    assert sorted({int(row[0]) for row in rows}) == list(range(1, int(rows[-1][0]) + 1))
    assert all(sentence.strip() for _, _, sentence in rows)
    labels = [label.partition("/") for _, told, _ in rows if told != "-" for label in told.split(",")]
    assert {sort for sort, _, _ in labels} <= sorts
    assert {kind for _, _, kind in labels} <= kinds | {""}


@pytest.mark.shared
@pytest.mark.parametrize(("path", "line"), list(shared_articles()))
def test_shared_article_has_no_evidence_in_boilerplate_and_its_date(path: Path, line: dict[str, Any]) -> None:
    check(path, line)
    assert load(path).published == line["document"]["published"]


@pytest.mark.shared
def test_shared_titles_and_addresses() -> None:
    lines = gold(SHARED / "eval" / "seeds_gold.jsonl")
    if not lines:
        pytest.skip("the private articles are not here")
    for name, line in lines.items():
        document = load(SHARED / "articles" / name)
        assert (document.title, document.url) == (line["document"]["title"], line["document"]["url"])
