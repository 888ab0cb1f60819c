"""The files of `ontology/`, `shapes/` and `queries/questions` in, a small HTML site about them out.

`write` makes the site. Every term of the ontology has an element with its local name as id on `index.html`, so that
the page can stand where the IRIs point to; materials have theirs on `materials.html`, shapes on `shapes.html`.
Own templates: pyLODE knows neither SKOS schemes beside classes nor shapes, builds on an LGPL library, and reads other
ontologies from the network.
"""

from regraph.ontology_pages.pages import render, write

__all__ = ["render", "write"]
