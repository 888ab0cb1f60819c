"""The frames load, say only what the scheme knows, and a trigger added to a file is a trigger in the text."""

from pathlib import Path

import pytest

from regraph import resources
from regraph.errors import OntologyError
from regraph.extract import frames, grammar
from regraph.extract.tokens import tokenise
from regraph.terms import CONCEPTS

MEASURE = grammar.read_yaml("measure")
FAMILIES = {
    *MEASURE["nouns"],
    "measure",
    "export",
    "import",
    "licence",
    "pause",
    "effect",
    "rate",
    "goods",
    "firms",
    "plain-list",
    "any",
}


def test_every_rule_names_known_verbs_objects_and_actions() -> None:
    loaded = frames.load()
    for rule in loaded.rules:
        assert rule.action in CONCEPTS["action"], rule.id
        assert rule.verbs <= set(MEASURE["verbs"]), rule.id
        assert set(rule.objects) | set(rule.subjects) <= FAMILIES, rule.id
        assert not rule.kind or rule.kind in CONCEPTS["kind"], rule.id
    assert len({rule.id for rule in loaded.rules}) == len(loaded.rules)


def test_the_longest_phrase_wins() -> None:
    table = frames.words({"one": ["entity list"], "two": ["list"]})
    assert table.at(tokenise("the Entity List"), 1) == (3, "one")
    assert table.at(tokenise("the list"), 1) == (2, "two")
    assert table.at(tokenise("the lift"), 1) is None


def test_inflected_forms_are_found_by_their_lemma() -> None:
    loaded = frames.load()
    hit = loaded.heads.at(tokenise("new export quotas"), 2)
    assert hit == (3, "quota")


@pytest.mark.parametrize(
    ("text", "message"),
    [("nouns: [", "no YAML"), ("- a", "no mapping")],
)
def test_a_broken_file_is_named(text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "measure.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(grammar, "path", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(OntologyError, match=message):
        grammar.read_yaml("measure")


def test_the_word_lists_hold_words() -> None:
    """YAML reads a bare `no` or `on` as a truth value: every entry of every frame has to be text."""

    def walk(value: object, where: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                assert isinstance(key, str), where
                walk(inner, f"{where}.{key}")
        elif isinstance(value, list):
            for inner in value:
                assert not isinstance(inner, bool) or where.endswith(("duty", "barred", "present")), where
                walk(inner, where)

    for file in sorted(resources.path("ontology", "frames").glob("*.yaml")):
        walk(grammar.read_yaml(file.stem), file.stem)
