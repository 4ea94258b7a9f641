"""The workspace keeps its rules, tells of every change, and survives a restart."""

import json
from collections.abc import Mapping
from errno import ENOSPC
from pathlib import Path

import pytest

from playground.kept import KeptFileError
from playground.model import Json, Scheduled, SlackError
from playground.tickets import FORGOTTEN_SECONDS, RESPONSE_SECONDS
from playground.workspace import Workspace
from tests.playground_local import ADA, ALAN, GRACE, JOAN, TOKEN, Clock, form

HOME: Json = {"type": "home", "blocks": []}


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(token=TOKEN, clock=Clock())


def test_a_new_workspace_has_people_channels_and_direct_messages(workspace: Workspace) -> None:
    assert list(workspace.users) == [ADA, GRACE, ALAN, JOAN]
    channels = {
        each: [channel.name for channel in workspace.sidebar(each)] for each in workspace.users
    }
    every = ["general", "ml-platform", "private-planning", "partner-labs", workspace.app.name]
    assert channels == {
        ADA: every, GRACE: every, ALAN: ["general", workspace.app.name], JOAN: ["partner-labs"]
    }  # fmt: skip
    assert workspace.named("ml-platform").app_is_member
    assert not workspace.named("private-planning").app_is_member
    assert workspace.direct(ADA) != workspace.direct(GRACE)


def test_ids_look_like_slacks(workspace: Workspace) -> None:
    app = workspace.app
    prefixes = {workspace.team.id: "T", app.id: "A", app.bot_id: "B", app.user: "U", ADA: "U"}
    prefixes |= {each.id: "D" if each.user else "C" for each in workspace.channels.values()}
    assert all(each.startswith(prefix) for each, prefix in prefixes.items())
    assert all(len(each) >= 9 and each.isalnum() and each.isupper() for each in prefixes)


def test_timestamps_are_unique_and_grow_while_the_clock_stands_still(workspace: Workspace) -> None:
    stamps = [workspace.next_ts() for _ in range(100)]
    assert stamps == sorted(set(stamps))
    assert all(len(stamp) == len("1795000000.000001") for stamp in stamps)


def test_a_direct_message_is_between_two(workspace: Workspace) -> None:
    with pytest.raises(SlackError, match="channel_not_found"):
        workspace.messages(workspace.direct(ADA).id, GRACE)


@pytest.mark.parametrize(
    ("person", "channel"),
    [(ALAN, "ml-platform"), (ALAN, "partner-labs"), (JOAN, "general"), (JOAN, "private-planning")],
)
def test_a_guest_and_a_person_of_elsewhere_see_their_own_channel_alone(
    workspace: Workspace, person: str, channel: str
) -> None:
    with pytest.raises(SlackError, match="channel_not_found"):
        workspace.messages(workspace.named(channel).id, person)


def test_slack_calls_somebody_a_stranger_who_shares_no_channel_with_the_app(
    workspace: Workspace,
) -> None:
    joan, partners = workspace.member(JOAN), workspace.named("partner-labs").id
    assert not workspace.is_stranger(joan)
    workspace.remove_app(partners)
    assert workspace.is_stranger(joan)
    assert not workspace.is_stranger(workspace.member(ALAN))


def test_an_ephemeral_reply_is_in_its_persons_thread_alone(workspace: Workspace) -> None:
    channel = workspace.named("general").id
    root = workspace.post(channel, user=ADA, text="root")
    workspace.post(channel, user=ADA, text="psst", thread_ts=root.ts, ephemeral_to=ADA)
    assert len(workspace.thread(channel, root.ts, ADA)) == 2
    assert len(workspace.thread(channel, root.ts, GRACE)) == 1
    assert workspace.reply_count(channel, root.ts, ADA) == 1
    assert workspace.reply_count(channel, root.ts, GRACE) == 0


