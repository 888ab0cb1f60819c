"""The claims of a document in; the same with what only the whole document settles: kind, goods, whom, whose words.

A duty told without saying which way the goods go is one on exports where its imposer taxes exports here; a tariff
without a target is aimed at whom all other tariffs of its imposer are aimed at; an inquiry looks into the goods that
the duty beside it hits; who acts is nobody else's source for the act.
"""

from collections.abc import Sequence

from regraph import reference
from regraph.extract.draft import Draft
from regraph.extract.fill import around
from regraph.extract.frames import load

_WHO = {"measure": "imposer", "commitment": "promisor", "licence": "issuer"}
_COVER = ("materials", "items")
OPEN = "noun alone"  # the rule of a kind that no word beside the noun has told


def settle_kinds(drafts: Sequence[Draft]) -> None:
    """Give duties and quotas that leave the direction open the one of the other measures of their imposer."""
    measures = [d for d in drafts if d.type in ("measure", "commitment")]
    told = _kinds_by_state([d for d in measures if d.fills.get("kind") != OPEN])
    for draft in measures:
        other = _ACROSS.get(draft.values.get("kind", ""))
        if other is None or draft.fills.get("kind") != OPEN or _whom(draft):
            continue
        who = _states(draft, _WHO[draft.type])
        kinds = {kind for state in (who | {""} if who else told) for kind in told.get(state, ())}
        if other in kinds and draft.values["kind"] not in kinds:
            draft.values["kind"], draft.fills["kind"] = other, "other measures of the imposer"


def _kinds_by_state(drafts: Sequence[Draft]) -> dict[str, set[str | None]]:
    """Return the kinds that each state imposes, under "" those of nobody; looked up, so that the time stays linear."""
    out: dict[str, set[str | None]] = {}
    for draft in drafts:
        for state in _states(draft, _WHO[draft.type]) or ("",):
            out.setdefault(state, set()).add(draft.values.get("kind"))
    return out


_ACROSS = {"tariff": "export_tax", "export_quota": "import_restriction"}


def settle_claims(drafts: Sequence[Draft], theme: str = "") -> None:
    """Fill in goods and targets, and drop speakers, of the drafts that become claims; `theme` is what all is about."""
    _of_theme(drafts, theme)
    for draft in drafts:
        if draft.type in _WHO:
            _own_words(draft)
            _of_technology(draft)
            _bases(draft)
    _probed(drafts)
    _replies(drafts)
    _aimed(drafts)


def _of_theme(drafts: Sequence[Draft], theme: str) -> None:
    """Give a restriction of exports that names no goods those told just before it, else what the text is about."""
    last: Draft | None = None
    for draft in drafts:
        kind = draft.values.get("kind", "")
        if draft.type == "impact":
            _hurt_by(draft, last)
        bare = draft.type in _WHO and not _covered(draft) and "general" not in draft.features
        if bare and (kind.startswith("export_") or draft.type == "licence"):
            if last is not None and draft.sentence - last.sentence <= _JUST_BEFORE:
                for field in _COVER:
                    draft.put(field, list(last.values.get(field, [])), "goods told before")
            elif theme:
                draft.add("materials", [theme], _THEME)
        if draft.type in (*_WHO, "impact") and _covered(draft) and draft.values.get("kind") not in _NO_GOODS:
            last = draft


def _hurt_by(draft: Draft, last: Draft | None) -> None:
    """Give harm that names no goods those told of last: it is theirs more often than those of the whole text."""
    by_theme = [field for field in _COVER if draft.fills.get(field) == _THEME]
    if last is None or draft.sentence - last.sentence > _WHILE or (_covered(draft) and not by_theme):
        return
    for field in by_theme:
        del draft.values[field], draft.fills[field]
    if not _covered(draft):
        for field in _COVER:
            draft.put(field, list(last.values.get(field, [])), "goods told before")


_JUST_BEFORE, _WHILE = 2, 8  # sentences
_THEME = "what the text is about"
_NO_GOODS = frozenset(("entity_listing", "visa_restriction", "port_fee"))


def _own_words(draft: Draft) -> None:
    """Drop from the speakers the state that acts, and its bodies."""
    own = _states(draft, _WHO[draft.type])
    draft.speaker = tuple(who for who in draft.speaker if who.split("/")[0] not in own)


def _of_technology(draft: Draft) -> None:
    """Make a control that covers nothing but technologies one of technology."""
    items = draft.values.get("items", [])
    if draft.values.get("kind") in ("export_control", "export_ban") and items and all(_is_technology(i) for i in items):
        named = "-".join(items)
        if all(material.rstrip("s") in named for material in draft.values.get("materials", [])):
            draft.values["kind"], draft.fills["kind"] = "technology_control", "goods"


