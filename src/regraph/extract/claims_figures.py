"""A view in, drafts of statistics out: what a figure beside the words of the sentence measures, of whom and what."""

from collections.abc import Iterator

from regraph.extract import roles
from regraph.extract.clauses import Clause
from regraph.extract.draft import Draft
from regraph.extract.mood import mood, subject_actors
from regraph.extract.quantities import Quantity
from regraph.extract.view import At, View
from regraph.model import Mention

_MASS = frozenset(("t", "kg", "m3", "lb", "oz", "bbl", "ct"))
_MONEY = frozenset(("USD", "EUR", "GBP", "CNY", "JPY"))


def statistics(view: View) -> Iterator[Draft]:
    """Give the statistics of one sentence, one a figure."""
    for at in view.figures:
        clause = view.clause_at(at.start)
        if (clause is None and view.parse.clauses) or _converted(view, at):
            continue
        draft = _statistic(view, clause, at)
        if draft is not None:
            yield draft
    yield from _multiples(view)
    yield from _members(view)


def _statistic(view: View, clause: Clause | None, at: At[Quantity]) -> Draft | None:
    figure = at.value
    span = (clause.start, clause.end) if clause else (0, len(view.tokens))
    near = _near(view, at, span)
    if figure.unit in ("%", "pp"):
        found = _percent(view, clause, at, near)
    elif figure.unit in _MASS:
        found = _mass(view, clause, at, near)
    elif figure.unit in _MONEY:
        found = ("export_volume", figure.value, "export word") if near & {"export", "ship", "shipment"} and figure.value >= 1e6 else None
    else:
        found = None
    if found is None:
        return None
    indicator, value, rule = found
    draft = _draft(view, span, f"statistic/{indicator or 'carried'}", view.tokens[at.start].text)
    draft.put("indicator", indicator, rule)
    draft.put("value", int(value) if float(value).is_integer() else round(value, 4), "figure")
    draft.put("unit", figure.unit, "figure")
    _subject(draft, view, clause, at, indicator)
    _material(draft, view, span, at)
    roles.when(draft, view, [span, (0, span[0])])
    for field in ("until", "duration"):
        draft.values.pop(field, None)
    _told(draft, view, clause)
    return draft


def _converted(view: View, at: At[Quantity]) -> bool:
    """Tell a figure in brackets that only converts the one before ("44 million metric tons (about 43 million long tons)")."""
    opened = next((k for k in range(at.start - 1, max(-1, at.start - 8), -1) if view.tokens[k].text in "()"), -1)
    return opened >= 0 and view.tokens[opened].text == "(" and any(0 <= opened - f.end <= 1 and f.value.unit == at.value.unit for f in view.figures)


def _draft(view: View, span: tuple[int, int], frame: str, trigger: str) -> Draft:
    begin, end = view.offsets(*span)
    return Draft("statistic", view.sentence.index, view.sentence.role, begin, end, frame, trigger)


def _near(view: View, at: At[Quantity], span: tuple[int, int]) -> set[str]:
    """Return the lemmas of the clause; of a figure among several only what stands nearer to it than to another."""
    start, end = span
    for other in view.figures:
        if start <= other.start < at.start and any(t.text in ",;" or t.lower in ("and", "while") for t in view.tokens[other.end : at.start]):
            start = max(start, other.end) if not _shares_head(view, other, at) else start
    return {token.lemma for token in view.tokens[start:end]} | {t.lower for t in view.tokens[start:end]}


def _shares_head(view: View, other: At[Quantity], at: At[Quantity]) -> bool:
    return at.start - other.end <= 12 or other.value.unit == at.value.unit


