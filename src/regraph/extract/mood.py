"""A clause in, how it is told out: fact, promised, expected, threatened, alleged, denied, and who says so.

Walks up from the clause through what governs it: "agreed to", "is considering", "said that", "if".
"""

import itertools
from dataclasses import dataclass, field

from regraph.extract.clauses import Clause
from regraph.extract.view import At, View
from regraph.model import Mention


@dataclass(slots=True)
class Mood:
    """How the content of a clause is told."""

    modality: str = "fact"
    dropped: str = ""  # why no claim may come from it ("counterfactual", "condition" …)
    negated: bool = False
    future: bool = False
    promise: Clause | None = None  # the clause whose verb promises
    speakers: list[At[Mention]] = field(default_factory=list)
    doubt: bool = False  # "reportedly", "sources say"
    rule: str = "indicative"


_STATES = ("will", "shall", "would", "'ll", "'d")
_WEAK = ("may", "might", "could", "can", "should", "must")


def mood(view: View, clause: Clause) -> Mood:
    """Return the mood of a clause within its sentence; read once, as several readers ask for it."""
    key = clause.index, view.lead is None
    found = view.moods.get(key)
    if found is None:
        found = view.moods[key] = _mood(view, clause)
    return found


def _mood(view: View, clause: Clause) -> Mood:
    out = Mood(negated=clause.negated != (clause.marker == "without"))
    rules = view.frames.grammar
    chain = [clause, *ancestors(view, clause)]
    cut = False  # a relative or adverbial clause is not governed by what stands above it
    for depth, part in enumerate(chain):
        governor = part is not clause
        cut = cut or (governor and chain[depth - 1].kind == "relative")
        if not cut and part.marker in ("if", "unless", "whether", "lest"):
            out.dropped = "condition"
        if not cut and part.modal in ("would", "could", "might", "should") and part.perfect:
            out.dropped = "counterfactual"
        if not governor:
            _own_modal(out, part)
            continue
        below = chain[depth - 1]
        loose = below.kind == "ing" and below.marker not in ("", "from", "to", "on", "of", "by")
        cut = (
            cut
            or loose
            or below.kind in ("sub", "relative", "resume", "main", "participle")
            or (below.kind == "coord" and below.shape == "finite")
        )
        if cut:
            continue
        _governed(out, view, part, rules.classes.get(part.lemma, ""))
        _hearsay(out, part, below)
    if view.lead is not None and clause.subject == (0, 0) and clause.index == 0:
        out.promise, out.rule = clause, "list of promises"
    if _aim_of_deal(view, clause):
        out.dropped = "slow"
    if _open_question(view, clause):
        out.dropped = "condition"
    _deal_mood(out, view, clause)
    _noun_mood(out, view, clause)
    if out.dropped != "unwilling" and out.promise is None and clause.shape == "ing" and clause.parent >= 0:
        above = view.parse.clauses[clause.parent]
        if above.lemma in _PHASES:  # "a commitment to stop buying"
            _noun_mood(out, view, above)
    _subject_mood(out, view, clause)
    if _none_does(view, clause):
        out.negated = True
    if "longer" in view.words and _no_longer(view, clause):
        out.negated = not out.negated
    _be_adjective(out, view, chain)
    _speakers(out, view, clause, chain)
    if _conditioned(view, clause) and (out.future or out.modality == "expected"):
        out.modality, out.rule = "threatened", "if-clause"
    return out


def _open_question(view: View, clause: Clause) -> bool:
    """Tell "has yet to decide whether to cap exports" from "is considering whether to"."""
    if clause.shape != "inf" or not clause.start or clause.parent < 0:
        return False
    above = view.parse.clauses[clause.parent]
    return view.tokens[clause.start - 1].lower == "whether" and view.frames.grammar.classes.get(above.lemma) != "plan"


