"""A sentence in, its figures out: value with unit, percentages with from and to, counts of things.

Numbers are read from tokens, so that offsets stay exact; years, days of the month and numbers that belong to a name
("Announcement No. 18") are no figures.
"""

import re
import string
from dataclasses import dataclass, replace
from typing import Final

from regraph.extract.tokens import Sentence, Token


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


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number with its unit, as token numbers."""

    first: int
    end: int
    value: float
    unit: str = ""
    low: float | None = None


_WORDS: Final = {
    word: float(number)
    for number, words in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty".split()
    )
    for word in (words,)
} | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0}
_SCALE: Final = {
    "hundred": 1e2, "hundreds": 1e2, "thousand": 1e3, "thousands": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "mln": 1e6, "mln.": 1e6,
    "mn": 1e6, "mn.": 1e6, "m": 1e6, "billion": 1e9, "billions": 1e9, "bln": 1e9, "bln.": 1e9, "bn": 1e9, "bn.": 1e9, "b": 1e9, "trillion": 1e12,
    "trn": 1e12, "tn": 1e12, "lakh": 1e5, "crore": 1e7, "dozen": 12.0, "dozens": 12.0, "score": 20.0,
}  # fmt: skip
_FRACTIONS: Final = {
    "half": 50.0, "third": 100 / 3, "thirds": 100 / 3, "quarter": 25.0, "quarters": 25.0, "fifth": 20.0, "fifths": 20.0, "tenth": 10.0,
    "tenths": 10.0, "sixth": 100 / 6, "eighth": 12.5, "eighths": 12.5,
}  # fmt: skip
# unit words -> (unit, factor)
_UNITS: Final = {
    "t": ("t", 1.0), "tonne": ("t", 1.0), "tonnes": ("t", 1.0), "ton": ("t", 1.0), "tons": ("t", 1.0), "mt": ("t", 1.0), "kt": ("t", 1e3),
    "ktpa": ("t", 1e3), "tpa": ("t", 1.0), "tpy": ("t", 1.0), "dmt": ("t", 1.0), "wmt": ("t", 1.0),
    "kilotonne": ("t", 1e3), "kilotonnes": ("t", 1e3), "kilotons": ("t", 1e3), "kiloton": ("t", 1e3), "megatonnes": ("t", 1e6),
    "kg": ("t", 1e-3), "kilo": ("t", 1e-3), "kilos": ("t", 1e-3), "kilogram": ("t", 1e-3), "kilograms": ("t", 1e-3), "kilogramme": ("t", 1e-3),
    "kilogrammes": ("t", 1e-3), "lb": ("lb", 1.0), "lbs": ("lb", 1.0), "pound": ("lb", 1.0), "pounds": ("lb", 1.0),
    "oz": ("oz", 1.0), "ounce": ("oz", 1.0), "ounces": ("oz", 1.0), "barrel": ("bbl", 1.0), "barrels": ("bbl", 1.0), "bbl": ("bbl", 1.0),
    "bpd": ("bbl/d", 1.0), "mw": ("MW", 1.0), "gw": ("GW", 1.0), "gwh": ("GWh", 1.0), "carats": ("ct", 1.0),
    "%": ("%", 1.0), "percent": ("%", 1.0), "pct": ("%", 1.0), "pc": ("%", 1.0), "percentage": ("%", 1.0), "pp": ("pp", 1.0),
    "dollar": ("USD", 1.0), "dollars": ("USD", 1.0), "euro": ("EUR", 1.0), "euros": ("EUR", 1.0), "yuan": ("CNY", 1.0), "renminbi": ("CNY", 1.0),
    "rmb": ("CNY", 1.0), "yen": ("JPY", 1.0), "rupees": ("INR", 1.0), "rand": ("ZAR", 1.0), "ringgit": ("MYR", 1.0), "rupiah": ("IDR", 1.0),
    "won": ("KRW", 1.0), "roubles": ("RUB", 1.0), "rubles": ("RUB", 1.0), "lira": ("TRY", 1.0), "usd": ("USD", 1.0), "eur": ("EUR", 1.0),
    "gbp": ("GBP", 1.0), "cny": ("CNY", 1.0), "francs": ("CHF", 1.0), "pesos": ("MXN", 1.0), "reais": ("BRL", 1.0),
}  # fmt: skip
_MONEY: Final = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY"}
_MONEY_WORDS: Final = {"us$": "USD", "c$": "CAD", "a$": "AUD", "rm": "MYR", "rs": "INR", "rmb": "CNY", "cny": "CNY", "usd": "USD", "eur": "EUR", "idr": "IDR", "rp": "IDR", "r": "ZAR", "hk$": "HKD", "s$": "SGD"}
_MONEY_LETTERS: Final = {"us": "USD", "u.s.": "USD", "c": "CAD", "ca": "CAD", "a": "AUD", "au": "AUD", "hk": "HKD", "s": "SGD", "nz": "NZD", "r": "BRL", "nt": "TWD"}
_CURRENCIES: Final = frozenset(_MONEY.values()) | frozenset(_MONEY_WORDS.values()) | frozenset(_MONEY_LETTERS.values())
_ABOUT: Final = frozenset("about around roughly approximately approx approx. nearly almost some circa ca. ca ~ over than least most up estimated".split())
_MONTHS: Final = frozenset(
    "january february march april may june july august september october november december jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. "
    "nov. dec. jan feb mar apr jun jul aug sept sep oct nov dec okt".split()
)
_NOT_FIGURE_BEFORE: Final = _MONTHS | frozenset(
    "no. nos. no nos section article chapter annex announcement announcements order decree proclamation regulation page phase group level "
    "number notice since during fiscal fy years year paragraph q table figure version type class grade scope".split()
)
_TIME: Final = frozenset(
    "day days week weeks month months year years hour hours minute minutes second seconds quarter quarters decade decades century centuries fortnight "
    "a.m. p.m. am pm o'clock january february march april may june july august september october november december business working "
    "calendar time times weekend summer winter".split()
)
_FALL: Final = frozenset("fall drop decline decrease sink tumble plunge slump shrink dip slide plummet crash ease slip lose down lower cut reduce decrease collapse shed retreat contract weaken slash less low halve decline fewer".split())
_RISE: Final = frozenset("rise climb grow increase gain jump surge soar up leap expand advance rally higher raise more add hike rocket spike above boost strengthen double increase".split())
_MATERIAL_NOUNS: Final = frozenset("metal mineral element material oxide compound ore".split())
_COMPANY_NOUNS: Final = frozenset(
    "company firm entity enterprise supplier producer maker manufacturer carmaker automaker chipmaker exporter importer miner smelter refiner refinery "
    "bank business developer group contractor shipper trader utility steelmaker airline organisation organization corporation institution subsidiary "
    "affiliate unit vendor operator processor mill institute university".split()
)
_PERSON_NOUNS: Final = frozenset("person people official worker student minister lawmaker employee individual executive diplomat analyst trader senator mp economist driver source".split())
_OTHER_NOUNS: Final = frozenset("application licence permit line product item vessel ship carrier tanker country state category good code article model shipment consignment cargo member project plant mine truck machine case tariff measure site system chip vehicle car aircraft wafer unit commodity heading subheading package round waiver approval order".split())
_SKIP_TO_NOUN: Final = 6
_STOP_NOUN: Final = frozenset("of in to from by for and or on at as the a an with that which who is are was were said has have had will would until per % , . ; : ( ) \" “ ” ' ’".split())


def find_quantities(text: str, sentence: Sentence) -> list[Quantity]:
    """Return the figures of `sentence`, sorted, with offsets into `text`; dates and times are left out."""
    tokens = sentence.tokens
    starts = [place for place, token in enumerate(tokens) if _NUMERIC[token[3]]]
    if not starts:
        return []
    figures: list[_Figure] = []
    end = 0
    for place in starts:
        if place < end:
            continue
        if place and tokens[place].lower in _AFTER_ARTICLE and tokens[place - 1].lower in ("a", "an"):
            place -= 1
        figure = _figure(tokens, place)
        if figure is not None:
            figures.append(figure)
            end = figure.end
    _share_units(figures)
    return [found for number in range(len(figures)) if (found := _quantity(tokens, figures, number)) is not None]


def _share_units(figures: list[_Figure]) -> None:
    """Give a large bare number the unit of the figure before it: "1.2 million tonnes, against 1.5 million"."""
    for number in range(1, len(figures)):
        figure, before = figures[number], figures[number - 1]
        if not figure.unit and before.unit == "t" and figure.value >= 1000 and before.value >= 1000 and figure.first - before.end < 12:
            figures[number] = replace(figure, unit="t")


def _figure(tokens: tuple[Token, ...], place: int) -> _Figure | None:
    """Return the number that begins at `place`, with range and unit."""
    word = tokens[place].lower
    if word in _FACTORS:
        return _Figure(place, place + 1, _FACTORS[word], "x")
    part = _fraction(tokens, place)
    if part is not None:
        return part
    parsed = _number(tokens, place)
    if parsed is None:
        return None
    value, end = parsed
    first = place
    money = _money(tokens, place)
    if money:
        first, unit = money
    elif _is_date(tokens, place, end, value):
        return None
    else:
        unit = ""
    low: float | None = None
    unit_factor = 1.0
    if not unit:
        unit, unit_factor, end = _unit(tokens, end)
    second = _range(tokens, end, unit)
    if second is not None:
        low, (value, end) = value, second
        if not unit:
            unit, unit_factor, end = _unit(tokens, end)
        elif unit == "%":
            end = _unit(tokens, end)[2]
        if value > 1000 * low > 0 and value % 1000 == 0:  # "1.2 to 1.5 million"
            low *= 1e6 if value >= 1e6 else 1e3
    if unit in ("%", "") and end < len(tokens) and tokens[end].lemma == "point" and (unit or tokens[first - 1].lower == "by"):
        unit, end = "pp", end + 1
    if unit and unit not in ("%", "pp"):
        unit, end = _per(tokens, end, unit)
    return _Figure(first, end, _round(value * unit_factor), unit, None if low is None else _round(low * unit_factor))


def _round(value: float) -> float:
    """Return `value` without the dust of binary fractions; whole numbers stay whole."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) and abs(rounded) < 1e15 else rounded


