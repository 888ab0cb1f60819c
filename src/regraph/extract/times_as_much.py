"""Tokens in, changes told as multiples out: "four times as much as", "twice the price", "by a factor of three"."""

from collections.abc import Iterator, Sequence

from regraph.extract.numbers import NUMBER_WORDS, digits
from regraph.extract.tokens import Token

_AS = frozenset(("as", "the", "higher", "more", "what", "dearer", "greater", "larger", "that", "its", "last"))
_TWICE = {"twice": 2.0, "double": 2.0, "thrice": 3.0, "triple": 3.0, "treble": 3.0, "half": 0.5}
_OF_WHAT = frozenset("price level amount cost value rate volume sum quantity figure total average".split())


def multiples(tokens: Sequence[Token]) -> Iterator[tuple[int, int, float]]:
    """Give (first token, end, change in percent) of every multiple: "four times as much" is 300."""
    for place, token in enumerate(tokens):
        lower = token.lower
        if lower == "times" and place and place + 1 < len(tokens) and tokens[place + 1].lower in _AS:
            factor = _number(tokens, place - 1)
            if factor is not None and factor > 1:
                yield place - 1, place + 2, _percent(factor)
        elif lower in _TWICE and place + 1 < len(tokens):
            words = [t.lower for t in tokens[place + 1 : place + 4]]
            as_much = words[:2] in (["as", "much"], ["as", "many"], ["as", "high"], ["as", "dear"])
            what = lower != "half" and words[:1] in (["the"], ["its"], ["last"], ["that"], ["what"])
            if as_much or (what and (words[0] in ("what", "that") or not _OF_WHAT.isdisjoint(words[1:]))):
                yield place, place + 3, _percent(_TWICE[lower])
        elif lower == "factor" and place + 2 < len(tokens) and tokens[place + 1].lower == "of":
            factor = _number(tokens, place + 2)
            if factor is not None:
                half = [t.lower for t in tokens[place + 3 : place + 6]] == ["and", "a", "half"]
                yield place, place + 3, _percent(factor + (0.5 if half else 0))


def _number(tokens: Sequence[Token], place: int) -> float | None:
    word = tokens[place].lower
    if word[0].isdigit():
        return digits(tokens[place].text)
    return NUMBER_WORDS.get(word)


def _percent(factor: float) -> float:
    return round((factor - 1) * 100, 1)
