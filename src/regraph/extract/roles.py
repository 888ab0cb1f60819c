"""Spans of a view in, role fillers out: who imposes, whom it hits, what it covers, when, at what rate.

Every filler carries the rule that found it, for `--explain`.
"""

from collections.abc import Iterable, Sequence

from regraph import dates
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.mood import subject_actors
from regraph.extract.times import Time
from regraph.extract.view import At, Phrase, View
from regraph.model import Mention

Span = tuple[int, int]

_OUTSIDE = frozenset("amid despite than unlike after besides before without alongside like".split())
ISSUERS = ("state", "body", "union")  # sorts of actors that give licences
COMPANIES = ("company", "group")
_ACTING = frozenset(("state", "union", "body", "person", "organization"))


def cut_carve_outs(view: View, spans: Iterable[Span]) -> list[Span]:
    """Return the spans up to the first carve-out ("except", "other than", "but not")."""
    if view.carved is None:
        table = view.frames.carve_outs
        view.carved = [k for k, token in enumerate(view.tokens) if token.lower in table and _carves(view, k)]
    carved = view.carved
    if not carved:
        return [span for span in spans if span[1] > span[0]]
    out = []
    for start, end in spans:
        stop = next((place for place in carved if start <= place < end), end)
        if stop > start:
            out.append((start, stop))
    return out


def _carves(view: View, place: int) -> bool:
    tokens = view.tokens
    for phrase in view.frames.carve_outs.get(tokens[place].lower, ()):
        if all(place + k < len(tokens) and tokens[place + k].lower == word for k, word in enumerate(phrase)):
            return True
    return False


def coverage(draft: Draft, view: View, spans: Sequence[Span], rule: str) -> None:
    """Add the materials, items and counts named within the spans."""
    for start, end in cut_carve_outs(view, spans):
        for name in view.names:
            outside = view.parse.prep(name.start) in _OUTSIDE and not _before_trade(view, name.start)
            if not start <= name.start < end or outside:
                continue
            if name.value.kind == "material":
                draft.add("materials", list(name.value.ids), rule)
            elif name.value.kind == "item":
                draft.add("items", list(name.value.ids), rule)
        for form in _second_form(view, (start, end)):
            draft.add("items", [form], "second form")
        bare = bare_goods(view, (start, end))
        if bare is not None and not draft.values.get("materials"):
            draft.add("materials", [bare[0]], "what the text is about")
            draft.add("items", [bare[1]] if bare[1] else [], "form of what the text is about")
        counts(draft, view, (start, end))
        if _general(view, (start, end)):
            draft.features.add("general")
    _one_form(draft)


def _second_form(view: View, span: Span) -> list[str]:
    """Return the second form of "chrome ores and concentrates": chrome-concentrates."""
    out: list[str] = []
    for name in view.names:
        if not span[0] <= name.start < span[1] - 2 or name.value.kind != "item" or name.end + 1 >= len(view.tokens):
            continue
        base, _, form = name.value.ids[0].rpartition("-")
        joined, other = view.tokens[name.end].lower, view.tokens[name.end + 1]
        free = not any(n.start <= name.end + 1 < n.end for n in view.names)
        if base and form.rstrip("s") in _FORMS and joined in ("and", "or", "nor") and other.lemma in _FORMS and free:
            out.append(f"{base}-{other.lower}")
    return out


_FORMS = frozenset("ore concentrate scrap oxide matte ingot cathode carbonate hydroxide".split())
_METALS = frozenset("metal mineral".split())


def bare_goods(view: View, span: Span) -> tuple[str, str] | None:
    """Return the material, and its form as an item, that "concentrate" or "the metal" alone stands for."""
    if not view.theme or view.words.isdisjoint(_FORMS | _METALS):
        return None
    for place in range(*span):
        token = view.tokens[place]
        form = token.lemma in _FORMS
        if view.parse.tags[place] != "W" or not (form or (token.lemma in _METALS and token.lower == token.lemma)):
            continue
        if any(n.start <= place < n.end for n in view.names) or (
            place and any(n.end == place and n.value.kind == "material" for n in view.names)
        ):
            continue
        before = view.tokens[place - 1] if place else None
        plain = before is None or place == span[0] or view.parse.tags[place - 1] != "W" or before.lower in _RAW_WORDS
        if form and plain:
            return view.theme, f"{view.theme}-{token.lemma}"
        if not form and before is not None and before.lower in ("the", "this", "that"):
            return view.theme, ""
    return None


