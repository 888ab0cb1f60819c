"""How to write an export, beside what to write: what all formats are given, and each heeds as far as it concerns it."""

from dataclasses import dataclass

from regraph.export.folder import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to write; the defaults suit a file for a colleague."""

    excel_safe: bool = True  # guard cells of CSV that a spreadsheet would run as a formula
    site: str | None = None  # URL under which the description tells of the SPARQL endpoint and the downloads
    more: tuple[Part, ...] = ()  # further files of a crate
