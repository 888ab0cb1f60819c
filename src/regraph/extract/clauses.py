"""A sentence in, its clauses out: verb, voice, mood, subject and object spans, and what each hangs on.

Verbs come first: each verb group is one clause, and the boundary between two of them is the strongest marker
between (relative, subordinator, semicolon, coordinator, comma), or the reporting verb. Linear in the sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from regraph.extract.borders import boundary, opens
from regraph.extract.grammar import Grammar, grammar, tag
from regraph.extract.tokens import Token
from regraph.extract.verb_groups import OBJECT, TIME_WORDS, Group, is_time_word, settle_bare, skip_dateline, verb_groups


@dataclass(slots=True)
class Clause:
    """One verb with its span of tokens; spans are half-open token numbers within the sentence."""

    index: int
    start: int
    end: int
    group: int  # first token of the verb group
    verb: int  # the main verb
    lemma: str
    shape: str  # finite, inf, ing, participle
    kind: str = "main"  # main, coord, relative, sub, complement, inf, ing, participle
    passive: bool = False
    modal: str = ""
    negated: bool = False
    perfect: bool = False
    past: bool = False
    marker: str = ""
    subject: tuple[int, int] = (0, 0)
    parent: int = -1

    @property
    def object(self) -> tuple[int, int]:
        """The span after the verb."""
        return (self.verb + 1, self.end)


@dataclass(slots=True)
class Parse:
    """A sentence with its tags, clauses and, for every token, the preposition or verb that governs it."""

    tokens: Sequence[Token]
    tags: list[str]
    lemmas: list[str]
    clauses: list[Clause]
    governor: list[int] = field(default_factory=list)  # token number of the preposition, verb or -1
    clause_of: list[int] = field(default_factory=list)

    def prep(self, place: int) -> str:
        """Return the preposition that governs the token, "" where a verb or nothing does."""
        g = self.governor[place]
        return self.tokens[g].lower if g >= 0 and self.tags[g] in "PT" else ""


def parse(
    tokens: Sequence[Token], actors: Sequence[bool], rules: Grammar | None = None, fixed: Sequence[bool] = ()
) -> Parse:
    """Return the parse of a sentence; `actors[i]` is true where token i ends the name of an actor (see `tag`)."""
    rules = rules or grammar()
    tags, lemmas = tag(tokens, actors, rules, fixed)
    skip_dateline(tokens, tags)
    groups = verb_groups(tokens, tags, lemmas, rules)
    settle_bare(groups, tokens, tags, actors, rules)
    clauses = _clauses(groups, tokens, tags, rules, actors)
    out = Parse(tokens, tags, lemmas, clauses)
    out.governor = _governors(tokens, tags, clauses)
    out.clause_of = [-1] * len(tokens)
    for clause in clauses:
        out.clause_of[clause.start : clause.end] = [clause.index] * (clause.end - clause.start)
    return out


def _clauses(
    groups: list[Group], tokens: Sequence[Token], tags: Sequence[str], rules: Grammar, actors: Sequence[bool]
) -> list[Clause]:
    clauses: list[Clause] = []
    pending: tuple[int, int] = (0, 0)  # a subject whose verb has not come yet, as a relative clause stands between
    for n, group in enumerate(groups):
        floor = groups[n - 1].verb + 1 if n else 0
        marker, kind = boundary(group, floor, (tokens, tags, rules), groups[n - 1] if n else None)
        opened = (
            _contact(group, floor, tokens, tags, actors) if kind in ("main", "coord", "resume", "complement") else -1
        )
        if opened >= 0:
            marker, kind = opened, "relative"
        start = max(marker, floor)
        clause = Clause(
            index=n, start=start, end=len(tokens), group=group.start, verb=group.verb, lemma=group.lemma,
            shape=group.shape, kind=kind, passive=group.passive, modal=group.modal, negated=group.negated,
            perfect=group.perfect, past=group.past,
            marker=tokens[marker].lower if floor <= marker < group.start and opens(marker, tokens, tags, kind) else "",
        )  # fmt: skip
        if clauses:
            clauses[-1].end = min(clauses[-1].end, start)
        pending = _subject(clause, clauses, pending, (tokens, tags, rules))
        if clause.kind == "ing" and clauses:
            _own_actor(clause, clauses[-1], tokens, actors)
        clauses.append(clause)
    return clauses


_CONTACT = frozenset(("it", "they", "he", "she", "we"))


def _contact(group: Group, floor: int, tokens: Sequence[Token], tags: Sequence[str], actors: Sequence[bool]) -> int:
    """Return where a relative clause without a pronoun opens ("the licensing it brought in"), -1 where none does."""
    place = group.start - 1
    while place > floor and tags[place] == "A":
        place -= 1
    if group.shape != "finite" or place < floor + 2:
        return -1
    first = place
    if tokens[place].lower not in _CONTACT:
        if not actors[place] or not tokens[place].text[0].isupper() or group.modal:
            return -1
        while first > floor and tags[first - 1] == "W" and tokens[first - 1].text[0].isupper():
            first -= 1
        if first > floor and tokens[first - 1].lower == "the":
            first -= 1
    noun = first - 1
    plain = (
        noun > floor and tags[noun] == "W" and tokens[noun].text[0].islower() and not is_time_word(tokens[noun].lower)
    )
    if (
        not plain
        or (first < place and tokens[noun].lower[-1] != "s")
        or (tokens[place].lower not in _CONTACT and tokens[noun].lower[-1] != "s")
    ):
        return -1
    start = noun
    while start > floor and tags[start - 1] == "W" and tokens[start - 1].lower not in ("'s", "’s"):
        start -= 1
    return first if (start > floor and tags[start - 1] == "D") or (start >= floor and tags[start] == "D") else -1


def _own_actor(clause: Clause, last: Clause, tokens: Sequence[Token], actors: Sequence[bool]) -> None:
    """Read "resulted in China postponing" and "accused China of being slow": the actor before the gerund does it."""
    place = clause.group - 1
    if place > last.verb and actors[place]:
        first = place
        while first - 1 > last.verb and (tokens[first - 1].text[0].isupper() or tokens[first - 1].lower == "the"):
            first -= 1
        clause.subject = (first, place + 1)
    elif (
        clause.marker in ("of", "for")
        and last.lemma in ("accuse", "blame", "criticise", "suspect", "condemn")
        and clause.start > last.verb + 1
    ):
        clause.subject = (last.verb + 1, clause.start)


Around = tuple[Sequence[Token], Sequence[str], Grammar]
Bounds = tuple[int, int]


def _subject(clause: Clause, clauses: list[Clause], pending: Bounds, around: Around) -> Bounds:
    """Fill `subject` and `parent`; return the subject that still waits for its verb."""
    tokens, tags, rules = around
    last = clauses[-1] if clauses else None
    span = (clause.start + (1 if clause.marker else 0), clause.group)
    clause.parent = last.index if last else -1
    if clause.kind in ("inf", "ing", "participle"):
        _dependent_subject(clause, last, tags, rules, tokens)
        opens_sentence = last is None and clause.kind == "participle"
        return _trim((0, clause.start), tokens, tags) if opens_sentence else pending
    if clause.kind == "relative":
        return _relative_subject(clause, last, pending, around)
    subject = _trim(span, tokens, tags)
    if _has_noun(subject, tags):
        clause.subject = subject
        clause.parent = last.index if last and clause.kind in ("complement", "sub") else _main_before(clauses)
        return (0, 0)
    if clause.kind == "resume" and pending != (0, 0):
        clause.subject, clause.kind, clause.parent = pending, "main", -1
        return (0, 0)
    if last is not None and not _resumed(clause, last, around):
        _shared_subject(clause, last, clauses, around)
    return pending


def _relative_subject(clause: Clause, last: Clause | None, pending: Bounds, around: Around) -> Bounds:
    """Fill the subject of a relative clause: its own, else the noun before it."""
    tokens, tags, _ = around
    floor = last.verb + 1 if last else 0
    clause.subject = _trim((clause.start + (1 if clause.marker else 0), clause.group), tokens, tags)
    openers = (k + 1 for k in range(floor, clause.start) if tokens[k].lower in ("that", "while", "although", "as"))
    opened = max(openers, default=floor)
    antecedent = _trim((opened, clause.start), tokens, tags)
    if not _has_noun(clause.subject, tags):
        clause.subject = antecedent
    return antecedent if last is None or opened > floor else pending


def _resumed(clause: Clause, last: Clause, around: Around) -> bool:
    """Fill a clause that goes on after "and lift", "let the ban lapse" or a report between commas; tell if it did."""
    tokens, tags, rules = around
    base_form = tokens[clause.verb].lower == clause.lemma
    if clause.kind == "coord" and last.modal and last.shape == "finite" and base_form and clause.group == clause.verb:
        clause.modal, clause.subject, clause.parent = (
            last.modal,
            last.subject,
            last.parent,
        )  # "would review and approve"
        clause.kind = last.kind if last.kind == "complement" else clause.kind
        return True
    if clause.kind == "coord" and last.shape == "inf" and base_form and clause.group == clause.verb:
        clause.shape, clause.subject, clause.parent = "inf", last.subject, last.parent
        return True
    if clause.kind != "resume":
        return False
    if last.lemma == "let" and base_form and not clause.modal:
        clause.shape, clause.kind, clause.parent = "inf", "inf", last.index
        clause.subject = _trim((last.verb + 1, clause.group), tokens, tags)
        return True
    if tokens[clause.group - 1].text == "," and rules.classes.get(last.lemma) == "report":
        opened = next((k + 1 for k in range(last.verb + 1, clause.group - 1) if tokens[k].text == ","), 0)
        apposed = _trim((opened, clause.group), tokens, tags) if opened else (0, 0)
        if apposed != (0, 0) and _has_noun(apposed, tags):
            clause.subject, clause.parent = apposed, -1
            return True
    return False


def _shared_subject(clause: Clause, last: Clause, clauses: list[Clause], around: Around) -> None:
    """Give a clause without a subject that of the clause it is coordinated with, and its voice where it is shared."""
    tokens, tags, _ = around
    base = last
    dependent = ("inf", "ing", "participle", "relative")
    while base.kind in dependent and base.parent >= 0 and clause.shape == "finite" and base.shape != clause.shape:
        base = clauses[base.parent]
    clause.subject, clause.parent = base.subject, base.parent
    shared = clause.past and base.passive and not clause.passive and clause.shape == "finite"
    if shared and tags[clause.group] == "V":
        after = tags[clause.verb + 1] if clause.verb + 1 < len(tags) else ""
        clause.passive = after not in OBJECT or tokens[clause.verb + 1].lower in TIME_WORDS


def _main_before(clauses: list[Clause]) -> int:
    """Return the clause that a coordinated one is coordinated with: its parent is shared."""
    return clauses[-1].parent if clauses and clauses[-1].kind == "complement" else -1


def _dependent_subject(
    clause: Clause, last: Clause | None, tags: Sequence[str], rules: Grammar, tokens: Sequence[Token]
) -> None:
    if last is None:
        clause.subject = _trim((0, clause.start), tokens, tags)
        return
    between = (last.verb + 1, clause.start)
    if clause.kind == "participle":
        clause.subject = _trim(between, tokens, tags)
    elif clause.kind == "inf" and last.lemma in rules.object_control and not last.passive and _has_noun(between, tags):
        opened = between[0] + (1 if tags[between[0]] == "P" else 0)  # "called on Indonesia to lift"
        clause.subject = _trim((opened, between[1]), tokens, tags)
    elif (
        clause.kind == "ing"
        and tags[clause.start] != "P"
        and clause.start > last.verb + 1
        and tokens[clause.start - 1].text != ","
    ):
        clause.subject = _trim(between, tokens, tags) if _has_noun(between, tags) else last.subject
    else:
        clause.subject = last.subject
    if clause.subject == (0, 0):
        clause.subject = last.subject


def _has_noun(span: tuple[int, int], tags: Sequence[str]) -> bool:
    return any(tags[k] in "WQ" or (tags[k] == "D" and span[1] - span[0] == 1) for k in range(*span))


def _trim(span: tuple[int, int], tokens: Sequence[Token], tags: Sequence[str]) -> tuple[int, int]:
    start, end = span
    for k in range(start + 1, min(end, start + 5)):  # "The day before, Carney and Trump spoke"
        if (
            tokens[k].text == ","
            and tokens[start].lower in ("the", "a", "one", "two")
            and tokens[k - 1].lower in ("before", "earlier", "later", "after")
        ):
            start = k + 1
    while end > start and tags[end - 1] in "XA":
        end -= 1
    while start < end:
        if tags[start] in "ACX" or tokens[start].lower in ("that", "which", "who"):
            start += 1
        elif (
            tags[start] == "P"
            and tokens[start].lower in ("about", "around", "over", "under")
            and start + 1 < end
            and tokens[start + 1].text[0].isdigit()
        ):
            start += 1  # "about 63 per cent of …"
        elif tags[start] == "P":
            start = _after_adverbial(start, end, tokens, tags)
        else:
            break
    return (start, end) if end > start else (0, 0)


def _after_adverbial(start: int, end: int, tokens: Sequence[Token], tags: Sequence[str]) -> int:
    """Return where the subject begins after a fronted phrase ("In April, China", "On Monday the ministry")."""
    for k in range(start + 1, end):
        if tokens[k].text == ",":
            return k + 1
    for k in range(start + 2, end):
        if (
            tags[k] == "D"
            or (tokens[k].text[0].isupper() and tokens[k - 1].text[0].isdigit())
            or is_time_word(tokens[k - 1].lower)
        ):
            return k
    return end


def _governors(tokens: Sequence[Token], tags: Sequence[str], clauses: list[Clause]) -> list[int]:
    """Return for every token the last preposition or verb before it within its clause."""
    starts = {clause.start for clause in clauses}
    out: list[int] = []
    now = -1
    for i, sign in enumerate(tags):
        if i in starts or tokens[i].text in ";:()":
            now = -1
        out.append(now)
        if sign in "PVT":
            now = i
    return out