def _number(tokens: tuple[Token, ...], place: int) -> tuple[float, int] | None:
    """Return (value, end) of digits or number words with their scale: "1.5 mln", "two dozen", "twenty-eight"."""
    token, count = tokens[place], len(tokens)
    word = token.lower
    end = place + 1
    if token.text[-1].isdigit():
        value = _digits(token.text.lstrip(string.ascii_letters))
        if value is None:
            return None
        while end < count and value.is_integer() and len(tokens[end].text) == 3 and tokens[end].text.isdigit() and tokens[end].start == tokens[end - 1].end + 1:
            if len(tokens[place].text) > 3 or end - place > 3:
                break
            value, end = value * 1000 + int(tokens[end].text), end + 1  # "2 000 000"
    elif word in _WORDS:
        value = _WORDS[word]
        if value >= 20 and end + 1 < count and tokens[end].text == "-" and 0 < _WORDS.get(tokens[end + 1].lower, 0) < 10:
            value += _WORDS[tokens[end + 1].lower]
            end += 2
    elif word in ("a", "an") and end < count and tokens[end].lower in ("dozen", "hundred", "thousand", "million", "billion", "quarter", "third", "fifth", "tenth", "half"):
        value = 1.0
    elif word in ("dozens", "hundreds", "thousands", "dozen", "half"):
        value, end = 1.0, place
    else:
        return None
    scaled = False
    while end < count and (scale := _SCALE.get(tokens[end].lower)) is not None:
        if len(tokens[end].text) == 1 and tokens[end].start != tokens[end - 1].end:
            break
        if tokens[end].lower in ("dozens", "hundreds", "thousands") and place != end and token.text[0].isdigit():
            break
        value, end, scaled = value * scale, end + 1, True
        if end < count and tokens[end].lower == "of" and end + 1 < count and tokens[end + 1].lower in _SCALE:
            end += 1
    if word in ("a", "an", "dozens", "hundreds", "thousands", "half") and not scaled:
        return None
    return value, end


