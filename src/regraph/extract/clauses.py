"""A sentence in, its clauses out: verb, voice, mood, subject and object spans, and what each hangs on.

Verbs come first: each verb group is one clause, and the boundary between two of them is the strongest marker
between (relative, subordinator, semicolon, coordinator, comma), or the reporting verb. Linear in the sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from regraph.extract.grammar import Grammar, form, grammar, tag
from regraph.extract.tokens import Token


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


@dataclass(slots=True)
class _Group:
    start: int
    verb: int
    lemma: str
    shape: str
    passive: bool = False
    modal: str = ""
    negated: bool = False
    perfect: bool = False
    past: bool = False
    bare: bool = False  # an -ed form without auxiliary: past tense or participle


def parse(
    tokens: Sequence[Token], actors: Sequence[bool], rules: Grammar | None = None, fixed: Sequence[bool] = ()
) -> Parse:
    """Return the parse of a sentence; `actors[i]` is true where token i ends the name of an actor (see `tag`)."""
    rules = rules or grammar()
    tags, lemmas = tag(tokens, actors, rules, fixed)
    _skip_dateline(tokens, tags)
    groups = _groups(tokens, tags, lemmas, rules)
    _settle_bare(groups, tokens, tags, actors, rules)
    clauses = _clauses(groups, tokens, tags, rules, actors)
    out = Parse(tokens, tags, lemmas, clauses)
    out.governor = _governors(tokens, tags, clauses)
    out.clause_of = [-1] * len(tokens)
    for clause in clauses:
        out.clause_of[clause.start : clause.end] = [clause.index] * (clause.end - clause.start)
    return out


_DASHES = frozenset("-–—:")
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())


def _skip_dateline(tokens: Sequence[Token], tags: list[str]) -> None:
    """Make "BERLIN (Reuters) -" at the head of a sentence punctuation, so that no place there is a subject."""
    if len(tokens) < 4 or not tokens[0].text[0].isupper():
        return
    dated = any(token.lower[:3] in _MONTHS and token.text[0].isupper() for token in tokens[1:6])
    if not dated and (not tokens[0].text.isupper() or len(tokens[0].text) < 3):
        return
    for k in range(1, min(14, len(tokens) - 1)):
        if tokens[k].text in _DASHES and (tokens[k - 1].text in "),-–" or tags[k + 1] == "D" or k < 8):
            if all(t.text.isupper() or not t.text.isalpha() or t.text[0].isupper() for t in tokens[:k]):
                tags[: k + 1] = ["X"] * (k + 1)
            return
        if tags[k] == "V":
            return


def _groups(tokens: Sequence[Token], tags: Sequence[str], lemmas: Sequence[str], rules: Grammar) -> list[_Group]:
    groups: list[_Group] = []
    floor = 0
    for i, sign in enumerate(tags):
        if sign != "V":
            continue
        start = i
        while start > floor and (tags[start - 1] in "AMBHKTN" or _quoted(start, floor, tokens, tags)):
            start -= 1
        while start < i and tags[start] == "A":
            start += 1  # an adverb before the group belongs to what stands before
        groups.append(_group(start, i, tokens, tags, lemmas[i], rules))
        floor = i + 1
    return groups


def _quoted(start: int, floor: int, tokens: Sequence[Token], tags: Sequence[str]) -> bool:
    """Tell the quotation mark in: will "correspondingly cancel"."""
    return start - 2 >= floor and tokens[start - 1].text in "\"“‘" and tags[start - 2] in "MBHKT"


def _group(start: int, verb: int, tokens: Sequence[Token], tags: Sequence[str], lemma: str, rules: Grammar) -> _Group:  # noqa: PLR0913
    lower = tokens[verb].lower
    shape = form(lower, lemma, rules)
    helpers = [(tags[k], tokens[k].lower) for k in range(start, verb)]
    signs = {sign for sign, _ in helpers}
    out = _Group(start, verb, lemma, "finite")
    out.modal = next((word for sign, word in helpers if sign == "M"), "")
    out.negated = "N" in signs or any(word in ("cannot", "never") or word.endswith("n't") for _, word in helpers)
    out.perfect = "H" in signs
    out.passive = "B" in signs and shape == "ed"
    if "T" in signs:
        out.shape = "inf"
        if "B" in signs and next(s for s, _ in helpers if s in "BT") == "B":
            out.shape, out.modal = "finite", "will"  # "is to lift"
            out.passive = [s for s, _ in helpers].count("B") > 1 and shape == "ed"
    elif shape == "ing" and "B" not in signs:
        out.shape = "ing"
    out.bare = shape == "ed" and not signs & {"B", "H", "M", "K", "T"}
    out.past = (
        shape == "ed"
        or any(word in ("was", "were", "had", "did", "been") for _, word in helpers)
        or lower in ("was", "were", "had", "did")
    )
    return out


_OBJECT = frozenset("DWQ")


def _settle_bare(
    groups: list[_Group], tokens: Sequence[Token], tags: Sequence[str], actors: Sequence[bool], rules: Grammar
) -> None:
    """Decide for every bare -ed form whether it is a past tense or a participle after its noun."""
    for n, group in enumerate(groups):
        if not group.bare or _only_past(tokens[group.verb].lower):
            continue
        i, start = group.verb, group.start
        before = tags[start - 1] if start else ""
        after = tags[i + 1] if i + 1 < len(tags) else ""
        if before == "C" and n and groups[n - 1].shape != "finite":
            group.shape, group.passive = groups[n - 1].shape, groups[n - 1].passive
            continue
        if before in ("Q", "R") or (
            start and actors[start - 1] and (after in _OBJECT or start < 2 or tags[start - 2] not in "P")
        ):
            continue
        if _done_by(i, tokens) and before == "X" and start:
            group.shape, group.passive = "participle", True  # ", imposed by Congo"
            continue
        if after in _OBJECT and not _time_word(tokens[i + 1].lower):
            if before == "W" or (before == "X" and tokens[start - 1].text in ",—–"):
                continue
            if before == "":
                continue
        if before == "P":
            group.shape, group.passive = "participle", True
            continue
        gap_before = _marked(tags, tokens, groups[n - 1].verb + 1, start) if n else True
        reporting = bool(n) and rules.classes.get(groups[n - 1].lemma) == "report" and groups[n - 1].lemma not in _TAKES_NOUN
        gap_after = _marked(tags, tokens, i + 1, groups[n + 1].start) if n + 1 < len(groups) else True
        later_finite = n + 1 < len(groups) and groups[n + 1].shape == "finite" and not groups[n + 1].bare
        if (n and not gap_before and not reporting) or (
            later_finite and not gap_after and rules.classes.get(group.lemma) != "report"
        ):
            group.shape, group.passive = "participle", True
        elif (
            before == "X"
            and tokens[start - 1].text == ","
            and after == "P"
            and any(g.shape == "finite" and not g.bare for g in groups)
        ):
            group.shape, group.passive = "participle", True


def _done_by(verb: int, tokens: Sequence[Token]) -> bool:
    """Tell "imposed by Congo" from "rose by 5%"."""
    return verb + 2 < len(tokens) and tokens[verb + 1].lower == "by" and not tokens[verb + 2].text[0].isdigit()


# reporting verbs that as often have a noun as object: "announced curbs needed to …"
_TAKES_NOUN = frozenset("announce confirm unveil reveal report describe cite quote publish disclose".split())
_PAST_ONLY = frozenset(
    "rose fell went came began took gave saw grew froze forbade withdrew spoke undertook became drew drove knew ran wrote shrank overtook chose sank tore flew threw broke said told".split()
)
_TIME_WORDS = frozenset(
    "last this next earlier monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december yesterday today".split()
)


def _only_past(lower: str) -> bool:
    return lower in _PAST_ONLY


def _time_word(lower: str) -> bool:
    return lower in _TIME_WORDS


def _marked(tags: Sequence[str], tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether something between two verbs can open a clause."""
    for k in range(start, end):
        if (
            tags[k] in "CRS"
            or tokens[k].text in ";:,—–"
            or tokens[k].lower in ("that", "after", "as", "since", "until", "before", "because")
        ):
            return True
    return False


