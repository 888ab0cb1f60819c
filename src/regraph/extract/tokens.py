"""Text and passages in, sentences of tokens with exact offsets out.

Invariant: `text[token.start:token.end] == token.text` for every token, and tokens stand in reading order.
Hyphenated words are split at the hyphen ("US", "-", "China"), except after re-, co-, anti-, pre- and e-.
A possessive "'s" is a token of its own. One compiled pattern reads everything, so the time is linear.
"""

import re
import string
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from operator import add
from typing import NamedTuple

from regraph.extract.lemmas import lemma
from regraph.model import Passage


class Token(NamedTuple):
    """A word, number or mark. A tuple, as building 500 dataclasses an article would cost more than the rest.

    `lower` is lower case without diacritics and with a straight apostrophe; `lemma` is its base form.
    """

    start: int
    end: int
    text: str
    lower: str
    lemma: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: half-open offsets, its tokens, role and index of its passage, its own running number.

    `words` holds the folded words and their lemmas: a test against it spares a reader the walk over the tokens.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    role: str
    paragraph: int
    index: int
    words: frozenset[str]


# Abbreviations that stand before a number only: "No. 18", but a plain "No." ends its sentence.
_BEFORE_NUMBER = "Nos?|no|nos|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Art|art|Arts|Sec|sec|Reg|Fig|fig|Vol|pp|Ch"
_ALWAYS = (
    "Inc|Corp|Ltd|Co|Cos|Cie|Bros|Mfg|Intl|St|Ste|Mt|Ft|Mr|Mrs|Ms|Mx|Dr|Prof|Gen|Sen|Sens|Rep|Reps|Gov|Lt|Col|Capt|Adm|Hon|Rev"
    "|Messrs|Jr|Sr|Dept|Univ|Assn|approx|vs|etc|cf|viz|incl|excl|resp|ca|mln|bln|mn|bn|cu|sq|Tbk|Bhd|Sdn|Pty|Pvt"
)
_PATTERN = re.compile(
    r"[A-Z]?[a-z]+\s+"  # three words of four: tried first, for speed
    r"|(?:(?:[A-Za-z]\.){2,}"  # U.S., D.R.C., a.m., e.g.
    rf"|(?:{_ALWAYS})\.(?![A-Za-z])"
    rf"|(?:{_BEFORE_NUMBER})\.(?=\s*\d)"
    r"|[A-Z]\.(?=\s+[A-Z][a-z.])"  # initials
    r"|\d+(?:[.,]\d+)*(?:(?:st|nd|rd|th)\b)?"
    r"|(?:[Rr]e|[Cc]o|[Aa]nti|[Pp]re|[Ee])-[a-z]+"
    r"|[^\W\d_][^\W_]*(?:['’](?!s\b)[^\W\d_]+)*"
    r"|['’]s\b"
    r"|\.{2,}"
    r"|\S)\s*"
)
_ENDERS = frozenset({".", "!", "?", "…", "...", "....", "。", "！", "？"})
# Abbreviations that can also be the last word of a sentence; the next word decides.
_SOFT_ENDERS = frozenset(
    """
    U.S. U.K. E.U. U.N. U.A.E. D.C. D.R.C. P.R.C. U.S.A. a.m. p.m. Inc. Corp. Ltd. Co. Cos. etc. Jr. Sr. mln.
    bln. bn. mn. Tbk. Bhd. e.g. i.e. S.A. N.V. B.V. S.p.A. A.G.
    """.split()
)
_STARTERS = frozenset(
    """
    the a an it its in on at but and he she they we i this that these those there if as by for from with when
    while after before since however meanwhile although under according last earlier what why how both some most
    many no not to of officials analysts such another more other our their his her you yet so until despite
    """.split()
)
_CLOSERS = frozenset("\"'”’)]»›*_")
_OPENERS = frozenset("\"'“‘([«‹")
_BULLETS = frozenset("•▪●◦‣■□➢►*-–—·")
_ALWAYS_BULLETS = frozenset("•▪●◦‣■□➢►")
_INITIALS = frozenset(f"{letter}." for letter in string.ascii_uppercase)
_MARKS = _ENDERS | _SOFT_ENDERS | _BULLETS | _INITIALS
_CACHE_LIMIT = 200_000
_MAX_TOKENS = 400  # a "sentence" longer than this is no prose; cut, so that later steps stay linear


class _Cache(dict[str, str]):
    """Word in, folded or base form out; bounded, as a hostile text has only new words."""

    def __init__(self, compute: "partial[str] | type[str] | object") -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, word: str) -> str:
        if len(self) > _CACHE_LIMIT:
            self.clear()
        value = self[word] = self._compute(word)  # type: ignore[operator]
        return str(value)


def fold(word: str) -> str:
    """Return `word` in lower case, without diacritics, with straight apostrophes.

    >>> fold("Gécamines"), fold("d’Ivoire")
    ('gecamines', "d'ivoire")
    """
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    plain = unicodedata.normalize("NFKD", lowered.replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)) or lowered


