"""A view in, drafts of licences out: given, refused, revoked or held up in fact.

A licence noun ("permit", "application") takes its action from the verb that acts on it, from what hinders that verb
("yet to", "refused to", "none"), or from a word of delay beside it. Who must hold one is a measure, not a licence.
"""

from collections.abc import Iterator
from itertools import pairwise

from regraph.extract import roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.mood import Mood, mood, subject_actors
from regraph.extract.view import At, View
from regraph.ids import slug
from regraph.model import Mention


def licences(view: View) -> Iterator[Draft]:
    """Give the decisions on licences that the sentence tells of, one a clause."""
    sets = view.frames.sets
    objects, goods = view.frames.sets("licence", "objects"), view.frames.sets("licence", "cleared_goods")
    seen: set[int] = set()
    for place, token in enumerate(view.tokens):
        if view.parse.tags[place] != "W" or not (token.lemma in objects or token.lemma in goods):
            continue
        if token.lemma in sets("licence", "leave") and not _to_ship(view, place):
            continue
        traded = not view.words.isdisjoint(sets("licence", "trading"))
        if token.lemma == "request" and not traded and not _decided(view, place):
            continue
        if not _is_object(view, place):
            continue
        clause = _acting(view, place)
        if clause is None or clause.index in seen:
            continue
        draft = _decision(view, clause, place, shipment=token.lemma not in objects)
        if draft is not None:
            seen.add(clause.index)
            yield draft
    for clause in view.parse.clauses:
        draft = _allowed(view, clause) if clause.index not in seen else None
        if draft is not None:
            seen.add(clause.index)
            yield draft
    for clause in view.parse.clauses:
        if clause.index not in seen and (draft := _one_of_them(view, clause)) is not None:
            seen.add(clause.index)
            yield draft
        if clause.index not in seen and _of_those_before(view, clause):
            place = clause.subject[0] if clause.subject != (0, 0) else min(clause.verb + 1, len(view.tokens) - 1)
            draft = _decision(view, clause, place, shipment=False)
            if draft is not None:
                if view.words.isdisjoint(objects):
                    draft.features.add(AFTER_LICENCE)
                yield draft


def _allowed(view: View, clause: Clause) -> Draft | None:
    """Read "allowed Xinfeng to ship 55,000 tonnes of ore": leave for one firm."""
    sets = view.frames.sets
    if clause.lemma not in sets("licence", "allowing") or clause.negated:
        return None
    below = next(
        (c for c in view.parse.clauses if c.parent == clause.index and c.shape == "inf" and c.start - clause.verb < 9),
        None,
    )
    told = mood(view, clause)
    plain = told.modality in ("fact", "alleged") and not (told.dropped or told.future or told.promise is not None)
    if below is None or below.lemma not in sets("licence", "shipping") or not plain or told.negated:
        return None
    firms = [i for n in view.of("actor", *below.subject) if view.sort(n) == "company" for i in n.value.ids]
    firms = firms or _by_form(view, below.subject)
    goods = any(n.value.kind in ("material", "item") for n in view.names if below.verb < n.start < below.end)
    if not firms or not goods:
        return None
    begin, end = view.offsets(min(clause.start, clause.subject[0]), below.end)
    draft = Draft("licence", view.sentence.index, view.sentence.role, begin, end, "licence/allowed", clause.lemma)
    draft.put("action", "granted", "leave to ship")
    if not clause.passive:
        draft.add("issuer", *roles.agent(view, clause))
    draft.add("holders", firms, "who may ship")
    roles.coverage(draft, view, [(below.verb + 1, below.end)], "what may be shipped")
    roles.when(draft, view, [(clause.start, clause.end), (below.start, below.end), (0, clause.group)])
    draft.features |= {"of trade", "trade"}
    own = {i.split("/")[0] for i in draft.values.get("issuer", [])}
    draft.speaker = tuple(
        s for s in dict.fromkeys(roles.speaker_ids(view, told.speakers)) if s.split("/")[0] not in own
    )
    return draft


def _to_ship(view: View, place: int) -> bool:
    """Tell "the go-ahead to export", "leave to load again", "an export form"."""
    shipping = view.frames.sets("licence", "shipping")
    after = view.tokens[place + 1 : place + 8]
    if view.tokens[place].lower == "light" and (not place or view.tokens[place - 1].lower != "green"):
        return False
    before = view.tokens[place - 1].lower if place else ""
    if view.tokens[place].lower in ("form", "forms"):
        return before == "export"
    return any(t.lemma in shipping or t.lemma == "shipment" for t in after) and after[:1] != [] and after[0].lower in (
        "to", "for",
    )  # fmt: skip


