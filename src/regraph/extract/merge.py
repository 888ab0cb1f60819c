"""The drafts of all sentences in, the claims of the document out: references resolved, roles filled, repeats joined."""

from bisect import insort
from collections.abc import Iterable, Sequence

from regraph.extract import claims_pledges, ellipsis, fill
from regraph.extract.alike import (
    COVER,
    GENERIC_KINDS,
    WHO,
    WHOM,
    compatible,
    days_agree,
    has_goods,
    kinds_agree,
    overlap,
    same,
    states,
    unite,
)
from regraph.extract.background import attribute, settle
from regraph.extract.draft import Draft
from regraph.extract.likely import heard, speaks_for
from regraph.extract.whole import settle_kinds


def merge(
    drafts: Sequence[Draft], main_states: Sequence[str], published: str | None = None, theme: str = ""
) -> list[Draft]:
    """Return the drafts that become claims, in the order of the text; `theme` is the material of the document."""
    for draft in drafts:
        if "present" in draft.features and published:
            draft.put("date", published, "present tense: publication (ruling 25)")
        if draft.type == "meeting" and published and (draft.modality == "expected" or "now" in draft.features):
            _to_come(draft, published)
        if draft.type == "meeting" and published and draft.modality == "fact" and _later(draft, published):
            draft.modality = "expected"  # "the envoy flies to Lima in July", read in June
    ordered = sorted(claims_pledges.kept(ellipsis.resolve(drafts)), key=_place)
    ordered = settle(_of_trade(ordered, main_states), main_states, published)
    settle_kinds(ordered)
    _resolve(ordered)
    ordered = fill.effects([d for d in ordered if "no-antecedent" not in d.features or speaks_for(d)])
    fill.imposers(ordered, main_states)
    _main_coverage(ordered)
    fill.theme(ordered, theme)
    ordered = attribute(ordered)
    _parties(ordered, main_states)
    ordered = [d for d in ordered if "parties-missing" not in d.features or (d.type == "meeting" and speaks_for(d))]
    _promises(ordered, published)
    fill.deal_days(ordered)
    fill.days_by_deal(ordered)
    fill.other_party(ordered)
    kept, told = _join([d for d in ordered if d.role not in ("headline", "caption")])
    lifting = [d for d in kept if d.values.get("action") in ("lifted", "eased", "suspended")]
    kept = [d for d in kept if d.frame != "measure/allow-export" or not _lifted(d, lifting)]
    dropped = {id(d) for d in lifting} - {id(d) for d in kept}
    for draft in (d for d in ordered if d.role in ("headline", "caption")):
        alike = told.setdefault(_said(draft), [])
        if not any(same(draft, other, loose=True) for other in alike[-fill.REACH :] if id(other) not in dropped):
            draft.features.add("headline-only")
            kept.append(draft)
            alike.append(draft)
    return sorted((d for d in kept if _complete(d) or _open(d)), key=lambda d: (d.start, d.end, d.type))


def _place(draft: Draft) -> tuple[int, int, str, str]:
    """Sort drafts by their place; figures of one clause stay in the order in which it tells them."""
    return draft.start, draft.end, draft.type, "" if draft.type == "statistic" else draft.frame


def _to_come(draft: Draft, published: str) -> None:
    """Read the month of a meeting to come as the next of its name: "travels to Lima in February", read in December."""
    date = str(draft.values.get("date", ""))
    if len(date) == len("2025-02") and "/" not in date and date < published[: len(date)]:
        draft.values["date"] = f"{int(date[:4]) + 1}{date[4:]}"


def _later(draft: Draft, published: str) -> bool:
    """Tell whether something is dated behind the day on which the text came out."""
    start = str(draft.values.get("date", "")).partition("/")[0]
    return start[:1].isdigit() and start[: len(published)] > published[: len(start)]


_TELLING = frozenset(
    ("export_quota", "export_tax", "tariff", "import_restriction")
)  # more than a road or a shop is closed


