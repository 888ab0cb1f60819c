"""The drafts of a document in, what other sentences tell about the same measure filled in: who, and since when.

A day of effect told on its own ("the change comes into force on 1 May") goes to the act before it; a promise made
under a deal has the day of the deal; who acts is sought in the sentence, the paragraph, and then the document.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from regraph.extract.draft import Draft

NOTE = "effect-note"
SCOPE = "scope-note"
_WHO = {"measure": "imposer", "commitment": "promisor"}
_WHOM = {"measure": "target", "commitment": "beneficiary"}
_NEAR = 3  # sentences


REACH = 100  # claims of a kind that are looked back at, so that the time stays in line with the length


def around(drafts: Sequence[Draft], draft: Draft) -> Sequence[Draft]:
    """Return those of `drafts`, which stand in the order of the text, that are nearest to `draft`."""
    place = bisect_left(drafts, draft.start, key=lambda other: other.start)
    return drafts[max(0, place - REACH) : place + REACH]


def effects(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts without the notes of a day of effect, each given to the act that it speaks of."""
    out: list[Draft] = []
    for draft in drafts:
        if SCOPE in draft.features:
            before = _act_before(out, draft, dated=False)
            if before is not None and before.values.get("kind") != "entity_listing":
                for field in ("materials", "items"):
                    before.add(field, draft.values.get(field, []), "scope told after")
        elif NOTE in draft.features:
            before = _act_before(out, draft)
            if before is not None:
                before.values["date"], before.fills["date"] = draft.values["date"], "day of effect told after"
                before.features.add("in effect")
        elif draft.frame == "measure/effect" and draft.anaphoric and draft.values.get("date"):
            before = _act_before(out, draft)
            if (
                before is None
                or before.values.get("action") in ("introduced", "maintained")
                or not draft.features & {"in effect"}
            ):
                out.append(draft)
            else:
                before.values["date"], before.fills["date"] = draft.values["date"], "day of effect told after"
                before.features.add("in effect")
        else:
            out.append(draft)
    return out


def _act_before(drafts: Sequence[Draft], note: Draft, dated: bool = True) -> Draft | None:
    for draft in reversed(drafts):
        if note.sentence - draft.sentence > _NEAR:
            return None
        if draft.type != "measure" or draft.role in ("headline", "caption") or "presupposed" in draft.features:
            continue
        if (
            (draft.sentence == note.sentence and (draft.values.get("date") or draft.end > note.end))
            or draft.values.get("action") == "maintained"
            or (dated and "in effect" in draft.features)
        ):
            continue
        return draft
    return None


def theme(drafts: Sequence[Draft], material: str) -> None:
    """Give curbs on exports that name no goods, and a state that no other goods are told of, those of the document."""
    if not material:
        return
    others: dict[str, set[str]] = {}
    for draft in drafts:
        for who in draft.values.get(_WHO.get(draft.type, ""), []):
            others.setdefault(who.split("/")[0], set()).update(
                good for field in ("materials", "items") for good in draft.values.get(field, [])
            )
    for draft in drafts:
        curb = draft.type in _WHO and str(draft.values.get("kind", "")).startswith("export_")
        if not curb or "general" in draft.features or draft.values.get("materials") or draft.values.get("items"):
            continue
        own = {good for who in draft.values.get(_WHO[draft.type], []) for good in others.get(who.split("/")[0], ())}
        if not own or any(material in good for good in own):
            draft.put("materials", [material], "what the text is about")


def deal_days(drafts: Sequence[Draft]) -> None:
    """Date promises without a day of their own with the day of the deal that they belong to (ruling 21)."""
    deals = [d for d in drafts if d.type in ("agreement", "meeting") and d.values.get("date")]
    for draft in drafts:
        if draft.type != "commitment" or draft.values.get("date"):
            continue
        who = {actor.split("/")[0] for actor in draft.values.get("promisor", [])}
        fits = [d for d in around(deals, draft) if _takes_part(d, who) and d.sentence <= draft.sentence + 1]
        near = [d for d in fits if abs(draft.sentence - d.sentence) <= 2 * _NEAR]
        if near:
            best = min(near, key=lambda d: (abs(draft.sentence - d.sentence), d.type != "agreement", d.start))
            draft.put("date", best.values["date"], "day of the deal")


