"""A hit and the mood of its clause in, the action that the text tells out: done, promised, undone, in part."""

from collections.abc import Sequence
from itertools import pairwise

from regraph.extract import moments
from regraph.extract.acts import Hit, is_pronoun
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.mood import Mood, subject_actors
from regraph.extract.view import At, View
from regraph.model import Mention

PROMISED = {
    "lifted": "lift", "suspended": "suspend", "postponed": "postpone", "eased": "ease", "introduced": "introduce",
    "expanded": "introduce", "maintained": "other", "extended": "other", "refrain": "refrain",
}  # fmt: skip


_DEALS = (
    "in return",
    "in exchange",
    "under the deal",
    "under the agreement",
    "under the truce",
    "under the accord",
    "under the new agreement",
    "as part of the deal",
    "as part of the agreement",
    "under the terms",
    "under the pact",
    "as part of the truce",
    "as part of the pact",
    "as part of the accord",
    "in a joint statement",
    "under which",
    "correspondingly",
    "in turn",
    "for its part",
    "for their part",
    "reciprocat",
)


def is_promise(view: View, clause: Clause | None, told: Mood, action: str) -> bool:
    """Tell whether the act is promised: by a verb or noun of promise, or by a "will" under a deal."""
    beside = clause is not None and (clause.kind == "relative" or clause.shape == "participle")
    if action in ("introduced", "expanded") and not told.negated and told.rule in ("vow", "will", "would", "shall"):
        return False  # a new tariff is vowed or told, not promised
    if (
        action in ("lifted", "eased", "suspended", "postponed")
        and clause is not None
        and (_says_it_would(view, clause, told) or told_by_other(view, clause, told))
    ):
        return True
    if action == "refrain" and _neither_side(view, clause, told):
        return True
    return action != "maintained" and (told.promise is not None or (not beside and under_deal(view, told)))


def told_by_other(view: View, clause: Clause, told: Mood) -> bool:
    """Tell "Trump said China would lift its ban": one state tells what another will do for it."""
    if not told.future or told.modality != "fact" or clause.passive:
        return False
    own = _states(view, subject_actors(view, clause))
    others = _states(view, [n for n in told.speakers if view.sort(n) in ("person", "state", "body", "union")])
    return bool(own) and bool(others) and own.isdisjoint(others)


def _states(view: View, names: Sequence[At[Mention]]) -> set[str]:
    found = (view.lexicon.state_of(i) or view.state(n) for n in names for i in n.value.ids)
    return {state for state in found if state}


def _says_it_would(view: View, clause: Clause, told: Mood) -> bool:
    """Tell "the department announced it would rescind the rule": its own act, to come, and no day for it."""
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 else None
    if (
        parent is None
        or clause.kind != "complement"
        or clause.modal not in ("would", "will")
        or told.modality != "fact"
        or told.negated
    ):
        return False
    if view.frames.grammar.classes.get(parent.lemma) != "report" or any(
        clause.start <= at.start < clause.end and at.value.edtf for at in view.times
    ):
        return False
    if moments.trailing(view, clause):
        return False
    said = {view.state(n) for n in view.of("actor", *parent.subject)} - {None}
    does = {view.state(n) for n in view.of("actor", *clause.subject)} - {None}
    return bool(said & does) and not clause.passive


def denies(hit: Hit, told: Mood, action: str) -> bool:
    """Tell "said it would not ban exports": a measure that is denied."""
    plain = told.promise is None and told.modality == "fact" and not told.dropped
    return (
        told.negated
        and told.future
        and plain
        and action == "introduced"
        and bool(hit.rule.verbs & {"impose", "ban", "tax", "cap", "restrict"})
    )


def ruled_out(view: View, clause: Clause, hit: Hit) -> bool:
    """Tell "ruled out a delay of the ban", "rejected an easing": what would have changed it does not come."""
    if not hit.nominal or clause.passive or hit.trigger < clause.verb:
        return False
    out = clause.lemma == "rule" and view.tokens[min(clause.verb + 1, len(view.tokens) - 1)].lower == "out"
    return out or (clause.lemma in _REJECTS and clause.shape == "finite" and hit.trigger - clause.verb <= 8)


_REJECTS = frozenset("reject exclude dismiss refuse".split())


def said_as(hit: Hit, action: str, promised: bool) -> str:
    """Return the action of the claim: that of the measure, or of the promise."""
    if not promised:
        return action
    return "supply" if hit.rule.id == "resume-export" else PROMISED[action]


_ENDING = ("expire", "lapse", "end", "run")


