"""Settings in, the Starlette application out: the routes of every part, and what surrounds them all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute

from regraph.errors import RegraphError
from regraph.web import api, graphs, linked, monitoring, pages, warming
from regraph.web.around import Packed, Turns
from regraph.web.endpoint import PATHS, Endpoint, routes
from regraph.web.guard import Guard
from regraph.web.monitoring import Metrics
from regraph.web.pages.call import Kept
from regraph.web.service import Service
from regraph.web.settings import Settings

_THREADS: Final = 8


def create_app(settings: Settings) -> Starlette:
    """Return the service as an ASGI application; `app.state.service` is its `Service`.

    Raises: StoreError where there is no store.
    """
    service, metrics, kept = Service(settings), Metrics(), Kept()
    wrong = pages.Wrong(service, kept)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # pages work in one interpreter: more threads at a time only hold more memory
        to_thread.current_default_thread_limiter().total_tokens = _THREADS
        await service.start()
        end = await warming.start(app.router, service)
        try:
            yield
        finally:
            await end()
            await service.stop()

    sparql = Endpoint(service)
    # with CORS every request goes through its middleware
    direct = {} if settings.cors else dict.fromkeys(PATHS, sparql)
    around = [Middleware(Guard, settings=settings, metrics=metrics, direct=direct)]
    if settings.cors:
        around.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(settings.cors),
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["Accept", "Content-Type", "If-None-Match"],
                expose_headers=["ETag"],
            )
        )
    around += [Middleware(Packed), Middleware(Turns, waiting=settings.limits.waiting, refuse=wrong.answer)]
    app = Starlette(
        routes=[*routes(sparql), *_routes(service, metrics, kept)],
        middleware=around,
        lifespan=lifespan,
        exception_handlers=dict.fromkeys((RegraphError, HTTPException, Exception), wrong.handle),
    )
    app.state.service = service
    return app


def _routes(service: Service, metrics: Metrics, kept: Kept) -> list[BaseRoute]:
    return [
        *linked.routes(service),
        *graphs.routes(service),
        *api.routes(service),
        *monitoring.routes(service, metrics),
        *pages.routes(service, kept),
    ]
