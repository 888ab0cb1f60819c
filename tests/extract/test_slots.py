"""Who, at whom, what, since when: the fields of measures and promises, in sentences of our own with near misses."""

import pytest

from regraph.extract.draft import Draft
from regraph.extract.engine import drafts
from regraph.model import Document, Passage

PUBLISHED = "2025-06-11"  # a Wednesday


def told(text: str) -> list[Draft]:
    """Return the drafts of a text of paragraphs, parted by an empty line."""
    document = Document(id="0" * 16, text=text, name="own", sha256="", published=PUBLISHED, title=None)
    passages, start = [], 0
    for index, part in enumerate(text.split("\n\n")):
        passages.append(Passage(document_id=document.id, index=index, start=start, end=start + len(part), role="body"))
        start += len(part) + 2
    return drafts(document, passages, words=False)


def one(text: str, action: str) -> dict[str, object]:
    """Return the fields of the first measure or commitment with an action."""
    found = [d for d in told(text) if d.type in ("measure", "commitment") and d.values.get("action") == action]
    assert found, [(d.type, d.values) for d in told(text)]
    return found[0].values | {"speaker": list(found[0].speaker)}


CASES = [
    # the measure is the subject: what follows its head belongs to it
    ("Peru's duties on Chilean wine will be cut to 5% from 20%.", "eased", "target", ["CL"]),
    ("Peru's duties on Chilean wine will be cut to 5% from 20%.", "eased", "rate_from", 20),
    ("Washington's levy of 12 per cent on Kenyan goods over purchases of Iranian oil takes effect on 3 July.", "introduced", "imposer", ["US"]),
    # at whom
    ("Quebec has suspended its surcharge on electricity sold to Texas and New York.", "suspended", "target", ["US"]),
    ("Quebec has suspended its surcharge on electricity sold to Alberta.", "suspended", "target", None),
    ("China has banned exports of antimony to Dutch military users.", "introduced", "target", ["NL"]),
    # a day in the notice that acts
    ("Order No. 7, issued on 3 February 2025, bans the export of tin ore from Rwanda.", "introduced", "date", "2025-02-03"),
    # a day in the past of a measure that stands is not the day for which it stands
    ("Rwanda's ban on tin exports, imposed on 3 February 2025, remains in force.", "maintained", "date", "2025-06-11"),
    # the act that governs
    ("The Peruvian government sent to Congress on Monday a bill creating a levy of 8% on exports of zinc.", "introduced", "date", "2025-06-09"),
    # the day of effect, told on its own
    ("Ghana raised its export tax on cocoa on Monday. The change takes effect on 1 July 2025.", "expanded", "date", "2025-07-01"),
    ("Ghana raised its export tax on cocoa on Monday. The season starts on 1 July 2025.", "expanded", "date", "2025-06-09"),
    # lengths that are no term
    ("Fiji suspended its ban on timber exports for six months.", "suspended", "duration", "P6M"),
    ("Fiji suspended its ban on timber exports six months later.", "suspended", "duration", None),
    # goods of a reply are not covered
    ("Chile banned exports of lithium in response to Peruvian curbs on copper.", "introduced", "materials", ["lithium"]),
    # who promises, to whom, and when
    ("On 2 June 2025 Japan and Chile signed a trade agreement. Japan will lift its ban on imports of Chilean grapes under the agreement.", "lift", "beneficiary", ["CL"]),
    ("On 2 June 2025 Japan and Chile signed a trade agreement. Japan will lift its ban on grape imports under the agreement.", "lift", "date", "2025-06-02"),
    ("On 2 June 2025 Japan and Chile signed a trade agreement. Japan will lift its ban on grape imports under the agreement.", "lift", "beneficiary", ["CL"]),
    # who says it
    ("Kenya has banned exports of scrap metal, trade minister Lee Kinyanjui said on Tuesday.", "introduced", "speaker", ["lee-kinyanjui"]),
    ("Kenya's trade ministry has banned exports of scrap metal.", "introduced", "speaker", []),
    ("Tunisia's chamber of commerce asked the government to lift its ban on exports of olive oil.", "lifted", "speaker", ["chamber-of-commerce"]),
    ("Tunisia's trade ministry has lifted its ban on exports of olive oil.", "lifted", "speaker", []),
    # who pays is the target, who buys imposes
    ("Kenya's exports to Japan have been subject to a tariff of 8% since 2 May 2025.", "introduced", "imposer", ["JP"]),
    ("Kenya's exports to Japan have been subject to a tariff of 8% since 2 May 2025.", "introduced", "target", ["KE"]),
    # who asks for an inquiry is not its target
    ("Peru opened an investigation into imports of steel balls at the request of Moly Steel Corp.", "introduced", "target", None),
    # the metal of a form, and forms that are none
    ("Fiji banned exports of aluminium scrap.", "introduced", "materials", ["aluminium"]),
    ("Fiji banned exports of aluminium doors.", "introduced", "items", None),
    ("Fiji banned exports of waste and scrap of ferrous metals.", "introduced", "items", ["ferrous-scrap"]),
    ("Peru lifted the duty on gold in May.", "lifted", "materials", ["gold"]),
    # who is told of at the head of the sentence
    ("For Chile's Codelco the Peruvian government lowered the duty on copper from 9% to 4%.", "eased", "target", ["CL", "codelco"]),
    ("Fiji has banned exports of timber from 1 May until 31 October 2025.", "introduced", "date", "2025-05-01"),
    ("Fiji has banned exports of timber from 1 May until 31 October 2025.", "introduced", "until", "2025-10-31"),
    # the goods told in the next sentence; what a deal covers is no goods of the duty
    ("Peru imposed a duty of 10% on steel products on Monday. It covers copper tubes and steel pipes.", "introduced", "items", ["steel-products", "copper-tubes", "steel-pipes"]),
    # the day on which the news was announced, and the day of a firm that is none
    ("Fiji has banned exports of timber. Fiji's forest minister told reporters on Monday that mills needed logs.", "introduced", "date", "2025-06-09"),
    ("Fiji has banned exports of timber. Vosa Mills Ltd said on Monday that it needed logs.", "introduced", "date", None),
    # to whom it is promised; the time in which is no term of a pause
    ("Japan promised Chile to lift its ban on grape imports within two years.", "lift", "beneficiary", ["CL"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "action", "field", "value"), CASES)
def test_field(text: str, action: str, field: str, value: object) -> None:
    """Each field has the value that the text tells, and none where it tells none."""
    assert one(text, action).get(field) == value


def test_actor_of_the_paragraph() -> None:
    """An act without an actor is that of who acts in its own paragraph, not of the next country."""
    text = (
        "Malawi stopped shipments of maize on 2 May 2025.\n\n"
        "Zambia needs tin. Exports of tin ore were prohibited in 2024.\n\n"
        "Malawi is content."
    )
    found = [d for d in told(text) if d.type == "measure" and d.values.get("materials") == ["tin"]]
    assert [d.values["imposer"] for d in found] == [["ZM"]]


def test_day_of_effect_outranks_the_announcement() -> None:
    """Told twice, once with the day of the announcement and once with the day of effect, it is one claim."""
    text = (
        "Gabon on 2 June 2025 banned exports of raw manganese.\n\n"
        "The ban on manganese exports, which takes effect on 1 July 2025, will hurt refiners."
    )
    found = [d for d in told(text) if d.type == "measure" and d.values.get("action") == "introduced"]
    assert [(d.values["imposer"], d.values["date"]) for d in found] == [(["GA"], "2025-07-01")]


def test_other_rates_are_other_measures() -> None:
    """Two duties of one state with different rates do not lend each other their goods."""
    text = (
        "Peru imposed a duty of 10% on steel on 2 June 2025. It had imposed a tariff of 25% on Chilean goods in 2023."
    )
    found = {d.values.get("rate_to"): d.values for d in told(text) if d.type == "measure"}
    assert set(found) == {10, 25}
    assert "items" not in found[25]


def test_duties_of_one_direction() -> None:
    """A duty that leaves its direction open is one on exports where its imposer taxes exports here."""
    text = "Peru raised its export duty on zinc on 2 June 2025. It lifted the duty on lead in 2023."
    assert [d.values["kind"] for d in told(text) if d.type == "measure"] == ["export_tax", "export_tax"]
    other = "Peru raised its import duty on zinc on 2 June 2025. It lifted the duty on tin in 2023."
    assert [d.values["kind"] for d in told(other) if d.type == "measure"] == ["tariff", "tariff"]


def test_inquiry_and_its_duty() -> None:
    """An inquiry is into the goods that the duty hits, of the state that it hits."""
    text = "Chile imposed a duty of 30% on steel balls from Peru. Chile opened its investigation in May."
    found = [d.values for d in told(text) if d.values.get("kind") == "investigation"]
    assert [(v.get("items"), v.get("target")) for v in found] == [(["steel-balls"], ["PE"])]


def test_answer() -> None:
    """An answer, in which words stand before the measure, aims at whom it answers."""
    text = (
        "Peru imposed a duty of 10% on steel from Chile. Chile answered on Monday with tariffs of 12% on copper wire."
    )
    found = [d.values for d in told(text) if d.values.get("imposer") == ["CL"]]
    assert [(v["date"], v["rate_to"], v["target"]) for v in found] == [("2025-06-09", 12, ["PE"])]
