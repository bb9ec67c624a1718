"""A browser to look at the site with, and sites to look at.

Where Chromium or the extra `browser` is missing, these tests are skipped; with MSCCURATE_REQUIRE_BROWSER=1 they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.projects import SOURCE, make_project, own_project, site_of

CHROMIUM = os.environ.get("MSCCURATE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def _missing(words: str) -> None:
    if os.environ.get("MSCCURATE_REQUIRE_BROWSER") == "1":
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, without a window."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is missing: pip install -e '.[browser]'")
    if CHROMIUM is None:
        _missing("Chromium is missing: apt-get install chromium, or say in MSCCURATE_CHROMIUM where it is")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield opened
        opened.close()


class Window:
    """A window of the browser, in which nothing may go wrong and out of which nothing may be asked for."""

    def __init__(self, browser: Any, site: Path, width: int = 1280, scheme: str = "light") -> None:
        self._site = site
        self._context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        self.page = self._context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self._site.as_uri(), "data:")):
            self.wrong.append(f"asked for {request.url}")

    def open(self, path: str) -> Any:
        self.page.goto(f"{self._site.as_uri()}/{path}")
        return self.page

    def close(self) -> None:
        self._context.close()
        assert self.wrong == []


@pytest.fixture
def look(browser: Any) -> Iterator[Any]:
    """Opens a page of a site: `look(site, "index.html", width=380, scheme="dark")`; at the end nothing was wrong."""
    windows: list[Window] = []

    def look(site: Path, path: str, **how: Any) -> Any:
        windows.append(Window(browser, site, **how))
        return windows[-1].open(path)

    yield look
    for window in windows:
        window.close()


@pytest.fixture(scope="session")
def own(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository's own documents."""
    return site_of(own_project(tmp_path_factory.mktemp("own")))


@pytest.fixture(scope="session")
def wrong(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a document with a mistyped percentage, a number that is not extracted, and markup in its text."""
    folder = make_project(
        tmp_path_factory.mktemp("wrong"),
        ("sex male: 13 (65.0%)", "sex male: 13 (56.0%)"),
        source=SOURCE + "\nThe dose was 48 mg. <script>alert('run')</script><img src=x onerror=alert(1)>\n",
    )
    return site_of(folder)
