"""What the claims of one measure tell, into its events and its phases in valid and knowledge time.

    known_day(document, claims) -> date                  since when what it says counts as known
    voice(claim, document, known, only_for=()) -> Voice
    voices(claim, standing, tellers, only_for=()) -> list[Voice]    of all claims that say the same
    events(measure_id, voices) -> tuple[Event, ...]     all that is told, with today's knowledge
    phases(measure_id, voices) -> tuple[Phase, ...]     status on D as known by K is one lookup:
                                                         valid_from <= D < valid_until, known_from <= K < known_until

For a material named in the `only_for` of some phases, those take the place of the phases without `only_for`.
"""

from regraph.phases.history import Again, Scope, events, heard_again, phases, phases_since, scopes
from regraph.phases.voices import Teller, Voice, known_day, teller, voice, voices

__all__ = [
    "Again",
    "Scope",
    "Teller",
    "Voice",
    "events",
    "heard_again",
    "known_day",
    "phases",
    "phases_since",
    "scopes",
    "teller",
    "voice",
    "voices",
]
