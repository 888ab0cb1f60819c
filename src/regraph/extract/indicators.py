"""A figure in its sentence in, what it measures out: indicator, value with its sign, and the rule that told.

Three questions in order: is it a change ("rose by 30%"), a share ("62% of"), or an amount ("1.1 million tonnes")?
Which word of the sentence governs it: the nearest noun or verb of the tables in `ontology/frames/statistic.yaml`.
An indicator of "" means that only the figure before can tell ("Vietnam with 24 million tonnes", "Japan 10%").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regraph.extract.clauses import Clause
from regraph.extract.mood import subject_actors
from regraph.extract.quantities import Quantity
from regraph.extract.view import At, View
from regraph.model import Mention

MASS = frozenset(("t", "kg", "m3", "lb", "oz", "bbl", "ct"))
MONEY = frozenset(("USD", "EUR", "GBP", "CNY", "JPY", "INR", "AUD", "CAD"))

AMOUNTS: Mapping[str, str] = {
    "reserves": "reserves", "quota": "quota", "export": "export_volume", "import": "export_volume", "sale": "export_volume", "production": "production",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure measures, the word that told (token number or -1), and how it relates ("change", "share", "amount")."""

    indicator: str
    value: float
    rule: str
    relation: str
    place: int = -1


def topics(view: View) -> list[str]:
    """Return for every token the topic it names as noun or verb: export, import, production, price …, "" for none."""
    nouns, verbs = view.frames.labels("statistic", "nouns"), view.frames.labels("statistic", "verbs")
    return [
        (verbs.get(view.parse.lemmas[k], "") if sign == "V" else nouns.get(token.lemma, "")) if sign in "VW" else ""
        for k, (token, sign) in enumerate(zip(view.tokens, view.parse.tags, strict=True))
    ]


def read(view: View, clause: Clause | None, at: At[Quantity], named: Sequence[str]) -> Reading | None:
    """Return the reading of a figure, None where it is no statistic."""
    unit = at.value.unit
    if unit in ("%", "pp"):
        if _of_measure(view, clause, at) or (
            at.start and view.tokens[at.start - 1].lower == "from" and at.value.rate_to is None
        ):
            return None
        change = _change(view, clause, at, named)
        return change if change is not None or _moves(view, clause, at) else _share(view, clause, at, named)
    if unit in MASS or (unit in MONEY and at.value.value >= 1e6):
        return _amount(view, clause, at, named)
    return None


def scope(view: View, clause: Clause | None) -> list[int]:
    """Return the token numbers of a clause with its subject, in order."""
    if clause is None:
        return list(range(len(view.tokens)))
    inside = set(range(clause.start, clause.end)) | set(range(*clause.subject))
    return sorted(inside)


def _distance(view: View, at: At[Quantity], place: int) -> int:
    """Return how far a word is from the figure; another figure or a comma between them sets it apart."""
    low, high = (place, at.start) if place < at.start else (at.end, place)
    apart = sum(4 for k in range(low, high) if view.tokens[k].text in (",", ";", "(", ")") or view.parse.tags[k] == "C")
    others = sum(4 for f in view.figures if low < f.start < high and f.value.unit == at.value.unit)
    return high - low + apart + others


def _nearest(
    view: View,
    clause: Clause | None,
    at: At[Quantity],
    named: Sequence[str],
    wanted: Mapping[str, str] | frozenset[str],
) -> tuple[int, str]:  # noqa: PLR0913
    """Return (token, topic) of the nearest word of the wanted topics in the clause, (-1, "") where none is."""
    best, found = 99, (-1, "")
    for place in scope(view, clause):
        if named[place] in wanted and not at.start <= place < at.end:
            distance = min(
                _distance(view, at, place),
                9 if clause is not None and clause.subject[0] <= place < clause.subject[1] else 99,
            )
            if distance < best:
                best, found = distance, (place, named[place])
    return found


# --- amounts -----------------------------------------------------------------------------------------------------


