"""A view in, drafts of tariffs told by their rates alone out: "cars pay 15 percent", "put 25 per cent on steel".

The duty itself is not named. Clauses in which another reader has found a measure are passed over.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from regraph.extract import moments, roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.ellipsis import conjuncts
from regraph.extract.mood import Mood, mood
from regraph.extract.quantities import Quantity
from regraph.extract.roles import Span
from regraph.extract.view import At, View


def rated(view: View, told: AbstractSet[int]) -> Iterator[Draft]:
    """Give the tariffs of one sentence that are told by a rate; `told` are the clauses read by others."""
    seen: set[int] = set()
    for part in view.parse.clauses:
        free = _free(view, part) if part.index not in told else None
        if free is not None:
            seen.add(part.index)
            yield free
    for at in view.figures:
        clause = view.clause_at(at.start)
        if clause is None or clause.index in told or clause.index in seen or not _is_rate(view, at):
            continue
        draft = _borne(view, clause, at) or _laid(view, clause, at) or _standing(view, clause, at)
        if draft is not None:
            seen.add(clause.index)
            yield draft
            yield from conjuncts(draft, view, clause, clause.verb + 1)


def _is_rate(view: View, at: At[Quantity]) -> bool:
    """Tell a rate from a share, a rise, interest or a stake."""
    if at.value.unit != "%" or roles.by_amount(view, at.start):
        return False
    after = view.tokens[at.end].lower if at.end < len(view.tokens) else ""
    later = view.tokens[at.end + 1].lower if at.end + 1 < len(view.tokens) else ""
    blocked = view.frames.sets("passage", "pay.not_after")
    return after not in blocked and not (view.parse.tags[min(at.end, len(view.tokens) - 1)] == "W" and later in blocked)


def _traded(view: View, span: Span) -> bool:
    """Tell whether a span names goods, their maker or their country."""
    goods = view.frames.sets("passage", "pay.goods")
    names = any(
        n.value.kind in ("material", "item")
        or (n.value.kind == "actor" and view.sort(n) in ("state", "union", "company"))
        for n in view.names
        if span[0] <= n.start < span[1]
    )
    return names or any(t.lower in goods for t in view.tokens[slice(*span)])


def _free(view: View, clause: Clause) -> Draft | None:
    """Read "aerospace parts go in free", "let in cotton free of duty", "enter without paying the tariff"."""
    if clause.lemma not in _ENTERING or clause.shape == "participle":
        return None
    words = [t.lower for t in view.tokens[clause.verb + 1 : clause.end]]
    said = " " + " ".join(words).replace(" - ", "-") + " "
    untaxed = any(f" {free} " in said for free in view.frames.sets("passage", "pay.free"))
    inside = clause.lemma == "go" and {"in", "into"} & set(words) and "free" in words
    told = mood(view, clause)
    if not (untaxed or inside) or told.dropped or told.negated or told.promise is not None:
        return None
    itself = clause.passive or clause.lemma in ("go", "enter", "come", "sail")
    goods = clause.subject if itself else (clause.verb + 1, clause.end)
    if not _traded(view, goods):
        return None
    start, end = view.offsets(min(clause.start, goods[0]), clause.end)
    draft = Draft("measure", view.sentence.index, view.sentence.role, start, end, "rates/free", clause.lemma)
    draft.put("action", "eased", "free of duty")
    draft.put("kind", "tariff", "free of duty")
    roles.coverage(draft, view, [goods], "goods")
    if itself:
        draft.add("target", _payers(view, goods), "whose goods")
    else:
        who, how = roles.agent(view, clause)
        draft.add("imposer", who, how)
        draft.add("target", roles.makers(view, [goods], who), "whose goods")
    _imposer(draft, view, clause, "free")
    roles.when(draft, view, moments.spans_of_times(draft, clause, [(clause.verb + 1, clause.end)]))
    if draft.values.get("materials") or draft.values.get("items") or draft.values.get("target"):
        for phrase in view.phrases:
            if clause.start <= phrase.head < clause.end and phrase.noun.family == "tariff":
                phrase.used = True
        _told(draft, view, told)
        draft.features.add("trade")
        return draft
    return None


_ENTERING = frozenset("go enter come let admit import bring allow wave ship sell export sail".split())


def _standing(view: View, clause: Clause, at: At[Quantity]) -> Draft | None:
    """Read "steel and aluminium remain at 50%", "the rate for cars is left at 25%"."""
    before = view.tokens[at.start - 1].lower if at.start else ""
    stays = clause.lemma in ("remain", "stay", "stand", "sit") and not clause.passive
    if before != "at" or not stays or at.start - clause.verb > 4 or not _goods_only(view, clause.subject):
        return None
    told = mood(view, clause)
    if told.dropped or told.negated:
        return None
    draft = _tariff(view, clause, at, (told, clause.subject, "standing"))
    draft.values["action"] = "maintained"
    draft.features |= {"unclear", "present"}
    return draft


def _goods_only(view: View, span: Span) -> bool:
    """Tell a subject that is goods themselves: "steel and aluminium", "cars from the EU"."""
    words = [t.lower for t in view.tokens[slice(*span)]]
    first = next((n for n in view.names if span[0] <= n.start < span[1]), None)
    named = first is not None and first.value.kind in ("material", "item") and first.start - span[0] <= 2
    return named and not {"price", "prices", "share", "output", "production", "stocks", "demand"} & set(words)


def _borne(view: View, clause: Clause, at: At[Quantity]) -> Draft | None:
    """Read "cars pay 15 percent", "imports were hit with 20%", "volumes above attract 50 per cent"."""
    sets = view.frames.sets
    bears = clause.lemma in sets("passage", "pay.bear") and not clause.passive
    laid = clause.lemma in sets("passage", "pay.laid") and clause.passive
    if not (bears or laid) or not 0 < at.start - clause.verb <= 6 or not _traded(view, clause.subject):
        return None
    between = [t.lower for t in view.tokens[clause.verb + 1 : at.start]]
    if any(view.parse.tags[k] == "W" and view.tokens[k].lower not in _RATE for k in range(clause.verb + 1, at.start)):
        return None
    if laid and between and not {"with", "at", "of"} & set(between) and clause.lemma not in ("charge", "hand"):
        return None
    told = mood(view, clause)
    if told.dropped or told.negated:
        return None
    return _tariff(view, clause, at, (told, clause.subject, "borne"))


def _laid(view: View, clause: Clause, at: At[Quantity]) -> Draft | None:
    """Read "hit Brazilian goods with 50 percent", "put 25 per cent on steel"."""
    if clause.passive or clause.shape == "participle":
        return None
    told = mood(view, clause)
    if told.dropped or told.negated:
        return None
    object_ = (clause.verb + 1, clause.end)
    before = view.tokens[at.start - 1].lower if at.start else ""
    charged = clause.lemma == "charge" and at.start > clause.verb + 1 and before not in ("of", "by")
    struck = charged or (clause.lemma in view.frames.sets("passage", "pay.laid") and before in ("with", "at", "of"))
    if struck and _traded(view, (clause.verb + 1, at.start)):
        return _tariff(view, clause, at, (told, (clause.verb + 1, at.start), "laid"))
    follows = view.tokens[at.end].lower if at.end < len(view.tokens) else ""
    put = clause.lemma in _PUTS and at.start <= clause.verb + 3 and follows in ("on", "for")
    state = roles.agent(view, clause)[0]
    if put and state and _traded(view, (at.end, clause.end)):
        return _tariff(view, clause, at, (told, object_, "laid"))
    return _rate_noun(view, clause, at, told)


def _rate_noun(view: View, clause: Clause, at: At[Quantity], told: Mood) -> Draft | None:
    """Read "announced a rate of 31 percent for Swiss goods", "raised the rate for Canada to 35%"."""
    area = range(clause.verb + 1, min(clause.end, clause.verb + 9))
    place = next((k for k in area if view.tokens[k].lemma == "rate" and view.parse.tags[k] == "W"), -1)
    who = roles.agent(view, clause)[0]
    if (
        place < 0
        or not who
        or view.tokens[place - 1].lemma in _OTHER_RATES
        or told.modality not in ("fact", "expected")
    ):
        return None
    moved = clause.lemma in _MOVES
    if not (moved or clause.lemma in _PUTS or clause.lemma in ("set", "fix", "introduce")):
        return None
    draft = _tariff(view, clause, at, (told, (clause.verb + 1, clause.end), "rate"))
    draft.values["target"] = roles.targets(view, [(clause.verb + 1, clause.end)], who, "tariff") or _payers(
        view, (clause.verb + 1, clause.end)
    )
    draft.values["imposer"] = who
    if moved:
        draft.values["action"] = _MOVES[clause.lemma]
    draft.features.add("unclear")
    return draft


_MOVES = {
    "raise": "expanded", "lift": "expanded", "increase": "expanded", "double": "expanded", "hike": "expanded",
    "push": "expanded", "cut": "eased", "lower": "eased", "reduce": "eased", "slash": "eased", "halve": "eased",
    "trim": "eased",
}  # fmt: skip
_OTHER_RATES = frozenset(
    "interest exchange growth unemployment tax inflation mortgage lending key policy benchmark repo operating "
    "utilisation utilization recovery freight birth success default deposit".split()
)


_PUTS = frozenset("put place slap impose levy clap add set lay charge apply announce decree".split())
_RATE = frozenset("rate rates flat full base basic total combined additional extra import customs".split())


def _tariff(view: View, clause: Clause, at: At[Quantity], how: tuple[Mood, Span, str]) -> Draft:
    told, goods, rule = how
    start, end = view.offsets(min(clause.start, goods[0]), clause.end)
    draft = Draft("measure", view.sentence.index, view.sentence.role, start, end, f"rates/{rule}", clause.lemma)
    action, before = _change(view, clause, at)
    draft.put("action", action, rule)
    exported = any(view.frames.flows.get(t.lemma) == "export" for t in view.tokens[slice(*goods)]) and rule == "laid"
    draft.put("kind", "export_tax" if exported else "tariff", rule)
    roles.coverage(draft, view, [goods], "goods")
    draft.values.pop("count", None)
    figure = at.value
    draft.put("rate_from", roles.number(figure.rate_from) if figure.rate_from is not None else before, "before")
    high = figure.high if figure.high is not None else figure.value
    draft.put("rate_to", roles.number(figure.rate_to if figure.rate_to is not None else high), "rate")
    if not exported:
        draft.add("target", _payers(view, goods), "who pays")
    _imposer(draft, view, clause, rule)
    spans = [(clause.verb + 1, clause.end)]
    early = (clause.start, clause.subject[0]) if clause.subject[0] > clause.start else (0, 0)
    roles.when(draft, view, [*spans, early])
    if "date" not in draft.values:
        roles.when_reported(draft, view, clause)
    if action == "maintained" and not clause.past:
        draft.features.add("present")
    _told(draft, view, told)
    sure = draft.values.get("imposer") and (draft.values.get("target") or draft.values.get("items"))
    if "trade" not in draft.features or not sure:
        draft.features.add("unclear")
        draft.anaphoric = True
    return draft


def _told(draft: Draft, view: View, told: Mood) -> None:
    draft.modality = "fact" if told.rule in ("must", "shall", "will", "would") else told.modality
    if not draft.values.get("imposer"):
        draft.add("imposer", roles.speaking_states(view, told.speakers, draft.values.get("target", [])), "who says so")
    own = {i.split("/")[0] for i in draft.values.get("imposer", [])}
    named = [n for n in told.speakers if view.sort(n) != "group" and view.state(n) not in own]
    draft.speaker = tuple(roles.speaker_ids(view, named))
    if told.future:
        draft.features.add("future")
    words = {t.lemma for t in view.tokens} | {t.lower for t in view.tokens}
    if words & _CUSTOMS or (draft.values.get("target") and "goods" in words):
        draft.features.add("trade")
    draft.features.add(f"mood:{told.rule}")


_CUSTOMS = frozenset("tariff duty customs levy import surcharge border imports exports export tariffs duties".split())


def _payers(view: View, span: Span) -> list[str]:
    """Return the states and firms whose goods pay."""
    out: list[str] = []
    for name in view.of("actor", *span):
        if view.sort(name) in ("state", "union", "company") and view.parse.prep(name.start) not in ("in", "into", "to"):
            out.extend(i for i in name.value.ids if i not in out)
    return out


def _imposer(draft: Draft, view: View, clause: Clause, rule: str) -> None:
    """Fill who imposes: the subject, "by Washington", or where the goods go ("in the American market")."""
    if rule in ("laid", "rate") or clause.passive:
        draft.add("imposer", *roles.agent(view, clause))
    paying = set(draft.values.get("target", []))
    for name in view.of("actor", clause.start, clause.end):
        if draft.values.get("imposer"):
            return
        place = view.parse.prep(name.start) in ("in", "into", "to", "at", "by")
        if place and view.sort(name) in ("state", "union") and not paying & set(name.value.ids):
            draft.add("imposer", list(name.value.ids), "where the goods go")


def _change(view: View, clause: Clause, at: At[Quantity]) -> tuple[str, int | float | None]:
    """Return what becomes of the rate, and the old one: "15 percent instead of 27.5", "still pay 50%"."""
    area = [t.lower for t in view.tokens[at.end : clause.end]]
    said = " ".join(area)
    for words in view.frames.sets("passage", "pay.instead"):
        if words in said:
            other = next((f for f in view.figures if at.end < f.start < clause.end and f.value.unit in ("%", "")), None)
            if other is not None:
                old = roles.number(other.value.value)
                return ("eased" if old > at.value.value else "expanded"), old
    if "up from" in said:
        other = next((f for f in view.figures if at.end < f.start < clause.end and f.value.unit in ("%", "")), None)
        if other is not None:
            return "expanded", roles.number(other.value.value)
    low = max(clause.start, clause.group - 2)
    still = "still" in {t.lower for t in view.tokens[low : clause.verb + 1]}
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 and clause.shape in ("inf", "ing") else None
    goes_on = parent is not None and parent.lemma in ("continue", "keep", "go", "remain")
    return ("maintained" if still or goes_on else "introduced"), None
