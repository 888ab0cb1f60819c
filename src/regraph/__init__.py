"""regraph: an evidence-first knowledge graph of trade measures on critical minerals."""

__version__ = "0.1.0"
