"""Tokens of a sentence in, one coarse tag a token out; the word lists stand in `ontology/frames/grammar.yaml`.

Tags: D determiner, P preposition, C coordinator, M modal, B be, H have, K do, T to before a verb, N negation,
R relative, S subordinator, Q pronoun, A adverb, X punctuation, V verb, W any other word.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from regraph.errors import OntologyError
from regraph.extract.tokens import Token
from regraph.resources import path

_NOT_ADVERBS = frozenset(
    """
    supply assembly family italy july early rally reply monopoly daily weekly monthly yearly anomaly friendly orderly
    likely costly only timely elderly quarterly hourly
    """.split()
)
_PUNCTUATION = frozenset(".,;:!?()[]{}\"'“”‘’…–—-/«»|•*")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled lists of grammar.yaml."""

    closed: dict[str, str]  # word -> tag
    classes: dict[str, str]  # verb lemma -> class (report, promise, plan …)
    verbs: frozenset[str]
    ambiguous: frozenset[str]
    not_verbs: frozenset[str]
    irregular_past: dict[str, str]
    object_control: frozenset[str]
    be_adjectives: dict[str, str]
    carve_outs: tuple[str, ...]
    noun_moods: dict[str, str]
    words: dict[str, tuple[str, str]] = field(default_factory=dict)  # what `tag` has found of words by themselves


def read_yaml(name: str) -> dict[str, Any]:
    """Return one file of `ontology/frames` as a mapping.

    Raises: OntologyError where it is absent, no YAML, or no mapping.
    """
    file = path("ontology", "frames", f"{name}.yaml")
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except yaml.YAMLError as error:
        raise OntologyError(f"{file.name} is no YAML: {error}") from error
    if not isinstance(data, dict):
        raise OntologyError(f"{file.name} holds no mapping: see docs/extraction.md")
    return data


@cache
def grammar(extra_verbs: frozenset[str] = frozenset()) -> Grammar:
    """Return the grammar; `extra_verbs` are trigger lemmas of the frames that its lists may not know."""
    data = read_yaml("grammar")
    closed: dict[str, str] = {}
    for tag, key in (
        ("A", "adverbs"), ("Q", "pronouns"), ("P", "prepositions"), ("D", "determiners"), ("S", "subordinators"),
        ("R", "relatives"), ("C", "coordinators"), ("N", "negations"), ("K", "do"), ("H", "have"), ("B", "be"),
        ("M", "modals"),
    ):  # fmt: skip
        closed.update(dict.fromkeys((str(word) for word in data[key]), tag))
    closed["to"] = "P"
    for word in ("since", "until", "till", "before", "after", "as", "because"):
        closed[word] = "P"  # a subordinator only where a clause follows: `clauses` decides
    classes = {str(lemma): name for name, lemmas in data["classes"].items() for lemma in lemmas}
    return Grammar(
        closed=closed,
        classes=classes,
        verbs=frozenset((*data["verbs"], *data["everyday_verbs"], *data["everyday_ambiguous"], *classes)) | extra_verbs,
        ambiguous=frozenset((*data["ambiguous"], *data["everyday_ambiguous"])),
        not_verbs=frozenset(data["not_verbs"]),
        irregular_past=data["irregular_past"],
        object_control=frozenset(map(str, data["object_control"])),
        be_adjectives=data["be_adjectives"],
        carve_outs=tuple(data["carve_outs"]),
        noun_moods=data["noun_moods"],
    )


def verb_lemma(token: Token, rules: Grammar) -> str | None:
    """Return the lemma that `token` has as a verb, None where it can be none."""
    lower = token.lower
    if lower in rules.irregular_past:
        return rules.irregular_past[lower]
    if token.lemma in rules.verbs:
        return token.lemma
    if lower in rules.verbs:
        return lower
    for ending, fillers in (
        ("ied", ("y",)),
        ("ies", ("y",)),
        ("ing", ("", "e")),
        ("ed", ("", "e")),
        ("es", ("", "e")),
        ("s", ("",)),
    ):
        if lower.endswith(ending):
            stem = lower[: -len(ending)]
            for filler in fillers:
                if stem + filler in rules.verbs:
                    return stem + filler
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[:-1] in rules.verbs:
                return stem[:-1]
    return None