def _fraction(tokens: tuple[Token, ...], place: int) -> _Figure | None:
    """Return "a third of", "two-thirds", "half the" as percent."""
    word = tokens[place].lower
    if word == "half" and place and tokens[place - 1].lower in ("first", "second", "last", "other", "latter", "this", "next", "previous"):
        return None
    if word == "half" and place + 1 < len(tokens) and tokens[place + 1].lower in ("of", "the", "its", "their", "all"):
        return _Figure(place, place + 1, 50.0, "%")
    value = 1.0 if word in ("a", "one") else _WORDS.get(word)
    look = place + 1
    if value is None or look >= len(tokens):
        return None
    hyphen = tokens[look].text == "-"
    look += hyphen
    share = _FRACTIONS.get(tokens[look].lower) if look < len(tokens) else None
    if share is None or (word == "a" and tokens[look].lower == "half"):
        return None
    following = tokens[look + 1].lower if look + 1 < len(tokens) else ""
    if not hyphen and following not in ("of", "from", "by", "in", "to"):
        return None
    return _Figure(place, look + 1, _round(round(value * share, 1)), "%")


def _digits(text: str) -> float | None:
    """Return the value of digits with separators: "18,125", "1.5", "44.000.000".

    >>> _digits("18,125"), _digits("1.5"), _digits("44.000.000"), _digits("17th")
    (18125.0, 1.5, 44000000.0, None)
    """
    if not text[-1].isdigit():
        return None
    groups = text.split(",")
    if len(groups) > 1:
        if all(len(group) in (2, 3) for group in groups[1:-1]) and len(groups[-1].split(".")[0]) == 3:
            text = "".join(groups)
        elif len(groups) == 2 and "." not in text:
            text = ".".join(groups)  # decimal comma
        else:
            return None
    if text.count(".") > 1:
        parts = text.split(".")
        if not all(len(part) == 3 for part in parts[1:]):
            return None
        text = "".join(parts)
    return float(text) if len(text) < 20 else None


