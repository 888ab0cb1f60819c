"""A figure that is read in, whose it is out: the producer, the seller of an export, the buyer of an import share."""

from collections.abc import Sequence

from regraph.extract.clauses import Clause
from regraph.extract.mood import subject_actors
from regraph.extract.quantities import Quantity
from regraph.extract.readings import Reading, scope
from regraph.extract.shares import CONSUMED, WENT, consumer_after, owner_after
from regraph.extract.view import At, View
from regraph.model import Mention


def owner_of(view: View, clause: Clause | None, at: At[Quantity], reading: Reading) -> list[str]:
    """Return whose figure it is: ids of a state, a company or a body; empty where the sentence names none."""
    if reading.rule == WENT:
        return owner_after(view, at)
    if reading.rule == CONSUMED:
        return consumer_after(view, at)
    if reading.relation == "share" and (found := _of_share(view, clause, at, reading.indicator)):
        return found
    if bought(view, reading):
        return _source(view, clause, reading.place)
    noun = reading.place >= 0 and view.parse.tags[reading.place] == "W"
    found = (owner_near(view, reading.place) if noun else []) or _beside(view, at)
    if found:
        return found
    if clause is None:
        return _ids(view, [n for n in view.of("actor", 0, at.start) if _may_own(view, n)][-1:])
    return _subject(view, clause, reading)


def _of_share(view: View, clause: Clause | None, at: At[Quantity], indicator: str) -> list[str]:
    """Return whose share it is, by what it is a share of."""
    found: list[str] = []
    if indicator in ("import_share", "export_share"):
        found = owner_after(view, at)
    if indicator == "import_share":
        found = found or _importer(view, clause, at)
    if indicator == "":
        found = _beside(view, at)
    return _predicate(view, clause) if indicator == "production_share" else found


def _subject(view: View, clause: Clause, reading: Reading) -> list[str]:
    """Return the subject of the clause, or of the clause that it hangs on; the agent of a passive."""
    names = [n for n in subject_actors(view, clause) if _may_own(view, n)]
    parent = clause.parent if clause.shape in ("participle", "ing") or clause.kind == "relative" else -1
    if not names and parent >= 0:
        names = [n for n in subject_actors(view, view.parse.clauses[parent]) if _may_own(view, n)]
    if names and not (clause.passive and reading.relation == "amount" and reading.indicator == "export_volume"):
        return _ids(view, names[:1])
    if clause.passive:
        agents = [n for n in view.of("actor", clause.verb, clause.end) if view.parse.prep(n.start) in ("by", "from")]
        return _ids(view, agents[:1])
    return []


def bought(view: View, reading: Reading) -> bool:
    """Tell a figure of the buyer's: what is imported is the seller's export."""
    return reading.place >= 0 and view.tokens[reading.place].lemma in view.frames.sets("statistic", "buying")


def _may_own(view: View, name: At[Mention]) -> bool:
    return view.sort(name) in ("state", "union", "company", "body", "person") and not name.value.rule.startswith(
        "coref:both"
    )


def _beside(view: View, at: At[Quantity]) -> list[str]:
    """Return the actor right before the figure: "Vietnam with 24 million", "Japan 10%", "(Brazil: 23 million)"."""
    for name in view.of("actor", max(0, at.start - 5), at.start):
        between = [t.lower for t in view.tokens[name.end : at.start]]
        if all(
            word
            in (
                "with",
                "(",
                ":",
                "at",
                "has",
                "had",
                "about",
                "some",
                "just",
                "only",
                "another",
                "nearly",
                "around",
                "roughly",
                "more",
                "than",
                "over",
            )
            for word in between
        ):
            return _ids(view, [name])
    return []


def owner_near(view: View, place: int) -> list[str]:
    """Return the owner of a flow: "Gabon's manganese exports", "Chinese exports", "exports from Russia"."""
    for name in reversed(list(view.of("actor", max(0, place - 7), place))):
        after = view.tokens[name.end].lower if name.end < len(view.tokens) else ""
        if (after in ("'s", "'", "’s") or "demonym" in name.value.rule or _adjacent(view, name, place)) and view.sort(
            name
        ) != "person":
            return _ids(view, [name])
    for name in view.of("actor", place + 1, min(len(view.tokens), place + 9)):
        if view.parse.prep(name.start) in ("from", "by") and _may_own(view, name):
            return _ids(view, [name])
        if view.parse.prep(name.start) == "in" and view.tokens[place].lemma in (
            "production",
            "output",
            "reserve",
            "deposit",
        ):
            return _ids(view, [name])
    return []


def _adjacent(view: View, name: At[Mention], place: int) -> bool:
    return all(view.parse.tags[k] == "W" for k in range(name.end, place))


def _source(view: View, clause: Clause | None, place: int) -> list[str]:
    """Return the seller of what is bought: "from the Philippines", "of Indonesian bauxite"."""
    start, end = (clause.start, clause.end) if clause else (0, len(view.tokens))
    for name in view.of("actor", place + 1, end):
        if (
            view.parse.prep(name.start) == "from"
            or ("demonym" in name.value.rule and view.parse.prep(name.start) in ("of", ""))
            or _possessive(view, name)
        ):
            return _ids(view, [name])
    for name in view.of("actor", start, place):
        if view.parse.prep(name.start) == "from":
            return _ids(view, [name])
    return []


def _possessive(view: View, name: At[Mention]) -> bool:
    return name.end < len(view.tokens) and view.tokens[name.end].lower in ("'s", "’s", "'")


def _importer(view: View, clause: Clause | None, at: At[Quantity]) -> list[str]:
    span = scope(view, clause)
    last = min(len(view.tokens), at.end + 14)
    for name in view.of("actor", at.end, last):
        after = view.tokens[name.end : name.end + 6]
        if (
            any(t.lemma in ("import", "demand", "need", "requirement", "consumption", "purchase") for t in after)
            and view.parse.prep(name.start) != "from"
        ):
            return _ids(view, [name])
    importing = clause is not None and clause.lemma in view.frames.sets("statistic", "import_verbs")
    if importing and clause is not None and (names := subject_actors(view, clause)):
        return _ids(view, names[:1])
    for name in view.of("actor", span[0], span[-1] + 1):
        nouns = [t.lemma for t in view.tokens[name.end : name.end + 6]]
        if (_possessive(view, name) or "demonym" in name.value.rule) and any(
            w in nouns for w in ("import", "need", "demand", "consumption", "supply")
        ):
            return _ids(view, [name])
    if clause is not None and (clause.lemma in ("sell", "supply", "provide", "ship", "deliver")):
        for name in view.of("actor", clause.verb + 1, at.start):
            return _ids(view, [name])  # "sold American reactors 27% of the fuel"
    return []


def _predicate(view: View, clause: Clause | None) -> list[str]:
    """Return the state of "63% of the world's mined nickel is Indonesian", "… comes from Chile"."""
    if clause is None or clause.lemma not in ("be", "come", "originate", "lie"):
        return []
    names = [
        n
        for n in view.of("actor", clause.verb + 1, clause.end)
        if "demonym" in n.value.rule or view.parse.prep(n.start) in ("from", "in")
    ]
    return _ids(view, names[:1])


def _ids(view: View, names: Sequence[At[Mention]]) -> list[str]:
    out: list[str] = []
    for name in names:
        if view.sort(name) == "person":
            state = view.state(name)
            out += [state] if state else []
        else:
            out += list(name.value.ids)
    return out
