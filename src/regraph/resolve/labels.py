"""What is known of a measure or thing, into its label: who, what, on what, when, in plain words."""

from collections.abc import Iterable, Sequence
from typing import Final

from regraph import reference
from regraph.dates import Bounds

_MONTHS: Final = "January February March April May June July August September October November December".split()
KINDS: Final = {
    "export_licensing": "export licensing",
    "export_ban": "export ban",
    "export_quota": "export quota",
    "export_tax": "export tax",
    "export_control": "export control",
    "technology_control": "technology control",
    "entity_listing": "listing of firms",
    "tariff": "tariff",
    "import_restriction": "import restriction",
    "visa_restriction": "visa restriction",
    "port_fee": "port fee",
    "investigation": "investigation",
    "other": "other measure",
}
_PROMISED: Final = {  # promises speak of measures in the plural
    "export_licensing": "export licensing",
    "export_ban": "export bans",
    "export_quota": "export quotas",
    "export_tax": "export taxes",
    "export_control": "export controls",
    "technology_control": "technology controls",
    "entity_listing": "the listing of firms",
    "tariff": "tariffs",
    "import_restriction": "import restrictions",
    "visa_restriction": "visa restrictions",
    "port_fee": "port fees",
    "investigation": "investigations",
}
_VERBS: Final = {"expedite": "speed up", "refrain": "refrain from", "purchase": "buy"}
_EFFECTS: Final = {"other": "Other effect"}
_INDICATORS: Final = {"members": "Number of members"}


def actor(name: str) -> str:
    """Return the label of an actor; one that the tables do not know begins with a capital all the same.

    >>> actor("CN"), actor("some-new-company")
    ('China', 'Some new company')
    """
    label = reference.label(name)
    return label[:1].upper() + label[1:]


def actors(names: Iterable[str], most: int = 5) -> str:
    """Return the labels of some actors as a list in words."""
    return _joined([actor(name) for name in names], most)


def listed(names: Iterable[str], most: int = 5) -> str:
    """Return the labels of some materials or goods as a list in words.

    >>> listed(["tin", "zinc"]), listed(["tin", "zinc", "lead"], 2)
    ('tin and zinc', 'tin, zinc and 1 other')
    """
    return _joined([reference.label(name) for name in names], most)


def _joined(labels: Sequence[str], most: int) -> str:
    rest = len(labels) - most
    shown = [*labels[:most]] + ([f"{rest} other{'s' if rest > 1 else ''}"] if rest > 0 else [])
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def month(when: Bounds | None) -> str:
    """Return when something began, for the end of a label: by month or, where it is less exact, by year.

    >>> from regraph.dates import parse
    >>> month(parse("2025-04-04")), month(parse("2025")), month(None)
    (' (April 2025)', ' (2025)', '')
    """
    if when is None or when.earliest.year == 1:
        return ""
    first = when.earliest
    exact = (when.latest - first).days <= 31
    return f" ({_MONTHS[first.month - 1]} {first.year})" if exact else f" ({first.year})"


def measure(kind: str, imposers: Sequence[str], targets: Sequence[str], stuff: Sequence[str]) -> str:
    """Return who does what, on what and against whom.

    >>> measure("tariff", ["US"], ["CN"], ["graphite"]), measure("export_ban", [], [], ["tin"])
    ('United States: tariff on graphite, against China', 'Export ban on tin, by whom is not told')
    """
    what = KINDS[kind] + (f" on {listed(stuff)}" if stuff else "")
    against = f", against {actors(targets, 3)}" if targets else ""
    if not imposers:
        return f"{what[:1].upper()}{what[1:]}{against}, by whom is not told"
    return f"{actor(imposers[0])}: {what}{against}"


def promise(action: str, kind: str | None, promisors: Sequence[str], stuff: Sequence[str]) -> str:
    """Return who promises what, on what.

    >>> promise("ease", "export_ban", ["CN"], ["gallium"]), promise("supply", None, ["CN", "US"], ["rare-earths"])
    ('China: promise to ease export bans on gallium', 'China and United States: promise to supply rare earths')
    >>> promise("other", None, ["AU"], ["gallium"]), promise("suspend", "other", [], [])
    ('Australia: promise of another kind on gallium', 'Promise to suspend measures, by whom is not told')
    >>> promise("refrain", "tariff", ["US"], []), promise("purchase", None, ["CN"], [])
    ('United States: promise to refrain from tariffs', 'China: promise to buy goods')
    """
    goods, known = listed(stuff), _PROMISED.get(kind or "")
    if action == "other":
        text = f"promise on {known}" if known else "promise of another kind"
        text += f" {'for' if known else 'on'} {goods}" if goods else ""
    elif action in ("supply", "purchase"):
        text = f"promise to {_VERBS.get(action, action)} {goods or 'goods'}"
    else:
        text = f"promise to {_VERBS.get(action, action)} {known or 'measures'}" + (f" on {goods}" if goods else "")
    return f"{actors(promisors, 4)}: {text}" if promisors else f"P{text[1:]}, by whom is not told"


def licences(action: str, issuers: Sequence[str], stuff: Sequence[str]) -> str:
    """Return who did what with licences, for what.

    >>> licences("granted", ["CN"], ["samarium"]), licences("refused", [], [])
    ('Licences granted by China for samarium', 'Licences refused, by whom is not told')
    """
    what = (
        f"Licences {action}"
        + (f" by {actors(issuers)}" if issuers else "")
        + (f" for {listed(stuff)}" if stuff else "")
    )
    return what if issuers else f"{what}, by whom is not told"


def figure(indicator: str, about: Sequence[str], value: object, unit: str | None) -> str:
    """Return a figure with what it is of.

    >>> figure("reserves", ["CN", "rare-earths"], 44000000, "t"), figure("price_change", ["gallium"], -12.5, "%")
    ('Reserves of China, rare earths: 44,000,000 t', 'Price change of gallium: -12.5%')
    """
    name = _INDICATORS.get(indicator, indicator.replace("_", " ").capitalize())
    told = f"{value:,}" if isinstance(value, int | float) else "unknown"
    of = f" of {', '.join(reference.label(one) for one in about)}" if about else ""
    return f"{name}{of}: {told}{'%' if unit == '%' else f' {unit}' if unit else ''}"


def impact(effect: str, affected: Sequence[str], stuff: Sequence[str]) -> str:
    """Return an effect with whom and what it hits.

    >>> impact("other", ["ford"], ["rare-earths"]), impact("price_rise", [], [])
    ('Other effect: Ford Motor Company, rare earths', 'Price rise')
    """
    name = _EFFECTS.get(effect, effect.replace("_", " ").capitalize())
    about = [*map(actor, affected), *map(reference.label, stuff)]
    return f"{name}: {', '.join(about[:4])}" if about else name
