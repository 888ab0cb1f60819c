"""A selection in, an RO-Crate of it out: the graph, its tables and its description, with licences and provenance.

The metadata names every file with its size and hash, the program that made it, and the documents it was made from.
There is no clock in it: `datePublished` is the newest day of publication that the graph knows.
Source: RO-Crate Metadata Specification 1.1, https://w3id.org/ro/crate/1.1.
"""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import IO, Any, Final

from regraph import ids, resources
from regraph.export import csv_tables, ftm, ntriples, trig, turtle, void
from regraph.export.folder import Part, Written
from regraph.export.options import Options
from regraph.export.records import Reader
from regraph.export.selecting import Selection

METADATA: Final = "ro-crate-metadata.json"
_PROFILE: Final = "https://w3id.org/ro/crate/1.1"
_PROGRAM: Final = "#regraph"
_RIGHTS: Final = "#rights"
_UNKNOWN_DAY: Final = "1970-01-01"  # the specification wants a day, also of a graph that knows none
_BOUND: Final = (  # what comes along from the package, so that the graph can be understood and checked
    ("ontology/regraph.ttl", "The classes and properties of the graph."),
    ("ontology/schemes.ttl", "The concepts: kinds of measures, actions, statuses, certainties."),
    ("ontology/materials.ttl", "The materials and their groups."),
    ("ontology/context.jsonld", "The JSON-LD context of the graph."),
    ("shapes/data.ttl", "The SHACL shapes that every document of the graph passed."),
)


def parts(selection: Selection, options: Options) -> Iterator[Part]:
    """Yield the files of the crate but the metadata."""
    yield from _graph(selection)
    yield from csv_tables.parts(selection, options)
    yield from _entities(selection, options)
    yield from _bound()
    yield from options.more


def closing(selection: Selection, files: Sequence[Written]) -> Part:
    """Return the metadata file of a crate with these files."""
    data = json.dumps(_document(selection, files), ensure_ascii=False, indent=2).encode() + b"\n"

    def write(stream: IO[bytes]) -> None:
        stream.write(data)

    return Part(name=METADATA, write=write, media_type="application/ld+json", about="What the crate holds.")


def _graph(selection: Selection) -> Iterator[Part]:
    for name, module, media, about in (
        ("graph.trig", trig, "application/trig", "The whole graph, one named graph a document."),
        ("graph.ttl", turtle, "text/turtle", "The union of all graphs, for people and most RDF tools."),
        ("graph.nt", ntriples, "application/n-triples", "The union of all graphs, one statement a line, sorted."),
    ):
        yield Part(name=name, write=partial(_rdf, module, selection), media_type=media, about=about)


def _rdf(module: Any, selection: Selection, stream: IO[bytes]) -> None:
    module.write(selection.quads(), stream)


def _entities(selection: Selection, options: Options) -> Iterator[Part]:
    for name, module, media, about in (
        ("entities.ftm.json", ftm, "application/json+ftm", "Actors, measures and documents as FollowTheMoney lines."),
        ("void.ttl", void, "text/turtle", "How much the graph holds, in VoID and DCAT."),
    ):
        write = partial(_things, module, selection, options)
        yield Part(name=name, write=write, media_type=media, about=about)


def _things(module: Any, selection: Selection, options: Options, stream: IO[bytes]) -> None:
    module.write(selection, stream, options)


def _bound() -> Iterator[Part]:
    for name, about in _BOUND:
        media = "text/turtle" if name.endswith(".ttl") else "application/ld+json"
        yield Part(name=name, write=partial(_copy, name), media_type=media, about=about)


def _copy(name: str, stream: IO[bytes]) -> None:
    stream.write(resources.path(*name.split("/")).read_bytes())


def _document(selection: Selection, files: Sequence[Written]) -> dict[str, Any]:
    sources = list(_sources(selection))
    newest = max((one["datePublished"] for one in sources if "datePublished" in one), default=_UNKNOWN_DAY)
    own = {one.part.name for one in files} - {name for name, _ in _BOUND}
    graph: list[dict[str, Any]] = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _PROFILE},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": "A build of regraph: trade measures on critical minerals, and who says so",
            "description": _description(selection),
            "datePublished": newest,
            "license": {"@id": _RIGHTS},
            "hasPart": [{"@id": one.part.name} for one in files],
            "mentions": {"@id": "#build"},
        },
        {
            "@id": "#build",
            "@type": "CreateAction",
            "name": "Claims read, measures and phases derived, files written",
            "instrument": {"@id": _PROGRAM},
            "object": [{"@id": one["@id"]} for one in sources],
            "result": [{"@id": name} for name in sorted(own)],
        },
        {
            "@id": _PROGRAM,
            "@type": "SoftwareApplication",
            "name": "regraph",
            "softwareVersion": void.version(),
            "license": {"@id": void.LICENCE},
        },
        {
            "@id": void.LICENCE,
            "@type": "CreativeWork",
            "name": "Apache License 2.0",
            "identifier": "Apache-2.0",
        },
        {"@id": _RIGHTS, "@type": "CreativeWork", "name": "Rights of a graph with quotes", "description": void.RIGHTS},
    ]
    graph += [_file(one, bound=one.part.name not in own) for one in files]
    return {"@context": f"{_PROFILE}/context", "@graph": [*graph, *sources]}


def _description(selection: Selection) -> str:
    filters = selection.filters
    about = "everything that the store holds" if not filters.narrow else "a part of a store, by filters"
    quotes = "with quoted passages and texts" if filters.quotes else "without quoted passages and texts"
    return f"Holds {about}, {quotes}: as RDF, as tables, and as entities for other tools."


def _file(one: Written, *, bound: bool) -> dict[str, Any]:
    return {
        "@id": one.part.name,
        "@type": "File",
        "name": one.part.name,
        "description": one.part.about,
        "encodingFormat": one.part.media_type,
        "contentSize": str(one.size),
        "sha256": one.sha256,
        "license": {"@id": void.LICENCE if bound else _RIGHTS},
    }


def _sources(selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield the documents as contextual entities: what the crate was made from, not what it holds."""
    reader = Reader(selection)
    for iri in selection.of("Document"):
        one: dict[str, Any] = {"@id": iri, "@type": "CreativeWork"}
        told = {
            "name": reader.one(iri, "dcterms:title") or reader.one(iri, "dcterms:identifier"),
            "identifier": reader.one(iri, "dcterms:identifier"),
            "publisher": reader.one(iri, "dcterms:publisher"),
            "datePublished": reader.one(iri, "publishedLatest"),
            "url": reader.one(iri, "url"),
            "sha256": reader.one(iri, "sha256"),
            "additionalType": ids.ONTOLOGY + "Document",
        }
        yield one | {name: value for name, value in told.items() if value}
