"""What was answered before in, the same answer out while the data is the same; bounded in bytes, the oldest go."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final

_OVERHEAD: Final = 400  # bytes an entry takes beside its key's text and its body
_SHARE: Final = 8  # an answer that takes more than this part of the whole is not kept


class Cache:
    """Answers by key; a key holds everything that an answer depends on, the version of the data among it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._lock = threading.Lock()  # queries ask in the event loop, pages and the API in threads
        self._entries: OrderedDict[Hashable, tuple[str, bytes, int]] = OrderedDict()
        self.hits = 0
        self.misses = 0

    def get(self, key: Hashable) -> tuple[str, bytes] | None:
        """Return the format and body kept under a key."""
        with self._lock:
            found = self._entries.get(key)
            if found is None:
                self.misses += 1
                return None
            self.hits += 1
            self._entries.move_to_end(key)
            return found[:2]

    def put(self, key: Hashable, form: str, body: bytes, *, key_bytes: int) -> None:
        """Keep an answer, as far as there is room for it."""
        size = len(body) + key_bytes + _OVERHEAD
        with self._lock:
            if size * _SHARE > self._most or key in self._entries:
                return
            self._entries[key] = (form, body, size)
            self._held += size
            while self._held > self._most:
                _, (_, _, freed) = self._entries.popitem(last=False)
                self._held -= freed

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._held = 0

    def __len__(self) -> int:
        """Bytes held."""
        return self._held
