"""Who may do what, through the whole app: members, guests, strangers, openers and admins."""

import asyncio
import copy
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from bot.desk import Desk
from bot.ledger import Ledger
from bot.store import decisions, erasing
from bot.store.database import Database
from bot.store.schema import ballot, decision, post, record, sheet, turn
from bot.tenant import Tenant
from bot.views import notices, refusals
from bot.workspaces import HISTORY
from knowledge.schema import KnowledgeBase
from tests import signed
from tests.bot_under_test import Bot, bot_running, offers, words_of
from tests.signed import Signed
from tests.slack_double import TEAM, Fault, Shown, SlackDouble

EVERYTHING = "recommend 8 engineers, 3 models, no k8s, aws"
"""Leads to Metaflow."""
CHECKLIST = "checklist.metaflow"
ADMIN, GUEST, STRANGER = "U9", "U8", "U7"
ELSEWHERE = "T0OTHER"
TS = "1800000000.000001"
DAY = 24 * 3600


@pytest.fixture
async def bot(slack: SlackDouble, database_url: str) -> AsyncIterator[Bot]:
    slack.scopes |= {"users:read"}
    slack.people[ADMIN] = {"is_admin": True}
    slack.people[GUEST] = {"is_restricted": True}
    slack.people[STRANGER] = {"team_id": ELSEWHERE}
    async with bot_running(slack, database_url) as running:
        yield running


async def govern(bot: Bot, **settings: str) -> None:
    """An admin sets this for the workspace."""
    await bot.type("settings", user=ADMIN)
    assert await bot.fill(settings, user=ADMIN) == {}


async def checked(bot: Bot) -> tuple[Shown, Shown]:
    """A recommendation of U1, and the checklist of its pick with one item ticked."""
    root = await bot.open(EVERYTHING)
    await bot.type("checklist")
    found = await bot.post_of(root, CHECKLIST)
    await bot.settled()
    await bot.tick(found, "development", "first_run")
    await bot.shows(found, "1 of 24 pass")
    await bot.settled()
    return root, found


async def status(bot: Bot, root: Shown) -> str:
    async with bot.database.transaction(Tenant(TEAM)) as tx:
        found = await decisions.load(tx, root.decision)
    assert found is not None
    return found.dialogue.status


# Who takes part

WHO: dict[str, tuple[str, str, str]] = {
    "guest": (GUEST, "guests", refusals.GUESTS_LOOK_ON),
    "stranger": (STRANGER, "strangers", refusals.STRANGERS_LOOK_ON),
}
"""By what they are: a person, the setting for them, what they are told who may only look on."""


@pytest.mark.parametrize("who", [*WHO])
async def test_who_may_only_look_on_ticks_nothing_and_sees_what_is_kept(bot: Bot, who: str) -> None:
    person, setting, told = WHO[who]
    await govern(bot, **{setting: "look_on"})
    _, found = await checked(bot)
    updates = found.updates
    await bot.tick(found, "development", "first_run", "editors", user=person)
    assert await bot.told(person) == told
    await bot.slack.until(lambda: found.updates > updates)
    assert "1 of 24 pass" in found.text


@pytest.mark.parametrize("who", [*WHO])
async def test_who_may_take_part_ticks_as_members_do(bot: Bot, who: str) -> None:
    person, setting, _ = WHO[who]
    await govern(bot, **{setting: "take_part"})
    _, found = await checked(bot)
    await bot.tick(found, "development", "first_run", "editors", user=person)
    await bot.shows(found, "2 of 24 pass")


async def test_by_default_guests_take_part_and_strangers_look_on(bot: Bot) -> None:
    _, found = await checked(bot)
    await bot.tick(found, "development", "first_run", "editors", user=GUEST)
    await bot.shows(found, "2 of 24 pass")
    await bot.settled()
    await bot.tick(found, "failures", "retries", user=STRANGER)
    assert await bot.told(STRANGER) == refusals.STRANGERS_LOOK_ON


async def test_the_workspace_that_a_click_names_makes_a_stranger(bot: Bot) -> None:
    _, found = await checked(bot)
    await bot.tick(found, "development", "first_run", "editors", user="U2", from_team=ELSEWHERE)
    assert await bot.told("U2") == refusals.STRANGERS_LOOK_ON
    assert "1 of 24 pass" in found.text


