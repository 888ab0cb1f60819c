"""A sentence in, what the rules for names share out: spans over tokens, runs of capitals, marks of single words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from regraph.extract.tokens import Sentence, Token
from regraph.extract.trie import HYPHENS, Lexicon, Mark


class Span(NamedTuple):
    """A mention to be: half-open token numbers, kind, ids, rule, and its rank against overlapping ones."""

    start: int
    end: int
    kind: str
    ids: tuple[str, ...]
    rule: str
    rank: int = 0


@dataclass(slots=True)
class Context:
    """What a document has told so far; later sentences are read with it."""

    main_state: str | None = None
    last_state: str | None = None  # of the sentence before
    short: dict[str, Span] = field(default_factory=dict)  # surname, acronym, first word of a firm -> its mention
    references: dict[str, str] = field(default_factory=dict)  # "announcement 46" -> "Announcement No. 46 of 2024"
    acronyms: frozenset[str] = frozenset()


@dataclass(slots=True)
class View:
    """One sentence with the names of the lexicon in it and the marks of its words."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    names: list[Span]
    marks: list[tuple[int, int]]  # token number, bits
    bits: int  # all bits of `marks`
    covered: dict[int, Span]  # token number -> name
    title_case: bool
    capitals: list[int]  # numbers of the tokens with an initial capital
    runs: list[tuple[int, int]]  # (start, end) of capitals in a row that hold something unknown

    def at(self, bit: int) -> list[int]:
        """Return the token numbers that carry a mark."""
        return [place for place, bits in self.marks if bits & bit] if self.bits & bit else []

    def lower(self, place: int) -> str:
        """Return the folded word at `place`, empty outside the sentence."""
        return self.tokens[place].lower if 0 <= place < len(self.tokens) else ""

    def name_ending(self, end: int) -> Span | None:
        """Return the name whose last token stands before token `end`."""
        found = self.covered.get(end - 1)
        return found if found and found.end == end else None

    def state_before(self, place: int) -> Span | None:
        """Return the state whose name, demonym or possessive stands right before token `place`."""
        end = place
        while end and self.tokens[end - 1].text in _JOINTS:
            end -= 1
        found = self.name_ending(end)
        return found if found and found.rule.startswith("state:") else None


_JOINTS: Final = HYPHENS | {"'s", "’s", "'", "’"}
_PARTICLES: Final = frozenset("de da do dos du van von der den di bin al el la le ter bint".split())
FUNCTION_WORDS: Final = frozenset(
    """
    the a an in on at of to and or but if as by for from with when while after before since although under last
    earlier this that these those it its he she they we i his her their our you your there here what why how who
    which where some many most more few no not all any each every both other another such so than then now yet
    still also only even just about around over today yesterday tomorrow monday tuesday wednesday thursday
    friday saturday sunday january february march april may june july august september october november december
    jan feb mar apr jun jul aug sept sep oct nov dec meanwhile however separately according officials analysts
    sources shares photo read also see updated one two three four five six seven eight nine ten twelve twenty is
    are was were be been has have had do does did will would can could may might must shall should mr mrs ms dr
    sir prof until once during between among including across against despite because given asked speaking half
    output exports imports prices trade under article articles minister ministry government president energy
    industry chapter annex table figure background recommendations article section
    """.split()
)


