"""A view in, drafts of measures told in the prose of notices out: lists, policies, duties to process, rates as nouns.

They run before the readers of `claims_measure`, so that a phrase which they read is not taken up again.
"""

from collections.abc import Iterator

from regraph.extract import moments, roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.mood import Mood, mood
from regraph.extract.roles import Span
from regraph.extract.view import Phrase, View


def notices(view: View) -> Iterator[Draft]:
    """Give the drafts of one sentence, in the order of its clauses."""
    words, sets = view.words, view.frames.sets
    lists, visas = not words.isdisjoint(sets("notice", "lists.heads")), "visa" in words
    processing, rated = sets("notice", "processing.verbs"), sets("notice", "rated")
    for clause in view.parse.clauses:
        if clause.lemma == "leave":
            yield from _left(view, clause)
        if clause.lemma in ("make", "render") and "subject" in words:
            yield from _subjected(view, clause)
        if lists:
            yield from _listed(view, clause)
        if clause.lemma in processing:
            yield from _processing(view, clause)
        if visas:
            yield from _visas(view, clause)
        if clause.lemma in rated and "%" in {at.value.unit for at in view.figures}:
            yield from _rated(view, clause)
    if not words.isdisjoint(view.frames.labels("notice", "policy")):
        yield from _policy(view)
    if "%" in {at.value.unit for at in view.figures}:
        yield from _line(view)


def _told(view: View, clause: Clause) -> Mood | None:
    """Return the mood of the clause, None where no claim may come from it."""
    told = mood(view, clause)
    return None if told.dropped or told.negated or told.promise is not None else told


def _draft(view: View, clause: Clause | None, span: Span, what: tuple[str, str, str]) -> Draft:
    rule, action, kind = what
    start, end = view.offsets(*span)
    place = clause.verb if clause is not None else span[0]
    draft = Draft(
        "measure", view.sentence.index, view.sentence.role, start, end, f"notice/{rule}", view.tokens[place].lower
    )
    draft.put("action", action, rule)
    draft.put("kind", kind, rule)
    return draft


def _fill(draft: Draft, view: View, clause: Clause, told: Mood, goods: list[Span]) -> Draft:
    """Fill imposer, coverage, times and mood."""
    draft.add("imposer", *roles.agent(view, clause))
    roles.coverage(draft, view, goods, "object")
    roles.when(draft, view, moments.spans_of_times(draft, clause, goods))
    draft.modality = "alleged" if told.doubt and told.modality == "fact" else told.modality
    own = {who.split("/")[0] for who in draft.values.get("imposer", [])}
    named = [n for n in told.speakers if view.sort(n) != "group" and view.state(n) not in own]
    draft.speaker = tuple(roles.speaker_ids(view, named))
    if told.future:
        draft.features.add("future")
    draft.features.add(f"mood:{told.rule}")
    if draft.values.get("materials"):
        draft.features.add("trade")
    return draft


# --- what is left as it is -----------------------------------------------------------------------------------------


def _left(view: View, clause: Clause) -> Iterator[Draft]:
    """Read "left its ban untouched", "the duty was left in place"."""
    told = _told(view, clause)
    area = clause.subject if clause.passive else (clause.verb + 1, clause.end)
    phrase = next((p for p in view.phrases if area[0] <= p.head < area[1]), None)
    if told is None or phrase is None or phrase.noun.generic:
        return
    after = clause.verb + 1 if clause.passive else phrase.head_end
    said = " " + " ".join(token.lower for token in view.tokens[after : clause.end]) + " "
    at_rate = any(f.start > phrase.head and view.tokens[f.start - 1].lower == "at" for f in view.figures)
    if not at_rate and not any(f" {words} " in said for words in view.frames.sets("notice", "left")):
        return
    draft = _draft(view, clause, (clause.start, clause.end), ("left", "maintained", phrase.kind))
    _fill(draft, view, clause, told, [(phrase.start, phrase.end)])
    draft.add(
        "target",
        roles.targets(view, [(phrase.start, phrase.end)], draft.values.get("imposer", []), phrase.kind),
        "preposition",
    )
    if at_rate:
        roles.rates(draft, view, [(phrase.start, clause.end)])
    _mark(draft, phrase)
    yield draft


def _subjected(view: View, clause: Clause) -> Iterator[Draft]:
    """Read "made exports of helium subject to a permit"."""
    told = _told(view, clause)
    phrase = next((p for p in view.phrases if clause.verb < p.head < clause.end and not p.noun.generic), None)
    if (
        told is None
        or phrase is None
        or "subject" not in {t.lower for t in view.tokens[max(clause.verb, phrase.start - 3) : phrase.start]}
    ):
        return
    draft = _draft(view, clause, (clause.start, clause.end), ("subjected", "introduced", phrase.kind))
    _fill(draft, view, clause, told, [clause.subject if clause.passive else (clause.verb + 1, phrase.start)])
    if phrase.kind in ("tariff", "export_tax"):
        roles.rates(draft, view, [(phrase.start, clause.end)])
    _mark(draft, phrase)
    yield draft


