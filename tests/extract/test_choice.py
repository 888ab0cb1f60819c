"""What could fill the fields of a claim, and how the net of choices is heard."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from regraph import passages
from regraph.errors import OntologyError
from regraph.extract import choice, confidence, encoder, engine, fillers, options
from regraph.extract.choice import Chooser
from regraph.extract.draft import Draft
from regraph.extract.likely import Heard
from regraph.extract.named import GOODS, Text
from regraph.extract.options import Question
from regraph.model import Document
from regraph.resources import path

TEXT = """Kinshasa halts cobalt exports

The mines ministry of Congo suspended exports of cobalt on Monday, minister Louis Watum said. Buyers in China were
surprised.

The measure takes effect on 3 March 2025. Germanium comes from the same mines.
"""


def asked_of(text: str) -> tuple[Text, list[Draft], list[Question]]:
    document = Document(id="0" * 16, text=text, name="t.txt", sha256="", published="2025-02-26")
    read = engine.read(document, passages.split(document), words=False)
    assert read is not None
    made, offered = engine.settled(document, read), engine.offered(document, read)
    return offered, made, list(options.questions(offered, made))


def of_measure(questions: list[Question], drafts: list[Draft], name: str) -> Question:
    return next(q for q in questions if q.field == name and drafts[q.draft].type == "measure")


def test_other_sentences_offer_goods_days_and_actors() -> None:
    _, drafts, questions = asked_of(TEXT)
    goods = {option.value: option for option in of_measure(questions, drafts, GOODS).options}
    assert {"cobalt", "germanium"} <= set(goods)
    assert goods["cobalt"].own
    assert not goods["germanium"].own
    assert goods["germanium"].kind == "material"
    assert "gap:0" in goods["cobalt"].features
    days = {option.value for option in of_measure(questions, drafts, "date").options}
    assert {"2025-02-24", "2025-03-03", "2025-02-26"} <= days  # Monday, the day of effect, the publication
    assert {"CD", "CN"} <= {o.value.partition("/")[0] for o in of_measure(questions, drafts, "imposer").options}


LASTING = """Jakarta closes the gate

Indonesia barred exports of bauxite on Monday, after a review of seven weeks. The ban lasts for six months and hits 28
firms.
"""


def test_terms_and_counts_of_other_sentences_are_offered() -> None:
    _, drafts, questions = asked_of(LASTING)
    terms = {option.value for option in of_measure(questions, drafts, "duration").options}
    counts = {option.value: option for option in of_measure(questions, drafts, "count").options}
    assert {"P7W", "P6M"} <= terms
    assert {"gap:1", "counts:companies", "noun:firm", "size:2"} <= set(counts["companies=28"].features)


def test_a_count_that_is_chosen_is_a_number_of_something() -> None:
    offered, drafts, _ = asked_of(LASTING)
    choice.choose(offered, drafts, chooser({"counts:companies": 6.0, "b1:for": 6.0}))
    ban = next(draft for draft in drafts if draft.type == "measure")
    assert ban.values["count"] == {"companies": 28}
    assert ban.values["duration"] == "P6M"
    assert ban.fills["count"].startswith(choice.RULE)


def test_a_person_speaks_for_himself_and_acts_for_his_state() -> None:
    _, drafts, questions = asked_of(TEXT)
    imposers = {option.value for option in of_measure(questions, drafts, "imposer").options}
    speakers = {option.value for option in of_measure(questions, drafts, "speaker").options}
    assert "louis-watum" in speakers
    assert "louis-watum" not in imposers


def test_no_option_is_offered_twice() -> None:
    _, _, questions = asked_of(TEXT)
    for question in questions:
        keys = [options.key_of(question.field, option.value) for option in question.options]
        assert len(keys) == len(set(keys)), question.field


def chooser(said: dict[str, float]) -> Chooser:
    """Return a net whose logit is the sum of what features say, -3 where they say nothing."""
    rows = {name: number for number, name in enumerate(said, 1)}
    size = len(rows) + 1
    return Chooser(
        rows=rows,
        by_field={},
        vectors=np.zeros((size, 2), dtype=np.float32),
        alone=np.array([0.0, *said.values()], dtype=np.float32),
        first=np.zeros(2, dtype=np.float32),
        second=(np.zeros((4, 2), dtype=np.float32), np.zeros(2, dtype=np.float32)),
        last=(np.zeros(2, dtype=np.float32), np.array(-3.0, dtype=np.float32)),
    )


def measure(said: dict[str, float]) -> Draft:
    offered, drafts, _ = asked_of(TEXT)
    choice.choose(offered, drafts, chooser(said))
    return next(draft for draft in drafts if draft.type == "measure")


def test_what_rules_filled_stays_unless_unlikely() -> None:
    assert measure({"own": 2.5}).values["materials"] == ["cobalt"]  # probability 0.38
    assert measure({"own": 2.5}).fills["materials"] != choice.RULE
    assert "materials" not in measure({"own": 1.0}).values


def test_what_no_rule_saw_is_taken_where_it_is_likely() -> None:
    found = measure({"own": 5.0, "head:germanium": 5.0})
    assert found.values["materials"] == ["cobalt", "germanium"]
    assert found.fills["materials"].startswith(choice.RULE)
    assert measure({"own": 5.0, "head:germanium": 4.0}).values["materials"] == ["cobalt"]  # 0.73 is not enough


CITED = """China lists metals

