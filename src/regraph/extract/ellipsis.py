"""A draft and its clause in, the drafts that further conjuncts leave unsaid out; echoes in, what they stand for out.

"On steel to 35%, on aluminium to 25%" says the verb once; "and Pakistan one on chromite" names a second imposer; "So
are the controls on antimony" says that what was told last goes for other goods too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from regraph.extract import roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.quantities import Quantity
from regraph.extract.roles import Span
from regraph.extract.times import Time
from regraph.extract.view import At, View

ECHO = "echo"
_STANDS_FOR = frozenset(("one", "ones", "that", "those", "own"))
_OWN = frozenset(("materials", "items", "count", "rate_to", "rate_from"))


@dataclass(slots=True)
class _Unit:
    """One conjunct: its span of tokens, and what it tells of its own."""

    start: int
    end: int
    things: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    who: list[str] = field(default_factory=list)
    rate: At[Quantity] | None = None
    time: At[Time] | None = None
    placed: bool = False  # "200% on films": what follows is no good that is known by name
    stands_for: bool = False  # "one on chromite": the measure is a pronoun
    negated: bool = False

    @property
    def told(self) -> bool:
        """Tell whether it has a rate or a day, and something that these belong to."""
        value = self.rate is not None or self.time is not None
        goods = bool(self.things or self.targets or self.who or self.placed)
        return (
            (value and goods)
            or (self.rate is not None and self.time is not None)
            or (self.stands_for and bool(self.things))
        )


def conjuncts(draft: Draft, view: View, clause: Clause | None, first: int) -> Iterator[Draft]:
    """Give the drafts of the second and further conjuncts from token `first` on; the first keeps what is its own."""
    end = clause.end if clause is not None else len(view.tokens)
    if "gapped" in draft.features or draft.type != "measure" or first >= end:
        return
    paired = _respectively(view, (first, end))
    units = paired or _units(view, (first, end), draft, bare=clause is None)
    if len(units) < 2 or not _apart(units):
        return
    shared = _shared_time(units)
    whole = replace(draft, values=_copied(draft), fills=dict(draft.fills), features=set(draft.features))
    subject = clause is not None and not units[0].things
    for number, unit in enumerate(units):
        if number == 0:
            _narrow(draft, view, unit, keep_goods=subject)
            _without(draft, [thing for other in units[1:] for thing in other.things])
            draft.features.add("gapped")
            _time(draft, unit, shared)
            continue
        own = replace(whole, values=_copied(whole), fills=dict(whole.fills), features=set(whole.features) | {"gapped"})
        own.start, own.end = view.offsets(unit.start, unit.end)
        _narrow(own, view, unit, keep_goods=not unit.things)
        _time(own, unit, shared)
        _imposer(own, whole, unit)
        if unit.negated:
            if own.values.get("action") not in ("lifted", "eased", "suspended"):
                continue
            own.values["action"] = "maintained"
            own.values.pop("date", None)
        yield own


def _copied(draft: Draft) -> dict[str, object]:
    return {key: list(value) if isinstance(value, list) else value for key, value in draft.values.items()}


def _narrow(draft: Draft, view: View, unit: _Unit, *, keep_goods: bool) -> None:
    """Leave the draft what its own conjunct says of goods, targets and rates."""
    for name in _OWN:
        kept = keep_goods if name in ("materials", "items", "count") else unit.rate is None
        if not kept:
            draft.values.pop(name, None)
    span = [(unit.start, unit.end)]
    roles.coverage(draft, view, span, "conjunct")
    if unit.targets:
        draft.values["target"] = list(unit.targets)
    if unit.rate is not None:
        figure = unit.rate.value
        if figure.rate_from is not None and figure.rate_to is not None:
            draft.put("rate_from", roles.number(figure.rate_from), "conjunct")
        to = figure.rate_to if figure.rate_to is not None else figure.value
        draft.put("rate_to", roles.number(to), "conjunct")


def _without(draft: Draft, things: Sequence[str]) -> None:
    for name in ("materials", "items"):
        if name in draft.values:
            draft.values[name] = [thing for thing in draft.values[name] if thing not in things]


def _time(draft: Draft, unit: _Unit, shared: At[Time] | None) -> None:
    at = unit.time or shared
    if at is None:
        return
    if at.value.kind == "deadline":
        draft.values["until"] = at.value.edtf
    elif at.value.edtf:
        draft.values["date"], draft.fills["date"] = at.value.edtf, at.value.rule


def _imposer(own: Draft, whole: Draft, unit: _Unit) -> None:
    """Put the second actor in the first one's place; what both do to each other changes its direction."""
    if not unit.who:
        return
    before = list(whole.values.get("imposer", []))
    own.values["imposer"] = list(unit.who)
    if unit.targets:
        return
    aimed = {target.split("/")[0] for target in whole.values.get("target", [])}
    mine = {who.split("/")[0] for who in unit.who}
    own.values.pop("target", None)
    if aimed & mine and before:
        own.values["target"] = before


