"""An error outside of the pages in, a page for browsers or plain text for programs out; never a trace of the code."""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from regraph.errors import RegraphError
from regraph.web.guard import HEADERS
from regraph.web.negotiation import HTML, Format, choose
from regraph.web.pages import problems
from regraph.web.pages.call import Kept, of
from regraph.web.problems import ProblemError, status_of
from regraph.web.service import Service

_TEXT: Final = Format(name="txt", types=("text/plain",))
_FAULT: Final = "something broke in the service; its log tells more"


class Wrong:
    """What the application answers with where no handler could."""

    def __init__(self, service: Service, kept: Kept) -> None:
        self._service = service
        self._kept = kept

    async def handle(self, request: Request, error: Exception) -> Response:
        """Return the response to an error; of one that nobody foresaw it tells nothing."""
        if isinstance(error, HTTPException):
            return await self.answer(request, ProblemError(error.status_code, error.detail, error.headers))
        if isinstance(error, RegraphError):
            return await self.answer(request, error)
        return await self.answer(request, ProblemError(500, _FAULT))

    async def answer(self, request: Request, error: RegraphError) -> Response:
        """Return an error as a page to those who would rather read one, as text to others."""
        status = status_of(error)
        headers = dict(error.headers) if isinstance(error, ProblemError) else {}
        if choose(request.headers.get("accept", ""), (_TEXT, HTML)) is HTML:
            try:
                found = await run_in_threadpool(self._page, request, status, str(error))
            except Exception:  # what broke the request may break its page too: text always works
                found = PlainTextResponse(f"{error}\n", status)
        else:
            found = PlainTextResponse(f"{error}\n", status)
        found.headers.update(headers)
        for name, value in HEADERS:  # what nobody foresaw is answered outside of the guard
            found.headers.setdefault(name.decode(), value.decode())
        found.headers["Vary"] = "Accept"
        return found

    def _page(self, request: Request, status: int, message: str) -> Response:
        with of(request, self._service, self._kept) as call:
            return problems.page(call, status, "" if status == 500 else message)
