"""Paths as a user writes them into files, and each file into its documents by its format.

The format is the suffix's; standard input and unknown suffixes are told by their first bytes.
"""

import glob
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from regraph.errors import LoadError
from regraph.load.capture import Capture
from regraph.load.decode import MAX_BYTES, check_bytes, too_large
from regraph.model import Document

_FORMATS: Final = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".pdf": "pdf", ".rss": "feed", ".atom": "feed", ".xml": "feed",
}  # fmt: skip
_TABLES: Final = frozenset({".csv", ".jsonl"})
_NOT_ARTICLES: Final = ("readme", "license", "licence", "changelog", "contributing")
_ASK: Final = "give a .txt, .md, .html, .pdf or feed file"


def expand(paths: Iterable[str | Path]) -> list[Path]:
    """Return the files that paths, folders and globs name, each once, in the order given; "-" is standard input.

    A folder gives its files of a known format in it and below it, sorted; a README or a licence is left out.

    Raises: LoadError where a path names nothing that can be read.
    """
    found: dict[Path, None] = {}
    for given in paths:
        found.update(dict.fromkeys(_expand_one(str(given))))
    return list(found)


def _expand_one(given: str) -> list[Path]:
    path = Path(given)
    if given == "-" or path.is_file():
        return [path]
    if path.is_dir():
        files = [Path(root) / name for root, _, names in _walk(path) for name in names]
        articles = sorted(file for file in files if _is_known(file))
        if not articles:
            raise LoadError(f"{given} is a folder without articles: put .txt, .md, .html or .pdf files there")
        return articles
    matches = sorted(Path(match) for match in glob.glob(given, recursive=True)) if glob.has_magic(given) else []  # noqa: PTH207 - Path.glob takes no absolute pattern
    files = [match for match in matches if match.is_file()]
    if files:
        return files
    if glob.has_magic(given):
        raise LoadError(f"{given} matches no file: check the pattern")
    raise LoadError(f"{given} is no file or folder: check the path" if not path.exists() else f"{given} is no file")


def _walk(path: Path) -> Iterable[tuple[str, list[str], list[str]]]:
    def stop(error: OSError) -> None:
        raise LoadError(f"{error.filename or path} cannot be read ({error.strerror}): check its permissions")

    return os.walk(path, onerror=stop)


def _is_known(path: Path) -> bool:
    hidden = any(part.startswith(".") and part not in {".", ".."} for part in path.parts)
    about = path.stem.lower().startswith(_NOT_ARTICLES)
    return not hidden and not about and path.suffix.lower() in {*_FORMATS, *_TABLES}


def load(path: Path | str, *, published: str | None = None, data: bytes | None = None) -> Document:
    """Return the document of one file; `data`, where given, is read instead of the file.

    `published` (EDTF) overrides what the file says.

    Raises: LoadError where the file is absent, empty, binary, too large or without article text, or holds several
    articles; DateError where `published` is no date.
    """
    found = documents(path, published=published, data=data)
    if len(found) > 1:
        raise LoadError(f"{path} holds {len(found)} articles: read them with documents()")
    return found[0]


def documents(path: Path | str, *, published: str | None = None, data: bytes | None = None) -> tuple[Document, ...]:
    """Return the documents of a file: one, or one for each entry of a feed.

    Raises: as `load`.
    """
    path = Path(path)
    name = "standard input" if str(path) == "-" else path.name
    data = _read(path) if data is None else data
    check_bytes(data, name)
    capture = Capture(name=name, data=data, published=published)
    form = _format(path, data)
    if form == "feed":
        from regraph.load.feed import load_feed

        return load_feed(capture)
    return (_reader(form)(capture),)


def _reader(form: str) -> Callable[[Capture], Document]:
    """Return the reader of a format; imported here, as their patterns and libraries take time to load."""
    if form == "markdown":
        from regraph.load.markdown import load_markdown as reader
    elif form == "html":
        from regraph.load.html import load_html as reader
    elif form == "pdf":
        from regraph.load.pdf import load_pdf as reader
    else:
        from regraph.load.text import load_text as reader
    return reader


def _read(path: Path) -> bytes:
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                raise too_large("standard input", len(data))
            return data
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_large(path.name, size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise LoadError(f"{path} does not exist: check the path") from error
    except IsADirectoryError as error:
        raise LoadError(f"{path} is a folder: give its files, or add the folder as a whole") from error
    except (OSError, ValueError) as error:
        raise LoadError(f"{path} cannot be read ({getattr(error, 'strerror', None) or error})") from error


def _format(path: Path, data: bytes) -> str:
    """Return the format of a file: text, markdown, html, pdf or feed.

    Raises: LoadError where the suffix says that it is no article.
    """
    suffix = path.suffix.lower()
    if data.startswith(b"%PDF-"):
        return "pdf"
    if suffix == ".pdf":
        raise LoadError(f"{path.name} is no PDF, whatever its name says: {_ASK}")
    if suffix in {".json", *_TABLES}:
        raise LoadError(f"{path.name} is a table, no article: {_ASK}")
    saved_page = suffix == ".txt" and _head(data).startswith((b"<!doctype html", b"<html"))
    if suffix in _FORMATS and suffix != ".xml" and not saved_page:
        return _FORMATS[suffix]
    return _sniffed(data)


def _head(data: bytes) -> bytes:
    return data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()


def _sniffed(data: bytes) -> str:
    from regraph.load.feed import is_feed

    head = _head(data)
    if head.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and is_feed(data):
        return "feed"
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<article")) or b"<html" in head:
        return "html"
    return "markdown" if head.startswith((b"---\n", b"---\r\n", b"# ")) else "text"
