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

LOOSE = frozenset((f"commitment/{_LAST_RESORT}", f"commitment/{_IF_DEAL}"))  # promises that act on no measure


def pledges(view: View) -> Iterator[Draft]:
    """Give the promises of one sentence that say what a state will do, whatever it is."""
    frames = view.frames
    passed_over = frames.sets("commitment", "not_pledged")
    for clause in view.parse.clauses:
        if clause.lemma in frames.sets("commitment", "giving") and (told_of := _given(view, clause)) is not None:
            yield from _pledge(view, clause, *told_of)
            continue
        if clause.passive and clause.kind == "complement":
            yield from _assured(view, clause)
            yield from _dealt_with(view, clause)
        if clause.lemma in passed_over or clause.passive or clause.kind in ("relative", "participle"):
            continue
        told = mood(view, clause)
        if told.dropped:
            continue
        if told.promise is not None:
            if frames.grammar.classes.get(told.rule) == "promise" or told.rule == "list of promises":
                yield from _pledge(view, clause, told, "refrain" if told.negated else _action(view, clause))
        elif told.modality == "fact" and not told.negated and clause.modal in ("will", "shall", "would"):
            action = frames.labels("commitment", "under_deal").get(clause.lemma, "")
            if action and (clause.lemma != "take" or any(f.value.unit in _MASS for f in view.figures)):
                yield from _pledge(view, clause, told, action, _IF_DEAL)
        if told.promise is None and not told.negated and told.modality == "fact":
            yield from _announced(view, clause, told)


def _fast_lane(view: View, clause: Clause) -> bool:
    """Tell "would set up a green channel for applications"."""
    said = " ".join(t.lower for t in view.tokens[clause.verb + 1 : clause.end])
    return any(f"{pace} {way}" in said for pace in ("green", "fast", "special") for way in ("channel", "lane", "track"))


_MASS = frozenset(("t", "kg", "m3", "bbl", "lb"))


def _dealt_with(view: View, clause: Clause) -> Iterator[Draft]:
    """Read "said that applications would be dealt with by Friday": who speaks handles them."""
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 else None
    if parent is None or clause.modal not in ("will", "would") or clause.kind != "complement" or clause.negated:
        return
    papers = view.has_lemma(_PAPERS, *clause.subject)
    quick = view.has_lemma(_SPEED, clause.verb, clause.end) or any(
        clause.verb < at.start < clause.end and at.value.kind == "deadline" for at in view.times
    )
    if clause.lemma not in _HANDLED or view.frames.grammar.classes.get(parent.lemma) != "report" or not papers:
        return
    who, how = roles.agent(view, parent)
    if not who or not quick:
        return
    begin, end = view.offsets(parent.start, clause.end)
    draft = Draft(
        "commitment", view.sentence.index, view.sentence.role, begin, end, f"commitment/{_LAST_RESORT}", clause.lemma
    )
    draft.put("action", "expedite", "dealt with soon")
    draft.put("kind", "export_licensing", "dealt with soon")
    draft.add("promisor", who, how)
    roles.coverage(draft, view, [clause.subject], "subject")
    roles.when(draft, view, [(clause.start, clause.end), (parent.start, parent.end)])
    draft.features.add(_LAST_RESORT)
    yield draft


_PAPERS = frozenset("application licence permit request export shipment licensing".split())


def _announced(view: View, clause: Clause, told: Mood) -> Iterator[Draft]:
    """Read "the ministry said it would consult the industry": who speaks of what it will do itself."""
    frames = view.frames
    action = frames.labels("commitment", "own_will").get(clause.lemma, "")
    if _fast_lane(view, clause):
        action = "expedite"
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 else None
    if not action or parent is None or clause.modal not in ("will", "would") or clause.kind != "complement":
        return
    start, end = clause.subject
    same = {view.state(n) for n in view.of("actor", *parent.subject)} & {
        view.state(n) for n in view.of("actor", start, end)
    } - {None}
    official = view.has_lemma(_OFFICIALS, *parent.subject) and not list(view.of("actor", *parent.subject))
    stated = official and any(view.sort(n) in ("state", "union", "body") for n in view.of("actor", start, end))
    alone = end - start == 1 and view.tokens[start].lower in ("it", "they", "he", "she", "we")
    if frames.grammar.classes.get(parent.lemma) != "report" or not (same or stated or alone):
        return
    if action == "other" and view.has_lemma(frames.sets("commitment", "relief"), clause.verb + 1, clause.end):
        action = "ease"
    yield from _pledge(view, clause, told, action)


