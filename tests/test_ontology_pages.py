"""The site about the ontology: nothing is missing, nothing leads nowhere, nothing runs."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from rdflib import Graph, URIRef
from typer.testing import CliRunner

from regraph import ids, ontology_pages, resources
from regraph.cli.main import app
from regraph.errors import UsageError
from regraph.ontology_pages import diagram, pages, reading

VOID: Final = frozenset("meta link br rect line path img input".split())


@dataclass
class Page(HTMLParser):
    """What a page holds."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    attributes: set[str] = field(default_factory=set)
    headings: list[int] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(given)
        self.ids += [value for name in ("id",) if (value := given.get(name))]
        self.links += [value for name in ("href", "src") if (value := given.get(name))]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return ontology_pages.render()


@pytest.fixture(scope="module")
def read(site: dict[str, str]) -> dict[str, Page]:
    found = {}
    for name, text in site.items():
        if name.endswith(".html"):
            found[name] = Page()
            found[name].feed(text)
            assert not found[name].open, f"{name} leaves elements open"
    return found


def _subjects(*path: str) -> set[str]:
    graph = Graph().parse(resources.path(*path))
    return {str(node) for node in graph.subjects() if isinstance(node, URIRef)}


def test_every_term_has_its_anchor(read: dict[str, Page]) -> None:
    declared = set().union(*(_subjects("ontology", f"{name}.ttl") for name in ("regraph", "schemes", "materials")))
    own = {iri for iri in declared if iri.startswith(ids.ONTOLOGY)}
    materials = {iri for iri in declared if iri.startswith(reading.MATERIAL)}
    assert len(own) > 200
    assert len(materials) > 90
    assert {iri.removeprefix(ids.ONTOLOGY) for iri in own} <= set(read["index.html"].ids)
    assert {iri.removeprefix(reading.MATERIAL) for iri in materials} <= set(read["materials.html"].ids)
    shapes = {
        iri.removeprefix(reading.SHAPE) for iri in _subjects("shapes", "data.ttl") if iri.startswith(reading.SHAPE)
    }
    assert len(shapes) > 100
    assert shapes <= set(read["shapes.html"].ids)


def test_no_link_is_dead_and_no_id_stands_twice(read: dict[str, Page], site: dict[str, str]) -> None:
    for name, page in read.items():
        assert [one for one, times in Counter(page.ids).items() if times > 1] == []
        for link in page.links:
            if link.startswith(("https://", "http://")):
                continue
            file, _, anchor = link.partition("#")
            assert (file or name) in site, f"{name}: {link}"
            assert not anchor or anchor in read[file or name].ids, f"{name}: {link}"


def test_pages_need_no_script_and_ask_nobody(read: dict[str, Page], site: dict[str, str]) -> None:
    for name, page in read.items():
        assert not {"script", "iframe", "img", "object"} & set(page.tags)
        assert not {one for one in page.attributes if one.startswith("on") or one == "style"}
        assert page.headings[0] == 1
        assert page.headings.count(1) == 1
        assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), name
    assert "http" not in site["style.css"]


def test_a_term_tells_who_uses_it_and_what_it_is_near_to() -> None:
    vocabulary = reading.read()
    terms = {term.name: term for term in vocabulary.every()}
    assert "measures-in-force" in terms["covers"].questions
    assert ids.ONTOLOGY + "stance" in vocabulary.uses["accusations"]
    assert reading.SHAPE + "documentKind" in terms["documentKind"].shapes
    assert reading.Match(relation="is close to", iri="https://schema.org/Country") in terms["State"].matches
    assert terms["Ministry"].supers == (ids.ONTOLOGY + "GovernmentBody",)
    assert terms["samarium"].kind == "material"
    assert ("symbol", "Sm") in terms["samarium"].facts
    assert ids.ONTOLOGY + "action-suspended" in terms["scheme-action"].members


def test_mappings_name_the_vocabularies_and_classifications(site: dict[str, str]) -> None:
    found = {prefix for prefix, *_ in pages.mappings(reading.read())}
    assert {"eli", "prov", "org", "schema", "ftm"} <= found
    kinds = {term.name: (mast, gta) for term, mast, gta in pages.classified(reading.read())}
    assert kinds["kind-export_ban"] == ("MAST P31", "export ban")
    assert len(kinds) == len([one for one in reading.read().concepts if one.name.startswith("kind-")])


def test_the_drawings_hold_every_class_and_only_arrows_with_a_name() -> None:
    vocabulary = reading.read()
    tree = diagram.tree(vocabulary)
    assert sorted(box.name for box in tree.boxes) == sorted(term.name for term in vocabulary.classes)
    assert all(title != "Other" for _, _, title in tree.titles)
    overview = diagram.overview(vocabulary)
    assert all(line.names for line in overview.lines)
    joined = {name for line in overview.lines for name in line.names}
    assert {"statedIn", "imposedBy", "covers", "basedOn", "promisor"} <= joined
    for drawing in (tree, overview):
        for one in drawing.boxes:
            assert one.x >= 0
            assert one.x + one.wide <= drawing.wide
            assert one.y + one.high <= drawing.high
            for other in drawing.boxes:
                apart = one.x + one.wide <= other.x or other.x + other.wide <= one.x or one.y + one.high <= other.y
                assert one is other or apart or other.y + other.high <= one.y


def test_text_of_the_files_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    vocabulary = reading.read()
    bad = replace(
        vocabulary.classes[0], definition='<script>alert(1)</script> & "so"', sources=("javascript:alert(1)",)
    )
    monkeypatch.setattr(pages, "read", lambda: replace(vocabulary, classes=(bad, *vocabulary.classes[1:])))
    text = ontology_pages.render()["index.html"]
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in text
    assert 'href="javascript' not in text


def test_the_command_writes_the_same_site_every_time_and_leaves_others_alone(
    tmp_path: Path, site: dict[str, str]
) -> None:
    folder = tmp_path / "site"
    for _ in range(2):
        result = CliRunner().invoke(app, ["ontology", "docs", "-o", str(folder)], catch_exceptions=False)
        assert result.exit_code == 0
        assert {one.name: one.read_text(encoding="utf-8") for one in folder.iterdir()} == site
    assert (folder / "regraph.ttl").read_bytes() == resources.path("ontology", "regraph.ttl").read_bytes()
    (folder / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"thesis\.txt"):
        ontology_pages.write(folder)
