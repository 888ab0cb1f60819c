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
from regraph.extract.mentions import acting_state, actor_type
from regraph.extract.quantities import Quantity
from regraph.extract.times import Time
from regraph.extract.tokens import Sentence, Token
from regraph.model import Mention

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class At(Generic[T]):
    """A thing found, with its half-open span of tokens."""

    start: int
    end: int
    value: T


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
    parse: Parse = field(init=False)
    phrases: list["Phrase"] = field(init=False)
    topic: str = ""  # the material or item named last before this sentence
    theme: str = ""  # the material that the document is mainly about, where there is one
    theme_item: str = ""  # the item that it is mainly about
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
        return actor_type(name.value, self.lexicon)

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
    starts = [token.start for token in sentence.tokens]
    ends = [token.end for token in sentence.tokens]

    def place(start: int, end: int, value: T) -> At[T]:
        first = bisect_left(starts, start)
        return At(min(first, len(starts) - 1), max(bisect_left(ends, end) + 1, first + 1), value)

    tokens = sentence.tokens
    return View(
        sentence=sentence,
        tokens=tokens,
        words=frozenset([token.lemma for token in tokens] + [token.lower for token in tokens]),
        text=text,
        names=[place(m.start, m.end, m) for m in names],
        times=[place(t.start, t.end, t) for t in found[0]],
        figures=[place(q.start, q.end, q) for q in found[1]],
        lexicon=lexicon,
        frames=frames,
    )


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
    view.phrases = list(_cited(view, list(_phrases(view))))


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
    return fixed


def _phrases(view: View) -> Iterator[Phrase]:
    tokens, tags, frames = view.tokens, view.parse.tags, view.frames
    place, count, last_end = 0, len(tokens), 0
    named = {name.start: name for name in view.names if name.value.kind == "measure"}
    pauses = frames.lists["pauses"]
    while place < count:
        if tokens[place].lemma in pauses and tags[place] == "W" and _stops_flow(view, place):
            phrase = _phrase(view, frames.nouns["ban"], place, place + 1, last_end)
            if phrase is not None:
                phrase.contexts |= {"export"}
                yield phrase
            place += 1
            last_end = place
            continue
        if place in named and not _modifies(view, named[place]):
            at = named[place]
            yield _named(view, at)
            place = last_end = max(at.end, place + 1)
            continue
        if tokens[place].lemma in frames.lists["licence_objects"] and _standing_licence(view, place):
            phrase = _phrase(view, frames.nouns["licensing"], place, place + 1, last_end)
            if phrase is not None:
                yield phrase
            place += 1
            last_end = place
            continue
        hit = (
            frames.heads.at(tokens, place) if tags[place] == "W" and tokens[place].lemma in frames.heads.first else None
        )
        if hit is not None and tokens[place].lower in frames.grammar.irregular_past:
            hit = None  # "frozen peas" are no freeze
        if hit is None:
            place += 1
            continue
        end, family = hit
        if family == "tariff" and place > 1 and tokens[place - 2].lower == "non":
            family = "measure"  # "non-tariff measures"
        noun, head = frames.nouns[family], place
        while end < count and tags[end] == "W":  # "export control measures", "quota system": the first names the kind
            more = frames.heads.at(tokens, end)
            if more is None:
                break
            other = frames.nouns[more[1]]
            if noun.generic or (noun.weak and not other.weak and not other.generic):
                noun, head = other, end
            end = more[0]
        if end + 1 < count and tokens[end].text in "-–" and tokens[end + 1].lower == "free" or (end < count and tokens[end].lower == "free" and family == "tariff"):
            last_end = place = end + 1
            continue  # "duty-free access"
        if end < count and tags[end] == "W" and tokens[end].lemma in frames.lists["not_heads"]:
            last_end = place = end
            continue
        phrase = _phrase(view, noun, head, end, last_end)
        if phrase is not None:
            phrase.reference = next(
                (at.value.ids[0] for at in named.values() if phrase.start <= at.start < head and _modifies(view, at)),
                "",
            )
            yield phrase
        last_end, place = end, end


def _standing_licence(view: View, place: int) -> bool:
    """Tell "put under licence" and "subject to a permit", which name a regime, from a single licence."""
    tokens, tags = view.tokens, view.parse.tags
    if tags[place] != "W":
        return False
    start = place
    while start and (
        tags[start - 1] == "D"
        or tokens[start - 1].lower in ("export", "prior", "special", "ministerial", "government", "official", "state")
    ):
        start -= 1
    before = tokens[start - 1].lower if start else ""
    if before == "under":
        return start == place or tokens[place - 1].lower == "export"
    return (
        before == "to" and start > 1 and tokens[start - 2].lower in ("subject", "subjected", "subjects", "subjecting")
    )


_INSTRUMENTS = frozenset("decree order directive regulation notice circular law act rule announcement".split())
_ABOUT = frozenset("on of concerning regarding for introducing imposing establishing about the a an which that".split())


def _cited(view: View, phrases: Sequence[Phrase]) -> Iterator[Phrase]:
    """Give the phrases; an instrument and the measure that it is about are one: "Order No. 152 on the ban of exports"."""
    cited: Phrase | None = None
    for phrase in phrases:
        if cited is not None:
            dated = {k for at in view.times for k in range(at.start, at.end)}
            between = {view.tokens[k].lower for k in range(cited.head_end, phrase.start) if k not in dated}
            if not phrase.noun.generic and between & {"on", "concerning", "regarding", "introducing", "imposing", "establishing", "about"} and between <= _ABOUT:
                phrase.reference, phrase.start = phrase.reference or cited.reference, cited.start
            else:
                yield cited
            cited = None
        if phrase.noun.generic and (phrase.reference or view.tokens[phrase.head].lemma in _INSTRUMENTS):
            cited = phrase
        else:
            yield phrase
    if cited is not None:
        yield cited