_RAW_WORDS = frozenset("raw unprocessed unrefined untreated crude lump high-grade low-grade grade".split())


def _before_trade(view: View, place: int) -> bool:
    """Tell "a permit before shipping graphite abroad", which tells what the permit is for."""
    opened = view.parse.governor[place]
    return view.tokens[opened].lower == "before" and view.tokens[opened + 1].lemma in _PASSING_OUT


_PASSING_OUT = frozenset("ship shipping export exporting import importing sell".split())


_RAW = ("raw-", "unprocessed-", "unrefined-", "crude-")


def _one_form(draft: Draft) -> None:
    """Drop "raw lithium" where the form is told as well: "raw lithium ore" is lithium and its ore."""
    items = draft.values.get("items", [])
    for item in list(items):
        base = next((item[len(raw) :] for raw in _RAW if item.startswith(raw)), "")
        if base and any(other != item and other.startswith(base + "-") for other in items):
            items.remove(item)


_GOODS = frozenset("goods good import product merchandise export".split())


def _general(view: View, span: Span) -> bool:
    """Tell whether goods of a country are meant as a whole ("most Chinese goods", "all imports")."""
    tokens = view.tokens
    for place in range(span[0] + 1, span[1]):
        if tokens[place].lemma in _GOODS and view.parse.tags[place] == "W":
            before = tokens[place - 1].lower
            demonym = any(
                n.end == place and n.value.kind == "actor" and "coref" not in n.value.rule for n in view.names
            )
            if demonym or (before in ("all", "most", "many") and tokens[place].lemma != "export"):
                return True
    return False


_COUNTED = {"materials": "materials", "companies": "companies", "holders": "holders"}


def counts(draft: Draft, view: View, span: Span) -> None:
    """Add what the text counts within the span ("seven metals", "28 firms")."""
    for figure in view.figures:
        what = figure.value.counted
        if (
            draft.type != "commitment"
            and what in _COUNTED
            and span[0] <= figure.start < span[1]
            and float(figure.value.value).is_integer()
        ):
            draft.put("count", {_COUNTED[what]: int(figure.value.value)}, "counted noun")


def actor_ids(view: View, names: Iterable[At[Mention]]) -> list[str]:
    """Return the ids of those that act for a state: states and bodies as they are, persons as their state."""
    out: list[str] = []
    for name in names:
        sort = view.sort(name)
        if sort == "person":
            state = view.state(name)
            ids = [state] if state else []
        elif sort in ("state", "union", "body"):
            ids = list(name.value.ids)
        else:
            ids = []
        out.extend(ident for ident in ids if ident not in out)
    return _most_exact(out)


def _most_exact(ids: list[str]) -> list[str]:
    """Drop a state where a body of it is named too."""
    with_body = {ident.split("/")[0] for ident in ids if "/" in ident}
    return [ident for ident in ids if "/" in ident or ident not in with_body]


def speaking_states(view: View, names: Iterable[At[Mention]], hit: Sequence[str]) -> list[str]:
    """Return the states and bodies that tell of an act for which nobody else is named, but for whom it hits."""
    speaking = [n for n in names if view.sort(n) in ("state", "union", "body")]
    struck = {ident.split("/")[0] for ident in hit}
    return [ident for ident in actor_ids(view, speaking[:1]) if ident.split("/")[0] not in struck]


def speaker_ids(view: View, names: Iterable[At[Mention]]) -> list[str]:
    """Return the ids of speakers: persons and firms as themselves."""
    out: list[str] = []
    for name in names:
        if view.sort(name) != "media":
            out.extend(ident for ident in name.value.ids if ident not in out)
    return out


def agent(view: View, clause: Clause) -> tuple[list[str], str]:
    """Return who does what the clause says, and the rule; empty where it names nobody that can act for a state."""
    if clause.passive:
        for name in view.of("actor", clause.verb + 1, clause.end):
            if view.parse.prep(name.start) == "by":
                return actor_ids(view, _coordinated(view, name, clause.end)), "by-agent"
        return [], ""
    if view.lead is not None and clause.subject == (0, 0):
        return list(view.lead), "lead of the list"
    planner = _planner(view, clause)
    if planner:
        return actor_ids(view, planner), "owner of the plan"
    found = actor_ids(view, subject_actors(view, clause)) or _province(view, clause)
    if (
        not found
        and clause.kind in ("ing", "relative")
        and clause.parent >= 0
        and not list(view.of("actor", *clause.subject))
    ):
        parent = view.parse.clauses[clause.parent]
        return (
            ([], "")
            if parent.passive
            else (actor_ids(view, subject_actors(view, parent)), "subject of the main clause")
        )
    return found, "subject"


