"""A view in, drafts of measures told in everyday words out: "shut the gate on ore", "nobody may ship it abroad".

What may pass a border is told of the goods and not of a measure: a gate that is shut, goods that nobody may ship, a
paper that each cargo needs. Clauses in which another reader has found a measure are passed over.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise

from regraph.extract import moments, roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.mood import Mood, ancestors, mood, subject_actors
from regraph.extract.roles import Span
from regraph.extract.view import View


def passages(view: View, told: AbstractSet[int]) -> Iterator[Draft]:
    """Give the measures of one sentence that tell what may pass; `told` are the clauses read by others."""
    for clause in view.parse.clauses:
        if clause.index in told:
            continue
        for read in (_gate, _moved, _accepted, _cut_off, _vetted, _forbidden):
            draft = read(view, clause)
            if draft is not None:
                yield draft
                break


def _named(view: View, span: Span) -> bool:
    named = any(n.value.kind in ("material", "item") for n in view.names if span[0] <= n.start < span[1])
    return named or roles.bare_goods(view, span) is not None


def _draft(view: View, clause: Clause, what: tuple[str, str, str], goods: list[Span]) -> Draft:
    rule, action, kind = what
    first = min(clause.start, *(s for s, e in goods if e > s))
    start, end = view.offsets(first, max(clause.end, *(e for _, e in goods)))
    draft = Draft("measure", view.sentence.index, view.sentence.role, start, end, f"passage/{rule}", clause.lemma)
    draft.put("action", action, rule)
    draft.put("kind", kind, rule)
    roles.coverage(draft, view, goods, "goods")
    if draft.values.get("materials"):
        draft.features.add("trade")
    return draft


def _fill(draft: Draft, view: View, clause: Clause, acting: Clause, told: Mood) -> None:
    """Fill who acts, whom it hits, when, and the mood."""
    who, how = roles.agent(view, acting) if not acting.passive else ([], "")
    draft.add("imposer", who, how)
    spans = [(clause.verb + 1, clause.end)]
    kind = str(draft.values.get("kind", ""))
    draft.add("target", roles.targets(view, spans, who, kind), "preposition")
    around = [(acting.start, acting.end), (clause.start, clause.end)]
    roles.when(draft, view, [*moments.spans_of_times(draft, clause, spans), *around, (0, acting.group)])
    if "date" not in draft.values:
        roles.when_reported(draft, view, clause)
    draft.modality = "fact" if told.rule in _MODALS or told.modality == "fact" else told.modality
    if not who:
        who = roles.speaking_states(view, told.speakers, draft.values.get("target", []))
        draft.add("imposer", who, "who says so")
    own = {i.split("/")[0] for i in who}
    draft.speaker = tuple(
        roles.speaker_ids(view, [n for n in told.speakers if view.sort(n) != "group" and view.state(n) not in own])
    )
    if told.future:
        draft.features.add("future")
    draft.features.add(f"mood:{told.rule}")


_MODALS = frozenset("may might can could must shall should will would cannot".split())


# --- gates and taps ----------------------------------------------------------------------------------------------


def _gate(view: View, clause: Clause) -> Draft | None:
    """Read "shut the gate on untreated ore", "turned off the tap on tin", "brought exports to a standstill"."""
    sets = view.frames.sets
    told = mood(view, clause)
    if told.dropped or told.negated or told.promise is not None:
        return None
    place = _gate_at(view, clause)
    if place < 0:
        return _standstill(view, clause, told)
    said = {t.lower for t in view.tokens[clause.verb + 1 : place + 4]}
    if clause.lemma in sets("passage", "gates.turned"):
        action = "introduced" if "off" in said else "lifted" if "on" in said else ""
    else:
        action = "introduced" if clause.lemma in sets("passage", "gates.closed") else "lifted"
    goods = (place + 1, clause.end)
    if not action or not _named(view, goods):
        return None
    market = view.tokens[place].lemma == "market"
    draft = _draft(view, clause, ("gate", action, "import_restriction" if market else "export_ban"), [goods])
    _fill(draft, view, clause, clause, told)
    return draft


def _gate_at(view: View, clause: Clause) -> int:
    sets = view.frames.sets
    verbs = sets("passage", "gates.closed") | sets("passage", "gates.open") | sets("passage", "gates.turned")
    if clause.lemma not in verbs:
        return -1
    nouns = sets("passage", "gates.nouns")
    for k in range(clause.verb + 1, min(clause.end - 2, clause.verb + 6)):
        after = [t.lower for t in view.tokens[k + 1 : k + 3]]
        if view.tokens[k].lemma in nouns and (after[0] in ("on", "to", "for") or after == ["off", "on"]):
            return k
    return -1


def _standstill(view: View, clause: Clause, told: Mood) -> Draft | None:
    if clause.lemma != "bring" or clause.passive:
        return None
    stops = view.frames.sets("passage", "stops")
    flows = view.frames.flows
    area = range(clause.verb + 1, clause.end)
    flow = next((k for k in area if flows.get(view.tokens[k].lemma) == "export" or view.tokens[k].lemma == "trade"), -1)
    stop = next((k for k in area if view.tokens[k].lemma in stops and view.parse.prep(k) == "to"), -1)
    who = roles.actor_ids(view, subject_actors(view, clause))
    if not who or flow < 0 or stop < flow:
        return None
    draft = _draft(view, clause, ("standstill", "introduced", "export_ban"), [(clause.verb + 1, stop)])
    _fill(draft, view, clause, clause, told)
    return draft


# --- what may pass -------------------------------------------------------------------------------------------------


def _moved(view: View, clause: Clause) -> Draft | None:
    """Read "nobody may ship ore abroad", "barred it from selling chips overseas", "may sell again to China"."""
    sets = view.frames.sets
    if clause.lemma not in sets("passage", "moves") and clause.lemma != "let":
        return None
    itself = clause.passive or clause.lemma in sets("passage", "going")
    goods = clause.subject if itself else (clause.verb + 1, clause.end)
    if not _outward(view, clause):
        return None
    if goods[0] >= goods[1] or not _named(view, goods):
        above = view.parse.clauses[clause.parent] if clause.parent >= 0 and clause.kind == "complement" else None
        goods = (above.verb + 1, above.end) if above is not None else (0, 0)
        if above is None or not _named(view, goods):
            return None  # "told vendors of chip design software that they may sell again"
    if any(goods[0] <= p.head < goods[1] for p in view.phrases):
        return None
    told = mood(view, clause)
    if told.dropped or told.promise is not None:
        return None
    acting = _gatekeeper(view, clause)
    kind = _barred(view, clause, acting, told)
    action = "introduced"
    if not kind and _again(view, clause, acting):
        action, kind = "lifted", "export_control"
    if not kind:
        return None
    if clause.lemma in sets("passage", "inward") or _into(view, clause):
        kind = "import_restriction"
    if kind in ("export_ban", "export_control") and view.has_lemma(_KNOW_HOW, *goods):
        kind = "technology_control"
    draft = _draft(view, clause, ("moved", action, kind), [goods])
    draft.features.add("trade")
    _fill(draft, view, clause, acting or clause, told)
    return draft


_KNOW_HOW = frozenset(("technology", "know-how", "knowhow"))


def _vetted(view: View, clause: Clause) -> Draft | None:
    """Read "shipments have to be signed off by the ministry", "must apply to the bureau for every shipment"."""
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 else None
    owed = clause.modal in ("must", "shall") or (
        clause.shape == "inf" and parent is not None and parent.lemma in ("have", "need", "require", "oblige")
    )
    if not owed or clause.lemma not in view.frames.sets("passage", "vetting"):
        return None
    told = mood(view, clause)
    if told.dropped or told.negated:
        return None
    goods = clause.subject if clause.passive else (clause.verb + 1, clause.end)
    flow = any(
        view.frames.flows.get(t.lemma) == "export" or t.lemma in ("order", "cargo", "consignment")
        for t in view.tokens[slice(*goods)]
    )
    body = any(
        view.sort(n) in ("body", "state", "union") and view.parse.prep(n.start) in ("by", "to", "with")
        for n in view.of("actor", clause.verb, clause.end)
    )
    if not flow or not body or not _named(view, goods):
        return None
    draft = _draft(view, clause, ("vetted", "introduced", "export_licensing"), [goods])
    names = [n for n in view.of("actor", clause.verb, clause.end) if view.parse.prep(n.start) in ("by", "to", "with")]
    draft.add("imposer", roles.actor_ids(view, names[:1]), "who vets")
    early = (parent.start, parent.end) if parent is not None else (0, 0)
    roles.when(draft, view, [(clause.start, clause.end), early])
    return draft


def _forbidden(view: View, clause: Clause) -> Draft | None:
    """Read "exports of raw chrome are off-limits", "are illegal"."""
    words = [t.lower for t in view.tokens[clause.verb : clause.verb + 6]]
    barred = set(words) & {"illegal", "unlawful", "taboo", "verboten"} or "off - limits" in " ".join(words)
    if clause.lemma not in ("be", "become", "remain") or not barred or not _named(view, clause.subject):
        return None
    told = mood(view, clause)
    flow = next(
        (view.frames.flows[t.lemma] for t in view.tokens[slice(*clause.subject)] if t.lemma in view.frames.flows), ""
    )
    if not flow or told.dropped or told.negated:
        return None
    kind = "export_ban" if flow == "export" else "import_restriction"
    draft = _draft(
        view, clause, ("forbidden", "maintained" if clause.lemma == "remain" else "introduced", kind), [clause.subject]
    )
    for phrase in view.phrases:
        phrase.used = phrase.used or clause.verb < phrase.head < clause.end
    _fill(draft, view, clause, clause, told)
    draft.values.pop("imposer", None)
    return draft


def _accepted(view: View, clause: Clause) -> Draft | None:
    """Read "customs began to accept the ore from Myanmar again": imports are open once more."""
    goods = (clause.verb + 1, clause.end)
    again = "again" in {t.lower for t in view.tokens[slice(*goods)]}
    if clause.lemma not in ("accept", "admit", "take", "clear") or clause.passive or not again:
        return None
    told = mood(view, clause)
    who = roles.agent(view, clause)[0]
    if told.dropped or told.negated or told.promise is not None or not who or not _named(view, goods):
        return None
    draft = _draft(view, clause, ("accepted", "lifted", "import_restriction"), [goods])
    _fill(draft, view, clause, clause, told)
    return draft


def _cut_off(view: View, clause: Clause) -> Draft | None:
    """Read "cut Japan off from rare earths"."""
    words = [t.lower for t in view.tokens[clause.verb + 1 : clause.end]]
    off = next((k for k in range(len(words) - 1) if words[k] == "off" and words[k + 1] == "from"), -1)
    if clause.lemma not in ("cut", "shut", "seal") or off < 1 or off > 6:
        return None
    place = clause.verb + 1 + off
    told = mood(view, clause)
    hit = roles.actor_ids(view, list(view.of("actor", clause.verb + 1, place)))
    who = roles.agent(view, clause)[0]
    if (
        told.dropped
        or told.negated
        or told.promise is not None
        or not who
        or not hit
        or not _named(view, (place, clause.end))
    ):
        return None
    draft = _draft(view, clause, ("cut-off", "introduced", "export_ban"), [(place + 2, clause.end)])
    draft.add("target", hit, "object")
    _fill(draft, view, clause, clause, told)
    return draft


def _gatekeeper(view: View, clause: Clause) -> Clause | None:
    """Return the clause whose verb allows or bars: "will be allowed to", "barred them from"."""
    sets = view.frames.sets
    if clause.lemma == "let":
        return clause
    for above in ancestors(view, clause)[:2]:
        if above.lemma in sets("passage", "allows") and clause.shape == "inf":
            return above
        if above.lemma in sets("passage", "bars") and clause.shape == "ing":
            return above
        if above.lemma == "be" and clause.shape == "inf" and view.has_lemma({"free"}, above.verb, clause.start):
            return above  # "are no longer free to sell it abroad"
        if above.lemma not in ("be", "begin", "start", "continue"):
            return None
    return None


def _no(view: View, clause: Clause) -> bool:
    """Tell "does not", "no longer", "nobody", "no company", "not one tonne"."""
    words = [t.lower for t in view.tokens[clause.start : clause.verb]]
    pairs = set(pairwise(words))
    subject = [t.lower for t in view.tokens[slice(*clause.subject)]]
    none = bool(_NONE & set(subject[:4])) or subject[:2] in (["not", "one"], ["not", "a"])
    odd = clause.negated or ("no", "longer") in pairs or ("not", "any") in pairs
    return odd != none


_NONE = frozenset(("no", "nobody", "nothing", "none", "neither", "no-one"))


def _barred(view: View, clause: Clause, acting: Clause | None, told: Mood) -> str:
    """Return the kind of measure that keeps the goods back, "" where nothing does."""
    sets = view.frames.sets
    if not sets("passage", "hindrances").isdisjoint(view.words):
        return ""
    if acting is not None and acting.lemma in sets("passage", "bars"):
        forbidden = not acting.negated
    elif acting is not None:
        stopped = acting.shape == "ing" and mood(view, acting).negated  # "has stopped letting ore out"
        forbidden = _no(view, acting) or stopped or (acting is not clause and clause.negated)
    else:
        allowed = clause.modal in ("may", "can", "cannot", "must", "shall")
        outright = clause.passive and clause.modal == "will" and clause.lemma in sets("passage", "moves")
        if outright and bool(_NONE & {view.tokens[clause.subject[0]].lower}):
            return "export_ban"  # "no more raw ore will be sold abroad"
        whole = clause.modal in ("will", "would") and clause.lemma in sets("passage", "going")
        forbidden = _no(view, clause) and (allowed or whole or told.rule in ("may", "can"))
    rest = view.tokens[clause.verb + 1 : min(len(view.tokens), clause.verb + 24)]
    papers = [k for k, t in enumerate(rest) if t.lemma in sets("passage", "papers")]
    excepted = [k for k, t in enumerate(rest) if t.lower in sets("passage", "excepting")]
    licensed = any(0 < p - e <= 7 for p in papers for e in excepted)
    opening = view.tokens[: clause.subject[0]] if clause.index == 0 else ()
    if {"without"} & {t.lower for t in opening[:1]} and any(t.lemma in sets("passage", "papers") for t in opening):
        return "export_licensing" if _no(view, clause) else ""  # "without a licence, no terbium leaves the country"
    if licensed and (forbidden or clause.modal in ("may", "can", "must", "shall")):
        return "export_licensing"
    if not forbidden:
        return _capped(view, clause, acting)
    return "export_ban"


def _capped(view: View, clause: Clause, acting: Clause | None) -> str:
    """Read "will let out no more than 90,000 tonnes", "may ship only 18,000 tonnes"."""
    if acting is None and clause.modal not in ("may", "can", "must", "shall"):
        return ""
    for at in view.figures:
        words = [t.lower for t in view.tokens[max(0, at.start - 3) : at.start + 2]]
        if at.value.unit in ("t", "kg", "m3", "lb") and ("only" in words or {"no", "more"} <= set(words)):
            return "export_quota"
    return ""


def _again(view: View, clause: Clause, acting: Clause | None) -> bool:
    """Tell "may sell to China again", "are free to ship once more"."""
    area = view.tokens[(acting or clause).start : clause.end]
    words = {t.lower for t in area}
    permitted = clause.modal in ("may", "can") or acting is not None
    return permitted and "again" in words and not _no(view, acting or clause)


def _outward(view: View, clause: Clause) -> bool:
    """Tell whether the goods cross a border: the verb says so, or "abroad", "out of", "leave the country"."""
    sets = view.frames.sets
    words = [t.lower for t in view.tokens[clause.verb + 1 : clause.end]]
    if clause.lemma == "let":
        return bool({"out", "in", "into"} & set(words[:12]))
    if clause.lemma in sets("passage", "outright") | sets("passage", "inward"):
        return True
    said = " " + " ".join(words) + " "
    if any(f" {phrase} " in said for phrase in sets("passage", "abroad")):
        return True
    if clause.lemma in ("leave", "exit"):
        near = words[:4]
        states = any(clause.verb < n.start <= clause.verb + 3 for n in view.of("actor", clause.verb, clause.end))
        return states or not near or bool(set(near) & sets("passage", "home")) or near[0] in (".", ",", "from", "after")
    if clause.lemma in ("sell", "send", "supply", "deliver"):
        return any(
            view.parse.prep(n.start) in ("to", "in") and view.sort(n) in ("state", "union")
            for n in view.of("actor", clause.verb + 1, clause.end)
        )
    return False


def _into(view: View, clause: Clause) -> bool:
    words = [t.lower for t in view.tokens[clause.verb + 1 : clause.end]]
    return "into" in words and "out" not in words
