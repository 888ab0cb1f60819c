"""A running service and a real browser for it: what the tests of this folder share.

Playwright drives Debian's Chromium (`apt-get install chromium`); another one is named by REGRAPH_CHROMIUM. Where there
is neither, the tests are skipped on a developer's machine and fail in CI, where both have to be there.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.opened import Opened
from tests.web import pages_world
from tests.web.running import serve

CHROMIUM = os.environ.get("REGRAPH_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a service on the made-up world with a hostile document."""
    place = pages_world.make(tmp_path_factory.mktemp("browser"))
    with serve(place) as running:
        yield running.url


# not for the whole session: while playwright is open its event loop runs in this thread, and nobody else may run one
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Give a Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sync_playwright = None  # type: ignore[assignment]
    why = "no Chromium: apt-get install chromium" if not CHROMIUM else "no playwright: pip install playwright"
    if sync_playwright is None or not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def opened(browser: Any, site: str) -> Iterator[Opened]:
    """Give a fresh page of the site; afterwards nothing may have gone wrong on it, and nobody else been asked."""
    page = Opened(browser, site)
    yield page
    page.close()


@pytest.fixture
def scriptless(browser: Any, site: str) -> Iterator[Opened]:
    """Give a page in a browser that runs no scripts."""
    page = Opened(browser, site, java_script_enabled=False)
    yield page
    page.close()
