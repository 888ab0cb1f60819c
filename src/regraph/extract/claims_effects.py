"""A view in, drafts of impacts and statements out: who is hurt by a measure, who accuses, who gives a reason."""

from collections.abc import Iterator
from typing import Any

from regraph.extract import roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.mood import Mood, mood, subject_actors
from regraph.extract.view import View
from regraph.ids import slug

# --- impacts -----------------------------------------------------------------------------------------------------


def impacts(view: View) -> Iterator[Draft]:
    """Give the harms and changes that the sentence tells; the document level keeps those near a measure."""
    rules = view.frames.data["impact"]["rules"]
    for clause in view.parse.clauses:
        found = _harm(view, clause, rules) or _price(view, clause)
        if found is None:
            continue
        effect, rule = found
        told = mood(view, clause)
        if told.dropped == "counterfactual" or (told.negated and told.modality == "fact"):
            continue
        yield _impact(view, clause, told, effect, rule)


def _harm(view: View, clause: Clause, rules: list[dict[str, Any]]) -> tuple[str, str] | None:
    span = (clause.verb + 1, clause.end)
    for rule in rules:
        if clause.lemma in rule.get("verbs", ()):
            if rule.get("next") and not _next(view, clause, rule["next"]):
                continue
            if rule.get("with") and not view.has_lemma(set(rule["with"]), clause.start, len(view.tokens)):
                continue
            if rule.get("priced") and not (view.has_lemma(view.frames.sets("statistic", "prices"), *clause.subject) or _commodity(view, clause)):
                continue
            if rule.get("passive") and not clause.passive:
                continue
            area = (min(clause.subject[0], clause.start), clause.end) if clause.passive else span
            if not view.has_lemma(set(rule["objects"]), *area):
                continue
            names = subject_actors(view, clause)
            sorts = {view.sort(n) for n in names}
            if rule.get("actors") and (
                sorts & {"state", "union", "body", "person"} or not (names or _group(view, clause))
            ):
                continue
            return rule["effect"], rule["id"]
        if rule.get("nouns") and view.has_lemma(set(rule["nouns"]), clause.start, clause.end):
            return rule["effect"], rule["id"]
    return None


def _next(view: View, clause: Clause, wanted: list[str]) -> bool:
    """Tell whether the words right after the verb are as wanted ("run short", "run out of")."""
    said = " ".join(t.lower for t in view.tokens[clause.verb + 1 : clause.verb + 4]) + " "
    return any(said.startswith(f"{words} ") for words in wanted)


_NO_PRICE_VERBS = frozenset("add lower ease expand contract advance up down higher more less extend lead".split())


def _price(view: View, clause: Clause) -> tuple[str, str] | None:
    sets = view.frames.sets
    if clause.lemma in _NO_PRICE_VERBS or clause.shape in ("inf", "participle"):
        return None
    up, down = sets("statistic", "up"), sets("statistic", "down")
    if clause.lemma in up or clause.lemma in ("double", "treble", "triple", "quadruple"):
        effect = "price_rise"
    elif clause.lemma in down or clause.lemma == "halve":
        effect = "price_fall"
    else:
        return None
    start, end = clause.subject
    if view.has_lemma(sets("statistic", "shares"), start, end) and (view.has_lemma({"share"}, start, end) or any(view.sort(n) == "company" for n in view.of("actor", start, clause.end))):
        return None if view.has_lemma({"market", "export", "import"}, start, end) else (effect, "shares")
    firms = [n for n in subject_actors(view, clause) if view.sort(n) == "company"]
    if firms and any(clause.verb < f.start < clause.verb + 5 and f.value.unit == "%" for f in view.figures):
        return (
            None
            if view.has_lemma(
                {"production", "output", "revenue", "profit", "sale", "export", "import", "stake"},
                clause.start,
                clause.end,
            )
            else (effect, "shares")
        )
    if clause.lemma == "go" or _long_ago(view, clause):
        return None
    if view.has_lemma(sets("statistic", "prices"), start, end) or _commodity(view, clause):
        return effect, "prices"
    return None


def _long_ago(view: View, clause: Clause) -> bool:
    """Tell "have lost 60% since 2022": a drift of years is no effect of a measure just told."""
    return any(
        at.value.kind == "since" and at.value.edtf and len(at.value.edtf) == 4
        for at in view.times
        if clause.start <= at.start < clause.end
    )


def _commodity(view: View, clause: Clause) -> bool:
    start, end = clause.subject
    if view.has_lemma(
        {"production", "output", "export", "import", "demand", "supply", "reserve", "share", "shipment"}, start, end
    ):
        return False
    kinds = {n.value.kind for n in view.names if start <= n.start < end}
    return "material" in kinds and "actor" not in kinds


def _impact(view: View, clause: Clause, told: Mood, effect: str, rule: str) -> Draft:
    first = min(clause.start, clause.subject[0]) if clause.subject != (0, 0) else clause.start
    begin, end = view.offsets(first, clause.end)
    draft = Draft("impact", view.sentence.index, view.sentence.role, begin, end, f"impact/{rule}", clause.lemma)
    draft.put("effect", effect, rule)
    if rule == "shares":
        firms = [n for n in view.of("actor", first, clause.end) if view.sort(n) == "company"]
        draft.add("affected", [i for n in firms[:2] for i in n.value.ids], "shares of")
    elif rule != "prices":
        draft.add("affected", _affected(view, clause), "subject")
    if rule != "shares":
        roles.coverage(draft, view, [(first, clause.end)], "clause")
    draft.values.pop("count", None)
    roles.when(draft, view, [(clause.start, clause.end), (0, clause.group)])
    draft.values.pop("until", None)
    if told.future or told.modality in ("expected", "threatened") or told.rule in ("would", "could", "may", "might"):
        draft.modality = "expected"
    draft.speaker = tuple(roles.speaker_ids(view, told.speakers)) if told.speakers else ()
    if _caused(view):
        draft.features.add("caused")
    return draft