def _amount(view: View, clause: Clause | None, at: At[Quantity], named: Sequence[str]) -> Reading | None:
    value = at.value.value
    if value < 1 or _bound(view, at) or _of_other(view, at, named):
        return None
    money = at.value.unit in MONEY
    if (
        clause is not None
        and clause.modal in ("may", "can", "could")
        and named[clause.verb] in ("export", "leave")
        and not money
    ):
        return Reading("quota", value, "may export", "amount", clause.verb)
    relative = _relative(view, clause, at)
    if relative is not None and named[relative.verb] in AMOUNTS:
        return Reading(AMOUNTS[named[relative.verb]], value, relative.lemma, "amount", relative.verb)
    place, topic = _nearest(view, clause, at, named, AMOUNTS)
    if money:
        return (
            Reading("export_volume", value, topic, "amount", place)
            if topic in ("export", "import") and not _no_trade(view, clause, at)
            else None
        )
    if (
        clause is not None
        and clause.lemma in view.frames.sets("statistic", "cutting")
        and topic in ("export", "import")
        and view.tokens[at.start - 1].lower in ("to", "at")
    ):
        return Reading("quota", value, "cut to", "amount", place)
    if (
        clause is not None
        and topic == "export"
        and clause.parent >= 0
        and view.parse.clauses[clause.parent].lemma in ("allow", "permit", "authorise", "authorize", "limit", "entitle")
    ):
        return Reading("quota", value, "allowed to export", "amount", place)
    quota = any(named[k] == "quota" for k in scope(view, clause))
    if topic == "quota" or (quota and (topic == "production" or (topic and _distance(view, at, place) > 3))):
        return Reading("quota", value, "quota word", "amount", place)
    if topic:
        return Reading(AMOUNTS[topic], value, view.tokens[place].lemma, "amount", place)
    if (
        clause is not None
        and clause.lemma in ("have", "hold", "possess", "boast", "own")
        and not clause.passive
        and _has_material(view, at)
    ):
        return Reading("reserves", value, "has", "amount", clause.verb)
    carried = _carried(view, clause, at)
    return Reading("", value, "like the figure before", "amount") if carried else None


def _carried(view: View, clause: Clause | None, at: At[Quantity]) -> bool:
    """Tell "Vietnam with 24 million", "the other 9,600 tonnes", "against 1.5 million", "its total came to 300 tonnes"."""
    before = {t.lower for t in view.tokens[max(0, at.start - 4) : at.start]}
    if before & {"with", "against", "other", "remaining", "total", "to", "than", "category", ":"} or at.start == 0:
        return True
    return clause is not None and clause.lemma in (
        "have",
        "be",
        "get",
        "go",
        "reserve",
        "total",
        "reach",
        "rise",
        "fall",
        "grow",
        "shrink",
        "climb",
        "leave",
        "set",
        "come",
    )


def _bound(view: View, at: At[Quantity]) -> bool:
    """Tell a threshold, a rate and a price: "under 100 tonnes", "a tonne", "loads above 5 kg"."""
    before = view.tokens[at.start - 1].lower if at.start else ""
    if before in ("under", "below", "per", "exceeding", "a", "an", "every", "each") and view.tokens[
        at.start
    ].lower not in ("a", "an"):
        return True
    started = before in ("from", "about", "around") and "from" in [
        t.lower for t in view.tokens[max(0, at.start - 2) : at.start]
    ]
    return started and any(
        f.value.unit in (at.value.unit, "") and 0 < f.start - at.end < 4 and f.value.value >= 1000 for f in view.figures
    )


def _of_other(view: View, at: At[Quantity], named: Sequence[str]) -> bool:
    """Tell an amount of a thing that is no material, good or flow: "43 pounds of fentanyl"."""
    if at.end + 1 >= len(view.tokens) or view.tokens[at.end].lower != "of" or view.parse.tags[at.end + 1] != "W":
        return False
    stop = at.end + 1
    while stop < len(view.tokens) and view.parse.tags[stop] == "W":
        if named[stop]:
            return False
        stop += 1
    if any(n.start < stop and n.end > at.end for n in view.names if n.value.kind in ("material", "item", "actor")):
        return False
    return not any(t.lemma in view.frames.sets("statistic", "generic_goods") for t in view.tokens[at.end + 1 : stop])


