"""The code in, pages of the documentation out: commands from their help texts, questions and terms from their files.

A hook of mkdocs; nothing that it makes is kept in the tree, so that it cannot be out of date.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from regraph import ontology_pages, terms
from regraph.cli.main import app
from regraph.questions import catalogue


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made."""
    for name, text in pages().items():
        files.append(File.generated(config, name, content=text))
    return files


def pages() -> dict[str, str]:
    """Return the pages that are made, path to text."""
    made = {
        "reference/commands.md": "\n".join(_commands()),
        "reference/questions.md": "\n".join(_questions()),
        "reference/prefixes.md": "\n".join(_prefixes()),
    }
    return made | {f"ontology/{name}": text for name, text in ontology_pages.render().items()}


def leaves(command: Any = None, name: str = "regraph") -> Iterator[tuple[str, Any]]:
    """Yield every command that does something, with its full name."""
    command = command or typer.main.get_command(app)
    inner = getattr(command, "commands", {})
    if not inner or command.invoke_without_command:
        yield name, command
    for word, one in inner.items():
        yield from leaves(one, f"{name} {word}")


def _commands() -> Iterator[str]:
    yield "# Commands\n\nMade from the help texts; `regraph COMMAND --help` shows the same.\n"
    for name, command in leaves():
        if name == "regraph":
            continue
        yield f"## {name}\n\n{_plain(command.help)}\n\n    {command.epilog.removeprefix('Example: ')}\n"
        yield "| argument or option | what it does |\n|---|---|"
        for parameter in command.params:
            if parameter.name != "help" and not getattr(parameter, "hidden", False):
                yield f"| {_spelt(parameter)} | {_plain(getattr(parameter, 'help', '') or '')} |"
        yield ""


def _spelt(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{parameter.name.upper()}`" + ("" if parameter.required else ", may be left out")
    taken = parameter.metavar or ""
    names = ", ".join(f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts])
    return names + (f" {_plain(taken)}" if taken else "")


def _plain(text: str) -> str:
    """Return a help text as one line of a table; text in angle brackets is text."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")


def _questions() -> Iterator[str]:
    yield "# Questions\n\nThe stored questions, each one file under `queries/questions`."
    yield "`regraph ask NAME -p key=value` asks one by name, `regraph ask` in plain English finds it by its phrasings."
    yield "Their SPARQL text and terms stand [with the ontology](../ontology/questions.html).\n"
    for question in catalogue().values():
        yield f"## {question.name}\n\n{_plain(question.description)}\n"
        yield from (f"- {_plain(words)}" for words in question.phrasings)
        yield f"\nColumns: {', '.join(f'`{name}`' for name in question.columns)}.\n"


def _prefixes() -> Iterator[str]:
    yield "# Prefixes\n\nKnown in every query without being declared.\n\n| prefix | stands for |\n|---|---|"
    yield from (f"| `{prefix}:` | `{iri}` |" for prefix, iri in sorted(terms.PREFIXES.items()))


def main() -> None:
    """Print the pages that are made, for a look at them."""
    for name, text in pages().items():
        if Path(name).suffix == ".md":
            print(text)


if __name__ == "__main__":
    main()
