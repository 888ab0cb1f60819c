"""Names and marks of a sentence in, spans of materials and items out.

A form in which a metal leaves the mine ("lithium concentrate") is two spans side by side: the material, and the
form as item `lithium-concentrate`. Finished goods ("rare earth magnets", "copper pipes") are one item span.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from regraph.extract.spans import FUNCTION_WORDS, Span, View, words_of
from regraph.extract.tokens import Token
from regraph.extract.trie import HYPHENS, Lexicon, Mark
from regraph.ids import slug

_LISTERS: Final = frozenset({",", "and", "or", "&", "/", "plus", "nor"})
_METAL_BEFORE: Final = frozenset(
    """
    of refined unwrought raw crude primary secondary recycled newly scrap smelt mine export import
    """.split()
)
_METAL_AFTER: Final = frozenset(
    """
    ore concentrate price export import producer smelter refiner mine shipment ingot scrap output supply metal
    """.split()
)
_LEVIED: Final = frozenset(
    """
    duty tax tariff levy royalty ban embargo quota curb restriction limit surcharge export control
    """.split()
)
_FORM_ADJECTIVES: Final = frozenset(
    """
    enriched low-enriched depleted refined unwrought raw unprocessed unrefined
    """.split()
)
_SECTOR: Final = frozenset(
    """
    industry sector maker producer mill plant giant group association town job worker company price market giant
    firm smelter trader user exporter importer body council federation lobby executive boss prices
    """.split()
)
_OF_HEADS: Final = frozenset("scrap waste ore concentrate oxide powder alloy dross slag residue".split())
# Nouns that are as often verbs or parts of speech that are no goods; alone and unmarked they count only in the plural
# or after a preposition.
_SHY: Final = frozenset(
    """
    ship fuel target screen book plate arm film seed coat can light lead stone sand nail bolt screw bar rail
    block sheet weight tank beam coil cell module unit part system component model app cloud server display
    carrier plane train watch dye dress mask glove phone film magazine spirit tool wheel seat table nut bean
    plant jet wire tube chip pipe rod bus board circuit instrument device vessel container crane meal feed seed
    data converter weapon worker
    """.split()
)


def material_and_item_spans(view: View, lexicon: Lexicon) -> Iterator[Span]:
    """Yield the spans of materials in doubt that the context settles, of forms and of goods."""
    yield from _materials(view)
    if view.bits & (Mark.GOODS | Mark.RAW):
        yield from _items(view, lexicon)
    if view.bits & Mark.BRACKET:
        yield from _symbols(view, lexicon)


def _materials(view: View) -> Iterator[Span]:
    """Yield materials; "lead", "gold" and the like only in the company of metals."""
    found = [name for name in view.names if name.kind == "material"]
    sure = {name.start for name in found if name.rule != "material:ambiguous"}
    for name in found:
        if name.rule == "material:ambiguous" and not _is_metal(view, name, sure):
            continue
        yield name._replace(rule="material:name")
        before = view.lower(name.start - 1)
        if before in _FORM_ADJECTIVES or (before == "enriched" and view.lower(name.start - 2) in HYPHENS):
            low = view.lower(name.start - 2) in HYPHENS
            start = name.start - (3 if low else 1)
            words = words_of(view.tokens, start, name.end)
            yield Span(start, name.start, "item", (slug(words),), "item:adjective", 4)


def _is_metal(view: View, name: Span, sure: set[int]) -> bool:
    text, word = view.tokens[name.start].text, name.ids[0]
    before, after = view.lower(name.start - 1), view.lower(name.end)
    if word == "tin":
        return after not in ("mill", "can", "cans") and before != "a"
    if word in ("coal", "iron"):
        return after not in ("curtain", "fist") and before not in ("to", "will")
    if before in _METAL_BEFORE and word != "lead":
        return True
    lemma_after = view.tokens[name.end].lemma if name.end < len(view.tokens) else ""
    if lemma_after in _METAL_AFTER and before not in ("to", "will", "would", "the"):
        return True
    if before == "on" and name.start > 1 and view.tokens[name.start - 2].lemma in _LEVIED:
        return True  # "lifted the duty on gold in February"
    if before == "of" and (after in ("", ".", ",", ";", "and") or lemma_after in _METAL_AFTER):
        return True
    near = _neighbours(view, name)
    if near & sure or (word != "lead" and view.sentence.role == "headline" and text[0].islower()):
        return True
    return (
        word in ("mercury", "jade", "diamonds", "mica", "neon", "hydrogen", "gold", "silver")
        and text.islower()
        and (
            after in ("", ".", ",", "and", "exports", "imports", "prices")
            and before in ("of", "and", ",", "", "on", "in", "raw")
        )
    )


def _neighbours(view: View, name: Span) -> set[int]:
    """Return the token numbers of list members beside a name: "zinc, lead and tin"."""
    out = set()
    place = name.start - 1
    while place > 0 and view.lower(place) in _LISTERS:
        place -= 1
    if place < name.start - 1 and place in view.covered:
        out.add(view.covered[place].start)
    place = name.end
    while place < len(view.tokens) - 1 and view.lower(place) in _LISTERS:
        place += 1
    if place > name.end and place in view.covered:
        out.add(view.covered[place].start)
    return out


def _items(view: View, lexicon: Lexicon) -> Iterator[Span]:
    tokens = view.tokens
    done = -1
    for place in view.at(Mark.GOODS | Mark.RAW):
        if place <= done or not _noun_form(tokens[place]):
            continue
        name = view.covered.get(place)
        if name is not None and name.kind != "material" and not (name.kind == "item" and name.end == place + 1):
            continue
        end = _head_end(view, place, lexicon)
        done = end - 1
        if name is not None and name.kind == "material" and end == name.end:
            continue
        yield from _purpose(view, end, lexicon)
        span = _item(view, end, lexicon)
        if span is not None and span[0].rule == "item:head" and (metal := _exemplified(view, end - 1)):
            yield span[0]._replace(ids=(slug(f"{metal} {tokens[end - 1].text}"),), rule="item:example")
        elif span is not None:
            yield from _with_shared(list(_shared_head(view, span[0], end, lexicon)), span)
        elif tokens[end - 1].lower.endswith("s") and (metal := _exemplified(view, end - 1)):
            yield Span(end - 1, end, "item", (slug(f"{metal} {tokens[end - 1].text}"),), "item:example", 4)
        elif tokens[end - 1].lemma in _OF_HEADS:
            yield from _of_list(view, end, lexicon)


def _noun_form(token: Token) -> bool:
    """Return whether a word is a singular or plural, not "shipped" or "toying"."""
    return token.lower == token.lemma or token.lower.endswith("s") or not token.lower.endswith(("ed", "ing"))


def _head_end(view: View, place: int, lexicon: Lexicon) -> int:
    """Return the token after the last head of a compound: "chip design software" ends behind "software"."""
    end, look, marks = place + 1, place + 1, lexicon.marks
    while look < len(view.tokens) and look < place + 6:
        token = view.tokens[look]
        other = view.covered.get(look)
        if other is not None and other.kind not in ("material", "item"):
            break
        shy = token.lemma in _SHY and token.text == token.lemma and look > end
        if marks.get(token.lemma, 0) & (Mark.GOODS | Mark.RAW) and _noun_form(token) and not shy:
            end = look + 1
        elif not (token.text in HYPHENS or token.lower in lexicon.words["modifiers"]):
            break
        look += 1
    return end


def _item(view: View, end: int, lexicon: Lexicon) -> list[Span] | None:
    """Return the spans of the noun phrase that ends before token `end`, None where it is no item."""
    tokens, head = view.tokens, view.tokens[end - 1]
    start = _phrase_start(view, end, lexicon)
    while start < end - 1 and tokens[start].text in HYPHENS:
        start += 1
    raw = lexicon.marks.get(head.lemma, 0) & Mark.RAW
    metals = [name for name in view.names if name.kind == "material" and start <= name.start and name.end <= end - 1]
    if start == end - 1 and head.lemma == "magnet" and any(name.ids == ("rare-earths",) for name in view.names):
        return [Span(start, end, "item", ("rare-earth-magnets",), "item:implied", 3)]
    if start == end - 1:
        return None if _bare_is_none(view, end - 1, lexicon) else [_span(view, start, end, "item:head", 3)]
    if raw and metals and metals[-1].end >= end - 2 and head.lemma not in ("anode", "cathode", "powder", "compound"):
        metal = metals[-1]
        words = words_of(tokens, metal.start, end)
        others = _listed_before(view, metal)
        ids = tuple(slug(f"{words_of(tokens, other.start, other.end)} {head.text}") for other in others)
        return [Span(metal.end, end, "item", (*ids, slug(words)), "item:form", 4)]
    return [_span(view, start, end, "item:phrase", 6)]


def _with_shared(shared: list[Span], spans: list[Span]) -> list[Span]:
    """Return both, the phrase itself once: with the material that the first of the list carries, where one does."""
    own = {span.start for span in shared}
    return [*shared, *[span for span in spans if span.start not in own]]


def _purpose(view: View, end: int, lexicon: Lexicon) -> Iterator[Span]:
    """Yield "technology used to extract rare earths" as rare-earths-extraction-technology."""
    head = view.tokens[end - 1]
    if head.lemma not in ("technology", "equipment", "know", "machinery", "software"):
        return
    for place in range(end, min(end + 6, len(view.tokens))):
        work = _WORKS.get(view.tokens[place].lemma)
        if work is None:
            if view.lower(place) not in _TOWARDS:
                return
            continue
        look = place + 1
        while view.lower(look) in ("of", "and", "the") or view.tokens[min(look, len(view.tokens) - 1)].lemma in _WORKS:
            look += 1
        name = view.covered.get(look)
        if not work:
            goods = _made_goods(view, look, lexicon)
            if goods:
                yield Span(end - 1, end, "item", (slug(f"{goods} {head.text}"),), "item:purpose", 7)
            return
        if name is not None and name.kind == "material":
            metal = words_of(view.tokens, name.start, name.end)
            yield Span(end - 1, end, "item", (slug(f"{metal} {work} {head.text}"),), "item:purpose", 7)
        return


def _made_goods(view: View, place: int, lexicon: Lexicon) -> str:
    """Return "battery cathode" of the goods that begin at `place`, "" where none do."""
    end = _head_end(view, place, lexicon) if place < len(view.tokens) else place
    known = lexicon.marks.get(view.tokens[min(end, len(view.tokens)) - 1].lemma, 0) & (Mark.GOODS | Mark.RAW)
    if end - place > 5 or not known:
        return ""
    words = words_of(view.tokens, place, end).split()
    return " ".join([*words[:-1], view.tokens[end - 1].lemma])


_GERUNDS: Final = frozenset(
    "making producing processing refining manufacturing shipping exporting importing selling sending buying".split()
)
_TOWARDS: Final = frozenset("used for to that is the needed in of and which are use".split())
_WORKS: Final = {
    "extract": "extraction",
    "separate": "separation",
    "refine": "refining",
    "process": "processing",
    "smelt": "smelting",
    "mine": "mining",
    "recycle": "recycling",
    "produce": "production",
    "make": "",
    "manufacture": "",
} | {word: word for word in "extraction separation refining processing smelting mining recycling production".split()}


def _shared_head(view: View, span: Span, end: int, lexicon: Lexicon) -> Iterator[Span]:
    """Yield the goods whose head stands only once: "parboiled, brown and husked rice", "memory and logic chips".

    A material before the first modifier belongs to all: "rare earth extraction and separation technology".
    """
    place, head, shared = span.start - 1, view.tokens[end - 1].text, []
    if end - span.start < 2 or span.rule != "item:phrase":
        return
    while place > 0 and view.lower(place) in _LISTERS:
        word = view.tokens[place - 1]
        known = word.lower in lexicon.words["modifiers"] and not word.lower.endswith("s")
        if not known or place - 1 in view.covered or lexicon.marks.get(word.lemma, 0) & (Mark.BODY | Mark.GOVERNMENT):
            break
        shared.append(place - 1)
        place -= 2
    metal = view.name_ending(shared[-1]) if shared else None
    if metal is not None and metal.kind == "material":
        prefix = words_of(view.tokens, metal.start, metal.end) + " "
        yield span._replace(ids=(slug(prefix + words_of(view.tokens, span.start, end)),))
        last = shared.pop()
        first = slug(f"{prefix}{view.tokens[last].text} {head}")
        yield Span(metal.start, last + 1, "item", (first,), "item:shared", 7)
    else:
        prefix = ""
    for number in shared:
        yield Span(number, number + 1, "item", (slug(f"{prefix}{view.tokens[number].text} {head}"),), "item:shared", 3)


def _exemplified(view: View, place: int) -> str:
    """Return the metal of "copper products such as pipes and rods" for the goods that are named as examples."""
    for look in range(place - 1, max(0, place - 14), -1):
        word = view.lower(look)
        if (word == "as" and view.lower(look - 1) == "such") or word == "including":
            before = [name for name in view.names if name.kind == "material" and look - 6 <= name.start < look]
            heads = [view.tokens[n].lemma for n in range(max(0, look - 3), look)]
            return before[-1].ids[0] if before and {"product", "good", "item"} & set(heads) else ""
        if word in (".", ";", "but", "that", "which"):
            return ""
    return ""


def _span(view: View, start: int, end: int, rule: str, rank: int) -> Span:
    return Span(start, end, "item", (slug(words_of(view.tokens, start, end)),), rule, rank)


def _listed_before(view: View, metal: Span) -> list[Span]:
    """Return the materials listed before one: of "copper, iron and zinc concentrate" copper and iron."""
    out: list[Span] = []
    place = metal.start
    while place > 1 and len(out) < 20:
        look = place - 1
        while look >= 0 and view.lower(look) in _LISTERS:
            look -= 1
        other = view.name_ending(look + 1)
        if look == place - 1 or other is None or other.kind != "material":
            break
        out.insert(0, other)
        place = other.start
    return out


def _phrase_start(view: View, end: int, lexicon: Lexicon) -> int:
    """Return where the modifiers before the head at `end - 1` begin."""
    tokens, modifiers = view.tokens, lexicon.words["modifiers"]
    start = end - 1
    while start > 0:
        token = tokens[start - 1]
        name = view.covered.get(start - 1)
        if name is not None and name.kind in ("material", "item") and name.rule != "material:ambiguous":
            start = name.start
        elif name is not None and name.kind == "actor":
            break
        elif token.text in HYPHENS and start > 1 and tokens[start - 2].end == token.start:
            inner = tokens[start - 2]
            if not (
                inner.lower in modifiers
                or inner.lemma in modifiers
                or start - 2 in view.covered
                or inner.text[0].isalnum()
            ):
                break
            if view.covered.get(start - 2, name) is not None and view.covered[start - 2].kind == "actor":
                break
            start -= 2
        elif (
            start > 2 and tokens[start - 2].text in HYPHENS and f"{tokens[start - 3].lower}-{token.lower}" in modifiers
        ):
            start -= 3
        elif token.lower in _GERUNDS and view.lower(start - 2) in ("for", "of", "in", "by", "from"):
            break  # "technology for making magnets"
        elif _modifies(token, lexicon) and not _verb_like(view, start - 1):
            start -= 1
        else:
            break
    return start


def _modifies(token: Token, lexicon: Lexicon) -> bool:
    if token.lower in lexicon.words["modifiers"] or token.lemma in lexicon.words["modifiers"]:
        return True
    if lexicon.marks.get(token.lemma, 0) & Mark.GOODS and token.text == token.lemma:
        return True
    return any(char.isdigit() for char in token.text) and token.text[0].isalpha() and len(token.text) < 9


def _verb_like(view: View, place: int) -> bool:
    """Return whether a modifier is rather a verb: "to power cars"."""
    return view.lower(place - 1) in ("to", "will", "would", "can", "could", "may", "must") or view.tokens[
        place
    ].lower in ("lead", "used")


def _bare_is_none(view: View, place: int, lexicon: Lexicon) -> bool:
    """Return whether a head without modifiers is no item."""
    token, before = view.tokens[place], view.lower(place - 1)
    plural = token.lower != token.lemma and lexicon.has("weak_singular", token.lemma)
    if (lexicon.has("weak_heads", token.lemma) and not plural) or not lexicon.marks.get(token.lemma, 0) & Mark.GOODS:
        return True
    if place in view.covered and view.covered[place].kind == "material":
        return True
    if before in ("to", "will", "would", "could", "not", "they", "we", "it", "he", "who", "which", "that") or (
        before == "'s" and token.lemma in _SHY
    ):
        return True
    if token.text[0].isupper() and not view.title_case and place and token.lower not in ("lng", "lpg", "gpu", "gpus"):
        return True
    after = view.tokens[place + 1] if place + 1 < len(view.tokens) else None
    if after is not None and after.lemma in _SECTOR and token.text == token.lemma:
        return True  # "the steel industry" is no steel
    if token.lemma not in _SHY or token.text != token.lemma or before in ("of", "on", "and", ",", "in", "for", "or"):
        return False
    return before in ("the", "a", "an", "") or after is None or after.text not in (",", ".", "and", "or")


def _of_list(view: View, end: int, lexicon: Lexicon) -> Iterator[Span]:
    """Yield the item of "scrap of copper, aluminium and lead": one id a material."""
    if view.lower(end - 2) == "and" and view.tokens[end - 3].lemma in _OF_HEADS and end > 2:
        return  # told with the first of the two
    opened = end
    while view.lower(opened) == "and" and opened + 1 < len(view.tokens) and view.tokens[opened + 1].lemma in _OF_HEADS:
        opened += 2  # "scrap and waste of"
    if view.lower(opened) != "of":
        return
    place, metals = opened + 1, []
    while place < min(len(view.tokens), end + 40):
        name = view.covered.get(place)
        if name is not None and name.kind == "material":
            words = words_of(view.tokens, name.start, name.end)
            metals.append(words.removesuffix(" metals").removesuffix(" metal") or words)
            place = name.end
        elif view.lower(place + 1) in ("metal", "metals") and view.lower(place).endswith("ferrous"):
            metals.append(view.lower(place))
            place += 2
        elif view.lower(place) in _LISTERS or (not metals and view.lower(place) in lexicon.words["raw_adjectives"]):
            place += 1
        else:
            break
    if metals:
        head = "scrap" if "scrap" in {view.lower(n) for n in range(end, opened)} else view.tokens[end - 1].text
        last = place if all(name.endswith("ferrous") for name in metals) else end
        while last > end and view.lower(last - 1) in _LISTERS:
            last -= 1
        yield Span(
            end - 1,
            last,
            "item",
            tuple(slug(f"{metal} {head}") for metal in metals),
            "item:of-list",
            4 if last == end else 7,
        )


def _symbols(view: View, lexicon: Lexicon) -> Iterator[Span]:
    """Yield chemical symbols in brackets: "(Sm, Gd, Tb)", "gallium (Ga)"."""
    tokens = view.tokens
    for place in view.at(Mark.BRACKET):
        inner, look = [], place + 1
        while look < len(tokens) and (tokens[look].text in lexicon.symbols or tokens[look].lower in _LISTERS):
            if tokens[look].text in lexicon.symbols:
                inner.append(look)
            look += 1
        if not inner or look >= len(tokens) or tokens[look].text != ")":
            continue
        before = view.name_ending(place)
        same = before is not None and before.ids == (lexicon.symbols[tokens[inner[0]].text],)
        if len(inner) > 1 or same:
            for number in inner:
                yield Span(
                    number, number + 1, "material", (lexicon.symbols[tokens[number].text],), "material:symbol", 6
                )


def sure_items(spans: Iterable[Span]) -> list[Span]:
    """Return the items of the lexicon among names."""
    return [span for span in spans if span.kind == "item" and span.ids[0] not in FUNCTION_WORDS]
