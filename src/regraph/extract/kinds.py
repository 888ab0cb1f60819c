"""A hit with its clause in, the kind of the measure out: of the rule or the noun, or what words beside say."""

from collections.abc import Sequence

from regraph.extract import roles
from regraph.extract.acts import Hit
from regraph.extract.barred import under_licence
from regraph.extract.clauses import Clause
from regraph.extract.roles import Span
from regraph.extract.view import Phrase, View
from regraph.extract.whole import OPEN

RATED = ("tariff", "export_tax", "import_restriction", "port_fee")  # kinds that have a rate
_FREE = ("export_ban", "export_control", "export_licensing")
_KNOW_HOW = ("technology", "know-how", "knowhow")


def kind_of(view: View, clause: Clause | None, hit: Hit, spans: list[Span]) -> str:
    """Return the kind of the measure, "" where nothing tells it."""
    named = hit.phrase or hit.named
    kind = hit.rule.kind or (named.kind if named else "")
    if clause is not None and (
        (hit.rule.options.get("barred") and under_licence(view, clause))
        or (hit.rule.id == "ban-export" and _only_unlicensed(view, clause))
    ):
        kind = "export_licensing"
    if clause is not None and hit.rule.id == "restrict-export" and _to_amount(view, clause):
        kind = "export_quota"
    if hit.rule.id in ("impose-rate", "charge-rate") and clause is not None and _on_exports(view, clause):
        kind = "export_tax"
    beside = view.tokens[hit.span[0] : hit.span[0] + 5]
    if kind in _FREE and hit.phrase is None and any(token.lemma in _KNOW_HOW for token in beside):
        return "technology_control"  # "forbids the sale abroad of technology"
    licensed = hit.rule.id == "restrict-export" and clause is not None and clause.lemma in ("license", "licence")
    if licensed:
        return "export_licensing"
    sanctions = named is not None and named.noun.family == "sanction"
    return "entity_listing" if sanctions and _on_persons(view, spans) else kind


def _to_amount(view: View, clause: Clause) -> bool:
    """Tell "limited exports to 18,000 tonnes"."""
    return any(
        clause.verb < at.start < clause.end
        and at.value.unit in ("t", "kg", "m3", "lb")
        and view.parse.prep(at.start) in ("to", "at")
        for at in view.figures
    )


def _on_exports(view: View, clause: Clause) -> bool:
    """Tell "charges 10 per cent on exports of copper"."""
    return not clause.passive and any(
        view.frames.flows.get(view.tokens[k].lemma) == "export" and view.parse.prep(k) in ("on", "for")
        for k in range(clause.verb + 1, clause.end)
    )


def foreign_goods(view: View, hit: Hit, spans: Sequence[Span], states: Sequence[str]) -> bool:
    """Tell the ban of one state on the goods of another: "the European ban on Russian aluminium"."""
    return hit.phrase is not None and not hit.phrase.contexts and roles.of_origin(view, spans, states)


def _on_persons(view: View, spans: list[Span]) -> bool:
    """Tell "imposed sanctions on 107 companies", "on the minister": those are listed."""
    named = any(
        view.sort(n) in ("company", "person", "group")
        for s, e in spans
        for n in view.of("actor", s, e)
        if view.parse.prep(n.start) in ("on", "")
    )
    return named or any(s <= at.start < e and at.value.counted == "companies" for s, e in spans for at in view.figures)


def _only_unlicensed(view: View, clause: Clause) -> bool:
    """Tell "exports without prior authorisation are prohibited": a duty to have a licence."""
    start, end = clause.subject if clause.passive else (clause.verb + 1, clause.end)
    place = next((k for k in range(start, end) if view.tokens[k].lower == "without"), -1)
    return place >= 0 and view.has_lemma(view.frames.lists["licence_objects"], place, min(end, place + 6))


def told_by(view: View, phrase: Phrase) -> str:
    """Return the rule of a kind: the words beside the noun, or the noun alone."""
    directed = phrase.contexts & {"export", "import"} or view.tokens[phrase.head].lemma == "tariff"
    return "noun and context" if directed else OPEN
