"""A sentence with everything found in it in, one view out: parse, names, times and figures by token number.

Also the phrases of the sentence that name a measure, with the kind that the words beside the head give.
"""

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from regraph.extract.clauses import Clause, Parse, parse
from regraph.extract.frames import Frames, Noun
from regraph.extract.lexicon import Lexicon
from regraph.extract.likely import Heard
from regraph.extract.mentions import acting_state, actor_type
from regraph.extract.quantities import Quantity
from regraph.extract.times import Time
from regraph.extract.tokens import Sentence, Token
from regraph.model import Mention

T = TypeVar("T")


@dataclass(slots=True)  # not frozen, as there are a hundred an article and freezing triples the cost of each
class At(Generic[T]):
    """A thing found, with its half-open span of tokens."""

    start: int
    end: int
    value: T
    sort: str = ""  # of an actor, once it was asked for


@dataclass(slots=True)
class View:
    """One sentence, ready for the frames; it is parsed when the parse or the phrases are first asked for."""

    sentence: Sentence
    tokens: Sequence[Token]
    words: frozenset[str]  # the lemmas and the lower forms of the tokens
    text: str
    names: list[At[Mention]]
    times: list[At[Time]]
    figures: list[At[Quantity]]
    lexicon: Lexicon
    frames: Frames
    parsed: bool = False  # whether somebody has asked for the parse
    moods: dict[tuple[int, bool], Any] = field(default_factory=dict)  # of the clauses, by `mood`
    scopes: dict[int, Any] = field(default_factory=dict)  # of the clauses, by `readings.scope`
    carved: list[int] | None = None  # where carve-outs begin, by `roles.cut_carve_outs`
    acting: list[tuple[int, tuple[str, ...]]] | None = None  # nouns of action, by `nominals`
    parse: Parse = field(init=False)
    phrases: list["Phrase"] = field(init=False)
    topic: str = ""  # the material or item named last before this sentence
    theme: str = ""  # the material that the document is mainly about, where there is one
    theme_item: str = ""  # the item that it is mainly about
    heard: Heard | None = None  # what its words make likely, where they are asked
    lead: tuple[str, ...] | None = None  # who promises what the list says, where the line before it opens one

    def __getattr__(self, name: str) -> Any:
        """Parse the sentence: called only while `parse` and `phrases` have no value yet."""
        if name not in ("parse", "phrases"):
            raise AttributeError(name)
        _read(self)
        return object.__getattribute__(self, name)

    def of(self, kind: str, start: int, end: int) -> Iterator[At[Mention]]:
        """Give the names of a kind that begin within tokens [start, end)."""
        for name in self.names:
            if start <= name.start < end and name.value.kind == kind:
                yield name

    def has_lemma(self, words: frozenset[str] | set[str], start: int, end: int) -> bool:
        """Tell whether one of the lemmas stands within tokens [start, end)."""
        if self.words.isdisjoint(words):
            return False
        return any(token.lemma in words or token.lower in words for token in self.tokens[start:end])

    def state(self, name: At[Mention]) -> str | None:
        """Return the state that an actor acts for."""
        return acting_state(name.value, self.lexicon)

    def sort(self, name: At[Mention]) -> str:
        """Return what sort of actor a name is: state, body, person, company …."""
        sort = name.sort
        if not sort:
            sort = name.sort = actor_type(name.value, self.lexicon)
        return sort

    def clause_at(self, place: int) -> Clause | None:
        """Return the clause that token `place` lies in."""
        index = self.parse.clause_of[place] if place < len(self.parse.clause_of) else -1
        return self.parse.clauses[index] if index >= 0 else None

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        """Return the text offsets of a token span."""
        return self.tokens[start].start, self.tokens[max(start, end - 1)].end


@dataclass(slots=True)
class Phrase:
    """A noun phrase that names a measure: [start, end) with its head just before `head_end`."""

    start: int
    head: int
    head_end: int
    end: int
    noun: Noun
    kind: str
    contexts: frozenset[str]
    definite: bool
    used: bool = False
    acted: int = 0  # how many verbs act on it
    nominal: bool = False  # acted on by a noun ("the suspension of the ban"), so no verb acts on it as well
    reference: str = ""  # a measure named by number or title


