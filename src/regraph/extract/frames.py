"""The YAML files of `ontology/frames` in, compiled frames out: look-ups by lemma for nouns, verbs and rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from regraph.errors import OntologyError
from regraph.extract.grammar import Grammar, grammar, read_yaml
from regraph.extract.lemmas import lemma
from regraph.extract.tokens import Token
from regraph.terms import CONCEPTS


@dataclass(frozen=True, slots=True)
class Noun:
    """A family of heads of measure phrases and the kinds it can give."""

    family: str
    kinds: Mapping[str, str]
    weak: bool = False  # names a trade measure only where the words beside it say so
    generic: bool = False  # "measure", "rule": names one only by reference to what was told before


@dataclass(frozen=True, slots=True)
class Rule:
    """Verb class and object family in, action out."""

    id: str
    verbs: frozenset[str]
    action: str
    lemmas: frozenset[str] = frozenset()
    objects: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    kind: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """Words and phrases with a label, found by their first lemma."""

    single: Mapping[str, tuple[str, ...]]
    multi: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    first: frozenset[str]  # the lemmas that an entry can begin with

    def at(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """Return (end, label) of the longest entry that begins at `place`."""
        for rest, label in self.multi.get(tokens[place].lemma, ()):
            end = place + 1
            for word in rest:
                if end < len(tokens) and tokens[end].text in "-–":
                    end += 1
                if end >= len(tokens) or word not in (tokens[end].lemma, tokens[end].lower):
                    break
                end += 1
            else:
                return end, label
        labels = self.single.get(tokens[place].lemma)
        return (place + 1, labels[0]) if labels else None


def words(groups: Mapping[str, Sequence[str]]) -> Words:
    """Return a look-up for {label: [word or phrase, …]}; longer phrases win."""
    single: dict[str, list[str]] = {}
    multi: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for label, entries in groups.items():
        for entry in entries:
            first, *rest = str(entry).split()
            if rest:
                multi.setdefault(lemma(first), []).append((tuple(rest), label))
                if lemma(first) != first:
                    multi.setdefault(first, []).append((tuple(rest), label))
            else:
                key = lemma(first)
                if label not in single.setdefault(key, []):
                    single[key].append(label)
    for entries_ in multi.values():
        entries_.sort(key=lambda item: (-len(item[0]), item))
    return Words(
        {key: tuple(labels) for key, labels in single.items()},
        {key: tuple(rows) for key, rows in multi.items()},
        frozenset(single) | frozenset(multi),
    )


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames, compiled."""

    grammar: Grammar
    nouns: Mapping[str, Noun]  # family -> noun
    heads: Words  # head -> family
    contexts: Mapping[str, str]  # word -> context
    verbs: Words  # verb with its particle -> class
    verb_classes: Mapping[str, frozenset[str]]  # verb lemma -> classes
    nominal: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    flows: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]
    states: tuple[tuple[tuple[str, tuple[str, ...]], ...], frozenset[str]]  # (action, complements), verbs before them
    adverbs: Mapping[str, Mapping[str, str]]  # adverb -> {action: action}
    data: Mapping[str, Mapping[str, Any]]  # the frames of the other claim types, as read
    carve_outs: Mapping[str, tuple[tuple[str, ...], ...]]  # first word -> phrases
    cache: dict[tuple[str, str], Any]
    fitting: dict[tuple[frozenset[str], str], tuple[Rule, ...]]  # what `rules_for` has found
    openings: frozenset[str]  # lemmas without one of which no phrase that names a measure begins
    triggers: frozenset[str]  # lemmas without one of which a sentence makes no claim
    gates: Mapping[str, frozenset[str]]  # the same for each file: no claim of its kind without one of these
    gates_by_word: Mapping[str, frozenset[str]]  # trigger -> the files whose gate it opens

    def opened(self, words: frozenset[str]) -> set[str]:
        """Return the files of whose claims the words of a sentence hold a trigger."""
        by_word = self.gates_by_word
        return set().union(*[by_word[word] for word in words & self.triggers])

    def rules_for(self, classes: frozenset[str], verb: str) -> tuple[Rule, ...]:
        """Return the rules that fit a verb and its classes, in order."""
        found = self.fitting.get((classes, verb))
        if found is None:
            found = self.fitting[classes, verb] = tuple(
                rule for rule in self.rules if rule.verbs & classes and not (rule.lemmas and verb not in rule.lemmas)
            )
        return found

    def sets(self, name: str, key: str) -> frozenset[str]:
        """Return a word list of another frame file as a set."""
        found = self.cache.get((name, key))
        if found is None:
            row: Any = self.data[name]
            for part in key.split("."):
                row = row[part]
            found = self.cache[name, key] = frozenset(map(str, row))
        return found

    def labels(self, name: str, key: str) -> Mapping[str, str]:
        """Return a table {label: words} of another frame file as {word: label}."""
        found = self.cache.get((name, f"{key}:labels"))
        if found is None:
            rows: Any = self.data[name]
            for part in key.split("."):
                rows = rows[part]
            found = self.cache[name, f"{key}:labels"] = {
                str(word): label for label, row in rows.items() for word in row
            }
        return found

    def words(self, name: str, key: str) -> Words:
        """Return a table {label: words} of another frame file as a look-up."""
        found = self.cache.get((name, key))
        if found is None:
            found = self.cache[name, key] = words(self.data[name][key])
        return found


_LISTS = (
    "raw_forms",
    "reply_verbs",
    "scope_verbs",
    "pauses",
    "licence_objects",
    "effect_objects",
    "not_measures",
    "pronouns",
    "pronoun_verbs",
    "not_heads",
)
_FILES = ("agreement", "meeting", "licence", "statistic", "impact", "statement", "commitment", "notice", "passage")


