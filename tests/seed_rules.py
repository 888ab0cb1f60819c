"""Rules of the seeds: a row or a digest in, what is wrong with it and how to mend it out.

Used by `test_seeds.py`, which adds the file and the row's id. Each rule yields nothing for a sound row.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from regraph import resources
from regraph.dates import parse
from regraph.errors import DateError
from regraph.ontology_check.materials import cas_is_valid

Row = Mapping[str, Any]

COLUMNS: Final = {
    "states.csv": "id label demonyms capital aliases union note",
    "actors.csv": "id label type state aliases office source roles note",
    "materials.csv": "id label type symbol atomic_number cas groups aliases hs eu_crm_2023 usgs_2025_list note source",
    "measures.jsonl": "id title imposer kind modality reference target materials items rate_to announced effective "
    "until changes instrument suspends restricts_trade sources confidence note",
    "agreements.jsonl": "id title parties date place via follows commitments negotiators sources confidence note",
}
CHANGE: Final = "action date until scope rate_from rate_to partial disputed reference sources"
COMMITMENT: Final = "promisor action kind materials text until measures"
ACTOR_TYPES: Final = frozenset(
    "Ministry Agency GovernmentBody Company Association NewsAgency Person IntergovernmentalOrganization "
    "SupranationalUnion".split()
)
BODIES: Final = frozenset({"Ministry", "Agency", "GovernmentBody"})
MATERIAL_TYPES: Final = frozenset("ChemicalElement Mineral Compound MaterialGroup".split())
# The words of the claim schema; `brought_back` and an `extended` suspension are told by them (see the README).
KINDS: Final = frozenset(
    "export_licensing export_ban export_quota export_tax export_control technology_control entity_listing tariff "
    "import_restriction visa_restriction port_fee investigation other".split()
)
ACTIONS: Final = frozenset("introduced expanded maintained eased suspended postponed lifted extended".split())
PROMISES: Final = frozenset("ease lift suspend postpone expedite supply purchase refrain introduce other".split())
MODALITIES: Final = frozenset("fact promised expected alleged denied threatened".split())
CONFIDENCE: Final = ("confirmed by 2+ sources", "one source", "general knowledge, unverified")
SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
BODY: Final = re.compile(r"([A-Z]{2})/([A-Z0-9]+(-[A-Z0-9]+)*|[a-z0-9]+(-[a-z0-9]+)*)")
URL: Final = re.compile(r"https?://[\w.-]+\.[a-z]{2,}(:\d+)?(/[^\s\"<>]*)?")
OFFICE: Final = re.compile(r"[^|/]+ (\d{4}(?:-\d\d){0,2})?/(\d{4}(?:-\d\d){0,2})?")
FRONT: Final = frozenset({"title", "url", "publisher", "published", "sha256", "kind"})


def reference(name: str) -> Path:
    """Return the path of a reference file."""
    return resources.path("seeds", "reference", name)


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Return the rows of a reference file."""
    path = reference(name)
    if name.endswith(".csv"):
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(csv.DictReader(file, strict=True))
    return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def ids(*names: str) -> frozenset[str]:
    """Return the ids of reference files."""
    return frozenset(row["id"] for name in names for row in rows(name))


def split(cell: str) -> list[str]:
    """Return the parts of a cell of several values.

    >>> split("a|b"), split("")
    (['a', 'b'], [])
    """
    return cell.split("|") if cell else []


def host(url: str) -> str:
    """Return the host of an address, without `www.`."""
    return url.split("/")[2].removeprefix("www.")


def names(row: Row) -> list[str]:
    """Return every name by which a row can be found in text."""
    return [row["label"], *split(row["aliases"]), *split(row.get("demonyms", ""))]


