"""Writes of one turn go out as one; nothing is lost where a connection closes."""

import asyncio
from typing import Any

import pytest

from regraph.web.joined import Joined

pytestmark = pytest.mark.timeout(10)


class _Wire:
    """A transport that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        self.sent.append(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def get_extra_info(self, name: str) -> str:
        return name

    def pause_reading(self) -> str:
        return "paused"


def _over(wire: _Wire) -> Joined:
    transport: Any = wire
    return Joined(transport, asyncio.get_running_loop())


async def _turns(wire: _Wire) -> None:
    joined = _over(wire)
    joined.write(b"head ")
    joined.write(b"body")
    assert wire.sent == []
    await asyncio.sleep(0)
    assert wire.sent == [b"head body"]
    joined.write(b"next")
    await asyncio.sleep(0)
    assert wire.sent == [b"head body", b"next"]


def test_a_turn_is_one_write() -> None:
    asyncio.run(_turns(_Wire()))


async def _closing(wire: _Wire) -> None:
    joined = _over(wire)
    joined.write(b"last")
    joined.close()
    assert (wire.sent, wire.closed, joined.is_closing()) == ([b"last"], True, True)
    joined.write(b"too late")  # as after a client has gone
    await asyncio.sleep(0)
    assert wire.sent == [b"last"]


def test_what_is_held_goes_out_before_the_end() -> None:
    asyncio.run(_closing(_Wire()))


async def _others(wire: _Wire) -> None:
    joined = _over(wire)
    assert joined.pause_reading() == "paused"
    assert joined.get_extra_info("peername") == "peername"


def test_all_else_is_the_transport_s_own() -> None:
    asyncio.run(_others(_Wire()))


async def _large(wire: _Wire) -> None:
    joined = _over(wire)
    joined.write(b"head")
    joined.write(bytes(100_000))
    assert [len(one) for one in wire.sent] == [100_004]
    await asyncio.sleep(0)
    assert len(wire.sent) == 1


def test_what_is_large_goes_at_once() -> None:
    asyncio.run(_large(_Wire()))
