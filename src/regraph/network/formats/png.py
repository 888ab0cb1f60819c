"""A network in, its SVG picture as a PNG out, for slides and word processors; twice as fine as a screen.

Names are written in Roboto, so that the picture is the same on every machine; only scripts that Roboto lacks are taken
from the fonts of the system. Needs the `png` extra.
"""

from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from regraph.errors import UsageError
from regraph.network.formats import Options
from regraph.network.formats.svg import picture

if TYPE_CHECKING:
    from regraph.network.building import Graph

_ZOOM: Final = 2.0  # pixels for one unit of the SVG
_FAMILY: Final = 'font-family="Helvetica, Arial, sans-serif"'
_ROBOTO_ENDS: Final = 0x0530  # it knows Latin, Greek and Cyrillic
_PUNCTUATION: Final = range(0x2000, 0x2070)


def write(graph: "Graph", stream: IO[bytes], options: Options) -> None:
    """Write PNG.

    Raises: UsageError where the `png` extra is not installed.
    """
    stream.write(rastered(picture(graph, options)))


def rastered(svg: str) -> bytes:
    """Return an SVG picture as PNG.

    Raises: UsageError where the `png` extra is not installed.
    """
    try:
        import font_roboto
        import resvg_py
    except ImportError:
        raise UsageError("PNG needs two more packages: pip install 'regraph-kg[png]', or write SVG") from None
    fonts = Path(font_roboto.__file__).parent / "files"
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg.replace(_FAMILY, 'font-family="Roboto"'),
            zoom=_ZOOM,
            font_files=[str(fonts / f"Roboto-{name}.ttf") for name in ("Regular", "Bold")],
            font_family="Roboto",
            skip_system_fonts=all(ord(char) < _ROBOTO_ENDS or ord(char) in _PUNCTUATION for char in svg),
        )
    )
