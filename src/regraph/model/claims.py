"""Documents, passages, mentions and claims: what sources say, not yet believed.

The claim schema (fields, types, values) stands in the
tables at the top, and `Claim.from_json` is the only way in for untrusted claims.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from regraph import dates
from regraph.errors import ClaimError, DateError
from regraph.ids import digest, slug
from regraph.terms import CONCEPTS

Value = str | int | float | tuple[str, ...] | tuple[tuple[str, int], ...]


class FieldKind(StrEnum):
    """What the values of a claim's field are; decides their JSON and their RDF."""

    ACTORS = "actors"
    MATERIALS = "materials"
    ITEMS = "items"
    MATERIAL = "material"  # one material, not a list
    CONCEPT = "concept"  # of the scheme in CONCEPT_SCHEMES
    DATE = "date"  # EDTF
    DURATION = "duration"  # ISO 8601
    NUMBER = "number"
    COUNT = "count"
    TEXT = "text"


FIELD_KINDS: Final[Mapping[str, FieldKind]] = {
    **dict.fromkeys(("imposer", "target", "promisor", "beneficiary", "parties", "participants"), FieldKind.ACTORS),
    **dict.fromkeys(("issuer", "holders", "subject", "affected", "about"), FieldKind.ACTORS),
    "materials": FieldKind.MATERIALS,
    "items": FieldKind.ITEMS,
    "material": FieldKind.MATERIAL,
    **dict.fromkeys(("action", "kind", "status", "indicator", "effect", "stance"), FieldKind.CONCEPT),
    **dict.fromkeys(("date", "until"), FieldKind.DATE),
    "duration": FieldKind.DURATION,
    **dict.fromkeys(("rate_from", "rate_to", "value"), FieldKind.NUMBER),
    "count": FieldKind.COUNT,
    **dict.fromkeys(("reference", "via", "name", "place", "follows", "unit"), FieldKind.TEXT),
}

TYPE_FIELDS: Final[Mapping[str, frozenset[str]]] = {
    kind: frozenset(fields.split())
    for kind, fields in {
        "measure": "action kind imposer target materials items count date until duration rate_from rate_to "
        "reference via",
        "commitment": "action kind promisor beneficiary materials items date until duration via",
        "agreement": "parties name status date place follows",
        "meeting": "kind participants place date until",
        "licence": "action issuer holders count materials items date until duration",
        "statistic": "subject indicator material value unit date",
        "impact": "affected effect items materials date duration",
        "statement": "stance about",
    }.items()
}

COUNTED: Final = frozenset({"materials", "companies", "holders", "other"})

# (claim type, field) -> scheme of terms.CONCEPTS
CONCEPT_SCHEMES: Final[Mapping[tuple[str, str], str]] = {
    ("measure", "action"): "action",
    ("measure", "kind"): "kind",
    ("commitment", "action"): "commitment",
    ("commitment", "kind"): "kind",
    ("agreement", "status"): "agreement",
    ("meeting", "kind"): "meeting",
    ("licence", "action"): "decision",
    ("statistic", "indicator"): "indicator",
    ("impact", "effect"): "effect",
    ("statement", "stance"): "stance",
}


