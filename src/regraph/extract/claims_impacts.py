"""A view in, drafts of impacts out: what a trade measure brings about for firms, goods and prices.

A rule of `ontology/frames/impact.yaml` names an effect and what a clause must show: its verb, a word of its subject
or object, the words right after the verb, who acts. Where no verb tells, a noun does ("a shortage of magnets").
The document level keeps only harm near a measure.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regraph.extract import roles
from regraph.extract.claims_figures import compared
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.indicators import commodity_subject
from regraph.extract.mood import Mood, mood, subject_actors
from regraph.extract.view import View
from regraph.ids import slug


def impacts(view: View) -> Iterator[Draft]:
    """Give the harms and changes that the sentence tells, one a clause."""
    if _other_cause(view):
        return
    for clause in view.parse.clauses:
        found = (
            _cannot(view, clause)
            or _verb_rule(view, clause)
            or _shares(view, clause)
            or _price(view, clause)
            or _noun_rule(view, clause)
        )
        if found is None or (found[0] == "production_halt" and _other_reason(view, clause)):
            continue
        told = mood(view, clause)
        if found[1] != _CANNOT and (told.dropped == "counterfactual" or (told.negated and clause.lemma != "rule")):
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
    """Read "miners can no longer sell their ore", "makers could not get magnets": firms that lost buyers or supplies."""
    sets = view.frames.sets
    selling = clause.lemma in sets("impact", "cannot.sell")
    if not (selling or clause.lemma in sets("impact", "cannot.get")) or clause.passive:
        return None
    said = {token.lower for token in view.tokens[clause.start : clause.verb]}
    able = clause.modal in ("can", "could") or not said.isdisjoint(("can", "could", "cannot"))
    if not able or not (clause.negated or mood(view, clause).negated or {"no", "longer"} <= said):
        return None
    firms = any(view.sort(n) in ("company", "group") for n in subject_actors(view, clause))
    if not firms and not _group(view, clause.subject):
        return None
    return ("other" if selling else "shortage"), _CANNOT


def _other_cause(view: View) -> bool:
    """Tell a sentence that puts harm down to a strike or a storm and names no measure."""
    sets = view.frames.sets
    return (
        not view.words.isdisjoint(sets("impact", "foreign_causes"))
        and not view.phrases
        and view.words.isdisjoint(sets("impact", "causes"))
    )


# --- which effect ------------------------------------------------------------------------------------------------


def _rules(view: View, key: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return the rules of impact.yaml by each of their verbs or nouns."""
    found = view.frames.cache.get(("impact", f"{key}:index"))
    if found is None:
        index: dict[str, list[Mapping[str, Any]]] = {}
        for row in view.frames.data["impact"]["rules"]:
            rule = {name: frozenset(value) if name in _SETS else value for name, value in row.items()}
            for word in row.get(key, ()):
                index.setdefault(word, []).append(rule)
        found = view.frames.cache["impact", f"{key}:index"] = index
    return found


_SETS = frozenset(("objects", "subjects", "with", "not_with", "beside", "not_beside", "head", "not_head"))


def _verb_rule(view: View, clause: Clause) -> tuple[str, str] | None:
    for rule in _rules(view, "verbs").get(clause.lemma, ()):
        if _fits(view, clause, rule):
            return rule["effect"], rule["id"]
    return None