def _no_trade(view: View, clause: Clause | None, at: At[Quantity]) -> bool:
    """Tell money that is a price, an investment, or the worth of an amount told in tonnes."""
    if any(t.lower in ("a", "per", "an") for t in view.tokens[at.end : at.end + 1]):
        return True
    close = {t.lemma for t in view.tokens[max(0, at.start - 6) : at.end + 4]}
    return bool(close & view.frames.sets("statistic", "no_trade")) or any(f.value.unit in MASS for f in view.figures)


def _relative(view: View, clause: Clause | None, at: At[Quantity]) -> Clause | None:
    """Return the relative clause right after a figure: "the 2,900 tonnes that IREL mined"."""
    return next(
        (c for c in view.parse.clauses if c is not clause and c.kind == "relative" and 0 <= c.start - at.end <= 2), None
    )


def _has_material(view: View, at: At[Quantity]) -> bool:
    return bool(view.topic) or any(n.value.kind == "material" for n in view.names)


_CHANGING = frozenset(("export", "import", "price", "production", "demand", "shares", "reserves", "quota", "sale"))


# --- changes -----------------------------------------------------------------------------------------------------


def _change(view: View, clause: Clause | None, at: At[Quantity], named: Sequence[str]) -> Reading | None:
    sign = direction(view, clause, at)
    if not sign or at.value.rate_to is not None:
        return None
    after = [t.lower for t in view.tokens[at.end : at.end + 5]]
    before = view.tokens[at.start - 1].lower if at.start else ""
    if after[:1] == ["of"] and before != "by" and "value" not in after and "price" not in after:
        return None
    value = sign * at.value.value
    if after[:1] == ["of"] and {"value", "price"} & set(after):
        return Reading("price_change", value, "of its value", "change")
    if {"dearer", "cheaper"} & {before, *after[:2]}:
        return Reading("price_change", value, "dearer or cheaper", "change")
    if commodity_subject(view, clause):
        return Reading("price_change", value, "commodity", "change")
    place, topic = _nearest(view, clause, at, named, _CHANGING)
    if topic in ("export", "import") and (not _firm_money(view, clause)):
        return Reading("export_change", value, view.tokens[place].lemma, "change", place)
    if topic == "price" and not priced_firm(view, clause):
        return Reading("price_change", value, "price word", "change", place)
    if topic:
        return None
    if clause is not None and (subject_actors(view, clause) and not _follows_figure(view, at)):
        return None
    return Reading("", value, "change of the figure before", "change")


def _moves(view: View, clause: Clause | None, at: At[Quantity]) -> bool:
    """Tell that a figure is how far something rose or fell, and no share."""
    share = at.end < len(view.tokens) and view.tokens[at.end].lower == "of"
    return clause is not None and not share and at.value.rate_to is None and clause.lemma in _verbs_of_change(view)


def _verbs_of_change(view: View) -> frozenset[str]:
    return view.frames.sets("statistic", "up") | view.frames.sets("statistic", "down")


def _follows_figure(view: View, at: At[Quantity]) -> bool:
    return any(f.end <= at.start and f.value.unit in MASS for f in view.figures)


def _firm_money(view: View, clause: Clause | None) -> bool:
    return clause is not None and view.has_lemma(
        {"revenue", "profit", "earnings", "turnover", "income"}, clause.start, clause.end
    )


def direction(view: View, clause: Clause | None, at: At[Quantity]) -> int:
    """Return 1 for a rise, -1 for a fall, 0 where the figure tells of no change."""
    up, down = view.frames.sets("statistic", "up"), view.frames.sets("statistic", "down")
    floor = max(clause.start if clause else 0, at.start - 9)
    best, sign = 99, 0
    for place in range(floor, min(len(view.tokens), at.end + 3)):
        token = view.tokens[place]
        turn = 1 if token.lemma in up or token.lower in up else -1 if token.lemma in down or token.lower in down else 0
        if (
            turn
            and token.lower in ("more", "less", "fewer", "above", "below", "higher", "lower")
            and place < at.start
            and place + 2 > at.start - 1
        ):
            continue  # "more than 40%", "above 40%"
        if turn and abs(place - at.start) < best:
            best, sign = abs(place - at.start), turn
    return sign or at.value.change


