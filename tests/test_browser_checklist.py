"""From advice to a decision that a team makes together: ticks, tests, weights, the record."""

import csv
import json
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.seat import Seat, seated

pytestmark = pytest.mark.browser

TRIALS = 4


@pytest.fixture
def joan(browser: Browser, local_slack: str) -> Iterator[Seat]:
    """Somebody of another workspace, before the channel that is shared with it."""
    with seated(browser, local_slack, "joan", "partner-labs") as seat:
        yield seat


def _advised(seat: Seat, engineers: int, *others: Seat) -> Locator:
    """The recommendation for so many engineers, in the thread that all of them have open."""
    seat.type(f"/orchestrator recommend {engineers} engineers, 3 models, no k8s, aws")
    title = f"For {engineers} engineers, 3 models"
    for each in (seat, *others):
        each.open_thread(each.message(title))
        expect(each.in_thread("What runs the pipelines today?")).to_be_visible()
    return seat.same(seat.message(title))


def _posted(seat: Seat, title: str) -> Locator:
    """The message of the thread with this title, whatever it is called later."""
    found = seat.in_thread(title)
    expect(found.get_by_role("heading", name=title)).to_be_visible()
    return seat.same(found, in_thread=True)


def _checklist(seat: Seat, root: Locator, candidate: str) -> Locator:
    """The checklist of a candidate, begun from the recommendation."""
    menu = root.locator('[data-action-id="pick_checklist"]')
    row = menu.locator("xpath=ancestor::*[@data-block-id][1]")
    drawn = row.get_attribute("data-block-id") or ""
    seat.pick(root, "pick_checklist", candidate)
    # The recommendation is drawn anew, so that its menu keeps no choice.
    expect(row).not_to_have_attribute("data-block-id", drawn)
    return _posted(seat, f"{candidate}: 0 of 24 pass")


def _box(sheet: Locator, item: str) -> Locator:
    return sheet.locator(f'input[data-value="{item}"]')


def _shows(sheet: Locator, passed: str, **ticked: bool) -> None:
    """Wait until a message shows so many passed, and these items so."""
    expect(sheet.get_by_role("heading")).to_contain_text(passed)
    for item, is_ticked in ticked.items():
        expect(_box(sheet, item)).to_be_checked(checked=is_ticked)


def _at_once(*boxes: Locator) -> None:
    """Click them at one moment, each in its own browser, before the same picture."""
    seen = {
        box.locator("xpath=ancestor::*[@data-block-id][1]").get_attribute("data-block-id")
        for box in boxes
    }
    assert len(seen) == 1
    moment = (time.time() + 0.5) * 1000
    for box in boxes:
        box.evaluate("(box, at) => { setTimeout(() => box.click(), at - Date.now()) }", moment)


