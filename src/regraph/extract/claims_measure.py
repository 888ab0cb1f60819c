"""A view in, drafts of measures and commitments out: what verbs and nouns say of what happens to a measure."""

from collections.abc import Iterator
from dataclasses import dataclass

from regraph.extract import moments, roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.frames import Rule
from regraph.extract.mood import Mood, mood
from regraph.extract.roles import Span
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


def measures(view: View) -> Iterator[Draft]:
    """Give the drafts of one sentence, in the order of their triggers."""
    for clause in view.parse.clauses:
        for hit in _nominals(view, clause):
            yield from _drafts(view, clause, hit)
    yield from _acts(view)
    if not view.parse.clauses:
        for hit in _nominals(view, None):
            yield from _drafts(view, None, hit)
    for clause in view.parse.clauses:
        if clause.lemma in ("promise", "pledge", "vow", "guarantee") and not clause.passive:
            yield from _promised_nouns(view, clause)
    for phrase in view.phrases:
        if not phrase.used:
            yield from _presupposed(view, phrase)


def _acts(view: View) -> Iterator[Draft]:
    """Give what verbs do to measures; "restrictions imposed earlier" counts beside another act only if dated."""
    found: list[tuple[Hit, Clause, Draft]] = []
    for clause in view.parse.clauses:
        for hit in (*_states(view, clause), *_verbs(view, clause)):
            for draft in _drafts(view, clause, hit):
                found.append((hit, clause, draft))
                if hit.phrase is not None:
                    hit.phrase.acted += 1
    for hit, clause, draft in found:
        aside = clause.shape == "participle" or clause.kind == "relative"
        told = draft.values.get("date") or draft.values.get("rate_to") or draft.values.get("duration")
        if (
            aside
            and not told
            and hit.phrase is not None
            and hit.phrase.acted > 1
            and draft.values.get("action") in ("introduced", "introduce")
        ):
            continue
        yield draft


# --- what a verb acts on -----------------------------------------------------------------------------------------

_INTRANSITIVE = frozenset(
    "expire lapse end begin start remain stay persist continue apply rise fall increase date".split()
)


def verb_classes(view: View, clause: Clause) -> tuple[frozenset[str], int]:
    """Return the classes of a verb with its particle, and the token after both."""
    frames, tokens = view.frames, view.tokens
    entries = frames.verbs.multi.get(clause.lemma, ())
    for rest, label in entries:
        end = _particles(tokens, clause.verb + 1, rest, clause.end)
        if end:
            return frozenset((label,)), end
    return frames.verb_classes.get(clause.lemma, frozenset()), clause.verb + 1


def _intransitive(view: View, clause: Clause, after: int) -> bool:
    """Tell "the ban expires", "tariffs increased to 25%" from "Trump increased tariffs"."""
    if clause.lemma not in _INTRANSITIVE or clause.shape == "participle":
        return False
    sign = view.parse.tags[after] if after < clause.end else ""
    timed = any(at.start == after for at in view.times) or any(at.start == after and at.value.unit == "%" for at in view.figures)
    return sign not in ("D", "W", "Q") or timed


def _particles(tokens, start: int, rest: tuple[str, ...], limit: int) -> int:  # type: ignore[no-untyped-def]
    """Return the token after the particles, 0 where they are not there; an object may stand between."""
    if rest == tuple(token.lower for token in tokens[start : start + len(rest)]):
        return start + len(rest)
    if rest[0] in ("on", "off", "in", "back", "out"):
        for k in range(start, min(limit, start + 9)):
            if rest == tuple(token.lower for token in tokens[k : k + len(rest)]) and len(rest) > 1:
                return start
    return 0


def _verbs(view: View, clause: Clause) -> Iterator[Hit]:
    classes, after = verb_classes(view, clause)
    if not classes:
        return
    span = _shared_object(view, clause, (after, clause.end))
    if span is None:
        return
    subject = clause.subject if clause.passive or _intransitive(view, clause, after) else (0, 0)
    seen: set[int] = set()
    for rule in view.frames.rules:
        if not rule.verbs & classes or (rule.lemmas and clause.lemma not in rule.lemmas):
            continue
        if rule.options.get("to_goods") and not _to_goods(view, span):
            continue
        if rule.options.get("with"):
            span = (span[0], _before_with(view, span))
        for hit in _objects(view, clause, rule, span, subject):
            key = hit.phrase.head if hit.phrase else -hit.span[0] - 1
            if key not in seen and not (hit.phrase and hit.phrase.nominal):
                seen.add(key)
                yield hit
        if seen and rule.id in ("exempt", "list", "delist", "extend-pause", "postpone-effect"):
            return


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
    return any(
        span[0] <= n.start < span[1]
        and n.value.kind in ("material", "item", "actor")
        and view.parse.prep(n.start) == "to"
        for n in view.names
    )


