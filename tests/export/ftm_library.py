"""The followthemoney library, for tests: with a stand-in for its one dependency that has to be built from source."""

import sys
import unicodedata
from importlib.util import find_spec
from types import ModuleType
from typing import Any


class _Transliterator:
    """What normality asks of pyicu: text in, ASCII out; as good as it needs to be for names of countries."""

    @staticmethod
    def createInstance(_: str) -> "_Transliterator":  # noqa: N802 - the name in pyicu
        return _Transliterator()

    def transliterate(self, text: str) -> str:
        return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def model() -> Any:
    """Return the model of FollowTheMoney."""
    if find_spec("icu") is None and "icu" not in sys.modules:
        stand_in = ModuleType("icu")
        stand_in.Transliterator = _Transliterator  # type: ignore[attr-defined]
        sys.modules["icu"] = stand_in
    from followthemoney import model as found

    return found
