"""Gold claims and predicted claims in, precision, recall and F1 out: of claims and of slots, by type, with errors.

Invariant: the figures are those of the public scorer of the claim schema, to the last digit. Two claims of one
type agree in the weighted share of their field values; a pair counts where that is at least a half and action,
stance, indicator and effect do not contradict; each claim is paired once, the best pairs first.
"""

import calendar
import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from regraph.errors import ClaimError, LoadError

Claims = Sequence[Mapping[str, Any]]
Values = dict[str, list[Any]]

ACTORS: Final = frozenset(
    "imposer target promisor beneficiary parties participants issuer holders subject affected speaker about".split()
)
THINGS: Final = frozenset(("materials", "items", "material"))
DATES: Final = frozenset(("date", "until"))
NUMBERS: Final = frozenset(("rate_from", "rate_to", "value"))
DECISIVE: Final = ("action", "stance", "indicator", "effect")
IGNORED: Final = frozenset("type evidence modality confidence note name follows via place id quote".split())
WEIGHT: Final[Mapping[str, float]] = {"action": 2.0, "stance": 2.0, "indicator": 2.0, "value": 2.0}
ENOUGH: Final = 0.5  # agreement from which two claims are the same
_STOP: Final = frozenset("of the and to for products product goods items".split())
_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Precision, recall and F1, each from 0 to 1, rounded to four digits."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The figures of one claim type, or of "all"."""

    claims: Figures
    slots: Figures
    gold: int
    predicted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One claim that was missed or spurious, or one pair: what to look at after a run."""

    document_id: str
    what: str  # missed, spurious, paired
    gold: Mapping[str, Any] | None
    predicted: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a run came to: figures by claim type ("all" first), and every case behind them."""

    rows: Mapping[str, Row]
    cases: tuple[Case, ...]

    def __getitem__(self, kind: str) -> Row:
        """Return the row of a claim type or of "all"."""
        return self.rows[kind]


def score(gold: Mapping[str, Claims], predicted: Mapping[str, Claims]) -> Score:
    """Return the figures and cases of predicted claims against gold claims.

    Shape: both map document ids to flat claims of the schema; a gold document without prediction is all missed.
    """
    claims: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    slots: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    cases: list[Case] = []
    for document_id, wanted in gold.items():
        given = predicted.get(document_id, ())
        pairs = pair(wanted, given)
        for i, _, correct in pairs:
            for key in ("all", wanted[i]["type"]):
                claims[key][0] += 1
                slots[key][0] += sum(correct.values())
        for place, side in ((2, wanted), (1, given)):
            for claim in side:
                for key in ("all", claim.get("type", "?")):
                    claims[key][place] += 1
                    slots[key][place] += sum(len(values) for values in field_values(claim).values())
        cases.extend(_cases(document_id, wanted, given, pairs))
    rows = {}
    for key in sorted(claims, key=lambda key: (key != "all", key)):
        hits, predicted_count, gold_count = claims[key]
        rows[key] = Row(
            claims=_figures(hits, predicted_count, gold_count),
            slots=_figures(*slots[key]),
            gold=gold_count,
            predicted=predicted_count,
        )
    return Score(rows=rows, cases=tuple(cases))


def _cases(document_id: str, gold: Claims, predicted: Claims, pairs: Sequence[tuple[int, int, Any]]) -> Iterable[Case]:
    hit_gold, hit_predicted = {i for i, _, _ in pairs}, {j for _, j, _ in pairs}
    for i, claim in enumerate(gold):
        if i not in hit_gold:
            yield Case(document_id=document_id, what="missed", gold=claim, predicted=None)
    for j, claim in enumerate(predicted):
        if j not in hit_predicted:
            yield Case(document_id=document_id, what="spurious", gold=None, predicted=claim)
    for i, j, _ in pairs:
        yield Case(document_id=document_id, what="paired", gold=gold[i], predicted=predicted[j])


def pair(gold: Claims, predicted: Claims) -> list[tuple[int, int, dict[str, float]]]:
    """Return the pairs (gold number, predicted number, agreeing values by field), the best first."""
    scored = []
    for i, wanted in enumerate(gold):
        for j, given in enumerate(predicted):
            if wanted["type"] == given.get("type"):
                similarity, correct = compare(wanted, given)
                if similarity >= ENOUGH:
                    scored.append((similarity, i, j, correct))
    scored.sort(key=lambda row: (-row[0], row[1], row[2]))
    used_gold, used_predicted, pairs = set(), set(), []
    for _, i, j, correct in scored:
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            pairs.append((i, j, correct))
    return pairs


def compare(gold: Mapping[str, Any], predicted: Mapping[str, Any]) -> tuple[float, dict[str, float]]:
    """Return the agreement of two claims from 0 to 1, and the number of agreeing values by field.

    A field that only one side has counts half: it may be real, and the other side silent.
    """
    wanted, given = field_values(gold), field_values(predicted)
    for field in DECISIVE:
        if field in wanted and field in given and not agreement(field, wanted[field], given[field]):
            return 0.0, {}
    correct: dict[str, float] = {}
    total, weights = 0.0, 0.0
    for field in sorted({*wanted, *given}):
        weight = WEIGHT.get(field, 1.0)
        if field in wanted and field in given:
            right = agreement(field, wanted[field], given[field])
            total += weight * right / max(len(wanted[field]), len(given[field]))
            weights += weight
        else:
            right = 0.0
            weights += weight * 0.5
        correct[field] = right
    return (total / weights if weights else 0.0), correct


