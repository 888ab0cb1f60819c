"""`regraph.passages`: paragraphs and roles of texts as they come, and properties that hold for any text."""

import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regraph.load import load
from regraph.model import Document
from regraph.passages import split

TITLE = "Ships sail again from Aldmouth"
STORY = [
    (
        "The port of Aldmouth took in its first ore carrier for weeks after the dockers ended their strike on Monday, "
        "and others were seen on their way from the open sea by the evening."
    ),
    (
        "Its harbour master said that nickel matte and cobalt hydroxide would be loaded first, then tin that waits. "
        "He gave no date for the rest of the goods, as some of the cranes stand still."
    ),
    (
        "Traders had feared a longer halt, and some of them had sent their cargoes by rail to the ports in the south, "
        "where quays were full and the fees had doubled within a week."
    ),
]


def document(
    text: str, *, title: str | None = TITLE, name: str = "a.txt", boilerplate: tuple[str, ...] = ()
) -> Document:
    spans = tuple(sorted((text.index(part), text.index(part) + len(part)) for part in boilerplate))
    return Document(id="0" * 16, text=text, name=name, sha256="0" * 64, title=title, boilerplate=spans)


def told(of: Document) -> list[tuple[str, str]]:
    return [(each.role, of.text[each.start : each.end]) for each in split(of)]


def test_paragraphs_and_their_roles() -> None:
    text = f"{TITLE}\n\n{STORY[0]}\n{STORY[1]}\n\nWhat comes next\n\n{STORY[2]}\n\nPrint version\n"
    assert told(document(text, boilerplate=("Print version",))) == [
        ("headline", TITLE),
        ("lead", STORY[0]),
        ("body", STORY[1]),
        ("headline", "What comes next"),
        ("body", STORY[2]),
        ("boilerplate", "Print version"),
    ]


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_wrapped_lines_are_one_paragraph_again(width: int) -> None:
    wrapped = [textwrap.fill(paragraph, width) for paragraph in STORY]
    of = document("\n\n".join([TITLE, *wrapped]))
    assert [text.replace("\n", " ") for _, text in told(of)] == [TITLE, *STORY]


def test_in_a_wrapped_text_a_line_that_ends_early_ends_its_paragraph() -> None:
    wrapped = [textwrap.fill(paragraph, 72) for paragraph in STORY]
    of = document("\n".join(wrapped))
    assert [text.replace("\n", " ") for _, text in told(of)] == STORY


def test_wrapped_items_of_a_list_stay_apart() -> None:
    items = [textwrap.fill(f"- {paragraph}", 72, subsequent_indent="  ") for paragraph in STORY]
    of = document("\n".join(items))
    assert [(role, " ".join(text.split())) for role, text in told(of)] == [("list", f"- {each}") for each in STORY]


def test_markdown_lines_are_joined_whatever_their_length() -> None:
    text = f"# {TITLE}\n\nOne short\nline after\nanother.\nAnd one.\n\n- tin\n- lead\n"
    assert told(document(text, name="a.md")) == [
        ("headline", f"# {TITLE}"),
        ("lead", "One short\nline after\nanother.\nAnd one."),
        ("list", "- tin"),
        ("list", "- lead"),
    ]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("• samarium", "list"),
        ("- samarium", "list"),
        ("(a) samarium;", "list"),
        ("| Tin | 3 tons |", "list"),
        ("Photo: A crane stands idle.", "caption"),
        ("PHOTO | A crane stands idle", "caption"),
        ("What comes next", "headline"),
        ("What comes next?", "body"),
        ("He gave no date.", "body"),
        ("- He gave no date, and none of the others did so either, as the cranes stand still.", "list"),
        ("3. In May the ban was lifted.", "body"),  # a number alone makes no list
    ],
)
def test_role_of_a_line(line: str, role: str) -> None:
    of = document("\n\n".join([TITLE, STORY[0], line, STORY[1]]))
    assert told(of)[2] == (role, line)


def test_numbered_items_are_a_list() -> None:
    of = document("\n\n".join([TITLE, STORY[0], "1. Tin is free.", "2. Lead is not."]))
    assert [role for role, _ in told(of)] == ["headline", "lead", "list", "list"]


def test_what_stands_on_a_pictures_credit_is_its_caption() -> None:
    text = f"{TITLE}\n\n{STORY[0]}\n\nA crane in Aldmouth\nImages source: Port Wire\n\n{STORY[1]}\n\n/porten/"
    roles = told(document(text, boilerplate=("Images source: Port Wire", "/porten/")))
    assert [role for role, _ in roles] == ["headline", "lead", "caption", "boilerplate", "body", "boilerplate"]


def test_passages_are_numbered_and_know_their_document() -> None:
    passages = split(load("a.txt", data="\n\n".join([TITLE, *STORY]).encode()))
    assert [each.index for each in passages] == [0, 1, 2, 3]
    assert {each.document_id for each in passages} == {load("a.txt", data="\n\n".join([TITLE, *STORY]).encode()).id}


@given(st.text(alphabet="aB .\n-•1|#", max_size=200), st.lists(st.integers(0, 200), max_size=6))
def test_spans_cover_every_letter_once_and_never_overlap(text: str, cuts: list[int]) -> None:
    ends = sorted({cut for cut in cuts if cut <= len(text)})
    boilerplate = tuple(zip(ends[::2], ends[1::2], strict=False))
    of = Document(id="0" * 16, text=text, name="a.txt", sha256="", boilerplate=boilerplate)
    passages = split(of)
    covered = [False] * len(text)
    for each in passages:
        assert each.start < each.end
        assert not any(covered[each.start : each.end])
        covered[each.start : each.end] = [True] * (each.end - each.start)
    assert all(covered[at] or char.isspace() for at, char in enumerate(text))
    assert split(of) == passages


def test_a_text_of_five_megabytes_takes_seconds() -> None:
    text = "\n\n".join([TITLE, *STORY])
    of = document("\n\n".join([text] * (5_000_000 // len(text))))
    before = time.process_time()
    assert len(split(of)) > 30_000
    assert time.process_time() - before < 5
