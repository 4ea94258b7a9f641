"""Events reach the app in their envelope, and again until it takes them."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.responses import Response

from playground.model import Json
from tests.playground_local import ADA, GRACE, Local, local

HOME: Json = {"type": "home", "blocks": [{"type": "divider"}]}


@pytest.fixture
async def slack() -> AsyncIterator[Local]:
    async with local() as running:
        yield running


async def test_a_direct_message_is_an_event(slack: Local) -> None:
    channel = slack.workspace.direct(ADA).id
    message = await slack.client.say(ADA, channel, "8 engineers")
    await slack.client.settle()
    (envelope,) = slack.app.payloads
    assert envelope["type"] == "event_callback"
    assert envelope["event_id"].startswith("Ev")
    assert envelope["team_id"] == slack.workspace.team.id
    assert envelope["authorizations"][0]["user_id"] == slack.workspace.app.user
    event = envelope["event"]
    assert (event["type"], event["channel_type"]) == ("message", "im")
    assert (event["user"], event["text"], event["ts"]) == (ADA, "8 engineers", message.ts)


async def test_a_mention_is_an_event_of_its_own(slack: Local) -> None:
    root = await slack.client.say(ADA, slack.channel.id, "which one?")
    await slack.client.say(GRACE, slack.channel.id, "@orchestrator, help", root.ts)
    await slack.client.settle()
    (envelope,) = slack.app.payloads
    event = envelope["event"]
    assert event["type"] == "app_mention"
    assert event["text"] == f"<@{slack.workspace.app.user}>, help"
    assert event["thread_ts"] == root.ts


async def test_an_app_that_hears_its_channels_gets_a_mention_twice() -> None:
    async with local(events=("app_mention", "message.channels")) as slack:
        await slack.client.say(ADA, slack.channel.id, "@orchestrator hi")
        await slack.client.settle()
        kinds = sorted(each["event"]["type"] for each in slack.app.payloads)
        ids = {each["event_id"] for each in slack.app.payloads}
    assert kinds == ["app_mention", "message"]
    assert len(ids) == 2


async def test_what_no_scope_was_granted_for_is_not_heard() -> None:
    events = ("app_mention", "message.channels", "message.groups", "message.im")
    async with local(events=events, scopes=("chat:write", "app_mentions:read")) as slack:
        await slack.client.say(ADA, slack.workspace.direct(ADA).id, "hello")
        await slack.client.say(ADA, slack.channel.id, "@orchestrator hi")
        await slack.client.settle()
        (envelope,) = slack.app.payloads
    assert envelope["event"]["type"] == "app_mention"


async def test_a_plain_reply_in_a_thread_names_its_root() -> None:
    async with local(events=("message.channels", "message.groups")) as slack:
        private = slack.workspace.named("private-planning").id
        slack.workspace.invite_app(private)
        for channel in (slack.channel.id, private):
            root = await slack.client.say(ADA, channel, "which one?")
            await slack.client.say(GRACE, channel, "we are eight", root.ts)
        await slack.client.settle()
        events = [each["event"] for each in slack.app.payloads]
    replies = [each for each in events if each["text"] == "we are eight"]
    assert {each["channel_type"] for each in replies} == {"channel", "group"}
    assert all(each["parent_user_id"] == ADA for each in replies)
    assert {each["thread_ts"] for each in replies} <= {each["ts"] for each in events}


async def test_nothing_is_heard_where_the_app_is_no_member(slack: Local) -> None:
    private = slack.workspace.named("private-planning").id
    await slack.client.say(ADA, private, "@orchestrator hi")
    await slack.client.settle()
    assert slack.app.received == []


async def test_the_app_hears_its_own_direct_messages_and_edits(slack: Local) -> None:
    posted = await slack.call("chat.postMessage", channel=ADA, text="one")
    await slack.call("chat.update", channel=posted["channel"], ts=posted["ts"], text="two")
    await slack.call("chat.delete", channel=posted["channel"], ts=posted["ts"])
    await slack.client.settle()
    events = sorted((each["event"] for each in slack.app.payloads), key=lambda each: each["ts"])
    assert [event.get("subtype") for event in events] == [
        None,
        "message_changed",
        "message_deleted",
    ]
    assert events[0]["bot_id"] == slack.workspace.app.bot_id
    assert events[1]["message"]["text"] == "two"
    assert events[2]["deleted_ts"] == posted["ts"]


async def test_what_a_person_types_is_escaped_and_linked(slack: Local) -> None:
    message = await slack.client.say(
        ADA, slack.channel.id, "a <b> & @grace in #general, see https://example.org/x?a=1&b=2."
    )
    assert message.text == (
        f"a &lt;b&gt; &amp; <@{GRACE}> in <#C0GENERAL21>, see <https://example.org/x?a=1&amp;b=2>."
    )


@pytest.mark.parametrize(
    "typed", ["@orchestrator", "@Orchestrator advisor", "@orchestrator advisor"]
)
async def test_the_app_goes_by_its_short_and_its_full_name(slack: Local, typed: str) -> None:
    message = await slack.client.say(ADA, slack.channel.id, f"{typed}, what fits?")
    assert message.text == f"<@{slack.workspace.app.user}>, what fits?"


async def test_a_mention_by_id_stays_a_mention_and_other_names_stay_words(slack: Local) -> None:
    message = await slack.client.say(
        ADA, slack.channel.id, f"<@{GRACE}> @nobody me@ada @ada.b @adam #nowhere"
    )
    assert message.text == f"<@{GRACE}> @nobody me@ada @ada.b @adam #nowhere"


async def test_a_mention_names_the_apps_own_user(slack: Local) -> None:
    await slack.client.say(ADA, slack.channel.id, "@orchestrator 8 engineers")
    await slack.client.settle()
    envelope = slack.app.last
    (authorization,) = envelope["authorizations"]
    assert envelope["event"]["text"].startswith(f"<@{authorization['user_id']}> ")
    assert "thread_ts" not in envelope["event"]


async def test_opening_the_home_tab_carries_the_view_once_there_is_one(slack: Local) -> None:
    await slack.client.open_home(ADA)
    await slack.client.settle()
    await slack.call("views.publish", user_id=ADA, view=HOME)
    await slack.client.open_home(ADA)
    await slack.client.settle()
    first, second = (each["event"] for each in slack.app.payloads)
    assert (first["type"], first["tab"]) == ("app_home_opened", "home")
    assert first["channel"] == slack.workspace.direct(ADA).id
    assert "view" not in first
    assert second["view"]["id"] == getattr(slack.workspace.home(ADA), "id", None)


async def test_opening_the_messages_tab_carries_no_view(slack: Local) -> None:
    await slack.call("views.publish", user_id=ADA, view=HOME)
    await slack.client.open_messages_tab(ADA)
    await slack.client.settle()
    event = slack.app.last["event"]
    assert event["tab"] == "messages"
    assert event["channel"] == slack.workspace.direct(ADA).id
    assert "view" not in event


async def test_a_home_tab_is_published_with_a_hash(slack: Local) -> None:
    first = await slack.call("views.publish", user_id=ADA, view=HOME)
    second = await slack.call("views.publish", user_id=ADA, view=HOME, hash=first["view"]["hash"])
    third = await slack.call("views.publish", user_id=ADA, view=HOME, hash=first["view"]["hash"])
    assert second["view"]["id"] == first["view"]["id"]
    assert third["error"] == "hash_conflict"


async def test_a_refused_event_is_sent_again_at_once_then_after_one_and_five_minutes(
    slack: Local,
) -> None:
    slack.app.answers.extend(Response(status_code=500) for _ in range(3))
    await slack.client.say(ADA, slack.workspace.direct(ADA).id, "hello")
    await slack.client.settle()
    assert slack.slept == [0, 60, 300]
    numbers = [each.headers.get("x-slack-retry-num") for each in slack.app.received]
    reasons = [each.headers.get("x-slack-retry-reason") for each in slack.app.received]
    assert numbers == [None, "1", "2", "3"]
    assert reasons == [None, "http_error", "http_error", "http_error"]
    assert len({each.body for each in slack.app.received}) == 1


async def test_an_event_is_given_up_after_three_retries(slack: Local) -> None:
    slack.app.answers.extend(Response(status_code=500) for _ in range(9))
    await slack.client.say(ADA, slack.workspace.direct(ADA).id, "hello")
    await slack.client.settle()
    assert len(slack.app.received) == 4


async def test_an_app_may_ask_for_no_retry(slack: Local) -> None:
    slack.app.answers.append(Response(status_code=500, headers={"X-Slack-No-Retry": "1"}))
    await slack.client.say(ADA, slack.workspace.direct(ADA).id, "hello")
    await slack.client.settle()
    assert len(slack.app.received) == 1


async def test_a_late_answer_to_an_event_is_a_timeout() -> None:
    async def too_late(_payload: Json) -> Response:
        await asyncio.sleep(0.3)
        return Response()

    async with local(patience=0.05) as slack:
        slack.app.answers.append(too_late)
        await slack.client.say(ADA, slack.workspace.direct(ADA).id, "hello")
        await slack.client.settle()
        assert slack.app.received[1].headers["x-slack-retry-reason"] == "http_timeout"


async def test_a_reply_that_is_sent_to_the_channel_too_is_one_event_with_its_root() -> None:
    async with local(events=("message.channels",)) as slack:
        root = await slack.client.say(ADA, slack.channel.id, "which one?")
        reply = await slack.client.say(GRACE, slack.channel.id, "this", root.ts, broadcast=True)
        await slack.client.settle()
        assert slack.texts() == ["which one?", "this"]
        assert slack.workspace.thread(slack.channel.id, root.ts, ADA) == [root, reply]
        events = [each["event"] for each in slack.app.payloads]
    (event,) = [each for each in events if each["ts"] == reply.ts]
    assert (event["subtype"], event["thread_ts"]) == ("thread_broadcast", root.ts)
    assert event["root"]["text"] == "which one?"
