"""Texts made to be slow take steps in line with their length: steps are counted, so that no busy machine matters."""

import itertools
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from regraph import extract, passages
from regraph.extract.draft import Draft
from regraph.extract.merge import merge
from regraph.extract.whole import settle_claims
from regraph.model import Document

_STATES = (
    "Peru Chile Kenya Ghana Gabon Japan India Norway Mexico Brazil Turkey Vietnam Malaysia Zambia Angola Fiji".split()
)
_GOODS = (
    "tin copper zinc nickel lithium cobalt gallium germanium antimony tungsten graphite manganese steel rice".split()
)


def name(number: int) -> str:
    """Return a capitalised word that is no other number's."""
    letters, number = "", number + 7
    while number:
        number, rest = divmod(number, 12)
        letters += "aeioukrtnslm"[rest]
    return letters.capitalize()


def state(number: int) -> str:
    return _STATES[number % len(_STATES)]


def good(number: int) -> str:
    return _GOODS[(number + number // 16) % len(_GOODS)]


# a text is its unit again and again; no two are alike where the number is asked for
UNITS: dict[str, Callable[[int], str]] = {
    "one giant sentence": lambda k: f"{state(k)} banned exports of {good(k)} and ",
    "one list": lambda k: f"{good(k)}, " if k else "Peru banned exports of tin, ",
    "one token": lambda _: "ban ",
    "one percentage": lambda _: "25% ",
    "figures of one sentence": lambda k: f"a quota of {1 + k} tonnes of {good(k)} for {state(k)}, ",
    "names": lambda k: f"{name(k)} {name(7 * k)} met {name(13 * k)} Corp. ",
    "firms": lambda k: f"{name(k)} Mining Inc, which exports tin, was banned by {state(k)}. ",
    "quotes": lambda k: f"“We ban {good(k)},” he said. ",
    "no spaces": lambda _: "BannedExports",
    "no letters": lambda _: ".,;:-—“”()'",
    "brackets": lambda _: "(ban ",
    "days": lambda k: f"{1 + k % 28} May {1990 + k % 40} ",
    "lines": lambda k: f"• {state(k)} will lift its ban on {good(k)}.\n",
    "measures": lambda k: f"{state(k)} lifted its ban on {good(k)} on {1 + k % 28} May {1990 + k % 40}.\n\n",
    "one measure": lambda _: "Peru banned exports of tin on 5 May 2025. ",
    "licences": lambda k: f"{state(k)} banned {good(k)} exports. It granted {1 + k % 97} licences to {name(k)} Corp. ",
    "harms": lambda k: (
        f"Prices of {good(k)} rose on the ban by {state(k)}. {name(k)} Corp halted output over the curbs. "
    ),
    "reasons": lambda k: f"{state(k)} banned {good(k)} exports. The government said the ban would protect security. ",
    "promises": lambda k: (
        f"{state(k)} and {state(k + 3)} reached a deal. {state(k)} agreed to drop its duty on {good(k)}. "
    ),
    "inquiries": lambda k: f"{state(k)} opened an inquiry and imposed a tariff of {1 + k % 97}% on {good(k)}. ",
    "pronouns": lambda _: "It said it banned it. The ministry said the company lifted the ban. ",
}


def made(unit: Callable[[int], str], size: int) -> str:
    """Return units until the text has `size` characters."""
    parts: list[str] = []
    for number in itertools.count():
        parts.append(unit(number))
        size -= len(parts[-1])
        if size <= 0:
            return "".join(parts)
    raise AssertionError


def read(text: str) -> None:
    document = Document(id="0" * 16, text=text, name="own.txt", sha256="", published="2025-06-11")
    extract.extract(document, passages.split(document))


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of Python a call runs, each turn of a loop being one."""
    count = 0

    def local(_: FrameType, event: str, __: Any) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return local

    before = sys.gettrace()
    sys.settrace(lambda *_: local)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_steps_are_counted() -> None:
    def squared(number: int) -> list[int]:
        return [a * b for a in range(number) for b in range(number)]

    assert 3 < steps(lambda: squared(40)) / steps(lambda: squared(20)) < 5


@pytest.mark.parametrize("case", UNITS)
def test_steps_grow_with_length(case: str) -> None:
    """Three times the text: quadratic steps would be nine times as many."""
    short, long = made(UNITS[case], 4_000), made(UNITS[case], 12_000)
    read(made(UNITS[case], 1_000))  # tables are built once
    assert steps(lambda: read(long)) / steps(lambda: read(short)) < 4.5


def told(number: int) -> list[Draft]:
    """Return the drafts of a document with measures, licences, harms, reasons, deals, promises and answers."""
    rows: list[tuple[str, str, dict[str, Any], set[str]]] = [
        ("measure", "measure/impose", {"action": "introduced", "kind": "export_ban"}, {"trade"}),
        ("measure", "measure/impose", {"action": "introduced", "kind": "tariff", "target": ["PE"]}, {"trade", "reply"}),
        ("measure", "measure/probe", {"action": "introduced", "kind": "investigation"}, set()),
        ("licence", "licence/grant", {"action": "granted"}, set()),
        ("impact", "impact/shortage", {"effect": "shortage"}, {"goods-of-measure"}),
        ("statement", "statement/justify", {"stance": "justify"}, {"speaker-imposer"}),
        ("agreement", "agreement/reach", {"status": "reached", "parties": ["PE", "CL"]}, set()),
        ("commitment", "commitment/supply", {"action": "supply", "promisor": ["PE"]}, set()),
    ]
    out = []
    for k in range(number):
        kind, frame, values, features = rows[k % len(rows)]
        draft = Draft(kind, k, "body", 100 * k, 100 * k + 50, frame, "own", dict(values), {}, features=set(features))
        draft.values |= {"imposer": ["CL"]} if kind == "measure" else {}
        draft.values |= {"materials": [f"metal-{k}"]} if kind == "measure" and k % 16 < 2 else {}
        out.append(draft)
    return out


def test_steps_of_the_document_level_grow_with_its_drafts() -> None:
    """Three times the drafts; the windows that are looked back at fill up on the way, so a little more than three."""

    def settled(number: int) -> Callable[[], object]:
        drafts = told(number)
        return lambda: settle_claims(merge(drafts, ["CL", "PE"], "2025-06-11"))

    settled(20)()  # tables are built once
    assert steps(settled(3_000)) / steps(settled(1_000)) < 4.6


def seconds(texts: list[str]) -> float:
    best = float("inf")
    for _ in range(2):
        before = time.process_time()
        for text in texts:
            read(text)
        best = min(best, time.process_time() - before)
    return best


def test_time_grows_with_length() -> None:
    """What is no line of Python (patterns, slices, searches in strings) shows in the time alone."""
    cheap = ("no spaces", "no letters", "one token", "names", "days", "brackets", "one list")
    short, long = ([made(UNITS[case], size) for case in cheap] for size in (10_000, 50_000))
    assert seconds(long) / seconds(short) < 15
