"""A file's bytes and what is known of them into a Document; the one place where its id is made."""

from dataclasses import dataclass
from typing import Final

from regraph import dates
from regraph.errors import LoadError
from regraph.load.boilerplate import find_boilerplate
from regraph.load.capture import Capture
from regraph.load.lines import Line, lines_of
from regraph.load.metadata import Metadata, find_metadata
from regraph.model import Document

_LEAST_WORDS: Final = 5
KINDS: Final = ("press", "official", "reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a format says of its article outside the text; it outranks what the text says."""

    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    kind: str = "press"
    sha256: str | None = None  # of the original, where the file is a digest of one
    front: int = 0  # the text before this place is front matter


def document(capture: Capture, text: str, known: Known) -> Document:
    """Return the document of a clean text.

    Raises: LoadError where there is no article in the text, or the date is no day, month or year.
    """
    lines = lines_of(text, known.front)
    told = find_metadata(text, lines)
    boilerplate = find_boilerplate(lines, told)
    _check_article(lines, boilerplate, capture.name)
    if known.front:
        boilerplate = ((0, len(text[: known.front].rstrip())), *boilerplate)
    own = capture.sha256
    return Document(
        id=own[:16],
        text=text,
        name=capture.name,
        sha256=known.sha256 or own,
        kind=known.kind,
        title=known.title or told.title,
        publisher=known.publisher or told.publisher,
        url=known.url or told.url,
        published=published_on(capture, known, told),
        boilerplate=boilerplate,
    )


def published_on(capture: Capture, known: Known, told: Metadata) -> str | None:
    """Return the publication date: the user's, else the format's, else the text's.

    Raises: DateError where the user's is no EDTF date.
    """
    if capture.published is not None:
        return dates.parse(capture.published).edtf()
    return known.published or told.published


def _check_article(lines: list[Line], boilerplate: tuple[tuple[int, int], ...], name: str) -> None:
    inside = iter(boilerplate)
    span = next(inside, None)
    words = 0
    for line in lines:
        while span and span[1] <= line.start:
            span = next(inside, None)
        if not span or line.end <= span[0]:
            words += len(line.text.split())
            if words >= _LEAST_WORDS:
                return
    raise LoadError(f"{name}: no article text found, only boilerplate: give the page of one article")