def _decided(view: View, place: int) -> bool:
    """Tell "the ministry knocked back requests by two firms": a state or a body decides on them."""
    clause = view.clause_at(place)
    if clause is None or clause.passive or place < clause.verb:
        return False
    after = view.tokens[clause.verb + 1].lower if clause.verb + 1 < len(view.tokens) else ""
    actions = view.frames.labels("licence", "verbs")
    action = actions.get(f"{clause.lemma} {after}") or actions.get(clause.lemma, "")
    return action in ("refused", "granted") and any(
        view.sort(n) in ("state", "body", "union") for n in subject_actors(view, clause)
    )


def _one_of_them(view: View, clause: Clause) -> Draft | None:
    """Read "was given one the same day", "has got theirs", "has yet to hear back": licences told just before."""
    words = [t.lower for t in view.tokens[clause.verb + 1 : clause.verb + 4]]
    above = view.parse.clauses[clause.parent] if clause.parent >= 0 else clause
    firms = [n for c in (clause, above) for n in view.of("actor", *c.subject) if view.sort(n) in roles.COMPANIES]
    told = mood(view, clause)
    if not firms or told.modality not in ("fact", "alleged") or told.future or told.promise is not None:
        return None
    given = clause.lemma in ("give", "grant", "issue") if clause.passive else clause.lemma in _RECEIVING - {"hold"}
    waits = clause.lemma == "hear" and "back" in words and _yet(view, clause)
    has = given and bool(words) and words[0] in ("one", "theirs", "ones", "some", "several")
    if not (waits or (has and not told.negated and not told.dropped)):
        return None
    begin, end = view.offsets(min(above.start, clause.start), clause.end)
    action = "delayed" if waits else "granted"
    draft = Draft("licence", view.sentence.index, view.sentence.role, begin, end, "licence/one-of-them", clause.lemma)
    draft.put("action", action, "licences told before")
    draft.add("holders", [i for n in firms[:3] for i in n.value.ids], "subject")
    roles.when(draft, view, [(clause.start, clause.end), (0, clause.group)])
    draft.features.add(AFTER_LICENCE)
    return draft


def _by_form(view: View, span: tuple[int, int]) -> list[str]:
    """Return the name of a firm that no list holds: capitals only, and no other name within."""
    words = view.tokens[slice(*span)]
    named = any(span[0] <= n.start < span[1] and n.value.kind in ("actor", "place") for n in view.names)
    if named or not 0 < len(words) <= 4 or not all(t.text[0].isupper() for t in words):
        return []
    return [slug(" ".join(t.text for t in words))]


AFTER_LICENCE = "licences told before"  # "only a quarter had been approved": kept where a sentence before tells of them


def _of_those_before(view: View, clause: Clause) -> bool:
    """Tell "some were turned down", "only about a quarter had been approved"."""
    if not clause.passive or clause.lemma not in _DECIDING:
        return False
    start = clause.subject[0] if clause.subject != (0, 0) else clause.start
    tags = view.parse.tags
    words = [t.lower for k, t in enumerate(view.tokens[start : clause.group], start) if tags[k] not in "XAHBMN"]
    return (
        0 < len(words) <= 5
        and words[-1] in (_SOME if clause.lemma in ("approve", "grant", "issue", "clear") else _SOME - {"none", "few"})
        and not any(view.of("actor", start, clause.end))
        and not any(phrase.start < clause.end and phrase.end > start for phrase in view.phrases)
    )


_DECIDING = frozenset("approve grant reject refuse turn deny issue clear decline".split())
_SOME = frozenset(
    "some others none most few many quarter half third rest fifth majority several all two three four five".split()
)


def _is_object(view: View, place: int) -> bool:
    """Tell a trade licence from a mining or driving one, and from the first part of "licence application"."""
    blocked = view.frames.sets("licence", "not_objects")
    if any(t.lemma in blocked or t.lower in blocked for t in view.tokens[max(0, place - 2) : place]):
        return False
    after = view.tokens[place + 1] if place + 1 < len(view.tokens) else None
    if after is None:
        return True
    if (
        after.lower == "to"
        and place + 2 < len(view.tokens)
        and view.tokens[place + 2].lemma in ("mine", "operate", "build", "drill", "explore")
    ):
        return False
    return after.lemma not in view.frames.sets("licence", "not_before") and after.lemma not in view.frames.sets(
        "licence", "objects"
    )


def _acting(view: View, place: int) -> Clause | None:
    """Return the clause whose verb acts on the licence: one whose subject it is, else the one it stands in."""
    for clause in view.parse.clauses:
        if clause.subject[0] <= place < clause.subject[1] and (
            clause.passive or clause.lemma in view.frames.sets("licence", "happening")
        ):
            return clause
    return view.clause_at(place)


