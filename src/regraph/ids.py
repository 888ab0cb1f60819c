"""Content in, identifiers and IRIs out.

Ids come from content, never from a clock or a counter: the same inputs give the same graph, byte for byte.
"""

import hashlib
import re
import unicodedata

ONTOLOGY = "https://w3id.org/regraph/ontology#"
ID = "https://w3id.org/regraph/id/"
GRAPH = "https://w3id.org/regraph/graph/"

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug(name: str) -> str:
    """Return `name` as a lower-case ASCII slug.

    >>> slug("Gécamines S.A.")
    'gecamines-s-a'
    >>> slug("rare earths")
    'rare-earths'
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", ascii_name.lower()).strip("-")


def digest(*parts: str, length: int = 16) -> str:
    """Return the first `length` hex digits of the SHA-256 of `parts`, which are kept apart.

    >>> digest("a", "bc") == digest("ab", "c")
    False
    """
    text = "\x1f".join(part.replace("\x1f", " ") for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def actor_iri(actor: str) -> str:
    """Return the IRI of an actor id of the claim schema.

    >>> actor_iri("CN/MOFCOM")
    'https://w3id.org/regraph/id/actor/cn-mofcom'
    """
    return f"{ID}actor/{slug(actor)}"


def material_iri(material: str) -> str:
    """Return the IRI of a material id of the claim schema ("rare-earths")."""
    return f"{ID}material/{slug(material)}"


def item_iri(item: str) -> str:
    """Return the IRI of a good, technology or service ("rare-earth-magnets")."""
    return f"{ID}item/{slug(item)}"


def place_iri(place: str) -> str:
    """Return the IRI of a place ("geneva")."""
    return f"{ID}place/{slug(place)}"


def iri(kind: str, local: str) -> str:
    """Return the IRI of a `kind` of thing: document, passage, claim, measure, event, phase, agreement, meeting."""
    return f"{ID}{kind}/{local}"


def graph_iri(kind: str, local: str = "") -> str:
    """Return the IRI of a named graph: `document/<id>`, `reference`, `resolved`, `phases`, `ontology`."""
    return f"{GRAPH}{kind}/{local}" if local else f"{GRAPH}{kind}"