def end_of_term(draft: Draft, clause: Clause | None, hit: Hit, told: Mood) -> None:
    """Read a term: "was in effect until May" and "is due to expire in May" tell one, "lifted for a year" is a pause."""
    values = draft.values
    if (
        clause is not None
        and clause.lemma in ("expire", "lapse")
        and not (clause.shape == "inf" and "in effect" in draft.features)  # "let the caps lapse from 1 January"
        and not clause.past
        and values.get("date")
        and not values.get("until")
        and draft.type == "measure"
    ):
        values["until"] = values.pop("date")  # "the quota expires on 30 November"
    term = values.get("until") or values.get("duration")
    if clause is None or not term:
        return
    ends = (hit.rule.id == "state" and clause.past) or (clause.lemma in _ENDING and (told.future or not clause.past))
    if values["action"] == "expanded" and clause.lemma in ("bring", "move", "pull") and values.get("until"):
        values["date"] = values.pop("until")  # "brought forward to March"
        return
    if values["action"] == "eased" and clause.lemma == "waive" and hit.named is not None:
        values["action"] = "suspended"  # "the fees have been waived for a year"
    promised_by = draft.type == "commitment" and not values.get("duration")  # "to lift the duty by 2027": a deadline
    if ends and values.get("until") and draft.type == "measure":
        values["action"] = "introduced"
    elif values["action"] in ("lifted", "lift") and not promised_by:
        values["action"] = "suspend" if draft.type == "commitment" else "suspended"


def under_deal(view: View, told: Mood) -> bool:
    """Tell a "will" that is a promise: "in return", "under the deal"."""
    if not told.future or told.modality != "fact":
        return False
    said = " ".join(token.lower for token in view.tokens)
    return any(words in said for words in _DEALS) or _by_terms(view)


_TERMS = frozenset("deal agreement pact truce accord understanding arrangement framework bargain settlement".split())


def _by_terms(view: View) -> bool:
    """Tell "under a one-year truce", "as part of last month's bargain"."""
    tokens = view.tokens
    if view.words.isdisjoint(_TERMS):
        return False
    for place, token in enumerate(tokens):
        if token.lemma in _TERMS and view.parse.tags[place] == "W":
            before = [t.lower for t in tokens[max(0, place - 7) : place]]
            if "under" in before or "part" in before or ("terms" in before and "of" in before):
                return True
    return False


def _duty(view: View, clause: Clause | None) -> bool:
    """Tell "must obtain a licence", "will need to apply for permits": a duty, not a single case."""
    if clause is None:
        return False
    if clause.modal in ("must", "shall"):
        return True
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 else None
    return (
        clause.shape == "inf"
        and parent is not None
        and parent.lemma in ("need", "require", "have", "oblige", "force", "order")
    )


def action_of(view: View, clause: Clause | None, hit: Hit, told: Mood) -> str:
    """Return the action that the rule and the mood give, "" where the clause tells none."""
    action = hit.rule.action
    if told.promise is not None and told.negated and action in ("introduced", "expanded"):
        return "refrain"
    if hit.rule.options.get("barred") or hit.rule.id == "state-lifted":
        return action
    if told.negated and action == "introduced" and hit.rule.verbs & _STANDING and _ended(view, clause):
        return "lifted"  # "no longer asks for licences"
    if told.negated and hit.rule.id in ("allow-export", "allow-import"):
        return "introduced"  # "no longer allows exports"
    if hit.rule.id == "unchanged":
        return "maintained" if told.negated else ""
    if told.negated and told.future and action == "introduced" and _held_back(view, clause, hit):
        return "suspended"
    if told.negated and action == "introduced" and (under_deal(view, told) or _neither_side(view, clause, told)):
        return "refrain"
    if denies(hit, told, action) and clause is not None and clause.lemma not in ("apply", "enforce", "start", "begin"):
        return action
    if told.negated:
        easing = action in ("lifted", "suspended", "eased") and told.promise is None
        return "maintained" if easing and (not told.future or told.modality == "fact") else ""
    if hit.rule.options.get("duty"):
        if not _duty(view, clause):
            return ""
        words = {token.lower for token in view.tokens[: clause.verb]} if clause is not None else set()
        return "lifted" if told.negated or "longer" in words else action
    if hit.rule.options.get("present") and hit.phrase is None and not hit.anaphoric:
        return ""
    return action


_STANDING = frozenset(("require", "ban", "restrict", "cap", "tax", "face"))


def _ended(view: View, clause: Clause | None) -> bool:
    if clause is None or "longer" not in view.words:
        return False
    said = [t.lower for t in view.tokens[max(clause.start, clause.group - 2) : clause.end]]
    return not {("no", "longer"), ("any", "longer")}.isdisjoint(pairwise(said))


def _neither_side(view: View, clause: Clause | None, told: Mood) -> bool:
    """Tell "neither side will impose new tariffs": what both promise."""
    if clause is None or not told.future:
        return False
    words = {t.lower for t in view.tokens[max(0, clause.subject[0] - 1) : clause.subject[1]]}
    return "neither" in words and bool(words & {"side", "country", "party", "government", "of"})


