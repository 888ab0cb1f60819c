"""Names and marks of a sentence in, spans of governments and public bodies out, also of bodies never seen before.

Forms read: "the Dutch government", "Indonesia's energy ministry", "the Ministry of Mines and Energy", "the commerce
ministry" (its state comes from the context), "the Congolese regulator", "State Revenue Committee",
"the Agency for X (AFX)". The id is the lexicon's where it knows the body, else state and slug.
"""

from collections.abc import Iterator
from typing import Final

from regraph.extract.lexicon import portfolio
from regraph.extract.spans import FUNCTION_WORDS, Context, Span, View, words_of
from regraph.extract.trie import HYPHENS, Lexicon, Mark
from regraph.ids import slug

_OPEN: Final = frozenset({"of", "for", "and", "the", "on", ",", "&", "to"})
_MINISTRY: Final = frozenset({"ministry", "department", "ministries"})
_SINGLE: Final = frozenset(
    {"regulator", "watchdog", "parliament", "presidency", "cabinet", "senate", "congress", "treasury", "customs"}
)
_STATE_WORDS: Final = frozenset(
    """
    government authorities authority cabinet administration presidency parliament side regime junta army
    military legislature congress senate officials official lawmakers leadership delegation negotiators
    diplomats customs regulators policymakers embassy legislators
    """.split()
)
_ADJECTIVES: Final = frozenset(
    """
    federal national central military new own interim transitional state caretaker coalition outgoing local
    trade top senior customs side's
    """.split()
)
_NEEDS_STATE: Final = frozenset("council board committee assembly office service chamber tribunal".split())
_NOT_HEAD: Final = frozenset({"minister", "president", "premier"})


def body_spans(view: View, context: Context, lexicon: Lexicon) -> Iterator[Span]:
    """Yield the spans of governments and public bodies."""
    if view.bits & (Mark.GOVERNMENT | Mark.BODY):
        yield from _governments(view)
    for place in view.at(Mark.BODY):
        token = view.tokens[place]
        if place in view.covered and view.covered[place].rule.startswith(("body:", "media:", "organisation:")):
            continue
        if token.lemma in _MINISTRY:
            span = _ministry(view, place, context, lexicon)
        else:
            span = _other_body(view, place, context, lexicon)
        if span is not None:
            yield from _with_acronym(view, span, context, lexicon)


def _governments(view: View) -> Iterator[Span]:
    """Yield "the Dutch government", "South Africa's cabinet", "the government of Gabon", "EU officials"."""
    for name in view.names:
        if not name.rule.startswith("state:"):
            continue
        place = name.end
        if view.lower(place) in ("'s", "'", "’"):
            place += 1
        while view.lower(place) in _ADJECTIVES:
            place += 1
        if (
            view.lower(place) in _STATE_WORDS
            and place not in view.covered
            and view.lower(place + 1) not in ("ministry", "minister")
        ):
            if view.lower(place) in ("customs", "trade", "army", "military") and view.lower(place + 1) in (
                "data",
                "figures",
                "duties",
                "users",
                "companies",
                "capability",
                "statistics",
                "union",
            ):
                continue
            yield Span(name.start, place + 1, "actor", name.ids, "state:government", 6)
        elif view.lower(name.start - 1) in ("of", "the") and name.rule != "state:demonym":
            start = name.start - 1 - (view.lower(name.start - 1) == "the")
            if start > 0 and view.lower(start) == "of" and view.lower(start - 1) in _STATE_WORDS:
                yield Span(start - 1, name.end, "actor", name.ids, "state:government", 6)


def _ministry(view: View, place: int, context: Context, lexicon: Lexicon) -> Span | None:
    tokens = view.tokens
    if view.lower(place + 1) in ("of", "for"):
        end = _right(view, place + 2, lexicon)
        if end > place + 2:
            return _ministry_of(view, place, end, context, lexicon)
    start = place
    while start and _is_portfolio(view, start - 1, lexicon):
        start -= 1
    while start < place and tokens[start].lower in ("and", ",", "state", "new", "&"):
        start += 1
    if start == place:
        return None
    name = words_of(tokens, start, place + 1)
    state, first, from_context = _state_left(view, start, context)
    return _body((first, place + 1), (state, name, from_context), lexicon)


def _is_portfolio(view: View, place: int, lexicon: Lexicon) -> bool:
    token = view.tokens[place]
    name = view.covered.get(place)
    if name is not None and name.kind == "actor":
        return False
    return lexicon.has("portfolios", token.lower) or token.text == "&"