def _mass(view: View, clause: Clause | None, at: At[Quantity], near: set[str]) -> tuple[str, float, str] | None:
    lists = view.frames.data["statistic"]["indicators"]
    text = " ".join(t.lower for t in view.tokens[clause.start : clause.end]) if clause else ""
    if at.value.value < 1:
        return None
    for indicator in ("reserves", "quota", "export_volume", "production"):
        for word in lists[indicator]:
            if (word in near) if " " not in word else (word in text):
                if indicator == "production" and near & {"export", "import", "ship"}:
                    continue
                return indicator, at.value.value, word
    if clause is not None and clause.lemma == "have" and not clause.passive and _has_material(view, at):
        return "reserves", at.value.value, "has"
    before = [t.lower for t in view.tokens[max(0, at.start - 3) : at.start]]
    if "with" in before or (clause is not None and clause.lemma == "have"):
        return "", at.value.value, "like the figure before"
    return None


def _percent(view: View, clause: Clause | None, at: At[Quantity], near: set[str]) -> tuple[str, float, str] | None:  # noqa: PLR0911, C901
    sets, tokens = view.frames.sets, view.tokens
    value = at.value.value
    after = [t.lemma for t in tokens[at.end : at.end + 8]]
    before = {t.lemma for t in tokens[max(0, at.start - 4) : at.start]}
    if (near & sets("statistic", "not_shares") and not near & {"export", "import", "production", "supply", "output", "price"}) or any(
        p.noun.family == "tariff" and abs(p.head - at.start) < 6 for p in view.phrases
    ):
        return None
    share = after[:1] == ["of"] or "share" in near or before & {"for", "account"} or (at.end < len(tokens) and tokens[at.end].lower == "of")
    sign = _direction(view, clause, at)
    if sign and ("value" in after[:5] or near & {"dearer", "cheaper"}):
        return "price_change", sign * value, "value"
    if not share or (sign and "by" in before):
        if sign and (near & sets("statistic", "flows") or "ship" in near) and not near & sets("statistic", "prices"):
            return "export_change", sign * value, "flow word"
        if near & sets("statistic", "prices") or (sign and _commodity_subject(view, clause)):
            return ("price_change", sign * value, "price word") if sign else None
        if near & sets("statistic", "flows") and sign:
            return "export_change", sign * value, "flow word"
        if near & sets("statistic", "shares"):
            return None
    if sign and not share:
        return None
    return _share(view, at, near, after)


def _share(view: View, at: At[Quantity], near: set[str], after: list[str]) -> tuple[str, float, str] | None:
    words = set(after)
    value = at.value.value
    if "sit" in near:
        return "reserves", value, "sits on"
    world = near & view.frames.sets("statistic", "world") or "all" in after[:2]
    owned = any(n.start < at.end + 5 and n.start >= at.end for n in view.names if n.value.kind == "actor")
    if owned and not world and not words & {"production", "output", "reserve", "export", "import"}:
        if near & {"supply", "provide", "sell"}:
            return "import_share", value, "supplies a state"
        if near & {"take", "buy", "absorb", "purchase", "receive"}:
            return "export_share", value, "takes from a state"
    if world and near & {"sell", "sold", "ship"}:
        return "export_share", value, "sells of the world's"
    if "share" in near and near & {"buy", "import"} and "from" in near:
        return "import_share", value, "share bought"
    if "reserve" in words or "deposit" in words:
        return "reserves", value, "share of reserves"
    if "import" in words or ("import" in near and not words & {"export", "production", "supply"}):
        return "import_share", value, "share of imports"
    if near & {"rely", "depend", "dependent"} or (near & {"supply", "provide", "source"} and words & {"demand", "need", "consumption"}):
        return "import_share", value, "reliance"
    if "export" in words or ("export" in near and not words & {"production", "supply", "output"}):
        return "export_share", value, "share of exports"
    if near & view.frames.sets("statistic", "production_words") and (world or words & {"supply", "production", "output", "mine", "capacity", "market"}):
        return "production_share", value, "share of production"
    if world and _has_material(view, at):
        return "production_share", value, "share of the world"
    return None


def _has_material(view: View, at: At[Quantity]) -> bool:
    return any(n.value.kind == "material" and abs(n.start - at.end) < 18 for n in view.names)