# How much a document's word weighs against another's: kind of document -> rank, the higher wins.
STANDING: Final[Mapping[str, int]] = {"press": 1, "reference": 2, "official": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One captured article, notice or reference record; `id` comes from its bytes."""

    id: str  # 16 hex digits
    text: str  # decoded, "\n" line ends; all offsets count its code points
    name: str  # file name, for people and for gold files
    sha256: str  # of the captured bytes
    kind: str = "press"  # press, official, reference
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None  # EDTF; None where unknown
    # spans of `text` that are no article text (navigation, share buttons, cookie notes); sorted, disjoint
    boilerplate: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A contiguous span of a document's text: `text[start:end]`."""

    document_id: str
    index: int
    start: int
    end: int
    role: str  # headline, lead, body, caption, list, boilerplate


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that names a thing, with the canonical ids that the lexicon or the context gives it."""

    start: int
    end: int
    kind: str  # actor, material, item, measure, agreement, place, quantity, time
    ids: tuple[str, ...] = ()
    rule: str = ""  # how it was found, for --explain


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one passage of a document says, not yet believed (schema: CLAIMS.md).

    `values` holds the fields of the claim's type, sorted by name; lists are sorted tuples without repeats.
    """

    type: str
    document_id: str
    start: int  # evidence: half-open offsets into the document's text
    end: int
    values: tuple[tuple[str, Value], ...] = ()
    modality: str = "fact"
    speaker: tuple[str, ...] = ()
    confidence: float = 1.0
    rule: str = ""  # frame, trigger and rule that made it; no part of the id

    @property
    def id(self) -> str:
        """Content-derived id: document, place and everything said; neither confidence nor rule."""
        said = json.dumps([self.values, self.modality, self.speaker], ensure_ascii=False)
        return digest(self.document_id, self.type, str(self.start), str(self.end), said)

    @property
    def record(self) -> str | None:
        """Id of the record of a reference table that this claim was made from; None for a claim read from a text."""
        return self.record_notes("record")[0] if self.rule.startswith("record:") else None

    def record_notes(self, name: str) -> tuple[str, ...]:
        """Return what the record's rule notes under `name` (`about`: ids of measures; `via`: slug of talks)."""
        parts = (part.partition(":") for part in self.rule.split(" ") if self.rule.startswith("record:"))
        return tuple(one for key, _, value in parts if key == name for one in value.split("|") if one)

    def get(self, field: str) -> Value | None:
        """Return the value of a field, None where the claim has none."""
        for name, value in self.values:
            if name == field:
                return value
        return None

    def names(self, field: str) -> tuple[str, ...]:
        """Return a list field (actors, materials, items) as a tuple, empty where the claim has none."""
        value = self.get(field)
        if isinstance(value, tuple):
            return tuple(item for item in value if isinstance(item, str))
        return (value,) if isinstance(value, str) else ()

    def word(self, field: str) -> str | None:
        """Return a one-text field (action, date, reference …), None where the claim has none."""
        value = self.get(field)
        return value if isinstance(value, str) else None

    def to_json(self, text: str | None = None) -> dict[str, Any]:
        """Return the flat JSON object of the schema; with the document's `text`, the quote too."""
        out: dict[str, Any] = {"type": self.type}
        for field, value in self.values:
            out[field] = dict(value) if field == "count" else list(value) if isinstance(value, tuple) else value  # type: ignore[arg-type]
        if self.modality != "fact":
            out["modality"] = self.modality
        if self.speaker:
            out["speaker"] = self.speaker[0] if len(self.speaker) == 1 else list(self.speaker)
        out["confidence"] = round(self.confidence, 3)
        out["evidence"] = {"start": self.start, "end": self.end}
        if text is not None:
            out["evidence"]["quote"] = text[self.start : self.end]
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any], document_id: str) -> "Claim":
        """Return the claim of a flat JSON object.

        Raises: ClaimError where type, field, value or evidence break the schema; it names the field.
        """
        kind = data.get("type")
        if not isinstance(kind, str) or kind not in TYPE_FIELDS:
            raise ClaimError(f"claim type {kind!r} is unknown: use one of {', '.join(sorted(TYPE_FIELDS))}")
        evidence = data.get("evidence") or {}
        start, end = evidence.get("start"), evidence.get("end")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
            raise ClaimError(f"a {kind} claim has no evidence span: give evidence.start < evidence.end")
        speaker = data.get("speaker") or ()
        values = {
            field: value
            for field, value in data.items()
            if field not in {"type", "evidence", "modality", "speaker", "confidence", "note", "id"}
        }
        modality = data.get("modality", "fact")
        if modality not in CONCEPTS["modality"]:
            raise ClaimError(f"modality {modality!r} is unknown: use one of {', '.join(CONCEPTS['modality'])}")
        return cls(
            type=kind,
            document_id=document_id,
            start=start,
            end=end,
            values=claim_values(kind, values),
            modality=modality,
            speaker=(speaker,) if isinstance(speaker, str) else tuple(sorted(set(speaker))),
            confidence=float(data.get("confidence", 1.0)),
        )


def claim_values(kind: str, fields: Mapping[str, Any]) -> tuple[tuple[str, Value], ...]:
    """Return the checked `values` of a claim of type `kind`; None, "" and empty lists are left out.

    Raises: ClaimError where a field does not belong to the type or its value is malformed.

    >>> claim_values("measure", {"action": "lifted", "materials": ["tin", "lead", "tin"]})
    (('action', 'lifted'), ('materials', ('lead', 'tin')))
    """
    out: list[tuple[str, Value]] = []
    for field in sorted(fields):
        value = fields[field]
        if value is None or value in ("", [], (), {}):
            continue
        if field not in TYPE_FIELDS[kind]:
            raise ClaimError(f"a {kind} claim has no field {field!r}: see the claim schema")
        out.append((field, _checked(kind, field, value)))
    return tuple(out)


def _checked(kind: str, field: str, value: Any) -> Value:
    what = FIELD_KINDS[field]
    where = f"{kind}.{field}"
    if what in (FieldKind.ACTORS, FieldKind.MATERIALS, FieldKind.ITEMS):
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, Iterable) or not all(isinstance(name, str) and name for name in names):
            raise ClaimError(f"{where} is {value!r}: give a list of ids")
        return tuple(sorted(set(names)))
    if what is FieldKind.COUNT:
        if not isinstance(value, Mapping) or not all(isinstance(n, int) and n >= 0 for n in value.values()):
            raise ClaimError(f"{where} is {value!r}: give what is counted and how many, such as {{'materials': 7}}")
        known: dict[str, int] = {}
        for counted, number in value.items():
            key = counted if counted in COUNTED else "other"
            known[key] = max(number, known.get(key, 0))
        return tuple(sorted(known.items()))
    if what is FieldKind.NUMBER:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ClaimError(f"{where} is {value!r}: give a number")
        rounded = round(float(value), 6)  # as RDF keeps it
        return int(rounded) if rounded.is_integer() else rounded  # 80 and 80.0 are one claim
    if not isinstance(value, str):
        raise ClaimError(f"{where} is {value!r}: give a text")
    _check_word(kind, field, value)
    return slug(value) if field == "place" else value


def _check_word(kind: str, field: str, value: str) -> None:
    what, where = FIELD_KINDS[field], f"{kind}.{field}"
    if what is FieldKind.CONCEPT:
        known = CONCEPTS[CONCEPT_SCHEMES[kind, field]]
        if value not in known:
            raise ClaimError(f"{where} {value!r} is unknown: use one of {', '.join(known)}")
    try:
        if what is FieldKind.DATE:
            dates.parse(value)
        elif what is FieldKind.DURATION:
            dates.add_duration(dt.date(2000, 1, 1), value)
    except DateError as error:
        raise ClaimError(f"{where}: {error}") from error
