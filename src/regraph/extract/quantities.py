"""A sentence in, its figures out: value with unit, percentages with from and to, counts of things.

Numbers are read from tokens, so that offsets stay exact; years, days of the month and numbers that belong to a name
("Announcement No. 18") are no figures.
"""

from dataclasses import dataclass, replace
from typing import Final

from regraph.extract.changes import ABOUT, Figure, change_before, rates_of
from regraph.extract.numbers import GLUED_MONEY, NUMBER_WORDS, fraction_at, number_at, rounded
from regraph.extract.tokens import Sentence, Token
from regraph.extract.units import is_date, money_before, per_unit, range_end, unit_at


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of the text.

    `unit` is "t" (metric tons), "%", "pp" (percentage points), "USD", "EUR" …, "bbl", "oz", "m3", "USD/t" …, "x" for
    a factor ("doubled"), or "" for a bare number. `low` and `high` bound a range ("5 to 10 percent"), `value` is then
    its upper end. `counted` is the class of the counted noun (materials, companies, holders, persons, other), the noun
    itself stands at `noun_start:noun_end`. `rate_from` and `rate_to` are the ends of a change told in percent.
    `change` is +1 or -1 where a verb of rising or falling governs the figure ("fell by 30%").
    """

    start: int
    end: int
    value: float
    unit: str = ""
    low: float | None = None
    high: float | None = None
    approx: bool = False
    counted: str | None = None
    noun_start: int | None = None
    noun_end: int | None = None
    rate_from: float | None = None
    rate_to: float | None = None
    change: int = 0


_TIME: Final = frozenset(
    """
    day days week weeks month months year years hour hours minute minutes second seconds quarter quarters decade
    decades century centuries fortnight a.m. p.m. am pm o'clock january february march april may june july
    august september october november december business working calendar time times weekend summer winter
    """.split()
)


_MATERIAL_NOUNS: Final = frozenset("metal mineral element material oxide compound ore".split())

_COMPANY_NOUNS: Final = frozenset(
    """
    company firm entity enterprise supplier producer maker manufacturer carmaker automaker chipmaker exporter
    importer miner smelter refiner refinery bank business developer group contractor shipper trader utility
    steelmaker airline organisation organization corporation institution subsidiary affiliate unit vendor
    operator processor mill institute university
    """.split()
)

_PERSON_NOUNS: Final = frozenset(
    """
    person people official worker student minister lawmaker employee individual executive diplomat analyst
    trader senator mp economist driver source
    """.split()
)

_OTHER_NOUNS: Final = frozenset(
    """
    application licence permit line product item vessel ship carrier tanker country state category good code
    article model shipment consignment cargo member project plant mine truck machine case tariff measure site
    system chip vehicle car aircraft wafer unit commodity type heading subheading package round waiver approval
    order
    """.split()
)

_SKIP_TO_NOUN: Final = 6

_STOP_NOUN: Final = frozenset(
    "of in to from by for and or on at as the a an with that which who is are was were said has have had will would "
    "until per % , . ; : ( ) \" “ ” ' ’".split()
)


def find_quantities(text: str, sentence: Sentence) -> list[Quantity]:  # noqa: ARG001 - as all finders
    """Return the figures of `sentence`, sorted, with offsets into `text`; dates and times are left out."""
    tokens = sentence.tokens
    starts = [place for place, token in enumerate(tokens) if _NUMERIC[token[3]]]
    if not starts:
        return []
    figures: list[Figure] = []
    end = 0
    for start in starts:
        if start < end:
            continue
        article = start and tokens[start].lower in _AFTER_ARTICLE and tokens[start - 1].lower in ("a", "an")
        figure = _figure(tokens, start - 1 if article else start)
        if figure is not None:
            figures.append(figure)
            end = figure.end
    _share_units(figures)
    return [found for number in range(len(figures)) if (found := _quantity(tokens, figures, number)) is not None]


def _share_units(figures: list[Figure]) -> None:
    """Give a large bare number the unit of the figure before it: "1.2 million tonnes, against 1.5 million"."""
    for number in range(1, len(figures)):
        figure, before = figures[number], figures[number - 1]
        if (
            not figure.unit
            and before.unit == "t"
            and figure.value >= 1000
            and before.value >= 1000
            and figure.first - before.end < 12
        ):
            figures[number] = replace(figure, unit="t")


def _figure(tokens: tuple[Token, ...], place: int) -> Figure | None:
    """Return the number that begins at `place`, with range and unit."""
    word = tokens[place].lower
    if word in _FACTORS:
        return Figure(place, place + 1, _FACTORS[word], "x")
    part = fraction_at(tokens, place)
    if part is not None:
        return Figure(place, part[1], part[0], "%")
    parsed = number_at(tokens, place)
    if parsed is None:
        return None
    value, end = parsed
    money = money_before(tokens, place)
    if money is None and is_date(tokens, place, end, value):
        return None
    first, unit = money or (place, "")
    factor = 1.0
    if not unit:
        unit, factor, end = unit_at(tokens, end)
    low: float | None = None
    second = range_end(tokens, end, unit)
    if second is not None:
        low, (value, end) = value, second
        if money is None:
            unit, factor, end = _other_unit(unit_at(tokens, end), (unit, factor, end))
        if value > 1000 * low > 0 and value % 1000 == 0:  # "1.2 to 1.5 million"
            low *= 1e6 if value >= 1e6 else 1e3
    unit, end = _whole_unit(tokens, first, unit, end)
    return Figure(first, end, rounded(value * factor), unit, None if low is None else rounded(low * factor))


def _other_unit(found: tuple[str, float, int], before: tuple[str, float, int]) -> tuple[str, float, int]:
    """Return the unit behind a range's upper end, else the one behind its lower end."""
    return found if found[0] else before


