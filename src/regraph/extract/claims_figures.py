"""A view in, drafts of statistics out: what a figure beside the words of the sentence measures, of whom and what."""

from collections.abc import Iterator, Sequence

from regraph.extract import roles, times_as_much
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.indicators import commodity_subject, earlier, priced_firm, read
from regraph.extract.mood import Mood, mood, subject_actors
from regraph.extract.owners import bought, owner_near, owner_of
from regraph.extract.quantities import Quantity
from regraph.extract.readings import MASS, Reading, scope, topics
from regraph.extract.view import At, View


def statistics(view: View) -> Iterator[Draft]:
    """Give the statistics of one sentence, one a figure."""
    figures = [at for at in view.figures if at.value.unit and not _converted(view, at)]
    if figures:
        named = topics(view)
        for at in figures:
            clause = _clause(view, at)
            reading = read(view, clause, at, named)
            if reading is not None:
                draft = _statistic(view, clause, at, reading)
                if draft is not None:
                    yield draft
    yield from _multiples(view)
    yield from _times_as_much(view)
    yield from _members(view)


def _clause(view: View, at: At[Quantity]) -> Clause | None:
    """Return the clause of a figure; a figure that is its subject ("At most 18,125 tonnes may leave") counts to it."""
    for clause in view.parse.clauses:
        if clause.subject[0] <= at.start < clause.subject[1] and clause.shape == "finite":
            return clause
    return view.clause_at(at.start)


def _statistic(view: View, clause: Clause | None, at: At[Quantity], reading: Reading) -> Draft | None:
    told = mood(view, clause) if clause is not None else None
    if told is not None and (told.promise is not None or told.dropped == "counterfactual"):
        return None
    if (
        told is not None
        and reading.relation == "amount"
        and _planned(view, clause, told)
        and reading.indicator not in ("quota", "reserves", "")
    ):
        return None
    if told is not None and reading.relation == "change" and (told.future or told.modality == "expected"):
        return None
    span = (clause.start, clause.end) if clause else (0, len(view.tokens))
    draft = _draft(view, span, f"statistic/{reading.indicator or 'carried'}", view.tokens[at.start].text)
    draft.features.add(reading.relation)
    draft.put("indicator", reading.indicator, reading.rule)
    draft.put("value", int(reading.value) if float(reading.value).is_integer() else round(reading.value, 4), "figure")
    draft.put("unit", at.value.unit, "figure")
    if reading.indicator != "price_change":
        draft.add("subject", owner_of(view, clause, at, reading), "subject")
    if (
        reading.indicator in ("export_change", "export_volume")
        and not draft.values.get("subject")
        and bought(view, reading)
    ):
        return None  # imports from nobody that is named are no exports of one
    _material(draft, view, clause, at)
    _date(draft, view, clause, at)
    if told is not None:
        draft.modality = "expected" if told.future or told.modality == "expected" else "fact"
        _told(draft, view, roles.speaker_ids(view, told.speakers))
    return draft


def _planned(view: View, clause: Clause | None, told: Mood) -> bool:
    """Tell an amount that is only planned or asked for; one that is expected as a figure counts."""
    if (
        clause is not None
        and clause.subject == (0, 0)
        and view.sentence.role == "list"
        and clause.shape == "finite"
        and not clause.past
    ):
        return True
    return (told.future or told.modality != "fact") and told.rule not in ("expect", "forecast", "project", "estimate")


def _told(draft: Draft, view: View, speakers: Sequence[str]) -> None:
    """Set who gives the figure: the reporting clause, "figures from X show", "by X's estimate"."""
    own = {i.split("/")[0] for i in draft.values.get("subject", [])}
    draft.speaker = tuple(i for i in dict.fromkeys(speakers) if i not in own)
    if not draft.speaker:
        words = view.frames.sets("statistic", "sources")
        for name in view.of("actor", 0, len(view.tokens)):
            if any(t.lemma in words for t in view.tokens[max(0, name.start - 3) : name.start]) and view.parse.prep(
                name.start
            ) in ("from", "by", "of"):
                draft.speaker = tuple(roles.speaker_ids(view, [name]))
                return


def _converted(view: View, at: At[Quantity]) -> bool:
    """Tell a figure in brackets that only converts the one before ("44 million tonnes (48 million short tons)")."""
    opened = next((k for k in range(at.start - 1, max(-1, at.start - 8), -1) if view.tokens[k].text in "()"), -1)
    return (
        opened >= 0
        and view.tokens[opened].text == "("
        and any(0 <= opened - f.end <= 1 and f.value.unit == at.value.unit for f in view.figures)
    )


