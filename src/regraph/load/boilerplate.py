"""The lines of a plain-text article into the spans that are no article text.

Share buttons, print links, view counters, copyright notices, lists of other articles, comment forms, newsletter
prompts, cookie notes, navigation, image credits, tags, bylines and a repeated headline. Nothing is removed: the
spans only say what no claim is read from.
"""

import re
from collections.abc import Sequence
from typing import Final

from regraph.load import phrases
from regraph.load.lines import Line
from regraph.load.metadata import Metadata

_SIGN_OFF: Final = re.compile(
    r"/[\w .&-]{2,24}/|\(?©.{0,80}|copyright\b.{0,80}|-?\s?ends\s?-?|###|\*\s?\*\s?\*", re.IGNORECASE
)
_END: Final = (".", "!", "?", '"', "”", "’", "»", ":", ";", ")")


def find_boilerplate(lines: Sequence[Line], meta: Metadata) -> tuple[tuple[int, int], ...]:
    r"""Return the spans of a text, whose lines are given, that are no article text.

    Shape: sorted, disjoint spans, each of whole lines; neighbours are one span.

    >>> from regraph.load.lines import lines_of
    >>> text = "Ports are open again after the long strike of the dockers there.\n\nPrint version\n\nViews: 248"
    >>> [text[a:b] for a, b in find_boilerplate(lines_of(text), Metadata())]
    ['Print version\n\nViews: 248']
    """
    marks = _marks(lines, meta)
    _mark_repeats(lines, marks, meta)
    _mark_blocks(lines, marks, meta)
    _mark_sections(lines, marks)
    _mark_taglines(lines, marks)
    _mark_tail(lines, marks)
    return _spans(lines, marks)


def is_prose(line: Line) -> bool:
    """Return whether a line reads like sentences, not like a label, a link or a headline."""
    return len(line.text) > 70 and (line.bare.endswith(_END) or len(line.text) > 160)


def _marks(lines: Sequence[Line], meta: Metadata) -> list[bool]:
    """Return for each line whether its own words make it boilerplate."""
    low = "\n".join(line.bare for line in lines).lower()
    keys = [key for key in phrases.NOTICE_KEYS if key in low]
    known: dict[str, bool] = {}
    marks: list[bool] = []
    for line in lines:
        mark = known.get(line.text)
        if mark is None:
            mark = known[line.text] = _is_boilerplate(line, keys)
        marks.append(mark or line.start in meta.lines)
    return marks


def _is_boilerplate(line: Line, keys: Sequence[str]) -> bool:
    bare = line.bare.lower()
    if line.is_bullet:
        bare = bare.lstrip("•-–—·▪●◦+ ")
    if any(key in bare for key in keys) and phrases.NOTICE.search(bare):
        return True
    if len(bare) > 160:
        return False
    told = bare.endswith((".", "!")) and bare.count(" ") > 7  # a sentence of the story
    return bool(
        phrases.WIDGET.fullmatch(bare)
        or phrases.COMMENTS.fullmatch(bare)
        or phrases.CREDIT.fullmatch(bare)
        or phrases.BIOGRAPHY.fullmatch(bare)
        or ((not told or bare.startswith(("(", "*"))) and phrases.BYLINE.fullmatch(bare))
        or (not bare.endswith(".") and phrases.READ_MORE.match(line.text.lower()))
        or _is_byline(line.bare)
        or all(word.startswith("#") for word in line.text.split())
    )


_BY: Final = re.compile(r"[Bb][Yy]:? (?=[^\W\d_a-zà-þ]|our |a )")
_BY_WORDS: Final = frozenset(
    "our a the in of and staff correspondent reporter writer editor for at by from desk business bureau port".split()
)


def _is_byline(bare: str) -> bool:
    """Return whether a line says "By Ann Orme in Aldmouth", and no sentence that begins with "by"."""
    if not _BY.match(bare) or bare.endswith((".", ":")) or len(bare) > 90:
        return False
    words = bare.split()[1:]
    small = sum(not word[:1].isupper() and word.strip(",") not in _BY_WORDS for word in words)
    return 0 < len(words) <= 10 and small <= 1 and not words[-1].strip(",.").isdigit()


def _mark_repeats(lines: Sequence[Line], marks: list[bool], meta: Metadata) -> None:
    """Mark a line that stands twice: the second time it is a caption, a link or the headline again."""
    seen: set[str] = set()
    title = " ".join((meta.title or "").split()).casefold()
    for index, line in enumerate(lines):
        if len(line.text) < 16:
            continue
        key = " ".join(line.bare.split()).casefold()
        glued = title and key != title and key.endswith(title) and len(key) - len(title) < 24
        marks[index] = marks[index] or key in seen or bool(glued)
        seen.add(key)


