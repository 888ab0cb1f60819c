"""Decisions of people on who is who: a JSON Lines file in, judgements out, and one line appended for each new one.

The invariant: a decision is never rewritten; a later line on the same pair replaces the earlier, so the file is the
history. Ids in it come from content or are those of records, so the decisions survive a rebuild.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from regraph.errors import LoadError, UsageError
from regraph.resolve.values import Judgement


def read(path: Path) -> tuple[Judgement, ...]:
    """Return the judgements of a file, oldest first; none where it does not exist.

    Raises: LoadError naming the line that is no judgement.
    """
    return tuple(one for _, one in read_lines(path))


def read_lines(path: Path) -> tuple[tuple[int, Judgement], ...]:
    """Return the judgements of a file with the numbers of their lines; none where it does not exist.

    Raises: LoadError naming the line that is no judgement.
    """
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple((number, _parse(path, number, line)) for number, line in enumerate(lines, 1) if line.strip())


def _parse(path: Path, number: int, line: str) -> Judgement:
    try:
        data = json.loads(line)
        return Judgement(
            left=_id(data["left"]),
            right=_id(data["right"]),
            same=_bool(data["same"]),
            by=str(data.get("by", "")),
            note=str(data.get("note", "")),
        )
    except (json.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise LoadError(
            f'{path}:{number}: no judgement ({error}): write {{"left": id, "right": id, "same": true, "by": name}}'
        ) from error


def _id(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} is no id")
    return value.strip()


def _bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"same is {value!r}, neither true nor false")
    return value


def append(path: Path, judgement: Judgement) -> None:
    """Add a judgement at the end of a file, which is made where it does not exist.

    Raises: UsageError where both sides are one id.
    """
    if judgement.left == judgement.right:
        raise UsageError(f"{judgement.left!r} stands on both sides: name two different things")
    path.parent.mkdir(parents=True, exist_ok=True)
    existing = path.read_text(encoding="utf-8") if path.exists() else ""
    start = "\n" if existing and not existing.endswith("\n") else ""
    with path.open("a", encoding="utf-8") as file:
        file.write(start + line(judgement) + "\n")


def line(judgement: Judgement) -> str:
    """Return a judgement as one line of JSON.

    >>> line(Judgement(left="a", right="b", same=False))
    '{"left": "a", "right": "b", "same": false}'
    """
    data: dict[str, object] = {"left": judgement.left, "right": judgement.right, "same": judgement.same}
    data |= {name: value for name, value in (("by", judgement.by), ("note", judgement.note)) if value}
    return json.dumps(data, ensure_ascii=False)


def in_force(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the last judgement on each pair, by pair."""
    last = {tuple(sorted((one.left, one.right))): one for one in judgements}
    return tuple(one for _, one in sorted(last.items()))


def between(
    left: Iterable[str], right: Iterable[str], *, same: bool, before: Iterable[Judgement] = ()
) -> tuple[Judgement, ...]:
    """Return the judgements that make two groups of ids one, or keep each of the left from each of the right.

    What must be one is closed, so a star is enough; judgements of `before` that say otherwise are replaced.

    >>> [line(one) for one in between(["a", "b"], ["r"], same=True)]
    ['{"left": "a", "right": "r", "same": true}', '{"left": "b", "right": "r", "same": true}']
    """
    some, others = sorted(set(left)), sorted(set(right))
    centre = others[0]
    pairs = [(one, other) for one in some for other in others]
    if same:
        parted = {frozenset((one.left, one.right)) for one in in_force(before) if not one.same}
        star = [(one, centre) for one in [*some, *others[1:]]]
        pairs = [*star, *(pair for pair in pairs if frozenset(pair) in parted and pair not in star)]
    return tuple(Judgement(left=one, right=other, same=same) for one, other in pairs if one != other)
