"""A small header and a body in, one frame of bytes out, and back: how the service and its workers talk."""

import json
import socket
import struct
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

Header = Mapping[str, Any]

_SIZES: Final = struct.Struct("!IQ")  # bytes of the header, bytes of the body
_CHUNK: Final = 1 << 16
_SHORT: Final = 2048  # bytes of a header that is worth keeping: jobs and answers mostly have one of a few headers


def frame(header: Header, body: bytes = b"") -> bytes:
    """Return a header of plain JSON values and a body as one frame.

    >>> split(frame({"status": "ok"}, b"rows"))
    ({'status': 'ok'}, b'rows', b'')
    """
    return packed(json.dumps(header, separators=(",", ":")).encode(), body)


def packed(head: bytes, body: bytes = b"") -> bytes:
    """Return a header that is JSON already, and a body, as one frame."""
    return _SIZES.pack(len(head), len(body)) + head + body


def split(data: bytes) -> tuple[Header, bytes, bytes] | None:
    """Return the first frame of some bytes and what follows it; None where the frame is not whole yet."""
    whole = length(data)
    if whole is None or len(data) < whole:
        return None
    head, _ = _SIZES.unpack_from(data)
    start = _SIZES.size + head
    told = data[_SIZES.size : start]
    return _parsed(told) if head <= _SHORT else json.loads(told), data[start:whole], data[whole:]


@lru_cache(maxsize=64)
def _parsed(head: bytes) -> Header:
    """Return a header, to be read only: the next frame with the same one is given the same object."""
    found: Header = json.loads(head)
    return found


def length(data: bytes | bytearray) -> int | None:
    """Return how many bytes the first frame has in all; None where that is not told yet."""
    if len(data) < _SIZES.size:
        return None
    head, body = _SIZES.unpack_from(data)
    return _SIZES.size + int(head) + int(body)


def read(channel: socket.socket) -> tuple[Header, bytes] | None:
    """Wait for a frame; None where the other side has gone."""
    data = bytearray()
    while (whole := length(data)) is None or len(data) < whole:
        chunk = channel.recv(_CHUNK if whole is None else min(_CHUNK, whole - len(data)))
        if not chunk:
            return None
        data += chunk
    found = split(bytes(data))
    assert found is not None  # noqa: S101 - the loop ends with a whole frame
    return found[0], found[1]