def _fits(view: View, clause: Clause, rule: Mapping[str, Any]) -> bool:
    """Tell whether a clause shows all that a rule asks for."""
    if clause.shape == "participle":
        return False
    after = (clause.verb + 1, min(clause.end, clause.verb + 14))
    theme, agent = (clause.subject, after) if clause.passive else (after, clause.subject)
    if rule.get("passive") and not clause.passive:
        return False
    if "next" in rule and not _next(view, clause, rule["next"]):
        return False
    if (rule.get("active") and clause.passive) or ("head" in rule and _head(view, clause) not in rule["head"]):
        return False
    if "not_head" in rule and _head(view, clause) in rule["not_head"]:
        return False
    if rule.get("goods") and not _of_goods(view, clause):
        return False
    if "says" in rule and not _said(view, clause, rule["says"]):
        return False
    if (
        "objects" in rule
        and not _has_head(view, rule["objects"], theme)
        and not (rule.get("victims") and _firms_in(view, theme))
    ):
        return False
    if "subjects" in rule and not _has_head(
        view, rule["subjects"], agent if not rule.get("passive") else clause.subject
    ):
        return False
    if "with" in rule and not view.has_lemma(rule["with"], clause.start, min(len(view.tokens), clause.end + 6)):
        return False
    if "not_with" in rule and view.has_lemma(rule["not_with"], clause.start, clause.end):
        return False
    if rule.get("priced") and not (_of_prices(view, clause) or commodity_subject(view, clause)):
        return False
    if rule.get("actors") and not clause.passive:
        doer = _doer(view, clause)
        sorts = {view.sort(n) for n in subject_actors(view, doer) if n.value.rule != "state:demonym"}
        return not sorts & {"state", "union", "body", "person"} and (bool(sorts) or bool(_group(view, doer.subject)))
    return True


def _firms_in(view: View, span: tuple[int, int]) -> bool:
    """Tell whether firms or groups of them are named in the span."""
    return any(view.sort(n) in ("company", "group") for n in view.of("actor", *span)) or bool(_group(view, span))


def _doer(view: View, clause: Clause) -> Clause:
    """Return the clause that names who acts: of "BMW said it had cut output" the first."""
    start, end = clause.subject
    pronoun = end - start == 1 and view.tokens[start].lower in ("it", "they", "we")
    return view.parse.clauses[clause.parent] if pronoun and clause.parent >= 0 else clause


def _has_head(view: View, lemmas: frozenset[str], span: tuple[int, int]) -> bool:
    """Tell whether a noun of the span is one of the lemmas; what follows "of the ban on" counts too."""
    return any(view.tokens[k].lemma in lemmas or view.tokens[k].lower in lemmas for k in range(*span))


def _next(view: View, clause: Clause, wanted: Sequence[str]) -> bool:
    """Tell whether the words right after the verb are as wanted ("run short", "run out of")."""
    said = " ".join(t.lower for t in view.tokens[clause.verb + 1 : clause.verb + 5]) + " "
    return any(said.startswith(f"{words} ") for words in wanted)


def _head(view: View, clause: Clause) -> str:
    """Return the lemma of the head of the subject: of "sales of steel to Japan" sale, "" for none."""
    found = ""
    for place in range(*clause.subject):
        if view.parse.tags[place] == "W":
            found = view.tokens[place].lemma
        elif found and view.parse.tags[place] in "PT,":
            break
    return found


def _of_goods(view: View, clause: Clause) -> bool:
    """Tell whether goods, supplies or a pronoun are what the clause is about."""
    start, end = clause.subject
    return (
        (end - start == 1 and view.parse.tags[start] == "Q")
        or any(n.value.kind in ("material", "item") for n in view.names if start <= n.start < end)
        or _head(view, clause) in ("supply", "stock", "material", "component", "part", "inventory", "shipment")
    )


def _said(view: View, clause: Clause, wanted: Sequence[str]) -> bool:
    """Tell whether the clause says one of these, word for word."""
    text = " " + " ".join(t.lower for t in view.tokens[clause.group : clause.end + 5]) + " "
    return any(f" {words} " in text for words in wanted)


def _noun_rule(view: View, clause: Clause) -> tuple[str, str] | None:
    index = _rules(view, "nouns")
    for place, token in enumerate(view.tokens[clause.start : clause.end], clause.start):
        lemma = token.lemma
        if (
            lemma not in index
            or view.parse.tags[place] != "W"
            or (place and view.tokens[place - 1].lower in ("no", "any"))
        ):
            continue
        for rule in index[lemma]:
            if "beside" in rule and not view.has_lemma(rule["beside"], max(0, place - 4), place + 5):
                continue
            if "not_beside" in rule and view.has_lemma(rule["not_beside"], max(0, place - 3), place + 4):
                continue
            return rule["effect"], rule["id"]
    return None


# --- prices and shares ---------------------------------------------------------------------------------------------


