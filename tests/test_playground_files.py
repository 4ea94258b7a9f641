"""Files and canvases, made by the app for people to take away or to read."""

from collections.abc import AsyncIterator
from contextlib import nullcontext
from typing import Any

import aiohttp
import pytest

from playground.model import Json, SlackError
from playground.web_api import call
from playground.workspace import Workspace
from tests.playground_local import ADA, Local, local

CHANNEL = "C0MLPLATF33"
CSV = b"item,verdict\nruns on a laptop,pass\n"


@pytest.fixture
async def slack() -> AsyncIterator[Local]:
    async with local() as running:
        yield running


async def ticket(slack: Local, **args: Any) -> Json:
    """A place for a file, asked for with a form."""
    url = f"{slack.base_url}/api/files.getUploadURLExternal"
    fields = {"token": slack.workspace.token, "filename": "sheet.csv", "length": len(CSV), **args}
    async with slack.session.post(url, data=fields) as answer:
        return dict(await answer.json())


async def uploaded(slack: Local) -> str:
    """The id of a file that has come and is not completed yet."""
    place = await ticket(slack)
    async with slack.session.post(place["upload_url"], data=CSV) as answer:
        assert answer.status == 200
    return str(place["file_id"])


async def test_slacks_own_client_uploads_a_file_to_a_thread(slack: Local) -> None:
    root = await slack.client.say(ADA, CHANNEL, "give me the sheet")
    await slack.web.files_upload_v2(
        channel=CHANNEL,
        thread_ts=root.ts,
        filename="sheet.csv",
        title="Checklist of Dagster",
        content=CSV.decode(),
        initial_comment="Here it is.",
    )
    _, message = slack.workspace.thread(CHANNEL, root.ts, ADA)
    assert (message.bot, message.text) == (True, "Here it is.")
    (file,) = (slack.workspace.files.find(each) for each in message.files)
    assert (file.name, file.title, file.content) == ("sheet.csv", "Checklist of Dagster", CSV)
    replies = await slack.call("conversations.replies", channel=CHANNEL, ts=root.ts)
    shown = replies["messages"][1]
    assert (shown["subtype"], shown["files"][0]["size"]) == ("file_share", len(CSV))


async def test_nothing_is_seen_of_a_file_before_it_is_completed(slack: Local) -> None:
    file_id = await uploaded(slack)
    assert slack.texts() == []
    answer = await slack.call(
        "files.completeUploadExternal", files=[{"id": file_id}], channel_id=CHANNEL
    )
    assert answer["files"] == [{"id": file_id, "title": "sheet.csv"}]
    assert len(slack.texts()) == 1


async def test_a_file_may_come_as_part_of_a_form(slack: Local) -> None:
    place = await ticket(slack)
    form = aiohttp.FormData()
    form.add_field("filename", CSV, filename="sheet.csv")
    async with slack.session.post(place["upload_url"], data=form) as answer:
        assert (answer.status, await answer.text()) == (200, f"OK - {len(CSV)}")
    assert slack.workspace.files.is_received(place["file_id"])


async def test_a_file_without_a_channel_is_shown_to_nobody(slack: Local) -> None:
    file_id = await uploaded(slack)
    answer = await slack.call("files.completeUploadExternal", files=[{"id": file_id}])
    assert answer["ok"]
    assert slack.texts() == []


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"length": "0"}, "missing_argument"),
        ({"length": ""}, "invalid_arguments"),
        ({"length": "long"}, "invalid_arguments"),
        ({"filename": ""}, "invalid_arguments"),
    ],
)
async def test_a_place_for_a_file_is_asked_for_with_its_name_and_length(
    slack: Local, args: Json, error: str
) -> None:
    assert (await ticket(slack, **args))["error"] == error


async def test_a_place_for_a_file_is_not_asked_for_in_json(slack: Local) -> None:
    answer = await slack.call("files.getUploadURLExternal", filename="sheet.csv", length=len(CSV))
    assert answer["error"] == "invalid_arguments"


@pytest.mark.parametrize(
    ("secret", "content", "status"), [("made-up", CSV, 404), (None, CSV + b"more", 400)]
)
async def test_an_upload_that_was_not_announced_like_this_is_refused(
    slack: Local, secret: str | None, content: bytes, status: int
) -> None:
    place = await ticket(slack)
    url = f"{slack.base_url}/upload/v1/{secret}" if secret else place["upload_url"]
    async with slack.session.post(url, data=content) as answer:
        assert answer.status == status
    assert not slack.workspace.files.is_received(place["file_id"])


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"files": []}, "invalid_arguments"),
        ({"files": "[not json"}, "invalid_arguments"),
        ({"files": [{"title": "no id"}]}, "invalid_arguments"),
        ({"files": [{"id": "F0NONE"}]}, "file_not_found"),
        ({"channel_id": "C0NOWHERE"}, "channel_not_found"),
        ({"channel_id": "C0PRIVPLN46"}, "channel_not_found"),
        ({"channel_id": "C0GENERAL21"}, "not_in_channel"),
        ({"channel_id": CHANNEL, "thread_ts": "1.000000"}, "thread_not_found"),
    ],
)
async def test_a_refused_file_stays_where_it_is(slack: Local, args: Json, error: str) -> None:
    slack.workspace.remove_app("C0GENERAL21")
    file_id = await uploaded(slack)
    answer = await slack.call(
        "files.completeUploadExternal", **{"files": [{"id": file_id}], **args}
    )
    assert answer["error"] == error
    again = await slack.call(
        "files.completeUploadExternal", files=[{"id": file_id}], channel_id=CHANNEL
    )
    assert again["ok"]


