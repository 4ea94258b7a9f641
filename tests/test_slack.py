"""The calls to Slack's Web API: what is sent, what is read, and what a failure means."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot import workspaces
from bot.place import Place
from bot.slack import (
    AmbiguousError,
    NotSentError,
    NotTakenError,
    Person,
    RateLimitedError,
    RefusedError,
    Slack,
)
from bot.tenant import Tenant
from bot.views.blocks import bar_chart, section
from bot.workspaces import OneWorkspace
from tests.slack_double import TEAM, TOKEN, Fault, Posted, SlackDouble

TENANT = Tenant(TEAM)
SAID = section("Words")
CHART = bar_chart("Scores", {"Dagster": 0.6, "Prefect": 0.4}, series="score", y_label="score")
REFUSED = Fault(error="invalid_blocks")
HISTORY = {"channels:history", "groups:history"}


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    timeout = aiohttp.ClientTimeout(total=0.5, connect=0.3)
    async with aiohttp.ClientSession(timeout=timeout) as opened:
        yield opened


@pytest.fixture
def web_api(slack: SlackDouble, session: aiohttp.ClientSession) -> Slack:
    return Slack(TOKEN, slack.api_url, session)


@pytest.fixture
def one_workspace(slack: SlackDouble, session: aiohttp.ClientSession) -> OneWorkspace:
    return OneWorkspace(TOKEN, slack.api_url, session)


async def post(web_api: Slack, *blocks: dict[str, Any], **more: Any) -> Place:
    return await web_api.post_message(channel="C1", text="Text", blocks=[*blocks], **more)


async def test_a_timeout_after_the_effect_is_ambiguous_and_not_repeated(
    slack: SlackDouble, web_api: Slack
) -> None:
    slack.faults["chat.postMessage"].append(Fault(drop_after=True))
    with pytest.raises(AmbiguousError):
        await post(web_api)
    assert len(slack.called("chat.postMessage")) == 1


async def test_what_never_left_is_tried_again_and_told(session: aiohttp.ClientSession) -> None:
    async with SlackDouble().running() as gone:
        away = Slack(TOKEN, gone.api_url, session)
    with pytest.raises(NotSentError):
        await post(away)
    with pytest.raises(NotSentError):
        await away.permalink(Place("C1", "1.1"))


async def test_a_wrong_token_is_refused(slack: SlackDouble, session: aiohttp.ClientSession) -> None:
    wrong = Slack("xoxb-wrong", slack.api_url, session)
    with pytest.raises(RefusedError, match="invalid_auth"):
        await post(wrong)


@pytest.mark.parametrize(
    "url", ["https://evil.example/x", "http://hooks.slack.com/x", "file:///etc/passwd"]
)
async def test_an_answer_goes_to_slack_and_nowhere_else(web_api: Slack, url: str) -> None:
    with pytest.raises(RefusedError, match="foreign_response_url"):
        await web_api.respond(url, "x", [])


async def test_a_chart_that_slack_refuses_is_left_out(slack: SlackDouble, web_api: Slack) -> None:
    slack.faults["chat.postMessage"].append(REFUSED)
    place = await post(web_api, SAID, CHART)
    assert slack.messages[place.channel, place.ts].blocks == [SAID]


async def test_blocks_that_slack_refuses_leave_the_text(slack: SlackDouble, web_api: Slack) -> None:
    slack.faults["chat.postMessage"].extend([REFUSED, REFUSED])
    place = await post(web_api, SAID, CHART)
    shown = slack.messages[place.channel, place.ts]
    assert (shown.text, shown.blocks) == ("Text", [])


async def test_without_a_chart_the_text_alone_comes_next(
    slack: SlackDouble, web_api: Slack
) -> None:
    slack.faults["chat.postMessage"].append(REFUSED)
    place = await post(web_api, SAID)
    assert slack.messages[place.channel, place.ts].blocks == []
    assert len(slack.called("chat.postMessage")) == 2


async def test_updates_and_ephemerals_leave_out_what_slack_refuses_as_well(
    slack: SlackDouble, web_api: Slack
) -> None:
    place = await post(web_api, SAID)
    slack.faults["chat.update"].append(REFUSED)
    await web_api.update_message(place, text="New", blocks=[CHART, SAID])
    assert slack.messages[place.channel, place.ts].blocks == [SAID]
    slack.faults["chat.postEphemeral"].append(REFUSED)
    await web_api.post_ephemeral(channel="C1", user="U1", text="Told", blocks=[CHART])
    assert [each["blocks"] for each in slack.ephemerals] == [[]]


async def test_another_refusal_is_not_tried_with_fewer_blocks(
    slack: SlackDouble, web_api: Slack
) -> None:
    slack.not_member.add("C1")
    with pytest.raises(RefusedError, match="not_in_channel"):
        await post(web_api, SAID, CHART)
    assert len(slack.called("chat.postMessage")) == 1


async def test_a_message_outside_any_decision_names_none(
    slack: SlackDouble, web_api: Slack
) -> None:
    await post(web_api, thread_ts="1.1")
    await post(web_api, event={"decision": "d1", "post": "root."})
    assert [(each.decision, each.thread_ts) for each in slack.messages.values()] == [
        ("", "1.1"),
        ("d1", None),
    ]
    assert "metadata" not in slack.called("chat.postMessage")[0]


async def test_a_message_has_an_address(slack: SlackDouble, web_api: Slack) -> None:
    place = await post(web_api)
    assert await web_api.permalink(place) == (
        f"https://double.slack.com/archives/C1/p{place.ts.replace('.', '')}"
    )
    with pytest.raises(RefusedError, match="message_not_found"):
        await web_api.permalink(Place("C1", "1.1"))


async def test_of_a_thread_only_what_people_wrote_is_read(
    slack: SlackDouble, web_api: Slack
) -> None:
    slack.scopes |= HISTORY
    slack.written["C1", "1.1"] = [
        {"user": "U1", "text": "We are 8 engineers", "ts": "1.1"},
        {"user": "U2", "subtype": "channel_join", "text": "joined", "ts": "1.2"},
        {"bot_id": "B1", "user": "U3", "text": "a build failed", "ts": "1.3"},
        {"user": "U2", "text": "", "ts": "1.4"},
        {"user": "U2", "subtype": "thread_broadcast", "text": "on AWS", "ts": "1.5"},
    ]
    await post(web_api, thread_ts="1.1")
    assert await web_api.thread("C1", "1.1") == [("U1", "We are 8 engineers"), ("U2", "on AWS")]


async def test_a_thread_that_may_not_be_read_is_refused(slack: SlackDouble, web_api: Slack) -> None:
    slack.written["C1", "1.1"] = [{"user": "U1", "text": "x", "ts": "1.1"}]
    with pytest.raises(RefusedError, match="missing_scope"):
        await web_api.thread("C1", "1.1")


async def test_a_status_is_set_and_cleared(slack: SlackDouble, web_api: Slack) -> None:
    await web_api.set_status("D1", "1.1", "is reading your message")
    await web_api.set_status("D1", "1.1", "")
    place = {"channel_id": "D1", "thread_ts": "1.1"}
    assert slack.statuses == [
        {**place, "status": "is reading your message"},
        {**place, "status": ""},
    ]


async def test_prompts_are_offered_in_a_direct_message(slack: SlackDouble, web_api: Slack) -> None:
    await web_api.set_suggested_prompts("D1", [("Recommend", "recommend for 8")], "Try")
    assert slack.prompts == [
        {
            "channel_id": "D1",
            "title": "Try",
            "prompts": [{"title": "Recommend", "message": "recommend for 8"}],
        }
    ]


async def test_a_call_that_reads_is_paused_as_any_other(slack: SlackDouble, web_api: Slack) -> None:
    slack.faults["chat.getPermalink"].append(
        Fault(status=429, error="ratelimited", headers={"Retry-After": "7"})
    )
    with pytest.raises(RateLimitedError, match="7 s"):
        await web_api.permalink(Place("C1", "1.1"))


async def test_what_the_workspace_has_granted_is_read(slack: SlackDouble, web_api: Slack) -> None:
    slack.scopes = {"chat:write", "commands"}
    assert await web_api.scopes() == {"chat:write", "commands"}
    slack.scopes = set()
    assert await web_api.scopes() == frozenset()


@pytest.mark.parametrize(
    ("granted", "hears"),
    [(set(), False), ({"channels:history"}, False), ({"groups:history"}, False), (HISTORY, True)],
    ids=["neither", "public channels", "private channels", "both"],
)
async def test_threads_are_heard_where_both_history_scopes_were_granted(
    slack: SlackDouble, one_workspace: OneWorkspace, granted: set[str], *, hears: bool
) -> None:
    slack.scopes |= granted
    asked = (one_workspace.hears_threads(TENANT) for _ in range(5))
    assert await asyncio.gather(*asked) == [hears] * 5
    assert len(slack.called("auth.test")) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault(error="invalid_auth"), Fault(drop_before=True), Fault(delay=1), Fault(status=429)],
    ids=["refused", "dropped", "slow", "paused"],
)
async def test_while_slack_does_not_tell_its_scopes_threads_are_not_heard(
    slack: SlackDouble,
    one_workspace: OneWorkspace,
    fault: Fault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slack.scopes |= HISTORY
    slack.faults["auth.test"].append(fault)
    monkeypatch.setattr(workspaces, "ASK_AGAIN_SECONDS", 0.5)
    monkeypatch.setattr(workspaces, "SCOPES_SECONDS", 0.2)
    assert not await one_workspace.hears_threads(TENANT)
    assert not await one_workspace.hears_threads(TENANT)
    assert len(slack.called("auth.test")) == 1
    await asyncio.sleep(0.6)
    assert await one_workspace.hears_threads(TENANT)


async def test_without_being_told_its_scopes_nobody_knows_what_is_granted(
    slack: SlackDouble, one_workspace: OneWorkspace
) -> None:
    slack.faults["auth.test"].append(Fault(error="invalid_auth"))
    assert await one_workspace.granted(TENANT) is None


async def test_what_is_granted_is_asked_once(
    slack: SlackDouble, one_workspace: OneWorkspace
) -> None:
    slack.scopes = {"chat:write", "files:write"}
    for _ in range(2):
        granted = await one_workspace.granted(TENANT)
        assert granted is not None
        assert granted == {"chat:write", "files:write"}
    assert len(slack.called("auth.test")) == 1


async def test_a_message_is_removed_and_one_that_is_gone_is_no_failure(
    slack: SlackDouble, web_api: Slack
) -> None:
    place = await post(web_api, SAID)
    await web_api.delete_message(place)
    assert slack.messages == {}
    await web_api.delete_message(place)
    assert len(slack.called("chat.delete")) == 2


async def test_another_refusal_to_remove_a_message_is_told(
    slack: SlackDouble, web_api: Slack
) -> None:
    slack.faults["chat.delete"].append(Fault(error="cant_delete_message"))
    with pytest.raises(RefusedError, match="cant_delete_message"):
        await web_api.delete_message(Place("C1", "1.1"))


async def scheduled(web_api: Slack, post_at: int, thread_ts: str | None = "1.1") -> str:
    return await web_api.schedule_message(
        channel="C1", thread_ts=thread_ts, text="Later", blocks=[SAID], post_at=post_at
    )


async def test_a_message_is_scheduled_found_and_taken_back(
    slack: SlackDouble, web_api: Slack
) -> None:
    at = int(time.time()) + 3600
    one, other = await scheduled(web_api, at), await scheduled(web_api, at + 1, None)
    assert slack.scheduled[one]["thread_ts"] == "1.1"
    assert "thread_ts" not in slack.scheduled[other]
    assert await web_api.scheduled("C1", at) == {one: "Later"}
    assert await web_api.scheduled("C2", at) == {}
    await web_api.unschedule("C1", one)
    await web_api.unschedule("C1", one)
    assert list(slack.scheduled) == [other]


async def test_a_time_that_slack_does_not_take_is_refused(web_api: Slack) -> None:
    with pytest.raises(RefusedError, match="time_in_past"):
        await scheduled(web_api, int(time.time()) - 1)
    with pytest.raises(RefusedError, match="time_too_far"):
        await scheduled(web_api, int(time.time()) + 121 * 24 * 3600)


async def upload(web_api: Slack, thread_ts: str | None = "1.1") -> None:
    await web_api.upload(
        channel="C1", thread_ts=thread_ts, filename="a.csv", title="Two", content="é,ß\r\n"
    )


async def test_a_file_comes_into_its_thread(slack: SlackDouble, web_api: Slack) -> None:
    slack.scopes |= {"files:write"}
    await upload(web_api)
    await upload(web_api, None)
    content = "é,ß\r\n"
    assert slack.files == [
        Posted("a.csv", "Two", content, "C1", "1.1"),
        Posted("a.csv", "Two", content, "C1", None),
    ]
    assert slack.called("files.getUploadURLExternal")[0]["length"] == str(len(content.encode()))


@pytest.mark.parametrize(
    "host", ["https://evil.example", "http://files.slack.com", "https://notslack.com"]
)
async def test_a_file_goes_to_slack_and_nowhere_else(
    slack: SlackDouble, web_api: Slack, host: str
) -> None:
    slack.scopes |= {"files:write"}
    slack.upload_host = host
    with pytest.raises(RefusedError, match="foreign_upload_url"):
        await upload(web_api)


@pytest.mark.parametrize(
    "fault", [Fault(status=500), Fault(drop_before=True)], ids=["refused", "dropped"]
)
async def test_a_file_that_did_not_arrive_is_not_posted(
    slack: SlackDouble, web_api: Slack, fault: Fault
) -> None:
    slack.scopes |= {"files:write"}
    slack.faults["upload_url"].append(fault)
    with pytest.raises(NotTakenError):
        await upload(web_api)
    assert slack.files == []


async def test_without_their_scopes_there_are_no_files_no_canvases_and_no_people(
    web_api: Slack,
) -> None:
    for call in (upload(web_api), canvas(web_api), web_api.user("U1")):
        with pytest.raises(RefusedError, match="missing_scope"):
            await call


async def canvas(web_api: Slack) -> str:
    return await web_api.create_canvas(title="Record", markdown="# Record", channel="C1")


async def test_a_canvas_has_a_tab_in_its_channel_and_an_address(
    slack: SlackDouble, web_api: Slack
) -> None:
    slack.scopes |= {"canvases:write"}
    address = await canvas(web_api)
    [made] = slack.canvases
    assert made["document_content"] == {"type": "markdown", "markdown": "# Record"}
    assert made["channel_id"] == "C1"
    assert address.startswith(f"https://double.slack.com/docs/{TEAM}/F")


async def test_a_person_is_who_slack_says(slack: SlackDouble, web_api: Slack) -> None:
    slack.scopes |= {"users:read"}
    slack.people["U1"] = {
        "real_name": "Ada Lovelace",
        "profile": {"display_name": "ada"},
        "is_admin": True,
        "tz": "Europe/London",
    }
    slack.people["U2"] = {"real_name": "Grace", "is_stranger": True, "team_id": "T0OTHER"}
    assert await web_api.user("U1") == Person(
        name="ada", team_id=TEAM, is_admin=True, timezone="Europe/London"
    )
    assert await web_api.user("U2") == Person(
        name="Grace", team_id="T0OTHER", is_stranger=True, timezone="Etc/UTC"
    )
    assert (await web_api.user("U3")).name == "u3"


@pytest.mark.parametrize("answer", [{"ok": True}, {"ok": True, "user": None}])
async def test_an_answer_without_a_person_tells_of_nobody(
    slack: SlackDouble,
    web_api: Slack,
    monkeypatch: pytest.MonkeyPatch,
    answer: dict[str, Any],
) -> None:
    slack.scopes |= {"users:read"}
    monkeypatch.setattr(slack, "_users_info", lambda _: answer)
    with pytest.raises(AmbiguousError):
        await web_api.user("U1")