def shape(row: Row, columns: str) -> Iterator[str]:
    """Columns as documented, no stray spaces, no empty part in a list."""
    if " ".join(map(str, row)) != columns:
        yield f"has the columns {list(row)}: make them '{columns}'"
        return
    for column, cell in row.items():
        if isinstance(cell, str):
            if cell != cell.strip() or "  " in cell or "\n" in cell:
                yield f"has stray white space in {column}: strip it"
            if column in {"aliases", "demonyms", "groups", "hs", "office", "roles"} and "" in cell.split("|")[1:]:
                yield f"has an empty part in {column}: drop the extra '|'"


def known(values: Iterable[str], allowed: frozenset[str], where: str) -> Iterator[str]:
    """Every value is one of the allowed ones."""
    for value in values:
        if value not in allowed:
            yield f"names the unknown {value!r} in {where}: add its row, or mend the name"


def dated(value: str | None, where: str) -> Iterator[str]:
    """A date is EDTF, or absent."""
    try:
        if value is not None:
            parse(value)
    except DateError as error:
        yield f"has a wrong date in {where}: {error}"


def ordered(first: str | None, later: str | None, where: str) -> Iterator[str]:
    """The later date does not come before the first, as far as both are precise."""
    if first and later:
        size = min(len(first), len(later))
        if later[:size] < first[:size]:
            yield f"has {later} before {first} in {where}: mend the dates"


def sources(urls: Iterable[str]) -> Iterator[str]:
    """Every address is well formed and stands once."""
    found = list(urls)
    for url in found:
        if not URL.fullmatch(url):
            yield f"has the malformed address {url!r}: write http(s)://host/path without spaces"
    if len(set(found)) < len(found):
        yield "gives an address twice: drop one"


def cell_source(cell: str) -> Iterator[str]:
    """The source of a table row: addresses, a digest, or the admission that there is none."""
    if not cell:
        yield "has no source: give one, or write 'general knowledge, unverified'"
    elif cell != CONFIDENCE[2]:
        for part in cell.removesuffix(" (dates: general knowledge, unverified)").split(" ; "):
            if part.startswith("seeds/"):
                if not resources.root().joinpath(*part.split("/")).is_file():
                    yield f"has the source {part}, which is no file: mend the path"
            else:
                yield from sources([part])


def state_row(row: Row) -> Iterator[str]:
    """A state: alpha-2 id, membership only of the EU."""
    yield from shape(row, COLUMNS["states.csv"])
    if not re.fullmatch("[A-Z]{2}", row["id"]):
        yield "has no alpha-2 id: write two capital letters"
    if row["union"] not in {"", "EU"}:
        yield f"is in the union {row['union']!r}: write EU or nothing"


def actor_row(row: Row) -> Iterator[str]:
    """An actor: known type, id in the form of its type, known state, readable offices."""
    yield from shape(row, COLUMNS["actors.csv"])
    if row["type"] not in ACTOR_TYPES:
        yield f"has the type {row['type']!r}: use one of {', '.join(sorted(ACTOR_TYPES))}"
    body = BODY.fullmatch(row["id"])
    if row["type"] in BODIES:
        if not body or body[1] != row["state"]:
            yield "is a body, but its id is not STATE/ACRONYM or STATE/slug of its state: mend id or state"
    elif not SLUG.fullmatch(row["id"]):
        yield "has no slug as id: use lower-case letters, digits and single hyphens"
    if row["state"]:
        yield from known([row["state"]], ids("states.csv"), "state")
    for name in names(row):
        if len(name) < 2 or (name.isascii() and name.islower() and " " not in name and name not in {"dpa", "onsemi"}):
            yield f"has the unsafe name {name!r}: a lone common word or letter matches everywhere; drop it"
    for office in split(row["office"]):
        found = OFFICE.fullmatch(office)
        if not found:
            yield f"has the unreadable office {office!r}: write 'Title START/END' with dates or nothing"
        else:
            for part in found.groups():
                yield from dated(part, "office")
            yield from ordered(found[1], found[2], "office")
    yield from cell_source(row["source"])


