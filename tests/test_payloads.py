"""What is read of Slack's payloads, and who is heard."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from bot.conversation import Heard
from bot.interactions import BlockActions, MessageShortcut, Shortcut, ViewSubmission
from bot.messages import heard_in
from bot.payloads import EventCallback, SlashCommand, check, read
from bot.shapes import UnreadablePayloadError
from tests import signed
from tests.signed import BOT_USER, Signed
from tests.slack_double import TEAM, Shown

TS, THREAD = "1700000002.000001", "1700000001.000001"


def body_of(request: Signed) -> dict[str, Any]:
    """What Bolt makes of a request."""
    if request.headers["Content-Type"] == "application/json":
        found: dict[str, Any] = json.loads(request.body)
        return found
    fields = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
    interaction: dict[str, Any] = json.loads(fields["payload"]) if "payload" in fields else fields
    return interaction


def event(body: dict[str, Any]) -> EventCallback:
    return read(EventCallback, body_of(signed.event(body)))


VIEW = {"callback_id": "quiz", "private_metadata": ".airflow", "blocks": []}
Kind = type[SlashCommand | BlockActions | ViewSubmission | Shortcut | EventCallback]
KINDS: dict[str, tuple[Kind, Signed]] = {
    "command": (SlashCommand, signed.command("help")),
    "control": (BlockActions, signed.action(Shown("C1", TS, "", [], None), "x", block_id="y")),
    "form": (ViewSubmission, signed.view_submission(VIEW, {})),
    "shortcut": (Shortcut, signed.shortcut("new_decision")),
    "message shortcut": (
        MessageShortcut,
        signed.message_shortcut({"ts": TS, "user": "U2", "text": "aws"}),
    ),
    "mention": (EventCallback, signed.event(signed.mention("8 engineers", ts=TS))),
    "message": (EventCallback, signed.event(signed.said("8 engineers", ts=TS))),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_payload_is_read_for_its_workspace(kind: str) -> None:
    model, request = KINDS[kind]
    body = body_of(request)
    check(body)
    assert read(model, body).tenant == TEAM


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("shortcut", "callback_id"),
        ("shortcut", "trigger_id"),
        ("message shortcut", "message"),
        ("message shortcut", "channel"),
        ("form", "view"),
        ("control", "actions"),
        ("mention", "event"),
    ],
)
def test_what_lacks_something_is_refused_by_its_name(kind: str, missing: str) -> None:
    body = body_of(KINDS[kind][1])
    del body[missing]
    with pytest.raises(UnreadablePayloadError, match=missing):
        check(body)


@pytest.mark.parametrize("kind", ["shortcut", "message shortcut", "control"])
def test_an_interaction_without_a_workspace_is_refused(kind: str) -> None:
    body = body_of(KINDS[kind][1])
    body["team"] = None
    with pytest.raises(UnreadablePayloadError, match="no workspace"):
        check(body)


def test_in_an_organisation_its_installation_owns_the_payload() -> None:
    body = body_of(signed.shortcut("new_decision"))
    body |= {"team": None, "enterprise": {"id": "E1"}, "is_enterprise_install": True}
    assert read(Shortcut, body).tenant == "E1"


def test_a_message_of_an_app_may_have_no_text() -> None:
    found = event({**signed.said("", ts=TS, bot_id="B7"), "text": None})
    assert found.event.text == ""


def test_the_signals_of_a_form_are_read_with_those_left_open() -> None:
    yes = {"type": "radio_buttons", "selected_option": {"value": "yes"}}
    body = body_of(signed.view_submission(VIEW, {"one": yes, "two": {"selected_option": None}}))
    assert read(ViewSubmission, body).view.held == {"one": "yes", "two": ""}


def test_only_what_was_changed_in_a_form_counts_whatever_else_stands_in_it() -> None:
    shown = {"type": "plain_text_input", "action_id": "answer", "initial_value": "8"}
    view = {
        "callback_id": "answers",
        "private_metadata": "d1.3",
        "blocks": [
            {"type": "divider"},
            {"type": "input", "block_id": "team_size", "element": shown},
            {"type": "section", "block_id": "x", "text": {"type": "mrkdwn", "text": "More"}},
            {"type": "input", "block_id": "model_count", "element": shown},
        ],
    }
    sent = signed.view_submission(view, {"team_size": {"value": "8"}, "model_count": {"value": ""}})
    assert read(ViewSubmission, body_of(sent)).changed == {"model_count": ""}


def option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value}, "value": value}


INPUTS: dict[str, tuple[dict[str, Any], dict[str, Any], str, dict[str, Any], str]] = {
    "text": (
        {"type": "plain_text_input", "initial_value": "8 "},
        {"value": " 8"},
        "8",
        {"value": None},
        "",
    ),
    "one of several": (
        {"type": "radio_buttons", "initial_option": option("b")},
        {"selected_option": option("b")},
        "b",
        {"selected_option": option("a")},
        "a",
    ),
    "several": (
        {"type": "checkboxes", "initial_options": [option("b"), option("a")]},
        {"selected_options": [option("a"), option("b")]},
        "a,b",
        {"selected_options": []},
        "",
    ),
    "a person": (
        {"type": "users_select", "initial_user": "U1"},
        {"selected_user": "U1"},
        "U1",
        {"selected_user": None},
        "",
    ),
    "a day": (
        {"type": "datepicker", "initial_date": "2027-05-01"},
        {"selected_date": "2027-05-01"},
        "2027-05-01",
        {"selected_date": "2027-05-02"},
        "2027-05-02",
    ),
    "a time": (
        {"type": "timepicker", "initial_time": "09:00"},
        {"selected_time": "09:00"},
        "09:00",
        {"selected_time": "10:30"},
        "10:30",
    ),
}
"""How an input is shown, and what comes back where it is left alone or changed, read and as is."""


@pytest.mark.parametrize("kind", INPUTS)
def test_an_input_of_each_kind_counts_as_changed_where_it_was(kind: str) -> None:
    element, left, same, moved, other = INPUTS[kind]
    view = {
        "callback_id": "answers",
        "private_metadata": "d1.3",
        "blocks": [{"type": "input", "block_id": each, "element": element} for each in "xyz"],
    }
    kept, changed = {"type": element["type"], **left}, {"type": element["type"], **moved}
    form = read(ViewSubmission, body_of(signed.view_submission(view, {"x": kept, "y": changed})))
    assert form.view.held == {"x": same, "y": other}
    assert form.changed == {"y": other}


@pytest.mark.parametrize(
    ("chosen", "read_as"),
    [
        ({"selected_user": "U7"}, "U7"),
        ({"selected_date": "2027-05-01"}, "2027-05-01"),
        ({"selected_options": [option("b"), option("a")]}, "a,b"),
    ],
)
def test_what_a_control_of_a_message_was_set_to_is_read(
    chosen: dict[str, Any], read_as: str
) -> None:
    body = body_of(KINDS["control"][1])
    body["actions"][0] |= chosen
    assert read(BlockActions, body).actions[0].chosen == read_as


@pytest.mark.parametrize("kind", ["control", "form", "shortcut", "message shortcut"])
def test_whoever_acts_is_read_with_their_workspace_where_slack_names_it(kind: str) -> None:
    model, request = KINDS[kind]
    body = body_of(request)
    body["user"] = {"id": "U7", "team_id": "T7"}
    user = read(model, body).user  # type: ignore[union-attr]  # these kinds all have one
    assert (user.id, user.team_id) == ("U7", "T7")
    del body["user"]["team_id"]
    assert read(model, body).user.team_id is None  # type: ignore[union-attr]


def test_whoever_writes_in_a_shared_channel_is_read_with_their_workspace() -> None:
    said = signed.said("8 engineers", ts=TS, kind="channel", thread_ts=THREAD)
    assert event(said).event.user_team is None
    assert event({**said, "user_team": "T7"}).event.user_team == "T7"


@pytest.mark.parametrize("thread_ts", [None, THREAD])
def test_a_mention_is_heard_in_and_beside_threads(thread_ts: str | None) -> None:
    heard = heard_in(event(signed.mention("8 engineers", ts=TS, thread_ts=thread_ts)))
    text = f"<@{BOT_USER}> 8 engineers"
    assert heard == Heard("C1", TS, thread_ts, "U1", text, "mention")


@pytest.mark.parametrize("thread_ts", [None, THREAD])
@pytest.mark.parametrize("text", ["8 engineers", f"<@{BOT_USER}> 8 engineers"])
def test_the_direct_message_is_heard_with_and_without_a_mention(
    text: str, thread_ts: str | None
) -> None:
    said = signed.said(text, ts=TS, channel="D1", kind="im", thread_ts=thread_ts)
    assert heard_in(event(said)) == Heard("D1", TS, thread_ts, "U1", text, "direct")


@pytest.mark.parametrize("kind", ["channel", "group"])
@pytest.mark.parametrize("subtype", [None, "thread_broadcast", "file_share"])
def test_a_reply_in_a_thread_of_a_channel_is_overheard(kind: str, subtype: str | None) -> None:
    said = signed.said("8 engineers", ts=TS, kind=kind, thread_ts=THREAD, subtype=subtype)
    assert heard_in(event(said)) == Heard("C1", TS, THREAD, "U1", "8 engineers", "overheard")


UNHEARD = {
    "beside threads in a channel": signed.said("8 engineers", ts=TS),
    "beside threads in a private channel": signed.said("8 engineers", ts=TS, kind="group"),
    "in a conversation of several people": signed.said(
        "8 engineers", ts=TS, kind="mpim", thread_ts=THREAD
    ),
    "a mention, which comes as a mention too": signed.said(
        f"8 engineers, <@{BOT_USER}>", ts=TS, thread_ts=THREAD
    ),
    "the same with our name in it": signed.said(
        f"<@{BOT_USER}|advisor> aws", ts=TS, thread_ts=THREAD
    ),
    "an edit": signed.said("8", ts=TS, thread_ts=THREAD, subtype="message_changed"),
    "somebody joined": signed.said("joined", ts=TS, kind="im", subtype="channel_join"),
    "another app": signed.said("8 engineers", ts=TS, thread_ts=THREAD, bot_id="B7"),
    "another app that mentions us": {**signed.mention("8 engineers", ts=TS), "bot_id": "B7"},
    "ourselves": signed.said("8 engineers", ts=TS, kind="im", user=BOT_USER),
    "nobody": {**signed.said("8 engineers", ts=TS, kind="im"), "user": None},
    "another kind of event": {"type": "app_home_opened", "user": "U1", "channel": "D1"},
}


@pytest.mark.parametrize("what", UNHEARD)
def test_what_is_not_for_us_is_not_heard(what: str) -> None:
    assert heard_in(event(UNHEARD[what])) is None


def test_a_mention_of_somebody_else_is_overheard_like_any_reply() -> None:
    said = signed.said("<@U2> says 8 engineers", ts=TS, thread_ts=THREAD)
    heard = heard_in(event(said))
    assert heard is not None
    assert heard.how == "overheard"
