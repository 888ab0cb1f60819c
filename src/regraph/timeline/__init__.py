"""What was in force when, as data: bars of a measure, a material or an actor; what changed; what is new.

timeline(store, kind, iri, known_by) -> Timeline     bars, drawn by `svg` and `html`
world(bars, first, last), learned(before, after, on)  differences between two days, of the world or of knowledge
news(store, since) -> News                            a change list; `feeds` writes it as Markdown, JSON, Atom
"""

from regraph.timeline.bars import END_OF_TIME, Bar, Span, Timeline, bars_of, timeline
from regraph.timeline.differences import Difference, learned, world

__all__ = ["END_OF_TIME", "Bar", "Difference", "Span", "Timeline", "bars_of", "learned", "timeline", "world"]
