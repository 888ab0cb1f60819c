"""Findings of the shapes in, one verdict out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Violation:
    """One rule of the shapes that one node breaks.

    For rules on a document as a whole (offsets, quotes), `node` is the document and `value` the claim or passage.
    """

    node: str  # IRI
    path: str  # IRI of the property; empty where the rule is on the node itself or on several properties
    value: str  # IRI or lexical form; empty where a value is missing
    rule: str  # shape and constraint: dateEarliest/lessThanOrEquals, quoteInText
    message: str  # plain English: what to mend
    severity: str = "violation"  # violation, warning, info

    def __str__(self) -> str:
        """Return the violation as one line for people."""
        where = f" {self.path}" if self.path else ""
        what = f" {self.value[:80]!r}" if self.value else ""
        return f"{self.node}{where}{what}: {self.message} [{self.rule}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The verdict on one document: it conforms where there is no violation; warnings do not count."""

    conforms: bool
    violations: tuple[Violation, ...] = ()
    warnings: tuple[Violation, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Violation]) -> Self:
        """Return the report of all findings, sorted, without repeats.

        >>> Report.of([]).conforms
        True
        """
        found = sorted(set(findings))
        violations = tuple(one for one in found if one.severity == "violation")
        return cls(
            conforms=not violations,
            violations=violations,
            warnings=tuple(one for one in found if one.severity != "violation"),
        )