def _before_with(view: View, span: Span) -> int:
    return next((k for k in range(*span) if view.tokens[k].lower in ("with", "by")), span[1])


_MAINTAINED = Rule("state", frozenset(("maintain",)), "maintained")
_IN_FORCE_SINCE = Rule("in-force-since", frozenset(("effect",)), "introduced")


def _states(view: View, clause: Clause) -> Iterator[Hit]:
    """Read "the curbs remain in force", "the duty is untouched", "has been in place since 2018"."""
    complements, verbs = view.frames.states
    if clause.lemma not in verbs or clause.subject == (0, 0):
        return
    said = " " + " ".join(token.lower for token in view.tokens[clause.group : min(clause.end, clause.verb + 8)]) + " "
    action = next((action for action, words in complements if any(f" {word} " in said for word in words)), "")
    if action in ("introduced", "eased"):
        named = next((p for p in view.phrases if clause.verb < p.head < clause.end), None)
        if named is not None:
            yield Hit(Rule(f"state-{action}", frozenset(), action), clause.verb, None, clause.subject, named=named)
        return
    if not action or clause.lemma in ("go", "come", "fall"):
        return
    since = any(at.value.kind == "since" for at in view.times if clause.start <= at.start < clause.end)
    rule = _IN_FORCE_SINCE if since and clause.perfect else _MAINTAINED
    found = list(_phrases_in(view, clause.subject, clause))
    for phrase in found:
        yield Hit(rule, clause.verb, phrase, clause.subject)
    if not found and _pronoun(view, clause.subject):
        yield Hit(rule, clause.verb, None, clause.subject, anaphoric=True)


def _pronoun(view: View, span: Span) -> bool:
    """Tell whether the span is a pronoun that can stand for a measure."""
    words = [t.lower for t in view.tokens[span[0] : min(span[1], span[0] + 2)]]
    return (
        bool(words)
        and words[0] in view.frames.lists["pronouns"]
        and (len(words) == 1 or span[1] - span[0] == 1 or view.parse.tags[span[0]] == "Q")
    )


def _objects(view: View, clause: Clause, rule: Rule, span: Span, subject: Span) -> Iterator[Hit]:
    acted_on = subject if subject != (0, 0) else span
    wanted = rule.objects or rule.subjects
    if rule.subjects:
        acted_on = clause.subject
    for family in wanted:
        if family == "measure" or family in view.frames.nouns:
            found = list(_phrases_in(view, acted_on, clause)) or _gap(view, clause)
            for phrase in found:
                if family in ("measure", phrase.noun.family):
                    yield Hit(rule, clause.verb, phrase, acted_on)
            if not found and rule.subjects and _pronoun(view, acted_on):
                yield Hit(rule, clause.verb, None, acted_on, anaphoric=True)
            if (
                not found
                and family == "measure"
                and clause.lemma in view.frames.lists["pronoun_verbs"]
                and _pronoun(view, acted_on)
            ):
                yield Hit(rule, clause.verb, None, acted_on, anaphoric=True)
        elif family in ("export", "import"):
            place = _flow(view, acted_on, family)
            if place < 0 and clause.kind == "relative" and not clause.passive and clause.subject[0] >= clause.start:
                place = _flow(view, (max(0, clause.start - 6), clause.start), family)
            if place >= 0:
                yield Hit(rule, clause.verb, None, (place, acted_on[1]))
        elif family == "rate":
            if any(clause.verb < f.start <= clause.verb + 3 and f.value.unit == "%" for f in view.figures) and not list(_phrases_in(view, span, clause)):
                yield Hit(rule, clause.verb, None, span, anaphoric=True)
        elif family == "firms":
            named = [n for n in view.of("actor", span[0], span[0] + 8) if view.sort(n) in ("company", "group")]
            counted = any(span[0] <= f.start < span[0] + 4 and f.value.counted == "companies" for f in view.figures)
            if named or counted or clause.lemma == "blacklist":
                yield Hit(rule, clause.verb, None, span)
        elif family == "goods":
            if rule.options.get("barred"):
                if _barred(view, clause):
                    yield Hit(rule, clause.verb, None, clause.subject)
            elif _goods(view, acted_on):
                yield Hit(rule, clause.verb, None, acted_on)
        elif family == "any":
            named = next((p for p in view.phrases if acted_on[0] <= p.head < clause.end), None)
            yield Hit(rule, clause.verb, None, acted_on, named=named)
        elif _has_object(view, span if family == "licence" and not clause.passive else acted_on, family):
            phrase = next(iter(_phrases_in(view, acted_on, clause)), None)
            yield Hit(rule, clause.verb, phrase, acted_on)


