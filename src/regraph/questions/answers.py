"""A stored question and its parameters in; rows with certainty, evidence and what speaks against them out."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from regraph import dates, ids, sparql, terms
from regraph.errors import QueryError
from regraph.questions.callings import miscalled
from regraph.questions.catalogue import Question
from regraph.store import Store

Term = NamedNode | Literal

END_OF_TIME: Final = dt.date(9999, 12, 31)  # `known_by` where the asker wants all that is known
_DAY: Final = NamedNode(terms.term("xsd:date"))
_NUMBERS: Final = {terms.term(f"xsd:{name}") for name in ("integer", "decimal", "double")}
# Columns that carry what a row rests on; people see its evidence instead.
BASES: Final = ("phase", "thing", "claim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quoted passage of a document."""

    claim: str  # IRI
    document: str  # file name
    title: str
    publisher: str
    published: str
    quote: str
    start: int
    end: int
    modality: str
    confidence: float
    rule: str = ""
    speaker: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of an answer's evidence."""
        return {
            "document": self.document,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "published": self.published or None,
            "title": self.title or None,
            "publisher": self.publisher or None,
            "modality": self.modality,
            "claim": self.claim,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of an answer."""

    values: Mapping[str, Any]
    evidence: tuple[Evidence, ...] = ()
    against: tuple[Evidence, ...] = ()
    warnings: tuple[str, ...] = ()  # what is wrong in the documents it rests on


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The rows of a question on a day, as known by a day."""

    question: Question
    on: dt.date
    known_by: dt.date
    parameters: Mapping[str, str] = field(default_factory=dict)  # slot -> label
    rows: tuple[Row, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of `regraph ask --json`."""
        return {
            "question": self.question.name,
            "parameters": dict(self.parameters),
            "on": self.on.isoformat(),
            "known_by": None if self.known_by == END_OF_TIME else self.known_by.isoformat(),
            "rows": [
                {
                    **row.values,
                    "evidence": [one.to_json() for one in row.evidence],
                    "against": [one.to_json() for one in row.against],
                    "warnings": list(row.warnings),
                }
                for row in self.rows
            ],
        }


def answer(
    store: Store,
    question: Question,
    parameters: Mapping[str, Term],
    *,
    on: dt.date,
    known_by: dt.date = END_OF_TIME,
) -> Answer:
    """Return the answer of a stored question.

    Raises: QueryError where a slot of it has no value.
    """
    missing = [slot for slot in question.slots if slot not in parameters]
    if missing:
        raise QueryError(f"the question {question.name} needs {missing[0]}: give it with -p {missing[0]}=…")
    given = dict(parameters)
    for name, day in (("on", on), ("known_by", known_by)):
        if name in sparql.parameters(question.query):
            given[name] = Literal(day.isoformat(), datatype=_DAY)
    found = sparql.solutions(store.engine, question.query, given, name=f"the question {question.name}")
    links = [(_claims(store, base, "basedOn"), _claims(store, base, "contradictedBy")) for base in map(_base, found)]
    told = {
        one.claim: one
        for one in evidence_of(store, (claim for pair in links for part in pair for claim in part), known_by)
    }
    wrong = miscalled(store, told, [*parameters.values()])
    rows = tuple(
        Row(
            values=_values(question, solution, on),
            evidence=_pick(told, based),
            against=_pick(told, against),
            warnings=tuple(sorted({warning for claim in (*based, *against) for warning in wrong.get(claim, ())})),
        )
        for solution, (based, against) in zip(found, links, strict=True)
    )
    labels = {slot: label_of(store, term) for slot, term in parameters.items()}
    return Answer(question=question, on=on, known_by=known_by, parameters=labels, rows=rows)


def _base(solution: Mapping[str, Term]) -> NamedNode | None:
    """Return the node whose claims a row rests on."""
    found = next((solution[name] for name in BASES if name in solution), None)
    return found if isinstance(found, NamedNode) else None


def _pick(told: Mapping[str, Evidence], claims: Iterable[str]) -> tuple[Evidence, ...]:
    """Return the evidence of some claims in the order of `told`, strongest first."""
    wanted = set(claims)
    return tuple(one for claim, one in told.items() if claim in wanted)


def _values(question: Question, solution: Mapping[str, Term], on: dt.date) -> dict[str, Any]:
    """Return the columns of a row; a term of a status that ran out before the day is told in its reason alone."""
    values = {name: plain(solution[name]) if name in solution else None for name in _columns(question, solution)}
    until = values.get("until")
    if "status" in values and until and dates.parse(str(until)).latest < on:
        values["until"] = None
    return values


def _columns(question: Question, solution: Mapping[str, Term]) -> list[str]:
    extra = [name for name in solution if name not in question.columns and name not in BASES]
    return [*question.columns, *sorted(extra)]


def _claims(store: Store, base: NamedNode | None, link: str) -> list[str]:
    if base is None:
        return []
    if base.value.startswith(ids.iri("claim", "")):
        return [base.value] if link == "basedOn" else []
    return [str(quad.object)[1:-1] for quad in store.match(base, NamedNode(terms.rg(link)))]


_EVIDENCE: Final = """
SELECT * {
  VALUES ?claim { %s }
  ?claim prov:wasDerivedFrom ?source ; oa:hasSelector ?selector ; rg:modality ?modality ; rg:confidence ?confidence .
  ?selector oa:exact ?quote ; oa:start ?start ; oa:end ?end .
  ?source dcterms:identifier ?document ; rg:documentKind ?kind .
  OPTIONAL { ?source dcterms:title ?title }
  OPTIONAL { ?source dcterms:publisher ?publisher }
  OPTIONAL { ?source dcterms:issued ?published ; rg:publishedLatest ?latest }
  OPTIONAL { ?claim rg:rule ?rule }
  OPTIONAL { ?claim rg:speaker/rdfs:label ?speaker }
}
"""
_STANDING: Final = {"official": 0, "reference": 1, "press": 2}


def evidence_of(store: Store, claims: Iterable[str], known_by: dt.date = END_OF_TIME) -> tuple[Evidence, ...]:
    """Return the evidence of claims (IRIs) published by a day; official first, then newest, then by place."""
    nodes = [NamedNode(iri) for iri in sorted(set(claims))]
    if not nodes:
        return ()
    merged: dict[str, dict[str, Any]] = {}
    for row in sparql.solutions(store.engine, _EVIDENCE % sparql.values(nodes)):
        latest = row.get("latest")
        if latest is not None and dt.date.fromisoformat(latest.value) > known_by:
            continue
        entry = merged.setdefault(
            row["claim"].value, {name: term.value for name, term in row.items()} | {"speakers": set()}
        )
        if "speaker" in row:
            entry["speakers"].add(row["speaker"].value)
    ordered = sorted(merged.values(), key=lambda one: (one["document"], int(one["start"]), one["claim"]))
    ordered.sort(key=lambda one: one.get("published", ""), reverse=True)
    ordered.sort(key=lambda one: _STANDING.get(one["kind"].rpartition("-")[2], 3))
    return tuple(_evidence(one) for one in ordered)


def _evidence(one: Mapping[str, Any]) -> Evidence:
    return Evidence(
        claim=one["claim"],
        document=one["document"],
        title=one.get("title", ""),
        publisher=one.get("publisher", ""),
        published=one.get("published", ""),
        quote=one["quote"],
        start=int(one["start"]),
        end=int(one["end"]),
        modality=one["modality"].rpartition("-")[2],
        confidence=float(one["confidence"]),
        rule=one.get("rule", ""),
        speaker=tuple(sorted(one["speakers"])),
    )


def label_of(store: Store, term: Term) -> str:
    """Return the label of a node in the store, else its own text."""
    if isinstance(term, Literal):
        return term.value
    hit = next(store.match(term, NamedNode(terms.term("rdfs:label"))), None)
    return hit.object.value if hit and isinstance(hit.object, Literal) else term.value


def plain(term: Term) -> Any:
    """Return a term as a value of JSON: numbers as numbers, concepts by their name, other IRIs as they are."""
    if isinstance(term, Literal):
        if term.datatype.value in _NUMBERS:
            number = float(term.value)
            return int(number) if number.is_integer() else number
        return term.value == "true" if term.datatype.value == terms.term("xsd:boolean") else term.value
    local = term.value.removeprefix(ids.ONTOLOGY)
    return local.partition("-")[2] or local if local != term.value else term.value
