"""What is typed to evaluate and to decide, through the whole app: as a command, mentioned, alone.

Who may do it is for tests/test_permissions.py.
"""

from collections.abc import AsyncIterator

import pytest

from bot.views import notices
from bot.views.limits import view_violations, violations
from bot.workspaces import HISTORY
from engine.evaluation.items import categories
from knowledge.schema import KnowledgeBase
from tests import signed
from tests.bot_under_test import Bot, bot_running, offers, words_of
from tests.slack_double import Fault, Shown, SlackDouble

PICK = "metaflow"
EVERYTHING = "recommend 8 engineers, 3 models, no k8s, aws"
"""Leads to that pick."""
CHECKLIST = f"checklist.{PICK}"
FORMS = {"weigh": "ballot", "decide": "decide"}


@pytest.fixture
async def bot(slack: SlackDouble, database_url: str) -> AsyncIterator[Bot]:
    slack.scopes |= {"users:read"}
    slack.people["U9"] = {"is_admin": True}
    async with bot_running(slack, database_url) as running:
        yield running


async def decided(bot: Bot, outcome: str = PICK) -> Shown:
    """A decision that U1 has closed."""
    root = await bot.open(EVERYTHING)
    await bot.type("decide")
    assert (await bot.form())["callback_id"] == "decide"
    assert await bot.fill({"outcome": outcome}) == {}
    await bot.settled()
    return root


async def ticked(bot: Bot, sheet: Shown) -> set[str]:
    """What its message shows as ticked, once it shows what is kept."""
    await bot.settled()
    boxes = [each for row in sheet.blocks for each in row.get("elements", [])]
    return {
        option["value"]
        for box in boxes
        if box["type"] == "checkboxes"
        for option in box.get("initial_options", [])
    }


def posts(bot: Bot) -> list[str]:
    """Every message of every decision."""
    return sorted(each.post for each in bot.slack.messages.values())


# Sheets


async def test_a_checklist_without_any_decision_asks_nobody_anything(
    bot: Bot, kb: KnowledgeBase
) -> None:
    told = await bot.type("checklist prefect")
    assert told == "The checklist of Prefect comes in the thread."
    await bot.settled()
    assert posts(bot) == ["checklist.prefect", "root."]
    [root] = bot.slack.roots()
    sheet = await bot.post_of(root, "checklist.prefect")
    assert sheet.thread_ts == root.ts
    assert "0 of 24 pass" in sheet.text
    for category in categories("checklist", kb):
        _, boxes = signed.find(sheet.blocks, "tick", f":{category.id}")
        assert [each["value"] for each in boxes["options"]] == [each.id for each in category.items]