@cache
def load() -> Frames:
    """Return the compiled frames; read once.

    Raises: OntologyError where a file is broken; it names the file and the entry.
    """
    data = read_yaml("measure")
    nouns = {
        name: Noun(name, row["kinds"], bool(row.get("weak")), bool(row.get("generic")))
        for name, row in data["nouns"].items()
    }
    _check_kinds(nouns)
    others = {name: read_yaml(name) for name in _FILES}
    verb_groups: dict[str, list[str]] = {name: [str(v) for v in row] for name, row in data["verbs"].items()}
    classes: dict[str, set[str]] = {}
    for name, row in verb_groups.items():
        for verb in row:
            if " " not in verb:
                classes.setdefault(lemma(verb), set()).add(name)
    nominal: dict[str, list[str]] = {}
    for name, row in data["nominal"].items():
        for noun in row:
            nominal.setdefault(noun, []).append(name)
    heads = words({name: row["lemmas"] for name, row in data["nouns"].items()})
    known = frozenset(first for row in verb_groups.values() for first in (lemma(str(v).split()[0]) for v in row))
    gates = _gates(heads, data, others)
    return Frames(
        grammar=grammar(known),
        nouns=nouns,
        heads=heads,
        contexts={lemma(word): name for name, row in data["contexts"].items() for word in row},
        verbs=words({name: [v for v in row if " " in v] for name, row in verb_groups.items()}),
        verb_classes={verb: frozenset(names) for verb, names in classes.items()},
        nominal={noun: tuple(names) for noun, names in nominal.items()},
        rules=tuple(_rule(row) for row in data["rules"]),
        flows={word: flow for flow, row in data["flows"].items() for word in row},
        lists={key: frozenset(map(str, data[key])) for key in _LISTS}
        | {"comparatives": frozenset(data["comparatives"])},
        data=others,
        cache={},
        fitting={},
        openings=heads.first | frozenset(map(str, (*data["pauses"], *data["licence_objects"]))),
        states=(
            tuple((key, tuple(row)) for key, row in data["states"].items() if key in CONCEPTS["action"]),
            frozenset(data["states"]["verbs"]),
        ),
        adverbs=data["adverbs"],
        carve_outs=_by_first_word(grammar(known).carve_outs),
        triggers=frozenset().union(*gates.values()),
        gates=gates,
        gates_by_word={
            word: frozenset(name for name in gates if word in gates[name])
            for word in frozenset().union(*gates.values())
        },
    )


def _by_first_word(phrases: Sequence[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    out: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        parts = tuple(phrase.split())
        out.setdefault(parts[0], []).append(parts)
    return {word: tuple(rows) for word, rows in out.items()}


def _gates(heads: Words, data: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    out = {lemma(str(verb)) for verb in data["pronoun_verbs"]} | {"force", "effect", "untouched", "unchanged"}
    out |= {lemma(str(v)) for name in ("ban", "list") for v in data["verbs"][name] if " " not in v} | set(
        data["licence_objects"]
    )
    out |= set(map(str, data["scope_verbs"]))
    out |= set(heads.single) | set(heads.multi) | {word for row in data["flows"].values() for word in row}
    gates = {
        name: frozenset(lemma(str(word).split()[0]) for word in row.get("triggers", ())) for name, row in others.items()
    }
    gates["impact"] |= _told_by(others["impact"])
    gates["meeting"] |= _told_by({"rules": others["meeting"]["idioms"]})
    out |= {"%", "percent", "cent", "apply"} | {
        lemma(str(word)) for row in data["rules"] for word in row.get("lemmas", ())
    }
    out |= gates.pop("passage")  # read together with the measures
    return gates | {"measure": frozenset(out), "agreement": gates["agreement"] | {"agree"}}


_COMMON = frozenset(
    "any be have get take make come go put say leave run lose cut find work move keep see use set".split()
)


def _told_by(data: Mapping[str, Any]) -> frozenset[str]:
    """Return the words without one of which no rule fits: verbs and nouns, else the longest word of what it says."""
    out: set[str] = set()
    for row in data["rules"]:
        out |= {lemma(str(word)) for word in (*row.get("verbs", ()), *row.get("nouns", ())) if word not in _COMMON}
        if not _COMMON.isdisjoint(map(str, row.get("verbs", ()))):
            phrases = (str(words).split() for words in (*row.get("says", ()), *row.get("next", ())))
            out |= {max(words, key=len) for words in phrases}
    return frozenset(out | {lemma(word) for word in out})


def _rule(row: Mapping[str, Any]) -> Rule:
    if row.get("action") not in CONCEPTS["action"]:
        raise OntologyError(f"measure.yaml: rule {row.get('id')!r} has no action of the scheme: see docs/extraction.md")
    return Rule(
        id=row["id"],
        verbs=frozenset(row["verbs"]),
        action=row["action"],
        lemmas=frozenset(row.get("lemmas", ())),
        objects=tuple(row.get("object", ())),
        subjects=tuple(row.get("subject", ())),
        kind=row.get("kind", ""),
        options={
            key: row[key]
            for key in ("with", "to_goods", "present", "target", "duty", "barred", "at", "near", "named", "probed")
            if key in row
        },
    )


def _check_kinds(nouns: Mapping[str, Noun]) -> None:
    for noun in nouns.values():
        for context, kind in noun.kinds.items():
            if kind not in CONCEPTS["kind"]:
                raise OntologyError(
                    f"measure.yaml: noun {noun.family!r}, context {context!r}: {kind!r} is no kind of measure"
                )
