"""One decision as a newcomer takes it: by clicks, by typing, by the form, by commands."""

import re

import pytest
from playwright.sync_api import expect

from tests.seat import Seat

pytestmark = pytest.mark.browser


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
    expect(ada.in_thread("Pipelines: not known")).to_be_visible()
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
    expect(answer.get_by_test_id("replies")).to_have_text(re.compile("1 reply"))
    ada.picture("recommendation", height=900)
    ada.open_thread(answer)
    expect(ada.thread).to_contain_text("What runs the pipelines today?")
    ada.choose("enough")
    expect(ada.in_thread("Runs today: not answered")).to_be_visible()
    expect(answer.locator('[data-action-id^="change."]')).to_have_text("Ask me: Runs today")


def test_the_form_says_what_it_cannot_use_and_takes_the_rest(ada: Seat) -> None:
    ada.type("/orchestrator recommend 9 engineers")
    root = ada.message("1 of 4 answered")
    root.locator('[data-action-id="open_form"]').click()
    form = ada.modal
    expect(form).to_contain_text("How many models")
    inputs = form.locator('[data-action-id="answer"]')
    expect(inputs.nth(0)).to_have_value("9")
    inputs.nth(1).fill("0")
    ada.submit()
    expect(form).to_contain_text("no models yet")
    ada.picture("form")
    inputs.nth(1).fill("3")
    form.get_by_text("Strong", exact=True).click()
    ada.submit()
    expect(form).to_have_count(0)
    expect(ada.message("9 engineers")).to_contain_text("3 of 4 answered")


def test_a_restart_in_the_middle_goes_on(ada: Seat) -> None:
    ada.type("/orchestrator recommend 7 engineers, 2 models")
    root = ada.message("2 of 4 answered")
    ada.open_thread(root)
    expect(ada.thread.locator('[data-action-id="choose.kubernetes_skill.none"]')).to_be_visible()
    ada.restart_the_app()
    ada.choose("choose.kubernetes_skill.none")
    ada.choose("choose.cloud.azure")
    expect(ada.message("For 7 engineers")).to_contain_text("Azure")


def test_where_the_app_is_no_member_it_goes_on_in_the_direct_message(ada: Seat) -> None:
    ada.go("private-planning")
    ada.type("/orchestrator recommend")
    expect(ada.message("/invite")).to_contain_text("direct message")
    ada.picture("not-a-member")
    ada.go("app")
    root = ada.message("we go on here")
    ada.open_thread(root)
    ada.reply("8 engineers, 3 models, no k8s, aws")
    expect(ada.message("Metaflow, then Prefect")).to_be_visible()
    ada.picture("direct-message")


def test_two_people_see_one_conversation_and_only_their_own_whispers(
    ada: Seat, grace: Seat
) -> None:
    ada.type("/orchestrator recommend 6 engineers")
    expect(ada.message("Got it: 6 engineers")).to_be_visible()
    grace.open_thread(grace.message("1 of 4 answered"))
    expect(grace.page.get_by_text("Got it: 6 engineers")).to_have_count(0)
    grace.choose("choose.model_count.3")
    expect(ada.message("2 of 4 answered")).to_be_visible()
    ada.open_thread(ada.message("2 of 4 answered"))
    expect(ada.thread).to_contain_text("Models: 3 models (@Grace")


def test_help_and_a_mistyped_command(ada: Seat) -> None:
    ada.type("/orchestrator recomend")
    expect(ada.message("Did you mean")).to_contain_text("/orchestrator recommend")
    ada.type("/orchestrator help")
    expect(ada.message("Advise on this thread")).to_contain_text("/orchestrator why not kubeflow")
    ada.picture("help", height=1100)
