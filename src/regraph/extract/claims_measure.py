"""A view in, drafts of measures and commitments out: what verbs and nouns say of what happens to a measure."""

from collections.abc import Iterator

from regraph.extract import moments, roles
from regraph.extract.acts import Hit, phrases_in, states, under_licence, verbs
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.ellipsis import conjuncts
from regraph.extract.frames import Rule
from regraph.extract.gaps import change_of_rate, gapped
from regraph.extract.mood import Mood, mood
from regraph.extract.nominals import nominals
from regraph.extract.roles import Span
from regraph.extract.telling import action_of, denies, end_of_term, foreign, is_promise, said_as, shaded
from regraph.extract.trade import PLAIN, TELLING, is_trade, of_trade
from regraph.extract.view import Phrase, View
from regraph.extract.whole import OPEN


def measures(view: View) -> Iterator[Draft]:
    """Give the drafts of one sentence, in the order of their triggers."""
    for clause in view.parse.clauses:
        for hit in nominals(view, clause):
            yield from _drafts(view, _above(view, clause, hit), hit)
    yield from _acts(view)
    if not view.parse.clauses:
        for hit in nominals(view, None):
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
        for hit in (*states(view, clause), *verbs(view, clause)):
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


def _drafts(view: View, clause: Clause | None, hit: Hit) -> Iterator[Draft]:
    told = mood(view, clause) if clause else Mood()
    action = action_of(view, clause, hit, told)
    if told.dropped in ("counterfactual", "condition", "slow") or not action:
        return
    if hit.phrase is not None and not is_trade(view, hit.phrase):
        return
    action = shaded(view, clause, hit, action)
    spans = _spans(view, clause, hit)
    imposer, rule = _imposer(view, clause, hit)
    if rule == "not a state" or (hit.anaphoric and not imposer and clause is not None and foreign(view, clause)):
        return
    promised = is_promise(view, clause, told, action)
    draft = _new(view, clause, hit, "commitment" if promised else "measure")
    draft.put("action", said_as(hit, action, promised), hit.rule.id)
    _who_and_what(draft, view, clause, hit, (imposer, rule, spans))
    _time_and_rate(draft, view, clause, spans, draft.values.get("kind", ""))
    _manner(draft, view, told, hit)
    if hit.rule.id.startswith("rule-out") and draft.type == "measure":
        draft.modality = "denied"
    if hit.nominal and clause is not None and draft.type == "measure" and draft.modality == "fact" and hit.trigger > clause.verb and not clause.passive:
        group = view.frames.grammar.classes.get(clause.lemma, "")
        draft.modality = {"plan": "expected", "threaten": "threatened"}.get(group, "fact")  # "wants an end to exports"
    if told.rule == "vow" and draft.type == "measure" and draft.values.get("action") in ("introduced", "expanded"):
        draft.modality = "threatened"
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
    buyers, payers = _payers(view, clause, hit)
    if payers:
        named_owner = roles.owner(view, hit.named)[0] if hit.named is not None else []
        imposer, rule = buyers or named_owner, "where the goods go"
    named = hit.phrase or hit.named
    kind = hit.rule.kind or (named.kind if named else "")
    if hit.rule.options.get("barred") and clause is not None and under_licence(view, clause):
        kind = "export_licensing"
    if hit.rule.id == "ban-export" and clause is not None and _only_unlicensed(view, clause):
        kind = "export_licensing"
    if (
        kind in ("export_ban", "export_control", "export_licensing")
        and hit.phrase is None
        and any(t.lemma in ("technology", "know-how", "knowhow") for t in view.tokens[hit.span[0] : hit.span[0] + 5])
    ):
        kind = "technology_control"  # "forbids the sale abroad of technology"
    if named is not None and named.noun.family == "sanction" and hit.rule.verbs & {"impose"} and _on_persons(view, spans):
        kind = "entity_listing"
    draft.put("kind", kind, hit.rule.id if hit.rule.kind or named is None else _told_by(view, named))
    who, whom = ("promisor", "beneficiary") if draft.type == "commitment" else ("imposer", "target")
    if kind == "entity_listing" and clause is not None and rule != "by-agent":
        until = hit.phrase.start if hit.phrase is not None else clause.end
        listed = roles.targets(view, [(clause.verb + 1, until)], [], kind, direct=True)
        imposer = [who_ for who_ in imposer if who_.split("/")[0] not in listed]  # nobody lists its own firms
    draft.add(who, imposer, rule)
    draft.add(whom, payers, "who pays")
    roles.coverage(draft, view, spans, "object")
    if clause is not None and clause.index == 0 and not (draft.values.get("materials") or draft.values.get("items")):
        roles.coverage(draft, view, [(0, clause.subject[0])], "fronted phrase")  # "In the case of iron ore, the duty …"
    if hit.rule.options.get("target") == "subject" and clause is not None:
        draft.add(whom, [i for n in view.of("actor", *clause.subject) for i in n.value.ids], "subject")
    else:
        direct = kind == "entity_listing" or (
            clause is not None
            and (clause.lemma in _TWO_OBJECTS or clause.lemma in ("exempt", "spare", "strike", "remove", "delete"))
        )
        draft.add(whom, roles.targets(view, spans, imposer, kind, direct=direct), "preposition")
    if (
        kind == "export_ban"
        and hit.phrase is not None
        and not hit.phrase.contexts
        and roles.of_origin(view, spans, draft.values.get(whom, []))
    ):
        draft.values["kind"] = "import_restriction"  # the ban of one state on the goods of another


