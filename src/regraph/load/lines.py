"""A text into its lines with their places, which metadata, boilerplate and passages are read from."""

from typing import NamedTuple

_MARKUP = " \t\xa0\u200b\ufeff#*_>`~|"
_BULLETS = ("• ", "- ", "* ", "– ", "— ", "· ", "▪ ", "● ", "◦ ", "+ ")


class Line(NamedTuple):
    """A line that is not blank: `text[start:end]` without the white space around it."""

    start: int
    end: int
    text: str
    block: int  # number of the run of lines without a blank line between them
    bare: str  # without Markdown's marks around it

    @property
    def is_bullet(self) -> bool:
        """True for an item of a list, by its mark."""
        return self.text.startswith(_BULLETS)


def lines_of(text: str, start: int = 0) -> list[Line]:
    r"""Return the lines of `text[start:]` that are not blank.

    Shape: in order; offsets count the code points of `text`.

    >>> lines_of("One.\n\n  Two. \nThree.")[1]
    Line(start=8, end=12, text='Two.', block=1, bare='Two.')
    """
    found: list[Line] = []
    at, block, blank = start, -1, True
    for raw in text[start:].split("\n"):
        bare = raw.strip()
        if bare:
            block += blank
            first = at + len(raw) - len(raw.lstrip())
            found.append(Line(first, first + len(bare), bare, block, bare.strip(_MARKUP)))
        blank = not bare
        at += len(raw) + 1
    return found
