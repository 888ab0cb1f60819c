import re

import pytest

from regraph.extract.lexicon import company_slug, load
from regraph.extract.tokens import tokenise


def name(text: str) -> tuple[str, ...] | None:
    hit = load().longest(tokenise(text), 0)
    return hit[1].ids if hit else None


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("US exports", ("US",)),
        ("us exports", None),
        ("U.S. exports", ("US",)),
        ("IT firms", None),
        ("Turkey", ("TR",)),
        ("turkey", None),
        ("White House", ("US",)),
        ("Côte d’Ivoire", ("CI",)),
        ("Cote d'Ivoire", ("CI",)),
        ("rare-earth", ("rare-earths",)),
        ("Rare Earths", ("rare-earths",)),
        ("REEs", ("rare-earths",)),
        ("rees", None),
        ("Chinese Taipei", ("TW",)),
        ("chilean", None),
        ("Democratic Republic of the Congo", ("CD",)),
        ("Republic of the Congo", ("CG",)),
        ("aluminum", ("aluminium",)),
        ("Guinea", ("GN",)),
        ("Equatorial Guinea", ("GQ",)),
        ("Geneva", ("geneva",)),
        ("USTR", ("US/USTR",)),
    ],
)
def test_names(text: str, ids: tuple[str, ...] | None) -> None:
    assert name(text) == ids


@pytest.mark.parametrize(
    ("actor", "state"),
    [
        ("CN/MOFCOM", "CN"),
        ("PE/unknown-ministry", "PE"),
        ("donald-trump", "US"),
        ("CL", "CL"),
        ("nobody", None),
        ("geneva", "CH"),
    ],
)
def test_states_of_actors(actor: str, state: str | None) -> None:
    assert load().state_of(actor) == state


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("KR", "south-korea"),
        ("Beijing", "beijing"),
        ("Britain", "united-kingdom"),
        ("Busan", "busan"),
        ("White House", None),
        ("nowhere", None),
    ],
)
def test_places(text: str, place: str | None) -> None:
    assert load().place_of(text) == place


@pytest.mark.parametrize(
    ("firm", "slug"),
    [
        ("Ford Motor Company", "ford"),
        ("CMOC Group Ltd.", "cmoc"),
        ("PT Timah Tbk", "timah"),
        ("Belarusian Potash Company", "belarusian-potash-company"),
        ("Norsk Hydro ASA", "norsk-hydro"),
        ("Group", "group"),
    ],
)
def test_firms_lose_their_legal_form(firm: str, slug: str) -> None:
    assert company_slug(firm) == slug


def test_ids_have_the_form_of_the_claim_schema() -> None:
    lexicon = load()
    body = re.compile(r"[A-Z]{2}/[A-Za-z0-9-]+")
    assert all(body.fullmatch(ident) for ident in lexicon.bodies.values())
    assert all(re.fullmatch(r"[A-Z]{2}", state) for state in lexicon.states)
    assert set(lexicon.head_by_state) <= lexicon.states