def _mark(draft: Draft, phrase: Phrase) -> None:
    phrase.used = phrase.nominal = True
    covered = bool(draft.values.get("materials") or draft.values.get("items"))
    draft.anaphoric = phrase.definite and not covered
    if phrase.contexts & {"export", "import"}:
        draft.features.add("trade")


# --- lists of goods ------------------------------------------------------------------------------------------------


def _listed(view: View, clause: Clause) -> Iterator[Draft]:
    """Read "is added to the list of goods whose export is prohibited", "removed from the catalogue of controls"."""
    on, off = view.frames.sets("notice", "lists.on"), view.frames.sets("notice", "lists.off")
    if clause.lemma not in on | off:
        return
    heads = view.frames.sets("notice", "lists.heads")
    place = next(
        (k for k in range(clause.verb + 1, clause.end) if view.tokens[k].lemma in heads and view.parse.tags[k] == "W"),
        -1,
    )
    told = _told(view, clause)
    if place < 0 or told is None:
        return
    last = min(len(view.tokens), place + 14)
    flow = next(
        (view.frames.flows[t.lemma] for t in view.tokens[clause.verb : last] if t.lemma in view.frames.flows), ""
    )
    kind = _kind_of_list(view, (max(clause.verb, place - 4), last))
    goods = clause.subject if clause.passive else (clause.verb + 1, place)
    firms = any(view.sort(n) in ("company", "group") for n in view.of("actor", *goods)) or any(
        goods[0] <= f.start < goods[1] and f.value.counted == "companies" for f in view.figures
    )
    action = "introduced" if clause.lemma in on else "lifted"
    if firms:
        yield from _firms_listed(view, clause, told, (goods, action))
        return
    if not kind or not (flow == "export" or kind == "export_control"):
        return
    draft = _draft(view, clause, (min(clause.start, clause.subject[0]), last), ("list-of-goods", action, kind))
    _fill(draft, view, clause, told, [goods])
    if draft.values.get("materials") or draft.values.get("items"):
        draft.features.add("trade")
        for phrase in view.phrases:
            if clause.verb < phrase.head < last:
                phrase.used = phrase.nominal = True
        yield draft


def _firms_listed(view: View, clause: Clause, told: Mood, what: tuple[Span, str]) -> Iterator[Draft]:
    """Read "80 companies were placed on the list", "added PVH to its list of unreliable entities"."""
    goods, action = what
    named = [p for p in view.phrases if clause.verb < p.head < clause.end and p.noun.family == "listing"]
    if named or any(p.noun.family == "listing" for p in view.phrases):
        return  # the rules of measure.yaml read it
    draft = _draft(view, clause, (min(clause.start, goods[0]), clause.end), ("firms-listed", action, "entity_listing"))
    _fill(draft, view, clause, told, [])
    roles.counts(draft, view, goods)
    draft.add(
        "target", roles.targets(view, [goods], draft.values.get("imposer", []), "entity_listing", direct=True), "object"
    )
    if draft.values.get("target") or draft.values.get("count"):
        yield draft


def _kind_of_list(view: View, span: Span) -> str:
    labels = view.frames.labels("notice", "lists.kinds")
    return next((labels[word] for t in view.tokens[slice(*span)] for word in (t.lower, t.lemma) if word in labels), "")


# --- policies ------------------------------------------------------------------------------------------------------


def _policy(view: View) -> Iterator[Draft]:
    """Read "amended from free to restricted" and "Export of red mud: prohibited"."""
    labels = view.frames.labels("notice", "policy")
    tokens = view.tokens
    for place, token in enumerate(tokens):
        state = labels.get(token.lower)
        if state is None or place < 2:
            continue
        before = tokens[place - 1].text.lower()
        old = labels.get(tokens[place - 2].lower) if before == "to" else None
        changed = old is not None and place > 2 and tokens[place - 3].lower == "from"
        ruled = (
            before in (":", "–", "—")
            and (place + 1 == len(tokens) or tokens[place + 1].text in ".;")
            and state != "free"
        )
        flow = next((view.frames.flows[t.lemma] for t in tokens[:place] if t.lemma in view.frames.flows), "")
        if not flow or not (changed or ruled) or (changed and "free" not in (old, state)):
            continue
        kind = old if state == "free" else state
        draft = _draft(
            view,
            None,
            (0, place + 1),
            ("policy", "lifted" if state == "free" else "introduced", _flowing(str(kind), flow)),
        )
        roles.coverage(draft, view, [(0, place)], "policy")
        roles.when(draft, view, [(0, len(tokens))])
        draft.features.add("trade")
        if draft.values.get("materials") or draft.values.get("items"):
            yield draft
        return


