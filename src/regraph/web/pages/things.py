"""A material, good, actor, agreement or any other thing in, its page out: what it is, and all it is tied to."""

from collections.abc import Iterable
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from regraph import ids
from regraph.network.records import first
from regraph.timeline import Timeline, timeline
from regraph.web.pages import bars, links, passages, rows
from regraph.web.pages.call import Call
from regraph.web.pages.facts import Facts
from regraph.web.pages.measure import sources
from regraph.web.pages.rendering import render

# kinds of things told on the pages of what they are about
_TOLD: Final = ("commitment", "decision", "impact", "observation", "agreement", "meeting")
_TITLES: Final = {
    "commitment": "Promises",
    "decision": "Licences decided",
    "impact": "Harm and change",
    "observation": "Figures",
    "agreement": "Agreements",
    "meeting": "Meetings",
}
_MATERIAL_LINKS: Final = ("material", "item")
_ACTOR_LINKS: Final = ("promisor", "beneficiary", "issuer", "holder", "affected", "subject", "party", "participant")


def _known(call: Call, kind: str) -> str:
    iri = ids.iri(kind, call.path["name"])
    if not call.facts.knows(iri):
        raise HTTPException(404, f"The store knows no {kind} “{call.path['name']}”.")
    return iri


def material(call: Call) -> Response:
    """Return the page of a material, a good or a technology."""
    kind = call.request.url.path.split("/")[1]
    iri = _known(call, kind)
    facts, said = call.facts, call.facts[iri]
    members = facts.backlinks(iri, "skos:broader")
    codes = [
        (name, ", ".join(said.get(prop, ())))
        for name, prop in (
            ("Symbol", "symbol"),
            ("Atomic number", "atomicNumber"),
            ("CAS number", "casNumber"),
            ("HS codes", "hsCode"),
            ("EU list", "euList"),
            ("US list", "usgsList"),
        )
        if said.get(prop)
    ]
    return render(
        call,
        "thing.html",
        active="Materials",
        **_common(call, iri),
        codes=codes,
        tied="that cover it",
        tied_one="that covers it",
        aliases=said.get("altLabel", ()),
        groups=[
            ("Belongs to", facts.named(said.get("broader", ()))),
            ("Members", facts.named(members)),
        ],
        told=told(call, iri, _MATERIAL_LINKS),
        questions=[
            ("Which measures are in force?", "measures-in-force", {"material": facts.label(iri)}),
            ("Who got licences?", "licences", {"material": facts.label(iri)}),
            ("What harm was done?", "impacts", {"material": facts.label(iri)}),
        ],
        network=links.address("/network", about="/".join(links.split(iri)), relation=["imposes", "restricts"]),
    )


def actor(call: Call) -> Response:
    """Return the page of an actor: a state with its bodies, a company, a person."""
    iri = _known(call, "actor")
    facts, said = call.facts, call.facts[iri]
    label = facts.label(iri)
    bodies = [
        one
        for one in facts.backlinks(iri, "partOfState")
        if facts.kind(one) in ("Ministry", "Agency", "GovernmentBody")
    ]
    return render(
        call,
        "thing.html",
        active="Actors",
        **_common(call, iri),
        codes=[],
        tied="by it or aimed at it",
        tied_one="by it or aimed at it",
        aliases=said.get("altLabel", ()),
        groups=[
            ("State", facts.named(said.get("partOfState", ()))),
            ("Bodies", facts.named(bodies)),
        ],
        told=told(call, iri, _ACTOR_LINKS),
        questions=[
            ("What has it promised?", "promises-by-actor", {"actor": label}),
            ("Which materials does it restrict?", "materials-of-actor", {"actor": label}),
            ("Whom does it accuse?", "accusations", {"actor": label}),
        ],
        network=links.address("/network", around="/".join(links.split(iri))),
    )


def _common(call: Call, iri: str) -> dict[str, Any]:
    """Return what the pages of materials and actors share: their measures, and the documents that tell of those."""
    when, facts = call.when, call.facts
    line = timeline(call.store, iri, on=when.on, known_by=when.known_by)
    listed = sorted(rows.rows(facts, line.bars, when), key=rows.order)
    claims = {claim for bar in line.bars for claim in facts.links(bar.measure, "basedOn")}
    return {
        "iri": iri,
        "label": facts.label(iri),
        "kind": facts.kind_words(iri),
        "rows": listed,
        "holding": sum(1 for row in listed if row.span and row.span.status == "in_force"),
        "chart": bars.chart(line.bars, line.first, line.last, when) if line.bars else None,
        "window": line,
        "open_timeline": _timeline_address(line, call),
        "sources": sources(call, claims),
    }


def _timeline_address(line: Timeline, call: Call) -> str:
    return links.address("/timeline", about="/".join(links.split(line.iri)), **call.when.query)


