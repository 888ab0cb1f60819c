"""A document read sentence by sentence in; where it names goods, actors, days, terms, counts and instruments out."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from regraph.extract import encoder, fillers
from regraph.extract.lexicon import Lexicon
from regraph.extract.likely import Heard, logit
from regraph.extract.mentions import acting_state, actor_type
from regraph.extract.quantities import Quantity
from regraph.extract.spans import FUNCTION_WORDS
from regraph.extract.times import Time
from regraph.extract.tokens import Sentence
from regraph.ids import slug
from regraph.model import Mention

GOODS: Final = "goods"  # materials and items are one field: which of both a thing is, its mention says


def sort_of(name: str) -> str:
    """Return whether a field holds goods, times, terms, counts, instruments, kinds of measures, or actors."""
    return _SORT_OF.get(name, "actor")


_SORT_OF: Final[Mapping[str, str]] = {
    GOODS: "goods",
    "material": "goods",
    "date": "time",
    "until": "time",
    "duration": "term",
    "count": "count",
    "reference": "instrument",
    "kind": "kind",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A thing named at a place."""

    sort: str  # of the fields that it may fill, see `sort_of`
    value: str
    kind: str  # material or item; type of the actor; kind of the time; what is counted
    sentence: int
    start: int
    word: int  # the place of its word among those that the encoder reads; -1 behind the last of them
    around: tuple[str, ...]  # features of the place
    state: str = ""
    roles: Mapping[str, float] | None = None  # logit of each field that it may fill there, where the words were heard


@dataclass(slots=True)
class Text:
    """All spots of a document, by sort in the order of the text."""

    sentences: Sequence[Sentence]
    spots: dict[str, list[Spot]]
    at: dict[str, list[int]]  # sentence of each spot
    counts: dict[str, Counter[str]]
    ranks: dict[str, dict[int, int]]  # of a count: how many values are named more often
    goods: list[tuple[str, str]]  # what is named most often, with its kind
    orders: dict[str, dict[int, list[int]]]  # starts of the spots of each sentence
    lead: dict[str, set[str]]  # what is named in the headline and in the first sentences
    published: str
    theme: str
    states: Sequence[str]


def text_of(places: Sequence["Place"], lexicon: Lexicon, about: tuple[str | None, str, Sequence[str]]) -> Text:
    """Return the spots of a document; `about` holds the day of publication, the theme and the main states."""
    spots: dict[str, list[Spot]] = {sort: [] for sort in ("actor", *_SORT_OF.values())}
    for place in places:
        for mention in place.names:
            sort = _SORTS.get(mention.kind)
            if sort is not None:
                spots[sort] += _named(place, mention, sort, lexicon)
        spots["time"] += [_dated(place, time) for time in place.times if time.edtf]
        spots["term"] += [_lasting(place, time) for time in place.times if time.duration]
        spots["kind"] += _kinds(place)
        spots["count"] += [_counting(place, figure) for figure in place.figures if _counts(figure)]
        for sort in _PARTS:
            spots[sort] += _heard(place, sort)
    published, theme, states = about
    counts = {sort: Counter(spot.value for spot in found) for sort, found in spots.items()}
    kinds = {spot.value: spot.kind for spot in spots["goods"]}
    often = sorted(counts["goods"], key=lambda value: (-counts["goods"][value], value))
    return Text(
        sentences=[place.sentence for place in places],
        spots=spots,
        at={sort: [spot.sentence for spot in found] for sort, found in spots.items()},
        counts=counts,
        ranks={sort: _ranks(of_sort) for sort, of_sort in counts.items()},
        goods=[(value, kinds[value]) for value in often[:_MAIN]],
        orders={sort: _orders(found) for sort, found in spots.items()},
        lead={sort: {spot.value for spot in found if spot.sentence < _LEAD} for sort, found in spots.items()},
        published=published or "",
        theme=theme,
        states=states,
    )


_SORTS: Final = {"material": "goods", "item": "goods", "actor": "actor", "measure": "instrument"}


