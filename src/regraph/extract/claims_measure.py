"""A view in, drafts of measures and commitments out: what verbs and nouns say of what happens to a measure."""

from collections.abc import Iterator

from regraph.extract import moments, roles
from regraph.extract.acts import Hit, phrases_in, states, verbs
from regraph.extract.claims_passage import passages
from regraph.extract.claims_rates import rated
from regraph.extract.claims_wishes import wishes
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.ellipsis import conjuncts
from regraph.extract.frames import Rule
from regraph.extract.gaps import change_of_rate, gapped
from regraph.extract.kinds import RATED, foreign_goods, kind_of, told_by
from regraph.extract.mood import Mood, mood, subject_actors
from regraph.extract.nominals import nominals
from regraph.extract.parts import TWO_OBJECTS, fronted_target, imposer_of, payers, spans_of
from regraph.extract.roles import Span
from regraph.extract.telling import (
    action_of,
    denies,
    end_of_term,
    foreign,
    is_promise,
    recolour,
    ruled_out,
    said_as,
    shaded,
)
from regraph.extract.trade import PLAIN, TELLING, is_trade, of_trade
from regraph.extract.view import Phrase, View


def measures(view: View) -> Iterator[Draft]:
    """Give the drafts of one sentence, in the order of their triggers."""
    yield from wishes(view)
    for clause in view.parse.clauses:
        for hit in nominals(view, clause):
            yield from _drafts(view, _above(view, clause, hit), hit)
    told: set[int] = set()  # clauses that a rule has read
    yield from _acts(view, told)
    yield from passages(view, told)
    yield from rated(view, told)
    if not view.parse.clauses:
        for hit in nominals(view, None):
            yield from _drafts(view, None, hit)
    for clause in view.parse.clauses:
        if clause.lemma in ("promise", "pledge", "vow", "guarantee") and not clause.passive:
            yield from _promised_nouns(view, clause)
    for phrase in view.phrases:
        if not phrase.used:
            yield from _presupposed(view, phrase)


def _acts(view: View, read: set[int]) -> Iterator[Draft]:
    """Give what verbs do to measures; "restrictions imposed earlier" counts beside another act only if dated.

    The clauses that a rule fits are added to `read`.
    """
    found: list[tuple[Hit, Clause, Draft]] = []
    for clause in view.parse.clauses:
        for hit in (*states(view, clause), *verbs(view, clause)):
            for draft in _drafts(view, clause, hit):
                found.append((hit, clause, draft))
                read.add(clause.index)
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


def _to_firms(view: View, clause: Clause) -> bool:
    """Tell "cleared shipments by three companies", "approved sales of chips to G42"."""
    named = any(view.sort(n) == "company" for n in view.of("actor", clause.verb + 1, clause.end))
    return named or any(clause.verb < at.start < clause.end and at.value.counted == "companies" for at in view.figures)


_EASING = frozenset(("lifted", "suspended", "eased", "postponed"))
_PROMISED_NOUN = Rule("promise-noun", frozenset(("impose",)), "introduced")


def _above(view: View, clause: Clause, hit: Hit) -> Clause:
    """Return the clause that a noun of action is an object of: in "a pause on tariffs each side levied and the
    rollback of other steps" the rollback belongs to the verb before the relative clause.
    """
    if clause.kind != "relative" or clause.parent < 0:
        return clause
    opened = any(token.lower == "and" for token in view.tokens[clause.verb + 1 : hit.trigger])
    return view.parse.clauses[clause.parent] if opened else clause


def _promised_nouns(view: View, clause: Clause) -> Iterator[Draft]:
    """Read "promised a 50% tariff"."""
    for phrase in phrases_in(view, (clause.verb + 1, clause.end), clause):
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


def _action(view: View, clause: Clause | None, hit: Hit, told: Mood) -> str:
    """Return what the clause says is done, "" where no claim may come of it."""
    if hit.rule.id == "allow-export" and clause is not None and _to_firms(view, clause):
        return ""  # leave for single firms is a licence (ruling 8)
    action = action_of(view, clause, hit, told)
    if told.dropped in ("counterfactual", "condition", "slow") or not action:
        return ""
    if hit.phrase is not None and not is_trade(view, hit.phrase):
        return ""
    action = shaded(view, clause, hit, action)
    kept = told.dropped == "unwilling" or (clause is not None and ruled_out(view, clause, hit))
    return "maintained" if kept and action in _EASING else action