def _apart(units: Sequence[_Unit]) -> bool:
    """Tell whether the conjuncts differ: other goods, other targets, another actor, or another rate on another day."""
    rated = all(unit.rate is not None for unit in units)
    timed = all(unit.time is not None for unit in units)
    if not (rated or timed or all(unit.stands_for for unit in units[1:])):
        return False
    if rated and timed:
        return True
    things = [set(unit.things) for unit in units]
    targets = [set(unit.targets) for unit in units]
    if all(unit.who for unit in units[1:]):
        return True
    if all(things[1:]) and not any(a & b for a, b in pairwise(things)):
        return True
    return all(targets) and not any(a & b for a, b in pairwise(targets))


def _shared_time(units: Sequence[_Unit]) -> At[Time] | None:
    """Return the day that only one of the conjuncts tells, where it is the first or the last: it goes for all."""
    timed = [unit for unit in units if unit.time is not None]
    if len(timed) == 1 and timed[0] in (units[0], units[-1]) and all(unit.rate is not None for unit in units):
        return timed[0].time
    return None


def _units(view: View, span: Span, draft: Draft, *, bare: bool) -> list[_Unit]:
    """Return the conjuncts of a span, those that tell no rate or day of their own joined to their neighbours."""
    pieces = [_unit(view, piece, draft, bare=bare) for piece in _pieces(view, span)]
    for piece in pieces[1:]:  # "and China's duties on American goods to 10%"
        piece.stands_for = piece.stands_for or bool(
            piece.who and any(piece.start <= p.head < piece.end for p in view.phrases)
        )
    if len(pieces) > 1 and any(piece.stands_for and piece.told for piece in pieces[1:]):
        pieces[0].stands_for = bool(pieces[0].things)  # the measure itself, told in full
        if not pieces[0].told:
            pieces[0].things = ["subject"]
            pieces[0].stands_for = True
    if sum(piece.told for piece in pieces) < 2:
        return []
    lead = next(piece for piece in pieces if piece.told)
    value = lead.rate or lead.time
    goods = [
        n.start
        for n in view.names
        if lead.start <= n.start < lead.end and n.value.kind in ("material", "item", "actor")
    ]
    forward = not (value is not None and goods and value.start < goods[0])  # goods first: a piece without value waits
    out: list[_Unit] = []
    waiting: int | None = None
    for piece in pieces:
        if piece.told:
            start = piece.start if waiting is None else waiting
            out.append(_unit(view, (start, piece.end), draft, bare=bare))
            waiting = None
        elif forward or not out:
            waiting = piece.start if waiting is None else waiting
        else:
            last = out.pop()
            out.append(_unit(view, (last.start, piece.end), draft, bare=bare))
    if waiting is not None and out:
        last = out.pop()
        out.append(_unit(view, (last.start, span[1]), draft, bare=bare))
    return out


