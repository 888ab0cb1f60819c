"""Sentences and a lexicon in, the mentions of every sentence out: sorted, not overlapping.

Three steps: the names of the lexicon in all sentences; the states that the document is about; then the rules for
forms (bodies, people, firms, goods, references), the better-ranked and longer span winning where two overlap.

What the fields of a `Mention` hold:
- actor: one id. `rule` begins with its type (state, body, person, company, organisation, group) and ends with
  "@XX" where the text or the context gives the state: ask `acting_state` and `actor_type`.
  "state:demonym" is an adjective ("Chinese exports"), "state:government" includes the noun ("Dutch government").
- material, item: ids. An item beside a material is the form it has (rule "item:form": lithium | concentrate).
- measure: the reference in one written form. agreement: slug, and the place in its name. place: slug.
- name: a proper name of unknown type; firms and people in subject position come as actors.
"""

from collections.abc import Iterable, Iterator, Sequence

from regraph.extract.bodies import body_spans
from regraph.extract.firms import firm_spans, group_spans
from regraph.extract.goods import material_and_item_spans
from regraph.extract.lexicon import Lexicon
from regraph.extract.people import person_spans, remember
from regraph.extract.references import agreement_spans, reference_spans
from regraph.extract.spans import FUNCTION_WORDS, Context, Span, View, view_of
from regraph.extract.tokens import Sentence
from regraph.extract.trie import Mark
from regraph.model import Mention


def find_mentions(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> list[list[Mention]]:
    """Return one list of mentions a sentence."""
    views = [view_of(sentence, lexicon) for sentence in sentences]
    context = Context(main_state=next(iter(state_ranking(views)), None), acronyms=_acronyms(text))
    chosen = []
    for view in views:
        chosen.append(_best(list(_spans(view, context, lexicon))))
        _remember_names(view, context, lexicon)
        first = next((name for name in view.names if name.rule.startswith("state:")), None)
        context.last_state = first.ids[0] if first else context.last_state
    return [_mentions(view, _with_short(view, spans, context)) for view, spans in zip(views, chosen, strict=True)]


def _remember_names(view: View, context: Context, lexicon: Lexicon) -> None:
    """Keep the surnames of persons and the first words of firms that the lexicon knows by more than one word."""
    for name in view.names:
        if name.end - name.start < 2:
            continue
        if name.rule == "person:name":
            remember(view, name, context, lexicon)
            continue
        if name.rule == "company:name":
            word = view.tokens[name.start].text
            marked = lexicon.interest[view.tokens[name.start].lower] & ~Mark.PROPER
            if len(word) < 4 or marked or word in _COMMON:
                continue
        else:
            continue
        if word[0].isupper() and word.lower() not in FUNCTION_WORDS:
            context.short.setdefault(word, name)


_COMMON = frozenset(
    """
    American Standard United National General Global First International Royal Southern Northern Western Eastern
    Central Advanced Applied Critical Green Blue Pacific Atlantic Rare World Industrial
    """.split()
)


def _acronyms(text: str) -> frozenset[str]:
    return frozenset({"MOFCOM"}) if "MOFCOM" in text else frozenset()


def state_ranking(views: Iterable[View]) -> list[str]:
    """Return the states of a document, the one it is mainly about first: those named early and first count more."""
    scores: dict[str, int] = {}
    for number, view in enumerate(views):
        first = True
        for name in view.names:
            if name.rule.startswith("state:"):
                if name.rule == "state:demonym":  # goods and firms of a state, that others act on
                    scores[name.ids[0]] = scores.get(name.ids[0], 0) + 1
                    continue
                weight = 1 + (2 if first else 0) + (4 if first and number < 3 else 0)
                scores[name.ids[0]] = scores.get(name.ids[0], 0) + weight
                first = False
    return sorted(scores, key=lambda state: (-scores[state], state))


def _spans(view: View, context: Context, lexicon: Lexicon) -> Iterator[Span]:
    for name in view.names:
        if name.kind != "material":
            yield name
    yield from material_and_item_spans(view, lexicon)
    bits = view.bits
    if bits & (Mark.BODY | Mark.GOVERNMENT):
        yield from body_spans(view, context, lexicon)
    yield from person_spans(view, context, lexicon)
    yield from firm_spans(view, context, lexicon)
    if bits & (Mark.GROUP | Mark.FIRM):
        yield from group_spans(view, lexicon)
    if bits & Mark.INSTRUMENT:
        yield from reference_spans(view, context, lexicon)
    if bits & Mark.AGREEMENT:
        yield from agreement_spans(view, lexicon)


def _best(spans: list[Span]) -> list[Span]:
    """Return the spans that do not overlap, the higher rank and the longer span first."""
    taken: set[int] = set()
    out = []
    for span in sorted(spans, key=lambda span: (-span.rank, span.start - span.end, span.start, span.kind, span.ids)):
        places = range(span.start, span.end)
        if taken.isdisjoint(places):
            taken.update(places)
            out.append(span)
    return out


def _with_short(view: View, spans: list[Span], context: Context) -> list[Span]:
    """Add the short forms of names that the document gives in full: surnames, acronyms, first words of firms."""
    if context.short:
        taken = {place for span in spans for place in range(span.start, span.end)}
        for place in view.capitals:
            known = context.short.get(view.tokens[place].text)
            if known is not None and place not in taken:
                spans.append(known._replace(start=place, end=place + 1, rule=_short_rule(known.rule)))
    return spans


def _short_rule(rule: str) -> str:
    kind, _, rest = rule.partition(":")
    _, at, state = rest.rpartition("@")
    return f"{kind}:short{at}{state if at else ''}"


def _mentions(view: View, spans: list[Span]) -> list[Mention]:
    tokens = view.tokens
    return [
        Mention(
            start=tokens[span.start].start, end=tokens[span.end - 1].end, kind=span.kind, ids=span.ids, rule=span.rule
        )
        for span in sorted(spans)
        if span.kind not in ("none", "media")
    ]


def acting_state(mention: Mention, lexicon: Lexicon) -> str | None:
    """Return the state that an actor mention acts for or belongs to, None where none is known."""
    _, at, state = mention.rule.rpartition("@")
    if at:
        return state
    return next((known for ident in mention.ids if (known := lexicon.state_of(ident))), None)


def actor_type(mention: Mention, lexicon: Lexicon) -> str:
    """Return state, union, body, person, company, organisation or group."""
    known = lexicon.type_of(mention.ids[0]) if mention.ids else None
    return known or mention.rule.partition(":")[0]
