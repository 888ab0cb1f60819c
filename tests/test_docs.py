"""Every block of code of README.md and docs/ runs on a store of the seeds, and prints what is shown beside it."""

import io
import json
import logging
import re
import shlex
import shutil
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, Final

import pytest
import typer
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from pypdf import PdfWriter

from regraph import errors, pipeline, terms
from regraph.api import Graph
from regraph.cli.main import app
from tests import fenced
from tests.fenced import Block

ROOT: Final = Path(__file__).parent.parent
PAGES: Final = {
    str(page.relative_to(ROOT)): fenced.blocks(str(page.relative_to(ROOT)), page.read_text(encoding="utf-8"))
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
}
RUN: Final = {name: blocks for name, blocks in PAGES.items() if any(one.kind != "text" for one in blocks)}
# what a reader does once, and the fixture did: the store is there
BUILD: Final = "regraph build"
# without a mark in the page: they run until they are stopped
SERVERS: Final = "regraph serve"
# these change the store, and run on every page
WRITING: Final = ("regraph add", "regraph remove", "regraph resolve merge", "regraph resolve split")
# the pages a reader has beside them
SAMPLES: Final = {
    "article.txt": (
        "Kinshasa halts cobalt exports for four months\n\n"
        "KINSHASA, Feb 24 2025 - The Democratic Republic of Congo suspended exports of cobalt for four months on 22 "
        "February 2025 to curb oversupply, the regulator ARECOMS said on Monday.\n"
    ),
    "pages/one.html": (
        "<html><head><title>Tin under licence</title></head><body><article><h1>Tin under licence</h1><p>On 3 March "
        "2026 Indonesia introduced export licences for tin ore, its trade ministry said.</p></article></body></html>"
    ),
}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store of the seeds, which no test writes to."""
    place = tmp_path_factory.mktemp("docs") / "regraph-store"
    pipeline.build(place, pipeline.default_seeds())
    return place


@pytest.fixture
def desk(seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a copy of the store and a few articles, as the reader's working directory."""
    shutil.copytree(seeded, tmp_path / "regraph-store")
    for name, text in SAMPLES.items():
        tmp_path.joinpath(name).parent.mkdir(exist_ok=True)
        tmp_path.joinpath(name).write_text(text, encoding="utf-8")
    writer = PdfWriter()
    writer.add_metadata({"/Title": "A notice", "/CreationDate": "D:20260105000000Z"})
    page = writer.add_blank_page(200, 200)
    _print_on(writer, page, "On 5 January 2026 Indonesia introduced export licences for tin ore.")
    writer.write(tmp_path / "notice.pdf")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REGRAPH_STORE", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def _print_on(writer: PdfWriter, page: Any, text: str) -> None:
    """Put a line of text on a page."""
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 5 Tf 10 100 Td ({text}) Tj ET".encode("ascii"))
    font = DictionaryObject()
    for key, value in {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}.items():
        font[NameObject(key)] = NameObject(value)
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(stream)


@pytest.fixture(scope="module")
def ran() -> set[str]:
    """Give the lines that ran on some page: they are not run again, where they only read and nothing is compared."""
    return set()