def by_stranger(root: Shown, found: Shown) -> Mapping[str, Signed]:
    """Ways to change something."""
    written = {"ts": TS, "user": STRANGER, "text": "We are 9 engineers."}
    who: Mapping[str, Any] = {"user": STRANGER, "from_team": ELSEWHERE}
    start = {"type": "button", "action_id": "start"}
    begins = Shown("C1", TS, "", [{"block_id": "start", "elements": [start]}], None)
    return {
        "a control of the root message": signed.action(root, "reasons", **who),
        "a control of a sheet": signed.action(found, "undo", **who),
        "a new decision": signed.action(begins, "start", **who),
        "a reply that mentions the app": signed.event(
            signed.mention("9 engineers", ts=TS, user=STRANGER, thread_ts=root.ts)
        ),
        "an order in a message": signed.event(
            signed.mention("checklist dagster", ts=TS, user=STRANGER, thread_ts=root.ts)
        ),
        "a direct message": signed.event(
            signed.said("recommend", ts=TS, user=STRANGER, channel="D7", kind="im")
        ),
        "a shortcut on a message": signed.message_shortcut(written, user=STRANGER),
    }


async def test_a_stranger_who_looks_on_changes_nothing_in_any_way(bot: Bot) -> None:
    root, found = await checked(bot)
    await bot.idle()
    before = {key: words_of(each) for key, each in bot.slack.messages.items()}
    for way, request in by_stranger(root, found).items():
        told = len(bot.slack.ephemerals)
        assert (await bot.send(request)).status_code == 200
        await bot.idle()
        texts = [each["text"] for each in bot.slack.ephemerals[told:]]
        assert texts == [refusals.STRANGERS_LOOK_ON], way
        assert {key: words_of(each) for key, each in bot.slack.messages.items()} == before, way
    for text in ("recommend 9 engineers", "checklist dagster", "weigh", "we are 9 engineers"):
        assert await bot.type(text, user=STRANGER) == refusals.STRANGERS_LOOK_ON
    await bot.idle()
    assert {key: words_of(each) for key, each in bot.slack.messages.items()} == before


async def test_who_only_looks_on_is_refused_before_a_form_opens(bot: Bot) -> None:
    new_form = {"type": "button", "action_id": "open_new_form"}
    begins = Shown("C1", TS, "", [{"block_id": "start", "elements": [new_form]}], None)
    assert await bot.type("form", user=STRANGER) == refusals.STRANGERS_LOOK_ON
    await bot.click(begins, "open_new_form", user=STRANGER)
    await bot.send(signed.shortcut("new_decision", user=STRANGER))
    await bot.idle()
    assert bot.slack.views == []
    assert refusals.STRANGERS_LOOK_ON in str(bot.slack.ephemerals)


@pytest.mark.parametrize("asks", ["explain prefect", "why not kubeflow"])
async def test_who_only_looks_on_is_answered_where_nothing_changes(bot: Bot, asks: str) -> None:
    root = await bot.open(EVERYTHING)
    await bot.idle()
    before = {key: words_of(each) for key, each in bot.slack.messages.items()}
    told = await bot.type(asks, user=STRANGER) or await bot.told(STRANGER)
    mentioned = signed.mention(asks, ts=TS, user=STRANGER, thread_ts=root.ts)
    await bot.send(signed.event(mentioned))
    for each in (told, await bot.told(STRANGER)):
        assert any(name in each for name in ("Prefect", "Kubeflow"))
        assert each != refusals.STRANGERS_LOOK_ON
    assert {key: words_of(each) for key, each in bot.slack.messages.items()} == before


async def test_a_stranger_sends_no_form(bot: Bot) -> None:
    await checked(bot)
    await bot.type("weigh", user="U2")
    errors = await bot.fill({}, user=STRANGER, from_team=ELSEWHERE)
    assert [*errors.values()] == [refusals.STRANGERS_LOOK_ON.replace("`", '"')]
    await bot.settled()
    assert not any(each.post == "ballots." for each in bot.slack.messages.values())


async def test_what_strangers_say_to_others_is_passed_over(
    slack: SlackDouble, database_url: str
) -> None:
    slack.scopes |= {"users:read", *HISTORY}
    async with bot_running(slack, database_url) as bot:
        root = await bot.open("recommend 8 engineers")
        await bot.settled()
        said = signed.said("3 models", ts=TS, thread_ts=root.ts, user="U6", user_team=ELSEWHERE)
        await bot.send(signed.event(said))
        await bot.idle()
        assert slack.ephemerals == []
        assert "1 of 4 answered" in root.text


