"""A share in percent in its sentence in, what it is a share of out: production, exports, imports, reserves."""

from bisect import bisect_left
from collections.abc import Sequence

from regraph.extract.clauses import Clause
from regraph.extract.quantities import Quantity
from regraph.extract.readings import Reading, has_material, lemmas_in_scope, scope, subject_states
from regraph.extract.view import At, View
from regraph.model import Mention


def share(view: View, clause: Clause | None, at: At[Quantity], named: Sequence[str]) -> Reading | None:
    """Return the reading of a share; one without words of its own goes on from the share before."""
    value = at.value.rate_to if at.value.rate_to is not None else at.value.value
    indicator, rule = _share_of(view, clause, at, named)
    if indicator:
        return Reading(indicator, value, rule, "share")
    if not rule and _bare_share(view, clause, at):
        return Reading("", value, "like the share before", "share")
    return None


def _bare_share(view: View, clause: Clause | None, at: At[Quantity]) -> bool:
    """Tell "Japan 10%", "Vietnam had 14%", "China took three-quarters", "60% of germanium"."""
    if (
        clause is not None
        and clause.lemma in ("take", "have", "get", "buy", "receive", "absorb", "account", "supply", "provide")
        and not clause.modal
    ):
        return True
    beside = [n for n in view.of("actor", max(0, at.start - 3), at.start) if n.end >= at.start - 1]
    if beside and at.start > 2:
        return True
    return (
        at.end + 1 < len(view.tokens)
        and view.tokens[at.end].lower == "of"
        and any(n.start in (at.end + 1, at.end + 2) for n in view.names if n.value.kind == "material")
    )


def _share_of(  # noqa: PLR0912, C901 - one ladder of constructions, the surest first
    view: View, clause: Clause | None, at: At[Quantity], named: Sequence[str]
) -> tuple[str, str]:
    """Return (indicator, rule) by what the share is of and the verb that governs it."""
    stop = _end_of_phrase(view, clause, at)
    after = range(at.end, stop)
    if (clause is not None and clause.modal in ("must", "shall", "should")) or _own_total(view, at):
        return "", "no share of the world"
    told = {named[k] for k in after}
    places = scope(view, clause)
    around = {named[k] for k in places[bisect_left(places, at.start - 15) : bisect_left(places, at.start + 16)]}
    if clause is not None:
        around.add(named[clause.verb])
    lemmas = {view.tokens[k].lemma for k in after} | {view.tokens[k].lower for k in after}
    near = lemmas_in_scope(view, clause)
    world = bool((lemmas | near) & view.frames.sets("statistic", "world")) or "all" in {
        view.tokens[k].lower for k in after if k < at.end + 3
    }
    verb = named[clause.verb] if clause is not None else ""
    if _abroad(view, clause, at, verb):
        return "export_share", WENT if clause is not None and at.start < clause.verb else "sends of its own"
    if _bought_of_it(view, at, verb):
        return "export_share", WENT
    if _consumer(view, clause, at, verb):
        return "import_share", CONSUMED
    of_what = at.end < len(view.tokens) and view.tokens[at.end].lower == "of"
    if (
        near & view.frames.sets("statistic", "not_shares")
        and not (told & {"export", "import", "production", "reserves"})
        and not world
    ):
        return "", "no share"
    if "reserves" in told or (verb == "reserves" and world and of_what):
        return "reserves", "share of reserves"
    if world and of_what and clause is not None and clause.lemma in _HOLDING and not told & {"production", "capacity"}:
        return "reserves", "holds of the world's"
    own = at.end + 1 < len(view.tokens) and view.tokens[at.end + 1].lower in ("its", "their")
    if own and verb == "production" and not subject_states(view, clause):
        return "", "a firm's own goods"
    if near & {"rely", "depend", "dependent", "reliant", "dependence", "reliance"}:
        return "import_share", "reliance"
    if "import" in told or "demand" in told:
        return "import_share", "share of imports or demand"
    owner = owner_after(view, at)
    if (
        verb in ("supply", "export")
        and clause is not None
        and any(view.sort(n) == "state" for n in view.of("actor", clause.verb + 1, at.start))
    ):
        return "import_share", "sold to a state"
    if "export" in told and (not world or owner or verb != "production"):
        return (
            ("import_share", "bought from")
            if verb == "import" and not owner and "from" in lemmas
            else ("export_share", "share of exports")
        )
    if owner and not told & {"production"} and of_what:
        if verb in ("supply", "export") and subject_states(view, clause):
            return "import_share", "supplies a state"
        if verb == "import" and "from" not in lemmas:
            return "export_share", "takes from a state"
        if view.tokens[min(stop, len(view.tokens)) - 1].lemma == "from" or "come" in near or verb == "import":
            return "import_share", "comes from"
    if verb == "export" and world and of_what:
        return "export_share", "sells of the world's"
    if verb == "import" and ((of_what and not world) or "from" in {view.tokens[k].lower for k in scope(view, clause)}):
        return "import_share", "bought"
    if "share" in near and around & {"import"} and "from" in near:
        return "import_share", "share bought"
    produced = bool(
        told & {"production", "capacity"} or verb in ("production", "control", "supply") or "production" in around
    )
    if produced and (world or told & {"production", "capacity"} or (owner and of_what)):
        return "production_share", "share of production"
    if world and of_what and has_material(view) and not near & view.frames.sets("statistic", "not_world"):
        return "production_share", "share of the world"
    if "export" in around and not produced and (of_what or "share" in near) and not world:
        return "export_share", "share of exports"
    return "", ""


