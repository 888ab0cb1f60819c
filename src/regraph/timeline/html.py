"""A timeline in, one HTML page out that works offline: the picture, and every phase as a row of a table; no script."""

import datetime as dt
from collections.abc import Iterator

from regraph.timeline.bars import Bar, Span, Timeline
from regraph.timeline.scale import STATUS_WORDS
from regraph.timeline.svg import description, picture, text

_STYLE = """
body { font: 15px/1.45 Helvetica, Arial, sans-serif; color: #1b1f24; margin: 1.5rem; max-width: 75rem }
svg { max-width: 100%; height: auto }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid #d0d7de }
h2 { font-size: 1rem; margin: 1.2rem 0 .2rem } code { color: #57606a }
"""


def html(found: Timeline) -> str:
    """Return the page as text."""
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f'<meta name="description" content="{_attribute(description(found))}">',
        f"<title>Timeline: {text(found.label)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>",
        f"<h1>Timeline: {text(found.label)}</h1>",
        picture(found),
        *(part for bar in found.bars for part in _table(bar)),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _attribute(value: str) -> str:
    return text(value).replace('"', "&quot;")


def _table(bar: Bar) -> Iterator[str]:
    yield f"<h2>{text(bar.title)} <code>{text(bar.name)}</code></h2>"
    yield "<table><thead><tr><th>from</th><th>to</th><th>status</th><th>certainty</th><th>why</th></tr></thead><tbody>"
    for span in bar.spans:
        yield (
            f"<tr><td>{span.start or 'unknown'}</td><td>{_last(span)}</td><td>{STATUS_WORDS[span.status]}</td>"
            f"<td>{span.certainty}</td><td>{text(span.reason)}</td></tr>"
        )
    yield "</tbody></table>"


def _last(span: Span) -> str:
    return str(span.end - dt.timedelta(days=1)) if span.end else "…"
