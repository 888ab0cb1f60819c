"""A plain-English question in, a stored SPARQL question with its parameters, and its answer with evidence, out."""

from regraph.questions.answers import END_OF_TIME, Answer, Evidence, Row, answer, evidence_of, label_of, plain
from regraph.questions.asking import ask
from regraph.questions.catalogue import Question, catalogue, find
from regraph.questions.days import SLOTS as DAY_SLOTS
from regraph.questions.matching import Match, match

__all__ = [
    "DAY_SLOTS",
    "END_OF_TIME",
    "Answer",
    "Evidence",
    "Match",
    "Question",
    "Row",
    "answer",
    "ask",
    "catalogue",
    "evidence_of",
    "find",
    "label_of",
    "match",
    "plain",
]