def form(lower: str, lemma: str, rules: Grammar) -> str:
    """Return the verb form of a word: base, s, ing or ed.

    >>> form("lifted", "lift", grammar())
    'ed'
    """
    if lower in rules.irregular_past:
        return "ed"
    if lower == lemma:
        return "base"
    if lower.endswith("ing"):
        return "ing"
    return "ed" if lower.endswith("ed") else "s"


def tag(  # noqa: PLR0912, C901 - one pass with a case a kind of word
    tokens: Sequence[Token], actors: Sequence[bool], rules: Grammar, fixed: Sequence[bool] = ()
) -> tuple[list[str], list[str]]:
    """Return the tags and the verb lemmas ("" for no verb).

    `actors` tells which tokens end a name of an actor, `fixed` which lie within a name or a list of names: no word
    there is a verb, and no comma or "and" there opens a clause.
    """
    count = len(tokens)
    tags: list[str] = ["W"] * count
    lemmas = [""] * count
    maybe = [""] * count
    known = rules.words
    for i, token in enumerate(tokens):
        if fixed and fixed[i]:
            continue
        sign, verb = known.get(token.text) or _alone(token, rules)
        if sign:
            tags[i] = sign
        elif not i and token.text == "May":
            tags[i] = rules.closed.get("may", "W")
        elif verb and (not actors[i] or token.lower == token.text):
            maybe[i] = verb
    words = {token.lower for token in tokens}
    for i in range(2, count - 1) if "than" in words else ():
        if (
            tokens[i].lower == "than"
            and tokens[i - 1].lower in ("more", "less")
            and maybe[i + 1]
            and tokens[i + 1].lower.endswith("ed")
        ):
            tags[i - 1] = tags[i] = "A"  # "have more than doubled"
    for i in range(1, count) if "following" in words else ():
        if tokens[i].lower == "following" and tags[i - 1] == "D":
            tags[i] = "W"  # "the following measures"
    for i in range(1, count - 2) if not words.isdisjoint(_ASIDES_LAST) else ():
        if tags[i - 1] in "MBHA" and (tokens[i].lower, tokens[i + 1].lower) in _ASIDES:
            tags[i] = tags[i + 1] = "A"  # "will in turn halve its tariff"
            maybe[i] = maybe[i + 1] = ""
    for i in range(1, count - 2) if "leave" in words else ():
        if tokens[i].lower == "leave" and tokens[i + 1].lower == "to" and maybe[i + 2] and _given(tokens, i):
            tags[i], maybe[i] = "W", ""  # "gave the mine leave to ship"
    for i in range(count - 1) if "longer" in words else ():
        if tokens[i].lower == "no" and tokens[i + 1].lower == "longer":
            tags[i] = tags[i + 1] = "A"  # "will no longer let ore out"
    for i in range(1, count - 2) if "barring" in words else ():
        if tokens[i].lower == "barring" and tags[i - 1] in "PXC" and "from" in words:
            tags[i], maybe[i] = "W", "bar"  # "hit back by barring firms from shipping"
    for i in range(count - 2) if "among" in words else ():
        if tokens[i].lower == "among" and tokens[i + 1].lower == "other":
            tags[i : i + 3] = ["A"] * 3  # "among other things" governs nothing
    for i in [i for i, verb in enumerate(maybe) if verb]:
        if not _is_verb(i, tokens, tags, maybe, actors, rules):
            continue
        if i and tokens[i].lower in ("back", "forward") and tags[i - 1] == "V":
            tags[i] = "A"  # "rolls back", "pushed back"
            continue
        tags[i], lemmas[i] = "V", maybe[i]
        if i and tokens[i - 1].lower == "to":
            tags[i - 1] = "T"
        elif i > 1 and tokens[i - 1].lower == "since" and tags[i - 2] == "H":
            tags[i - 1] = "A"
    for i in range(1, count - 1):
        if (
            tokens[i].lower in ("be", "have")
            and tags[i] in "BH"
            and tokens[i - 1].lower == "to"
            and "V" in tags[i + 1 : i + 4]
        ):
            tags[i - 1] = "T"  # "is expected to be lifted", "is said to have banned"
    _main_verbs(tokens, tags, lemmas)
    return tags, lemmas