async def test_whoever_only_looks_on_may_still_look(bot: Bot) -> None:
    _, found = await checked(bot)
    await bot.click(found, "history", user=STRANGER)
    assert "<@U1>" in str(await bot.form())
    await bot.click(found, "open_items", user=STRANGER)
    assert (await bot.form())["callback_id"] == "open_items"
    assert "took part in no decision" in await bot.type("resume", user=STRANGER)
    assert "/orchestrator recommend" in await bot.type("help", user=STRANGER)


# Who closes

CLOSING = {"reset": CHECKLIST, "restart": "root.", "delete": "root.", "open_decide": "root."}
"""Controls, and the post on which they stand."""


@pytest.mark.parametrize("action_id", [*CLOSING])
async def test_only_the_opener_closes(bot: Bot, action_id: str) -> None:
    root, found = await checked(bot)
    shown = root if CLOSING[action_id] == "root." else found
    before = words_of(shown)
    await bot.click(shown, action_id, user="U2")
    assert await bot.told("U2") == notices.not_yours("U1")
    assert bot.slack.views == []
    assert words_of(shown) == before
    assert await status(bot, root) == "concluded"


async def test_an_admin_closes_what_others_have_opened(bot: Bot) -> None:
    root, found = await checked(bot)
    await bot.click(found, "reset", user=ADMIN)
    await bot.shows(found, "0 of 24 pass")
    await bot.click(root, "open_decide", user=ADMIN)
    await bot.form()
    assert await bot.fill({"outcome": "prefect"}, user=ADMIN) == {}
    recorded = await bot.post_of(root, "record.")
    assert f"<@{ADMIN}>" in words_of(recorded)
    await bot.settled()
    await bot.click(recorded, "reopen", user=ADMIN)
    await bot.shows(recorded, "does not count")
    await bot.settled()
    await bot.click(root, "delete", user=ADMIN)
    await bot.shows(root, f"Deleted by <@{ADMIN}>")


async def test_where_the_workspace_lets_everybody_members_close(bot: Bot) -> None:
    await govern(bot, closing="everybody")
    root, found = await checked(bot)
    await bot.click(found, "reset", user="U2")
    await bot.shows(found, "0 of 24 pass")
    assert await bot.type("decide", user="U2") == ""
    assert (await bot.form())["callback_id"] == "decide"
    await bot.type("start over", user="U2")
    assert await status(bot, root) == "gathering"


async def test_a_form_that_somebody_else_opened_is_no_way_to_close(bot: Bot) -> None:
    root, _ = await checked(bot)
    await bot.click(root, "open_decide")
    await bot.form()
    errors = await bot.fill({"outcome": "prefect"}, user="U2")
    [told] = errors.values()
    assert told.startswith("Only whoever opened this decision")
    assert await status(bot, root) == "concluded"


async def test_only_the_opener_reopens(bot: Bot) -> None:
    root, _ = await checked(bot)
    await bot.type("decide")
    assert await bot.fill({"outcome": "metaflow"}) == {}
    recorded = await bot.post_of(root, "record.")
    await bot.settled()
    for shown in (root, recorded):
        await bot.click(shown, "reopen", user="U2")
        assert await bot.told("U2") == notices.not_yours("U1")
    assert await status(bot, root) == "decided"


@pytest.mark.parametrize("said", ["start over", "cancel", "restart"])
async def test_only_the_opener_ends_it_with_a_word(bot: Bot, said: str) -> None:
    root = await bot.open("recommend 8 engineers")
    await bot.settled()
    before = words_of(root)
    assert await bot.type(said, user="U2") == notices.not_yours("U1")
    await bot.send(signed.event(signed.mention(said, ts=TS, user="U2", thread_ts=root.ts)))
    await bot.idle()
    replies = [each.text for each in bot.slack.thread(root) if not each.post]
    assert replies == [notices.not_yours("U1")]
    assert words_of(root) == before
    await bot.send(
        signed.event(signed.mention(said, ts="1800000000.000002", user=ADMIN, thread_ts=root.ts))
    )
    await bot.slack.until(lambda: words_of(root) != before)
    assert "8 engineers" not in words_of(root)


