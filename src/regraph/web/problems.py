"""An error in, the status and the plain text that a caller gets out; never a 200 with an error in its body."""

from collections.abc import Mapping
from typing import Final

from starlette.responses import PlainTextResponse

from regraph.errors import (
    AnchorError,
    ClaimError,
    ConformanceError,
    DateError,
    LoadError,
    NotFoundError,
    QueryError,
    RegraphError,
    StoreError,
    TimeLimitError,
    UsageError,
)


class ProblemError(RegraphError):
    """A request that cannot be answered, with its HTTP status and the headers that go with it."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})


_STATUSES: Final[dict[type[RegraphError], int]] = {
    NotFoundError: 404,
    UsageError: 400,
    DateError: 400,
    QueryError: 400,
    LoadError: 400,
    ClaimError: 400,
    AnchorError: 400,
    ConformanceError: 422,
    StoreError: 503,
    TimeLimitError: 504,
}


def status_of(error: RegraphError) -> int:
    """Return the HTTP status of an error.

    >>> status_of(NotFoundError("no such thing")), status_of(ProblemError(422, "too large")), status_of(RegraphError())
    (404, 422, 500)
    """
    if isinstance(error, ProblemError):
        return error.status
    return next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), 500)


def plain(error: RegraphError) -> PlainTextResponse:
    """Return an error as a response of plain text."""
    headers = error.headers if isinstance(error, ProblemError) else {}
    return PlainTextResponse(f"{error}\n", status_code=status_of(error), headers=headers)