def _turn(view: View, clause: Clause) -> str:
    """Return price_rise or price_fall where the verb tells of one."""
    if clause.lemma == "go":
        return {"up": "price_rise", "down": "price_fall"}.get(
            view.tokens[min(clause.verb + 1, len(view.tokens) - 1)].lower, ""
        )
    if clause.lemma in view.frames.sets("impact", "price_up"):
        return "price_rise"
    return "price_fall" if clause.lemma in view.frames.sets("impact", "price_down") else ""


def _shares(view: View, clause: Clause) -> tuple[str, str] | None:
    """Read "shares in Toyota fell 2%", "Nutrien lost 4%", "those of Freeport dropped 9.5%"."""
    effect = _turn(view, clause)
    if not effect or clause.shape == "inf" or clause.passive:
        return None
    start, end = clause.subject
    if any(
        t.lower in ("shares", "stock", "stocks")
        or (t.lower == "share" and view.tokens[min(k + 1, len(view.tokens) - 1)].lemma == "price")
        for k, t in enumerate(view.tokens[start:end], start)
    ):
        return (
            (effect, "shares") if any(view.sort(n) == "company" for n in view.of("actor", start, clause.end)) else None
        )
    firms = [n for n in subject_actors(view, clause) if view.sort(n) == "company"]
    if commodity_subject(view, clause):
        return None  # "Comex copper tumbled by a fifth"
    moved = any(clause.verb < f.start < clause.verb + 6 and f.value.unit == "%" for f in view.figures)
    if firms and moved and not view.has_lemma(view.frames.sets("impact", "not_shares"), clause.start, clause.end):
        return effect, "shares"
    return None


def _price(view: View, clause: Clause) -> tuple[str, str] | None:
    effect = _turn(view, clause)
    if not effect or clause.passive or (clause.shape == "inf" and clause.parent < 0):
        return None
    if view.has_lemma(view.frames.sets("impact", "not_priced"), *clause.subject) or _long_ago(view, clause):
        return None
    pronoun = clause.subject[1] - clause.subject[0] == 1 and view.parse.tags[clause.subject[0]] == "Q"
    figures = any(clause.verb < f.start < clause.end for f in view.figures)
    if _of_prices(view, clause) or (commodity_subject(view, clause) and (figures or not pronoun)):
        return effect, "prices"
    if _metal_again(view, clause):
        return effect, "prices"
    return None


def _metal_again(view: View, clause: Clause) -> bool:
    """Tell "the metal has climbed": the goods named before, by a noun for all of them."""
    start, end = clause.subject
    return end - start == 2 and any(
        n.value.kind == "material" and n.value.rule.startswith("coref") and n.start == start for n in view.names
    )


def _of_prices(view: View, clause: Clause) -> bool:
    words = view.frames.sets("statistic", "prices") | {"cost", "premium", "future"}
    if view.has_lemma({"freight", "shipping"}, *clause.subject):
        words |= {"rate"}
    value = "value" in [t.lower for t in view.tokens[clause.verb + 1 : clause.verb + 3]]
    return (value and commodity_subject(view, clause)) or view.has_lemma(words, *clause.subject)


def _long_ago(view: View, clause: Clause) -> bool:
    """Tell "have lost 60% since 2022": a drift of years is no effect of a measure just told."""
    return any(
        at.value.kind == "since"
        and at.value.edtf
        and clause.start <= at.start < clause.end
        and not _months(at.value.edtf)
        for at in view.times
    )


def _months(edtf: str) -> bool:
    """Tell a day or a month from a year or a season."""
    return "/" not in edtf and len(edtf) > 4


# --- fields ------------------------------------------------------------------------------------------------------