def _affected(view: View, clause: Clause) -> list[str]:
    names = [n for n in subject_actors(view, clause) if view.sort(n) in ("company", "group", "state")]
    if names:
        return [i for n in names[:2] for i in n.value.ids]
    group = _group(view, clause)
    return [group] if group else []


_FIRMS = frozenset(
    "maker carmaker automaker producer miner smelter refiner trader exporter importer supplier manufacturer buyer company firm plant farmer grower processor steelmaker chipmaker industry refinery mill user dealer worker".split()
)


def _group(view: View, clause: Clause) -> str:
    """Return the slug of a group of firms that is subject ("European suppliers"), "" where none is."""
    start, end = clause.subject
    for place in range(start, end):
        if view.tokens[place].lemma in _FIRMS:
            first = place
            while first > start and view.parse.tags[first - 1] == "W" and not view.tokens[first - 1].text[0].isdigit():
                first -= 1
            return slug(" ".join(t.text for t in view.tokens[first : place + 1]))
    return ""


def _caused(view: View) -> bool:
    """Tell whether the sentence itself names a measure as the cause."""
    causes = view.frames.sets("impact", "causes")
    return bool(view.phrases) or any(t.lemma in causes for t in view.tokens)


# --- statements --------------------------------------------------------------------------------------------------


def statements(view: View) -> Iterator[Draft]:
    """Give who accuses whom and who gives a reason for its measure."""
    for clause in view.parse.clauses:
        draft = _accuse(view, clause) or _justify(view, clause)
        if draft is not None:
            yield draft
    draft = _cited(view)
    if draft is not None:
        yield draft


def _accuse(view: View, clause: Clause) -> Draft | None:
    verbs = view.frames.sets("statement", "accuse.verbs")
    calls = view.frames.sets("statement", "accuse.calls")
    span = (clause.verb + 1, len(view.tokens))
    called = clause.lemma in ("call", "describe", "label", "brand", "term", "denounce", "decry") and view.has_lemma(
        calls, clause.verb + 1, min(span[1], clause.verb + 25)
    )
    if (clause.lemma not in verbs and not called) or (clause.shape == "participle" and not called):
        return None
    speakers = subject_actors(view, clause)
    if clause.passive:
        speakers = [n for n in view.of("actor", clause.verb, clause.end) if view.parse.prep(n.start) == "by"]
    told = mood(view, clause)
    if not speakers or told.dropped or told.negated:
        return None
    ids = roles.speaker_ids(view, speakers)[:2]
    own = {view.lexicon.state_of(i) or i for i in ids}
    about: list[str] = []
    for name in view.of("actor", *span) if not clause.passive else view.of("actor", *clause.subject):
        if view.sort(name) != "media" and not about:
            state = view.state(name) if view.sort(name) != "company" else None
            about += [i for i in ([state] if state else name.value.ids) if i not in own and i not in ids]
    draft = _statement(view, clause, ("accuse", ids, about))
    if not about and not called and clause.lemma not in ("protest", "object", "condemn", "denounce", "criticise"):
        return None
    if not about:
        draft.features.add("about-imposer")
    return draft


def _statement(view: View, clause: Clause, said: tuple[str, list[str], list[str]]) -> Draft:
    stance, speakers, about = said
    begin, end = view.offsets(
        min(clause.start, clause.subject[0] if clause.subject != (0, 0) else clause.start), clause.end
    )
    draft = Draft("statement", view.sentence.index, view.sentence.role, begin, end, f"statement/{stance}", clause.lemma)
    draft.put("stance", stance, clause.lemma)
    if stance == "accuse":
        draft.add("about", about, "object")
    draft.speaker = tuple(speakers)
    return draft


def _justify(view: View, clause: Clause) -> Draft | None:
    rules = view.frames.grammar
    justifying = clause.lemma in view.frames.sets("statement", "justify.verbs")
    if not justifying and rules.classes.get(clause.lemma) != "report":
        return None
    speakers = [n for n in subject_actors(view, clause) if view.sort(n) in ("state", "union", "body", "person")]
    if clause.passive:
        speakers = [n for n in view.of("actor", clause.verb, clause.end) if view.parse.prep(n.start) == "by"]
    speakers = [n for n in speakers if view.sort(n) != "person" or view.state(n)]
    if not speakers or not (justifying or _reasons(view)):
        return None
    return _statement(view, clause, ("justify", roles.speaker_ids(view, speakers)[:1], []))


def _reasons(view: View) -> bool:
    text = " " + " ".join(t.lower for t in view.tokens) + " "
    lemmas = {t.lemma for t in view.tokens}
    if any((f" {w} " in text) if " " in w else (w in lemmas) for w in view.frames.sets("statement", "justify.reasons")):
        return True
    return bool(lemmas & {"“", '"', "”"}) and bool(lemmas & {"we", "our"})


def _cited(view: View) -> Draft | None:
    """Read "China banned the exports, citing national security": the one who acts gives the reason."""
    for clause in view.parse.clauses:
        if (
            clause.lemma == "cite"
            and clause.shape == "ing"
            and view.has_lemma(view.frames.sets("statement", "justify.reasons"), clause.verb + 1, clause.end)
        ):
            speakers = [n for n in subject_actors(view, clause) if view.sort(n) in ("state", "union", "body", "person")]
            if speakers:
                return _statement(view, clause, ("justify", roles.speaker_ids(view, speakers)[:1], []))
    return None