def material_row(row: Row) -> Iterator[str]:
    """A material: known type, CAS check digit, HS digits, known groups, no symbol among the aliases."""
    yield from shape(row, COLUMNS["materials.csv"])
    if not SLUG.fullmatch(row["id"]):
        yield "has no slug as id: use lower-case letters, digits and single hyphens"
    if row["type"] not in MATERIAL_TYPES:
        yield f"has the type {row['type']!r}: use one of {', '.join(sorted(MATERIAL_TYPES))}"
    if row["type"] == "ChemicalElement" and not (row["symbol"] and row["atomic_number"].isdecimal() and row["cas"]):
        yield "is an element without symbol, atomic number or CAS number: give all three"
    if row["cas"] and not cas_is_valid(row["cas"]):
        yield f"has the CAS number {row['cas']}, whose check digit is wrong: look it up again"
    for code in split(row["hs"]):
        if not re.fullmatch(r"\d{4}|\d{6}", code):
            yield f"has the HS code {code!r}: write four or six digits"
    yield from known(split(row["groups"]), ids("materials.csv"), "groups")
    groups = {other["id"] for other in rows("materials.csv") if other["type"] == "MaterialGroup"}
    for group in split(row["groups"]):
        if group not in groups or group == row["id"]:
            yield f"is in {group!r}, which is no group of others: mend groups"
    if row["symbol"] and row["symbol"] in split(row["aliases"]):
        yield f"has its symbol {row['symbol']} as an alias: keep it in the column symbol alone"
    if row["eu_crm_2023"] not in {"critical", "strategic", "no", "unknown"}:
        yield f"has eu_crm_2023 {row['eu_crm_2023']!r}: write critical, strategic, no or unknown"
    if row["usgs_2025_list"] not in {"yes", "no", "unknown"}:
        yield f"has usgs_2025_list {row['usgs_2025_list']!r}: write yes, no or unknown"
    yield from cell_source(row["source"])


def support(row: Row, urls: list[str]) -> Iterator[str]:
    """As many different hosts as the confidence says."""
    if row["confidence"] not in CONFIDENCE:
        yield f"has the confidence {row['confidence']!r}: use one of {', '.join(CONFIDENCE)}"
    needed = {CONFIDENCE[0]: 2, CONFIDENCE[1]: 1}.get(row["confidence"], 0)
    if len({host(url) for url in urls}) < needed:
        yield f"is '{row['confidence']}' but gives fewer hosts: add a source or lower the confidence"


def measure_row(row: Row) -> Iterator[str]:
    """A measure: known words, ids that resolve, dates in order, each change with a source."""
    yield from shape(row, COLUMNS["measures.jsonl"])
    if not SLUG.fullmatch(row["id"]):
        yield "has no slug as id: use lower-case letters, digits and single hyphens"
    yield from known([row["kind"]], KINDS, "kind")
    yield from known([row["modality"]], MODALITIES, "modality")
    if not row["imposer"]:
        yield "has no imposer: name the state or body"
    yield from known([*row["imposer"], *row["target"]], ids("states.csv", "actors.csv"), "imposer or target")
    yield from known(row["materials"], ids("materials.csv"), "materials")
    yield from known(row["suspends"], ids("measures.jsonl"), "suspends")
    if row["instrument"] != bool(row["suspends"]) or (row["instrument"] and row["changes"]):
        yield "is an instrument if and only if it suspends others, and has no changes of its own: mend them"
    for item in row["items"]:
        if not SLUG.fullmatch(item):
            yield f"has the item {item!r}: write a slug"
    for column in ("announced", "effective", "until"):
        yield from dated(row[column], column)
    if not row["announced"]:
        yield "has no date in announced: give the day it became known"
    if "before it was known" not in row["note"]:
        yield from ordered(row["announced"], row["effective"], "announced and effective")
    yield from changes(row)
    yield from sources(row["sources"])
    yield from support(row, [*row["sources"], *(url for change in row["changes"] for url in change["sources"])])


