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
# letters that Unicode does not take apart into a base and a mark
_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "Æ": "ae",
     "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th", "ı": "i"}
)  # fmt: skip


def slug(name: str) -> str:
    """Return `name` as a lower-case ASCII slug.

    A name without any Latin letter or digit becomes a digest of itself, so that no two of them meet.

    >>> slug("Gécamines S.A."), slug("rare earths"), slug("Łódź"), slug("稀土")
    ('gecamines-s-a', 'rare-earths', 'lodz', 'x-586a254d')
    """
    ascii_name = unicodedata.normalize("NFKD", name.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", ascii_name.lower()).strip("-") or (f"x-{digest(name, length=8)}" if name.strip() else "")


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