_TWO_FACED = frozenset(("since", "until", "till", "before", "after", "as", "because"))


def _clauses(
    groups: list[_Group], tokens: Sequence[Token], tags: Sequence[str], rules: Grammar, actors: Sequence[bool]
) -> list[Clause]:
    clauses: list[Clause] = []
    pending: tuple[int, int] = (0, 0)  # a subject whose verb has not come yet, as a relative clause stands between
    for n, group in enumerate(groups):
        floor = groups[n - 1].verb + 1 if n else 0
        marker, kind = _boundary(group, floor, tokens, tags, rules, groups[n - 1] if n else None)
        start = marker if marker >= floor else floor
        clause = Clause(
            index=n, start=start, end=len(tokens), group=group.start, verb=group.verb, lemma=group.lemma,
            shape=group.shape, kind=kind, passive=group.passive, modal=group.modal, negated=group.negated,
            perfect=group.perfect, past=group.past,
            marker=tokens[marker].lower if floor <= marker < group.start and _opens(marker, tokens, tags, kind) else "",
        )  # fmt: skip
        if clauses:
            clauses[-1].end = min(clauses[-1].end, start)
        pending = _subject(clause, clauses, pending, (tokens, tags, rules))
        if clause.kind == "ing" and clauses:
            _own_actor(clause, clauses[-1], tokens, actors)
        clauses.append(clause)
    return clauses


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


