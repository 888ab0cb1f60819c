"""Names and marks of a sentence in, spans of instruments cited by number and of agreements by name out."""

import re
from collections.abc import Iterator
from typing import Final

from regraph.extract.spans import Context, Span, View, words_of
from regraph.extract.trie import HYPHENS, Lexicon, Mark
from regraph.ids import slug

_NUMBER: Final = re.compile(r"\d[\d/.\-–]*\d|\d+")
_NO: Final = frozenset({"no.", "nos.", "no", "nos", "number", "numbers", "#", "№"})
_MONTHS: Final = frozenset(
    """
    january february march april may june july august september october november december spring summer autumn
    """.split()
)
_PLAIN: Final = {"announcements": "Announcement", "orders": "Order", "decrees": "Decree", "regulations": "Regulation"}
_BARE: Final = frozenset(
    """
    proclamation order regulation section notification directive sro decree resolution law notice circular decision
    announcement instrument
    """.split()
)
_A_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def reference_spans(view: View, context: Context, lexicon: Lexicon) -> Iterator[Span]:
    """Yield measures cited by number; the id is the reference in one form ("Announcement No. 18 of 2025").

    A number cited before with its year keeps it, so that "Announcement No. 46" is the same instrument again.
    """
    done = -1
    for place in view.at(Mark.INSTRUMENT):
        if place <= done:
            continue
        found = _reference(view, place, context)
        if found is None:
            continue
        end, reference = found
        done = end - 1
        start = _instrument_start(view, place, lexicon)
        yield Span(start, end, "measure", (reference,), "measure:number", 9)


def _instrument_start(view: View, place: int, lexicon: Lexicon) -> int:
    for size in (2, 1):
        first = place - size
        if first >= 0 and " ".join(view.lower(n) for n in range(first, place + 1)) in lexicon.words["instruments"]:
            return first
    return place


def _reference(view: View, place: int, context: Context) -> tuple[int, str] | None:
    tokens, count = view.tokens, len(view.tokens)
    word = tokens[place]
    if word.lower in ("article", "articles"):
        return None
    look, union = place + 1, ""
    if (
        look + 2 < count
        and tokens[look].text == "("
        and tokens[look + 2].text == ")"
        and tokens[look + 1].text in ("EU", "EC", "EEC")
    ):
        union, look = f" ({tokens[look + 1].text})", look + 3
    numbered = look < count and tokens[look].lower in _NO
    look += numbered
    numbers: list[str] = []
    end = look
    while look < count:
        text = tokens[look].text
        if text[0].isdigit():
            number, look = _joined(view, look)
            numbers.append(number)
            end = look
        elif numbers and (text in (",", "and", "&") or tokens[look].lower in _NO):
            if text == "," and not (look + 1 < count and tokens[look + 1].text[0].isdigit()):
                break
            look += 1
        else:
            break
    if not numbers or not (numbered or union or _bare_number(word.text, numbers)):
        return None
    year, end = _year(view, place, end)
    return end, _written(view, place, (union, numbered, numbers, year), context)


def _bare_number(word: str, numbers: list[str]) -> bool:
    """Tell "Decree 563" and "Law 15.122" from "the Law of 2025"."""
    named = word[0].isupper() and word.lower().rstrip("s") in _BARE and len(numbers) == 1
    return named and not _A_YEAR.fullmatch(numbers[0])


def _joined(view: View, place: int) -> tuple[str, int]:
    """Return a number with what is glued to it ("2021/821") and the token after it."""
    tokens, end = view.tokens, place + 1
    out = tokens[place].text
    while (
        end < len(tokens)
        and tokens[end].start == tokens[end - 1].end
        and (tokens[end].text in "/-–" or tokens[end].text.isalnum())
    ):
        out += tokens[end].text
        end += 1
    return out.rstrip("/-–"), end


def _year(view: View, place: int, end: int) -> tuple[str, int]:
    """Return the year of "of 2025" behind a number, and the token after it.

    Announcements are numbered by the year, so that "of April 4, 2025" tells it too; for other instruments that is
    their date.
    """
    tokens, look = view.tokens, end
    if look < len(tokens) and tokens[look].text in (",", "("):
        look += 1
    if look < len(tokens) and tokens[look].lower in ("of", "dated", "issued", "in", "published", "from"):
        dated = tokens[look].lower
        look += 1
        while look < len(tokens) and look < end + 7:
            token = tokens[look]
            if len(token.text) == 4 and token.text.isdigit() and token.text[:2] in ("19", "20"):
                # only "of 2025" belongs to the name; a date behind it is one of its own
                close = dated == "of" and look == end + 1
                kept = close or view.tokens[place].lemma == "announcement"
                return token.text if kept else "", look + 1 if close else end
            if not (token.text[0].isdigit() or token.lower in _MONTHS or token.lower in ("on", ",", "of")):
                break
            look += 1
    return "", end


def _written(view: View, place: int, parts: tuple[str, bool, list[str], str], context: Context) -> str:
    union, numbered, numbers, year = parts
    word = view.tokens[place].text
    word = word.capitalize() if word.isupper() and len(word) > 3 else word
    name = word[0].upper() + word[1:] if len(numbers) > 1 else _PLAIN.get(word.lower(), word[0].upper() + word[1:])
    before = view.lower(place - 1)
    if before in (
        "executive",
        "implementing",
        "delegated",
        "presidential",
        "ministerial",
        "government",
        "public",
        "statutory",
    ):
        name = f"{before.capitalize()} {name}"
    if name == "Section":
        return f"Section {numbers[0]}"
    listed = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    stem = f"{name}{union} {'No. ' if numbered else ''}{listed}"
    key = f"{name.lower().rstrip('s')} {listed}"
    if year:
        context.references[key] = f"{stem} of {year}" if numbered else stem
    issuer = "MOFCOM " if name.startswith("Announcement") and "MOFCOM" in context.acronyms else ""
    return issuer + context.references.get(key, stem)


def agreement_spans(view: View, lexicon: Lexicon) -> Iterator[Span]:
    """Yield agreements named after a place, a month or a name: "the Geneva agreement", "Busan truce".

    ids: slug of the name, and that of the place where there is one.
    """
    tokens = view.tokens
    for place in view.at(Mark.AGREEMENT):
        if place == 0:
            continue
        start = place
        while start and tokens[start - 1].lower in ("trade", "minerals", "tariff", "trade-truce", "joint"):
            start -= 1
        if not start or tokens[start - 1].text in HYPHENS:
            continue
        name = view.name_ending(start)
        if name is not None and (name.rule == "state:capital" or name.kind == "place"):
            where = words_of(tokens, name.start, name.end)
            full = words_of(tokens, name.start, place + 1)
            spot = lexicon.place_of(where) or slug(where)
            yield Span(name.start, place + 1, "agreement", (slug(full), spot), "agreement:place", 8)
        elif tokens[start - 1].lower in _MONTHS and tokens[start - 1].text[0].isupper():
            full = words_of(tokens, start - 1, place + 1)
            yield Span(start - 1, place + 1, "agreement", (slug(full),), "agreement:month", 8)
