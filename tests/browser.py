"""A real Chromium, which reaches nothing but this machine."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
"""What a Chromium may be called; .ci/run looks for the same names."""
PATIENCE = 15_000
"""Milliseconds for which a test waits; only a slow machine needs them."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The first Chromium on the path, else Playwright's own.

    For a module: while it is open, Playwright's event loop counts as running, and no other
    module's asynchronous test could start one.
    """
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, NAMES)), playwright.chromium.executable_path)
        if not Path(path).exists():
            pytest.fail(
                "No Chromium was found: install one (on Debian: apt-get install chromium), "
                "or run: .venv/bin/playwright install chromium",
                pytrace=False,
            )
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def strayed() -> list[str]:
    """Addresses outside this machine that a page asked for; each request was stopped."""
    return []


@pytest.fixture
def browser_page(browser: Browser, strayed: list[str]) -> Iterator[Page]:
    """A tab of 1280 by 800 that stops and records every request to another machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE)

    def check(route: Route) -> None:
        if route.request.url.startswith("http://127.0.0.1:"):
            route.continue_()
        else:
            strayed.append(route.request.url)
            route.abort()

    context.route("**/*", check)
    yield context.new_page()
    context.close()
