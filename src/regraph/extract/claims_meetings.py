"""A view in, drafts of meetings out: summits, talks, calls and visits, with who takes part, where and when."""

import itertools
from collections.abc import Iterator, Sequence

from regraph.extract import roles
from regraph.extract.claims_deals import states_of
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.frames import Words
from regraph.extract.meetings_told import idioms
from regraph.extract.mood import Mood, mood, subject_actors
from regraph.extract.view import At, View
from regraph.ids import slug
from regraph.model import Mention

_JOINING = ("with", "between", "of", "and", "by", "among", "involving")
_PAIR = frozenset("two both they side leader pair".split())
_ASKING = frozenset("ask urge request want seek demand refuse reject invite await".split())


def meetings(view: View) -> Iterator[Draft]:
    """Give the meetings, calls and visits that the sentence tells of, one a clause and kind."""
    nouns, verbs = view.frames.words("meeting", "nouns"), view.frames.words("meeting", "verbs")
    tokens, tags = view.tokens, view.parse.tags
    place, seen = 0, set[tuple[int, bool]]()
    while place < len(tokens):
        table: Words = verbs if tags[place] == "V" else nouns
        hit = table.at(tokens, place) if tags[place] in "VW" else None
        if hit is None:
            place += 1
            continue
        end, kind = hit
        clause = view.clause_at(place)
        key = (clause.index if clause else -1, kind == "visit")
        if key not in seen and not _other_sense(view, place, end):
            draft = _meeting(view, clause, (place, end), kind)
            if draft is not None:
                seen.add(key)
                yield draft
        place = end
    yield from _told(view, seen)
    yield from _leaders_agree(view)


def _other_sense(view: View, place: int, end: int) -> bool:
    """Tell a board meeting, a call for help, met demand, "on the sidelines of the summit"."""
    tokens, tags = view.tokens, view.parse.tags
    blocked = view.frames.sets("meeting", "not_nouns")
    if tags[place] == "W" and place and (tokens[place - 1].lemma in blocked or tokens[place - 1].lower in blocked):
        return True
    after = tokens[end].lower if end < len(tokens) else ""
    if tokens[place].lemma == "call" and tags[place] == "W":
        return after in ("for", "to", "on") or tokens[place].lower == "calls"
    if tokens[place].lemma == "meet" and tags[place] == "V":
        return view.has_lemma(view.frames.sets("meeting", "not_met"), place + 1, min(len(tokens), place + 6))
    return (
        any(t.lemma in ("sideline", "margin") for t in tokens[max(0, place - 5) : place])
        and len(list(view.of("actor", place, len(tokens)))) < 2
    )


def _meeting(view: View, clause: Clause | None, span: tuple[int, int], kind: str) -> Draft | None:
    place = span[0]
    told = mood(view, clause) if clause else Mood()
    if told.dropped == "counterfactual" or told.negated:
        return None
    if clause is not None and clause.lemma in _ASKING and clause.verb < place:
        return None
    first, last = (clause.start, clause.end) if clause else (0, len(view.tokens))
    heard = clause is not None and clause.lemma in ("tell", "address", "inform") and clause.verb < place
    if heard and view.parse.prep(place) not in ("at", "during", "in", "after"):
        return None  # an audience is no meeting
    if _called_off(view, clause, place):
        return None
    names = _attending(view, clause, span, kind)
    words = {t.lower for t in view.tokens[place + 1 : span[1]]}
    if "on" in words and not any(view.sort(n) == "person" and n.start >= span[1] for n in names):
        return None  # "called on China to"
    ids = _ids(view, names)
    begin, end = view.offsets(min(first, clause.subject[0]) if clause and clause.subject != (0, 0) else first, last)
    draft = Draft(
        "meeting", view.sentence.index, view.sentence.role, begin, end, f"meeting/{kind}", view.tokens[place].lower
    )
    sent = [n for n in names if n.start < place] if kind == "visit" and view.parse.tags[place] == "V" else names
    draft.states = frozenset(states_of(view, sent))
    draft.put("place", _place(view, (first, last), span, () if kind == "visit" else draft.states), "in")
    if kind == "talks" and _leaders(view, names):
        kind = "summit"
    if kind == "visit":
        ids = _visited(view, clause, [i for i in ids if i in _ids(view, sent)], draft)
        if len(ids) == 1 and clause is not None and view.has_lemma(_ENVOYS, *clause.subject):
            draft.features.add("sent")
    kind, ids = _of_leaders(view, clause, kind, ids)
    if len(ids) < 2:
        paired = clause is not None and view.has_lemma(_PAIR, *clause.subject)
        sent_there = "sent" in draft.features and bool(draft.values.get("place"))
        if not paired and not sent_there and (kind in ("call", "visit") or not draft.values.get("place")):
            return None
        if paired:
            draft.features.add("the two")
        if _definite(view, place):
            draft.features.add("definite")
        draft.features.add("parties-missing")
    draft.put("kind", kind, "noun or verb")
    draft.add("participants", ids, "actors beside it")
    _when(draft, view, first, last)
    if view.parse.tags[place] == "V" and clause is not None and _now(view, clause):
        draft.features.add("now")
    arranged = clause is not None and clause.lemma in view.frames.sets("meeting", "arranged")
    before = clause is not None and clause.subject[0] <= place < clause.subject[1]
    within = clause is not None and clause.kind == "relative"
    if told.future or told.modality == "expected" or (arranged and (before or within)):
        draft.modality = "expected"
    speakers = [n for n in told.speakers if view.sort(n) != "group"]
    draft.speaker = tuple(
        dict.fromkeys(i for i in roles.speaker_ids(view, speakers) if i not in ids and i.split("/")[0] not in ids)
    )
    return draft