def _ministry_of(view: View, place: int, end: int, context: Context, lexicon: Lexicon) -> Span:
    tokens = view.tokens
    state: str | None = None
    of_state = view.name_ending(end)
    name_end = end
    if of_state is not None and of_state.rule.startswith("state:"):
        state = of_state.ids[0]
        name_end = of_state.start
        while name_end > place + 1 and view.lower(name_end - 1) in ("of", "the", "republic"):
            name_end -= 1
    first = place
    if first and tokens[first - 1].lower in ("federal", "national"):
        first -= 1
    left, start, from_context = _state_left(view, first, context)
    if state is None:
        state = left
    else:
        start, from_context = first, False
    return _body((start, end), (state, words_of(tokens, place, name_end), from_context), lexicon)


def _right(view: View, place: int, lexicon: Lexicon) -> int:
    """Return the end of the words that a body's name goes on with: "Mines and Energy", "Trade, Industry and Water"."""
    tokens, end, look = view.tokens, place, place
    while look < len(tokens) and look < place + 14:
        token = tokens[look]
        if token.text[0].isupper() or (lexicon.has("portfolios", token.lower) and token.lower != "and"):
            look += 1
            end = look
        elif token.lower in _OPEN or token.text in HYPHENS:
            following = tokens[look + 1] if look + 1 < len(tokens) else None
            if token.text == "," and not _list_goes_on(view, look, lexicon):
                break
            if following is None or not (
                following.text[0].isupper() or lexicon.has("portfolios", following.lower) or following.lower == "the"
            ):
                break
            look += 1
        else:
            break
    return end


def _list_goes_on(view: View, place: int, lexicon: Lexicon) -> bool:
    """Return whether a comma inside a body's name is followed by "X and Y", not by a new clause."""
    tokens = view.tokens
    for look in range(place + 1, min(place + 7, len(tokens))):
        token = tokens[look]
        if token.lower == "and":
            return look + 1 < len(tokens) and (
                tokens[look + 1].text[0].isupper() or lexicon.has("portfolios", tokens[look + 1].lower)
            )
        if not (token.text[0].isupper() or token.text == "," or lexicon.has("portfolios", token.lower)):
            return False
    return False


def _state_left(view: View, place: int, context: Context) -> tuple[str | None, int, bool]:
    """Return (state, first token, whether the context gave it) for a body whose own name begins at `place`."""
    before = view.state_before(place)
    if before is None and view.lower(place - 1) in ("federal", "national", "central", "state", "own", "new"):
        before = view.state_before(place - 1)
    if before is not None:
        return before.ids[0], before.start, False
    owner = view.name_ending(place - 1) if view.lower(place - 1) == "'s" or view.lower(place - 1) == "’s" else None
    if owner is not None and owner.rule.startswith("body:"):
        return owner.ids[0][:2], place, False
    if view.lower(place - 1) in ("its", "their", "whose"):
        near = [name for name in view.names if name.rule.startswith("state:") and name.end < place]
        return (near[0].ids[0] if near else context.last_state or context.main_state), place, True
    return context.main_state, place, True


def _body(where: tuple[int, int], what: tuple[str | None, str, bool], lexicon: Lexicon) -> Span:
    state, name, from_context = what
    words = portfolio(name)
    if state is None:
        return Span(*where, "actor", (slug(name),), "body:form", 6)
    known = lexicon.bodies.get((state, words))
    ident = known or f"{state}/{_ministry_slug(name)}"
    return Span(*where, "actor", (ident,), f"body:{'context' if from_context else 'form'}@{state}", 7)


def _ministry_slug(name: str) -> str:
    """Return the slug of a body with its head last: "Ministry of Mines" is mines-ministry.

    >>> _ministry_slug("Ministry of Mines and Energy"), _ministry_slug("energy ministry")
    ('mines-and-energy-ministry', 'energy-ministry')
    """
    words = slug(name).split("-")
    if words[0] in ("ministry", "department") and len(words) > 2 and words[1] in ("of", "for"):
        words = [*words[3 if words[2] == "the" else 2 :], words[0]]
    return "-".join(words)


def _other_body(view: View, place: int, context: Context, lexicon: Lexicon) -> Span | None:
    tokens, head = view.tokens, view.tokens[place]
    if head.text[0].islower():
        return _small_body(view, place, lexicon)
    officer = place + 1 < len(tokens) and lexicon.marks.get(tokens[place + 1].lemma, 0) & Mark.OFFICE
    if view.title_case or head.lemma in _NOT_HEAD or officer:
        return None  # "Treasury Secretary" is a person
    start, end = _proper_ends(view, place, lexicon)
    if end - start < 2:
        return None
    state, name_start, from_context = _state_inside(view, start, end), start, False
    first = view.covered.get(start)
    if state is None:
        state, start, from_context = _state_left(view, start, context)
    elif first is not None and first.ids == (state,):
        name_start = first.end + (view.lower(first.end) in ("'s", "'"))
    if name_start >= end or (from_context and head.lemma in _NEEDS_STATE and view.lower(start) not in _ADJECTIVES):
        return None
    return _body((start, end), (state, words_of(tokens, name_start, end), from_context), lexicon)