def _modifies(view: View, at: At[Mention]) -> bool:
    """Tell an instrument that only names the sort of a measure: "the Section 301 tariff"."""
    behind = at.end < len(view.tokens) and view.tokens[at.start].lower in ("section", "article")
    return behind and view.parse.tags[at.end] == "W" and view.frames.heads.at(view.tokens, at.end) is not None


def _stops_flow(view: View, place: int) -> bool:
    """Tell "the suspension of cobalt exports": a pause of trade itself is a ban, not a pause of a ban."""
    tokens, frames = view.tokens, view.frames
    if place and frames.flows.get(tokens[place - 1].lemma) == "export" and view.parse.tags[place - 1] == "W":
        return True  # "the cobalt export suspension"
    if place + 1 >= len(tokens) or tokens[place + 1].lower not in ("of", "on", "to", "in"):
        return False
    if place > 1 and tokens[place - 1].lower in ("a", "an") and tokens[place - 2].lemma in ("put", "call", "bring"):
        return False  # "put a stop to exports" is a verb
    for k in range(place + 2, min(place + 7, len(tokens))):
        if frames.flows.get(tokens[k].lemma) == "export":
            return k + 1 >= len(tokens) or not frames.heads.at(tokens, k + 1)
        if frames.heads.at(tokens, k) or view.parse.tags[k] in "VX":
            return False
    return False


def _named(view: View, at: At[Mention]) -> Phrase:
    """Return the phrase of a measure named by number or title ("Announcement No. 46 of 2024")."""
    end = _right_edge(view, at.end)
    noun = view.frames.nouns[
        "listing" if "list" in at.value.ids[0].lower() or "affiliates" in at.value.ids[0].lower() else "measure"
    ]
    phrase = Phrase(at.start, at.end - 1, at.end, end, noun, noun.kinds["default"], frozenset(), True)
    phrase.reference = at.value.ids[0]
    return phrase


def _phrase(view: View, noun: Noun, head: int, head_end: int, floor: int) -> Phrase | None:
    tokens, tags, frames = view.tokens, view.parse.tags, view.frames
    start = head
    while start > floor and _modifier(view, start - 1, floor):
        start -= 1
        if tokens[start].lower in ("a", "an", "the", "its", "their"):
            break  # "charges foreign ships a port fee"
    while start < head and tags[start] in "CX":
        start += 1
    if head > start and tokens[head - 1].lemma in frames.lists["not_measures"]:
        return None
    end = _right_edge(view, head_end)
    left = {frames.contexts[t.lemma] for t in tokens[start:head] if t.lemma in frames.contexts}
    right = _right_contexts(view, head_end, end)
    contexts = frozenset(left if noun.generic else left | right)
    kind = noun.kinds["default"]
    for context in ("visa", "listing", "technology", "import", "export", "production", "port", "trade"):
        if context in noun.kinds and (context in left or (context in right and context not in ("technology", "trade"))):
            kind = noun.kinds[context]
            break
    if "listing" in left and noun.weak:
        kind = "entity_listing"
    definite = tokens[start].lower in _DEFINITE or (start > 0 and tokens[start - 1].lower == "following")
    return Phrase(start, head, head_end, end, noun, kind, contexts, definite)


_DEFINITE = frozenset("the this these those its their that such".split())


def _modifier(view: View, place: int, floor: int) -> bool:
    """Tell whether the token can stand to the left of the head within its phrase."""
    tokens, tags = view.tokens, view.parse.tags
    sign, text = tags[place], tokens[place].text
    if sign in "WD" or text in '-–%$“"‘' or tokens[place].lower in ("'s", "’s", "'"):
        return True
    if sign == "C" or text == ",":
        return (
            place > floor
            and _material_at(view, place - 1)
            and (_material_at(view, place + 1) or tags[place + 1] == "C")
        )
    return False


def _material_at(view: View, place: int) -> bool:
    return any(name.start <= place < name.end and name.value.kind in ("material", "item") for name in view.names)


def _right_edge(view: View, head_end: int) -> int:
    """Return where what follows the head ends: the clause, a participle clause that hangs on it, or the next head."""
    clauses, count = view.parse.clauses, len(view.tokens)
    edge = count
    for clause in clauses:
        if clause.group >= head_end:
            edge = clause.start if clause.start >= head_end else clause.group  # its own verb, where it is the subject
            break
    for clause in clauses:
        gerund = (
            clause.shape == "ing" and clause.marker in ("on", "of", "from", "against") and clause.start <= head_end + 1
        )
        if clause.start == edge and (clause.shape == "participle" or gerund) and clause.end > edge:
            edge = clause.end
    return edge


def _right_contexts(view: View, start: int, end: int) -> set[str]:
    """Return the contexts of the nouns after on, of, to … that belong to the head."""
    out: set[str] = set()
    for place in range(start, min(end, start + 12)):
        token = view.tokens[place]
        if (
            view.frames.heads.at(view.tokens, place)
            and view.parse.tags[place] == "W"
            and token.lemma not in view.frames.contexts
        ):
            break
        if view.parse.tags[place] == "C":
            break
        if token.lower == "abroad":
            out.add("export")  # "the tax on rice sold abroad"
        context = view.frames.contexts.get(token.lemma)
        if context in ("export", "import", "visa", "technology", "port") and (
            view.parse.tags[place] == "W" or token.lower.endswith("ing")
        ):
            out.add(context)
    return out
