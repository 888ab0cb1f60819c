"""A view in, drafts of measures that somebody asks for out: "seek an exemption", "ask for more time", "want it gone".

The one who asks is the speaker; who imposes is told by the measure, or by whom it is asked of.
"""

from collections.abc import Iterator

from regraph.extract import roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.mood import mood, subject_actors
from regraph.extract.trade import is_trade
from regraph.extract.view import Phrase, View


def wishes(view: View) -> Iterator[Draft]:
    """Give what the clauses of one sentence ask for; the phrases that they read are marked as used."""
    asking = view.frames.sets("passage", "wishes.verbs")
    if view.words.isdisjoint(asking):
        return
    for clause in view.parse.clauses:
        if clause.lemma not in asking or clause.passive or clause.negated:
            continue
        place, action = _asked(view, clause)
        draft = _wish(view, clause, place, action) if action else None
        if draft is not None:
            yield draft


def _asked(view: View, clause: Clause) -> tuple[int, str]:
    """Return where what is asked for stands and what it would do, (-1, "") for none."""
    labels = view.frames.labels("passage", "wishes.relief")
    below = next((c for c in view.parse.clauses if c.parent == clause.index and c.shape == "inf"), None)
    if below is not None and below.start - clause.verb <= 6:
        words = [t.lower for t in view.tokens[below.verb : below.verb + 3]]
        if " ".join(words[:2]) in ("hold off", "wait longer") or words[:1] == ["wait"]:
            return below.verb, "postponed"
        return -1, ""
    for k in range(clause.verb + 1, min(clause.end, clause.verb + 11)):
        token = view.tokens[k]
        before = view.tokens[k - 1].lower
        if token.lemma in labels and (view.parse.tags[k] == "W" or before in ("a", "an")):
            if token.lemma in ("time", "year", "month") and before not in ("more", "extra", "another"):
                continue
            return k, labels[token.lemma]
        if token.lower in ("lower", "reduced", "smaller", "lighter") and any(
            k < p.head <= k + 4 and p.noun.family == "tariff" for p in view.phrases
        ):
            return k, "eased"
        if token.lower == "gone" and k <= clause.verb + 8:
            return k, "lifted"
    return -1, ""


def _wish(view: View, clause: Clause, place: int, action: str) -> Draft | None:
    told = mood(view, clause)
    if told.dropped:
        return None
    last = min(len(view.tokens), place + 14)
    phrase = next((p for p in view.phrases if clause.verb < p.head < last and not p.used), None)
    if phrase is not None and not is_trade(view, phrase):
        return None
    start, end = view.offsets(clause.start, max(clause.end, phrase.end if phrase is not None else 0))
    draft = Draft("measure", view.sentence.index, view.sentence.role, start, end, "wishes/asked", clause.lemma)
    draft.put("action", action, "what is asked for")
    draft.modality = "expected"
    asked_of = _asked_of(view, clause, phrase)
    if phrase is None and action == "postponed" and not asked_of:
        return None  # "asked its members to hold off": nobody who could
    if phrase is not None:
        phrase.used = phrase.nominal = True
        draft.put("kind", phrase.kind, "noun and context")
        draft.add("imposer", *roles.owner(view, phrase))
        roles.coverage(draft, view, [(phrase.start, max(phrase.end, min(last, clause.end)))], "phrase")
        if phrase.contexts & {"export", "import"} or phrase.noun.family == "tariff":
            draft.features.add("trade")
    draft.add("imposer", [] if draft.values.get("imposer") else asked_of, "of whom it is asked")
    covered = draft.values.get("materials") or draft.values.get("items")
    draft.anaphoric = not covered
    if not covered:
        draft.features.add("unclear")
    roles.when(draft, view, [(place, clause.end), (place, last)])
    draft.values.pop("date", None) if action == "postponed" else None
    own = {who.split("/")[0] for who in draft.values.get("imposer", [])}
    asking = [n for n in subject_actors(view, clause) if view.sort(n) == "person" or view.state(n) not in own]
    draft.speaker = tuple(roles.speaker_ids(view, asking))
    draft.features.add("considered")
    return draft


def _asked_of(view: View, clause: Clause, phrase: Phrase | None) -> list[str]:
    """Return whom the wish is put to: "asked Abuja to hold off", "an exemption from Washington"."""
    direct = [n for n in view.of("actor", clause.verb + 1, clause.verb + 4) if view.parse.prep(n.start) == ""]
    if found := roles.actor_ids(view, direct[:1]):
        return found
    until = phrase.start if phrase is not None else clause.end
    named = [n for n in view.of("actor", clause.verb + 1, until) if view.parse.prep(n.start) in ("from", "with", "in")]
    return roles.actor_ids(view, named[:1])
