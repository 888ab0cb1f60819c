"""A view in, drafts of agreements, meetings and promises about goods out."""

from collections.abc import Iterator, Sequence

from regraph.extract import roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.frames import Words, words
from regraph.extract.mood import Mood, mood, subject_actors
from regraph.extract.telling import told_by_other
from regraph.extract.view import At, View
from regraph.model import Mention

# --- agreements --------------------------------------------------------------------------------------------------


def agreements(view: View) -> Iterator[Draft]:
    """Give the deals that the sentence names together with their parties."""
    data = view.frames.data["agreement"]
    heads = view.frames.sets("agreement", "heads")
    blocked = view.frames.sets("agreement", "not_after")
    tokens, tags = view.tokens, view.parse.tags
    for place, token in enumerate(tokens):
        if token.lemma not in heads or tags[place] != "W":
            continue
        start = _phrase_start(view, place)
        if token.lemma in view.frames.sets("agreement", "weak_heads") and not _made(view, place, data["verbs"]):
            continue
        if place > start and any(t.lemma in blocked for t in tokens[max(start, place - 2) : place]):
            continue
        draft = _agreement(view, place, start, data["verbs"])
        if draft is not None:
            yield draft
    for clause in view.parse.clauses:
        if (
            clause.lemma == "agree"
            and not mood(view, clause).dropped
            and clause.kind != "relative"
            and not clause.negated
            and clause.modal == ""
            and clause.shape == "finite"
        ):
            parties = states_of(view, subject_actors(view, clause))
            if len(parties) >= 2:
                yield _agreed(view, clause, parties)
            elif _both(view, clause, parties):
                draft = _agreed(view, clause, [])
                draft.features.add("parties-missing")
                yield draft


def _made(view: View, place: int, verbs: dict[str, list[str]]) -> bool:
    """Tell a framework that two sides have made from one of rules: signed, worked out, or with a party named."""
    following = view.tokens[place + 1] if place + 1 < len(view.tokens) else None
    if following is not None and view.parse.tags[place + 1] == "W" and following.text[0].islower():
        return False  # "framework agreement": the other is the head
    clause = view.clause_at(place)
    behind = _told_by(view, place, verbs)
    signed = clause is not None and clause.lemma in verbs["reached"] and place > clause.verb
    return signed or behind is not None


_SIDES = frozenset(("they", "both", "two", "sides", "countries", "governments", "parties", "neighbours", "capitals"))


def _both(view: View, clause: Clause, parties: list[str]) -> bool:
    """Tell "the two sides agreed to cut the tariffs": a deal on measures between those whom the document names."""
    words = [token.lower for token in view.tokens[slice(*clause.subject)]]
    sides = len(words) <= 4 and not _SIDES.isdisjoint(words)
    return sides and not parties and bool(view.phrases) and not clause.passive


def _agreed(view: View, clause: Clause, parties: list[str]) -> Draft:
    """Return the deal of "South Korea and Japan agree to …"."""
    begin, end = view.offsets(min(clause.start, clause.subject[0]), clause.end)
    draft = Draft("agreement", view.sentence.index, view.sentence.role, begin, end, "agreement/agree", "agree")
    draft.add("parties", parties, "subject")
    draft.put("status", "reached", "agree")
    _place(draft, view, clause.start, clause.end)
    roles.when(draft, view, [(clause.start, clause.end), (0, clause.group)])
    if "date" not in draft.values:
        roles.when_reported(draft, view, clause)
    for field in ("until", "duration"):
        draft.values.pop(field, None)
    return draft


def _phrase_start(view: View, place: int) -> int:
    start = place
    while start > 0 and (
        view.parse.tags[start - 1] in "WD"
        or view.tokens[start - 1].text in "-–"
        or view.tokens[start - 1].lower in ("'s", "and")
    ):
        if view.tokens[start - 1].lower == "and" and not any(
            n.end == start - 1 and n.value.kind == "actor" for n in view.names
        ):
            break
        start -= 1
    return start


def _agreement(view: View, place: int, start: int, verbs: dict[str, list[str]]) -> Draft | None:
    clause = view.clause_at(place)
    first, last = (clause.start, clause.end) if clause else (0, len(view.tokens))
    told = mood(view, clause) if clause else Mood()
    parties = _parties(view, clause, start, place)
    named = _named_deal(view, start, place)
    behind = _told_by(view, place, verbs)
    concluded = (clause is not None and _concluded(view, clause, place, verbs)) or (
        behind is not None and _public(view, clause, behind)
    )
    if (len(parties) < 2 and not named and not concluded) or told.dropped == "counterfactual":
        return None
    begin, end = view.offsets(first, last)
    draft = Draft(
        "agreement", view.sentence.index, view.sentence.role, begin, end, "agreement/noun", view.tokens[place].lower
    )
    draft.add("parties", parties, "actors beside it")
    if named:
        draft.put("place", named, "before the noun")
    if len(parties) < 2:
        draft.features.add("parties-missing")
    draft.put("status", "reached" if named or _past(view, start) else _status(view, clause, place, told, verbs), "verb")
    if view.tokens[start].lower in ("the", "this", "that", "its", "their"):
        draft.features.add("definite")
    if behind is not None:
        _place(draft, view, behind.start, behind.end, parties)
        roles.when(draft, view, [(behind.start, behind.end)])
    _place(draft, view, first, last, parties)
    roles.when(draft, view, [(start, last), (first, last), (0, first)])
    for field in ("until", "duration"):
        draft.values.pop(field, None)
    _speaker(draft, view, told, parties)
    return draft


