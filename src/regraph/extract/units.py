"""Tokens beside a number in, its unit, currency and range out, and whether it is no figure but a date or a name."""

from typing import Final

from regraph.extract.numbers import GLUED_MONEY, NUMBER_WORDS, number_at
from regraph.extract.tokens import Token

# unit words -> (unit, factor)
UNITS: Final = {
    "t": ("t", 1.0), "tonne": ("t", 1.0), "tonnes": ("t", 1.0), "ton": ("t", 1.0), "tons": ("t", 1.0),
    "mt": ("t", 1.0), "kt": ("t", 1e3),
    "ktpa": ("t", 1e3), "tpa": ("t", 1.0), "tpy": ("t", 1.0), "dmt": ("t", 1.0), "wmt": ("t", 1.0),
    "kilotonne": ("t", 1e3), "kilotonnes": ("t", 1e3), "kilotons": ("t", 1e3), "kiloton": ("t", 1e3),
    "megatonnes": ("t", 1e6),
    "kg": ("t", 1e-3), "kilo": ("t", 1e-3), "kilos": ("t", 1e-3), "kilogram": ("t", 1e-3),
    "kilograms": ("t", 1e-3), "kilogramme": ("t", 1e-3),
    "kilogrammes": ("t", 1e-3), "lb": ("lb", 1.0), "lbs": ("lb", 1.0), "pound": ("lb", 1.0), "pounds": ("lb", 1.0),
    "oz": ("oz", 1.0), "ounce": ("oz", 1.0), "ounces": ("oz", 1.0), "barrel": ("bbl", 1.0),
    "barrels": ("bbl", 1.0), "bbl": ("bbl", 1.0),
    "bpd": ("bbl/d", 1.0), "mw": ("MW", 1.0), "gw": ("GW", 1.0), "gwh": ("GWh", 1.0), "carats": ("ct", 1.0),
    "%": ("%", 1.0), "percent": ("%", 1.0), "pct": ("%", 1.0), "pc": ("%", 1.0), "percentage": ("%", 1.0),
    "pp": ("pp", 1.0),
    "dollar": ("USD", 1.0), "dollars": ("USD", 1.0), "euro": ("EUR", 1.0), "euros": ("EUR", 1.0),
    "yuan": ("CNY", 1.0), "renminbi": ("CNY", 1.0),
    "rmb": ("CNY", 1.0), "yen": ("JPY", 1.0), "rupees": ("INR", 1.0), "rand": ("ZAR", 1.0),
    "ringgit": ("MYR", 1.0), "rupiah": ("IDR", 1.0),
    "won": ("KRW", 1.0), "roubles": ("RUB", 1.0), "rubles": ("RUB", 1.0), "lira": ("TRY", 1.0),
    "usd": ("USD", 1.0), "eur": ("EUR", 1.0),
    "gbp": ("GBP", 1.0), "cny": ("CNY", 1.0), "francs": ("CHF", 1.0), "pesos": ("MXN", 1.0), "reais": ("BRL", 1.0),
}  # fmt: skip

MONEY_SIGNS: Final = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY"}

MONEY_WORDS: Final = {
    "us$": "USD",
    "c$": "CAD",
    "a$": "AUD",
    "rm": "MYR",
    "rs": "INR",
    "rmb": "CNY",
    "cny": "CNY",
    "usd": "USD",
    "eur": "EUR",
    "idr": "IDR",
    "rp": "IDR",
    "r": "ZAR",
    "hk$": "HKD",
    "s$": "SGD",
}

_MONEY_LETTERS: Final = {
    "us": "USD",
    "u.s.": "USD",
    "c": "CAD",
    "ca": "CAD",
    "a": "AUD",
    "au": "AUD",
    "hk": "HKD",
    "s": "SGD",
    "nz": "NZD",
    "r": "BRL",
    "nt": "TWD",
}

CURRENCIES: Final = (
    frozenset(MONEY_SIGNS.values()) | frozenset(MONEY_WORDS.values()) | frozenset(_MONEY_LETTERS.values())
)

MONTHS: Final = frozenset(
    """
    january february march april may june july august september october november december jan. feb. mar. apr.
    jun. jul. aug. sept. sep. oct. nov. dec. jan feb mar apr jun jul aug sept sep oct nov dec okt
    """.split()
)

_NOT_FIGURE_BEFORE: Final = MONTHS | frozenset(
    """
    no. nos. no nos section article chapter annex announcement announcements order decree proclamation
    regulation page phase group level number notice since during fiscal fy years year paragraph q table figure
    version type class grade scope
    """.split()
)


# what may stand before a unit: "wet metric tonnes"
_QUALITIES: Final = frozenset("metric dry wet long short net gross troy standard us u.s. australian canadian".split())