def _barred(view: View, clause: Clause) -> bool:
    """Tell "raw ore may no longer be exported"."""
    if not clause.passive or clause.modal not in ("may", "can", "cannot", "will", "shall", "must"):
        return False
    words = {t.lower for t in view.tokens[clause.start : clause.verb]}
    return clause.negated or "longer" in words or "cannot" in words or "no" in {t.lower for t in view.tokens[clause.subject[0] : clause.subject[0] + 1]}


def _goods(view: View, span: Span) -> bool:
    """Tell "bars fuel from crossing": goods themselves are the object, no measure and no flow."""
    near = [n for n in view.names if span[0] <= n.start < min(span[1], span[0] + 4) and n.value.kind in ("material", "item")]
    if not near or any(span[0] <= p.head < span[1] for p in view.phrases):
        return False
    return not any(view.frames.flows.get(t.lemma) for t in view.tokens[span[0] : span[1]])


def _gap(view: View, clause: Clause) -> list[Phrase]:
    """Return the measure that a relative clause with a subject of its own acts on: "the tariffs that Washington imposed"."""
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
        return view.has_lemma(frames.lists["licence_objects"], span[0], span[1])
    if family == "effect":
        joined = " ".join(token.lower for token in tokens[span[0] : end])
        return any(phrase in joined for phrase in frames.lists["effect_objects"])
    return False


def _phrases_in(view: View, span: Span, clause: Clause) -> Iterator[Phrase]:
    """Give the measure phrases that are object (or subject) themselves: not inside a prepositional phrase of another."""
    first: Phrase | None = None
    for phrase in view.phrases:
        if not span[0] <= phrase.head < span[1]:
            continue
        prep = view.parse.prep(phrase.start)
        if first is None:
            under = prep in ("under", "into", "onto") and clause.lemma in (
                "put",
                "place",
                "bring",
                "add",
                "list",
                "include",
                "subject",
            )
            if prep in ("", "of", "with", "to", "on", "from", "by") or under or phrase.start == span[0]:
                first = phrase
                yield phrase
        elif _joined(view, first, phrase):
            yield phrase


# verbs whose measure stands after a preposition ("subject gallium to licensing", "hit China with tariffs")
_UNDER, _WITH = ("under", "into", "onto", "to", "on"), ("with",)
_TAKES = {
    "put": (*_UNDER, "on"), "place": _UNDER, "bring": _UNDER, "add": _UNDER, "list": _UNDER, "include": (*_UNDER, "in"),
    "subject": ("to",), "hit": _WITH, "slap": _WITH, "respond": _WITH, "retaliate": _WITH, "counter": _WITH, "reply": _WITH,
    "remove": ("from",), "delete": ("from",), "take": ("off", "from"), "strike": ("from", "off"), "drop": ("from",),
    "exempt": ("from",), "exclude": ("from",), "spare": ("from",), "come": (*_UNDER, "with"),
}  # fmt: skip


def _joined(view: View, first: Phrase, phrase: Phrase) -> bool:
    """Tell whether two phrases are coordinated objects of one verb."""
    between = view.tokens[first.head_end : phrase.start]
    return any(token.lower in ("and", "or") for token in between[-1:]) or (bool(between) and between[-1].text == ",")