def _whole_unit(tokens: tuple[Token, ...], first: int, unit: str, end: int) -> tuple[str, int]:
    """Return the unit with what completes it: "percentage points", "a tonne"."""
    if unit in ("%", ""):
        by = unit == "%" or (first > 0 and tokens[first - 1].lower == "by")
        if by and end < len(tokens) and tokens[end].lemma == "point":
            return "pp", end + 1
        return unit, end
    return per_unit(tokens, end, unit) if unit != "pp" else (unit, end)


def _quantity(tokens: tuple[Token, ...], figures: list[Figure], number: int) -> Quantity | None:
    figure = figures[number]
    first, end = figure.first, figure.end
    before = tokens[first - 1].lower if first else ""
    counted: str | None = None
    noun: tuple[int | None, int | None] = (None, None)
    if figure.unit == "":
        counted, noun_first, noun_end = _counted(tokens, end)
        if (
            counted is None
            and number
            and end < len(tokens)
            and tokens[end].lower == "for"
            and not figures[number - 1].unit
        ):
            # "44 firms for silver, 15 for tungsten" counts firms twice
            counted, noun_first, noun_end = _counted(tokens, _counting(tokens, figures, number))
        if counted == "time" or (counted is None and tokens[first].lower == "one"):
            return None
        if counted:
            noun = (tokens[noun_first].start, tokens[noun_end - 1].end)
    rate_from, rate_to = rates_of(tokens, figures, number)
    return Quantity(
        start=tokens[first].start,
        end=tokens[end - 1].end,
        value=figure.value,
        unit=figure.unit or ("%" if rate_from is not None and figure.unit == "" and counted is None else ""),
        low=figure.low,
        high=None if figure.low is None else figure.value,
        approx=before in ABOUT,
        counted=counted,
        noun_start=noun[0],
        noun_end=noun[1],
        rate_from=rate_from,
        rate_to=rate_to,
        change=change_before(tokens, first),
    )


def _counting(tokens: tuple[Token, ...], figures: list[Figure], number: int) -> int:
    """Return where the counted noun is to be sought for a figure that leaves it out: behind an earlier figure."""
    for figure in reversed(figures[max(0, number - 6) : number]):
        if not figure.unit and not (figure.end < len(tokens) and tokens[figure.end].lower == "for"):
            return figure.end
    return len(tokens)