def build(
    text: str,
    sentence: Sentence,
    names: Sequence[Mention],
    found: tuple[Sequence[Time], Sequence[Quantity]],
    tools: tuple[Lexicon, Frames],
) -> View:
    """Return the view of a sentence."""
    lexicon, frames = tools
    tokens = sentence.tokens
    if names or found[0] or found[1]:
        edges = [token[0] for token in tokens], [token[1] for token in tokens]
    else:
        edges = [], []
    return View(
        sentence=sentence,
        tokens=tokens,
        words=sentence.words,
        text=text,
        names=[_place(edges, m.start, m.end, m) for m in names],
        times=[_place(edges, t.start, t.end, t) for t in found[0]],
        figures=[_place(edges, q.start, q.end, q) for q in found[1]],
        lexicon=lexicon,
        frames=frames,
    )


def _place(edges: tuple[list[int], list[int]], start: int, end: int, value: T) -> At[T]:
    """Return a thing with the tokens that it covers; `edges` are where the tokens start and end."""
    starts, ends = edges
    first = bisect_left(starts, start)
    last = bisect_left(ends, end, first) + 1 if first < len(ends) else first + 1
    return At(first if first < len(starts) else first - 1, last, value)


def _read(view: View) -> None:
    """Fill the parse and the phrases of a view."""
    actors = [False] * len(view.tokens)
    for at in view.names:
        if at.value.kind == "actor" and "demonym" not in at.value.rule:
            actors[min(at.end, len(actors)) - 1] = True
    fixed = _fixed(view.tokens, view.names, view.times, view.figures)
    view.parse = parse(view.tokens, actors, view.frames.grammar, fixed)
    view.times = [at for at in view.times if view.parse.tags[at.start] != "X"]  # the day of a dateline
    _see_through_times(view)
    view.parsed = True
    from regraph.extract import phrases  # it reads views

    view.phrases = phrases.find(view)


def _see_through_times(view: View) -> None:
    """Let what follows a time hang on what governs the time: "suspend for a year the controls"."""
    governor, tags = view.parse.governor, view.parse.tags
    for at in view.times:
        low = at.start - 1 if at.start and tags[at.start - 1] == "P" else at.start
        for k in range(at.end, len(governor)):
            if not low <= governor[k] < at.end:
                break
            governor[k] = governor[low]


def _fixed(
    tokens: Sequence[Token], names: Sequence[At[Mention]], times: Sequence[At[Time]], figures: Sequence[At[Quantity]]
) -> list[bool]:
    """Return which tokens lie within a name, a date, a figure, or between two names of one list."""
    fixed = [False] * len(tokens)
    for name in names:
        if name.value.kind != "name" and not name.value.rule.startswith("coref"):
            fixed[name.start : name.end] = [True] * (min(name.end, len(tokens)) - name.start)
    for figure in figures:
        if figure.value.unit not in ("", "x"):
            fixed[figure.start : figure.end] = [True] * (min(figure.end, len(tokens)) - figure.start)
    for time in times:
        for place in range(time.start + 1, min(time.end, len(tokens))):
            fixed[place] = tokens[place].text == ","
        if tokens[time.start].lower in ("last", "starting", "beginning", "commencing", "ending"):
            fixed[time.start] = True  # no verb: "imported 5,200 tonnes last year"
    for left, right in itertools.pairwise(names):
        between = [tokens[k].lower for k in range(left.end, right.start)]
        kind = left.value.kind
        listed = kind == right.value.kind and between in ([","], [",", "and"], [",", "or"], ["and"], ["or"])
        if listed and (kind in ("material", "item", "place") or (kind == "actor" and between == ["and"])):
            fixed[left.end : right.start] = [True] * len(between)
    for place, token in enumerate(tokens):
        if token.lower in _BEFORE_PLACES and not any(time.start == place + 1 for time in times):
            end = _list_of_names(tokens, place + 1)
            fixed[place + 1 : end] = [True] * (end - place - 1)
    return fixed


_BEFORE_PLACES = frozenset("in of from with at across throughout between near outside".split())


def _list_of_names(tokens: Sequence[Token], first: int) -> int:
    """Return the end of "Germany, Italy and Slovakia", "Surat, Noida and Pune"; `first` where no such list stands."""
    place, commas = first, 0
    while place < len(tokens):
        start = place
        while place < len(tokens) and tokens[place].text[0].isupper() and place - start < 4:
            place += 1
        if place == start or place + 1 >= len(tokens):
            return first
        if tokens[place].text == ",":
            commas += 1
            place += 1
            if place + 1 < len(tokens) and tokens[place].lower == "and" and commas > 1:
                place += 1
                commas = -1
        elif tokens[place].lower in ("and", "or") and commas > 0:
            place += 1
            commas = -1
        elif commas < 0:
            return place
        else:
            return first
    return first
