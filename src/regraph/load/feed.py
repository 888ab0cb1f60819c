"""An RSS or Atom file into one document for each of its entries; nothing is fetched."""

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from regraph import dates
from regraph.errors import DateError, LoadError
from regraph.load.capture import Capture
from regraph.load.captured import Known, document
from regraph.load.decode import clean
from regraph.model import Document

_MOST_ENTRIES: Final = 1_000
_BLOCK: Final = re.compile(r"</(?:p|div|li|h\d|tr|blockquote)\s*>|<br\s*/?>", re.IGNORECASE)
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def is_feed(data: bytes) -> bool:
    """Return whether bytes are an RSS or Atom file, by their root element."""
    return bool(re.search(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]", data[:4096]))


def load_feed(capture: Capture) -> tuple[Document, ...]:
    """Return the documents of a feed, in its order; entries without a text are left out.

    Raises: LoadError where the file is no feed, or no entry holds an article.
    """
    found = tuple(_documents(capture))
    if not found:
        raise LoadError(f"{capture.name}: no entry of the feed holds article text: give the pages it links to")
    return found


def _documents(capture: Capture) -> Iterator[Document]:
    import feedparser

    if _DOCTYPE.search(capture.data[:20_000]):
        raise LoadError(f"{capture.name} declares a document type: remove it, feeds need none")
    parsed: Any = feedparser.parse(io.BytesIO(capture.data))
    if not parsed.entries:
        raise LoadError(f"{capture.name} is no RSS or Atom feed with entries: give a feed or an article")
    publisher = _words(parsed.feed.get("title"))
    for entry in parsed.entries[:_MOST_ENTRIES]:
        text = _text(entry)
        if len(text.split()) < 12:
            continue
        data = f"{entry.get('id') or entry.get('link') or ''}\n{text}".encode()
        piece = Capture(
            name=f"{capture.name}#{hashlib.sha256(data).hexdigest()[:8]}", data=data, published=capture.published
        )
        known = Known(
            title=_words(entry.get("title")),
            publisher=publisher,
            url=_address(entry.get("link")),
            published=_day(entry),
        )
        yield document(piece, text, known)


def _text(entry: Mapping[str, Any]) -> str:
    bodies = [part.get("value", "") for part in entry.get("content", [])] or [entry.get("summary", "")]
    title = _words(entry.get("title")) or ""
    body = _strip("\n".join(bodies))
    return clean(body if title and body.startswith(title) else f"{title}\n\n{body}").strip()


def _strip(markup: str) -> str:
    """Return the text of a fragment of HTML, a paragraph a block."""
    from lxml import html

    blocks = _BLOCK.sub(lambda match: match.group() + "\n\n", markup)
    if not blocks.strip():
        return ""
    text = str(html.fromstring(f"<div>{blocks}</div>").text_content())
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+", " ", text)).strip()


def _words(text: str | None) -> str | None:
    return " ".join(_strip(clean(text)).split()) or None if text else None


def _address(url: str | None) -> str | None:
    return url if url and re.match(r"https?://[^\s<>\"]+$", url) else None


def _day(entry: Mapping[str, Any]) -> str | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return dates.parse(f"{moment.tm_year:04d}-{moment.tm_mon:02d}-{moment.tm_mday:02d}").edtf() if moment else None
    except DateError:
        return None