def test_a_deleted_root_stays_as_long_as_it_has_replies(workspace: Workspace) -> None:
    channel = workspace.named("general").id
    root = workspace.post(channel, user=ADA, text="root")
    reply = workspace.post(channel, user=ADA, text="reply", thread_ts=root.ts)
    workspace.delete(channel, root.ts)
    (tombstone,) = workspace.messages(channel, ADA)
    assert (tombstone.deleted, tombstone.text) == (True, "This message was deleted.")
    workspace.delete(channel, reply.ts)
    assert workspace.messages(channel, ADA) == []
    with pytest.raises(SlackError, match="message_not_found"):
        workspace.update(channel, root.ts, text="back")


def test_an_update_keeps_the_place_of_a_message(workspace: Workspace) -> None:
    channel = workspace.named("general").id
    first = workspace.post(channel, user=ADA, text="first")
    workspace.post(channel, user=ADA, text="second")
    workspace.update(channel, first.ts, text="changed")
    assert [each.text for each in workspace.messages(channel, ADA)] == ["changed", "second"]


def test_listeners_hear_of_every_change_until_they_leave(workspace: Workspace) -> None:
    heard: list[tuple[str, Mapping[str, str]]] = []
    leave = workspace.subscribe(lambda kind, ids: heard.append((kind, ids)))
    channel = workspace.named("general").id
    root = workspace.post(channel, user=ADA, text="root")
    reply = workspace.post(channel, user=ADA, text="psst", thread_ts=root.ts, ephemeral_to=GRACE)
    workspace.update(channel, root.ts, text="changed")
    workspace.delete(channel, root.ts)
    workspace.remove_app(channel)
    workspace.views.open(ADA, form())
    workspace.views.publish(ADA, HOME)
    place = {"channel": channel, "ts": root.ts}
    assert heard == [
        ("posted", place),
        (
            "posted",
            {"channel": channel, "ts": reply.ts, "thread_ts": root.ts, "ephemeral_to": GRACE},
        ),
        ("updated", place),
        ("deleted", place),
        ("channel", {"channel": channel}),
        ("view", {"user": ADA}),
        ("home", {"user": ADA}),
    ]
    leave()
    workspace.post(channel, user=ADA, text="unheard")
    assert len(heard) == 7


def test_a_restart_keeps_what_people_have_before_them_and_what_is_to_come(tmp_path: Path) -> None:
    path, clock = tmp_path / "data" / "workspace.json", Clock()
    before = Workspace.load(path, token=TOKEN, clock=clock)
    channel = before.named("general").id
    root = before.post(channel, user=ADA, text="root", blocks=[{"type": "divider"}])
    before.post(channel, user=GRACE, text="reply", thread_ts=root.ts)
    before.post(channel, user=ADA, text="psst", ephemeral_to=ADA)
    before.remove_app(channel)
    home = before.views.publish(ADA, HOME)
    canvas = before.put_canvas("Record", "# Caf\u00e9", channel)
    secret, file_id = before.files.expect("a.bin", 2)
    before.files.receive(secret, b"\xff\x00")
    file = before.files.complete(file_id, "", channel)
    shown = before.post(channel, user=before.app.user, text="", files=[file.id])
    later = before.schedule.add(Scheduled("", channel, int(clock.now) + 60, 0, "later"))

    after = Workspace.load(path, token=TOKEN, clock=clock)
    for viewer in (ADA, GRACE):
        assert after.messages(channel, viewer) == before.messages(channel, viewer)
    assert after.thread(channel, root.ts, ADA) == before.thread(channel, root.ts, ADA)
    assert not after.channel(channel).app_is_member
    assert after.home(ADA) == home
    assert (after.files.find(canvas.id), after.files.find(file.id)) == (canvas, file)
    assert after.message(channel, shown.ts).files == (file.id,)
    assert after.schedule.waiting() == [later]
    assert after.next_ts() > max(each.ts for each in before.messages(channel, ADA))