def _proper_ends(view: View, place: int, lexicon: Lexicon) -> tuple[int, int]:
    """Return where the capitalised name around a head begins and ends."""
    tokens, start, end = view.tokens, place, place + 1
    while start and _in_name(view, start - 1):
        start -= 1
    while start < place and tokens[start].lower in FUNCTION_WORDS | {"and", "&", "of"}:
        start += 1
    if view.lower(end) in ("of", "for", "on"):
        end = max(end, _right(view, end + 1, lexicon))
    elif view.lower(end) == "general" and view.lower(end + 1) in ("of", "for"):
        end = max(end, _right(view, end + 2, lexicon))
    else:
        while end < len(tokens) and tokens[end].text[0].isupper() and end not in view.covered:
            end += 1
    return start, end


def _state_inside(view: View, start: int, end: int) -> str | None:
    """Return the state whose name a body's name begins or ends with."""
    for name in (view.covered.get(start), view.covered.get(end - 1)):
        if name is not None and name.rule.startswith("state:"):
            return name.ids[0]
    return None


def _in_name(view: View, place: int) -> bool:
    token = view.tokens[place]
    if token.text[0].isupper():
        name = view.covered.get(place)
        return name is None or name.rule.startswith("state:") or name.kind == "material"
    if token.lower in ("of", "and", "&", "for") and place and view.tokens[place - 1].text[0].isupper():
        return token.lower != "and" or place - 1 not in view.covered
    return token.text in HYPHENS and place > 0 and view.tokens[place - 1].text[0].isupper()


def _small_body(view: View, place: int, lexicon: Lexicon) -> Span | None:
    """Return "the Congolese regulator", "Zambia's revenue authority", "China's tariff commission"."""
    tokens, start = view.tokens, place
    while start and start > place - 5 and place - start < 5:
        token = tokens[start - 1]
        if start - 1 in view.covered and view.covered[start - 1].kind == "actor":
            break
        if not (
            lexicon.has("portfolios", token.lower)
            or lexicon.has("group_modifiers", token.lower)
            or start - 1 in view.covered
            or token.text in HYPHENS
            or token.lower
            in _ADJECTIVES | {"market", "antitrust", "revenue", "central", "planning", "tariff", "nuclear"}
        ):
            break
        start -= 1
    state = view.state_before(start)
    if state is None or (start == place and tokens[place].lemma not in _SINGLE):
        return None
    if tokens[place].lower in _STATE_WORDS and start == place:
        return None  # already told as the state's government
    name = words_of(tokens, start, place + 1)
    return _body((state.start, place + 1), (state.ids[0], name, False), lexicon)


def _with_acronym(view: View, span: Span, context: Context, lexicon: Lexicon) -> Iterator[Span]:
    """Yield a body and the acronym beside it, which is remembered for the document and names an unknown body.

    Read: "Agency for Trade (AFT)", "the Malawian regulator AFT", "AFT, the Malawian regulator".
    """
    place = _acronym_place(view, span)
    if place is None:
        yield span
        return
    acronym, ident = view.tokens[place].text, span.ids[0]
    if ident[2:3] == "/" and ident not in lexicon.type_by_id:
        span = span._replace(ids=(f"{ident[:2]}/{acronym}",))
    found = span._replace(start=place, end=place + 1, rank=7)
    context.short.setdefault(acronym, found)
    yield span
    yield found


def _acronym_place(view: View, span: Span) -> int | None:
    """Return the token number of an unknown acronym that stands for a body."""
    tokens, end = view.tokens, span.end
    places = []
    if end + 2 < len(tokens) and tokens[end].text == "(" and tokens[end + 2].text == ")":
        places.append(end + 1)
    if tokens[end - 1].text[0].islower():
        places.append(end)
        places.append(span.start - 2 - (view.lower(span.start - 1) == "the"))
        if not (places[-1] >= 0 and tokens[places[-1] + 1].text == ","):
            places.pop()
    for place in places:
        if (
            place < len(tokens)
            and place not in view.covered
            and tokens[place].text.isupper()
            and 2 <= len(tokens[place].text) <= 9
        ):
            return place
    return None
