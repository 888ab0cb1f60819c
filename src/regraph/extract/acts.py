"""A view in, hits out: which rule of the frames fits a verb or a noun of action, and what it acts on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from regraph.extract.barred import barred, goods_themselves
from regraph.extract.clauses import Clause
from regraph.extract.frames import Rule
from regraph.extract.roles import Span
from regraph.extract.tokens import Token
from regraph.extract.view import Phrase, View


@dataclass(slots=True)
class Hit:
    """A rule that fits a clause: the measure phrase or the flow of goods that it acts on."""

    rule: Rule
    trigger: int
    phrase: Phrase | None
    span: Span  # of the object
    nominal: bool = False
    anaphoric: bool = False  # the object is a pronoun
    named: Phrase | None = None  # a measure that gives the kind but is not acted on ("exempt X from the duty")


_INTRANSITIVE = frozenset(
    """
    climb jump go drop decline double expire lapse end begin start remain stay persist continue apply rise fall increase
    date
    """.split()
)


# verbs that say what happens to their subject, whatever follows: "shall cease to have effect", "snapped back to 33%"
_SUBJECT_ACTS = frozenset("go cease lose snap kick stay stand resume restart".split())


def verb_classes(view: View, clause: Clause) -> tuple[frozenset[str], int]:
    """Return the classes of a verb with its particle, and the token after both."""
    frames, tokens = view.frames, view.tokens
    entries = frames.verbs.multi.get(clause.lemma, ())
    for rest, _ in entries:
        end = _particles(tokens, clause.verb + 1, rest, clause.end)
        if end:
            return frozenset(other for words, other in entries if words == rest), end
    back = clause.verb + 1 < clause.end and tokens[clause.verb + 1].lower == "back"
    if back or clause.lemma in frames.lists["reply_verbs"]:
        for k in range(clause.verb + 1, min(clause.end, clause.verb + 9)):
            if tokens[k].lower == "with":  # "hit back on Friday with duties"
                return frozenset(("impose",)), k + 1
    return frames.verb_classes.get(clause.lemma, frozenset()), clause.verb + 1


def _intransitive(view: View, clause: Clause, after: int) -> bool:
    """Tell "the ban expires", "tariffs increased to 25%" from "Trump increased tariffs"."""
    if clause.lemma in _SUBJECT_ACTS and not any(after <= p.head < clause.end for p in view.phrases):
        return True
    if clause.lemma not in _INTRANSITIVE or clause.shape == "participle":
        return False
    sign = view.parse.tags[after] if after < clause.end else ""
    timed = any(at.start == after for at in view.times) or any(
        at.start == after and at.value.unit == "%" for at in view.figures
    )
    return sign not in ("D", "W", "Q") or timed


def _particles(tokens: Sequence[Token], start: int, rest: tuple[str, ...], limit: int) -> int:
    """Return the token after the particles, 0 where they are not there; an object may stand between."""
    if rest == tuple(token.lower for token in tokens[start : start + len(rest)]):
        return start + len(rest)
    if rest in (("down",), ("forward",)):  # "bring its duty down to 8%"
        near = next((k for k in range(start, min(limit, start + 12)) if tokens[k].lower == rest[0]), 0)
        return start if near else 0
    if rest == ("back",):  # "pushed its ban on ore back by a year"
        area = range(start, min(limit - 1, start + 14))
        return start if any(tokens[k].lower == "back" and tokens[k + 1].lower in _BY_HOW_MUCH for k in area) else 0
    if rest[0] in ("on", "off", "in", "back", "out", "down", "under"):
        for k in range(start, min(limit, start + 9)):
            if rest == tuple(token.lower for token in tokens[k : k + len(rest)]) and len(rest) > 1:
                return start
    return 0


_BY_HOW_MUCH = frozenset("by to until till a another one two three six".split())


def verbs(view: View, clause: Clause) -> Iterator[Hit]:
    """Give what the verb of a clause does, by the first rule that fits each object."""
    classes, after = verb_classes(view, clause)
    if not classes:
        return
    if clause.lemma == "go" and view.tokens[clause.verb].lower == "gone" and not clause.perfect:
        classes = frozenset(("lift",))  # "the duties would be gone by 2027"
    if clause.lemma == "extend" and "expand" in classes and not _to_goods(view, (after - 1, clause.end)):
        classes = frozenset(("extend",))  # "is extended to 30 June"
    span = _shared_object(view, clause, (after, clause.end))
    if span is None or (clause.lemma == "take" and _to_court(view, span)):
        return
    named = any(clause.subject[0] <= p.head < clause.subject[1] for p in view.phrases)
    passive = clause.passive and (clause.lemma not in HITTING or named)
    subject = clause.subject if passive or _intransitive(view, clause, after) else (0, 0)
    seen: set[int] = set()
    for rule in view.frames.rules_for(classes, clause.lemma):
        if rule.options.get("to_goods") and not _to_goods(view, span):
            continue
        if rule.options.get("with"):
            span = (span[0], _before_with(view, span))
        for hit in _objects(view, clause, rule, span, subject):
            key = hit.phrase.head if hit.phrase else -hit.span[0] - 1
            if key not in seen and not (hit.phrase and hit.phrase.nominal):
                seen.add(key)
                yield hit
        if seen and rule.id in ("exempt", "exempt-from", "list", "delist", "extend-pause", "postpone-effect"):
            return


def _to_court(view: View, span: Span) -> bool:
    """Tell "took the ban to the World Trade Organization"."""
    return any(
        view.parse.prep(n.start) == "to" and view.sort(n) in ("organization", "body", "union")
        for n in view.of("actor", *span)
    )


def _shared_object(view: View, clause: Clause, span: Span) -> Span | None:
    """Return the object of "suspend or remove X": the first verb has it, and after "or" the second none (ruling 3)."""
    clauses, index = view.parse.clauses, clause.index
    if index + 1 < len(clauses):
        after = clauses[index + 1]
        if after.kind == "coord" and after.group <= clause.verb + 2 and not clause.passive:
            return (after.verb + 1, after.end)
    if index and clause.marker == "or":
        before = clauses[index - 1]
        if clause.group <= before.verb + 2 and verb_classes(view, before)[0]:
            return None
    return span


def _to_goods(view: View, span: Span) -> bool:
    """Tell "extended the ban to lithium" from "extended the ban to June"."""
    return (
        any(
            span[0] <= n.start < span[1]
            and n.value.kind in ("material", "item", "actor")
            and view.parse.prep(n.start) == "to"
            and not any(
                view.parse.governor[n.start] == p.head_end
                and view.tokens[p.head].lemma in ("halt", "stop", "end", "freeze")
                for p in view.phrases  # "the halt to cobalt exports"
            )
            for n in view.names
        )
        or any(
            span[0] < at.start < span[1]
            and at.value.counted in ("materials", "products")
            and view.tokens[at.start - 1].lower == "to"
            for at in view.figures
        )
        or any(
            (view.tokens[k].lemma in _WIDER or view.tokens[k].lower == "goods")
            and view.parse.prep(k) in ("to", "beyond")
            for k in range(*span)
        )
    )


_WIDER = frozenset(
    "good product firm company subsidiary affiliate item line category country buyer seller maker supplier part".split()
)


def _before_with(view: View, span: Span) -> int:
    return next((k for k in range(*span) if view.tokens[k].lower in ("with", "by")), span[1])


_MAINTAINED = Rule("state", frozenset(("maintain",)), "maintained")


_LOST_FORCE = Rule("state-lifted", frozenset(("lift",)), "lifted")


_IN_FORCE_SINCE = Rule("in-force-since", frozenset(("effect",)), "introduced")


def states(view: View, clause: Clause) -> Iterator[Hit]:
    """Read "the curbs remain in force", "the duty is untouched", "has been in place since 2018"."""
    complements, verbs = view.frames.states
    if clause.lemma not in verbs or clause.subject == (0, 0):
        return
    last = clause.verb + 8 if clause.lemma in ("recognise", "declare", "deem") else min(clause.end, clause.verb + 8)
    said = " " + " ".join(token.lower for token in view.tokens[clause.group : last]) + " "
    action = next((action for action, words in complements if any(f" {word} " in said for word in words)), "")
    if action in ("introduced", "eased"):
        named = next((p for p in view.phrases if clause.verb < p.head < clause.end), None)
        if named is not None:
            yield Hit(Rule(f"state-{action}", frozenset(), action), clause.verb, None, clause.subject, named=named)
        return
    if not action or clause.lemma in ("go", "come", "fall"):
        return
    since = any(at.value.kind == "since" for at in view.times if clause.start <= at.start < clause.end)
    paused = Rule("state-suspended", frozenset(("suspend",)), "suspended")
    rule = (
        paused
        if action == "suspended"
        else _LOST_FORCE
        if action == "lifted"
        else _IN_FORCE_SINCE
        if since and clause.perfect
        else _MAINTAINED
    )
    found = list(phrases_in(view, clause.subject, clause))
    for phrase in found:
        yield Hit(rule, clause.verb, phrase, clause.subject)
    if not found and is_pronoun(view, clause.subject):
        yield Hit(rule, clause.verb, None, clause.subject, anaphoric=True)


def is_pronoun(view: View, span: Span) -> bool:
    """Tell whether the span is a pronoun that can stand for a measure."""
    words = [t.lower for t in view.tokens[span[0] : min(span[1], span[0] + 2)]]
    return (
        bool(words)
        and words[0] in view.frames.lists["pronouns"]
        and (len(words) == 1 or span[1] - span[0] == 1 or view.parse.tags[span[0]] == "Q")
    )


@dataclass(slots=True)
class _Slot:
    """Where a rule looks for what is acted on."""

    view: View
    clause: Clause
    rule: Rule
    span: Span  # behind the verb
    acted_on: Span  # the subject of a passive, else the same
    family: str

    def hit(self, phrase: Phrase | None, span: Span | None = None, *, anaphoric: bool = False) -> Hit:
        """Return a hit of the rule on the verb."""
        return Hit(self.rule, self.clause.verb, phrase, span or self.acted_on, anaphoric=anaphoric)


def _objects(view: View, clause: Clause, rule: Rule, span: Span, subject: Span) -> Iterator[Hit]:
    acted_on = clause.subject if rule.subjects else subject if subject != (0, 0) else span
    for family in rule.objects or rule.subjects:
        find = _MEASURES if family == "measure" or family in view.frames.nouns else _FINDERS.get(family, _named_object)
        yield from find(_Slot(view, clause, rule, span, acted_on, family))


def _measure_object(slot: _Slot) -> Iterator[Hit]:
    view, clause = slot.view, slot.clause
    found = list(phrases_in(view, slot.acted_on, clause)) or _gap(view, clause)
    if not found and clause.passive and clause.lemma in _TAKES:
        found = list(phrases_in(view, slot.span, clause))  # "exports have been put under licence"
    for phrase in found:
        if slot.family in ("measure", phrase.noun.family) and not _done_below(view, clause, phrase):
            yield slot.hit(phrase)
    begins = slot.rule.subjects and (clause.lemma not in _WITH_OBJECT or _intransitive(view, clause, clause.verb + 1))
    told_before = clause.lemma in view.frames.lists["pronoun_verbs"] and slot.family == "measure"
    if not found and (begins or told_before) and is_pronoun(view, slot.acted_on):
        yield slot.hit(None, anaphoric=True)


_WITH_OBJECT = frozenset(("begin", "start", "apply"))  # "it began" tells of a measure, "it began the procedure" not


def _done_below(view: View, clause: Clause, phrase: Phrase) -> bool:
    """Tell "ordered the tariff to be suspended": the measure is the subject of what is ordered."""
    if clause.lemma not in view.frames.grammar.object_control:
        return False
    below = view.parse.clauses[clause.index + 1 : clause.index + 2]
    return any(
        c.shape == "inf" and c.subject[0] <= phrase.head < c.subject[1] and c.parent == clause.index for c in below
    )


def _flow_object(slot: _Slot) -> Iterator[Hit]:
    view, clause = slot.view, slot.clause
    place = flow_at(view, slot.acted_on, slot.family)
    if place < 0 and clause.kind == "relative" and not clause.passive and clause.subject[0] >= clause.start:
        place = flow_at(view, (max(0, clause.start - 6), clause.start), slot.family)
    if place >= 0:
        yield slot.hit(None, (place, slot.acted_on[1]))


def _rate_object(slot: _Slot) -> Iterator[Hit]:
    """Read "was charged 10%", "imposed 33.5%": the measure itself is not named again."""
    view, verb = slot.view, slot.clause.verb
    if slot.rule.options.get("at"):
        goods = any(
            n.value.kind in ("material", "item") or "demonym" in n.value.rule
            for n in view.names
            if slot.clause.subject[0] <= n.start < slot.clause.subject[1]
        )
        named = any(view.phrases) and any(
            slot.clause.subject[0] <= p.head < slot.clause.subject[1] for p in view.phrases
        )
        held = any(
            at.start == verb + 2 and view.tokens[verb + 1].lower == "at" and at.value.unit == "%" for at in view.figures
        )
        if held and goods and not named:
            yield slot.hit(None, slot.clause.subject, anaphoric=True)
        return
    rated = any(verb < at.start <= verb + 3 and at.value.unit == "%" for at in view.figures)
    lead = [token.lower for token in view.tokens[verb + 1 : verb + 6]]
    rated = rated or (
        "rate" in lead and any(verb < at.start <= verb + 6 and at.value.unit == "%" for at in view.figures)
    )
    if rated and not list(phrases_in(view, slot.span, slot.clause)):
        yield slot.hit(None, slot.span, anaphoric=True)


def _firms_object(slot: _Slot) -> Iterator[Hit]:
    view, first = slot.view, slot.span[0]
    named = any(view.sort(n) in ("company", "group") for n in view.of("actor", first, first + 8))
    counted = any(first <= at.start < first + 4 and at.value.counted == "companies" for at in view.figures)
    if named or counted or slot.clause.lemma == "blacklist":
        yield slot.hit(None, slot.span)


def _plain_list_object(slot: _Slot) -> Iterator[Hit]:
    """Read "put 80 firms on the list", "was placed on the list"."""
    view, clause = slot.view, slot.clause
    area = (min(clause.start, clause.subject[0]), clause.end)
    listed = any(
        view.tokens[k].lemma == "list" and view.parse.prep(k) in ("on", "to", "onto")
        for k in range(clause.verb + 1, clause.end)
    )
    firms = any(view.sort(n) == "company" for n in view.of("actor", *area))
    counted = any(area[0] <= at.start < area[1] and at.value.counted == "companies" for at in view.figures)
    if listed and (firms or counted):
        yield slot.hit(None)


def _goods_object(slot: _Slot) -> Iterator[Hit]:
    if slot.rule.options.get("barred"):
        if barred(slot.view, slot.clause):
            yield slot.hit(None, slot.clause.subject)
    elif slot.rule.options.get("probed") and not slot.view.has_lemma(_TRADE_BODIES, *slot.clause.subject):
        return
    elif goods_themselves(slot.view, slot.acted_on):
        yield slot.hit(None)


def _any_object(slot: _Slot) -> Iterator[Hit]:
    first, last = slot.acted_on[0], slot.clause.end
    hit = slot.hit(None)
    aside = ("despite", "since", "after", "amid", "before", "under", "with")
    low = slot.clause.subject[0] if slot.clause.passive else first
    hit.named = next(
        (
            p
            for p in slot.view.phrases
            if min(low, first) <= p.head < last and slot.view.parse.prep(p.start) not in aside
        ),
        None,
    )
    if hit.named is not None or not slot.rule.options.get("named"):
        yield hit


def _named_object(slot: _Slot) -> Iterator[Hit]:
    area = slot.span if slot.family == "licence" and not slot.clause.passive else slot.acted_on
    if slot.rule.options.get("near"):  # "introduced export licences for graphite"
        area = (area[0], min(area[1], area[0] + 5)) if not slot.clause.passive else area
    if _has_object(slot.view, area, slot.family):
        yield slot.hit(next(iter(phrases_in(slot.view, slot.acted_on, slot.clause)), None))


_TRADE_BODIES = frozenset("trade commerce commission customs tariff economy".split())
_MEASURES = _measure_object


_FINDERS = {
    "export": _flow_object, "import": _flow_object, "rate": _rate_object, "firms": _firms_object,
    "goods": _goods_object, "plain-list": _plain_list_object, "any": _any_object,
}  # fmt: skip


def _gap(view: View, clause: Clause) -> list[Phrase]:
    """Return the measure that a relative clause with its own subject acts on: "the tariffs that Washington imposed"."""
    if (
        clause.kind == "coord"
        and clause.index
        and view.parse.clauses[clause.index - 1].kind == "relative"
        and not clause.passive
    ):
        return _gap(view, view.parse.clauses[clause.index - 1])
    if clause.kind != "relative" or clause.passive or clause.subject == (0, 0) or clause.subject[0] < clause.start:
        return []
    before = [p for p in view.phrases if p.head < clause.start and clause.start - p.head < 14]
    return before[-1:]


def _has_object(view: View, span: Span, family: str) -> bool:
    """Tell whether the object is a pause, a licence or an entry into force."""
    frames, tokens = view.frames, view.tokens
    end = min(span[1], span[0] + 8)
    if family == "pause":
        if any(span[0] <= p.head < end and view.tokens[p.head].lemma in frames.lists["pauses"] for p in view.phrases):
            return False  # "the suspension of exports" is the ban itself
        return view.has_lemma(frames.lists["pauses"], span[0], end)
    if family == "licence":
        other = frames.sets("licence", "not_objects")  # a mining licence is no licence to trade
        wanted = frames.lists["licence_objects"]
        return any(tokens[k].lemma in wanted and tokens[k - 1].lemma not in other for k in range(*span))
    if family == "effect":
        joined = " ".join(token.lower for token in tokens[span[0] : end])
        return any(phrase in joined for phrase in frames.lists["effect_objects"])
    return False


def phrases_in(view: View, span: Span, clause: Clause) -> Iterator[Phrase]:
    """Give the measure phrases that are object (or subject) themselves, not inside a phrase of another."""
    first: Phrase | None = None
    for phrase in view.phrases:
        if not span[0] <= phrase.head < span[1]:
            continue
        prep = view.parse.prep(phrase.start)
        if first is None:
            direct = prep in ("", "of") or phrase.start == span[0] or span == clause.subject
            asked = view.parse.governor[phrase.start] == span[0] or prep in _TAKES.get(clause.lemma, ())
            if direct or asked:
                first = phrase
                yield phrase
        elif _joined(view, first, phrase):
            yield phrase


# "will be hit with a tariff": the subject of the passive is whom it hits
HITTING = frozenset(("hit", "slap", "charge"))


# verbs whose measure stands after a preposition ("subject gallium to licensing", "hit China with tariffs")
_UNDER, _WITH = ("under", "into", "onto", "to", "on"), ("with",)


_TAKES = {
    "tack": ("to", "onto"), "budge": ("on",), "waver": ("on",),
    "put": (*_UNDER, "on"), "place": _UNDER, "bring": _UNDER, "add": _UNDER, "list": _UNDER, "include": (*_UNDER, "in"),
    "subject": ("to",), "hit": _WITH, "slap": _WITH, "respond": _WITH, "retaliate": _WITH, "counter": _WITH,
    "reply": _WITH,
    "remove": ("from",), "delete": ("from",), "take": ("off", "from"), "impose": ("on",),
    "strike": ("from", "off"), "drop": ("from", "off"), "get": ("off",),
    "exempt": ("from",), "exclude": ("from",), "spare": ("from",), "come": (*_UNDER, "with"),
}  # fmt: skip


def _joined(view: View, first: Phrase, phrase: Phrase) -> bool:
    """Tell whether two phrases are coordinated objects of one verb."""
    between = view.tokens[first.head_end : phrase.start]
    return any(token.lower in ("and", "or") for token in between[-1:]) or (bool(between) and between[-1].text == ",")


def flow_at(view: View, span: Span, family: str) -> int:
    """Return the token of the flow ("exports", "shipments") that is the object, -1 where there is none."""
    tokens, tags, flows = view.tokens, view.parse.tags, view.frames.flows
    for place in range(span[0], min(span[1] + 4, len(tokens))):
        if place >= span[1] and tags[place] != "V":
            continue
        token = tokens[place]
        if flows.get(token.lemma) != family or (tags[place] == "V" and token.lower[-3:] != "ing" and place >= span[1]):
            continue
        if place + 1 < len(tokens) and view.frames.heads.at(tokens, place + 1) and tags[place + 1] == "W":
            return -1  # "export curbs": the phrase is the measure, not the flow
        if token.lower in ("export", "import") and tags[place] == "W" and _modifies(view, place + 1):
            continue  # "export applications"
        if any(phrase.head < place for phrase in view.phrases if phrase.head >= span[0]):
            return -1
        return place
    return -1


def _modifies(view: View, place: int) -> bool:
    """Tell whether a noun that is no flow follows: the flow before it only modifies it."""
    return (
        place < len(view.tokens) and view.parse.tags[place] == "W" and view.tokens[place].lemma not in view.frames.flows
    )