def _money(tokens: tuple[Token, ...], place: int) -> tuple[int, str] | None:
    """Return (first token, currency) where a currency stands before a number: "$", "US$", "RM"."""
    glued = _GLUED.fullmatch(tokens[place].text)
    if glued:
        return place, _MONEY_WORDS.get(glued[1].lower(), "USD")
    if not place:
        return None
    before = tokens[place - 1]
    if before.text in _MONEY:
        if place > 1 and tokens[place - 2].end == before.start and tokens[place - 2].lower in _MONEY_LETTERS and before.text == "$":
            return place - 2, _MONEY_LETTERS[tokens[place - 2].lower]
        return place - 1, _MONEY[before.text]
    if before.lower in _MONEY_WORDS and before.text[0].isupper():
        return place - 1, _MONEY_WORDS[before.lower]
    return None


def _is_date(tokens: tuple[Token, ...], place: int, end: int, value: float) -> bool:
    """Return whether a number is a day, a year, a time of day or the number of a name."""
    token = tokens[place]
    before = tokens[place - 1].lower if place else ""
    after = tokens[end].lower if end < len(tokens) else ""
    if token.text[-1].isalpha() and token.text[0].isdigit():
        return True
    if end < len(tokens) and tokens[end].start == tokens[end - 1].end and tokens[end].text[0].isalpha() and after not in _UNITS:
        return True  # "5G"
    if place == 0 and after in (".", ")") or place == 1 and before == "(" and after == ")":
        return True  # the number of a list item
    if before in _NOT_FIGURE_BEFORE and after not in ("%", "percent", "per", "tonnes", "tons"):
        return True
    if after in _MONTHS and value <= 31 or (after in ("of", "-") and end + 1 < len(tokens) and tokens[end + 1].lower in _MONTHS):
        return True
    year = end == place + 1 and len(token.text) == 4 and 1900 <= value <= 2100 and token.text.isdigit()
    if year and after not in _UNITS and after != "metric":
        return True
    if after == ":" and end + 1 < len(tokens) and tokens[end + 1].text[0].isdigit() or before == ":":
        return True
    glued = tokens[place - 1] if place else None
    if glued is not None and glued.end == token.start and glued.text in ("-", "–", "/") and place > 1 and tokens[place - 2].text[-1:].isdigit():
        return len(tokens[place - 2].text) == 4 or (place > 2 and tokens[place - 3].lower in _MONTHS)
    return glued is not None and glued.end == token.start and (glued.text[-1].isalpha() or glued.text in ("/", "#", "-") and place > 1 and tokens[place - 2].text[-1].isalpha() and tokens[place - 2].end == glued.start)


