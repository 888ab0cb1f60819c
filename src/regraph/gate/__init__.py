"""The graph of a document in, a report of what breaks the shapes out; nothing else decides what is stored.

`check` asks pySHACL, which is the norm. `check_batch` asks the same shapes, compiled to SPARQL on pyoxigraph: it
starts in milliseconds and takes many documents at once. Differential tests hold the two to one verdict.

Invariant: a verdict depends on the document's own quads, on the ontology, and on the reference nodes that the
document mentions; never on what else a store holds.
"""

from regraph.gate.batch import check_batch, check_compiled
from regraph.gate.norm import check
from regraph.gate.report import Report, Violation

__all__ = ["Report", "Violation", "check", "check_batch", "check_compiled"]
