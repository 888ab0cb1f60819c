"""What is found by state and material is what a look at every measure and agreement finds."""

from hypothesis import given
from hypothesis import strategies as st

from regraph.model import Agreement, Measure
from regraph.resolve.concerned import Agreed, Imposed
from regraph.resolve.looks import states

_STATES = st.lists(st.sampled_from(["CN", "CN/MOFCOM", "US", "EU", "CD"]), max_size=3, unique=True)
_STUFF = st.lists(st.sampled_from(["samarium", "gallium", "cobalt", "tungsten"]), max_size=3, unique=True)
_MEASURES = st.lists(st.tuples(_STATES, _STUFF, _STUFF), max_size=8)


@given(_MEASURES, _STATES, _STUFF)
def test_measures_by_state_and_material(drawn: list[tuple[list[str], ...]], who: list[str], stuff: list[str]) -> None:
    measures = [
        Measure(id=f"m{i}", label="m", kind="tariff", imposers=tuple(by), covers=tuple(some), may_cover=tuple(more))
        for i, (by, some, more) in enumerate(drawn)
    ]
    wanted = states(who)
    scanned = [
        one
        for one in measures
        if states(one.imposers) & wanted and (not stuff or set(stuff) & {*one.covers, *one.may_cover})
    ]
    assert Imposed(reversed(measures)).by(wanted, stuff) == scanned


@given(st.lists(_STATES, max_size=8), _STATES)
def test_agreements_by_party(drawn: list[list[str]], who: list[str]) -> None:
    deals = [Agreement(id=f"a{i}", label="a", parties=tuple(of), status="reached") for i, of in enumerate(drawn)]
    assert list(Agreed(deals).among(who)) == [one for one in deals if set(who) <= set(one.parties)]