def _unit(tokens: tuple[Token, ...], end: int) -> tuple[str, float, int]:
    """Return (unit, factor, end) of what stands behind a number."""
    look, count = end, len(tokens)
    if look < count and tokens[look].text in ("-", "–") and look + 1 < count:
        look += 1
    if look < count and tokens[look].lower in ("metric", "dry", "wet", "long", "short", "net", "gross", "us", "u.s.", "standard", "troy", "australian", "canadian"):
        look += 1
    if look >= count:
        return "", 1.0, end
    word = tokens[look].lower
    if word == "per" and look + 1 < count and tokens[look + 1].lower == "cent":
        return "%", 1.0, look + 2
    if word == "cubic" and look + 1 < count and tokens[look + 1].lemma in ("metre", "meter", "meters"):
        return "m3", 1.0, look + 2
    if word == "m3":
        return "m3", 1.0, look + 1
    if word == "percentage" and not (look + 1 < count and tokens[look + 1].lemma == "point"):
        return "", 1.0, end
    if word in ("t", "m", "pc") and tokens[look].text[0].isupper() and word != "t":
        return "", 1.0, end
    found = _UNITS.get(word)
    if found is None or (word == "mt" and tokens[look].text == "Mt"):
        return ("t", 1e6, look + 1) if word == "mt" else ("", 1.0, end)
    return found[0], found[1], look + 1


def _range(tokens: tuple[Token, ...], end: int, unit: str) -> tuple[float, int] | None:
    """Return the upper end of "5 to 10", "$578-$1,267", "between 3 and 4"."""
    if end + 1 >= len(tokens):
        return None
    joint = tokens[end].lower
    if joint not in ("to", "-", "–", "—", "and", "or"):
        return None
    look = end + 1
    if tokens[look].text in _MONEY and look + 1 < len(tokens):
        if unit not in _CURRENCIES:
            return None
        look += 1
    parsed = _number(tokens, look) if tokens[look].text[0].isdigit() or tokens[look].lower in _WORDS else None
    if parsed is None:
        return None
    if joint in ("and", "or"):
        opened = max(0, end - 5)
        if joint == "or" or "between" not in [token.lower for token in tokens[opened:end]]:
            return None
    elif joint == "to":
        # "raised from 25 to 50" is a change, not a range
        before = [token.lower for token in tokens[max(0, end - 5) : end]]
        if "from" in before or "by" in before:
            return None
    other = _unit(tokens, parsed[1])[0]
    return None if unit and other and other != unit else parsed