def test_a_save_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "workspace.json"
    workspace = Workspace.load(path, token=TOKEN)
    channel = workspace.named("general").id
    workspace.post(channel, user=ADA, text="kept")
    old = path.read_text()

    def full(_self: Path, _to: Path) -> Path:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(KeptFileError, match=r"workspace.json cannot be written \(No space"):
        workspace.post(channel, user=ADA, text="lost")
    monkeypatch.undo()
    assert path.read_text() == old
    assert json.loads(old)["messages"][0]["text"] == "kept"


KEPT: Json = {"version": 1, "channels": {}, "messages": [], "homes": []}
SCHEDULED: Json = {"id": "Q0LATER", "post_at": 1, "created": 0, "text": "later"}
MESSAGE: Json = {"channel": "C0GENERAL21", "ts": "1.000000", "user": ADA, "text": "x"}
FILE: Json = {"id": "F0FILE", "kind": "file", "name": "a", "title": "a", "created": 0}


def test_a_file_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    path = tmp_path / "workspace.json"
    path.write_text(json.dumps(KEPT | {"channels": {"C0GENERAL21": False}}))
    found = Workspace.load(path, token=TOKEN)
    assert not found.named("general").app_is_member
    assert found.named("partner-labs").app_is_member


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        json.dumps(KEPT)[:-5],
        json.dumps(KEPT | {"version": 2}),
        json.dumps(KEPT | {"channels": {"C0NOWHERE": True}}),
        json.dumps(KEPT | {"scheduled": [SCHEDULED | {"channel": "C0NOWHERE"}]}),
        json.dumps(KEPT | {"messages": [MESSAGE | {"files": ["F0LOST"]}]}),
        json.dumps(KEPT | {"files": [FILE | {"content": "no base64!"}]}),
        json.dumps(KEPT | {"messages": [{"channel": "C0NOWHERE", "ts": "1", "user": ADA}]}),
        json.dumps(
            KEPT | {"messages": [{"channel": "C0X", "ts": "1.0", "user": ADA, "text": "x"}]}
        ),
        json.dumps(
            KEPT | {"messages": [{"channel": "C0GENERAL21", "ts": "1.0", "user": "U", "text": "x"}]}
        ),
    ],
)
def test_a_damaged_file_is_refused_in_a_sentence_and_left_alone(text: str, tmp_path: Path) -> None:
    path = tmp_path / "workspace.json"
    path.write_text(text)
    with pytest.raises(KeptFileError, match=r"workspace.json is damaged .* delete it"):
        Workspace.load(path, token=TOKEN)
    assert path.read_text() == text


def test_tickets_are_forgotten_once_they_are_long_of_no_use(workspace: Workspace) -> None:
    clock = workspace.clock
    assert isinstance(clock, Clock)
    trigger = workspace.triggers.issue(ADA)
    secret = workspace.response_urls.issue("C0GENERAL21", ADA)
    for seconds, codes in (
        (RESPONSE_SECONDS + 1, ("expired_trigger_id", "expired_url")),
        (FORGOTTEN_SECONDS, ("invalid_trigger_id", "invalid_url")),
    ):
        clock.now += seconds
        workspace.triggers.issue(ADA)
        workspace.response_urls.issue("C0GENERAL21", ADA)
        with pytest.raises(SlackError, match=codes[0]):
            workspace.triggers.redeem(trigger)
        with pytest.raises(SlackError, match=codes[1]):
            workspace.response_urls.use(secret)


def test_two_open_views_cannot_share_an_external_id(workspace: Workspace) -> None:
    workspace.views.open(ADA, form(external_id="mine"))
    with pytest.raises(SlackError, match="duplicate_external_id"):
        workspace.views.open(GRACE, form(external_id="mine"))


def test_a_view_cannot_be_pushed_where_none_is_open(workspace: Workspace) -> None:
    with pytest.raises(SlackError, match="not_found"):
        workspace.views.push(ADA, form())