def _drafts(view: View, clause: Clause | None, hit: Hit) -> Iterator[Draft]:
    told = mood(view, clause) if clause else Mood()
    action = _action(view, clause, hit, told)
    if not action:
        return
    spans = spans_of(view, clause, hit)
    imposer, rule = imposer_of(view, clause, hit)
    if rule == "not a state" or (hit.anaphoric and not imposer and clause is not None and foreign(view, clause)):
        return
    promised = is_promise(view, clause, told, action)
    if action == "refrain" and not promised:
        return
    draft = _new(view, clause, hit, "commitment" if promised else "measure")
    draft.put("action", said_as(hit, action, promised), hit.rule.id)
    _who_and_what(draft, view, clause, hit, (imposer, rule, spans))
    _time_and_rate(draft, view, clause, spans, hit)
    _manner(draft, view, told, hit)
    if draft.type == "commitment" and clause is not None:
        draft.put("beneficiary", _promised_to(view, clause, draft.values.get("promisor", [])), "whom it is promised to")
    if not draft.speaker and clause is not None and draft.modality == "expected":
        draft.speaker = _askers(view, clause, set(draft.values.get("imposer", [])))
    recolour(draft, view, clause, hit, told)
    if told.dropped == "unwilling":
        if action not in ("introduced", "expanded", "maintained"):
            return
        draft.modality = "fact" if action == "maintained" else "denied"  # "has no plans to restrict exports"
    _from_before(draft, view, clause)
    end_of_term(draft, clause, hit, told)
    if action == "maintained" and clause is not None and not clause.past and told.modality == "fact":
        draft.features.add("present")
    _reference(draft, view, clause, hit)
    if not _settled(draft, hit) or _carved_out(draft, clause, hit):
        return
    yield draft
    if draft.type == "measure" and draft.values.get("kind") in ("tariff", "export_tax"):
        yield from gapped(draft, view, clause)
    if clause is not None and not hit.nominal:
        yield from conjuncts(draft, view, clause, clause.verb + 1)
    if hit.rule.options.get("with") and clause is not None:
        yield from _replacement(view, clause, hit, draft)


Found = tuple[list[str], str, list[Span]]  # imposer, the rule that found it, where the coverage stands


def _who_and_what(draft: Draft, view: View, clause: Clause | None, hit: Hit, found: Found) -> None:
    """Fill kind, actors and coverage."""
    imposer, rule, spans = found
    buyers, paying = payers(view, clause, hit)
    if paying:
        named_owner = roles.owner(view, hit.named)[0] if hit.named is not None else []
        imposer, rule = buyers or named_owner, "where the goods go"
    named = hit.phrase or hit.named
    kind = kind_of(view, clause, hit, spans)
    draft.put("kind", kind, hit.rule.id if hit.rule.kind or named is None else told_by(view, named))
    who, whom = ("promisor", "beneficiary") if draft.type == "commitment" else ("imposer", "target")
    if kind == "entity_listing" and clause is not None and rule != "by-agent":
        until = hit.phrase.start if hit.phrase is not None else clause.end
        listed = roles.targets(view, [(clause.verb + 1, until)], [], kind, direct=True)
        imposer = [who_ for who_ in imposer if who_.split("/")[0] not in listed]  # nobody lists its own firms
    if not imposer and hit.named is not None:
        imposer, rule = roles.owner(view, hit.named)  # "were exempted from the US tariffs"
    draft.add(who, imposer, rule)
    draft.add(whom, paying, "who pays")
    if clause is not None:
        draft.add(whom, fronted_target(view, clause, imposer), "fronted phrase")
        if clause.lemma in view.frames.lists["reply_verbs"]:
            draft.features.add("reply")
    roles.coverage(draft, view, spans, "object")
    if clause is not None and clause.index == 0 and not (draft.values.get("materials") or draft.values.get("items")):
        roles.coverage(draft, view, [(0, clause.subject[0])], "fronted phrase")  # "In the case of iron ore, the duty …"
    if hit.rule.options.get("target") == "subject" and clause is not None:
        draft.add(whom, [i for n in view.of("actor", *clause.subject) for i in n.value.ids], "subject")
    else:
        direct = kind == "entity_listing" or (
            clause is not None
            and (clause.lemma in TWO_OBJECTS or clause.lemma in ("exempt", "spare", "strike", "remove", "delete"))
        )
        draft.add(whom, roles.targets(view, spans, imposer, kind, direct=direct), "preposition")
    if hit.rule.id == "ban-goods" and not draft.values.get(whom) and (made := roles.makers(view, spans, imposer)):
        draft.add(whom, made, "origin of the goods")
        draft.values["kind"] = "import_restriction"  # "banned Thai fruit"
    if kind == "export_ban" and foreign_goods(view, hit, spans, draft.values.get(whom, [])):
        draft.values["kind"] = "import_restriction"


