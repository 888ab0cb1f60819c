"""A claim while it is being made: its fields with the rule that filled each, and what its confidence rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Draft:
    """One claim of one sentence, before the document level joins and fills it."""

    type: str
    sentence: int
    role: str  # of the passage
    start: int  # text offsets
    end: int
    frame: str  # file and rule
    trigger: str
    values: dict[str, Any] = field(default_factory=dict)
    fills: dict[str, str] = field(default_factory=dict)  # field -> rule
    modality: str = "fact"
    speaker: tuple[str, ...] = ()
    anaphoric: bool = False  # "the ban", "the measures": points back to a measure told before
    near: tuple[str, ...] = ()  # who acts in the sentence or the paragraph, where the act itself names nobody
    states: frozenset[str] = frozenset()  # of those who take part, where persons stand for them
    features: set[str] = field(default_factory=set)
    heard: Mapping[str, float] | None = None  # how likely the words of the sentence make each label
    sure: dict[str, float] = field(default_factory=dict)  # field -> how likely its likeliest option is, by `choice`
    again: float = 0.0  # how sure one was that one of the retellings is right that were joined with it, by `retold`

    def put(self, name: str, value: Any, rule: str) -> None:
        """Set a field that is still empty; nothing is set to nothing."""
        if value not in (None, "", [], (), {}) and not self.values.get(name):
            self.values[name] = value
            self.fills[name] = rule

    def add(self, name: str, values: list[str], rule: str) -> None:
        """Add to a list field, without repeats, in order."""
        if values:
            old = self.values.setdefault(name, [])
            old.extend(value for value in values if value not in old)
            self.fills.setdefault(name, rule)