def money_before(tokens: tuple[Token, ...], place: int) -> tuple[int, str] | None:
    """Return (first token, currency) where a currency stands before a number: "$", "US$", "RM"."""
    glued = GLUED_MONEY.fullmatch(tokens[place].text)
    if glued:
        return place, MONEY_WORDS.get(glued[1].lower(), "USD")
    if not place:
        return None
    before = tokens[place - 1]
    if before.text in MONEY_SIGNS:
        if (
            place > 1
            and tokens[place - 2].end == before.start
            and tokens[place - 2].lower in _MONEY_LETTERS
            and before.text == "$"
        ):
            return place - 2, _MONEY_LETTERS[tokens[place - 2].lower]
        return place - 1, MONEY_SIGNS[before.text]
    if before.lower in MONEY_WORDS and before.text[0].isupper():
        return place - 1, MONEY_WORDS[before.lower]
    return None


def is_date(tokens: tuple[Token, ...], place: int, end: int, value: float) -> bool:
    """Return whether a number is a day, a year, a time of day or the number of a name."""
    token = tokens[place]
    before = tokens[place - 1].lower if place else ""
    after = tokens[end].lower if end < len(tokens) else ""
    if token.text[-1].isalpha() and token.text[0].isdigit():
        return True
    if (
        end < len(tokens)
        and tokens[end].start == tokens[end - 1].end
        and tokens[end].text[0].isalpha()
        and after not in UNITS
    ):
        return True  # "5G"
    if (place == 0 and after in (".", ")")) or (place == 1 and before == "(" and after == ")"):
        return True  # the number of a list item
    if before in _NOT_FIGURE_BEFORE and after not in ("%", "percent", "per", "tonnes", "tons"):
        return True
    if (after in MONTHS and value <= 31) or (
        after in ("of", "-") and end + 1 < len(tokens) and tokens[end + 1].lower in MONTHS
    ):
        return True
    year = end == place + 1 and len(token.text) == 4 and 1900 <= value <= 2100 and token.text.isdigit()
    if year and after not in UNITS and after != "metric":
        return True
    if (after == ":" and end + 1 < len(tokens) and tokens[end + 1].text[0].isdigit()) or before == ":":
        return True
    glued = tokens[place - 1] if place else None
    if (
        glued is not None
        and glued.end == token.start
        and glued.text in ("-", "–", "/")
        and place > 1
        and tokens[place - 2].text[-1:].isdigit()
    ):
        return len(tokens[place - 2].text) == 4 or (place > 2 and tokens[place - 3].lower in MONTHS)
    return (
        glued is not None
        and glued.end == token.start
        and (
            glued.text[-1].isalpha()
            or (
                glued.text in ("/", "#", "-")
                and place > 1
                and tokens[place - 2].text[-1].isalpha()
                and tokens[place - 2].end == glued.start
            )
        )
    )


def unit_at(tokens: tuple[Token, ...], end: int) -> tuple[str, float, int]:
    """Return (unit, factor, end) of what stands behind a number."""
    look, count = end, len(tokens)
    if look < count and tokens[look].text in ("-", "–") and look + 1 < count:
        look += 1
    while look + 1 < count and tokens[look].lower in _QUALITIES:
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
    found = UNITS.get(word)
    if found is None or (word == "mt" and tokens[look].text == "Mt"):
        return ("t", 1e6, look + 1) if word == "mt" else ("", 1.0, end)
    return found[0], found[1], look + 1


def range_end(tokens: tuple[Token, ...], end: int, unit: str) -> tuple[float, int] | None:
    """Return the upper end of "5 to 10", "$578-$1,267", "between 3 and 4"."""
    if end + 1 >= len(tokens):
        return None
    joint = tokens[end].lower
    if joint not in ("to", "-", "–", "—", "and", "or"):
        return None
    look = end + 1
    if tokens[look].text in MONEY_SIGNS and look + 1 < len(tokens):
        if unit not in CURRENCIES:
            return None
        look += 1
    parsed = number_at(tokens, look) if tokens[look].text[0].isdigit() or tokens[look].lower in NUMBER_WORDS else None
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
    other = unit_at(tokens, parsed[1])[0]
    return None if unit and other and other != unit else parsed


def per_unit(tokens: tuple[Token, ...], end: int, unit: str) -> tuple[str, int]:
    """Return the unit with "a tonne", "per kg", "/lb" behind it."""
    if end + 1 < len(tokens) and tokens[end].lower in ("a", "an", "per", "/", "the"):
        look = end + 1
        while tokens[look].lower in _QUALITIES and look + 1 < len(tokens):
            look += 1
        by = {
            "tonne": "t",
            "ton": "t",
            "t": "t",
            "mt": "t",
            "kilogram": "kg",
            "kilo": "kg",
            "kg": "kg",
            "pound": "lb",
            "lb": "lb",
            "ounce": "oz",
            "oz": "oz",
            "barrel": "bbl",
        }.get(tokens[look].lemma)
        if by and unit.isupper() and len(unit) == 3:
            return f"{unit}/{by}", look + 1
    return unit, end
