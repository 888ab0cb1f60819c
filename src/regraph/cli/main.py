"""Arguments in, exit code out: the `regraph` command.

Data goes to stdout, everything else to stderr. Heavy parts are imported by the command that needs them, so that
`regraph --version` costs little more than Python itself.
"""

import os
import sys
from typing import Annotated, Any, cast

import typer

from regraph import __version__
from regraph.cli import asking, exporting, following, ingesting, networking, ontology, resolving, serving
from regraph.errors import RegraphError

EPILOG = "Exit codes: 0 ok, 1 failure, 2 usage, 3 nothing found, 4 SHACL violations, 5 partial ingest, 124 time limit."

app = typer.Typer(
    name="regraph",
    help="Which trade measures are in force, since when, who says so, and who says otherwise.",
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (ingesting, asking, following, exporting, networking, serving):
    group.register(app)
app.add_typer(resolving.app, name="resolve")
app.add_typer(ontology.app, name="ontology")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"regraph {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Ask a knowledge graph of trade measures; every answer opens its evidence."""


def main() -> None:
    """Run the command line; errors become one line on stderr and their exit code."""
    try:
        code = _run()
        if code == _INTERRUPTED:  # typer turns Ctrl-C into this code
            sys.stderr.write(_STOPPED)
        sys.exit(code)
    except RegraphError as error:
        sys.stderr.write(f"regraph: {error}\n")
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write(_STOPPED)
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        # the reader has seen enough (`regraph export | head`); keep the interpreter from flushing into the void
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except _USAGE as error:
        sys.exit(_usage(error))


def _run() -> Any:
    """Return the exit code of the command.

    Raises: BrokenPipeError where the reader of stdout went away, which typer and rich hide behind exit code 1.
    """
    try:
        code = app(prog_name="regraph", standalone_mode=False)
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):
            sys.stdout = sys.__stdout__
            raise stop.__context__ from None
        raise
    sys.stdout.flush()  # while a broken pipe can still be told from a failure
    return code


_INTERRUPTED = 130
_STOPPED = "regraph: interrupted, nothing half-done was stored\n"
# the base of the usage errors of typer, which it names only through this one
_USAGE = cast("type[Exception]", typer.BadParameter.__mro__[1])


def _usage(error: Any) -> int:
    """Say in one line what is wrong with the arguments; a command without any shows its help. Return the exit code."""
    text = " ".join(error.format_message().split())
    if type(error).__name__.startswith("NoArgsIsHelp"):
        error.show()
    else:
        command = error.ctx.command_path if error.ctx else "regraph"
        sys.stderr.write(f"regraph: {text.rstrip('.')}: see `{command} --help`\n")
    return int(error.exit_code)