def _kept(data: Path) -> Mapping[str, str | None]:
    """The verdict of each item of the checklist that was changed last, as the database has it."""
    with closing(sqlite3.connect(f"file:{data / 'orchestrator.sqlite3'}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "select item, content from finding where decision_id ="
            " (select decision_id from sheet order by rowid desc limit 1)"
        ).fetchall()
    return {item: json.loads(content).get("verdict") for item, content in rows}


def test_two_people_tick_one_group_at_the_same_moment(ada: Seat, grace: Seat, data: Path) -> None:
    sheet = _checklist(ada, _advised(ada, 6, grace), "Prefect")
    hers = _posted(grace, "Prefect: 0 of 24 pass")
    _at_once(_box(sheet, "first_run"), _box(hers, "single_step"))
    for each in (sheet, hers):
        _shows(each, "2 of 24", first_run=True, single_step=True)
    assert _kept(data) == {"first_run": "pass", "single_step": "pass"}
    _at_once(_box(sheet, "first_run"), _box(hers, "iteration"))
    for each in (sheet, hers):
        _shows(each, "2 of 24", first_run=False, single_step=True, iteration=True)
    assert _kept(data) == {"first_run": None, "single_step": "pass", "iteration": "pass"}


def test_a_checklist_is_filled_in_together(ada: Seat, grace: Seat) -> None:
    root = _advised(ada, 7, grace)
    sheet = _checklist(ada, root, "Prefect")
    for number, item in enumerate(("first_run", "single_step", "retries", "history", "logs"), 1):
        _box(sheet, item).click()
        _shows(sheet, f"{number} of 24")

    ada.pick(sheet, "pick_item", "A failed run goes on from the failed step")
    expect(ada.modal).to_contain_text("without those that succeeded")
    ada.modal.get_by_text("Fail", exact=True).click()
    ada.fill(note="Every step ran again after the worker was restarted.", link="example.org/17")
    ada.submit()
    expect(ada.modal).to_contain_text("Write an address that begins with https://")
    ada.fill(link="https://example.org/17")
    ada.picture("item", height=1000)
    ada.save()
    expect(sheet).to_contain_text("failed, says @Ada Lovelace")
    expect(sheet).to_contain_text("1 of 5 pass, 1 failed")
    ada.pick(sheet, "pick_item", "API keys and passwords reach the steps safely")
    ada.select("assignee", "Grace Hopper")
    ada.save()
    expect(sheet).to_contain_text("for @Grace Hopper")
    ada.picture("checklist", height=1500, since=sheet)

    hers = _posted(grace, "Prefect: 5 of 24 pass")
    hers.get_by_role("button", name="Open items").click()
    expect(grace.modal).to_contain_text("18 open, 1 of them yours")
    _box(grace.modal, "secrets").click()
    grace.picture("open-items", height=1300)
    grace.save()
    _shows(sheet, "6 of 24", secrets=True)
    sheet.get_by_role("button", name="Undo").click()
    expect(ada.in_thread("has changed that since")).to_contain_text("@Grace Hopper")
    hers.get_by_role("button", name="Undo").click()
    _shows(sheet, "5 of 24", secrets=False)


def test_what_was_changed_is_told_taken_away_and_taken_back(ada: Seat) -> None:
    sheet = _checklist(ada, _advised(ada, 3), "Dagster")
    _box(sheet, "logs").click()
    _shows(sheet, "1 of 24", logs=True)
    _box(sheet, "logs").click()
    _shows(sheet, "0 of 24", logs=False)
    ada.pick(sheet, "pick_item", "Which run made which artifact")
    ada.modal.get_by_text("Partial", exact=True).click()
    ada.fill(note="Only for assets", link="https://example.org/17")
    ada.save()
    expect(sheet).to_contain_text("0 of 5 pass, 1 partial")
    sheet.get_by_role("button", name="History").click()
    expect(ada.modal).to_contain_text("@Ada Lovelace unticked")
    link = ada.modal.get_by_role("link", name="https://example.org/17")
    expect(link).to_have_attribute("href", "https://example.org/17")
    ada.picture("history", height=1000)
    ada.close()

    menu = sheet.locator('[data-action-id="pick_export"]')
    row = menu.locator("xpath=ancestor::*[@data-block-id][1]")
    drawn = row.get_attribute("data-block-id") or ""
    ada.pick(sheet, "pick_export", "CSV")
    # A sheet is drawn anew after its menus, so that the same option can be chosen again.
    expect(row).not_to_have_attribute("data-block-id", drawn)
    card = ada.in_thread("checklist-dagster.csv").get_by_test_id("file")
    with ada.page.expect_download() as download:
        card.click()
    lines = download.value.path().read_text().splitlines()
    rows = {each["item"]: each for each in csv.DictReader(lines)}
    assert len(rows) == 24
    assert (rows["artifacts"]["verdict"], rows["artifacts"]["note"]) == (
        "partial",
        "Only for assets",
    )
    ada.picture("exported", until=card)

    sheet.get_by_role("button", name="Reset").click()
    expect(ada.page.get_by_test_id("confirm")).to_contain_text("Every verdict, note, link")
    ada.agree()
    expect(sheet).not_to_contain_text("1 partial")
    sheet.get_by_role("button", name="Undo").click()
    expect(sheet).to_contain_text("1 partial")


def test_a_thread_is_reminded_of_a_checklist_until_that_is_taken_back(ada: Seat) -> None:
    sheet = _checklist(ada, _advised(ada, 11), "Metaflow")
    remind_us = sheet.get_by_role("button", name="Remind us")
    remind_us.click()
    expect(ada.modal).to_contain_text("No reminder stands yet.")
    ada.submit()
    expect(ada.modal).to_contain_text("Choose a day.")
    in_two_days = datetime.now(UTC).date() + timedelta(days=2)
    ada.fill(date=in_two_days.isoformat(), time="10:30")
    ada.save()
    promised = ada.in_thread("Slack posts the reminder in this thread")
    expect(promised).to_contain_text(f"{in_two_days:%B %Y} at 10:30")

    remind_us.click()
    expect(ada.modal).to_contain_text("10:30, by @Ada Lovelace")
    ada.modal.get_by_text("Take these back").click()
    ada.picture("reminder")
    ada.save()
    expect(ada.in_thread("The reminder that stood is taken back.")).to_be_visible()


def test_what_a_team_tests_itself_stands_beside_the_recommendation(ada: Seat, grace: Seat) -> None:
    root = _advised(ada, 8, grace)
    for candidate in ("Prefect", "Dagster"):
        _checklist(ada, root, candidate).get_by_role("button", name="Proof of concept").click()
        _posted(ada, f"Proof of concept: {candidate}")
    trials = _posted(ada, "Proof of concept: Prefect")
    for number, item in enumerate(("own_code", "made_to_fail"), 1):
        _box(trials, item).click()
        expect(trials).to_contain_text(f"Tasks: {number} of 10 pass")
    for seat, prefect, dagster in ((ada, "3", "4"), (grace, "4", "5, the best")):
        for candidate, points in (("Prefect", prefect), ("Dagster", dagster)):
            _posted(seat, f"Proof of concept: {candidate}").get_by_role(
                "button", name="Score", exact=True
            ).click()
            expect(seat.modal).to_contain_text(f"How did {candidate} do?")
            for number in range(TRIALS):
                seat.modal.get_by_text(points, exact=True).nth(number).click()
            seat.save()
    expect(trials).to_contain_text("3.5 of 5 over all 4 tests, 2 people")
    said = re.compile(r"Dagster leads with 4\.5 of 5 \(Prefect 3\.5\); the matrix said Metaflow")
    expect(root).to_contain_text(said)
    ada.picture("proof-of-concept", height=1500, until=trials.get_by_text("Scored by"))
    trials.get_by_role("button", name="Compare candidates").click()
    beside = _posted(ada, "Dagster and Prefect side by side")
    expect(beside).to_contain_text(said)
    expect(beside.get_by_role("table")).to_contain_text("Test: A failure4.5 of 53.5 of 5")
    ada.picture("side-by-side", height=1200, until=beside.get_by_text("grade J"))


def test_a_group_weighs_and_decides(ada: Seat, grace: Seat) -> None:
    root = _advised(ada, 9, grace)
    for seat, points in (
        (ada, {"learning_curve": "60", "observability": "40"}),
        (grace, {"lineage": "50", "observability": "50"}),
    ):
        seat.same(root).get_by_role("button", name="Weigh together").click()
        expect(seat.modal).to_contain_text("How much does each of these count for you?")
        for each in seat.modal.locator('[data-action-id="answer"]').all():
            each.fill("")
        seat.fill(**points)
        seat.save()
    ballots = _posted(ada, "2 people have weighed")
    expect(ballots).to_contain_text("The two of you share 40 of 100 points")
    ada.picture("ballots", height=1400, until=ballots.get_by_text("Weighed by"))
    ballots.get_by_role("button", name="Use the group's weights").click()
    expect(ballots).to_contain_text("These weights count in the recommendation")
    expect(root).to_contain_text("set by the team")

    root.get_by_role("button", name="Decide").click()
    ada.select("outcome", "Dagster (recommended)")
    ada.fill(because="the audit asks for lineage, and its UI shows it.")
    ada.picture("decide", height=1000)
    ada.save()
    expect(root).to_contain_text("Decided: Dagster")
    record = _posted(ada, "Decided: Dagster")
    expect(record).to_contain_text("the audit asks for lineage")
    expect(record).to_contain_text("by the ranking with weights set by hand")
    expect(ada.in_thread("Runs today: not answered before the decision was closed")).to_be_visible()
    ada.picture("record", height=1500, since=record)
    expect(ballots).to_contain_text("The decision is closed")
    home = grace.go_home()
    expect(home).to_contain_text("Decided: Dagster")
    expect(home.get_by_role("button", name="Settings of this workspace")).to_have_count(0)


def test_only_whoever_opened_a_decision_or_an_admin_ends_it(ada: Seat, grace: Seat) -> None:
    root = _advised(ada, 5, grace)
    hers = grace.same(root)
    refused = grace.page.get_by_text(
        "Only whoever opened this decision (@Ada Lovelace) or an admin"
    )
    hers.get_by_role("button", name="Decide").click()
    expect(refused).to_have_count(1)
    root.get_by_role("button", name="Decide").click()
    ada.select("outcome", "Prefect")
    ada.save()
    expect(hers).to_contain_text("Decided: Prefect")
    expect(hers).to_contain_text("The team decided otherwise than the app recommended")
    hers.get_by_role("button", name="Reopen").click()
    grace.agree()
    expect(refused).to_have_count(2)
    grace.picture("refused")
    root.get_by_role("button", name="Reopen").click()
    ada.agree()
    expect(ada.in_thread("does not count: its decision was opened again")).to_be_visible()
    expect(hers.get_by_role("button", name="Decide")).to_be_visible()
    hers.get_by_role("button", name="Delete").click()
    grace.agree()
    expect(refused).to_have_count(3)
    root.get_by_role("button", name="Delete").click()
    ada.agree()
    expect(hers).to_contain_text("Deleted by @Ada Lovelace")
    expect(grace.thread).not_to_contain_text("What runs the pipelines today?")


def test_an_admin_sets_whether_people_of_other_workspaces_take_part(ada: Seat, joan: Seat) -> None:
    ada.go("partner-labs")
    _checklist(ada, _advised(ada, 4, joan), "Prefect")
    hers = _posted(joan, "Prefect: 0 of 24 pass")
    _box(hers, "logs").click()
    expect(joan.in_thread("Only visible to you")).to_contain_text("other workspaces")
    _shows(hers, "0 of 24", logs=False)
    joan.picture("looks-on", until=joan.in_thread("Only visible to you"))
    home = ada.go_home()
    expect(home).to_contain_text("For 4 engineers")
    ada.picture("home", height=1000)
    home.get_by_role("button", name="Settings of this workspace").click()
    expect(ada.modal).to_contain_text("What people of other workspaces do")
    ada.picture("settings", height=2400)
    strangers = ada.modal.locator('[data-block-id="strangers"]')
    strangers.get_by_text("Take part as members do", exact=True).click()
    ada.save()
    _box(hers, "logs").click()
    _shows(hers, "1 of 24", logs=True)