def _capital_runs(tokens: tuple[Token, ...], capitals: list[int], covered: dict[int, Span]) -> list[tuple[int, int]]:
    """Return (start, end) of the runs of capitalised words, joined by hyphens, initials, "&" and particles.

    Runs that hold nothing but known names and function words are left out.
    """
    out = []
    count, done = len(tokens), 0
    for place in capitals:
        if place < done:
            continue
        end = place + 1
        unknown = place not in covered and tokens[place].lower not in FUNCTION_WORDS
        while end < count:
            text = tokens[end].text
            if text[0].isupper():
                unknown = unknown or (end not in covered and tokens[end].lower not in FUNCTION_WORDS)
                end += 1
            elif end + 1 >= count:
                break
            elif tokens[end + 1].text[0].isupper() and (text in _GLUE or tokens[end].lower in _PARTICLES):
                if text in HYPHENS and tokens[end].start != tokens[end - 1].end:
                    break
                end += 1
            elif text in HYPHENS and tokens[end].start == tokens[end - 1].end == tokens[end + 1].start - 1:
                end += 2  # "Lee Jae-myung", "Kim Jung-kwan"
            elif end + 2 < count and _article_of_a_name(tokens, end):
                end += 2  # "Khaled al-Roudhan", "Maria van der Hoeven"
            else:
                break
        done = end
        if unknown:
            out.append((place, end))
    return out


def _article_of_a_name(tokens: tuple[Token, ...], place: int) -> bool:
    """Tell two small words inside a name, before a capital: "al-", "el-", "van der"."""
    first, second, third = tokens[place : place + 3]
    if not third.text[0].isupper():
        return False
    if second.text in HYPHENS:
        return first.lower in _ARTICLES and first.end == second.start and second.end == third.start
    return first.lower in _PARTICLES and second.lower in _PARTICLES


_ARTICLES: Final = frozenset("al el ad ar as at ash bin ben ul ould".split())

# letters that Unicode does not take apart, so that a slug would lose them
_LETTERS: Final = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ð": "d",
        "þ": "th",
    }
)
_NAME: Final = Mark.NAME
_PROPER: Final = Mark.PROPER
_HEADS: Final = Mark.NAME - 1  # all bits but those of names
_GLUE: Final = HYPHENS | {"&", "+"}


def words_of(tokens: Sequence[Token], start: int, end: int) -> str:
    """Return the words of a token range, with hyphens kept closed."""
    out = ""
    for place in range(start, end):
        token = tokens[place]
        out += ("" if place == start or token.start == tokens[place - 1].end else " ") + token.text
    return out.translate(_LETTERS)


def view_of(sentence: Sentence, lexicon: Lexicon) -> View:
    """Return the sentence with the names of the lexicon and the marks of its words."""
    tokens = sentence.tokens
    interest = lexicon.interest
    names: list[Span] = []
    marks: list[tuple[int, int]] = []
    covered: dict[int, Span] = {}
    bits = skip = 0
    # a word that only begins proper names is of no interest in small letters; said here, as this is the hot loop
    found = [
        (place, mark)
        for place, token in enumerate(tokens)
        if (mark := interest[token[3]]) and (mark != _PROPER or token[2] != token[3])
    ]
    for place, mark in found:
        if mark & _HEADS:
            marks.append((place, mark))
            bits |= mark
        if place < skip or mark < _NAME or (mark & _PROPER and tokens[place][2] == tokens[place][3]):
            continue
        hit = lexicon.longest(tokens, place)
        if hit is not None:
            skip, entry = hit
            span = Span(place, skip, entry.kind, entry.ids, entry.rule, 5)
            names.append(span)
            for inner in range(place, skip):
                covered[inner] = span
    capitals = [place for place, token in enumerate(tokens) if token[2] != token[3] and token[2][0].isupper()]
    title = _is_title(tokens, len(capitals))
    return View(
        sentence, tokens, names, marks, bits, covered, title, capitals, _capital_runs(tokens, capitals, covered)
    )


def _is_title(tokens: tuple[Token, ...], capitals: int) -> bool:
    """Return whether a sentence is a headline With Capitals All Over."""
    if not 4 <= len(tokens) < 40 or 2 * capitals < len(tokens) or tokens[-1].text in (".", "!", "?", "”", '"'):
        return False
    long_words = [token.text[0].isupper() for token in tokens if len(token.text) > 3]
    return len(long_words) > 3 and sum(long_words) > 0.7 * len(long_words)
