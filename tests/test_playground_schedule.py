"""Scheduled messages: Slack's limits, and each posted at its time."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.delivery import deliver, post_due
from playground.model import Json, Scheduled
from playground.schedule import AHEAD_SECONDS, FIXED_SECONDS, MOST_AT_ONCE
from playground.workspace import Workspace
from tests.playground_local import ADA, TOKEN, Clock, Local, local

CHANNEL = "C0MLPLATF33"
NOW = int(Clock().now)


@pytest.fixture
async def slack() -> AsyncIterator[Local]:
    async with local() as running:
        yield running


async def scheduled(slack: Local, seconds: int = 600, **more: object) -> Json:
    args = {"channel": CHANNEL, "text": "review it", "post_at": NOW + seconds}
    return await slack.call("chat.scheduleMessage", **{**args, **more})


async def test_slacks_own_client_schedules_lists_and_takes_back(slack: Local) -> None:
    made = await slack.web.chat_scheduleMessage(
        channel=CHANNEL, text="review it", post_at=NOW + 600
    )
    assert made["post_at"] == NOW + 600
    listed = await slack.web.chat_scheduledMessages_list(channel=CHANNEL)
    assert listed["scheduled_messages"] == [
        {
            "id": made["scheduled_message_id"],
            "channel_id": CHANNEL,
            "post_at": NOW + 600,
            "date_created": NOW,
            "text": "review it",
        }
    ]
    await slack.web.chat_deleteScheduledMessage(
        channel=CHANNEL, scheduled_message_id=made["scheduled_message_id"]
    )
    assert (await slack.call("chat.scheduledMessages.list"))["scheduled_messages"] == []
    slack.clock.now += 601
    post_due(slack.workspace)
    assert slack.texts() == []


async def test_nothing_is_seen_before_the_time_and_then_the_app_says_it_in_the_thread(
    slack: Local,
) -> None:
    root = await slack.client.say(ADA, CHANNEL, "which one?")
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "Review it."}}
    assert (await scheduled(slack, blocks=[block], thread_ts=root.ts))["ok"]
    slack.clock.now += 599
    post_due(slack.workspace)
    assert len(slack.workspace.thread(CHANNEL, root.ts, ADA)) == 1
    slack.clock.now += 1
    post_due(slack.workspace)
    post_due(slack.workspace)
    _, reminder = slack.workspace.thread(CHANNEL, root.ts, ADA)
    assert (reminder.bot, reminder.text) == (True, "review it")
    assert reminder.blocks[0]["text"]["text"] == "Review it."
    assert slack.texts() == ["which one?"]


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"post_at": NOW}, "time_in_past"),
        ({"post_at": NOW - 1}, "time_in_past"),
        ({"post_at": NOW + AHEAD_SECONDS}, None),
        ({"post_at": NOW + AHEAD_SECONDS + 1}, "time_too_far"),
        ({"post_at": "tomorrow"}, "invalid_time"),
        ({"post_at": f"{NOW + 60}"}, None),
        ({"post_at": None}, "invalid_arguments"),
        ({"text": ""}, "no_text"),
        ({"blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ({"channel": "C0NOWHERE"}, "channel_not_found"),
        ({"channel": "C0PRIVPLN46"}, "channel_not_found"),
        ({"thread_ts": "1.000000"}, "thread_not_found"),
    ],
)
async def test_what_slack_would_not_schedule_is_refused(
    slack: Local, args: Json, error: str | None
) -> None:
    assert (await scheduled(slack, **args)).get("error") == error


async def test_thirty_messages_in_five_minutes_are_the_most_for_one_channel(slack: Local) -> None:
    for second in range(MOST_AT_ONCE):
        assert (await scheduled(slack, 600 + second))["ok"]
    assert (await scheduled(slack, 899))["error"] == "restricted_too_many"
    assert (await scheduled(slack, 330))["error"] == "restricted_too_many"
    assert (await scheduled(slack, 900))["ok"]
    assert (await scheduled(slack, 899, channel="C0GENERAL21"))["ok"]


@pytest.mark.parametrize(
    ("passed", "channel", "error"),
    [
        (600 - FIXED_SECONDS, CHANNEL, None),
        (600 - FIXED_SECONDS + 1, CHANNEL, "invalid_scheduled_message_id"),
        (0, "C0GENERAL21", "invalid_scheduled_message_id"),
        (0, "C0NOWHERE", "channel_not_found"),
    ],
)
async def test_a_message_is_taken_back_until_a_minute_before(
    slack: Local, passed: int, channel: str, error: str | None
) -> None:
    made = (await scheduled(slack))["scheduled_message_id"]
    slack.clock.now += passed
    answer = await slack.call(
        "chat.deleteScheduledMessage", channel=channel, scheduled_message_id=made
    )
    assert answer.get("error") == error


async def test_a_list_is_bounded_by_channel_and_time_and_comes_in_pages(slack: Local) -> None:
    for seconds, channel in ((300, CHANNEL), (200, CHANNEL), (100, "C0GENERAL21"), (400, CHANNEL)):
        await scheduled(slack, seconds, channel=channel)

    async def listed(**args: object) -> tuple[list[int], str]:
        answer = await slack.call("chat.scheduledMessages.list", **args)
        found = [each["post_at"] - NOW for each in answer["scheduled_messages"]]
        return found, answer["response_metadata"]["next_cursor"]

    assert await listed() == ([100, 200, 300, 400], "")
    assert await listed(channel=CHANNEL, oldest=NOW + 201, latest=f"{NOW + 300}") == ([300], "")
    first, cursor = await listed(channel=CHANNEL, limit=2)
    assert (first, await listed(channel=CHANNEL, cursor=cursor)) == ([200, 300], ([400], ""))


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0NOWHERE"}, "invalid_channel"),
        ({"cursor": "Q0NONE"}, "invalid_cursor"),
        ({"limit": 0.5}, "invalid_limit"),
        ({"oldest": 20, "latest": 20}, "invalid_arguments"),
        ({"oldest": "soon"}, "invalid_arguments"),
    ],
)
async def test_a_list_that_cannot_be_meant_is_refused(slack: Local, args: Json, error: str) -> None:
    assert (await slack.call("chat.scheduledMessages.list", **args))["error"] == error


async def test_who_lists_needs_no_scope_and_who_schedules_does() -> None:
    async with local(scopes=()) as slack:
        assert (await slack.call("chat.scheduledMessages.list"))["ok"]
        assert (await scheduled(slack))["needed"] == "chat:write"
        refused = await slack.call("chat.deleteScheduledMessage", channel=CHANNEL)
        assert refused["needed"] == "chat:write"


async def test_nobody_hears_of_a_message_that_cannot_be_posted(slack: Local) -> None:
    await scheduled(slack, metadata={"event_type": "x", "event_payload": {}})
    await scheduled(slack, channel="C0GENERAL21")
    slack.workspace.remove_app("C0GENERAL21")
    slack.clock.now += 601
    post_due(slack.workspace)
    assert slack.texts() == slack.texts(channel="C0GENERAL21") == []
    assert slack.workspace.schedule.waiting() == []


async def test_what_became_due_while_nobody_served_is_posted_after_the_next_start(
    tmp_path: Path,
) -> None:
    path, clock = tmp_path / "workspace.json", Clock()
    before = Workspace.load(path, token=TOKEN, clock=clock)
    before.schedule.add(Scheduled("", CHANNEL, NOW + 60, 0, "while you were away"))
    clock.now += 3600
    after = Workspace.load(path, token=TOKEN, clock=clock)
    said = asyncio.Event()
    after.subscribe(lambda _kind, _ids: said.set())
    delivering = asyncio.create_task(deliver(after))
    await asyncio.wait_for(said.wait(), 5)
    delivering.cancel()
    assert [each.text for each in after.messages(CHANNEL, ADA)] == ["while you were away"]
    assert Workspace.load(path, token=TOKEN, clock=clock).schedule.waiting() == []