def _draft(view: View, span: tuple[int, int], frame: str, trigger: str) -> Draft:
    begin, end = view.offsets(*span)
    return Draft("statistic", view.sentence.index, view.sentence.role, begin, end, frame, trigger)


# --- of what, when -----------------------------------------------------------------------------------------------


def _material(draft: Draft, view: View, clause: Clause | None, at: At[Quantity]) -> None:
    """Take the goods after the figure, else the nearest in the clause, else what was named before."""
    places = set(scope(view, clause))
    if not any(n.start in places for n in view.names if n.value.kind in ("material", "item")):
        places = set(range(len(view.tokens)))
    generic = view.frames.sets("statistic", "generic_goods")
    found = [
        n
        for n in view.names
        if n.value.kind in ("material", "item")
        and n.value.ids
        and n.start in places
        and not set(n.value.ids[0].split("-")) <= generic
    ]
    after = [
        n for n in found if 0 <= n.start - at.end < 9 and not any(at.end <= f.start < n.start for f in view.figures)
    ]
    chosen = min(after or found, key=lambda n: (abs(n.start - at.start), n.start), default=None)
    if chosen is not None:
        joined = next(
            (
                n
                for n in found
                if n.value.kind == "material"
                and abs(n.start - chosen.start) < 4
                and chosen.value.rule.startswith("item:form")
            ),
            chosen,
        )
        draft.put("material", joined.value.ids[0], "nearest name")
    elif view.theme or view.topic:
        draft.put("material", view.theme or view.topic, "what the text is about")


def _date(draft: Draft, view: View, clause: Clause | None, at: At[Quantity]) -> None:
    """Take the time nearest to the figure that is no term of comparison ("from a year before", "than in July")."""
    start, end = (clause.start, clause.end) if clause else (0, len(view.tokens))
    best: tuple[int, str, str] | None = None
    for time in view.times:
        if not time.value.edtf or time.value.kind in ("duration", "deadline") or compared(view, time.start, time.end):
            continue
        inside = start <= time.start < end or (clause is not None and clause.end <= time.start < clause.end + 3)
        if not inside and time.start >= start:
            continue
        low, high = (time.end, at.start) if time.start < at.start else (at.end, time.start)
        if any(low <= f.start < high and f.start > 1 and earlier(view, f) for f in view.figures):
            continue  # the time of the figure of before: "65%, up from 31% in 2020"
        apart = sum(6 for f in view.figures if low <= f.start < high and f.value.unit)
        distance = high - low + apart + (0 if inside else 20)
        if best is None or distance < best[0]:
            best = distance, time.value.edtf, time.value.rule
            draft.features.discard("since")
            if time.value.kind == "since":
                draft.features.add("since")
    if best:
        draft.put("date", best[1], best[2])


_COMPARING = frozenset("from than on against versus before over below above earlier compared".split())


def compared(view: View, start: int, end: int) -> bool:
    """Tell a time that a figure is compared with, and the month of a contract."""
    before = [t.lower for t in view.tokens[max(0, start - 2) : start]]
    after = view.tokens[end].lower if end < len(view.tokens) else ""
    first = view.tokens[start].lower
    if after in ("delivery", "contract", "futures", "shipment"):
        return True
    if first in ("a", "the") and set(before) & (_COMPARING - {"over"}):
        return True
    return bool(before) and (before[-1] in ("than", "from", "against", "versus", "below", "above") or "than" in before)


# --- multiples and members -----------------------------------------------------------------------------------------


def _multiples(view: View) -> Iterator[Draft]:
    """Read "prices have doubled", "nickel has halved since 2022"."""
    table = view.frames.data["statistic"]["multiples"]
    for clause in view.parse.clauses:
        if clause.lemma not in table or any(
            clause.start <= f.start < clause.end and f.value.unit in ("%", *MASS) for f in view.figures
        ):
            continue
        start = clause.subject[0]
        flow = _flow(view, clause)
        priced = flow >= 0 or (
            view.has_lemma(view.frames.sets("statistic", "prices"), start, clause.end)
            or commodity_subject(view, clause)
        )
        if not priced or clause.passive or priced_firm(view, clause) or clause.shape not in ("finite", "ing"):
            continue
        span = (min(start, clause.start), clause.end)
        draft = _draft(view, span, "statistic/multiple", clause.lemma)
        if flow >= 0:
            owner = owner_near(view, flow)
            bought_from = view.tokens[flow].lemma in view.frames.sets("statistic", "buying")
            if bought_from:
                sellers = [n for n in view.of("actor", flow, clause.verb) if view.parse.prep(n.start) == "from"]
                owner = [i for n in sellers[:1] for i in n.value.ids]
                if not owner:
                    continue  # imports from nobody that is named
            draft.add("subject", owner, "owner")
        draft.put("indicator", "export_change" if flow >= 0 else "price_change", "multiple")
        draft.put("value", table[clause.lemma], "multiple")
        draft.put("unit", "%", "multiple")
        material = next((n for n in view.names if n.value.kind == "material" and span[0] <= n.start < span[1]), None)
        if material is not None:
            draft.put("material", material.value.ids[0], "subject")
        elif view.topic:
            draft.put("material", view.topic, "named last before")
        roles.when(draft, view, [span])
        draft.values.pop("duration", None)
        draft.values.pop("until", None)
        told = mood(view, clause)
        if not told.future and told.modality == "fact" and not told.negated:
            _told(draft, view, roles.speaker_ids(view, told.speakers))
            yield draft


