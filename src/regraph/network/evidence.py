"""Claims in, their quoted passages and the day since when each is known out."""

import datetime as dt
from collections.abc import Container, Iterable

from regraph import ids
from regraph.network.records import Record, day, first, record
from regraph.network.ties import Evidence
from regraph.store import Store


class Witnesses:
    """The claims of a store as far as they were published by a day; each is read once."""

    def __init__(self, store: Store, known_by: dt.date) -> None:
        self._store = store
        self._known_by = known_by
        self._claims: dict[str, tuple[Record, Record]] = {}
        self._documents: dict[str, Record] = {}

    def known(self, claims: Iterable[str]) -> tuple[str, ...]:
        """Return those of the claims (IRIs) that were published by the day, or at an unknown one; sorted."""
        return tuple(claim for claim in sorted(set(claims)) if self._is_known(claim))

    def _is_known(self, claim: str) -> bool:
        latest = day(self._read(claim)[1], "publishedLatest")
        return latest is None or latest <= self._known_by

    def among(self, claims: Iterable[str], documents: Container[str], since: dt.date | None) -> tuple[str, ...]:
        """Return the claims of some documents (IRIs; of any, where there are none), published on a day or later."""
        return tuple(claim for claim in claims if self._is_among(claim, documents, since))

    def _is_among(self, claim: str, documents: Container[str], since: dt.date | None) -> bool:
        said, source = self._read(claim)
        latest = day(source, "publishedLatest")
        fresh = since is None or (latest is not None and latest >= since)
        return fresh and (not documents or first(said, "wasDerivedFrom") in documents)

    def documents(self, claims: Iterable[str]) -> tuple[str, ...]:
        """Return the file names of the documents of claims, sorted."""
        return tuple(sorted({name for name in (first(self._read(claim)[1], "identifier") for claim in claims) if name}))

    def sources(self, claims: Iterable[str]) -> frozenset[str]:
        """Return the IRIs of the documents of claims."""
        return frozenset(first(self._read(claim)[0], "wasDerivedFrom") for claim in claims) - {""}

    def first_published(self, claims: Iterable[str]) -> dt.date | None:
        """Return the earliest day on which one of the claims can have been published."""
        days = [day(self._read(claim)[1], "publishedEarliest") for claim in claims]
        return min((one for one in days if one), default=None)

    def evidence(self, claims: Iterable[str]) -> tuple[Evidence, ...]:
        """Return the passages of claims, newest first."""
        found = [self._evidence(claim) for claim in sorted(set(claims)) if self._read(claim)[0]]
        found.sort(key=lambda one: (one.document, one.start, one.claim))
        found.sort(key=lambda one: one.published, reverse=True)
        return tuple(found)

    def _evidence(self, claim: str) -> Evidence:
        said, document = self._read(claim)
        selector = record(self._store, first(said, "hasSelector"))
        return Evidence(
            claim=claim.removeprefix(ids.iri("claim", "")),
            document=first(document, "identifier"),
            title=first(document, "title"),
            publisher=first(document, "publisher"),
            published=first(document, "issued"),
            url=first(document, "url"),
            quote=first(selector, "exact"),
            start=int(first(selector, "start", "0")),
            end=int(first(selector, "end", "0")),
            modality=first(said, "modality", "fact"),
            confidence=float(first(said, "confidence", "1")),
        )

    def _read(self, claim: str) -> tuple[Record, Record]:
        if claim not in self._claims:
            said = record(self._store, claim)
            source = first(said, "wasDerivedFrom")
            if source not in self._documents:
                self._documents[source] = record(self._store, source) if source else {}
            self._claims[claim] = (said, self._documents[source])
        return self._claims[claim]
