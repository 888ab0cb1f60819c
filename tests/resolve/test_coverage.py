"""What a measure covers: groups, counts, exact lists, carve-outs."""

from hypothesis import given
from hypothesis import strategies as st

from regraph.model import Claim, claim_values
from regraph.resolve.coverage import Coverage, close, closure, coverage, groups
from regraph.resolve.values import Groups

RARE = frozenset("scandium yttrium lanthanum cerium samarium gadolinium terbium dysprosium lutetium holmium".split())
KNOWN = Groups({"rare-earths": RARE, "heavy-rare-earths": frozenset({"yttrium", "terbium", "dysprosium", "holmium"})})
SEVEN = "samarium gadolinium terbium dysprosium lutetium scandium yttrium".split()


def claim(*materials: str, count: int | None = None, at: int = 0) -> Claim:
    fields = {"action": "introduced", "materials": list(materials), "count": {"materials": count} if count else None}
    return Claim(type="measure", document_id="d", start=at, end=at + 1, values=claim_values("measure", fields))


def press(*claims: Claim) -> list[tuple[Claim, str]]:
    return [(one, "press") for one in claims]


def test_a_whole_group_covers_its_members_and_itself() -> None:
    found = coverage(press(claim("rare-earths")), KNOWN)
    assert set(found.covers) == RARE | {"rare-earths"}
    assert found.may_cover == found.excludes == ()


def test_a_counted_group_covers_the_named_and_possibly_the_others() -> None:
    found = coverage(press(claim("samarium", "rare-earths", count=7)), KNOWN)
    assert found.covers == ("samarium",)
    assert set(found.may_cover) == RARE - {"samarium"}


def test_counted_with_no_name_at_all_covers_nothing_for_certain() -> None:
    found = coverage(press(claim("rare-earths", count=7)), KNOWN)
    assert found.covers == ()
    assert set(found.may_cover) == RARE


def test_another_source_that_names_as_many_as_were_counted_settles_it() -> None:
    found = coverage(press(claim("samarium", "rare-earths", count=7), claim(*SEVEN, at=5)), KNOWN)
    assert set(found.covers) == set(SEVEN)
    assert found.may_cover == ()
    assert set(found.excludes) == RARE - set(SEVEN)


def test_names_add_up_over_sources_until_the_count_is_reached() -> None:
    first, second = (
        claim("rare-earths", "samarium", "gadolinium", count=3),
        claim("rare-earths", "yttrium", count=3, at=4),
    )
    assert coverage(press(first), KNOWN).may_cover
    assert coverage(press(first, second), KNOWN) == Coverage(
        covers=("gadolinium", "samarium", "yttrium"),
        excludes=tuple(sorted(RARE - {"gadolinium", "samarium", "yttrium"})),
    )


def test_a_loose_group_name_widens_no_exact_list() -> None:
    found = coverage(press(claim(*SEVEN), claim("rare-earths", at=3)), KNOWN)
    assert set(found.covers) == set(SEVEN)


def test_a_record_that_names_group_and_members_covers_the_group() -> None:
    assert set(coverage([(claim("rare-earths", "samarium"), "official")], KNOWN).covers) == RARE | {"rare-earths"}


def test_a_count_as_large_as_the_group_is_the_group() -> None:
    assert set(coverage(press(claim("rare-earths", count=10)), KNOWN).covers) >= RARE


def test_what_only_the_press_adds_to_a_record_is_possible() -> None:
    found = coverage([(claim(*SEVEN), "official"), (claim("holmium", "samarium", at=9), "press")], KNOWN)
    assert set(found.covers) == set(SEVEN)
    assert found.may_cover == ("holmium",)


def test_carve_outs_subtract_groups_and_members() -> None:
    found = coverage(press(claim("rare-earths")), KNOWN, carve_outs=["heavy-rare-earths"])
    assert not set(found.covers) & {"terbium", "dysprosium", "holmium", "yttrium"}
    assert "terbium" in found.excludes


def test_no_materials_told_covers_nothing() -> None:
    assert coverage(press(claim()), KNOWN) == Coverage()


@given(
    st.permutations([claim("samarium", "rare-earths", count=7), claim(*SEVEN[:3], at=2), claim("rare-earths", at=3)])
)
def test_the_order_of_claims_does_not_matter(claims: list[Claim]) -> None:
    assert coverage(press(*claims), KNOWN) == coverage(press(*sorted(claims, key=lambda one: one.start)), KNOWN)


def test_the_seed_table_has_the_seventeen() -> None:
    known = groups()
    assert len(known.members["rare-earths"]) == 17
    assert known.members["heavy-rare-earths"] < known.members["rare-earths"]
    assert closure(["rare-earths"], known) >= known.members["light-rare-earths"]


def test_groups_of_groups_close_and_a_ring_ends() -> None:
    assert close({"a": ["g"], "g": ["h"], "h": ["g"]}).members["h"] == {"a"}