_THEN = frozenset(
    "ago before earlier last previous then eve when since until year month spring summer autumn fall winter".split()
)


def _since_then(view: View, end: int) -> bool:
    """Tell whether a multiple is compared with an earlier time, not with another place or buyer."""
    after = view.tokens[end : end + 9]
    return any(t.lower in _THEN for t in after) or any(end <= at.start < end + 6 for at in view.times)


def _flow(view: View, clause: Clause) -> int:
    """Return where the subject of a clause names exports or imports, -1 where it does not."""
    named = topics(view)
    return next((k for k in range(*clause.subject) if named[k] in ("export", "import")), -1)


def _times_as_much(view: View) -> Iterator[Draft]:
    """Read "costs four times as much as a year ago", "exported twice as much as in 2023"."""
    found = list(times_as_much.multiples(view.tokens))
    if not found:
        return
    named = topics(view)
    prices = view.frames.sets("statistic", "prices") | {"cost", "fetch", "pay", "worth", "trade", "dear", "dearer"}
    for first, end, value in found:
        if not _since_then(view, end):
            continue  # "three times the Chinese price"
        clause = view.clause_at(first)
        told = mood(view, clause) if clause is not None else None
        if told is not None and (told.future or told.negated or told.dropped or told.modality != "fact"):
            continue
        span = (clause.start, clause.end) if clause else (0, len(view.tokens))
        flow = next((k for k in scope(view, clause) if named[k] in ("export", "import")), -1)
        if flow >= 0:
            indicator = "export_change"
        elif view.has_lemma(prices, *span) or (clause is not None and view.has_lemma(prices, *clause.subject)):
            indicator = "price_change"
        else:
            continue
        draft = _draft(view, span, "statistic/times", view.tokens[first].text)
        draft.put("indicator", indicator, "multiple")
        draft.put("value", int(value) if float(value).is_integer() else value, "multiple")
        draft.put("unit", "%", "multiple")
        if flow >= 0:
            subject = [n for n in subject_actors(view, clause) if view.sort(n) != "person"] if clause else []
            draft.add("subject", owner_near(view, flow) or [i for n in subject[:1] for i in n.value.ids], "owner")
        goods = [n for n in view.names if n.value.kind in ("material", "item") and span[0] <= n.start < span[1]]
        draft.put("material", goods[0].value.ids[0] if goods else view.topic or view.theme, "nearest name")
        roles.when(draft, view, [(span[0], first)])
        for field in ("duration", "until"):
            draft.values.pop(field, None)
        if told is not None:
            _told(draft, view, roles.speaker_ids(view, told.speakers))
        yield draft


def _members(view: View) -> Iterator[Draft]:
    """Read "rare earths are a group of 17 metals"."""
    for at in view.figures:
        if at.value.counted != "materials" or not float(at.value.value).is_integer():
            continue
        clause = view.clause_at(at.start)
        if (
            clause is None
            or clause.passive
            or clause.lemma
            not in ("be", "cover", "comprise", "include", "consist", "refer", "denote", "make", "encompass", "describe")
        ):
            continue
        group = next(
            (n for n in view.of("material", *clause.subject) if n.value.ids[0].endswith(("s", "minerals"))), None
        )
        if group is None or view.has_lemma(
            {"ban", "control", "restriction", "list", "curb", "rule", "announcement", "five", "more", "new"},
            *clause.subject,
        ):
            continue
        if any(clause.subject[0] <= f.start < clause.subject[1] for f in view.figures):
            continue
        draft = _draft(view, (clause.start, clause.end), "statistic/members", view.tokens[at.start].text)
        draft.put("indicator", "members", "group of")
        draft.put("value", int(at.value.value), "figure")
        draft.put("material", group.value.ids[0], "subject")
        yield draft