def _flow(view: View, span: Span, family: str) -> int:
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
    return place < len(view.tokens) and view.parse.tags[place] == "W" and view.tokens[place].lemma not in view.frames.flows


_PROMISED_NOUN = Rule("promise-noun", frozenset(("impose",)), "introduced")


def _promised_nouns(view: View, clause: Clause) -> Iterator[Draft]:
    """Read "promised a 50% tariff"."""
    for phrase in _phrases_in(view, (clause.verb + 1, clause.end), clause):
        if not phrase.used and view.parse.prep(phrase.start) == "" and not phrase.definite:
            for draft in _drafts(view, clause, Hit(_PROMISED_NOUN, clause.verb, phrase, (clause.verb + 1, clause.end))):
                if draft.type == "measure":
                    draft.type = "commitment"
                    draft.values["action"] = "introduce"
                    for old, new in (("imposer", "promisor"), ("target", "beneficiary")):
                        if old in draft.values:
                            draft.values[new] = draft.values.pop(old)
                    for field in ("rate_from", "rate_to", "count", "reference"):
                        draft.values.pop(field, None)
                yield draft


# --- nouns for actions -------------------------------------------------------------------------------------------


def _nominals(view: View, clause: Clause | None) -> Iterator[Hit]:
    frames, tokens, tags = view.frames, view.tokens, view.parse.tags
    start, end = (clause.start, clause.end) if clause else (0, len(tokens))
    for place in range(start, end):
        classes = _nominal(view, place) if tags[place] == "W" else None
        if not classes or any(phrase.head == place for phrase in view.phrases):
            continue
        if clause is not None and "impose" in classes and place > clause.verb and verb_classes(view, clause)[0] & _ACTING:
            continue  # "suspended enforcement of the rule": the verb acts
        following = tokens[place + 1].lower if place + 1 < len(tokens) else ""
        if following in ("of", "on", "to", "in", "for", "from"):
            yield from _of_phrase(view, place, classes, (place + 2, end))
        else:
            yield from _compound(view, place, classes)


def _nominal(view: View, place: int) -> tuple[str, ...]:
    """Return the verb classes that the noun stands for; "lifting" is looked up as it is, "suspensions" by its lemma."""
    token, table = view.tokens[place], view.frames.nominal
    return table.get(token.lower) or table.get(token.lemma) or ()


_ACTING = frozenset(("suspend", "postpone", "lift", "extend", "ease", "maintain"))


def _of_phrase(view: View, place: int, classes: tuple[str, ...], span: Span) -> Iterator[Hit]:
    for rule in view.frames.rules:
        if not rule.verbs & set(classes) or rule.lemmas:
            continue
        for family in rule.objects:
            phrase = next(
                (p for p in view.phrases if span[0] <= p.head < min(span[1], span[0] + 9) and p.head > place), None
            )
            if family == "measure" and phrase is not None and not phrase.used:
                yield Hit(rule, place, phrase, (place, span[1]), nominal=True)
                return
            if family in ("export", "import") and phrase is None and not view.frames.heads.at(view.tokens, place):
                flow = _flow(view, (span[0], min(span[1], span[0] + 6)), family)
                if flow >= 0:
                    yield Hit(rule, place, None, (flow, span[1]), nominal=True)
                    return


def _compound(view: View, place: int, classes: tuple[str, ...]) -> Iterator[Hit]:
    """Read "the tariff cut", "the ban's extension": the measure stands right before the noun of action."""
    before = next((p for p in view.phrases if p.head_end in (place, place - 1) and not p.used), None)
    if before is None or before.head == place:
        return
    for rule in view.frames.rules:
        if (
            rule.verbs & set(classes)
            and "measure" in rule.objects
            and not rule.lemmas
            and rule.id not in ("maintain", "impose")
        ):
            yield Hit(rule, place, before, (before.start, before.head_end), nominal=True)
            return


# --- drafts ------------------------------------------------------------------------------------------------------

_PROMISED = {
    "lifted": "lift", "suspended": "suspend", "postponed": "postpone", "eased": "ease", "introduced": "introduce",
    "expanded": "introduce", "maintained": "other", "extended": "other", "refrain": "refrain",
}  # fmt: skip


