"""A PDF file into a document: the text of its pages, one after another, and the title from its metadata."""

import io
import logging
import re
from typing import Any, Final

from regraph.errors import LoadError
from regraph.load.capture import Capture
from regraph.load.captured import Known, document
from regraph.load.decode import clean
from regraph.model import Document

_MOST_PAGES: Final = 500
_LEAST_LETTERS: Final = 40
_HYPHEN: Final = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


def load_pdf(capture: Capture) -> Document:
    """Return the document of a PDF file.

    Raises: LoadError where the file is encrypted, damaged, too long, or has no text.
    """
    pages, title = _read(capture)
    text = "\n\n".join(page for page in pages if page)
    if sum(char.isalpha() for char in text[:5000]) < _LEAST_LETTERS:
        raise LoadError(f"{capture.name} has no text, only images: run OCR over it first")
    return document(capture, text, Known(title=title))


def _read(capture: Capture) -> tuple[list[str], str | None]:
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(capture.data))
        locked = reader.is_encrypted and not reader.decrypt("")
        if not locked and len(reader.pages) <= _MOST_PAGES:
            pages = [_HYPHEN.sub("", clean(page.extract_text() or "")).strip() for page in reader.pages]
            return pages, _title(reader)
    except Exception as error:  # pypdf raises whatever a damaged file leads it to
        reason = " ".join(str(error).split())[:80] or type(error).__name__
        raise LoadError(f"{capture.name} is a damaged PDF ({reason}): save it again") from error
    if locked:
        raise LoadError(f"{capture.name} is encrypted: save it without a password")
    raise LoadError(f"{capture.name} has more than {_MOST_PAGES} pages: give the pages that matter")


def _title(reader: Any) -> str | None:
    title = reader.metadata.title if reader.metadata else None
    words = clean(str(title)).split() if title else []
    return " ".join(words) if len(words) > 2 else None  # fewer are a file name or "Microsoft Word"
