"""A view in, drafts of statements out: who accuses whom, and who gives a reason for its own measure.

Whose measure it is only the document tells: a justification stays where the speaker's state imposes one there.
"""

from collections.abc import Iterator, Sequence

from regraph.extract import roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.mood import mood, subject_actors
from regraph.extract.view import At, View
from regraph.model import Mention

_OFFICIAL = ("state", "union", "body", "person")


def statements(view: View) -> Iterator[Draft]:
    """Give who accuses whom and who gives a reason for its measure."""
    justified = False
    for clause in view.parse.clauses:
        draft = _accuse(view, clause) or _charge(view, clause)
        if draft is None and not justified:
            draft = _denounced(view, clause) or _justify(view, clause) or _cited(view, clause) or _grounds(view, clause)
            justified = draft is not None
        if draft is not None:
            yield draft
    if not justified and (draft := _according(view)) is not None:
        yield draft


def _statement(view: View, clause: Clause, stance: str, speakers: Sequence[At[Mention]]) -> Draft:
    first = min(clause.start, clause.subject[0]) if clause.subject != (0, 0) else clause.start
    begin, end = view.offsets(first, clause.end)
    draft = Draft("statement", view.sentence.index, view.sentence.role, begin, end, f"statement/{stance}", clause.lemma)
    draft.put("stance", stance, clause.lemma)
    draft.speaker = tuple(roles.speaker_ids(view, speakers)[: 2 if stance == "accuse" else 1])
    draft.states = frozenset(
        state for name in speakers if (state := view.lexicon.state_of(name.value.ids[0]) or view.state(name))
    )
    if not speakers:
        draft.features.add("speaker-imposer")
    return draft


def _speakers(view: View, clause: Clause) -> list[At[Mention]]:
    """Return who says it: persons before the bodies and states that they speak for; no media."""
    if clause.passive:
        names = [n for n in view.of("actor", clause.verb, clause.end) if view.parse.prep(n.start) == "by"]
    else:
        names = subject_actors(view, clause)
    if not names and clause.lemma in ("say", "declare", "add", "write"):  # "said economy minister Nicolás Grau"
        after = view.of("actor", clause.verb + 1, min(clause.end, clause.verb + 8))
        names = [n for n in after if all(view.parse.tags[k] == "W" for k in range(clause.verb + 1, n.start))]
    people = [n for n in names if view.sort(n) == "person"]
    return people or [n for n in names if view.sort(n) != "media"]


# --- accusations -------------------------------------------------------------------------------------------------


def _accuse(view: View, clause: Clause) -> Draft | None:
    """Read "China accused the US of …", "called the tariffs unfair", "condemned the decision"."""
    sets, end = view.frames.sets, len(view.tokens)
    names, accuses = (
        clause.lemma in sets("statement", "accuse.naming"),
        clause.lemma in sets("statement", "accuse.verbs"),
    )
    phrased = not accuses and _phrased(view, clause)
    if not (names or accuses or phrased):
        return None
    called = names and view.has_lemma(sets("statement", "accuse.calls"), clause.verb + 1, min(end, clause.verb + 25))
    if not called and (not (accuses or phrased) or clause.shape == "participle"):
        return None
    if clause.lemma in ("reject", "oppose", "face", "deny") and view.has_lemma(
        {"charge", "accusation", "allegation", "claim", "suggestion", "motion", "appeal", "application"},
        clause.verb + 1,
        clause.end,
    ):
        return None
    speakers, told = _speakers(view, clause), mood(view, clause)
    if (
        not speakers
        or told.dropped
        or told.negated
        or (
            view.has_lemma({"without"}, clause.verb + 1, end)
            and view.has_lemma({"name", "mention", "naming"}, clause.verb + 1, end)
        )
    ):
        return None
    draft = _statement(view, clause, "accuse", speakers)
    draft.add("about", _about(view, clause, speakers), "object")
    if not draft.values.get("about"):
        after = view.tokens[clause.verb + 1 : clause.verb + 2]
        courts = any(view.sort(n) in ("organization", "organisation") for n in view.of("actor", clause.verb, end))
        if courts or (after and after[0].lower in ("shut", "into")):
            return None  # "complained at the WTO", "slammed shut"
        office = view.has_lemma(sets("statement", "accuse.offices"), clause.verb + 1, min(end, clause.verb + 6))
        if not (called or office) and all(view.sort(n) in ("company", "group") for n in speakers):
            return None  # firms that only dislike a measure
        if not (called or office or phrased) and clause.lemma not in sets("statement", "accuse.of_measures"):
            return None
        draft.features.add("about-imposer")
    return draft