class Place:
    """A sentence: which words stand around a name in it, and which fields a word may fill."""

    def __init__(
        self,
        sentence: Sentence,
        names: Sequence[Mention],
        times: Sequence[Time],
        heard: Heard | None,
        figures: Sequence[Quantity] = (),
    ) -> None:
        self.sentence, self.names, self.times, self.figures = sentence, names, times, figures
        self.starts = [token.start for token in sentence.tokens]
        self.roles = heard.roles if heard is not None else None
        self.kinds = heard.kinds if heard is not None else {}
        self.words, self.places = encoder.placed(sentence, names, times)

    def word_at(self, start: int) -> int:
        """Return the place of the word at an offset."""
        return self.places[max(0, bisect_right(self.starts, start) - 1)]

    def lemma_at(self, start: int) -> str:
        """Return the lemma of the word at an offset."""
        return self.sentence.tokens[max(0, bisect_right(self.starts, start) - 1)].lemma

    def roles_of(self, word: int) -> Mapping[str, float] | None:
        """Return the logits of the roles of a word; None where it was not heard."""
        if self.roles is None or not 0 <= word < len(self.roles):
            return None
        return dict(zip(fillers.fillers().names, map(float, self.roles[word]), strict=True))

    def plain(self, number: int) -> bool:
        """Tell a token that is a word and in no name: what no list and no form knows may begin or end with it."""
        token = self.sentence.tokens[number]
        word = self.places[number]
        return (
            word >= 0 and self.words[word][0] != "<" and token.text[0].isalpha() and token.lower not in FUNCTION_WORDS
        )

    def runs(self, sort: str, inside: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
        """Yield the longest runs of tokens (half-open) that may name something of a sort and lie inside."""
        first = -1
        tokens = self.sentence.tokens
        for number in range(len(tokens) + 1):
            if number < len(tokens) and first >= 0 and tokens[number].text == "-":
                continue
            fits = number < len(tokens) and (self.plain(number) or self._named(number, sort)) and inside(number)
            if fits and first < 0:
                first = number
            elif not fits and first >= 0:
                last = number - (tokens[number - 1].text == "-")
                if any(self.plain(k) for k in range(first, last)):
                    yield first, last
                first = -1

    def _named(self, number: int, sort: str) -> bool:
        """Tell a token of a name that may be part of a longer one: "frozen <item>", "<state> hauliers"."""
        word = self.places[number]
        return word >= 0 and self.words[word].startswith(_PARTS[sort])

    def around(self, start: int, end: int) -> tuple[str, ...]:
        """Return which words stand before and behind a name."""
        tokens = self.sentence.tokens
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        before = [tokens[k].lemma if k >= 0 else "^" for k in range(first - 3, first)]
        after = [tokens[k].lemma if k < len(tokens) else "$" for k in range(last, last + 3)]
        return (
            f"b1:{before[2]}",
            f"b2:{before[1]}",
            f"b12:{before[1]} {before[2]}",
            f"b3:{before[0]}",
            f"a1:{after[0]}",
            f"a2:{after[1]}",
            f"a12:{after[0]} {after[1]}",
            f"a3:{after[2]}",
            f"role:{self.sentence.role}",
        )


def _named(place: Place, mention: Mention, sort: str, lexicon: Lexicon) -> Iterator[Spot]:
    """Yield the spots of a name: one for each thing that it stands for."""
    beside = place.around(mention.start, mention.end)
    around = (*beside, f"by:{_rule(mention.rule)}")
    kind, state = ("" if sort == "instrument" else mention.kind), ""
    if sort == "actor" and mention.ids:
        kind, state = actor_type(mention, lexicon), acting_state(mention, lexicon) or ""
        around = (*around, f"actor:{kind}")
    word = place.word_at(mention.start)
    roles = place.roles_of(word)
    index = place.sentence.index
    for value in mention.ids:
        yield Spot(sort, value, kind, index, mention.start, word, around, state, roles)
        if kind == "item":
            of = (*beside, PART, f"of:{value.rpartition('-')[2]}")
            for material in _materials_in(value, lexicon):
                yield Spot(sort, material, "material", index, mention.start, word, of, "", roles)


def _materials_in(item: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield what the name of an item says that it is made of, as far as it is a material: "aluminium-scrap"."""
    words = item.split("-")
    start = 0
    while start < len(words):
        sizes = range(min(_LONGEST, len(words) - start, len(words) - 1), 0, -1)
        found = next((size for size in sizes if "-".join(words[start : start + size]) in lexicon.materials), 0)
        if found:
            yield lexicon.materials["-".join(words[start : start + found])]
        start += found or 1


def _heard(place: Place, sort: str) -> Iterator[Spot]:
    """Yield what no list and no form knows but the words around make likely to fill a field."""
    if place.roles is None:
        return
    best = place.roles[:, _columns(sort)].max(1)
    tokens = place.sentence.tokens
    for first, last in place.runs(sort, lambda number: bool(best[place.places[number]] >= HEARD)):
        start, end = tokens[first].start, tokens[last - 1].end
        value = slug(" ".join(token.text for token in tokens[first:last]))
        around = (*place.around(start, end), "by:heard")
        word = place.places[last - 1]
        yield Spot(sort, value, _KINDS[sort], place.sentence.index, start, word, around, "", place.roles_of(word))


@cache
def _columns(sort: str) -> list[int]:
    """Return the roles that a thing of a sort may have."""
    names = fillers.fillers().names
    return [column for column, name in enumerate(names) if sort_of(name.partition(":")[2]) == sort]


def _dated(place: Place, time: Time) -> Spot:
    day = time.edtf or ""
    around = (*place.around(time.start, time.end), f"by:{_rule(time.rule)}", f"time:{time.kind}", f"grain:{len(day)}")
    word, index = place.word_at(time.start), place.sentence.index
    return Spot("time", day, time.kind, index, time.start, word, around, roles=place.roles_of(word))


def _lasting(place: Place, time: Time) -> Spot:
    """Return where a text says how long something lasts."""
    term = time.duration or ""
    around = (*place.around(time.start, time.end), f"by:{_rule(time.rule)}", f"term:{term}", f"unit:{term[-1]}")
    return Spot("term", term, time.kind, place.sentence.index, time.start, place.word_at(time.start), around)


def _kinds(place: Place) -> Iterator[Spot]:
    """Yield which kinds of measures the words of a sentence make likely, the likeliest first."""
    ranked = sorted(place.kinds.items(), key=lambda row: (-row[1], row[0]))
    for rank, (kind, chance) in enumerate(ranked):
        if chance >= _LEAST_LIKELY:
            around = (f"heard:{round(logit(chance))}", f"heard rank:{rank}")
            yield Spot("kind", kind, kind, place.sentence.index, place.sentence.start, -1, around)


_LEAST_LIKELY: Final = 0.03


def _counts(figure: Quantity) -> bool:
    """Tell a bare whole number, which may count what a measure is on."""
    return figure.unit == "" and figure.value % 1 == 0 and 0 < figure.value < _MOST_COUNTED


def _counting(place: Place, figure: Quantity) -> Spot:
    """Return where a text counts something."""
    noun = figure.counted or ""
    around = (*place.around(figure.start, figure.end), f"counts:{noun}", f"size:{len(str(int(figure.value)))}")
    if figure.noun_start is not None:
        around = (*around, f"noun:{place.lemma_at(figure.noun_start)}")
    what = noun if noun in _COUNTED else "other"
    value = f"{what}={int(figure.value)}"
    return Spot("count", value, what, place.sentence.index, figure.start, place.word_at(figure.start), around)


_MOST_COUNTED: Final = 100_000
_COUNTED: Final = ("materials", "companies", "holders")  # what the ontology has a property of its own for
PART: Final = "by:part"  # of the name of an item
_LONGEST: Final = 3  # words of the name of a material
HEARD: Final = -2.0  # logit of a role from which on a word is offered for it
_PARTS: Final = {"goods": ("<item", "<material"), "actor": ("<actor",)}  # names that may be part of a longer one
_KINDS: Final = {"goods": "item", "actor": "group"}
_LEAD: Final = 3
_MAIN: Final = 4


def _ranks(counts: Counter[str]) -> dict[int, int]:
    ranks: dict[int, int] = {}
    for rank, count in enumerate(sorted(counts.values(), reverse=True)):
        ranks.setdefault(count, rank)
    return ranks


def _orders(spots: Sequence[Spot]) -> dict[int, list[int]]:
    starts: dict[int, set[int]] = {}
    for spot in spots:
        starts.setdefault(spot.sentence, set()).add(spot.start)
    return {sentence: sorted(found) for sentence, found in starts.items()}


def _rule(rule: str) -> str:
    return rule.partition("@")[0]
