"""The tables of terms.py against the files under ontology/, and the errors for names that are in neither."""

from collections.abc import Iterator

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from regraph import ids, resources, terms
from regraph.errors import OntologyError
from regraph.model import CONCEPT_SCHEMES

TYPE = terms.term("rdf:type")
KINDS = {
    terms.term("owl:Class"): "class",
    terms.term("owl:ObjectProperty"): "property",
    terms.term("owl:DatatypeProperty"): "property",
    terms.term("skos:Concept"): "concept",
    terms.term("skos:ConceptScheme"): "scheme",
}


def declared(*names: str) -> Iterator[tuple[str, str]]:
    """Yield kind and local name of everything declared in files of the ontology."""
    for name in names:
        for quad in parse(path=str(resources.path("ontology", name)), format=RdfFormat.TURTLE):
            if quad.predicate.value == TYPE and isinstance(quad.subject, NamedNode):
                iri = quad.subject.value
                kind = KINDS.get(str(quad.object.value))
                if kind and iri.startswith(ids.ONTOLOGY):
                    yield kind, iri.removeprefix(ids.ONTOLOGY)


@pytest.mark.parametrize(("kind", "table"), [("class", terms.CLASSES), ("property", terms.PROPERTIES)])
def test_ontology_and_tables_declare_the_same(kind: str, table: frozenset[str]) -> None:
    in_file = {name for found, name in declared("regraph.ttl") if found == kind}
    missing, surplus = sorted(table - in_file), sorted(in_file - table)
    assert not missing, f"declare in ontology/regraph.ttl: {missing}"
    assert not surplus, f"add to terms.py, or take out of ontology/regraph.ttl: {surplus}"


def test_schemes_and_table_declare_the_same() -> None:
    in_file = {name for found, name in declared("schemes.ttl") if found == "concept"}
    in_table = {f"{scheme}-{name}" for scheme, names in terms.CONCEPTS.items() for name in names}
    assert in_file == in_table
    assert {name for found, name in declared("schemes.ttl") if found == "scheme"} == {
        f"scheme-{scheme}" for scheme in terms.CONCEPTS
    }


def test_classes_and_properties_share_no_name() -> None:
    assert not terms.CLASSES & terms.PROPERTIES


def test_every_concept_field_of_the_claim_schema_has_a_scheme() -> None:
    assert set(CONCEPT_SCHEMES.values()) <= terms.CONCEPTS.keys()


@pytest.mark.parametrize("name", ["", "measure", "Measures", "scheme-action", "covers "])
def test_unknown_terms_are_refused(name: str) -> None:
    with pytest.raises(OntologyError, match=r"ontology/regraph\.ttl and terms\.py"):
        terms.rg(name)


@pytest.mark.parametrize(("scheme", "name"), [("action", "lift"), ("actions", "lifted"), ("commitment", "lifted")])
def test_unknown_concepts_are_refused(scheme: str, name: str) -> None:
    with pytest.raises(OntologyError, match=r"schemes\.ttl"):
        terms.concept(scheme, name)


def test_unknown_prefixes_are_refused() -> None:
    with pytest.raises(OntologyError, match="no known prefix"):
        terms.term("foaf:name")