def _now(view: View, clause: Clause) -> bool:
    """Tell a verb in the present tense: "flies to Lima in July"."""
    if clause.past or clause.perfect or clause.shape != "finite":
        return False
    return view.tokens[clause.verb].lower in (
        clause.lemma,
        f"{clause.lemma}s",
        f"{clause.lemma}es",
        "flies",
        "is",
        "are",
    )


_ENVOYS = frozenset("delegation envoy minister negotiator official team mission delegate diplomat".split())


def _called_off(view: View, clause: Clause | None, place: int) -> bool:
    """Tell "the meeting was put off", "called off the talks": one that does not take place."""
    if clause is None or clause.lemma not in view.frames.sets("meeting", "called_off"):
        return False
    if clause.lemma in ("put", "call", "rule"):
        after = {t.lower for t in view.tokens[clause.verb + 1 : clause.verb + 3]}
        if not after & {"off", "out"}:
            return False
    return clause.subject[0] <= place < clause.subject[1] if clause.passive else place > clause.verb


def _of_leaders(view: View, clause: Clause | None, kind: str, ids: list[str]) -> tuple[str, list[str]]:
    """Read "the leaders of the two countries met" as a summit of those in office."""
    if kind != "talks" or clause is None or len(ids) != 2 or not all(len(i) == 2 for i in ids):
        return kind, ids
    if not any(t.lower in ("leaders", "presidents", "premiers") for t in view.tokens[slice(*clause.subject)]):
        return kind, ids
    heads = view.lexicon.head_by_state
    return "summit", [heads.get(i, i) for i in ids]


def _definite(view: View, place: int) -> bool:
    """Tell "the trade talks", "their negotiations": known from elsewhere in the text."""
    return view.tokens[place].lemma != "counterpart" and any(
        t.lower in ("the", "their", "these", "both") for t in view.tokens[max(0, place - 3) : place]
    )


# --- who ---------------------------------------------------------------------------------------------------------


def _attending(view: View, clause: Clause | None, span: tuple[int, int], kind: str) -> list[At[Mention]]:
    """Return those who take part, in the order of the text, without repeats."""
    place, end = span
    last = clause.end if clause else len(view.tokens)
    names: list[At[Mention]] = []
    if clause is not None and (
        view.parse.tags[place] == "V" or clause.verb < place or clause.lemma in view.frames.sets("meeting", "holding")
    ):
        names += [n for n in subject_actors(view, clause) if not _dateline(view, n)]
        names += _joined(view, clause, names)
    if view.parse.tags[place] == "V":
        names += [
            n for n in view.of("actor", place, last) if view.parse.prep(n.start) in ("", "with", "and", "to", "on")
        ]
    else:
        start = place
        while start > 0 and (
            view.parse.tags[start - 1] in "WD"
            or view.tokens[start - 1].text in "-–/"
            or view.tokens[start - 1].lower in ("'s", "’s", "'", "’", "and")
        ):
            start -= 1
        beside = list(view.of("actor", start, place))
        after = [
            n for n in view.of("actor", end, last) if view.parse.prep(n.start) in _JOINING and not _topic(view, n, end)
        ]
        apposed = [
            n
            for n in view.of("actor", end, min(end + 5, last))
            if all(view.parse.tags[k] in "WD" or view.tokens[k].text == "," for k in range(end, n.start))
        ]
        after += [n for n in apposed if n not in after]
        enough = len(_ids(view, beside + after)) >= 2 and kind != "visit" and view.tokens[place].lemma != "counterpart"
        names = beside + after if enough else names + beside + after
    out: list[At[Mention]] = []
    for name in names:
        if view.sort(name) not in ("media", "company") and name not in out:
            out.append(name)
    return out


