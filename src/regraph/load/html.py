"""A web page into a document: the article's text, without comments, navigation, related links and cookie notes.

Done by trafilatura on the given bytes; nothing is fetched. The text is the cleaned one, and offsets count in it.
"""

import logging
import re
from typing import Any, Final

from regraph import dates
from regraph.errors import DateError, LoadError
from regraph.load.capture import Capture
from regraph.load.captured import Known, document
from regraph.load.decode import clean, decode
from regraph.model import Document

# larger trees take trafilatura minutes; a page of an article has a few thousand elements
_MOST_ELEMENTS: Final = 20_000
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_BLOCK: Final = re.compile(
    r"</?(?:p|div|time|span|h\d|li|header|section|article|td|tr|small|em|strong|br|address)\b[^>]{0,400}>",
    re.IGNORECASE,
)
_TAG: Final = re.compile(rb"<[a-zA-Z]")


def load_html(capture: Capture) -> Document:
    """Return the document of a web page.

    Raises: LoadError where the page is no text, is too large, or has no article.
    """
    declared = _CHARSET.search(capture.data[:4096])
    page = decode(capture.data, capture.name, declared[1].decode("ascii", "ignore") if declared else None)
    if len(_TAG.findall(capture.data)) > _MOST_ELEMENTS:
        raise LoadError(f"{capture.name} has more than {_MOST_ELEMENTS:,} elements: give the page of one article")
    found = _extract(page, capture.name)
    text = clean(found.text or "").strip()
    if not text:
        raise _no_article(capture.name)
    known = Known(
        title=_plain(found.title),
        publisher=_plain(found.sitename) or _plain(found.hostname),
        url=_address(found.url),
        published=_day(found.date) or _visible_day(page),
    )
    title = known.title
    if title and title.casefold() not in text[: len(title) + 200].casefold():
        text = f"{title}\n\n{text}"  # the headline is part of the article, though it stands outside its body
    return document(capture, re.sub(r"\n(?=[^\n])", "\n\n", text) if "\n\n" not in text else text, known)


def _extract(page: str, name: str) -> Any:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            page,
            include_comments=False,
            include_tables=True,
            include_images=False,
            include_links=False,
            with_metadata=True,
            # without a fixed limit the result would hang on today's date
            date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2199-12-31"},
        )
    except (RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError) as error:
        raise LoadError(
            f"{name} is no page that can be read ({type(error).__name__}): save its text instead"
        ) from error
    if found is None:
        raise _no_article(name)
    return found


def _no_article(name: str) -> LoadError:
    return LoadError(f"{name}: no article text found in the page: save the article itself, or its text")


def _plain(text: str | None) -> str | None:
    return " ".join(clean(text).split()) or None if text else None


def _address(url: str | None) -> str | None:
    return url if url and re.match(r"https?://[^\s<>\"]+$", url) else None


def _day(text: str | None) -> str | None:
    try:
        return dates.parse(text[:10]).edtf() if text else None
    except DateError:
        return None


def _visible_day(page: str) -> str | None:
    """Return the date that stands in a line of its own on the page, where its metadata have none."""
    from trafilatura import html2txt

    from regraph.load.lines import lines_of
    from regraph.load.metadata import find_metadata

    blocks = _BLOCK.sub("\n", page)
    text = clean(html2txt(f"<html><body><pre>{blocks}</pre></body></html>") or "")
    return find_metadata(text, lines_of(text)).published
