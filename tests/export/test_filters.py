"""Filters choose whole affairs: a thing with its parts, claims, passages, documents, and who is named; no more."""

import datetime as dt
import io
from typing import Any

import pytest
import rdflib
from tests.network import sample

from regraph import ids
from regraph.export import Filters, write
from regraph.store import Store

MEASURE = ids.iri("measure", "cn-samarium")
CHIPS = ids.iri("measure", "us-chips")
ALPHA, BETA, GAMMA = (ids.iri("document", one.id) for one in (sample.ALPHA, sample.BETA, sample.GAMMA))


@pytest.fixture(scope="module")
def store() -> Store:
    return sample.store()


def kept(store: Store, **filters: Any) -> set[str]:
    """Return the subjects of an export, read back by rdflib."""
    out = io.BytesIO()
    write(store, "nt", out, filters=Filters(**filters))
    return {str(subject) for subject in rdflib.Graph().parse(data=out.getvalue(), format="nt").subjects()}


def of(kind: str, subjects: set[str]) -> set[str]:
    prefix = ids.iri(kind, "")
    return {iri.removeprefix(prefix) for iri in subjects if iri.startswith(prefix)}


def claims(*told: Any) -> set[str]:
    return {one.id for one in told} | {f"{one.id}/selector" for one in told}


def test_a_measure_brings_its_phases_claims_documents_and_promises(store: Store) -> None:
    found = kept(store, measure=(MEASURE,))
    assert of("measure", found) == {"cn-samarium"}
    assert of("phase", found) == {phase.id for phase in sample.SAMARIUM_PHASES}
    assert of("claim", found) == claims(sample.HALT, sample.LIFTED, sample.PROMISE, sample.PERMIT)
    assert of("document", found) == {sample.ALPHA.id, sample.BETA.id, sample.GAMMA.id}
    assert of("commitment", found) == {"p-faster", "p-faster/fulfilment/e-kept"}
    assert of("actor", found) == {"cn", "cn-mofcom", "cn-gacc", "us", "ford"}
    assert not of("meeting", found) | of("observation", found)


def test_a_material_brings_what_concerns_it_and_its_group_the_same(store: Store) -> None:
    found = kept(store, material=(ids.material_iri("samarium"),))
    assert of("measure", found) == {"cn-samarium"}
    assert of("observation", found) == {"o-share"}
    assert of("impact", found) == {"i-ford"}
    assert kept(store, material=(ids.material_iri("rare-earths"),)) >= found
    assert of("measure", kept(store, material=(ids.item_iri("chips"),))) == {"us-chips"}


def test_a_document_brings_what_it_says_and_nothing_of_others(store: Store) -> None:
    found = kept(store, document=(ALPHA,))
    assert of("document", found) == {sample.ALPHA.id}
    assert of("claim", found) == claims(sample.HALT, sample.STOOD, sample.PERMIT)
    assert of("measure", found) == {"cn-samarium"}
    assert of("agreement", found) == set()
    out = io.BytesIO()
    write(store, "nq", out, filters=Filters(document=(ALPHA,)))
    assert ids.graph_iri("document", sample.BETA.id).encode() not in out.getvalue()


@pytest.mark.parametrize(
    ("since", "documents"),
    [
        ("2025-01-01", {sample.ALPHA.id, sample.BETA.id}),
        ("2025-04-05", {sample.ALPHA.id, sample.BETA.id}),
        ("2025-04-06", {sample.BETA.id}),
        ("2025-06-13", set()),
    ],
)
def test_since_a_day_leaves_out_older_and_undated_documents(store: Store, since: str, documents: set[str]) -> None:
    assert of("document", kept(store, since=dt.date.fromisoformat(since))) == documents


def test_filters_narrow_each_other(store: Store) -> None:
    found = kept(store, measure=(MEASURE,), since=dt.date(2025, 5, 1))
    assert of("claim", found) == claims(sample.PROMISE)
    assert of("document", found) == {sample.BETA.id}
    assert kept(store, measure=(CHIPS,), document=(ALPHA,)) == set()


def test_all_filters_off_is_everything(store: Store) -> None:
    assert kept(store) == {str(quad.subject)[1:-1] for quad in store.quads()}


def test_a_filtered_export_is_part_of_the_whole(store: Store) -> None:
    whole, part = io.BytesIO(), io.BytesIO()
    write(store, "nq", whole)
    write(store, "nq", part, filters=Filters(material=(ids.material_iri("samarium"),), quotes=False))
    lines = set(part.getvalue().splitlines())
    assert lines < set(whole.getvalue().splitlines())
    assert lines
