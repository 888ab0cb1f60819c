"""Two drafts in, whether they tell the same thing out; and what one says beyond the other added to it."""

from regraph.extract.draft import Draft

COVER = ("materials", "items")
GENERIC_KINDS = frozenset(("export_control", "other"))
WHO = {"measure": "imposer", "commitment": "promisor", "licence": "issuer"}
WHOM = {"measure": "target", "commitment": "beneficiary", "licence": "holders"}


def same(a: Draft, b: Draft, loose: bool = False) -> bool:
    """Tell whether two drafts say the same thing."""
    if a.type != b.type:
        return False
    for field in ("action", "stance", "indicator", "effect"):
        if a.values.get(field) != b.values.get(field):
            return False
    if a.type in ("measure", "commitment"):
        return _same_measure(a, b, loose)
    return _SAME[a.type](a, b, loose)


_APART = frozenset(("expected", "framework", "failed"))  # what has one of these is another deal than one reached


def _same_deal(a: Draft, b: Draft, loose: bool) -> bool:
    here, there = a.values.get("place"), b.values.get("place")
    if (
        not loose
        and "definite" not in b.features
        and (bool(here) != bool(there))
        and a.values.get("date") != b.values.get("date")
    ):
        return False
    ours, theirs = a.values.get("status"), b.values.get("status")
    if not loose and ours != theirs and {ours, theirs} & _APART and "definite" not in b.features:
        return False
    apart = a.values.get("place") and b.values.get("place") and a.values["place"] != b.values["place"]
    return (
        not apart
        and set(a.values["parties"]) == set(b.values["parties"])
        and _dates_agree(a.values.get("date"), b.values.get("date"))
    )


def _same_meeting(a: Draft, b: Draft, loose: bool) -> bool:
    if (a.values["kind"] == "call") != (b.values["kind"] == "call") or (a.values["kind"] == "visit") != (
        b.values["kind"] == "visit"
    ):
        return False
    here, there = a.values.get("place"), b.values.get("place")
    if here and there and here != there:
        return False
    if not _dates_agree(a.values.get("date"), b.values.get("date")):
        return False
    ours, theirs = set(a.values.get("participants", [])), set(b.values.get("participants", []))
    if a.states and a.states == b.states and (a.values.get("date") or not here or not there):
        return True
    if len(ours) >= 2 and len(theirs) >= 2 and not (ours <= theirs or theirs <= ours) and a.states != b.states:
        return False  # one of them takes part in both
    return loose or not ours or not theirs or bool(ours & theirs) or (bool(here) and here == there)


def _same_licence(a: Draft, b: Draft, loose: bool) -> bool:
    apart = has_goods(a) and has_goods(b) and not overlap(a, b)
    firms = compatible(set(a.values.get("holders", [])), set(b.values.get("holders", [])))
    return loose or (not apart and firms and _dates_agree(a.values.get("date"), b.values.get("date")))


def _same_figure(a: Draft, b: Draft, _loose: bool) -> bool:
    if a.values.get("value") != b.values.get("value"):
        return False
    return compatible(set(a.values.get("subject", [])), set(b.values.get("subject", []))) and (
        a.values.get("material") == b.values.get("material")
        or not (a.values.get("material") and b.values.get("material"))
    )


def _same_impact(a: Draft, b: Draft, loose: bool) -> bool:
    ours, theirs = set(a.values.get("affected", [])), set(b.values.get("affected", []))
    if ours or theirs:
        return bool(ours & theirs) or loose
    return overlap(a, b) or not (has_goods(a) and has_goods(b))


def _same_statement(a: Draft, b: Draft, _loose: bool) -> bool:
    ours, theirs = {s.split("/")[0] for s in a.speaker}, {s.split("/")[0] for s in b.speaker}
    return bool(ours & theirs)


_SAME = {
    "agreement": _same_deal, "meeting": _same_meeting, "licence": _same_licence,
    "statistic": _same_figure, "impact": _same_impact, "statement": _same_statement,
}  # fmt: skip


