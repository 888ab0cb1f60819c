"""Rows of `seeds/reference/materials.csv` in, the Turtle of `ontology/materials.ttl` out.

The table is the one source; the Turtle is committed so that SPARQL, SHACL and people read materials as RDF.
`python -m regraph.ontology_check.materials` writes it anew; a test compares the two.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from regraph import ids, reference, resources
from regraph.errors import OntologyError

MEND: Final = "python -m regraph.ontology_check.materials"

_TYPES: Final = frozenset({"ChemicalElement", "Mineral", "Compound", "MaterialGroup"})
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NOT_IRI: Final = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_HEAD: Final = f"""\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix material: <{ids.ID}material/> .
@prefix rg: <{ids.ONTOLOGY}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# Made from seeds/reference/materials.csv; do not edit by hand. Write it anew: {MEND}

rg:scheme-material a skos:ConceptScheme ;
    rdfs:label "materials"@en ;
    skos:prefLabel "materials"@en ;
    skos:definition "Scheme of concepts: the materials that trade measures name, and the groups they belong to."@en ;
    skos:example "samarium, bauxite, heavy rare earths."@en ;
    dcterms:source "regraph reference tables"@en ;
    rdfs:isDefinedBy <{ids.ONTOLOGY.rstrip("#")}> .
"""


def turtle(rows: Iterable[Mapping[str, str]]) -> str:
    """Return the Turtle of the materials, in the order of the rows.

    A group that is implied by a narrower one of the same row is left out: samarium is broader to the light rare
    earths, which are broader to the rare earths.

    Raises: OntologyError where a row has a malformed id, type, number or address, a repeated id, an unknown
        group, or stands in its own group.
    """
    table = {row["id"]: row for row in rows if _checked(row)}
    groups = {name: _split(row["groups"]) for name, row in table.items()}
    blocks = [_HEAD]
    for name, row in table.items():
        unknown = [group for group in groups[name] if groups.get(group) is None]
        if unknown:
            raise OntologyError(f"material {name!r} is in the group {unknown[0]!r}, which has no row: add one")
        implied = {far for group in groups[name] for far in _ancestors(group, groups)}
        if name in implied or name in groups[name]:
            raise OntologyError(f"material {name!r} is in its own group: mend the column groups")
        blocks.append(_block(row, [group for group in groups[name] if group not in implied]))
    return "\n".join(blocks)


def read_rows() -> list[dict[str, str]]:
    """Return the rows of the table of materials.

    Raises: OntologyError where an id stands twice.
    """
    rows = list(reference.rows("materials.csv"))
    seen: set[str] = set()
    for row in rows:
        if row["id"] in seen:
            raise OntologyError(f"material {row['id']!r} stands twice in seeds/reference/materials.csv: unite the rows")
        seen.add(row["id"])
    return rows


def write() -> None:
    """Write `ontology/materials.ttl` from the table."""
    resources.path("ontology").joinpath("materials.ttl").write_text(turtle(read_rows()), encoding="utf-8")


def _checked(row: Mapping[str, str]) -> bool:
    name = row["id"]
    if not _SLUG.fullmatch(name):
        raise OntologyError(f"material id {name!r} is no slug: use lower-case letters, digits and single hyphens")
    if row["type"] not in _TYPES:
        raise OntologyError(f"material {name!r} has the type {row['type']!r}: use one of {', '.join(sorted(_TYPES))}")
    number = row["atomic_number"]
    if number and not (number.isdecimal() and 1 <= int(number) <= 118):
        raise OntologyError(f"material {name!r} has the atomic number {number!r}: give 1 to 118, or nothing")
    if row["cas"] and not cas_is_valid(row["cas"]):
        raise OntologyError(f"material {name!r} has the CAS number {row['cas']!r}: its check digit is wrong")
    return True


def cas_is_valid(number: str) -> bool:
    """Return whether a CAS registry number has its form and its check digit.

    Source: CAS, check digit verification: the digits before the last, counted from the right, weighted by place.

    >>> cas_is_valid("7440-19-9"), cas_is_valid("7440-19-8")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{2,7}-[0-9]{2}-[0-9]", number):
        return False
    digits = number.replace("-", "")
    return sum(place * int(digit) for place, digit in enumerate(reversed(digits[:-1]), 1)) % 10 == int(digits[-1])


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _ancestors(name: str, groups: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    queue = list(groups.get(name, ()))
    while queue:
        group = queue.pop()
        if group not in found:
            found.add(group)
            queue.extend(groups.get(group, ()))
    return found


def _block(row: Mapping[str, str], groups: list[str]) -> str:
    lines = [f"material:{row['id']} a rg:{row['type']}", "skos:inScheme rg:scheme-material"]
    lines.append(f"skos:prefLabel {_text(row['label'])}@en")
    lines += [f"skos:altLabel {_text(alias)}@en" for alias in _split(row["aliases"])]
    lines += [f"skos:broader material:{group}" for group in groups]
    if row["symbol"]:
        lines.append(f"rg:symbol {_text(row['symbol'])}")
    if row["atomic_number"]:
        lines.append(f"rg:atomicNumber {int(row['atomic_number'])}")
    if row["cas"]:
        lines.append(f"rg:casNumber {_text(row['cas'])}")
    lines += [f"rg:hsCode {_text(code)}" for code in _split(row["hs"])]
    for column, prop in (("eu_crm_2023", "euList"), ("usgs_2025_list", "usgsList")):
        if row[column] not in ("", "unknown"):
            lines.append(f"rg:{prop} {_text(row[column])}")
    if row["note"]:
        lines.append(f"skos:note {_text(row['note'])}@en")
    lines += [
        f"dcterms:source {_source(address, row['id'])}" for address in row["source"].split(" ; ") if address.strip()
    ]
    return " ;\n    ".join(lines) + " .\n"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _source(value: str, name: str) -> str:
    value = value.strip()
    if not value.startswith(("http://", "https://")):
        return f"{_text(value)}@en"
    if _NOT_IRI.search(value):
        raise OntologyError(f"material {name!r} has a malformed source address {value!r}: percent-encode it")
    return f"<{value}>"


if __name__ == "__main__":
    write()
