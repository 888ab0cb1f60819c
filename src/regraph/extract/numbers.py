"""Tokens in, numbers out: digits with separators, number words, scales, fractions."""

import re
import string
from typing import Final

from regraph.extract.tokens import Token

NUMBER_WORDS: Final = {
    word: float(number)
    for number, words in enumerate(
        """
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty
        """.split()
    )
    for word in (words,)
} | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0}

SCALE: Final = {
    "hundred": 1e2, "hundreds": 1e2, "thousand": 1e3, "thousands": 1e3, "k": 1e3, "million": 1e6,
    "millions": 1e6, "mln": 1e6, "mln.": 1e6,
    "mn": 1e6, "mn.": 1e6, "m": 1e6, "billion": 1e9, "billions": 1e9, "bln": 1e9, "bln.": 1e9, "bn": 1e9,
    "bn.": 1e9, "b": 1e9, "trillion": 1e12,
    "trn": 1e12, "tn": 1e12, "lakh": 1e5, "crore": 1e7, "dozen": 12.0, "dozens": 12.0, "score": 20.0,
}  # fmt: skip

FRACTIONS: Final = {
    "half": 50.0, "third": 100 / 3, "thirds": 100 / 3, "quarter": 25.0, "quarters": 25.0, "fifth": 20.0,
    "fifths": 20.0, "tenth": 10.0,
    "tenths": 10.0, "sixth": 100 / 6, "eighth": 12.5, "eighths": 12.5,
}  # fmt: skip

_LARGEST: Final = 1e24  # no figure is larger: "billion billion billion …" is damaged text, and soon infinite

GLUED_MONEY: Final = re.compile(r"(RM|Rs|Rp|US|CNY|USD|EUR)(\d+)", re.IGNORECASE)


def number_at(tokens: tuple[Token, ...], place: int) -> tuple[float, int] | None:
    """Return (value, end) of digits or number words with their scale: "1.5 mln", "two dozen", "twenty-eight"."""
    found = _unscaled(tokens, place)
    if found is None:
        return None
    value, end = found
    written = tokens[place].text[0].isdigit()
    scaled, count = False, len(tokens)
    while end < count and (scale := SCALE.get(tokens[end].lower)) is not None:
        if len(tokens[end].text) == 1 and tokens[end].start != tokens[end - 1].end:
            break  # "5 m" is no five million, "$5m" is
        if (written and tokens[end].lower in _MANY) or value * scale > _LARGEST:
            break
        value, end, scaled = value * scale, end + 1, True
        if end + 1 < count and tokens[end].lower == "of" and tokens[end + 1].lower in SCALE:
            end += 1
    if not scaled and not written and tokens[place].lower not in NUMBER_WORDS and not tokens[place].text[-1].isdigit():
        return None
    return value, end


_MANY: Final = frozenset({"dozens", "hundreds", "thousands"})
_WITH_ARTICLE: Final = frozenset("dozen hundred thousand million billion quarter third fifth tenth half".split())


def _unscaled(tokens: tuple[Token, ...], place: int) -> tuple[float, int] | None:
    """Return (value, end) of the digits or the number word at `place`; 1 where only a scale follows."""
    token, count, end = tokens[place], len(tokens), place + 1
    word = token.lower
    if token.text[-1].isdigit():
        return _grouped(tokens, place)
    if word in NUMBER_WORDS:
        value = NUMBER_WORDS[word]
        if value >= 20 and end + 1 < count and tokens[end].text == "-":
            ones = NUMBER_WORDS.get(tokens[end + 1].lower, 0)
            return (value + ones, end + 2) if 0 < ones < 10 else (value, end)
        return value, end
    if word in ("a", "an") and end < count and tokens[end].lower in _WITH_ARTICLE:
        return 1.0, end
    return (1.0, place) if word in _MANY or word in ("dozen", "half") else None


