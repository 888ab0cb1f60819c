"""A view in, drafts of promises that act on nothing in particular out: "agreed to clear the matter up quickly".

They are the last resort: a promise that acts on a measure, a permit or goods is read elsewhere, and wins. What a state
"will" do is a promise only after a deal to which it is party; `kept` looks for that in the document.
"""

from collections.abc import Iterator, Sequence

from regraph.extract import roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.mood import Mood, mood, subject_actors
from regraph.extract.view import View

_LAST_RESORT, _IF_DEAL = "pledge", "if-deal"
_NEAR = 12  # sentences between a deal and what a party will do under it


def pledges(view: View) -> Iterator[Draft]:
    """Give the promises of one sentence that say what a state will do, whatever it is."""
    frames = view.frames
    passed_over = frames.sets("commitment", "not_pledged")
    for clause in view.parse.clauses:
        if clause.lemma in passed_over or clause.passive or clause.kind in ("relative", "participle"):
            continue
        told = mood(view, clause)
        if told.dropped:
            continue
        if told.promise is not None:
            if frames.grammar.classes.get(told.rule) == "promise" or told.rule == "list of promises":
                yield from _pledge(view, clause, told, "refrain" if told.negated else _action(view, clause))
        elif told.modality == "fact" and not told.negated and clause.modal in ("will", "shall"):
            action = frames.labels("commitment", "under_deal").get(clause.lemma, "")
            if action:
                yield from _pledge(view, clause, told, action, _IF_DEAL)


def _action(view: View, clause: Clause) -> str:
    """Return what kind of promise the verb makes: "pledged to rescind various measures" is one to lift."""
    named = view.frames.labels("commitment", "under_deal").get(clause.lemma) or view.frames.labels(
        "commitment", "acts"
    ).get(clause.lemma)
    return named or "other"


def _pledge(view: View, clause: Clause, told: Mood, action: str, feature: str = _LAST_RESORT) -> Iterator[Draft]:
    who, how = roles.agent(view, clause)
    if not who and feature == _LAST_RESORT:
        firms = [n for n in subject_actors(view, clause) if view.sort(n) == "company"]
        who, how = roles.speaker_ids(view, firms), "firm"
    if not who:
        return
    first = told.promise.start if told.promise is not None else clause.start
    begin, end = view.offsets(min(first, clause.start), clause.end)
    draft = Draft(
        "commitment", view.sentence.index, view.sentence.role, begin, end, f"commitment/{feature}", clause.lemma
    )
    draft.put("action", action, feature)
    draft.add("promisor", who, how)
    span = (clause.verb + 1, clause.end)
    roles.coverage(draft, view, [span], "object")
    if (
        feature == _IF_DEAL
        and action in ("purchase", "supply")
        and not (draft.values.get("materials") or draft.values.get("items"))
    ):
        return
    draft.add("beneficiary", roles.targets(view, [span], who, "export_control"), "preposition")
    roles.when(draft, view, [(clause.start, clause.end), (min(first, clause.start), clause.end), (0, clause.group)])
    own = {state.split("/")[0] for state in who}
    named = [n for n in told.speakers if view.sort(n) != "group" and view.state(n) not in own]
    draft.speaker = tuple(roles.speaker_ids(view, named))
    draft.features.add(feature)
    yield draft


def kept(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts without the last resorts that another draft tells better, and those under no deal."""
    if not any({_LAST_RESORT, _IF_DEAL} & draft.features for draft in drafts):
        return list(drafts)
    acts = [
        d
        for d in drafts
        if d.type in ("measure", "commitment", "licence") and not d.features & {_LAST_RESORT, _IF_DEAL}
    ]
    deals = [d for d in drafts if d.type == "agreement" and d.values.get("status") in ("reached", "framework")]
    out: list[Draft] = []
    for draft in drafts:
        if draft.features & {_LAST_RESORT, _IF_DEAL} and any(_overlap(draft, act) for act in acts):
            continue
        if _IF_DEAL in draft.features and not any(_under(draft, deal) for deal in deals):
            continue
        out.append(draft)
    return out


def _overlap(a: Draft, b: Draft) -> bool:
    return a.sentence == b.sentence and a.start < b.end and b.start < a.end


def _under(draft: Draft, deal: Draft) -> bool:
    who = {state.split("/")[0] for state in draft.values["promisor"]}
    return 0 <= draft.sentence - deal.sentence <= _NEAR and who <= set(deal.values.get("parties", []))
