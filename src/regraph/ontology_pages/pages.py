"""The terms of the ontology in, the files of a site out; escaped, without scripts, the same bytes every time."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from regraph import ids, resources
from regraph.errors import UsageError
from regraph.ontology_pages import diagram
from regraph.ontology_pages.reading import MATERIAL, PREFIXES, SHAPE, Term, Vocabulary, curie, local, read

# page, title of its link
_PAGES: Final = (
    ("index.html", "Ontology"),
    ("materials.html", "Materials"),
    ("shapes.html", "Shapes"),
    ("questions.html", "Questions"),
    ("mappings.html", "Mappings"),
)
_DATA: Final = (
    ("ontology", "regraph.ttl"),
    ("ontology", "schemes.ttl"),
    ("ontology", "materials.ttl"),
    ("ontology", "context.jsonld"),
    ("shapes", "data.ttl"),
)
_HOMES: Final = ((ids.ONTOLOGY, "index.html"), (MATERIAL, "materials.html"), (SHAPE, "shapes.html"))
# what the vocabularies that are mapped to are called, in the order of the page
_VOCABULARIES: Final = {
    "eli": "ELI, the European Legislation Identifier",
    "prov": "PROV-O, provenance",
    "org": "ORG, the organization ontology",
    "schema": "schema.org",
    "ftm": "FollowTheMoney",
    "oa": "Web Annotation",
    "qb": "RDF Data Cube",
    "time": "OWL-Time",
    "skos": "SKOS",
}


def write(folder: Path) -> tuple[Path, ...]:
    """Write the site into a folder, which is made where it is missing; return the files.

    Raises: UsageError where the folder holds anything that is not of such a site.
    """
    files = render()
    strange = sorted(one.name for one in folder.iterdir() if one.name not in files) if folder.is_dir() else []
    if strange or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"{folder} holds other things ({', '.join(strange[:3])}): name a new or an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        folder.joinpath(name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(folder / name for name in files)


def render() -> dict[str, str]:
    """Return the files of the site, name to text."""
    vocabulary = read()
    environment = Environment(
        loader=PackageLoader("regraph.ontology_pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    labels = {term.iri: term.label for term in vocabulary.every()}
    environment.globals.update(
        v=vocabulary,
        pages=_PAGES,
        data=[name for _, name in _DATA],
        prefixes=PREFIXES,
        prefixed=curie,
        labels=labels,
        href=href,
        safe=lambda text: text.startswith(("https://", "http://")),
        local=local,
    )
    views: dict[str, dict[str, object]] = {
        "index.html": {"overview": diagram.overview(vocabulary), "tree": diagram.tree(vocabulary)},
        "mappings.html": {"vocabularies": mappings(vocabulary), "kinds": classified(vocabulary)},
    }
    files = {
        page: environment.get_template(page).render(page=page, title=title, **views.get(page, {}))
        for page, title in _PAGES
    }
    files["style.css"] = Path(__file__).with_name("templates").joinpath("style.css").read_text(encoding="utf-8")
    return files | {name: resources.path(part, name).read_text(encoding="utf-8") for part, name in _DATA}


def href(iri: str) -> str:
    """Return where the site, or the web, describes an IRI.

    >>> href("https://w3id.org/regraph/ontology#Measure")
    'index.html#Measure'
    """
    for namespace, page in _HOMES:
        if iri.startswith(namespace):
            return f"{page}#{local(iri)}"
    return iri


def mappings(vocabulary: Vocabulary) -> list[tuple[str, str, str, list[tuple[Term, str, str]]]]:
    """Return for each vocabulary its prefix, name and namespace, and the terms mapped to it with relation and IRI."""
    found: dict[str, list[tuple[Term, str, str]]] = {}
    for term in vocabulary.every():
        for match in term.matches:
            prefix = curie(match.iri).partition(":")[0]
            found.setdefault(prefix, []).append((term, match.relation, match.iri))
    order = [*_VOCABULARIES, *sorted(set(found) - set(_VOCABULARIES))]
    return [
        (prefix, _VOCABULARIES.get(prefix, prefix), PREFIXES.get(prefix, ""), found[prefix])
        for prefix in order
        if prefix in found
    ]


_GTA: Final = re.compile(r"GTA intervention types?: ([^.]+)")


def classified(vocabulary: Vocabulary) -> list[tuple[Term, str, str]]:
    """Return the kinds of measure with their class in UNCTAD's MAST and their type in Global Trade Alert."""
    kinds = [term for term in vocabulary.concepts if term.name.startswith("kind-")]
    return [(term, ", ".join(term.notations), _first(_GTA.findall(" ".join(term.notes)))) for term in kinds]


def _first(texts: Iterable[str]) -> str:
    return next(iter(texts), "")
