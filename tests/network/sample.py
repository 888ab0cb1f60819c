"""A small store of made-up affairs: three documents, three measures, one of every other thing, and hostile text."""

import datetime as dt
import random
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad

from regraph import ids, terms
from regraph.dates import parse
from regraph.model import (
    Agreement,
    Claim,
    Commitment,
    Decision,
    Document,
    Event,
    Fulfilment,
    Impact,
    Measure,
    Meeting,
    Observation,
    Passage,
    Phase,
)  # fmt: skip
from regraph.rdf import document_quads, measure_quads, thing_quads
from regraph.rdf.nodes import actor_triples, item_triples, material_triples
from regraph.store import Store

HOSTILE = "=1+1 \u201cso\u201d </script><script>alert('x')</script><!-- & \"tin\" \x0b\x1b[31m\u2028 ]]> end"

ALPHA_TEXT = (
    "Ministry halts samarium sales.\n"
    "Permits are needed from 4 April.\n"
    "Magnet works at Ford stood still for want of samarium.\n"
    "One permit went to Ford.\n"
)
BETA_TEXT = (
    f"Washington spoke of bad faith.\nBoth sides met in Geneva and made a deal.\n{HOSTILE}\nTariffs may follow.\n"
)
GAMMA_TEXT = "The halt is lifted for good, somebody says.\r\n"


def document(name: str, text: str, published: str | None, **more: Any) -> Document:
    sha = ids.digest(name, text, length=64)
    return Document(id=sha[:16], text=text, name=name, sha256=sha, published=published, **more)


ALPHA = document("alpha.txt", ALPHA_TEXT, "2025-04-05", title="Samarium halted", publisher="The Made-up Times",
                 url="https://news.example/alpha")  # fmt: skip
BETA = document("beta.txt", BETA_TEXT, "2025-06-12", title="Talks </title><script>alert(2)</script>")
GAMMA = document("gamma.txt", GAMMA_TEXT, None)


def claim(what: str, source: Document, quote: str, speaker: tuple[str, ...] = (), **values: Any) -> Claim:
    start = source.text.index(quote)
    said = tuple(sorted((key, (value,) if key in LISTS and isinstance(value, str) else value)
                        for key, value in values.items() if key != "modality"))  # fmt: skip
    return Claim(type=what, document_id=source.id, start=start, end=start + len(quote), values=said, speaker=speaker,
                 modality=values.get("modality", "fact"), confidence=0.9)  # fmt: skip


LISTS = {"imposer", "target", "materials", "about", "holders", "issuer", "affected"}
HALT = claim("measure", ALPHA, "Permits are needed from 4 April.", action="introduced", kind="export_licensing",
             imposer="CN/MOFCOM", materials="samarium", date="2025-04-04")  # fmt: skip
STOOD = claim("impact", ALPHA, "Magnet works at Ford stood still for want of samarium.", effect="production_halt",
              affected="ford", materials="samarium")  # fmt: skip
PERMIT = claim("licence", ALPHA, "One permit went to Ford.", action="granted", issuer="CN/MOFCOM", holders="ford",
               materials="samarium")  # fmt: skip
ACCUSED = claim("statement", BETA, "Washington spoke of bad faith.", ("donald-trump",), stance="accuse", about="CN")
MET = claim("meeting", BETA, "Both sides met in Geneva", kind="talks", participants=("CN", "US"), date="2025-06-10")
DEAL = claim("agreement", BETA, "made a deal", parties=("CN", "US"), status="reached", date="2025-06-10")
PROMISE = claim("commitment", BETA, HOSTILE, action="expedite", promisor=("CN",), beneficiary=("US",),
                materials="samarium", date="2025-06-10", until="2025-12-31")  # fmt: skip
THREAT = claim("measure", BETA, "Tariffs may follow.", modality="threatened", action="introduced", kind="tariff",
               imposer="US", target="CN")  # fmt: skip
LIFTED = claim("measure", GAMMA, "The halt is lifted for good", action="lifted", kind="export_licensing",
               imposer="CN/MOFCOM", materials="samarium")  # fmt: skip
CLAIMS = {ALPHA: (HALT, STOOD, PERMIT), BETA: (ACCUSED, MET, DEAL, PROMISE, THREAT), GAMMA: (LIFTED,)}

SAMARIUM = Measure(id="cn-samarium", label="China licenses samarium", kind="export_licensing",
                   imposers=("CN/GACC", "CN/MOFCOM"), covers=("samarium",), may_cover=("holmium",),
                   claim_ids=(HALT.id, LIFTED.id))  # fmt: skip
CHIPS = Measure(id="us-chips", label="=HYPERLINK(\"http://x.example\") US curbs </script>", kind="export_control",
                imposers=("US/BIS",), targets=("CN",), items=("chips",))  # fmt: skip
TARIFF = Measure(id="us-tariff", label="United States threatens a tariff", kind="tariff", imposers=("US",),
                 targets=("CN",), claim_ids=(THREAT.id,))  # fmt: skip