def _counted(tokens: tuple[Token, ...], end: int) -> tuple[str | None, int, int]:
    """Return (class, first, end) of the noun that a bare number counts: "28 US firms" counts "firms"."""
    look = end
    limit = min(len(tokens), end + _SKIP_TO_NOUN)
    if (
        look < limit
        and tokens[look].lower == "of"
        and tokens[end - 1].lower in ("dozens", "hundreds", "thousands", "dozen")
    ):
        look += 1
    elif (
        look < limit
        and tokens[look].lower == "of"
        and look + 1 < limit
        and tokens[look + 1].lower in ("the", "its", "them", "these")
    ):
        look += 2
    while look < limit:
        token = tokens[look]
        if token.lower in _TIME:
            return "time", look, look
        if token.lemma in _NOUN_CLASSES and not _is_modifier(tokens, look):
            return _NOUN_CLASSES[token.lemma], look, look + 1
        if token.lower in ("rare", "rare-earth") and look + 1 < len(tokens):
            after = look + 1 + (tokens[look + 1].text == "-")
            if after < len(tokens) and tokens[after].lemma == "earth":
                noun_end = after + 1
                if noun_end < len(tokens) and tokens[noun_end].lemma in _MATERIAL_NOUNS:
                    noun_end += 1
                elif noun_end < len(tokens) and tokens[noun_end].lemma in _NOUN_CLASSES:
                    look = noun_end
                    continue
                return "materials", look, noun_end
        if token.lower == "and" and tokens[look - 1].lower in (
            "medium",
            "heavy",
            "light",
            "mid",
            "small",
            "big",
            "large",
        ):
            look += 1
            continue
        if token.lower in _STOP_NOUN or token.text[0].isdigit():
            return None, 0, 0
        look += 1
    return None, 0, 0


def _is_modifier(tokens: tuple[Token, ...], place: int) -> bool:
    """Return whether a noun stands before another that is counted: "five chip firms"."""
    token = tokens[place]
    if token.lower != token.lemma:
        return False
    return any(following.lemma in _NOUN_CLASSES for following in tokens[place + 1 : place + 3]) or (
        tokens[place + 1 : place + 2] != () and tokens[place + 1].text == "-"
    )


_FACTORS: Final = {
    "doubled": 2.0,
    "doubling": 2.0,
    "double": 2.0,
    "tripled": 3.0,
    "tripling": 3.0,
    "triple": 3.0,
    "trebled": 3.0,
    "quadrupled": 4.0,
    "halved": 0.5,
    "halving": 0.5,
    "halve": 0.5,
    "tenfold": 10.0,
    "twofold": 2.0,
    "threefold": 3.0,
    "fourfold": 4.0,
    "fivefold": 5.0,
}

_AFTER_ARTICLE: Final = frozenset(
    """
    dozen hundred thousand million billion quarter third fifth tenth half
    """.split()
)

_STARTERS: Final = (
    frozenset(NUMBER_WORDS) | frozenset(_FACTORS) | _AFTER_ARTICLE | frozenset({"dozens", "hundreds", "thousands"})
)


class _Numeric(dict[str, bool]):
    """Folded word in, whether a figure can begin with it out; bounded."""

    def __missing__(self, word: str) -> bool:
        if len(self) > 100_000:
            self.clear()
        found = (
            word[0].isdigit() or word in _STARTERS or (word[-1].isdigit() and GLUED_MONEY.fullmatch(word) is not None)
        )
        self[word] = found
        return found


_NUMERIC: Final = _Numeric()

_NOUN_CLASSES: Final = {
    **dict.fromkeys(_OTHER_NOUNS, "other"),
    **dict.fromkeys(_PERSON_NOUNS, "persons"),
    **dict.fromkeys(_COMPANY_NOUNS, "companies"),
    **dict.fromkeys(_MATERIAL_NOUNS, "materials"),
}
