"""Names in, a trie of folded words out, in which token lists are matched: one dictionary look-up a token.

Hyphens are left out of the keys ("rare-earth" is "rare earth"), word boundaries come for free, the longest name
wins. Proper names need their capital; names of the case "exact" need the very same letters ("US" is no "us").
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from regraph.extract.lemmas import lemma
from regraph.extract.tokens import Token, fold, words_of_name


class Entry(NamedTuple):
    """What a name stands for: kind and ids of its mention, the rule for --explain, how exact its letters must be."""

    kind: str
    ids: tuple[str, ...]
    rule: str
    case: str = "proper"  # any, proper (initial capital), exact
    letters: tuple[str, ...] = ()  # the words as written, for "exact"


class Mark:
    """Bits that say what a single word can be the head of."""

    GOODS: Final = 1
    RAW: Final = 2
    BODY: Final = 4
    OFFICE: Final = 8
    FIRM: Final = 16
    GROUP: Final = 32
    ORGANISATION: Final = 64
    COMPANY: Final = 128
    AGREEMENT: Final = 256
    INSTRUMENT: Final = 512
    GOVERNMENT: Final = 1024
    BRACKET: Final = 2048
    NAME: Final = 4096  # a name of the trie begins with the word, whatever its case
    PROPER: Final = 8192  # a proper name begins with the word


Node = dict[str, Any]  # folded word -> Node; "" -> tuple[Entry, ...]
HYPHENS: Final = frozenset("-–‐‑")
_NO_WORDS: Final[frozenset[str]] = frozenset()


class _Interest(dict[str, int]):
    """Folded word in, its bits of Mark out; bounded, as a hostile text has only new words."""

    def __init__(self, trie: Node, marks: dict[str, int], small: set[str]) -> None:
        super().__init__()
        self._trie, self._marks, self._small = trie, marks, small

    def __missing__(self, word: str) -> int:
        if len(self) > 200_000:
            self.clear()
        base = lemma(word)
        bits = self._marks.get(base, 0)
        if word in self._trie or base in self._trie:
            bits |= Mark.NAME if word in self._small or base in self._small else Mark.PROPER
        self[word] = bits
        return bits


@dataclass(slots=True)
class Lexicon:
    """Names and word lists; read-only once built."""

    trie: Node = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)  # lemma -> bits of Mark
    small: set[str] = field(default_factory=set)  # first words of names that need no capital
    words: dict[str, frozenset[str]] = field(default_factory=dict)  # name of a list -> its words
    states: set[str] = field(default_factory=set)
    symbols: dict[str, str] = field(default_factory=dict)  # chemical symbol -> material
    bodies: dict[tuple[str, frozenset[str]], str] = field(default_factory=dict)  # (state, portfolio) -> id
    state_words: dict[str, frozenset[str]] = field(default_factory=dict)  # words of a state's names
    state_by_id: dict[str, str] = field(default_factory=dict)
    type_by_id: dict[str, str] = field(default_factory=dict)
    place_by_name: dict[str, str] = field(default_factory=dict)
    label_by_id: dict[str, str] = field(default_factory=dict)
    interest: dict[str, int] = field(default_factory=dict)  # folded word -> bits; filled while reading
    head_by_state: dict[str, str] = field(default_factory=dict)  # state -> the person at its head
    materials: dict[str, str] = field(default_factory=dict)  # slug of a name -> material

    def __post_init__(self) -> None:
        self.interest = _Interest(self.trie, self.marks, self.small)

    def state_of(self, actor: str) -> str | None:
        """Return the state that an actor belongs to or acts for: "CN/MOFCOM" and "xi-jinping" give "CN"."""
        if actor in self.states:
            return actor
        known = self.state_by_id.get(actor)
        if known is None and actor[2:3] == "/":
            return actor[:2]
        return known

    def type_of(self, actor: str) -> str | None:
        """Return state, union, body, person, company, organisation or media; None where the id is unknown."""
        known = self.type_by_id.get(actor)
        if known is None and actor[2:3] == "/":
            return "body"
        return known

    def place_of(self, name: str) -> str | None:
        """Return the slug of the place that a state's id or a name of a state, capital or city names.

        "KR" gives "south-korea", "Beijing" gives "beijing", "Britain" gives "united-kingdom".
        """
        return self.place_by_name.get(name) or self.place_by_name.get(fold(name))

    def label_of(self, ident: str) -> str | None:
        """Return the usual name of a known id."""
        return self.label_by_id.get(ident)

    def has(self, words: str, word: str) -> bool:
        """Return whether a word stands in one of the word lists of lexicon.yaml."""
        return word in self.words.get(words, _NO_WORDS)

    def add(self, name: str, entry: Entry) -> None:
        """Add a name; of several entries for one name the first that fits the letters wins."""
        words = tuple(word for word in words_of_name(name) if word not in HYPHENS)
        folded = [fold(word) for word in words]
        if entry.case == "any" or words[0][0].islower() or not words[0][0].isalpha():
            self.small.add(folded[0])
        node = self.trie
        for word in folded:
            node = node.setdefault(word, {})
        known: tuple[Entry, ...] = node.get("", ())
        node[""] = (*known, Entry(entry.kind, entry.ids, entry.rule, entry.case, words))

    def longest(self, tokens: Sequence[Token], start: int) -> tuple[int, Entry] | None:
        """Return (end, entry) of the longest name that begins at token `start`, None where none does."""
        first = tokens[start]
        node = self.trie.get(first.lower) or self.trie.get(first.lemma)
        if node is None:
            return None
        best: tuple[int, Entry] | None = None
        place, count = start + 1, len(tokens)
        while True:
            for entry in node.get("", ()):
                if _fits(entry, tokens, start, place):
                    best = place, entry
                    break
            while place < count and tokens[place].text in HYPHENS:
                place += 1
            if place >= count:
                return best
            token = tokens[place]
            node = node.get(token.lower) or node.get(token.lemma)
            if node is None:
                return best
            place += 1


def _fits(entry: Entry, tokens: Sequence[Token], start: int, end: int) -> bool:
    if entry.case == "any":
        return True
    if entry.case == "proper":
        return tokens[start].text[0].isupper()
    return entry.letters == tuple(token.text for token in tokens[start:end] if token.text not in HYPHENS)
