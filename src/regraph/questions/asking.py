"""A question as a person types it in; the stored question that it is, asked, out."""

import datetime as dt
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from regraph import terms
from regraph.errors import QueryError
from regraph.questions import days
from regraph.questions.answers import END_OF_TIME, Answer, answer
from regraph.questions.catalogue import catalogue
from regraph.questions.matching import match
from regraph.sparql import Term
from regraph.store import Store


def ask(
    store: Store,
    text: str,
    given: Mapping[str, Term] | None = None,
    *,
    on: dt.date | None = None,
    known_by: dt.date = END_OF_TIME,
) -> Answer:
    """Return the answer of a question in plain English, or of a stored one by its name.

    `given` fills slots and wins over the names in the text. Without `on`, the day is one that the text names, else
    today.
    Raises: NotFoundError where no stored question fits; QueryError where a slot of it stays empty.
    """
    filled = dict(given or {})
    question = catalogue().get(text)
    told: tuple[days.Span, ...] = ()
    if question is None:
        found = match(text, store)
        question, told = found.question, found.days
        for slot, name in found.names.items():
            filled.setdefault(slot, NamedNode(name.iri))
    today = on or dt.datetime.now().astimezone().date()
    for slot, day in days.fill(question.slots, told, today).items():
        filled.setdefault(slot, Literal(day.isoformat(), datatype=NamedNode(terms.term("xsd:date"))))
    if told and not set(days.SLOTS) & set(question.slots):
        today = on or told[-1].last
    missing = [slot for slot in question.slots if slot not in filled]
    if missing:
        raise QueryError(f"{question.name} needs {missing[0]}: name it in the question or add -p {missing[0]}=…")
    return answer(store, question, filled, on=today, known_by=known_by)
