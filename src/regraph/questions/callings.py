"""Claims that an answer rests on, into warnings: which of their documents call a material something that it is not."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from pyoxigraph import NamedNode

from regraph import sparql
from regraph.sparql import Term
from regraph.store import Store

_MISCALLED: Final = """
SELECT DISTINCT ?claim ?document ?material ?name ?group_name {
  VALUES ?claim { %s }
  ?claim rg:describedAs ?group ; rg:material ?material ; prov:wasDerivedFrom ?source .
  FILTER NOT EXISTS { ?material skos:broader* ?group }
  ?material rdfs:label ?name . ?group rdfs:label ?group_name . ?source dcterms:identifier ?document .
} ORDER BY ?document ?name ?group_name
"""


def miscalled(store: Store, claims: Iterable[str], asked: Collection[Term] = ()) -> Mapping[str, tuple[str, ...]]:
    """Return for each claim (IRI) whose document miscalls a material the warnings about it.

    Where materials are among what is `asked`, only those are warned of.
    """
    nodes = [NamedNode(iri) for iri in sorted(set(claims))]
    rows = sparql.solutions(store.engine, _MISCALLED % sparql.values(nodes)) if nodes else []
    wanted = {row["material"] for row in rows if row["material"] in asked} or {row["material"] for row in rows}
    out: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["material"] in wanted:
            told = f"{row['document'].value} calls {row['name'].value} one of the {row['group_name'].value}, wrongly"
            out[row["claim"].value].append(told)
    return {claim: tuple(warnings) for claim, warnings in out.items()}
