"""Drafts in, figures, harms, licences and statements settled out: filled from what was told before, or dropped.

A figure that only counts on ("Vietnam with 24 million") takes its indicator from the figure before; a licence, an
impact or a statement is a claim only in a document that tells of a measure, and covers its goods.
"""

from collections import Counter
from collections.abc import Sequence

from regraph import dates
from regraph.extract.claims_licence import AFTER_LICENCE
from regraph.extract.draft import Draft
from regraph.extract.fill import around
from regraph.extract.likely import speaks_for
from regraph.extract.nearby import Line

_COVER = ("materials", "items")
_ONLY_WITH_MEASURE = frozenset(("impact", "statement", "licence"))
_CHANGES = {"export_volume": "export_change", "export_change": "export_change", "price_change": "price_change"}
_SHARES = frozenset(("production_share", "export_share", "import_share", "reserves"))
_AMOUNTS = frozenset(("reserves", "quota", "export_volume", "production"))


def settle(drafts: Sequence[Draft], main_states: Sequence[str], published: str | None) -> list[Draft]:
    """Return the drafts that the document bears out, in their order."""
    kept = list(drafts)
    if not any(d.type == "measure" for d in drafts):
        kept = [
            d
            for d in drafts
            if d.type not in _ONLY_WITH_MEASURE or "of trade" in d.features or (d.type != "impact" and speaks_for(d))
        ]
        for draft in kept:
            draft.features.add("no measure told")
    _figures(kept, main_states, published)
    return [d for d in kept if d.type != "statistic" or d.values.get("indicator")]


_NEAR = 12  # sentences between a price and the measure that it is put down to


