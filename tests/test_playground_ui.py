"""The local Slack in a real browser, with an app that answers with every kind of block."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from slack_sdk import WebClient

from tests.ports import free_port
from tests.showcase_bot import ShowcaseBot

pytestmark = pytest.mark.browser

Json = dict[str, Any]
GENERAL = "C0GENERAL21"

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
    bot:
      - app_mentions:read
      - assistant:write
      - canvases:write
      - chat:write
      - commands
      - files:write
      - im:history
settings:
  event_subscriptions:
    bot_events: [app_home_opened, app_mention, message.im]
"""


@dataclass
class Playground:
    address: str
    bot: ShowcaseBot
    web: WebClient
    """What the app calls."""


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
            web = WebClient(shared["bot_token"], base_url=f"{address}/api/")
            yield Playground(address, bot, web)
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


def said(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def offered(value: str) -> Json:
    return {"text": said(value.capitalize()), "value": value, "description": said(f"why {value}")}


def group(block_id: str, *ticked: str) -> list[Json]:
    """A message with a group of three boxes, of which the app has ticked some."""
    boxes: Json = {
        "type": "checkboxes",
        "action_id": "boxes",
        "options": [offered(each) for each in ("alone", "both", "cost")],
    }
    if ticked:
        boxes["initial_options"] = [offered(each) for each in ticked]
    return [{"type": "actions", "block_id": block_id, "elements": [boxes]}]


def shown(page: Page, ts: str) -> Locator:
    """The boxes of that message."""
    return page.get_by_test_id("conversation").locator(f'[data-ts="{ts}"] input[type=checkbox]')


def ticks(boxes: Locator) -> list[bool]:
    expect(boxes).to_have_count(3)
    return [boxes.nth(place).is_checked() for place in range(3)]


def test_a_group_of_boxes_sends_all_that_is_ticked_in_it_at_once(
    ada: Page, playground: Playground
) -> None:
    posted = playground.web.chat_postMessage(
        channel=GENERAL, text="boxes", blocks=group("send", "cost")
    )
    boxes = shown(ada, posted["ts"])
    expect(boxes).to_have_count(3)
    expect(ada.get_by_text("why cost").last).to_be_visible()
    before = len(playground.bot.actions())
    boxes.nth(0).check()
    wait_until(ada, lambda: len(playground.bot.actions()) == before + 1)
    boxes.nth(2).uncheck()
    wait_until(ada, lambda: len(playground.bot.actions()) == before + 2)
    sent = playground.bot.actions()[before:]
    assert [[option["value"] for option in each["selected_options"]] for each in sent] == [
        ["alone", "cost"],
        ["alone"],
    ]
    assert [each["block_id"] for each in sent] == ["send", "send"]


def test_boxes_keep_what_they_show_until_their_block_has_another_id(
    ada: Page, grace: Page, playground: Playground
) -> None:
    web = playground.web
    ts = web.chat_postMessage(channel=GENERAL, text="boxes", blocks=group("keep.1"))["ts"]
    hers, untouched = shown(ada, ts), shown(grace, ts)
    hers.nth(0).check()
    expect(untouched).to_have_count(3)
    web.chat_update(channel=GENERAL, ts=ts, text="boxes", blocks=group("keep.1", "both"))
    for page in (ada, grace):
        edited = page.get_by_test_id("conversation").locator(f'[data-ts="{ts}"] .sl-edited')
        expect(edited).to_be_visible()
    assert ticks(hers) == [True, False, False]
    assert ticks(untouched) == [False, False, False]
    web.chat_update(channel=GENERAL, ts=ts, text="boxes", blocks=group("keep.2", "both"))
    for boxes in (hers, untouched):
        expect(boxes.nth(1)).to_be_checked()
        assert ticks(boxes) == [False, True, False]
    before = len(playground.bot.actions())
    untouched.nth(2).check()
    wait_until(grace, lambda: len(playground.bot.actions()) == before + 1)
    chosen = playground.bot.actions()[-1]["selected_options"]
    assert [option["value"] for option in chosen] == ["both", "cost"]


def test_a_person_a_date_a_time_and_a_grouped_option_are_picked(
    ada: Page, playground: Playground
) -> None:
    grouped = {
        "type": "static_select",
        "action_id": "grouped",
        "option_groups": [
            {"label": said("Libraries"), "options": [offered("metaflow")]},
            {"label": said("Platforms"), "options": [offered("kubeflow")]},
        ],
    }
    elements = [
        grouped,
        {"type": "users_select", "action_id": "who"},
        {"type": "datepicker", "action_id": "on", "initial_date": "2026-12-01"},
        {"type": "timepicker", "action_id": "at", "initial_time": "09:00"},
    ]
    block = {"type": "actions", "block_id": "pick", "elements": elements}
    ts = playground.web.chat_postMessage(channel=GENERAL, text="pick", blocks=[block])["ts"]
    message = ada.get_by_test_id("conversation").locator(f'[data-ts="{ts}"]')
    before = len(playground.bot.actions())

    def sent(number: int) -> Json:
        wait_until(ada, lambda: len(playground.bot.actions()) == before + number)
        return playground.bot.actions()[-1]

    message.locator("[data-action-id=grouped]").click()
    expect(ada.get_by_text("Platforms")).to_be_visible()
    ada.get_by_role("option", name="Kubeflow").click()
    assert sent(1)["selected_option"]["value"] == "kubeflow"
    message.locator("[data-action-id=who]").click()
    ada.get_by_role("option", name="Grace Hopper").click()
    assert sent(2)["selected_user"] == "U0GRACE5M3"
    date = message.locator("[data-action-id=on]")
    expect(date).to_have_value("2026-12-01")
    date.fill("2027-01-15")
    assert sent(3)["selected_date"] == "2027-01-15"
    message.locator("[data-action-id=at]").fill("16:30")
    assert sent(4)["selected_time"] == "16:30"


def test_a_form_holds_what_was_picked_in_it(ada: Page, playground: Playground) -> None:
    write(ada, "/orchestrator form")
    modal = ada.get_by_test_id("modal")
    view_id = modal.get_attribute("data-view-id") or ""

    def asked(block_id: str, **element: Any) -> Json:
        element = {"action_id": "answer", **element}
        return {"type": "input", "block_id": block_id, "label": said(block_id), "element": element}

    options = [offered("note"), offered("link")]
    blocks = [
        asked("team", type="plain_text_input", initial_value="8"),
        asked("who", type="users_select", initial_user="U0ALAN84TQ"),
        asked("on", type="datepicker"),
        asked("at", type="timepicker", initial_time="09:00"),
        asked("also", type="checkboxes", options=options, initial_options=options[1:]),
    ]
    form = {"type": "modal", "title": said("Remind"), "submit": said("Save"), "blocks": blocks}
    playground.web.views_update(view_id=view_id, view=form)
    expect(modal.locator("[data-block-id=who]")).to_contain_text("Alan Turing")
    team = modal.locator("[data-block-id=team] input")
    expect(team).to_have_value("")  # it stood there before, without what the app now sets
    team.fill("9")
    modal.locator("[data-block-id=who] [data-action-id=answer]").click()
    ada.get_by_role("option", name="Ada Lovelace").click()
    modal.locator("[data-block-id=on] [data-action-id=answer]").fill("2027-01-15")
    modal.locator("[data-block-id=also] input").nth(0).check()
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_have_count(0)
    values = playground.bot.seen[-1]["view"]["state"]["values"]
    assert values["team"]["answer"]["value"] == "9"
    assert values["who"]["answer"]["selected_user"] == "U0ADA27K91"
    assert values["on"]["answer"]["selected_date"] == "2027-01-15"
    assert values["at"]["answer"]["selected_time"] == "09:00"
    chosen = [each["value"] for each in values["also"]["answer"]["selected_options"]]
    assert chosen == ["note", "link"]


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


def test_a_scheduled_message_appears_in_its_thread_when_its_time_comes(
    ada: Page, playground: Playground
) -> None:
    root = ask(ada, "@orchestrator remind us")
    root.get_by_test_id("replies").click()
    thread = ada.get_by_test_id("thread")
    expect(thread).to_contain_text("Heard:")
    playground.web.chat_scheduleMessage(
        channel=GENERAL,
        thread_ts=root.get_attribute("data-ts"),
        text="Review the decision today.",
        post_at=int(time.time()) + 3,
    )
    expect(thread.get_by_text("Review the decision today.")).to_have_count(0)
    expect(thread.get_by_text("Review the decision today.")).to_be_visible()


def test_a_file_is_a_card_that_downloads_it(ada: Page, playground: Playground) -> None:
    root = ask(ada, "@orchestrator export it")
    root.get_by_test_id("replies").click()
    playground.web.files_upload_v2(
        channel=GENERAL,
        thread_ts=root.get_attribute("data-ts"),
        filename="caf\u00e9 & more.csv",
        title="Checklist of <Dagster>",
        content="item,verdict\n",
    )
    card = ada.get_by_test_id("thread").get_by_test_id("file")
    expect(card).to_contain_text("Checklist of <Dagster>")
    expect(card).to_contain_text("caf\u00e9 & more.csv, 13 bytes")
    with ada.expect_download() as begun:
        card.click()
    assert begun.value.suggested_filename == "caf\u00e9 & more.csv"
    assert begun.value.path().read_text() == "item,verdict\n"
    ada.reload()
    expect(card).to_be_visible()


def test_a_canvas_is_a_tab_of_its_channel_that_opens_as_a_page(
    ada: Page, playground: Playground
) -> None:
    here = playground.web.auth_test()
    made = playground.web.canvases_create(
        title="Record <1>",
        document_content={"type": "markdown", "markdown": "## Context\n\n<b>8</b> *engineers*"},
        channel_id=GENERAL,
    )
    tab = ada.get_by_test_id("canvas-tab").get_by_role("link", name="Record <1>")
    with ada.context.expect_page() as opened:
        tab.click()
    page = opened.value
    assert page.url == f"{here['url']}docs/{here['team_id']}/{made['canvas_id']}"
    expect(page.locator("h1")).to_have_text("Record <1>")
    expect(page.locator("h2")).to_have_text("Context")
    expect(page.locator("main")).to_contain_text("<b>8</b> engineers")
    expect(page.locator("em")).to_have_text("engineers")
    answer = page.goto(page.url + "0")
    assert answer is not None
    assert answer.status == 404
    ada.get_by_test_id("channel-ml-platform").click()
    expect(ada.get_by_test_id("canvas-tab")).to_have_count(0)


def test_a_guest_sees_one_channel_and_the_app(ada: Page, playground: Playground) -> None:
    enter(ada, playground, "alan", "ml-platform")
    expect(ada.locator("[data-testid^=channel-]")).to_have_count(2)
    expect(ada.locator(".sl-head-title")).to_have_text("general")
    write(ada, "which one?")
    expect(newest(ada)).to_contain_text("Alan Turing")
    expect(newest(ada)).to_contain_text("Guest")
    expect(ask(ada, "/orchestrator whisper")).to_contain_text("I read whisper.")


def test_a_person_of_another_workspace_sees_the_shared_channel_without_the_apps_commands(
    ada: Page, grace: Page, playground: Playground
) -> None:
    enter(grace, playground, "grace", "partner-labs")
    expect(grace.get_by_text("Shared with another workspace")).to_be_visible()
    enter(ada, playground, "joan", "app")
    expect(ada.locator("[data-testid^=channel-]")).to_have_count(1)
    write(ada, "we are eight")
    expect(newest(grace)).to_contain_text("Joan Clarke")
    expect(newest(grace)).to_contain_text("Partner Labs")
    ada.get_by_test_id("composer").press_sequentially("/")
    expect(ada.get_by_test_id("suggest-invite")).to_be_visible()
    expect(ada.get_by_test_id("suggest-orchestrator")).to_have_count(0)
    ada.get_by_test_id("composer").fill("")
    expect(ask(ada, "/orchestrator help")).to_contain_text("is not a valid command")
    newest(ada).hover()
    expect(ada.get_by_test_id("more-actions")).to_have_count(0)
    ts = playground.web.chat_postMessage(
        channel="C0PARTNER58", text="boxes", blocks=group("partners")
    )["ts"]
    before = len(playground.bot.actions())
    shown(ada, ts).nth(0).check()
    wait_until(ada, lambda: len(playground.bot.actions()) == before + 1)
    assert playground.bot.seen[-1]["user"]["team_id"] == "T0PARTNER67"


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