_KNOWN_LIMIT = 100_000  # words; a hostile text has only new ones


def _alone(token: Token, rules: Grammar) -> tuple[str, str]:
    """Return the tag that a word has by itself, "" where its place decides, and the verb that it may be.

    The answer rests on the written form alone and is kept. "May" is the month except at the head of a sentence.
    """
    closed = rules.closed.get(token.lower)
    lower, found = token.lower, ("", "")
    if closed and token.text not in ("US", "May"):
        found = closed, ""
    elif lower.endswith("ly") and len(lower) > 4 and lower not in _NOT_ADVERBS and token.lemma not in rules.verbs:
        found = "A", ""
    elif token.text[0] in _PUNCTUATION and lower not in ("'s", "’s"):
        found = "X", ""
    else:
        found = "", verb_lemma(token, rules) or ""
    if len(rules.words) > _KNOWN_LIMIT:
        rules.words.clear()
    rules.words[token.text] = found
    return found


def _main_verbs(tokens: Sequence[Token], tags: list[str], lemmas: list[str]) -> None:
    """Make be, have and do verbs of their own where no verb follows them."""
    count = len(tokens)
    for i in [i for i, sign in enumerate(tags) if sign in "BHK"]:
        if tags[i] in "BHK":
            j = i + 1
            while j < count and tags[j] in "ANBHK":
                j += 1
            if j < count and tags[j] == "V":
                continue
            if any(tags[k] in "BHK" for k in range(i + 1, j)):
                continue
            lemmas[i] = {"B": "be", "H": "have", "K": "do"}[tags[i]]
            tags[i] = "V"
            if i and tokens[i - 1].lower == "to":
                tags[i - 1] = "T"


_KEEPING = frozenset("bar ban prohibit forbid stop block keep prevent preclude".split())
_TAKING = frozenset(("needs", "faces", "carries", "attracts"))


def _begins_object(tokens: Sequence[Token], place: int) -> bool:
    """Tell an article or a figure: what follows is an object."""
    return place < len(tokens) and (tokens[place].lower in ("a", "an", "no") or tokens[place].text[0].isdigit())


_ASIDES = frozenset(
    (first, last)
    for first, lasts in {
        "in": "turn return effect principle practice future fact addition", "for": "now", "at": "once last least",
        "of": "course", "so": "far", "once": "again", "by": "now", "from": "now", "yet": "again",
    }.items()
    for last in lasts.split()
)  # fmt: skip
_ASIDES_LAST = frozenset(last for _, last in _ASIDES)


def _given(tokens: Sequence[Token], place: int) -> bool:
    return any(t.lemma in ("give", "grant", "get", "ask", "be") for t in tokens[max(0, place - 9) : place])


_STANDING = [["in", "force"], ["in", "place"], ["in", "effect"]]  # "curbs on tin stay in force"


