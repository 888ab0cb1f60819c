"""Words of a question in, the actors, materials, goods, measures and agreements that they name out.

Names are those of the reference tables and those that the store itself holds; the longest name wins.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from regraph import ids, reference, sparql, terms
from regraph.ids import slug
from regraph.store import Store

_WORD: Final = re.compile(r"[^\W_]+(?:[.'’&/-][^\W_]+)*\.?", re.UNICODE)
_LONGEST: Final = 8  # words of a name
_LABEL: Final = NamedNode(terms.term("rdfs:label"))
_IDENTIFIER: Final = NamedNode(terms.term("dcterms:identifier"))
_KINDS: Final = {"measure": "measure", "agreement": "agreement", "item": "material", "actor": "actor"}
# Short words that are also symbols or codes name something only in capitals ("US", "In", "IT").
_SHORT: Final = 3
_DEAL: Final = frozenset(
    "agreement accord arrangement consensus deal framework pact promise promises statement truce understanding".split()
)
_DEALT: Final = frozenset({"promised", "pledged", "agreed"})
_NEAR: Final = 75  # of 100, by edit distance: "samarum" is near samarium, "weather" is near nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A stretch of a question that names a thing of the graph."""

    kind: str  # material, actor, measure, agreement
    iri: str
    label: str
    first: int  # index of its first word
    last: int  # index past its last word
    text: str


def words(text: str) -> list[str]:
    """Return the words of a question, as typed.

    >>> words("Is U.S. tin (Sn) restricted?")
    ['Is', 'U.S.', 'tin', 'Sn', 'restricted']
    """
    return [word if "." in word[:-1] else word.rstrip(".") for word in _WORD.findall(text)]


def own(word: str) -> str:
    """Return a word without the ending of a possessive.

    >>> own("China's"), own("Netherlands'"), own("samarium")
    ('China', 'Netherlands', 'samarium')
    """
    return re.sub(r"(?:['’]s|(?<=s)['’])$", "", word)


def names(text: str, store: Store) -> list[Name]:
    """Return what the words of a question name, from left to right, longest first, never overlapping."""
    typed = words(text)
    found: list[Name] = []
    start = 0
    while start < len(typed):
        hit = next(_named(typed, start, store), None)
        if hit:
            found.append(hit)
            start = hit.last
        else:
            start += 1
    deal = _agreement(typed, found, store) if (_DEAL | _DEALT) & {word.lower() for word in typed} else None
    return [name for name in found if deal is None or name.first != deal.first] + ([deal] if deal else [])


def _agreement(typed: list[str], found: list[Name], store: Store) -> Name | None:
    """Return the agreement that a place or a word of its title names ("the Busan promise"), the newest where several.

    A capital right before the word for a deal, or behind "in", is the place of the deal, not the state.
    """
    if any(name.kind == "agreement" for name in found):
        return None
    taken = {index for name in found for index in range(name.first, name.last)}
    rows: list[tuple[set[str], set[str], str, str]] | None = None
    for index, word in enumerate(typed):
        place = (index + 1 < len(typed) and typed[index + 1].lower() in _DEAL) or (
            index > 0 and typed[index - 1].lower() in {"in", "at"}
        )
        if not word[:1].isupper() or len(word) <= _SHORT or (index in taken and not place):
            continue
        if rows is None:
            rows = [_words_of(row) for row in sparql.solutions(store.engine, _AGREEMENTS)]
        for title, places, iri, label in rows:
            # what already names an actor must be the place: "the China promise" is one of China
            if word.lower() in (places if index in taken else title | places):
                return Name(kind="agreement", iri=iri, label=label, first=index, last=index + 1, text=word)
    return None


def _words_of(row: Mapping[str, sparql.Term]) -> tuple[set[str], set[str], str, str]:
    iri, label = row["it"].value, row["label"].value
    place = row["place"].value if "place" in row else ""
    return _lowered(label), _lowered(f"{iri.rpartition('/')[2]} {place}"), iri, label


def _lowered(text: str) -> set[str]:
    return set(re.split(r"[\W_]+", text.lower()))


_AGREEMENTS: Final = """
SELECT ?it ?label (MIN(?where) AS ?place) {
  ?it a rg:Agreement ; rdfs:label ?label .
  OPTIONAL { ?it rg:dateLatest ?day }
  OPTIONAL { ?it rg:place/rdfs:label ?where }
} GROUP BY ?it ?label ?day ORDER BY DESC(?day) ?it
"""