def told(call: Call, iri: str, props: Iterable[str]) -> list[dict[str, Any]]:
    """Return the promises, licences, figures and so on that name a thing, by kind, the newest first."""
    facts = call.facts
    found = {one for prop in props for one in facts.backlinks(iri, prop)}
    if links.split(iri)[0] == "actor":  # what a body does, its state does
        bodies = facts.backlinks(iri, "partOfState") if facts.kind(iri) in ("State", "SupranationalUnion") else []
        found |= {one for body in bodies for prop in props for one in facts.backlinks(body, prop)}
    out = []
    for kind in _TOLD:
        fits = [one for one in found if links.split(one)[0] == kind]
        if fits:
            fits.sort(
                key=lambda one: (first(facts[one], "dateLatest"), first(facts[one], "knownFrom"), one), reverse=True
            )
            out.append({"kind": kind, "title": _TITLES[kind], "things": [line(facts, one) for one in fits]})
    return out


def line(facts: Facts, iri: str) -> dict[str, Any]:
    """Return a promise, licence, figure, agreement … as a line of a list, with its passages."""
    said = facts[iri]
    kind = links.split(iri)[0]
    words = {
        "commitment": "seen kept" if said.get("fulfilment") else "promised only",
        "decision": first(said, "action"),
        "impact": first(said, "effect"),
        "observation": first(said, "indicator"),
        "agreement": first(said, "agreementStatus"),
        "meeting": first(said, "meetingKind"),
    }
    return {
        "page": links.page(iri),
        "label": facts.label(iri),
        "date": first(said, "date"),
        "words": words.get(kind, ""),
        "modality": first(said, "modality", "fact"),
        "claims": said.get("basedOn", ()),
        "reason": "; ".join(sorted({first(facts[one], "reason") for one in said.get("fulfilment", ())})),
    }


def agreement(call: Call) -> Response:
    """Return the page of an agreement: its parties, what was promised under it, and what came of that."""
    iri = _known(call, "agreement")
    facts, said = call.facts, call.facts[iri]
    promises = facts.backlinks(iri, "underAgreement")
    follows = [one for one in facts.of_class("Agreement") if links.split(iri)[1] in facts.links(one, "follows")]
    before = [ids.iri("agreement", one) for one in said.get("follows", ())]
    return render(
        call,
        "agreement.html",
        active="Agreements",
        iri=iri,
        label=facts.label(iri),
        status=first(said, "agreementStatus"),
        date=first(said, "date"),
        places=[facts.label(place) for place in said.get("place", ())],
        parties=facts.actors(said.get("party", ())),
        before=facts.named(one for one in before if facts.knows(one)),
        after=facts.named({*follows, *facts.backlinks(iri, "follows")}),
        promises=[
            {
                **line(facts, one),
                "by": facts.actors(facts.links(one, "promisor")),
                "about": facts.named(facts.links(one, "aboutMeasure")),
                "evidence": passages.of(facts, facts.links(one, "basedOn"), call.when.known_by),
            }
            for one in promises
        ],
        evidence=passages.of(facts, said.get("basedOn", ()), call.when.known_by),
        sources=sources(
            call, {*said.get("basedOn", ()), *(c for one in promises for c in facts.links(one, "basedOn"))}
        ),
    )


def thing(call: Call) -> Response:
    """Return the page of a promise, meeting, licence decision, figure …; phases, events and claims lead further."""
    kind, name = call.path["kind"], call.path["name"]
    iri = ids.iri(kind, name)
    facts = call.facts
    if not facts.knows(iri):
        raise HTTPException(404, f"The store knows no {kind} “{name}”.")
    if kind in links.PAGES:
        return RedirectResponse(links.page(iri), 301)
    above = first(facts[iri], "ofMeasure")
    if kind in ("phase", "event") and above:
        return RedirectResponse(links.page(above), 303)
    document = first(facts[iri], "wasDerivedFrom")
    if kind == "claim" and document:
        return RedirectResponse(links.claim(document, iri), 303)
    return render(
        call,
        "any.html",
        iri=iri,
        label=facts.label(iri),
        kind=facts.kind_words(iri) or kind,
        line=line(facts, iri),
        facts=_properties(facts, iri),
        evidence=passages.of(facts, facts.links(iri, "basedOn"), call.when.known_by),
    )


_HIDDEN: Final = frozenset(
    "type label basedOn identifier block blockState fulfilment dateEarliest dateLatest untilEarliest "
    "untilLatest".split()
)


def _properties(facts: Facts, iri: str) -> list[tuple[str, list[dict[str, str]]]]:
    """Return what is said of a thing, property by property, in words, with links where a value is a thing."""
    out = []
    for name, values in sorted(facts[iri].items()):
        if name in _HIDDEN or not values:
            continue
        words = "".join(f" {char.lower()}" if char.isupper() else char for char in name)
        cells = [
            {"text": facts.label(one), "page": links.page(one)} if one.startswith(ids.ID) else {"text": one, "page": ""}
            for one in values
        ]
        out.append((words, cells))
    return out
