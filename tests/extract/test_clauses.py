"""Clauses of invented sentences: verb, kind, voice and subject of each."""

import pytest

from regraph.extract.clauses import Parse, parse
from regraph.extract.tokens import tokenise

ACTORS = {"Beijing", "Jakarta", "Washington", "Kinshasa", "Gabon", "India", "Ottawa", "ARECOMS"}


def parsed(text: str) -> Parse:
    tokens = tokenise(text)
    return parse(tokens, [token.text in ACTORS for token in tokens])


def told(text: str) -> list[tuple[str, str, bool, str]]:
    out = []
    result = parsed(text)
    for clause in result.clauses:
        subject = " ".join(token.text for token in result.tokens[slice(*clause.subject)])
        out.append((clause.lemma, clause.kind, clause.passive, subject))
    return out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jakarta banned nickel exports.", [("ban", "main", False, "Jakarta")]),
        ("Tin exports were banned by Jakarta.", [("ban", "main", True, "Tin exports")]),
        (
            "Gabon will lift its ban and replace it with a duty.",
            [("lift", "main", False, "Gabon"), ("replace", "coord", False, "Gabon")],
        ),
        (
            "The curbs imposed in May remain in place.",
            [("impose", "participle", True, "The curbs"), ("remain", "main", False, "The curbs")],
        ),
        (
            "The quota, which took effect in June, covers cobalt.",
            [("take", "relative", False, "The quota"), ("cover", "main", False, "The quota")],
        ),
        (
            "Ottawa said that Washington had agreed to cut duties.",
            [
                ("say", "main", False, "Ottawa"),
                ("agree", "complement", False, "Washington"),
                ("cut", "inf", False, "Washington"),
            ],
        ),
        (
            "The ban was imposed in May and in July extended by two months.",
            [("impose", "main", True, "The ban"), ("extend", "coord", True, "The ban")],
        ),
        (
            "The move follows a call in which India urged Jakarta to end the ban.",
            [
                ("follow", "main", False, "The move"),
                ("urge", "relative", False, "India"),
                ("end", "inf", False, "Jakarta"),
            ],
        ),
    ],
)
def test_clauses(text: str, expected: list[tuple[str, str, bool, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "word", "is_verb"),
    [
        ("Jakarta curbs exports of tin.", "curbs", True),
        ("Jakarta's curbs on tin hurt smelters.", "curbs", False),
        ("The export curbs hurt smelters.", "export", False),
        ("Gabon plans to export alloys.", "export", True),
        ("India imports most of its copper.", "imports", True),
        ("Imports from India rose.", "Imports", False),
        ("Miners face a tax.", "face", True),
        ("The face of the mine collapsed.", "face", False),
    ],
)
def test_words_that_are_noun_and_verb(text: str, word: str, is_verb: bool) -> None:
    result = parsed(text)
    place = next(i for i, token in enumerate(result.tokens) if token.text == word)
    assert (result.tags[place] == "V") is is_verb


@pytest.mark.parametrize(
    ("text", "modal", "negated", "perfect"),
    [
        ("Gabon will not lift the ban.", "will", True, False),
        ("Gabon would have lifted the ban.", "would", False, True),
        ("Gabon has lifted the ban.", "", False, True),
        ("Gabon cannot lift the ban.", "cannot", True, False),
    ],
)
def test_mood_of_the_verb_group(text: str, modal: str, negated: bool, perfect: bool) -> None:
    clause = parsed(text).clauses[0]
    assert (clause.modal, clause.negated, clause.perfect) == (modal, negated, perfect)


def test_the_spans_of_clauses_lie_within_the_sentence_and_in_order() -> None:
    text = "Kinshasa, which mines most cobalt, said on Monday the halt would be prolonged, as stocks were high."
    result = parsed(text)
    starts = [clause.start for clause in result.clauses]
    assert starts == sorted(starts)
    assert all(0 <= clause.start <= clause.verb < clause.end <= len(result.tokens) for clause in result.clauses)
