"""A Markdown file, with or without front matter, into a document whose offsets are those of the decoded file.

Front matter may give `title`, `url`, `publisher`, `published`, `kind` and `sha256` (of the original that the
file retells); other keys are left alone. It is part of the text, as boilerplate.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from regraph import dates
from regraph.errors import DateError, LoadError
from regraph.load.capture import Capture
from regraph.load.captured import KINDS, Known, document
from regraph.load.decode import decode
from regraph.model import Document

_FRONT: Final = re.compile(r"---[ \t]*\n(?P<yaml>.*?)(?:\n|(?<=\n))(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_MOST_FRONT: Final = 20_000


def load_markdown(capture: Capture) -> Document:
    """Return the document of a Markdown file.

    Raises: LoadError where the bytes are no text, the front matter is no YAML or has a wrong value, or there is
    no article.
    """
    text = decode(capture.data, capture.name)
    match = _FRONT.match(text, 0, _MOST_FRONT)
    known = _known(_yaml(match["yaml"], capture.name), capture.name, match.end()) if match else Known()
    return document(capture, text, known)


def _yaml(text: str, name: str) -> Mapping[str, Any]:
    import yaml

    try:
        found = yaml.load(text, Loader=_plain_loader())  # noqa: S506 - a SafeLoader, without dates and anchors
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 2
        raise LoadError(f"{name}: front matter is no YAML near line {line}: write `key: value` lines") from error
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise LoadError(f"{name}: front matter is no list of `key: value` lines: write them so, or leave it out")
    return found


def _plain_loader() -> Any:
    import yaml

    class Plain(yaml.SafeLoader):
        """SafeLoader that keeps dates as text and refuses aliases, which can blow up."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("an alias")
            return super().compose_node(parent, index)

    Plain.yaml_implicit_resolvers = {
        key: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
        for key, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return Plain


def _known(front: Mapping[str, Any], name: str, end: int) -> Known:
    values = {key: _text(front.get(key)) for key in ("title", "url", "publisher", "published", "kind", "sha256")}
    published = values["published"]
    if published:
        try:
            published = dates.parse(published[:10] if re.match(r"\d{4}-\d\d-\d\d[T ]", published) else published).edtf()
        except DateError as error:
            raise LoadError(f"{name}: `published` {error}") from error
    kind = values["kind"] or "press"
    if kind not in KINDS:
        raise LoadError(f"{name}: `kind` {kind!r} is unknown: use one of {', '.join(KINDS)}")
    sha256 = (values["sha256"] or "").lower()
    if sha256 and not _SHA256.fullmatch(sha256):
        raise LoadError(f"{name}: `sha256` is no SHA-256: give 64 hex digits, or leave it out")
    return Known(
        title=values["title"],
        url=values["url"],
        publisher=values["publisher"],
        published=published,
        kind=kind,
        sha256=sha256 or None,
        front=end,
    )


def _text(value: Any) -> str | None:
    """Return a scalar as text, None for nothing; lists and mappings have no place here."""
    if value is None or isinstance(value, list | dict):
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    return " ".join(str(value).split()) or None