def _phrased(view: View, clause: Clause) -> bool:
    """Tell "hit out at the tariffs", "pointed the finger at Beijing": a verb with the words that must follow it."""
    said = [clause.lemma, *(t.lower for t in view.tokens[clause.verb + 1 : clause.verb + 5])]
    text = " ".join(said) + " "
    return any(text.startswith(f"{phrase} ") for phrase in view.frames.data["statement"]["accuse"]["phrases"])


def _about(view: View, clause: Clause, speakers: Sequence[At[Mention]]) -> list[str]:
    """Return whom it is aimed at: the first actor after the verb that is not the speaker's own state."""
    own = {i for n in speakers for i in n.value.ids} | {
        view.lexicon.state_of(i) or "" for n in speakers for i in n.value.ids
    }
    own |= {view.state(n) or "" for n in speakers}
    span = clause.subject if clause.passive else (clause.verb + 1, len(view.tokens))
    direct = clause.lemma in ("accuse", "blame", "criticise", "condemn", "denounce", "slam", "chide", "rebuke")
    for name in view.of("actor", *span):
        sort = view.sort(name)
        if sort in ("media", "organization", "organisation") or (
            sort in ("company", "group") and not (direct and name.start <= clause.verb + 3)
        ):
            continue
        state = None if sort in ("company", "group") else view.lexicon.state_of(name.value.ids[0]) or view.state(name)
        ids = [state] if state else list(name.value.ids)
        if not set(ids) & own:
            return ids[:1]
    return []


def _charge(view: View, clause: Clause) -> Draft | None:
    """Read "Trump said China had violated the deal": one actor says of another that it does wrong."""
    if clause.lemma not in view.frames.sets("statement", "accuse.wrongs") or clause.passive or clause.negated:
        return None
    parent = next(
        (
            c
            for c in view.parse.clauses
            if view.frames.grammar.classes.get(c.lemma) == "report"
            and c is not clause
            and (clause.parent == c.index or c.index > clause.index)
        ),
        None,
    )
    wrongdoers = [n for n in subject_actors(view, clause) if view.sort(n) in _OFFICIAL]
    told = mood(view, clause)
    if parent is None or told.dropped:
        return None
    if not wrongdoers and view.has_lemma(view.frames.sets("statement", "justify.measures"), *clause.subject):
        return _charged_measure(view, parent)
    if not wrongdoers or told.future:
        return None
    speakers = [n for n in _speakers(view, parent) if view.sort(n) in (*_OFFICIAL, "company", "group")]
    accused = view.lexicon.state_of(wrongdoers[0].value.ids[0]) or view.state(wrongdoers[0])
    if (
        not speakers
        or not accused
        or accused in {view.lexicon.state_of(i) or view.state(n) for n in speakers for i in n.value.ids}
    ):
        return None
    draft = _statement(view, parent, "accuse", speakers)
    draft.add("about", [accused], "who does wrong")
    return draft


def _denounced(view: View, clause: Clause) -> Draft | None:
    """Read "said the duty amounted to blackmail", "this is theft, said …": a bad name in what is reported."""
    sets = view.frames.sets
    if view.frames.grammar.classes.get(clause.lemma) != "report" or clause.negated or clause.shape == "participle":
        return None
    calls = sets("statement", "accuse.calls")
    named = any(
        other is not clause
        and other.lemma in sets("statement", "accuse.being")
        and not mood(view, other).negated
        and (other.parent == clause.index or other.index < clause.index)
        and view.has_lemma(calls, other.verb + 1, min(other.end, other.verb + 8))
        and not view.has_lemma(_DENYING, other.verb + 1, min(other.end, other.verb + 8))
        for other in view.parse.clauses
    )
    speakers = [n for n in _speakers(view, clause) if view.sort(n) in (*_OFFICIAL, "company", "organisation", "group")]
    if not named or not speakers or mood(view, clause).dropped:
        return None
    draft = _statement(view, clause, "accuse", speakers)
    draft.features.add("about-imposer")
    return draft


_DENYING = frozenset("no not never neither nothing".split())


def _charged_measure(view: View, parent: Clause) -> Draft | None:
    """Read "the Commission said that the ban would violate the agreement": it accuses who imposes it."""
    speakers = [n for n in _speakers(view, parent) if view.sort(n) in _OFFICIAL]
    if not speakers:
        return None
    draft = _statement(view, parent, "accuse", speakers)
    draft.features.add("about-imposer")
    return draft


# --- reasons -----------------------------------------------------------------------------------------------------


def _justify(view: View, clause: Clause) -> Draft | None:
    """Read "the ministry said the ban was needed to …", "defended the duty as …"."""
    justifying = clause.lemma in view.frames.sets("statement", "justify.verbs")
    if not justifying and view.frames.grammar.classes.get(clause.lemma) != "report":
        return None
    if view.has_lemma(view.frames.sets("statement", "justify.onlookers"), *clause.subject):
        return None
    if clause.negated or clause.shape == "participle" or not (justifying or _reasons(view)):
        return None
    speakers = [
        n for n in _speakers(view, clause) if view.sort(n) in _OFFICIAL and (view.sort(n) != "person" or view.state(n))
    ]
    if not speakers and not _unnamed_official(view, clause):
        return None
    return _statement(view, clause, "justify", speakers)


