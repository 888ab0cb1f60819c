"""A store on disk in, Python values, tables, networks and an rdflib graph out: what `regraph.open` gives."""

from regraph.api.graph import Graph, network
from regraph.api.table import Table

__all__ = ["Graph", "Table", "network"]
