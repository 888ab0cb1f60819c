"""Texts with claims marked in them: nothing is lost, nothing told twice, every claim has one anchor."""

from hypothesis import given
from hypothesis import strategies as st

from regraph.model import Document
from regraph.web.pages.marking import Spot, front_matter, paragraphs

TEXT = "A first line.\n\nThe second one is longer, and it says more.\nIt goes on.\n\n- an item\n- another\n"


def document(text: str, name: str = "a.txt") -> Document:
    return Document(id="1", text=text, name=name, sha256="")


def spots(*spans: tuple[int, int]) -> list[Spot]:
    ordered = sorted(spans)
    return [Spot(number=place, claim=f"c{place}", start=a, end=b) for place, (a, b) in enumerate(ordered, 1)]


def told(text: str, found: list[Spot], name: str = "a.txt") -> str:
    return "".join(piece.text for one in paragraphs(document(text, name), found) for piece in one.pieces)


def squeezed(text: str) -> str:
    """Return a text without its white space, of which that between paragraphs is not kept."""
    return "".join(text.split())


def test_overlapping_claims_cut_the_text_where_they_begin_and_end() -> None:
    found = spots((15, 40), (19, 25), (19, 30), (28, 60))
    pieces = [piece for one in paragraphs(document(TEXT), found) for piece in one.pieces]
    marked = {piece.text: set(piece.claims) for piece in pieces if piece.claims}
    assert marked["The "] == {"c1"}
    assert marked["second"] == {"c1", "c2", "c3"}
    assert [spot.claim for piece in pieces for spot in piece.begins] == ["c1", "c2", "c3", "c4"]
    for spot in found:
        under = "".join(piece.text for piece in pieces if spot.claim in piece.claims)
        assert squeezed(under) == squeezed(TEXT[spot.start : spot.end])


def test_front_matter_is_set_apart_unless_a_claim_stands_in_it() -> None:
    text = "---\ntitle: x\n---\nIt says."
    assert front_matter(document(text, "a.md")) == "---\ntitle: x\n---\n"
    assert told(text, [], "a.md") == "It says."
    assert front_matter(document(text, "a.md"), spots((4, 9))) == ""
    assert "title: x" in told(text, spots((4, 9)), "a.md")


def test_a_claim_in_white_space_or_at_the_end_still_has_its_anchor() -> None:
    found = spots((13, 15), (len(TEXT) - 1, len(TEXT)), (len(TEXT), len(TEXT)))
    begun = [spot.claim for one in paragraphs(document(TEXT), found) for piece in one.pieces for spot in piece.begins]
    assert sorted(begun) == ["c1", "c2", "c3"]


@given(st.text(alphabet="ab .\n-•\t", min_size=1, max_size=120), st.data())
def test_no_character_is_lost_and_every_claim_is_anchored_once(text: str, data: st.DataObject) -> None:
    edge = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(edge, edge).map(lambda pair: (min(pair), max(pair))), max_size=6))
    found = spots(*spans)
    whole = paragraphs(document(text), found)
    assert squeezed(told(text, found)) == squeezed(text)
    begun = [spot.claim for one in whole for piece in one.pieces for spot in piece.begins]
    assert sorted(begun) == (sorted(spot.claim for spot in found) if whole else [])