WENT = "went to a state"  # the seller is named before
CONSUMED = "supplies what a state uses"
_GOING = frozenset("go head flow end leave destine bind move travel".split())


def _abroad(view: View, clause: Clause | None, at: At[Quantity], verb: str) -> bool:
    """Tell "almost 95% went to China", "sends only 5% of its copper to the United States"."""
    if clause is None or clause.negated:
        return False
    going = clause.lemma in _GOING and at.start < clause.verb
    words = [t.lower for t in view.tokens[at.end : at.end + 2]]
    its = words[:1] == ["of"] and words[1:] in (["its"], ["their"], ["our"]) and verb == "export"
    sold = verb == "export" and clause.passive and at.start < clause.verb and words[:1] != ["of"]
    if not (going or its or sold):
        return False
    first = clause.verb if at.start < clause.verb else at.end
    said = {t.lower for t in view.tokens[first : min(len(view.tokens), first + 10)]}
    if said & {"abroad", "overseas"}:
        return True
    return any(
        view.sort(n) in ("state", "union") and view.parse.prep(n.start) in ("to", "for")
        for n in view.of("actor", first + 1, min(len(view.tokens), first + 12))
    )


def _bought_of_it(view: View, at: At[Quantity], verb: str) -> bool:
    """Tell "China bought four fifths of it", "took in 78% of the 45 million tons exported"."""
    if verb != "import" or at.end + 1 >= len(view.tokens) or view.tokens[at.end].lower != "of":
        return False
    after = [t.lower for t in view.tokens[at.end + 1 : at.end + 12]]
    stop = next((k for k, word in enumerate(after) if word in (",", ".", ";")), len(after))
    if "from" in after[:stop]:
        return False  # "imported 24% of it from there"
    flow = {"exported", "shipped", "exports", "shipments", "sales"} & set(after[:stop])
    return after[0] in ("it", "them", "these", "those", "this", "that") or bool(flow)


def consumer_after(view: View, at: At[Quantity]) -> list[str]:
    """Return the state that uses what a share is of: "85% of the potash that American farmers spread"."""
    for name in view.of("actor", at.end + 2, at.end + 10):
        if view.sort(name) in ("state", "union", "group") and view.parse.prep(name.start) in ("in", "of", ""):
            state = view.state(name) or name.value.ids[0]
            return [state] if len(state) == 2 else []
    return []


def _consumer(view: View, clause: Clause | None, at: At[Quantity], verb: str) -> bool:
    """Tell "provides 85% of the potash that American farmers spread", "a third of the uranium in US reactors"."""
    if clause is None or at.end + 1 >= len(view.tokens) or view.tokens[at.end].lower != "of":
        return False
    supplied = verb == "supply" or clause.lemma in ("come", "originate", "meet", "cover")
    after = {t.lower for t in view.tokens[at.end + 1 : at.end + 9]}
    used = after & {"that", "in", "used", "consumed", "burned", "which"}
    users = consumer_after(view, at)
    return supplied and bool(used) and bool(users) and users != subject_states(view, clause)


_HOLDING = frozenset("hold have possess own".split())


def _end_of_phrase(view: View, clause: Clause | None, at: At[Quantity]) -> int:
    """Return where the phrase after a share ends: the next figure, a comma, a verb that is not in a relative clause."""
    end = min(len(view.tokens), at.end + 14)
    if clause is not None:
        index = clause.index + 1
        hangs = index < len(view.parse.clauses) and view.parse.clauses[index].kind in ("relative", "participle")
        end = min(end, max(view.parse.clauses[index].end if hangs else clause.end, at.end))
    following = bisect_left(view.figures, at.end, key=lambda figure: figure.start)
    if following < len(view.figures):
        end = min(end, view.figures[following].start)
    for place in range(at.end, end):
        token = view.tokens[place]
        if token.text in ";()" or (token.text == "," and place > at.end + 2):
            return place
    return end


def owner_after(view: View, at: At[Quantity]) -> list[str]:
    """Return the state whose goods the share is of: "62% of Gabon's ore", "85% of U.S. potash"."""
    for name in view.of("actor", at.end, at.end + 5):
        after = view.tokens[name.end].lower if name.end < len(view.tokens) else ""
        owned = after in ("'s", "'", "’s") or "demonym" in name.value.rule or _before_noun(view, name)
        if view.sort(name) in ("state", "union") and owned and view.parse.prep(name.start) == "of":
            return list(name.value.ids)
    return []


def _own_total(view: View, at: At[Quantity]) -> bool:
    """Tell a share of one's own: "half of its output", "60% of their capacity"."""
    words = [t.lower for t in view.tokens[at.end : at.end + 3]]
    own = len(words) == 3 and words[0] == "of" and words[1] in ("its", "their", "his", "her", "our", "my")
    return own and view.frames.labels("statistic", "nouns").get(view.tokens[at.end + 2].lemma) in (
        "production",
        "capacity",
        "sale",
        "shares",
    )


def _before_noun(view: View, name: At[Mention]) -> bool:
    return name.end < len(view.tokens) and view.parse.tags[name.end] == "W"