def _drafts(view: View, clause: Clause | None, hit: Hit) -> Iterator[Draft]:
    told = mood(view, clause) if clause else Mood()
    action = _action(view, clause, hit, told)
    if told.promise is not None and told.negated and hit.rule.action in ("introduced", "expanded"):
        action = "refrain"
    if told.dropped in ("counterfactual", "condition", "slow") or not action:
        return
    if hit.phrase is not None and not is_trade(view, hit.phrase):
        return
    action = _shaded(view, clause, hit, action)
    spans = _spans(view, clause, hit)
    imposer, rule = _imposer(view, clause, hit)
    if rule == "not a state" or (hit.anaphoric and not imposer and clause is not None and _foreign(view, clause)):
        return
    named = hit.phrase or hit.named
    kind = hit.rule.kind or (named.kind if named else "")
    beside = clause is not None and (clause.kind == "relative" or clause.shape == "participle")
    promised = (told.promise is not None or (_under_deal(view, told) and not beside)) and action != "maintained"
    draft = _new(view, clause, hit, "commitment" if promised else "measure")
    said = "supply" if promised and hit.rule.id == "resume-export" else _PROMISED[action] if promised else action
    draft.put("action", said, hit.rule.id)
    draft.put("kind", kind, "noun and context" if hit.phrase else hit.rule.id)
    who, whom = ("promisor", "beneficiary") if promised else ("imposer", "target")
    draft.add(who, imposer, rule)
    roles.coverage(draft, view, spans, "object")
    if hit.rule.options.get("target") == "subject" and clause is not None:
        draft.add(whom, [i for n in view.of("actor", *clause.subject) for i in n.value.ids], "subject")
    else:
        draft.add(whom, roles.targets(view, spans, imposer, kind, direct=kind == "entity_listing"), "preposition")
    _time_and_rate(draft, view, clause, spans, kind)
    _manner(draft, view, told, hit)
    ends = hit.rule.id == "state" and clause is not None and clause.past
    ends = ends or (clause is not None and clause.lemma in ("expire", "lapse", "end", "run") and (told.future or not clause.past))
    if ends and draft.values.get("until") and draft.type == "measure":
        draft.values["action"] = "introduced"  # "was in effect until 21 September", "is due to expire on Sunday"
    if action == "lifted" and (draft.values.get("duration") or draft.values.get("until")) and draft.values["action"] == said:
        draft.values["action"] = "suspend" if promised else "suspended"
    if action == "maintained" and clause is not None and not clause.past and told.modality == "fact":
        draft.features.add("present")
    covered = draft.values.get("materials") or draft.values.get("items")
    draft.anaphoric = hit.anaphoric
    if _of_trade(draft, hit):
        draft.features.add("trade")
    _reference(draft, view, clause, hit)
    if hit.phrase is not None:
        hit.phrase.used = True
        hit.phrase.nominal = hit.phrase.nominal or hit.nominal
        draft.anaphoric = hit.phrase.definite and not covered
        if (
            hit.phrase.noun.generic
            and not hit.phrase.reference
            and not covered
            and hit.rule.verbs & {"impose", "expand", "ease", "effect", "face"}
            and not hit.phrase.contexts & _TELLING
        ):
            return
        if not covered and not hit.phrase.contexts & _TELLING and hit.phrase.noun.family not in _PLAIN | {"tariff"}:
            draft.features.add("unclear")
    elif hit.named is not None:
        hit.named.used = True
    elif hit.anaphoric or "any" in hit.rule.objects:
        draft.features.add("unclear")
    yield draft
    if hit.rule.options.get("with") and clause is not None:
        yield from _replacement(view, clause, hit, draft)


def _reference(draft: Draft, view: View, clause: Clause | None, hit: Hit) -> None:
    """Fill the legal reference from the phrase itself, else from the clause."""
    if draft.type != "measure":
        return
    if hit.phrase is not None and hit.phrase.reference:
        draft.put("reference", hit.phrase.reference, "named")
    elif clause is not None:
        named = next((p for p in view.phrases if p.reference and clause.start <= p.head < clause.end), None)
        if named is not None and hit.rule.action in ("introduced", "expanded", "suspended"):
            draft.put("reference", named.reference, "in the clause")
            named.used = True


def _under_deal(view: View, told: Mood) -> bool:
    """Tell a "will" that is a promise: "in return", "under the deal"."""
    if not told.future or told.modality != "fact":
        return False
    said = " ".join(token.lower for token in view.tokens)
    return any(words in said for words in _DEALS)