def _unnamed_official(view: View, clause: Clause) -> bool:
    """Tell "the government said", "a ministry spokesman said": it speaks for who imposes the measure."""
    if list(view.of("actor", *clause.subject)) or view.has_lemma({"company", "firm", "industry"}, *clause.subject):
        return False
    return view.has_lemma(view.frames.sets("statement", "justify.officials"), *clause.subject)


def _reasons(view: View) -> bool:
    """Tell whether the sentence gives a reason: a purpose or cause, and a word for the measure or a quote."""
    sets = view.frames.sets
    lemmas = view.words
    text = " " + " ".join(t.lower for t in view.tokens) + " "
    quoted = bool(lemmas & {"“", '"', "”"})
    measure = bool(view.phrases) or not lemmas.isdisjoint(sets("statement", "justify.measures"))
    purpose = _tells(view, "justify.purposes", text)
    theme = _tells(view, "justify.themes", text)
    own = bool(lemmas & {"we", "our", "us", "i"})
    alone = any(f" {w} " in text for w in view.frames.data["statement"]["justify"]["alone"])
    if alone:
        return True
    return (measure and (purpose or theme)) or (quoted and (own or purpose or theme)) or (purpose and theme)


def _tells(view: View, key: str, text: str) -> bool:
    """Tell whether the sentence holds one of the words, or in its `text` one of the phrases, of a list."""
    found: tuple[frozenset[str], tuple[str, ...]] | None = view.frames.cache.get(("statement", f"{key}:told"))
    if found is None:
        entries = view.frames.sets("statement", key)
        found = frozenset(w for w in entries if " " not in w), tuple(f" {w} " for w in sorted(entries) if " " in w)
        view.frames.cache["statement", f"{key}:told"] = found
    return not view.words.isdisjoint(found[0]) or any(phrase in text for phrase in found[1])


def _cited(view: View, clause: Clause) -> Draft | None:
    """Read "China banned the exports, citing national security": the one who acts gives the reason."""
    if clause.lemma != "cite" or clause.shape != "ing":
        return None
    reasons = (
        view.frames.sets("statement", "justify.themes")
        | view.frames.sets("statement", "justify.purposes")
        | {"reason", "concern", "ground"}
    )
    if not view.has_lemma(reasons, clause.verb + 1, clause.end):
        return None
    names = subject_actors(view, clause)
    if not names:
        main = next(
            (
                c
                for c in view.parse.clauses
                if c.index != clause.index and c.shape == "finite" and subject_actors(view, c)
            ),
            None,
        )
        names = subject_actors(view, main) if main is not None else []
    speakers = [n for n in names if view.sort(n) in _OFFICIAL]
    return _statement(view, clause, "justify", speakers) if speakers else None


def _grounds(view: View, clause: Clause) -> Draft | None:
    """Read "took the step on grounds of security", "banned it in the name of jobs", "Trump's stated reason is"."""
    text = " " + " ".join(t.lower for t in view.tokens[clause.start : clause.end]) + " "
    stated = any(f" {words} " in text for words in view.frames.data["statement"]["justify"]["stated"])
    pointing = clause.lemma == "point" and view.tokens[min(clause.verb + 1, len(view.tokens) - 1)].lower == "to"
    told = mood(view, clause)
    if not (stated or (pointing and _reasons(view))) or told.dropped or told.negated or clause.shape != "finite":
        return None
    speakers = [n for n in subject_actors(view, clause) if view.sort(n) in _OFFICIAL]
    return _statement(view, clause, "justify", speakers) if speakers else None


def _according(view: View) -> Draft | None:
    """Read "the aim, according to the ministry, is to …"."""
    tokens = view.tokens
    place = next((k for k, t in enumerate(tokens[:-1]) if t.lower == "according" and tokens[k + 1].lower == "to"), -1)
    if (
        place < 0
        or not view.parse.clauses
        or not view.has_lemma(view.frames.sets("statement", "justify.purposes"), 0, len(tokens))
    ):
        return None
    speakers = [n for n in view.of("actor", place + 2, min(len(tokens), place + 9)) if view.sort(n) in _OFFICIAL]
    official = view.has_lemma(
        view.frames.sets("statement", "justify.officials"), place + 2, min(len(tokens), place + 6)
    )
    if not speakers and not official:
        return None
    return _statement(view, view.parse.clauses[0], "justify", speakers[:1])