Announcement No. 18 of 2025 put seven rare earths under export licence on Friday.
"""


def test_a_citation_that_a_rule_read_stays_however_unlikely() -> None:
    offered, drafts, _ = asked_of(CITED)
    cited = next(draft for draft in drafts if draft.values.get("reference"))
    choice.choose(offered, drafts, chooser({}))  # 0.05 for each option: the goods go
    assert cited.values["reference"] == "Announcement No. 18 of 2025"
    assert "materials" not in cited.values


@pytest.mark.parametrize(
    ("said", "filled"),
    [
        ({"head:cobalt": 4.0}, ["cobalt"]),  # probability 0.73
        ({"head:germanium": 4.0}, None),
        ({"head:germanium": 5.0}, ["germanium"]),  # 0.88
    ],
)
def test_goods_of_another_sentence_must_be_surer(said: dict[str, float], filled: list[str] | None) -> None:
    offered, drafts, _ = asked_of(TEXT)
    draft = next(one for one in drafts if one.type == "measure")
    del draft.values["materials"]
    choice.choose(offered, [draft], chooser(said))
    assert draft.values.get("materials") == filled


def test_a_year_does_not_replace_the_month_in_it() -> None:
    text = "In 2025 much changed. Gabon banned exports of manganese in May 2025."
    offered, drafts, _ = asked_of(text)
    draft = next(one for one in drafts if one.type == "measure")
    assert draft.values["date"] == "2025-05"
    choice.choose(offered, [draft], chooser({"own": 5.0, "grain:4": 8.0}))
    assert draft.values["date"] == "2025-05"


LISTED = """China curbs metals

In February 2025 China imposed export controls on metals {} tungsten and bismuth. Rare earths were left alone.