def _public(view: View, clause: Clause | None, behind: Clause) -> bool:
    """Tell a deal of states from one of firms: no company or newspaper is named beside it."""
    first = clause.start if clause is not None else behind.start
    return not any(view.sort(n) in ("company", "media", "group") for n in view.of("actor", first, behind.end))


def _told_by(view: View, place: int, verbs: dict[str, list[str]]) -> Clause | None:
    """Return the clause behind the noun that tells of its conclusion: "the truce reached in Busan"."""
    for clause in view.parse.clauses:
        if (
            0 < clause.start - place <= 4
            and clause.kind in ("relative", "participle")
            and (clause.lemma in verbs["concluded"] or clause.lemma in verbs["reached"])
        ):
            return clause
    return None


def _concluded(view: View, clause: Clause, place: int, verbs: dict[str, list[str]]) -> bool:
    """Tell "the two sides had reached an agreement", "an agreement was reached in July": parties told elsewhere."""
    if _told_by(view, place, verbs) is not None:
        return True
    if clause.lemma not in verbs["concluded"] or clause.negated or clause.shape in ("ing", "inf"):
        return False
    first, last = clause.subject if clause.passive else (clause.verb + 1, clause.verb + 7)
    if not first <= place < last or view.parse.prep(place) not in ("", "of"):
        return False
    rest = view.tokens[place : clause.end]
    others = any(t.lower == "with" for t in rest) and not any(
        view.sort(n) in ("state", "union", "body", "person") for n in view.of("actor", place, clause.end)
    )
    private = any(view.sort(n) in ("company", "media") for n in view.of("actor", clause.start, clause.end))
    return not others and not private


def _named_deal(view: View, start: int, place: int) -> str:
    """Return the place that names a deal ("the Geneva truce"), "" where none does."""
    for name in view.names:
        if start <= name.start < place and place - name.end <= 2 and name.value.kind in ("place", "actor", "agreement"):
            found = view.lexicon.place_of(view.text[name.value.start : name.value.end])
            if found and (name.value.kind == "place" or view.lexicon.type_of(name.value.ids[0]) is None):
                return found
    return ""


def _past(view: View, start: int) -> bool:
    """Tell "after a deal with", "under the deal": it exists whatever the verb says."""
    word = view.tokens[start - 1].lower if start else ""
    return word in ("after", "under", "since", "following", "despite") or view.tokens[start].lower in (
        "after",
        "following",
    )


def _parties(view: View, clause: Clause | None, start: int, place: int) -> list[str]:
    """Return the states in or beside the phrase: "the US-China truce", "a deal with India", the subject of its verb."""
    names = list(view.of("actor", start, place))
    last = clause.end if clause else len(view.tokens)
    names += [
        n
        for n in view.of("actor", place, min(last, place + 16))
        if view.parse.prep(n.start) in ("with", "between", "and", "by")
    ]
    if clause is not None:
        if clause.passive:
            names += [
                n for n in view.of("actor", clause.verb, clause.end) if view.parse.prep(n.start) in ("by", "between")
            ]
        else:
            names += subject_actors(view, clause)
        if clause.subject[0] <= place < clause.subject[1]:  # "talks between Canada and China on an accord collapsed"
            names += [
                n for n in view.of("actor", *clause.subject) if view.parse.prep(n.start) in ("between", "with", "from")
            ]
        if clause.lemma in ("join", "meet", "partner"):
            names += [n for n in view.of("actor", clause.verb + 1, place) if view.parse.prep(n.start) in ("", "with")]
    later = [c for c in view.parse.clauses if c.kind == "relative" and c.start > place and c.start - place < 6]
    for relative in later[:1]:
        names += subject_actors(view, relative)
    return states_of(view, names)


def states_of(view: View, names: list[At[Mention]]) -> list[str]:
    """Return the states that the actors are or act for, without repeats."""
    out: list[str] = []
    for name in names:
        sort = view.sort(name)
        if sort in ("company", "media", "group"):
            continue
        for ident in name.value.ids:
            state = view.lexicon.state_of(ident) or view.state(name)
            if state and state not in out:
                out.append(state)
    return out


