"""A store in, what a person had better look at out, each finding with the command that would settle it.

One SPARQL file a rule in `queries/quality`; each row it returns is a finding. A file opens with `#+` lines:

    #+ name: undated-document                     (that of the file)
    #+ description: one sentence
    #+ settle: regraph remove {document} && …      (a name in braces is a column of the row)

One rule reads a file, not the graph: `lost-judgement`, decisions of people on ids that the store no longer holds.

Columns: `?thing` (an IRI), `?label`, `?detail`, and those that `settle` names. `$on` is the day asked for.
"""

import datetime as dt
import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from regraph import ids, resources, sparql, terms
from regraph.errors import NotFoundError, OntologyError
from regraph.resolve import judgements
from regraph.sparql import Term
from regraph.store import JUDGEMENTS, Store

_SLOT: Final = re.compile(r"\{(\w+)\}")
_DAY: Final = NamedNode(terms.term("xsd:date"))
# the command line finds these by their last part alone; others are named with their kind
_BARE: Final = ("measure", "document", "claim", "commitment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the quality report."""

    name: str
    description: str
    settle: str  # a command, with columns in braces
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a person had better look at."""

    rule: str
    thing: str  # IRI
    label: str
    detail: str
    settle: str  # the command that would settle it

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of `regraph check --json`."""
        return {name: getattr(self, name) for name in ("rule", "thing", "label", "detail", "settle")}


LOST: Final = Rule(
    name="lost-judgement",
    description="Decisions of people on claims or records that the store no longer holds; they move nothing.",
    settle="sed -i {line}d {file}",
    query="",
)


@cache
def rules() -> Mapping[str, Rule]:
    """Return the rules by name, sorted.

    Raises: OntologyError where a file lacks a header line or is named unlike its rule.
    """
    files = sorted(resources.path("queries", "quality").glob("*.rq"))
    return MappingProxyType({rule.name: rule for rule in map(read, files)})


def read(file: Path) -> Rule:
    """Return the rule of a file.

    Raises: OntologyError where it lacks a header line, or its name is not the file's.
    """
    text = file.read_text(encoding="utf-8")
    header = dict(re.findall(r"^#\+ (\w+): (.+)$", text, re.MULTILINE))
    if header.get("name") != file.stem or not {"description", "settle"} <= header.keys():
        raise OntologyError(f"{file.name} needs header lines `#+ name: {file.stem}`, description and settle")
    return Rule(name=file.stem, description=header["description"], settle=header["settle"], query=text)


def check(store: Store, *, on: dt.date, only: Iterable[str] = ()) -> list[Finding]:
    """Return the findings of all rules, or of those named, by rule and then as their query orders them.

    Raises: NotFoundError where a rule is unknown.
    """
    known = sorted([*rules(), LOST.name])
    wanted = list(only) or known
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise NotFoundError(f"there is no rule {unknown[0]!r}: use one of {', '.join(known)}")
    return [
        finding
        for name in wanted
        for finding in (lost_judgements(store) if name == LOST.name else _findings(store, rules()[name], on))
    ]


def lost_judgements(store: Store) -> list[Finding]:
    """Return the decisions kept with a store that name what it no longer holds, in the order of their lines.

    Raises: LoadError naming a line that is no judgement.
    """
    file = store.path / JUDGEMENTS if store.path else None
    kept = judgements.read_lines(file) if file else ()
    held = _held(store, {name for _, one in kept for name in (one.left, one.right)})
    out = []
    for number, one in kept:
        gone = [name for name in (one.left, one.right) if name not in held]
        said = "are" if one.same else "are not"
        if gone:
            out.append(
                Finding(
                    rule=LOST.name,
                    thing=ids.iri("claim", gone[0]),
                    label=f"{one.left} and {one.right} {said} one",
                    detail=f"{JUDGEMENTS}:{number}: the store holds no {' and no '.join(gone)}",
                    settle=command(LOST.settle, {"line": Literal(number), "file": Literal(str(file))}),
                )
            )
    return out


def _held(store: Store, names: set[str]) -> set[str]:
    """Return those of some ids that are a claim, a measure or a record of the store."""
    found = {
        name
        for name in names
        for kind in ("claim", "measure")
        if next(store.match(NamedNode(ids.iri(kind, name))), None)
    }
    if names - found:  # a record said to be one with another has no measure of its own
        rows = sparql.solutions(
            store.engine, 'SELECT ?rule { ?claim rg:rule ?rule FILTER(STRSTARTS(?rule, "record:")) }'
        )
        found |= names & {row["rule"].value.removeprefix("record:").partition(" ")[0] for row in rows}
    return found


def _findings(store: Store, rule: Rule, on: dt.date) -> list[Finding]:
    given: dict[str, Term] = {}
    if "on" in sparql.parameters(rule.query):
        given["on"] = Literal(on.isoformat(), datatype=_DAY)
    rows = sparql.solutions(store.engine, rule.query, given, name=f"the rule {rule.name}")
    return [
        Finding(
            rule=rule.name,
            thing=row["thing"].value,
            label=row["label"].value if "label" in row else "",
            detail=row["detail"].value if "detail" in row else "",
            settle=command(rule.settle, {**row, "on": Literal(on.isoformat())}),
        )
        for row in rows
        if "thing" in row
    ]


def command(template: str, row: Mapping[str, Term]) -> str:
    """Return a command with the columns of a row in their places, quoted for a shell.

    >>> command("regraph remove {d}", {"d": NamedNode("https://w3id.org/regraph/id/document/9fde267f4f0dfbb0")})
    'regraph remove 9fde267f4f0dfbb0'
    >>> command("regraph add {l}", {"l": Literal("a b;c.txt")})
    "regraph add 'a b;c.txt'"
    """
    return _SLOT.sub(lambda match: shlex.quote(_named(row[match[1]])) if match[1] in row else match[0], template)


def _named(term: Term) -> str:
    if not isinstance(term, NamedNode) or not term.value.startswith(ids.ID):
        return term.value
    local = term.value.removeprefix(ids.ID)
    kind, _, name = local.partition("/")
    return name if kind in _BARE else local
