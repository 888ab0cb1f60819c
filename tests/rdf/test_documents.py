"""A document and its claims survive the way into RDF and back, whatever they say."""

import hashlib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from regraph import ids, terms
from regraph.model import CONCEPT_SCHEMES, FIELD_KINDS, TYPE_FIELDS, Claim, Document, FieldKind, Passage, claim_values
from regraph.rdf import document_graph, document_quads, read_claim, read_document
from regraph.store import Store
from regraph.terms import CONCEPTS

TEXT = "Kinshasa halted cobalt shipments for four months.\nHarare “may” follow, the ministry said: <é>\t& more."
SLUGS = st.sampled_from(["CD", "CD/ARECOMS", "ZW", "EU", "glencore", "some-unheard-of-firm", "ID/energy-ministry"])
THINGS = st.sampled_from(["cobalt", "rare-earths", "lithium-concentrate", "unobtainium"])
VALUES: dict[FieldKind, st.SearchStrategy[Any]] = {
    FieldKind.ACTORS: st.lists(SLUGS, min_size=1, max_size=3),
    FieldKind.MATERIALS: st.lists(THINGS, min_size=1, max_size=3),
    FieldKind.ITEMS: st.lists(THINGS, min_size=1, max_size=3),
    FieldKind.MATERIAL: THINGS,
    FieldKind.DATE: st.sampled_from(["2025", "2025-02", "2025-02-22", "2025-06-21/2025-06-30"]),
    FieldKind.DURATION: st.sampled_from(["P90D", "P4M", "P1Y"]),
    FieldKind.NUMBER: st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6, allow_nan=False)),
    FieldKind.COUNT: st.dictionaries(
        st.sampled_from(["materials", "companies", "holders", "ships"]), st.integers(0, 999), min_size=1
    ),
    FieldKind.TEXT: st.sampled_from(["No. 18 of 2025", 'quoted "deal"', "geneva-2025-05", "back\\slash\u2028"]),
}


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    kind = draw(st.sampled_from(sorted(TYPE_FIELDS)))
    fields = {}
    for field in draw(st.lists(st.sampled_from(sorted(TYPE_FIELDS[kind])), unique=True)):
        if (kind, field) in CONCEPT_SCHEMES:
            fields[field] = draw(st.sampled_from(CONCEPTS[CONCEPT_SCHEMES[kind, field]]))
        else:
            fields[field] = draw(VALUES[FIELD_KINDS[field]])
    start = draw(st.integers(0, len(TEXT) - 2))
    return Claim(
        type=kind,
        document_id=DOCUMENT.id,
        start=start,
        end=draw(st.integers(start + 1, len(TEXT))),
        values=claim_values(kind, fields),
        modality=draw(st.sampled_from(CONCEPTS["modality"])),
        speaker=tuple(sorted(draw(st.sets(SLUGS, max_size=2)))),
        confidence=draw(st.integers(0, 1000)) / 1000,
        rule=draw(st.sampled_from(["", "measure.suspend/active"])),
    )


_SHA = hashlib.sha256(TEXT.encode()).hexdigest()
DOCUMENT = Document(
    id=_SHA[:16],
    text=TEXT,
    name="a.txt",
    sha256=_SHA,
    title='A "title"',
    publisher="P",
    url="http://x/a b",
    published="2025-02",
)
PASSAGES = (
    Passage(document_id=DOCUMENT.id, index=0, start=0, end=49, role="lead"),
    Passage(document_id=DOCUMENT.id, index=1, start=50, end=len(TEXT), role="body"),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(claims(), max_size=5, unique_by=lambda claim: claim.id))
def test_what_is_written_is_read_back(told: list[Claim]) -> None:
    quads = document_quads(DOCUMENT, PASSAGES, told)
    document, found = read_document(quads)
    assert document == DOCUMENT
    assert sorted(found, key=lambda claim: claim.id) == sorted(told, key=lambda claim: claim.id)
    assert all(claim.id in {one.id for one in told} for claim in found)


@settings(max_examples=50, deadline=None)
@given(st.lists(claims(), min_size=1, max_size=4, unique_by=lambda claim: claim.id))
def test_one_claim_is_read_out_of_the_store(told: list[Claim]) -> None:
    store = Store.memory()
    store.apply(document_quads(DOCUMENT, PASSAGES, told))

    def describe(iri: str) -> dict[str, list[Any]]:
        out: dict[str, list[Any]] = {}
        for quad in store.match(NamedNode(iri)):
            out.setdefault(quad.predicate.value, []).append(quad.object)
        return out

    for claim in told:
        found, document = read_claim(ids.iri("claim", claim.id), describe)
        assert found == claim
        assert (document.id, document.published, document.text) == (DOCUMENT.id, "2025-02", "")


@given(st.permutations([1, 2, 3]))
def test_order_and_repeats_of_claims_do_not_matter(order: list[int]) -> None:
    told = [
        Claim(
            type="measure",
            document_id=DOCUMENT.id,
            start=n,
            end=9 + n,
            values=claim_values("measure", {"action": "lifted"}),
        )
        for n in (1, 2, 3)
    ]
    shuffled = [told[n - 1] for n in order]
    assert document_quads(DOCUMENT, PASSAGES, [*shuffled, *shuffled]) == document_quads(DOCUMENT, PASSAGES, told)


def test_the_id_of_a_document_is_that_of_its_node_not_of_the_bytes_it_tells_of() -> None:
    """A retelling carries the hash of the original, and has an id of its own."""
    retold = Document(id="0123456789abcdef", text="Tin.", name="tin.md", sha256="f" * 64)
    assert read_document(document_quads(retold, (), ()))[0] == retold


def test_everything_stands_in_the_documents_own_graph_and_nothing_is_blank() -> None:
    claim = Claim(
        type="meeting",
        document_id=DOCUMENT.id,
        start=0,
        end=8,
        values=claim_values("meeting", {"place": "Kuala Lumpur"}),
    )
    quads = document_quads(DOCUMENT, PASSAGES, [claim])
    assert {quad.graph_name for quad in quads} == {document_graph(DOCUMENT.id)}
    assert all(isinstance(term, NamedNode | Literal) for quad in quads for term in (quad.subject, quad.object))
    assert any(str(quad.object) == f"<{ids.place_iri('kuala-lumpur')}>" for quad in quads)


def test_evidence_is_the_exact_quote_of_the_text() -> None:
    claim = Claim(type="impact", document_id=DOCUMENT.id, start=9, end=32)
    quads = document_quads(DOCUMENT, PASSAGES, [claim])
    quotes = [quad.object for quad in quads if quad.predicate.value == terms.term("oa:exact")]
    assert quotes == [Literal("halted cobalt shipments")]
