"""What the service does in, numbers for Prometheus and a sign of life out: /metrics and /healthz."""

from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST
from prometheus_client.openmetrics.exposition import generate_latest as openmetrics
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

if TYPE_CHECKING:
    from regraph.web.service import Service

_PARTS: Final = frozenset({"sparql", "api", "id", "graph", "ontology", "static", ".well-known", "healthz", "metrics"})
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})


class Metrics:
    """Counters of one service; addresses are counted by their part, so that nobody can make ever new ones."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "regraph_requests", "Requests answered.", ["part", "method", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "regraph_request_seconds", "Seconds until answered.", ["part"], buckets=_SECONDS, registry=self.registry
        )
        self._kept: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def seen(self, path: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        key = (first if first in _PARTS else "pages", method if method in _METHODS else "other", status)
        if key not in self._kept:
            counter = self._requests.labels(key[0], key[1], str(status))
            self._kept[key] = (counter, self._seconds.labels(key[0]))
        counter, histogram = self._kept[key]
        counter.inc()
        histogram.observe(seconds)

    def follow(self, service: "Service") -> None:
        """Tell of the workers and the cache of a service too."""
        pool, cache = service.pool, service.cache
        for name, what, value in (
            ("regraph_workers", "Worker processes that are there.", lambda: pool.ready),
            ("regraph_workers_busy", "Worker processes with a query.", lambda: pool.busy),
            ("regraph_queries_waiting", "Queries that wait for a worker.", lambda: pool.queued),
            ("regraph_workers_replaced", "Worker processes replaced so far.", lambda: pool.killed),
            ("regraph_cache_bytes", "Bytes of results kept.", lambda: len(cache)),
            ("regraph_cache_hits", "Results given from the cache so far.", lambda: cache.hits),
            ("regraph_cache_misses", "Results that had to be worked out so far.", lambda: cache.misses),
            ("regraph_snapshots", "Snapshots of the store taken so far.", lambda: service.renewals),
        ):
            Gauge(name, what, registry=self.registry).set_function(value)


def routes(service: "Service", metrics: Metrics) -> list[BaseRoute]:
    """Return /healthz and /metrics."""
    metrics.follow(service)

    async def health(_: Request) -> Response:
        with service.current() as snapshot:
            version = snapshot.version
        fine = service.pool.ready > 0
        told = {"status": "ok" if fine else "starting", "version": version, "workers": service.pool.ready}
        return JSONResponse(told, 200 if fine else 503, {"Cache-Control": "no-store"})

    async def numbers(request: Request) -> Response:
        headers = {"Cache-Control": "no-store"}
        if "application/openmetrics-text" in request.headers.get("accept", ""):
            told = openmetrics(metrics.registry)  # type: ignore[no-untyped-call]
            return Response(told, media_type=CONTENT_TYPE_LATEST, headers=headers)
        body = generate_latest(metrics.registry)
        return Response(body, media_type="text/plain; version=0.0.4; charset=utf-8", headers=headers)

    return [Route("/healthz", health), Route("/metrics", numbers)]