def _same_measure(a: Draft, b: Draft, loose: bool) -> bool:
    who, whom = WHO[a.type], WHOM[a.type]
    counted = (
        a.values.get("count") and a.values.get("count") == b.values.get("count") and states(a, whom) & states(b, whom)
    )
    if not counted and not kinds_agree(a.values.get("kind", ""), b.values.get("kind", "")):
        return False
    if ("guessed" in a.features) != ("guessed" in b.features) and a.values.get("kind") != b.values.get("kind"):
        return False  # what a rule read is not told anew by a guess of something else
    if not compatible(states(a, who), states(b, who)) or not compatible(states(a, whom), states(b, whom)):
        return False
    if has_goods(a) and has_goods(b) and not overlap(a, b) and not loose:
        return False
    if loose:
        return True
    return (
        days_agree(a, b)
        and _dates_agree(a.values.get("until"), b.values.get("until"))
        and all(
            a.values.get(f) is None or b.values.get(f) is None or a.values[f] == b.values[f]
            for f in ("rate_to", "rate_from", "duration")
        )
    )


def unite(a: Draft, b: Draft) -> None:
    """Add to `a` what only `b` says."""
    for field, value in b.values.items():
        if isinstance(value, list):
            if field == "participants" and len(a.values.get(field, [])) >= 2:
                named = sum(len(who) > 2 for who in value) > sum(len(who) > 2 for who in a.values[field])
                a.values[field] = (
                    value if named and len(value) >= 2 else a.values[field]
                )  # persons stand for their states
                continue
            if field in ("imposer", "promisor") and a.values.get(field):
                continue
            a.add(field, value, b.fills.get(field, "") + " (told again)")
        elif field == "kind" and (a.values.get("kind") in GENERIC_KINDS or value == "entity_listing"):
            a.values["kind"] = value
        elif field == "date" and a.values.get("date") and (_finer(value, a.values["date"]) or _effect_told(a, b)):
            a.values["date"] = value
        else:
            a.put(field, value, b.fills.get(field, "") + " (told again)")
    if a.modality != "fact" and b.modality == "fact":
        a.modality = "fact"
    a.speaker = a.speaker or b.speaker
    a.features |= b.features & {"headline", "in effect"}
    a.features.discard("presupposed") if "presupposed" not in b.features else None
    a.features.add("repeated")


def _effect_told(a: Draft, b: Draft) -> bool:
    return "in effect" in b.features and "in effect" not in a.features


def kinds_agree(a: str, b: str) -> bool:
    """Tell whether two kinds can be the same measure's: equal, or one leaves the form open."""
    if a == b or not a or not b:
        return True
    if a == "export_control":
        return b.startswith("export_") or b in ("technology_control", "other")
    if b == "export_control":
        return kinds_agree(b, a)
    return "other" in (a, b)


def _dates_agree(a: str | None, b: str | None) -> bool:
    return not a or not b or a.startswith(b) or b.startswith(a)


def days_agree(a: Draft, b: Draft) -> bool:
    """Tell whether the days of two acts agree; a day of effect may follow the day of announcement."""
    first: str | None = a.values.get("date")
    second: str | None = b.values.get("date")
    if _dates_agree(first, second):
        return True
    if ("in effect" in a.features) == ("in effect" in b.features):
        return False
    announced, effect = (second, first) if "in effect" in a.features else (first, second)
    if not announced or not effect:
        return False
    years = announced[:4].isdigit() and effect[:4].isdigit()
    return years and announced <= effect and int(effect[:4]) - int(announced[:4]) <= 1


def _finer(a: str, b: str) -> bool:
    return len(a) > len(b) and a.startswith(b)


def states(draft: Draft, field: str) -> set[str]:
    """Return the states of the actors of a field."""
    return {actor.split("/")[0] for actor in draft.values.get(field, [])}


def has_goods(draft: Draft) -> bool:
    """Tell whether a draft names goods."""
    return any(draft.values.get(field) for field in COVER)


def overlap(a: Draft, b: Draft) -> bool:
    """Tell whether two drafts name one good both."""
    return any(set(a.values.get(field, [])) & set(b.values.get(field, [])) for field in COVER)


def compatible(a: set[str], b: set[str]) -> bool:
    """Tell whether two sets can be the same: one is empty, or they meet."""
    return not a or not b or bool(a & b)
