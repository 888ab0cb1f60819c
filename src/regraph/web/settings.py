"""What a person asks of the service, as one frozen value that every part of it reads."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from regraph.errors import UsageError

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one request may take."""

    seconds: float = 10.0  # of one query, from when a worker takes it
    waiting: float = 5.0  # seconds until a query that finds every worker busy is turned away
    rows: int = 100_000  # of a result, or triples of a graph
    result_bytes: int = 64 * MEGABYTE  # of a result, serialised
    memory: int = 1024 * MEGABYTE  # of a worker, beyond what it holds when it starts
    query_bytes: int = MEGABYTE  # of a request's body
    upload_bytes: int = 64 * MEGABYTE  # of an update or a graph sent by a writer
    cache_bytes: int = 32 * MEGABYTE  # of results kept to be given again


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The service as it was asked for on the command line.

    Raises: UsageError where it may be written to without a token, or a limit is nothing.
    """

    store: Path
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()  # names, beside the loopback ones, by which it may be called (the Host header)
    base: str = ""  # "https://data.example.org" where a proxy stands before it; empty: as called
    writable: bool = False
    token: str = field(default="", repr=False)  # what a writer shows; never printed
    cors: tuple[str, ...] = ()  # origins whose scripts may read; "*" for any; none by default
    workers: int = 2
    limits: Limits = field(default_factory=Limits)
    refresh: float = 0.5  # seconds between two looks for a newer build
    scratch: Path | None = None  # where snapshots lie; None: the system's folder for temporary files
    access_log: bool = True

    def __post_init__(self) -> None:
        if self.writable and len(self.token) < 16:
            raise UsageError("--writable needs a token of at least 16 characters: set REGRAPH_TOKEN")
        if self.workers < 1:
            raise UsageError(f"--workers {self.workers} answers no query: use 1 or more")
        if self.limits.seconds <= 0 or self.limits.rows < 1 or self.limits.memory < MEGABYTE:
            raise UsageError("a limit of nothing answers nothing: raise --timeout, --rows or --memory")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can call."""
        return self.host in LOOPBACK