def _payers(view: View, clause: Clause | None, hit: Hit) -> tuple[list[str], list[str]]:
    """Return who imposes and who pays in "Ghana's exports to the US are subject to a duty", "Mexico goes on paying 25%"."""
    pays = hit.rule.id == "state-introduced" or (
        hit.rule.verbs & {"face"} and clause is not None and (clause.passive or clause.lemma != "charge")
    )
    if clause is None or not pays:
        return [], []
    names = [n for n in view.of("actor", *clause.subject) if view.sort(n) in ("state", "union") and "coref" not in n.value.rule]
    buyers = [n for n in names if view.parse.prep(n.start) in ("to", "into")]
    return roles.actor_ids(view, buyers), roles.actor_ids(view, [n for n in names if n not in buyers])


def _on_persons(view: View, spans: list[Span]) -> bool:
    """Tell "imposed sanctions on 107 companies", "on the minister": those are listed."""
    named = any(view.sort(n) in ("company", "person", "group") for s, e in spans for n in view.of("actor", s, e) if view.parse.prep(n.start) == "on")
    return named or any(s <= at.start < e and at.value.counted == "companies" for s, e in spans for at in view.figures)


def _only_unlicensed(view: View, clause: Clause) -> bool:
    """Tell "exports without prior authorisation are prohibited": a duty to have a licence."""
    start, end = clause.subject if clause.passive else (clause.verb + 1, clause.end)
    place = next((k for k in range(start, end) if view.tokens[k].lower == "without"), -1)
    return place >= 0 and view.has_lemma(view.frames.lists["licence_objects"], place, min(end, place + 6))


def _told_by(view: View, phrase: Phrase) -> str:
    """Return the rule of a kind: the words beside the noun, or the noun alone."""
    directed = phrase.contexts & {"export", "import"} or view.tokens[phrase.head].lemma == "tariff"
    return "noun and context" if directed else OPEN


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
    if not covered and not telling and not of_deal and phrase.noun.family not in PLAIN | {"tariff", "probe"}:
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
    return hit.rule.id == "exempt" and clause is not None and clause.passive and not clause.perfect and unsaid and "future" not in draft.features


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


_TWO_OBJECTS = frozenset(("charge", "slap", "hit", "deny", "grant"))


def _spans(view: View, clause: Clause | None, hit: Hit) -> list[Span]:
    """Return where the coverage of the measure stands: its phrase, and the rest of the clause."""
    spans: list[Span] = []
    if hit.phrase is not None:
        others = [p.start for p in view.phrases if p.start >= hit.phrase.head_end]
        stop = min([hit.phrase.end, *others])
        spans.append((hit.phrase.start, stop))
        if clause is not None and not hit.nominal:
            governed = view.parse.prep(hit.phrase.start) in ("under", "to", "with", "into", "on", "from", "onto", "off")
            if (governed or clause.lemma in _TWO_OBJECTS) and hit.phrase.start > clause.verb + 1:
                spans.append((clause.verb + 1, hit.phrase.start))
            if (clause.passive or hit.rule.verbs & {"face"}) and hit.phrase.head > clause.verb:
                spans.append(clause.subject)  # "exports of tellurium were put under licence"
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
        if (
            clause is not None
            and hit.rule.verbs & {"require", "face", "obtain"}
            and all(view.sort(n) == "group" for n in view.of("actor", *clause.subject))
        ):
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
        if (
            not clause.passive
            and hit.phrase is None
            and not hit.nominal
            and not hit.rule.options.get("duty")
            and _private(view, clause)
        ):
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
    roles.when(draft, view, moments.spans_of_times(draft, clause, spans))
    if clause is not None and "date" not in draft.values and clause.kind != "relative":
        roles.when_reported(draft, view, clause)
    if "date" not in draft.values:
        roles.when(draft, view, moments.wider_spans(view, clause), only_date=True)
    if draft.type == "measure" and kind in ("tariff", "export_tax", "import_restriction", "port_fee"):
        roles.rates(draft, view, [*spans, (clause.start, clause.end)] if clause is not None else spans)


def _manner(draft: Draft, view: View, told: Mood, hit: Hit) -> None:
    owed = hit.rule.options.get("duty") or (hit.rule.verbs & {"face"} and told.rule in ("must", "shall"))
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
    draft.put("action", change_of_rate(view, phrase, span) or "introduced", "presupposed")
    draft.put("kind", phrase.kind, _told_by(view, phrase))
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
