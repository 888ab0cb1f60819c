"""A question as a person types it in; the stored question that it is, asked, out."""

import datetime as dt
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from regraph import terms
from regraph.errors import QueryError
from regraph.questions.answers import END_OF_TIME, Answer, answer
from regraph.questions.catalogue import catalogue
from regraph.questions.matching import DAY_SLOTS, match
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
    if question is None:
        found = match(text, store)
        question, days = found.question, list(found.days)
        for slot, name in found.names.items():
            filled.setdefault(slot, NamedNode(name.iri))
        for slot in question.slots:
            if slot in DAY_SLOTS and slot not in filled and days:
                filled[slot] = Literal(days.pop(0).isoformat(), datatype=NamedNode(terms.term("xsd:date")))
        on = on or (days[0] if days else None)
    missing = [slot for slot in question.slots if slot not in filled]
    if missing:
        raise QueryError(f"{question.name} needs {missing[0]}: name it in the question or add -p {missing[0]}=…")
    return answer(store, question, filled, on=on or dt.datetime.now().astimezone().date(), known_by=known_by)
