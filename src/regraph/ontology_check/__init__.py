"""The files of `ontology/`, `shapes/` and `queries/` in, what is wrong with them out.

`check` runs the lint of `shapes/ontology.ttl` and the queries of `queries/hygiene`, each of whose rows is an error.
`reason` asks an OWL reasoner whether the ontology, with some data, contradicts itself, and what follows from it.
"""

from regraph.ontology_check.lint import Finding, check
from regraph.ontology_check.reasoning import Reasoning, reason

__all__ = ["Finding", "Reasoning", "check", "reason"]