def _mark_blocks(lines: Sequence[Line], marks: list[bool], meta: Metadata) -> None:
    """Mark labels that stand together: rubrics around a date, navigation before and after the story."""
    prose = [index for index, line in enumerate(lines) if is_prose(line)]
    first, last = (prose[0], prose[-1]) if prose else (0, -1)
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and lines[end].block == lines[start].block:
            end += 1
        labels = [index for index in range(start, end) if _is_label(lines[index], meta)]
        dated = any(lines[index].start in meta.lines for index in range(start, end))
        outside = end <= first or start > last
        if (dated and end - start < 8) or (outside and len(labels) == end - start >= 3):
            for index in labels:
                marks[index] = True
        start = end
    _mark_navigation(lines, marks, meta)
    _mark_name(lines, marks)


_PATH: Final = re.compile(r"[^\n/|›»>]{2,30}(?:\s?[/|›»>]\s?[^\n/|›»>]{2,30}){1,5}")


def _mark_navigation(lines: Sequence[Line], marks: list[bool], meta: Metadata) -> None:
    """Mark rubrics on top of the page: a path, or three and more labels in a row before the headline."""
    run = 0
    for index, line in enumerate(lines[:24]):
        if " ".join(line.bare.split()) == meta.title or is_prose(line):
            break
        if _PATH.fullmatch(line.bare) and not line.bare.endswith(_END):
            marks[index] = True
        run = run + 1 if _is_label(line, meta) else 0
        if run >= 3:
            marks[index - 2 : index + 1] = [True] * 3


def _is_label(line: Line, meta: Metadata) -> bool:
    bare = line.bare
    return bare != meta.title and len(bare.split()) <= 4 and not bare.endswith(_END) and not line.is_bullet


_PERSON: Final = re.compile(
    r"[^\W\d_a-zà-þ][\w.'’-]*(?: (?:van|von|de|der|da|al|bin|el|la))*(?: [^\W\d_a-zà-þ][\w.'’-]*){1,3}"
)


def _mark_name(lines: Sequence[Line], marks: list[bool]) -> None:
    """Mark an author's name: two to four capitalised words alone on a line beside other marked lines."""
    for index, line in enumerate(lines[:20]):
        beside = (index > 0 and marks[index - 1]) or (index + 1 < len(lines) and marks[index + 1])
        if beside and not marks[index] and _PERSON.fullmatch(line.bare) and not line.bare.isupper():
            marks[index] = True


_NAMED: Final = re.compile(r"\S+(?: \S+){0,3}:\s")  # who writes: "Ann_1: About time that …"


def _own_comments(heading: str, following: Sequence[Line]) -> bool:
    """Tell the part of an alert that heads its authors' view: bare "Comments", and prose that names no writer."""
    return heading == "comments" and any(is_prose(line) and not _NAMED.match(line.bare) for line in following)


def _mark_sections(lines: Sequence[Line], marks: list[bool]) -> None:
    """Mark headings such as "Latest articles", and the links or comments after them."""
    open_section, comments = False, False
    late = len(lines) // 2
    for index, line in enumerate(lines):
        bare = line.bare.lower() if len(line.bare) < 70 else ""
        if bare and index and index >= late and phrases.COMMENTS.fullmatch(bare):
            comments = comments or not _own_comments(bare, lines[index + 1 : index + 2])
        if comments:
            marks[index] = True
            continue
        if 0 < len(bare) < 60 and not bare.endswith(".") and phrases.SECTION.fullmatch(bare):
            open_section = marks[index] = True
        elif open_section and not is_prose(line):
            marks[index] = True
        else:
            open_section = False


_FIGURES: Final = re.compile(r"[\d|]")  # a row of a table is content


def _mark_taglines(lines: Sequence[Line], marks: list[bool]) -> None:
    """Mark loose lines after the story that stand right before other boilerplate and are no sentence."""
    for index in range(len(lines) - 2, -1, -1):
        line = lines[index]
        if is_prose(line) or line.bare.endswith(_END):
            if not marks[index]:
                return
        elif marks[index + 1] and len(line.text) < 90 and not line.is_bullet and not _FIGURES.search(line.text):
            marks[index] = True


def _mark_tail(lines: Sequence[Line], marks: list[bool]) -> None:
    """Mark what follows the agency's sign-off or a copyright line at the end of the story."""
    total = sum(len(line.text) for line in lines) or 1
    told = 0
    for index, line in enumerate(lines):
        told += len(line.text)
        if told > 0.5 * total and marks[index] and len(line.text) < 90 and _SIGN_OFF.fullmatch(line.bare):
            rest = range(index + 1, len(lines))
            if all(
                marks[after] or not is_prose(lines[after]) or phrases.NOTICE.search(lines[after].text.lower())
                for after in rest
            ):
                for after in rest:
                    marks[after] = True
            return


def _spans(lines: Sequence[Line], marks: Sequence[bool]) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    joined = False
    for line, mark in zip(lines, marks, strict=True):
        if mark and joined:
            spans[-1] = (spans[-1][0], line.end)
        elif mark:
            spans.append((line.start, line.end))
        joined = mark
    return tuple(spans)