def _given(view: View, clause: Clause) -> tuple[Mood, str] | None:
    """Read "promised compensation", "promised both sides safe passage": what is promised is a thing."""
    below = (c for c in view.parse.clauses if c.parent == clause.index and c.kind in ("inf", "complement", "ing"))
    told = mood(view, clause)
    if clause.passive or clause.shape != "finite" or told.dropped or told.negated or next(below, None) is not None:
        return None
    labels = view.frames.labels("commitment", "given")
    for place in range(clause.verb + 1, min(clause.end, clause.verb + 10)):
        if view.parse.tags[place] == "W" and (action := labels.get(view.tokens[place].lemma, "")):
            return told, action
    massed = any(clause.verb < f.start < clause.end and f.value.unit in _MASS for f in view.figures)
    if massed and any(n.value.kind == "material" for n in view.names if clause.verb < n.start < clause.end):
        return told, "supply"  # "promised South Korea 500 tonnes of tungsten a year"
    return None


def _assured(view: View, clause: Clause) -> Iterator[Draft]:
    """Read "assured him that orders would be approved": who promises stands above what will be done."""
    told = mood(view, clause)
    if told.promise is None or told.dropped or view.frames.grammar.classes.get(told.rule) != "promise":
        return
    yield from _pledge(view, clause, told, "refrain" if told.negated else _action(view, clause))


def _action(view: View, clause: Clause) -> str:
    """Return what kind of promise the verb makes: "pledged to rescind various measures" is one to lift."""
    named = view.frames.labels("commitment", "under_deal").get(clause.lemma) or view.frames.labels(
        "commitment", "acts"
    ).get(clause.lemma)
    if clause.lemma == "make" and view.has_lemma({"easier", "simpler"}, clause.verb + 1, clause.end):
        return "ease"
    if clause.lemma == "leave" and view.has_lemma({"alone"}, clause.verb + 1, clause.end):
        return "refrain"
    if clause.lemma in _HANDLED and view.has_lemma(_SPEED, clause.verb + 1, clause.end):
        return "expedite"
    return named or "other"


_OFFICIALS = frozenset(("government", "ministry", "minister", "president", "premier", "cabinet", "authority"))
_HANDLED = frozenset("approve handle process answer review examine clear treat decide deal grant issue".split())
_SPEED = frozenset("quickly swiftly promptly faster fast speedily sooner rapidly within priority".split())


def _pledge(view: View, clause: Clause, told: Mood, action: str, feature: str = _LAST_RESORT) -> Iterator[Draft]:
    above = clause.passive and told.promise is not None
    who, how = roles.agent(view, told.promise if above and told.promise is not None else clause)
    if not who:
        firms = [n for n in subject_actors(view, clause) if view.sort(n) == "company"]
        who, how = roles.speaker_ids(view, firms), "firm"
    official = feature == _LAST_RESORT and view.has_lemma(_OFFICIALS, *clause.subject)
    if not who and not (official and not list(view.of("actor", *clause.subject))):
        return  # "the minister promised": the document tells whose minister
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
        if d.type in ("measure", "commitment", "licence")
        and "presupposed" not in d.features
        and not d.features & {_LAST_RESORT, _IF_DEAL}
    ]
    deals = [d for d in drafts if d.type == "agreement" and d.values.get("status") in ("reached", "framework")]
    acted, agreed = _by_sentence(acts), _by_sentence(deals)
    out: list[Draft] = []
    for draft in drafts:
        here = acted.get(draft.sentence, ())
        if draft.features & {_LAST_RESORT, _IF_DEAL} and any(_overlap(draft, act) for act in here):
            continue
        near = (deal for k in range(_NEAR + 1) for deal in agreed.get(draft.sentence - k, ()))
        if _IF_DEAL in draft.features and not any(_under(draft, deal) for deal in near):
            continue
        out.append(draft)
    return out


def _by_sentence(drafts: Sequence[Draft]) -> dict[int, list[Draft]]:
    out: dict[int, list[Draft]] = {}
    for draft in drafts:
        out.setdefault(draft.sentence, []).append(draft)
    return out


def _overlap(a: Draft, b: Draft) -> bool:
    return a.start < b.end and b.start < a.end


def _under(draft: Draft, deal: Draft) -> bool:
    who = {state.split("/")[0] for state in draft.values.get("promisor", [])}
    firm = not any(len(party) == 2 for party in who)
    near = not firm or 2 * (draft.sentence - deal.sentence) <= _NEAR
    parties = set(deal.values.get("parties", []))
    unnamed = "parties-missing" in deal.features and len(parties) < 2 and 2 * (draft.sentence - deal.sentence) <= _NEAR
    return near and (firm or unnamed or who <= parties)