@pytest.mark.parametrize("page", RUN)
def test_blocks_of_a_page_run(page: str, desk: Path, ran: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    fenced.write_files(desk, RUN[page])
    names: dict[str, Any] = {"__name__": "__main__"}
    for block in RUN[page]:
        if block.why_not:
            continue
        if block.kind in {"sh", "console", "indented"}:
            _run_commands(block, ran, monkeypatch)
        elif block.kind == "python":
            with redirect_stdout(io.StringIO()):
                exec(compile(block.text, f"{block.page}:{block.line}", "exec"), names)  # noqa: S102 - our own pages
        elif block.kind == "sparql":
            code, printed = fenced.run(f"regraph query --format tsv -q {shlex.quote(block.text)}", monkeypatch)
            assert code == 0, f"{block.page}:{block.line}: {printed}"
            assert printed.count("\n") > 1, f"{block.page}:{block.line} finds nothing"


def _run_commands(block: Block, ran: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for command in fenced.commands(block):
        place = f"{block.page}:{block.line}: {command.line}"
        line = re.sub(r"\s#.*$", "", command.line).strip()
        if line == BUILD or line.startswith(SERVERS) or (line in ran and not command.shown):
            continue
        assert line.startswith("regraph "), f"{place}: mark the block with `no-run: REASON`"
        code, printed = fenced.run(_filled(line, monkeypatch), monkeypatch)
        assert code == 0, f"{place} ends with {code}: {printed[-600:]}"
        if command.shown:
            assert fenced.agrees(command.shown, printed), f"{place} prints\n{printed}"
        if not line.startswith(WRITING):
            ran.add(line)


def _filled(line: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a command with an unsure claim and its measure in the place of CLAIM and MEASURE."""
    if "CLAIM" not in line:
        return line
    code, printed = fenced.run("regraph resolve list --unsure --json", monkeypatch)
    assert code == 0
    first = json.loads(printed)[0]
    return line.replace("CLAIM", first["claim"]).replace("MEASURE", first["measure"])


def test_pages_leave_few_blocks_out() -> None:
    kinds = {"sh", "console", "python", "sparql"}
    blocks = [block for found in PAGES.values() for block in found if block.kind in kinds]
    left_out = [block for block in blocks if block.why_not]
    assert len(blocks) > 40
    assert len(left_out) < len(blocks) / 6
    marks = sum(page.read_text(encoding="utf-8").count("no-run") for page in (ROOT / "docs").rglob("*.md"))
    assert len(left_out) == marks  # none stands where it marks nothing


def test_site_builds_and_names_every_command_and_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    config = load_config(str(ROOT / "mkdocs.yml"), strict=True, site_dir=str(tmp_path / "site"))
    build_site(config)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
    site = tmp_path / "site"
    commands = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    for words in ("ask", "resolve merge", "network stats", "ontology docs", "--known-by"):
        assert words in commands
    for page in PAGES:
        if page != "README.md":
            html = (site / Path(page).relative_to("docs").with_suffix(".html")).read_text(encoding="utf-8")
            assert "```" not in html, f"{page}: a fence that is none"
            assert re.findall(r'<(?:script|img|iframe|link)[^>]* (?:src|href)="(?:https?:)?//', html) == []
    assert 'id="Measure"' in (site / "ontology" / "index.html").read_text(encoding="utf-8")
    assert not list(site.rglob("*.py"))


def test_options_of_blocks_that_do_not_run_exist() -> None:
    root = typer.main.get_command(app)
    seen = 0
    for page, found in PAGES.items():
        for block in found:
            for line in re.findall(r"(?:^|[ ;&])(regraph [^;&|#\n]+)", block.text if block.kind != "text" else ""):
                if block.why_not or line.startswith(SERVERS):
                    command: Any = root
                    words = line.split()[1:]
                    while words and words[0] in getattr(command, "commands", {}):
                        command = command.commands[words.pop(0)]
                    known = {name for parameter in command.params for name in parameter.opts}
                    assert {word for word in words if word.startswith("-")} <= known, f"{page}: {line}"
                    seen += 1
    assert seen > 5


def test_reference_pages_name_what_the_code_has() -> None:
    claims, codes, python = (
        ROOT.joinpath("docs", "reference", f"{name}.md").read_text(encoding="utf-8")
        for name in ("claims", "exit-codes", "python")
    )
    schemes = "action commitment decision kind meeting agreement modality indicator effect stance".split()
    told = set(re.findall(r"`(\w+)`", claims))
    assert {name for scheme in schemes for name in terms.CONCEPTS[scheme]} - told == set()
    raised = {one.exit_code for one in vars(errors).values() if isinstance(one, type) and hasattr(one, "exit_code")}
    assert raised <= {int(code) for code in re.findall(r"^\| (\d+) \|", codes, flags=re.MULTILINE)}
    public = {name for name in vars(Graph) if not name.startswith("_")} - {"close"}
    assert public == set(re.findall(r"`(\w+)\([^`]*\)`", python.partition("| call |")[2].partition("A table is")[0]))