def _decision(view: View, clause: Clause, place: int, shipment: bool) -> Draft | None:
    told = mood(view, clause)
    group = view.tokens[clause.group : clause.verb]
    if any(a.lemma in ("have", "need") and b.lower == "to" for a, b in pairwise(group)) and not _yet(view, clause):
        return None  # "will have to be authorised"
    if told.dropped in ("condition", "counterfactual") or told.future or told.promise is not None:
        return None
    action = _action(view, clause, place, told)
    if not action or (shipment and action != "granted"):
        return None
    if shipment and clause.lemma not in view.frames.sets("licence", "clearing"):
        return None
    if shipment and any(phrase.start <= place < phrase.end for phrase in view.phrases):
        return None  # "approved a ban on exports"
    first = min(clause.start, clause.subject[0]) if clause.subject != (0, 0) else clause.start
    begin, end = view.offsets(first, clause.end)
    draft = Draft("licence", view.sentence.index, view.sentence.role, begin, end, f"licence/{action}", clause.lemma)
    draft.put("action", action, "verb")
    _who(draft, view, clause, place)
    later = [
        c for c in view.parse.clauses if c.kind in ("inf", "relative", "participle") and 0 <= c.start - clause.end <= 1
    ]
    spans = [(first, clause.end)] + [(c.start, c.end) for c in later[:1]]
    roles.coverage(draft, view, spans, "clause")
    if not draft.values.get("materials") and not draft.values.get("items"):
        draft.put("materials", [view.theme] if view.theme else [], "what the text is about")
        draft.put("items", [view.theme_item] if view.theme_item else [], "what the text is about")
    if view.has_lemma(view.frames.sets("licence", "trading"), 0, len(view.tokens)):
        draft.features |= {"of trade", "trade"}
    _among(draft, view, clause)
    _count(draft, view, place)
    roles.when(draft, view, [*spans, (0, clause.group)])
    if action == "delayed":
        draft.values.pop("until", None)
    draft.modality = "alleged" if told.modality == "alleged" or told.doubt else told.modality
    own = {i.split("/")[0] for i in draft.values.get("issuer", [])}
    draft.speaker = tuple(
        s for s in dict.fromkeys(roles.speaker_ids(view, told.speakers)) if s.split("/")[0] not in own
    )
    return draft


def _among(draft: Draft, view: View, clause: Clause) -> None:
    """Add the firms named of those counted: "three companies, among them CMOC and Glencore"."""
    said = [t.lower for t in view.tokens[clause.start : clause.end]]
    place = next((k for k, word in enumerate(said) if word in ("among", "including", "notably")), -1)
    if place < 0 or not draft.values.get("count") or draft.values.get("holders"):
        return
    names = [n for n in view.of("actor", clause.start + place, clause.end) if view.sort(n) == "company"]
    draft.add("holders", [i for n in names for i in n.value.ids], "among them")


def _count(draft: Draft, view: View, place: int) -> None:
    """Count the licences or applications themselves ("two permits") where no firms are counted."""
    if "materials" in draft.values.get("count", {}):
        del draft.values["count"]
    for figure in view.figures:
        value = float(figure.value.value)
        if (
            not figure.value.unit
            and 0 < place - figure.end < 4
            and value.is_integer()
            and view.parse.tags[figure.end] in "WD"
        ):
            draft.put("count", {view.tokens[place].lower: int(value)}, "counted licences")


# --- action ------------------------------------------------------------------------------------------------------


def _action(view: View, clause: Clause, place: int, told: Mood) -> str:
    """Return the action of a clause on the licence at `place`, "" for none."""
    actions = view.frames.labels("licence", "verbs")
    after = [t.lower for t in view.tokens[clause.verb + 1 : clause.end]]
    pairs = (actions.get(f"{clause.lemma} {word}", "") for word in (*after[:1], *(w for w in after if w in _BEHIND)))
    found = next((action for action in pairs if action), actions.get(clause.lemma, ""))
    if found and not _on_licence(clause, place, found):
        found = ""
    if clause.modal in ("must", "should", "may", "can", "could", "might") and not told.negated:
        return ""
    if told.modality not in ("fact", "alleged"):
        return ""
    parent = view.parse.clauses[clause.parent].lemma if clause.parent >= 0 else ""
    if (
        clause.shape == "inf"
        and parent not in _LEADING
        and parent != "take"
        and not _yet(view, clause)
        and told.dropped != "slow"
    ):
        return ""  # "requires exporters to have a permit"
    if _hindered(view, clause, told, found):
        return "refused" if _refusing(view, clause) else "delayed"
    if found == "held":
        return (
            "granted"
            if not told.negated and any(view.sort(n) in roles.COMPANIES for n in subject_actors(view, clause))
            else ""
        )
    if found == "granted" and (told.negated or _none_of(view, clause)):
        return "delayed"
    return found if not told.negated else ""


_BEHIND = frozenset(("back", "away", "up"))  # "sent the request back"
_LEADING = frozenset("begin start continue manage decline refuse fail".split())


