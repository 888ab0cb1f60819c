"""Claims out of articles of 500 words, one process, imports excluded; and whether time grows in line with length."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bench import timing
from regraph import load
from regraph.model import Document
from regraph.pipeline import claims

ARTICLES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "articles" / "dev"
WORDS = 500


def articles() -> list[Document]:
    """Return the development articles cut and joined to 500 words each."""
    text = "\n\n".join(load.load(path).text for path in sorted(ARTICLES.glob("*.txt")))
    out: list[Document] = []
    part: list[str] = []
    size = 0
    for paragraph in text.split("\n"):
        part.append(paragraph)
        size += len(paragraph.split())
        if size >= WORDS:
            body = "\n".join(part)
            out.append(load.load(Path(f"article-{len(out)}.txt"), data=body.encode(), published="2025-10-30"))
            part, size = [], 0
    return out


def run() -> Iterator[str]:
    """Yield articles a second and the growth of time with length."""
    documents = articles()
    claims(documents[0])
    seconds = timing.function(lambda: [claims(document) for document in documents])
    yield f"{len(documents) / seconds:.0f} articles of {WORDS} words a second and core ({len(documents)} articles)"
    short = whole(documents, 1)
    long = whole(documents, 4)
    ratio = timing.function(lambda: claims(long), 3) / timing.function(lambda: claims(short), 3)
    yield f"four times the text takes {ratio:.1f} times as long ({len(long.text) / 1e6:.1f} MB)"


def whole(documents: Sequence[Document], times: int) -> Document:
    """Return the articles as one text, several times over; the lines that repeat count as article text here."""
    text = "\n\n".join(document.text for document in documents)
    found = load.load(Path("whole.txt"), data="\n\n".join([text] * times).encode(), published="2025-10-30")
    return replace(found, boilerplate=())
