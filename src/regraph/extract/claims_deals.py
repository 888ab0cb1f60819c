"""A view in, drafts of agreements, meetings and promises about goods out."""

from collections.abc import Iterator, Sequence

from regraph.extract import roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.frames import Words, words
from regraph.extract.mood import Mood, mood, subject_actors
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
        if place > start and any(t.lemma in blocked for t in tokens[max(start, place - 2) : place]):
            continue
        draft = _agreement(view, place, start, data["verbs"])
        if draft is not None:
            yield draft
    for clause in view.parse.clauses:
        if clause.lemma == "agree" and not clause.negated and clause.modal == "" and clause.shape == "finite":
            parties = states_of(view, subject_actors(view, clause))
            if len(parties) >= 2:
                yield _agreed(view, clause, parties)


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
    while start > 0 and (view.parse.tags[start - 1] in "WD" or view.tokens[start - 1].text in "-–" or view.tokens[start - 1].lower in ("'s", "and")):
        if view.tokens[start - 1].lower == "and" and not any(n.end == start - 1 and n.value.kind == "actor" for n in view.names):
            break
        start -= 1
    return start


def _agreement(view: View, place: int, start: int, verbs: dict[str, list[str]]) -> Draft | None:
    clause = view.clause_at(place)
    first, last = (clause.start, clause.end) if clause else (0, len(view.tokens))
    told = mood(view, clause) if clause else Mood()
    parties = _parties(view, clause, start, place)
    named = _named_deal(view, start, place)
    if (len(parties) < 2 and not named) or told.dropped == "counterfactual":
        return None
    begin, end = view.offsets(first, last)
    draft = Draft("agreement", view.sentence.index, view.sentence.role, begin, end, "agreement/noun", view.tokens[place].lower)
    draft.add("parties", parties, "actors beside it")
    if named:
        draft.put("place", named, "before the noun")
    if len(parties) < 2:
        draft.features.add("parties-missing")
    draft.put("status", "reached" if named or _past(view, start) else _status(view, clause, place, told, verbs), "verb")
    if view.tokens[start].lower in ("the", "this", "that", "its", "their"):
        draft.features.add("definite")
    _place(draft, view, first, last, parties)
    roles.when(draft, view, [(start, last), (first, last), (0, first)])
    for field in ("until", "duration"):
        draft.values.pop(field, None)
    _speaker(draft, view, told, parties)
    return draft


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
    return word in ("after", "under", "since", "following", "despite") or view.tokens[start].lower in ("after", "following")


def _parties(view: View, clause: Clause | None, start: int, place: int) -> list[str]:
    """Return the states in or beside the phrase: "the US-China truce", "a deal with India", the subject of its verb."""
    names = list(view.of("actor", start, place))
    last = clause.end if clause else len(view.tokens)
    names += [n for n in view.of("actor", place, min(last, place + 16)) if view.parse.prep(n.start) in ("with", "between", "and", "by")]
    if clause is not None:
        if clause.passive:
            names += [n for n in view.of("actor", clause.verb, clause.end) if view.parse.prep(n.start) in ("by", "between")]
        else:
            names += subject_actors(view, clause)
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
        if clause.lemma in verbs["failed"]:
            return "failed"
        if told.modality == "expected" or told.future or clause.lemma in verbs["expected"] or told.modality == "threatened":
            return "expected"
    if near & {"possible", "potential", "future", "prospective", "draft"}:
        return "expected"
    return "reached"


def _place(draft: Draft, view: View, first: int, last: int, own: Sequence[str] = ()) -> None:
    for name in view.names:
        if name.value.kind == "actor" and (view.state(name) in own or view.sort(name) not in ("state", "union")):
            continue
        if first <= name.start < last and view.parse.prep(name.start) in ("in", "at") and name.value.kind in ("place", "actor"):
            text = view.text[name.value.start : name.value.end]
            place = view.lexicon.place_of(text)
            if place:
                draft.put("place", place, "in")
                return


def _speaker(draft: Draft, view: View, told: Mood, own: list[str]) -> None:
    ids = [i for n in told.speakers if view.sort(n) != "group" for i in roles.speaker_ids(view, [n]) if i.split("/")[0] not in own]
    draft.speaker = tuple(dict.fromkeys(ids))


# --- meetings ----------------------------------------------------------------------------------------------------


def meetings(view: View) -> Iterator[Draft]:
    """Give the meetings, calls and visits that the sentence tells of."""
    nouns, verbs = view.frames.words("meeting", "nouns"), view.frames.words("meeting", "verbs")
    blocked = view.frames.sets("meeting", "not_nouns")
    tokens, tags = view.tokens, view.parse.tags
    place, seen_verb = 0, -1
    while place < len(tokens):
        table: Words = verbs if tags[place] == "V" else nouns
        hit = table.at(tokens, place) if tags[place] in "VW" else None
        if hit is None:
            place += 1
            continue
        end, kind = hit
        clause = view.clause_at(place)
        if tags[place] == "V" or place == 0 or tokens[place - 1].lemma not in blocked:
            draft = _meeting(view, clause, place, kind)
            if draft is not None and not (clause and seen_verb == clause.index):
                seen_verb = clause.index if clause else -1
                yield draft
        place = end