def _yet(view: View, clause: Clause) -> bool:
    """Tell "have yet to receive" from "have to obtain"."""
    return any(t.lower == "yet" for t in view.tokens[max(0, clause.group - 2) : clause.group])


def _on_licence(clause: Clause, place: int, action: str) -> bool:
    inside = clause.subject[0] <= place < clause.subject[1]
    if clause.passive or action == "delayed":
        return inside or clause.verb < place < clause.verb + 12
    return clause.verb < place < clause.verb + 12


def _hindered(view: View, clause: Clause, told: Mood, found: str) -> bool:
    """Tell "yet to receive", "slow to approve", "declined to renew", and applications that are pending or stuck."""
    parent = view.parse.clauses[clause.parent] if clause.parent >= 0 else None
    if (
        clause.shape == "inf"
        and parent is not None
        and parent.lemma == "take"
        and any(parent.verb < at.start < parent.end and at.value.kind == "duration" for at in view.times)
    ):
        return True  # "it takes four months to get a licence"
    if told.dropped == "slow" or (found == "granted" and _refusing(view, clause)):
        return True
    slow = view.frames.sets("licence", "slow")
    low = min(clause.start, clause.subject[0]) if clause.subject != (0, 0) else clause.start
    said = [token.lower for token in view.tokens[low : clause.end]]
    pairs = {f"{a} {b}" for a, b in pairwise(said)}
    plain = found in ("", "delayed", "granted", "held")
    return plain and not (slow.isdisjoint(said) and slow.isdisjoint(pairs)) and found != "held"


def _refusing(view: View, clause: Clause) -> bool:
    """Tell "declined to renew", "refused to grant"."""
    if clause.parent < 0 or clause.shape != "inf":
        return False
    return view.parse.clauses[clause.parent].lemma in ("decline", "refuse")


def _none_of(view: View, clause: Clause) -> bool:
    start, end = clause.subject
    subject = [t.lower for t in view.tokens[start : min(end, start + 2)]]
    if subject in (["not", "one"], ["not", "a"]) or subject[:1] == ["hardly"]:
        return True
    return any(t.lower in ("no", "none", "neither", "few") for t in view.tokens[start : min(end, start + 2)]) or any(
        t.lower == "no" for t in view.tokens[clause.verb + 1 : clause.verb + 3]
    )


# --- who ---------------------------------------------------------------------------------------------------------


def _who(draft: Draft, view: View, clause: Clause, place: int) -> None:
    subject = subject_actors(view, clause)
    asking = view.tokens[place].lemma in ("application", "request")
    if asking and clause.subject[0] <= place < clause.subject[1]:
        subject = []  # "India's request": who asks gives no licence
    if not clause.passive:
        draft.add(
            "issuer",
            roles.actor_ids(view, [n for n in subject if view.sort(n) in roles.ISSUERS or view.sort(n) == "person"]),
            "subject",
        )
    first = min(clause.start, clause.subject[0]) if clause.subject != (0, 0) else clause.start
    for name in view.of("actor", first, clause.end):
        prep, sort = view.parse.prep(name.start), view.sort(name)
        if view.tokens[name.start].lower in ("its", "their", "his", "her"):
            continue  # "its suppliers": they hold it
        if prep == "for" and clause.lemma in _RECEIVING and draft.values.get("holders"):
            continue  # "got licences for its customers"
        if sort in roles.ISSUERS and prep in ("from", "by", "with", "at", "before") and not draft.values.get("issuer"):
            draft.add("issuer", roles.actor_ids(view, [name]), prep)
        elif sort in roles.COMPANIES and _holds(view, clause, name, (place, prep)):
            draft.add("holders", list(name.value.ids), prep or "subject")


_RECEIVING = frozenset("receive get obtain win secure have hold".split())


def _holds(view: View, clause: Clause, name: At[Mention], around: tuple[int, str]) -> bool:
    """Tell whether a firm is the holder: it receives, is given to, owns the licence, or applied for it."""
    place, prep = around
    if prep in ("to", "for", "of", "from", "with") and name.start > clause.subject[0]:
        return not (prep == "to" and _buyer(view, name))
    if clause.subject[0] <= name.start < clause.subject[1]:
        return True
    owner = name.end < len(view.tokens) and view.tokens[name.end].lower in ("'s", "'", "’s", "’") and name.end < place
    indirect = clause.verb < name.start < place and prep == ""
    return owner or indirect


def _buyer(view: View, name: At[Mention]) -> bool:
    """Tell "to sell chips to Huawei", "for sales to Huawei": the buyer holds no licence."""
    sold = view.frames.sets("licence", "selling")
    low = max(0, name.start - 5)
    verbs = any(view.parse.tags[k] == "V" and view.parse.lemmas[k] in sold for k in range(low, name.start))
    return verbs or (name.start > 1 and view.tokens[name.start - 2].lemma in sold)
