"""The ontology and some data in, whether they hold together and what follows from them out.

owlready2 with HermiT does it; HermiT needs Java. Neither is needed for anything else, so both are looked for on the
first call.
"""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from regraph import ids, resources, terms
from regraph.errors import OntologyError

_TYPE: Final = NamedNode(terms.term("rdf:type"))
_INDIVIDUAL: Final = NamedNode(terms.term("owl:NamedIndividual"))
_FILES: Final = ("regraph.ttl", "schemes.ttl", "materials.ttl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoning:
    """What a reasoner says of the ontology and a sample of data."""

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()  # IRIs of classes that can have no member, sorted
    types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # node -> classes it is in, inferred ones too


def reason(data: Iterable[Quad | Triple] = ()) -> Reasoning:
    """Return whether the ontology with `data` is consistent, and the classes of each node of `data`.

    Dates are left aside: OWL 2 has no xsd:date, and the shapes check them.

    Raises: OntologyError where Java or owlready2 is absent, or the reasoner fails.
    """
    owlready2 = _owlready()
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in data]
    nodes = {node for triple in triples for node in _individuals(triple)}
    triples += [Triple(NamedNode(node), _TYPE, _INDIVIDUAL) for node in sorted(nodes)]
    for name in _FILES:
        parsed = parse(path=str(resources.path("ontology", name)), format=RdfFormat.TURTLE)
        triples += [Triple(quad.subject, quad.predicate, quad.object) for quad in parsed]
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ontology.nt"
        serialize(triples, str(file), format=RdfFormat.N_TRIPLES)
        world.get_ontology(file.as_uri()).load()
        try:
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
        except owlready2.OwlReadyInconsistentOntologyError:
            return Reasoning(consistent=False)
        except owlready2.OwlReadyJavaError as error:
            raise OntologyError(f"the reasoner failed: {str(error).strip().splitlines()[-1]}") from error
    return Reasoning(
        consistent=True,
        unsatisfiable=tuple(sorted(str(one.iri) for one in world.inconsistent_classes())),
        types=MappingProxyType(_types(world, nodes)),
    )


def _owlready() -> Any:
    if shutil.which("java") is None:
        raise OntologyError("Java is not installed, and the OWL reasoner needs it: install a JRE 11 or newer")
    try:
        import owlready2
    except ImportError as error:
        raise OntologyError("owlready2 is not installed: pip install owlready2") from error
    return owlready2


def _individuals(triple: Triple) -> Iterator[str]:
    """Yield the nodes of data in a triple: neither classes nor terms of the ontology."""
    for node in (triple.subject, None if triple.predicate == _TYPE else triple.object):
        if isinstance(node, NamedNode) and not node.value.startswith(ids.ONTOLOGY):
            yield node.value


def _types(world: Any, nodes: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for iri in nodes:
        node = world[iri]
        for parent in node.is_a if node is not None else ():
            found[iri].update(str(above.iri) for above in parent.ancestors() if hasattr(above, "iri"))
    return {iri: tuple(sorted(classes)) for iri, classes in sorted(found.items())}