_DEALS = (
    "in return",
    "in exchange",
    "under the deal",
    "under the agreement",
    "under the truce",
    "under the accord",
    "under the new agreement",
    "as part of the deal",
    "as part of the agreement",
    "under which",
    "correspondingly",
    "reciprocat",
)


def _duty(view: View, clause: Clause | None) -> bool:
    """Tell "must obtain a licence", "will need to apply for permits": a duty, not a single case."""
    if clause is None:
        return False
    if clause.modal in ("must", "shall"):
        return True
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 else None
    return clause.shape == "inf" and parent is not None and parent.lemma in ("need", "require", "have", "oblige", "force", "order")


def _action(view: View, clause: Clause | None, hit: Hit, told: Mood) -> str:
    action = hit.rule.action
    if told.negated:
        return "maintained" if action in ("lifted", "suspended", "eased") and not told.future else ""
    if hit.rule.options.get("barred"):
        return action
    if hit.rule.options.get("duty"):
        return action if _duty(view, clause) else ""
    if told.negated and hit.rule.id == "allow-export":
        return "introduced"  # "no longer allows exports"
    if hit.rule.options.get("present") and hit.phrase is None and not hit.anaphoric:
        return ""
    return action


def _foreign(view: View, clause: Clause) -> bool:
    """Tell whether somebody who is no state acts in the clause: "the club extended it"."""
    start, end = clause.subject
    return not clause.passive and start < end and view.parse.tags[start] not in "Q" and not _pronoun(view, clause.subject)


def _of_trade(draft: Draft, hit: Hit) -> bool:
    """Tell whether the sentence itself shows that trade is meant; an article with no such sentence has no measure."""
    phrase = hit.phrase or hit.named
    if draft.values.get("materials") or hit.rule.kind in ("export_ban", "import_restriction", "export_licensing") and hit.phrase is None:
        return hit.rule.id not in ("ban-goods", "no-export") or bool(draft.values.get("materials"))
    if phrase is None:
        return False
    return bool(phrase.contexts & _TELLING or phrase.reference or phrase.noun.family in _SURE)


def _shaded(view: View, clause: Clause | None, hit: Hit, action: str) -> str:
    """Change the action by an adverb beside the verb or a comparative in the phrase."""
    if clause is not None:
        for place in range(max(clause.start, clause.group - 1), min(clause.verb + 3, clause.end)):
            action = view.frames.adverbs.get(view.tokens[place].lower, {}).get(action, action)
    if (
        action == "introduced"
        and hit.phrase is not None
        and view.has_lemma(view.frames.lists["comparatives"], hit.phrase.start, hit.phrase.head)
    ):
        return "expanded"
    return action


def _spans(view: View, clause: Clause | None, hit: Hit) -> list[Span]:
    """Return where the coverage of the measure stands: its phrase, and the rest of the clause."""
    spans: list[Span] = []
    if hit.phrase is not None:
        others = [p.start for p in view.phrases if p.start >= hit.phrase.head_end]
        stop = min([hit.phrase.end, *others])
        spans.append((hit.phrase.start, stop))
        if clause is not None and not hit.nominal:
            if (
                view.parse.prep(hit.phrase.start) in ("under", "to", "with", "into", "on", "from", "onto")
                and hit.phrase.start > clause.verb + 1
            ):
                spans.append((clause.verb + 1, hit.phrase.start))
            first = max(clause.verb + 1, stop) if hit.phrase.head > clause.verb else clause.verb + 1
            last = min([clause.end, *(p for p in others if p >= first)])
            if last > first:
                spans.append((first, last))
    else:
        start = hit.span[0]
        while (
            start > 0
            and view.parse.tags[start - 1] in "WCX"
            and (clause is None or start > clause.verb + 1 or clause.passive)
        ):
            start -= 1
        spans.append((start, hit.span[1]))
        if clause is not None and clause.passive:
            spans.append((clause.verb + 1, clause.end))
        if clause is not None and hit.rule.verbs & {"require", "face", "obtain"} and all(view.sort(n) == "group" for n in view.of("actor", *clause.subject)):
            spans.append(clause.subject)
        if clause is not None:
            spans += [
                (c.start, c.end)
                for c in view.parse.clauses
                if c.start == hit.span[1] and c.shape in ("participle", "ing")
            ]
    return spans


