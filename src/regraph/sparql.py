"""SPARQL text and named parameters in, solutions or triples out; nothing that calls out or writes.

Parameters are written `$name` and bound as RDF terms, never as text: a value cannot change the query.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from regraph import ids, terms
from regraph.errors import QueryError

Term = NamedNode | Literal
Result = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

# strings, IRIs and comments are stepped over, so that `$x` or SERVICE inside them stays what it is
_TOKEN: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*'
    r"|\$(?P<name>[A-Za-z_]\w*)|(?<![\w:?$-])(?P<service>SERVICE)(?![\w:-])",
    re.IGNORECASE | re.DOTALL,
)


def bind(query: str, parameters: Mapping[str, Term]) -> str:
    """Return the query with each `$name` replaced by its term; unknown `$name` stay variables.

    Raises: QueryError where a parameter is not in the query.

    >>> bind('SELECT * { ?m ?p $x . FILTER(?p != "$x") }', {"x": Literal("tin")})
    'SELECT * { ?m ?p "tin" . FILTER(?p != "$x") }'
    """
    seen: set[str] = set()

    def replace(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None or name not in parameters:
            return match[0]
        seen.add(name)
        return str(parameters[name])

    bound = _TOKEN.sub(replace, query)
    unused = sorted(set(parameters) - seen)
    if unused:
        raise QueryError(f"the query has no parameter ${unused[0]}: write it as ${unused[0]} or drop the option")
    return bound


def parameters(query: str) -> tuple[str, ...]:
    """Return the names written `$name` in a query, in their order.

    >>> parameters("SELECT * { ?a ?b $c . $d ?e $c }")
    ('c', 'd')
    """
    return tuple(dict.fromkeys(match["name"] for match in _TOKEN.finditer(query) if match["name"]))


def run(engine: ox.Store, query: str, bindings: Mapping[str, Term] | None = None, *, name: str = "the query") -> Result:
    """Return the result of a read-only query on the union of all graphs; regraph's prefixes are known.

    Raises: QueryError where it does not parse, updates, or asks another service.
    """
    text = bind(query, bindings or {})
    refuse_calls(text, name=name)
    try:
        return engine.query(text, prefixes=dict(terms.PREFIXES))
    except SyntaxError as error:
        hint = "regraph reads only; " if _is_update(text) else ""
        raise QueryError(f"{name} is no SPARQL query: {hint}{_first_line(error)}") from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"{name} cannot be answered: {_first_line(error)}") from error


def refuse_calls(text: str, *, update: bool = False, name: str = "the query") -> None:
    """Let a query pass that asks no other endpoint (SERVICE), and an update that fetches nothing either (LOAD).

    The engine's own parser is the judge: the text is parsed with one letter of "service" and "load" changed wherever
    they stand. In names, strings and comments that does no harm, but no keyword is left, so nothing can call out.
    Raises: QueryError where the text so changed is no SPARQL any more.

    >>> refuse_calls('ASK { ?port ?has "service" }')
    >>> refuse_calls("ASK { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
        ...
    regraph.errors.QueryError: the query uses SERVICE, which regraph never follows: query the other endpoint by itself
    """
    changed = (_CALLING if update else _SERVICE).sub(lambda found: found[0].translate(_CHANGED), text)
    if changed == text:
        return
    try:
        engine = ox.Store()
        (engine.update if update else engine.query)(changed, prefixes=dict(terms.PREFIXES))
    except SyntaxError as error:
        if any(match["service"] for match in _TOKEN.finditer(text)):
            told = "uses SERVICE, which regraph never follows: query the other endpoint by itself"
        elif update and re.search(r"(?i)\bload\b", text):
            told = "uses LOAD, which regraph never follows: fetch the document and add it by itself"
        else:
            told = f"uses SERVICE or LOAD, which regraph never follows, or is no SPARQL: {_first_line(error)}"
        raise QueryError(f"{name} {told}") from error
    except (ValueError, RuntimeError, OSError):
        pass  # it parses; what its evaluation says of an empty store does not matter


_SERVICE: Final = re.compile("(?i)(?<=serv)i(?=ce)")
_CALLING: Final = re.compile("(?i)(?<=serv)i(?=ce)|(?<=lo)a(?=d)")
_CHANGED: Final = str.maketrans("iaIA", "xxXX")


def solutions(
    engine: ox.Store, query: str, bindings: Mapping[str, Term] | None = None, *, name: str = "the query"
) -> list[dict[str, Term]]:
    """Return the rows of a SELECT query, each with its bound variables.

    Raises: QueryError as `run`, and where the query is no SELECT.
    """
    result = run(engine, query, bindings, name=name)
    if not isinstance(result, ox.QuerySolutions):
        raise QueryError(f"{name} is no SELECT query: it returns no rows")
    names = [variable.value for variable in result.variables]
    return [{key: row[key] for key in names if row[key] is not None} for row in result]


def triples(
    engine: ox.Store, query: str, bindings: Mapping[str, Term] | None = None, *, name: str = "the query"
) -> list[ox.Triple]:
    """Return the triples of a CONSTRUCT or DESCRIBE query, sorted.

    Raises: QueryError as `run`, and where the query makes no graph.
    """
    result = run(engine, query, bindings, name=name)
    if not isinstance(result, ox.QueryTriples):
        raise QueryError(f"{name} makes no graph: use CONSTRUCT or DESCRIBE")
    return sorted(result, key=str)


_KINDS: Final = ("material", "actor", "measure", "item", "agreement", "claim", "document")
_LITERALS: Final = (
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "date"),
    (re.compile(r"[+-]?\d+"), "integer"),
    (re.compile(r"[+-]?\d+\.\d+"), "decimal"),
)


def term(text: str) -> Term:
    """Return a parameter as a term: an IRI in <> or with a known prefix, `material/tin`, a date, a number, a string.

    >>> str(term("2025-04-04")), str(term("material/tin"))
    ('"2025-04-04"^^<http://www.w3.org/2001/XMLSchema#date>', '<https://w3id.org/regraph/id/material/tin>')
    """
    prefix, colon, local = text.partition(":")
    iri = None
    if text.startswith("<") and text.endswith(">"):
        iri = text[1:-1]
    elif prefix in ("http", "https"):
        iri = text
    elif colon and prefix in terms.PREFIXES:
        iri = terms.PREFIXES[prefix] + local
    elif text.partition("/")[0] in _KINDS and "/" in text:
        iri = ids.ID + text
    if iri is not None:
        try:
            return NamedNode(iri)
        except ValueError as error:
            raise QueryError(f"{text!r} is no IRI: {error}") from error
    kind = next((name for pattern, name in _LITERALS if pattern.fullmatch(text)), None)
    return Literal(text, datatype=NamedNode(terms.term(f"xsd:{kind}"))) if kind else Literal(text)


def values(nodes: Iterable[Term]) -> str:
    """Return terms as the body of a SPARQL VALUES block."""
    return " ".join(str(term) for term in nodes)


def _is_update(text: str) -> bool:
    return bool(re.search(r"(?im)^\s*(insert|delete|load|clear|drop|create|copy|move|add)\b", text))


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
