"""A selection in, FollowTheMoney entities out, one JSON object a line, for Aleph, OpenAleph and yente.

| regraph | FollowTheMoney |
|---|---|
| state, union, ministry, agency, public body | PublicBody; `parent` is its state |
| company / person / any other actor | Company / Person / Organization |
| document | Article, with its text where quotes are exported |
| measure | Event: imposers organise it, targets are involved; and one Sanction a target |
| agreement, meeting, promise | Event: parties, participants, beneficiaries are involved; promisors organise it |
| licence decision | License, and one ContractAward a holder |
| claim | Documentation: from its Article to each thing that rests on it, with the passage as summary |

Days are partial where the source is (`2025-04`), as FollowTheMoney wants them. Ids are made of IRIs, so that two
exports of one graph merge.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any, Final

from regraph import ids, reference
from regraph.export.options import Options
from regraph.export.records import Reader
from regraph.export.selecting import Selection

Entity = dict[str, Any]
_ACTORS: Final = {
    **dict.fromkeys("State SupranationalUnion Ministry Agency GovernmentBody".split(), "PublicBody"),
    **dict.fromkeys(("Company", "Person"), ""),
    **dict.fromkeys("Association NewsAgency IntergovernmentalOrganization Actor".split(), "Organization"),
}
_COUNTRIES: Final = ("State", "SupranationalUnion")  # by ISO 3166-1, and the European Union
_EVENTS: Final = {  # class -> who acts, who is concerned, which concept says what kind it is
    "Measure": ("imposedBy", "targets", "measureKind"),
    "Agreement": ("", "party", "agreementStatus"),
    "Meeting": ("", "participant", "meetingKind"),
    "Commitment": ("promisor", "beneficiary", "action"),
}
_GOODS: Final = ("covers", "coversItem", "material", "item")
_ONE_DAY: Final = dt.timedelta(days=1)  # phases end before a day, entities with one
_PARTIAL: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAKS: Final = re.compile("[\u2028\u2029]")  # line ends that are none in JSON lines of other languages
_UNSAFE: Final = re.compile(r"[^0-9A-Za-z.-]+")


def write(selection: Selection, stream: IO[bytes], options: Options) -> None:  # noqa: ARG001 - as every writer
    """Write JSON lines in UTF-8, each entity once: actors first, then documents, things and what documents them."""
    for entity in entities(selection):
        stream.write(json.dumps(entity, ensure_ascii=False, sort_keys=True).encode() + b"\n")


def entities(selection: Selection) -> Iterator[Entity]:
    """Yield the entities of a selection.

    Shape: `{"id": …, "schema": …, "properties": {name: [text, …]}}`.
    """
    maker = _Maker(Reader(selection))
    seen: set[str] = set()  # an actor may be of several classes; there are few of them
    for name in _ACTORS:
        for iri in selection.of(name):
            if iri not in seen:
                seen.add(iri)
                yield maker.actor(iri, name)
    for iri in selection.of("Document"):
        yield maker.article(iri)
    for name in _EVENTS:
        for iri in selection.of(name):
            yield from maker.event(iri, name)
    for iri in selection.of("LicenceDecision"):
        yield from maker.licence(iri)


class _Maker:
    """Things of one selection in, entities out."""

    def __init__(self, reader: Reader) -> None:
        self._read = reader

    def actor(self, iri: str, name: str) -> Entity:
        """Return an actor; its country is the state that it is, belongs to, or acts for."""
        state = next(iter(self._read.iris(iri, "partOfState")), iri)
        known = reference.actors().get(self._read.one(iri, "dcterms:identifier") or "")
        country = reference.actors().get(self._read.one(state, "dcterms:identifier") or "")
        return _entity(
            iri,
            _ACTORS[name] or name,
            name=[self._read.label(iri)],
            alias=list(known.aliases) if known else [],
            country=[country.id.lower()] if country and country.type in _COUNTRIES else [],
            parent=[entity_id(state)] if state != iri and _ACTORS[name] == "PublicBody" else [],
            position=[known.office] if known and known.office and name == "Person" else [],
        )

    def article(self, iri: str) -> Entity:
        """Return a document."""
        one = self._read.one
        return _entity(
            iri,
            "Article",
            title=[one(iri, "dcterms:title")],
            fileName=[one(iri, "dcterms:identifier")],
            publisher=[one(iri, "dcterms:publisher")],
            publishedAt=[_day(one(iri, "dcterms:issued"))],
            sourceUrl=[one(iri, "url")],
            bodyText=[one(iri, "text")],
        )

    def event(self, iri: str, name: str) -> Iterator[Entity]:
        """Yield a measure, agreement, meeting or promise with its sanctions, and what documents it."""
        acting, concerned, kind = _EVENTS[name]
        read = self._read
        involved = [entity_id(one) for one in read.iris(iri, concerned)]
        organisers = [entity_id(one) for one in read.iris(iri, acting)] if acting else []
        start, end = self._span(iri, name)
        common: Mapping[str, Sequence[str | None]] = {
            "startDate": [start],
            "endDate": [end],
            "proof": self._proof(iri),
            "recordId": [read.one(iri, "dcterms:identifier")],
        }
        word = (read.concept(iri, kind) or "").replace("_", " ")
        yield _entity(
            iri,
            "Event",
            name=[read.label(iri)],
            keywords=[name.lower(), word, *self._goods(iri)],
            organizer=organisers,
            involved=involved,
            **common,
        )
        if name == "Measure":
            for target in involved:
                yield _entity(
                    f"{iri}/sanction/{target}",
                    "Sanction",
                    entity=[target],
                    authority=[read.label(one) for one in read.iris(iri, acting)],
                    country=self._countries(iri, acting),
                    program=[word],
                    description=[read.label(iri)],
                    provisions=self._goods(iri),
                    **common,
                )
        yield from self._documentation(iri)

    def licence(self, iri: str) -> Iterator[Entity]:
        """Yield a licence decision with its holders, and what documents it."""
        read = self._read
        yield _entity(
            iri,
            "License",
            name=[read.label(iri)],
            title=[read.label(iri)],
            authority=[entity_id(one) for one in read.iris(iri, "issuer")],
            status=[read.concept(iri, "action")],
            commodities=self._goods(iri),
            contractDate=[_day(read.one(iri, "date"))],
            proof=self._proof(iri),
        )
        for holder in read.iris(iri, "holder"):
            award = f"{iri}/award/{holder.removeprefix(ids.ID)}"
            yield _entity(award, "ContractAward", contract=[entity_id(iri)], supplier=[entity_id(holder)])
        yield from self._documentation(iri)

    def _documentation(self, iri: str) -> Iterator[Entity]:
        for claim in self._read.iris(iri, "basedOn"):
            for source in self._read.iris(claim, "prov:wasDerivedFrom"):
                yield _entity(
                    f"{claim}/about/{iri.removeprefix(ids.ID)}",
                    "Documentation",
                    document=[entity_id(source)],
                    entity=[entity_id(iri)],
                    role=[self._read.concept(claim, "modality")],
                    summary=[self._read.one(f"{claim}/selector", "oa:exact")],
                    date=[_day(self._read.one(source, "dcterms:issued"))],
                )

    def _proof(self, iri: str) -> list[str]:
        claims = self._read.iris(iri, "basedOn")
        return sorted({entity_id(one) for claim in claims for one in self._read.iris(claim, "prov:wasDerivedFrom")})

    def _goods(self, iri: str) -> list[str]:
        return sorted({self._read.label(one) for prop in _GOODS for one in self._read.iris(iri, prop)})

    def _countries(self, iri: str, prop: str) -> list[str]:
        found = {self.actor(one, "Actor")["properties"].get("country", [""])[0] for one in self._read.iris(iri, prop)}
        return sorted(found - {""})

    def _span(self, iri: str, name: str) -> tuple[str | None, str | None]:
        """Return first and last day: of a measure, of its phases as they are known now."""
        if name != "Measure":
            return _day(self._read.one(iri, "date")), _day(self._read.one(iri, "until"))
        phases = [one for one in self._read.pointing(iri, "ofMeasure") if one.startswith(ids.iri("phase", ""))]
        held = [
            phase
            for phase in phases
            if not self._read.one(phase, "knownUntil")
            and self._read.concept(phase, "status") in {"in_force", "suspended"}
        ]
        starts = [self._read.day(phase, "validFrom") for phase in held]
        ends = [self._read.day(phase, "validUntil") for phase in held]
        # a day that one phase leaves open is open for all
        first = min((day for day in starts if day), default=None) if None not in starts else None
        last = max((day for day in ends if day), default=None) if None not in ends else None
        return (str(first) if first else None), (str(last - _ONE_DAY) if last else None)


def entity_id(iri: str) -> str:
    """Return the id of an entity: of letters, digits, dots and dashes only, as FollowTheMoney wants it.

    >>> entity_id("https://w3id.org/regraph/id/actor/cn-mofcom")
    'regraph-actor-cn-mofcom'
    """
    return _UNSAFE.sub("-", f"regraph-{iri.removeprefix(ids.ID)}").strip("-.")


def _entity(iri: str, schema: str, **values: Sequence[str | None]) -> Entity:
    found = {name: [_clean(value) for value in told if value and value.strip()] for name, told in values.items()}
    properties = {name: list(dict.fromkeys(told)) for name, told in found.items() if told}
    return {"id": entity_id(iri), "schema": schema, "properties": properties}


def _clean(text: str) -> str:
    return _CONTROL.sub("\ufffd", _BREAKS.sub(" ", text.strip()))


def _day(edtf: str | None) -> str | None:
    """Return a day, a month or a year; of an interval, its beginning."""
    found = _PARTIAL.match(edtf or "")
    return found[0] if found else None