def _pieces(view: View, span: Span) -> Iterator[Span]:
    start = span[0]
    for place in range(*span):
        if view.parse.tags[place] == "C" or (view.parse.tags[place] == "X" and view.tokens[place].text in ",;:"):
            if place > start:
                yield start, place
            start = place + 1
    if start < span[1]:
        yield start, span[1]


def _unit(view: View, span: Span, draft: Draft, *, bare: bool) -> _Unit:
    start, end = span
    out = _Unit(start, end)
    tokens = view.tokens
    opened = start
    while opened < end and view.parse.tags[opened] in "XCAN":
        opened += 1
    words = [token.lower for token in tokens[start : min(end, opened + 4)]]
    out.negated = "not" in words
    out.stands_for = any(word in _STANDS_FOR for word in words) or "the same" in " ".join(words)
    for name in view.names:
        if not start <= name.start < end:
            continue
        if name.value.kind in ("material", "item"):
            out.things += [i for i in name.value.ids if i not in out.things]
        elif (
            name.value.kind == "actor"
            and view.sort(name) in ("state", "union", "body")
            and "coref" not in name.value.rule
        ):
            plain = view.parse.prep(name.start) in ("", "by") or name.start == opened
            if name.start == opened and not bare and "demonym" not in name.value.rule:
                out.who = roles.actor_ids(view, [name])
            elif not plain or bare or "demonym" in name.value.rule:
                out.targets += [
                    i for i in name.value.ids if i not in out.targets and i not in draft.values.get("imposer", [])
                ]
    for at in view.figures:
        if (
            start <= at.start < end
            and at.value.unit == "%"
            and out.rate is None
            and not roles.by_amount(view, at.start)
        ):
            out.rate = at
            after = [token.lower for token in tokens[at.end : min(end, at.end + 3)]]
            out.placed = bool({"on", "for"} & set(after)) or "on" in [
                token.lower for token in tokens[at.end : min(end, at.end + 2)]
            ]
    days = [
        at
        for at in view.times
        if start <= at.start < end and at.value.edtf and at.value.kind in ("date", "since", "deadline")
    ]
    out.time = days[0] if days else None
    return out


def _respectively(view: View, span: Span) -> list[_Unit]:
    """Pair rates or days with goods told in the same order: "25% and 10% on steel and aluminium respectively"."""
    if "respectively" not in view.words:
        return []
    figures = [at for at in view.figures if span[0] <= at.start < span[1] and at.value.unit == "%"]
    times = [at for at in view.times if span[0] <= at.start < span[1] and at.value.edtf]
    names = [n for n in view.names if span[0] <= n.start < span[1] and n.value.kind in ("material", "item")]
    out: list[_Unit] = []
    if len(figures) == len(names) >= 2 or len(times) == len(names) >= 2:
        for number, name in enumerate(names):
            unit = _Unit(name.start, name.end, things=list(name.value.ids))
            unit.rate = figures[number] if len(figures) == len(names) else None
            unit.time = times[number] if len(times) == len(names) else None
            out.append(unit)
    return out


# --- echoes ------------------------------------------------------------------------------------------------------

_AUX = frozenset("is are was were has have had do does did will would remain remains".split())
_SHARING = frozenset(("so", "as", "nor", "neither"))
_SAME = frozenset(("same", "likewise", "suit"))
_SAME_VERBS = frozenset("apply go do hold follow take be".split())


