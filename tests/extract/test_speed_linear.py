"""Time in line with length: four times the text takes about four times as long, also where nothing repeats."""

import time

from regraph.extract.engine import drafts
from regraph.model import Document, Passage

_STATES = "Peru Chile Kenya Ghana Gabon Japan India Norway Mexico Brazil Turkey Vietnam Malaysia Indonesia Zambia Angola".split()
_GOODS = "tin copper zinc nickel lithium cobalt gallium germanium antimony tungsten graphite manganese steel timber cocoa rice".split()


def text_of(paragraphs: int) -> str:
    """Return a text in which states act on goods on ever other days."""
    rows = []
    for k in range(paragraphs):
        state, goods = _STATES[k % 16], _GOODS[(k // 16 + 3 * k) % 16]
        rows.append(
            f"{state} banned exports of {goods} on {1 + k % 28} May {2000 + k % 25}. The ban on {goods} will be lifted in {2026 + k % 4}. "
            f"Prices of {goods} rose by {1 + k % 97}%. {state} and {_STATES[(k + 5) % 16]} reached a trade agreement."
        )
    return "\n\n".join(rows)


def seconds(text: str) -> float:
    """Return the least processor time of three readings."""
    document = Document(id="0" * 16, text=text, name="own", sha256="", published="2025-06-11", title=None)
    passages, start = [], 0
    for index, part in enumerate(text.split("\n\n")):
        passages.append(Passage(document_id=document.id, index=index, start=start, end=start + len(part), role="body"))
        start += len(part) + 2
    best = float("inf")
    for _ in range(3):
        before = time.process_time()
        drafts(document, passages)
        best = min(best, time.process_time() - before)
    return best


def test_time_grows_with_length() -> None:
    """A ratio, not a wall-clock time: quadratic steps would take sixteen times as long."""
    short, long = text_of(100), text_of(400)
    seconds(text_of(5))
    assert seconds(long) / seconds(short) < 7