def changes(row: Row) -> Iterator[str]:
    """The changes of a measure: known actions, in order of time, a suspension prolonged as one."""
    last, before = row["announced"], ""
    for change in row["changes"]:
        where = f"the change of {change.get('date')}"
        yield from shape(change, CHANGE)
        yield from known([change["action"]], ACTIONS, where)
        yield from dated(change["date"], where)
        yield from dated(change["until"], where)
        yield from ordered(last, change["date"], "changes")
        yield from ordered(change["date"], change["until"], where)
        yield from sources(change["sources"])
        if not change["sources"]:
            yield f"has no source for {where}: give one"
        if before == "suspended" and change["action"] == "extended":
            yield f"prolongs a suspension by 'extended' in {where}: write 'suspended' with the new until"
        last, before = change["date"], change["action"]


def agreement_row(row: Row) -> Iterator[str]:
    """An agreement: parties, promises, measures, people and predecessors that resolve."""
    yield from shape(row, COLUMNS["agreements.jsonl"])
    yield from known(row["parties"], ids("states.csv"), "parties")
    yield from known(row["negotiators"], ids("actors.csv"), "negotiators")
    yield from dated(row["date"], "date")
    if row["via"] is not None and not re.fullmatch(r"[a-z]+(-[a-z]+)*-\d{4}-\d\d", row["via"]):
        yield f"has via {row['via']!r}: write place-YYYY-MM as in the claim schema"
    if row["follows"] is not None:
        yield from known([row["follows"]], ids("agreements.jsonl"), "follows")
        before = (other["date"] for other in rows("agreements.jsonl") if other["id"] == row["follows"])
        yield from ordered(next(before, None), row["date"], "date and that of the agreement it follows")
    for promise in row["commitments"]:
        yield from shape(promise, COMMITMENT)
        yield from known(promise["promisor"], frozenset(row["parties"]), "promisor, which is to be a party")
        yield from known([promise["action"]], PROMISES, "the action of a commitment")
        yield from known([promise["kind"]] if promise["kind"] else [], KINDS, "the kind of a commitment")
        yield from known(promise["materials"], ids("materials.csv"), "the materials of a commitment")
        yield from known(promise["measures"], ids("measures.jsonl"), "the measures of a commitment")
        for measure in rows("measures.jsonl"):
            imposers = {name.partition("/")[0] for name in measure["imposer"]}
            if measure["id"] in promise["measures"] and not imposers & set(promise["promisor"]):
                yield f"promises about {measure['id']}, which no promisor imposes: mend promisor or measures"
        yield from dated(promise["until"], "until")
        yield from ordered(row["date"], promise["until"], "date and until")
    yield from sources(row["sources"])
    yield from support(row, row["sources"])


def front_matter(text: str) -> dict[str, str]:
    """Return the fields between the first two lines of three hyphens; empty where there are none."""
    found = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    lines = found[1].splitlines() if found else []
    return {key: value for key, _, value in (line.partition(": ") for line in lines)}


def digest_text(text: str) -> Iterator[str]:
    """A digest: its front matter, and a body that is no stub."""
    front = front_matter(text)
    for key in sorted({"title", "sha256", "kind"} - set(front)):
        yield f"lacks {key} in its front matter: add it"
    for key in sorted(set(front) - FRONT):
        yield f"has the unknown key {key!r} in its front matter: drop it"
    if any(not value.strip() for value in front.values()):
        yield "has an empty value in its front matter: leave an unknown key out"
    if not re.fullmatch("[0-9a-f]{64}", front.get("sha256", "")):
        yield "has no SHA-256 of the original's bytes: write 64 hexadecimal digits"
    if front.get("kind") != "press":
        yield "is not of kind press: write 'kind: press'"
    if "url" in front:
        yield from sources([front["url"]])
    if "published" in front:
        yield from dated(front["published"], "published")
    if len(text.partition("\n---\n")[2].split()) < 80:
        yield "is too short to retell an article: state all of its facts"
