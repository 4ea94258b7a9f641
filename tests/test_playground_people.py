"""A guest, and a person of another workspace, as an app meets them."""

from collections.abc import AsyncIterator

import pytest

from playground.model import SLACKBOT, Json, View
from playground.seed import PARTNER
from tests.playground_local import (
    ADA,
    ALAN,
    EVENTS,
    GRACE,
    JOAN,
    Local,
    actions,
    button,
    form,
    local,
    modal,
)

PARTNERS = "C0PARTNER58"


@pytest.fixture
async def slack() -> AsyncIterator[Local]:
    async with local(events=(*EVENTS, "message.channels")) as running:
        yield running


async def pressed(slack: Local, person: str) -> Json:
    """What the app gets when somebody presses a button in the shared channel."""
    answer = await slack.call(
        "chat.postMessage", channel=PARTNERS, text="x", blocks=[actions(button())]
    )
    message = slack.workspace.message(PARTNERS, answer["ts"])
    assert (await slack.client.act(person, message, "acts", "go")).ok
    return next(each for each in reversed(slack.app.payloads) if each["type"] == "block_actions")


async def opened(slack: Local, view: Json) -> View:
    trigger = (await pressed(slack, JOAN))["trigger_id"]
    await slack.call("views.open", trigger_id=trigger, view=view)
    return slack.workspace.modals(JOAN)[-1]


@pytest.mark.parametrize(
    ("person", "flags"),
    [
        (ADA, (True, False, False)),
        (GRACE, (False, False, False)),
        (ALAN, (False, True, True)),
    ],
)
async def test_slack_tells_admins_members_and_guests_apart(
    slack: Local, person: str, flags: tuple[bool, ...]
) -> None:
    user = (await slack.web.users_info(user=person))["user"]
    kinds = ("is_admin", "is_restricted", "is_ultra_restricted")
    assert tuple(user[each] for each in kinds) == flags
    assert user["team_id"] == slack.workspace.team.id


async def test_a_person_of_another_workspace_is_told_by_it_and_is_a_stranger_without_a_channel(
    slack: Local,
) -> None:
    user = (await slack.web.users_info(user=JOAN))["user"]
    assert (user["team_id"], user["is_stranger"]) == (PARTNER.id, False)
    assert not {"is_admin", "is_owner", "is_restricted"} & user.keys()
    slack.workspace.remove_app(PARTNERS)
    assert (await slack.web.users_info(user=JOAN))["user"]["is_stranger"] is True


async def test_everybody_has_a_time_zone(slack: Local) -> None:
    users = [(await slack.web.users_info(user=each))["user"] for each in (ADA, ALAN, JOAN)]
    assert [(each["tz"], each["tz_offset"]) for each in users] == [
        ("Etc/UTC", 0),
        ("Europe/London", 0),
        ("America/New_York", -5 * 3600),
    ]


@pytest.mark.parametrize("person", [ADA, JOAN])
async def test_a_press_names_the_persons_workspace_and_the_apps(slack: Local, person: str) -> None:
    payload = await pressed(slack, person)
    own = PARTNER.id if person == JOAN else slack.workspace.team.id
    assert payload["user"]["team_id"] == own
    assert payload["team"]["id"] == slack.workspace.team.id
    assert payload["message"]["team"] == slack.workspace.team.id


async def test_a_form_from_another_workspace_names_the_apps_beside_the_view(slack: Local) -> None:
    view = await opened(slack, form())
    await slack.client.submit(JOAN, view, {"ask": {"answer": "8"}})
    payload = slack.app.last
    assert payload["type"] == "view_submission"
    assert payload["user"]["team_id"] == payload["team"]["id"] == PARTNER.id
    assert payload["view"]["app_installed_team_id"] == slack.workspace.team.id


async def test_a_press_in_a_form_from_another_workspace_names_the_apps(slack: Local) -> None:
    view = await opened(slack, modal(actions(button())))
    await slack.client.act(JOAN, view, "acts", "go")
    payload = slack.app.last
    assert (payload["type"], payload["team"]["id"]) == ("block_actions", slack.workspace.team.id)
    assert payload["user"]["team_id"] == PARTNER.id


async def test_what_a_person_of_another_workspace_writes_names_theirs(slack: Local) -> None:
    await slack.client.say(JOAN, PARTNERS, "we are eight")
    await slack.client.settle()
    envelope = slack.app.last
    assert envelope["is_ext_shared_channel"] is True
    assert envelope["authorizations"][0]["team_id"] == slack.workspace.team.id
    event = envelope["event"]
    assert event["team"] == event["user_team"] == event["source_team"] == PARTNER.id


async def test_a_channel_of_the_workspace_alone_is_not_shared(slack: Local) -> None:
    await slack.client.say(ADA, slack.channel.id, "we are eight")
    await slack.client.settle()
    assert slack.app.last["is_ext_shared_channel"] is False
    assert "user_team" not in slack.app.last["event"]
    channels = [slack.channel.id, PARTNERS]
    shared = [
        (await slack.call("conversations.info", channel=each))["channel"] for each in channels
    ]
    assert [each["is_ext_shared"] for each in shared] == [False, True]


async def test_a_guests_command_is_like_a_members(slack: Local) -> None:
    general = slack.workspace.named("general").id
    assert (await slack.client.slash(ALAN, general, "/orchestrator help")).ok
    assert slack.app.last["team_id"] == slack.workspace.team.id


async def test_where_the_app_is_not_installed_its_commands_and_shortcuts_are_unknown(
    slack: Local,
) -> None:
    answer = await slack.client.slash(JOAN, PARTNERS, "/orchestrator help")
    assert answer.error == "unknown_command"
    assert slack.app.received == []
    (told,) = slack.workspace.messages(PARTNERS, JOAN)
    assert (told.user, told.ephemeral_to) == (SLACKBOT, JOAN)
    for kind in ("message", "global"):
        assert slack.client.shortcuts_of(JOAN, kind) == []
        assert len(slack.client.shortcuts_of(ALAN, kind)) == 1


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.postMessage", {"channel": JOAN, "text": "x"}, "channel_not_found"),
        ("conversations.open", {"users": JOAN}, "channel_not_found"),
        (
            "chat.postEphemeral",
            {"channel": "C0MLPLATF33", "user": JOAN, "text": "x"},
            "user_not_in_channel",
        ),
        (
            "chat.postEphemeral",
            {"channel": "C0MLPLATF33", "user": ALAN, "text": "x"},
            "user_not_in_channel",
        ),
        ("chat.postEphemeral", {"channel": PARTNERS, "user": JOAN, "text": "x"}, None),
        (
            "views.publish",
            {"user_id": JOAN, "view": {"type": "home", "blocks": []}},
            "invalid_arguments",
        ),
        ("views.publish", {"user_id": ALAN, "view": {"type": "home", "blocks": []}}, None),
    ],
)
async def test_the_app_reaches_people_only_where_they_are(
    slack: Local, method: str, args: Json, error: str | None
) -> None:
    assert (await slack.call(method, **args)).get("error") == error
