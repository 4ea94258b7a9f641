"""What it would cost: the figures, what they rest on, and where each price comes from."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.seat import Seat, playground

pytestmark = pytest.mark.browser

TEAM = "@orchestrator we are 8 engineers, 3 models, no k8s, on aws"


@pytest.fixture
def advised(ada: Seat) -> Seat:
    """Ada in the thread of a decision that is concluded."""
    return _advised(ada)


def _advised(ada: Seat) -> Seat:
    ada.open_thread(ada.say(TEAM))
    expect(ada.in_thread("What runs the pipelines today?")).to_be_visible()
    return ada


def _cost_post(seat: Seat) -> Locator:
    """The cost of the decision, after its button was pressed."""
    seat.choose("cost")
    post = seat.in_thread("What it would cost")
    expect(post.get_by_role("table")).to_be_visible()
    return post


def _heading(message: Locator) -> Locator:
    return message.get_by_role("heading").first


def _open_form(seat: Seat, message: Locator) -> None:
    message.locator('[data-action-id="change_assumptions"]').click()
    expect(seat.modal).to_contain_text("What the sum rests on")


def test_the_cost_follows_what_is_assumed(advised: Seat) -> None:
    post = _cost_post(advised)
    expect(post).to_contain_text("For 20 pipelines, 10 runs a week of each, 8 engineers, 3 years.")
    expect(post.get_by_role("table")).to_contain_text("Metaflow, AWS Batch (pick)")
    chart = post.locator(".sl-chart").filter(has_text="3 years, from low to high")
    expect(chart.get_by_role("img")).to_have_text(re.compile(r"\d{2,3},\d00"))
    advised.picture("cost", height=2000, until=_heading(post))
    _open_form(advised, post)
    advised.picture("cost-form", height=1700)
    advised.fill(engineer_cost="a fortune", years="5")
    advised.submit()
    refused = advised.modal.get_by_test_id("error-engineer_cost")
    expect(refused).to_contain_text("I found no")
    expect(advised.modal.get_by_test_id("error-years")).to_be_hidden()
    advised.picture("cost-refused", height=1700)
    advised.fill(engineer_cost="150k")
    advised.submit()
    expect(advised.modal).to_have_count(0)
    expect(post).to_contain_text("8 engineers, 5 years")
    expect(post).to_contain_text("$150,000")
    expect(post.get_by_role("img", name="5 years, from low to high")).to_be_visible()
    expect(advised.thread.get_by_text("What it would cost", exact=True)).to_have_count(1)
    advised.picture("cost-changed", height=1200, until=_heading(post))
    advised.reply("@orchestrator actually 40 pipelines")
    expect(post).to_contain_text("For 40 pipelines")
    expect(post).to_contain_text("5 years")


def test_every_price_is_one_click_from_its_source(advised: Seat) -> None:
    post = _cost_post(advised)
    post.locator('[data-action-id="cost_lines"]').click()
    modal = advised.modal
    expect(modal).to_contain_text("Line items")
    items = modal.locator(".sl-text").filter(has_text="Credits for the steps").first
    expect(items).to_contain_text(re.compile(r"\$0\.0\d+ each"))
    expect(items).to_contain_text(re.compile(r"\d{4}-\d\d-\d\d, grade [A-Z]"))
    expect(items.get_by_role("link").first).to_have_attribute("href", re.compile("^https://"))
    texts = modal.locator(".sl-text").all_inner_texts()
    lines = [line for text in texts for line in text.split("• ")[1:] if "$" in line]
    assert lines
    assert [line for line in lines if not re.search(r"From .+, grade [A-Z]", line)] == []
    advised.picture("cost-lines", height=2400)
    advised.picture("cost-lines-plan", height=1400, until=items)
    advised.page.get_by_test_id("modal-close").click()
    expect(modal).to_have_count(0)


def test_two_that_are_compared_are_set_side_by_side_by_their_cost(advised: Seat) -> None:
    advised.reply("compare prefect and airflow for us")
    compared = advised.in_thread("Prefect and Airflow")
    compared.get_by_role("button", name="Cost side by side").click()
    answer = advised.in_thread("What it would cost: Prefect and")
    expect(answer.get_by_role("table")).to_contain_text("Prefect Cloud")
    expect(answer.get_by_role("table")).not_to_contain_text("Metaflow")
    expect(answer.get_by_role("img")).to_contain_text("Airflow")
    expect(answer.get_by_role("img")).not_to_contain_text("…")
    advised.picture("cost-side-by-side", height=2000, until=_heading(answer))


def test_a_cost_beside_any_decision_is_replaced_by_its_form(
    browser_page: Page, local_slack: str
) -> None:
    ada = Seat(browser_page, local_slack, "ada", "general")
    ada.type("/orchestrator cost prefect airflow 40 pipelines")
    answer = ada.message("What it would cost: Prefect and")
    expect(answer).to_contain_text("Only visible to you")
    expect(answer).to_contain_text("For 40 pipelines")
    ada.picture("cost-command", height=2000, until=_heading(answer))
    _open_form(ada, answer)
    ada.picture("cost-command-form", height=1700)
    ada.fill(engineer_cost="150k")
    ada.submit()
    expect(answer).to_contain_text("$150,000")
    expect(answer).to_contain_text("For 40 pipelines")
    expect(ada.page.get_by_text("What it would cost: Prefect and")).to_have_count(1)
    ada.picture("cost-command-changed", height=1200, until=_heading(answer))


def test_what_is_kept_for_the_workspace_counts_in_the_next_decision(
    browser_page: Page, tmp_path: Path
) -> None:
    with playground(tmp_path) as address:
        ada = Seat(browser_page, address, "ada", "ml-platform")
        ada.type("/orchestrator cost prefect")
        _open_form(ada, ada.message("What it would cost: Prefect"))
        ada.fill(currency="EUR", per_dollar="0.9", engineer_cost="100000")
        ada.modal.get_by_text("Keep these for this workspace").click()
        ada.submit()
        expect(ada.modal).to_have_count(0)
        post = _cost_post(_advised(ada))
        expect(post).to_contain_text("EUR 100,000")
        expect(post.get_by_role("table")).not_to_contain_text("$")
        ada.picture("cost-kept", height=2000, until=_heading(post))


def test_where_slack_draws_no_charts_the_table_comes_without(
    browser_page: Page, tmp_path: Path
) -> None:
    with playground(tmp_path, "--refuse-blocks", "data_visualization") as address:
        ada = _advised(Seat(browser_page, address, "ada", "ml-platform"))
        post = _cost_post(ada)
        expect(post.get_by_role("table")).to_contain_text("Metaflow, AWS Batch (pick)")
        expect(post.get_by_role("img")).to_have_count(0)
        expect(post).to_contain_text("What moves it most")
        ada.picture("cost-without-chart", height=1200, until=_heading(post))
