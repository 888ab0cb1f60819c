"""FollowTheMoney entities, checked by the library of FollowTheMoney: every one valid, nothing cleaned away."""

import io
import json
from typing import Any

import pytest
from tests.export import ftm_library
from tests.network import sample

from regraph import ids
from regraph.export import Filters, write
from regraph.export.ftm import entity_id
from regraph.store import Store


def entities(store: Store, **filters: Any) -> dict[str, dict[str, Any]]:
    out = io.BytesIO()
    write(store, "ftm", out, filters=Filters(**filters))
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len({one["id"] for one in found}) == len(found)
    return {one["id"]: one for one in found}


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, Any]]:
    return entities(sample.store())


@pytest.fixture(scope="module")
def model() -> Any:
    return ftm_library.model()


def test_every_entity_is_valid_and_no_value_is_cleaned_away(found: dict[str, Any], model: Any) -> None:
    for entity in found.values():
        schema = model.get(entity["schema"])
        schema.validate(entity)
        proxy = model.get_proxy(entity, cleaned=False)
        for name, values in entity["properties"].items():
            assert sorted(proxy.get(name)) == sorted(values), (entity["id"], name)
        assert set(schema.required) <= set(entity["properties"]), entity["id"]


def test_every_reference_leads_to_an_entity_of_the_right_kind(found: dict[str, Any], model: Any) -> None:
    links = 0
    for entity in found.values():
        for name, values in entity["properties"].items():
            prop = model.get(entity["schema"]).get(name)
            if prop.type.name == "entity":
                for value in values:
                    assert model.get(found[value]["schema"]).is_a(prop.range), (entity["id"], name)
                    links += 1
    assert links > 20


def test_the_library_sees_the_fault_in_what_is_wrong(found: dict[str, Any], model: Any) -> None:
    from followthemoney.exc import InvalidData

    broken = json.loads(json.dumps(found[entity_id(ids.actor_iri("CN"))]))
    broken["properties"]["country"] = ["no country"]
    with pytest.raises(InvalidData):
        model.get(broken["schema"]).validate(broken)


def test_a_measure_is_an_event_and_a_sanction_a_target(found: dict[str, Any]) -> None:
    event = found[entity_id(ids.iri("measure", "us-chips"))]
    assert event["schema"] == "Event"
    assert event["properties"]["organizer"] == [entity_id(ids.actor_iri("US/BIS"))]
    assert event["properties"]["startDate"] == ["2024-12-02"]
    sanctions = [one for one in found.values() if one["schema"] == "Sanction"]
    assert {(one["properties"]["entity"][0], one["properties"]["country"][0]) for one in sanctions} == {
        (entity_id(ids.actor_iri("CN")), "us")
    }
    samarium = found[entity_id(ids.iri("measure", "cn-samarium"))]["properties"]
    # phases that are no longer believed do not count; the end is a day on which it still held
    assert (samarium["startDate"], samarium["endDate"]) == (["2025-04-04"], ["2025-08-31"])
    assert "samarium" in samarium["keywords"]


def test_actors_carry_country_and_parent(found: dict[str, Any]) -> None:
    ministry = found[entity_id(ids.actor_iri("CN/MOFCOM"))]
    assert (ministry["schema"], ministry["properties"]["country"]) == ("PublicBody", ["cn"])
    assert ministry["properties"]["parent"] == [entity_id(ids.actor_iri("CN"))]
    assert found[entity_id(ids.actor_iri("ford"))]["schema"] == "Company"


def test_claims_document_what_rests_on_them(found: dict[str, Any]) -> None:
    about = [one["properties"] for one in found.values() if one["schema"] == "Documentation"]
    told = next(one for one in about if one["entity"] == [entity_id(ids.iri("decision", "d-ford"))])
    assert told["document"] == [entity_id(ids.iri("document", sample.ALPHA.id))]
    assert told["summary"] == ["One permit went to Ford."]
    hostile = next(one["summary"][0] for one in about if "script" in one.get("summary", [""])[0])
    assert "\x1b" not in hostile
    assert "\x0b" not in hostile


def test_filters_and_quotes() -> None:
    store = sample.store()
    part = entities(store, measure=(ids.iri("measure", "us-chips"),), quotes=False)
    assert [one["id"] for one in part.values() if one["schema"] == "Event"] == ["regraph-measure-us-chips"]
    bare = entities(store, quotes=False)
    assert not any("bodyText" in one["properties"] for one in bare.values())
    assert any("bodyText" in one["properties"] for one in entities(store).values())
    late = entities(store, document=(ids.iri("document", sample.BETA.id),))
    assert [one["id"] for one in late.values() if one["schema"] == "Article"] == [f"regraph-document-{sample.BETA.id}"]
