"""A parsed view in, the noun phrases that name a measure out, with the kind that the words beside the head give."""

from collections.abc import Iterator, Sequence

from regraph.extract.frames import Noun
from regraph.extract.view import At, Phrase, View
from regraph.model import Mention


def find(view: View) -> list[Phrase]:
    """Return the phrases of a sentence, in its order; an instrument and what it is about are one."""
    return list(_cited(view, list(_phrases(view))))


def _phrases(view: View) -> Iterator[Phrase]:
    place, last_end = 0, 0
    named = {name.start: name for name in view.names if name.value.kind == "measure"}
    openings = view.frames.openings
    if not named and view.words.isdisjoint(openings):
        return
    for opening in [k for k, token in enumerate(view.tokens) if token.lemma in openings or k in named]:
        if opening < place:
            continue
        place = opening
        sort = _regime(view, place)
        if sort:
            phrase = _phrase(view, view.frames.nouns[sort], place, place + 1, last_end)
            if phrase is not None:
                phrase.contexts |= {"export"} if sort == "ban" else set()
                yield phrase
            place = last_end = place + 1
            continue
        if place in named and not _modifies(view, named[place]):
            yield _named(view, named[place])
            place = last_end = max(named[place].end, place + 1)
            continue
        hit = _head(view, place)
        if hit is None:
            continue
        noun, head, end = hit
        if _only_modifies(view, noun, end):
            place = last_end = end + 1 if view.tokens[end].text in "-–" or view.tokens[end].lower == "free" else end
            continue
        phrase = _phrase(view, noun, head, end, last_end)
        if phrase is not None:
            kinds = (at for at in named.values() if phrase.start <= at.start < head and _modifies(view, at))
            phrase.reference = next((at.value.ids[0] for at in kinds), "")
            yield phrase
        last_end = place = end


def _regime(view: View, place: int) -> str:
    """Return the family of a word that names a measure only by what is around it: a pause of exports, a licence."""
    lemma, frames = view.tokens[place].lemma, view.frames
    if lemma in frames.lists["pauses"] and view.parse.tags[place] == "W" and _stops_flow(view, place):
        return "ban"
    return "licensing" if lemma in frames.lists["licence_objects"] and _standing_licence(view, place) else ""


def _head(view: View, place: int) -> tuple[Noun, int, int] | None:
    """Return the noun of the head at `place`, where it stands and where the heads end; None where no head begins."""
    tokens, tags, frames = view.tokens, view.parse.tags, view.frames
    known = tags[place] == "W" and tokens[place].lemma in frames.heads.first
    hit = frames.heads.at(tokens, place) if known else None
    if hit is None or tokens[place].lower in frames.grammar.irregular_past:  # "frozen peas" are no freeze
        return None
    end, family = hit
    if family == "tariff" and place > 1 and tokens[place - 2].lower == "non":
        family = "measure"  # "non-tariff measures"
    noun, head = frames.nouns[family], place
    while end < len(tokens) and tags[end] == "W":  # "export control measures", "quota system": the first names the kind
        more = frames.heads.at(tokens, end)
        if more is None:
            break
        other = frames.nouns[more[1]]
        if noun.generic or (noun.weak and not other.weak and not other.generic):
            noun, head = other, end
        end = more[0]
    return noun, head, end


def _only_modifies(view: View, noun: Noun, end: int) -> bool:
    """Tell a head that only modifies what follows: "tariff deal", "duty-free access"."""
    tokens = view.tokens
    if end >= len(tokens):
        return False
    if tokens[end].lower == "free" and noun.family == "tariff":
        return True
    if tokens[end].text in "-–" and end + 1 < len(tokens) and tokens[end + 1].lower == "free":
        return True
    return view.parse.tags[end] == "W" and tokens[end].lemma in view.frames.lists["not_heads"]


def _standing_licence(view: View, place: int) -> bool:
    """Tell "put under licence" and "subject to a permit", which name a regime, from a single licence."""
    tokens, tags = view.tokens, view.parse.tags
    if tags[place] != "W":
        return False
    start = place
    while start and (
        tags[start - 1] == "D"
        or tokens[start - 1].lower in ("export", "prior", "special", "ministerial", "government", "official", "state")
    ):
        start -= 1
    before = tokens[start - 1].lower if start else ""
    if before == "under":
        return start == place or tokens[place - 1].lower == "export"
    return (
        before == "to" and start > 1 and tokens[start - 2].lower in ("subject", "subjected", "subjects", "subjecting")
    )


_INSTRUMENTS = frozenset("decree order directive regulation notice circular law act rule announcement".split())
_ABOUT = frozenset("on of concerning regarding for introducing imposing establishing about the a an which that".split())


def _cited(view: View, phrases: Sequence[Phrase]) -> Iterator[Phrase]:
    """Give the phrases; an instrument and the measure that it is about are one: "Order No. 152 on the ban"."""
    cited: Phrase | None = None
    for phrase in phrases:
        if cited is not None:
            dated = {k for at in view.times for k in range(at.start, at.end)}
            between = {view.tokens[k].lower for k in range(cited.head_end, phrase.start) if k not in dated}
            if (
                not phrase.noun.generic
                and between & {"on", "concerning", "regarding", "introducing", "imposing", "establishing", "about"}
                and between <= _ABOUT
            ):
                phrase.reference, phrase.start = phrase.reference or cited.reference, cited.start
            else:
                yield cited
            cited = None
        if phrase.noun.generic and (phrase.reference or view.tokens[phrase.head].lemma in _INSTRUMENTS):
            cited = phrase
        else:
            yield phrase
    if cited is not None:
        yield cited