def _per(tokens: tuple[Token, ...], end: int, unit: str) -> tuple[str, int]:
    """Return the unit with "a tonne", "per kg", "/lb" behind it."""
    if end + 1 < len(tokens) and tokens[end].lower in ("a", "an", "per", "/", "the"):
        look = end + 1
        if tokens[look].lower in ("metric", "net", "troy") and look + 1 < len(tokens):
            look += 1
        by = {"tonne": "t", "ton": "t", "t": "t", "mt": "t", "kilogram": "kg", "kilo": "kg", "kg": "kg", "pound": "lb", "lb": "lb", "ounce": "oz", "oz": "oz", "barrel": "bbl"}.get(tokens[look].lemma)
        if by and unit.isupper() and len(unit) == 3:
            return f"{unit}/{by}", look + 1
    return unit, end


def _quantity(tokens: tuple[Token, ...], figures: list[_Figure], number: int) -> Quantity | None:
    figure = figures[number]
    first, end = figure.first, figure.end
    before = tokens[first - 1].lower if first else ""
    counted, noun = None, (None, None)
    if figure.unit == "":
        counted, noun_first, noun_end = _counted(tokens, end)
        if counted is None and number and end < len(tokens) and tokens[end].lower == "for" and not figures[number - 1].unit:
            # "44 firms for silver, 15 for tungsten" counts firms twice
            counted, noun_first, noun_end = _counted(tokens, _counting(tokens, figures, number))
        if counted == "time" or (counted is None and tokens[first].lower == "one"):
            return None
        if counted:
            noun = (tokens[noun_first].start, tokens[noun_end - 1].end)
    rate_from, rate_to = _rates(tokens, figures, number)
    return Quantity(
        start=tokens[first].start,
        end=tokens[end - 1].end,
        value=figure.value,
        unit=figure.unit or ("%" if rate_from is not None and figure.unit == "" and counted is None else ""),
        low=figure.low,
        high=None if figure.low is None else figure.value,
        approx=before in _ABOUT,
        counted=counted,
        noun_start=noun[0],
        noun_end=noun[1],
        rate_from=rate_from,
        rate_to=rate_to,
        change=_change(tokens, first),
    )


def _counting(tokens: tuple[Token, ...], figures: list[_Figure], number: int) -> int:
    """Return where the counted noun is to be sought for a figure that leaves it out: behind an earlier figure."""
    for figure in reversed(figures[:number]):
        if not figure.unit and not (figure.end < len(tokens) and tokens[figure.end].lower == "for"):
            return figure.end
    return len(tokens)


def _counted(tokens: tuple[Token, ...], end: int) -> tuple[str | None, int, int]:
    """Return (class, first, end) of the noun that a bare number counts: "28 US firms" counts "firms"."""
    look = end
    limit = min(len(tokens), end + _SKIP_TO_NOUN)
    if look < limit and tokens[look].lower == "of" and tokens[end - 1].lower in ("dozens", "hundreds", "thousands", "dozen"):
        look += 1
    elif look < limit and tokens[look].lower == "of" and look + 1 < limit and tokens[look + 1].lower in ("the", "its", "them", "these"):
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
        if token.lower == "and" and tokens[look - 1].lower in ("medium", "heavy", "light", "mid", "small", "big", "large"):
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
    return any(following.lemma in _NOUN_CLASSES for following in tokens[place + 1 : place + 3]) or tokens[place + 1 : place + 2] != () and tokens[place + 1].text in ("-",)


