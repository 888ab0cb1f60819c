"""The ontology and the shapes in, the JSON-LD context of regraph's data out.

The context is published as `ontology/context.jsonld`; write it anew after a change of the ontology:

    python -m regraph.export.context > ontology/context.jsonld
"""

import json
import sys
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import NamedNode, RdfFormat

from regraph import resources, terms
from regraph.ids import ONTOLOGY

_SH: Final = terms.PREFIXES["sh"]
# Foreign terms of the data that read better without a prefix: name -> (prefixed name, type of its values)
_FOREIGN: Final[Mapping[str, tuple[str, str | None]]] = {
    "label": ("rdfs:label", None),
    "identifier": ("dcterms:identifier", None),
    "title": ("dcterms:title", None),
    "publisher": ("dcterms:publisher", None),
    "issued": ("dcterms:issued", None),
    "wasDerivedFrom": ("prov:wasDerivedFrom", "@id"),
    "hasSelector": ("oa:hasSelector", "@id"),
    "exact": ("oa:exact", None),
    "prefLabel": ("skos:prefLabel", None),
    "altLabel": ("skos:altLabel", None),
    "broader": ("skos:broader", "@id"),
    "inScheme": ("skos:inScheme", "@id"),
}


@cache
def context() -> Mapping[str, Any]:
    """Return the body of `@context`: prefixes, then terms with the type of their values, sorted.

    Names without an entry are of the ontology, by `@vocab`. Values that are concepts are written by their name.
    """
    out: dict[str, Any] = {"@version": 1.1, "@vocab": ONTOLOGY}
    out.update(sorted(terms.PREFIXES.items()))
    found: dict[str, Any] = {}
    for name, (curie, kind) in _FOREIGN.items():
        found[name] = {"@id": curie, "@type": kind} if kind else {"@id": curie}
    for name, kind in _types().items():
        found[name] = {"@id": f"rg:{name}", "@type": kind}
    out.update(sorted(found.items()))
    return MappingProxyType(out)


def _types() -> dict[str, str]:
    """Return the type of the values of each property of the ontology that has one which is no plain text."""
    declared = ox.Store()
    for parts in (("ontology", "regraph.ttl"), ("shapes", "data.ttl")):
        declared.load(resources.path(*parts).read_bytes(), format=RdfFormat.TURTLE)
    out: dict[str, str] = {}
    for name in sorted(terms.PROPERTIES):
        node = NamedNode(ONTOLOGY + name)
        types = _values(declared, node, terms.term("rdf:type"))
        ranges = _values(declared, node, terms.term("rdfs:range"))
        if terms.term("owl:ObjectProperty") in types:
            out[name] = "@vocab" if terms.term("skos:Concept") in ranges else "@id"
            continue
        xsd = {iri for iri in ranges | _datatypes(declared, node) if iri.startswith(terms.PREFIXES["xsd"])}
        xsd -= {terms.term("xsd:string")}
        if len(xsd) == 1:
            out[name] = "xsd:" + xsd.pop().removeprefix(terms.PREFIXES["xsd"])
    return out


def _datatypes(declared: ox.Store, prop: NamedNode) -> set[str]:
    """Return the datatypes that the shapes want for a property; OWL 2 has no xsd:date, the shapes have."""
    shapes = [quad.subject for quad in declared.quads_for_pattern(None, NamedNode(f"{_SH}path"), prop)]
    return {iri for shape in shapes for iri in _values(declared, shape, f"{_SH}datatype")}


def _values(declared: ox.Store, subject: Any, predicate: str) -> set[str]:
    found = declared.quads_for_pattern(subject, NamedNode(predicate), None)
    return {quad.object.value for quad in found if isinstance(quad.object, NamedNode)}


def document() -> str:
    """Return the text of `ontology/context.jsonld`."""
    return json.dumps({"@context": dict(context())}, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
