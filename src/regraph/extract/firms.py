"""Names and marks of a sentence in, spans of firms, organisations and groups of firms out, also of unseen ones.

Forms read: legal form or trade word at the end ("Northern Lithium Ltd", "Cobalt Institute"), a noun before the name
("chipmaker Nexperia"), an apposition ("X, a Canadian miner"), "shares in X", and plural groups
("European suppliers" -> european-suppliers), whose rule ends with "@" and the state of their demonym.
"""

from collections.abc import Iterator
from typing import Final

from regraph.extract.lexicon import company_slug
from regraph.extract.spans import FUNCTION_WORDS, Context, Span, View, words_of
from regraph.extract.tokens import Token
from regraph.extract.trie import HYPHENS, Lexicon, Mark
from regraph.ids import slug

_OF: Final = frozenset({"of", "for", "in", "the", "and", "&", "on", "at"})
_SHARE: Final = frozenset({"share", "shares", "stock", "stocks", "plant", "mine", "subsidiary", "unit"})
_FIRM_VERBS: Final = frozenset(
    """
    halt stop say warn cut suspend lose fall drop sink rise gain halve close tell expect put declare ship
    produce own
    """.split()
)


def firm_spans(view: View, context: Context, lexicon: Lexicon) -> Iterator[Span]:
    """Yield firms and organisations."""
    if not view.title_case:
        for start, end in view.runs:
            yield from _proper(view, start, end, (context, lexicon))
    if view.bits & Mark.ORGANISATION:
        yield from _small_organisations(view, lexicon)


def _proper(view: View, start: int, end: int, known: tuple[Context, Lexicon]) -> Iterator[Span]:
    context, lexicon = known
    tokens = view.tokens
    while start < end and start not in view.covered and tokens[start].lower in FUNCTION_WORDS:
        start += 1
    if start >= end:
        return
    found = _by_ending(view, start, end, lexicon)
    if found is None:
        found = _by_company(view, start, end, lexicon)
    if found is None:
        return
    first = tokens[found.start].text
    if (
        found.end - found.start > 1
        and first.lower() not in FUNCTION_WORDS
        and found.start not in view.covered
        and len(first) > 3
    ):
        context.short.setdefault(first, found)
    yield found
    after = found.end
    if (
        after + 2 < len(tokens)
        and tokens[after].text == "("
        and tokens[after + 2].text == ")"
        and tokens[after + 1].text.isupper()
    ):
        acronym = found._replace(start=after + 1, end=after + 2)
        context.short.setdefault(tokens[after + 1].text, acronym)
        yield acronym


def _by_ending(view: View, start: int, end: int, lexicon: Lexicon) -> Span | None:
    """Return the firm or organisation whose name ends with a legal form, a trade word or "Institute" and the like."""
    tokens = view.tokens
    for last in range(end - 1, start - 1, -1):
        bits = lexicon.marks.get(tokens[last].lemma, 0)
        legal = tokens[last].lower.rstrip(".") in lexicon.words["legal_forms"]
        if not (bits & (Mark.ORGANISATION | Mark.COMPANY) or legal):
            continue
        name = view.covered.get(last)
        if (
            name is not None
            and name.kind in ("actor", "none")
            and not (name.rule.startswith("state:") and name.end - name.start == 1)
        ):
            return None
        stop = last + 1
        officer = stop < len(tokens) and lexicon.marks.get(tokens[stop].lemma, 0) & (Mark.OFFICE | Mark.BODY)
        if officer and all(tokens[place].lower in lexicon.words["portfolios"] for place in range(start, stop)):
            return None  # "Mineral Resources" before "Minister"
        if bits & Mark.ORGANISATION and view.lower(stop) in ("of", "for", "in"):
            stop = _of_end(view, stop)
        if stop - start < 2 or (
            stop - start == 2 and start in view.covered and view.covered[start].rule == "state:demonym" and not legal
        ):
            return None
        if any(
            view.covered[place].rule.startswith(("person:", "body:"))
            for place in range(start, last)
            if place in view.covered
        ):
            return None
        if any(lexicon.marks.get(tokens[place].lemma, 0) & Mark.OFFICE for place in range(start, last)):
            return None
        begin = start
        if bits & Mark.ORGANISATION and not legal:
            return Span(begin, stop, "actor", (slug(words_of(tokens, begin, stop)),), "organisation:form", 6)
        return Span(begin, stop, "actor", (company_slug(words_of(tokens, begin, stop)),), "company:form", 6)
    return None


def _of_end(view: View, place: int) -> int:
    """Return the end of "of Mines", "for Strategic Studies of Kenya" behind an organisation's head."""
    tokens, end, look = view.tokens, place, place
    while look < len(tokens):
        if tokens[look].text[0].isupper() or tokens[look].text in HYPHENS:
            end = look = look + 1
        elif (
            tokens[look].lower in _OF
            and look + 1 < len(tokens)
            and (tokens[look + 1].text[0].isupper() or tokens[look + 1].lower == "the")
        ):
            look += 1
        else:
            break
    return end


