"""The parts of the network page in, its script and its style out, with WebGL where the front-end bundle was built.

Without the bundle, the modules beside this file are joined to one; it has the same interface (web/README.md) and draws
on a plain canvas.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

from regraph import resources

_PARTS: Final = (
    "data",
    "looks",
    "canvas",
    "labels",
    "panels",
    "dates",
    "moving",
    "page",
)  # none needs a later one to start
_IMPORT: Final = re.compile(r'^import .* from "\./\w+\.js";\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=const |function |async function |class )", re.MULTILINE)
_PUBLIC: Final = "export { mountAll, mountNetwork };\n"


def script() -> str:
    """Return the text of an ES module that mounts the viewer wherever `data-network` asks for it."""
    if resources.has_bundle():
        return resources.bundle("network.js").read_text(encoding="utf-8")
    return plain_script()


def style() -> str:
    """Return the text of the style sheet of the viewer."""
    if resources.has_bundle():
        return resources.bundle("network.css").read_text(encoding="utf-8")
    return part("viewer.css")


def plain_script() -> str:
    """Return the same module without WebGL, made of the readable parts alone."""
    joined = "\n".join(part(f"{name}.js") for name in _PARTS)
    return _EXPORT.sub("", _IMPORT.sub("", joined)) + "\nmountWhenReady();\n" + _PUBLIC


@cache
def part(name: str) -> str:
    """Return the text of a file beside this one."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
