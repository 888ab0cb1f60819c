"""Reference tables and `ontology/frames/lexicon.yaml` in, a lexicon for reading names in token lists out.

Names stand in a trie of folded words (hyphens left out), so that matching is one dictionary look-up a token and
word boundaries come for free. The longest name wins. Proper names need their capital; all-capital names need
the very same letters ("US" is no "us").
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, NamedTuple

from regraph import resources
from regraph.errors import OntologyError
from regraph.extract.tokens import Token, fold, tokenise
from regraph.ids import slug


class Entry(NamedTuple):
    """What a name stands for: kind and ids of its mention, the rule for --explain, how exact its letters must be."""

    kind: str
    ids: tuple[str, ...]
    rule: str
    case: str = "proper"  # any, proper (initial capital), exact
    name: str = ""


Node = dict[str, Any]  # folded word -> Node; "" -> tuple[Entry, ...]
_HYPHENS: Final = frozenset("-–‐‑/")
_BRACKETS: Final = re.compile(r"\s*\([^)]*\)")


@dataclass(slots=True)
class Lexicon:
    """Names and word lists; read-only once built."""

    trie: Node = field(default_factory=dict)
    states: set[str] = field(default_factory=set)
    bodies: dict[tuple[str, frozenset[str]], str] = field(default_factory=dict)
    symbols: dict[str, str] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    _state: dict[str, str] = field(default_factory=dict)
    _type: dict[str, str] = field(default_factory=dict)
    _place: dict[str, str] = field(default_factory=dict)
    _label: dict[str, str] = field(default_factory=dict)

    def state_of(self, actor: str) -> str | None:
        """Return the state that an actor belongs to or acts for: "CN/MOFCOM" and "xi-jinping" give "CN"."""
        if actor in self.states:
            return actor
        known = self._state.get(actor)
        if known is None and actor[2:3] == "/":
            return actor[:2]
        return known

    def type_of(self, actor: str) -> str | None:
        """Return state, union, body, person, company, organization, media, group, or None where it is unknown."""
        known = self._type.get(actor)
        if known is None and actor[2:3] == "/":
            return "body"
        return known

    def place_of(self, name: str) -> str | None:
        """Return the slug of the place that a name of a state, capital or city names, None where it names none.

        "Beijing" gives "beijing", "Britain" gives "united-kingdom"; a state's id gives its name.
        """
        return self._place.get(name) or self._place.get(fold(name))

    def label_of(self, ident: str) -> str | None:
        """Return the usual name of a known id."""
        return self._label.get(ident)

    def add(self, name: str, entry: Entry) -> None:
        """Add a name; the first entry of a kind for a name stays."""
        node = self.trie
        for word in _key(name):
            node = node.setdefault(word, {})
        node[""] = (*node.get("", ()), entry._replace(name=name))

    def longest(self, tokens: Sequence[Token], start: int) -> tuple[int, Entry] | None:
        """Return (end, entry) of the longest name that begins at token `start`, None where none does."""
        node = self.trie.get(tokens[start].lower) or self.trie.get(tokens[start].lemma)
        if node is None:
            return None
        best: tuple[int, Entry] | None = None
        place, count = start + 1, len(tokens)
        while True:
            for entry in node.get("", ()):
                if fits(entry, tokens, start, place):
                    best = place, entry
                    break
            while place < count and tokens[place].text in _HYPHENS:
                place += 1
            if place >= count:
                return best
            following = node.get(tokens[place].lower) or node.get(tokens[place].lemma)
            if following is None:
                return best
            node, place = following, place + 1


def fits(entry: Entry, tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether the letters of `tokens[start:end]` are what the entry asks for."""
    if entry.case == "any":
        return True
    if entry.case == "proper":
        return tokens[start].text[0].isupper()
    return " ".join(token.text for token in tokens[start:end]) == " ".join(t.text for t in tokenise(entry.name))


def _key(name: str) -> list[str]:
    return [token.lower for token in tokenise(name) if token.text not in _HYPHENS]


def rows(*parts: str) -> Iterator[Mapping[str, str]]:
    """Return the rows of a CSV file of the reference data."""
    with resources.path(*parts).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def names(value: str) -> list[str]:
    """Return the `|`-separated names of a cell, without notes in brackets and leading articles."""
    out = []
    for name in value.split("|"):
        plain = _BRACKETS.sub("", name).strip()
        plain = plain[4:] if plain.lower().startswith("the ") else plain
        if plain:
            out.append(plain)
    return out


@cache
def load() -> Lexicon:
    """Return the lexicon of the reference data and the ontology; built once a process.

    Raises: OntologyError where a file is missing or broken.
    """
    lexicon = Lexicon()
    for row in rows("seeds", "reference", "states.csv"):
        lexicon.states.add(row["id"])
        lexicon._label[row["id"]] = row["label"]
        for name in (row["label"], *names(row["aliases"])):
            lexicon.add(name, Entry("actor", (row["id"],), "state:name", "exact" if name.isupper() else "proper"))
        for name in names(row["demonyms"]):
            lexicon.add(name, Entry("actor", (row["id"],), "state:demonym", "exact" if name.isupper() else "proper"))
    return lexicon
