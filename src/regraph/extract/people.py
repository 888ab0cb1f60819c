"""Names and marks of a sentence in, spans of persons with their office and state out.

Forms read: "President Joko Widodo", "trade minister Budi Santoso", "Ines Okafor, an analyst", "said Sean Stein".
The mention covers the name; its rule ends with "@" and the state where the office tells one.
"""

from collections.abc import Iterator
from typing import Final

from regraph.extract.spans import FUNCTION_WORDS, Context, Span, View, words_of
from regraph.extract.trie import HYPHENS, Lexicon, Mark
from regraph.ids import slug

_SPEECH: Final = frozenset(
    """
    say tell warn add recall estimate declare announce argue note write ask reply comment explain insist predict
    affirm stress reckon
    """.split()
)
_TITLES: Final = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "sir", "mr.", "mrs.", "ms.", "dr.", "prof.", "lord", "baroness"}
)
_STATE_OFFICES: Final = frozenset(
    """
    minister president premier chancellor secretary governor commissioner representative ambassador envoy king
    prince sultan emperor senator lawmaker negotiator mp mep taoiseach speaker general undersecretary
    """.split()
)


def person_spans(view: View, context: Context, lexicon: Lexicon) -> Iterator[Span]:
    """Yield persons; names that the lexicon knows are left as they are."""
    if view.title_case:
        return
    for start, end in view.runs:
        found = _person(view, start, end, (context, lexicon))
        if found is not None:
            remember(view, found, context, lexicon)
            yield found


def remember(view: View, name: Span, context: Context, lexicon: Lexicon) -> None:
    """Keep the surname of a person named in full: the last word, in East Asia the first."""
    if name.end - name.start < 2:
        return
    first, last = view.tokens[name.start].text, view.tokens[name.end - 1].text
    surname = first if first.lower() in lexicon.words["surnames_first"] else last
    for key in dict.fromkeys((surname, last)):
        if key[0].isupper() and key.lower() not in FUNCTION_WORDS:
            context.short.setdefault(key, name)


def _person(view: View, start: int, end: int, known: tuple[Context, Lexicon]) -> Span | None:
    lexicon = known[1]
    office, first = _titled(view, start, end, lexicon)
    if first < end and view.lower(first) in lexicon.words["portfolios"]:
        return None  # "Maritime" in "Minister for Maritime and Investment Affairs"
    if first >= end:
        return None
    if office is None:
        office = _office_before(view, start, lexicon)
    size = end - first
    known_places = [place for place in range(first, end) if place in view.covered]
    if known_places and not (known_places == [first] and office and _like_a_state(view, first, size)):
        return None
    if office is not None and (office != "title" or size > 1) and size <= 6:
        return _span(view, (first, end), _state_of_office(view, (first, end), office, known))
    if not _personal(view, first, end, lexicon):
        return None
    behind = _office_behind(view, end, lexicon)
    if behind is None and not _speaks(view, first, end, lexicon):
        return None
    return _span(view, (first, end), behind or "")


def _like_a_state(view: View, first: int, size: int) -> bool:
    """Tell an officer whose first name is that of a state or capital: "Foreign Minister Israel Katz"."""
    name = view.covered[first]
    return size == _FULL_NAME and name.rule in ("state:name", "state:capital") and name.end == first + 1


_FULL_NAME: Final = 2


def _titled(view: View, start: int, end: int, lexicon: Lexicon) -> tuple[str | None, int]:
    """Return (office, first token of the name) of a run of capitals; the office may lie before the run."""
    tokens = view.tokens
    office, first = _office_in(view, start, end, lexicon)
    while first < end and tokens[first].lower in _TITLES:
        office, first = office or "title", first + 1
    chained = _office_chain(view, start, lexicon) if office is None else None
    if chained is not None:
        portfolio = lexicon.words["portfolios"] | {"presidency"}
        while first < end - 1 and tokens[first].lower in portfolio:
            office, first = chained, first + 1
    return office, first


