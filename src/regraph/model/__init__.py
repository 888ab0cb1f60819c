"""The values that every step takes and gives; all are frozen, none knows of files, stores or RDF."""

from regraph.model.claims import (
    CONCEPT_SCHEMES,
    COUNTED,
    FIELD_KINDS,
    STANDING,
    TYPE_FIELDS,
    Claim,
    Document,
    FieldKind,
    Mention,
    Passage,
    Value,
    claim_values,
)
from regraph.model.measures import Doubt, Event, Measure, Phase
from regraph.model.things import Agreement, Commitment, Decision, Fulfilment, Impact, Meeting, Observation, Thing

__all__ = [
    "CONCEPT_SCHEMES",
    "COUNTED",
    "FIELD_KINDS",
    "STANDING",
    "TYPE_FIELDS",
    "Agreement",
    "Claim",
    "Commitment",
    "Decision",
    "Document",
    "Doubt",
    "Event",
    "FieldKind",
    "Fulfilment",
    "Impact",
    "Measure",
    "Meeting",
    "Mention",
    "Observation",
    "Passage",
    "Phase",
    "Thing",
    "Value",
    "claim_values",
]