def _of_trade(drafts: list[Draft], main_states: Sequence[str]) -> list[Draft]:
    """Drop measures, and what follows from them, where no sentence of the document shows that trade is meant.

    Rules show it, or the words of the sentences that measures are told in; those where some state is named at all.
    """
    if (
        any("trade" in draft.features for draft in drafts)
        or sum(draft.values.get("kind") in _TELLING and has_goods(draft) for draft in drafts) > 1
    ):
        return drafts
    if main_states and _by_words(drafts) >= _TRADE_BY_WORDS:
        for draft in drafts:
            draft.features.add("trade by words")
        return drafts
    return [d for d in drafts if d.type not in ("measure", "commitment", "impact", "statement", "licence")]


def _by_words(drafts: Sequence[Draft]) -> float:
    """Return how many acts of states in trade the words of the sentences make one expect; harm has other causes too."""
    found: dict[int, float] = {}
    for draft in drafts:
        if draft.type in ("measure", "commitment", "licence", "statement"):
            found[draft.sentence] = max(found.get(draft.sentence, 0.0), heard(draft))
    return sum(found.values())


_TRADE_BY_WORDS = 0.7


# --- references back ---------------------------------------------------------------------------------------------


def _resolve(drafts: Sequence[Draft]) -> None:
    """Give "the ban" the coverage, kind and imposer of the measure told before."""
    told: list[Draft] = []
    paused = False  # whether one of them was suspended
    tariffs = any(d.values.get("kind") == "tariff" and d.frame not in _BY_RATE and _sure(d) for d in drafts)
    for draft in drafts:
        if draft.type in ("measure", "commitment") and not draft.features & {fill.NOTE, fill.SCOPE}:
            if draft.frame in claims_pledges.LOOSE and draft.values["action"] != "expedite":
                continue  # acts on no measure
            points = draft.anaphoric or not has_goods(draft) or "unclear" in draft.features
            found = points and _point_back(draft, told[-12:], paused)
            by_rate = tariffs and draft.frame in _BY_RATE and draft.values.get("rate_to") is not None
            if "unclear" in draft.features and not found and not by_rate:
                draft.features.add("no-antecedent")
            else:
                told.append(draft)
                paused = paused or draft.values.get("action") in ("suspended", "suspend")


# told by a rate alone: the tariff before says who charges it, on whatever goods
_BY_RATE = (
    "measure/impose-rate",
    "rates/borne",
    "rates/laid",
    "rates/rate",
    "rates/standing",
    "measure/stay-at",
    "notice/line",
)


def _sure(draft: Draft) -> bool:
    return "unclear" not in draft.features and draft.type in ("measure", "commitment")


def _point_back(draft: Draft, told: Sequence[Draft], paused: bool) -> bool:
    kind = draft.values.get("kind", "")
    who = states(draft, WHO[draft.type])
    for before in reversed(told):
        same_act = kind == before.values.get("kind") and kind not in GENERIC_KINDS and before.values.get("imposer")
        if not has_goods(before) and not before.values.get("target") and not (draft.anaphoric and kind and same_act):
            continue
        if not kinds_agree(kind, before.values.get("kind", "")) and not (draft.anaphoric and kind in GENERIC_KINDS):
            continue
        other = states(before, WHO[before.type])
        if who and other and not who & other:
            continue
        if _told_apart(draft, before):
            continue
        if has_goods(draft) and before.values.get("kind") in ("visa_restriction", "entity_listing"):
            continue  # goods need no visa
        if has_goods(draft) and not overlap(draft, before) and kind and draft.frame not in _BY_RATE:
            continue
        _inherit(draft, before)
        if draft.frame == "measure/extend-pause" and before.values.get("kind") == "export_ban" and not paused:
            draft.values["action"] = "extended"  # the suspension is one of exports
        return True
    return False


def _told_apart(draft: Draft, before: Draft) -> bool:
    """Tell whether rates, or the days of two introductions, show that two measures are meant."""
    rates = draft.values.get("rate_to"), before.values.get("rate_to")
    if draft.values.get("action") == before.values.get("action") == "introduced" and not draft.anaphoric:
        return (None not in rates and rates[0] != rates[1]) or not days_agree(before, draft)
    return False


