"""Claims with the text they stand in, into the group of materials by which the text calls what they name.

A source may call tungsten a rare earth. The claim keeps the metal; the graph keeps the calling beside it, and the gate
warns where the metal is no member of that group.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from regraph import reference
from regraph.model import Claim

_REACH: Final = 240  # characters between the name of a group and its last member
# "rare earths, including tungsten", "rare earths — among them tungsten", "rare earths (tungsten …)"
_BEFORE: Final = (
    r"(?:\s+(?:elements?|metals?|minerals?|materials?|products?|exports?))?"
    r"\s*(?:,|—|–|-|:|\(|\s)\s*(?:including|such as|namely|among (?:them|which)(?: are)?|like|e\.g\.|i\.e\.)?\s*(?=\S)"
)
_LINK: Final = re.compile(r"—|–|:|\(|including|such as|namely|among|like", re.IGNORECASE)
_END: Final = re.compile(r"[.!?](?=\s+[A-Z“\"]|\s*$)|\n")


def described_as(text: str, claims: Iterable[Claim]) -> dict[str, str]:
    """Return for each claim whose materials the text calls members of a group the id of that group.

    Shape: claim id to group id; claims that name no material, or are called nothing, are left out.
    """
    out: dict[str, str] = {}
    for claim in claims:
        named = [name for name in claim.names("materials") if not _is_group(name)]
        group = group_called(text, (claim.start, claim.end), named) if named else None
        if group:
            out[claim.id] = group
    return out


def group_called(text: str, span: tuple[int, int], named: Sequence[str]) -> str | None:
    """Return the group whose members the sentence around `span` calls the `named` materials, None where it does not."""
    start, end = span
    first = max((match.end() for match in _END.finditer(text, max(0, start - 600), start)), default=start)
    stop = _END.search(text, end)
    sentence = text[first : stop.start() if stop else len(text)]
    lists = _LINK.search(sentence) is not None and _any_group().search(sentence) is not None
    for pattern, group in _groups() if lists else ():
        for match in pattern.finditer(sentence):
            after = sentence[match.end() : match.end() + _REACH]
            if _LINK.search(match[0]) and any(_first(name, after) for name in named):
                return group
    for pattern, group in _others() if "and other " in sentence.lower() else ():
        other = pattern.search(sentence)
        if other and any(_name(name).search(sentence, max(0, other.start() - _REACH), other.start()) for name in named):
            return group
    return None


def _first(name: str, after: str) -> bool:
    """Return whether a material stands in the list that begins right here."""
    match = _name(name).search(after)
    return match is not None and not re.search(
        r"\b(?:which|that|while|and the|as well as|are|is|were|was)\b", after[: match.start()]
    )


def _is_group(name: str) -> bool:
    known = reference.materials().get(name)
    return known is not None and known.type == "MaterialGroup"


@cache
def _name(material: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(reference.label(material))}\b", re.IGNORECASE)


@cache
def _groups() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b{names}{_BEFORE}", re.IGNORECASE), group) for names, group in _names().items())


@cache
def _any_group() -> re.Pattern[str]:
    """Return a pattern of all names of groups: one search tells that none of the patterns of `_groups` can match."""
    return re.compile(rf"\b(?:{'|'.join(_names())})", re.IGNORECASE)


@cache
def _others() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\band other {names}\b", re.IGNORECASE), group) for names, group in _names().items())


@cache
def _names() -> Mapping[str, str]:
    """Return, as alternatives of a pattern, the names of every group that has members."""
    with_members = {group for material in reference.materials().values() for group in material.groups}
    out: dict[str, str] = {}
    for group in sorted(with_members):
        known = reference.materials().get(group)
        if known:
            names = sorted({known.label, *known.aliases}, key=lambda name: (-len(name), name))
            out["(?:" + "|".join(re.escape(name).replace(r"\ ", r"[\s-]+") for name in names) + ")"] = group
    return out