def _meeting(view: View, clause: Clause | None, place: int, kind: str) -> Draft | None:
    told = mood(view, clause) if clause else Mood()
    if told.dropped == "counterfactual" or told.negated:
        return None
    first, last = (clause.start, clause.end) if clause else (0, len(view.tokens))
    names = _attending(view, clause, place, first, last)
    people = [i for n in names if view.sort(n) == "person" for i in n.value.ids]
    states = states_of(view, [n for n in names if view.sort(n) != "person"])
    ids = list(dict.fromkeys(people)) + [s for s in dict.fromkeys(states) if not _represented(view, s, names)]
    begin, end = view.offsets(first, last)
    draft = Draft("meeting", view.sentence.index, view.sentence.role, begin, end, f"meeting/{kind}", view.tokens[place].lower)
    attending = states_of(view, names)
    draft.states = frozenset(attending)
    _place(draft, view, first, last, attending if kind != "visit" else ())
    _named_place(draft, view, place)
    if kind == "talks" and len(people) >= 2 and _leaders(view, names):
        kind = "summit"
    if kind == "visit":
        ids = _visit(view, clause, ids, draft)
    if len(ids) < 2 and not (draft.values.get("place") and kind in ("summit", "talks")):
        return None
    if clause is not None and clause.lemma in ("ask", "urge", "request", "want", "seek", "demand", "call", "refuse", "reject") and clause.verb < place:
        return None
    if len(ids) < 2:
        draft.features.add("parties-missing")
    if kind == "call" and len(ids) < 2:
        return None
    draft.put("kind", kind, "noun or verb")
    draft.add("participants", ids, "actors beside it")
    roles.when(draft, view, [(first, last), (0, first)])
    draft.values.pop("duration", None)
    if told.future or told.modality == "expected":
        draft.modality = "expected"
    _speaker(draft, view, told, ids)
    return draft


def _attending(view: View, clause: Clause | None, place: int, first: int, last: int) -> list[At[Mention]]:
    if view.parse.tags[place] == "V" and clause is not None:
        names = subject_actors(view, clause)
        return names + [n for n in view.of("actor", place, last) if view.parse.prep(n.start) in ("", "with", "and", "to") and view.sort(n) != "media"]
    start = _phrase_start(view, place)
    names = list(view.of("actor", start, place))
    names += [n for n in view.of("actor", place, last) if view.parse.prep(n.start) in ("with", "between", "of", "and", "by") and view.sort(n) != "media"]
    if clause is not None and len(names) < 2 and clause.verb < place:
        names += subject_actors(view, clause)
    return names


def _represented(view: View, state: str, names: list[At[Mention]]) -> bool:
    """Tell whether a person of the state takes part: then the person stands for it."""
    return any(view.sort(n) == "person" and view.state(n) == state for n in names)


def _leaders(view: View, names: list[At[Mention]]) -> bool:
    people = [n for n in names if view.sort(n) == "person"]
    leaders = view.frames.sets("meeting", "leaders")
    text = " ".join(view.tokens[k].lemma for n in people for k in range(max(0, n.start - 3), n.end))
    known = {"donald-trump", "xi-jinping", "vladimir-putin", "emmanuel-macron", "lee-jae-myung", "joko-widodo", "prabowo-subianto"}
    named = sum(1 for n in people if set(n.value.ids) & known)
    return named >= 2 or sum(word in leaders for word in text.split()) >= 2 or "presidents" in " ".join(t.lower for t in view.tokens)


def _named_place(draft: Draft, view: View, place: int) -> None:
    """Read "the Geneva talks"."""
    for name in view.names:
        if name.end in (place, place - 1) and name.value.kind in ("place", "actor"):
            found = view.lexicon.place_of(view.text[name.value.start : name.value.end])
            if found:
                draft.put("place", found, "before the noun")


def _visit(view: View, clause: Clause | None, ids: list[str], draft: Draft) -> list[str]:
    if clause is None:
        return ids
    for name in view.of("actor", clause.verb + 1, clause.end):
        if view.parse.prep(name.start) in ("", "to") and view.sort(name) in ("state", "union"):
            ids = ids + [i for i in states_of(view, [name]) if i not in ids]
            place = view.lexicon.place_of(view.text[name.value.start : name.value.end])
            if place:
                draft.put("place", place, "visited")
    return ids


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
        if rule["nouns"] and not view.has_lemma(set(rule["nouns"]), clause.verb + 1, clause.end):
            continue
        draft = _promise(view, clause, told, rule)
        if draft is not None:
            yield draft


def _promised(view: View, clause: Clause, told: Mood) -> bool:
    if told.promise is not None:
        return True
    if not told.future or told.modality != "fact":
        return False
    return view.has_lemma(view.frames.sets("commitment", "deal_words"), 0, len(view.tokens))


def _promise(view: View, clause: Clause, told: Mood, rule: dict[str, object]) -> Draft | None:
    who, how = roles.agent(view, clause)
    if not who:
        return None
    first = told.promise.start if told.promise is not None else clause.start
    begin, end = view.offsets(min(first, clause.start), clause.end)
    draft = Draft("commitment", view.sentence.index, view.sentence.role, begin, end, f"commitment/{rule['id']}", clause.lemma)
    action = "refrain" if told.negated else str(rule["action"])
    draft.put("action", action, str(rule["id"]))
    draft.put("kind", rule.get("kind", ""), str(rule["id"]))
    draft.add("promisor", who, how)
    span = (clause.verb + 1, clause.end)
    roles.coverage(draft, view, [span], "object")
    draft.add("beneficiary", roles.targets(view, [span], who, "export_control"), "preposition")
    if action in ("supply", "purchase") and not (draft.values.get("materials") or draft.values.get("items")):
        return None
    areas = [(clause.start, clause.end), (min(first, clause.start), clause.end), (0, clause.group)]
    roles.when(draft, view, areas)
    _speaker(draft, view, told, [w.split("/")[0] for w in who])
    return draft


def tables(groups: dict[str, list[str]]) -> Words:
    """Return the look-up of a YAML table {label: words}."""
    return words(groups)