def _inherit(draft: Draft, before: Draft) -> None:
    if (
        draft.values.get("kind", "") == "" or (draft.values["kind"] in GENERIC_KINDS and draft.anaphoric)
    ) and before.values.get("kind"):
        draft.values["kind"], draft.fills["kind"] = before.values["kind"], "antecedent"
    kind = draft.values.get("kind", "")
    goods = kind.startswith("export_") or (draft.anaphoric and kind not in ("entity_listing", "other"))
    if goods and not has_goods(draft) and "general" not in draft.features:
        for field in COVER:
            draft.put(field, list(before.values.get(field, [])), "antecedent")
    draft.put(WHO[draft.type], list(before.values.get(WHO[before.type], [])), "antecedent")
    if draft.anaphoric:
        draft.put(WHOM[draft.type], list(before.values.get(WHOM[before.type], [])), "antecedent")


def _parties(drafts: Sequence[Draft], main_states: Sequence[str]) -> None:
    """Give "the Geneva truce" and "the talks in London" the parties that the document names elsewhere."""
    pairs = [
        set(d.values["parties"]) for d in drafts if d.type == "agreement" and len(d.values.get("parties", [])) >= 2
    ]
    pairs += [
        set(d.values["participants"])
        for d in drafts
        if d.type == "meeting"
        and len(d.values.get("participants", [])) >= 2
        and all(len(p) == 2 for p in d.values["participants"])
    ]
    for draft in drafts:
        if "parties-missing" not in draft.features:
            continue
        field = "parties" if draft.type == "agreement" else "participants"
        own = set(draft.values.get(field, []))
        found = min(
            (pair for pair in pairs if own <= pair),
            key=lambda pair: sum(main_states.index(s) if s in main_states else 99 for s in pair),
            default=None,
        )
        if found is None and draft.type == "agreement" and len(main_states) > 1 and draft.values.get("date"):
            rest = [state for state in main_states[:3] if state not in own]
            found = {*own, *rest[: 2 - len(own)]} if len(own) < 2 else None
        if found is None and draft.type == "meeting" and draft.role not in ("headline", "caption"):
            found = _by_place(draft, own, main_states)
        if found is not None:
            draft.values[field] = sorted(found)
            draft.fills[field] = "parties named elsewhere"
            draft.features.discard("parties-missing")


def _by_place(draft: Draft, own: set[str], main_states: Sequence[str]) -> set[str] | None:
    """Return the parties of talks told by their place alone, and who sent "a delegation" to a state."""
    if "sent" in draft.features:
        sender = next((state for state in main_states if state not in own), None)
        return {*own, sender} if sender else None
    if draft.values.get("place") and draft.values.get("kind") == "talks" and not own and len(main_states) > 1:
        return set(main_states[:2])
    return None


def _promises(drafts: Sequence[Draft], published: str | None) -> None:
    """Make a "will" without a date, told after a deal of the same actor, a promise."""
    deals = [(d.sentence, set(d.values.get("parties", []))) for d in drafts if d.type == "agreement"]
    deals += [(d.sentence, set(d.states)) for d in drafts if d.type == "meeting" and len(d.states) > 1]
    deals.sort(key=lambda pair: pair[0])
    for draft in drafts:
        action = draft.values.get("action")
        if (
            draft.type != "measure"
            or "future" not in draft.features
            or draft.modality != "fact"
            or action not in _AS_PROMISE
            or (
                "in effect" in draft.features
                and action != "introduced"
                and (draft.values.get("date", "") > (published or "9"))
            )
        ):
            continue
        who, whom, date = states(draft, "imposer"), states(draft, "target"), draft.values.get("date")
        near = [pair for place, pair in deals if draft.sentence - place >= -3 and who & pair]
        between = any(whom & pair for pair in near) and action in ("lifted", "eased", "suspended", "postponed")
        undated = not date or (published is not None and date <= published)
        before = [pair for place, pair in deals if place <= draft.sentence][-2:]
        if (undated and any(who & pair for pair in before)) or between:
            draft.type = "commitment"
            draft.values["action"] = _AS_PROMISE[draft.values["action"]]
            for old, new in (("imposer", "promisor"), ("target", "beneficiary")):
                if old in draft.values:
                    draft.values[new] = draft.values.pop(old)
            for field in ("rate_from", "rate_to", "count", "reference"):
                draft.values.pop(field, None)


