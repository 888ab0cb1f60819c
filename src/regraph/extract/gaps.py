"""A draft of a tariff and its sentence in, the drafts that the sentence leaves unsaid out.

"25% on steel and 10% on aluminium" names the duty once and the rates twice; "China's duties to 10% from 125%" leaves
the verb to the clause before. Each rate with goods of its own, or with a date of its own, is a claim.
"""

from collections.abc import Iterator
from dataclasses import replace

from regraph.extract import roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.quantities import Quantity
from regraph.extract.roles import Span
from regraph.extract.view import At, Phrase, View


def gapped(draft: Draft, view: View, clause: Clause | None) -> Iterator[Draft]:
    """Give the drafts of the second and further rates; the first keeps only the goods beside its own."""
    parts = _parts(view, clause) if clause is not None else []
    if len(parts) < 2:
        return
    for number, (at, span) in enumerate(parts):
        own = _copy(draft, at)
        roles.coverage(own, view, [span], "beside the rate")
        roles.when(own, view, [span])
        if not (own.values.get("materials") or own.values.get("items") or own.values.get("date")):
            return
        if number:
            own.put("date", draft.values.get("date"), "shared")
            yield own
        else:
            for field in ("materials", "items", "rate_to"):
                draft.values.pop(field, None)
            for field in ("materials", "items", "rate_to", "date"):
                draft.put(field, own.values.get(field), own.fills.get(field, ""))


def _copy(draft: Draft, at: At[Quantity]) -> Draft:
    values = {k: list(v) if isinstance(v, list) else v for k, v in draft.values.items() if k not in _OWN}
    own = replace(draft, values=values, fills=dict(draft.fills), features=set(draft.features) | {"gapped"})
    own.put("rate_to", roles.number(at.value.value), "percent")
    return own


_OWN = frozenset(("materials", "items", "rate_to", "rate_from", "date", "count"))


def _parts(view: View, clause: Clause) -> list[tuple[At[Quantity], Span]]:
    """Return the rates that have "on goods" or "from a date" right behind them, each with what follows it."""
    rates = [
        at
        for at in view.figures
        if clause.start <= at.start < clause.end
        and at.value.unit == "%"
        and at.value.rate_from is None
        and at.end < len(view.tokens)
        and view.tokens[at.end].lower in ("on", "for", "from")
    ]
    ends = [*(at.start for at in rates[1:]), clause.end]
    return [(at, (at.end, end)) for at, end in zip(rates, ends, strict=False)]


def change_of_rate(view: View, phrase: Phrase, span: Span) -> str:
    """Return what a phrase with both its rates tells without a verb: eased, expanded, or "" without them."""
    if phrase.noun.family != "tariff":
        return ""
    if not view.words.isdisjoint(("range", "vary", "between")):
        return ""  # "duties range from 8.8% to 34.6%"
    for at in view.figures:
        figure = at.value
        if span[0] <= at.start < span[1] and figure.rate_from is not None and figure.rate_to is not None:
            return "eased" if figure.rate_to < figure.rate_from else "expanded"
    return ""


def shared_by_list(view: View, before: list[Draft], found: list[Draft]) -> list[Draft]:
    """Return the measures that the list below the sentence shares ("suspended the following measures:")."""
    tokens = view.tokens
    if tokens and tokens[-1].text == ":":
        return [d for d in found if d.type == "measure" and not (d.values.get("materials") or d.values.get("items"))]
    return before if is_item(view) else []


def listed(view: View, shared: list[Draft], found: list[Draft]) -> Iterator[Draft]:
    """Give, for an item of such a list, each shared measure with the goods and the reference of the item."""
    if not shared or not is_item(view) or any(d.type in ("measure", "commitment") for d in found):
        return
    start, end = view.offsets(0, len(view.tokens))
    for draft in shared:
        own = replace(
            draft,
            sentence=view.sentence.index,
            role=view.sentence.role,
            start=start,
            end=end,
            values={k: list(v) if isinstance(v, list) else v for k, v in draft.values.items()},
            fills=dict(draft.fills),
            features={*draft.features, "listed"} - {"unclear"},
            anaphoric=False,
        )
        roles.coverage(own, view, [(0, len(view.tokens))], "item of the list")
        named = next((p for p in view.phrases if p.reference), None)
        if named is not None:
            own.values["reference"] = named.reference
        if own.values.get("materials") or own.values.get("items"):
            if own.values.get("kind") == "other":
                own.values["kind"] = "export_control"
            yield own


def is_item(view: View) -> bool:
    """Tell an item of a list by its place or by the bullet, number or letter that it begins with."""
    first = view.tokens[0].text if view.tokens else ""
    return view.sentence.role == "list" or first in _BULLETS or first.isdecimal() or first == "("


_BULLETS = frozenset("•▪●◦‣■-–—*·")