def _settled(draft: Draft, hit: Hit) -> bool:
    """Note what the draft needs from the document level; False where the phrase is too vague to act on."""
    covered = bool(draft.values.get("materials") or draft.values.get("items"))
    draft.anaphoric = hit.anaphoric
    if of_trade(draft, hit):
        draft.features.add("trade")
    phrase = hit.phrase
    if phrase is None:
        if hit.named is not None:
            hit.named.used = True
        elif "rate" in hit.rule.objects and (covered or draft.values.get("target")) and draft.values.get("imposer"):
            draft.anaphoric = False  # "charges Swiss goods 31%" needs no measure told before
            draft.features.add("trade")
        elif hit.anaphoric or ("any" in hit.rule.objects and not (covered and draft.values.get("imposer"))):
            draft.features.add("unclear")
        return True
    phrase.used = True
    phrase.nominal = phrase.nominal or hit.nominal
    draft.anaphoric = phrase.definite and not covered
    telling = bool(phrase.contexts & TELLING)
    dated = "trade" in phrase.contexts and draft.values.get("date")  # "the non-tariff measures imposed since April"
    vague = phrase.noun.generic and not phrase.reference and not covered and not telling and not dated
    if vague and hit.rule.verbs & {"impose", "expand", "ease", "effect", "face"}:
        return False
    of_deal = draft.type == "commitment" and "trade" in phrase.contexts  # "the rollback of punitive steps" stays open
    listed = draft.values.get("kind") == "entity_listing" and (draft.values.get("target") or draft.values.get("count"))
    if (
        not covered
        and not telling
        and not of_deal
        and not listed
        and phrase.noun.family not in PLAIN | {"tariff", "probe"}
    ):
        draft.features.add("unclear")
    return True


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


def _carved_out(draft: Draft, clause: Clause | None, hit: Hit) -> bool:
    """Tell "by-products are excluded": a limit of the measure, no act (ruling 13)."""
    unsaid = not draft.values.get("imposer") and not draft.values.get("date") and draft.modality == "fact"
    return (
        hit.rule.id == "exempt"
        and clause is not None
        and clause.passive
        and not clause.perfect
        and unsaid
        and "future" not in draft.features
    )


def _from_before(draft: Draft, view: View, clause: Clause | None) -> None:
    """Read "pay 15%, down from 25%" as a change."""
    if (
        clause is None
        or draft.type != "measure"
        or draft.values.get("rate_to") is None
        or draft.values.get("action") not in ("introduced", "expanded", "eased")
    ):
        return
    for at in view.figures:
        words = [token.lower for token in view.tokens[max(0, at.start - 2) : at.start]]
        if at.start > clause.verb and words in (["up", "from"], ["down", "from"]) and at.value.unit in ("%", ""):
            draft.values["action"] = "eased" if words[0] == "down" else "expanded"
            draft.put("rate_from", roles.number(at.value.value), "up or down from")
            return


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


def _past_own_day(draft: Draft, hit: Hit, spans: list[Span]) -> list[Span]:
    """Return the spans without what stands before the noun: "lifted its April ban" is not told of April."""
    phrase = hit.phrase
    if phrase is None or draft.values.get("action") in ("introduced", "expanded", "introduce"):
        return spans
    out: list[Span] = []
    for start, end in spans:
        inside = start <= phrase.start < end
        out += [(start, phrase.start), (phrase.head_end, end)] if inside else [(start, end)]
    return out


def _time_and_rate(draft: Draft, view: View, clause: Clause | None, spans: list[Span], hit: Hit) -> None:
    roles.when(draft, view, _past_own_day(draft, hit, moments.spans_of_times(draft, clause, spans)))
    if clause is not None and not hit.nominal and clause.kind in ("main", "complement", "coord"):
        late = moments.trailing(view, clause)
        if late and "in effect" not in draft.features:
            draft.values.pop("date", None)
            roles.when(draft, view, late)
    if clause is not None and "date" not in draft.values and clause.kind != "relative":
        roles.when_reported(draft, view, clause)
    if "date" not in draft.values:
        roles.when(draft, view, moments.wider_spans(view, clause), only_date=True)
    kind = draft.values.get("kind", "")
    if draft.type == "measure" and kind in RATED:
        roles.rates(draft, view, [*spans, (clause.start, clause.end)] if clause is not None else spans)
        _old_rate(draft, view, hit)


