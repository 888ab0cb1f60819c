"""Claims of many documents into the measures, agreements and promises that they are about.

Pure functions from values to values; no store, no RDF. The order of the claims never matters: each step sorts
by content first.

    coverage.groups() -> Groups                         material groups of seeds/reference/materials.csv
    measures.block_keys(claim) -> tuple[str, ...]       claims that share none are never about one measure
    measures.resolve_measures(told, groups, judgements=()) -> Resolution
                                                        told: all claims of the blocks, record claims among them
    things.resolve_things(told, resolution, events) -> Things
    judgements.read(path), judgements.append(path, judgement)
    names.resolve_name(text, kind, measures=()) -> list[Candidate]
"""
