"""A view and a label in, the draft that the sentence most likely makes out: fields by position, not by a frame.

Where the model (`likely`) hears an act that no frame names, the fields are read as plainly as can be: who acts is
the subject, goods are those of the sentence, days are its days. The document level then treats it as any other.
"""

from collections.abc import Callable, Mapping
from typing import Final

from regraph.extract import likely, roles
from regraph.extract.claims_deals import states_of
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.kinds import RATED
from regraph.extract.likely import Heard
from regraph.extract.mood import Mood, mood, subject_actors
from regraph.extract.roles import Span
from regraph.extract.view import At, View
from regraph.model import Mention


def guess(view: View, heard: Heard, label: str) -> Draft | None:
    """Return the draft of a sentence under a label, None where the sentence cannot mean it."""
    made, _, sort = label.partition(":")
    clause = _main(view)
    told = mood(view, clause) if clause is not None else Mood()
    if told.dropped == "counterfactual":
        return None
    start, end = view.offsets(0, len(view.tokens))
    told_by = ", ".join(likely.model().telling(label, heard.words))
    draft = Draft(made, view.sentence.index, view.sentence.role, start, end, f"likely/{made}", f"{sort} ({told_by})")
    draft.put(likely.SORTED_BY[made], sort, "likely words")
    draft.features.add("guessed")
    draft.modality = told.modality if told.modality != "promised" else "fact"
    draft.speaker = tuple(roles.speaker_ids(view, [n for n in told.speakers if view.sort(n) not in ("state", "media")]))
    return draft if _FILL[made](draft, view, clause) else None


def _main(view: View) -> Clause | None:
    """Return the clause that tells the news: the first finite one that reports nothing itself."""
    clauses = view.parse.clauses
    reports = view.frames.grammar.classes
    told = [c for c in clauses if c.shape == "finite" and reports.get(c.lemma) != "report"]
    return next(iter([*told, *clauses]), None)


def _whole(view: View) -> list[Span]:
    return [(0, len(view.tokens))]


def _agent(view: View, clause: Clause | None) -> list[str]:
    """Return who acts: of the main clause, else of the first clause that has one, else the owner of what is named."""
    for part in ([clause] if clause is not None else []) + list(view.parse.clauses):
        found, _ = roles.agent(view, part)
        if found:
            return found
    for phrase in view.phrases:
        found, _ = roles.owner(view, phrase)
        if found:
            return found
    return []


def _measure(draft: Draft, view: View, clause: Clause | None) -> bool:
    kind = next((p.kind for p in view.phrases if p.kind and p.kind not in ("other", "export_control")), "")
    draft.put("kind", kind or _likely_kind(view), "noun" if kind else "likely words")
    who, whom = ("promisor", "beneficiary") if draft.type == "commitment" else ("imposer", "target")
    draft.add(who, _agent(view, clause), "subject")
    roles.coverage(draft, view, _whole(view), "sentence")
    draft.add(whom, roles.targets(view, _whole(view), draft.values.get(who, []), draft.values["kind"]), "preposition")
    roles.when(draft, view, _whole(view))
    if draft.type == "measure" and draft.values["kind"] in RATED:
        roles.rates(draft, view, _whole(view))
    draft.anaphoric = not (draft.values.get("materials") or draft.values.get("items"))
    return True


def _likely_kind(view: View) -> str:
    return view.heard.kind if view.heard is not None else ""


def _licence(draft: Draft, view: View, _: Clause | None) -> bool:
    actors = list(view.of("actor", 0, len(view.tokens)))
    draft.add("issuer", roles.actor_ids(view, [n for n in actors if view.sort(n) in roles.ISSUERS][:1]), "actor")
    draft.add("holders", [i for n in actors if view.sort(n) in roles.COMPANIES for i in n.value.ids][:3], "firm")
    roles.coverage(draft, view, _whole(view), "sentence")
    roles.when(draft, view, _whole(view))
    draft.features.add("of trade")
    return True