def _planner(view: View, clause: Clause) -> list[At[Mention]]:
    """Return whose plan it is: "the Trump administration's efforts to raise tariffs"."""
    if clause.shape != "inf" or clause.group < 2:
        return []
    noun = clause.group - 1
    if view.tokens[noun].lemma not in view.frames.grammar.noun_moods:
        return []
    return [n for n in view.names if n.value.kind == "actor" and noun - 3 <= n.end <= noun and n.start >= noun - 6][-1:]


def _province(view: View, clause: Clause) -> list[str]:
    """Return a province that acts ("Ontario has suspended its surcharge") as state and slug."""
    for name in view.of("place", *clause.subject):
        state = name.value.rule.rpartition("@")[2]
        if len(state) == 2 and view.parse.prep(name.start) == "" and name.start == clause.subject[0]:
            return [f"{state}/{name.value.ids[0]}"]
    return []


def _coordinated(view: View, first: At[Mention], end: int) -> list[At[Mention]]:
    """Return the actor and those joined to it ("MOFCOM and the customs office")."""
    out, last = [first], first.end
    for name in view.of("actor", first.end, end):
        between = range(last, name.start)
        if all(view.parse.tags[k] in "CDX" for k in between):
            out.append(name)
            last = name.end
        else:
            break
    return out


def owner(view: View, phrase: Phrase) -> tuple[list[str], str]:
    """Return who the phrase itself names as imposer: "China's ban", "US tariffs", "curbs by Beijing"."""
    names = list(view.of("actor", phrase.start, phrase.head_end))
    if names:
        return actor_ids(view, names[:1]), "owner"
    for name in view.of("actor", phrase.head_end, phrase.end):
        if view.parse.prep(name.start) == "by":
            return actor_ids(view, _coordinated(view, name, phrase.end)), "by-phrase"
    if phrase.reference.split(" ")[0] == "Section" and phrase.noun.family in ("tariff", "probe"):
        return ["US"], "law of the United States"
    return [], ""


Near = tuple[int, tuple[str, ...]]  # paragraph, and who acts in it so far


def near_actors(view: View, drafts: Sequence[Draft], before: Near) -> Near:
    """Tell the drafts of a sentence who acts up to their end, else earlier; return what to carry on."""
    paragraph = view.sentence.paragraph
    carried = before[1] if before[0] == paragraph else ()
    names = [
        n
        for n in view.names
        if n.value.kind == "actor" and "coref" not in n.value.rule and view.parse.prep(n.start) == ""
    ]
    acting = [n for n in names if view.sort(n) in _ACTING and not _of_goods(view, n)]
    for draft in drafts:
        draft.near = tuple(actor_ids(view, [n for n in acting if n.value.start < draft.end])) or carried
    return paragraph, tuple(actor_ids(view, acting)) or carried


def _of_goods(view: View, name: At[Mention]) -> bool:
    """Tell the demonym of goods and firms ("Chinese imports"), who suffer rather than act."""
    after = view.tokens[name.end].lemma if name.end < len(view.tokens) else ""
    if after in ("-", "–"):
        return True  # "a London-listed rival"
    goods = any(n.start == name.end and n.value.kind in ("material", "item") for n in view.names)
    return "demonym" in name.value.rule and (goods or after in _GOODS or after in _FIRMS)


_FIRMS = frozenset(
    "firm company buyer maker producer exporter importer user supplier miner refiner trader customer owner".split()
)


