"""A document in, its claims out: sentences, names, times and figures, then the frames, then the document level."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from regraph import dates
from regraph.extract import choice, coreference, gaps, mentions, quantities, roles, weigh
from regraph.extract import lexicon as lexicon_module
from regraph.extract.claims_deals import agreements, promises
from regraph.extract.claims_effects import statements
from regraph.extract.claims_figures import statistics
from regraph.extract.claims_impacts import impacts
from regraph.extract.claims_licence import licences
from regraph.extract.claims_measure import measures
from regraph.extract.claims_meetings import meetings
from regraph.extract.claims_notices import notices
from regraph.extract.claims_pledges import pledges
from regraph.extract.confidence import confidence
from regraph.extract.draft import Draft
from regraph.extract.ellipsis import echoes
from regraph.extract.frames import Frames, load
from regraph.extract.groups import settle_groups
from regraph.extract.lexicon import Lexicon
from regraph.extract.likely import Heard
from regraph.extract.merge import merge
from regraph.extract.moments import announced, days_of_effect, said_days, scopes
from regraph.extract.named import Place, Text, text_of
from regraph.extract.surroundings import surroundings
from regraph.extract.times import Time, find_times
from regraph.extract.tokens import Sentence, sentences
from regraph.extract.view import View, build
from regraph.extract.whole import settle_claims
from regraph.model import Claim, Document, Mention, Passage, claim_values

# who reads a sentence, and whose triggers must stand in it
_READERS = (
    (echoes, "notice"),
    (notices, "notice"),
    (measures, "measure"),
    (days_of_effect, "measure"),
    (scopes, "measure"),
    (promises, "commitment"),
    (agreements, "agreement"),
    (pledges, "commitment"),
    (meetings, "meeting"),
    (licences, "licence"),
    (statistics, "statistic"),
    (impacts, "impact"),
    (statements, "statement"),
)


@dataclass(frozen=True, slots=True)
class Read:
    """A document read sentence by sentence: `names` and `times` stand one list a sentence, `raw` drafts in order."""

    sentences: Sequence[Sentence]
    names: Sequence[Sequence[Mention]]
    times: Sequence[Sequence[Time]]
    states: Sequence[str]  # that the document is about
    theme: str  # the material that it is mainly about
    heard: Sequence[Heard | None]  # what the words of each sentence make likely, where they are asked
    raw: list[Draft]


def drafts(document: Document, passages: Sequence[Passage], *, words: bool = True) -> list[Draft]:
    """Return the drafts of a document after the document level, in the order of the text.

    With `words` each carries what is heard in its sentence, and what no rule found is among them.
    """
    text = read(document, passages, words=words)
    if text is None:
        return []
    made = settled(document, text)
    if words:
        choice.choose(offered(document, text), made)
    surroundings(made)
    return made


def settled(document: Document, text: Read) -> list[Draft]:
    """Return the drafts of a document with their fields as the rules of the document level fill them."""
    made = merge(text.raw, text.states, document.published, text.theme)
    times = [time for here in text.times for time in here]
    announced(made, said_days(text.sentences[:_OPENING], text.names, times, lexicon_module.load()))
    settle_claims(made, text.theme)
    _still(made, document.published)
    settle_groups(made, document.text, text.theme)
    return made


def offered(document: Document, text: Read) -> Text:
    """Return what the document offers to fill fields with."""
    about = document.published, text.theme, text.states
    figures = [quantities.find_quantities(document.text, sentence) for sentence in text.sentences]
    places = [Place(*one) for one in zip(text.sentences, text.names, text.times, text.heard, figures, strict=True)]
    return text_of(places, lexicon_module.load(), about)


def _still(made: Sequence[Draft], published: str | None) -> None:
    """Date what is told to be still in force, without a day, with the publication (ruling 25)."""
    for draft in made:
        if draft.type == "measure" and draft.values.get("action") == "maintained" and draft.modality == "fact":
            draft.put("date", published, "still so at publication (ruling 25)")


def read(document: Document, passages: Sequence[Passage], *, words: bool) -> Read | None:
    """Return what the sentences tell by the rules, and with `words` by the model of their words too.

    None where no sentence holds a trigger: most articles of a newsroom are about something else, and no names are
    sought in them.
    """
    lexicon, frames = lexicon_module.load(), load()
    found = sentences(document.text, passages)
    if not any(_may_tell(sentence, frames) for sentence in found):
        return None
    names = mentions.find_mentions(document.text, found, lexicon)
    states = coreference.main_states(names)
    names = coreference.resolve(document.text, found, names, states)
    published = dates.parse(document.published) if document.published else None
    times = _by_sentence(found, find_times(document.text, published))
    themes = _theme(names, "material"), _theme(names, "item")
    whole = list(zip(found, names, times, strict=True))
    heard = weigh.listen(whole) if words else [None] * len(whole)
    out = Read(found, names, times, states, themes[0], heard, [])
    topics = _topics(names)
    lead: tuple[str, ...] | None = None
    around: roles.Near = (-1, ())
    passed = 0
    shared: list[Draft] = []  # measures whose goods the list below them names
    for view in _views(document.text, out, (lexicon, frames)):
        view.topic, (view.theme, view.theme_item) = topics[view.sentence.index], themes
        view.lead = lead if lead is not None and _item(view) else None
        found_here = _by_rules(view, frames)
        found_here.extend(gaps.listed(view, shared, found_here))
        shared = gaps.shared_by_list(view, shared, found_here)
        found_here.extend(weigh.weigh(view, found_here))
        for draft in found_here:
            draft.heard = view.heard.labels if view.heard else None
        out.raw.extend(found_here)
        if view.parsed:
            around = _passed(found, names, (passed, view.sentence.index), around)
            around = roles.near_actors(view, found_here, around)
            passed = view.sentence.index + 1
        lead = opens_list(view) or (lead if view.lead is not None else None)
    return out


def _by_rules(view: View, frames: Frames) -> list[Draft]:
    """Return what the readers whose triggers stand in a sentence find in it."""
    opened = frames.opened(view.words)
    return [draft for reader, gate in _READERS if gate in opened or view.lead is not None for draft in reader(view)]


def _by_sentence(found: Sequence[Sentence], times: Sequence[Time]) -> list[Sequence[Time]]:
    """Return the times that begin within each sentence."""
    out: list[Sequence[Time]] = []
    first = 0
    for sentence in found:
        while first < len(times) and times[first].start < sentence.start:
            first += 1
        last = first
        while last < len(times) and times[last].start < sentence.end:
            last += 1
        out.append(times[first:last])
        first = last
    return out


def _may_tell(sentence: Sentence, frames: Frames) -> bool:
    """Tell whether a reader may look at a sentence: it holds a trigger, or opens a list of promises."""
    if not sentence.words.isdisjoint(frames.triggers):
        return True
    return _opening(sentence) and not sentence.words.isdisjoint(_PROMISING)


def _opening(sentence: Sentence) -> bool:
    """Tell a sentence that can open a list: a headline, or one that ends with a colon."""
    return sentence.role == "headline" or sentence.tokens[-1].text == ":"


def _passed(
    found: Sequence[Sentence], names: Sequence[Sequence[Mention]], span: tuple[int, int], around: roles.Near
) -> roles.Near:
    """Return who acts, with the sentences that no reader looked at: a state or body at the head of one."""
    for sentence, here in zip(found[slice(*span)], names[slice(*span)], strict=True):
        first = here[0] if here else None
        if (
            first is not None
            and first.kind == "actor"
            and first.start - sentence.start <= len("The ")
            and first.rule.startswith(("state:", "body:"))
            and first.rule != "state:demonym"
        ):
            around = sentence.paragraph, first.ids
    return around


def _topics(names: Sequence[Sequence[Mention]]) -> list[str]:
    """Return for every sentence the material, else the item, that was named last before it."""
    out: list[str] = []
    topic = ""
    for here in names:
        out.append(topic)
        found = [m for m in here if m.kind == "material" and m.ids] or [m for m in here if m.kind == "item" and m.ids]
        topic = found[-1].ids[0] if found else topic
    return out


def _theme(names: Sequence[Sequence[Mention]], kind: str) -> str:
    """Return the material that half of the mentions of materials name, or the item that a third do; "" for none."""
    counts = Counter(
        m.ids[0] for here in names for m in here if m.kind == kind and m.ids and not m.rule.startswith("coref")
    )
    top = min(counts, key=lambda name: (-counts[name], name), default="")
    return top if top and counts[top] >= 3 and (2 if kind == "material" else 3) * counts[top] >= counts.total() else ""


_BULLETS = frozenset("•▪●◦‣■-–*·")


def _item(view: View) -> bool:
    """Tell an item of a list: it begins with a bullet or a number, and its first word is a verb in the base form."""
    first = 0
    while first < len(view.tokens) and (
        view.tokens[first].text in _BULLETS or view.tokens[first].text[0].isdigit() or view.tokens[first].text in ".)"
    ):
        first += 1
    clauses = view.parse.clauses
    return bool(clauses) and (first > 0 or view.sentence.role == "list") and clauses[0].verb <= first + 1


_PROMISING = frozenset("will agree commit pledge promise commitment undertake would action shall side".split())


def opens_list(view: View) -> tuple[str, ...] | None:
    """Return who promises what follows ("China will:", "Under the deal the US agreed to the following:")."""
    tokens = view.tokens
    if not tokens or (tokens[-1].text != ":" and view.sentence.role != "headline"):
        return None
    if _PROMISING.isdisjoint([token.lemma for token in tokens]):
        return None
    names = [n for n in view.of("actor", 0, len(tokens)) if view.sort(n) in ("state", "union", "body")]
    if view.sentence.role == "headline" and not names:
        return None
    return tuple(names[0].value.ids) if names else ()


_OPENING = 14  # sentences, headlines and bylines among them, in which news is told and sourced


def _views(text: str, out: Read, tools: tuple[Lexicon, Frames]) -> Iterator[View]:
    """Give the sentences that a reader may look at, or whose words make an act likely."""
    triggers = tools[1].triggers
    for sentence, here, times, heard in zip(out.sentences, out.names, out.times, out.heard, strict=True):
        opening = _opening(sentence) or not triggers.isdisjoint([token.lemma for token in sentence.tokens])
        if opening or (heard is not None and heard.worth()):
            figures = quantities.find_quantities(text, sentence)
            view = build(text, sentence, here, (times, figures), tools)
            view.heard = heard
            yield view


def to_claim(draft: Draft, document: Document) -> Claim:
    """Return the claim of a draft."""
    return Claim(
        type=draft.type,
        document_id=document.id,
        start=draft.start,
        end=draft.end,
        values=claim_values(draft.type, draft.values),
        modality=draft.modality,
        speaker=tuple(sorted(set(draft.speaker))),
        confidence=confidence(draft),
        rule=f"{draft.frame}: {draft.trigger}",
    )
