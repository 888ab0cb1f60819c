"""A sentence in, its figures out: value with unit, percentages with from and to, counts of things."""

from dataclasses import dataclass

from regraph.extract.tokens import Sentence


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of the text.

    `value` is in `unit`: "t" (metric tons), "%", "pp" (percentage points), "USD", "EUR" …, "bbl", "kg", "lb",
    "USD/t" …, or "" for a bare number. `low`/`high` bound a range ("5 to 10 percent"). `counted` is the class of
    the counted noun (materials, companies, holders, persons, other), with the noun at `noun_start:noun_end`.
    `rate_from`/`rate_to` are the percents of a change told with both or one of its ends.
    """

    start: int
    end: int
    value: float
    unit: str = ""
    low: float | None = None
    high: float | None = None
    approx: bool = False
    counted: str | None = None
    noun_start: int | None = None
    noun_end: int | None = None
    rate_from: float | None = None
    rate_to: float | None = None


def find_quantities(text: str, sentence: Sentence) -> list[Quantity]:
    """Return the figures of `sentence`, sorted, with offsets into `text`; dates are left out."""
    return []
