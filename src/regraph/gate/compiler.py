"""`shapes/data.ttl` in, one SPARQL query a constraint out.

Each query asks all named graphs of a store at once and returns the graph, node and value of what breaks the rule.
Only the constraint kinds that the shapes use are compiled; another one is an error, never passed over.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from regraph import resources, terms
from regraph.errors import OntologyError
from regraph.gate.context import plain, subclasses

Node = NamedNode | BlankNode | Literal
Facts = dict[Node, dict[str, list[Node]]]

_SH: Final = terms.PREFIXES["sh"]
_RDF: Final = terms.PREFIXES["rdf"]
_XSD: Final = terms.PREFIXES["xsd"]
_SHAPES: Final = "https://w3id.org/regraph/shapes#"
_TARGETS: Final = ("targetClass", "targetSubjectsOf", "targetObjectsOf")
_SILENT: Final = frozenset({"path", "message", "severity", "ignoredProperties", *_TARGETS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One constraint as a query over named graphs, with variables ?g ?this ?value ?path."""

    name: str
    message: str
    severity: str
    path: str  # IRI, or empty
    query: str
    classes: frozenset[str]  # nothing can break the rule without a node of one of these
    properties: frozenset[str]  # or, where there are any, without a triple with one of these
    probe: str = ""  # one ASK for all rules of a shape on its values: where it says no, none of them is broken


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules of the gate, in the order of their names.

    Raises: OntologyError where the shapes use a constraint that is not compiled here.
    """
    facts: Facts = defaultdict(lambda: defaultdict(list))
    for subject, predicate, term in plain(
        parse(path=str(resources.path("shapes", "data.ttl")), format=RdfFormat.TURTLE)
    ):
        facts[subject][predicate.value].append(term)
    found = (rule for node in facts if _targets(facts, node) for rule in _Shape(facts, node).rules())
    return tuple(sorted(found, key=lambda rule: rule.name))


def _targets(facts: Facts, node: Node) -> bool:
    return any(f"{_SH}{target}" in facts[node] for target in _TARGETS)


class _Shape:
    """One shape with targets, on its way to queries."""

    def __init__(self, facts: Facts, node: Node) -> None:
        self.facts = facts
        self.node = node
        self.name = node.value.removeprefix(_SHAPES)
        path = self.values("path")
        self.path = _path(facts, path[0]) if path else ""
        self.plain_path = path[0].value if path and isinstance(path[0], NamedNode) else ""
        self.predicates = frozenset(re.findall(r"<([^>]+)>", self.path))
        self.target = self._target()
        self.probe = self._probe()

    def values(self, name: str) -> list[Node]:
        return self.facts[self.node].get(f"{_SH}{name}", [])

    def rules(self) -> Iterator[Rule]:
        for predicate in sorted(self.facts[self.node]):
            name = predicate.removeprefix(_SH)
            if not predicate.startswith(_SH) or name in _SILENT:
                continue
            if name == "sparql":
                yield from (self._sparql(constraint) for constraint in self.values("sparql"))
            elif name == "closed":
                yield self._rule("closed", "?this ?path ?value . " + _not_in("?path", self._ignored()))
            elif name == "minCount":
                yield self._min_count(int(self.values(name)[0].value))
            elif name == "maxCount":
                yield replace(self._max_count(int(self.values(name)[0].value)), probe=self.probe)
            elif name in _BROKEN:
                for value in self.values(name):
                    rule = self._rule(name, self._broken(_BROKEN[name](self.facts, value)), needs=self.predicates)
                    yield replace(rule, probe=self.probe)
            else:
                raise OntologyError(
                    f"shape {self.name!r} uses sh:{name}, which is not compiled: use another constraint, "
                    "or add it to regraph.gate.compiler"
                )

    def _target(self) -> str:
        parts = []
        for value in self.values("targetClass"):
            parts += [f"?this a <{name}> ." for name in subclasses().get(value.value, (value.value,))]
        parts += [f"?this <{value.value}> ?object ." for value in self.values("targetSubjectsOf")]
        parts += [f"?subject <{value.value}> ?this ." for value in self.values("targetObjectsOf")]
        if len(parts) == 1:
            return parts[0]
        return " UNION ".join(f"{{ {part} }}" for part in parts)

    def _broken(self, test: str) -> str:
        """Return the pattern of a value for which `test` is true."""
        value = f"?this {self.path} ?value ." if self.path else "BIND(?this AS ?value)"
        return f"{value} FILTER({test})"

    def _probe(self) -> str:
        tests = [_BROKEN[name](self.facts, value) for name in sorted(_BROKEN) for value in self.values(name)]
        if self.values("maxCount"):
            tests.append(
                "true"
                if self.values("maxCount")[0].value != "1"
                else f"EXISTS {{ ?this {self.path} ?second . FILTER(!sameTerm(?value, ?second)) }}"
            )
        if len(tests) < 2:
            return ""
        return f"ASK {{ GRAPH ?g {{ {self.target} {self._broken(' || '.join(f'({test})' for test in tests))} }} }}"

    def _rule(self, kind: str, body: str, *, needs: frozenset[str] = frozenset()) -> Rule:
        select = f"SELECT DISTINCT ?g ?this ?value ?path WHERE {{ GRAPH ?g {{ {self.target} {body} }} }}"
        return self._query(kind, select, needs)

    def _query(self, kind: str, query: str, needs: frozenset[str] = frozenset()) -> Rule:
        severity = self.values("severity")
        classes = {sub for value in self.values("targetClass") for sub in subclasses().get(value.value, (value.value,))}
        properties = {value.value for target in _TARGETS[1:] for value in self.values(target)}
        return Rule(
            name=f"{self.name}/{kind}",
            message=next((text.value for text in self.values("message")), ""),
            severity=severity[0].value.removeprefix(_SH).lower() if severity else "violation",
            path=self.plain_path,
            query=query,
            classes=frozenset(classes),
            properties=needs or (frozenset() if classes else frozenset(properties)),
        )

    def _min_count(self, number: int) -> Rule:
        if number == 1:
            return self._rule("minCount", f"FILTER NOT EXISTS {{ ?this {self.path} ?any }}")
        return self._query("minCount", self._counted("<", number))

    def _max_count(self, number: int) -> Rule:
        return self._query("maxCount", self._counted(">", number), self.predicates)

    def _counted(self, operator: str, number: int) -> str:
        return (
            f"SELECT ?g ?this WHERE {{ GRAPH ?g {{ {self.target} OPTIONAL {{ ?this {self.path} ?any }} }} }} "
            f"GROUP BY ?g ?this HAVING (COUNT(DISTINCT ?any) {operator} {number})"
        )

    def _ignored(self) -> list[Node]:
        return [value for head in self.values("ignoredProperties") for value in _items(self.facts, head)]

    def _sparql(self, node: Node) -> Rule:
        """Return a SPARQL constraint with its body set beside the target, in place of a pre-bound $this."""
        facts = self.facts[node]
        select = facts[f"{_SH}select"][0].value
        body = select[select.index("{") + 1 : select.rindex("}")]
        prefixes = "".join(
            f"PREFIX {name}: <{iri}> "
            for ontology in facts[f"{_SH}prefixes"]
            for name, iri in sorted(_declared(self.facts, ontology))
        )
        rule = self._rule("sparql", body)
        return replace(
            rule,
            name=node.value.removeprefix(_SHAPES),
            message=facts[f"{_SH}message"][0].value,
            path="",
            query=prefixes + rule.query,
        )


def _not_in(variable: str, values: list[Node]) -> str:
    return f"FILTER({variable} NOT IN ({', '.join(str(value) for value in values)}))"


def _declared(facts: Facts, ontology: Node) -> Iterator[tuple[str, str]]:
    for declaration in facts[ontology][f"{_SH}declare"]:
        yield facts[declaration][f"{_SH}prefix"][0].value, facts[declaration][f"{_SH}namespace"][0].value


def _items(facts: Facts, head: Node) -> Iterator[Node]:
    while head.value != f"{_RDF}nil":
        yield facts[head][f"{_RDF}first"][0]
        head = facts[head][f"{_RDF}rest"][0]


def _path(facts: Facts, node: Node) -> str:
    """Return a SHACL path as a SPARQL one."""
    if isinstance(node, NamedNode):
        return str(node)
    for name, join in (("alternativePath", "|"), ("inversePath", "^")):
        inner = facts[node].get(f"{_SH}{name}")
        if inner and join == "|":
            return "(" + join.join(_path(facts, item) for item in _items(facts, inner[0])) + ")"
        if inner:
            return f"^{_path(facts, inner[0])}"
    raise OntologyError("a shape has a path that is not compiled: use a property, alternatives or an inverse")


def _class(_: Facts, value: Node) -> str:
    types = " ".join(f"<{name}>" for name in subclasses().get(value.value, (value.value,)))
    return f"NOT EXISTS {{ VALUES ?type {{ {types} }} ?value a ?type }}"


def _datatype(_: Facts, value: Node) -> str:
    """A literal has the datatype, and its text is one of it: a cast of the text fails where it is not."""
    wrong = f"!isLiteral(?value) || DATATYPE(?value) != {value}"
    if value.value in (f"{_XSD}string", f"{_XSD}anyURI"):  # every text is one
        return wrong
    return f"{wrong} || !COALESCE({value}(STR(?value)) = ?value, false)"


def _in(facts: Facts, value: Node) -> str:
    return "!(" + " || ".join(f"sameTerm(?value, {item})" for item in _items(facts, value)) + ")"


def _node_kind(_: Facts, value: Node) -> str:
    if value.value != f"{_SH}IRI":
        raise OntologyError("a shape uses a sh:nodeKind that is not compiled: use sh:IRI")
    return "!isIRI(?value)"


def _pair(operator: str) -> Callable[[Facts, Node], str]:
    return lambda _, value: f"EXISTS {{ ?this {value} ?other . FILTER(!COALESCE(?value {operator} ?other, false)) }}"


def _bound(operator: str) -> Callable[[Facts, Node], str]:
    return lambda _, value: f"!COALESCE(?value {operator} {value}, false)"


# constraint -> expression that is true of a ?value of ?this that breaks it
_BROKEN: Final[dict[str, Callable[[Facts, Node], str]]] = {
    "class": _class,
    "datatype": _datatype,
    "disjoint": lambda _, value: f"EXISTS {{ ?this {value} ?value }}",
    "in": _in,
    "lessThan": _pair("<"),
    "lessThanOrEquals": _pair("<="),
    "maxInclusive": _bound("<="),
    "minInclusive": _bound(">="),
    "minLength": lambda _, value: f"isBlank(?value) || STRLEN(STR(?value)) < {int(value.value)}",
    "nodeKind": _node_kind,
    "pattern": lambda _, value: f"isBlank(?value) || !REGEX(STR(?value), {Literal(value.value)})",
}
