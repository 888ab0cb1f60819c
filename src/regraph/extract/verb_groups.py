"""Tagged tokens in, verb groups out: the verb with its auxiliaries, its voice, and past tense or participle."""

from collections.abc import Sequence
from dataclasses import dataclass

from regraph.extract.grammar import Grammar, form
from regraph.extract.tokens import Token


@dataclass(slots=True)
class Group:
    """A verb with its auxiliaries: token numbers, lemma, shape (finite, inf, ing, participle) and mood."""

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


_DASHES = frozenset("-–—:")


_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())


def skip_dateline(tokens: Sequence[Token], tags: list[str]) -> None:
    """Make "BERLIN (Reuters) -" at the head of a sentence punctuation, so that no place there is a subject."""
    if len(tokens) < 4 or not tokens[0].text[0].isupper():
        return
    dated = any(token.lower[:3] in _MONTHS and token.text[0].isupper() for token in tokens[:6])
    if not dated and (not tokens[0].text.isupper() or len(tokens[0].text) < 3):
        return
    for k in range(1, min(14, len(tokens) - 1)):
        if tokens[k].text in _DASHES and (tokens[k - 1].text in "),-–" or tags[k + 1] == "D" or k < 8):
            if all(t.text.isupper() or not t.text.isalpha() or t.text[0].isupper() for t in tokens[:k]):
                tags[: k + 1] = ["X"] * (k + 1)
            return
        if tags[k] == "V":
            return


def verb_groups(tokens: Sequence[Token], tags: Sequence[str], lemmas: Sequence[str], rules: Grammar) -> list[Group]:
    """Return the verb groups of a sentence, in order."""
    groups: list[Group] = []
    floor = 0
    for i, sign in enumerate(tags):
        if sign != "V":
            continue
        start = i
        while start > floor and (tags[start - 1] in "AMBHKTN" or _quoted(start, floor, tokens, tags)):
            start -= 1
        while start < i and tags[start] == "A":
            start += 1  # an adverb before the group belongs to what stands before
        groups.append(_group((start, i), tokens, tags, lemmas[i], rules))
        floor = i + 1
    return groups


def _quoted(start: int, floor: int, tokens: Sequence[Token], tags: Sequence[str]) -> bool:
    """Tell the quotation mark in: will "correspondingly cancel"."""
    return start - 2 >= floor and tokens[start - 1].text in '"“‘' and tags[start - 2] in "MBHKT"


def _group(span: tuple[int, int], tokens: Sequence[Token], tags: Sequence[str], lemma: str, rules: Grammar) -> Group:
    start, verb = span
    lower = tokens[verb].lower
    shape = form(lower, lemma, rules)
    out = Group(start, verb, lemma, "finite")
    if start == verb:
        out.shape = "ing" if shape == "ing" else "finite"
        out.bare = shape == "ed"
        out.past = out.bare or lower in _PAST
        return out
    helpers = [(tags[k], tokens[k].lower) for k in range(start, verb)]
    signs = {sign for sign, _ in helpers}
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
        shape == "ed" or any(word in ("was", "were", "had", "did", "been") for _, word in helpers) or lower in _PAST
    )
    return out


_PAST = frozenset(("was", "were", "had", "did"))


OBJECT = frozenset("DWQ")


TIME_WORDS = frozenset(
    """
    last this next earlier monday tuesday wednesday thursday friday saturday sunday january february march
    april may june july august september october november december yesterday today
    """.split()
)


def is_time_word(lower: str) -> bool:
    """Tell a word that begins a time ("last", "Monday", "May")."""
    return lower in TIME_WORDS


def _done_by(verb: int, tokens: Sequence[Token]) -> bool:
    """Tell "imposed by Congo" from "rose by 5%"."""
    return verb + 2 < len(tokens) and tokens[verb + 1].lower == "by" and not tokens[verb + 2].text[0].isdigit()


# reporting verbs that as often have a noun as object: "announced curbs needed to …"
_TAKES_NOUN = frozenset("announce confirm unveil reveal report describe cite quote publish disclose".split())


_PAST_ONLY = frozenset(
    """
    rose fell went came began took gave saw grew froze forbade withdrew spoke undertook became drew drove
    knew ran wrote shrank overtook chose sank tore flew threw broke said told
    """.split()
)


def _only_past(lower: str) -> bool:
    return lower in _PAST_ONLY


def settle_bare(
    groups: list[Group], tokens: Sequence[Token], tags: Sequence[str], actors: Sequence[bool], rules: Grammar
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
            start and actors[start - 1] and (after in OBJECT or start < 2 or tags[start - 2] != "P")
        ):
            continue
        if _done_by(i, tokens) and before == "X" and start:
            group.shape, group.passive = "participle", True  # ", imposed by Congo"
            continue
        if after in OBJECT and not is_time_word(tokens[i + 1].lower):
            if before == "W" or (before == "X" and tokens[start - 1].text in ",—–"):
                continue
            if before == "":
                continue
        rated = start and tokens[start - 1].lower in ("%", "percent", "cent") and after == "P"
        if before == "P" or rated:  # "the 10% laid on other goods"
            group.shape, group.passive = "participle", True
            continue
        gap_before = _marked(tags, tokens, groups[n - 1].verb + 1, start) if n else True
        reporting = (
            bool(n) and rules.classes.get(groups[n - 1].lemma) == "report" and groups[n - 1].lemma not in _TAKES_NOUN
        )
        gap_after = _marked(tags, tokens, i + 1, groups[n + 1].start) if n + 1 < len(groups) else True
        later_finite = n + 1 < len(groups) and groups[n + 1].shape == "finite" and not groups[n + 1].bare
        if (
            (n and not gap_before and not reporting)
            or (later_finite and not gap_after and rules.classes.get(group.lemma) != "report")
            or (
                before == "X"
                and tokens[start - 1].text == ","
                and after == "P"
                and any(g.shape == "finite" and not g.bare for g in groups)
            )
        ):
            group.shape, group.passive = "participle", True


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
