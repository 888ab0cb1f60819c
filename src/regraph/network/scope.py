"""What is asked of a network: the days, the material, and which ties and passages count for them."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import NamedNode

from regraph import terms
from regraph.dates import Bounds
from regraph.network.evidence import Witnesses
from regraph.network.records import Record, Records, first
from regraph.network.ties import END_OF_TIME, LOOK_BACK_DAYS, RELATIONS, Tie
from regraph.store import Store

_BROADER: Final = NamedNode(terms.term("skos:broader"))


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What to show; the defaults show everything."""

    on: Bounds | None = None  # a day or an interval, both ends inclusive
    known_by: dt.date = END_OF_TIME
    about: tuple[str, ...] = ()  # IRIs of materials or goods
    around: str | None = None  # IRI of an actor
    depth: int = 1  # steps from it
    relations: tuple[str, ...] = ()  # names of RELATIONS; empty: those between actors
    level: str = "all"  # state, body, all
    measures: tuple[str, ...] = ()  # IRIs of measures: only ties of them, and what is promised or licensed on them
    documents: tuple[str, ...] = ()  # IRIs: only ties that one of these documents tells of
    since: dt.date | None = None  # only ties that a document of this day or later tells of


class Scope:
    """A view of one store: what its readers share."""

    def __init__(self, store: Store, view: View) -> None:
        self.records = Records(store)
        self.view = view
        self.witnesses = Witnesses(self.records, view.known_by)
        self.materials = _closed(store, set(view.about), down=True)  # with all members
        self._related = self.materials | _closed(store, set(view.about), down=False)  # and with all groups
        self._groups: dict[str, set[str]] = {}

    def concerns(self, thing: Record) -> bool:
        """Return whether a thing names the material asked for, a member of it, or a group that holds it."""
        return not self.view.about or bool(self._related & {*thing.get("material", ()), *thing.get("item", ())})

    def state_of(self, actor: str) -> str:
        """Return the state that an actor belongs to or acts for, itself where nobody says."""
        return first(self.records[actor], "partOfState", actor)

    def members_of(self, materials: set[str]) -> set[str]:
        """Return those of the materials whose group is among them too."""
        return {iri for iri in materials if self._groups_of(iri) & materials}

    def _groups_of(self, material: str) -> set[str]:
        if material not in self._groups:
            self._groups[material] = _closed(self.records.store, {material}, down=False) - {material}
        return self._groups[material]

    def told(self, tie: Tie) -> Tie | None:
        """Return a tie with its claims of the documents asked for, None where it has none, or is of another measure."""
        view = self.view
        if view.measures and not {tie.thing, *self.records[tie.thing].get("aboutMeasure", ())} & set(view.measures):
            return None
        if not view.documents and view.since is None:
            return tie
        claims = self.witnesses.among(tie.claims, view.documents, view.since)
        return replace(tie, claims=claims) if claims else None

    def at(self, tie: Tie) -> Tie | None:
        """Return a tie with the spells of the days asked for, None where it has none there."""
        if self.view.on is None:
            return tie
        first, last = self.view.on.earliest, self.view.on.latest
        if first == last and RELATIONS[tie.relation].happening:
            first -= dt.timedelta(days=LOOK_BACK_DAYS)
        spells = tuple(spell for spell in tie.holding if spell.start is not None and spell.overlaps(first, last))
        return replace(tie, spells=spells) if spells else None


def _closed(store: Store, nodes: set[str], *, down: bool) -> set[str]:
    """Return materials with all their members (`down`), or with all the groups that hold them."""
    out, fresh = set(nodes), set(nodes)
    while fresh:
        found = set()
        for iri in fresh:
            node = NamedNode(iri)
            quads = store.match(None, _BROADER, node) if down else store.match(node, _BROADER)
            ends = (quad.subject if down else quad.object for quad in quads)
            found |= {end.value for end in ends if isinstance(end, NamedNode)}
        fresh = found - out
        out |= fresh
    return out