def _imposer(view: View, clause: Clause | None, hit: Hit) -> tuple[list[str], str]:
    found: list[str] = []
    if hit.phrase is not None:
        own, rule = roles.owner(view, hit.phrase)
        if own and (hit.nominal or clause is None or clause.passive or hit.rule.action == "maintained"):
            return own, rule
    if clause is not None:
        found, rule = roles.agent(view, clause)
        if found and hit.rule.options.get("target") != "subject" and not (clause.passive and rule != "by-agent"):
            return found, rule
        if not clause.passive and hit.phrase is None and not hit.nominal and not hit.rule.options.get("duty") and _private(view, clause):
            parent = view.parse.clauses[clause.parent] if clause.parent >= 0 and clause.shape == "inf" else None
            if parent is not None and parent.lemma in view.frames.grammar.object_control and not parent.passive:
                ordered, _ = roles.agent(view, parent)
                if ordered:
                    return ordered, "who gives the order"
            return [], "not a state"
    if hit.phrase is not None:
        return roles.owner(view, hit.phrase)
    return [], ""


def _private(view: View, clause: Clause) -> bool:
    """Tell whether the one who acts is a firm: its stop of deliveries is no measure."""
    names = list(view.of("actor", *clause.subject))
    return bool(names) and all(view.sort(name) in ("company", "group", "media") for name in names)


def _new(view: View, clause: Clause | None, hit: Hit, kind: str) -> Draft:
    first = min(hit.trigger, hit.phrase.start if hit.phrase else hit.span[0])
    last = max(hit.trigger + 1, hit.phrase.end if hit.phrase else hit.span[1])
    if clause is not None and not hit.nominal:
        first, last = (
            min(first, clause.subject[0] if clause.subject != (0, 0) else first, clause.start),
            max(last, clause.end),
        )
    start, end = view.offsets(first, last)
    trigger = view.tokens[hit.trigger].lower + (f" … {view.tokens[hit.phrase.head].lower}" if hit.phrase else "")
    draft = Draft(kind, view.sentence.index, view.sentence.role, start, end, f"measure/{hit.rule.id}", trigger)
    if hit.nominal:
        draft.features.add("nominal")
    return draft


def _time_and_rate(draft: Draft, view: View, clause: Clause | None, spans: list[Span], kind: str) -> None:
    roles.when(draft, view, moments.spans_of_times(draft, view, clause, spans))
    if clause is not None and "date" not in draft.values and not clause.kind == "relative":
        roles.when_reported(draft, view, clause)
    if "date" not in draft.values:
        roles.when(draft, view, moments.wider_spans(view, clause), only_date=True)
    if draft.type == "measure" and kind in ("tariff", "export_tax", "import_restriction", "port_fee"):
        roles.rates(draft, view, [*spans, (clause.start, clause.end)] if clause is not None else spans)


def _manner(draft: Draft, view: View, told: Mood, hit: Hit) -> None:
    draft.modality = "fact" if hit.rule.options.get("duty") else told.modality
    if draft.type == "commitment":
        draft.modality = "fact"
    if told.doubt and draft.modality == "fact":
        draft.modality = "alleged"
    if told.future:
        draft.features.add("future")
    own = {i.split("/")[0] for i in draft.values.get("imposer", draft.values.get("promisor", []))}
    speakers = []
    for name in told.speakers:
        sort, state = view.sort(name), view.state(name)
        if sort in ("state", "union", "body") and state in own:
            continue
        if sort != "group":
            speakers += roles.speaker_ids(view, [name])
    draft.speaker = tuple(dict.fromkeys(speakers))
    draft.features.add(f"mood:{told.rule}")
    if hit.phrase is not None and hit.phrase.noun.generic:
        draft.features.add("generic")