def _none_does(view: View, clause: Clause) -> bool:
    """Tell "neither side will impose", "no tariff was imposed"."""
    start, end = clause.subject
    if start >= end or clause.shape not in ("finite", "inf") or (clause.kind == "relative" and start < clause.start):
        return False
    first = view.tokens[start].lower
    return (first in ("neither", "nobody") or (first == "no" and view.tokens[start + 1].lower != "longer")) or (
        start > 0 and view.tokens[start - 1].lower == "neither" and view.parse.clause_of[start - 1] == clause.index
    )


def _no_longer(view: View, clause: Clause) -> bool:
    words = view.tokens[max(clause.start, clause.group - 2) : clause.end]
    return (
        any(a.lower in ("no", "any") and b.lower == "longer" for a, b in itertools.pairwise(words))
        and not clause.negated
    )


def ancestors(view: View, clause: Clause) -> list[Clause]:
    """Return what a clause hangs on, nearest first."""
    out: list[Clause] = []
    index = clause.parent
    while index >= 0 and len(out) < 8:
        out.append(view.parse.clauses[index])
        index = view.parse.clauses[index].parent
    return out


def _own_modal(out: Mood, clause: Clause) -> None:
    if clause.modal in _STATES:
        out.future, out.rule = True, clause.modal
    elif clause.modal in _WEAK:
        out.modality, out.rule = "expected", clause.modal


def _hearsay(out: Mood, governor: Clause, below: Clause) -> None:
    """Read "is said to have banned"."""
    said = governor.lemma in ("say", "report", "believe", "understand", "think")
    if said and governor.passive and below.shape == "inf":
        out.modality, out.rule = "alleged", governor.lemma


def _governed(out: Mood, view: View, governor: Clause, group: str) -> None:
    if governor.modal in _STATES and group in ("begin", "cause", "promise", "plan", ""):
        out.future = True
    if governor.modal in _WEAK and group != "report":
        out.modality, out.rule = "expected", governor.modal
    if governor.negated and group in ("begin", "cause", "plan", "promise"):
        out.negated = not out.negated
    if group == "promise":
        out.promise, out.rule = governor, governor.lemma
    elif group in _COLOURS:
        out.modality, out.rule = _COLOURS[group], governor.lemma
    elif governor.lemma in _BINDS and view.has_lemma(view.frames.sets("agreement", "heads"), *governor.subject):
        out.promise, out.rule = governor, "the deal provides"  # "the pact obliges Indonesia to drop its ban"
    elif group == "deny" and governor.lemma in _DENIES and not out.negated:
        out.modality, out.rule = "denied", governor.lemma
    elif group == "deny":
        out.negated, out.rule = not out.negated, governor.lemma
    elif governor.lemma in ("fail", "refrain", "prevent", "avoid", "stop"):
        out.negated = not out.negated
    if group == "plan" and governor.passive and governor.lemma in ("schedule", "set"):
        out.modality, out.future = "fact", True


_COLOURS = {"plan": "expected", "threaten": "threatened", "allege": "alleged"}
_BINDS = frozenset("oblige commit require bind compel".split())
_ASSURANCES = frozenset("word assurance pledge promise commitment guarantee undertaking".split())
_DENIES = frozenset(("deny", "refute", "dismiss"))


_PHASES = frozenset("stop begin start keep continue resume cease".split())


def _noun_mood(out: Mood, view: View, clause: Clause) -> None:
    """Read "a plan to ban", "reached an agreement to ease"."""
    said = (
        clause.kind in ("complement", "relative")
        and clause.start
        and view.tokens[clause.start - 1].lemma in _ASSURANCES
    )
    if said and clause.parent >= 0 and clause.modal in ("will", "would", "shall"):
        out.promise, out.rule = view.parse.clauses[clause.parent], "assurance that"
    of_noun = clause.shape == "ing" and clause.marker in ("of", "for", "about")
    if clause.parent < 0 or clause.group < 1 or not (clause.shape == "inf" or of_noun):
        return
    parent, moods = view.parse.clauses[clause.parent], view.frames.grammar.noun_moods
    places = range(clause.group - 1, max(parent.verb, clause.group - 6), -1)
    place = next((k for k in places if view.tokens[k].lemma in moods), -1)
    sense = moods[view.tokens[place].lemma] if place >= 0 else ""
    if sense and (view.tokens[place - 1].lower == "no" or parent.negated):
        out.dropped = "unwilling" if sense == "plan" else "slow"  # "has no intention of lifting"
    if sense == "promise":
        out.promise, out.rule = parent, "agreement to"
        out.modality = "fact"
    elif sense == "plan":
        out.modality, out.rule = "expected", "plan to"
    elif sense == "threaten":
        out.modality, out.rule = "threatened", "threat to"
    elif sense == "deny":
        out.dropped = "slow"