def phase(measure: str, status: str, start: str, until: str | None, known: str, **more: Any) -> Phase:
    return Phase(id=f"{measure}-{status}-{start}-{known}", measure_id=measure, status=status,
                 certainty=more.pop("certainty", "certain"), known_until=more.pop("known_until", None),
                 reason="A source says so.",
                 valid_from=dt.date.fromisoformat(start), valid_until=dt.date.fromisoformat(until) if until else None,
                 known_from=dt.date.fromisoformat(known), **more)  # fmt: skip


LEARNED = dt.date(2025, 6, 12)
SAMARIUM_PHASES = [
    phase("cn-samarium", "in_force", "2025-04-04", None, "2025-04-05", known_until=LEARNED, claim_ids=(HALT.id,)),
    phase("cn-samarium", "in_force", "2025-04-04", "2025-07-01", "2025-06-12", claim_ids=(HALT.id,)),
    phase("cn-samarium", "suspended", "2025-07-01", "2025-09-01", "2025-06-12", certainty="presumed"),
    phase("cn-samarium", "ended", "2025-09-01", None, "2025-06-12", certainty="contested"),
]
CHIPS_PHASES = [phase("us-chips", "in_force", "2024-12-02", None, "2024-12-02")]
THREATENED = Event(id="e-threat", measure_id="us-tariff", action="introduced", modality="threatened",
                   announced=LEARNED, claim_ids=(THREAT.id,))  # fmt: skip
THINGS = (
    Agreement(id="a-geneva", label="Geneva deal", parties=("CN", "US"), status="reached", date=parse("2025-06-10"),
              place="geneva", claim_ids=(DEAL.id,)),
    Meeting(id="m-geneva", label="Geneva talks", kind="talks", participants=("CN", "US"), date=parse("2025-06-10"),
            claim_ids=(MET.id,)),
    Commitment(id="p-faster", label="China speeds up permits", action="expedite", promisors=("CN",),
               beneficiaries=("US",), materials=("samarium",), date=parse("2025-06-10"), until=parse("2025-12-31"),
               announced=LEARNED, agreement="a-geneva", about=("cn-samarium",), claim_ids=(PROMISE.id,),
               fulfilled_by=(Fulfilment(event_id="e-kept", measure_id="cn-samarium", known=dt.date(2025, 8, 1),
                                        reason="Permits came."),)),
    Decision(id="d-ford", label="Permit for Ford", action="granted", issuers=("CN/MOFCOM",), holders=("ford",),
             materials=("samarium",), date=parse("2025-04"), measure="cn-samarium", claim_ids=(PERMIT.id,)),
    Impact(id="i-ford", label="Ford halts works", effect="production_halt", affected=("ford",),
           materials=("samarium",), claim_ids=(STOOD.id,)),
    Observation(id="o-share", label="China's share of samarium", indicator="production_share", subjects=("CN",),
                material="samarium", value=98.5, unit="%"),
)  # fmt: skip


def quads() -> list[Quad]:
    """Return all quads of the sample."""
    out: list[Quad] = []
    for source, claims in CLAIMS.items():
        passages = [Passage(document_id=source.id, index=0, start=0, end=len(source.text), role="body")]
        out += document_quads(source, passages, claims)
    out += measure_quads(SAMARIUM, [], SAMARIUM_PHASES)
    out += measure_quads(CHIPS, [], CHIPS_PHASES)
    out += measure_quads(TARIFF, [THREATENED], [])
    for thing in THINGS:
        out += thing_quads(thing)
    broader, graph = NamedNode(terms.term("skos:broader")), NamedNode(ids.graph_iri("reference"))
    actors = ("CN", "US", "CN/GACC", "CN/MOFCOM", "US/BIS", "ford")
    named = [triple for actor in actors for triple in actor_triples(actor)]
    named += [*material_triples("samarium"), *material_triples("holmium"), *item_triples("chips")]
    out += [Quad(*triple, graph) for triple in named]
    for name in ("samarium", "holmium"):
        material = NamedNode(ids.material_iri(name))
        out.append(Quad(material, broader, NamedNode(ids.material_iri("rare-earths")), graph))
    return out


def on_disk(folder: Path) -> Path:
    """Write the sample into a store in a folder; return its place."""
    place = folder / "store"
    with Store.open(place, write=True) as made:
        made.apply(quads())
    return place


def store(seed: int | None = None) -> Store:
    """Return the sample in memory; with a seed, filled in a shuffled order, document by document or all at once."""
    made, filling = Store.memory(), quads()
    if seed is None:
        made.apply(filling)
        return made
    rng = random.Random(seed)  # noqa: S311 - a repeatable shuffle
    rng.shuffle(filling)
    size = rng.randrange(20, 200)
    for start in range(0, len(filling), size):
        made.apply(filling[start : start + size])
    return made