_FOLDED = _Cache(fold)
_LEMMAS = _Cache(lemma)
_token = partial(tuple.__new__, Token)


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of `text[start:end]`, with offsets into `text`.

    >>> [token.text for token in tokenise("The U.S. sells 1.5 mln t of Congo's ore.")]
    ['The', 'U.S.', 'sells', '1.5', 'mln', 't', 'of', 'Congo', "'s", 'ore', '.']
    """
    return _tokens(text, start, len(text) if end is None else end).tokens


def words_of_name(name: str) -> list[str]:
    """Return the texts of the tokens of a name, without lemmas and offsets.

    >>> words_of_name("Lee Jae-myung")
    ['Lee', 'Jae', '-', 'myung']
    """
    return [piece.rstrip() for piece in _PATTERN.findall(name.lstrip())]


class _Read(NamedTuple):
    tokens: list[Token]
    words: list[str]
    pieces: list[str]  # the words with the blanks behind them
    folded: list[str]
    lemmas: list[str]
    lines: bool  # whether there is a line end between two tokens


def _tokens(text: str, start: int, end: int) -> _Read:
    part = text[start:end]
    body = part.lstrip()
    pieces: list[str] = _PATTERN.findall(body)
    starts = list(accumulate(map(len, pieces), initial=start + len(part) - len(body)))
    words = list(map(str.rstrip, pieces))
    ends = map(add, starts, map(len, words))
    folded = list(map(_FOLDED.__getitem__, words))
    lemmas = list(map(_LEMMAS.__getitem__, folded))
    rows = zip(starts, ends, words, folded, lemmas, strict=False)
    return _Read(list(map(_token, rows)), words, pieces, folded, lemmas, "\n" in body)


def sentences(text: str, passages: Iterable[Passage]) -> list[Sentence]:
    """Return the sentences of all passages that are no boilerplate, in the order of the passages.

    A passage always ends its sentence; lines of a `list` passage are sentences of their own.
    """
    out: list[Sentence] = []
    for passage in passages:
        if passage.role == "boilerplate":
            continue
        read = _tokens(text, passage.start, passage.end)
        tokens, first = read.tokens, 0
        for cut in _cuts(read, passage.role == "list"):
            if cut > first:
                part = tuple(tokens[first:cut])
                words = frozenset(read.folded[first:cut]).union(read.lemmas[first:cut])
                out.append(Sentence(part[0].start, part[-1].end, part, passage.role, passage.index, len(out), words))
                first = cut
    return out


def _cuts(read: _Read, by_line: bool) -> list[int]:
    """Return the token numbers before which a sentence begins, and at last the number of tokens."""
    tokens, words, pieces, lines = read.tokens, read.words, read.pieces, read.lines
    cuts = {len(tokens)}
    last = 0
    if lines:
        cuts.update(_line_cuts(read, by_line))
    for place in [place for place, word in enumerate(words) if word in _MARKS]:
        mark = words[place]
        if lines and place - 1 in cuts:
            last = place - 1
        if mark in _BULLETS:
            cut = place if mark in _ALWAYS_BULLETS or (lines and place and "\n" in pieces[place - 1]) else 0
        else:
            cut = _end_after(tokens, place, last)
        if cut:
            cuts.add(cut)
            last = cut
    ordered = sorted(cuts)
    return ordered if len(tokens) <= _MAX_TOKENS else _shortened(ordered)


def _line_cuts(read: _Read, by_line: bool) -> list[int]:
    """Return the token numbers that begin a line, an empty line's neighbour, or a numbered item ("2. Steel")."""
    least = 1 if by_line else 2  # an empty line ends a sentence everywhere
    out = []
    for place in [place for place, piece in enumerate(read.pieces[:-1]) if "\n" in piece]:
        after = read.words[place + 2] if place + 2 < len(read.words) else ""
        numbered = read.words[place + 1].isdigit() and after in (".", ")") and len(read.words[place + 1]) < 3
        if numbered or read.pieces[place].count("\n") >= least:
            out.append(place + 1)
    return out


def _end_after(tokens: list[Token], place: int, first: int) -> int:
    """Return the number of the first token after the sentence that the mark at `place` ends, or 0."""
    count, mark = len(tokens), tokens[place].text
    after = place + 1
    while after < count and tokens[after].text in _CLOSERS and tokens[after].start == tokens[after - 1].end:
        after += 1
    if after >= count:
        return 0
    following = after
    while following < count - 1 and tokens[following].text in _OPENERS:
        following += 1
    next_text = tokens[following].text
    if mark not in _ENDERS:
        return after if next_text[0].isupper() and tokens[following].lower in _STARTERS else 0
    if next_text[0].islower() or tokens[after].start == tokens[after - 1].end:
        return 0
    if mark == "." and place == first + 1 and tokens[first].text[0].isdigit():
        return 0  # "9. On 1 October": a list number, not a sentence
    return after


def _shortened(cuts: list[int]) -> list[int]:
    out: list[int] = []
    before = 0
    for cut in cuts:
        while cut - before > _MAX_TOKENS:
            before += _MAX_TOKENS
            out.append(before)
        out.append(cut)
        before = cut
    return out