def _aim_of_deal(view: View, clause: Clause) -> bool:
    """Tell "the pact aims to streamline": what a deal is for, no act of anybody."""
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 else None
    if parent is None or clause.shape != "inf" or parent.lemma not in _AIMS:
        return False
    heads = view.frames.sets("agreement", "heads") | {"talk", "move", "update", "statement"}
    return view.has_lemma(heads, *parent.subject)


_AIMS = frozenset("aim seek intend mean design help".split())


def _deal_mood(out: Mood, view: View, clause: Clause) -> None:
    """Read "the accord called for a pause": what a deal provides is promised."""
    if (
        clause.lemma in _PROVIDES
        and not clause.passive
        and view.has_lemma(view.frames.sets("agreement", "heads"), *clause.subject)
    ):
        out.promise, out.rule, out.modality = clause, "the deal provides", "fact"


_PROVIDES = frozenset(
    "call include provide require commit oblige envisage foresee contain involve stipulate see cover entail".split()
)


def _subject_mood(out: Mood, view: View, clause: Clause) -> None:
    """Read "the bill would ban", "a draft creating a levy"."""
    start, end = clause.subject
    if out.modality != "fact" or start == end:
        return
    if view.tokens[end - 1].lemma in ("bill", "proposal", "draft", "motion", "petition") and not clause.passive:
        out.modality, out.rule = "expected", view.tokens[end - 1].lemma  # "vote on a bill banning exports"
        return
    for token in view.tokens[start : min(end, start + 6)]:
        if token.lemma in ("bill", "proposal", "draft", "plan") and not clause.passive:
            out.modality, out.rule = "expected", token.lemma
            return
        if token.lower in ("of", "on", "to", "in"):
            return


def _be_adjective(out: Mood, view: View, chain: list[Clause]) -> None:
    """Read "is likely to", "is due to", "is set to", "slow to"."""
    tokens, adjectives = view.tokens, view.frames.grammar.be_adjectives
    for below, part in itertools.pairwise(chain):
        if below.shape != "inf" or part.lemma not in ("be", "seem", "appear", "set"):
            continue
        words = [tokens[k].lower for k in range(part.group, below.start)]
        sense = next((adjectives[word] for word in words if word in adjectives), "")
        between = view.parse.tags[part.verb + 1 : below.group]
        if part.lemma == "be" and all(sign == "A" for sign in between) and not part.past:
            sense = "future"  # "is to abolish its duties"
            words = ["to"]
        if part.lemma in ("seem", "appear"):
            sense = "plan"
        if sense == "plan":
            out.modality, out.rule = "expected", "be " + words[-1]
        elif sense == "future":
            out.future, out.rule = True, "be " + words[-1]
            if out.modality == "expected" and part.lemma == "set":
                out.modality = "fact"
        elif sense in ("slow", "deny"):
            out.dropped = "slow"


def _conditioned(view: View, clause: Clause) -> bool:
    """Tell whether an if-clause stands right beside the clause."""
    if (
        view.tokens[0].lower in ("should", "were")
        and clause.modal in ("will", "would")
        and "," in {t.text for t in view.tokens[: clause.group]}
    ):
        return True  # "Should Washington go ahead, Beijing would …"
    for other in view.parse.clauses:
        near = other.parent == clause.index or abs(other.index - clause.index) <= 1
        if other.marker in ("if", "unless") and other is not clause and near:
            return True
    return False


_DOUBT = frozenset("reportedly allegedly apparently rumoured purportedly supposedly".split())