def _replacement(view: View, clause: Clause, hit: Hit, old: Draft) -> Iterator[Draft]:
    """Read "replace the ban with quotas": what comes instead is introduced."""
    for place in range(clause.verb + 1, clause.end):
        if view.tokens[place].lower in ("with", "by"):
            for phrase in view.phrases:
                if phrase.head > place and phrase is not hit.phrase and not phrase.used:
                    phrase.used = True
                    new = _new(view, clause, hit, "measure")
                    new.put("action", "introduced", "replace-with")
                    new.put("kind", phrase.kind, "noun and context")
                    new.add("imposer", list(old.values.get("imposer", [])), "subject")
                    new.add("materials", list(old.values.get("materials", [])), "replaced measure")
                    roles.coverage(new, view, [(phrase.start, phrase.end)], "object")
                    roles.when(new, view, [(clause.start, clause.end)])
                    yield new
                    return


def _presupposed(view: View, phrase: Phrase) -> Iterator[Draft]:
    """Read a measure that is only named, where its phrase dates it or says what it covers (ruling 4)."""
    if phrase.noun.generic or phrase.reference or not is_trade(view, phrase):
        return
    imposer, rule = roles.owner(view, phrase)
    stop = min([phrase.end, *(p.start for p in view.phrases if p.start >= phrase.head_end)])
    span = (phrase.start, stop)
    clause = view.clause_at(phrase.head)
    told = mood(view, clause) if clause else Mood()
    considered = _considered(view, clause, phrase) if clause is not None else ""
    told_so = told.modality in ("expected", "threatened") or told.future
    if told.dropped in ("condition", "counterfactual") or (told_so and not considered):
        return
    if considered and clause is not None and not imposer and clause.lemma not in _ASKING:
        imposer, rule = roles.agent(view, clause)
    hit = Hit(Rule("presupposed", frozenset(), "introduced"), phrase.head, phrase, span, nominal=True)
    draft = _new(view, clause, hit, "measure")
    draft.put("action", "introduced", "presupposed")
    draft.put("kind", phrase.kind, "noun and context")
    draft.add("imposer", imposer, rule)
    roles.coverage(draft, view, [span], "phrase")
    draft.add("target", roles.targets(view, [span], imposer, phrase.kind), "preposition")
    roles.when(draft, view, [span])
    roles.rates(draft, view, [span])
    covered = draft.values.get("materials") or draft.values.get("items") or phrase.contexts & {"technology", "visa"}
    if not (covered or draft.values.get("date") or draft.values.get("rate_to")):
        return
    draft.features.add("presupposed")
    if considered:
        draft.modality = considered
        draft.features.add("considered")
    if _of_trade(draft, hit):
        draft.features.add("trade")
    draft.anaphoric = phrase.definite
    yield draft


# they want a measure of somebody else
_ASKING = frozenset("ask urge request call demand want recommend advocate push expect anticipate".split())


def _considered(view: View, clause: Clause, phrase: Phrase) -> str:
    """Return the modality of "is considering a ban", "threatened tariffs", "proposed a levy", "" for others."""
    group = view.frames.grammar.classes.get(clause.lemma, "")
    if phrase.definite or phrase.head < clause.verb or view.parse.governor[phrase.start] != clause.verb:
        return ""
    return {"plan": "expected", "threaten": "threatened"}.get(group, "")


_SURE = frozenset(("tariff", "fee", "listing", "retaliation", "probe"))
_PROBED = frozenset(
    "anti-dump dump dumping subsidy safeguard section trade anti-dumping import imports countervailing antidumping".split()
)
_TELLING = frozenset(("export", "import", "technology", "listing", "port", "visa"))
_PLAIN = frozenset(("fee", "retaliation", "listing", "licensing", "revocation"))


def is_trade(view: View, phrase: Phrase) -> bool:
    """Tell whether a phrase names a trade measure: by its family, its context, or what it covers."""
    family = phrase.noun.family
    if (
        phrase.reference
        or family in _PLAIN
        or phrase.contexts & {"export", "import", "technology", "listing", "trade", "port", "visa"}
    ):
        return True
    if any(name.value.kind in ("material", "item") for name in view.names if phrase.start <= name.start < phrase.end):
        return True
    if family == "tariff":
        return view.tokens[phrase.head].lemma in ("tariff", "duty", "levy")
    if phrase.noun.generic:
        return phrase.definite and phrase.start > 0
    if family == "probe":
        near = view.tokens[max(0, phrase.start - 6) : phrase.head_end + 14]
        return any(t.lemma in _PROBED for t in near)
    return phrase.definite or family in ("ban", "quota", "restriction")