_BY_DEAL = frozenset(("eased", "suspended", "postponed", "lifted"))


def days_by_deal(drafts: Sequence[Draft]) -> None:
    """Date easings without a day, told in the sentence of a deal of their imposer or the next, with its day."""
    deals = [d for d in drafts if d.type in ("agreement", "meeting") and d.values.get("date")]
    for draft in drafts:
        if draft.type != "measure" or draft.values.get("date") or draft.values.get("action") not in _BY_DEAL:
            continue
        who = {actor.split("/")[0] for actor in draft.values.get("imposer", [])}
        fits = [d for d in around(deals, draft) if 0 <= draft.sentence - d.sentence <= 1 and _takes_part(d, who)]
        if fits and draft.modality == "fact":
            best = max(fits, key=lambda d: (d.type == "agreement", d.start))
            draft.put("date", best.values["date"], "day of the deal")


def other_party(drafts: Sequence[Draft]) -> None:
    """Give a promise of one party to a deal of two the other party as the one who gains."""
    deals = [d for d in drafts if d.type == "agreement" and len(d.values.get("parties", [])) == 2]
    for draft in drafts:
        who = {actor.split("/")[0] for actor in draft.values.get("promisor", [])}
        if draft.type != "commitment" or draft.values.get("beneficiary") or len(who) != 1:
            continue
        pairs = [(abs(draft.sentence - d.sentence), set(d.values["parties"])) for d in around(deals, draft)]
        fits = [(distance, sorted(pair - who)) for distance, pair in pairs if who <= pair]
        if fits:
            draft.put("beneficiary", min(fits)[1], "other party to the deal")


def _takes_part(deal: Draft, who: set[str]) -> bool:
    parties = deal.values.get("parties") or deal.values.get("participants") or []
    return bool(who & ({party.split("/")[0] for party in parties} | set(deal.states)))


def imposers(drafts: Sequence[Draft], main_states: Sequence[str]) -> None:
    """Give measures without an imposer the one who acts near them, then the one of their kind, then the main actor."""
    by_kind: dict[str, Counter[str]] = {}
    acting: Counter[str] = Counter()
    for draft in drafts:
        if draft.type in _WHO:
            for actor in draft.values.get(_WHO[draft.type], []):
                by_kind.setdefault(draft.values.get("kind", ""), Counter())[actor] += 1
                acting[actor] += 1
    fallback = _top(acting) or (main_states[0] if main_states else "")
    nearest: dict[str, tuple[int, str]] = {}
    for draft in drafts:
        if draft.type not in _WHO:
            continue
        who, kind = _WHO[draft.type], draft.values.get("kind", "")
        if draft.values.get(who):
            nearest[kind] = draft.sentence, draft.values[who][0]
            continue
        targets = {t.split("/")[0] for t in draft.values.get(_WHOM[draft.type], [])}
        close = [actor for actor in draft.near if actor.split("/")[0] not in targets]
        told = nearest.get(kind)
        chosen = ""
        if (
            told is not None
            and draft.sentence - told[0] <= 1
            and (not close or told[1].split("/")[0] in {a.split("/")[0] for a in close})
        ):
            chosen = told[1]
        elif close:
            chosen = close[0]
        chosen = chosen or (told[1] if told else "") or _top(by_kind.get(kind, Counter())) or fallback
        if chosen and chosen.split("/")[0] not in targets:
            draft.put(who, [chosen], "main actor" if chosen not in draft.near else "actor nearby")
            draft.features.add("who-by-default")


def _top(counts: Counter[str]) -> str:
    return min(counts, key=lambda actor: (-counts[actor], actor)) if counts else ""