async def test_a_checklist_after_a_recommendation_is_that_of_the_pick(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    assert await bot.type("checklist") == "The checklist of Metaflow comes in the thread."
    assert (await bot.post_of(root, CHECKLIST)).thread_ts == root.ts


async def test_where_it_stands_already_it_is_linked_and_not_posted_again(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.type("checklist")
    sheet = await bot.post_of(root, CHECKLIST)
    await bot.settled()
    before = posts(bot)
    for text in ("checklist", "checklist metaflow", "our checklist, please."):
        assert f"p{sheet.ts.replace('.', '')}|open it>" in await bot.type(text)
    await bot.settled()
    assert posts(bot) == before


async def test_without_names_all_that_were_begun_are_linked(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.type("checklist dagster and prefect")
    for name in ("checklist.dagster", "checklist.prefect"):
        await bot.post_of(root, name)
    await bot.settled()
    told = await bot.type("checklist")
    assert "The checklist of Dagster: <" in told
    assert "The checklist of Prefect: <" in told
    assert "Metaflow" not in told


async def test_a_proof_of_concept_is_begun_by_its_own_word(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    assert await bot.type("poc prefect") == "The proof of concept of Prefect comes in the thread."
    trials = await bot.post_of(root, "trials.prefect")
    assert offers(trials, "open_scores")


async def test_a_name_that_is_nearly_right_is_guessed_and_said(bot: Bot) -> None:
    told = await bot.type("checklist prefct")
    assert "I read “prefct” as Prefect." in told
    await bot.settled()
    assert "checklist.prefect" in posts(bot)


async def test_a_name_that_nobody_knows_begins_nothing(bot: Bot) -> None:
    told = await bot.type("checklist banana")
    assert "“banana”" in told
    assert "/orchestrator checklist prefect dagster" in told
    await bot.settled()
    assert posts(bot) == []


async def test_among_known_names_the_unknown_one_is_told(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    told = await bot.type("checklist prefect banana dagster")
    assert "I know too little of banana" in told
    for name in ("checklist.prefect", "checklist.dagster"):
        await bot.post_of(root, name)


async def test_what_is_too_much_for_one_command_is_named_and_not_begun(bot: Bot) -> None:
    told = await bot.type("checklist prefect dagster metaflow zenml airflow kubeflow")
    assert "At most 4 at once; not begun: Apache Airflow, Kubeflow Pipelines." in told
    await bot.settled()
    begun = ("checklist.dagster", "checklist.metaflow", "checklist.prefect", "checklist.zenml")
    assert posts(bot) == [*begun, "root."]


async def test_without_a_name_or_a_recommendation_one_is_asked_for(bot: Bot) -> None:
    assert await bot.type("checklist") == notices.which_candidate("checklist")
    await bot.type("recommend 8 engineers")
    assert await bot.type("poc") == notices.which_candidate("trials")
    await bot.settled()
    assert "checklist" not in str(posts(bot))


async def test_a_redelivered_order_begins_one_sheet(bot: Bot) -> None:
    request = signed.command("checklist prefect", response_url=bot.slack.response_url)
    for _ in range(3):
        await bot.send(request)
    await bot.settled()
    assert posts(bot) == ["checklist.prefect", "root."]


async def test_a_decision_begun_for_a_sheet_alone_does_not_hide_a_later_one(bot: Bot) -> None:
    await bot.type("checklist prefect")
    await bot.settled()
    root = await bot.open(EVERYTHING)
    assert "Metaflow" in await bot.type("checklist")
    await bot.post_of(root, CHECKLIST)
    # Nor does it catch what is asked of the recommendation.
    assert "recommended is Metaflow" in await bot.type("why not kubeflow")
    await bot.type("lineage matters most")
    await bot.settled()
    assert "0 of 4 answered" in bot.slack.roots()[0].text


async def test_a_decision_begun_for_a_sheet_alone_goes_on_with_what_is_told(bot: Bot) -> None:
    await bot.type("checklist prefect")
    await bot.settled()
    await bot.type("8 engineers")
    await bot.settled()
    [root] = bot.slack.roots()
    assert "1 of 4 answered" in root.text
    await bot.question(root, "choose.model_count.3")


@pytest.mark.parametrize("how", ["mention", "direct"])
async def test_a_checklist_is_begun_by_a_message_too(bot: Bot, how: str) -> None:
    body = signed.mention("checklist prefect", ts="1800000000.000001")
    if how == "direct":
        body = signed.said("Checklist Prefect", ts="1800000000.000001", channel="D1", kind="im")
    await bot.send(signed.event(body))
    assert await bot.told("U1") == "The checklist of Prefect comes in the thread."
    [root] = bot.slack.roots()
    sheet = await bot.post_of(root, "checklist.prefect")
    assert sheet.channel == ("C1" if how == "mention" else "D1")


async def test_in_a_thread_the_sheet_is_of_the_decision_of_that_thread(bot: Bot) -> None:
    first = await bot.open(EVERYTHING)
    second = await bot.open("recommend 40 engineers, 30 models, strong k8s, gcp")
    said = signed.mention("checklist dagster", ts="1800000000.000001", thread_ts=first.ts)
    await bot.send(signed.event(said))
    await bot.post_of(first, "checklist.dagster")
    await bot.settled()
    of_second = [each for each in bot.slack.messages.values() if each.decision == second.decision]
    assert "checklist.dagster" not in [each.post for each in of_second]


async def test_a_checklist_is_begun_from_the_menu_of_the_recommendation(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.click(root, "pick_checklist", option="dagster")
    await bot.post_of(root, "checklist.dagster")
    await bot.settled()
    await bot.click(root, "pick_checklist", option="dagster")
    assert await bot.told("U1") == notices.IN_THREAD_ALREADY


async def test_every_message_of_it_keeps_slacks_limits(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.type("checklist prefect dagster")
    await bot.type("poc prefect")
    for name in ("checklist.prefect", "checklist.dagster", "trials.prefect"):
        assert violations((await bot.post_of(root, name)).blocks, "message") == []


# Ticks


async def test_two_people_tick_the_same_category_and_none_is_lost(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.type("checklist")
    sheet = await bot.post_of(root, CHECKLIST)
    await bot.settled()
    first = signed.action(
        sheet, "tick", part=":development", ticked=["first_run", "editors"], user="U1"
    )
    # U2 saw the same picture.
    second = signed.action(sheet, "tick", part=":development", ticked=["iteration"], user="U2")
    await bot.send(first)
    await bot.send(second)
    assert await ticked(bot, sheet) == {"first_run", "editors", "iteration"}
    assert "3 of 24 pass" in sheet.text
    # Redelivered, it changes nothing.
    await bot.send(first)
    await bot.tick(sheet, "development", "first_run", "iteration", user="U2")
    await bot.send(first)
    assert await ticked(bot, sheet) == {"first_run", "iteration"}


async def test_an_item_is_judged_in_its_form(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.type("checklist")
    sheet = await bot.post_of(root, CHECKLIST)
    await bot.click(sheet, "pick_item", option="secrets", user="U2")
    assert view_violations(await bot.form()) == []
    held = {"verdict": "fail", "note": "No vault.", "assignee": "U3"}
    assert await bot.fill({**held, "link": "ftp://x"}, user="U2") == {"link": notices.WRONG_LINK}
    assert await bot.fill(held, user="U2") == {}
    await bot.settled()
    assert "Failed: 1" in sheet.text
    assert "Notes: 1" in sheet.text
    assert "<@U3>" in words_of(sheet)


# Ballots


async def test_the_ballot_opens_from_the_command_and_counts_in_the_thread(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    assert await bot.type("weigh", user="U2") == ""
    view = await bot.form()
    assert view["callback_id"] == "ballot"
    assert view_violations(view) == []
    everything = [each["block_id"] for each in view["blocks"] if "element" in each]
    only_lineage = {each: "100" if each == "lineage" else "" for each in everything}
    assert await bot.fill(only_lineage, user="U2") == {}
    ballots = await bot.post_of(root, "ballots.")
    assert "<@U2>" in words_of(ballots)
    assert await bot.fill({"lineage": "a lot"}, user="U2") != {}


@pytest.mark.parametrize("word", ["weigh", "decide"])
async def test_where_nothing_is_decided_there_is_no_form(bot: Bot, word: str) -> None:
    assert await bot.type(word) == notices.NO_DECISION_HERE
    await bot.idle()
    assert bot.slack.views == []


async def test_what_has_no_recommendation_yet_is_not_closed(bot: Bot) -> None:
    await bot.open("recommend 8 engineers")
    assert "There is no recommendation to decide on yet" in await bot.type("decide")


# Where no form may open by itself


@pytest.mark.parametrize("word", [*FORMS])
@pytest.mark.parametrize("how", ["mention", "direct"])
async def test_a_message_is_answered_with_a_button_that_opens_the_form(
    bot: Bot, word: str, how: str
) -> None:
    channel = "C1" if how == "mention" else "D1"
    root = await bot.open(EVERYTHING, channel=channel)
    ts = "1800000000.000001"
    body = signed.mention(word, ts=ts, thread_ts=root.ts)
    if how == "direct":
        body = signed.said(word, ts=ts, channel="D1", kind="im")
    await bot.send(signed.event(body))
    assert await bot.told("U1") == notices.PRESS_TO[word]
    assert bot.slack.views == []
    [told] = bot.slack.ephemerals
    shown = Shown(channel, "1800000000.000002", "", told["blocks"], told.get("thread_ts"))
    await bot.click(shown, f"open_{FORMS[word].replace('weigh', 'ballot')}", ephemeral=True)
    assert (await bot.form())["callback_id"] == FORMS[word]


@pytest.mark.parametrize(
    ("word", "told"),
    [("weigh", notices.DECIDED), ("decide", "Somebody has closed this decision already")],
)
async def test_no_form_of_a_closed_decision_is_offered(bot: Bot, word: str, told: str) -> None:
    root = await decided(bot)
    said = signed.mention(word, ts="1800000000.000001", thread_ts=root.ts)
    await bot.send(signed.event(said))
    assert (await bot.told("U1")).startswith(told)
    [shown] = bot.slack.ephemerals
    assert not shown.get("blocks")


async def test_an_admin_is_offered_the_settings_wherever_they_write(bot: Bot) -> None:
    said = signed.mention("settings", ts="1800000000.000001", user="U9")
    await bot.send(signed.event(said))
    assert await bot.told("U9") == notices.PRESS_TO["settings"]
    [told] = bot.slack.ephemerals
    shown = Shown("C1", "1800000000.000002", "", told["blocks"], None)
    await bot.click(shown, "open_settings", user="U9", ephemeral=True)
    assert (await bot.form())["callback_id"] == "settings"


async def test_settings_that_an_admin_sends_count_for_the_next_decision(bot: Bot) -> None:
    assert await bot.type("settings", user="U9") == ""
    view = await bot.form()
    assert view["callback_id"] == "settings"
    assert view_violations(view) == []
    assert await bot.fill({"retention_days": "soon"}, user="U9") != {}
    assert await bot.fill({"weight_lineage": "100"}, user="U9") == {}
    root = await bot.open(EVERYTHING)
    await bot.type("weigh")
    lineage = next(
        each for each in (await bot.form())["blocks"] if each.get("block_id") == "lineage"
    )
    assert "It counts 100 % in this decision now." in lineage["hint"]["text"]
    await bot.shows(root, "set for this workspace (Artifact lineage 100 %)")
    await bot.settled()
    await bot.click(root, "drop_group_weights")
    await bot.shows(root, "Weights of the lesson")


# The record


async def test_the_record_of_a_channel_is_listed_with_its_link(bot: Bot) -> None:
    assert "No record stands here" in await bot.type("record")
    root = await decided(bot)
    record = await bot.post_of(root, "record.")
    told = await bot.type("record", user="U3")
    assert "Record 1: Metaflow, by <@U1>" in told
    assert f"p{record.ts.replace('.', '')}|open it>" in told
    assert "No record stands here" in await bot.type("record", channel="C2")
    said = signed.mention("records", ts="1800000000.000001", user="U3")
    await bot.send(signed.event(said))
    assert "Record 1: Metaflow" in await bot.told("U3")


async def test_a_closed_decision_takes_no_tick_and_its_picture_is_drawn_again(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.type("checklist")
    sheet = await bot.post_of(root, CHECKLIST)
    await bot.settled()
    await bot.tick(sheet, "development", "first_run", user="U2")
    await bot.settled()
    late = signed.action(sheet, "tick", part=":failures", ticked=["retries"], user="U2")
    await bot.type("decide")
    assert await bot.fill({"outcome": PICK}) == {}
    await bot.settled()
    assert not offers(sheet, "tick")
    updates = sheet.updates
    await bot.send(late)
    assert await bot.told("U2") == notices.DECIDED
    await bot.slack.until(lambda: sheet.updates > updates)
    assert "1 of 24 pass" in sheet.text


async def test_a_late_answer_to_others_is_told_to_whoever_gave_it_once(
    slack: SlackDouble, database_url: str
) -> None:
    slack.scopes |= {"users:read", *HISTORY}
    async with bot_running(slack, database_url) as bot:
        root = await decided(bot)
        late, talk = (
            signed.said(text, ts=f"1800000000.00000{number}", thread_ts=root.ts, user="U2")
            for number, text in enumerate(("actually 40 engineers", "see you on Monday"), 1)
        )
        request = signed.event(late)
        for each in (request, request, signed.event(talk)):
            await bot.send(each)
            await bot.idle()
        assert [(each["user"], each["text"]) for each in slack.ephemerals] == [
            ("U2", notices.DECIDED)
        ]
        assert all(each.post for each in slack.thread(root))


async def test_a_closed_decision_still_shows_its_sheets_and_takes_nothing(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.type("checklist")
    await bot.post_of(root, CHECKLIST)
    await bot.type("decide")
    assert await bot.fill({"outcome": PICK}) == {}
    await bot.settled()
    assert "open it" in await bot.type("checklist")
    assert await bot.type("weigh") == notices.DECIDED
    assert "Somebody has closed this decision already" in await bot.type("decide")


async def test_a_sheet_that_a_closed_decision_lacks_begins_anew(bot: Bot) -> None:
    closed = await bot.open(EVERYTHING)
    await bot.type("decide")
    assert await bot.fill({"outcome": PICK}) == {}
    await bot.settled()
    assert await bot.type("checklist") == notices.NAME_ONE_TO_BEGIN
    await bot.type("checklist prefect")
    await bot.slack.until(lambda: len(bot.slack.roots()) == 2)
    anew = bot.slack.roots()[-1]
    assert "0 of 24 pass" in (await bot.post_of(anew, "checklist.prefect")).text
    assert all(each.post != "checklist.prefect" for each in bot.slack.thread(closed))


async def test_in_the_thread_of_a_cancelled_decision_a_sheet_begins_anew(bot: Bot) -> None:
    root = await bot.open("recommend")
    await bot.click(root, "cancel")
    await bot.settled()
    said = signed.mention("checklist dagster", ts="1800000000.000001", thread_ts=root.ts)
    await bot.send(signed.event(said))
    await bot.slack.until(lambda: len(bot.slack.roots()) == 2)
    anew = bot.slack.roots()[-1]
    assert anew.decision != root.decision
    assert "0 of 24 pass" in (await bot.post_of(anew, "checklist.dagster")).text


async def test_reopened_it_goes_on_and_decided_again_it_keeps_its_number(bot: Bot) -> None:
    root = await decided(bot)
    record = await bot.post_of(root, "record.")
    await bot.click(record, "reopen")
    await bot.shows(record, "does not count")
    await bot.settled()
    assert "No record stands here" in await bot.type("record")
    assert offers(root, "open_decide")
    await bot.click(root, "open_decide")
    assert await bot.fill({"outcome": "prefect"}) == {}
    await bot.shows(record, "Prefect")
    assert "Record 1: Prefect" in await bot.type("record")


async def test_a_later_decision_supersedes_an_earlier_one(bot: Bot) -> None:
    first = await decided(bot)
    second = await bot.open(EVERYTHING)
    await bot.click(second, "open_decide")
    await bot.form()
    assert await bot.fill({"outcome": "dagster", "supersedes": first.decision}) == {}
    await bot.shows(first, "record 2")
    told = await bot.type("record")
    assert "Record 2: Dagster" in told
    assert "Record 1" not in told


async def test_a_record_that_slack_took_late_is_listed_without_a_link(bot: Bot) -> None:
    root = await decided(bot)
    await bot.post_of(root, "record.")
    bot.slack.faults["chat.getPermalink"].append(Fault(error="internal_error"))
    told = await bot.type("record")
    assert "Record 1: Metaflow" in told
    assert "open it" not in told
