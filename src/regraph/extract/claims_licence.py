"""A view in, drafts of licences out: given, refused, revoked or held up in fact."""

from collections.abc import Iterator

from regraph.extract import roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.mood import Mood, mood, subject_actors
from regraph.extract.view import View


def licences(view: View) -> Iterator[Draft]:
    """Give the decisions on licences that the sentence tells of."""
    objects = view.frames.sets("licence", "objects")
    blocked = view.frames.sets("licence", "not_objects")
    seen: set[int] = set()
    for place, token in enumerate(view.tokens):
        if token.lemma not in objects or view.parse.tags[place] != "W":
            continue
        if place and view.tokens[place - 1].lemma in blocked:
            continue
        clause = view.clause_at(place)
        if clause is None or clause.index in seen:
            continue
        draft = _decision(view, clause, place)
        if draft is not None:
            seen.add(clause.index)
            yield draft


def _decision(view: View, clause: Clause, place: int) -> Draft | None:
    told = mood(view, clause)
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 else None
    wanted = clause.shape == "inf" and parent is not None and parent.lemma in _WANTED
    if told.dropped in ("condition", "counterfactual") or told.future or told.promise is not None or wanted:
        return None
    action = _action(view, clause, place, told)
    if not action:
        return None
    begin, end = view.offsets(clause.start, clause.end)
    draft = Draft("licence", view.sentence.index, view.sentence.role, begin, end, f"licence/{action}", clause.lemma)
    draft.put("action", action, "verb")
    _who(draft, view, clause, place)
    spans = [(clause.start, clause.end)]
    later = [
        c
        for c in view.parse.clauses
        if c.parent == clause.index and c.kind in ("inf", "relative", "participle") and c.start >= clause.end
    ]
    spans += [(c.start, c.end) for c in later[:1]]
    roles.coverage(draft, view, spans, "clause")
    if "count" in draft.values and "materials" in draft.values["count"]:
        del draft.values["count"]
    roles.when(draft, view, [(clause.start, clause.end), (0, clause.group)])
    draft.modality = "alleged" if told.modality == "alleged" or told.doubt else told.modality
    speakers = roles.speaker_ids(view, told.speakers)
    own = {i.split("/")[0] for i in draft.values.get("issuer", [])}
    draft.speaker = tuple(s for s in dict.fromkeys(speakers) if s.split("/")[0] not in own)
    return draft


# "is required to obtain a licence", "is unable to secure one": no licence was given
_WANTED = frozenset("need require have seek try be force oblige want apply wait hope expect ask".split())


def _slow(view: View, clause: Clause, slow: frozenset[str]) -> bool:
    """Tell "applications are pending", "have yet to receive licences"."""
    said = [token.lower for token in view.tokens[clause.start : clause.end]]
    pairs = {f"{a} {b}" for a, b in zip(said, said[1:], strict=False)}
    return not slow.isdisjoint(said) or not slow.isdisjoint(pairs)


def _action(view: View, clause: Clause, place: int, told: Mood) -> str:
    verbs = view.frames.data["licence"]["verbs"]
    slow = view.frames.sets("licence", "slow")
    if told.dropped == "slow" or _slow(view, clause, slow):
        return "delayed"
    for action, lemmas in verbs.items():
        if clause.lemma in lemmas:
            if told.negated:
                return "delayed" if action == "granted" else ""
            near = clause.verb < place < clause.verb + 8 or (
                clause.subject[0] <= place < clause.subject[1] and (clause.passive or action == "delayed")
            )
            if told.modality not in ("fact", "alleged"):
                return ""
            return action if near else ""
    return ""


def _who(draft: Draft, view: View, clause: Clause, place: int) -> None:
    receiving = clause.lemma in view.frames.sets("licence", "holder_verbs")
    subject = subject_actors(view, clause)
    firms = [n for n in subject if view.sort(n) in ("company", "group")]
    if not receiving and not clause.passive:
        draft.add("issuer", roles.actor_ids(view, subject), "subject")
    for name in view.of("actor", clause.start, clause.end):
        prep, sort = view.parse.prep(name.start), view.sort(name)
        if prep in ("from", "by") and sort in ("state", "body", "union"):
            draft.add("issuer", roles.actor_ids(view, [name]), prep)
        elif sort in ("company", "group") and (prep in ("to", "for", "of", "from") or name in firms):
            draft.add("holders", list(name.value.ids), prep or "subject")
    if place:
        owner = next((n for n in view.of("actor", max(0, place - 4), place)), None)
        if owner is not None and view.sort(owner) in ("company", "group"):
            draft.add("holders", list(owner.value.ids), "owner")