def targets(view: View, spans: Sequence[Span], imposer: Sequence[str], kind: str, direct: bool = False) -> list[str]:
    """Return at whom the measure is aimed: actors after on, to, against …, never the imposer itself."""
    own = {ident.split("/")[0] for ident in imposer}
    wanted = {"to", "against", "on", "for", "into", "onto", "targeting", "toward", "towards", "at"}
    if kind in ("tariff", "import_restriction", "port_fee", "investigation", "other", "visa_restriction"):
        wanted |= {"from", "of", "into"}
    out: list[str] = []
    for start, end in cut_carve_outs(view, spans):
        for name in view.names:
            if not start <= name.start < end or name.value.kind not in ("actor", "place"):
                continue
            if name.value.kind == "place":  # "sold to Michigan"
                state = name.value.rule.rpartition("@")[2]
                if len(state) == 2 and state not in own and state not in out and view.parse.prep(name.start) in wanted:
                    out.append(state)
                continue
            if "coref" in name.value.rule and view.tokens[name.start].lower in ("its", "their", "his", "her"):
                continue
            sort = view.sort(name)
            if view.parse.prep(name.start) == "of" and _asked_by(view, name.start):
                continue
            prep = view.parse.prep(name.start)
            fits = prep in wanted or _origin(view, name.start) or (sort == "company" and prep == "of")
            if not fits and not _bound(view, name) and not (direct and view.parse.prep(name.start) == ""):
                continue
            ids = [view.state(name) or ""] if sort == "person" else list(name.value.ids)
            if sort == "group":  # "US military users" are aimed at as their state
                group_of = view.state(name)
                ids = [group_of] if group_of else []
            if sort == "media" or not ids:
                continue
            out.extend(
                i
                for i in ids
                if i and i.split("/")[0] not in own and i not in out and view.lexicon.state_of(i) not in own
            )
    return out


def of_origin(view: View, spans: Sequence[Span], states: Sequence[str]) -> bool:
    """Tell whether goods are told by the country that they come from: "Russian aluminium"."""
    named = (n for s, e in spans for n in view.of("actor", s, e) if "demonym" in n.value.rule)
    origins = [n.end for n in named if set(n.value.ids) & set(states)]
    return any(n.start in origins for n in view.names if n.value.kind in ("material", "item"))


def _asked_by(view: View, place: int) -> bool:
    """Tell "at the request of a steelmaker"."""
    opened = view.parse.governor[place]
    return opened > 0 and view.tokens[opened - 1].lemma in (
        "request",
        "behest",
        "urge",
        "urging",
        "complaint",
        "petition",
        "initiative",
    )


def makers(view: View, spans: Sequence[Span], own: Sequence[str]) -> list[str]:
    """Return whose goods are meant: "Thai fruit"; only where the adjective stands before the goods."""
    states = {ident.split("/")[0] for ident in own}
    out: list[str] = []
    for start, end in spans:
        for name in view.of("actor", start, end):
            goods = any(n.start - name.end in (0, 1) for n in view.names if n.value.kind in ("material", "item"))
            if "demonym" in name.value.rule and goods:
                out.extend(i for i in name.value.ids if i not in out and i not in states)
    return out


_MADE = frozenset("originate originating manufacture produce build make register consign".split())


def _origin(view: View, place: int) -> bool:
    """Tell "originating in Angola", "made in Thailand": where the goods come from."""
    opened = view.parse.governor[place]
    return opened > 0 and view.tokens[opened].lower == "in" and view.tokens[opened - 1].lemma in _MADE


def _bound(view: View, name: At[Mention]) -> bool:
    """Tell "US-bound" and "destined for the US"."""
    after = [token.lower for token in view.tokens[name.end : name.end + 2]]
    return after == ["-", "bound"] or after[:1] == ["bound"]


def when(  # noqa: C901 - a case a kind of time
    draft: Draft, view: View, spans: Sequence[Span], only_date: bool = False
) -> None:
    """Fill date, until and duration from the times within the spans; an effect date outranks the others."""
    best: tuple[int, str, str] | None = None
    for start, end in spans:
        for at in view.times:
            if not start <= at.start < end:
                continue
            time = at.value
            if only_date and time.kind in ("duration", "deadline"):
                continue
            if time.kind == "since" and (draft.type in ("meeting", "agreement") or _first_since(view, at.start)):
                continue
            if time.kind == "duration" and time.duration:
                if not _not_a_term(view, at) and not _elapsed(draft, view, at):
                    draft.put("duration", time.duration, time.rule)
            elif time.kind == "deadline" and time.edtf:
                draft.put("until", time.edtf, time.rule)
            elif time.edtf and draft.type in _BOUNDED and _from_day_to_day(view, at):
                ends = dates.parse(time.edtf)
                draft.put("until", ends.latest.isoformat(), time.rule)
                if best is None or best[0]:
                    best = 0, ends.earliest.isoformat(), time.rule
            elif time.edtf:
                rank = _date_rank(view, at.start, time.kind)
                if draft.type == "commitment" and rank == 0:
                    continue  # when it is to begin, not when it was made (ruling 21)
                if best is None or rank < best[0]:
                    best = rank, time.edtf, time.rule
    if best:
        draft.put("date", best[1], best[2])
        if best[0] == 0:
            draft.features.add("in effect")


