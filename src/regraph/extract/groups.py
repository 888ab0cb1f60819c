"""Drafts of a document in; the same with groups of materials and their named members told apart out.

A group that a text names only to say what its members are ("rare earths including tungsten") is no material of the
claim where it is the wrong name for them; a bare count of metals ("seven metals") counts members of the group that
the text is about.
"""

from collections.abc import Sequence

from regraph import reference
from regraph.extract.described import group_called
from regraph.extract.draft import Draft

_KINDS = ("measure", "commitment", "licence")


def settle_groups(drafts: Sequence[Draft], text: str, theme: str) -> None:
    """Drop groups that miscall what the draft names, and give counted metals the group that the text is about.

    `theme` is the material that the document names most, "" where none stands out.
    """
    for draft in drafts:
        if draft.type not in _KINDS:
            continue
        if draft.values.get("kind") == "entity_listing":
            draft.values.pop("materials", None)  # a listing is of firms; the goods it keeps from them are not listed
        named = draft.values.get("materials") or []
        members = [name for name in named if not is_group(name)]
        group = group_called(text, (draft.start, draft.end), members) if members else None
        if group in named and not any(group in groups_of(member) for member in members):
            draft.values["materials"] = [name for name in named if name != group]
        if not named and draft.values.get("count", {}).get("materials") and is_group(theme):
            draft.put("materials", [theme], "counted members of the theme")


def is_group(name: str) -> bool:
    """Return whether a material id is that of a group."""
    known = reference.materials().get(name)
    return known is not None and known.type == "MaterialGroup"


def groups_of(name: str) -> frozenset[str]:
    """Return every group that a material belongs to, directly or through another group."""
    known = reference.materials().get(name)
    direct = known.groups if known else ()
    return frozenset(direct).union(*(groups_of(group) for group in direct))
