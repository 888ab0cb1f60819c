"""A figure in its sentence in, what it measures out: indicator, value with its sign, and the rule that told.

Three questions in order: is it a change ("rose by 30%"), a share ("62% of"), or an amount ("1.1 million tonnes")?
Which word of the sentence governs it: the nearest noun or verb of the tables in `ontology/frames/statistic.yaml`.
An indicator of "" means that only the figure before can tell ("Vietnam with 24 million tonnes", "Japan 10%").
"""

from collections.abc import Sequence

from regraph.extract.clauses import Clause
from regraph.extract.mood import subject_actors
from regraph.extract.quantities import Quantity
from regraph.extract.readings import AMOUNTS, MASS, MONEY, Reading, distance, has_material, nearest, scope
from regraph.extract.shares import share
from regraph.extract.view import At, View


def read(view: View, clause: Clause | None, at: At[Quantity], named: Sequence[str]) -> Reading | None:
    """Return the reading of a figure, None where it is no statistic."""
    unit = at.value.unit
    if unit in ("%", "pp"):
        if at.start > 1 and earlier(view, at):
            return Reading("", at.value.value, "up from", "share")
        if _of_measure(view, clause, at) or (
            at.start and view.tokens[at.start - 1].lower == "from" and at.value.rate_to is None
        ):
            return None
        change = _change(view, clause, at, named)
        return change if change is not None or _moves(view, clause, at) else share(view, clause, at, named)
    if unit in MASS or (unit in MONEY and at.value.value >= 1e6):
        return _amount(view, clause, at, named)
    return None


_NEARLY = frozenset("$ about some only just less more than nearly almost around roughly over under barely a".split())


def earlier(view: View, at: At[Quantity]) -> bool:
    """Tell the figure of before in "31%, up from 28% in 2020", "$4.1 billion, up from $3.6 billion"."""
    words = [t.lower for t in view.tokens[max(0, at.start - 6) : at.start]]
    before = [word for word in words if word not in _NEARLY]
    told = any(f.end <= at.start and f.value.unit == at.value.unit for f in view.figures)
    if told and before[-2:] == [",", "from"]:
        return True
    return before[-2:] in (["up", "from"], ["down", "from"], ["compared", "with"], ["compared", "to"]) or before[
        -1:
    ] in (
        ["against"],
        ["versus"],
    )


# --- amounts -----------------------------------------------------------------------------------------------------


def _amount(view: View, clause: Clause | None, at: At[Quantity], named: Sequence[str]) -> Reading | None:
    value = at.value.value
    if value < 1 or _bound(view, at) or _of_other(view, at, named):
        return None
    if earlier(view, at) and any(f.end <= at.start and f.value.unit == at.value.unit for f in view.figures):
        return Reading("", value, "up from", "amount")
    put = _put_at(view, clause, at, named)
    if put:
        return Reading(AMOUNTS[put], value, "put at", "amount")
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
    place, topic = nearest(view, clause, at, named, AMOUNTS)
    if money:
        return (
            Reading("export_volume", value, topic, "amount", place)
            if topic in ("export", "import") and not _no_trade(view, at)
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
    if topic == "quota" or (quota and (topic == "production" or (topic and distance(view, at, place) > 3))):
        return Reading("quota", value, "quota word", "amount", place)
    if topic:
        return Reading(AMOUNTS[topic], value, view.tokens[place].lemma, "amount", place)
    if (
        clause is not None
        and clause.lemma in ("have", "hold", "possess", "boast", "own")
        and not clause.passive
        and any(view.sort(n) in ("state", "union") for n in subject_actors(view, clause))
        and has_material(view)
    ):
        return Reading("reserves", value, "has", "amount", clause.verb)
    carried = _carried(view, clause, at)
    return Reading("", value, "like the figure before", "amount") if carried else None


def _put_at(view: View, clause: Clause | None, at: At[Quantity], named: Sequence[str]) -> str:
    """Return the topic of "reserves, put by the survey at 9.3 million tonnes", "" where it is told otherwise."""
    if clause is None or clause.lemma not in ("put", "estimate", "reckon", "assess", "peg", "place"):
        return ""
    if view.tokens[at.start - 1].lower != "at" and at.start > 1 and view.tokens[at.start - 2].lower != "at":
        return ""
    before = [named[k] for k in range(clause.verb) if named[k] in AMOUNTS]
    return before[-1] if before else ""


def _carried(view: View, clause: Clause | None, at: At[Quantity]) -> bool:
    """Tell "Vietnam with 24 million", "the other 9,600 tonnes", "against 1.5 million", "came to 300 tonnes"."""
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


def _no_trade(view: View, at: At[Quantity]) -> bool:
    """Tell money that is a price, an investment, or the worth of an amount told in tonnes."""
    if any(t.lower in ("a", "per", "an") for t in view.tokens[at.end : at.end + 1]):
        return True
    close = {t.lemma for t in view.tokens[max(0, at.start - 6) : at.end + 4]}
    if [t.lower for t in view.tokens[at.end : at.end + 2]] in (["a", "year"], ["per", "year"], ["every", "year"]):
        return True
    return bool(close & view.frames.sets("statistic", "no_trade")) or any(f.value.unit in MASS for f in view.figures)


def _relative(view: View, clause: Clause | None, at: At[Quantity]) -> Clause | None:
    """Return the relative clause right after a figure: "the 2,900 tonnes that IREL mined"."""
    return next(
        (c for c in view.parse.clauses if c is not clause and c.kind == "relative" and 0 <= c.start - at.end <= 2), None
    )


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
    measured = {"value", "volume", "tonnage"} & set(after) and {"in", "by"} & set(after)
    flows = [k for k in scope(view, clause) if named[k] in ("export", "import")] if measured else []
    if flows and not _firm_money(view, clause):
        return Reading("export_change", value, view.tokens[flows[0]].lemma, "change", flows[0])
    place, topic = nearest(view, clause, at, named, _CHANGING)
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
    if clause is not None and clause.lemma in ("put", "come", "give", "edge", "shoot", "inch", "creep", "pull"):
        said = " ".join([clause.lemma, *(t.lower for t in view.tokens[clause.verb + 1 : clause.verb + 4])]) + " "
        turns = view.frames.data["impact"]["turns"]
        if any(said.startswith(f"{words} ") for words in turns["price_rise"]):
            return 1
        if any(said.startswith(f"{words} ") for words in turns["price_fall"]):
            return -1
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


def _of_measure(view: View, clause: Clause | None, at: At[Quantity]) -> bool:
    """Tell a rate: a tariff, duty or tax of so much, a grade, a stake."""
    words = view.frames.sets("statistic", "rates")
    close = [*view.tokens[max(0, at.start - 3) : at.start], *view.tokens[at.end : at.end + 3]]
    if any(t.lemma in words for t in close):
        return True
    charged = clause is not None and clause.lemma in ("charge", "impose", "put", "slap", "place", "get", "face")
    onto = at.end < len(view.tokens) and view.tokens[at.end].lower == "on"
    if charged and (onto or (clause is not None and clause.lemma in ("charge", "impose", "slap"))):
        return True
    if clause is not None and (clause.lemma in ("pay", "tax", "levy") or view.has_lemma(words, *clause.subject)):
        return True
    return any(
        p.noun.family in ("tariff", "tax") and -7 < p.head - at.start < 4 for p in view.phrases
    ) and not view.has_lemma(
        {"price", "export", "import", "production"}, max(0, at.start - 8), min(len(view.tokens), at.end + 8)
    )
