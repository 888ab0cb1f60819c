"""Sentences of news in, the licences that they tell of out; near misses stand beside hits."""

import pytest
from tests.extract.sentences import claims_of, lacking

REGIME = "China put exports of gallium under licence on 1 April 2025."

LICENCES = [
    (
        "China has granted export licences to suppliers of Ford.",
        {"action": "granted", "issuer": ["CN"], "materials": ["gallium"]},
    ),
    (
        "Beijing issued six-month permits to three carmakers.",
        {"action": "granted", "issuer": ["CN"], "count": {"companies": 3}, "duration": "P6M"},
    ),
    ("JL Mag said it had received export permits.", {"action": "granted", "holders": ["jl-mag"], "issuer": ["CN"]}),
    (
        "The United States gave Samsung a one-year waiver.",
        {"action": "granted", "issuer": ["US"], "holders": ["samsung"], "duration": "P1Y"},
    ),
    ("The ministry has cleared shipments of gallium for Aumovio.", {"action": "granted", "holders": ["aumovio"]}),
    ("Some exporters already have export licences.", {"action": "granted", "holders": ["exporters"]}),
    (
        "China rejected applications from Japanese buyers.",
        {"action": "refused", "issuer": ["CN"], "holders": ["japanese-buyers"]},
    ),
    (
        "The Dutch government declined to renew ASML's permit.",
        {"action": "refused", "issuer": ["NL"], "holders": ["asml"]},
    ),
    (
        "Washington revoked Intel's licence to sell chips to Huawei.",
        {"action": "revoked", "issuer": ["US"], "holders": ["intel"]},
    ),
    ("More than 50 applications remain pending.", {"action": "delayed", "issuer": ["CN"]}),
    ("Exporters are still waiting for permits.", {"action": "delayed", "holders": ["exporters"]}),
    ("Several suppliers have yet to receive approval.", {"action": "delayed", "holders": ["suppliers"]}),
    ("None of the applications has been approved.", {"action": "delayed"}),
    ("The ministry issued licenses for the export of gallium to Ford.", {"action": "granted", "holders": ["ford"]}),
    ("Applications from Japanese buyers were turned down.", {"action": "refused", "holders": ["japanese-buyers"]}),
    ("Of a hundred applications only about a quarter had been approved.", {"action": "granted", "issuer": ["CN"]}),
    ("Beijing approved one application. Some were turned down.", {"action": "refused", "issuer": ["CN"]}),
    ("Volkswagen said its suppliers had been granted licences.", {"action": "granted", "holders": ["suppliers"]}),
    ("JL Mag received licences for customers in Europe.", {"action": "granted", "holders": ["jl-mag"]}),
    ("India's request for a permit is pending.", {"action": "delayed"}),
]

NO_LICENCES = [
    "Exporters must obtain a licence from the ministry.",
    "The rule requires exporters to have a permit.",
    "China will issue licences next year.",
    "The company won its mining licence in 2019.",
    "The driver lost his driving licence.",
    "Licence requirements were tightened.",
    "If China grants licences, prices will fall.",
    "Sales of gallium rose.",
    "The president approved a ban on exports of tin.",
    "Exporters no longer have to obtain a licence.",
    "Shipments will have to be authorised one by one.",
    "Some were turned down.",
]


@pytest.mark.parametrize(("text", "wanted"), LICENCES)
def test_licences_are_told(text: str, wanted: dict[str, object]) -> None:
    found = claims_of(text, "licence", REGIME)
    assert any(not lacking(claim, wanted) for claim in found), found


@pytest.mark.parametrize("text", NO_LICENCES)
def test_duties_and_other_permits_are_none(text: str) -> None:
    assert claims_of(text, "licence", REGIME) == []


def test_the_buyer_holds_no_licence() -> None:
    found = claims_of("Washington revoked Intel's licence to sell chips to Huawei.", "licence", REGIME)
    assert found[0]["holders"] == ["intel"]
