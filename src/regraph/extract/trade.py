"""A phrase or a draft in, whether it is about trade out: by its family, its context, or what it covers."""

from regraph.extract.acts import Hit
from regraph.extract.draft import Draft
from regraph.extract.view import Phrase, View

_SURE = frozenset(("tariff", "fee", "listing", "retaliation", "probe"))


_PROBED = frozenset(
    """
    anti-dump antitrust antimonopoly anti-monopoly monopoly dump dumping subsidy safeguard section trade anti-dumping
    import imports countervailing antidumping
    """.split()
)


TELLING = frozenset(("export", "import", "technology", "listing", "port", "visa"))


PLAIN = frozenset(("fee", "whitelist", "retaliation", "listing", "licensing", "revocation"))


def is_trade(view: View, phrase: Phrase) -> bool:
    """Tell whether a phrase names a trade measure: by its family, its context, or what it covers."""
    family = phrase.noun.family
    if (
        phrase.reference
        or family in PLAIN
        or phrase.contexts & {"export", "import", "technology", "listing", "trade", "port", "visa"}
    ):
        return True
    if any(name.value.kind in ("material", "item") for name in view.names if phrase.start <= name.start < phrase.end):
        return True
    if family == "tariff":
        return any(
            t.lemma in ("tariff", "duty", "levy", "surtax", "surcharge")
            for t in view.tokens[phrase.head : phrase.head_end]
        )
    if family == "sanction" and view.tokens[phrase.head].lower == "sanctions":
        if view.parse.prep(phrase.start) == "under":
            return True
        return any(True for n in view.of("actor", phrase.head_end, phrase.end)) or any(
            phrase.head_end <= at.start < phrase.end and at.value.counted == "companies" for at in view.figures
        )
    if phrase.noun.generic:
        return phrase.definite and phrase.start > 0
    if family == "probe" and phrase.definite:
        return True
    if family == "probe":
        near = view.tokens[max(0, phrase.start - 6) : phrase.head_end + 14]
        return any(t.lemma in _PROBED for t in near)
    return phrase.definite or family in ("ban", "quota", "restriction")


def of_trade(draft: Draft, hit: Hit) -> bool:
    """Tell whether the sentence itself shows that trade is meant; an article with no such sentence has no measure."""
    phrase = hit.phrase or hit.named
    listing = "entity_listing" in (hit.rule.kind, draft.values.get("kind"))
    if listing and (draft.values.get("target") or draft.values.get("count")):
        return True
    if draft.values.get("materials") or (
        hit.rule.kind
        in ("export_ban", "import_restriction", "export_licensing", "export_control", "export_quota", "export_tax")
        and hit.phrase is None
    ):
        return hit.rule.id not in ("ban-goods", "no-leave") or bool(draft.values.get("materials"))
    if phrase is None:
        return False
    if phrase.noun.generic and phrase.kind.startswith("export_") and phrase.kind != phrase.noun.kinds["default"]:
        return True  # "its rules on magnet exports"
    if phrase.noun.family == "licensing" and (draft.values.get("items") or draft.values.get("date")):
        return True
    return bool(phrase.contexts & TELLING or phrase.reference or phrase.noun.family in _SURE)
