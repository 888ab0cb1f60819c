"""Articles in, damaged texts out: the same seed gives the same texts, on every machine."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
_FOLDERS: Final = ("tests/cases/articles", "seeds/articles")
_NOISE: Final = (
    "\x00 \x01 \x07 \x0b \x0c \x1b \x7f \x85 \xa0 \xad \u0130 \u0131 \u0301 \u0327 \u0345 \u03a3 \u1e9e \u200b \u200d "
    "\u2028 \u202e \u2060 \u2212 \u2460 \u3000 \u3002 \ufb01 \ufeff \uff05 \uffff \ufffd \U0001d7d9 \U0001f600 "
    "\U0010ffff \u0660 \u06f5 \u0967 \u00b2 \u00bd \u2167 \u4e94 \u7a00 \ud800 \udfff "
    "\r \r\n \t \n \n\n"
).split(" ") + list("'’“”\"«»()[]{}<>|*_#~`^\\/@&§©$€£¥%‰°…·•–—-+=;:,.!?")
_FIGURES: Final = (
    "0 00 1 13 31 32 99 1000 2000 2025 9999 10000 99999999999999999999 1e308 1,2,3 1.2.3.4 0.0000001 1,000,000 ½ "
    "² ٣ １２ 1/0 30/02/2025 2025-02-30 2025-13-45 31 April 0 May 9999 II IV -5 −5 5- 12th 2nd 25% 25 % per cent "
    "percentage points trillion billion dozen hundred thousand million half third"
).split(" ")
_PIECES: Final = (
    "U.S. D.R.C. No. Inc. e.g. a.m. Jan. 's ’s 't not will would if unless until since from by to of on the The "
    "said says ban quota tariff licence deal talks sanctions and or but , ; : . ( ) [ ] “ ” \" ' - – — % $ € "
    "Ministry China U.S.-China "
    "rare earths cobalt Monday May March 2025 last next ago year months days Q1 FY26 1990s no longer more than"
).split(" ")

Mutation = Callable[[random.Random, str, Sequence[str]], str]


def paragraphs() -> list[str]:
    """Return the paragraphs of the articles in own words, in the order of their files."""
    files = (
        file for folder in _FOLDERS for file in sorted((ROOT / folder).rglob("*")) if file.suffix in {".txt", ".md"}
    )
    found = (part.strip() for file in files for part in file.read_text(encoding="utf-8").split("\n\n"))
    return list(dict.fromkeys(part for part in found if len(part) > 30))


def mutants(count: int, seed: int = 1) -> Iterator[str]:
    """Yield texts of a paragraph or few, each damaged in one to four ways."""
    rng = random.Random(seed)  # noqa: S311 - a game of dice, no secret
    whole = paragraphs()
    for _ in range(count):
        text = rng.choice(whole)
        for _ in range(rng.choice((1, 1, 2, 2, 3, 4))):
            text = rng.choice(_MUTATIONS)(rng, text, whole)
        yield text[:6000]


def _span(rng: random.Random, text: str, most: int) -> tuple[int, int]:
    start = rng.randrange(len(text) + 1)
    return start, min(len(text), start + rng.randrange(1, most))


def _delete(rng: random.Random, text: str, _: Sequence[str]) -> str:
    start, end = _span(rng, text, 40)
    return text[:start] + text[end:]


def _delete_words(rng: random.Random, text: str, _: Sequence[str]) -> str:
    share = rng.choice((0.05, 0.2, 0.5))
    return " ".join(word for word in text.split(" ") if rng.random() > share)


def _swap(rng: random.Random, text: str, _: Sequence[str]) -> str:
    (a, b), (c, d) = sorted((_span(rng, text, 20), _span(rng, text, 20)))
    return text if c < b else text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def _shuffle(rng: random.Random, text: str, _: Sequence[str]) -> str:
    words = text.split(" ")
    start = rng.randrange(len(words))
    end = start + rng.randrange(2, 30)
    part = words[start:end]
    rng.shuffle(part)
    return " ".join((*words[:start], *part, *words[end:]))


def _double(rng: random.Random, text: str, _: Sequence[str]) -> str:
    start, end = _span(rng, text, 60)
    return text[:end] + text[start:end] * rng.choice((1, 1, 2, 5)) + text[end:]


def _noise(rng: random.Random, text: str, _: Sequence[str]) -> str:
    for _unused in range(rng.randrange(1, 12)):
        place = rng.randrange(len(text) + 1)
        text = text[:place] + rng.choice(_NOISE) + text[place + rng.randrange(2) :]
    return text


def _any_character(rng: random.Random, text: str, _: Sequence[str]) -> str:
    for _unused in range(rng.randrange(1, 6)):
        place = rng.randrange(len(text) + 1)
        text = text[:place] + chr(rng.randrange(0x11_0000)) + text[place:]
    return text


def _figures(rng: random.Random, text: str, _: Sequence[str]) -> str:
    words = text.split(" ")
    for _unused in range(rng.randrange(1, 6)):
        words[rng.randrange(len(words))] = rng.choice(_FIGURES)
    return " ".join(words)


def _pieces(rng: random.Random, text: str, _: Sequence[str]) -> str:
    words = text.split(" ")
    for _unused in range(rng.randrange(1, 10)):
        words.insert(rng.randrange(len(words) + 1), rng.choice(_PIECES))
    return " ".join(words)


def _repeat(rng: random.Random, text: str, _: Sequence[str]) -> str:
    words = text.split(" ")
    place = rng.randrange(len(words))
    words[place:place] = [words[place]] * rng.choice((2, 5, 50))
    return " ".join(words)


def _cut(rng: random.Random, text: str, _: Sequence[str]) -> str:
    start, end = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
    return text[start:end]


def _join(rng: random.Random, text: str, whole: Sequence[str]) -> str:
    return text + rng.choice(("", " ", "\n", "\n\n", ", ", "\r\n", ": ")) + rng.choice(whole)


def _splice(rng: random.Random, text: str, whole: Sequence[str]) -> str:
    other = rng.choice(whole)
    return text[: rng.randrange(len(text) + 1)] + other[rng.randrange(len(other)) :]


def _bare(_: random.Random, text: str, __: Sequence[str]) -> str:
    return "".join(char for char in text if char.isalnum() or char.isspace())


def _giant(rng: random.Random, text: str, whole: Sequence[str]) -> str:
    parts = [text, *(rng.choice(whole) for _ in range(rng.randrange(1, 5)))]
    return " and ".join(part.replace(".", "").replace("\n", " ") for part in parts)


def _case(rng: random.Random, text: str, _: Sequence[str]) -> str:
    return rng.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def _blanks(rng: random.Random, text: str, _: Sequence[str]) -> str:
    return text.replace(
        " ", rng.choice(("", "\n", "\xa0", "  ", "\t", "-", "_", "\u200b", "\n\n- ")), rng.choice((-1, 3))
    )


def _brackets(rng: random.Random, text: str, _: Sequence[str]) -> str:
    opening, closing = rng.choice(("()", "[]", "“”", '""', "''", "«»", "--"))
    start, end = _span(rng, text, 200)
    deep = rng.choice((1, 1, 3, 30))
    return text[:start] + opening * deep + text[start:end] + closing * rng.choice((0, deep)) + text[end:]


def _lines(rng: random.Random, text: str, _: Sequence[str]) -> str:
    mark = rng.choice(("• ", "- ", "1. ", "(a) ", "# ", "> ", "* ", ""))
    return "\n".join(mark + line for line in text.split(rng.choice((". ", ", ", " "))))


_MUTATIONS: Final[tuple[Mutation, ...]] = (
    _delete, _delete_words, _swap, _shuffle, _double, _noise, _any_character, _figures, _pieces, _repeat, _cut, _join,
    _splice, _bare, _giant, _case, _blanks, _brackets, _lines,
)  # fmt: skip
