"""Claims in one line each, for the tests of resolving; own construction, no sentence of an article."""

from pathlib import Path

from regraph.ids import digest
from regraph.model import Claim, Document, claim_values

Told = tuple[Claim, Document]
LISTS = (
    "imposer",
    "target",
    "materials",
    "items",
    "parties",
    "participants",
    "promisor",
    "beneficiary",
    "issuer",
    "holders",
)


def document(name: str, published: str | None, kind: str = "press") -> Document:
    return Document(
        id=digest(name, length=16),
        text=" " * 4000,
        name=name,
        sha256=digest(name, length=64),
        kind=kind,
        title=name,
        published=published,
    )


def claim(line: str, *, kind: str = "press", type: str = "measure", name: str = "") -> Told:  # noqa: A002
    """Read "2025-04-05 introduced export_ban CN>US materials=tin,lead date=2025-04-04 count=7 modality=expected".

    The first word is the publication ("-" where there is none); a word without "=" is action, kind or imposer>target.
    """
    published, *words = line.split()
    doc = document(name or line, None if published == "-" else published, kind)
    fields: dict[str, object] = {}
    extra: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if equals:
            _field(fields, extra, key, value)
        elif ">" in word or word.isupper() or "/" in word:
            left, _, right = word.partition(">")
            fields["imposer" if type == "measure" else "promisor"] = left.split(",")
            fields["target" if type == "measure" else "beneficiary"] = right.split(",") if right else []
        else:
            fields["action" if "action" not in fields and type != "meeting" else "kind"] = word
    return Claim(
        type=type,
        document_id=doc.id,
        start=0,
        end=1,
        values=claim_values(type, fields),
        modality=extra.get("modality", "fact"),
        rule=extra.get("rule", ""),
        confidence=float(extra.get("confidence", "1")),
    ), doc


def _field(fields: dict[str, object], extra: dict[str, str], key: str, value: str) -> None:
    if key in ("modality", "rule", "confidence"):
        extra[key] = value.replace("_", " ") if key == "rule" else value
    elif key == "count":
        what, _, number = value.rpartition(":")
        fields["count"] = {what or "materials": int(number)}
    elif key in ("rate_to", "rate_from", "value"):
        fields[key] = float(value)
    elif key in LISTS:
        fields[key] = value.split(",")
    else:
        fields[key] = value.replace("_", " ") if key in ("reference", "name") else value


def table(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
