"""A view in, drafts of statements out: who accuses whom, and who gives a reason for its own measure."""

from collections.abc import Iterator

from regraph.extract import roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.mood import mood, subject_actors
from regraph.extract.view import View


def statements(view: View) -> Iterator[Draft]:
    """Give who accuses whom and who gives a reason for its measure."""
    for clause in view.parse.clauses:
        draft = _accuse(view, clause) or _justify(view, clause)
        if draft is not None:
            yield draft
    draft = _cited(view)
    if draft is not None:
        yield draft


def _accuse(view: View, clause: Clause) -> Draft | None:
    verbs = view.frames.sets("statement", "accuse.verbs")
    calls = view.frames.sets("statement", "accuse.calls")
    span = (clause.verb + 1, len(view.tokens))
    called = clause.lemma in ("call", "describe", "label", "brand", "term", "denounce", "decry") and view.has_lemma(
        calls, clause.verb + 1, min(span[1], clause.verb + 25)
    )
    if (clause.lemma not in verbs and not called) or (clause.shape == "participle" and not called):
        return None
    speakers = subject_actors(view, clause)
    if clause.passive:
        speakers = [n for n in view.of("actor", clause.verb, clause.end) if view.parse.prep(n.start) == "by"]
    told = mood(view, clause)
    if not speakers or told.dropped or told.negated:
        return None
    ids = roles.speaker_ids(view, speakers)[:2]
    own = {view.lexicon.state_of(i) or i for i in ids}
    about: list[str] = []
    for name in view.of("actor", *span) if not clause.passive else view.of("actor", *clause.subject):
        if view.sort(name) != "media" and not about:
            state = view.state(name) if view.sort(name) != "company" else None
            about += [i for i in ([state] if state else name.value.ids) if i not in own and i not in ids]
    draft = _statement(view, clause, ("accuse", ids, about))
    if not about and not called and clause.lemma not in ("protest", "object", "condemn", "denounce", "criticise"):
        return None
    if not about:
        draft.features.add("about-imposer")
    return draft


def _statement(view: View, clause: Clause, said: tuple[str, list[str], list[str]]) -> Draft:
    stance, speakers, about = said
    begin, end = view.offsets(
        min(clause.start, clause.subject[0] if clause.subject != (0, 0) else clause.start), clause.end
    )
    draft = Draft("statement", view.sentence.index, view.sentence.role, begin, end, f"statement/{stance}", clause.lemma)
    draft.put("stance", stance, clause.lemma)
    if stance == "accuse":
        draft.add("about", about, "object")
    draft.speaker = tuple(speakers)
    return draft


def _justify(view: View, clause: Clause) -> Draft | None:
    rules = view.frames.grammar
    justifying = clause.lemma in view.frames.sets("statement", "justify.verbs")
    if not justifying and rules.classes.get(clause.lemma) != "report":
        return None
    speakers = [n for n in subject_actors(view, clause) if view.sort(n) in ("state", "union", "body", "person")]
    if clause.passive:
        speakers = [n for n in view.of("actor", clause.verb, clause.end) if view.parse.prep(n.start) == "by"]
    speakers = [n for n in speakers if view.sort(n) != "person" or view.state(n)]
    if not speakers or not (justifying or _reasons(view)):
        return None
    return _statement(view, clause, ("justify", roles.speaker_ids(view, speakers)[:1], []))


def _reasons(view: View) -> bool:
    text = " " + " ".join(t.lower for t in view.tokens) + " "
    lemmas = {t.lemma for t in view.tokens}
    if any((f" {w} " in text) if " " in w else (w in lemmas) for w in view.frames.sets("statement", "justify.reasons")):
        return True
    return bool(lemmas & {"“", '"', "”"}) and bool(lemmas & {"we", "our"})


def _cited(view: View) -> Draft | None:
    """Read "China banned the exports, citing national security": the one who acts gives the reason."""
    for clause in view.parse.clauses:
        if (
            clause.lemma == "cite"
            and clause.shape == "ing"
            and view.has_lemma(view.frames.sets("statement", "justify.reasons"), clause.verb + 1, clause.end)
        ):
            speakers = [n for n in subject_actors(view, clause) if view.sort(n) in ("state", "union", "body", "person")]
            if speakers:
                return _statement(view, clause, ("justify", roles.speaker_ids(view, speakers)[:1], []))
    return None