def commodity_subject(view: View, clause: Clause | None) -> bool:
    """Tell "copper tumbled", "lithium carbonate for May delivery rose", and "it has surged" after a material."""
    if clause is None:
        return False
    start, end = clause.subject
    kinds = [
        n.value.kind
        for n in view.names
        if start <= n.start < end
        and n.value.kind in ("material", "item", "actor")
        and "coref" not in n.value.rule
        and view.parse.prep(n.start) not in ("in", "at", "on")
    ]
    if end - start == 1 and view.tokens[start].lower in ("it", "its", "they"):
        return bool(view.topic) and clause.lemma in view.frames.sets("statistic", "price_verbs")
    if view.has_lemma(view.frames.sets("statistic", "not_priced"), start, end):
        return False
    return bool(kinds) and kinds[-1] != "actor" and "material" in kinds


def priced_firm(view: View, clause: Clause | None) -> bool:
    """Tell a price that is one of shares: "the share price", "its stock quote"."""
    return clause is not None and view.has_lemma(view.frames.sets("statistic", "shares"), *clause.subject)


# --- shares ------------------------------------------------------------------------------------------------------


def _share(view: View, clause: Clause | None, at: At[Quantity], named: Sequence[str]) -> Reading | None:
    value = at.value.rate_to if at.value.rate_to is not None else at.value.value
    indicator, rule = _share_of(view, clause, at, named)
    if indicator:
        return Reading(indicator, value, rule, "share")
    if not rule and _bare_share(view, clause, at):
        return Reading("", value, "like the share before", "share")
    return None


def _bare_share(view: View, clause: Clause | None, at: At[Quantity]) -> bool:
    """Tell "Japan 10%", "Vietnam had 14%", "China took three-quarters", "60% of germanium"."""
    if (
        clause is not None
        and clause.lemma in ("take", "have", "get", "buy", "receive", "absorb", "account", "supply", "provide")
        and not clause.modal
    ):
        return True
    beside = [n for n in view.of("actor", max(0, at.start - 3), at.start) if n.end >= at.start - 1]
    if beside and at.start > 2:
        return True
    return (
        at.end + 1 < len(view.tokens)
        and view.tokens[at.end].lower == "of"
        and any(n.start in (at.end + 1, at.end + 2) for n in view.names if n.value.kind == "material")
    )


def _share_of(view: View, clause: Clause | None, at: At[Quantity], named: Sequence[str]) -> tuple[str, str]:  # noqa: PLR0911, PLR0912, C901
    """Return (indicator, rule) by what the share is of and the verb that governs it."""
    stop = _end_of_phrase(view, clause, at)
    after = range(at.end, stop)
    if (clause is not None and clause.modal in ("must", "shall", "should")) or _own_total(view, at):
        return "", "no share of the world"
    told = {named[k] for k in after}
    around = {
        named[k] for k in scope(view, clause) if abs(k - at.start) < 16 or (clause is not None and k == clause.verb)
    }
    lemmas = {view.tokens[k].lemma for k in after} | {view.tokens[k].lower for k in after}
    near = {view.tokens[k].lemma for k in scope(view, clause)}
    world = bool((lemmas | near) & view.frames.sets("statistic", "world")) or "all" in {
        view.tokens[k].lower for k in after if k < at.end + 3
    }
    verb = named[clause.verb] if clause is not None else ""
    of_what = at.end < len(view.tokens) and view.tokens[at.end].lower == "of"
    if (
        near & view.frames.sets("statistic", "not_shares")
        and not (told & {"export", "import", "production", "reserves"})
        and not world
    ):
        return "", "no share"
    if "reserves" in told or (verb == "reserves" and world and of_what):
        return "reserves", "share of reserves"
    if near & {"rely", "depend", "dependent", "reliant", "dependence", "reliance"}:
        return "import_share", "reliance"
    if "import" in told or "demand" in told:
        return "import_share", "share of imports or demand"
    owner = owner_after(view, at)
    if (
        verb in ("supply", "export")
        and clause is not None
        and any(view.sort(n) == "state" for n in view.of("actor", clause.verb + 1, at.start))
    ):
        return "import_share", "sold to a state"
    if "export" in told and (not world or owner or verb != "production"):
        return (
            ("import_share", "bought from")
            if verb == "import" and not owner and "from" in lemmas
            else ("export_share", "share of exports")
        )
    if owner and not told & {"production"} and of_what:
        if verb in ("supply", "export") and subject_states(view, clause):
            return "import_share", "supplies a state"
        if verb == "import" and "from" not in lemmas:
            return "export_share", "takes from a state"
        if view.tokens[min(stop, len(view.tokens)) - 1].lemma == "from" or "come" in near or verb == "import":
            return "import_share", "comes from"
    if verb == "export" and world and of_what:
        return "export_share", "sells of the world's"
    if verb == "import" and ((of_what and not world) or "from" in {view.tokens[k].lower for k in scope(view, clause)}):
        return "import_share", "bought"
    if "share" in near and around & {"import"} and "from" in near:
        return "import_share", "share bought"
    produced = bool(
        told & {"production", "capacity"} or verb in ("production", "control", "supply") or "production" in around
    )
    if produced and (world or told & {"production", "capacity"} or (owner and of_what)):
        return "production_share", "share of production"
    if world and of_what and _has_material(view, at) and not near & view.frames.sets("statistic", "not_world"):
        return "production_share", "share of the world"
    if "export" in around and not produced and (of_what or "share" in near) and not world:
        return "export_share", "share of exports"
    return "", ""


