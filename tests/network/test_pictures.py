"""SVG and PNG for papers: every node and tie is there, names never cover each other, the same anywhere."""

import io
import itertools
import struct
import sys
import xml.etree.ElementTree as ET
import zlib

import pytest
from tests.network import sample
from tests.network.made import network

from regraph.errors import UsageError
from regraph.network import build, guess, write
from regraph.network.formats import Options
from regraph.network.formats.png import rastered
from regraph.network.formats.svg import picture
from regraph.network.labels import in_lines, labels, text_width
from regraph.network.picture import Dot, bundles, dots

SVG = "{http://www.w3.org/2000/svg}"


def dot(number: int, x: float, y: float, label: str = "Somebody", degree: int = 3) -> Dot:
    return Dot(iri=f"n{number:03}", label=label, type="State", shape="circle", x=x, y=y, radius=8, degree=degree)


def test_svg_shows_every_node_and_every_line() -> None:
    graph = build(sample.store())
    root = ET.fromstring(picture(graph, Options()))  # noqa: S314
    titles = [one.text for one in root.iter(f"{SVG}title")]
    assert all(node["label"] in titles for _, node in graph.nodes(data=True))
    lines = [one for one in root.iter(f"{SVG}path") if "Q" in one.get("d", "")]
    assert len(lines) == len(bundles(graph))
    assert {one.get("stroke-dasharray") for one in lines} >= {None, "7 4"}  # the sign without a colour


def test_svg_holds_hostile_text_as_text() -> None:
    written = picture(build(sample.store()), Options(title="<script>alert(1)</script>"))
    root = ET.fromstring(written)  # noqa: S314
    assert not list(root.iter(f"{SVG}script"))


@pytest.mark.parametrize("size", [30, 200])
def test_names_never_cover_each_other(size: int) -> None:
    found = list(labels(dots(network(size)), 100_000))
    assert len(found) > size / 3
    for one, other in itertools.combinations(found, 2):
        a, b = one.box, other.box
        assert a[0] >= b[2] or a[2] <= b[0] or a[1] >= b[3] or a[3] <= b[1]


def test_the_best_connected_is_named_first_and_nobody_beyond_the_page() -> None:
    crowd = [dot(number, 100, 100, degree=number) for number in range(40)]
    found = list(labels(crowd, 400))
    assert found[0].dot.degree == 39
    assert [one for one in labels([dot(0, 395, 50, "A name that is too long")], 400) if one.box[2] > 400] == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("China", ("China",)),
        ("Twenty-six letters in here", ("Twenty-six letters in here",)),
        ("Office of the United States Trade Representative", ("Office of the United", "States Trade Representati…")),
        ("Donaudampfschifffahrtsgesellschaft", ("Donaudampfschifffahrtsges…",)),
        ("A Donaudampfschifffahrtsgesellschaft", ("A", "Donaudampfschifffahrtsges…")),
    ],
)
def test_long_names_take_two_lines(text: str, lines: tuple[str, ...]) -> None:
    assert in_lines(text) == lines


def test_wide_letters_are_wider() -> None:
    assert text_width("illi", 10) < text_width("WMWM", 10) < text_width("中国中国中", 10)
    assert text_width("Peru", 10) < text_width("Peru", 10, bold=True)


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Return width, height and the unpacked rows (each with its filter byte) of a PNG of 8-bit colours."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 6)
    at, data = 8, b""
    while at < len(png):
        length = struct.unpack(">I", png[at : at + 4])[0]
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += 12 + length
    return width, height, zlib.decompress(data)


def test_png_is_the_svg_at_twice_its_size_and_the_same_again() -> None:
    from pathlib import Path

    graph = build(sample.store())
    out, again = io.BytesIO(), io.BytesIO()
    write(graph, "png", out)
    write(graph, "png", again)
    assert out.getvalue() == again.getvalue()
    root = ET.fromstring(picture(graph, Options()))  # noqa: S314
    width, height, rows = pixels(out.getvalue())
    assert (width, height) == (2 * int(root.get("width", "")), 2 * int(root.get("height", "")))
    assert len(set(rows)) > 100  # not an empty page
    assert guess(Path("x.PNG")) == "png"


def test_names_are_written_without_any_font_of_the_system() -> None:
    def page(text: str) -> bytes:
        return rastered(
            '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40" font-family="Helvetica, Arial, sans-serif">'
            f'<rect width="100%" height="100%" fill="#fff"/><text x="5" y="25">{text}</text></svg>'
        )

    assert len({page(""), page("Gallium"), page("Samarium")}) == 3


def test_without_the_extra_png_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(UsageError, match=r"regraph-kg\[png\]"):
        write(build(sample.store()), "png", io.BytesIO())
