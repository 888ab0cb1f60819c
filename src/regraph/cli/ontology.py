"""Commands on the ontology itself: `regraph ontology check` and `docs`."""

from pathlib import Path
from typing import Annotated

import typer

from regraph.cli.options import JsonOption

app = typer.Typer(help="Look after the ontology, its shapes and its queries.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look after the ontology, its shapes and its queries."""


@app.command(epilog="Example: regraph ontology check --reason")
def check(
    reason: Annotated[
        bool, typer.Option("--reason", help="Also prove it consistent with HermiT (needs Java).")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Run the shapes and the hygiene queries over the ontology; each row is an error."""
    from dataclasses import asdict

    from regraph import ontology_check
    from regraph.cli import output
    from regraph.errors import ConformanceError

    findings = [asdict(finding) for finding in ontology_check.check()]
    if reason:
        ontology_check.reason()
    if as_json:
        output.print_json(findings)
    elif findings:
        output.print_rows(list(findings[0]), findings)
    if findings:
        raise ConformanceError(f"the ontology has {len(findings)} errors: mend the terms listed")
    output.note("the ontology conforms" + (" and is consistent" if reason else ""))


@app.command(epilog="Example: regraph ontology docs -o site/")
def docs(
    folder: Annotated[Path, typer.Option("--output", "-o", help="Folder of the site; new, empty, or an older site.")],
) -> None:
    """Write the pages of the ontology: terms, schemes, materials, shapes, questions and mappings, as HTML."""
    from regraph import ontology_pages
    from regraph.cli import output

    files = ontology_pages.write(folder)
    output.note(f"{folder}: {len(files)} files written, open {folder / 'index.html'}")
