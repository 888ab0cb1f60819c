"""Bytes of a file into clean text, or an error that says why they are none.

What is broken is refused: a text that lost letters would give claims that nobody wrote.
"""

import codecs
import re
from typing import Final

from regraph.errors import LoadError

MAX_BYTES: Final = 20_000_000

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY: Final = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"MZ\x90", b"BZh", b"\xfd7zXZ",
    b"7z\xbc\xaf", b"SQLite format 3", b"\xd0\xcf\x11\xe0", b"RIFF", b"OggS", b"ID3", b"\x00\x00\x01\x00",
)  # fmt: skip
_NO_TEXT: Final = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b"))
_MULTI_BYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

_CUT_OFF: Final = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")

# every control character but the line feed and the tab becomes one space, so that offsets stay
_CLEAN: Final = {
    **dict.fromkeys([*range(32), *range(127, 160)], " "),
    9: "\t", 10: "\n", 13: "\n", 0x2028: "\n", 0x2029: "\n", 0xFFFE: " ", 0xFFFF: " ",
}  # fmt: skip
_UNCLEAN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def check_bytes(data: bytes, name: str) -> None:
    """Refuse what cannot be an article.

    Raises: LoadError where `data` is empty or larger than MAX_BYTES.
    """
    if len(data) > MAX_BYTES:
        raise too_large(name, len(data))
    if not data.strip(b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf"):
        raise LoadError(f"{name} is empty: add a file that holds an article")


def too_large(name: str, size: int) -> LoadError:
    """Return the error for a file of `size` bytes, larger than MAX_BYTES."""
    return LoadError(
        f"{name} has {size / 1e6:.0f} MB, more than the {MAX_BYTES // 1_000_000} MB of an article: split it"
    )


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    r"""Return the text of `data` with clean line ends and no control characters.

    The encoding is the byte order mark's, else the declared one, else UTF-8, else what charset-normalizer finds.

    Raises: LoadError where the bytes are binary, or broken in every encoding.

    >>> decode(b"tin\r\nlead\x00", "note.txt")
    'tin\nlead '
    """
    bom = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)
    if not bom and _is_binary(data):
        raise LoadError(f"{name} is binary, no text: give a .txt, .md, .html or .pdf file")
    for encoding in filter(None, (bom, declared, None if bom else "utf-8")):
        try:
            return clean(data.decode(encoding))
        except (LookupError, UnicodeError):
            continue
    if bom or _MULTI_BYTE.search(data) or _CUT_OFF.search(data, max(0, len(data) - 4)):
        raise LoadError(f"{name} is broken {bom or 'UTF-8'} at byte {_broken_at(data, bom)}: save it as UTF-8 again")
    return clean(_guess(data, name))


def clean(text: str) -> str:
    r"""Return `text` with "\n" line ends and each control character as a space.

    >>> clean("a\r\nb\x07c")
    'a\nb c'
    """
    text = text.replace("\r\n", "\n")
    return text.translate(_CLEAN) if _UNCLEAN.search(text) else text


def _is_binary(data: bytes) -> bool:
    head = data[:8192]
    controls = len(head) - len(head.translate(None, _NO_TEXT))
    return data.startswith(_BINARY) or controls > 2 + len(head) // 20


def _broken_at(data: bytes, encoding: str | None) -> int:
    try:
        data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _guess(data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    text = str(best) if best else ""
    strange = [char for char in text if ord(char) > 127]
    letters = sum(char.isalpha() or char in "’‘“”–—…€£°«»§©®½\xa0·•" for char in strange)
    if not text or letters < 0.8 * len(strange):
        raise LoadError(f"{name} is in no encoding that can be read: save it as UTF-8")
    return text
