"""A document read sentence by sentence in; where it names goods, actors, days and instruments out, for `options`."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from regraph.extract.lexicon import Lexicon
from regraph.extract.mentions import acting_state, actor_type
from regraph.extract.times import Time
from regraph.extract.tokens import Sentence
from regraph.model import Mention


@dataclass(frozen=True, slots=True)
class Spot:
    """A thing named at a place."""

    sort: str  # goods, actor, time, instrument
    value: str
    kind: str  # material or item; type of the actor; kind of the time
    sentence: int
    start: int
    around: tuple[str, ...]  # features of the place
    state: str = ""


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


def text_of(
    sentences: Sequence[Sentence],
    names: Sequence[Sequence[Mention]],
    times: Sequence[Sequence[Time]],
    lexicon: Lexicon,
    about: tuple[str | None, str, Sequence[str]],
) -> Text:
    """Return the spots of a document; `about` holds the day of publication, the theme and the main states."""
    spots: dict[str, list[Spot]] = {"goods": [], "actor": [], "time": [], "instrument": []}
    for sentence, here, when in zip(sentences, names, times, strict=True):
        starts = [token.start for token in sentence.tokens]
        for mention in here:
            sort = _SORTS.get(mention.kind)
            if sort is not None:
                spots[sort] += _named(sentence, starts, mention, sort, lexicon)
        spots["time"] += [_dated(sentence, starts, time) for time in when if time.edtf]
    published, theme, states = about
    counts = {sort: Counter(spot.value for spot in found) for sort, found in spots.items()}
    kinds = {spot.value: spot.kind for spot in spots["goods"]}
    often = sorted(counts["goods"], key=lambda value: (-counts["goods"][value], value))
    return Text(
        sentences=sentences,
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


def _named(sentence: Sentence, starts: Sequence[int], mention: Mention, sort: str, lexicon: Lexicon) -> Iterator[Spot]:
    """Yield the spots of a name: one for each thing that it stands for."""
    around = (*_around(sentence, starts, mention.start, mention.end), f"by:{_rule(mention.rule)}")
    kind, state = ("" if sort == "instrument" else mention.kind), ""
    if sort == "actor" and mention.ids:
        kind, state = actor_type(mention, lexicon), acting_state(mention, lexicon) or ""
        around = (*around, f"actor:{kind}")
    for value in mention.ids:
        yield Spot(sort, value, kind, sentence.index, mention.start, around, state)


def _dated(sentence: Sentence, starts: Sequence[int], time: Time) -> Spot:
    day = time.edtf or ""
    around = _around(sentence, starts, time.start, time.end)
    around = (*around, f"by:{_rule(time.rule)}", f"time:{time.kind}", f"grain:{len(day)}")
    return Spot("time", day, time.kind, sentence.index, time.start, around)


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


def _around(sentence: Sentence, starts: Sequence[int], start: int, end: int) -> tuple[str, ...]:
    """Return which words stand before and behind a name."""
    tokens = sentence.tokens
    first, last = bisect_left(starts, start), bisect_left(starts, end)
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
        f"role:{sentence.role}",
    )