def _is_verb(  # noqa: PLR0913, PLR0917, PLR0912, C901 - one decision, told as a list of contexts
    i: int, tokens: Sequence[Token], tags: Sequence[str], maybe: Sequence[str], actors: Sequence[bool], rules: Grammar
) -> bool:
    shape = form(tokens[i].lower, maybe[i], rules)
    j = i - 1
    while j >= 0 and (tags[j] == "A" or tags[j] == "N"):
        j -= 1
    before = tags[j] if j >= 0 else ""
    after = tags[i + 1] if i + 1 < len(tags) else ""
    word = tokens[j].lower if j >= 0 else ""
    if before in ("M", "K") or (before == "H" and tokens[i].lower in _SAME_FORM):
        return True
    if maybe[i] in ("stay", "stand", "remain") and [t.lower for t in tokens[i + 1 : i + 3]] in _STANDING:
        return True
    if shape == "ed" and word == "as" and j == i - 1 and after == "P":
        return False  # "as reported by …", "as agreed in …": an aside, no clause
    if shape == "ing" and word == "from" and after in ("W", "D", "Q") and not _KEEPING.isdisjoint(maybe[:j]):
        return True  # "barred the firm from shipping chips"
    if i > 1 and tokens[i - 1].lower == "longer" and tags[i - 2] == "A" and tokens[i].lower == maybe[i]:
        return True  # "exporters no longer need a licence"
    if tokens[i].lower == "put" and j >= 0 and tokens[j].lemma == "stay":
        return False  # "the tariff stays put"
    if tokens[i].lower in _TAKING and _begins_object(tokens, i + 1):
        return True  # "each cargo needs a permit"
    if tokens[i].lower in rules.not_verbs and before not in ("B", "H") and not (word == "to" and shape == "base"):
        return shape == "ed" and j >= 0 and (actors[j] or before == "Q") and after in ("D", "Q", "W", "S")
    if shape == "base" and i + 1 < len(tokens) and tokens[i + 1].lemma in _OFFICES and before not in ("M", "T"):
        return False  # "Finance Minister X", "Trade secretary Y"
    if word in ("-", "–") and shape in ("ed", "ing") and tokens[j].end == tokens[i].start:
        return False
    if (
        tokens[i].lower in _PRICED
        and i + 1 < len(tokens)
        and maybe[i + 1]
        and _past(tokens[i + 1], maybe[i + 1], rules)
    ):
        return False  # "Glencore shares fell"
    if maybe[i] in _NOUN_FIRST and shape in ("base", "s") and i + 1 < len(tokens) and _measure_word(tokens[i + 1]):
        return False
    if word == "to" and tokens[i].lower == maybe[i]:
        return True
    if shape == "ed":
        if tags[i - 1] == "A" and before in ("V", "P") and after == "W" and i:
            return False  # "will pause newly imposed controls"
        if before == "D" or (before == "" and after in ("W", "D") and j < 0):
            return False
        return not (before == "P" and after == "W" and word not in ("after", "before", "since", "as", "because"))
    if shape == "ing":
        quality = before == "P" and after == "W" and maybe[i] in _QUALITIES and word in _CIRCUMSTANCES
        if before == "D" or quality:
            return False
        return not (before == "W" and tokens[i].lower in ("exporting", "importing", "producing", "leading"))
    if before == "D" and word not in ("this", "that", "these", "those", "all", "both", "some", "many", "most"):
        return False
    if before == "P" or (before == "B" and shape == "base"):
        return False
    if tokens[i].lower not in rules.ambiguous and maybe[i] not in rules.ambiguous:
        return True
    return _ambiguous(i, j, tokens, tags, (shape, before, after), actors, maybe, rules)