def _speakers(out: Mood, view: View, clause: Clause, chain: list[Clause]) -> None:
    rules = view.frames.grammar
    out.doubt = view.has_lemma(_DOUBT, clause.start, clause.end)
    for depth, part in enumerate(chain[1:]):
        below = chain[depth]
        group = rules.classes.get(part.lemma)
        if group in ("report", "allege", "threaten") and below.kind in ("complement", "ing", "inf"):
            out.speakers += subject_actors(view, part)
            if out.speakers:
                return
        if (
            group in ("promise", "plan", "report") and not part.passive
        ):  # a minister who promises or plans is named for it
            deal = below.kind in ("relative", "sub") and view.has_lemma(
                view.frames.sets("agreement", "heads"), part.verb + 1, part.end
            )
            if deal or (group != "report" and below.kind in ("complement", "ing", "inf", "participle")):
                out.speakers += [name for name in subject_actors(view, part) if view.sort(name) == "person"]
                if out.speakers:
                    return
    for other in view.parse.clauses:  # a reporting clause at the end or set between commas
        if (
            rules.classes.get(other.lemma) == "report"
            and other.index > clause.index
            and other.parent != clause.index
            and _trailing(view, other)
        ):
            out.speakers += subject_actors(view, other)
            return
    _according(out, view)


def _trailing(view: View, clause: Clause) -> bool:
    """Tell whether a reporting clause follows what it reports (", the ministry said")."""
    return not any(later.parent == clause.index and later.kind == "complement" for later in view.parse.clauses) and (
        clause.marker in (",", "”", '"', "") or view.tokens[clause.start].text in ",”\"'’"
    )


def _according(out: Mood, view: View) -> None:
    tokens = view.tokens
    if view.words.isdisjoint(("according", "citing")):
        return
    for place, token in enumerate(tokens):
        if token.lower == "according" and place + 1 < len(tokens) and tokens[place + 1].lower == "to":
            out.speakers += list(view.of("actor", place + 2, min(len(tokens), place + 9)))[:1]
            return
        if token.lower == "citing":
            out.speakers += list(view.of("actor", place + 1, min(len(tokens), place + 7)))[:1]
            return


_VOICES = frozenset(
    """
    spokesman spokeswoman spokesperson official representative head chief director minister lawmaker negotiator
    delegation envoy team mission leader member
    """.split()
)


def _voice(view: View, place: int, floor: int) -> bool:
    """Tell "a spokeswoman for the ministry", "officials at the bureau"."""
    return view.parse.prep(place) in ("for", "at", "from", "in") and any(
        t.lemma in _VOICES for t in view.tokens[floor:place]
    )


def subject_actors(view: View, clause: Clause) -> list[At[Mention]]:
    """Return the actors that are subject of a clause: heads first, then owners ("China's decision")."""
    start, end = clause.subject
    heads: list[At[Mention]] = []
    owners: list[At[Mention]] = []
    for name in view.of("actor", start, end):
        inside = view.parse.governor[name.start] >= start  # "in China postponing": what governs the name stands outside
        free = not inside or view.parse.prep(name.start) in ("", "of", "and")
        if free or name.start == start or _voice(view, name.start, start):
            after = view.tokens[name.end].lower if name.end < len(view.tokens) else ""
            owned = after in ("'s", "’s", "'") or "demonym" in name.value.rule
            (owners if owned else heads).append(name)
    if heads:
        return _persons_first(view, heads)
    return [name for name in owners if view.parse.prep(name.start) == ""] or owners


def _persons_first(view: View, heads: list[At[Mention]]) -> list[At[Mention]]:
    """Return the heads without the states that only tell whose a person is ("US President Donald Trump")."""
    out = []
    for name, after in zip(heads, [*heads[1:], None], strict=True):
        title = after is not None and view.sort(after) == "person" and view.sort(name) in ("state", "union", "body")
        if not (
            after is not None
            and title
            and all(view.parse.tags[k] == "W" and view.tokens[k].text != "," for k in range(name.end, after.start))
        ):
            out.append(name)
    return out