async def test_only_the_opener_cancels_at_a_question(bot: Bot) -> None:
    root = await bot.open("recommend 8 engineers")
    await bot.question(root, "choose.model_count.3")
    await bot.settled()
    await bot.click(root, "cancel", user="U2")
    assert await bot.told("U2") == notices.not_yours("U1")
    assert await status(bot, root) == "gathering"
    await bot.click(root, "cancel", user=ADMIN)
    await bot.slack.until(lambda: offers(root, "restart"))
    assert await status(bot, root) == "cancelled"


async def test_where_slack_does_not_tell_who_is_an_admin_nobody_becomes_one(bot: Bot) -> None:
    bot.slack.scopes -= {"users:read"}
    root, found = await checked(bot)
    await bot.click(found, "reset", user=ADMIN)
    told = await bot.told(ADMIN)
    assert told == f"{notices.not_yours('U1')} {refusals.NOT_CHECKED}"
    assert "1 of 24 pass" in found.text
    await bot.click(root, "delete")
    await bot.shows(root, "Deleted by <@U1>")


# Who governs


@pytest.mark.parametrize("user", ["U1", GUEST])
async def test_only_admins_see_and_change_the_settings(bot: Bot, user: str) -> None:
    assert await bot.type("settings", user=user) == refusals.NOT_TO_GOVERN
    await bot.type("settings", user=ADMIN)
    errors = await bot.fill({"retention_days": "30"}, user=user)
    assert [*errors.values()] == [refusals.NOT_TO_GOVERN]
    await bot.type("settings", user=ADMIN)
    days = next(
        each for each in (await bot.form())["blocks"] if each.get("block_id") == "retention_days"
    )
    assert "initial_value" not in days["element"]


async def home_of(bot: Bot, user: str) -> tuple[list[str], str]:
    """What this person's Home says: its headings, and all of it."""
    opened = {"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home"}
    await bot.send(signed.event(opened))
    await bot.idle()
    blocks = bot.slack.homes[user]["blocks"]
    headings = [each["text"]["text"] for each in blocks if each["type"] == "header"]
    return headings, str(blocks)


async def test_home_lists_what_is_open_decided_and_checked(bot: Bot) -> None:
    root, found = await checked(bot)
    headings, home = await home_of(bot, "U1")
    assert headings == ["Open"]
    for ts in (root.ts, found.ts):
        assert f"p{ts.replace('.', '')}" in home
    assert "1 of 24" in home
    await bot.type("decide")
    assert await bot.fill({"outcome": "dagster"}) == {}
    await bot.settled()
    headings, home = await home_of(bot, "U1")
    assert headings == ["Decided"]
    assert "Dagster" in home


async def test_home_offers_the_settings_to_admins_alone(bot: Bot) -> None:
    for user in ("U1", GUEST, STRANGER):
        assert "open_settings" not in (await home_of(bot, user))[1]
    assert "open_settings" in (await home_of(bot, ADMIN))[1]


# What nobody wants any more


async def kept_of(database: Database, root: Shown) -> dict[str, int]:
    """How many rows are kept of a decision, beside its own."""
    found = {}
    async with database.transaction(Tenant(TEAM)) as tx:
        for table in (sheet, turn, ballot, record, post):
            query = select(func.count()).where(table.c.decision_id == root.decision)
            found[table.name] = int((await tx.connection.execute(query)).scalar_one())
    return {name: count for name, count in found.items() if count}


async def with_everything(bot: Bot) -> Shown:
    """A closed decision with a checklist, ballots, a turn, a detail and a record."""
    root, _ = await checked(bot)
    await bot.type("weigh")
    assert await bot.fill({}) == {}
    said = signed.mention("no, 9 engineers", ts=TS, thread_ts=root.ts)
    await bot.send(signed.event(said))
    await bot.click(root, "reasons")
    await bot.settled()
    await bot.type("decide")
    assert await bot.fill({"outcome": "metaflow"}) == {}
    await bot.post_of(root, "record.")
    await bot.settled()
    shown = {each.post.partition(".")[0] for each in bot.slack.messages.values()}
    assert {"root", "checklist", "ballots", "turn", "reasons", "record"} <= shown
    return root


