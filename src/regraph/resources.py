"""Where the ontology, shapes, queries and seeds lie: name of a part in, path out.

In a checkout they stand at the top of the tree; in an installed wheel inside the package (`_data`).
"""

from functools import cache
from pathlib import Path

from regraph.errors import OntologyError

_PACKAGE = Path(__file__).resolve().parent


@cache
def root() -> Path:
    """Return the folder that holds `ontology/`, `shapes/`, `queries/` and `seeds/`.

    Raises: OntologyError where neither an installed wheel nor a checkout is complete.
    """
    for candidate in (_PACKAGE / "_data", _PACKAGE.parent.parent):
        if (candidate / "ontology").is_dir():
            return candidate
    raise OntologyError(f"no ontology beside {_PACKAGE}: the installation is incomplete, reinstall regraph-kg")


def path(*parts: str) -> Path:
    """Return the path of a file or folder of the data, e.g. `path("shapes", "data.ttl")`.

    Raises: OntologyError where it does not exist.
    """
    found = root().joinpath(*parts)
    if not found.exists():
        raise OntologyError(f"{'/'.join(parts)} is missing from {root()}: reinstall regraph-kg")
    return found