In May 2025 China banned exports of rare earths {} samarium and terbium.
"""


@pytest.mark.parametrize(("words", "added"), [("including", False), ("such as", False), ("besides", True)])
def test_a_class_is_not_added_to_the_list_of_what_is_meant_of_it(words: str, added: bool) -> None:
    offered, drafts, _ = asked_of(LISTED.format(words, words))
    draft = next(d for d in drafts if d.type == "measure" and d.values.get("date") == "2025-05")
    draft.values["materials"] = ["samarium", "terbium"]  # as the rules leave the class out
    choice.choose(offered, [draft], chooser({"gap:0": 9.0}))
    assert ("rare-earths" in draft.values["materials"]) is added
    assert {"samarium", "terbium"} <= set(draft.values["materials"])


def test_one_day_is_chosen_and_who_acts_is_never_lost() -> None:
    found = measure({"published:same 10": 5.0})
    assert found.values["date"] == "2025-02-26"
    assert found.values["imposer"]
    kept = measure({"published:same 10": 4.0, "own": 3.0})  # likelier than what a rule filled in, but not enough
    assert kept.values["date"] == "2025-03-03"


def test_a_kind_gives_way_to_one_that_is_heard_and_is_never_lost() -> None:
    text = "Gabon lifted its ban on manganese in May 2025."
    document = Document(id="0" * 16, text=text, name="t.txt", sha256="", published="2025-05-26")
    heard = Heard((), {}, kinds={"import_restriction": 0.9, "export_ban": 0.1, "tariff": 0.01})
    for said, kind in (
        ({"heard rank:0": 5.0}, "import_restriction"),
        ({"heard rank:0": 3.0, "own": 3.0}, "export_ban"),
    ):
        read = engine.read(document, passages.split(document), words=False)
        assert read is not None
        made, offered = engine.settled(document, read), engine.offered(document, replace(read, heard=[heard]))
        choice.choose(offered, made, chooser(said))
        assert [draft.values["kind"] for draft in made] == [kind]


def test_how_likely_anything_fills_a_field_is_noted() -> None:
    offered, drafts, _ = asked_of(TEXT)
    measure = next(draft for draft in drafts if draft.type == "measure")
    assert not measure.sure
    choice.choose(offered, drafts, chooser({"gap:0": 4.0}))
    assert measure.sure[GOODS] == pytest.approx(1 / (1 + np.exp(-1.0)))
    assert {"imposer", "date"} <= set(measure.sure)
    assert set(measure.sure) <= set(options.ASKED["measure"])
    assert any(name == "sure:measure goods" for name in confidence.features(measure))


def test_more_likely_with_each_feature_that_speaks_for_it() -> None:
    _, _, questions = asked_of(TEXT)
    some = chooser({"own": 1.0, "gap:0": 0.5}).probabilities(questions)
    for question, sure in zip(questions, some, strict=True):
        assert len(sure) == len(question.options)
        for option, value in zip(question.options, sure, strict=True):
            told = -3 + 1.0 * option.features.count("own") + 0.5 * option.features.count("gap:0")
            assert value == pytest.approx(1 / (1 + np.exp(-told)), abs=1e-6)


def test_an_option_hears_what_the_strongest_of_its_field_has() -> None:
    _, drafts, questions = asked_of(TEXT)
    made = chooser({"own": 0.0})
    vectors = np.array([[0, 0], [2, 0]], dtype=np.float32)  # of what a rule filled in
    second = np.array([[0, 0], [0, 0], [1, 0], [0, 0]], dtype=np.float32), np.zeros(2, dtype=np.float32)
    heard = replace(made, vectors=vectors, second=second, last=(np.array([-1, 0], dtype=np.float32), made.last[1]))
    goods = of_measure(questions, drafts, GOODS)
    unfilled = Question(goods.draft, goods.field, [option for option in goods.options if not option.own], [])
    for question, logit in ((goods, -5), (unfilled, -3)):
        sure = heard.probabilities([question, goods])[0]
        assert sure == pytest.approx(1 / (1 + np.exp(-logit)))


def test_the_fitted_net_is_small_and_says_where_it_comes_from() -> None:
    file = path("ontology", "frames", "choice.npz")
    assert file.stat().st_size < 5_000_000
    with np.load(file) as data:
        about = json.loads(bytes(data["about"]).decode("utf-8"))
    assert "bench/fit_choice.py" in about["about"]
    assert set(about["fields"]) <= {name for names in options.ASKED.values() for name in names}


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "choice.npz"
    broken.write_bytes(b"no archive")
    with pytest.raises(OntologyError, match=r"choice\.npz"):
        choice.load(broken)


def heard_as(monkeypatch: pytest.MonkeyPatch, said: dict[str, dict[str, float]]) -> None:
    """Let the encoder hear roles: by word, the logits of some; of all others -5."""
    names = fillers.fillers().names

    def read(asked: list[encoder.Words]) -> list[encoder.Reading]:
        rows = [[[said.get(word, {}).get(name, -5.0) for name in names] for word in words] for words, _ in asked]
        return [encoder.Reading({}, {}, np.array(row, dtype=np.float32).reshape(-1, len(names))) for row in rows]

    monkeypatch.setattr(encoder, "read", read)


def asked_with_words(text: str) -> tuple[list[Draft], list[Question]]:
    document = Document(id="0" * 16, text=text, name="t.txt", sha256="", published="2025-02-26")
    read = engine.read(document, passages.split(document), words=True)
    assert read is not None
    made = engine.settled(document, read)
    return made, list(options.questions(engine.offered(document, read), made))


def test_options_tell_the_roles_that_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    heard_as(monkeypatch, {"<material>": {"measure:goods": 3.0}, "<time>": {"measure:until": 3.0}})
    drafts, questions = asked_with_words(TEXT)
    goods = {option.value: option for option in of_measure(questions, drafts, GOODS).options}
    assert goods["cobalt"].role == pytest.approx(3.0)
    assert {"role:4", "role here:4", "likeliest:4", "role rank:0", "behind:0"} <= {*goods["cobalt"].features}
    days = of_measure(questions, drafts, "until").options
    assert {option.role for option in days if option.value == "2025-03-03"} == {3.0}
    imposers = of_measure(questions, drafts, "imposer").options
    assert all("role:-7" in option.features for option in imposers if option.role is not None)


def test_what_no_list_knows_is_offered_where_its_words_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEXT.replace(
        "Germanium comes", "Congo also banned the export of quondle-frimp widgets to China. Germanium comes"
    )
    parts = {part: {"measure:goods": 2.0} for part in ("quondle", "frimp", "widgets")}
    heard_as(monkeypatch, parts)
    drafts, questions = asked_with_words(text)
    offered = {
        o.value: o for q in questions if q.field == GOODS and drafts[q.draft].type == "measure" for o in q.options
    }
    assert offered["quondle-frimp-widgets"].kind == "item"
    assert not offered["quondle-frimp-widgets"].own
    heard_as(monkeypatch, {})
    drafts, questions = asked_with_words(text)
    assert not any(o.value == "quondle-frimp-widgets" for q in questions if q.field == GOODS for o in q.options)


def test_a_longer_name_takes_a_known_one_in(monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEXT.replace("Buyers in China were\nsurprised.", "Chinese hauliers lost work when Congo halted exports.")
    assert text != TEXT
    logits = {"impact:affected": 1.0}
    heard_as(monkeypatch, {"<actor:state>": logits, "hauliers": logits})
    document = Document(id="0" * 16, text=text, name="t.txt", sha256="", published="2025-02-26")
    read = engine.read(document, passages.split(document), words=True)
    assert read is not None
    assert "chinese-hauliers" in {spot.value for spot in engine.offered(document, read).spots["actor"]}


def test_what_an_item_is_made_of_is_offered_behind_the_item() -> None:
    text = TEXT.replace("Germanium comes", "Congo also banned exports of aluminium scrap. Germanium comes")
    _, drafts, questions = asked_of(text)
    goods = next(
        question
        for question in questions
        if question.field == GOODS and any(o.own and o.value == "aluminium-scrap" for o in question.options)
    )
    values = [option.value for option in goods.options]
    assert drafts[goods.draft].type == "measure"
    assert values.index("aluminium-scrap") < values.index("aluminium")
    metal = goods.options[values.index("aluminium")]
    assert metal.kind == "material"
