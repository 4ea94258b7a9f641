"""Every place in which one can talk to the app: mentions, direct messages, forms, shortcuts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.seat import Seat, playground

pytestmark = pytest.mark.browser

_NOTE_STATUSES = """
window.statuses = [];
new MutationObserver(() => {
  for (const line of document.querySelectorAll('[data-testid="status"]')) {
    if (!window.statuses.includes(line.innerText)) window.statuses.push(line.innerText);
  }
}).observe(document.body, {childList: true, subtree: true, characterData: true});
"""


def test_a_mention_begins_a_decision_and_its_thread_is_heard(ada: Seat) -> None:
    ada.open_thread(ada.say("@orchestrator which orchestrator? we are 8 engineers with 3 models"))
    expect(ada.in_thread("2 of 4 answered")).to_contain_text("8 engineers")
    expect(ada.in_thread("How well does the team know Kubernetes?")).to_be_visible()
    ada.picture("mention")
    ada.reply("nobody knows k8s")
    expect(ada.in_thread("Kubernetes skill: None")).to_be_visible()
    ada.reply("lunch at noon?")
    ada.reply("@orchestrator we are on AWS")
    expect(ada.in_thread("My first message in this thread")).to_be_visible()
    expect(ada.in_thread("What runs the pipelines today?")).to_be_visible()
    ada.picture("mention-answered", height=1400)
    expect(ada.thread).not_to_contain_text("I found no answer in that")


def test_somebody_else_corrects_an_answer_and_both_are_kept(ada: Seat, grace: Seat) -> None:
    ada.type("@orchestrator we are 9 engineers with 4 models")
    ada.open_thread(ada.message("with 4 models"))
    expect(ada.in_thread("How well does the team know Kubernetes?")).to_be_visible()
    grace.open_thread(grace.message("with 4 models"))
    grace.reply("actually we are 40 engineers")
    turn = ada.in_thread("Got it: 40 engineers")
    expect(turn).to_contain_text("before: 9 engineers, @Ada Lovelace")
    turn.locator('[data-action-id="confirm"]').click()
    expect(turn).to_contain_text("Confirmed by @Ada Lovelace")
    expect(turn.locator('[data-action-id="confirm"]')).to_have_count(0)
    ada.picture("corrected")
    ada.pick(turn, "pick_change", "Team")
    expect(ada.in_thread("How many engineers work on ML?")).to_contain_text("So far")
    ada.choose("choose.team_size.8")
    expect(ada.in_thread("2 of 4 answered")).to_contain_text("8 engineers")


def test_what_can_be_read_in_two_ways_is_asked_with_buttons(ada: Seat) -> None:
    ada.open_thread(ada.say("@orchestrator 8 or 12 engineers, 3 models"))
    unclear = ada.in_thread("I can read that as 8 or 12")
    ada.picture("unclear")
    unclear.get_by_role("button", name="12 engineers").click()
    expect(ada.in_thread("2 of 4 answered")).to_contain_text("12 engineers")
    expect(unclear.get_by_role("button", name="12 engineers")).to_have_count(0)


def test_a_direct_message_from_a_prompt_to_the_answer(ada: Seat) -> None:
    ada.go("app")
    expect(ada.page.get_by_test_id("suggested-prompt")).to_have_count(4)
    ada.page.evaluate(_NOTE_STATUSES)
    ada.picture("prompts")
    ada.page.get_by_test_id("suggested-prompt").first.click()
    ada.open_thread(ada.message("Recommend an orchestrator"))
    expect(ada.in_thread("0 of 4 answered")).to_be_visible()
    ada.reply("about a dozen engineers")
    expect(ada.in_thread("Team: 12 engineers")).to_be_visible()
    ada.reply("10-15 models, what is lineage?")
    expect(ada.in_thread("Back to:")).to_contain_text("Artifact lineage")
    expect(ada.in_thread("Models: 10 to 15 models")).to_contain_text("counted as 12")
    ada.picture("direct-question", height=1500)
    ada.reply("no idea")
    expect(ada.in_thread("Kubernetes skill: not known")).to_be_visible()
    ada.reply("gcp")
    expect(ada.in_thread("My first message in this thread")).to_be_visible()
    ada.picture("direct-answered", height=1400)
    expect(ada.page.get_by_test_id("status")).to_have_count(0)
    assert any("is reading" in line for line in ada.page.evaluate("window.statuses"))


def test_a_form_from_the_shortcut_begins_a_decision(ada: Seat) -> None:
    ada.page.get_by_test_id("global-shortcuts").first.click()
    shortcut = ada.page.get_by_test_id("global-shortcut").first
    expect(shortcut).to_contain_text("Choose an orchestrator")
    shortcut.click()
    inputs = ada.modal.locator('[data-action-id="answer"]')
    inputs.nth(0).fill("10-15")
    inputs.nth(1).fill("a herd")
    ada.submit()
    expect(ada.modal).to_contain_text("I found no number in that")
    inputs.nth(1).fill("3")
    ada.modal.get_by_text("None", exact=True).click()
    ada.submit()
    expect(ada.modal).to_have_count(0)
    ada.go("app")
    expect(ada.message("3 of 4 answered")).to_contain_text("10 to 15 engineers")


def test_a_message_of_people_is_advised_on_in_its_thread(ada: Seat, grace: Seat) -> None:
    grace.type("We are 30 people on ML with 12 models, all on GCP. Airflow hurts.")
    message = ada.message("Airflow hurts")
    message.hover()
    message.get_by_test_id("more-actions").click()
    shortcut = ada.page.get_by_test_id("message-shortcut").first
    expect(shortcut).to_contain_text("Advise on this thread")
    ada.picture("message-shortcut")
    shortcut.click()
    ada.open_thread(message)
    expect(ada.in_thread("3 of 4 answered")).to_contain_text("30 engineers")
    expect(ada.in_thread("How well does the team know Kubernetes?")).to_be_visible()
    ada.picture("advised-on", height=1100)


def test_home_lists_the_decision_and_leads_to_its_thread_after_a_restart(ada: Seat) -> None:
    ada.open_thread(ada.say("@orchestrator we are 70 engineers with 3 models"))
    expect(ada.in_thread("How well does the team know Kubernetes?")).to_be_visible()
    ada.restart_the_app()
    home = ada.go_home()
    expect(home).to_contain_text("For 70 engineers and 3 models")
    ada.picture("home", height=1000)
    entry = home.locator(".sl-block").filter(has_text="70 engineers").first
    entry.get_by_text("Open", exact=True).click()
    expect(ada.in_thread("2 of 4 answered")).to_contain_text("70 engineers")
    ada.choose("choose.kubernetes_skill.strong")
    expect(ada.in_thread("Kubernetes skill: Strong")).to_be_visible()
    ada.choose("choose.cloud.gcp")
    expect(ada.in_thread("My first message in this thread")).to_be_visible()


def test_home_begins_a_decision(browser_page: Page, local_slack: str) -> None:
    grace = Seat(browser_page, local_slack, "grace", "general")
    home = grace.go_home()
    home.locator('[data-action-id="start"]').click()
    grace.page.get_by_test_id("tab-messages").click()
    expect(grace.message("Choosing an orchestrator")).to_contain_text("0 of 4 answered")


def test_a_workspace_without_the_history_scope_is_told_to_mention_the_app(
    browser_page: Page, tmp_path: Path
) -> None:
    with playground(tmp_path, "--no-optional-scopes") as address:
        ada = Seat(browser_page, address, "ada", "general")
        ada.type("/orchestrator recommend 8 engineers, 3 models")
        ada.open_thread(ada.message("2 of 4 answered"))
        question = ada.in_thread("How well does the team know Kubernetes?")
        expect(question).to_contain_text("Mention me with the answer, or press a button")
        ada.reply("no k8s")
        ada.reply("@orchestrator aws")
        expect(ada.in_thread("Got it: AWS")).to_be_visible()
        expect(question).to_be_visible()
        ada.picture("must-be-mentioned")
