"""Settings in, the Starlette application out: the routes of every part, and what surrounds them all."""

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from regraph.web.service import Service
from regraph.web.settings import Settings


def create_app(settings: Settings) -> Starlette:
    """Return the service as an ASGI application; `app.state.service` is its `Service`.

    Raises: StoreError where there is no store.
    """
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await service.start()
        try:
            yield
        finally:
            await service.stop()

    app = Starlette(routes=_routes(service), lifespan=lifespan)
    app.state.service = service
    return app


def _routes(service: Service) -> list[BaseRoute]:
    found: list[BaseRoute] = []
    pages = importlib.import_module("regraph.web.pages")
    if hasattr(pages, "routes"):
        found += pages.routes(service)
    return found
