"""A view in, drafts of impacts out: what a trade measure brings about for firms, goods and prices.

A rule of `ontology/frames/impact.yaml` names an effect and what a clause must show: its verb, a word of its subject
or object, the words right after the verb, who acts. Where no verb tells, a noun does ("a shortage of magnets").
The document level keeps only harm near a measure.
"""

from collections.abc import Iterator, Sequence

from regraph.extract import roles
from regraph.extract.claims_figures import compared
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.effects_told import (
    by_noun,
    by_price,
    by_shares,
    by_verb,
    doer,
    group_of,
    share_owner,
    unknown_firm,
)
from regraph.extract.mood import Mood, mood, subject_actors
from regraph.extract.view import At, View
from regraph.model import Mention


def impacts(view: View) -> Iterator[Draft]:
    """Give the harms and changes that the sentence tells, one a clause."""
    if _other_cause(view):
        return
    trading = view.frames.sets("impact", "cannot.sell") | view.frames.sets("impact", "cannot.get")
    for clause in view.parse.clauses:
        found = (
            (_cannot(view, clause) if clause.lemma in trading else None)
            or by_shares(view, clause)
            or by_verb(view, clause)
            or by_price(view, clause)
            or by_noun(view, clause)
        )
        if found is None or (found[0] == "production_halt" and _other_reason(view, clause)):
            continue
        told = mood(view, clause)
        denied = told.negated and clause.lemma != "rule" and found[1] not in _marked(view, "negated")
        if found[1] != _CANNOT and (told.dropped == "counterfactual" or denied):
            continue
        yield _impact(view, clause, told, found)


def _other_reason(view: View, clause: Clause) -> bool:
    """Tell "halted work because rebels came": the reason given is none that a measure brings about."""
    tokens, sets = view.tokens, view.frames.sets
    place = next((k for k in range(clause.verb + 1, len(tokens)) if tokens[k].lower in ("because", "owing")), -1)
    if place < 0 or any(phrase.start > place for phrase in view.phrases):
        return False
    if view.has_lemma(sets("impact", "weak_reasons"), place, len(tokens)):
        return not view.has_lemma(sets("impact", "causes"), place, len(tokens))
    known = sets("impact", "causes") | sets("impact", "reasons")
    return not view.has_lemma(known, place, len(tokens)) and not any(view.of("material", place, len(tokens)))


_CANNOT = "cannot-trade"


def _cannot(view: View, clause: Clause) -> tuple[str, str] | None:
    """Read "miners can no longer sell their ore", "makers could not get magnets": firms cut off from trade."""
    sets = view.frames.sets
    selling = clause.lemma in sets("impact", "cannot.sell")
    if clause.passive:
        return None
    said = {token.lower for token in view.tokens[clause.start : clause.verb]}
    able = clause.modal in ("can", "could") or not said.isdisjoint(("can", "could", "cannot"))
    if not able or not (clause.negated or mood(view, clause).negated or {"no", "longer"} <= said):
        return None
    firms = any(view.sort(n) in ("company", "group") for n in subject_actors(view, clause))
    if not firms and not group_of(view, clause.subject):
        return None
    return ("other" if selling else "shortage"), _CANNOT


def _other_cause(view: View) -> bool:
    """Tell a sentence that puts harm down to a strike or a storm and names no measure."""
    sets = view.frames.sets
    if {"care", "maintenance"} <= view.words:
        return False  # how a mine is closed, not why
    return (
        not view.words.isdisjoint(sets("impact", "foreign_causes"))
        and not view.phrases
        and view.words.isdisjoint(sets("impact", "causes"))
    )


# --- fields ------------------------------------------------------------------------------------------------------


def _impact(view: View, clause: Clause, told: Mood, found: tuple[str, str]) -> Draft:
    effect, rule = found
    first = min(clause.start, clause.subject[0]) if clause.subject != (0, 0) else clause.start
    begin, end = view.offsets(first, clause.end)
    draft = Draft("impact", view.sentence.index, view.sentence.role, begin, end, f"impact/{rule}", clause.lemma)
    draft.put("effect", effect, rule)
    if rule in _marked(view, "near"):
        draft.features.add("near")
    if rule == "shares":
        firms = [n for n in view.of("actor", first, len(view.tokens)) if view.sort(n) == "company"]
        draft.add(
            "affected",
            [i for n in firms[:2] if n.start < clause.end or n is not firms[0] for i in n.value.ids],
            "shares of",
        )
        draft.add("affected", _as_list(share_owner(view, clause)), "shares of")
        draft.features.add("shares")
    elif rule == "prices":
        _priced(draft, view, clause, first)
    else:
        _suffered(draft, view, clause, first)
    warned = clause.lemma in _WARNING and not clause.passive
    if warned and not view.has_lemma(view.frames.sets("impact", "firms"), *clause.subject):
        draft.values.pop("affected", None)  # "analysts fear a shortage"
    draft.values.pop("count", None)
    _when(draft, view, clause)
    if rule in ("prices", "shares"):
        draft.values.pop("duration", None)
    _manner(draft, view, told, subject_actors(view, clause) if warned else [])
    return draft


def _suffered(draft: Draft, view: View, clause: Clause, first: int) -> None:
    """Fill in who is hurt and the goods: those of the clause, else what the text is about."""
    effect = draft.values["effect"]
    draft.add("affected", [who for who in _affected(view, clause) if who not in _ONE_OF_THEM], "subject")
    roles.coverage(draft, view, [(first, clause.end)], "clause")
    _named_goods(draft)
    if effect == "delay":
        goods = [i for i in draft.values.pop("items", []) if i not in view.frames.sets("impact", "carriers")]
        draft.add("items", goods, "clause")
    if draft.values.get("materials") and effect != "production_halt":
        pass  # it names its own
    elif view.theme or view.theme_item:
        draft.add("materials", [view.theme] if view.theme else [], "what the text is about")
        draft.add("items", [view.theme_item] if view.theme_item else [], "what the text is about")
    else:
        draft.features.add("goods-of-measure")


