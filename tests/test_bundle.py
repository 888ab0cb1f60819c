"""The front-end bundle: built where it is needed, whole, licensed, and missed in words."""

import base64
import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import hatch_build
import pytest

from regraph import resources
from regraph.errors import BundleError

ROOT = Path(__file__).parent.parent
FILES = ("network.js", "network.css", "sparql-editor.js", "htmx.js", "NOTICE", "manifest.json")


def tree(folder: Path) -> Path:
    """Return a copy of what the package is built from, with the bundle that is there."""
    ignored = shutil.ignore_patterns("node_modules", "__pycache__", "_bundle.*")
    shutil.copytree(ROOT / "web", folder / "web", ignore=ignored)
    shutil.copytree(ROOT / "src", folder / "src", ignore=ignored)
    for name in ("ontology", "shapes", "queries", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def built() -> Path:
    """The bundle, which an installation made of the sources as they are."""
    assert hatch_build.is_fresh(ROOT), "the bundle is not that of the sources: pip install --editable ."
    return resources.bundle("manifest.json").parent


def test_every_file_is_there_and_is_what_the_manifest_says(built: Path) -> None:
    for name in FILES:
        assert resources.bundle(name).stat().st_size > 0
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == set(FILES) - {"manifest.json"}
    for name, about in manifest["files"].items():
        data = (built / name).read_bytes()
        assert about["size"] == len(data)
        assert about["integrity"] == f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}"


def test_nothing_of_the_bundle_is_fetched_from_elsewhere(built: Path) -> None:
    for name in ("network.js", "sparql-editor.js", "htmx.js"):
        text = (built / name).read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text
        assert not [line for line in text.splitlines() if line.startswith("import ")]


def test_the_notice_names_every_package_and_holds_its_licence(built: Path) -> None:
    notice = (built / "NOTICE").read_text(encoding="utf-8")
    packages = json.loads((ROOT / "web" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for name in packages:
        assert f"\n{name} " in notice
    assert notice.count("Permission is hereby granted, free of charge") >= len(packages) - 2


def test_no_registry_stands_in_the_lock_file() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    named = {name: about for name, about in lock["packages"].items() if name}
    assert named
    assert all("resolved" not in about and about["integrity"] for about in named.values())


@pytest.mark.parametrize("name", ["", "nothing.js", "../errors.py", "sub/network.js"])
def test_a_file_that_is_not_there_is_missed_in_words(name: str) -> None:
    with pytest.raises(BundleError, match=r"npm run build"):
        resources.bundle(name)


def test_sources_make_the_hash_whatever_lies_beside_them(tmp_path: Path) -> None:
    copy = tree(tmp_path)
    before = hatch_build.sources_hash(copy)
    assert before == hatch_build.sources_hash(ROOT)
    (copy / "web" / "README.md").write_text("other words", encoding="utf-8")
    assert hatch_build.sources_hash(copy) == before
    with (copy / "web" / "src" / "htmx.js").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert hatch_build.sources_hash(copy) != before
    assert not hatch_build.is_fresh(copy)


def test_a_torn_bundle_is_built_again(tmp_path: Path, built: Path) -> None:
    copy = tree(tmp_path)
    assert hatch_build.is_fresh(copy)
    (copy / hatch_build.BUNDLE / "network.js").write_text("half", encoding="utf-8")
    assert not hatch_build.is_fresh(copy)


def hook(copy: Path) -> hatch_build.BundleHook:
    from hatchling.bridge.app import Application

    return hatch_build.BundleHook(str(copy), {}, None, None, str(copy / "dist"), "wheel", Application())  # type: ignore[arg-type]


def without_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hatch_build, "system_node", lambda: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.delenv("REGRAPH_REQUIRE_BUNDLE", raising=False)


def test_without_node_the_installation_goes_on_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tree(tmp_path)
    with (copy / "web" / "src" / "htmx.js").open("a", encoding="utf-8") as file:
        file.write("\n")
    without_node(monkeypatch)
    assert hook(copy).dependencies() == [hatch_build.NODE_WHEEL]
    data: dict[str, list[str]] = {"artifacts": []}
    hook(copy).initialize("editable", data)
    assert "npm run build" in capsys.readouterr().err
    assert not (copy / hatch_build.BUNDLE).exists()  # that of other sources is gone
    monkeypatch.setenv("REGRAPH_REQUIRE_BUNDLE", "1")
    with pytest.raises(hatch_build.BuildError, match=r"no Node"):
        hook(copy).initialize("editable", data)


def test_a_fresh_bundle_needs_no_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: Path) -> None:
    copy = tree(tmp_path)
    without_node(monkeypatch)
    assert hook(copy).dependencies() == []
    hook(copy).initialize("editable", {"artifacts": []})
    assert hatch_build.is_fresh(copy)


def test_wheel_and_source_archive_hold_what_they_should(tmp_path: Path, built: Path) -> None:
    copy = tree(tmp_path / "tree")
    for form in ("wheel", "sdist"):
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", form, "-d", str(tmp_path / "dist")],
            cwd=copy, check=True, capture_output=True,
        )  # fmt: skip
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"regraph/_bundle/{name}" for name in FILES} <= names
    assert "regraph/network/viewer/page.js" in names
    (archive,) = (tmp_path / "dist").glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        packed = {name.partition("/")[2] for name in opened.getnames()}
    assert {"web/package.json", "web/package-lock.json", "web/src/network.js", "hatch_build.py"} <= packed
    assert not [name for name in packed if "node_modules" in name or "_bundle" in name]