def _end_of_phrase(view: View, clause: Clause | None, at: At[Quantity]) -> int:
    """Return where the phrase after a share ends: the next figure, a comma, a verb that is not in a relative clause."""
    end = min(len(view.tokens), at.end + 14)
    if clause is not None:
        index = clause.index + 1
        hangs = index < len(view.parse.clauses) and view.parse.clauses[index].kind in ("relative", "participle")
        end = min(end, max(view.parse.clauses[index].end if hangs else clause.end, at.end))
    for place in range(at.end, end):
        token = view.tokens[place]
        if (
            token.text in ";()"
            or (token.text == "," and place > at.end + 2)
            or any(f.start == place for f in view.figures)
        ):
            return place
    return end


def owner_after(view: View, at: At[Quantity]) -> list[str]:
    """Return the state whose goods the share is of: "62% of Gabon's ore", "85% of U.S. potash"."""
    for name in view.of("actor", at.end, at.end + 5):
        after = view.tokens[name.end].lower if name.end < len(view.tokens) else ""
        owned = after in ("'s", "'", "’s") or "demonym" in name.value.rule or _before_noun(view, name)
        if view.sort(name) in ("state", "union") and owned and view.parse.prep(name.start) == "of":
            return list(name.value.ids)
    return []


def _own_total(view: View, at: At[Quantity]) -> bool:
    """Tell a share of one's own: "half of its output", "60% of their capacity"."""
    words = [t.lower for t in view.tokens[at.end : at.end + 3]]
    own = len(words) == 3 and words[0] == "of" and words[1] in ("its", "their", "his", "her", "our", "my")
    return own and view.frames.labels("statistic", "nouns").get(view.tokens[at.end + 2].lemma) in (
        "production",
        "capacity",
        "sale",
        "shares",
    )


def _before_noun(view: View, name: At[Mention]) -> bool:
    return name.end < len(view.tokens) and view.parse.tags[name.end] == "W"


def subject_states(view: View, clause: Clause | None) -> list[str]:
    """Return the states that are subject of the clause."""
    if clause is None:
        return []
    return [i for n in subject_actors(view, clause) if view.sort(n) in ("state", "union") for i in n.value.ids]


def _of_measure(view: View, clause: Clause | None, at: At[Quantity]) -> bool:
    """Tell a rate: a tariff, duty or tax of so much, a grade, a stake."""
    words = view.frames.sets("statistic", "rates")
    close = view.tokens[max(0, at.start - 3) : at.start] + view.tokens[at.end : at.end + 3]
    if any(t.lemma in words for t in close):
        return True
    if clause is not None and (clause.lemma in ("pay", "tax", "levy") or view.has_lemma(words, *clause.subject)):
        return True
    return any(
        p.noun.family in ("tariff", "tax") and -7 < p.head - at.start < 4 for p in view.phrases
    ) and not view.has_lemma(
        {"price", "export", "import", "production"}, max(0, at.start - 8), min(len(view.tokens), at.end + 8)
    )
