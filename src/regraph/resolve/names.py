"""A name as people write it, into the things that it may mean, with score and reason: alias tables first.

An alias counts in full; only where none fits does a cautious comparison of letters follow, which never takes a
short name for another.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from regraph import reference
from regraph.ids import slug
from regraph.model import Measure
from regraph.resolve import citations
from regraph.resolve.values import Candidate

CUTOFF: Final = 84  # of 100; "samarum" is samarium, "terbium" is not erbium
_SHORT: Final = 4  # names of up to four letters are matched as they stand or not at all
_MOST: Final = 5


def resolve_name(text: str, kind: str | None = None, measures: Iterable[Measure] = ()) -> list[Candidate]:
    """Return what a name may mean, best first; empty where nothing comes near.

    `kind` is actor, material or measure; None looks at all three. `measures` are those to look among.

    >>> [(one.id, one.score) for one in resolve_name("MOFCOM", "actor")]
    [('CN/MOFCOM', 1.0)]
    >>> resolve_name("samarum", "material")[0].id
    'samarium'
    """
    cleaned = " ".join(text.split())
    if not cleaned:
        return []
    listed = list(measures)
    exact = list(_exact(cleaned, kind, listed))
    found = exact or list(_near(cleaned, kind, listed))
    best: dict[tuple[str, str], Candidate] = {}
    for one in sorted(found, key=lambda one: (-one.score, one.kind, one.id)):
        best.setdefault((one.kind, one.id), one)
    return list(best.values())[:_MOST]


def _exact(text: str, kind: str | None, measures: list[Measure]) -> Iterator[Candidate]:
    for name, table in _tables().items():
        if kind in (None, name):
            for known in table.get(_form(text), ()):
                yield Candidate(id=known, label=reference.label(known), kind=name, score=1.0, reason="a known name")
    if kind in (None, "measure"):
        yield from _measures(text, measures)


def _measures(text: str, measures: list[Measure]) -> Iterator[Candidate]:
    cited, part = citations.numbers(text), citations.part(text)
    for one in measures:
        numbers = frozenset(number for written in one.references for number in citations.numbers(written))
        parts = {citations.part(written) for written in one.references}
        if text in (one.id, one.anchor) or _form(text) == _form(one.label):
            yield Candidate(id=one.id, label=one.label, kind="measure", score=1.0, reason="its name")
        elif citations.same(cited, numbers) and (part is None or part in parts):
            whole = bool(cited & numbers)
            reason = "its number" if whole else "its number, without the year"
            yield Candidate(id=one.id, label=one.label, kind="measure", score=0.95 if whole else 0.8, reason=reason)


def _near(text: str, kind: str | None, measures: list[Measure]) -> Iterator[Candidate]:
    from rapidfuzz import fuzz, process

    form = _form(text)
    if len(form) <= _SHORT:
        return
    for name, table in _tables().items():
        if kind not in (None, name):
            continue
        names = [key for key in table if len(key) > _SHORT]
        for key, score, _ in process.extract(form, names, scorer=fuzz.ratio, score_cutoff=CUTOFF, limit=_MOST):
            for known in table[key]:
                yield Candidate(
                    id=known,
                    label=reference.label(known),
                    kind=name,
                    score=round(score / 100 * 0.9, 3),
                    reason=f"written nearly like {key!r}",
                )
    if kind in (None, "measure"):
        labels = {one.id: _form(one.label) for one in measures}
        by_id = {one.id: one for one in measures}
        for label, score, key in process.extract(
            form, labels, scorer=fuzz.token_set_ratio, score_cutoff=CUTOFF, limit=_MOST
        ):
            yield Candidate(
                id=key,
                label=by_id[key].label,
                kind="measure",
                score=round(score / 100 * 0.85, 3),
                reason=f"words in common with {label!r}",
            )


def _form(text: str) -> str:
    """One form for matching: no case, no accents, hyphens as spaces; other scripts as they are."""
    return slug(text).replace("-", " ") or " ".join(text.casefold().split())


@cache
def _tables() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    actors: dict[str, list[str]] = {}
    for actor in reference.actors().values():
        for name in (actor.id, actor.label, *actor.aliases, *actor.demonyms):
            actors.setdefault(_form(name), []).append(actor.id)
    materials: dict[str, list[str]] = {}
    for material in reference.materials().values():
        for name in (material.id, material.label, *material.aliases, *([material.symbol] if material.symbol else [])):
            materials.setdefault(_form(name), []).append(material.id)
    return {
        "actor": {name: tuple(dict.fromkeys(ids)) for name, ids in actors.items()},
        "material": {name: tuple(dict.fromkeys(ids)) for name, ids in materials.items()},
    }
