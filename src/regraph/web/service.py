"""Settings in, what every part of the service asks out: a snapshot of the newest build."""

from collections.abc import Iterator
from contextlib import contextmanager

from regraph.web.settings import Settings
from regraph.web.snapshots import Snapshot, Snapshots


class Service:
    """The newest build, for reading, and queries of strangers run in worker processes.

    Use it as: `with service.current() as snapshot: questions.ask(snapshot.store, …)`. A block sees one state of the
    store from its beginning to its end; the next block sees what was added or rebuilt since.

    Raises: StoreError where there is no store.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._snapshots = Snapshots(settings.store, scratch=settings.scratch)

    async def start(self) -> None:
        """Begin to look for newer builds."""
        self._snapshots.watch(self.settings.refresh)

    async def stop(self) -> None:
        """End what `start` began."""
        self._snapshots.close()

    @contextmanager
    def current(self) -> Iterator[Snapshot]:
        """Give the newest snapshot, the same one until the block ends; cheap, for one request each.

        `snapshot.store` is the `Store` that all questions, timelines, networks and reports take; `snapshot.version`
        changes whenever the data does (good for an ETag).
        """
        with self._snapshots.current() as snapshot:
            yield snapshot