def _from_day_to_day(view: View, at: At[Time]) -> bool:
    """Tell "from 1 May until 31 October"."""
    rule = at.value.rule
    return rule.startswith("month+day") and rule.endswith("range") and view.tokens[at.start].lower == "from"


_BOUNDED = frozenset(("measure", "commitment", "licence"))


def _first_since(view: View, place: int) -> bool:
    """Tell "their first meeting since 2019": the time dates what came before."""
    return any(
        token.lower in ("first", "highest", "lowest", "most", "worst")
        for token in view.tokens[max(0, place - 5) : place]
    )


def when_reported(draft: Draft, view: View, clause: Clause) -> None:
    """Date what an official reports with the day of the report ("the ministry said on Monday")."""
    for other in view.parse.clauses:
        if other is clause or view.frames.grammar.classes.get(other.lemma) != "report":
            continue
        for at in view.times:
            if (
                other.verb < at.start < other.verb + 6
                and at.value.kind == "date"
                and at.value.edtf
                and other.start <= at.start < other.end
            ):
                draft.put("date", at.value.edtf, f"reported: {at.value.rule}")
                return


_NO_TERM_BEFORE = frozenset("within after in past last least over than nearly almost every".split())
_NO_TERM_FIRST = frozenset("after within in over past".split())
_NO_TERM_AFTER = frozenset("after afterwards later ago earlier before old since high low".split())


def _not_a_term(view: View, at: At[Time]) -> bool:
    """Tell durations that are no term of a measure: "within 45 days", "two years later", "a five-year low"."""
    before = view.tokens[at.start - 1].lower if at.start else ""
    behind = view.tokens[at.end].lower if at.end < len(view.tokens) else ""
    return before in _NO_TERM_BEFORE or view.tokens[at.start].lower in _NO_TERM_FIRST or behind in _NO_TERM_AFTER


_LASTING = ("/impose", "/expand", "/maintain")  # what is done once and then stands
_PERFECT = frozenset("have has had".split())


def _elapsed(draft: Draft, view: View, at: At[Time]) -> bool:
    """Tell time gone by from a term: "have subjected each other to tariffs for six months"."""
    if not draft.frame.endswith(_LASTING) or not at.start or view.tokens[at.start - 1].lower != "for":
        return False
    return any(token.lower in _PERFECT for token in view.tokens[max(0, at.start - 25) : at.start])


def _date_rank(view: View, place: int, kind: str) -> int:
    words = {view.tokens[k].lower for k in range(max(0, place - 2), min(len(view.tokens), place + 1))}
    if kind == "since" or words & {"effective", "from", "starting", "beginning", "force", "effect", "since"}:
        return 0
    return 1


def rates(draft: Draft, view: View, spans: Sequence[Span]) -> None:
    """Fill rate_from and rate_to from the percentages within the spans."""
    for start, end in spans:
        for at in view.figures:
            figure = at.value
            if not start <= at.start < end:
                continue
            if figure.rate_from is not None:
                draft.put("rate_from", number(figure.rate_from), "from … percent")
            if figure.rate_to is not None:
                draft.put("rate_to", number(figure.rate_to), "to … percent")
            elif figure.rate_from is None and figure.unit == "%" and not by_amount(view, at.start):
                high = figure.high if figure.high is not None else figure.value
                draft.put("rate_to", number(high), "percent")


def by_amount(view: View, place: int) -> bool:
    """Tell "by 10%" and "10% of": the size of a step or a share, no rate."""
    words = [token.lower for token in view.tokens[max(0, place - 2) : place]]
    after = view.tokens[place : place + 5]
    share = any(token.lower == "of" for token in after[1:3]) and not any(t.lower in ("from", "to") for t in after[1:2])
    return "by" in words or share


def number(value: float) -> int | float:
    """Return a whole number without its point, any other to four digits."""
    return int(value) if float(value).is_integer() else round(value, 4)