def _held_back(view: View, clause: Clause | None, hit: Hit) -> bool:
    """Tell "will not apply its October controls before November 2026"."""
    if clause is None or clause.lemma not in ("apply", "enforce", "implement", "levy", "collect", "activate"):
        return False
    if hit.phrase is None or not hit.phrase.definite:
        return False
    return any(
        clause.verb < at.start < clause.end
        and bool({"before", "until", "till"} & {t.lower for t in view.tokens[at.start - 1 : at.start + 1]})
        for at in view.times
    )


def foreign(view: View, clause: Clause) -> bool:
    """Tell whether somebody who is no state acts in the clause: "the club extended it"."""
    start, end = clause.subject
    return not clause.passive and start < end and view.parse.tags[start] != "Q" and not is_pronoun(view, clause.subject)


def _goes_on(view: View, clause: Clause) -> bool:
    """Tell "still pays 25%", "will continue to face a tariff"."""
    if any(token.lower == "still" for token in view.tokens[max(clause.start, clause.group - 2) : clause.verb + 1]):
        return True
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 and clause.kind in ("inf", "ing") else None
    return parent is not None and parent.lemma in ("continue", "keep", "go", "remain")


def shaded(view: View, clause: Clause | None, hit: Hit, action: str) -> str:
    """Change the action by an adverb beside the verb or a comparative in the phrase."""
    if clause is not None and action == "introduced" and hit.rule.id in ("face", "charge-rate"):
        parent = view.parse.clauses[clause.parent] if clause.parent >= 0 else None
        still = any(view.tokens[k].lower == "still" for k in range(clause.start, clause.verb))
        if still or (parent is not None and clause.shape == "inf" and parent.lemma in ("continue", "go")):
            return "maintained"  # "will continue to face a tariff"
    if clause is not None:
        for place in range(max(clause.start, clause.group - 1), min(clause.verb + 3, clause.end)):
            action = view.frames.adverbs.get(view.tokens[place].lower, {}).get(action, action)
        if (
            hit.rule.id == "maintain"
            and clause.perfect
            and any(at.value.kind == "since" and clause.start <= at.start < clause.end for at in view.times)
        ):
            return "introduced"  # "the controls it has kept since 2019"
        near = {t.lower for t in view.tokens[max(clause.start, clause.group - 2) : clause.verb + 1]}
        if "still" in near and action == "introduced" and hit.rule.id in ("impose", "effect") and not clause.perfect:
            return "maintained"  # "the 50% tariff still applies"
        if hit.rule.id == "extend" and clause.lemma == "continue" and hit.phrase and hit.phrase.head < clause.verb:
            return "maintained"
        if action in ("postponed", "suspended") and _for_good(view, clause):
            return "lifted"
        if hit.rule.id == "maintain" and _longer(view, clause):
            return "extended"
        if action == "introduced" and hit.rule.verbs & {"face", "require"} and _goes_on(view, clause):
            return "maintained"
    if clause is not None and action in ("lifted", "introduced") and _raised(view, clause, hit):
        return "expanded"
    if (
        action == "introduced"
        and hit.phrase is not None
        and view.has_lemma(view.frames.lists["comparatives"], hit.phrase.start, hit.phrase.head)
    ):
        return "expanded"
    return action


def _for_good(view: View, clause: Clause) -> bool:
    said = " ".join(t.lower for t in view.tokens[clause.verb : clause.end])
    return " for good" in said or "permanently" in said


def _longer(view: View, clause: Clause) -> bool:
    """Tell "will stay another year", "remain in force for a further six months"."""
    lengths = (at.start for at in view.times if clause.verb < at.start < clause.end and at.value.kind == "duration")
    return any(
        {t.lower for t in view.tokens[max(clause.verb, k - 2) : k + 2]} & {"another", "further", "more"}
        for k in lengths
    )


_TO_RATE = frozenset("lift take bring push raise jack".split())


def _raised(view: View, clause: Clause, hit: Hit) -> bool:
    """Tell "lifts the duty on Indian goods to 50%", "takes the levy to 35 per cent"."""
    if hit.phrase is None or hit.phrase.noun.family != "tariff" or clause.lemma not in _TO_RATE or clause.passive:
        return False
    if any(t.lower == "down" for t in view.tokens[clause.verb + 1 : clause.end]):
        return False
    return any(
        hit.phrase.head < at.start < clause.end and at.value.unit == "%" and at.value.rate_to is not None
        for at in view.figures
    )


def recolour(draft: Draft, view: View, clause: Clause | None, hit: Hit, told: Mood) -> None:
    """Change the modality of a measure by the verb beside it: ruled out, wanted, vowed."""
    if draft.type != "measure" or clause is None:
        return
    if hit.rule.id.startswith("rule-out"):
        draft.modality = "denied"
    elif hit.nominal and draft.modality == "fact" and hit.trigger > clause.verb and not clause.passive:
        group = view.frames.grammar.classes.get(clause.lemma, "")
        draft.modality = {"plan": "expected", "threaten": "threatened"}.get(group, "fact")  # "wants an end to exports"
    if told.rule == "vow" and draft.values.get("action") in ("introduced", "expanded"):
        draft.modality = "threatened"