def echoes(view: View) -> Iterator[Draft]:
    """Give the measures that are only said to share the fate of the one told before; see `resolve`."""
    for place in range(len(view.tokens) - 1) if not view.words.isdisjoint(_SHARING) else ():
        word, after = view.tokens[place].lower, view.tokens[place + 1].lower
        starts = place == 0 or view.tokens[place - 1].text in ",;—–" or view.tokens[place - 1].lower in ("and", "but")
        if word in _SHARING and after in _AUX and starts:
            end = next(
                (k for k in range(place + 2, len(view.tokens)) if view.tokens[k].text in ";.—"), len(view.tokens)
            )
            yield from _echo(
                view, (place + 2, end), place, negated=word in ("nor", "neither"), outer=word == "as" or place > 0
            )
            return
    for clause in view.parse.clauses:
        after = view.parse.tags[clause.verb + 1] if clause.verb + 1 < clause.end else ""
        brief = clause.end - clause.start < 9 and not clause.negated and after in ("", "X", "P", "A")
        if clause.lemma == "follow" and brief and any(view.of("material", *clause.subject)) and not view.phrases:
            yield from _echo(view, (clause.start, clause.end), clause.verb, negated=False, outer=clause.index > 0)
            return  # "Graphite followed in December"
    if view.words.isdisjoint(_SAME):
        return
    for clause in view.parse.clauses:
        near = {token.lower for token in view.tokens[clause.start : clause.end]}
        if clause.lemma in _SAME_VERBS and near & _SAME and not clause.negated:
            yield from _echo(view, (clause.start, clause.end), clause.verb, negated=False, outer=clause.index > 0)
            return


def _echo(view: View, span: Span, trigger: int, *, negated: bool, outer: bool) -> Iterator[Draft]:
    start, end = view.offsets(max(0, min(span[0], trigger)), span[1])
    if outer:
        start = view.offsets(trigger, trigger + 1)[0]
    draft = Draft(
        "measure", view.sentence.index, view.sentence.role, start, end, "measure/echo", view.tokens[trigger].lower
    )
    phrase = next((p for p in view.phrases if span[0] <= p.head < span[1]), None)
    if phrase is not None:
        draft.put("kind", phrase.kind, "noun and context")
        draft.add("imposer", roles.owner(view, phrase)[0], "owner")
        phrase.used = phrase.nominal = True
    roles.coverage(draft, view, [span], "echo")
    actors = [
        n
        for n in view.of("actor", *span)
        if view.sort(n) in ("state", "union", "body") and "demonym" not in n.value.rule
    ]
    if phrase is None and actors and view.parse.prep(actors[0].start) == "":
        draft.add("imposer", roles.actor_ids(view, actors[:1]), "subject")
    if not (draft.values.get("materials") or draft.values.get("items") or draft.values.get("imposer")):
        return
    roles.when(draft, view, [span])
    roles.rates(draft, view, [span])
    for field_ in ("until", "duration"):
        if view.tokens[trigger].lemma == "follow":
            draft.values.pop(field_, None)
    draft.features |= {ECHO, "negated"} if negated else {ECHO}
    yield draft


def resolve(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts, in the order of the text, with each echo made the claim that it stands for, or dropped."""
    ordered = (
        sorted(drafts, key=lambda d: (d.start, d.end)) if any(ECHO in d.features for d in drafts) else list(drafts)
    )
    out: list[Draft] = []
    last: Draft | None = None
    for draft in ordered:
        if ECHO not in draft.features:
            out.append(draft)
            if draft.type == "measure" and draft.values.get("action") and draft.frame != "measure/presupposed":
                last = draft
            continue
        if last is None or draft.sentence - last.sentence > 2:
            continue
        negated = last.features & {"not lifted"} or "negated" not in draft.features
        if not negated and last.values["action"] != "maintained":
            continue
        draft.put("action", last.values["action"], "as before")
        for name in ("kind", "imposer", "until", "duration", "materials", "items"):
            same = name not in ("materials", "items") or not (
                draft.values.get("materials") or draft.values.get("items")
            )
            value = last.values.get(name)
            if same:
                draft.put(name, list(value) if isinstance(value, list) else value, "as before")
        if last.values.get("action") in ("suspended", "lifted", "eased", "maintained") and "present" in last.features:
            draft.features.add("present")
        if not draft.values.get("date") and draft.sentence == last.sentence and "imposer" not in draft.fills:
            draft.put("date", last.values.get("date"), "as before")
        draft.modality = last.modality
        draft.features |= last.features & {"trade"}
        out.append(draft)
    return out
