"""The bytes of a file under its name: what every format's reader is given."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Bytes as they were given, under the name that errors and gold files use."""

    name: str
    data: bytes
    published: str | None = None  # what the user says, over everything else

    @property
    def sha256(self) -> str:
        """Hash of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()
