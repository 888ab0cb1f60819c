"""A clause about goods in, whether they may not pass out: barred outright, or let through only with a licence."""

from regraph.extract.clauses import Clause
from regraph.extract.roles import Span
from regraph.extract.view import View


def barred(view: View, clause: Clause) -> bool:
    """Tell "raw ore may no longer be exported"."""
    if clause.lemma == "leave":  # "raw ore may no longer leave the country"
        said = {t.lower for t in view.tokens[clause.start : clause.verb]}
        held = clause.negated or "longer" in said or "cannot" in said
        allowed = clause.modal in ("may", "can", "cannot", "must", "shall") or said & {"may", "can"}
        return held and not clause.passive and bool(allowed) and goods_themselves(view, clause.subject)
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 else None
    to_be = clause.shape == "inf" and parent is not None and parent.lemma == "be" and clause.group == parent.verb + 1
    if to_be and clause.passive:  # "no raw ore is to be exported"
        return clause.negated or view.tokens[clause.subject[0]].lower == "no"
    if not clause.passive or clause.modal not in ("may", "can", "cannot", "will", "shall", "must"):
        return False
    words = {t.lower for t in view.tokens[clause.start : clause.verb]}
    if under_licence(view, clause):
        return True
    return (
        clause.negated
        or "longer" in words
        or "cannot" in words
        or "no" in {t.lower for t in view.tokens[clause.subject[0] : clause.subject[0] + 1]}
    )


def under_licence(view: View, clause: Clause) -> bool:
    """Tell "may be exported only under licence", "shall not be exported without permission"."""
    last = min(len(view.tokens), clause.verb + 14)
    after = {t.lower for t in view.tokens[clause.group : last]}
    licensed = view.has_lemma(view.frames.lists["licence_objects"], clause.verb + 1, last)
    return licensed and bool(after & {"without", "unless", "except"} if clause.negated else after & {"only"})


def goods_themselves(view: View, span: Span) -> bool:
    """Tell "bars fuel from crossing": goods themselves are the object, no measure and no flow."""
    near = [
        n for n in view.names if span[0] <= n.start < min(span[1], span[0] + 4) and n.value.kind in ("material", "item")
    ]
    if not near or any(span[0] <= p.head < span[1] for p in view.phrases):
        return False
    return not any(view.frames.flows.get(t.lemma) for t in view.tokens[span[0] : span[1]])
