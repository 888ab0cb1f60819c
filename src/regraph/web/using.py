"""An update and the graphs that the protocol names in, the same update with USING clauses out.

Source: SPARQL 1.1 Protocol, section 2.2.3: using-graph-uri and using-named-graph-uri act as USING and USING NAMED on
every operation with a WHERE; together with USING or WITH in the text they are an error.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pyoxigraph import NamedNode

from regraph.errors import QueryError

_TOKEN: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*|\\.'
    r"|[?$:]?[A-Za-z_][\w.-]*:?|[{};]",
    re.DOTALL,
)


def narrow(update: str, using: Sequence[str], named: Sequence[str]) -> str:
    """Return the update with each of its WHERE clauses on the dataset of these graphs.

    Raises: QueryError where the text has USING or WITH of its own, or a graph has no IRI.

    >>> narrow("INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }", ["http://a/"], [])
    'INSERT { ?s ?p ?o } USING <http://a/> WHERE { ?s ?p ?o }'
    >>> narrow("DELETE WHERE { ?s ?p ?o }", [], ["http://a/"])
    'DELETE { ?s ?p ?o } USING NAMED <http://a/> WHERE { ?s ?p ?o }'
    """
    if not using and not named:
        return update
    clause = "".join(f"USING {_iri(one)} " for one in using) + "".join(f"USING NAMED {_iri(one)} " for one in named)
    out, last = [], 0
    before = ""
    for word, start, end in _words(update):
        if word in ("USING", "WITH"):
            raise QueryError(f"the update has {word} and the request names graphs to use: give one of the two")
        if word == "WHERE":
            out.append(update[last:start])
            if before == "DELETE":  # DELETE WHERE takes no USING: write its pattern out as the template too
                out.append(_block(update, end) + " ")
            out.append(clause)
            last = start
        before = word
    return "".join([*out, update[last:]])


def _words(update: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words outside of braces, in upper case, with where they stand; a block is the word `{}`."""
    depth = 0
    for found in _TOKEN.finditer(update):
        text = found[0]
        if text == "{":
            depth += 1
        elif text == "}":
            depth -= 1
            yield "{}", found.start(), found.end()
        elif depth == 0 and text[0].isalpha():
            yield text.upper(), found.start(), found.end()


def _block(update: str, start: int) -> str:
    """Return the next block in braces."""
    depth, first = 0, None
    for found in _TOKEN.finditer(update, start):
        if found[0] == "{":
            first = found.start() if first is None else first
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth == 0 and first is not None:
                return update[first : found.end()]
    raise QueryError("the update has a brace that nothing closes")


def _iri(text: str) -> str:
    try:
        return str(NamedNode(text))
    except ValueError as error:
        raise QueryError(f"a graph to use has no IRI: {error}") from error
