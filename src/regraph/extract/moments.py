"""The clause of a measure in, the spans out in which its date, end and length are told.

Nearest first: the measure and its clause, a phrase at the head of the sentence, a day on which the governing act was
done ("sent to Congress on Monday a bill creating a levy"), the day that "when" points back to.
"""

from collections.abc import Iterator, Sequence

from regraph.extract import roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.fill import NOTE, SCOPE
from regraph.extract.lexicon import Lexicon
from regraph.extract.mentions import acting_state, actor_type
from regraph.extract.times import Time
from regraph.extract.tokens import Sentence
from regraph.extract.view import View
from regraph.model import Mention

Span = tuple[int, int]

# What is said of a measure that stands: the days in its own noun phrase are those of its start, not of the standing.
_OF_ANOTHER_DAY = frozenset(("maintained", "suspended", "lifted", "extended", "postponed", "eased"))
_MAKES = frozenset(
    (
        "send sign pass approve adopt publish issue announce present table submit propose unveil release decide order "
        "gazette"
    ).split()
)


def spans_of_times(draft: Draft, clause: Clause | None, spans: Sequence[Span]) -> list[Span]:
    """Return the spans to look for times in, nearest first."""
    action = str(draft.values.get("action", ""))
    if clause is None:
        return list(spans)
    if action == "maintained":
        return [(clause.group, clause.end), *([(0, clause.subject[0])] if _fronted(clause) else [])]
    out = [*spans, (clause.group, clause.end), (clause.start, clause.end), *_fronted(clause)]
    if action not in _OF_ANOTHER_DAY:
        out += _subject(clause)
    return out


_FROM_DAY = frozenset(("starting", "beginning", "effective", "from", "commencing"))


def trailing(view: View, clause: Clause) -> list[Span]:
    """Return where a day of effect stands behind the clauses that follow: "…, starting Sept. 1"."""
    for at in view.times:
        if at.start < clause.end or not at.value.edtf:
            continue
        words = [t.lower for t in view.tokens[max(0, at.start - 2) : at.start + 1]]
        others = (c for c in view.parse.clauses if clause.end <= c.start <= at.start and c.group > c.start)
        near = not any(c.kind in ("main", "coord", "complement") for c in others)
        if near and _FROM_DAY & set(words) and "," in [t.text for t in view.tokens[max(0, at.start - 3) : at.start]]:
            return [(at.start, at.end)]
    return []


def wider_spans(view: View, clause: Clause | None) -> list[Span]:
    """Return where the day stands if the clause itself tells none: the act that governs it, the day before "when"."""
    if clause is None:
        return []
    if clause.marker in ("when", "where"):
        return [(max(0, clause.start - 5), clause.start)]
    out: list[Span] = []
    below = clause
    while below.parent >= 0 and len(out) < 3:
        above = view.parse.clauses[below.parent]
        dependent = below.kind in ("inf", "ing", "complement") or (below.kind == "participle" and not below.passive)
        if not dependent or not (
            above.lemma in _MAKES or view.frames.grammar.classes.get(above.lemma) in ("promise", "begin", "plan")
        ):
            break
        out.append((above.group, above.end))
        out += _fronted(above)
        below = above
    return out


_POINTING = frozenset(
    (
        "it they this that these those change changes move measure measures rule rules decision order law ban curbs "
        "restrictions tariff tariffs duty levy step regime requirement requirements controls decree "
        "regulation regulations"
    ).split()
)
_STARTS = {
    "take": "effect",
    "enter": "force",
    "come": "force effect",
    "go": "force effect",
    "kick": "in",
    "apply": "",
    "begin": "",
    "start": "",
}


def days_of_effect(view: View) -> Iterator[Draft]:
    """Give notes of a day of effect told on its own: "The change comes into force on 1 May"."""
    for clause in view.parse.clauses:
        if (
            clause.lemma not in _STARTS
            or clause.passive
            or clause.negated
            or clause.kind in ("relative", "inf", "ing", "participle")
        ):
            continue
        start, end = clause.subject
        subject = [token.lower for token in view.tokens[start:end]]
        if (
            not subject
            or len(subject) > 3
            or subject[-1] not in _POINTING
            or (len(subject) > 1 and subject[0] not in ("the", "this", "these", "both"))
        ):
            continue
        wanted = _STARTS[clause.lemma].split()
        if wanted and not any(token.lower in wanted for token in view.tokens[clause.verb + 1 : clause.verb + 4]):
            continue
        if any(
            phrase.start < clause.group and phrase.head >= start and not phrase.noun.generic for phrase in view.phrases
        ):
            continue  # a claim of its own
        at = next(
            (
                at
                for at in view.times
                if clause.group <= at.start < clause.end and at.value.edtf and at.value.kind == "date"
            ),
            None,
        )
        if at is None:
            continue
        first, last = view.offsets(start, clause.end)
        note = Draft(
            "measure", view.sentence.index, view.sentence.role, first, last, "measure/day-of-effect", clause.lemma
        )
        note.put("date", at.value.edtf, at.value.rule)
        note.features.add(NOTE)
        yield note