def _modifies(view: View, at: At[Mention]) -> bool:
    """Tell an instrument that only names the sort of a measure: "the Section 301 tariff"."""
    behind = at.end < len(view.tokens) and view.tokens[at.start].lower in ("section", "article")
    return behind and view.parse.tags[at.end] == "W" and view.frames.heads.at(view.tokens, at.end) is not None


def _stops_flow(view: View, place: int) -> bool:
    """Tell "the suspension of cobalt exports": a pause of trade itself is a ban, not a pause of a ban."""
    tokens, frames = view.tokens, view.frames
    if place and frames.flows.get(tokens[place - 1].lemma) == "export" and view.parse.tags[place - 1] == "W":
        return True  # "the cobalt export suspension"
    if place + 1 >= len(tokens) or tokens[place + 1].lower not in ("of", "on", "to", "in"):
        return False
    if place > 1 and tokens[place - 1].lower in ("a", "an") and tokens[place - 2].lemma in ("put", "call", "bring"):
        return False  # "put a stop to exports" is a verb
    for k in range(place + 2, min(place + 7, len(tokens))):
        if frames.flows.get(tokens[k].lemma) == "export":
            return k + 1 >= len(tokens) or not frames.heads.at(tokens, k + 1)
        if frames.heads.at(tokens, k) or view.parse.tags[k] in "VX":
            return False
    return False


def _named(view: View, at: At[Mention]) -> Phrase:
    """Return the phrase of a measure named by number or title ("Announcement No. 46 of 2024")."""
    end = _right_edge(view, at.end)
    noun = view.frames.nouns[
        "listing" if "list" in at.value.ids[0].lower() or "affiliates" in at.value.ids[0].lower() else "measure"
    ]
    phrase = Phrase(at.start, at.end - 1, at.end, end, noun, noun.kinds["default"], frozenset(), True)
    phrase.reference = at.value.ids[0]
    return phrase


def _phrase(view: View, noun: Noun, head: int, head_end: int, floor: int) -> Phrase | None:
    tokens, tags, frames = view.tokens, view.parse.tags, view.frames
    start = head
    while start > floor and _modifier(view, start - 1, floor):
        start -= 1
        if tokens[start].lower in ("a", "an", "the", "its", "their"):
            break  # "charges foreign ships a port fee"
    while start < head and tags[start] in "CX":
        start += 1
    if head > start and tokens[head - 1].lemma in frames.lists["not_measures"]:
        return None
    end = _right_edge(view, head_end)
    left = {frames.contexts[t.lemma] for t in tokens[start:head] if t.lemma in frames.contexts}
    right = _right_contexts(view, head_end, end)
    contexts = frozenset(left if noun.generic else left | right)
    kind = noun.kinds["default"]
    for context in ("visa", "listing", "technology", "import", "export", "production", "port", "trade"):
        if context in noun.kinds and (context in left or (context in right and context not in ("technology", "trade"))):
            kind = noun.kinds[context]
            break
    if "listing" in left and noun.weak:
        kind = "entity_listing"
    definite = tokens[start].lower in _DEFINITE or (start > 0 and tokens[start - 1].lower == "following")
    return Phrase(start, head, head_end, end, noun, kind, contexts, definite)


_DEFINITE = frozenset("the this these those its their that such".split())


def _modifier(view: View, place: int, floor: int) -> bool:
    """Tell whether the token can stand to the left of the head within its phrase."""
    tokens, tags = view.tokens, view.parse.tags
    sign, text = tags[place], tokens[place].text
    if sign in "WD" or text in '-–%$“"‘' or tokens[place].lower in ("'s", "’s", "'"):
        return True
    if sign == "C" or text == ",":
        return (
            place > floor
            and _material_at(view, place - 1)
            and (_material_at(view, place + 1) or tags[place + 1] == "C")
        )
    return False


def _material_at(view: View, place: int) -> bool:
    return any(name.start <= place < name.end and name.value.kind in ("material", "item") for name in view.names)


def _right_edge(view: View, head_end: int) -> int:
    """Return where what follows the head ends: the clause, a participle clause that hangs on it, or the next head."""
    clauses, count = view.parse.clauses, len(view.tokens)
    edge = count
    for clause in clauses:
        if clause.group >= head_end:
            edge = clause.start if clause.start >= head_end else clause.group  # its own verb, where it is the subject
            break
    for clause in clauses:
        gerund = (
            clause.shape == "ing" and clause.marker in ("on", "of", "from", "against") and clause.start <= head_end + 1
        )
        if clause.start == edge and (clause.shape == "participle" or gerund) and clause.end > edge:
            edge = clause.end
    return edge


def _right_contexts(view: View, start: int, end: int) -> set[str]:
    """Return the contexts of the nouns after on, of, to … that belong to the head."""
    out: set[str] = set()
    for place in range(start, min(end, start + 12)):
        token = view.tokens[place]
        if (
            view.frames.heads.at(view.tokens, place)
            and view.parse.tags[place] == "W"
            and token.lemma not in view.frames.contexts
        ):
            break
        if view.parse.tags[place] == "C":
            break
        if token.lower == "abroad":
            out.add("export")  # "the tax on rice sold abroad"
        context = view.frames.contexts.get(token.lemma)
        if context in ("export", "import", "visa", "technology", "port") and (
            view.parse.tags[place] == "W" or token.lower.endswith("ing")
        ):
            out.add(context)
    return out