async def test_deleted_nothing_of_it_is_left_but_who_did_it(bot: Bot) -> None:
    root = await with_everything(bot)
    await bot.click(root, "delete")
    await bot.slack.until(lambda: [*bot.slack.messages.values()] == [root])
    await bot.shows(root, "Deleted by <@U1>")
    await bot.settled()
    assert await kept_of(bot.database, root) == {"post": 1}
    assert not offers(root, "restart")
    assert "took part in no decision" in await bot.type("resume")
    assert "No record stands here" in await bot.type("record")
    assert await bot.type("weigh") == notices.NO_DECISION_HERE


async def test_deleted_while_slack_is_down_its_messages_go_once_it_is_back(bot: Bot) -> None:
    root = await with_everything(bot)
    faults = [Fault(status=503), Fault(drop_before=True), Fault(drop_after=True)]
    bot.slack.faults["chat.delete"].extend(faults)
    bot.slack.faults["chat.update"].append(Fault(status=503))
    # Somebody has taken one of them away by hand.
    gone = await bot.post_of(root, "reasons.")
    del bot.slack.messages[gone.channel, gone.ts]
    await bot.click(root, "delete")
    await bot.slack.until(lambda: [*bot.slack.messages.values()] == [root], seconds=60)
    await bot.shows(root, "Deleted by <@U1>")
    await bot.settled()
    assert await kept_of(bot.database, root) == {"post": 1}


async def test_what_is_deleted_takes_no_late_click(bot: Bot) -> None:
    root, found = await checked(bot)
    late = signed.action(found, "tick", part=":failures", ticked=["retries"], user="U2")
    again = signed.action(root, "delete")
    await bot.send(again)
    await bot.slack.until(lambda: [*bot.slack.messages.values()] == [root])
    await bot.settled()
    await bot.send(again)
    await bot.send(late)
    assert await bot.told("U2") == notices.UNKNOWN_DECISION
    assert [*bot.slack.messages.values()] == [root]


async def test_nothing_done_to_an_old_picture_brings_back_what_is_deleted(bot: Bot) -> None:
    root, found = await checked(bot)
    await bot.click(root, "open_form")
    form = await bot.form()
    await bot.click(root, "cost")
    cost = await bot.post_of(root, "cost.")
    await bot.settled()
    shown, sheet_shown, cost_shown = (copy.deepcopy(each) for each in (root, found, cost))
    await bot.click(root, "delete")
    await bot.slack.until(lambda: [*bot.slack.messages.values()] == [root])
    await bot.settled()
    people = {"reasons": "U2", "sureness": "U3", "cost": "U4", "open_form": "U5", "restart": "U1"}
    for control, person in people.items():
        await bot.click(shown, control, user=person)
        assert await bot.told(person) == notices.UNKNOWN_DECISION, control
    for person, (old, control) in {
        "U6": (sheet_shown, "undo"),
        "U10": (cost_shown, "cost_lines"),
    }.items():
        await bot.click(old, control, user=person)
        assert await bot.told(person) == notices.UNKNOWN_DECISION, control
    response = await bot.send(signed.sent_form(form, {"team_size": "80"}))
    assert "I do not know this decision any more" in response.text
    await bot.settled()
    assert (await status(bot, root), [*bot.slack.messages.values()]) == ("cancelled", [root])
    assert await kept_of(bot.database, root) == {"post": 1}