def _impact(view: View, clause: Clause, told: Mood, found: tuple[str, str]) -> Draft:
    effect, rule = found
    first = min(clause.start, clause.subject[0]) if clause.subject != (0, 0) else clause.start
    begin, end = view.offsets(first, clause.end)
    draft = Draft("impact", view.sentence.index, view.sentence.role, begin, end, f"impact/{rule}", clause.lemma)
    draft.put("effect", effect, rule)
    if rule in _near_rules(view):
        draft.features.add("near")
    if rule == "shares":
        firms = [n for n in view.of("actor", first, len(view.tokens)) if view.sort(n) == "company"]
        draft.add(
            "affected",
            [i for n in firms[:2] if n.start < clause.end or n is not firms[0] for i in n.value.ids],
            "shares of",
        )
        draft.features.add("shares")
    elif rule == "prices":
        _priced(draft, view, clause, first)
    else:
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
    warned = clause.lemma in _WARNING and not clause.passive
    if warned:
        told.modality = "expected"
        told.speakers = told.speakers or subject_actors(view, clause)
        if not view.has_lemma(view.frames.sets("impact", "firms"), *clause.subject):
            draft.values.pop("affected", None)
    if {view.theme, view.theme_item} & {*draft.values.get("materials", ()), *draft.values.get("items", ())}:
        draft.features.add("caused")
    draft.values.pop("count", None)
    _when(draft, view, clause)
    if rule in ("prices", "shares"):
        draft.values.pop("duration", None)
    if told.future or told.modality in ("expected", "threatened"):
        draft.modality = "expected"
    speakers = [n for n in told.speakers if view.sort(n) not in ("company", "state")]
    if not draft.values.get("affected") and effect in ("other", "shortage", "delay", "production_halt"):
        draft.add("affected", [i for n in speakers if view.sort(n) == "group" for i in n.value.ids], "who tells it")
    own = set(draft.values.get("affected", [])) if draft.modality != "expected" else set()
    draft.speaker = tuple(i for i in roles.speaker_ids(view, speakers) if i not in own)
    if bool(view.phrases) or view.has_lemma(view.frames.sets("impact", "causes"), 0, len(view.tokens)):
        draft.features.add("caused")
    return draft


_WARNING = frozenset("warn fear expect predict forecast foresee anticipate".split())


def _near_rules(view: View) -> frozenset[str]:
    """Return the rules whose harm counts only close to a measure."""
    found: frozenset[str] | None = view.frames.cache.get(("impact", "near"))
    if found is None:
        rows = view.frames.data["impact"]["rules"]
        found = view.frames.cache["impact", "near"] = frozenset(row["id"] for row in rows if row.get("near"))
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
        return [i for n in names[:1] for i in n.value.ids] or _as_list(_group(view, (clause.verb + 1, clause.end)))
    clause = _doer(view, clause)
    if clause.passive:
        names = list(view.of("actor", *clause.subject))
        names += [n for n in view.of("actor", clause.verb, clause.end) if view.parse.prep(n.start) in ("at", "in")]
        firms = [n for n in names if view.sort(n) in ("company", "group")]
        return [i for n in firms[:2] for i in n.value.ids] or _as_list(_group(view, clause.subject))
    names = [
        n
        for n in subject_actors(view, clause)
        if view.sort(n) in ("company", "group") and view.tokens[n.start].lower not in ("its", "their")
    ]
    if names:
        return [i for n in names[:2] for i in n.value.ids]
    group = _group(view, clause.subject)
    if group:
        return [group]
    names = [n for n in view.of("actor", clause.verb + 1, clause.end) if view.sort(n) in ("company", "group")]
    return [i for n in names[:2] for i in n.value.ids] or _as_list(_group(view, (clause.verb + 1, clause.end)))


def _as_list(name: str) -> list[str]:
    return [name] if name else []


def _group(view: View, span: tuple[int, int]) -> str:
    """Return the slug of a group of firms in the span ("European suppliers"), "" where none is."""
    firms = view.frames.sets("impact", "firms")
    start, end = span
    for place in range(start, end):
        compound = place + 1 < end and view.parse.tags[place + 1] == "W" and view.tokens[place + 1].text[0].islower()
        if view.tokens[place].lemma in firms and view.parse.tags[place] == "W" and not compound:
            first = place
            while (
                first > start
                and view.parse.tags[first - 1] == "W"
                and not view.tokens[first - 1].text[0].isdigit()
                and view.tokens[first - 1].lower not in _NOT_IN_GROUP
            ):
                first -= 1
            return slug(" ".join(t.text for t in view.tokens[first : place + 1]))
    return ""


_ONE_OF_THEM = frozenset(
    ("company", "firm", "mine", "plant", "factory", "business", "industry", "yard", "shop", "farm")
)
_NOT_IN_GROUP = frozenset(
    """
    some many several most few certain various other more all those these both its their two three four five six seven
    eight nine ten dozen
    """.split()
)