def _personal(view: View, first: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether a run of capitals can be a person's name by its form alone."""
    tokens = view.tokens
    if not 2 <= end - first <= 5 or tokens[first].lower in FUNCTION_WORDS:
        return False
    if lexicon.marks.get(tokens[end - 1].lemma, 0) & _NO_PERSON:
        return False
    return not any(t.text.isupper() and len(t.text) > 2 and "." not in t.text for t in tokens[first:end])  # initials


_NO_PERSON: Final = Mark.ORGANISATION | Mark.COMPANY | Mark.BODY | Mark.AGREEMENT | Mark.INSTRUMENT | Mark.GOODS


def _span(view: View, where: tuple[int, int], state: str) -> Span:
    rule = f"person:office@{state}" if state else "person:form"
    return Span(*where, "actor", (slug(words_of(view.tokens, *where)),), rule, 7)


def _office_in(view: View, start: int, end: int, lexicon: Lexicon) -> tuple[str | None, int]:
    """Return the office that a run of capitals begins with, and where the name begins after it."""
    office, first = None, start
    for place in range(start, min(end, start + 7)):
        bits = lexicon.marks.get(view.tokens[place].lemma, 0)
        if bits & Mark.OFFICE and place + 1 < end and (place == start or view.tokens[place].text[0].isupper()):
            office, first = view.tokens[place].lemma, place + 1
    if office and view.tokens[first].text in HYPHENS:
        return None, start
    return office, first


def _office_before(view: View, start: int, lexicon: Lexicon) -> str | None:
    """Return the office in lower case right before a name: "economy minister X"."""
    place = start - 1
    if place > 1 and view.tokens[place].text == ",":  # "the opposition leader, Ada Obi, …"
        apposed = lexicon.marks.get(view.tokens[place - 1].lemma, 0) & Mark.OFFICE
        return view.tokens[place - 1].lemma if apposed and view.tokens[place - 1].text[0].islower() else None
    if place < 0:
        return None
    token = view.tokens[place]
    if token.lower in _TITLES:
        return "title"
    chained = _office_chain(view, start, lexicon)
    if chained:
        return chained
    if place in view.covered and view.covered[place].kind == "actor":
        return None
    return token.lemma if lexicon.marks.get(token.lemma, 0) & Mark.OFFICE and not token.lower.endswith("s") else None


def _office_chain(view: View, start: int, lexicon: Lexicon) -> str | None:
    """Return the office in "minister of mines X", "Minister of Trade and Industry X" that leads to a name."""
    place, linked = start - 1, False
    while place >= 0 and place > start - 12:
        token = view.tokens[place]
        if token.lower in ("of", "for", "in"):
            linked = True
        elif not (token.lower in ("and", "the", ",", "presidency") or lexicon.has("portfolios", token.lower)):
            break
        place -= 1
    if not linked or place < 0:
        return None
    token = view.tokens[place]
    return (
        token.lemma
        if token.lemma in ("minister", "secretary", "commissioner") and not token.lower.endswith("s")
        else None
    )


def _state_of_office(view: View, where: tuple[int, int], office: str, known: tuple[Context, Lexicon]) -> str:
    """Return the state that an officer acts for, empty for officers of firms."""
    (first, end), (context, lexicon) = where, known
    if view.lower(end) == "of" and (behind := view.covered.get(end + 1)) and behind.rule.startswith("state:"):
        return behind.ids[0]
    if office == "title":
        return ""
    begin = first - 1
    state: Span | None = None
    while begin >= max(0, first - 8):
        name = view.covered.get(begin)
        if name is not None and name.kind == "actor":
            state = name
            break
        if view.tokens[begin].text in (",", ";", ".", ":") or view.tokens[begin].lemma in _SPEECH:
            break
        begin -= 1
    if state is not None:
        found = lexicon.state_of(state.ids[0])
        if found and (state.rule.startswith(("state:", "body:")) or office in _STATE_OFFICES):
            return found
        return ""
    if office not in _STATE_OFFICES and view.lower(first - 2) not in ("ministry", "government", "department"):
        return ""
    return context.main_state or ""


_HEADS: Final = frozenset("heads leads runs chairs headed led ran".split())


def _office_behind(view: View, end: int, lexicon: Lexicon) -> str | None:
    """Return the state of an office told behind a name ("Ada Obi, Chad's mines minister"), "" for a firm's, or None."""
    if view.lower(end) != ",":
        return None
    if view.lower(end + 1) == "who" and view.lower(end + 2) in _HEADS:
        return ""
    state = ""
    for place in range(end + 1, min(end + 9, len(view.tokens))):
        token = view.tokens[place]
        name = view.covered.get(place)
        if name is not None and name.kind == "actor" and not state:
            state = lexicon.state_of(name.ids[0]) or ""
        if token.text in (",", ".", ";") or token.lemma in _SPEECH:
            return None
        if lexicon.marks.get(token.lemma, 0) & Mark.OFFICE and not (name and name.kind == "actor"):
            return state if token.lemma in _STATE_OFFICES else ""
    return None


def _speaks(view: View, start: int, end: int, lexicon: Lexicon) -> bool:
    after = view.tokens[end].lemma if end < len(view.tokens) else ""
    before = view.tokens[start - 1].lemma if start else ""
    if before in ("in", "at", "of", "from", "for", "by", "to", "near", "the"):
        return False
    if after in ("of", "at", "from", "with") and end - start in (2, 3):
        for place in range(end + 1, min(end + 10, len(view.tokens))):
            token = view.tokens[place]
            if token.lemma in _SPEECH and token.lower != "add":
                return True
            small = token.lower in ("the", "of", "for", "and", "based", "-") or lexicon.has("portfolios", token.lower)
            body = lexicon.marks.get(token.lemma, 0) & Mark.BODY
            if not (small or body or token.text[0].isupper() or place in view.covered):
                break
    if before in _SPEECH and view.tokens[start - 1].text[0].islower():
        return True
    human = lexicon.words["human_verbs"]
    if after in ("have", "has", "had", "also", "later", "then", "promptly") and end + 1 < len(view.tokens):
        after = view.tokens[end + 1].lemma
    return after in human and end - start in (2, 3)