def _opens(k: int, tokens: Sequence[Token], tags: Sequence[str], kind: str) -> bool:
    """Tell whether token `k` is itself the marker that opens the clause, not its first word."""
    return (
        tags[k] in "RSCX"
        or tokens[k].lower == "that"
        or (kind == "sub" and tokens[k].lower in _TWO_FACED)
        or (kind == "ing" and tags[k] == "P")
    )


def _boundary(  # noqa: PLR0913, PLR0911, PLR0912, C901 - one ladder of markers, strongest first
    group: _Group, floor: int, tokens: Sequence[Token], tags: Sequence[str], rules: Grammar, last: "_Group | None"
) -> tuple[int, str]:
    """Return where the clause of `group` starts and its kind."""
    start = group.start
    if group.shape == "inf":
        return start, "inf"
    if group.shape == "participle":
        return start, "participle"
    if group.shape == "ing":
        return (start - 1 if start > floor and tags[start - 1] in "P" else start), "ing"
    coordinator = comma = -1
    for k in range(start - 1, floor - 1, -1):
        word, sign = tokens[k].lower, tags[k]
        if sign == "R" or (word in ("that", "which", "who") and _relative(k, floor, tokens, tags, rules, last)):
            return k, "relative"
        if sign == "S" or word == "that":
            return k, "complement" if word in ("that", "whether", "what", "how", "why") else "sub"
        if word in _TWO_FACED and k < start - 1 and _clause_like(k, start, tokens, tags):
            return k, "sub"
        if tokens[k].text in ";:—–" and sign == "X":
            return k, "main"
        if sign == "C" and coordinator < 0:
            coordinator = k
        if tokens[k].text == "," and sign == "X" and comma < 0:
            comma = k
    if last is None:
        return floor, "main"
    if rules.classes.get(group.lemma) == "report" and comma > coordinator >= 0 and comma < start - 1:
        return comma, "coord"
    contact = start > floor + 1 and tags[start - 1] == "Q" and tags[start - 2] == "W" and last.verb < start - 2
    if contact and comma < 0 and coordinator < 0:
        return start - 1, "relative"  # "the inquiry it had opened"
    reporting = (
        rules.classes.get(last.lemma) in ("report", "threaten", "allege", "plan", "promise")
        and last.shape != "participle"
    )
    if reporting and comma < 0 and not (coordinator >= 0 and coordinator == start - 1):
        return floor, "complement"
    if coordinator >= 0 and (coordinator == start - 1 or _starts_subject(coordinator + 1, start, tokens, tags)):
        return coordinator, "coord"
    if comma >= 0:
        return comma, "resume" if comma == start - 1 or all(
            tags[k] == "A" for k in range(comma + 1, start)
        ) else "coord"
    if coordinator >= 0:
        return coordinator, "coord"
    return start, "resume"


def _clause_like(k: int, start: int, tokens: Sequence[Token], tags: Sequence[str]) -> bool:
    """Tell whether a subject, and no comma, stands between the subordinator at `k` and the verb."""
    if tokens[k].lower in ("since", "until", "till") and (_time_word(tokens[k + 1].lower) or tokens[k + 1].text[0].isdigit()):
        return False  # "levied since March and": a day
    return not any(tokens[j].text == "," for j in range(k + 1, start)) or tags[k + 1] in "DQ"


def _starts_subject(first: int, last: int, tokens: Sequence[Token], tags: Sequence[str]) -> bool:
    if first >= last:
        return True
    return tags[first] in "DQA" or tokens[first].text[0].isupper() or last - first <= 3


