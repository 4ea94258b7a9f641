"""A person at the local Slack: ``python -m playground``, and Chromium on its page.

With SCREENSHOTS=folder the tests leave pictures of what they saw.
"""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import PATIENCE
from tests.ports import free_port

ROOT = Path(__file__).parent.parent
SCREENSHOTS = os.environ.get("SCREENSHOTS")


def address_printed_by(started: subprocess.Popen[str], seconds: float = 60) -> str:
    """The address in the line that tells where to look."""
    assert started.stdout is not None
    killer = threading.Timer(seconds, started.kill)
    killer.start()
    printed = ""
    try:
        for line in started.stdout:
            printed += line
            if found := re.search(r"Local Slack: (http://\S+)", line):
                return found[1]
    finally:
        killer.cancel()
    raise AssertionError(f"no address was printed:\n{printed}")


@contextmanager
def playground(data: Path, *arguments: str) -> Iterator[str]:
    """``python -m playground`` with the bot beside it; the address that it prints."""
    command = [sys.executable, "-m", "playground", "--data", str(data), *arguments]
    command += ["--port", str(free_port()), "--bot-port", str(free_port())]
    started = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield address_printed_by(started)
    finally:
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=30)
    assert started.returncode == 0


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the local Slack of a module's tests, and the app, keep everything."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def local_slack(data: Path) -> Iterator[str]:
    """The address of a local Slack with the app, for a module's tests."""
    with playground(data) as address:
        yield address


class Seat:
    """One person at the local Slack."""

    def __init__(self, page: Page, address: str, user: str, channel: str) -> None:
        """Sit down before a channel."""
        self.page = page
        page.goto(f"{address}/?user={user}&channel={channel}")
        expect(page.get_by_test_id("composer")).to_be_visible()

    def type(self, text: str) -> None:
        """Write to the channel."""
        self._type("composer", text)

    def say(self, text: str) -> Locator:
        """Write to the channel; the message that appears."""
        messages = self.page.get_by_test_id("conversation").locator("[data-ts]")
        before = messages.count()
        self.type(text)
        expect(messages).to_have_count(before + 1)
        return self.same(messages.last)

    def reply(self, text: str) -> None:
        """Write in the open thread."""
        self._type("thread-composer", text)

    def _type(self, composer: str, text: str) -> None:
        self.page.get_by_test_id(composer).click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def message(self, text: str) -> Locator:
        """The newest message of the channel that shows this text."""
        within = self.page.get_by_test_id("conversation").locator("[data-ts]")
        return within.filter(has_text=text).last

    def in_thread(self, text: str) -> Locator:
        """The newest message of the open thread that shows this text."""
        return self.thread.locator("[data-ts]").filter(has_text=text).last

    def same(self, message: Locator, *, in_thread: bool = False) -> Locator:
        """This message, perhaps another person's, here and whatever it comes to show."""
        within = self.thread if in_thread else self.page.get_by_test_id("conversation")
        return within.locator(f'[data-ts="{message.get_attribute("data-ts")}"]')

    @property
    def thread(self) -> Locator:
        return self.page.get_by_test_id("thread")

    @property
    def modal(self) -> Locator:
        return self.page.get_by_test_id("modal")

    def open_thread(self, message: Locator) -> None:
        """Open the thread of a message that has replies."""
        message.get_by_test_id("replies").click()
        expect(self.thread).to_be_visible()

    def choose(self, action_id: str) -> None:
        """Press the newest such control of the thread."""
        self.thread.locator(f'[data-action-id="{action_id}"]').last.click()

    def pick(self, within: Locator, action_id: str, label: str) -> None:
        """Choose an option of a menu."""
        within.locator(f'[data-action-id="{action_id}"]').click()
        self.page.get_by_role("option", name=label, exact=True).click()

    def fill(self, **typed: str) -> None:
        """Type into inputs of the modal, by their block ids."""
        for name, text in typed.items():
            self.answer(name).fill(text)

    def select(self, name: str, label: str) -> None:
        """Choose an option of a menu of the modal, by its block id."""
        self.answer(name).click()
        self.page.get_by_role("option", name=label, exact=True).click()

    def answer(self, name: str) -> Locator:
        """The input of the modal with this block id."""
        return self.modal.locator(f'[data-block-id="{name}"] [data-action-id="answer"]')

    def submit(self) -> None:
        """Submit the modal."""
        self.page.get_by_test_id("modal-submit").click()

    def save(self) -> None:
        """Submit the modal, which takes it and closes."""
        self.submit()
        expect(self.modal).to_have_count(0)

    def close(self) -> None:
        """Close the modal."""
        self.page.get_by_test_id("modal-x").click()
        expect(self.modal).to_have_count(0)

    def agree(self) -> None:
        """Say yes to what asks for a confirmation."""
        self.page.get_by_test_id("confirm-yes").click()

    def go(self, channel: str) -> None:
        """Go to another channel, until its composer stands in place of the one before."""
        row = self.page.get_by_test_id(f"channel-{channel}")
        row.click()
        expect(row).to_have_class(re.compile("sl-current"))

    def go_home(self) -> Locator:
        """Go to the app's Home."""
        self.go("app")
        self.page.get_by_test_id("tab-home").click()
        return self.page.get_by_test_id("home")

    def restart_the_app(self) -> None:
        """Stop the app's process and start it again."""
        status = self.page.get_by_test_id("app-status")
        status.click()
        self.page.get_by_test_id("app-restart").click()
        expect(status).not_to_contain_text("is running")
        expect(status).to_contain_text("is running", timeout=20_000)

    def picture(
        self,
        name: str,
        height: int = 800,
        *,
        until: Locator | None = None,
        since: Locator | None = None,
    ) -> None:
        """A picture of the page as it is, or of a page so high, scrolled to something.

        Args:
            name: of the file.
            height: of the page, in pixels.
            until: what must be in it.
            since: what it begins with, as far as there is more below.
        """
        if SCREENSHOTS:
            before = self.page.viewport_size
            self.page.set_viewport_size({"width": 1280, "height": height})
            if until:
                until.scroll_into_view_if_needed()
            if since:
                since.evaluate("(element) => element.scrollIntoView()")
            self.page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png")
            if before:
                self.page.set_viewport_size(before)


@pytest.fixture
def ada(browser_page: Page, local_slack: str) -> Seat:
    """Ada, before the channel of her team."""
    return Seat(browser_page, local_slack, "ada", "ml-platform")


@pytest.fixture
def grace(browser: Browser, local_slack: str) -> Iterator[Seat]:
    """Grace, before the same channel."""
    with seated(browser, local_slack, "grace", "ml-platform") as seat:
        yield seat


@contextmanager
def seated(browser: Browser, address: str, user: str, channel: str) -> Iterator[Seat]:
    """Somebody at a browser of their own."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        context.set_default_timeout(PATIENCE)
        yield Seat(context.new_page(), address, user, channel)
