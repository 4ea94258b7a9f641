"""A real Chromium, which reaches nothing but this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
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
    """The system's Chromium where there is one, else Playwright's own.

    For a module: while it is open, Playwright's event loop counts as running, and no other
    module's asynchronous test could start one.
    """
    with sync_playwright() as playwright:
        path = CHROMIUM if CHROMIUM.exists() else None
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
    context.set_default_timeout(8_000)

    def check(route: Route) -> None:
        if route.request.url.startswith("http://127.0.0.1:"):
            route.continue_()
        else:
            strayed.append(route.request.url)
            route.abort()

    context.route("**/*", check)
    yield context.new_page()
    context.close()