async def test_signals_counted_for_a_deleted_decision_are_kept_nowhere(
    bot: Bot, kb: KnowledgeBase
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    await bot.click(root, "delete")
    await bot.shows(root, "Deleted by <@U1>")
    await bot.settled()
    async with bot.database.transaction(Tenant(TEAM)) as tx:
        before = await decisions.load(tx, root.decision)
    view = Desk(Ledger(bot.database, kb, lambda: None)).quiz(root.decision, "")
    inputs = [each["block_id"] for each in view["blocks"] if "element" in each]
    assert (await bot.send(signed.sent_form(view, dict.fromkeys(inputs, "yes")))).status_code == 200
    async with bot.database.transaction(Tenant(TEAM)) as tx:
        assert await decisions.load(tx, root.decision) == before


KEEPS = ("compliance_exports_prevent_deletion", "cant_delete_message")
"""How Slack refuses to delete a message."""


@pytest.mark.parametrize("code", KEEPS)
async def test_a_message_that_slack_does_not_delete_is_emptied(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    root, found = await checked(bot)
    monkeypatch.setattr(bot.slack, "_chat_delete", lambda _: {"ok": False, "error": code})
    await bot.click(root, "delete")
    await bot.shows(root, "Deleted by <@U1>")
    await bot.settled()
    assert found in bot.slack.messages.values()
    emptied = [each for each in bot.slack.messages.values() if each is not root]
    assert {each.text for each in emptied} == {"Deleted by <@U1>."}
    blocks = [block["text"]["text"] for each in emptied for block in each.blocks]
    assert blocks == ["Deleted by <@U1>."] * len(emptied)


async def test_a_message_that_slack_neither_deletes_nor_changes_is_left_and_logged(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, found = await checked(bot)
    updated = bot.slack._chat_update

    def changed(arguments: dict[str, Any]) -> dict[str, Any]:
        if arguments["ts"] == found.ts:
            return {"ok": False, "error": "cant_update_message"}
        return updated(arguments)

    monkeypatch.setattr(bot.slack, "_chat_delete", lambda _: {"ok": False, "error": KEEPS[0]})
    monkeypatch.setattr(bot.slack, "_chat_update", changed)
    with capture_logs() as logs:
        await bot.click(root, "delete")
        await bot.shows(root, "Deleted by <@U1>")
        await bot.settled()
    assert "1 of 24 pass" in found.text
    given_up = [each["code"] for each in logs if each["event"] == "post_given_up"]
    assert given_up == ["cant_update_message"]


async def test_whoever_removed_the_root_by_hand_before_gets_rid_of_the_rest(bot: Bot) -> None:
    root = await with_everything(bot)
    del bot.slack.messages[root.channel, root.ts]
    await bot.click(root, "delete")
    await bot.slack.until(lambda: not bot.slack.messages)
    await bot.settled()
    assert bot.slack.messages == {}


async def test_a_message_that_cannot_be_changed_keeps_no_other_of_what_is_deleted(bot: Bot) -> None:
    root, _ = await checked(bot)
    bot.slack.faults["chat.update"].append(Fault(error="cant_update_message"))
    await bot.click(root, "delete")
    await bot.slack.until(lambda: [*bot.slack.messages.values()] == [root])
    await bot.settled()


async def test_it_is_logged_that_a_message_of_what_is_deleted_may_be_left(bot: Bot) -> None:
    root, _ = await checked(bot)
    bot.slack.faults["chat.postMessage"].append(Fault(drop_after=True))
    await bot.click(root, "reasons")
    left = await bot.post_of(root, "reasons.")
    # Within the seconds after which it would be posted once more.
    with capture_logs() as logs:
        await bot.click(root, "delete")
        await bot.shows(root, "Deleted by <@U1>")
        await bot.settled()
    assert [*bot.slack.messages.values()] == [root, left]
    assert [each["event"] for each in logs].count("message_perhaps_left") == 1


async def test_what_nobody_has_changed_for_long_is_forgotten_as_the_workspace_has_set(
    slack: SlackDouble, database_url: str, bot: Bot
) -> None:
    await govern(bot, retention_days="30")
    old, _ = await checked(bot)
    new = await bot.open("recommend 40 engineers, 30 models, strong k8s, gcp")
    await bot.settled()
    async with bot.database.transaction(Tenant(TEAM)) as tx:
        for root, days in ((old, 31), (new, 29)):
            await tx.connection.execute(
                update(decision)
                .where(decision.c.id == root.decision)
                .values(updated_at=decision.c.updated_at - days * DAY)
            )
    # Another replica starts, and looks at once.
    async with bot_running(slack, database_url), asyncio.timeout(30):
        while await kept_of(bot.database, old):  # noqa: ASYNC110 - the bot sets no event for it
            await asyncio.sleep(0.05)
    assert await kept_of(bot.database, new) != {}
    # Its message stays, and says what it is to whoever uses it.
    assert (old.channel, old.ts) in bot.slack.messages
    await bot.click(old, "reasons")
    assert await bot.told("U1") == notices.UNKNOWN_DECISION
    assert str(await bot.type("resume")).count("Metaflow") == 0


async def test_a_sheet_that_is_begun_keeps_its_decision_from_being_forgotten(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    async with bot.database.transaction(Tenant(TEAM)) as tx:
        ago = decision.c.updated_at - 31 * DAY
        await tx.connection.execute(update(decision).values(updated_at=ago))
    await bot.type("checklist dagster")
    await bot.post_of(root, "checklist.dagster")
    async with bot.database.transaction(Tenant(TEAM)) as tx:
        assert await erasing.forget_untouched(tx, 30) == 0
