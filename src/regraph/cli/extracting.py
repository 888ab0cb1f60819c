"""Articles in, claims on stdout: the work of `regraph extract` and `regraph evaluate`."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from regraph import load, pipeline
from regraph.cli import output
from regraph.errors import LoadError
from regraph.model import Document


def record(document: Document) -> dict[str, Any]:
    """Return one document with its claims as a line of the claim schema, quotes included."""
    return {
        "document": {
            "id": document.name,
            "title": document.title,
            "published": document.published,
            "publisher": document.publisher,
            "url": document.url,
        },
        "claims": [claim.to_json(document.text) for claim in pipeline.claims(document)],
    }


def print_claims(paths: Sequence[Path], form: str, published: str | None) -> None:
    """Print the claims of files as JSON Lines or as a table."""
    for path in output.progress(paths, "Reading") if form == "table" else paths:
        for document in load.documents(path, published=published):
            found = record(document)
            if form == "json":
                sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
                continue
            rows = [_row(document.name, claim) for claim in found["claims"]]
            output.print_rows(["document", "type", "what", "modality", "confidence", "quote"], rows)


def _row(name: str, claim: dict[str, Any]) -> dict[str, Any]:
    told = {key: value for key, value in claim.items() if key not in {"type", "modality", "confidence", "evidence"}}
    return {
        "document": name,
        "type": claim["type"],
        "what": ", ".join(f"{key} {_short(value)}" for key, value in told.items()),
        "modality": claim.get("modality", "fact"),
        "confidence": claim["confidence"],
        "quote": claim["evidence"]["quote"],
    }


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return "/".join(f"{number} {counted}" for counted, number in value.items())
    return "/".join(map(str, value)) if isinstance(value, list) else str(value)


def explain_files(paths: Sequence[Path], published: str | None) -> None:
    """Print for each claim which trigger, frame and rule made it: for people, or JSON Lines when piped."""
    for path in paths:
        for document in load.documents(path, published=published):
            for why in pipeline.explain(document):
                if output.is_terminal():
                    _print_why(why)
                else:
                    output.print_line(json.dumps(why, ensure_ascii=False))


def _print_why(why: dict[str, Any]) -> None:
    from rich.text import Text

    claim, screen = why["claim"], output.console()
    modality = claim.get("modality", "fact")
    screen.print(Text(f"“{output.clean(claim['evidence']['quote'])}”", style="bold"))
    screen.print(
        f"  {claim['type']}, {modality}, confidence {claim['confidence']:.2f}: "
        f"frame {why['frame']}, trigger “{output.clean(why['trigger'])}”"
    )
    for field, rule in why["fields"].items():
        value = _short(claim.get(field, ""))
        screen.print(Text(f"    {field} = {value}" + (f"  ({rule})" if rule else "")))
    if why["features"]:
        screen.print(Text(f"    noted: {', '.join(why['features'])}", style="dim"))
    screen.print()


def evaluate_gold(gold: Path, articles: Path | None, *, by_type: bool, errors: bool, as_json: bool) -> None:
    """Extract the articles that a gold file names and print how well the claims agree.

    Raises: LoadError where the gold file or an article cannot be read.
    """
    from regraph import evaluate

    wanted = evaluate.read(gold)
    folder = articles or next(
        (place for place in (gold.with_suffix(""), gold.parent) if place.is_dir() and any(
            (place / name).exists() for name in wanted)), gold.parent
    )  # fmt: skip
    missing = [name for name in wanted if not (folder / name).exists()]
    if missing:
        raise LoadError(f"{folder} lacks {missing[0]}: name the folder of the articles with --articles")
    predicted = {name: _claims(folder / name) for name in output.progress(list(wanted), "Extracting")}
    found = evaluate.score(wanted, predicted)
    evaluate.show(found, by_type=by_type, errors=errors, as_json=as_json, write=output.print_line)


def _claims(path: Path) -> list[dict[str, Any]]:
    return [claim.to_json() for document in load.documents(path) for claim in pipeline.claims(document)]
