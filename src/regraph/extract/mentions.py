"""Sentences and a lexicon in, the mentions of every sentence out: sorted, not overlapping."""

from collections.abc import Sequence

from regraph.extract.lexicon import Lexicon
from regraph.extract.tokens import Sentence
from regraph.model import Mention


def find_mentions(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> list[list[Mention]]:
    """Return one list of mentions a sentence."""
    out = []
    for sentence in sentences:
        found: list[Mention] = []
        tokens, place = sentence.tokens, 0
        while place < len(tokens):
            hit = lexicon.longest(tokens, place)
            if hit is None:
                place += 1
                continue
            end, entry = hit
            found.append(
                Mention(start=tokens[place].start, end=tokens[end - 1].end, kind=entry.kind, ids=entry.ids, rule=entry.rule)
            )
            place = end
        out.append(found)
    return out


def acting_state(mention: Mention, lexicon: Lexicon) -> str | None:
    """Return the state that an actor mention acts for, None where none is known.

    The rule of a mention whose state comes from the context ends with "@" and the state: "person:office@ID".
    """
    _, _, state = mention.rule.rpartition("@")
    if state != mention.rule and len(state) == 2:
        return state
    return next((state for ident in mention.ids if (state := lexicon.state_of(ident))), None)


def actor_type(mention: Mention, lexicon: Lexicon) -> str:
    """Return state, union, body, person, company, organization, media or group."""
    known = lexicon.type_of(mention.ids[0]) if mention.ids else None
    return known or mention.rule.partition(":")[0]