def _relative(
    k: int, floor: int, tokens: Sequence[Token], tags: Sequence[str], rules: Grammar, last: "_Group | None"
) -> bool:  # noqa: PLR0913
    """Tell a relative "that" from the one after a reporting verb."""
    if tokens[k].lower != "that":
        return True
    if last is not None and k == last.verb + 1:
        return False
    reporting = last is not None and rules.classes.get(last.lemma) in (
        "report",
        "threaten",
        "promise",
        "plan",
        "allege",
        "deny",
    )
    if any(tokens[j].lower == "that" for j in range(floor, k)):
        return True  # "indicates that the curbs that China introduced": the second one
    return bool(k > floor and tags[k - 1] == "W") and not reporting


def _subject(
    clause: Clause,
    clauses: list[Clause],
    pending: tuple[int, int],
    around: tuple[Sequence[Token], Sequence[str], Grammar],
) -> tuple[int, int]:
    """Fill `subject` and `parent`; return the subject that still waits for its verb."""
    tokens, tags, rules = around
    last = clauses[-1] if clauses else None
    span = (clause.start + (1 if clause.marker else 0), clause.group)
    clause.parent = last.index if last else -1
    if clause.kind in ("inf", "ing", "participle"):
        _dependent_subject(clause, last, tags, rules, tokens)
        if last is None and clause.kind == "participle":
            return _trim((0, clause.start), tokens, tags)
        if clause.kind == "participle" and last is not None and last.kind in ("inf", "relative", "participle"):
            return pending
        return pending
    if clause.kind == "relative":
        floor = last.verb + 1 if last else 0
        clause.subject = _trim(span, tokens, tags)
        opened = max(
            (k + 1 for k in range(floor, clause.start) if tokens[k].lower in ("that", "while", "although", "as")),
            default=floor,
        )
        antecedent = _trim((opened, clause.start), tokens, tags)
        if not _has_noun(clause.subject, tags):
            clause.subject = antecedent
        return antecedent if last is None or opened > floor else pending
    subject = _trim(span, tokens, tags)
    if _has_noun(subject, tags):
        clause.subject = subject
        clause.parent = last.index if last and clause.kind in ("complement", "sub") else _main_before(clauses)
        return (0, 0)
    if clause.kind == "resume" and pending != (0, 0):
        clause.subject, clause.kind, clause.parent = pending, "main", -1
        return (0, 0)
    if (
        last is not None
        and clause.kind == "coord"
        and last.shape == "inf"
        and tokens[clause.verb].lower == clause.lemma
        and clause.group == clause.verb
    ):
        clause.shape, clause.subject, clause.parent = "inf", last.subject, last.parent
        return pending
    if last is not None and clause.kind == "resume" and last.lemma == "let" and tokens[clause.verb].lower == clause.lemma and not clause.modal:
        clause.shape, clause.kind, clause.parent = "inf", "inf", last.index  # "let the ban lapse"
        clause.subject = _trim((last.verb + 1, clause.group), tokens, tags)
        return pending
    if last is not None and clause.kind == "resume" and tokens[clause.group - 1].text == ",":
        opened = next((k + 1 for k in range(last.verb + 1, clause.group - 1) if tokens[k].text == ","), 0)
        apposed = _trim((opened, clause.group), tokens, tags) if opened else (0, 0)
        if apposed != (0, 0) and rules.classes.get(last.lemma) == "report" and _has_noun(apposed, tags):
            clause.subject, clause.parent = apposed, -1
            return pending
    if last is not None:
        base = last
        while (
            base.kind in ("inf", "ing", "participle", "relative")
            and base.parent >= 0
            and clause.shape == "finite"
            and base.shape != clause.shape
        ):
            base = clauses[base.parent]
        clause.subject, clause.parent = base.subject, base.parent
        if (
            clause.past
            and base.passive
            and not clause.passive
            and clause.shape == "finite"
            and tags[clause.group] == "V"
        ):
            after = tags[clause.verb + 1] if clause.verb + 1 < len(tags) else ""
            clause.passive = after not in _OBJECT or tokens[clause.verb + 1].lower in _TIME_WORDS
        if clause.kind == "coord" and clause.shape != "finite":
            clause.parent = base.parent
    return pending


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
        if tokens[k].text == "," and tokens[start].lower in ("the", "a", "one", "two") and tokens[k - 1].lower in ("before", "earlier", "later", "after"):
            start = k + 1
    while end > start and tags[end - 1] in "XA":
        end -= 1
    while start < end:
        if tags[start] in "ACX" or tokens[start].lower in ("that", "which", "who"):
            start += 1
        elif tags[start] == "P" and tokens[start].lower in ("about", "around", "over", "under") and start + 1 < end and tokens[start + 1].text[0].isdigit():
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
            or _time_word(tokens[k - 1].lower)
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