_AS_PROMISE = {
    "lifted": "lift",
    "suspended": "suspend",
    "eased": "ease",
    "introduced": "introduce",
    "expanded": "introduce",
    "postponed": "postpone",
}


def _main_coverage(drafts: Sequence[Draft]) -> None:
    """Give measures that say nothing of goods the goods of the main measure of their imposer and kind."""
    covered = [d for d in drafts if d.type == "measure" and has_goods(d) and d.values.get("kind") != "other"]
    for draft in drafts:
        if (
            draft.type not in ("measure", "commitment")
            or has_goods(draft)
            or draft.frame in claims_pledges.LOOSE
            or not draft.values.get("kind", "").startswith("export_")
        ):
            continue
        who = states(draft, WHO[draft.type])
        fits = [
            d for d in fill.around(covered, draft)
            if who & states(d, "imposer") and kinds_agree(draft.values["kind"], d.values.get("kind", ""))
        ]  # fmt: skip
        if fits:
            best = min(fits, key=lambda d: (abs(d.start - draft.start), d.start))
            for field in COVER:
                draft.put(field, list(best.values.get(field, [])), "main measure")
            if draft.type == "measure":
                insort(covered, draft, key=lambda other: other.start)


# --- repeats -----------------------------------------------------------------------------------------------------


def _join(drafts: Iterable[Draft]) -> tuple[list[Draft], dict[tuple[str, ...], list[Draft]]]:
    """Return the drafts with repeats united, in order, and by what decides whether two can be the same."""
    kept: list[Draft] = []
    told: dict[tuple[str, ...], list[Draft]] = {}
    for draft in drafts:
        alike = told.setdefault(_said(draft), [])
        twin = next((other for other in alike[-fill.REACH :] if same(other, draft)), None)
        if twin is None:
            kept.append(draft)
            alike.append(draft)
        else:
            unite(twin, draft)
    return kept, told


def _said(draft: Draft) -> tuple[str, ...]:
    return draft.type, *(
        str(draft.values.get(field, "")) for field in ("action", "stance", "indicator", "effect", "value")
    )


def _lifted(allowed: Draft, lifting: Sequence[Draft]) -> bool:
    """Tell whether another draft says the same as that exports are allowed; it gets the day of this one."""
    other = next((o for o in fill.around(lifting, allowed) if _lifts(o, allowed)), None)
    if other is None:
        return False
    if other.sentence == allowed.sentence and "in effect" in allowed.features and "in effect" not in other.features:
        other.values["date"], other.fills["date"] = allowed.values["date"], "day on which exports are allowed"
    return True


def _lifts(other: Draft, allowed: Draft) -> bool:
    """Tell whether another draft says that the ban, after which exports are allowed, was lifted or eased."""
    if (
        other is allowed
        or other.type != "measure"
        or other.values.get("action") not in ("lifted", "eased", "suspended")
    ):
        return False
    return compatible(states(other, "imposer"), states(allowed, "imposer")) and (
        overlap(other, allowed) or not has_goods(allowed)
    )


def _open(draft: Draft) -> bool:
    """Tell whether what a draft leaves out may be found elsewhere; noted for the confidence."""
    if not speaks_for(draft):
        return False
    draft.features.add("left open")
    return True


def _complete(draft: Draft) -> bool:
    """Tell whether enough was said for a claim."""
    values = draft.values
    if draft.type == "measure":
        if not values.get("imposer") and (not has_goods(draft) or values.get("kind", "other") == "other"):
            return False
        if values.get("kind") == "other" and not (values.get("date") or has_goods(draft) or values.get("target")):
            return False
        said = (
            has_goods(draft)
            or values.get("target")
            or values.get("date")
            or values.get("rate_to")
            or values.get("count")
        )
        return bool(said) or (
            "who-by-default" not in draft.features and values.get("kind", "other") not in ("other", "export_control")
        )
    if draft.type == "commitment":
        return bool(values.get("promisor"))
    if draft.type == "statistic":
        return bool(values.get("material") or values.get("subject")) and (
            values.get("material") is not None or values["indicator"] == "export_change"
        )
    if draft.type == "statement" and values["stance"] == "accuse":
        return bool(values.get("about"))
    if draft.type == "licence":
        return bool(values.get("issuer") or values.get("holders"))
    return True