def _direction(view: View, clause: Clause | None, at: At[Quantity]) -> int:
    """Return 1 for a rise, -1 for a fall, 0 where the figure tells of no change."""
    up, down = view.frames.sets("statistic", "up"), view.frames.sets("statistic", "down")
    span = view.tokens[max(clause.start if clause else 0, at.start - 8) : at.end + 3]
    best, sign = 99, 0
    for k, token in enumerate(span):
        place = max(clause.start if clause else 0, at.start - 8) + k
        distance = abs(place - at.start)
        if token.lemma in up and distance < best:
            best, sign = distance, 1
        elif token.lemma in down and distance < best:
            best, sign = distance, -1
    return sign


def _commodity_subject(view: View, clause: Clause | None) -> bool:
    """Tell "copper tumbled", "lithium carbonate for May delivery rose"."""
    if clause is None:
        return False
    start, end = clause.subject
    kinds = [n.value.kind for n in view.names if start <= n.start < end and n.value.kind in ("material", "item", "actor")]
    if end - start == 1 and view.tokens[start].lower == "it" and view.topic and clause.lemma in _PRICE_VERBS:
        return True
    return bool(kinds) and kinds[-1] != "actor" and "material" in kinds and not view.has_lemma(_NOT_PRICED, start, end)


_PRICE_VERBS = frozenset("surge soar plunge tumble jump slump rally spike leap climb slide".split())
_NOT_PRICED = frozenset("production output share export import stock inventory demand producer maker miner exporter supplier company ministry industry shipment supply capacity sale".split())


def _subject(draft: Draft, view: View, clause: Clause | None, at: At[Quantity], indicator: str) -> None:
    if indicator == "price_change":
        return
    if indicator in ("import_share", "export_share") and (rule_owner := _owner_after(view, at)):
        draft.add("subject", rule_owner, "owner after the figure")
        return
    if indicator == "import_share":
        _importer(draft, view, clause, at)
        if draft.values.get("subject"):
            return
    span = (clause.start, clause.end) if clause else (0, len(view.tokens))
    owner = [n for n in view.of("actor", *span) if _owns_flow(view, n)]
    if indicator in ("export_share", "export_change") and owner:
        draft.add("subject", _ids(view, owner[:1]), "owner")
        return
    beside = [n for n in view.of("actor", max(span[0], at.start - 4), at.start) if view.tokens[n.end].lower in ("with", "(", ":", "at", "'s", "has")] if clause else []
    if beside:
        draft.add("subject", _ids(view, beside[-1:]), "beside the figure")
        return
    names = [n for n in subject_actors(view, clause) if view.sort(n) in ("state", "union", "company", "body")] if clause else []
    names = names or owner
    if not names:
        names = [n for n in view.of("actor", span[0], at.start) if view.sort(n) in ("state", "union", "company")]
    draft.add("subject", _ids(view, names[:1]), "subject")


def _owner_after(view: View, at: At[Quantity]) -> list[str]:
    """Return the state whose goods the share is of: "62% of Gabon's ore", "85% of U.S. potash"."""
    for name in view.of("actor", at.end, at.end + 5):
        after = view.tokens[name.end].lower if name.end < len(view.tokens) else ""
        if view.sort(name) in ("state", "union") and (after in ("'s", "'") or name.value.rule.startswith("state")) and view.parse.prep(name.start) == "of":
            return list(name.value.ids)
    return []


def _owns_flow(view: View, name: At[Mention]) -> bool:
    """Tell "Gabon's manganese ore", "Chinese imports of bauxite"."""
    after = view.tokens[name.end : name.end + 5]
    owned = "demonym" in name.value.rule or (bool(after) and after[0].lower in ("'s", "'"))
    return owned and any(t.lemma in ("export", "import", "shipment", "ore", "production", "output", "concentrate", "supply", "reserve", "mine") for t in after)