# the goods that most measures cover come first
_GOODS: Final = """
SELECT ?item { ?measure rg:coversItem ?item } GROUP BY ?item ORDER BY DESC(COUNT(?measure)) ?item
"""


def _named(typed: list[str], start: int, store: Store) -> Iterator[Name]:
    for end in range(min(len(typed), start + _LONGEST), start, -1):
        text = " ".join(typed[start:end])
        for kind, iri, label in _look_up(text, store):
            yield Name(kind=kind, iri=iri, label=label, first=start, last=end, text=text)


def _look_up(text: str, store: Store) -> Iterator[tuple[str, str, str]]:
    text = own(text)
    key = slug(text)
    known = _table().get(key) or _table().get(key.removesuffix("s"))
    if known and (len(text) > _SHORT or text.isupper() or key in _ALWAYS):
        yield known
    if text[:1].isupper() and text.lower() not in _NEVER and key in _surnames():
        yield _surnames()[key]
    if not key or text.lower() in _NEVER or (len(text) <= _SHORT and not text.isupper()):
        return
    for kind, slot in _KINDS.items():
        node = NamedNode(ids.iri(kind, key))
        label = next((quad.object for quad in store.match(node, _LABEL)), None)
        if isinstance(label, Literal):
            yield slot, node.value, label.value
    for quad in (*store.match(None, _IDENTIFIER, Literal(text)), *store.match(None, _LABEL, Literal(text))):
        subject = str(quad.subject)[1:-1]
        named = _KINDS.get(subject.removeprefix(ids.ID).partition("/")[0])
        if named:
            yield named, subject, text


_SURNAME_FIRST: Final = frozenset({"CN", "TW", "KR", "KP", "VN"})
_ALWAYS: Final = frozenset({"tin"})
# Words of questions that are names elsewhere too; slugs of goods such as "other" never stand for a good here.
_NEVER: Final = frozenset(
    "a an and any are as at be been by can did do does for from goods has have how if in is it its list of on or "
    "other over products say says since still the their there they to was were what when which who whom with".split()
)


@cache
def _table() -> Mapping[str, tuple[str, str, str]]:
    """Return slug of a name -> (kind, IRI, label) for the reference tables; a material wins over an actor."""
    out: dict[str, tuple[str, str, str]] = {}
    for actor in reference.actors().values():
        entry = ("actor", ids.actor_iri(actor.id), actor.label)
        for name in (actor.id, actor.label, *actor.aliases, *actor.demonyms):
            out.setdefault(slug(name), entry)
    for material in reference.materials().values():
        entry = ("material", ids.material_iri(material.id), material.label)
        for name in (material.id, material.label, *material.aliases):
            out[slug(name)] = entry
    return out


@cache
def _surnames() -> Mapping[str, tuple[str, str, str]]:
    """Return slug of a surname -> entry for persons of whom one alone has it; Chinese surnames come first."""
    bearers: dict[str, set[tuple[str, str, str]]] = {}
    for actor in reference.actors().values():
        if actor.type == "Person" and " " in actor.label:
            first, *_, last = actor.label.split()
            surname = first if actor.state in _SURNAME_FIRST else last
            bearers.setdefault(slug(surname), set()).add(("actor", ids.actor_iri(actor.id), actor.label))
    return {surname: next(iter(found)) for surname, found in bearers.items() if len(found) == 1}


def suggestions(text: str, store: Store | None = None, limit: int = 3) -> list[str]:
    """Return the labels of the reference tables, and goods of a store, nearest to a name that nothing answers to.

    Goods of which the text is a whole word come first ("magnets": permanent magnets).
    """
    from rapidfuzz import fuzz, process, utils

    labels = [material.label for material in reference.materials().values()]
    labels += [actor.label for actor in reference.actors().values()]
    found = sparql.solutions(store.engine, _GOODS) if store is not None else []  # its truth would count quads
    goods = [row["item"].value.rpartition("/")[2].replace("-", " ") for row in found]
    key = text.lower().rstrip(".")
    whole = [label for label in goods if len(key) > _SHORT and key in label.lower().split()]
    if whole:
        return whole[:limit]
    labels += goods
    hits = process.extract(text, labels, scorer=fuzz.ratio, processor=utils.default_process, limit=limit)
    return [label for label, score, _ in hits if score >= _NEAR]
