"""Two verb groups in, the border between their clauses out: the strongest marker between, and the kind it makes."""

from collections.abc import Sequence

from regraph.extract.grammar import Grammar
from regraph.extract.tokens import Token
from regraph.extract.verb_groups import Group, is_time_word

Around = tuple[Sequence[Token], Sequence[str], Grammar]

_TWO_FACED = frozenset(("since", "until", "till", "before", "after", "as", "because"))


def opens(k: int, tokens: Sequence[Token], tags: Sequence[str], kind: str) -> bool:
    """Tell whether token `k` is itself the marker that opens the clause, not its first word."""
    return (
        tags[k] in "RSCX"
        or tokens[k].lower == "that"
        or (kind == "sub" and tokens[k].lower in _TWO_FACED)
        or (kind == "ing" and tags[k] == "P")
    )


def boundary(  # noqa: PLR0912, C901 - one ladder of markers, strongest first
    group: Group, floor: int, around: Around, last: "Group | None"
) -> tuple[int, str]:
    """Return where the clause of `group` starts and its kind."""
    tokens, tags, rules = around
    start = group.start
    if group.shape == "inf":
        return start, "inf"
    if group.shape == "participle":
        return start, "participle"
    if group.shape == "ing":
        return (start - 1 if start > floor and tags[start - 1] == "P" else start), "ing"
    coordinator = comma = -1
    for k in range(start - 1, floor - 1, -1):
        word, sign = tokens[k].lower, tags[k]
        if sign == "R" or (word in ("that", "which", "who") and _relative(k, floor, around, last)):
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
    if tokens[k].lower in ("since", "until", "till") and (
        is_time_word(tokens[k + 1].lower) or tokens[k + 1].text[0].isdigit()
    ):
        return False  # "levied since March and": a day
    return not any(tokens[j].text == "," for j in range(k + 1, start)) or tags[k + 1] in "DQ"


def _starts_subject(first: int, last: int, tokens: Sequence[Token], tags: Sequence[str]) -> bool:
    if first >= last:
        return True
    return tags[first] in "DQA" or tokens[first].text[0].isupper() or last - first <= 3


def _relative(k: int, floor: int, around: Around, last: "Group | None") -> bool:
    """Tell a relative "that" from the one after a reporting verb."""
    tokens, tags, rules = around
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