def _joined(view: View, clause: Clause, names: Sequence[At[Mention]]) -> list[At[Mention]]:
    """Return the states that share a noun with one that takes part: "Indonesian and Chilean officials"."""
    inside = list(view.of("actor", *clause.subject))
    out = []
    for one, other in itertools.pairwise(inside):
        if one.end + 1 == other.start and view.tokens[one.end].lower == "and" and (one in names) != (other in names):
            missing = other if one in names else one
            out += [missing] if view.sort(missing) in ("state", "union") else []
    return out


def _dateline(view: View, name: At[Mention]) -> bool:
    return name.start == 0 and any(t.text in "-–—" for t in view.tokens[name.end : name.end + 2])


def _topic(view: View, name: At[Mention], end: int) -> bool:
    """Tell an actor that stands in what is talked about ("talks on the ban by China")."""
    return any(
        view.tokens[k].lower in ("on", "about", "over", "regarding", "after", "ahead") for k in range(end, name.start)
    )


def _ids(view: View, names: Sequence[At[Mention]]) -> list[str]:
    """Return persons as they are, bodies as their state, and no state that a person already stands for."""
    people = [i for n in names if view.sort(n) == "person" for i in n.value.ids]
    if len(set(people)) >= 2:
        names = [n for n in names if view.sort(n) == "person" or not n.value.rule.startswith("coref")]
    stand = {view.state(n) for n in names if view.sort(n) == "person"}
    pairs = [n for n in names if len(n.value.ids) > 1]
    if (
        len(pairs) == 1
        and len({i for n in names for i in n.value.ids}) > 2
        and set(pairs[0].value.ids) >= {s for n in names if n is not pairs[0] for s in (view.state(n),)}
    ):
        names = pairs
    states = states_of(view, [n for n in names if view.sort(n) not in ("person", "group")])
    groups = [i for n in names if view.sort(n) == "group" and len(n.value.ids) == 1 for i in n.value.ids]
    return list(dict.fromkeys([*people, *(s for s in states if s not in stand), *groups]))


def _leaders(view: View, names: Sequence[At[Mention]]) -> bool:
    """Tell a meeting of heads of state or government: two of them, by name or title."""
    people = {i: n for n in names if view.sort(n) == "person" for i in n.value.ids}
    heads, titles = view.frames.sets("meeting", "heads"), view.frames.sets("meeting", "leaders")
    titled = sum(
        i in heads
        or any(t.lemma in titles for t in view.tokens[max(0, n.start - 3) : n.start])
        or (view.tokens[n.start - 1].lemma == "minister" and view.tokens[n.start - 2].lower == "prime" and n.start > 1)
        for i, n in people.items()
    )
    return len(people) >= 2 and (
        titled >= 2 or any(t.lower in ("presidents", "leaders", "premiers") for t in view.tokens)
    )


def _visited(view: View, clause: Clause | None, ids: list[str], draft: Draft) -> list[str]:
    """Add the state that is visited ("Wang's visit to India", "travels to Tianjin")."""
    if clause is None:
        return ids
    for name in view.names:
        if (
            not clause.start <= name.start < clause.end
            or name.value.kind not in ("actor", "place")
            or view.parse.prep(name.start) not in ("", "to", "in")
        ):
            continue
        text = view.text[name.value.start : name.value.end]
        state = (
            name.value.rule.rpartition("@")[2]
            if name.value.kind == "place"
            else next(iter(states_of(view, [name])), "")
        )
        if name.start > clause.subject[1] - 1 and (len(state) == 2) and state not in draft.states:
            draft.put("place", view.lexicon.place_of(text), "visited")
            return [*ids, state] if state not in ids else ids
    return ids


# --- where and when ------------------------------------------------------------------------------------------------