def _impact(draft: Draft, view: View, clause: Clause | None) -> bool:
    firms = [n for n in view.of("actor", 0, len(view.tokens)) if view.sort(n) in roles.COMPANIES]
    own = subject_actors(view, clause) if clause is not None else []
    chosen = [n for n in firms if n in own] or firms[:1]
    draft.add("affected", [i for n in chosen for i in n.value.ids], "firm")
    roles.coverage(draft, view, _whole(view), "sentence")
    draft.values.pop("count", None)
    roles.when(draft, view, _whole(view))
    draft.values.pop("until", None)
    draft.features.add("caused")
    own_ids = set(draft.values.get("affected", []))
    draft.speaker = tuple(i for i in draft.speaker if i not in own_ids)
    return True


def _statement(draft: Draft, view: View, clause: Clause | None) -> bool:
    told: list[At[Mention]] = []
    if clause is not None:
        told = mood(view, clause).speakers or subject_actors(view, clause)
    actors = [n for n in view.of("actor", 0, len(view.tokens)) if view.sort(n) != "media"]
    people = [n for n in told or actors if view.sort(n) == "person"]
    speakers = (people or told or actors)[:1]
    if not speakers:
        return False
    draft.speaker = tuple(roles.speaker_ids(view, speakers)[:1])
    own = {view.state(n) for n in speakers} | {view.lexicon.state_of(i) for i in draft.speaker}
    if draft.values["stance"] == "accuse":
        others = [n for n in actors if n not in speakers and view.sort(n) in (*roles.ISSUERS, "person")]
        about = [s for s in states_of(view, others) if s not in own]
        draft.add("about", about[:1], "other actor")
    return bool(draft.speaker)


def _meeting(draft: Draft, view: View, _: Clause | None) -> bool:
    actors = list(view.of("actor", 0, len(view.tokens)))
    people = [n for n in actors if view.sort(n) == "person"]
    stand = {view.state(n) for n in people}
    ids = [i for n in people for i in n.value.ids]
    ids += [s for s in states_of(view, [n for n in actors if view.sort(n) in roles.ISSUERS]) if s not in stand]
    ids = list(dict.fromkeys(ids))
    draft.states = frozenset(states_of(view, actors))
    if len(ids) < 2:
        draft.features.add("parties-missing")
    draft.add("participants", ids[:4], "actors")
    place = next((n for n in view.of("place", 0, len(view.tokens)) if view.parse.prep(n.start) in ("in", "at")), None)
    if place is not None:
        draft.put("place", place.value.ids[0], "in")
    roles.when(draft, view, _whole(view))
    draft.values.pop("duration", None)
    return True


def _agreement(draft: Draft, view: View, _: Clause | None) -> bool:
    states = states_of(view, [n for n in view.of("actor", 0, len(view.tokens)) if view.sort(n) not in roles.COMPANIES])
    if len(states) < 2:
        draft.features.add("parties-missing")
    draft.add("parties", sorted(states)[:4], "actors")
    roles.when(draft, view, _whole(view))
    for field in ("until", "duration"):
        draft.values.pop(field, None)
    return True


def _statistic(draft: Draft, view: View, _: Clause | None) -> bool:
    indicator = draft.values["indicator"]
    share = indicator.endswith(("share", "change"))
    figures = [at for at in view.figures if (at.value.unit == "%") == share and at.value.unit]
    if not figures:
        return False
    value = figures[0].value
    sign = -1 if indicator.endswith("change") and value.change < 0 else 1
    draft.put("value", roles.number(sign * value.value), "figure")
    draft.put("unit", value.unit, "figure")
    actors = [n for n in view.of("actor", 0, len(view.tokens)) if view.sort(n) not in ("person", "media", "group")]
    if indicator != "price_change":
        draft.add("subject", [i for n in actors[:1] for i in n.value.ids], "actor")
    material = next((n.value.ids[0] for n in view.of("material", 0, len(view.tokens)) if n.value.ids), "") or view.topic
    draft.put("material", material, "named")
    roles.when(draft, view, _whole(view), only_date=True)
    draft.values.pop("until", None)
    return True


Filler = Callable[[Draft, View, Clause | None], bool]

_FILL: Final[Mapping[str, Filler]] = {
    "measure": _measure, "commitment": _measure, "licence": _licence, "impact": _impact, "statement": _statement,
    "meeting": _meeting, "agreement": _agreement, "statistic": _statistic,
}  # fmt: skip
