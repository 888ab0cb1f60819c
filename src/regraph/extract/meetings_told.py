"""A view in, meetings told by everyday idioms out: "had him on the line", "flies to Jakarta", "raised it with".

A rule of `ontology/frames/meeting.yaml` names a kind of meeting and what a clause must show: its verb, the words that
stand right after it or anywhere in the clause. Who takes part is the subject with whom the verb or "with" names.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regraph.extract.claims_deals import states_of
from regraph.extract.clauses import Clause
from regraph.extract.mood import subject_actors
from regraph.extract.view import At, View
from regraph.model import Mention


def idioms(view: View) -> Iterator[tuple[Clause, str, list[At[Mention]]]]:
    """Give the clause, the kind and those who take part of each meeting that an idiom tells."""
    index = _index(view)
    for clause in view.parse.clauses:
        if clause.negated or clause.shape == "participle":
            continue
        for rule in index.get(clause.lemma, ()):
            if _says(view, clause, rule):
                names = _taking_part(view, clause, rule)
                if names:
                    yield clause, str(rule["kind"]), names
                    break


def _index(view: View) -> Mapping[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] | None = view.frames.cache.get(("meeting", "idioms:index"))
    if found is None:
        found = {}
        for row in view.frames.data["meeting"]["idioms"]:
            for verb in row["verbs"]:
                found.setdefault(str(verb), []).append(row)
        view.frames.cache["meeting", "idioms:index"] = found
    return found


def _says(view: View, clause: Clause, rule: Mapping[str, Any]) -> bool:
    """Tell whether the words that a rule asks for follow the verb."""
    after = [t.lower for t in view.tokens[clause.verb + 1 : min(len(view.tokens), clause.end + 6)]]
    text = " " + " ".join(after) + " "
    if "next" in rule and not any(text.startswith(f" {words} ") for words in rule["next"]):
        return False
    if "says" in rule and not any(f" {words} " in text for words in rule["says"]):
        return False
    return "not_says" not in rule or not any(f" {words} " in text for words in rule["not_says"])


def _taking_part(view: View, clause: Clause, rule: Mapping[str, Any]) -> list[At[Mention]]:
    """Return who takes part, nobody where the rule asks for more than the clause names."""
    subject = [n for n in subject_actors(view, clause) if _counts(view, n)]
    if clause.passive:
        subject = []
    last = min(len(view.tokens), clause.end + 6)
    beside = rule.get("beside", ["with"])
    others = [
        n
        for n in view.of("actor", clause.verb + 1, last)
        if _counts(view, n) and n not in subject and (view.parse.prep(n.start) in beside or _joined(view, n, beside))
    ]
    if rule["kind"] == "visit":
        return subject if _travels(view, clause, subject) else []
    if rule.get("person") and not any(
        view.sort(n) in ("person", "body") or n.value.rule == "state:government" for n in others
    ):
        return []
    if rule.get("plain"):
        others = [n for n in others if _plain(view, n)]
    names = subject + [n for n in others if n.value.ids not in [s.value.ids for s in subject]]
    own = {state for n in names for state in ([view.state(n)] if view.state(n) else n.value.ids)}
    several = len(own) >= 2 or len({i for n in names for i in n.value.ids}) >= 2
    if rule.get("pair") and len({i for n in subject for i in n.value.ids}) < 2:
        return []
    return names if several else []


def _plain(view: View, name: At[Mention]) -> bool:
    """Tell "called Trump on Friday" from "called Trump a bully" and "called Trump's tariffs unfair"."""
    if name.end >= len(view.tokens) or any(at.start == name.end for at in view.times):
        return True
    return view.parse.tags[name.end] in "PXT" and view.tokens[name.end].lower not in ("'s", "’s", "'")


def _joined(view: View, name: At[Mention], beside: Sequence[str]) -> bool:
    """Tell the second of "with China and India"."""
    return view.parse.prep(name.start) == "and" and "with" in beside


def _counts(view: View, name: At[Mention]) -> bool:
    return view.sort(name) in ("state", "union", "body", "person", "group", "organisation") and not (
        view.sort(name) == "state" and name.value.rule == "state:demonym"
    )


def _travels(view: View, clause: Clause, subject: Sequence[At[Mention]]) -> bool:
    """Tell whether it is people of a state who travel: a person, or a delegation, minister, team."""
    envoys = view.frames.sets("meeting", "envoys")
    sent = view.has_lemma(envoys, *clause.subject)
    return any(view.sort(n) == "person" for n in subject) or (sent and bool(states_of(view, list(subject))))
