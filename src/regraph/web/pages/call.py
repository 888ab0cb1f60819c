"""A request and a snapshot in, what every page needs of both out; errors become pages.

A handler is a function of a `Call`. `endpoint` makes of it what Starlette routes to: it takes the snapshot for as long
as the page is made, and turns what goes wrong into a page with what to do. A page is made once a snapshot and a day:
whoever asks for it again is sent the same bytes, or told that nothing has changed.
"""

import datetime as dt
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from regraph.errors import RegraphError
from regraph.store import Store
from regraph.web.pages import inputs
from regraph.web.pages.facts import Facts
from regraph.web.pages.inputs import When
from regraph.web.problems import status_of
from regraph.web.service import Service

T = TypeVar("T")
_KEPT: Final = 256
_LONGEST: Final = 2000  # characters of a value, other than a query
_NO_IRI: Final = frozenset(' <>"{}|^`\\')


class Kept:
    """Values worked out of a snapshot, kept as long as it is the newest one and not too many are asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version = ""
        self._values: OrderedDict[Hashable, object] = OrderedDict()

    def get(self, version: str, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key, made where it is not kept."""
        with self._lock:
            if version != self._version:
                self._values.clear()
                self._version = version
            if key in self._values:
                self._values.move_to_end(key)
                return cast("T", self._values[key])
        made = make()
        with self._lock:
            if version == self._version:
                self._values[key] = made
                if len(self._values) > _KEPT:
                    self._values.popitem(last=False)
        return made


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request: what is asked, and the state of the store that answers it."""

    request: Request
    service: Service
    store: Store
    version: str
    kept: Kept
    today: dt.date

    @property
    def query(self) -> Mapping[str, str]:
        """The query string; of a name given twice, the last."""
        return self.request.query_params

    @property
    def path(self) -> Mapping[str, str]:
        """What the route took out of the path."""
        return self.request.path_params

    def many(self, name: str) -> list[str]:
        """Return every value of a name that is given, without the empty ones."""
        return [value for value in self.request.query_params.getlist(name) if value]

    @cached_property
    def when(self) -> When:
        """The days asked for.

        Raises: UsageError where one is no date.
        """
        return inputs.when(self.query, self.today)

    @cached_property
    def facts(self) -> Facts:
        """What the store says of things, each read once."""
        return self.cached("facts", lambda: Facts(self.store))

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return a value that depends on nothing but the store and the key, today included."""
        return self.kept.get(self.version, (self.today, key), make)


Handler = Callable[[Call], Response]


@contextmanager
def of(request: Request, service: Service, kept: Kept) -> Iterator[Call]:
    """Give a request with the newest snapshot, which stays the same until the block ends."""
    with service.current() as snapshot:
        yield Call(
            request=request,
            service=service,
            store=snapshot.store,
            version=snapshot.version,
            kept=kept,
            today=inputs.today(),
        )


def endpoint(service: Service, kept: Kept, handler: Handler, *, keep: bool = False) -> Callable[[Request], Response]:
    """Return a handler as Starlette calls it, in a thread of its own.

    With `keep`, a page depends on nothing but the snapshot, today and its address.
    """
    from regraph.web.pages import problems

    def answer(request: Request) -> Response:
        with of(request, service, kept) as call:
            try:
                return _kept(call, handler) if keep else _checked(call) or handler(call)
            except OverflowError:
                return problems.page(call, 400, "a day is too near the ends of the calendar: choose another")
            except RegraphError as error:
                return problems.page(call, status_of(error), str(error))
            except HTTPException as error:
                return problems.page(call, error.status_code, error.detail)

    return answer


def _kept(call: Call, handler: Handler) -> Response:
    """Return a page as it was made before, else make it."""
    address = f"{call.request.url.path}?{call.request.url.query}"
    key = (call.version, "page", call.today, address)
    if held := call.service.cache.get(key):
        tag, body = held
    else:
        made = _checked(call) or handler(call)
        if not isinstance(made, HTMLResponse) or made.status_code != 200:
            return made
        body = bytes(made.body)
        tag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'  # weak: it may be packed on its way
        call.service.cache.put(key, tag, body, key_bytes=len(address))
    headers = {"cache-control": "no-cache", "etag": tag}
    if tag in call.request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(body, headers=headers)


def _checked(call: Call) -> Response | None:
    """Return the page of an error where a value is too long, or the path names what can be no thing of the graph."""
    from regraph.web.pages import problems

    if any(len(value) > _LONGEST for name, value in call.query.items() if name != "query"):
        return problems.page(call, 400, f"a value has more than {_LONGEST} characters: ask for less at once")
    for value in map(str, call.path.values()):
        if any(char in _NO_IRI or not char.isprintable() for char in value) or "[" in value or "]" in value:
            return problems.page(call, 404)
    return None