def field_values(claim: Mapping[str, Any]) -> Values:
    """Return the scored fields of a claim, each as a list; materials and items are one field, `things`."""
    out: Values = {}
    for field, value in claim.items():
        if field in IGNORED or value in (None, "", [], {}):
            continue
        values = value if isinstance(value, list) else [value]
        if field in THINGS:
            out.setdefault("things", []).extend(map(str, values))
        elif field == "count":
            out["count"] = [f"{key}={number}" for key, number in value.items()]
        elif field in ACTORS:
            out[field] = sorted({_state(str(actor)) for actor in values})
        else:
            out[field] = [str(one) for one in values]
    return out


def _state(actor: str) -> str:
    """A ministry counts as its state."""
    return actor.partition("/")[0].strip().lower()


def agreement(field: str, gold: list[Any], predicted: list[Any]) -> float:
    """Return the number of agreeing values of a field, fractional where they are partly right."""
    return _best(gold, predicted, _SAME.get(field, _same_text))


def _best(gold: list[Any], predicted: list[Any], same: Callable[[str, str], float]) -> float:
    """Return the sum of the greedy best one-to-one agreement between two lists of values."""
    left, total = list(predicted), 0.0
    for value in gold:
        scored = sorted(((same(value, other), i) for i, other in enumerate(left)), reverse=True)
        if scored and scored[0][0] > 0:
            total += scored[0][0]
            left.pop(scored[0][1])
    return total


def _words(value: str) -> frozenset[str]:
    words = (word for word in _NOT_WORD.split(value.lower()) if word and word not in _STOP)
    return frozenset(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)


def _same_thing(gold: str, predicted: str) -> float:
    wanted, given = _words(gold), _words(predicted)
    if not wanted or not given:
        return 0.0
    jaccard = len(wanted & given) / len(wanted | given)
    return jaccard if jaccard >= 0.5 else 0.0


def _same_number(gold: str, predicted: str) -> float:
    return float(abs(float(gold) - float(predicted)) <= 0.01 * max(1e-9, abs(float(gold))))


def _same_kind(gold: str, predicted: str) -> float:
    if gold == predicted:
        return 1.0
    exports = gold.startswith("export_") and predicted.startswith("export_")
    return 0.5 if exports and "export_control" in (gold, predicted) else 0.0


def _same_actor(gold: str, predicted: str) -> float:
    return _same_thing(gold.replace("-", " "), predicted.replace("-", " "))


def _same_count(gold: str, predicted: str) -> float:
    return float(gold.rpartition("=")[2] == predicted.rpartition("=")[2])


def _same_text(gold: str, predicted: str) -> float:
    return float(gold.lower() == predicted.lower())


def _same_date(gold: str, predicted: str) -> float:
    wanted, given = _bounds(gold), _bounds(predicted)
    if not wanted or not given:
        return float(gold == predicted)
    overlap = (min(wanted[1], given[1]) - max(wanted[0], given[0])).days + 1
    if overlap <= 0:
        near = abs((wanted[0] - given[0]).days) <= 1 and abs((wanted[1] - given[1]).days) <= 1
        return float(near)
    long_gold, long_given = (wanted[1] - wanted[0]).days + 1, (given[1] - given[0]).days + 1
    return float(long_given <= max(31, 2 * long_gold))


def _bounds(value: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of an EDTF text, None where it is none; more lenient than `regraph.dates`."""
    text = value.strip().rstrip("?~%")
    if "/" in text:
        left, right = (_bounds(part) if part.strip(". ") else None for part in text.split("/", 1))
        return (left[0], right[1]) if left and right else left or right
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is not None and month and day:
            return (dt.date(year, month, day),) * 2
        if year is not None and month:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year is not None else None
    except ValueError:
        return None


_SAME: Final[Mapping[str, Callable[[str, str], float]]] = {
    "things": _same_thing,
    "kind": _same_kind,
    "count": _same_count,
    **dict.fromkeys(DATES, _same_date),
    **dict.fromkeys(NUMBERS, _same_number),
    **dict.fromkeys(ACTORS, _same_actor),
}


def _figures(right: float, predicted: float, gold: float) -> Figures:
    precision = right / predicted if predicted else 0.0
    recall = right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Figures(precision=round(precision, 4), recall=round(recall, 4), f1=round(f1, 4))


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the claims of a JSON Lines file by document id; a document told twice has the claims of both lines.

    Raises: LoadError where the file cannot be read; ClaimError where a line is no document with claims.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise LoadError(f"{path} cannot be read ({error.strerror}): name a file of gold claims, JSON Lines") from error
    documents: dict[str, list[dict[str, Any]]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            documents.setdefault(record["document"]["id"], []).extend(record["claims"])
        except (ValueError, KeyError, TypeError) as error:
            raise ClaimError(f"{path}:{number} is no document with claims: {error!r}") from error
    return documents


def show(found: Score, *, by_type: bool, errors: bool, as_json: bool, write: Callable[[str], None]) -> None:
    """Write the figures, one line a row; with `errors` first every missed, spurious and paired claim."""
    rows = found.rows if by_type else {key: row for key, row in found.rows.items() if key == "all"}
    if as_json:
        write(json.dumps({key: asdict(row) for key, row in rows.items()}))
        return
    if errors:
        for case in found.cases:
            told = (
                {"gold": case.gold, "predicted": case.predicted}
                if case.what == "paired"
                else case.gold or case.predicted
            )
            write(f"{case.document_id}\t{case.what}\t{json.dumps(told, ensure_ascii=False)}")
    for key, row in rows.items():
        c, s = row.claims, row.slots
        write(
            f"{key:12} gold {row.gold:4} predicted {row.predicted:4}  "
            f"claims P {c.precision:.2f} R {c.recall:.2f} F1 {c.f1:.2f}   "
            f"slots P {s.precision:.2f} R {s.recall:.2f} F1 {s.f1:.2f}"
        )