def attribute(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with harms and licences put down to the measures, which are known by now; others drop."""
    told = [d for d in drafts if d.type == "measure"]
    imposing = [d for d in told if d.values.get("imposer")]
    owners = Line(imposing), {i.split("/")[0] for d in imposing for i in d.values["imposer"]}
    places = {d.sentence for d in told}
    goods = {good for d in told for field in _COVER for good in d.values.get(field, [])}
    _coverage(drafts, told)
    out: list[Draft] = []
    for draft in _meetings(drafts):
        if draft.features & {"near", "caused"} == {"near"} and not any(
            draft.sentence + k in places for k in range(-_NEAR, _NEAR + 1)
        ):
            continue
        if draft.type == "impact" and draft.frame in ("impact/prices", "impact/shares"):
            near = any(draft.sentence + k in places for k in range(-_NEAR, _NEAR + 1))
            own = {good for field in _COVER for good in draft.values.get(field, [])}
            if "caused" not in draft.features and not own & goods and not near:
                continue
            last = out[-1] if out else None
            if (
                last is not None
                and "shares" in draft.features
                and "shares" in last.features
                and last.sentence == draft.sentence
                and last.values["effect"] == draft.values["effect"]
            ):
                last.add("affected", draft.values.get("affected", []), "shares too")
                continue
        if AFTER_LICENCE in draft.features:
            before = next((d for d in reversed(out) if d.type == "licence"), None)
            if before is None or draft.sentence - before.sentence > 2:
                continue
            for field in ("issuer", *_COVER):
                if before.values.get(field):
                    draft.values[field] = list(before.values[field])
        if draft.frame == "statement/justify" and not _owns_measure(draft, owners):
            if not speaks_for(draft):
                continue
            draft.features.add("of no measure told")
        out.append(draft)
    return out


def _meetings(drafts: Sequence[Draft]) -> list[Draft]:
    """Give "the two are to meet" those of the meeting told before; "the meeting" that follows one tells no other."""
    before: Draft | None = None
    out: list[Draft] = []
    for draft in drafts:
        if draft.type == "meeting" and "parties-missing" not in draft.features:
            before = draft
        elif draft.type == "meeting" and before is not None and draft.sentence - before.sentence <= 3:
            if "the two" in draft.features:
                draft.values["participants"] = list(before.values["participants"])
                draft.features.discard("parties-missing")
            elif "definite" in draft.features and not draft.values.get("date"):
                continue
        out.append(draft)
    return out


def _owns_measure(draft: Draft, owners: tuple[Line, set[str]]) -> bool:
    """Tell whether the speaker's state imposes a measure here; an unnamed official speaks for the nearest.

    `owners` are the measures with an imposer, and the states that impose them.
    """
    if "speaker-imposer" in draft.features:
        near = owners[0].nearest(draft.start)
        draft.speaker = tuple(near.values["imposer"][:1]) if near is not None else ()
        return near is not None and abs(near.sentence - draft.sentence) <= 4
    return not draft.states.isdisjoint(owners[1])


def _figures(drafts: Sequence[Draft], main_states: Sequence[str], published: str | None) -> None:
    before: Draft | None = None
    imposers: list[str] = []
    owners: dict[str, list[str]] = {}
    for draft in drafts:
        if draft.type == "measure":
            imposers = [i.split("/")[0] for i in draft.values.get("imposer", [])] or imposers
        if draft.type != "statistic":
            continue
        if not draft.values.get("indicator"):
            _count_on(draft, before)
        indicator = draft.values.get("indicator")
        if not indicator:
            continue
        if indicator not in ("price_change", "members", "production_share") and not draft.values.get("subject"):
            same_topic = (
                before is not None
                and draft.sentence - before.sentence <= 2
                and before.values.get("indicator") not in ("price_change", "members")
            )
            if indicator == "quota":
                fill = imposers or list(main_states[:1])
            else:
                fill = (
                    (before.values.get("subject") if same_topic and before is not None else None)
                    or owners.get(draft.values.get("material", ""))
                    or imposers
                    or list(main_states[:1])
                )
            draft.put("subject", list(fill or []), "figure or measure before")
        if draft.values.get("subject"):
            owners.setdefault(draft.values.get("material", ""), draft.values["subject"])
        if "since" in draft.features and published and len(draft.values.get("date", "")) >= 4 and "price" in indicator:
            draft.values["date"] = _up_to(draft.values["date"], published)
        before = draft


def _up_to(since: str, published: str) -> str:
    """Return the interval from a day to the publication; the day as it is where it lies after that.

    >>> _up_to("2024-08", "2025-06-11"), _up_to("2025-08", "2025-06-11")
    ('2024-08/2025-06-11', '2025-08')
    """
    start, bounds = since.split("/", maxsplit=1)[0], dates.parse(published)
    told = bounds.latest.isoformat() if "/" in published else published
    return f"{start}/{told}" if dates.parse(start).earliest <= bounds.latest else since


def _count_on(draft: Draft, before: Draft | None) -> None:
    """Give a figure without words of its own the indicator of the figure before it."""
    if before is None or draft.sentence - before.sentence > 1:
        return
    old = before.values["indicator"]
    if "change" in draft.features:
        new = _CHANGES.get(old, "")
    elif "share" in draft.features:
        new = (
            old
            if old in _SHARES and before.values.get("unit") == "%"
            else ("export_share" if old == "export_volume" else "")
        )
    else:
        new = old if old in _AMOUNTS and before.values.get("unit") == draft.values.get("unit") else ""
    if not new:
        return
    draft.put("indicator", new, "figure before")
    if "change" in draft.features or ("share" in draft.features and old == "export_volume"):
        draft.values["subject"] = list(before.values.get("subject", []))
    draft.put("material", before.values.get("material"), "figure before")
    draft.put("date", before.values.get("date") if draft.sentence == before.sentence else None, "figure before")


def _coverage(drafts: Sequence[Draft], told: Sequence[Draft]) -> None:
    """Give harms and licences the goods of the main measure, else of the one before, and accusations whom they mean."""
    covered = main = _main(told)
    with_goods = [d for d in told if _covered(d)]
    licensed: _Licensed | None = None
    imposers: list[str] = []
    for draft in drafts:
        if draft.type == "measure":
            imposers = draft.values.get("imposer") or imposers
            if _covered(draft) and not main:
                covered = {field: list(draft.values.get(field, [])) for field in _COVER}
        elif draft.type == "licence":
            for field in _COVER if not _covered(draft) else ():
                draft.put(field, list(covered.get(field, [])), "measure")
            if not draft.values.get("issuer"):
                licensed = licensed or _licensed(told)
                draft.put("issuer", _licensor(draft, licensed), "imposer of the measure")
        elif "goods-of-measure" in draft.features:
            near = None if covered else _nearest(draft, with_goods)
            goods = near.values if near is not None else covered
            for field in _COVER:
                draft.add(field, list(goods.get(field, []))[:3], "measure")
        elif "about-imposer" in draft.features and imposers:
            mine = {s.split("/")[0] for s in draft.speaker}
            draft.put(
                "about", [i.split("/")[0] for i in imposers if i.split("/")[0] not in mine], "imposer of the measure"
            )


def _nearest(draft: Draft, with_goods: Sequence[Draft]) -> Draft | None:
    """Return the measure with goods that is told nearest, one before rather than one after."""
    return min(
        around(with_goods, draft),
        key=lambda d: (abs(d.sentence - draft.sentence), d.start > draft.start, d.start),
        default=None,
    )


_LICENSED = frozenset(
    (
        "export_licensing",
        "export_control",
        "technology_control",
        "entity_listing",
        "export_ban",
        "export_quota",
        "import_restriction",
    )
)


_Licensed = dict[tuple[str, bool], Line]  # by good ("" for all) and whether it asks for licences


def _licensed(told: Sequence[Draft]) -> _Licensed:
    """Return the measures under which a licence can be held, by their goods and by whether they ask for licences."""
    rows: dict[tuple[str, bool], list[Draft]] = {}
    for draft in told:
        if draft.values.get("kind") in _LICENSED and draft.values.get("imposer"):
            asks = draft.values["kind"] == "export_licensing"
            for good in {"", *(good for field in _COVER for good in draft.values.get(field, []))}:
                rows.setdefault((good, asks), []).append(draft)
    return {key: Line(row) for key, row in rows.items()}


def _licensor(draft: Draft, licensed: _Licensed) -> list[str]:
    """Return who imposes the measure under which a licence is held: the nearest that asks for licences."""
    own = [good for field in _COVER for good in draft.values.get(field, [])]
    for goods in (own, [""]):  # a measure on the same goods before any other
        for asks in (True, False):
            lines = [line for good in goods if (line := licensed.get((good, asks))) is not None]
            found = [near for line in lines if (near := line.nearest(draft.start)) is not None]
            if found:
                near = min(found, key=lambda d: (abs(d.start - draft.start), d.start))
                return [i.split("/")[0] for i in near.values["imposer"][:1]]
    return []


def _main(told: Sequence[Draft]) -> dict[str, list[str]]:
    """Return the goods that at least half of the measures cover, empty where they differ."""
    with_goods = [d for d in told if _covered(d)]
    out: dict[str, list[str]] = {}
    for field in _COVER:
        counts = Counter(good for d in with_goods for good in d.values.get(field, []))
        common = [good for good, number in counts.items() if 2 * number >= len(with_goods)]
        if common:
            out[field] = common
    return out


def _covered(draft: Draft) -> bool:
    return any(draft.values.get(field) for field in _COVER)