def _grouped(tokens: tuple[Token, ...], place: int) -> tuple[float, int] | None:
    """Return (value, end) of digits, groups of three with blanks between them included: "2 000 000"."""
    value = digits(tokens[place].text.lstrip(string.ascii_letters))
    if value is None:
        return None
    end = place + 1
    while end < len(tokens) and end - place < 4 and len(tokens[place].text) < 4 and value.is_integer():
        token = tokens[end]
        if len(token.text) != 3 or not token.text.isdecimal() or token.start != tokens[end - 1].end + 1:
            break
        value, end = value * 1000 + int(token.text), end + 1
    return value, end


def fraction_at(tokens: tuple[Token, ...], place: int) -> tuple[float, int] | None:
    """Return (percent, end) of "a third of", "two-thirds", "half the"; None for "the first half", "a third country"."""
    word, before = tokens[place].lower, tokens[place - 1].lower if place else ""
    following = tokens[place + 1].lower if place + 1 < len(tokens) else ""
    if word == "half":
        shared = (following in ("of", "the", "its", "their", "all") and before not in _ORDINALS) or (
            before in ("by", "than")
            and following not in ("a", "an")
            and following not in NUMBER_WORDS
            and (before == "by" or tokens[place - 3].lower == "by")
        )
        return (50.0, place + 1) if shared else None
    ratio = _ratio(tokens, place)
    if ratio is not None:
        return ratio
    value = 1.0 if word in ("a", "one") else NUMBER_WORDS.get(word)
    look = place + 1 + (following == "-")
    share = FRACTIONS.get(tokens[look].lower) if look < len(tokens) else None
    if value is None or share is None or (word == "a" and share == 50.0):
        return None
    after = tokens[look + 1].lower if look + 1 < len(tokens) else ""
    if following != "-" and after not in (
        "of",
        "from",
        "by",
        "in",
        "to",
        "since",
        "during",
        "over",
        "on",
        "this",
        "last",
        "more",
        "less",
        "fewer",
        "lower",
        "higher",
        "cheaper",
        "dearer",
        "smaller",
        "larger",
        "below",
        "above",
        "went",
        "goes",
        "go",
        "comes",
        "came",
    ):
        return None
    return rounded(round(value * share, 1)), look + 1


def _ratio(tokens: tuple[Token, ...], place: int) -> tuple[float, int] | None:
    """Return (percent, end) of "seven in ten", "three out of four", "one in every five"."""
    part = NUMBER_WORDS.get(tokens[place].lower)
    words = [token.lower for token in tokens[place + 1 : place + 4]]
    skip = 2 if words[:2] in (["out", "of"], ["in", "every"]) else 1 if words[:1] == ["in"] else 0
    whole = NUMBER_WORDS.get(words[skip]) if part and skip and skip < len(words) else None
    if not part or not whole or not part < whole <= 10:
        return None
    return rounded(round(100 * part / whole, 1)), place + skip + 2


_ORDINALS: Final = frozenset("first second last other latter this next previous".split())


def digits(text: str) -> float | None:
    """Return the value of digits with separators: "18,125", "1.5", "44.000.000".

    >>> digits("18,125"), digits("1.5"), digits("44.000.000"), digits("17th")
    (18125.0, 1.5, 44000000.0, None)
    """
    if not text[-1].isdecimal():  # "²" is a digit to Python, and no number
        return None
    groups = text.split(",")
    if len(groups) > 1:
        if all(len(group) in (2, 3) for group in groups[1:-1]) and len(groups[-1].split(".")[0]) == 3:
            text = "".join(groups)
        elif len(groups) == 2 and "." not in text:
            text = ".".join(groups)  # decimal comma
        else:
            return None
    if text.count(".") > 1:
        parts = text.split(".")
        if not all(len(part) == 3 for part in parts[1:]):
            return None
        text = "".join(parts)
    return float(text) if len(text) < 20 and text.replace(".", "", 1).isdecimal() else None


def rounded(value: float) -> float:
    """Return `value` without the dust of binary fractions; whole numbers stay whole."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) and abs(rounded) < 1e15 else rounded
