"""Local names in, IRIs out, of every class, property and concept that regraph writes.

The tables here and the files under `ontology/` declare the same terms; a test holds them together.
"""

from typing import Final

from regraph.errors import OntologyError
from regraph.ids import GRAPH, ID, ONTOLOGY

PREFIXES: Final = {
    "rg": ONTOLOGY,
    "rgid": ID,
    "rggraph": GRAPH,
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

CLASSES: Final = frozenset(
    """
    Actor State SupranationalUnion GovernmentBody Ministry Agency Company Association NewsAgency Person
    IntergovernmentalOrganization Post
    Act Measure MeasureEvent Phase
    Material ChemicalElement Mineral Compound MaterialGroup Item Good Technology Place
    Agreement Commitment Meeting LicenceDecision Observation Impact Fulfilment Doubt
    Document Passage Claim MeasureClaim CommitmentClaim AgreementClaim MeetingClaim LicenceClaim
    StatisticClaim ImpactClaim StatementClaim
    """.split()
)

PROPERTIES: Final = frozenset(
    """
    partOfState demonym symbol atomicNumber casNumber hsCode euList usgsList
    postOf holdsPost heldFrom heldUntil
    documentKind sha256 text textLength url publishedEarliest publishedLatest start end role partOf
    statedIn action measureKind meetingKind imposer target material item materialCount companyCount holderCount
    otherCount date dateEarliest dateLatest until untilEarliest untilLatest duration rateFrom rateTo reference via
    promisor beneficiary party agreementName agreementStatus place follows participant issuer holder subject
    indicator value unit affected effect stance about speaker modality confidence rule describedAs
    imposedBy targets covers mayCover excludes coversItem legalReference anchoredBy enactedBy
    ofMeasure onlyFor standing status certainty reason validFrom validUntil knownFrom knownUntil
    since sinceEarliest sinceLatest due dueEarliest dueLatest lastEvidence
    basedOn contradictedBy fulfilment fulfilledBy underAgreement aboutMeasure score runnerUp
    block cell stage home unsure toldBy span shows
    """.split()
)

# One SKOS scheme a name; its concepts have the IRI `rg:<scheme>-<concept>`, e.g. rg:action-introduced.
CONCEPTS: Final = {
    "action": "introduced expanded maintained eased suspended postponed lifted extended".split(),
    "commitment": "ease lift suspend postpone expedite supply purchase refrain introduce other".split(),
    "decision": "granted refused delayed revoked".split(),
    "kind": (
        "export_licensing export_ban export_quota export_tax export_control technology_control entity_listing tariff "
        "import_restriction visa_restriction port_fee investigation other"
    ).split(),
    "meeting": "summit talks call visit".split(),
    "agreement": "reached framework expected failed".split(),
    "modality": "fact promised expected alleged denied threatened".split(),
    "indicator": (
        "reserves production_share export_share import_share price_change export_change production export_volume "
        "quota members"
    ).split(),
    "effect": "production_halt shortage delay price_rise price_fall other".split(),
    "stance": "accuse justify".split(),
    "status": "announced in_force suspended ended unknown".split(),
    "certainty": "certain presumed possible contested".split(),
    "document": "press official reference".split(),
    "role": "headline lead body caption list boilerplate".split(),
}


def rg(name: str) -> str:
    """Return the IRI of a class or property.

    Raises: OntologyError where the ontology declares no such term.

    >>> rg("Measure")
    'https://w3id.org/regraph/ontology#Measure'
    """
    if name not in CLASSES and name not in PROPERTIES:
        raise OntologyError(f"rg:{name} is no term of the ontology: declare it in ontology/regraph.ttl and terms.py")
    return ONTOLOGY + name


def concept(scheme: str, name: str) -> str:
    """Return the IRI of a SKOS concept.

    Raises: OntologyError where the scheme has no such concept.

    >>> concept("action", "introduced")
    'https://w3id.org/regraph/ontology#action-introduced'
    """
    if name not in CONCEPTS.get(scheme, ()):
        raise OntologyError(f"{name!r} is no concept of the scheme {scheme!r}: see ontology/schemes.ttl")
    return f"{ONTOLOGY}{scheme}-{name}"


def term(curie: str) -> str:
    """Return the IRI of a prefixed name of a foreign vocabulary.

    >>> term("dcterms:title")
    'http://purl.org/dc/terms/title'
    """
    prefix, _, local = curie.partition(":")
    if prefix not in PREFIXES:
        raise OntologyError(f"{curie!r} has no known prefix: add it to terms.PREFIXES")
    return PREFIXES[prefix] + local
