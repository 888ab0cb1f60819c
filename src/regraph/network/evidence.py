"""Claims in, their quoted passages and the day since when each is known out."""

import datetime as dt
from collections.abc import Container, Iterable, Mapping
from functools import cached_property

from regraph import ids
from regraph.network.records import Record, Records, day, first, record
from regraph.network.ties import Evidence


class Witnesses:
    """The claims of a store as far as they were published by a day."""

    def __init__(self, records: Records, known_by: dt.date) -> None:
        self._records = records
        self._known_by = known_by
        self._passages: dict[str, Evidence] = {}

    def known(self, claims: Iterable[str]) -> tuple[str, ...]:
        """Return those of the claims (IRIs) that were published by the day, or at an unknown one; sorted."""
        return tuple(claim for claim in sorted(set(claims)) if self._is_known(claim))

    def _is_known(self, claim: str) -> bool:
        latest = day(self._document(claim), "publishedLatest")
        return latest is None or latest <= self._known_by

    def among(self, claims: Iterable[str], documents: Container[str], since: dt.date | None) -> tuple[str, ...]:
        """Return the claims of some documents (IRIs; of any, where there are none), published on a day or later."""
        return tuple(claim for claim in claims if self._is_among(claim, documents, since))

    def _is_among(self, claim: str, documents: Container[str], since: dt.date | None) -> bool:
        latest = day(self._document(claim), "publishedLatest")
        fresh = since is None or (latest is not None and latest >= since)
        return fresh and (not documents or self._sources.get(claim) in documents)

    def documents(self, claims: Iterable[str]) -> tuple[str, ...]:
        """Return the file names of the documents of claims, sorted."""
        return tuple(
            sorted({name for name in (first(self._document(claim), "identifier") for claim in claims) if name})
        )

    def sources(self, claims: Iterable[str]) -> frozenset[str]:
        """Return the IRIs of the documents of claims."""
        return frozenset(self._sources[claim] for claim in claims if claim in self._sources)

    def first_published(self, claims: Iterable[str]) -> dt.date | None:
        """Return the earliest day on which one of the claims can have been published."""
        days = [day(self._document(claim), "publishedEarliest") for claim in claims]
        return min((one for one in days if one), default=None)

    def evidence(self, claims: Iterable[str]) -> tuple[Evidence, ...]:
        """Return the passages of claims, newest first."""
        found = [self._passage(claim) for claim in sorted(set(claims)) if claim in self._sources]
        found.sort(key=lambda one: (one.document, one.start, one.claim))
        found.sort(key=lambda one: one.published, reverse=True)
        return tuple(found)

    def _passage(self, claim: str) -> Evidence:
        if claim not in self._passages:  # a measure is many ties, with the same claims
            self._passages[claim] = self._read(claim)
        return self._passages[claim]

    def _read(self, claim: str) -> Evidence:
        document = self._document(claim)
        selector = record(self._records.store, self._records.column("oa:hasSelector")[claim])
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
            modality=self._records.column("rg:modality").get(claim, "fact"),
            confidence=float(self._records.column("rg:confidence").get(claim, "1")),
        )

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        """The document that each claim was read from."""
        return self._records.column("prov:wasDerivedFrom")

    def _document(self, claim: str) -> Record:
        source = self._sources.get(claim)
        return self._records[source] if source else {}