def _place(view: View, span: tuple[int, int], at: tuple[int, int], own: Sequence[str] | frozenset[str]) -> str:
    for name in view.names:
        if name.value.kind not in ("place", "actor"):
            continue
        before = name.end in (at[0], at[0] - 1)  # "the Geneva talks"
        inside = span[0] <= name.start < span[1] and view.parse.prep(name.start) in ("in", "at")
        if (before or inside) and not (
            name.value.kind == "actor"
            and inside
            and (view.state(name) in own or view.sort(name) not in ("state", "union"))
        ):
            found = view.lexicon.place_of(view.text[name.value.start : name.value.end])
            if found:
                return found
    return ""


def _when(draft: Draft, view: View, first: int, last: int) -> None:
    roles.when(draft, view, [(first, last), (0, first), (last, min(len(view.tokens), last + 3))])
    draft.values.pop("duration", None)
    start, slash, end = str(draft.values.get("date", "")).partition("/")
    ranged = any(
        at.value.edtf == draft.values.get("date") and view.tokens[at.start].lower in ("from", "between")
        for at in view.times
    )
    if slash and ranged and len(start) == 10:
        draft.values["date"], draft.values["until"] = start, end


# --- idioms ----------------------------------------------------------------------------------------------------------


def _told(view: View, seen: set[tuple[int, bool]]) -> Iterator[Draft]:
    """Give the meetings told by an idiom in a clause of which no noun or verb of meeting has told one."""
    for clause, sort, names in idioms(view):
        if (clause.index, sort == "visit") in seen:
            continue
        told = mood(view, clause)
        if told.dropped or told.negated or told.modality == "alleged":
            continue
        begin, end = view.offsets(min(clause.start, clause.subject[0]), clause.end)
        draft = Draft("meeting", view.sentence.index, view.sentence.role, begin, end, "meeting/idiom", clause.lemma)
        draft.states = frozenset(states_of(view, names))
        ids = _ids(view, names)
        if sort == "visit":
            ids = _visited(view, clause, ids, draft)
            if not draft.values.get("place") or len(ids) < 2:
                continue
        else:
            draft.put("place", _place(view, (clause.start, clause.end), (-9, -9), draft.states), "in")
        kind = "summit" if sort == "talks" and _leaders(view, names) else sort
        draft.put("kind", kind, "idiom")
        draft.add("participants", ids, "who takes part")
        _when(draft, view, clause.start, clause.end)
        if _now(view, clause):
            draft.features.add("now")
        if told.future or told.modality == "expected":
            draft.modality = "expected"
        seen.add((clause.index, sort == "visit"))
        yield draft


# --- leaders who agree in a place ------------------------------------------------------------------------------------


def _leaders_agree(view: View) -> Iterator[Draft]:
    """Read "the truce that presidents Trump and Xi reached in Busan": to agree in a place they met there."""
    for clause in view.parse.clauses:
        if clause.lemma not in view.frames.sets("meeting", "agreeing") or clause.negated:
            continue
        if clause.passive:
            names = [n for n in view.of("actor", clause.verb, clause.end) if view.parse.prep(n.start) in ("by", "and")]
        else:
            names = subject_actors(view, clause)
            names += [n for n in view.of("actor", clause.verb, clause.end) if view.parse.prep(n.start) == "with"]
        names = [n for n in names if view.sort(n) == "person"]
        place = _place(view, (clause.verb, clause.end), (-9, -9), ()) or _somewhere(view, clause)
        ids = _ids(view, names)
        if len(ids) < 2 or not place or not _leaders(view, names):
            continue
        begin, end = view.offsets(min(clause.start, clause.subject[0]), clause.end)
        draft = Draft("meeting", view.sentence.index, view.sentence.role, begin, end, "meeting/agreed", clause.lemma)
        draft.states = frozenset(states_of(view, names))
        draft.put("kind", "summit", "leaders agree in a place")
        draft.add("participants", ids, "subject")
        draft.put("place", place, "in")
        _when(draft, view, clause.start, clause.end)
        yield draft


def _somewhere(view: View, clause: Clause) -> str:
    """Return the slug of a place that no list knows: "at Turnberry", "at the White House"; "" for none."""
    tokens = view.tokens
    for place in range(clause.verb + 1, min(clause.end, len(tokens) - 1)):
        if tokens[place].lower not in ("in", "at"):
            continue
        first = place + 1 + (tokens[place + 1].lower == "the")
        end = first
        while end < len(tokens) and tokens[end].text[0].isupper() and not any(at.start == end for at in view.times):
            end += 1
        if end > first:
            return slug(" ".join(t.text for t in tokens[first:end]))
    return ""