def _manner(draft: Draft, view: View, told: Mood, warners: Sequence[At[Mention]]) -> None:
    """Fill in whether it is only expected, who says so, and whether a measure is named as the cause."""
    if warners or told.future or told.modality in ("expected", "threatened"):
        draft.modality = "expected"
    speakers = [n for n in told.speakers or warners if view.sort(n) not in ("company", "state")]
    if not draft.values.get("affected") and draft.frame not in ("impact/prices", "impact/shares"):
        firms = view.frames.sets("impact", "firms")
        groups = [i for n in speakers if view.sort(n) == "group" for i in n.value.ids]
        draft.add("affected", [i for i in groups if i.split("-")[-1].removesuffix("s") in firms], "who tells it")
    own = set(draft.values.get("affected", [])) if draft.modality != "expected" else set()
    draft.speaker = tuple(i for i in roles.speaker_ids(view, speakers) if i not in own)
    goods = {*draft.values.get("materials", ()), *draft.values.get("items", ())}
    named = bool(view.phrases) or view.has_lemma(view.frames.sets("impact", "causes"), 0, len(view.tokens))
    if named or {view.theme, view.theme_item} & goods:
        draft.features.add("caused")


_WARNING = frozenset("warn fear expect predict forecast foresee anticipate".split())


def _marked(view: View, mark: str) -> frozenset[str]:
    """Return the rules that carry a mark: `near`, whose harm counts only close to a measure, or `negated`."""
    found: frozenset[str] | None = view.frames.cache.get(("impact", f"{mark}:rules"))
    if found is None:
        rows = view.frames.data["impact"]["rules"]
        found = view.frames.cache["impact", f"{mark}:rules"] = frozenset(row["id"] for row in rows if row.get(mark))
    return found


def _when(draft: Draft, view: View, clause: Clause) -> None:
    """Date a harm with a time of its clause, else one before its verb; "since …" dates nothing."""
    for at in sorted(view.times, key=lambda at: (not clause.start <= at.start < clause.end, at.start)):
        inside = clause.start <= at.start < clause.end
        if not inside and at.start > clause.group:
            continue
        if (
            at.value.kind == "duration"
            and at.value.duration
            and inside
            and view.tokens[at.start - 1].lower not in ("within", "than")
        ):
            draft.put("duration", at.value.duration, at.value.rule)
        elif (
            at.value.edtf
            and at.value.kind not in ("since", "deadline", "duration")
            and not compared(view, at.start, at.end)
        ):
            draft.put("date", at.value.edtf, at.value.rule)


def _named_goods(draft: Draft) -> None:
    """Drop goods that name nothing ("raw material", "parts") from a draft."""
    if draft.values.get("items"):
        kept = [item for item in draft.values["items"] if item not in _ANY_GOODS]
        if kept:
            draft.values["items"] = kept
        else:
            del draft.values["items"]


_ANY_GOODS = frozenset(
    (
        "raw-material",
        "raw-materials",
        "material",
        "materials",
        "goods",
        "products",
        "metal",
        "metals",
        "shipped-metal",
        "supplies",
    )
)


def _priced(draft: Draft, view: View, clause: Clause, first: int) -> None:
    """Take the goods whose price it is: of the subject, else of the clause, else what was named last."""
    for span in (clause.subject, (first, clause.end)):
        roles.coverage(draft, view, [span], "priced")
        _named_goods(draft)
        if draft.values.get("materials") or draft.values.get("items"):
            return
    topic = view.topic if view.has_lemma({"it", "its", "they"}, *clause.subject) else view.theme or view.topic
    if topic:
        draft.add("materials", [topic], "named before")


def _affected(view: View, clause: Clause) -> list[str]:
    """Return who is hurt: firms, groups or states that are subject, else the firms of the object."""
    if clause.lemma == "cost":
        names = [
            n for n in view.of("actor", clause.verb + 1, clause.end) if view.sort(n) in ("company", "group", "state")
        ]
        return [i for n in names[:1] for i in n.value.ids] or _as_list(group_of(view, (clause.verb + 1, clause.end)))
    clause = doer(view, clause)
    if clause.passive:
        names = list(view.of("actor", *clause.subject))
        names += [n for n in view.of("actor", clause.verb, clause.end) if view.parse.prep(n.start) in ("at", "in")]
        firms = [n for n in names if view.sort(n) in ("company", "group")]
        return [i for n in firms[:2] for i in n.value.ids] or _as_list(group_of(view, clause.subject))
    names = [
        n
        for n in subject_actors(view, clause)
        if view.sort(n) in ("company", "group") and view.tokens[n.start].lower not in ("its", "their")
    ]
    if names:
        return [i for n in names[:2] for i in n.value.ids]
    group = group_of(view, clause.subject) or unknown_firm(view, clause)
    if group:
        return [group]
    names = [n for n in view.of("actor", clause.verb + 1, clause.end) if view.sort(n) in ("company", "group")]
    return [i for n in names[:2] for i in n.value.ids] or _as_list(group_of(view, (clause.verb + 1, clause.end)))


def _as_list(name: str) -> list[str]:
    return [name] if name else []


_ONE_OF_THEM = frozenset(
    ("company", "firm", "mine", "plant", "factory", "business", "industry", "yard", "shop", "farm")
)
