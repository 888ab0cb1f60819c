"""A hit with its clause in, where its parts stand out: who imposes, who pays, and the spans of what it covers."""

from regraph.extract import roles
from regraph.extract.acts import Hit
from regraph.extract.clauses import Clause
from regraph.extract.roles import Span
from regraph.extract.view import View

_RELIEF = frozenset(("exemption", "waiver", "exclusion"))
TWO_OBJECTS = frozenset(("charge", "slap", "hit", "deny", "grant"))


def payers(view: View, clause: Clause | None, hit: Hit) -> tuple[list[str], list[str]]:
    """Return who imposes and who pays: "exports to the US are subject to a duty", "Mexico goes on paying 25%"."""
    pays = hit.rule.id == "state-introduced" or (
        hit.rule.verbs & {"face"} and clause is not None and (clause.passive or clause.lemma != "charge")
    )
    if clause is None or not pays:
        return [], []
    names = [
        n
        for n in view.of("actor", *clause.subject)
        if view.sort(n) in ("state", "union") and "coref" not in n.value.rule
    ]
    buyers = [n for n in names if view.parse.prep(n.start) in ("to", "into")]
    return roles.actor_ids(view, buyers), roles.actor_ids(view, [n for n in names if n not in buyers])


def fronted_target(view: View, clause: Clause, own: list[str]) -> list[str]:
    """Return whom the act is told of: "For Russia's PhosAgro the department lowered the duty"."""
    if clause.index or not clause.subject[0] or view.tokens[0].lower not in ("for", "against"):
        return []
    names = [n for n in view.of("actor", 0, clause.subject[0]) if view.parse.prep(n.start) in ("for", "against")]
    states = {ident.split("/")[0] for ident in own}
    return [ident for n in names for ident in n.value.ids if ident.split("/")[0] not in states]


def spans_of(view: View, clause: Clause | None, hit: Hit) -> list[Span]:
    """Return where the coverage of the measure stands: its phrase, and the rest of the clause."""
    spans: list[Span] = []
    if hit.phrase is not None:
        others = [p.start for p in view.phrases if p.start >= hit.phrase.head_end]
        stop = min([hit.phrase.end, *others])
        spans.append((hit.phrase.start, stop))
        if hit.nominal and view.tokens[hit.trigger].lemma in _RELIEF and hit.trigger + 2 < hit.phrase.start:
            spans.append((hit.trigger + 1, hit.phrase.start))  # "the exemption of cotton from the duty"
        if clause is not None and not hit.nominal:
            governed = view.parse.prep(hit.phrase.start) in ("under", "to", "with", "into", "on", "from", "onto", "off")
            if (governed or clause.lemma in TWO_OBJECTS) and hit.phrase.start > clause.verb + 1:
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


def imposer_of(view: View, clause: Clause | None, hit: Hit) -> tuple[list[str], str]:
    """Return who imposes, and the rule that found it; "not a state" where only a firm acts."""
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
            and not hit.rule.verbs & {"require"}
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
