"""All errors of regraph, each with the exit code that a command ends with.

Every message names the input and says what to do about it. Nothing else is raised on purpose.
"""


class RegraphError(Exception):
    """Base of every error that regraph raises on purpose; ends a command with `exit_code`."""

    exit_code = 1


class UsageError(RegraphError):
    """The command or the arguments make no sense together."""

    exit_code = 2


class NotFoundError(RegraphError):
    """Nothing answers to a name, an id or a question."""

    exit_code = 3


class DateError(RegraphError):
    """A text is no EDTF date, interval or ISO 8601 duration that regraph knows."""

    exit_code = 2


class LoadError(RegraphError):
    """A file cannot be read as a document: absent, empty, binary, too large, or without article text."""


class ClaimError(RegraphError):
    """A claim breaks the schema: an unknown type, field or value."""


class AnchorError(RegraphError):
    """A quote does not stand, or not once, in the text it was read from."""


class OntologyError(RegraphError):
    """A file under `ontology/`, `shapes/` or `queries/` is broken."""


class BundleError(RegraphError):
    """A file of the front-end bundle is absent: it was not built, or the installation is incomplete."""


class ConformanceError(RegraphError):
    """A document's graph breaks the SHACL shapes and was not stored; `report` lists what breaks them."""

    exit_code = 4

    def __init__(self, message: str, report: object = None) -> None:
        super().__init__(message)
        self.report = report


class PartialIngestError(RegraphError):
    """Some documents were stored, others were not (`--keep-going`)."""

    exit_code = 5


class StoreError(RegraphError):
    """A store is absent, locked, damaged, or written by an incompatible version."""


class QueryError(RegraphError):
    """A SPARQL query does not parse, is not allowed, or misses a parameter."""

    exit_code = 2


class TimeLimitError(RegraphError):
    """A query ran past its time limit."""

    exit_code = 124