def _is_technology(item: str) -> bool:
    return item.endswith(("technology", "technologies", "know-how"))


def _bases(draft: Draft) -> None:
    """Add the metal of ore, concentrate, scrap and half-finished forms to the materials (ruling 9)."""
    forms, known = load().lists["raw_forms"], reference.materials()
    for item in draft.values.get("items", []):
        base, _, form = item.rpartition("-")
        if form in forms and base in known:
            draft.add("materials", [base], "material of the form")
        elif form in _HALF_FINISHED and form in known:
            draft.add("materials", [form], "material of the form")  # "hot-rolled flat steel"
    for material in list(draft.values.get("materials", [])):
        base, _, form = material.rpartition("-")
        if form in forms and base in known:  # "iron ore" has a name of its own
            draft.values["materials"] = [base if m == material else m for m in draft.values["materials"]]
            draft.add("items", [material], "form of the material")


_HALF_FINISHED = frozenset(("steel", "aluminium", "copper", "iron"))


def _probed(drafts: Sequence[Draft]) -> None:
    """Give an inquiry without goods those of the nearest duty of its imposer, and its target."""
    duties = [d for d in drafts if d.type == "measure" and d.values.get("kind") in _PROBED and _covered(d)]
    for draft in drafts:
        if draft.values.get("kind") != "investigation" or _covered(draft) or draft.type != "measure":
            continue
        near = _nearest(draft, [d for d in around(duties, draft) if _one_state(d, draft) and _one_target(d, draft)])
        if near is not None:
            for field in (*_COVER, "target"):
                draft.put(field, list(near.values.get(field, [])), "measure that it led to")


_PROBED = frozenset(("tariff", "import_restriction", "port_fee"))


def _replies(drafts: Sequence[Draft]) -> None:
    """Aim an answer at whom it answers: the imposer of the nearest measure before that hit the one who answers."""
    told: dict[str, tuple[int, Draft]] = {}  # by whom it hit: the last measure so far, and its number
    for number, draft in enumerate(drafts):
        if draft.type != "measure":
            continue
        if "reply" in draft.features and not _whom(draft) and draft.values.get("imposer"):
            own = _states(draft, "imposer")
            hit = max((told[state] for state in own if state in told), key=lambda row: row[0], default=None)
            if hit is not None:
                draft.put("target", sorted(_states(hit[1], "imposer") - own), "whom it answers")
        told.update(dict.fromkeys(_states(draft, "target"), (number, draft)))


def _aimed(drafts: Sequence[Draft]) -> None:
    """Give tariffs without a target the one of all other tariffs of the imposer."""
    tariffs = [d for d in drafts if d.type == "measure" and d.values.get("kind") in _AIMED]
    told: dict[tuple[frozenset[str], str], set[tuple[str, ...]]] = {}
    for draft in tariffs:
        if _whom(draft):
            who = frozenset(_states(draft, "imposer")), draft.values["kind"]
            told.setdefault(who, set()).add(tuple(sorted(_states(draft, "target"))))
    for draft in tariffs:
        if _whom(draft) or not draft.values.get("imposer"):
            continue
        whom = told.get((frozenset(_states(draft, "imposer")), draft.values["kind"]), set())
        if len(whom) == 1 and len(only := list(next(iter(whom)))) == 1:
            draft.put("target", only, "target of the other tariffs")


_AIMED = frozenset(("tariff", "port_fee", "visa_restriction"))


def _nearest(draft: Draft, others: Sequence[Draft]) -> Draft | None:
    found = [d for d in others if d is not draft]
    return min(found, key=lambda d: (abs(d.start - draft.start), d.start), default=None)


def _one_state(a: Draft, b: Draft) -> bool:
    ours, theirs = _states(a, _WHO[a.type]), _states(b, _WHO[b.type])
    return not ours or not theirs or bool(ours & theirs)


def _one_target(a: Draft, b: Draft) -> bool:
    ours, theirs = _states(a, "target"), _states(b, "target")
    return not ours or not theirs or bool(ours & theirs)


def _whom(draft: Draft) -> bool:
    return bool(draft.values.get("target") or draft.values.get("beneficiary"))


def _states(draft: Draft, field: str) -> set[str]:
    return {actor.split("/")[0] for actor in draft.values.get(field, [])}


def _covered(draft: Draft) -> bool:
    return any(draft.values.get(field) for field in _COVER)
