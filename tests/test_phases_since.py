"""Phases that are made anew from a day of knowledge on, with those that ended before it, are all phases."""

import datetime as dt
import random

import pytest

from regraph.phases import phases, phases_since
from tests.phases_help import told


@pytest.mark.parametrize("seed", range(40))
def test_what_was_known_before_stays(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - repeatable voices, no secrets
    days = [dt.date(2025, 1, 1) + dt.timedelta(days=dice.randrange(200)) for _ in range(12)]
    voices = [
        told(
            dice.choice(["introduced", "suspended", "lifted", "maintained", "eased"]),
            str(when - dt.timedelta(days=dice.randrange(30))),
            str(when),
            duration=dice.choice([None, None, "P90D"]),
            only_for=dice.choice([(), (), ("tin",)]),
            name=f"{number:02}",
        )
        for number, when in enumerate(days)
    ]
    everything = phases("m", voices)
    day = dice.choice(days)
    ended = [one for one in everything if one.known_until and one.known_until < day]
    begun = {
        (one.only_for, one.valid_from): one.known_from
        for one in everything
        if one.known_from < day and (one.known_until is None or one.known_until >= day)
    }
    assert sorted([*ended, *phases_since("m", voices, day, begun)], key=str) == sorted(everything, key=str)
