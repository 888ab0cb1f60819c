"""Commands that read files: build, add, remove, documents, extract, validate, evaluate."""

from pathlib import Path
from typing import Annotated

import typer

from regraph.cli.options import DEFAULT_STORE, JsonOption, StoreOption

FilesArgument = Annotated[list[str], typer.Argument(help="Files, folders, globs, or - for stdin.")]
KeepGoingOption = Annotated[bool, typer.Option("--keep-going", help="Go on after a bad file; ends with exit code 5.")]
PublishedOption = Annotated[
    str | None, typer.Option("--published", help="Publication date, where the file tells none or a wrong one.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command(epilog="Example: regraph build  (from the seeds that come with it)")(build)
    app.command(epilog="Example: regraph add notices/ 'articles/*.txt' --keep-going")(add)
    app.command(epilog="Example: regraph remove 9fde267f4f0dfbb0")(remove)
    app.command(epilog="Example: regraph documents --json")(documents)
    app.command(epilog="Example: regraph extract article.txt --format json")(extract)
    app.command(epilog="Example: regraph validate article.txt")(validate)
    app.command(epilog="Example: regraph evaluate gold.jsonl --articles articles/ --by-type")(evaluate)


def build(
    seeds: Annotated[list[str] | None, typer.Argument(help="Files or folders; default the seeds of regraph.")] = None,
    keep_going: KeepGoingOption = False,
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Build the store anew; the old one stands until the new one is whole."""
    from regraph import load, pipeline
    from regraph.cli import reporting

    paths = load.expand(seeds) if seeds else pipeline.default_seeds()
    done = pipeline.build(store, paths, keep_going=keep_going, progress=reporting.progress)
    reporting.report(done, store, as_json=as_json)


def add(
    files: FilesArgument,
    published: PublishedOption = None,
    keep_going: KeepGoingOption = False,
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Read articles, notices or tables into the store; each is stored whole or not at all."""
    from regraph import load, pipeline
    from regraph.cli import reporting
    from regraph.store import emptied_if_new

    paths = load.expand(files)
    with emptied_if_new(store) as opened:
        done = pipeline.ingest(opened, paths, published=published, keep_going=keep_going, progress=reporting.progress)
    reporting.report(done, store, as_json=as_json)


def remove(
    ids: Annotated[list[str], typer.Argument(help="Ids of documents, or their file names.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Take documents out of the store, with all that follows only from them."""
    from regraph import pipeline
    from regraph.cli import output
    from regraph.cli.reporting import document_id
    from regraph.store import Store

    with Store.open(store, write=True) as opened:
        for wanted in [document_id(opened, name) for name in ids]:
            output.note(f"removed {pipeline.remove(opened, wanted)}")


def documents(as_json: JsonOption = False, store: StoreOption = DEFAULT_STORE) -> None:
    """List the documents of the store."""
    from regraph.cli import output
    from regraph.cli.reporting import list_documents
    from regraph.store import Store

    with Store.open(store) as opened:
        rows = list_documents(opened)
    if as_json:
        output.print_json(rows)
    else:
        output.print_rows(["id", "name", "kind", "published", "publisher", "claims", "title"], rows)


def extract(
    files: FilesArgument,
    form: Annotated[str, typer.Option("--format", help="json (JSON Lines of the claim schema) or table.")] = "json",
    published: PublishedOption = None,
    why: Annotated[bool, typer.Option("--explain", help="Show which trigger, frame and rule made each claim.")] = False,
) -> None:
    """Print the claims that articles make, without a store."""
    from regraph import load
    from regraph.cli.extracting import explain_files, print_claims
    from regraph.errors import UsageError

    if form not in {"json", "table"}:
        raise UsageError(f"--format {form!r} is unknown: use json or table")
    paths = load.expand(files)
    if why:
        explain_files(paths, published)
    else:
        print_claims(paths, form, published)


def validate(
    files: Annotated[list[str] | None, typer.Argument(help="Files to check; default the whole store.")] = None,
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Check files, or all that is stored, against the SHACL shapes; stores nothing."""
    from regraph.cli.reporting import validate_files, validate_store

    if files:
        validate_files(files, as_json=as_json)
    else:
        validate_store(store, as_json=as_json)


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Gold claims, JSON Lines of the claim schema.")],
    articles: Annotated[Path | None, typer.Option(help="Folder of the articles; default beside the gold file.")] = None,
    by_type: Annotated[bool, typer.Option("--by-type", help="One line a claim type.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed, spurious and paired.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Score the extractor against gold claims: precision, recall and F1 of claims and of slots."""
    from regraph.cli.extracting import evaluate_gold

    evaluate_gold(gold, articles, by_type=by_type, errors=errors, as_json=as_json)
