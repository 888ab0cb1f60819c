"""A view and a clause in, the effect out that the clause tells: by its verb and what stands around it, or by a noun.

What a clause must show stands in `ontology/frames/impact.yaml`; prices and shares are told by how far they moved.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from regraph.extract.clauses import Clause
from regraph.extract.indicators import commodity_subject
from regraph.extract.mood import subject_actors
from regraph.extract.view import View
from regraph.ids import slug

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


def by_verb(view: View, clause: Clause) -> tuple[str, str] | None:
    """Return the effect that the verb tells and the rule, None for none."""
    index = _rules(view, "verbs")
    for rule in (*index.get(clause.lemma, ()), *index["any"]):
        if _fits(view, clause, rule):
            return rule["effect"], rule["id"]
    return None


def _fits(view: View, clause: Clause, rule: Mapping[str, Any]) -> bool:
    """Tell whether a clause shows all that a rule asks for."""
    if clause.shape == "participle" or (rule.get("passive") and not clause.passive):
        return False
    return _words_fit(view, clause, rule) and _subject_fits(view, clause, rule) and _object_fits(view, clause, rule)


def _words_fit(view: View, clause: Clause, rule: Mapping[str, Any]) -> bool:
    """Tell whether the words that a rule asks for stand in the clause, and those that it bars do not."""
    if ("next" in rule and not _next(view, clause, rule["next"])) or (
        "says" in rule and not _said(view, clause, rule["says"])
    ):
        return False
    if "not_says" in rule and _said(view, clause, rule["not_says"]):
        return False
    if rule.get("country") and not _country_next(view, clause):
        return False
    if "with" in rule and not view.has_lemma(rule["with"], clause.start, min(len(view.tokens), clause.end + 6)):
        return False
    return "not_with" not in rule or not view.has_lemma(rule["not_with"], clause.start, clause.end)


def _country_next(view: View, clause: Clause) -> bool:
    """Tell whether the state that goods now come from or go to stands right behind the verb: "turned to Vietnam"."""
    return any(view.sort(n) in ("state", "union") for n in view.of("actor", clause.verb + 1, clause.verb + 5))


def _object_fits(view: View, clause: Clause, rule: Mapping[str, Any]) -> bool:
    """Tell whether what is acted on, and who acts in a passive clause, are as a rule asks."""
    after = (clause.verb + 1, min(clause.end, clause.verb + 14))
    theme, agent = (clause.subject, after) if clause.passive else (after, clause.subject)
    victims = rule.get("victims") and _firms_in(view, theme)
    if "objects" in rule and not _has_head(view, rule["objects"], theme) and not victims:
        return False
    return "subjects" not in rule or _has_head(
        view, rule["subjects"], agent if not rule.get("passive") else clause.subject
    )


def _subject_fits(view: View, clause: Clause, rule: Mapping[str, Any]) -> bool:
    """Tell whether the subject is as a rule asks: its head, goods, a price, firms."""
    if (rule.get("active") and clause.passive) or ("head" in rule and _head(view, clause) not in rule["head"]):
        return False
    if "not_head" in rule and _head(view, clause) in rule["not_head"]:
        return False
    if rule.get("goods") and not _of_goods(view, clause):
        return False
    if rule.get("priced") and not (_of_prices(view, clause) or commodity_subject(view, clause)):
        return False
    if rule.get("actors") and not clause.passive:
        acting = doer(view, clause)
        named = [n for n in subject_actors(view, acting) if view.tokens[n.start].lower not in ("its", "their")]
        sorts = {view.sort(n) for n in named if n.value.rule != "state:demonym"}
        firms = (
            bool(sorts)
            or bool(group_of(view, acting.subject))
            or _some_of_them(view, acting)
            or bool(unknown_firm(view, acting))
        )
        return firms and not sorts & {"state", "union", "body", "person"}
    return True


def unknown_firm(view: View, clause: Clause) -> str:
    """Return the slug of a subject that is a name nobody knows: "Sony has moved", "" where it is no such name."""
    start, end = clause.subject
    words = view.tokens[start:end]
    if not 0 < len(words) < 4 or not all(t.text[0].isupper() for t in words):
        return ""
    if any(name.start < end and name.end > start for name in view.names) or any(
        time.start < end and time.end > start for time in view.times
    ):
        return ""
    first = words[0]
    if start == 0 and len(words) == 1:
        nouns = view.frames.labels("statistic", "nouns")
        rules = view.frames.grammar
        common = first.lemma in nouns or first.lower in rules.closed or first.lemma in rules.verbs
        if common or first.lower.endswith("s") or view.lexicon.marks.get(first.lemma) or len(first.text) < 4:
            return ""
    return slug(" ".join(t.text for t in words))


def _some_of_them(view: View, clause: Clause) -> bool:
    """Tell "one in Zhejiang has shut a line", "several have turned elsewhere": firms named before."""
    start, end = clause.subject
    return (
        end > start and view.tokens[start].lower in _SOME and (end - start == 1 or view.parse.tags[start + 1] in "PX")
    )


_SOME = frozenset("one some several others many two three four both most few none another half we".split())


def _firms_in(view: View, span: tuple[int, int]) -> bool:
    """Tell whether firms or groups of them are named in the span."""
    return any(view.sort(n) in ("company", "group") for n in view.of("actor", *span)) or bool(group_of(view, span))


def doer(view: View, clause: Clause) -> Clause:
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
    padded: tuple[str, ...] | None = view.frames.cache.get(("said", str(id(wanted))))
    if padded is None:
        padded = view.frames.cache["said", str(id(wanted))] = tuple(f" {words} " for words in wanted)
    text = " " + " ".join([t.lower for t in view.tokens[clause.group : clause.end + 5]]) + " "
    return any(words in text for words in padded)


def by_noun(view: View, clause: Clause) -> tuple[str, str] | None:
    """Return the effect that a noun tells ("a shortage of magnets") and the rule, None for none."""
    index = _rules(view, "nouns")
    if index.keys().isdisjoint(view.words):
        return None
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
    """Return price_rise or price_fall where the verb tells of one, alone or with the words right after it."""
    said = " ".join([clause.lemma, *(t.lower for t in view.tokens[clause.verb + 1 : clause.verb + 5])]) + " "
    phrases: list[tuple[str, tuple[str, ...]]] | None = view.frames.cache.get(("impact", "turns said"))
    if phrases is None:
        table = view.frames.data["impact"]["turns"]
        phrases = [(str(effect), tuple(f"{words} " for words in several)) for effect, several in table.items()]
        view.frames.cache["impact", "turns said"] = phrases
    effect = next((effect for effect, several in phrases if said.startswith(several)), "")
    if effect:
        return effect
    if clause.lemma == "be":
        after = clause.verb + 1
        moved = any(after < f.start < after + 5 and f.value.unit == "%" for f in view.figures)
        word = view.tokens[min(after, len(view.tokens) - 1)].lower
        return _MOVED.get(word, "") if moved else ""
    if clause.lemma == "go":
        return ""
    turns: dict[str, str] | None = view.frames.cache.get(("impact", "turns"))
    if turns is None:
        down, up = view.frames.sets("impact", "price_down"), view.frames.sets("impact", "price_up")
        turns = dict.fromkeys(down, "price_fall") | dict.fromkeys(up, "price_rise")
        view.frames.cache["impact", "turns"] = turns
    return turns.get(clause.lemma, "")


_MOVED = {
    "up": "price_rise", "higher": "price_rise", "down": "price_fall", "lower": "price_fall", "off": "price_fall",
}  # fmt: skip


def by_shares(view: View, clause: Clause) -> tuple[str, str] | None:
    """Read "shares in Toyota fell 2%", "Nutrien lost 4%", "those of Freeport dropped 9.5%"."""
    effect = _turn(view, clause)
    if effect != "price_fall" or clause.shape == "inf" or clause.passive:
        return None  # a share price that rises is no harm (ruling 16)
    start, end = clause.subject
    if any(
        t.lower in ("shares", "stock", "stocks")
        or (t.lower == "share" and view.tokens[min(k + 1, len(view.tokens) - 1)].lemma == "price")
        for k, t in enumerate(view.tokens[start:end], start)
    ):
        named = any(view.sort(n) == "company" for n in view.of("actor", start, clause.end))
        return (effect, "shares") if named or share_owner(view, clause) else None
    firms = [n for n in subject_actors(view, clause) if view.sort(n) == "company"]
    if commodity_subject(view, clause):
        return None  # "Comex copper tumbled by a fifth"
    moved = any(clause.verb < f.start < clause.verb + 6 and f.value.unit == "%" for f in view.figures)
    if firms and moved and not view.has_lemma(view.frames.sets("impact", "not_shares"), clause.start, clause.end):
        return effect, "shares"
    return None


def share_owner(view: View, clause: Clause) -> str:
    """Return the slug of a firm that no list knows: "Fujitsu's stock", "shares of Rohm"; "" where one is known."""
    start, end = clause.subject
    if any(view.sort(n) in ("company", "state", "union") for n in view.of("actor", start, end)):
        return ""
    for place in range(start, end):
        stop = place
        while stop < end and view.tokens[stop].text[0].isupper() and stop - place < 3:
            stop += 1
        after = view.tokens[stop].lower if stop < len(view.tokens) else ""
        before = view.tokens[place - 1].lower if place > start else ""
        owns = stop < end and (after in ("'s", "’s") or (after in ("shares", "stock") and place > start))
        if stop > place and (owns or before in ("of", "in")):
            return slug(" ".join(t.text for t in view.tokens[place:stop]))
    return ""


def by_price(view: View, clause: Clause) -> tuple[str, str] | None:
    """Read "prices have doubled", "copper slid", None where no price is told."""
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


def group_of(view: View, span: tuple[int, int]) -> str:
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


_NOT_IN_GROUP = frozenset(
    """
    some many several most few certain various other more all those these both its their two three four five six seven
    eight nine ten dozen
    """.split()
)