def _by_company(view: View, start: int, end: int, lexicon: Lexicon) -> Span | None:
    """Return the firm that the words beside its name tell: a noun before, an apposition, shares."""
    tokens = view.tokens
    if (
        start == 0
        and end > 1
        and lexicon.marks.get(tokens[0].lemma, 0) & Mark.FIRM
        and tokens[0].lower == tokens[0].lemma
    ):
        start = 1  # "Chipmaker Orbion" at the head of a sentence
    if (
        end - start > 4
        or any(place in view.covered for place in range(start, end))
        or tokens[start].lower in FUNCTION_WORDS
    ):
        return None
    if lexicon.marks.get(tokens[start].lemma, 0) & (Mark.OFFICE | Mark.BODY):
        return None
    state = ""
    rule = ""
    before = tokens[start - 1] if start else None
    if before is not None and before.text[0].islower() and _announces(view, start, end, lexicon):
        rule = "company:noun"
        near = view.state_before(start - 1)
        state = near.ids[0] if near else ""
    elif (
        view.lower(start - 1) == "and"
        and start - 2 in view.capitals
        and start > 2
        and lexicon.marks.get(view.tokens[start - 3].lemma, 0) & Mark.FIRM
        and view.tokens[start - 3].lower.endswith("s")
    ) or (start == 1 and before is not None and lexicon.marks.get(before.lemma, 0) & Mark.FIRM):
        rule = "company:noun"
    elif (
        view.lower(start - 1) in ("in", "of")
        and view.lower(start - 2) in _SHARE
        and view.lower(start - 2) not in ("mine", "plant")
    ) or (view.lower(end) in ("shares", "stock") and tokens[end].text[0].islower()):
        rule = "company:shares"
    else:
        state = _apposition(view, end, lexicon)
        if state == "?":
            return None
        rule = "company:apposition"
    if not rule:
        return None
    return Span(
        start, end, "actor", (company_slug(words_of(tokens, start, end)),), rule + (f"@{state}" if state else ""), 6
    )