def _rates(tokens: tuple[Token, ...], figures: list[_Figure], number: int) -> tuple[float | None, float | None]:
    """Return (from, to) of a percentage that is an end of a change.

    "from 57 to 47 percent" is told by the figure of each end; "to 30% from 145%" too; "by 10 points to 35%" and
    "doubled to 50%" give the end, and the start where it can be reckoned.
    """
    figure = figures[number]
    if figure.unit not in ("%", "pp", ""):
        return None, None
    word = _before(tokens, figure.first)
    other = _partner(tokens, figures, number)
    if other is not None and "%" in (figure.unit, other.unit):
        if word == "from":
            return figure.value, other.value
        if word in ("to", "at"):
            return other.value, figure.value
    if figure.unit != "%":
        return None, None
    if word == "to":
        step = figures[number - 1] if number else None
        if step is not None and step.unit == "pp" and figure.first - step.end <= 3:
            return _round(figure.value - _sign(tokens, step.first) * step.value), figure.value
        if step is not None and step.unit == "x" and figure.first - step.end <= 6:
            return _round(figure.value / step.value), figure.value
        return None, figure.value
    if word == "from":
        return figure.value, None
    return None, None


def _before(tokens: tuple[Token, ...], place: int) -> str:
    """Return the word before a figure, words of nearness skipped."""
    look = place - 1
    while look >= 0 and tokens[look].lower in _ABOUT | {"a", "the", "an", ","} :
        look -= 1
    return tokens[look].lower if look >= 0 else ""


def _partner(tokens: tuple[Token, ...], figures: list[_Figure], number: int) -> _Figure | None:
    """Return the other end of "from X to Y" or "to X from Y"."""
    word = _before(tokens, figures[number].first)
    wanted = {"from": ("to", "at"), "to": ("from",)}.get(word)
    if wanted is None:
        return None
    for other in (number - 1, number + 1):
        if not 0 <= other < len(figures):
            continue
        candidate = figures[other]
        left, right = sorted((figures[number], candidate), key=lambda figure: figure.first)
        between = {token.lower for token in tokens[left.end : right.first]}
        if _before(tokens, candidate.first) in wanted and right.first - left.end <= 5 and candidate.unit in ("%", "") and "and" not in between:
            return candidate
    return None


def _sign(tokens: tuple[Token, ...], place: int) -> int:
    return _change(tokens, place) or 1


def _change(tokens: tuple[Token, ...], place: int) -> int:
    """Return +1 or -1 where a word of rising or falling stands shortly before a figure, or right behind it."""
    for look in range(place - 1, max(-1, place - 7), -1):
        token = tokens[look]
        if token.lemma in _FALL or token.lower in _FALL:
            return -1
        if (token.lemma in _RISE or token.lower in _RISE) and not (token.lower in ("up", "more") and look + 1 < place and tokens[look + 1].lower in ("to", "than")):
            return 1
        if token.text in (",", ";"):
            break
    return 0


_FACTORS: Final = {"doubled": 2.0, "doubling": 2.0, "double": 2.0, "tripled": 3.0, "tripling": 3.0, "triple": 3.0, "trebled": 3.0, "quadrupled": 4.0, "halved": 0.5, "halving": 0.5, "halve": 0.5, "tenfold": 10.0, "twofold": 2.0, "threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0}
_GLUED: Final = re.compile(r"(RM|Rs|Rp|US|CNY|USD|EUR)(\d+)", re.IGNORECASE)
_AFTER_ARTICLE: Final = frozenset("dozen hundred thousand million billion quarter third fifth tenth half".split())
_STARTERS: Final = frozenset(_WORDS) | frozenset(_FACTORS) | _AFTER_ARTICLE | frozenset({"dozens", "hundreds", "thousands"})


class _Numeric(dict[str, bool]):
    """Folded word in, whether a figure can begin with it out; bounded."""

    def __missing__(self, word: str) -> bool:
        if len(self) > 100_000:
            self.clear()
        found = word[0].isdigit() or word in _STARTERS or (word[-1].isdigit() and _GLUED.fullmatch(word) is not None)
        self[word] = found
        return found


_NUMERIC: Final = _Numeric()
_NOUN_CLASSES: Final = {
    **dict.fromkeys(_OTHER_NOUNS, "other"),
    **dict.fromkeys(_PERSON_NOUNS, "persons"),
    **dict.fromkeys(_COMPANY_NOUNS, "companies"),
    **dict.fromkeys(_MATERIAL_NOUNS, "materials"),
}