def scopes(view: View) -> Iterator[Draft]:
    """Give notes of what a measure covers, told on its own: "The list includes copper tubes and wires"."""
    for clause in view.parse.clauses:
        if clause.lemma not in view.frames.lists["scope_verbs"] or clause.passive or clause.negated or clause.modal:
            continue
        start, end = clause.subject
        subject = [token.lower for token in view.tokens[start:end]]
        if not 0 < len(subject) <= 4 or subject[-1] not in _POINTING or subject[0] not in _POINTERS:
            continue
        behind = [token.lower for token in view.tokens[clause.verb + 1 : clause.verb + 3]]
        if clause.lemma == "apply" and "to" not in behind:
            continue
        if any(clause.verb < phrase.head < clause.end for phrase in view.phrases):
            continue  # "the measures include a ban"
        first, last = view.offsets(start, clause.end)
        note = Draft("measure", view.sentence.index, view.sentence.role, first, last, "measure/scope", clause.lemma)
        roles.coverage(note, view, [(clause.verb + 1, clause.end)], "scope told after")
        if note.values.get("materials") or note.values.get("items"):
            note.features.add(SCOPE)
            yield note


_POINTERS = frozenset("the this these both it they that those".split())


def _fronted(clause: Clause) -> list[Span]:
    """Return the span before the subject: "On Monday the ministry …"."""
    if clause.kind in ("main", "coord", "inf") and clause.index < 3:
        return [(0, clause.group)]
    return []


def _subject(clause: Clause) -> list[Span]:
    """Return the subject up to the verb: "the order of 4 April, which subjects …", "the notice, dated May 3, bans"."""
    if clause.subject == (0, 0):
        return []
    end = clause.group if clause.subject[0] < clause.group else clause.subject[1]
    return [(clause.subject[0], end)]


_SAID = frozenset("say tell announce statement report confirm publish sign".split())
Said = tuple[int, str, frozenset[str]]  # sentence, day, states of those whom the sentence names


def said_days(
    found: Sequence[Sentence], names: Sequence[Sequence[Mention]], times: Sequence[Time], lexicon: Lexicon
) -> list[Said]:
    """Return the days on which something was said or announced: "Petro said at an event on Thursday"."""
    out: list[Said] = []
    for sentence, here in zip(found, names, strict=False):
        told = [t.start for t in sentence.tokens if t.lemma in _SAID]
        if not told or sentence.role in ("headline", "caption"):
            continue
        if any(m.kind == "actor" and actor_type(m, lexicon) in ("company", "group", "organisation") for m in here):
            continue  # a firm's day is not the government's
        states = {acting_state(m, lexicon) or ident.split("/")[0] for m in here if m.kind == "actor" for ident in m.ids}
        for time in times:
            exact = sentence.start <= time.start < sentence.end and time.kind == "date" and len(time.edtf or "") == _DAY
            if exact and any(0 < time.start - start < _REACH for start in told):
                out.append((sentence.index, str(time.edtf), frozenset(states)))
                break
    return out


_DAY, _REACH = 10, 60  # characters


def announced(drafts: Sequence[Draft], days: Sequence[Said]) -> None:
    """Date the news itself, where it has no day, with the day on which it was announced, told close behind it."""
    body = [d for d in drafts if d.type == "measure" and d.role not in ("headline", "caption")]
    for draft in body:
        if draft.sentence - body[0].sentence > 1 or draft.values.get("date") or draft.modality != "fact":
            continue
        if draft.values.get("action") == "maintained" or draft.features & {"presupposed", "nominal"}:
            continue
        own = {actor.split("/")[0] for actor in draft.values.get("imposer", [])}
        for sentence, day, states in days:
            if 0 <= sentence - draft.sentence <= 3 and own & states:
                draft.put("date", day, "announced")
                break