def _ambiguous(  # noqa: PLR0913, PLR0917
    i: int,
    j: int,
    tokens: Sequence[Token],
    tags: Sequence[str],
    around: tuple[str, str, str],
    actors: Sequence[bool],
    maybe: Sequence[str],
    rules: Grammar,
) -> bool:
    """Decide for a word that is as often a noun."""
    shape, before, after = around
    objectlike = after in ("D", "W", "Q") and not (i + 1 < len(tokens) and actors[i + 1] and shape == "base")
    if before in ("Q", "R"):
        return True
    if before == "":
        return shape == "base" and (after in ("D", "W", "Q", "P")) and not actors[min(i + 1, len(tokens) - 1)]
    if before == "X" and all(tags[k] == "X" for k in range(j + 1)):
        return shape == "base" and after in ("D", "W", "Q", "P")
    if before == "C":
        verb = next((k for k in range(j - 1, -1, -1) if tags[k] == "V"), -1)
        parallel = verb >= 0 and form(tokens[verb].lower, maybe[verb] or tokens[verb].lemma, rules) == shape
        return parallel and after in ("D", "Q", "W", "A") and not actors[j - 1]
    if before == "S" and tokens[j].lower == "that" and shape == "s" and j and tags[j - 1] in "WX" and objectlike:
        return True  # "an order that lifts the duty"
    if before == "S":
        return shape == "base"
    word = tokens[j]
    if word.text == "," and shape == "base" and objectlike and "T" in tags[:j] and "V" in tags[:j] and after != "D":
        return True  # "Brussels to halve quotas, double duties"
    if word.text == "," and shape == "s" and objectlike and "R" in tags[:j]:
        return True  # "The quota, which took effect in June, covers cobalt"
    if word.lower in ("'s", "’s", "s'"):
        return False
    if (
        tokens[i].lower in ("doubles", "dates", "costs", "stays")
        and before in ("W", "X")
        and after in ("X", "P", "", "A", "R", "S")
    ):
        return True
    if (
        shape == "s"
        and maybe[i] in _MOVING
        and before == "W"
        and i + 1 < len(tokens)
        and tokens[i + 1].text[0].isdigit()
    ):
        return True  # "The price of tin in London climbs 3%"
    if shape == "s" and tags[i - 1] == "A" and before == "W" and after in ("P", "D", "W", "X", "A", ""):
        return True  # "The wait for a permit now stretches to ten weeks"
    if shape == "s":
        after_word = tokens[i + 1].lower if i + 1 < len(tokens) else ""
        named = actors[j] or word.lower in _SINGULAR_SUBJECTS or word.lower.endswith(("ministry", "government", "body"))
        return (
            named
            and (objectlike or after in ("X", "A") or after_word in ("out", "off", "up", "down", "to", "by"))
            and after != ""
        )
    if tokens[i].lower in _PAST_BASE and shape in ("base", "ed") and actors[j] and after == "D":
        return True  # "Glencore cut its forecast"
    common = not actors[j] or word.text[0].islower() or (j == 0 and word.lemma != word.lower)
    plural = word.lower.endswith("s") and common and not word.lower.endswith("ss")
    return plural and objectlike and word.lower not in ("us", "u.s.")


_PAST_BASE = frozenset("cut put hit shut set".split())
_OFFICES = frozenset(("minister", "secretary", "ministry", "commissioner", "chief", "representative", "department"))
_SAME_FORM = frozenset("run cut hit put shut hurt come become cost spread split quit".split())


def _past(token: Token, lemma: str, rules: Grammar) -> bool:
    return form(token.lower, lemma, rules) == "ed" and lemma in _MOVING


_PRICED = frozenset(("shares", "stocks", "prices", "costs"))
_MOVING = frozenset(
    """
    rise fall climb jump drop surge soar slide slip slump plunge plummet tumble sink lose gain close trade go leap
    rally dip rebound retreat spike double treble triple halve
    """.split()
)
_CIRCUMSTANCES = frozenset("amid amidst despite with due of from under to".split())
_QUALITIES = frozenset("increase grow rise fall mount escalate deepen tighten decline soar surge worsen ease".split())
_NOUN_FIRST = frozenset(
    (
        "draft",
        "export",
        "import",
        "supply",
        "license",
        "control",
        "trade",
        "price",
        "tax",
        "force",
        "list",
        "test",
        "purchase",
    )
)
_SINGULAR_SUBJECTS = frozenset(
    """
    decree order law regulation notice directive announcement ordinance circular proclamation bill draft rule act
    statute resolution government ministry cabinet country bloc commission parliament regulator president minister
    nation kingdom administration state company agency authority junta court house senate congress council department
    committee bureau office document measure step move package plan budget deal pact truce agreement text determination
    ruling amendment ordinance treaty accord letter watchdog authority scheme
    """.split()
)
_MEASURES = frozenset(
    """
    ban bans control controls curb curbs licence licences license licenses permit permits restriction restrictions
    quota quotas rule rules chain chains tax taxes duty duties tariff tariffs limits limit cap caps regime volumes
    volume list market markets prices price share
    """.split()
)


def _measure_word(token: Token) -> bool:
    return token.lower in _MEASURES
