"""Files of one export in, a folder or a zip that holds them all out, whole or not at all.

A part is written to a temporary file first, so that its size and hash are known to the parts behind it, and so that
writers that need to seek can.
"""

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Final

from regraph.errors import UsageError

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # zip needs a time; the clock would make two exports differ
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file of an export; `name` may hold slashes."""

    name: str
    write: Callable[[IO[bytes]], None]
    media_type: str
    about: str  # one line for people


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A part that was written."""

    part: Part
    size: int
    sha256: str


Closing = Callable[[Sequence[Written]], Part]  # what was written, into the part that describes it


def into_zip(parts: Iterable[Part], stream: IO[bytes], closing: Closing | None = None) -> None:
    """Write parts into a zip, the same bytes for the same parts; `closing` makes a last one of what was written."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, file, written in _made(parts, closing):
            entry = zipfile.ZipInfo(part.name, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with archive.open(entry, "w", force_zip64=written.size > 1 << 30) as target:
                shutil.copyfileobj(file, target, _BLOCK)


def into_folder(parts: Iterable[Part], place: Path, closing: Closing | None = None) -> None:
    """Write parts into a folder, which takes the place of an older one only once all of them are written.

    Raises: UsageError where the folder holds files that are no parts, or cannot be written.
    """
    fresh = place.with_name(f".{place.name}.partial")
    names: set[str] = set()
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for part, file, _ in _made(parts, closing):
            target = fresh / part.name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as copy:
                shutil.copyfileobj(file, copy, _BLOCK)
            names.add(part.name)
        _take_place(fresh, place, names)
    except OSError as error:
        raise UsageError(f"cannot write {place} ({error.strerror}): name a folder that you may write to") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _take_place(fresh: Path, place: Path, names: set[str]) -> None:
    if place.exists():
        if not place.is_dir():
            raise UsageError(f"{place} is a file: name a folder, or a file that ends with .zip")
        held = sorted(one.relative_to(place).as_posix() for one in place.rglob("*") if not one.is_dir())
        foreign = [name for name in held if name not in names]
        if foreign:
            raise UsageError(f"{place} holds {foreign[0]}, which would be lost: name an empty or a new folder")
        old = place.with_name(f".{place.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        place.rename(old)
        fresh.rename(place)
        shutil.rmtree(old)
    else:
        fresh.rename(place)


def _made(parts: Iterable[Part], closing: Closing | None) -> Iterator[tuple[Part, IO[bytes], Written]]:
    out: list[Written] = []

    def last() -> Iterator[Part]:
        if closing is not None:
            yield closing(out)

    for part in chain(parts, last()):
        with tempfile.TemporaryFile(prefix="regraph-export-") as file:
            part.write(file)
            size = file.seek(0, 2)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            out.append(Written(part=part, size=size, sha256=digest))
            yield part, file, out[-1]
