"""Mentions in, mentions with those of pronouns and "the ministry", "both sides", "the metals" added out.

Each added mention has the ids of what it stands for and a rule that begins with "coref:". Reading goes forward, with
a memory of what was named last; headlines and captions do not feed the memory of pronouns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from regraph.extract.lexicon import Lexicon, load
from regraph.extract.tokens import Sentence, Token
from regraph.model import Mention

_PAIRS: Final = frozenset(
    """
    countries sides governments nations economies capitals powers neighbours neighbors rivals parties partners
    giants states blocs
    """.split()
)
_LEADERS: Final = frozenset("leaders presidents ministers men heads".split())
_BODY_NOUNS: Final = {
    "ministry": "ministry", "department": "department", "bureau": "bureau",
    "agency": "agency office bureau administration authority", "regulator": "",
    "authority": "authority regulator", "commission": "commission", "watchdog": "",
    "directorate": "directorate", "office": "office",
    "committee": "committee commission", "council": "council", "administration": "", "cabinet": "cabinet",
    "parliament": "parliament",
}  # fmt: skip
_STATE_NOUNS: Final = frozenset(
    """
    country nation government authorities republic kingdom state producer economy bloc presidency island
    neighbour cabinet
    """.split()
)
_COMPANY_NOUNS: Final = frozenset(
    """
    company firm group miner carmaker automaker chipmaker producer manufacturer steelmaker refiner smelter
    supplier utility trader shipbuilder maker
    """.split()
)
_METALS: Final = frozenset(
    """
    metals minerals materials elements ores commodities oxides products goods items
    """.split()
)
_METAL: Final = frozenset("metal mineral material element ore commodity".split())
_DETERMINERS: Final = frozenset({"the", "this", "that", "these", "those", "both", "such", "its", "all"})
_BETWEEN: Final = frozenset(
    """
    west east southern northern central western eastern african asian european latin american south north island
    landlocked gulf sahel baltic nordic two three seven five four six central-african southeast
    """.split()
)
_IT: Final = frozenset({"it", "its"})
_THEY: Final = frozenset({"they", "their", "them"})
_HE: Final = frozenset({"he", "she", "his", "her"})
_EXPLETIVE: Final = frozenset(
    """
    clear unclear likely unlikely possible impossible important necessary difficult hard easy time too not
    remains seems appears rains
    """.split()
)
# Behind an "it" that is an object: "calling it a gesture", "sell it as soil".
_AFTER_OBJECT: Final = frozenset(
    """
    a an the in to as from with at on for into out than and or by of up down off through over under before after
    until when if
    """.split()
)
_SPOKESMEN: Final = frozenset({"spokesman", "spokeswoman", "spokesperson"})
_TRIGGERS: Final = (
    frozenset(_BODY_NOUNS) | _STATE_NOUNS | _COMPANY_NOUNS | _METALS | _METAL | _PAIRS | _LEADERS | _IT | _THEY | _HE
)
_QUIET_ROLES: Final = frozenset({"headline", "caption"})


@dataclass(slots=True)
class _Memory:
    """What was named last, by kind of thing."""

    main: list[str]
    acting: Mention | None = None  # last state, body or firm in subject position, or the last at all
    state: Mention | None = None
    company: Mention | None = None
    person: Mention | None = None
    bodies: list[Mention] = field(default_factory=list)
    materials: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    persons: dict[str, Mention] = field(default_factory=dict)  # state -> last person who acts for it


def resolve(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], main_states: Sequence[str]
) -> list[list[Mention]]:
    """Return `mentions` with those added that point back, sorted and without overlap.

    `main_states` are the states the document is about, the first the main one: they stand in where nothing was named.
    """
    lexicon = load()
    memory = _Memory(list(main_states))
    out = []
    for sentence, found in zip(sentences, mentions, strict=True):
        points = not sentence.words.isdisjoint(_TRIGGERS)
        places = [place for place, token in enumerate(sentence.tokens) if token.lower in _TRIGGERS] if points else []
        added: list[Mention] = []
        if places:
            added = _pointing(sentence, found, places, (memory, lexicon, text))
        _remember(sentence, found, memory, (lexicon, text))
        out.append(sorted([*found, *added], key=lambda mention: mention.start) if added else list(found))
    return out


def main_states(mentions: Sequence[Sequence[Mention]]) -> list[str]:
    """Return the states that a document speaks of, the one it is mainly about first."""
    scores: dict[str, int] = {}
    for number, found in enumerate(mentions):
        first = True
        for mention in found:
            if mention.kind != "actor" or not mention.ids:
                continue
            state = mention.ids[0].split("/")[0]
            if len(state) == 2 and state.isupper():
                scores[state] = scores.get(state, 0) + 1 + (2 if first else 0) + (4 if first and number < 3 else 0)
                first = False
    return sorted(scores, key=lambda state: (-scores[state], state))


def _pointing(
    sentence: Sentence, found: Sequence[Mention], places: list[int], known: tuple[_Memory, Lexicon, str]
) -> list[Mention]:
    memory, lexicon, text = known
    tokens = sentence.tokens
    taken = [(mention.start, mention.end) for mention in found]
    out: list[Mention] = []
    seen = 0
    subject: Mention | None = None
    for place in places:
        token = tokens[place]
        while seen < len(found) and found[seen].end <= token.start:
            _note(found[seen], memory, (lexicon, text))
            if _can_act(found[seen], text) and (subject is None or _opens_clause(tokens, found[seen])):
                subject = memory.acting = found[seen]
            seen += 1
        made = _resolved(tokens, place, memory, lexicon)
        if made is None:
            continue
        first, end, ids, rule = made
        start, stop = tokens[first].start, tokens[end - 1].end
        if any(a < stop and start < b for a, b in taken):
            continue
        mention = Mention(
            start=start, end=stop, kind="material" if rule == "coref:materials" else "actor", ids=ids, rule=rule
        )
        out.append(mention)
        if (
            len(ids) == 1
            and rule in ("coref:body", "coref:company", "coref:government")
            and subject is None
            and _can_act(mention, text)
        ):
            subject = memory.acting = mention
        taken.append((start, stop))
    return out


_OPENERS: Final = frozenset("that whether because while when if unless although though but".split())


def _opens_clause(tokens: tuple[Token, ...], mention: Mention) -> bool:
    """Tell the subject of a clause inside the sentence: "complained that Jakarta was slow to loosen its curbs"."""
    before = [token.lower for token in tokens if token.end <= mention.start][-2:]
    return bool(before) and (before[-1] in _OPENERS or (before[-1] == "the" and before[0] in _OPENERS))


_Made = tuple[int, int, tuple[str, ...], str]


def _resolved(tokens: tuple[Token, ...], place: int, memory: _Memory, lexicon: Lexicon) -> _Made | None:
    """Return (first token, end, ids, rule) of what the word at `place` points to, None where it points nowhere."""
    word = tokens[place].lower
    if word in _IT or word in _THEY or word in _HE:
        return _pronoun(tokens, place, memory)
    first = _determiner(tokens, place)
    if first is None:
        return None
    counted = {token.lower for token in tokens[first:place]}
    if word in _PAIRS and (counted & {"two", "both"}):
        pair = memory.pair if memory.pair and word not in ("sides", "parties", "powers") else tuple(memory.main[:2])
        return (first, place + 1, pair, "coref:pair") if len(pair) == 2 else None
    if word in _LEADERS and counted & {"two", "both"}:
        return _leaders(first, place, memory, lexicon)
    if word in _METALS or word in _METAL:
        return _metals(tokens, (first, place), memory)
    if word in _BODY_NOUNS and place - first == 1:
        body = _body(word, memory)
        if body is not None:
            return first, place + 1, body.ids, "coref:body"
    if word in _COMPANY_NOUNS and place - first == 1 and memory.company is not None:
        return first, place + 1, memory.company.ids, "coref:company"
    return _state(tokens, (first, place), memory)


def _determiner(tokens: tuple[Token, ...], place: int) -> int | None:
    """Return the token where "the", "both", "these" … stands; words of place and number may lie between."""
    look = place - 1
    while look >= 0 and place - look < 5:
        word = tokens[look].lower
        if word in _DETERMINERS:
            return look
        if word not in _BETWEEN and tokens[look].text != "-":
            return None
        look -= 1
    return None


def _pronoun(tokens: tuple[Token, ...], place: int, memory: _Memory) -> _Made | None:
    word = tokens[place].lower
    if word in _HE:
        return (
            (place, place + 1, memory.person.ids, _with_state("coref:person", memory.person)) if memory.person else None
        )
    if word in _THEY:
        if len(memory.pair) == 2 and memory.acting is None:
            return place, place + 1, memory.pair, "coref:pair"
        return None
    after = [token.lower for token in tokens[place + 1 : place + 4]]
    if (
        word == "it"
        and after[:1]
        in (["is"], ["was"], ["has"], ["will"], ["would"], ["'s"], ["remains"], ["seems"], ["appears"], ["may"])
        and _EXPLETIVE & set(after)
    ):
        return None
    if (
        word == "it"
        and place
        and tokens[place - 1].lower
        in ("of", "on", "for", "with", "to", "by", "about", "make", "made", "makes", "making", "find", "call", "called")
    ):
        return None
    if memory.acting is None or (
        word == "it" and after[:1] and (after[0] in _AFTER_OBJECT or not after[0][0].isalpha())
    ):
        return None
    return place, place + 1, memory.acting.ids, _with_state("coref:it", memory.acting)


def _with_state(rule: str, mention: Mention) -> str:
    _, at, state = mention.rule.rpartition("@")
    return f"{rule}@{state}" if at else rule


def _leaders(first: int, place: int, memory: _Memory, lexicon: Lexicon) -> _Made | None:
    """Return the persons that "the two presidents" are: those named for the two states, else those in office."""
    pair = memory.pair or tuple(memory.main[:2])
    if len(pair) != 2:
        return None
    ids = []
    for state in pair:
        named = memory.persons.get(state)
        head = lexicon.head_by_state.get(state)
        if named is None and head is None:
            return None
        ids.append(named.ids[0] if (named and named.ids[0] == head) or (head is None and named) else head)
    return first, place + 1, tuple(ident for ident in ids if ident), "coref:leaders"


def _metals(tokens: tuple[Token, ...], where: tuple[int, int], memory: _Memory) -> _Made | None:
    first, place = where
    if (
        not memory.materials
        or tokens[first].lower in ("its", "all")
        or (tokens[place].lower in ("products", "goods", "items") and tokens[first].lower == "the")
    ):
        return None
    following = tokens[place + 1].lower if place + 1 < len(tokens) else ""
    single = tokens[place].lower in _METAL
    if (
        following in ("industry", "sector", "exchange", "ministry", "deal", "agreement", "prices", "of", "used")
        or following == "-"
    ):
        return None
    return first, place + 1, memory.materials[-1:] if single else memory.materials, "coref:materials"


def _body(word: str, memory: _Memory) -> Mention | None:
    heads = _BODY_NOUNS[word].split()
    for body in reversed(memory.bodies):
        ident = body.ids[0].lower()
        if not heads or any(head in body.rule or head in ident for head in heads):
            return body
    if word in ("ministry", "department", "regulator", "bureau", "agency", "commission") and memory.bodies:
        return memory.bodies[-1]
    return None


def _state(tokens: tuple[Token, ...], where: tuple[int, int], memory: _Memory) -> _Made | None:
    first, place = where
    word = tokens[place].lower
    if word not in _STATE_NOUNS or tokens[first].lower in ("both", "these", "those", "all", "its"):
        return None
    following = tokens[place + 1].lower if place + 1 < len(tokens) else ""
    if word == "bloc":
        return first, place + 1, ("EU",), "coref:bloc"
    if (
        word in ("state", "producer", "economy", "island", "neighbour", "republic", "kingdom") and place - first == 1
    ) or following == "of":
        return None
    if word in ("government", "authorities", "cabinet", "presidency"):
        state = memory.state.ids[0].split("/")[0] if memory.state else (memory.main[0] if memory.main else None)
        main = memory.main[0] if memory.main else state
        chosen = state if state and memory.main[:2].count(state) else main
        return (first, place + 1, (chosen,), "coref:government") if chosen else None
    if memory.state is None:
        return (first, place + 1, (memory.main[0],), "coref:country") if memory.main else None
    return first, place + 1, (memory.state.ids[0].split("/")[0],), "coref:country"


def _note(mention: Mention, memory: _Memory, known: tuple[Lexicon, str]) -> None:
    """Remember one mention for the words behind it."""
    lexicon, text = known
    if mention.kind == "material":
        memory.materials = mention.ids
        return
    if mention.kind != "actor" or not mention.ids:
        return
    ident, kind = mention.ids[0], mention.rule.partition(":")[0]
    if kind == "state":
        memory.state = mention
    elif kind == "person":
        memory.person = mention
        state = mention.rule.rpartition("@")[2] if "@" in mention.rule else lexicon.state_of(ident)
        if state:
            memory.persons[state] = mention
    elif kind == "body":
        memory.bodies.append(
            Mention(
                start=mention.start,
                end=mention.end,
                kind="actor",
                ids=mention.ids,
                rule=text[mention.start : mention.end].lower(),
            )
        )
        del memory.bodies[:-8]
    elif kind == "company":
        memory.company = mention


def _can_act(mention: Mention, text: str) -> bool:
    """Return whether a mention can be the subject that "it" points to: an actor that no preposition governs."""
    if (
        mention.kind != "actor"
        or not mention.ids
        or mention.rule == "state:demonym"
        or mention.rule.startswith(("person:", "group:"))
    ):
        return False
    before = text[max(0, mention.start - 24) : mention.start].lower().split()
    if before[-1:] == ["the"]:
        before.pop()
    return not before or before[-1] not in _PREPOSITIONS


_PREPOSITIONS: Final = frozenset(
    """
    in at of from to with by on for against near between into via through over under among within outside
    """.split()
)
_JOINTS: Final = frozenset({"and", "-", "–", "/", "and the", "&", ", and"})


def _remember(sentence: Sentence, found: Sequence[Mention], memory: _Memory, known: tuple[Lexicon, str]) -> None:
    """Remember a whole sentence for the next one: its subject, its list of materials, its pair of states."""
    metals: list[str] = []
    last: Mention | None = None
    subject: Mention | None = None
    for mention in found:
        _note(mention, memory, known)
        if mention.kind == "material":
            metals.extend(ident for ident in mention.ids if ident not in metals)
        elif mention.rule.startswith("state:"):
            if last is not None and known[1][last.end : mention.start].strip() in _JOINTS and last.ids != mention.ids:
                memory.pair = (last.ids[0], mention.ids[0])
            last = mention
        if subject is None and _can_act(mention, known[1]):
            subject = mention
    if metals:
        memory.materials = tuple(metals)
    if memory.person is not None and not sentence.words.isdisjoint(_SPOKESMEN) and memory.person not in found:
        memory.person = None  # someone unnamed speaks: "she" is nobody known
    if subject is None and memory.acting is not None and sentence.start <= memory.acting.start < sentence.end:
        return
    if subject is not None and (sentence.role not in _QUIET_ROLES or memory.acting is None):
        memory.acting = subject
        if subject.rule.startswith("state:"):
            memory.state = subject