def _importer(draft: Draft, view: View, clause: Clause | None, at: At[Quantity]) -> None:
    span = (clause.start, clause.end) if clause else (0, len(view.tokens))
    for name in view.of("actor", *span):
        after = [t.lemma for t in view.tokens[name.end : name.end + 6]]
        if name.start >= at.start and ("import" in after or "demand" in after or "need" in after):
            draft.add("subject", _ids(view, [name]), "owner of the imports")
            return
    if clause is not None and clause.lemma in ("import", "buy", "rely", "depend", "get", "source", "purchase", "receive", "obtain"):
        draft.add("subject", _ids(view, subject_actors(view, clause)[:1]), "importing subject")
        return
    for name in view.of("actor", *span):
        if _owns_flow(view, name):
            draft.add("subject", _ids(view, [name]), "owner of the imports")
            return


def _ids(view: View, names: list[At[Mention]]) -> list[str]:
    out: list[str] = []
    for name in names:
        if view.sort(name) == "person":
            state = view.state(name)
            out += [state] if state else []
        else:
            out += list(name.value.ids)
    return out


def _material(draft: Draft, view: View, span: tuple[int, int], at: At[Quantity]) -> None:
    found = [n for n in view.names if n.value.kind in ("material", "item") and span[0] <= n.start < span[1]]
    after = [n for n in found if n.start >= at.start]
    chosen = min(after, key=lambda n: n.start - at.end) if after and after[0].start - at.end < 8 else None
    if chosen is None and found:
        chosen = min(found, key=lambda n: abs(n.start - at.start))
    if chosen is not None and chosen.value.ids:
        material = next((n for n in found if n.value.kind == "material" and abs(n.start - chosen.start) < 4), chosen)
        draft.put("material", (material if material.value.ids else chosen).value.ids[0], "nearest name")
    elif view.topic:
        draft.put("material", view.topic, "named last before")


def _told(draft: Draft, view: View, clause: Clause | None) -> None:
    if clause is None:
        return
    told = mood(view, clause)
    if told.future or told.modality == "expected":
        draft.modality = "expected"
    own = {i.split("/")[0] for i in draft.values.get("subject", [])}
    draft.speaker = tuple(i for i in roles.speaker_ids(view, told.speakers) if i not in own)


def _multiples(view: View) -> Iterator[Draft]:
    """Read "prices have doubled", "nickel has halved since 2022"."""
    table = view.frames.data["statistic"]["multiples"]
    for clause in view.parse.clauses:
        if clause.lemma not in table or any(clause.start <= f.start < clause.end and f.value.unit == "%" for f in view.figures):
            continue
        start, end = clause.subject
        priced = view.has_lemma(view.frames.sets("statistic", "prices"), start, clause.end) or _commodity_subject(view, clause)
        if not priced or clause.passive:
            continue
        span = (min(start, clause.start), clause.end)
        draft = _draft(view, span, "statistic/multiple", clause.lemma)
        draft.put("indicator", "price_change", "multiple")
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
        _told(draft, view, clause)
        if draft.modality == "fact":
            yield draft


def _members(view: View) -> Iterator[Draft]:
    """Read "rare earths are a group of 17 metals"."""
    for at in view.figures:
        if at.value.counted != "materials" or not float(at.value.value).is_integer():
            continue
        clause = view.clause_at(at.start)
        if clause is None or clause.lemma not in ("be", "cover", "comprise", "include", "consist", "refer", "denote", "make"):
            continue
        group = next((n for n in view.of("material", *clause.subject) if n.value.ids[0].endswith(("s", "minerals"))), None)
        if group is None or view.has_lemma({"ban", "control", "restriction", "list", "curb", "rule", "announcement"}, *clause.subject):
            continue
        draft = _draft(view, (clause.start, clause.end), "statistic/members", view.tokens[at.start].text)
        draft.put("indicator", "members", "group of")
        draft.put("value", int(at.value.value), "figure")
        draft.put("material", group.value.ids[0], "subject")
        yield draft