def _old_rate(draft: Draft, view: View, hit: Hit) -> None:
    """Read the one rate of a duty that ends or eases ("scrapped its 10% duty") as the old one."""
    values, phrase = draft.values, hit.phrase or hit.named
    if values.get("rate_to") is None or values.get("rate_from") is not None or phrase is None:
        return
    own = any(phrase.start <= at.start < phrase.head_end + 2 and at.value.unit == "%" for at in view.figures)
    if values.get("action") in ("lifted", "suspended") or (values.get("action") == "eased" and own):
        values["rate_from"], draft.fills["rate_from"] = values.pop("rate_to"), "rate of the duty that ends"


def _manner(draft: Draft, view: View, told: Mood, hit: Hit) -> None:
    owed = hit.rule.options.get("duty") or hit.rule.options.get("barred")
    owed = owed or (hit.rule.verbs & {"face"} and told.rule in ("must", "shall"))
    draft.modality = "denied" if denies(hit, told, hit.rule.action) else "fact" if owed else told.modality
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


def _promised_to(view: View, clause: Clause, own: list[str]) -> list[str]:
    """Return whom something is promised to: "Washington promised London to replace the tariff"."""
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 else None
    if parent is None or parent.passive or view.frames.grammar.classes.get(parent.lemma) != "promise":
        return []
    names = [
        n
        for n in view.of("actor", parent.verb + 1, min(clause.group, parent.verb + 5))
        if view.parse.prep(n.start) == ""
    ]
    return [ident for ident in roles.actor_ids(view, names[:1]) if ident not in own]


def _askers(view: View, clause: Clause, own: set[str]) -> tuple[str, ...]:
    """Return who asks for it: "the chamber called on the government to lift the ban"."""
    parent = view.parse.clauses[clause.parent] if clause.kind in ("inf", "complement") and clause.parent >= 0 else None
    if parent is None or parent.lemma not in _ASKING or parent.passive:
        return ()
    names = [n for n in subject_actors(view, parent) if view.state(n) not in own or view.sort(n) == "person"]
    return tuple(roles.speaker_ids(view, names))


def _replacement(view: View, clause: Clause, hit: Hit, old: Draft) -> Iterator[Draft]:
    """Read "replace the ban with quotas": what comes instead is introduced."""
    for place in range(clause.verb + 1, clause.end):
        if view.tokens[place].lower in ("with", "by"):
            for phrase in view.phrases:
                if phrase.head > place and phrase is not hit.phrase and not phrase.used:
                    phrase.used = True
                    new = _new(view, clause, hit, "measure")
                    new.modality, new.speaker = old.modality, old.speaker
                    new.features |= old.features & {"trade", "future"}
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
    if phrase.noun.generic or phrase.reference or _takes_more(view, phrase) or not is_trade(view, phrase):
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
    draft.put("action", change_of_rate(view, phrase, span) or "introduced", "presupposed")
    draft.put("kind", phrase.kind, told_by(view, phrase))
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
    if of_trade(draft, hit):
        draft.features.add("trade")
    draft.anaphoric = phrase.definite
    yield draft
    if clause is None:
        yield from conjuncts(draft, view, None, phrase.head_end)


def _takes_more(view: View, phrase: Phrase) -> bool:
    """Tell "shops charge 8 percent more": the noun is a verb, of those who sell."""
    behind = [token.lower for token in view.tokens[phrase.head_end : phrase.head_end + 3]]
    return bool(behind) and behind[0][0].isdigit() and not {"more", "less"}.isdisjoint(behind)


# they want a measure of somebody else
_ASKING = frozenset("ask urge request call demand want recommend advocate push expect anticipate".split())


def _considered(view: View, clause: Clause, phrase: Phrase) -> str:
    """Return the modality of "is considering a ban", "threatened tariffs", "proposed a levy", "" for others."""
    group = view.frames.grammar.classes.get(clause.lemma, "")
    governor = view.parse.governor[phrase.start]
    noun = (
        view.frames.grammar.noun_moods.get(view.tokens[governor - 1].lemma, "")
        if governor > 0 and view.parse.tags[governor] == "P"
        else ""
    )
    if noun in ("plan", "threaten") and view.parse.tags[governor - 1] == "W" and phrase.start - governor <= 1:
        return "threatened" if noun == "threaten" else "expected"  # "plans for tariffs of 35%"
    called = governor > 0 and view.tokens[governor].lower in ("for", "on", "at") and governor - 1 == clause.verb
    if phrase.definite or phrase.head < clause.verb or not (governor == clause.verb or called):
        return ""
    return {"plan": "expected", "threaten": "threatened"}.get(group, "")
