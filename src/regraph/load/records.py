"""Rows of a reference table, into documents in own words with the claims that they make.

The text of a document holds every value of its claims; each claim points at the sentence that tells it. A claim's
rule names the record, which is how resolving knows the anchor.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from regraph import reference
from regraph.ids import slug
from regraph.load.cells import Row
from regraph.model import Claim, Document, claim_values

Made = tuple[Document, tuple[Claim, ...]]

DISPUTED: Final = 0.4  # no source settles whether it happened: never certain
_GOVERNMENT: Final = (
    (re.compile(r"(^|\.)(gov|mil)$|(^|\.)federalregister\.gov$"), "US"),
    (re.compile(r"(^|\.)europa\.eu$"), "EU"),
    (re.compile(r"(^|\.)(?:gov|gob|gouv|go|gc|government)\.([a-z]{2})$"), ""),
)


@dataclass(slots=True)
class _Draft:
    """A text under construction, with the places of its sentences."""

    text: str = ""
    claims: list[dict[str, Any]] = field(default_factory=list)

    def say(self, sentence: str, claim: Mapping[str, Any] | None = None) -> None:
        start = len(self.text)
        self.text += sentence
        if claim:
            self.claims.append({**claim, "start": start, "end": len(self.text)})
        self.text += "\n"


def measure(row: Row) -> Iterator[Made]:
    """Yield the document of an introduction, then one for each change in the row's list `changes`."""
    yield _introduction(row)
    for one in row.rows("changes"):
        yield change(row, one)


def instrument(row: Row, suspended: Iterable[Row]) -> Made:
    """Return the document of an Act that only suspends others: one claim for each measure that it suspends."""
    announced = _announced(row)
    draft = _Draft()
    draft.say(f"Record: {_title(row)}.")
    for other in suspended:
        values = {
            "action": "suspended",
            **_common(other),
            "date": row.date("effective") or announced,
            "until": row.date("until"),
            "reference": row.text("reference"),
        }
        claim = {**_claim("measure", values, other), "confidence": row.confidence()}
        draft.say(_sentence(values, f"{_title(other)}: "), claim)
    return _document(row, draft, announced, f"{row.file}#{row.needed('id')}")


def _announced(row: Row) -> str:
    announced = row.date("announced") or row.date("date") or row.date("effective")
    if announced is None:
        raise row.wrong("announced", "is empty: give the day of publication, or a month or year")
    return announced


def _introduction(row: Row) -> Made:
    announced = _announced(row)
    values = {
        "action": "introduced",
        **_common(row),
        "date": row.date("effective") or announced,
        "until": row.date("until"),
        "rate_to": row.number("rate_to"),
        "reference": row.text("reference"),
    }
    draft = _Draft()
    draft.say(f"Record: {_title(row)}.")
    draft.say(_sentence(values, f"{announced}: "), _claim("measure", values, row))
    return _document(row, draft, announced, f"{row.file}#{row.needed('id')}")


def change(head: Row, row: Row) -> Made:
    """Return the document of one change of a measure; `head` is the row that introduces it."""
    date = row.date("date") or row.date("announced")
    if date is None:
        raise row.wrong("date", "is empty: give the day of the change, or a month or year")
    action = row.word("action", "action")
    if row.flag("partial") and action == "suspended":
        action = "eased"  # the rest stays in force
    values = {
        "action": action,
        **_common(head),
        "date": row.date("effective") or date,
        "until": row.date("until"),
        "rate_from": row.number("rate_from"),
        "rate_to": row.number("rate_to"),
        "reference": row.text("reference"),
    }
    draft = _Draft()
    draft.say(f"Record: {_title(head)}. Change: {row.text('scope') or action}.")
    draft.say(_sentence(values, f"{date}: "), _claim("measure", values, head))
    if row.flag("disputed"):
        draft.say("Disputed: no source settles whether this change reached the measure.")
        draft.claims[-1]["confidence"] = DISPUTED
    own = row if row.texts("sources") or row.has("confidence") else head
    merged = head.within({**head.cells, "note": row.cells.get("note"), "sources": list(own.texts("sources"))})
    return _document(merged, draft, date, f"{row.file}#{head.needed('id')}/{date}-{action}")


def _common(row: Row) -> dict[str, Any]:
    imposers = row.actors("imposer")
    if not imposers:
        raise row.wrong("imposer", "is empty: give who imposes it, such as CN/MOFCOM")
    return {
        "kind": row.word("kind", "kind"),
        "imposer": imposers,
        "target": row.actors("target"),
        "materials": row.materials("materials"),
        "items": row.items("items"),
    }


def _claim(kind: str, values: Mapping[str, Any], row: Row, **notes: str) -> dict[str, Any]:
    rule = " ".join([f"record:{slug(row.needed('id'))}", *(f"{name}:{note}" for name, note in notes.items() if note)])
    return {
        "type": kind,
        "values": claim_values(kind, values),
        "modality": row.word("modality", "modality", "fact"),
        "confidence": row.confidence(),
        "rule": rule,
    }


_SAYS: Final[Mapping[str, str]] = {
    "introduced": "introduced", "expanded": "raised or widened", "maintained": "kept", "eased": "eased",
    "suspended": "suspended", "postponed": "put off", "lifted": "ended", "extended": "prolonged",
}  # fmt: skip


