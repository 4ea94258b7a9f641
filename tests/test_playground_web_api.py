"""The Web API answers as Slack does, called over HTTP by Slack's own client and by hand."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from playground.agent import Prompts
from playground.model import Json, Prompt
from tests.playground_local import ADA, GRACE, Local, form, local, modal, said

DIRECT = "D0ADA27K91"
PROMPT = {"title": "Compare", "message": "Compare Airflow and Dagster"}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}


@pytest.fixture
async def slack() -> AsyncIterator[Local]:
    async with local() as running:
        yield running


async def test_slacks_own_client_posts_updates_and_deletes(slack: Local) -> None:
    posted = await slack.web.chat_postMessage(
        channel=slack.channel.id,
        text="one",
        blocks=[SECTION],
        metadata={"event_type": "post", "event_payload": {"idem_key": "k"}},
    )
    assert posted["message"]["bot_id"] == slack.workspace.app.bot_id
    assert posted["message"]["metadata"]["event_payload"] == {"idem_key": "k"}
    updated = await slack.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="two")
    assert updated["message"]["edited"]["user"] == slack.workspace.app.user
    assert updated["message"]["blocks"] == posted["message"]["blocks"]
    assert slack.texts() == ["two"]
    await slack.web.chat_delete(channel=posted["channel"], ts=posted["ts"])
    assert slack.texts() == []


async def test_blocks_without_ids_are_given_some(slack: Local) -> None:
    block = {"type": "actions", "elements": [{"type": "button", "text": said("Go")}]}
    posted = await slack.web.chat_postMessage(channel=slack.channel.id, text="x", blocks=[block])
    (shown,) = posted["message"]["blocks"]
    assert shown["block_id"]
    assert shown["elements"][0]["action_id"]


async def test_an_ephemeral_is_seen_by_one_person_only(slack: Local) -> None:
    await slack.web.chat_postEphemeral(channel=slack.channel.id, user=ADA, text="for Ada")
    assert slack.texts(ADA) == ["for Ada"]
    assert slack.texts(GRACE) == []


async def test_an_ephemeral_cannot_be_updated_by_its_ts(slack: Local) -> None:
    ts = (await slack.call("chat.postEphemeral", channel=slack.channel.id, user=ADA, text="x"))[
        "message_ts"
    ]
    answer = await slack.call("chat.update", channel=slack.channel.id, ts=ts, text="y")
    assert answer["error"] == "message_not_found"


async def test_a_user_id_as_channel_is_the_direct_message(slack: Local) -> None:
    answer = await slack.call("chat.postMessage", channel=ADA, text="hello")
    assert answer["channel"] == slack.workspace.direct(ADA).id
    opened = await slack.web.conversations_open(users=ADA)
    assert opened["channel"]["id"] == answer["channel"]


async def test_a_reply_goes_to_the_thread_and_not_to_the_channel(slack: Local) -> None:
    root = await slack.call("chat.postMessage", channel=slack.channel.id, text="root")
    reply = await slack.call(
        "chat.postMessage", channel=slack.channel.id, text="reply", thread_ts=root["ts"]
    )
    deeper = await slack.call(
        "chat.postMessage", channel=slack.channel.id, text="deeper", thread_ts=reply["ts"]
    )
    assert deeper["message"]["thread_ts"] == root["ts"]
    assert slack.texts() == ["root"]
    thread = slack.workspace.thread(slack.channel.id, root["ts"], ADA)
    assert [message.text for message in thread] == ["root", "reply", "deeper"]


async def test_a_reply_may_go_to_the_channel_too(slack: Local) -> None:
    root = await slack.web.chat_postMessage(channel=slack.channel.id, text="root")
    reply = await slack.web.chat_postMessage(
        channel=slack.channel.id, text="reply", thread_ts=root["ts"], reply_broadcast=True
    )
    assert reply["message"]["subtype"] == "thread_broadcast"
    assert slack.texts() == ["root", "reply"]


async def test_a_permalink_names_channel_ts_and_thread(slack: Local) -> None:
    root = await slack.call("chat.postMessage", channel=slack.channel.id, text="root")
    reply = await slack.call(
        "chat.postMessage", channel=slack.channel.id, text="reply", thread_ts=root["ts"]
    )
    link = await slack.web.chat_getPermalink(channel=slack.channel.id, message_ts=reply["ts"])
    assert f"/archives/{slack.channel.id}/p{reply['ts'].replace('.', '')}" in link["permalink"]
    assert f"thread_ts={root['ts']}" in link["permalink"]


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0MLPLATF33"}, "no_text"),
        ("chat.postMessage", {"channel": "C0MLPLATF33", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "C0PRIVPLN46", "text": "x"}, "channel_not_found"),
        (
            "chat.postMessage",
            {"channel": "C0MLPLATF33", "text": "x", "thread_ts": "1.000000"},
            "thread_not_found",
        ),
        (
            "chat.postMessage",
            {"channel": "C0MLPLATF33", "blocks": [{"type": "nonsense"}]},
            "invalid_blocks",
        ),
        (
            "chat.postMessage",
            {"channel": "C0MLPLATF33", "blocks": "[not json"},
            "invalid_blocks_format",
        ),
        ("chat.postEphemeral", {"channel": "C0MLPLATF33", "text": "x"}, "invalid_arguments"),
        (
            "chat.postEphemeral",
            {"channel": "C0MLPLATF33", "text": "x", "user": "U0NOBODY"},
            "user_not_in_channel",
        ),
        ("chat.postEphemeral", {"channel": ADA, "text": "x", "user": ADA}, "channel_not_found"),
        (
            "chat.update",
            {"channel": "C0MLPLATF33", "ts": "1.000000", "text": "x"},
            "message_not_found",
        ),
        ("chat.delete", {"channel": "C0MLPLATF33", "ts": "1.000000"}, "message_not_found"),
        ("views.open", {"trigger_id": "1.2.3", "view": form()}, "invalid_trigger_id"),
        ("views.update", {"view_id": "V0NONE", "view": form()}, "not_found"),
        ("views.update", {"view": form()}, "invalid_arguments"),
        ("views.publish", {"user_id": ADA, "view": form()}, "invalid_arguments"),
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
        ("conversations.info", {"channel": "C0NOWHERE"}, "channel_not_found"),
        ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
        ("conversations.replies", {"channel": "C0MLPLATF33"}, "invalid_arguments"),
        (
            "conversations.replies",
            {"channel": "C0MLPLATF33", "ts": "1.000000"},
            "thread_not_found",
        ),
        (
            "conversations.replies",
            {"channel": "C0PRIVPLN46", "ts": "1.000000"},
            "channel_not_found",
        ),
        (
            "assistant.threads.setSuggestedPrompts",
            {"channel_id": DIRECT},
            "invalid_arguments",
        ),
        (
            "assistant.threads.setSuggestedPrompts",
            {"channel_id": DIRECT, "prompts": [PROMPT] * 5},
            "invalid_arguments",
        ),
        (
            "assistant.threads.setSuggestedPrompts",
            {"channel_id": DIRECT, "prompts": [{"title": "Help"}]},
            "invalid_arguments",
        ),
        (
            "assistant.threads.setSuggestedPrompts",
            {"channel_id": DIRECT, "prompts": "[not json"},
            "invalid_arguments",
        ),
        (
            "assistant.threads.setSuggestedPrompts",
            {"channel_id": "C0MLPLATF33", "prompts": [PROMPT]},
            "channel_not_found",
        ),
        (
            "assistant.threads.setStatus",
            {"channel_id": DIRECT, "status": "is reading"},
            "invalid_arguments",
        ),
        (
            "assistant.threads.setStatus",
            {"channel_id": DIRECT, "thread_ts": "1.000000"},
            "invalid_arguments",
        ),
        (
            "assistant.threads.setStatus",
            {"channel_id": DIRECT, "thread_ts": "1.000000", "status": "is reading"},
            "invalid_thread_ts",
        ),
        ("dance.start", {}, "unknown_method"),
    ],
)
async def test_a_wrong_call_gets_slacks_error(
    slack: Local, method: str, args: Json, error: str
) -> None:
    answer = await slack.call(method, **args)
    assert (answer["ok"], answer["error"]) == (False, error)


async def test_rejected_blocks_are_pointed_at(slack: Local) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    answer = await slack.call("chat.postMessage", channel=slack.channel.id, blocks=[block])
    sentence = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["errors"] == [sentence]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {sentence}"]


async def test_a_message_of_a_person_is_not_the_apps_to_change(slack: Local) -> None:
    message = slack.workspace.post(slack.channel.id, user=ADA, text="mine")
    updated = await slack.call("chat.update", channel=slack.channel.id, ts=message.ts, text="x")
    deleted = await slack.call("chat.delete", channel=slack.channel.id, ts=message.ts)
    assert updated["error"] == "cant_update_message"
    assert deleted["error"] == "cant_delete_message"


async def test_an_app_that_was_removed_cannot_post_until_it_is_invited(slack: Local) -> None:
    slack.workspace.remove_app(slack.channel.id)
    answer = await slack.call("chat.postMessage", channel=slack.channel.id, text="x")
    assert answer["error"] == "not_in_channel"
    slack.workspace.invite_app(slack.channel.id)
    assert (await slack.call("chat.postMessage", channel=slack.channel.id, text="x"))["ok"]


@pytest.mark.parametrize(
    ("headers", "error"),
    [({}, "not_authed"), ({"Authorization": "Bearer xoxb-other"}, "invalid_auth")],
)
async def test_a_call_needs_the_token(slack: Local, headers: dict[str, str], error: str) -> None:
    url = f"{slack.base_url}/api/auth.test"
    async with slack.session.post(url, headers=headers) as answer:
        assert (await answer.json())["error"] == error


async def test_token_and_blocks_may_come_in_a_form(slack: Local) -> None:
    fields = {
        "token": "xoxb-local",
        "channel": slack.channel.id,
        "blocks": '[{"type": "divider"}]',
        "text": "line",
    }
    async with slack.session.post(f"{slack.base_url}/api/chat.postMessage", data=fields) as answer:
        assert (await answer.json())["message"]["blocks"][0]["type"] == "divider"
        assert answer.headers["X-Slack-Req-Id"]


async def test_auth_test_tells_who_the_app_is(slack: Local) -> None:
    answer = await slack.web.auth_test()
    app = slack.workspace.app
    assert (answer["user_id"], answer["bot_id"]) == (app.user, app.bot_id)
    assert answer["team_id"] == slack.workspace.team.id


async def test_users_and_conversations_can_be_looked_up(slack: Local) -> None:
    user = await slack.web.users_info(user=ADA)
    assert user["user"]["is_admin"] is True
    channel = await slack.web.conversations_info(channel=slack.channel.id)
    assert channel["channel"]["is_member"] is True


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"blocks": [{"type": "divider"}]}, None),
        ({"blocks": [{"type": "invalid"}]}, "invalid_blocks"),
        ({"message": {"blocks": [{"type": "invalid"}]}}, "invalid_message"),
        ({"view": form()}, None),
        ({"view": modal({"type": "invalid"})}, "invalid_view"),
        ({}, "invalid_arguments"),
    ],
)
async def test_blocks_validate_judges_without_posting(
    slack: Local, args: Any, error: str | None
) -> None:
    answer = await slack.call("blocks.validate", **args)
    assert answer.get("error") == error


async def test_a_failed_block_is_explained_by_blocks_validate(slack: Local) -> None:
    answer = await slack.call("blocks.validate", blocks=[{"type": "invalid"}])
    (error,) = answer["errors"]
    assert error["pointer"] == "/0/type"
    assert error["code"] == "failed_constraint"
    assert "section" in error["constraint"]["expected"]


async def test_a_limited_method_says_when_to_come_back(slack: Local) -> None:
    slack.faults.limit("chat.postMessage", 1, retry_after=2)
    with pytest.raises(SlackApiError) as refused:
        await slack.web.chat_postMessage(channel=slack.channel.id, text="x")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "2"
    assert (await slack.call("chat.postMessage", channel=slack.channel.id, text="x"))["ok"]


async def test_a_slack_that_is_down_answers_503(slack: Local) -> None:
    slack.faults.down = True
    async with slack.session.post(f"{slack.base_url}/api/auth.test") as answer:
        assert answer.status == 503
    slack.faults.clear()
    assert (await slack.call("auth.test"))["ok"]


async def test_a_planned_error_changes_nothing(slack: Local) -> None:
    slack.faults.fail("*", "token_revoked")
    answer = await slack.call("chat.postMessage", channel=slack.channel.id, text="x")
    assert answer == {"ok": False, "error": "token_revoked"}
    assert slack.texts() == []


async def test_a_lost_answer_was_carried_out_all_the_same(slack: Local) -> None:
    slack.faults.lose("chat.postMessage")
    url = f"{slack.base_url}/api/chat.postMessage"
    args = {"channel": slack.channel.id, "text": "once", "token": "xoxb-local"}
    async with slack.session.post(url, data=args) as answer:
        assert answer.status == 500
    assert slack.texts() == ["once"]


async def test_a_message_with_a_refused_block_is_none(slack: Local) -> None:
    slack.faults.refused = frozenset({"divider"})
    args = {"channel": slack.channel.id, "text": "x", "blocks": [SECTION, {"type": "divider"}]}
    answer = await slack.call("chat.postMessage", **args)
    assert answer["error"] == "invalid_blocks"
    assert "/blocks/1/type" in answer["errors"][0]
    assert slack.texts() == []
    slack.faults.clear()
    assert (await slack.call("chat.postMessage", **args))["ok"]


async def test_an_update_to_nothing_is_refused(slack: Local) -> None:
    posted = await slack.call("chat.postMessage", channel=slack.channel.id, text="x")
    answer = await slack.call("chat.update", channel=slack.channel.id, ts=posted["ts"])
    assert answer["error"] == "no_text"


# Scopes


async def test_who_has_the_token_is_told_the_scopes_that_were_granted() -> None:
    async with local(scopes=("chat:write", "im:history")) as slack:
        answer = await slack.web.auth_test()
        assert answer.headers["x-oauth-scopes"] == "chat:write,im:history"
        async with slack.session.post(f"{slack.base_url}/api/auth.test") as refused:
            assert "x-oauth-scopes" not in refused.headers


@pytest.mark.parametrize(
    ("method", "args", "needed"),
    [
        ("chat.postMessage", {"channel": "C0MLPLATF33", "text": "x"}, "chat:write"),
        ("conversations.info", {"channel": "C0MLPLATF33"}, "channels:read"),
        ("conversations.replies", {"channel": "C0MLPLATF33", "ts": "1.0"}, "channels:history"),
        ("conversations.replies", {"channel": "C0PRIVPLN46", "ts": "1.0"}, "groups:history"),
        ("conversations.replies", {"channel": DIRECT, "ts": "1.0"}, "im:history"),
        ("users.info", {"user": ADA}, "users:read"),
        (
            "assistant.threads.setSuggestedPrompts",
            {"channel_id": DIRECT, "prompts": [PROMPT]},
            "assistant:write",
        ),
    ],
)
async def test_a_call_without_its_scope_is_told_what_it_needs(
    method: str, args: Json, needed: str
) -> None:
    async with local(scopes=("commands", "im:read")) as slack:
        answer = await slack.call(method, **args)
    refusal = {"error": "missing_scope", "needed": needed, "provided": "commands,im:read"}
    assert answer == {"ok": False} | refusal


@pytest.mark.parametrize("scope", ["chat:write", "assistant:write"])
async def test_either_of_two_scopes_is_enough_for_a_status(scope: str) -> None:
    async with local(scopes=(scope,)) as slack:
        root = await slack.client.say(ADA, slack.channel.id, "hello")
        answer = await slack.call(
            "assistant.threads.setStatus",
            channel_id=slack.channel.id,
            thread_ts=root.ts,
            status="is reading",
        )
    assert answer == {"ok": True}


# Threads


async def test_a_thread_is_read_page_by_page(slack: Local) -> None:
    root = await slack.client.say(ADA, slack.channel.id, "which one?")
    for text in ("we are eight", "and three models"):
        await slack.client.say(GRACE, slack.channel.id, text, root.ts)
    await slack.call(
        "chat.postEphemeral",
        channel=slack.channel.id, user=ADA, text="only for Ada", thread_ts=root.ts,
    )  # fmt: skip
    first = await slack.web.conversations_replies(channel=slack.channel.id, ts=root.ts, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await slack.web.conversations_replies(
        channel=slack.channel.id, ts=root.ts, cursor=cursor
    )
    texts = [each["text"] for page in (first, second) for each in page["messages"]]
    assert texts == ["which one?", "we are eight", "and three models"]
    assert (first["has_more"], second["has_more"]) == (True, False)
    top = first["messages"][0]
    assert (top["thread_ts"], top["reply_count"], top["reply_users"]) == (root.ts, 2, [GRACE])
    assert first["messages"][1]["parent_user_id"] == ADA


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"limit": 1}, None),
        ({"limit": 1001}, "invalid_limit"),
        ({"limit": "many"}, "invalid_limit"),
        ({"cursor": "1.000000"}, "invalid_cursor"),
    ],
)
async def test_pages_of_a_thread_have_bounds(slack: Local, more: Json, error: str | None) -> None:
    root = await slack.client.say(ADA, slack.channel.id, "which one?")
    answer = await slack.call("conversations.replies", channel=slack.channel.id, ts=root.ts, **more)
    assert answer.get("error") == error


async def test_a_deleted_root_stays_in_its_thread_and_a_deleted_message_does_not(
    slack: Local,
) -> None:
    alone = await slack.client.say(ADA, slack.channel.id, "alone")
    root = await slack.client.say(ADA, slack.channel.id, "root")
    await slack.client.say(GRACE, slack.channel.id, "reply", root.ts)
    for message in (alone, root):
        slack.workspace.delete(message.channel, message.ts)
    gone = await slack.call("conversations.replies", channel=slack.channel.id, ts=alone.ts)
    left = await slack.call("conversations.replies", channel=slack.channel.id, ts=root.ts)
    assert gone["error"] == "thread_not_found"
    assert [each.get("subtype") for each in left["messages"]] == ["tombstone", None]


# Prompts and statuses


async def test_prompts_are_set_for_a_direct_message(slack: Local) -> None:
    await slack.web.assistant_threads_setSuggestedPrompts(
        channel_id=DIRECT, prompts=[PROMPT], title="You can ask"
    )
    found = slack.workspace.agent.prompts(DIRECT)
    assert found == Prompts((Prompt("Compare", "Compare Airflow and Dagster"),), "You can ask")
    assert slack.workspace.agent.prompts(slack.workspace.direct(GRACE).id) is None


async def test_prompts_for_a_thread_do_nothing_and_say_ok(slack: Local) -> None:
    answer = await slack.call(
        "assistant.threads.setSuggestedPrompts",
        channel_id=DIRECT,
        prompts=[PROMPT],
        thread_ts="1.000000",
    )
    assert answer == {"ok": True}
    assert slack.workspace.agent.prompts(DIRECT) is None


async def status(slack: Local, words: str) -> str:
    """Set a status under a new message of Ada's; gives the message's ts."""
    root = await slack.client.say(ADA, DIRECT, "hello")
    await slack.web.assistant_threads_setStatus(channel_id=DIRECT, thread_ts=root.ts, status=words)
    return root.ts


async def test_a_status_stands_until_it_is_emptied(slack: Local) -> None:
    ts = await status(slack, "is reading")
    assert slack.workspace.agent.statuses(DIRECT) == {ts: "is reading"}
    await slack.web.assistant_threads_setStatus(channel_id=DIRECT, thread_ts=ts, status="")
    assert slack.workspace.agent.statuses(DIRECT) == {}


async def test_the_next_message_of_the_app_in_that_thread_ends_its_status(slack: Local) -> None:
    first, second = await status(slack, "is reading"), await status(slack, "is thinking")
    await slack.client.say(ADA, DIRECT, "still there?", first)
    assert len(slack.workspace.agent.statuses(DIRECT)) == 2
    await slack.call("chat.postMessage", channel=DIRECT, text="yes", thread_ts=first)
    assert slack.workspace.agent.statuses(DIRECT) == {second: "is thinking"}


@pytest.mark.parametrize(("seconds", "is_there"), [(119, True), (120, False)])
async def test_a_status_ends_by_itself_after_two_minutes(
    slack: Local, seconds: int, *, is_there: bool
) -> None:
    await status(slack, "is reading")
    slack.clock.now += seconds
    assert bool(slack.workspace.agent.statuses(DIRECT)) is is_there
