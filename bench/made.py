"""Numbers of articles in, a made-up world with that many articles out: for benchmarks, repeatable.

The spread, meant to be like that of the news: of measures, the first state imposes three in ten, the second two, the
others fewer and fewer (as 1/rank, over all states of the reference tables); kinds and materials likewise, from licence
duties and tariffs to port fees and from rare earths to rubidium. A world of 12,500 measures is no world of a hundred
materials alone, as databases of tens of thousands of interventions show: of ten measures of the sixteen leading states
four are on goods of other kinds, of the other states six, out of a list of 2,310 that is the same at every size. They
begin on any day of sixteen years, the later
years the more often. There is one measure for every eight articles; of each ten articles seven tell of a measure that
anybody could have picked, three of one that everybody writes about (as 1/rank), within some months of its start or
long after. An article has one to three claims: of twenty, fourteen on measures (an introduction or a change that has
happened, of which seven in ten name the day; one in ten says that the measure still stands), two promises, and one
each a deal, a licence, a figure, an impact.
"""

import datetime as dt
import hashlib
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from regraph import reference
from regraph.model import Claim, Document, claim_values

Article = tuple[Document, tuple[Claim, ...]]
PER_MEASURE: Final = 8
_FIRST: Final = dt.date(2010, 1, 1)
_DAYS: Final = 16 * 365
_KINDS: Final = (
    "export_licensing tariff export_ban export_quota entity_listing export_tax investigation import_restriction "
    "technology_control port_fee"
).split()
_LATER: Final = ("suspended", "suspended", "expanded", "eased", "lifted", "extended", "postponed")
_STUFFS: Final = (
    "alloy-steel brass carbon-steel cast-iron ceramic composite copolymer cotton fibreglass glass leather nylon paper "
    "plywood polyester polyethylene polypropylene rubber silicone stainless-steel textile timber vinyl wool acetate "
    "acrylic bamboo biodiesel cement epoxy"
).split()
_FORMS: Final = (
    "bars bearings belts bolts bottles boxes cables cans castings chains coatings coils containers cylinders doors "
    "engines fabrics fibres films filters fittings flanges foams forgings frames furniture gaskets gears gloves "
    "granules hoses insulation joints kits lamps lenses lids machines meters motors mouldings nails nets panels parts "
    "pellets pipes plates powders presses profiles pumps resins rings rods ropes screws seals sections sheets shoes "
    "sieves slabs springs strips switches tanks tapes tiles tools trays tubes tyres valves wheels wires yarns"
).split()
_LEADING: Final = 16
_TYPES: Final = ("measure", "commitment", "agreement", "licence", "statistic", "impact")
_SHARES: Final = (14, 2, 1, 1, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure of the made-up world."""

    state: str
    kind: str
    materials: tuple[str, ...]
    target: tuple[str, ...]
    start: dt.date
    changes: tuple[tuple[str, dt.date], ...]  # action, day
    items: tuple[str, ...] = ()  # goods, where it is on no materials


class World:
    """A made-up world of so many measures; the same seed gives the same world."""

    def __init__(self, articles: int, seed: int = 0) -> None:
        self.dice = random.Random(f"world {seed}")  # noqa: S311 - repeatable, no secret
        self.measures = [self._measure() for _ in range(max(1, articles // PER_MEASURE))]
        self._popular = list(itertools.accumulate(1 / rank for rank in range(1, len(self.measures) + 1)))

    @cached_property
    def states(self) -> list[str]:
        """All states, those that impose most first."""
        known = sorted(actor.id for actor in reference.actors().values() if actor.type == "State")
        leading = ["CN", "US", "EU", "ID", "IN", "CD", "RU", "JP", "CA", "MM", "AU", "CL", "ZW", "VN", "KR", "KZ"]
        return leading + [name for name in known if name not in leading]

    @cached_property
    def _weights(self) -> list[float]:
        return [30, 20, *(50 / (rank * 5) for rank in range(1, len(self.states) - 1))]

    @cached_property
    def materials(self) -> list[str]:
        """All materials and groups, in an order of no meaning but the rare earths first."""
        names = sorted(reference.materials())
        self.dice.shuffle(names)
        return ["rare-earths", *(name for name in names if name != "rare-earths")]

    @cached_property
    def goods(self) -> list[str]:
        """Goods that are no materials of the tables, those that most measures are on first."""
        names = [f"{stuff}-{form}" for stuff in _STUFFS for form in _FORMS]
        random.Random("goods").shuffle(names)  # noqa: S311 - repeatable, no secret
        return names

    @cached_property
    def _good_weights(self) -> list[float]:
        return list(itertools.accumulate(1 / (rank + 10) for rank in range(len(self.goods))))

    def _measure(self) -> Measure:
        dice = self.dice
        state = dice.choices(self.states, self._weights)[0]
        number = dice.choice([1, 1, 1, 2, 2, 3])
        on_goods = dice.random() < (0.4 if state in self.states[:_LEADING] else 0.6)
        goods = dice.choices(self.goods, cum_weights=self._good_weights, k=number)
        start = _FIRST + dt.timedelta(days=int(_DAYS * dice.random() ** 0.6))
        days = sorted(dice.randrange(20, 1100) for _ in range(dice.choice([0, 0, 1, 2, 3, 5])))
        return Measure(
            state=state,
            kind=dice.choices(_KINDS, [1 / rank for rank in range(1, len(_KINDS) + 1)])[0],
            materials=() if on_goods else tuple(dict.fromkeys(self._material(dice) for _ in range(number))),
            items=tuple(dict.fromkeys(goods)) if on_goods else (),
            target=(dice.choice(self.states[:20]),) if dice.random() < 0.3 else (),
            start=start,
            changes=tuple((dice.choice(_LATER), start + dt.timedelta(days=number)) for number in days),
        )

    def _material(self, dice: random.Random) -> str:
        return dice.choices(self.materials, [1 / (rank + 3) for rank in range(len(self.materials))])[0]

    def articles(self, number: int, seed: int = 1, *, on: Measure | None = None) -> Iterator[Article]:
        """Yield articles; with `on`, all tell of one measure."""
        dice = random.Random(f"articles {seed}")  # noqa: S311 - repeatable, no secret
        for index in range(number):
            yield self._article(dice, f"{seed}-{index}", on or self._pick(dice))

    def hottest(self) -> Measure:
        """Return the measure that most articles tell of."""
        return self.measures[0]

    def _pick(self, dice: random.Random) -> Measure:
        if dice.random() < 0.7:
            return dice.choice(self.measures)
        return dice.choices(self.measures, cum_weights=self._popular)[0]

    def _article(self, dice: random.Random, name: str, made: Measure) -> Article:
        days = dice.expovariate(1 / 40) if dice.random() < 0.7 else dice.uniform(0, 900)
        published = made.start + dt.timedelta(days=int(days) - 5)
        stuff = ", ".join(made.materials + made.items)
        text = f"{name}: what happened to {stuff} of {made.state}, as told on {published}."
        digest = hashlib.sha256(text.encode()).hexdigest()
        document = Document(
            id=digest[:16], text=text, name=f"{name}.txt", sha256=digest, published=published.isoformat()
        )
        found: dict[str, Claim] = {}
        for number in range(dice.choice([1, 1, 2, 3])):
            kind = dice.choices(_TYPES, _SHARES)[0] if number else "measure"
            said = self._claim(dice, kind, made, published)
            claim = Claim(
                type=kind,
                document_id=document.id,
                start=number,
                end=len(text),
                values=claim_values(kind, {field: value for field, value in said.items() if value}),
                modality="promised" if kind == "commitment" else "fact",
                confidence=dice.choice([0.4, 0.7, 0.9, 0.9]),
            )
            found[claim.id] = claim
        return document, tuple(found.values())

    def _claim(self, dice: random.Random, kind: str, made: Measure, published: dt.date) -> dict[str, Any]:
        materials, items = ([name for name in some if dice.random() < 0.9] for some in (made.materials, made.items))
        told: dict[str, Any] = {"materials": materials, "items": items}
        if kind == "measure":
            return self._change(dice, made, told, published)
        if kind == "commitment":
            promised = dice.choice(["suspend", "lift", "ease", "supply", "postpone"])
            said = {"action": promised, "kind": made.kind, "promisor": [made.state]}
            return {**said, **told, "beneficiary": made.target, "date": _written(dice, published)}
        if kind == "agreement":
            other = dice.choice([name for name in self.states[:20] if name != made.state])
            return {"parties": [made.state, other], "status": "reached", "date": published.isoformat()}
        if kind == "licence":
            return {"action": "granted", "issuer": [made.state], **told, "date": published.isoformat()}
        if kind == "statistic":
            value = round(dice.uniform(1, 99), 1)
            stuff = made.materials[0] if made.materials else None
            told = {"indicator": "production_share", "subject": [made.state], "material": stuff}
            return {**told, "value": value, "unit": "%", "date": str(published.year)}
        return {"effect": dice.choice(["shortage", "price_rise"]), "affected": [dice.choice(self.states)],
                **told, "date": published.isoformat()[:7]}  # fmt: skip

    def _change(self, dice: random.Random, made: Measure, told: dict[str, Any], published: dt.date) -> dict[str, Any]:
        said = {"kind": made.kind, "imposer": [made.state], **told}
        said |= {"target": made.target} if dice.random() < 0.8 else {}
        past = [("introduced", made.start), *(one for one in made.changes if one[1] <= published)]
        if dice.random() < 0.1 and published > made.start:
            return {**said, "action": "maintained", "date": published.isoformat()}
        action, when = dice.choice([past[0], past[-1], past[-1], dice.choice(past)])
        return {**said, "action": action, "date": _written(dice, when)}


def _written(dice: random.Random, when: dt.date) -> str | None:
    return dice.choice([*[when.isoformat()] * 7, when.isoformat()[:7], when.isoformat()[:7], None])
