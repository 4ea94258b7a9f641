"""The local Slack in a real browser, with an app that answers with every kind of block."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ports import free_port
from tests.showcase_bot import ShowcaseBot

pytestmark = pytest.mark.browser


MANIFEST = """
features:
  slash_commands:
    - {command: /orchestrator, description: Choose, usage_hint: recommend | help}
  shortcuts:
    - {type: global, callback_id: new_decision, name: Choose one, description: Opens a form}
    - {type: message, callback_id: advise, name: Advise on this, description: Reads it}
  agent_view:
    agent_description: Helps
    suggested_prompts:
      - {title: Compare two of them, message: Compare Airflow and Dagster}
      - {title: Help, message: help}
oauth_config:
  scopes:
    bot: [app_mentions:read, assistant:write, chat:write, commands, im:history]
settings:
  event_subscriptions:
    bot_events: [app_home_opened, app_mention, message.im]
"""


@dataclass
class Playground:
    address: str
    bot: ShowcaseBot


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    port, bot_port = free_port(), free_port()
    data = tmp_path_factory.mktemp("data")
    manifest = data / "manifest.yml"
    manifest.write_text(MANIFEST)
    command = [sys.executable, "-m", "playground", "--no-bot", "--data", str(data)]
    command += ["--manifest", str(manifest)]
    command += ["--port", str(port), "--bot-port", str(bot_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().removeprefix("Local Slack:").strip()
        shared = json.loads((data / "playground-secrets.json").read_text())
        bot = ShowcaseBot(f"{address}/api/", shared["bot_token"], shared["signing_secret"])
        with bot.running(bot_port):
            yield Playground(address, bot)
        process.terminate()
        assert process.wait(10) == 0


@pytest.fixture
def ada(browser_page: Page, playground: Playground, strayed: list[str]) -> Iterator[Page]:
    """Ada's tab in #general."""
    enter(browser_page, playground, "ada")
    yield browser_page
    assert strayed == []


@pytest.fixture
def grace(browser: Browser, playground: Playground) -> Iterator[Page]:
    """Grace's tab in #general."""
    context = browser.new_context()
    page = context.new_page()
    enter(page, playground, "grace")
    yield page
    context.close()


def enter(page: Page, playground: Playground, user: str, channel: str = "general") -> None:
    page.goto(f"{playground.address}/?user={user}&channel={channel}")
    page.get_by_test_id("composer").wait_for()


def write(page: Page, text: str, where: str = "composer") -> None:
    page.get_by_test_id(where).fill(text)
    page.get_by_test_id(where).press("Enter")


def messages(page: Page) -> Locator:
    """The messages of the channel, without those of an open thread."""
    return page.get_by_test_id("conversation").locator("[data-ts]")


def newest(page: Page) -> Locator:
    return messages(page).last


