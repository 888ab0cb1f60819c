import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extract.tables import lines

from regraph.extract.lemmas import lemma
from regraph.extract.tokens import Sentence, sentences, tokenise
from regraph.model import Passage


def read(text: str, role: str = "body") -> list[Sentence]:
    return sentences(text, [Passage(document_id="d", index=3, start=0, end=len(text), role=role)])


@pytest.mark.parametrize("case", list(lines("sentences.txt")))
def test_sentences_end_where_the_table_says(case: str) -> None:
    wanted = [part.strip() for part in case.split("|")]
    if case.startswith("•"):
        wanted = ["• Chrome ore is barred", "• Ferrochrome is free"]
    text = " ".join(wanted)
    assert [text[found.start : found.end] for found in read(text)] == wanted


@pytest.mark.parametrize("case", list(lines("lemmas.txt")))
def test_inflections_share_a_lemma(case: str) -> None:
    base, _, forms = case.partition(":")
    assert {word: lemma(word) for word in [base, *forms.split()]} == dict.fromkeys([base, *forms.split()], base)


def test_words_that_only_look_alike_keep_their_own_lemma() -> None:
    words = [
        "imposition",
        "suspension",
        "meeting",
        "mining",
        "news",
        "gas",
        "series",
        "during",
        "red",
        "need",
        "string",
    ]
    assert [lemma(word) for word in words] == words


def test_hyphens_possessives_and_numbers_are_tokens_of_their_own() -> None:
    found = [token.text for token in tokenise("US-China: Peru's re-exports of 18,125.5 t (1.2%), d'Ivoire’s")]
    assert found == "US - China : Peru 's re-exports of 18,125.5 t ( 1.2 % ) , d'Ivoire ’s".split()


def test_folding_is_kept_beside_the_text() -> None:
    token = tokenise("Gécamines")[0]
    assert (token.text, token.lower, token.start, token.end) == ("Gécamines", "gecamines", 0, 9)


def test_boilerplate_is_skipped_and_roles_and_paragraphs_are_kept() -> None:
    text = "Tin ban\n\nPeru acts. Chile waits.\n\nShare this"
    spans = [(0, 7, "headline"), (9, 32, "body"), (34, 44, "boilerplate")]
    passages = [Passage(document_id="d", index=i, start=a, end=b, role=role) for i, (a, b, role) in enumerate(spans)]
    assert [(s.role, s.paragraph, s.index) for s in sentences(text, passages)] == [
        ("headline", 0, 0), ("body", 1, 1), ("body", 1, 2),
    ]  # fmt: skip


def test_lines_of_a_list_and_numbered_lines_are_sentences() -> None:
    assert len(read("tin\nzinc\nlead", "list")) == 3
    assert len(read("tin\nand zinc")) == 1
    assert [s.tokens[0].text for s in read("Contents\n1. Tin\n2. Zinc")] == ["Contents", "1", "2"]


@given(st.text(alphabet=st.sampled_from("aBc é.’'-,$%(0)\n\u00a0İﬁ…\ud800"), max_size=80))
def test_every_token_stands_where_it_says(text: str) -> None:
    tokens = [token for found in read(text) for token in found.tokens]
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert "".join(token.text for token in tokens) == "".join(text.split())


def test_a_text_without_an_end_is_cut_into_sentences() -> None:
    assert max(len(found.tokens) for found in read("zinc " * 5000)) <= 400
