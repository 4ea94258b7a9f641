"""The product as a newcomer meets it: ``python -m playground``, and Chromium on its page.

With SCREENSHOTS=folder each test leaves pictures of what it saw.
"""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ports import free_port

pytestmark = pytest.mark.browser

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


@pytest.fixture(scope="module")
def local_slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``python -m playground`` with the bot beside it; the address that it prints."""
    data = tmp_path_factory.mktemp("data")
    started = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "playground",
            "--port",
            str(free_port()),
            "--bot-port",
            str(free_port()),
            "--data",
            str(data),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield address_printed_by(started)
    finally:
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=30)
    assert started.returncode == 0


class Seat:
    """One person at the local Slack."""

    def __init__(self, page: Page, address: str, user: str, channel: str) -> None:
        self.page = page
        page.goto(f"{address}/?user={user}&channel={channel}")
        expect(page.get_by_test_id("composer")).to_be_visible()

    def type(self, text: str) -> None:
        composer = self.page.get_by_test_id("composer")
        composer.click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def message(self, text: str) -> Locator:
        """The newest message of the channel that shows this text."""
        within = self.page.get_by_test_id("conversation").locator("[data-ts]")
        return within.filter(has_text=text).last

    @property
    def thread(self) -> Locator:
        return self.page.get_by_test_id("thread")

    def open_thread(self, message: Locator) -> None:
        message.get_by_test_id("replies").click()
        expect(self.thread).to_be_visible()

    def choose(self, action_id: str) -> None:
        self.thread.locator(f'[data-action-id="{action_id}"]').last.click()

    def picture(self, name: str, height: int = 800, until: Locator | None = None) -> None:
        """A picture of the page as it is, or of a page so high, scrolled down to something."""
        if SCREENSHOTS:
            before = self.page.viewport_size
            self.page.set_viewport_size({"width": 1280, "height": height})
            if until:
                until.scroll_into_view_if_needed()
            self.page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png")
            if before:
                self.page.set_viewport_size(before)


@pytest.fixture
def ada(browser_page: Page, local_slack: str) -> Seat:
    return Seat(browser_page, local_slack, "ada", "ml-platform")


def test_a_conversation_by_clicks_with_one_correction(ada: Seat, strayed: list[str]) -> None:
    ada.type("/orchestrator recommend")
    root = ada.message("Choosing an orchestrator")
    expect(root).to_contain_text("0 of 4 answered")
    ada.open_thread(root)
    ada.choose("choose.team_size.8")
    typed = ada.thread.locator('[data-action-id="type.model_count"]')
    typed.fill("a herd")
    typed.press("Enter")
    expect(ada.thread).to_contain_text("Only visible to you")
    again = ada.thread.locator('[data-action-id="type.model_count"]')
    expect(again).to_have_value("")
    ada.picture("refused")
    again.fill("3")
    again.press("Enter")
    ada.choose("choose.kubernetes_skill.some")
    expect(ada.thread).to_contain_text("Kubernetes skill: Some")
    ada.picture("question")
    ada.choose("change.kubernetes_skill")
    ada.choose("choose.kubernetes_skill.none")
    expect(ada.thread).to_contain_text("Kubernetes skill: None")
    ada.choose("choose.cloud.aws")

    answer = ada.message("Metaflow, then Prefect")
    expect(answer).to_contain_text("For 8 engineers, 3 models, no Kubernetes skill and AWS.")
    expect(answer).to_contain_text("Metaflow 4.45")
    expect(answer).to_contain_text("Metaflow comes first in 92 % of 10,000 draws")
    expect(answer).to_contain_text("Not Kubeflow Pipelines")
    expect(ada.thread).to_contain_text("Metaflow, then Prefect")
    ada.picture("conversation")
    ada.choose("reasons")
    expect(ada.thread.get_by_role("table")).to_contain_text("Learning curve")
    ada.picture("reasons", height=1600)
    ada.choose("sureness")
    expect(ada.thread.get_by_role("img", name="How often each comes first")).to_be_visible()
    expect(ada.thread).to_contain_text("The smallest push of the weights")
    ada.picture("sureness", height=1500, until=ada.thread.get_by_text("A draw moves"))
    ada.choose("change.pipelines")
    expect(ada.thread).to_contain_text("How many pipelines run")
    ada.choose("skip.pipelines")
    expect(answer).to_contain_text("What is not known yet: Pipelines")
    ada.picture("asked")
    assert strayed == []


def test_a_subject_is_explained_and_two_alternatives_are_compared(ada: Seat) -> None:
    ada.type("/orchestrator explain lineage")
    page = ada.message("Artifact lineage")
    expect(page).to_contain_text("Only visible to you")
    expect(page.get_by_role("table")).to_be_visible()
    ada.picture("explain", height=1600)
    ada.type("/orchestrator compare prefect dagster")
    comparison = ada.message("Prefect and Dagster")
    expect(comparison.get_by_role("table")).to_contain_text("Learning curve")
    ada.picture("compare", height=1900)
    ada.type("/orchestrator explain")
    expect(ada.message("What can be explained")).to_contain_text("lock_in")
    ada.picture("topics")


def test_all_four_answers_in_one_command(ada: Seat) -> None:
    ada.type("/orchestrator recommend 30 engineers, 12 models, some k8s, gcp")
    expect(ada.message("Got it")).to_contain_text("30 engineers, 12 models")
    answer = ada.message("Kubeflow Pipelines or ZenML")
    expect(answer).to_contain_text("Too close to call")
    expect(answer).to_contain_text("Kubeflow Pipelines 3.95 of 5; ZenML 3.90")
    expect(answer.get_by_test_id("replies")).to_have_count(0)
    ada.picture("recommendation")


def test_the_form_says_what_it_cannot_use_and_takes_the_rest(ada: Seat) -> None:
    ada.type("/orchestrator recommend 9 engineers")
    root = ada.message("1 of 4 answered")
    root.locator('[data-action-id="open_form"]').click()
    form = ada.page.get_by_test_id("modal")
    expect(form).to_contain_text("How many models")
    inputs = form.locator('[data-action-id="answer"]')
    expect(inputs.nth(0)).to_have_value("9")
    inputs.nth(1).fill("0")
    ada.page.get_by_test_id("modal-submit").click()
    expect(form).to_contain_text("no models yet")
    ada.picture("form")
    inputs.nth(1).fill("3")
    form.get_by_text("Strong", exact=True).click()
    ada.page.get_by_test_id("modal-submit").click()
    expect(form).to_have_count(0)
    expect(ada.message("9 engineers")).to_contain_text("3 of 4 answered")


def test_a_restart_in_the_middle_goes_on(ada: Seat) -> None:
    ada.type("/orchestrator recommend 7 engineers, 2 models")
    root = ada.message("2 of 4 answered")
    ada.open_thread(root)
    expect(ada.thread.locator('[data-action-id="choose.kubernetes_skill.none"]')).to_be_visible()
    ada.page.get_by_test_id("app-status").click()
    ada.page.get_by_test_id("app-restart").click()
    expect(ada.page.get_by_test_id("app-status")).not_to_contain_text("is running")
    expect(ada.page.get_by_test_id("app-status")).to_contain_text("is running", timeout=20_000)
    ada.choose("choose.kubernetes_skill.none")
    ada.choose("choose.cloud.azure")
    expect(ada.message("For 7 engineers")).to_contain_text("Azure")


def test_where_the_app_is_no_member_it_goes_on_in_the_direct_message(
    browser_page: Page, local_slack: str
) -> None:
    ada = Seat(browser_page, local_slack, "ada", "private-planning")
    ada.type("/orchestrator recommend")
    expect(ada.message("/invite")).to_contain_text("direct message")
    ada.picture("not-a-member")
    ada.page.get_by_test_id("channel-app").click()
    root = ada.message("we go on here")
    ada.open_thread(root)
    reply = ada.page.get_by_test_id("thread-composer")
    reply.click()
    ada.page.keyboard.type("8 engineers, 3 models, no k8s, aws")
    ada.page.keyboard.press("Enter")
    expect(ada.message("Metaflow, then Prefect")).to_be_visible()
    ada.picture("direct-message")


def test_two_people_see_one_conversation_and_only_their_own_whispers(
    browser: Browser, browser_page: Page, local_slack: str
) -> None:
    ada = Seat(browser_page, local_slack, "ada", "general")
    with browser.new_context() as context:
        grace = Seat(context.new_page(), local_slack, "grace", "general")
        ada.type("/orchestrator recommend 6 engineers")
        expect(ada.message("Got it")).to_be_visible()
        grace.open_thread(grace.message("1 of 4 answered"))
        expect(grace.page.get_by_text("Got it")).to_have_count(0)
        grace.choose("choose.model_count.3")
        expect(ada.message("2 of 4 answered")).to_be_visible()
        ada.open_thread(ada.message("2 of 4 answered"))
        expect(ada.thread).to_contain_text("Models: 3 models (@Grace")


def test_help_home_and_a_mistyped_command(ada: Seat) -> None:
    ada.type("/orchestrator recomend")
    expect(ada.message("Did you mean")).to_contain_text("/orchestrator recommend")
    ada.type("/orchestrator help")
    expect(ada.message("asks four questions")).to_be_visible()
    ada.picture("help")
    ada.page.get_by_test_id("channel-app").click()
    ada.page.get_by_test_id("tab-home").click()
    home = ada.page.get_by_test_id("home")
    expect(home).to_contain_text("I help a team choose")
    ada.picture("home")
    home.locator('[data-action-id="start"]').click()
    ada.page.get_by_test_id("tab-messages").click()
    expect(ada.message("Choosing an orchestrator")).to_be_visible()
