"""Claims of many documents into the measures, agreements and promises that they are about.

Pure functions from values to values; no store, no RDF. The order of the claims never matters: each step sorts
by content first.

    groups() -> Groups                                  material groups of seeds/reference/materials.csv
    block_keys(claim) -> tuple[str, ...]                claims that share none are never about one thing
    resolve_measures(told, groups, judgements=()) -> Resolution
    resolve_things(told, measures, events) -> tuple[Thing, ...]
    resolve_name(text, kind, measures=()) -> list[Candidate]
    judgements.read(path), judgements.append(path, judgement)

What `derive` needs to settle a few claims among many that are settled stands in `settling`, `pool` and `cells`;
what it keeps beside a measure for that, in `keeping`.
"""

from regraph.resolve.blocks import block_keys
from regraph.resolve.coverage import groups
from regraph.resolve.measures import resolve_measures
from regraph.resolve.names import resolve_name
from regraph.resolve.things import resolve_things
from regraph.resolve.values import Assignment, Judgement, Resolution

__all__ = [
    "Assignment",
    "Judgement",
    "Resolution",
    "block_keys",
    "groups",
    "resolve_measures",
    "resolve_name",
    "resolve_things",
]
