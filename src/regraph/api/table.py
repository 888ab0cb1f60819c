"""Rows in, a table out that is a plain list for a program, a data frame for an analyst, and a picture in a notebook."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final, Self

from regraph.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

_SHOWN: Final = 60  # rows of a table in a notebook
_LONG: Final = 400  # characters of a cell there
_HIDDEN: Final = ("evidence", "against")  # columns shown as what opens on a click
# Colours beside the words, never instead of them: the palette of M. Okabe and K. Ito.
_COLOURS: Final[Mapping[str, str]] = {
    "in_force": "#009E73",
    "suspended": "#B37A00",
    "announced": "#0072B2",
    "contested": "#C04000",
}
_CELL: Final = "text-align:left;vertical-align:top;max-width:32em;white-space:pre-line"


class Table(list[dict[str, Any]]):
    """Rows with named columns.

    It is a list of dicts, so that it serialises, compares and loops as one. `columns` names the columns, also where
    there is no row; `to_pandas()` gives a data frame, with dates as dates and lists as lists.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]] = (), columns: Sequence[str] = (), title: str = "") -> None:
        super().__init__(dict(row) for row in rows)
        known = dict.fromkeys(columns)
        for row in self:
            known |= dict.fromkeys(row)
        self.columns: tuple[str, ...] = tuple(known)
        self.title = title

    def to_pandas(self) -> "pd.DataFrame":
        """Return a data frame with the columns of the table.

        Raises: UsageError where pandas is missing.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise UsageError("a data frame needs pandas: pip install 'regraph-kg[pandas]'") from error
        frame = pd.DataFrame(list(self), columns=list(self.columns))
        # quotes and evidence stay objects; what is a day everywhere becomes one
        for name in self.columns:
            values = [row.get(name) for row in self if row.get(name) is not None]
            if values and all(_is_day(value) for value in values):
                frame[name] = pd.to_datetime(frame[name])
        return frame

    def select(self, *columns: str) -> Self:
        """Return the table with only these columns, in this order.

        Raises: UsageError where a column is unknown.
        """
        unknown = [name for name in columns if name not in self.columns]
        if unknown:
            raise UsageError(f"the table has no column {unknown[0]!r}: use some of {', '.join(self.columns)}")
        rows = ({name: row.get(name) for name in columns} for row in self)
        return type(self)(rows, columns, self.title)

    def _repr_html_(self) -> str:
        """Return the table for a notebook; everything in it is escaped, for it may be text of an article."""
        shown = [name for name in self.columns if name not in _HIDDEN]
        opened = any(name in self.columns for name in _HIDDEN)
        head = "".join(f'<th style="text-align:left">{escape(name.replace("_", " "))}</th>' for name in shown)
        head += '<th style="text-align:left">evidence</th>' if opened else ""
        body = "".join(f"<tr>{self._row(row, shown, opened=opened)}</tr>" for row in self[:_SHOWN])
        caption = f"<caption>{escape(self.title)}</caption>" if self.title else ""
        more = f"<p>{len(self) - _SHOWN} more rows</p>" if len(self) > _SHOWN else ""
        none = "<p>no rows</p>" if not self else ""
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}{none}"

    def _row(self, row: Mapping[str, Any], shown: Sequence[str], *, opened: bool) -> str:
        cells = "".join(f'<td style="{_CELL}">{_html(row.get(name))}</td>' for name in shown)
        return cells + (f'<td style="{_CELL}">{_evidence(row)}</td>' if opened else "")


def _is_day(value: Any) -> bool:
    import datetime as dt

    return isinstance(value, dt.date)


def _html(value: Any) -> str:
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = text if len(text) <= _LONG else f"{text[:_LONG]}…"
    colour = _COLOURS.get(text)
    told = escape(_clean(text.replace("_", " ") if colour else text))
    return f'<span style="color:{colour};font-weight:600">{told}</span>' if colour else told


def _evidence(row: Mapping[str, Any]) -> str:
    """Return the passages of a row, folded, with those against it marked."""
    told = [("", one) for one in row.get("evidence") or ()] + [("against: ", one) for one in row.get("against") or ()]
    if not told:
        return ""
    items = "".join(
        f"<li>{mark}“{escape(_clean(str(one.get('quote') or '')))}” — "
        f"{escape(_clean(str(one.get('title') or one.get('document') or '')))}"
        f"{', ' + escape(str(one['published'])) if one.get('published') else ''}</li>"
        for mark, one in told
    )
    return f"<details><summary>{len(told)} passages</summary><ul>{items}</ul></details>"


def _clean(text: str) -> str:
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)
