"""What words make likely: the model as it is, and what comes of it beside what the rules find."""

import json
from collections.abc import Callable

import pytest

from regraph import passages
from regraph.extract import choice, confidence, encoder, explain, extract, likely
from regraph.extract.encoder import Reading
from regraph.extract.grammar import read_yaml
from regraph.extract.likely import Heard, Linear, Model
from regraph.model import Document
from regraph.resources import path

NEWS = "Congo limits cobalt\n\nCongo banned exports of cobalt in February 2025.\n\n{}"


def told(text: str, *, words: bool = True) -> list[dict[str, object]]:
    whole = NEWS.format(text)
    document = Document(id="0" * 16, text=whole, name="t.txt", sha256="", published="2025-10-20")
    found = extract(document, passages.split(document), words=words)
    return [claim.to_json() for claim in found if claim.start >= len(NEWS) - 2]


def apart(claims: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return claims without how sure they are, which the words change."""
    return [{field: value for field, value in claim.items() if field != "confidence"} for claim in claims]


def made_up(weights: dict[str, float], decision: dict[str, float]) -> Model:
    """Return a model that knows two acts on measures, told apart by a weight above or below zero."""
    return Model(
        types=Linear(("measure",), (0.0,), dict.fromkeys(weights, ((0, 30.0),))),
        labels={
            "measure": Linear(
                ("measure:introduced", "measure:lifted"),
                (0.0, 0.0),
                {word: ((0, 30.0 * weight), (1, -30.0 * weight)) for word, weight in weights.items()},
            )
        },
        kinds=Linear(("export_ban", "tariff"), (1.0, 0.0), {}),
        decision=decision,
        accept=0.6,
        another=0.8,
    )


Use = Callable[[Model], None]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    def chosen(model: Model) -> None:
        monkeypatch.setattr(likely, "model", lambda: model)
        monkeypatch.setattr(encoder, "read", lambda asked: [Reading({}, {}) for _ in asked])
        monkeypatch.setattr(likely, "joined", lambda words, _: words)
        monkeypatch.setattr(choice, "choose", lambda *_: None)

    return chosen


def test_an_act_that_no_rule_knows_is_told_by_its_words(use: Use) -> None:
    text = "In October Kinshasa flimflammed the cobalt trade."
    use(made_up({"u:flimflam": 1.0}, {"words": 1.0}))
    assert told(text, words=False) == []
    claims = told(text)
    assert [claim["action"] for claim in claims] == ["introduced"]
    assert claims[0]["imposer"] == ["CD"]
    assert claims[0]["materials"] == ["cobalt"]
    assert claims[0]["kind"] == "export_ban"


def test_what_a_rule_tells_stands_where_the_words_say_nothing_but_is_less_sure(use: Use) -> None:
    text = "Gabon banned exports of manganese in May 2025."
    sure = {}
    for word in ("u:nothing", "u:ban"):
        use(made_up({word: 1.0}, {"words": 1.0, "bias": -9.0}))
        claims = told(text)
        assert apart(claims) == apart(told(text, words=False)) != []
        sure[word] = claims[0]["confidence"]
    assert str(sure["u:nothing"]) < str(sure["u:ban"])


def test_a_draft_that_is_doubted_is_no_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Gabon banned exports of manganese in May 2025."
    assert told(text)
    monkeypatch.setattr(confidence, "weights", lambda: {"bias": -3.0})
    assert told(text) == []
    assert told(text, words=False)


def test_beside_a_rule_another_act_of_its_type_needs_more_belief(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Gabon banned exports of manganese in May 2025."
    monkeypatch.setattr(confidence, "weights", lambda: {"bias": 0.0})  # nothing is doubted
    for trust, acts in ((0.08, {"introduced"}), (1.0, {"introduced", "lifted"})):
        use(made_up({"u:ban": -1.0}, {"words": trust}))
        assert {claim["action"] for claim in told(text)} == acts


def test_rules_and_words_together_keep_what_both_tell(use: Use) -> None:
    text = "Gabon banned exports of manganese in May 2025."
    use(made_up({"u:ban": 1.0}, {"words": 1.0, "rule": 1.0}))
    assert apart(told(text)) == apart(told(text, words=False))


def test_explain_names_the_words_of_a_guess(use: Use) -> None:
    use(made_up({"u:flimflam": 1.0}, {"words": 1.0}))
    document = Document(
        id="0" * 16, text=NEWS.format("Gabon flimflammed manganese."), name="t", sha256="", published="2025-10-20"
    )
    why = [row for row in explain(document, passages.split(document)) if row["frame"] == "likely/measure"]
    assert [row["trigger"] for row in why] == ["introduced (flimflam)"]
    assert "guessed" in why[0]["features"]


def test_the_model_knows_types_and_labels_of_the_schema() -> None:
    model = likely.model()
    assert set(model.types.outputs) <= set(likely.SORTED_BY)
    assert set(model.labels) == set(model.types.outputs)
    for made, linear in model.labels.items():
        assert all(name.startswith(made + ":") for name in linear.outputs)
    for linear in (model.types, model.kinds, *model.labels.values()):
        assert len(linear.bias) == len(linear.outputs)
        assert all(0 <= place < len(linear.outputs) for row in linear.weights.values() for place, _ in row)
    assert path("ontology", "frames", "likely.json").stat().st_size < 5_000_000


def test_a_probability_is_one_and_grows_with_its_words() -> None:
    model = likely.model()
    few, more = ("u:the",), ("u:the", "u:ban", "u:export", "l:stop")
    for found in (few, more, ()):
        assert all(0 <= p <= 1 for p in model.probabilities(found).values())
    assert model.probabilities(more).get("measure:introduced", 0.0) > model.probabilities(few).get(
        "measure:introduced", 0.0
    )


def test_a_sentence_of_no_likely_act_is_not_worth_a_look() -> None:
    assert not Heard(("u:the",), {"measure:lifted": 0.01}).worth()
    assert Heard(("u:the",), {"measure:lifted": 0.5}).worth()


def test_every_list_of_words_holds_base_forms() -> None:
    lists, longest = likely.word_lists()
    assert {"l:" + name for name in read_yaml("words")} == {name for row in lists.values() for name in row}
    assert "l:stop" in lists["turn off"]
    assert longest["turn"] >= 2


def test_the_file_of_the_model_says_where_it_comes_from() -> None:
    data = json.loads(path("ontology", "frames", "likely.json").read_text(encoding="utf-8"))
    assert "bench/fit_likely.py" in data["about"]
