"""A document's text into passages: paragraphs with their roles, as spans that never overlap.

Lines that a narrow text was wrapped into are one paragraph again; a line that ends early ends its paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from regraph.model import Document, Passage

_BULLET: Final = re.compile(r"(?:[•▪●◦·‣⁃]|[-*+–—](?=\s)|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?=\s))\s*", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"\d{1,3}[.)]\s")
_CAPTION: Final = re.compile(
    r"(?:photo|picture|image|graphic|illustration|video|caption|file photo|pictured|map|chart)s?\b\s?[:|–—-]",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"(?:images?|photos?|pictures?|credits?|source|©)\b|.{0,60}\b(?:afp|getty(?: images)?|reuters|epa|scanpix|ap|"
    r"dpa|anp|shutterstock|alamy|xinhua|imago|tass|handout)\.?$",
    re.IGNORECASE,
)
_TERMINAL: Final = (".", "!", "?", "…", '."', ".”", '?"', "?”", '!"', "!”", ".)", ".'", ".’", ".*", ".**", ":")
_WRAP: Final = (45, 130)  # widths to which texts are wrapped
_MARKDOWN: Final = (".md", ".markdown")


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    gap: bool  # a blank line or boilerplate stands before it


def split(document: Document) -> tuple[Passage, ...]:
    """Return the passages of a document, in order.

    Shape: spans without white space around them; boilerplate spans are passages of their own with that role, and
    no other passage touches them. The roles are headline, lead, body, caption, list and boilerplate.
    """
    text = document.text
    lines = list(_lines(text, document.boilerplate))
    width = 1 if document.name.lower().endswith(_MARKDOWN) else _width(lines)  # Markdown joins lines of any width
    paragraphs = list(_paragraphs(text, lines, width))
    roles = _roles(document, paragraphs)
    found = [(start, end, role) for (start, end), role in zip(paragraphs, roles, strict=True)]
    found += [(start, end, "boilerplate") for start, end in document.boilerplate if start < end]
    return tuple(
        Passage(document_id=document.id, index=index, start=start, end=end, role=role)
        for index, (start, end, role) in enumerate(sorted(found))
    )


def _lines(text: str, boilerplate: Sequence[tuple[int, int]]) -> Iterator[_Line]:
    """Yield the lines outside the boilerplate that are not blank, without the white space around them."""
    at = 0
    for start, end in (*boilerplate, (len(text), len(text))):
        gap = True
        for raw in text[at:start].split("\n"):
            bare = raw.strip()
            if bare:
                first = at + len(raw) - len(raw.lstrip())
                yield _Line(first, first + len(bare), gap)
            gap = not bare
            at += len(raw) + 1
        at = end


def _width(lines: Sequence[_Line]) -> int:
    """Return the width to which the text was wrapped, 0 where it was not."""
    if len(lines) < 4:
        return 0
    lengths = [line.end - line.start for line in lines]
    longest = max(lengths)
    full = sum(length >= 0.8 * longest for length in lengths)
    return longest if _WRAP[0] <= longest <= _WRAP[1] and full >= 0.4 * len(lengths) else 0


def _paragraphs(text: str, lines: Sequence[_Line], width: int) -> Iterator[tuple[int, int]]:
    start = end = -1
    for line in lines:
        if start >= 0 and not line.gap and _continues(text, end, line, width):
            end = line.end
            continue
        if start >= 0:
            yield start, end
        start, end = line.start, line.end
    if start >= 0:
        yield start, end


def _continues(text: str, end: int, line: _Line, width: int) -> bool:
    """Return whether a line goes on with the one that ends at `end`."""
    first = text[line.start]
    if first in "#>|" or _BULLET.match(text, line.start, min(line.end, line.start + 8)):
        return False
    if width:
        before = end - (text.rfind("\n", 0, end) + 1)
        space = text.find(" ", line.start, line.end)
        word = (space if space > 0 else line.end) - line.start
        return before + 1 + word > width
    full = end - (text.rfind("\n", 0, end) + 1) >= _WRAP[0]
    goes_on = first.islower() or (first.isdigit() and full)  # "on 22 February" / "2025"
    return goes_on and not text.startswith(_TERMINAL, end - 1) and text[end - 1] not in ".!?:"


def _roles(document: Document, paragraphs: Sequence[tuple[int, int]]) -> list[str]:
    text = document.text
    title = " ".join((document.title or "").split()).casefold()
    pictures = {start for start, end in document.boilerplate if _is_credit(text[start : min(end, start + 200)])}
    roles: list[str] = []
    led = False
    for start, end in paragraphs:
        role = "caption" if end + 1 in pictures else _role(text[start:end], title)
        if role == "body" and not led:
            role, led = "lead", True
        roles.append(role)
    for index, (start, end) in enumerate(paragraphs):
        alone = "list" not in (*roles[max(0, index - 1) : index], *roles[index + 1 : index + 2])
        if roles[index] == "list" and alone and _NUMBERED.match(text, start, end):
            roles[index] = "body"  # one number makes no list: it is part of a sentence
    return roles


def _is_credit(boilerplate: str) -> bool:
    """Return whether a boilerplate begins with the credit of a picture, or with its caption again and then that."""
    return any(_CREDIT.match(line.strip()) for line in boilerplate.split("\n")[:2])


def _role(paragraph: str, title: str) -> str:
    bare = paragraph.strip("#*_ \t")
    if title and len(bare) < 400 and " ".join(bare.split()).casefold() == title:
        return "headline"
    if _CAPTION.match(bare):
        return "caption"
    if paragraph.startswith("#"):
        return "headline"
    if _BULLET.match(paragraph[:8]) or paragraph.count("|") > 1:
        return "list"
    short = len(bare) < 160 and len(bare.split()) <= 20
    return "headline" if short and not bare.endswith(_TERMINAL) else "body"
