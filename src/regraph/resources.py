"""Where the ontology, shapes, queries, seeds and the front-end bundle lie: name of a part in, path out.

In a checkout the data stand at the top of the tree; in an installed wheel inside the package (`_data`). The bundle is
built from `web/` by the installation, and always lies inside the package (`_bundle`).
"""

from functools import cache
from pathlib import Path

from regraph.errors import BundleError, OntologyError

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


def has_bundle() -> bool:
    """Return whether the front-end bundle was built; where it was not, pages use the plain scripts of the tree."""
    return (_PACKAGE / "_bundle" / "manifest.json").is_file()


def bundle(name: str) -> Path:
    """Return the path of a file of the front-end bundle, e.g. `bundle("network.js")`.

    Raises: BundleError where it was not built, saying how.
    """
    found = _PACKAGE / "_bundle" / name
    if found.parent == _PACKAGE / "_bundle" and has_bundle() and found.is_file():
        return found
    raise BundleError(
        f"no {name} in the front-end bundle: with Node 20.19 or newer, run `npm ci` and `npm run build` in web/, "
        "or reinstall regraph-kg where a package registry can be reached"
    )