def _status(view: View, clause: Clause | None, place: int, told: Mood, verbs: dict[str, list[str]]) -> str:
    near = {t.lemma for t in view.tokens[max(0, place - 5) : place + 5]}
    if "framework" in near:
        return "framework"
    if clause is not None:
        if clause.lemma in verbs["standing"] and view.tokens[max(0, place - 4)].lower != "a":
            return "reached"  # "violates the association agreement"
        after = {token.lower for token in view.tokens[clause.verb + 1 : clause.verb + 3]}
        lost = (
            (clause.lemma == "fall" and "through" in after)
            or (clause.lemma == "break" and "down" in after)
            or (clause.lemma in ("fall", "come") and {"apart", "nothing"} & after)
        )
        if clause.lemma in verbs["failed"] or lost:
            return "failed"
        if (
            told.modality == "expected"
            or told.future
            or clause.lemma in verbs["expected"]
            or told.modality == "threatened"
        ):
            return "expected"
    if near & {"close", "nearing", "possible", "potential", "future", "prospective", "draft"}:
        return "expected"
    return "reached"


def _place(draft: Draft, view: View, first: int, last: int, own: Sequence[str] = ()) -> None:
    for name in view.names:
        if name.value.kind == "actor" and (view.state(name) in own or view.sort(name) not in ("state", "union")):
            continue
        if (
            first <= name.start < last
            and view.parse.prep(name.start) in ("in", "at")
            and name.value.kind in ("place", "actor")
        ):
            text = view.text[name.value.start : name.value.end]
            place = view.lexicon.place_of(text)
            if place:
                draft.put("place", place, "in")
                return


def _speaker(draft: Draft, view: View, told: Mood, own: list[str]) -> None:
    ids = [
        i
        for n in told.speakers
        if view.sort(n) != "group"
        for i in roles.speaker_ids(view, [n])
        if i.split("/")[0] not in own
    ]
    draft.speaker = tuple(dict.fromkeys(ids))


# --- promises about goods ----------------------------------------------------------------------------------------


def promises(view: View) -> Iterator[Draft]:
    """Give the commitments that act on goods or approvals: supply, purchase, expedite, refrain."""
    rules = view.frames.data["commitment"]["rules"]
    for clause in view.parse.clauses:
        rule = next((r for r in rules if clause.lemma in r["verbs"]), None)
        if rule is None:
            continue
        told = mood(view, clause)
        if told.dropped or not _promised(view, clause, told):
            continue
        named = any(view.of("material", clause.verb + 1, clause.end))
        if rule["nouns"] and not named and not view.has_lemma(set(rule["nouns"]), clause.verb + 1, clause.end):
            continue
        draft = _promise(view, clause, told, rule)
        if draft is not None:
            yield draft


def _promised(view: View, clause: Clause, told: Mood) -> bool:
    if told.promise is not None:
        return True
    if not told.future or told.modality != "fact":
        return False
    if view.has_lemma(view.frames.sets("commitment", "deal_words"), 0, len(view.tokens)) or clause.lemma == "refrain":
        return True
    return clause.lemma in _TRADING and told_by_other(view, clause, told)


_TRADING = frozenset("buy purchase supply import sell ship deliver".split())


def _promise(view: View, clause: Clause, told: Mood, rule: dict[str, object]) -> Draft | None:
    who, how = roles.agent(view, clause)
    if not who:
        return None
    first = told.promise.start if told.promise is not None else clause.start
    begin, end = view.offsets(min(first, clause.start), clause.end)
    draft = Draft(
        "commitment", view.sentence.index, view.sentence.role, begin, end, f"commitment/{rule['id']}", clause.lemma
    )
    action = "refrain" if told.negated else str(rule["action"])
    draft.put("action", action, str(rule["id"]))
    draft.put("kind", rule.get("kind", ""), str(rule["id"]))
    draft.add("promisor", who, how)
    span = (clause.verb + 1, clause.end)
    roles.coverage(draft, view, [span], "object")
    draft.add("beneficiary", roles.targets(view, [span], who, "export_control"), "preposition")
    worth = any(clause.verb < figure.start < clause.end for figure in view.figures)
    if action in ("supply", "purchase") and not (draft.values.get("materials") or draft.values.get("items") or worth):
        return None
    areas = [(clause.start, clause.end), (min(first, clause.start), clause.end), (0, clause.group)]
    roles.when(draft, view, areas)
    if draft.values.get("materials"):
        draft.features.add("trade")
    _speaker(draft, view, told, [w.split("/")[0] for w in who])
    return draft


def tables(groups: dict[str, list[str]]) -> Words:
    """Return the look-up of a YAML table {label: words}."""
    return words(groups)
