"""A store and a day in, what is new since out: documents, measures, changes of status, contradictions, promises kept.

Deterministic: no clock. The newest publication in the store stands for "now"; a store that has not changed gives the
same list. Documents without a day of publication are never new.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from regraph import ids, sparql, terms
from regraph.store import Store
from regraph.timeline.bars import Bar, bars_of
from regraph.timeline.differences import Difference, learned, world
from regraph.timeline.scale import STATUS_WORDS

KINDS: Final = {
    "status": "Changes of status",
    "learned": "Learned",
    "measure": "New measures",
    "contradiction": "New contradictions",
    "promise": "Promises kept",
    "document": "New documents",
}
_DAY: Final = NamedNode(terms.term("xsd:date"))
_EVE: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is new."""

    kind: str  # a key of KINDS
    day: dt.date  # on which it happened, or became known
    thing: str  # IRI
    title: str
    detail: str
    link: str = ""  # address of a source, where one is known

    @property
    def id(self) -> str:
        """IRI that stays the same as long as the item says the same."""
        return ids.iri("news", ids.digest(self.kind, str(self.day), self.thing, self.title, self.detail))

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of an item."""
        return {
            "id": self.id,
            "kind": self.kind,
            "day": self.day.isoformat(),
            "thing": self.thing,
            "title": self.title,
            "detail": self.detail,
            "link": self.link or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new since a day; `updated` is the newest publication in the store."""

    since: dt.date
    updated: dt.date
    items: tuple[Item, ...]


_NEWEST: Final = "SELECT (MAX(?day) AS ?newest) { ?document rg:publishedLatest ?day }"
_DOCUMENTS: Final = """
SELECT ?thing ?name ?title ?publisher ?url ?day (COUNT(?claim) AS ?claims) {
  ?thing a rg:Document ; dcterms:identifier ?name ; rg:publishedLatest ?day .
  FILTER(?day >= $since)
  OPTIONAL { ?thing dcterms:title ?title }
  OPTIONAL { ?thing dcterms:publisher ?publisher }
  OPTIONAL { ?thing rg:url ?url }
  OPTIONAL { ?claim prov:wasDerivedFrom ?thing ; a rg:Claim }
} GROUP BY ?thing ?name ?title ?publisher ?url ?day
"""
_MEASURES: Final = """
SELECT ?thing ?title ?day {
  {
    SELECT ?thing (MIN(?known) AS ?day) {
      ?phase rg:ofMeasure ?thing ; a rg:Phase ; rg:knownFrom ?known
    } GROUP BY ?thing
  }
  FILTER(?day >= $since)
  ?thing rdfs:label ?title .
}
"""
_CONTRADICTIONS: Final = """
SELECT ?thing ?title ?day ?document ?url ?quote {
  ?phase rg:contradictedBy ?claim ; rg:ofMeasure ?thing .
  FILTER NOT EXISTS { ?phase rg:knownUntil ?forgotten }
  ?thing rdfs:label ?title .
  ?claim prov:wasDerivedFrom ?source ; oa:hasSelector/oa:exact ?quote .
  ?source dcterms:identifier ?document ; rg:publishedLatest ?day .
  FILTER(?day >= $since)
  OPTIONAL { ?source rg:url ?url }
}
"""
_KEPT: Final = """
SELECT ?thing ?title ?day ?why {
  ?thing a rg:Commitment ; rdfs:label ?title ; rg:fulfilment ?how .
  ?how rg:reason ?why ; rg:knownFrom ?day .
  FILTER(?day >= $since)
}
"""


def news(store: Store, since: dt.date) -> News:
    """Return what is new since a day, that day included: the newest first, then by kind and title."""
    rows = sparql.solutions(store.engine, _NEWEST)
    updated = dt.date.fromisoformat(rows[0]["newest"].value) if rows and "newest" in rows[0] else since
    found = {*_asked(store, since), *_statuses(store, since, updated)}
    order = list(KINDS)
    items = sorted(found, key=lambda one: (-one.day.toordinal(), order.index(one.kind), one.title, one.detail, one.id))
    return News(since=since, updated=updated, items=tuple(items))


def _asked(store: Store, since: dt.date) -> Iterator[Item]:
    """Yield what a query finds: documents, measures, contradictions, promises kept."""
    given = {"since": Literal(since.isoformat(), datatype=_DAY)}
    for row in sparql.solutions(store.engine, _DOCUMENTS, given):
        title = row.get("title", row["name"]).value
        said = f"{row['claims'].value} claims, {row['name'].value}"
        yield _item("document", row, title, f"{row['publisher'].value}; {said}" if "publisher" in row else said)
    for row in sparql.solutions(store.engine, _MEASURES, given):
        yield _item("measure", row, row["title"].value, "first told of")
    for row in sparql.solutions(store.engine, _CONTRADICTIONS, given):
        yield _item("contradiction", row, row["title"].value, f"{row['document'].value}: “{row['quote'].value}”")
    for row in sparql.solutions(store.engine, _KEPT, given):
        yield _item("promise", row, row["title"].value, row["why"].value)


def _item(kind: str, row: Mapping[str, sparql.Term], title: str, detail: str) -> Item:
    day = dt.date.fromisoformat(row["day"].value)
    link = row["url"].value if "url" in row else ""
    return Item(kind=kind, day=day, thing=row["thing"].value, title=title, detail=detail, link=link)


def _statuses(store: Store, since: dt.date, updated: dt.date) -> Iterator[Item]:
    """Yield changes of status in the world, and what is answered otherwise now of what changed before."""
    eve = since - _EVE if since > dt.date.min else since
    now = bars_of(store)
    changed: set[tuple[str, str]] = set()
    for one in world(now, eve, max(updated, since)):
        changed.add((one.measure, one.title))
        yield _status("status", one, one.day or updated)
    before: tuple[Bar, ...] = bars_of(store, known_by=eve)
    known_since = {bar.measure for bar in before}
    for one in learned(before, now, updated):
        if one.measure in known_since and (one.measure, one.title) not in changed:
            yield _status("learned", one, (one.after and one.after.last_evidence) or updated)


def _status(kind: str, one: Difference, day: dt.date) -> Item:
    before, after = (_words(span) for span in (one.before, one.after))
    why = one.after.reason if one.after else ""
    return Item(kind=kind, day=day, thing=one.measure, title=one.title, detail=f"{before} → {after}. {why}".strip())


def _words(span: Any) -> str:
    return f"{STATUS_WORDS[span.status]} ({span.certainty})" if span else "nothing known"