def _announces(view: View, start: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether the noun before a name says what it is: "chipmaker X", "producers X and Y", "association X"."""
    before = view.tokens[start - 1]
    bits = lexicon.marks.get(before.lemma, 0)
    if bits & Mark.FIRM:
        return before.lemma == before.lower or view.lower(end) in ("and", ",", "or")
    return (
        bool(bits & Mark.ORGANISATION)
        and before.lemma == before.lower
        and before.lower in ("association", "union", "alliance", "federation")
    )


def _apposition(view: View, end: int, lexicon: Lexicon) -> str:
    """Return the state in ", a Canadian miner", "" where none is told, "?" where there is no such apposition."""
    if view.lower(end) != ",":
        return "?"
    if view.lower(end + 1) == "based" and view.lower(end + 2) == "in":
        return ""
    if view.lower(end + 1) not in ("a", "an", "the", "another", "which", "one") and end + 1 not in view.covered:
        return "?"
    state = ""
    for place in range(end + 1, min(end + 9, len(view.tokens))):
        token = view.tokens[place]
        name = view.covered.get(place)
        if name is not None and name.rule.startswith("state:") and not state:
            state = name.ids[0]
        if token.text in (",", ".", ";", "'s") and token.text != "'s":
            return "?"
        if lexicon.marks.get(token.lemma, 0) & Mark.FIRM and token.lemma not in (
            "customer",
            "buyer",
            "unit",
            "arm",
            "house",
        ):
            return state
    return "?"


def _small_organisations(view: View, lexicon: Lexicon) -> Iterator[Span]:
    """Yield "the chamber of mines", "motor industry council", "the bauxite producers' association"."""
    tokens = view.tokens
    for place in view.at(Mark.ORGANISATION):
        head = tokens[place]
        if (
            head.text[0].isupper()
            or head.text != head.lemma
            or (place in view.covered and view.covered[place].kind == "actor")
        ):
            continue
        if (
            head.lower == "chamber"
            and view.lower(place + 1) == "of"
            and view.lower(place + 2) in ("mines", "commerce", "shipping", "industry", "minerals")
        ):
            yield Span(place, place + 3, "actor", (slug(words_of(tokens, place, place + 3)),), "organisation:small", 5)
            continue
        if head.lower not in ("association", "federation", "council", "alliance", "chamber", "confederation"):
            continue
        start = place
        while start and start > place - 6:
            token = tokens[start - 1]
            bits = lexicon.marks.get(token.lemma, 0)
            name = view.covered.get(start - 1)
            known = (
                bits & (Mark.FIRM | Mark.GROUP | Mark.GOODS)
                or lexicon.has("group_modifiers", token.lower)
                or token.lower in ("industry", "trade", "business", "employers", "producers")
            )
            if not (known or token.text in "'’" or (name is not None and name.kind in ("material", "item"))):
                break
            start = name.start if name is not None and name.kind in ("material", "item") else start - 1
        while start < place and tokens[start].text in "'’":
            start += 1
        if start < place:
            words = words_of(tokens, start, place + 1).replace("'", "").replace("’", "")
            yield Span(start, place + 1, "actor", (slug(words),), "organisation:small", 5)


def _group_start(view: View, place: int, lexicon: Lexicon) -> tuple[int, str]:
    """Return (first token, state) of the noun phrase of a group: "South Korean battery makers"."""
    tokens, start = view.tokens, place
    while start:
        inner, name = tokens[start - 1], view.covered.get(start - 1)
        if (
            tokens[place].lower == "officials"
            and start == place
            and inner.lower not in ("former", "industry", "company")
        ):
            break
        if name is not None and name.rule in ("state:demonym", "state:name"):
            adjective = name.rule == "state:demonym" or tokens[name.start].text in ("US", "U.S.", "EU", "UK")
            return (name.start, name.ids[0]) if adjective else (start, "")
        if name is not None and name.kind in ("material", "item"):
            start = name.start
        elif _group_modifier(inner, name, lexicon) or (
            inner.text in HYPHENS and start > 1 and inner.end == tokens[place].start
        ):
            start -= 1
        else:
            break
    return start, ""


def _group_modifier(token: Token, name: Span | None, lexicon: Lexicon) -> bool:
    if name is not None:
        return False
    noun = lexicon.marks.get(token.lemma, 0) & (Mark.FIRM | Mark.GOODS) and token.lemma == token.lower
    return bool(noun) or lexicon.has("group_modifiers", token.lower)


def group_spans(view: View, lexicon: Lexicon) -> Iterator[Span]:
    """Yield groups of firms or people as slugs of their noun phrase; with a demonym the rule tells its state."""
    tokens = view.tokens
    for place in view.at(Mark.GROUP | Mark.FIRM):
        token = tokens[place]
        single = token.lower == token.lemma
        if not (_is_single(view, place) if single else _is_group(view, place, lexicon)):
            continue
        start, state = _group_start(view, place, lexicon)
        if single and (
            view.lower(start - 1) not in ("a", "an", "one", "another")
            or (start == place and token.lower not in _SINGLE)
        ):
            continue
        if start == place and token.lower in _VAGUE:
            continue
        if state and (_counted(view, start) or token.lower in ("officials", "lawmakers")):
            continue  # "28 US firms": the figure counts, and the state stands for itself
        rule = f"group:form@{state}" if state else "group:form"
        yield Span(start, place + 1, "actor", (slug(words_of(tokens, start, place + 1)),), rule, 6 if state else 4)
        if start > 1 and start < place and view.lower(start - 1) in ("and", "or"):
            word = tokens[start - 2]  # "sensor and radar makers"
            if lexicon.has("group_modifiers", word.lower) or (
                lexicon.marks.get(word.lemma, 0) & Mark.GOODS and word.lower == word.lemma
            ):
                yield Span(start - 2, start - 1, "actor", (slug(f"{word.text} {token.text}"),), "group:shared", 4)


# Groups that say nothing without a word before them.
_VAGUE: Final = frozenset(
    """
    officials companies firms entities businesses subsidiaries organisations organizations institutions workers
    users units households operators agents houses mines mills executives students people members groups makers
    """.split()
)
_SINGLE: Final = frozenset(
    """
    maker producer supplier miner smelter refiner fabricator recycler refinery carmaker chipmaker steelmaker
    """.split()
)


def _is_single(view: View, place: int) -> bool:
    """Return whether a singular noun can stand for an unnamed firm: "a South Korean magnet maker"."""
    token = view.tokens[place]
    if token.lower not in _SINGLE and token.lower not in (
        "manufacturer",
        "exporter",
        "importer",
        "trader",
        "shipper",
        "distributor",
        "dealer",
        "shipyard",
    ):
        return False
    following = view.tokens[place + 1] if place + 1 < len(view.tokens) else None
    return following is None or not following.text[0].isupper()


def _is_group(view: View, place: int, lexicon: Lexicon) -> bool:
    token = view.tokens[place]
    if token.lower == token.lemma:
        return False
    if lexicon.marks.get(token.lemma, 0) & Mark.GROUP or lexicon.has("group_nouns", token.lower):
        plural = lexicon.has("group_nouns", token.lower) or lexicon.has("firm_nouns", token.lemma)
    else:
        plural = lexicon.has("firm_nouns", token.lemma) and token.lower.endswith("s")
    if (
        not plural
        or not token.lower.endswith(("s", "people"))
        or token.lower in ("houses", "arms", "units", "funds", "giants", "yards", "suits")
    ):
        return False
    if token.lower in ("mines", "companies", "firms", "people", "businesses") and view.lower(place - 1) in (
        "of",
        "the",
        "between",
        "such",
        "these",
        "those",
    ):
        return False
    if token.lower in ("mines", "mills", "units") and view.lower(place - 1) in ("it", "which", "who", "that"):
        return False
    return place not in view.covered or view.covered[place].kind != "actor"


def _counted(view: View, start: int) -> bool:
    word = view.lower(start - 1)
    return word[:1].isdigit() or word in (
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "twelve",
        "dozen",
        "some",
    )
