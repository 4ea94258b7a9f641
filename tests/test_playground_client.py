"""What people do reaches the app as Slack would send it, and what the app answers is shown."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

import pytest
from starlette.responses import PlainTextResponse, Response

from playground.model import SLACKBOT, Answer, Json, Message, View
from tests.playground_local import (
    ADA,
    ADVISE,
    GRACE,
    NEW_DECISION,
    SECRET,
    Local,
    actions,
    answering,
    button,
    form,
    local,
    modal,
    question,
    said,
)


@pytest.fixture
async def slack() -> AsyncIterator[Local]:
    async with local() as running:
        yield running


@pytest.fixture
async def hurried() -> AsyncIterator[Local]:
    """A Slack that waits a twentieth of a second instead of three."""
    async with local(patience=0.05) as running:
        yield running


async def too_late(_payload: Json) -> Response:
    await asyncio.sleep(0.3)
    return Response()


async def posted(slack: Local, *blocks: Json, thread_ts: str | None = None) -> Message:
    answer = await slack.call(
        "chat.postMessage",
        channel=slack.channel.id,
        text="fallback",
        blocks=blocks,
        thread_ts=thread_ts,
    )
    return slack.workspace.message(answer["channel"], answer["ts"])


async def opened(slack: Local, view: Json) -> View:
    await slack.client.slash(ADA, slack.channel.id, "/orchestrator help")
    await slack.call("views.open", trigger_id=slack.app.last["trigger_id"], view=view)
    return slack.workspace.modals(ADA)[-1]


# Commands


async def test_a_command_is_a_signed_form(slack: Local) -> None:
    answer = await slack.client.slash(ADA, slack.channel.id, "/orchestrator recommend 8 people")
    assert answer == Answer()
    (received,) = slack.app.received
    timestamp = str(int(slack.clock.now))
    base = f"v0:{timestamp}:".encode() + received.body
    digest = hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    assert received.headers["x-slack-signature"] == f"v0={digest}"
    assert received.headers["x-slack-request-timestamp"] == timestamp
    assert received.headers["content-type"] == "application/x-www-form-urlencoded"
    fields = {key: values[0] for key, values in parse_qs(received.body.decode()).items()}
    assert fields["command"] == "/orchestrator"
    assert fields["text"] == "recommend 8 people"
    assert (fields["user_id"], fields["user_name"]) == (ADA, "ada")
    assert (fields["channel_id"], fields["channel_name"]) == (slack.channel.id, "ml-platform")
    assert fields["team_id"] == slack.workspace.team.id
    assert fields["api_app_id"] == slack.workspace.app.id
    assert fields["response_url"].startswith(f"{slack.base_url}/response/")
    assert fields["trigger_id"]


async def test_a_command_in_a_direct_message_names_no_channel(slack: Local) -> None:
    await slack.client.slash(ADA, slack.workspace.direct(ADA).id, "/orchestrator help")
    assert slack.app.last["channel_name"] == "directmessage"


@pytest.mark.parametrize(
    ("reply", "ada", "grace"),
    [
        (Response(), [], []),
        (PlainTextResponse("plain"), ["plain"], []),
        (answering(text="to you"), ["to you"], []),
        (answering(text="to all", response_type="in_channel"), ["to all"], ["to all"]),
    ],
)
async def test_the_answer_to_a_command_is_shown(
    slack: Local, reply: Response, ada: list[str], grace: list[str]
) -> None:
    slack.app.answers.append(reply)
    await slack.client.slash(ADA, slack.channel.id, "/orchestrator help")
    assert (slack.texts(ADA), slack.texts(GRACE)) == (ada, grace)


@pytest.mark.parametrize(("status", "error"), [(500, "app_error"), (404, "dispatch_failed")])
async def test_a_failed_command_is_reported_by_slackbot_to_the_person(
    slack: Local, status: int, error: str
) -> None:
    slack.app.answers.append(Response(status_code=status))
    answer = await slack.client.slash(ADA, slack.channel.id, "/orchestrator help")
    assert answer.error == error
    (message,) = slack.workspace.messages(slack.channel.id, ADA)
    assert (message.user, message.ephemeral_to) == (SLACKBOT, ADA)
    assert message.text == f'/orchestrator failed with the error "{error}"'
    assert len(slack.app.received) == 1


async def test_a_late_answer_is_a_timeout_and_nothing_is_sent_again(hurried: Local) -> None:
    hurried.app.answers.append(too_late)
    answer = await hurried.client.slash(ADA, hurried.channel.id, "/orchestrator help")
    assert answer.error == "operation_timeout"
    assert hurried.texts() == ['/orchestrator failed with the error "operation_timeout"']
    assert len(hurried.app.received) == 1


async def test_slack_itself_refuses_unknown_commands_and_commands_in_threads(slack: Local) -> None:
    root = await posted(slack)
    unknown = await slack.client.slash(ADA, slack.channel.id, "/dance")
    threaded = await slack.client.slash(ADA, slack.channel.id, "/orchestrator help", root.ts)
    assert (unknown.ok, threaded.ok) == (False, False)
    assert slack.app.received == []
    thread = slack.workspace.thread(slack.channel.id, root.ts, ADA)
    assert thread[-1].text == "/orchestrator is not supported in threads. Sorry!"
    assert slack.texts()[-1].startswith("`/dance` is not a valid command.")


@pytest.mark.parametrize("space", [" ", "  ", "\t", "\n", " \n "])
async def test_any_white_space_ends_the_name_of_a_command(slack: Local, space: str) -> None:
    await slack.client.slash(ADA, slack.channel.id, f"/orchestrator{space}recommend 8 people ")
    assert slack.app.last["command"] == "/orchestrator"
    assert slack.app.last["text"] == "recommend 8 people"


# Response URLs


async def respond(slack: Local, body: Json, url: str | None = None) -> tuple[int, str]:
    address = url or slack.app.last["response_url"]
    async with slack.session.post(address, json=body) as answer:
        return answer.status, await answer.text()


async def test_a_response_url_takes_five_messages(slack: Local) -> None:
    await slack.client.slash(ADA, slack.channel.id, "/orchestrator help")
    for number in range(5):
        assert await respond(slack, {"text": f"{number}"}) == (200, "ok")
    status, text = await respond(slack, {"text": "6"})
    assert (status, json.loads(text)["error"]) == (404, "used_url")
    assert slack.texts(ADA) == ["0", "1", "2", "3", "4"]
    assert slack.texts(GRACE) == []


@pytest.mark.parametrize(("seconds", "status"), [(30 * 60, 200), (30 * 60 + 1, 404)])
async def test_a_response_url_lives_for_thirty_minutes(
    slack: Local, seconds: int, status: int
) -> None:
    await slack.client.slash(ADA, slack.channel.id, "/orchestrator help")
    slack.clock.now += seconds
    assert (await respond(slack, {"text": "late"}))[0] == status


async def test_a_response_url_works_where_the_app_is_no_member(slack: Local) -> None:
    private = slack.workspace.named("private-planning").id
    await slack.client.slash(ADA, private, "/orchestrator help")
    await respond(slack, {"text": "hello", "response_type": "in_channel"})
    assert slack.texts(GRACE, private) == ["hello"]


async def test_an_ephemeral_is_replaced_and_deleted_through_its_response_url(slack: Local) -> None:
    slack.app.answers.append(answering(text="first", blocks=[actions(button())]))
    await slack.client.slash(ADA, slack.channel.id, "/orchestrator help")
    (message,) = slack.workspace.messages(slack.channel.id, ADA)
    await slack.client.act(ADA, message, "acts", "go")
    await respond(slack, {"text": "second", "replace_original": True})
    assert slack.texts() == ["second"]
    await respond(slack, {"delete_original": True})
    assert slack.texts() == []


@pytest.mark.parametrize(
    ("body", "error"),
    [({"text": ""}, "no_text"), ({"blocks": [{"type": "nonsense"}]}, "invalid_blocks")],
)
async def test_a_response_that_slack_would_refuse_is_refused(
    slack: Local, body: Json, error: str
) -> None:
    await slack.client.slash(ADA, slack.channel.id, "/orchestrator help")
    status, text = await respond(slack, body)
    assert (status, json.loads(text)["error"]) == (400, error)


async def test_a_made_up_response_url_is_not_there(slack: Local) -> None:
    status, _ = await respond(slack, {"text": "x"}, f"{slack.base_url}/response/guess")
    assert status == 404


# Actions


async def test_a_click_in_a_thread_says_where_it_was(slack: Local) -> None:
    root = await posted(slack)
    message = await posted(slack, actions(button(value="7")), thread_ts=root.ts)
    assert (await slack.client.act(ADA, message, "acts", "go")).ok
    payload = slack.app.last
    assert payload["type"] == "block_actions"
    assert payload["user"] == {
        "id": ADA,
        "username": "ada",
        "name": "ada",
        "team_id": slack.workspace.team.id,
    }
    assert payload["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": slack.channel.id,
        "is_ephemeral": False,
        "thread_ts": root.ts,
    }
    assert payload["channel"] == {"id": slack.channel.id, "name": "ml-platform"}
    assert payload["message"]["blocks"][0]["block_id"] == "acts"
    (action,) = payload["actions"]
    assert float(action.pop("action_ts")) > float(message.ts)
    assert action == {
        "type": "button",
        "action_id": "go",
        "block_id": "acts",
        "text": said("Go"),
        "value": "7",
    }


async def test_a_click_on_an_ephemeral_carries_no_message(slack: Local) -> None:
    slack.app.answers.append(answering(blocks=[actions(button())]))
    await slack.client.slash(ADA, slack.channel.id, "/orchestrator help")
    (message,) = slack.workspace.messages(slack.channel.id, ADA)
    await slack.client.act(ADA, message, "acts", "go")
    assert "message" not in slack.app.last
    assert slack.app.last["container"]["is_ephemeral"] is True
    assert slack.app.last["response_url"]


def options(*values: str) -> list[Json]:
    return [{"text": said(value), "value": value} for value in values]


async def test_a_checkbox_sends_the_whole_selection_and_the_state_of_its_surface(
    slack: Local,
) -> None:
    boxes = {"type": "checkboxes", "action_id": "tick", "options": options("a", "b", "c")}
    menu = {
        "type": "static_select",
        "action_id": "cloud",
        "options": options("aws", "gcp"),
        "initial_option": options("aws")[0],
    }
    message = await posted(slack, actions(boxes, menu))
    await slack.client.act(ADA, message, "acts", "tick", ("a", "c"))
    (action,) = slack.app.last["actions"]
    assert action["selected_options"] == options("a", "c")
    assert slack.app.last["state"]["values"]["acts"] == {
        "tick": {"type": "checkboxes", "selected_options": options("a", "c")},
        "cloud": {"type": "static_select", "selected_option": options("aws")[0]},
    }


async def test_what_the_person_put_in_elsewhere_is_in_the_state(slack: Local) -> None:
    message = await posted(slack, question(), actions(button()))
    await slack.client.act(ADA, message, "acts", "go", values={"ask": {"answer": "8"}})
    assert slack.app.last["state"]["values"] == {
        "ask": {"answer": {"type": "plain_text_input", "value": "8"}}
    }


ELEMENTS: list[tuple[Json, str | int | tuple[str, ...], Json]] = [
    ({"type": "static_select", "options": options("a")}, "a", {"selected_option": options("a")[0]}),
    ({"type": "radio_buttons", "options": options("a")}, "a", {"selected_option": options("a")[0]}),
    ({"type": "overflow", "options": options("a")}, "a", {"selected_option": options("a")[0]}),
    (
        {"type": "multi_static_select", "options": options("a", "b")},
        ("b",),
        {"selected_options": options("b")},
    ),
    ({"type": "datepicker"}, "2026-11-22", {"selected_date": "2026-11-22"}),
    ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    ({"type": "datetimepicker"}, 1_795_000_000, {"selected_date_time": 1_795_000_000}),
    ({"type": "users_select"}, GRACE, {"selected_user": GRACE}),
    ({"type": "multi_users_select"}, (ADA, GRACE), {"selected_users": [ADA, GRACE]}),
    ({"type": "channels_select"}, "C0GENERAL21", {"selected_channel": "C0GENERAL21"}),
    ({"type": "conversations_select"}, "C0GENERAL21", {"selected_conversation": "C0GENERAL21"}),
]


@pytest.mark.parametrize(("element", "value", "expected"), ELEMENTS)
async def test_each_element_reports_its_value_under_its_own_key(
    slack: Local, element: Json, value: str | int | tuple[str, ...], expected: Json
) -> None:
    message = await posted(slack, actions(element | {"action_id": "pick"}))
    await slack.client.act(ADA, message, "acts", "pick", value)
    assert expected.items() <= slack.app.last["actions"][0].items()


async def test_feedback_tells_which_side_was_pressed(slack: Local) -> None:
    element = {
        "type": "feedback_buttons",
        "action_id": "rate",
        "positive_button": {"text": said("Good"), "value": "good"},
        "negative_button": {"text": said("Bad"), "value": "bad"},
    }
    block = {"type": "context_actions", "block_id": "end", "elements": [element]}
    message = await posted(slack, block)
    await slack.client.act(ADA, message, "end", "rate", "bad")
    assert slack.app.last["actions"][0]["value"] == "bad"


async def test_an_input_tells_nothing_before_it_is_sent_unless_it_dispatches(slack: Local) -> None:
    silent = await posted(slack, question())
    loud = await posted(slack, question(dispatch_action=True))
    await slack.client.act(ADA, silent, "ask", "answer", "8")
    assert slack.app.received == []
    await slack.client.act(ADA, loud, "ask", "answer", "8")
    assert slack.app.last["actions"][0]["value"] == "8"


async def test_an_element_that_is_not_there_cannot_be_used(slack: Local) -> None:
    message = await posted(slack, actions(button()))
    with pytest.raises(LookupError):
        await slack.client.act(ADA, message, "acts", "other")


async def test_a_click_on_a_message_that_is_gone_fails_for_the_person(slack: Local) -> None:
    message = await posted(slack, actions(button()))
    slack.workspace.delete(message.channel, message.ts)
    answer = await slack.client.act(ADA, message, "acts", "go")
    assert answer.error == "message_not_found"


async def test_a_failed_click_is_told_and_not_sent_again(slack: Local) -> None:
    message = await posted(slack, actions(button()))
    slack.app.answers.append(Response(status_code=500))
    assert (await slack.client.act(ADA, message, "acts", "go")).error == "app_error"
    assert len(slack.app.received) == 1


# Shortcuts


async def test_a_message_shortcut_carries_the_message_and_where_to_answer(slack: Local) -> None:
    root = await slack.client.say(ADA, slack.channel.id, "which one?")
    reply = await slack.client.say(GRACE, slack.channel.id, "we are eight", root.ts)
    assert (await slack.client.use(ADA, ADVISE, reply)).ok
    payload = slack.app.last
    assert (payload["type"], payload["callback_id"]) == ("message_action", "advise_on_thread")
    assert payload["user"]["id"] == ADA
    assert payload["team"]["id"] == slack.workspace.team.id
    assert payload["channel"] == {"id": slack.channel.id, "name": "ml-platform"}
    assert payload["message_ts"] == reply.ts
    assert float(payload["action_ts"]) > float(reply.ts)
    said_in = {"user": GRACE, "text": "we are eight", "ts": reply.ts, "thread_ts": root.ts}
    assert said_in.items() <= payload["message"].items()
    await respond(slack, {"text": "I read it"})
    assert slack.texts(ADA) == ["which one?", "I read it"]
    assert slack.texts(GRACE) == ["which one?"]
    opening = await slack.call("views.open", trigger_id=payload["trigger_id"], view=form())
    assert opening["ok"]


async def test_a_shortcut_on_a_root_tells_of_its_thread(slack: Local) -> None:
    root = await slack.client.say(ADA, slack.channel.id, "which one?")
    await slack.client.say(GRACE, slack.channel.id, "we are eight", root.ts)
    await slack.client.use(ADA, ADVISE, root)
    message = slack.app.last["message"]
    assert (message["ts"], message["thread_ts"], message["reply_count"]) == (root.ts, root.ts, 1)


async def test_a_shortcut_on_a_message_that_is_gone_fails_for_the_person(slack: Local) -> None:
    message = await posted(slack)
    slack.workspace.delete(message.channel, message.ts)
    assert (await slack.client.use(ADA, ADVISE, message)).error == "message_not_found"
    assert slack.app.received == []


async def test_a_global_shortcut_names_no_place(slack: Local) -> None:
    await slack.client.use(ADA, NEW_DECISION)
    payload = slack.app.last
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "new_decision")
    assert not {"channel", "message", "response_url"} & payload.keys()
    await slack.call("views.open", trigger_id=payload["trigger_id"], view=form())
    assert len(slack.workspace.modals(ADA)) == 1


async def test_a_shortcut_that_the_app_does_not_take_fails_for_the_person(slack: Local) -> None:
    slack.app.answers.append(Response(status_code=500))
    assert (await slack.client.use(ADA, NEW_DECISION)).error == "app_error"


# Ephemerals


@pytest.mark.parametrize("place", ["thread", "direct message"])
async def test_a_click_on_an_ephemeral_says_where_it_was(slack: Local, place: str) -> None:
    direct = slack.workspace.direct(ADA).id
    channel = direct if place == "direct message" else slack.channel.id
    root = await slack.client.say(ADA, channel, "which one?")
    thread = {"thread_ts": root.ts} if place == "thread" else {}
    whispered = await slack.call(
        "chat.postEphemeral",
        channel=channel, user=ADA, text="fallback", blocks=[actions(button())], **thread,
    )  # fmt: skip
    assert slack.workspace.reply_count(channel, root.ts, GRACE if thread else ADA) == 0
    message = slack.workspace.message(channel, whispered["message_ts"])
    await slack.client.act(ADA, message, "acts", "go")
    where = {"type": "message", "message_ts": message.ts, "channel_id": channel}
    assert slack.app.last["container"] == where | {"is_ephemeral": True} | thread
    await respond(slack, {"delete_original": True})
    shown = slack.workspace.thread(channel, root.ts, ADA)
    assert [each.text for each in shown] == ["which one?"]


async def test_a_button_with_an_address_sends_its_action_too(slack: Local) -> None:
    message = await posted(slack, actions(button(url="https://a.example")))
    await slack.client.act(ADA, message, "acts", "go")
    assert slack.app.last["actions"][0]["action_id"] == "go"


# Modals


@pytest.mark.parametrize(("seconds", "error"), [(3, None), (3.1, "expired_trigger_id")])
async def test_a_trigger_lives_for_three_seconds(
    slack: Local, seconds: float, error: str | None
) -> None:
    await slack.client.slash(ADA, slack.channel.id, "/orchestrator help")
    slack.clock.now += seconds
    answer = await slack.call("views.open", trigger_id=slack.app.last["trigger_id"], view=form())
    assert answer.get("error") == error


async def test_a_trigger_opens_one_view(slack: Local) -> None:
    await opened(slack, form())
    answer = await slack.call("views.open", trigger_id=slack.app.last["trigger_id"], view=form())
    assert answer["error"] == "exchanged_trigger_id"


async def push(slack: Local) -> Json:
    """Click a button of the upper modal and push a view."""
    view = slack.workspace.modals(ADA)[-1]
    await slack.client.act(ADA, view, "acts", "go")
    pushed = modal(actions(button()))
    return await slack.call("views.push", trigger_id=slack.app.last["trigger_id"], view=pushed)


async def test_a_stack_holds_three_views(slack: Local) -> None:
    await opened(slack, modal(actions(button())))
    second, third, fourth = await push(slack), await push(slack), await push(slack)
    assert second["view"]["previous_view_id"] == second["view"]["root_view_id"]
    assert third["view"]["previous_view_id"] == second["view"]["id"]
    assert fourth["error"] == "push_limit_reached"


async def test_an_update_with_an_old_hash_conflicts(slack: Local) -> None:
    view = await opened(slack, form())
    first = await slack.call("views.update", view_id=view.id, hash=view.hash, view=form())
    second = await slack.call("views.update", view_id=view.id, hash=view.hash, view=form())
    assert first["ok"]
    assert second["error"] == "hash_conflict"
    assert slack.workspace.modals(ADA)[-1].hash == first["view"]["hash"]


async def test_a_view_can_be_updated_by_its_external_id(slack: Local) -> None:
    await opened(slack, form(external_id="mine"))
    answer = await slack.call("views.update", external_id="mine", view=form(external_id="mine"))
    assert answer["ok"]


async def test_a_submission_carries_the_view_and_closes_it(slack: Local) -> None:
    view = await opened(slack, form(private_metadata="secret"))
    answer = await slack.client.submit(ADA, view, {"ask": {"answer": "8"}})
    assert answer.ok
    payload = slack.app.last
    assert payload["type"] == "view_submission"
    assert payload["view"]["callback_id"] == "form"
    assert payload["view"]["private_metadata"] == "secret"
    assert payload["view"]["hash"] == view.hash
    assert payload["view"]["state"]["values"]["ask"]["answer"]["value"] == "8"
    assert slack.workspace.modals(ADA) == ()


async def test_an_empty_required_input_never_reaches_the_app(slack: Local) -> None:
    view = await opened(slack, form())
    before = len(slack.app.received)
    answer = await slack.client.submit(ADA, view)
    assert list(answer.errors) == ["ask"]
    assert len(slack.app.received) == before
    assert slack.workspace.modals(ADA) == (view,)


@pytest.mark.parametrize(
    ("element", "value", "is_refused"),
    [
        ({"type": "number_input", "is_decimal_allowed": False}, "eight", True),
        ({"type": "number_input", "is_decimal_allowed": False}, "8.5", True),
        ({"type": "number_input", "is_decimal_allowed": True}, "8.5", False),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "9"}, "8", True),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "7"}, "8", True),
        ({"type": "email_text_input"}, "ada", True),
        ({"type": "email_text_input"}, "ada@example.org", False),
        ({"type": "url_text_input"}, "example.org", True),
        ({"type": "plain_text_input", "min_length": 3}, "ab", True),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", True),
    ],
)
async def test_slacks_client_checks_inputs(
    slack: Local, element: Json, value: str, *, is_refused: bool
) -> None:
    view = await opened(
        slack, modal(question(element=element | {"action_id": "answer"}), submit=said("Send"))
    )
    answer = await slack.client.submit(ADA, view, {"ask": {"answer": value}})
    assert (list(answer.errors) == ["ask"]) is is_refused


async def test_errors_of_the_app_keep_the_form_open(slack: Local) -> None:
    view = await opened(slack, form())
    slack.app.answers.append(answering(response_action="errors", errors={"ask": "Too few."}))
    answer = await slack.client.submit(ADA, view, {"ask": {"answer": "0"}})
    assert answer.errors == {"ask": "Too few."}
    assert slack.workspace.modals(ADA) == (view,)


async def test_the_app_may_update_push_or_clear_on_submission(slack: Local) -> None:
    values = {"ask": {"answer": "8"}}
    view = await opened(slack, form())
    slack.app.answers.append(answering(response_action="update", view=form(callback_id="next")))
    await slack.client.submit(ADA, view, values)
    (updated,) = slack.workspace.modals(ADA)
    assert (updated.id, updated.body["callback_id"]) == (view.id, "next")
    slack.app.answers.append(answering(response_action="push", view=form()))
    await slack.client.submit(ADA, updated, values)
    assert len(slack.workspace.modals(ADA)) == 2
    slack.app.answers.append(answering(response_action="clear"))
    await slack.client.submit(ADA, slack.workspace.modals(ADA)[-1], values)
    assert slack.workspace.modals(ADA) == ()


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (answering(response_action="errors", errors={"elsewhere": "No."}), "invalid_errors"),
        (answering(response_action="dance"), "invalid_response_action"),
        (answering(response_action="update", view={"type": "modal"}), "invalid_arguments"),
        (PlainTextResponse("ok"), "invalid_response"),
        (Response(status_code=500), "app_error"),
    ],
)
async def test_an_answer_that_slack_would_not_take_leaves_the_form_open(
    slack: Local, reply: Response, error: str
) -> None:
    view = await opened(slack, form())
    slack.app.answers.append(reply)
    answer = await slack.client.submit(ADA, view, {"ask": {"answer": "8"}})
    assert answer.error == error
    assert slack.workspace.modals(ADA) == (view,)


async def test_closing_is_told_only_where_the_app_asked_for_it(slack: Local) -> None:
    quiet = await opened(slack, form())
    before = len(slack.app.received)
    await slack.client.close(quiet)
    assert len(slack.app.received) == before
    loud = await opened(slack, form(notify_on_close=True))
    await slack.client.close(loud, whole_stack=True)
    assert slack.app.last["type"] == "view_closed"
    assert slack.app.last["is_cleared"] is True
    assert slack.workspace.modals(ADA) == ()


async def test_closing_the_upper_view_shows_the_one_below(slack: Local) -> None:
    first = await opened(slack, modal(actions(button())))
    await push(slack)
    await slack.client.close(slack.workspace.modals(ADA)[-1])
    assert slack.workspace.modals(ADA) == (first,)


async def test_a_modal_is_its_openers_alone(slack: Local) -> None:
    await opened(slack, form())
    assert slack.workspace.modals(GRACE) == ()