def ask(page: Page, text: str) -> Locator:
    """The one message that appears in the channel after this was written."""
    before = messages(page).count()
    write(page, text)
    expect(messages(page)).to_have_count(before + 1)
    ts = newest(page).get_attribute("data-ts")
    return page.get_by_test_id("conversation").locator(f'[data-ts="{ts}"]')


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait up to fifteen seconds for something that happens outside the browser."""
    for _ in range(300):
        if holds():
            return
        page.wait_for_timeout(50)
    pytest.fail("it did not happen within fifteen seconds")


def height(drawn: Locator) -> float:
    """How far from the top of the tab it stands, in pixels."""
    top: float = drawn.evaluate("it => it.getBoundingClientRect().top")
    return top


def test_two_people_talk_and_each_sees_the_other_live(ada: Page, grace: Page) -> None:
    write(ada, "Who takes <b>*Metaflow*</b>?")
    expect(newest(grace)).to_contain_text("Ada Lovelace")
    expect(newest(grace).locator("strong")).to_have_text("Metaflow")
    expect(newest(grace)).to_contain_text("<b>")
    write(grace, "I do")
    expect(newest(ada)).to_contain_text("Grace Hopper")


def test_what_one_types_survives_a_message_of_another(ada: Page, grace: Page) -> None:
    box = ada.get_by_test_id("composer")
    box.press_sequentially("half a sent")
    write(grace, "a message in between")
    expect(newest(ada)).to_contain_text("in between")
    box.press_sequentially("ence")
    expect(box).to_have_value("half a sentence")
    expect(box).to_be_focused()
    ada.get_by_test_id("channel-ml-platform").click()
    expect(ada.get_by_test_id("composer")).to_have_value("")
    ada.get_by_test_id("channel-general").click()
    expect(ada.get_by_test_id("composer")).to_have_value("half a sentence")
    write(ada, "done")


def test_blocks_look_like_slacks_and_what_is_not_drawn_is_named(ada: Page) -> None:
    message = ask(ada, "/orchestrator blocks")
    expect(message.locator("h3")).to_have_text("Metaflow, then Prefect")
    expect(message.locator("s")).to_have_text("Kubeflow")
    expect(message.locator("th")).to_have_text(["Criterion", "Weight", "Metaflow"])
    link = message.get_by_role("link", name="read why")
    expect(link).to_have_attribute("href", "https://example.com/a?b=1&c=2")
    expect(message.locator(".sl-fields > *")).to_have_count(4)
    expect(message).to_contain_text("<b>not bold</b>")
    expect(message.locator("blockquote")).to_have_count(2)
    expect(message.locator(".sl-card")).to_have_count(2)
    expect(message.get_by_text("The lesson, section 2")).to_be_hidden()
    message.get_by_text("Sources").click()
    expect(message.get_by_text("The lesson, section 2")).to_be_visible()
    expect(message.get_by_test_id("unknown")).to_have_text(re.compile("^task_card: "))


def test_charts_are_drawn(ada: Page) -> None:
    charts = ask(ada, "/orchestrator charts").locator(".sl-chart")
    bars = charts.nth(0).locator("rect")
    expect(bars).to_have_count(4)
    tall, small = (float(bars.nth(place).get_attribute("height") or 0) for place in (0, 1))
    assert tall / small == pytest.approx(1.25 / 0.4, rel=0.01)
    expect(charts.nth(1).locator("svg path")).to_have_count(2)
    expect(charts.nth(1)).to_contain_text("Learning curve: 3 (75%)")


def test_an_ephemeral_is_seen_by_one_person_only(ada: Page, grace: Page) -> None:
    message = ask(ada, "/orchestrator whisper")
    expect(message).to_contain_text("Only visible to you")
    expect(message).to_contain_text("I read whisper.")
    write(ada, "everybody sees this")
    expect(newest(grace)).to_contain_text("everybody sees this")
    expect(grace.get_by_text("I read whisper.")).to_have_count(0)


def test_what_was_ticked_stays_ticked_when_the_message_changes(
    ada: Page, playground: Playground
) -> None:
    message = ask(ada, "/orchestrator controls")
    boxes = message.locator("[data-action-id=tick]").locator("input")
    expect(boxes.nth(1)).to_be_checked()
    boxes.nth(0).check()
    message.locator("[data-action-id=text]").fill("eight")
    message.locator("[data-action-id=press]").click()
    expect(message.get_by_text("(edited)")).to_be_visible()
    expect(boxes.nth(0)).to_be_checked()
    expect(message.locator("[data-action-id=text]")).to_have_value("eight")
    sent = next(each for each in playground.bot.actions() if each["action_id"] == "tick")
    assert [option["value"] for option in sent["selected_options"]] == ["first", "second"]
    ada.reload()
    expect(message.locator("[data-action-id=tick]").locator("input").nth(0)).to_be_checked()


def test_select_radio_overflow_and_enter_send_what_was_picked(
    ada: Page, playground: Playground
) -> None:
    message = ask(ada, "/orchestrator controls")
    expect(message.locator("[data-action-id=pick]")).to_contain_text("Choose a cloud")
    before = len(playground.bot.actions())
    message.locator("[data-action-id=pick]").click()
    ada.get_by_text("Google Cloud", exact=True).click()
    expect(message.locator("[data-action-id=pick]")).to_contain_text("Gcp")
    message.locator("[data-action-id=radio]").locator("input").nth(1).check()
    message.locator("[data-action-id=more]").click()
    ada.get_by_role("menu").get_by_text("History").click()
    message.locator("[data-action-id=text]").fill("8")
    message.locator("[data-action-id=text]").press("Enter")
    wait_until(ada, lambda: len(playground.bot.actions()) == before + 4)
    sent = playground.bot.actions()[before:]
    assert [each["action_id"] for each in sent] == ["pick", "radio", "more", "text"]
    assert [each["selected_option"]["value"] for each in sent[:3]] == ["gcp", "strong", "history"]
    assert sent[3]["value"] == "8"


def test_a_button_with_a_question_acts_only_when_one_agrees(
    ada: Page, playground: Playground
) -> None:
    message = ask(ada, "/orchestrator controls")
    before = len(playground.bot.actions())
    message.locator("[data-action-id=cancel]").click()
    expect(ada.get_by_test_id("confirm")).to_contain_text("Cancel this decision?")
    ada.get_by_test_id("confirm-no").click()
    expect(ada.get_by_test_id("confirm")).to_have_count(0)
    assert len(playground.bot.actions()) == before
    message.locator("[data-action-id=cancel]").click()
    ada.get_by_test_id("confirm-yes").click()
    expect(message).to_contain_text("Cancelled.")
    assert playground.bot.actions()[-1]["action_id"] == "cancel"


def test_a_modal_shows_errors_beside_inputs_and_keeps_what_was_typed(
    ada: Page, playground: Playground
) -> None:
    write(ada, "/orchestrator form")
    modal = ada.get_by_test_id("modal")
    team = modal.locator("[data-block-id=team] input")
    expect(team).to_be_focused()
    modal.get_by_test_id("modal-submit").click()
    expect(modal.get_by_test_id("error-team")).to_be_visible()
    team.fill("eight")
    modal.get_by_test_id("modal-submit").click()
    expect(modal.get_by_test_id("error-team")).to_have_text("Write a whole number, such as 8.")
    modal.locator("[data-action-id=push]").click()
    expect(modal).to_contain_text("It decides what is possible.")
    expect(modal.get_by_test_id("modal-submit")).to_have_count(0)
    modal.get_by_test_id("modal-close").click()
    expect(team).to_have_value("eight")
    team.fill("8")
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_have_count(0)
    values = playground.bot.seen[-1]["view"]["state"]["values"]
    assert values["team"]["answer"]["value"] == "8"
    assert values["skill"]["answer"]["selected_option"]["value"] == "none"


def test_escape_closes_the_menu_first_and_then_the_modal(ada: Page) -> None:
    write(ada, "/orchestrator form")
    modal = ada.get_by_test_id("modal")
    modal.locator("[data-block-id=cloud] [data-action-id=answer]").click()
    expect(ada.get_by_text("Google Cloud", exact=True)).to_be_visible()
    ada.keyboard.press("Escape")
    expect(ada.get_by_text("Google Cloud", exact=True)).to_have_count(0)
    expect(modal).to_be_visible()
    ada.keyboard.press("Escape")
    expect(modal).to_have_count(0)


def test_a_thread_has_its_replies_and_refuses_commands(ada: Page) -> None:
    message = ask(ada, "@orchestrator we are eight")
    message.get_by_test_id("replies").click()
    thread = ada.get_by_test_id("thread")
    expect(thread).to_contain_text("Heard:")
    write(ada, "and three models", "thread-composer")
    expect(thread.locator("[data-ts]").nth(2)).to_contain_text("and three models")
    expect(message).to_contain_text("2 replies")
    write(ada, "/orchestrator help", "thread-composer")
    expect(thread).to_contain_text("/orchestrator is not supported in threads. Sorry!")
    ada.reload()
    expect(ada.get_by_test_id("thread")).to_contain_text("and three models")
    ada.get_by_test_id("thread-close").click()
    expect(ada.get_by_test_id("thread")).to_be_hidden()


def test_a_reply_can_be_sent_to_the_channel_too(ada: Page) -> None:
    root = ask(ada, "where is it decided?")
    root.hover()
    root.get_by_test_id("reply").click()
    thread = ada.get_by_test_id("thread")
    thread.get_by_test_id("also").click()
    write(ada, "here", "thread-composer")
    expect(newest(ada)).to_contain_text("Sent from a thread")
    expect(newest(ada)).to_contain_text("here")
    expect(thread.get_by_test_id("also")).to_have_attribute("aria-checked", "false")
    write(ada, "and only here", "thread-composer")
    expect(thread.locator("[data-ts]").last).to_contain_text("and only here")
    expect(newest(ada)).not_to_contain_text("and only here")
    ada.get_by_test_id("thread-close").click()
    newest(ada).hover()
    newest(ada).get_by_test_id("reply").click()
    expect(thread).to_contain_text("where is it decided?")


def test_a_command_may_go_on_in_the_next_line(ada: Page) -> None:
    expect(ask(ada, "/orchestrator\nwhisper")).to_contain_text("I read whisper.")


def test_a_failing_app_and_an_unknown_command_say_so(ada: Page) -> None:
    expect(ask(ada, "/orchestrator fail")).to_contain_text("app_error")
    expect(ask(ada, "/nonsense")).to_contain_text("/nonsense is not a valid command.")


def test_commands_are_suggested_while_one_types(ada: Page) -> None:
    box = ada.get_by_test_id("composer")
    box.press_sequentially("/orch")
    expect(ada.get_by_test_id("suggestions")).to_contain_text("recommend | help")
    expect(ada.get_by_test_id("suggest-invite")).to_have_count(0)
    ada.get_by_test_id("suggest-orchestrator").click()
    expect(box).to_have_value("/orchestrator ")
    expect(box).to_be_focused()
    box.press_sequentially("whisper")
    ada.get_by_test_id("send").click()
    expect(newest(ada)).to_contain_text("I read whisper.")
    expect(box).to_have_value("")


def test_the_app_has_a_home_tab_and_hears_direct_messages(
    ada: Page, playground: Playground
) -> None:
    ada.get_by_test_id("channel-app").click()
    expect(ada.get_by_test_id("tab-messages")).to_be_visible()
    expect(ask(ada, "hello")).to_contain_text("1 reply")
    ada.get_by_test_id("tab-home").click()
    expect(ada.get_by_test_id("home")).to_contain_text("Decisions")
    before = len(playground.bot.actions())
    ada.get_by_test_id("home").get_by_text("New decision").click()
    wait_until(ada, lambda: len(playground.bot.actions()) == before + 1)
    assert playground.bot.actions()[-1]["action_id"] == "press"
    ada.reload()
    expect(ada.get_by_test_id("home")).to_contain_text("Decisions")


def test_suggested_prompts_are_said_with_a_click(ada: Page) -> None:
    expect(ada.get_by_test_id("suggested-prompt")).to_have_count(0)
    ada.get_by_test_id("channel-app").click()
    expect(ada.get_by_test_id("tab-messages")).to_be_visible()
    prompts = ada.get_by_test_id("suggested-prompt")
    expect(prompts).to_have_text(["Compare two of them", "Help"])
    before = messages(ada).count()
    prompts.first.click()
    expect(messages(ada)).to_have_count(before + 1)
    expect(newest(ada)).to_contain_text("Compare Airflow and Dagster")
    write(ada, "suggest")
    expect(prompts).to_have_text(["Explain lock-in"])
    expect(ada.get_by_text("You can ask")).to_be_visible()


def test_what_the_app_is_doing_stands_under_its_thread_until_it_answers(ada: Page) -> None:
    ada.get_by_test_id("channel-app").click()
    expect(ada.get_by_test_id("tab-messages")).to_be_visible()
    message = ask(ada, "think")
    status = ada.get_by_test_id("status")
    expect(status).to_contain_text("Orchestrator advisor is reading your message")
    message.hover()
    message.get_by_test_id("reply").click()
    thread = ada.get_by_test_id("thread")
    expect(thread.get_by_test_id("status")).to_be_visible()
    expect(status).to_have_count(1)
    ada.get_by_test_id("thread-close").click()
    expect(ada.get_by_test_id("conversation").get_by_test_id("status")).to_be_visible()
    message.hover()
    message.get_by_test_id("reply").click()
    write(ada, "and now?", "thread-composer")
    expect(thread).to_contain_text("Heard: and now?")
    expect(status).to_have_count(0)


def test_a_message_shortcut_stands_in_the_menu_of_every_message(
    ada: Page, playground: Playground
) -> None:
    message = ask(ada, "we are eight on AWS")
    message.hover()
    message.get_by_test_id("more-actions").click()
    row = ada.get_by_test_id("message-shortcut")
    expect(row).to_contain_text("Advise on this")
    expect(row).to_contain_text("Orchestrator advisor")
    row.click()
    message.get_by_test_id("replies").click()
    thread = ada.get_by_test_id("thread")
    expect(thread).to_contain_text("Read: we are eight on AWS")
    answer = thread.locator("[data-ts]").last
    answer.hover()
    answer.get_by_test_id("more-actions").click()
    row.click()
    expect(thread).to_contain_text("Read: Read: we are eight on AWS")
    assert playground.bot.seen[-1]["callback_id"] == "advise"


def test_a_shortcut_that_the_app_does_not_take_is_told(ada: Page) -> None:
    message = ask(ada, "fail")
    message.hover()
    message.get_by_test_id("more-actions").click()
    ada.get_by_test_id("message-shortcut").click()
    told = "Orchestrator advisor did not take that (app_error). It answered with an error."
    expect(ada.get_by_text(told)).to_be_visible()


def test_a_link_to_a_message_that_is_gone_is_told(ada: Page, playground: Playground) -> None:
    message = ask(ada, f"{playground.address}/archives/C0GENERAL21/p1000000000000000")
    message.get_by_role("link").click()
    expect(ada.get_by_text("That message is not there, or you cannot see it.")).to_be_visible()
    expect(message).to_be_visible()


def test_a_global_shortcut_stands_beside_the_composer(ada: Page) -> None:
    ada.get_by_test_id("global-shortcuts").click()
    ada.get_by_test_id("global-shortcut").click()
    modal = ada.get_by_test_id("modal")
    modal.locator("[data-block-id=team] input").fill("8")
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_contain_text("You have not outgrown it.")
    expect(modal.get_by_test_id("modal-submit")).to_have_count(0)
    modal.get_by_test_id("modal-close").click()
    expect(modal).to_have_count(0)


def test_a_link_to_a_message_opens_its_thread_and_its_button_is_heard(
    ada: Page, playground: Playground
) -> None:
    write(ada, "/orchestrator link")
    root = ada.get_by_text("The root of a decision")
    expect(root).to_have_count(1)
    ada.get_by_test_id("channel-app").click()
    ada.get_by_test_id("tab-home").click()
    opening = ada.get_by_test_id("home").locator("[data-action-id=open]")
    link = opening.get_attribute("href") or ""
    before = len(playground.bot.actions())
    opening.click()
    expect(ada.get_by_test_id("thread")).to_contain_text("Its question")
    expect(ada.get_by_test_id("membership")).to_contain_text("is in this channel")
    wait_until(ada, lambda: len(playground.bot.actions()) == before + 1)
    assert playground.bot.actions()[-1]["action_id"] == "open"
    ada.goto(link)
    expect(ada.get_by_test_id("thread")).to_contain_text("Its question")
    expect(root.first).to_be_visible()
    ada.goto(link.replace("/p1", "/p2"))
    expect(ada.get_by_test_id("composer")).to_be_visible()
    expect(ada.get_by_test_id("thread")).to_be_hidden()


def test_an_ephemeral_in_a_thread_is_seen_there_and_its_button_works(
    ada: Page, grace: Page, playground: Playground
) -> None:
    message = ask(ada, "@orchestrator a thread")
    message.get_by_test_id("replies").click()
    grace.get_by_test_id("replies").last.click()
    thread = ada.get_by_test_id("thread")
    write(ada, "@orchestrator whisper", "thread-composer")
    whispered = thread.locator("[data-ephemeral]")
    expect(whispered).to_contain_text("Only visible to you")
    expect(message).to_contain_text("2 replies")
    before = len(playground.bot.actions())
    whispered.locator("[data-action-id=quiet]").click()
    wait_until(ada, lambda: len(playground.bot.actions()) == before + 1)
    assert playground.bot.seen[-1]["container"]["is_ephemeral"] is True
    expect(grace.get_by_test_id("thread").locator("[data-ts]")).to_have_count(3)
    expect(grace.locator("[data-ephemeral]")).to_have_count(0)


def test_new_messages_mark_channels_that_one_is_not_in(ada: Page, grace: Page) -> None:
    grace.get_by_test_id("channel-ml-platform").click()
    expect(grace).to_have_url(re.compile("ml-platform"))
    write(grace, "news")
    row = ada.get_by_test_id("channel-ml-platform")
    expect(row).to_have_class(re.compile("sl-unread"))
    row.click()
    expect(row).not_to_have_class(re.compile("sl-unread"))


def test_who_reads_older_messages_is_not_moved_by_a_new_one(ada: Page, grace: Page) -> None:
    ask(ada, "/orchestrator blocks")
    mark = ask(ada, "/orchestrator blocks").locator("h3")
    mark.scroll_into_view_if_needed()
    ada.locator(".sl-scroll").evaluate("list => list.scrollBy(0, -200)")
    before = height(mark)
    write(grace, "a new message")
    expect(ada.get_by_text("a new message")).to_have_count(1)
    assert height(mark) == pytest.approx(before, abs=2)


def test_the_app_can_be_invited_and_removed(ada: Page) -> None:
    ada.get_by_test_id("channel-private-planning").click()
    member = ada.get_by_test_id("membership")
    expect(member).to_contain_text("is not in this channel")
    write(ada, "/invite @orchestrator")
    expect(member).to_contain_text("is in this channel")
    write(ada, "/remove @orchestrator")
    expect(member).to_contain_text("is not in this channel")


def test_an_app_that_dies_is_named_on_the_page_and_can_be_started_again(
    browser_page: Page, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "playground", "--data", str(tmp_path)]
    command += ["--port", str(free_port()), "--bot-port", str(free_port())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"The app's log: {tmp_path / 'orchestrator.log'}\n"
        browser_page.goto(process.stdout.readline().removeprefix("Local Slack:").strip())
        status = browser_page.get_by_test_id("app-status")
        expect(status).to_contain_text("The app is running")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        os.kill(int(children), signal.SIGKILL)
        expect(status).to_contain_text("The app ended by itself with exit code -9")
        status.click()
        browser_page.get_by_test_id("app-restart").click()
        expect(status).to_contain_text("The app is running", timeout=20_000)
        process.terminate()
        assert process.wait(20) == 0
    assert "Started server process" in (tmp_path / "orchestrator.log").read_text()