def _flowing(kind: str, flow: str) -> str:
    return "import_restriction" if flow == "import" else kind


def _line(view: View) -> Iterator[Draft]:
    """Read a line of a table: "India: 25% from tomorrow", "Steel - 50%"; the tariff told before says the rest."""
    tokens = view.tokens
    mark = next((k for k in range(1, min(6, len(tokens))) if tokens[k].text in (":", "–", "—", "|", "-")), 0)
    at = next((f for f in view.figures if f.value.unit == "%" and f.value.rate_from is None), None)
    if not mark or at is None or not mark < at.start <= mark + 3 or any(p.start < at.start for p in view.phrases):
        return
    named = [n for n in view.names if n.start < mark and n.value.kind in ("actor", "material", "item")]
    if not named or named[0].start > 1 or view.sort(named[0]) in ("company", "person", "media", "group"):
        return
    draft = _draft(view, None, (0, at.end), ("line", "introduced", "tariff"))
    roles.coverage(draft, view, [(0, mark)], "line")
    draft.add("target", [i for n in named if n.value.kind == "actor" for i in n.value.ids], "line")
    draft.put("rate_to", roles.number(at.value.value), "percent")
    roles.when(draft, view, [(at.end, len(tokens))])
    draft.anaphoric = True
    draft.features |= {"unclear", "gapped"}
    yield draft


# --- processing at home, visas, rates ------------------------------------------------------------------------------


def _processing(view: View, clause: Clause) -> Iterator[Draft]:
    """Read "requires miners to process graphite at home", "ore must be smelted locally before export"."""
    demanded = view.frames.sets("notice", "processing.demanded")
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 else None
    ordered = clause.shape == "inf" and parent is not None and parent.lemma in demanded
    if not (ordered or clause.modal in ("must", "shall")) or not view.has_lemma(
        view.frames.sets("notice", "processing.places"), clause.verb, clause.end
    ):
        return
    told = _told(view, parent if ordered and parent is not None else clause)
    if told is None:
        return
    goods = clause.subject if clause.passive else (clause.verb + 1, clause.end)
    draft = _draft(view, clause, (min(clause.start, goods[0]), clause.end), ("process-at-home", "introduced", "other"))
    _fill(draft, view, parent if ordered and parent is not None else clause, told, [goods])
    if told.rule in ("must", "shall"):
        draft.modality = "fact"
    if draft.values.get("materials") or draft.values.get("items"):
        yield draft


def _visas(view: View, clause: Clause) -> Iterator[Draft]:
    """Read "denied visas to Chinese engineers", "resumed visas for tourists"."""
    labels = view.frames.labels("notice", "visas")
    area = clause.subject if clause.passive else (clause.verb + 1, clause.end)
    place = next((k for k in range(*area) if view.tokens[k].lemma == "visa"), -1)
    action = labels.get(clause.lemma, "")
    told = _told(view, clause)
    if place < 0 or not action or told is None or any(p.start <= place < p.head_end for p in view.phrases):
        return
    draft = _draft(
        view, clause, (min(clause.start, clause.subject[0]), clause.end), ("visas", action, "visa_restriction")
    )
    _fill(draft, view, clause, told, [])
    if not draft.values.get("imposer") and not clause.passive:
        return
    spans = [(clause.verb + 1, clause.end), clause.subject if clause.passive else (0, 0)]
    draft.add(
        "target", roles.targets(view, spans, draft.values.get("imposer", []), "visa_restriction", direct=True), "to"
    )
    if draft.values.get("target"):
        draft.features.add("trade")
        yield draft


def _rated(view: View, clause: Clause) -> Iterator[Draft]:
    """Read "the 25% levied on steel since March": the rate stands for the duty."""
    if clause.shape != "participle" and not (clause.kind == "sub" and clause.past):
        return
    at = next(
        (f for f in view.figures if f.end == clause.group and f.value.unit == "%" and f.value.rate_from is None), None
    )
    if (
        at is None
        or view.parse.tags[at.start - 1 if at.start else 0] not in "DP"
        or any(clause.verb < p.head < clause.end for p in view.phrases)
    ):
        return
    draft = _draft(view, clause, (at.start, clause.end), ("rate", "introduced", "tariff"))
    span = (clause.verb + 1, clause.end)
    for name in view.of("actor", *span):
        if view.parse.prep(name.start) == "by":
            draft.add("imposer", roles.actor_ids(view, [name]), "by-agent")
    roles.coverage(draft, view, [span], "object")
    draft.add("target", roles.targets(view, [span], draft.values.get("imposer", []), "tariff"), "preposition")
    roles.when(draft, view, [span])
    draft.put("rate_to", roles.number(at.value.value), "percent")
    draft.features |= {"presupposed", "gapped"}
    if (
        draft.values.get("materials")
        or draft.values.get("items")
        or draft.values.get("target")
        or draft.values.get("date")
    ):
        yield draft