def _sentence(values: Mapping[str, Any], opening: str) -> str:
    """Return a sentence for people that tells every value of a measure claim."""
    rate = " to ".join(f"{values[name]:g}%" for name in ("rate_from", "rate_to") if values.get(name) is not None)
    things = [_listed(map(reference.label, values[name])) for name in ("materials", "items") if values.get(name)]
    did = f"{_SAYS[values['action']]} {_article(values['kind'].replace('_', ' '))}"
    parts = [
        f"{opening}{_listed(map(_who, values['imposer']))} {did}",
        f" of {rate}" if rate else "",
        f" against {_listed(map(_who, values['target']))}" if values.get("target") else "",
        f" on {', and on '.join(things)}" if things else "",
        f", with effect on {values['date']}",
        f", until {values['until']}" if values.get("until") else "",
        f" ({values['reference']})" if values.get("reference") else "",
    ]
    return "".join(parts) + "."


_MASS: Final = ("licensing", "control", "listing", "other")  # kinds without an article


def _article(kind: str) -> str:
    """Return a kind of measure as an object.

    >>> _article("export ban"), _article("tariff"), _article("export licensing"), _article("other")
    ('an export ban', 'a tariff', 'export licensing', 'another kind of measure')
    """
    if kind == "other":
        return "another kind of measure"
    return kind if kind.endswith(_MASS) else f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _who(actor: str) -> str:
    """Return an actor as people write it: a body with its state.

    >>> _who("CN/MOFCOM"), _who("EU")
    ('China (MOFCOM)', 'European Union')
    """
    state, slash, body = actor.partition("/")
    return f"{reference.label(state)} ({body.replace('-', ' ')})" if slash else reference.label(actor)


def _listed(names: Iterable[str]) -> str:
    """Return names as a list in words.

    >>> _listed(["tin", "lead", "zinc"])
    'tin, lead and zinc'
    """
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _told(values: Mapping[str, Any], opening: str) -> str:
    """Return a sentence that holds every value of an agreement or a promise."""
    parts = [opening]
    for name, value in values.items():
        if value in (None, (), ""):
            continue
        if isinstance(value, tuple):
            text = _listed(map(_who, value) if name in _ACTORS else map(reference.label, value))
        else:
            text = str(value).replace("_", " ")
        parts.append(f"{name} {text}")
    return "; ".join(parts) + "."


_ACTORS: Final = frozenset({"parties", "promisor", "beneficiary"})


def _title(row: Row) -> str:
    return (row.text("title") or row.needed("id")).rstrip(".")


def agreement(row: Row) -> Made:
    """Return the document of an agreement, with the agreement and the commitments it makes."""
    date = row.date("date")
    parties = row.actors("parties")
    if date is None:
        raise row.wrong("date", "is empty: give the day of signing or announcement")
    if not parties:
        raise row.wrong("parties", "is empty: give who agreed")
    via = row.text("via") or ""
    values = {
        "parties": parties,
        "name": _title(row),
        "status": row.word("status", "agreement", "reached"),
        "date": date,
        "place": slug(row.text("place") or ""),
        "follows": row.text("follows"),
    }
    draft = _Draft()
    draft.say(f"Record: {_title(row)}.")
    draft.say(_told(values, f"Agreed on {date}"), _claim("agreement", values, row, via=via))
    for one in row.rows("commitments"):
        _promise(draft, row, one, parties)
    return _document(row, draft, date, f"{row.file}#{row.needed('id')}")


def _promise(draft: _Draft, row: Row, promise: Row, parties: tuple[str, ...]) -> None:
    promisors = promise.actors("promisor")
    action = promise.word("action", "commitment")
    values = {
        "action": action,
        "kind": promise.word("kind", "kind") if promise.text("kind") else None,
        "promisor": promisors,
        "beneficiary": tuple(party for party in parties if party not in promisors),
        "materials": promise.materials("materials"),
        "items": promise.items("items"),
        "date": row.date("date"),
        "until": promise.date("until"),
        "via": row.text("via"),
    }
    told = _told(values, f"Promise: {(promise.text('text') or action).rstrip('.')}")
    about = "|".join(slug(name) for name in promise.texts("measures"))
    draft.say(told, _claim("commitment", values, row, about=about))


def _document(row: Row, draft: _Draft, published: str, name: str) -> Made:
    draft.say(f"Confidence: {row.text('confidence') or 'as the table tells'}.")
    if note := row.text("note"):
        draft.say(f"Note: {note}")
    sources = row.texts("sources")
    if sources:
        draft.say(f"Sources: {' ; '.join(sources)}")
    actors = row.actors("imposer") or row.actors("parties")
    official = [url for url in sources if _is_official(url, actors)]
    sha = hashlib.sha256(draft.text.encode("utf-8")).hexdigest()
    document = Document(
        id=sha[:16],
        text=draft.text,
        name=name,
        sha256=sha,
        kind="official" if official else "reference",
        title=_title(row),
        publisher=reference.label(actors[0]) if official else None,
        url=next(iter([*official, *sources]), None),
        published=published,
    )
    return document, tuple(Claim(document_id=document.id, **{"confidence": 0.9, **claim}) for claim in draft.claims)


def _is_official(url: str, actors: tuple[str, ...]) -> bool:
    """Return whether an address belongs to the government, or the union, of one of `actors`.

    >>> _is_official("https://www.mofcom.gov.cn/a.html", ("CN/MOFCOM",)), _is_official("https://x.gov/a", ("CN",))
    (True, False)
    """
    host = (urlsplit(url).hostname or "").lower()
    states = {reference.state_of(actor) for actor in actors}
    for pattern, state in _GOVERNMENT:
        match = pattern.search(host)
        if match:
            return (state or match.group(match.lastindex or 0).upper()) in states
    return False