async def test_a_file_is_completed_once(slack: Local) -> None:
    files = [{"id": await uploaded(slack)}]
    await slack.call("files.completeUploadExternal", files=files, channel_id=CHANNEL)
    again = await slack.call("files.completeUploadExternal", files=files, channel_id=CHANNEL)
    assert again["error"] == "file_not_found"
    assert len(slack.texts()) == 1


async def test_an_upload_can_go_wrong_and_its_answer_can_be_lost(slack: Local) -> None:
    place = await ticket(slack)
    slack.faults.limit("upload_url")
    slack.faults.lose("upload_url")
    for status in (429, 500):
        assert not slack.workspace.files.is_received(place["file_id"])
        async with slack.session.post(place["upload_url"], data=CSV) as answer:
            assert answer.status == status
    assert slack.workspace.files.is_received(place["file_id"])


async def test_a_deleted_file_message_shows_no_file(slack: Local) -> None:
    files = [{"id": await uploaded(slack)}]
    await slack.call("files.completeUploadExternal", files=files, channel_id=CHANNEL)
    (message,) = slack.workspace.messages(CHANNEL, ADA)
    await slack.call("chat.delete", channel=CHANNEL, ts=message.ts)
    assert slack.workspace.messages(CHANNEL, ADA) == []
    assert slack.workspace.stored(CHANNEL, message.ts).files == ()


# Canvases


async def canvas(slack: Local, markdown: Any = "# Record", **args: Any) -> Json:
    document = {"type": "markdown", "markdown": markdown}
    return await slack.call("canvases.create", **{"document_content": document, **args})


async def test_slacks_own_client_puts_a_canvas_into_a_tab_of_a_channel(slack: Local) -> None:
    heard: list[str] = []
    slack.workspace.subscribe(lambda kind, ids: heard.append(f"{kind} {ids['channel']}"))
    made = await slack.web.canvases_create(
        title="Record 1",
        document_content={"type": "markdown", "markdown": "# Context"},
        channel_id=CHANNEL,
    )
    (found,) = slack.workspace.files.canvases(CHANNEL)
    assert (found.id, found.title, found.content) == (made["canvas_id"], "Record 1", b"# Context")
    assert heard == [f"channel {CHANNEL}"]
    assert slack.workspace.files.canvases("C0GENERAL21") == []


async def test_a_canvas_may_stand_in_no_channel(slack: Local) -> None:
    made = await slack.call("canvases.create")
    found = slack.workspace.files.find(made["canvas_id"])
    assert (found.title, found.content, found.channel) == ("Untitled", b"", "")


@pytest.mark.parametrize(
    ("markdown", "more", "error"),
    [
        ("x", {"channel_id": "C0NOWHERE"}, "channel_not_found"),
        ("x", {"channel_id": "C0PRIVPLN46"}, "channel_not_found"),
        (None, {}, "invalid_arguments"),
        ("a\n\n> - b", {}, "canvas_creation_failed"),
        ("> a quote\n\n- a list", {}, None),
        ("x", {"document_content": {"type": "html", "markdown": "x"}}, "invalid_arguments"),
        ("x", {"document_content": "{not json"}, "invalid_arguments"),
    ],
)
async def test_a_canvas_that_slack_would_not_make_is_refused(
    slack: Local, markdown: Any, more: Json, error: str | None
) -> None:
    assert (await canvas(slack, markdown, **more)).get("error") == error


@pytest.mark.parametrize(("length", "is_made"), [(1_048_576, True), (1_048_577, False)])
def test_a_canvas_holds_a_mebibyte(length: int, *, is_made: bool) -> None:
    workspace = Workspace(token="x", scopes=("canvases:write",))
    document = {"type": "markdown", "markdown": "x" * length}
    with nullcontext() if is_made else pytest.raises(SlackError, match="canvas_creation_failed"):
        call(workspace, "canvases.create", {"document_content": document})


async def test_slack_says_in_which_line_it_cannot_make_a_canvas(slack: Local) -> None:
    answer = await canvas(slack, "a\n\n> 1. b")
    assert answer["detail"] == "line 3: Unsupported block type (List) within block quote"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel_ids": [CHANNEL]}, None),
        ({"user_ids": [ADA]}, None),
        ({}, "invalid_parameters"),
        ({"channel_ids": [CHANNEL], "user_ids": [ADA]}, "invalid_parameters"),
        ({"channel_ids": [CHANNEL], "access_level": "owner"}, "invalid_arguments"),
        ({"user_ids": [ADA], "access_level": "look"}, "invalid_arguments"),
        ({"channel_ids": ["D0ADA27K91"]}, "channel_not_found"),
        ({"channel_ids": ["C0NOWHERE"]}, "channel_not_found"),
        ({"user_ids": ["U0NOBODY"]}, "user_not_found"),
        ({"user_ids": [ADA], "canvas_id": "F0NONE"}, "canvas_not_found"),
    ],
)
async def test_who_may_read_a_canvas_is_set_for_channels_or_for_people(
    slack: Local, args: Json, error: str | None
) -> None:
    made = (await canvas(slack))["canvas_id"]
    answer = await slack.call(
        "canvases.access.set", **{"canvas_id": made, "access_level": "read", **args}
    )
    assert answer.get("error") == error


@pytest.mark.parametrize(
    ("method", "needed"),
    [
        ("files.getUploadURLExternal", "files:write"),
        ("files.completeUploadExternal", "files:write"),
        ("canvases.create", "canvases:write"),
        ("canvases.access.set", "canvases:write"),
    ],
)
async def test_files_and_canvases_need_their_scope(method: str, needed: str) -> None:
    async with local(scopes=("chat:write",)) as slack:
        answer = await slack.call(method)
    assert (answer["error"], answer["needed"]) == ("missing_scope", needed)
