"""Reference tables and `ontology/frames/lexicon.yaml` in, the lexicon that mentions are read with out."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from regraph import reference, resources
from regraph.errors import OntologyError
from regraph.extract.lemmas import lemma
from regraph.extract.tokens import fold
from regraph.extract.trie import Entry, Lexicon, Mark
from regraph.ids import slug

__all__ = ["Entry", "Lexicon", "Mark", "company_slug", "load"]

_BRACKETS: Final = re.compile(r"\s*\([^)]*\)")
_ACRONYM: Final = re.compile(r"(?:[A-Z]\.){2,}|[A-Z0-9][A-Z0-9&+.-]{1,9}")
_LEGAL: Final = frozenset(
    """
    ltd limited inc incorporated corp corporation co company plc llc llp lp ag gmbh sa nv bv spa se ab asa oyj
    oy kk kg jsc pjsc ojsc bhd berhad tbk pte pty pvt srl sarl sas holdings holding group
    """.split()
)
_TYPES: Final = {
    "Ministry": "body",
    "Agency": "body",
    "GovernmentBody": "body",
    "Company": "company",
    "Person": "person",
    "Association": "organisation",
    "IntergovernmentalOrganization": "organisation",
    "NewsAgency": "media",
    "SupranationalUnion": "union",
    "State": "state",
}
_MARKS: Final = {
    "goods_heads": Mark.GOODS,
    "raw_forms": Mark.RAW,
    "body_heads": Mark.BODY,
    "firm_nouns": Mark.FIRM,
    "group_nouns": Mark.GROUP,
    "organisation_heads": Mark.ORGANISATION,
    "legal_forms": Mark.COMPANY,
    "company_heads": Mark.COMPANY,
    "agreement_heads": Mark.AGREEMENT,
    "government_words": Mark.GOVERNMENT,
}
_PORTFOLIO_STOP: Final = frozenset(
    """
    ministry department of the and for s federal national minister 's
    """.split()
)
# An office that is held to this day: its last date is open.
_HEAD_OF_STATE: Final = re.compile(
    r"(?:^|[;,] )(?:President|Prime Minister|Chancellor|General Secretary)[^;]*\d/(?:;|$|\s)"
)
# Place-less names of states: metonyms that are no place to meet in.
_NO_PLACE: Final = re.compile(r"administration|side|republic|bloc|house|office|\bhill\b", re.IGNORECASE)


@cache
def load() -> Lexicon:
    """Return the lexicon of the reference data and the ontology; built once a process.

    Raises: OntologyError where a file is missing or broken.
    """
    data = _yaml()
    lexicon = Lexicon()
    _add_lists(lexicon, data)
    _add_states(lexicon)
    _add_yaml_actors(lexicon, data)
    _add_actors(lexicon)
    _add_materials(lexicon, data)
    _add_goods_and_measures(lexicon, data)
    _add_places(lexicon, data)
    lexicon.marks["("] = Mark.BRACKET
    lexicon.interest.clear()
    return lexicon


def _yaml() -> Mapping[str, Any]:
    import yaml

    path = resources.path("ontology", "frames", "lexicon.yaml")
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader either way
    except yaml.YAMLError as error:
        raise OntologyError(f"{path} is no YAML: {error}") from error
    if not isinstance(data, dict):
        raise OntologyError(f"{path} holds no mapping: see its first lines for the form")
    return data


def _names(value: str) -> list[str]:
    """Return the names of a cell or block, without notes in brackets and leading articles."""
    out = []
    for raw in re.split(r"[|\n]", value):
        name = _BRACKETS.sub("", raw).strip()
        name = name[4:] if name[:4].lower() == "the " else name
        if name:
            out.append(name)
    return out


def _case(name: str) -> str:
    """Return how exact the letters of a proper name must be."""
    return "exact" if _ACRONYM.fullmatch(name) else "proper"


def company_slug(name: str) -> str:
    """Return the id of a firm: the slug of its name without the legal form.

    >>> company_slug("CMOC Group Ltd."), company_slug("Ford Motor Company"), company_slug("The Metals Company")
    ('cmoc', 'ford', 'the-metals-company')
    """
    words = slug(name).split("-")
    while len(words) > 1 and words[-1] in _LEGAL:
        if words[-1] in ("company", "corporation") and len(words) > 2 and words[-2] != "motor":
            break  # "Belarusian Potash Company": the word is part of the name
        words.pop()
    if len(words) > 1 and words[-1] == "motor" and words[0] in {"ford", "honda", "toyota", "nissan"}:
        words.pop()
    if len(words) > 1 and words[0] == "pt":
        words = words[1:]
    return "-".join(words)


def _add_lists(lexicon: Lexicon, data: Mapping[str, Any]) -> None:
    for name, value in data.items():
        if isinstance(value, str) and "|" not in value:
            lexicon.words[name] = frozenset(fold(word) for word in value.split())
    for name, bit in _MARKS.items():
        for word in lexicon.words.get(name, ()):
            key = lemma(word)
            lexicon.marks[key] = lexicon.marks.get(key, 0) | bit
    for name in ("offices", "firm_offices", "instruments"):
        names = [fold(word) for word in _names(data.get(name, ""))]
        lexicon.words[name] = frozenset(names)
        bit = Mark.INSTRUMENT if name == "instruments" else Mark.OFFICE
        for word in names:
            key = lemma(re.split(r"[ -]", word)[-1])
            lexicon.marks[key] = lexicon.marks.get(key, 0) | bit


def _add_states(lexicon: Lexicon) -> None:
    for row in reference.rows("states.csv"):
        state, label = row["id"], row["label"]
        lexicon.states.add(state)
        lexicon.label_by_id[state] = label
        lexicon.type_by_id[state] = "union" if state == "EU" else "state"
        entry = Entry("actor", (state,), "state:name")
        words = "|".join((label, row["aliases"], row["demonyms"]))
        lexicon.state_words[state] = portfolio(words)
        capital = row["capital"]
        lexicon.place_by_name[state] = slug(label)
        for name in (label, *_names(row["aliases"])):
            rule = "state:capital" if name == capital else "state:name"
            lexicon.add(name, entry._replace(rule=rule, case=_case(name)))
            if not _NO_PLACE.search(name):
                lexicon.place_by_name.setdefault(fold(name), slug(name if rule == "state:capital" else label))
        if capital:
            lexicon.place_by_name.setdefault(fold(capital), slug(capital))
        for name in _names(row["demonyms"]):
            rule = "state:name" if name.isupper() else "state:demonym"
            lexicon.add(name, entry._replace(rule=rule, case=_case(name)))
            if not name.endswith(("ese", "ish", "ch", "s")):
                lexicon.add(name + "s", entry._replace(rule="state:people"))
    lexicon.add("European", Entry("actor", ("EU",), "state:demonym"))
    lexicon.add("Europe", Entry("actor", ("EU",), "state:name"))


def _add_actor(lexicon: Lexicon, ident: str, kind: str, state: str, names: Iterable[str]) -> None:
    """Add an actor; firms and organisations get the id of the name as written, all get state and type."""
    for name in names:
        local = ident
        if kind in ("company", "organisation") and not _ACRONYM.fullmatch(name):
            local = company_slug(name) or ident
        lexicon.add(name, Entry("media" if kind == "media" else "actor", (local,), f"{kind}:name", _case(name)))
        for known in (local, ident):
            lexicon.type_by_id.setdefault(known, kind)
            lexicon.label_by_id.setdefault(known, name)
            if state:
                lexicon.state_by_id.setdefault(known, state)


def _add_yaml_actors(lexicon: Lexicon, data: Mapping[str, Any]) -> None:
    for name in _names(data.get("not_actors", "")):
        lexicon.add(name, Entry("none", (), "not an actor"))
    for name in _names(data.get("media", "")):
        lexicon.add(name, Entry("media", (slug(name),), "media:name", _case(name)))
    for ident, names in data.get("bodies", {}).items():
        for name in _names(names):
            lower = name[0].islower()
            lexicon.add(name, Entry("actor", (ident,), "body:name", "any" if lower else _case(name)))
        lexicon.type_by_id[ident] = "body"
        lexicon.state_by_id[ident] = ident.split("/")[0]
    for key, names in data.get("surnames", {}).items():
        ident, _, state = key.partition("@")
        _add_actor(lexicon, ident, "person", state, _names(names))
    for ident, value in data.get("companies", {}).items():
        names, _, state = value.rpartition("@")
        for name in _names(names):
            lexicon.add(name, Entry("actor", (ident,), "company:name", _case(name)))
        lexicon.type_by_id[ident] = "company"
        lexicon.state_by_id[ident] = state
    for ident, names in data.get("organizations", {}).items():
        _add_actor(lexicon, ident, "organisation", "", _names(names))
        for name in _names(names):
            lexicon.add(name, Entry("actor", (ident,), "organisation:name", _case(name)))


def portfolio(name: str) -> frozenset[str]:
    """Return the words that tell one ministry of a state from another.

    >>> sorted(portfolio("Ministry of Mines and Energy")) == sorted(portfolio("mines and energy ministry"))
    True
    """
    return frozenset(lemma(word) for word in slug(name).split("-") if word not in _PORTFOLIO_STOP)


def _add_actors(lexicon: Lexicon) -> None:
    known = set(lexicon.type_by_id)
    for row in reference.rows("actors.csv"):
        ident, kind, state = row["id"], _TYPES.get(row["type"], ""), row["state"]
        if kind in ("state", "union", "") or ident.endswith(("/government", "/president", "/cabinet")):
            continue
        names = [row["label"], *_names(row["aliases"])]
        if kind == "body":
            _add_body(lexicon, ident, state, names)
        elif kind == "person":
            single = {name for name in names if " " not in name and ident in known}
            _add_actor(lexicon, ident, kind, state, [name for name in names if name not in single])
            if _HEAD_OF_STATE.search(row["office"]):
                lexicon.head_by_state.setdefault(state, ident)
        else:
            _add_actor(lexicon, ident, kind, state, names)


def _add_body(lexicon: Lexicon, ident: str, state: str, names: list[str]) -> None:
    lexicon.type_by_id.setdefault(ident, "body")
    lexicon.label_by_id.setdefault(ident, names[0])
    for name in names:
        lexicon.add(name, Entry("actor", (ident,), "body:name", _case(name)))
        lexicon.bodies.setdefault((state, portfolio(name) - lexicon.state_words.get(state, frozenset())), ident)


def _add_materials(lexicon: Lexicon, data: Mapping[str, Any]) -> None:
    for group in ("materials", "material_groups"):
        for ident, names in data.get(group, {}).items():
            for name in _names(names):
                _add_material(lexicon, ident, name)
    forms = lexicon.words.get("raw_forms", frozenset())
    for row in reference.rows("materials.csv"):
        ident = row["id"]
        lexicon.label_by_id.setdefault(ident, row["label"])
        if row["symbol"] and len(row["symbol"]) <= 2:
            lexicon.symbols.setdefault(row["symbol"], ident)
        for name in (row["label"], *_names(row["aliases"])):
            words = fold(name).split()
            # "nickel ore" is read as nickel and its form, so that both are told
            if len(words) > 1 and lemma(words[-1]) in forms and words[0] not in ("rare", "iron"):
                continue
            if len(words) > 1 and words[0] in lexicon.words.get("raw_adjectives", ()) and words[-1] == ident:
                continue
            _add_material(lexicon, ident, name)
    lexicon.symbols.setdefault("NdPr", "neodymium-praseodymium")


def _add_material(lexicon: Lexicon, ident: str, name: str) -> None:
    ambiguous = name in lexicon.words.get("ambiguous_materials", ())
    rule = "material:ambiguous" if ambiguous else "material:name"
    case = "exact" if name.isupper() or name in ("REEs", "PGMs", "REOs", "CRMs", "NdPr") else "any"
    lexicon.add(name, Entry("material", (ident,), rule, case))
    lexicon.materials.setdefault(slug(name), ident)


def _add_goods_and_measures(lexicon: Lexicon, data: Mapping[str, Any]) -> None:
    for name in _names(data.get("not_goods", "")):
        lexicon.add(name, Entry("none", (), "no good", "any"))
    for name in _names(data.get("goods", "")):
        lexicon.add(name, Entry("item", (slug(name),), "item:name", "exact" if name.isupper() else "any"))
    for name in _names(data.get("named_measures", "")):
        lexicon.add(name, Entry("measure", (name,), "measure:name", _case(name)))
    for name in _names(data.get("named_agreements", "")):
        lexicon.add(name, Entry("agreement", (slug(name),), "agreement:name", _case(name)))


def _add_places(lexicon: Lexicon, data: Mapping[str, Any]) -> None:
    for value in _names(data.get("places", "")):
        name, _, state = value.partition("@")
        place = slug(name)
        lexicon.add(name, Entry("place", (place,), f"place:name@{state}"))
        lexicon.place_by_name.setdefault(fold(name), place)
        lexicon.state_by_id.setdefault(place, state)
