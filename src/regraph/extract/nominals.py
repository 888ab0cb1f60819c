"""A clause in, hits of its nouns of action out: "the lifting of the ban", "a tariff cut", "the halt of exports"."""

from collections.abc import Iterator

from regraph.extract.acts import Hit, flow_at, verb_classes
from regraph.extract.clauses import Clause
from regraph.extract.roles import Span
from regraph.extract.view import View


def nominals(view: View, clause: Clause | None) -> Iterator[Hit]:
    """Give what nouns of action in a clause do: "the lifting of the ban", "a tariff cut"."""
    tokens = view.tokens
    start, end = (clause.start, clause.end) if clause else (0, len(tokens))
    if view.acting is None:
        view.acting = _nominals(view)
    for place, classes in view.acting:
        if not start <= place < end or any(phrase.head == place for phrase in view.phrases):
            continue
        if (
            clause is not None
            and "impose" in classes
            and place > clause.verb
            and verb_classes(view, clause)[0] & _ACTING
        ):
            continue  # "suspended enforcement of the rule": the verb acts
        following = tokens[place + 1].lower if place + 1 < len(tokens) else ""
        if following in ("of", "on", "to", "in", "for", "from"):
            yield from _of_phrase(view, place, classes, (place + 2, end))
        else:
            yield from _compound(view, place, classes)


def _nominals(view: View) -> list[tuple[int, tuple[str, ...]]]:
    """Return the nouns of action with the verb classes that they stand for.

    "lifting" is looked up as it is, "suspensions" by its lemma.
    """
    table, tags = view.frames.nominal, view.parse.tags
    if view.words.isdisjoint(table):
        return []
    return [
        (place, classes)
        for place, token in enumerate(view.tokens)
        if tags[place] == "W" and (classes := table.get(token.lower) or table.get(token.lemma) or ())
    ]


_ACTING = frozenset(("suspend", "postpone", "lift", "extend", "ease", "maintain"))


def _of_phrase(view: View, place: int, classes: tuple[str, ...], span: Span) -> Iterator[Hit]:
    for rule in view.frames.rules:
        if not rule.verbs & set(classes) or rule.lemmas:
            continue
        for family in rule.objects:
            phrase = next(
                (p for p in view.phrases if span[0] <= p.head < min(span[1], span[0] + 9) and p.head > place), None
            )
            if family == "measure" and phrase is not None and not phrase.used:
                yield Hit(rule, place, phrase, (place, span[1]), nominal=True)
                return
            if family in ("export", "import") and phrase is None and not view.frames.heads.at(view.tokens, place):
                flow = flow_at(view, (span[0], min(span[1], span[0] + 6)), family)
                if flow >= 0:
                    yield Hit(rule, place, None, (flow, span[1]), nominal=True)
                    return


def _compound(view: View, place: int, classes: tuple[str, ...]) -> Iterator[Hit]:
    """Read "the tariff cut", "the ban's extension": the measure stands right before the noun of action."""
    before = next((p for p in view.phrases if p.head_end in (place, place - 1) and not p.used), None)
    if before is None or before.head == place:
        return
    for rule in view.frames.rules:
        if (
            rule.verbs & set(classes)
            and "measure" in rule.objects
            and not rule.lemmas
            and rule.id not in ("maintain", "impose")
        ):
            yield Hit(rule, place, before, (before.start, before.head_end), nominal=True)
            return
