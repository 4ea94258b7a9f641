"""What people ask beside the questions: what if, compare, why not, have we outgrown it."""

import pytest
from playwright.sync_api import expect

from tests.seat import Seat

pytestmark = pytest.mark.browser


@pytest.fixture
def advised(ada: Seat) -> Seat:
    """Ada in the thread of a decision that is concluded."""
    ada.open_thread(ada.say("@orchestrator we are 8 engineers, 3 models, no k8s, on aws"))
    expect(ada.in_thread("What runs the pipelines today?")).to_be_visible()
    return ada


def test_a_supposition_changes_nothing_until_it_is_adopted(advised: Seat) -> None:
    root = advised.in_thread("Edit in a form")
    expect(root).to_contain_text("Metaflow, then Prefect")
    advised.reply("what if we move to GCP?")
    supposed = advised.in_thread("On Google Cloud")
    expect(supposed).to_contain_text("Prefect instead of Metaflow")
    expect(root).to_contain_text("no Kubernetes skill and AWS")
    advised.picture("what-if", height=1100)
    supposed.locator('[data-action-id="adopt"]').click()
    expect(root).to_contain_text("no Kubernetes skill and Google Cloud")
    adopted = advised.in_thread("Adopted by")
    expect(adopted).to_be_visible()
    expect(adopted.locator('[data-action-id="adopt"]')).to_have_count(0)
    advised.picture("adopted", height=1400)


def test_two_are_compared_with_the_weights_of_the_thread(advised: Seat) -> None:
    advised.reply("compare metaflow and dagster for us")
    compared = advised.in_thread("Metaflow and Dagster")
    expect(compared).to_contain_text("For the team of this decision")
    expect(compared.get_by_role("table")).to_contain_text("30 %")
    expect(compared.get_by_role("img")).to_be_visible()
    advised.picture("compare-in-thread", height=1100, until=compared.get_by_role("heading"))
    root = advised.in_thread("Edit in a form")
    advised.pick(root, "pick_compare", "ZenML")
    expect(advised.in_thread("Metaflow and ZenML").get_by_role("table")).to_be_visible()
    advised.picture("compare-picked", height=1200)


def test_why_not_and_why_a_question_is_asked(advised: Seat) -> None:
    advised.reply("why not Kubeflow?")
    expect(advised.in_thread("Kubeflow Pipelines, for this team")).to_contain_text("Back to:")
    advised.picture("why-not", height=1400)
    advised.choose("ask_why.current_orchestrator")
    expect(advised.in_thread("Only visible to you")).to_contain_text("Airflow")
    advised.picture("why-asked", height=1000)
    advised.reply("@orchestrator where are we?")
    expect(advised.in_thread("Where we are")).to_contain_text("8 engineers (@Ada Lovelace)")
    advised.picture("where-are-we", height=1000)


def test_outgrown_signals_are_counted_in_a_form(advised: Seat) -> None:
    advised.reply("have we outgrown Airflow?")
    asked = advised.in_thread("Have you outgrown Apache Airflow?")
    asked.locator('[data-action-id="open_quiz"]').scroll_into_view_if_needed()
    advised.picture("outgrown", height=1200)
    asked.locator('[data-action-id="open_quiz"]').click()
    expect(advised.modal.get_by_text("Not sure", exact=True)).to_have_count(5)
    for number in range(5):
        label = "Yes" if number < 2 else "Not sure"
        advised.modal.get_by_text(label, exact=True).nth(number).click()
    advised.picture("quiz", height=1100)
    advised.submit()
    expect(advised.modal).to_contain_text("one more were true")
    advised.picture("quiz-result")
    advised.page.get_by_test_id("modal-x").click()
    advised.picture("quiz-answered", height=1400)
    expect(advised.in_thread("Edit in a form")).to_contain_text("Airflow")
