"""The bodies that Slack sends to an app: commands, interactions, events.

Source: docs.slack.dev/interactivity/implementing-slash-commands, /reference/interaction-payloads,
/reference/events, November 2026. ``token`` is Slack's deprecated verification token.
"""

import secrets

from playground import wire
from playground.model import Channel, Json, Message, User, View
from playground.scopes import ChannelType
from playground.workspace import Workspace

_TOKEN = "deprecated"  # noqa: S105 - not a secret: apps check the signature instead
_OF_FORMS = ("view_submission", "view_closed")


def slash_command(
    workspace: Workspace,
    user: User,
    channel: Channel,
    *,
    command: str,
    text: str,
    response_url: str,
) -> dict[str, str]:
    """The form fields of a slash command."""
    return {
        "token": _TOKEN,
        "team_id": workspace.team.id,
        "team_domain": workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": named(channel)["name"],
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": workspace.triggers.issue(user.id),
    }


def interaction(workspace: Workspace, kind: str, user: User) -> Json:
    """What every interaction payload has; all but view_closed with a new trigger id.

    In a shared channel the workspace is the app's; of a form that a person of another workspace
    sent or closed it is theirs, and the view names the app's (slackapi/bolt-js#1614).
    """
    home = user.home or workspace.team
    place = home if kind in _OF_FORMS else workspace.team
    trigger = {"trigger_id": workspace.triggers.issue(user.id)} if kind != "view_closed" else {}
    return trigger | {
        "type": kind,
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": home.id,
        },
        "api_app_id": workspace.app.id,
        "token": _TOKEN,
        "team": {"id": place.id, "domain": place.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def on_message(workspace: Workspace, found: Message, inputs: Json, response_url: str) -> Json:
    """The part of a block_actions payload that says on which message it happened.

    An ephemeral message is named by its container only, as Slack does.
    """
    channel = workspace.channel(found.channel)
    container: Json = {
        "type": "message",
        "message_ts": found.ts,
        "channel_id": found.channel,
        "is_ephemeral": found.ephemeral_to is not None,
    }
    if found.thread_ts is not None:
        container["thread_ts"] = found.thread_ts
    part: Json = {
        "container": container,
        "channel": named(channel),
        "state": inputs,
        "response_url": response_url,
    }
    if found.ephemeral_to is None:
        part["message"] = wire.message(workspace, found)
    return part


def on_view(workspace: Workspace, found: View, inputs: Json) -> Json:
    """The part of a block_actions payload that says in which view it happened."""
    return {
        "container": {"type": "view", "view_id": found.id},
        "view": wire.view(workspace, found, inputs),
    }


def shortcut(workspace: Workspace, callback_id: str) -> Json:
    """The part of a shortcut payload, global or on a message, that says which one it is."""
    return {"callback_id": callback_id, "action_ts": workspace.next_ts()}


def shortcut_on(workspace: Workspace, found: Message, response_url: str) -> Json:
    """The part of a message_action payload that says on which message it was used."""
    return {
        "channel": named(workspace.channel(found.channel)),
        "message": wire.message(workspace, found),
        "message_ts": found.ts,
        "response_url": response_url,
    }


def event(workspace: Workspace, inner: Json) -> Json:
    """An event in its envelope, with a new event id."""
    channel = inner.get("channel")
    event_id = f"Ev{secrets.token_hex(5).upper()}"
    return {
        "token": _TOKEN,
        "team_id": workspace.team.id,
        "context_team_id": workspace.team.id,
        "context_enterprise_id": None,
        "api_app_id": workspace.app.id,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(workspace.clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team.id,
                "user_id": workspace.app.user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(channel and workspace.channel(channel).is_shared),
        "event_context": f"4-{secrets.token_urlsafe(24)}",
    }


def said(workspace: Workspace, found: Message, kind: str) -> Json:
    """A ``message`` or ``app_mention`` event."""
    inner = wire.message(workspace, found) | {
        "type": kind,
        "channel": found.channel,
        "event_ts": found.ts,
    }
    if not found.bot:
        inner["client_msg_id"] = secrets.token_hex(16)
    return inner | (
        {"channel_type": channel_type(workspace.channel(found.channel))}
        if kind == "message"
        else {}
    )


def changed(workspace: Workspace, found: Message) -> Json:
    """A ``message`` event of an update or a deletion."""
    inner: Json = {
        "type": "message",
        "subtype": "message_deleted" if found.deleted else "message_changed",
        "channel": found.channel,
        "channel_type": channel_type(workspace.channel(found.channel)),
        "hidden": True,
        "ts": workspace.next_ts(),
    }
    inner["event_ts"] = inner["ts"]
    if found.deleted:
        return inner | {"deleted_ts": found.ts}
    return inner | {"message": wire.message(workspace, found)}


def home_opened(workspace: Workspace, user: User, tab: str) -> Json:
    """An ``app_home_opened`` event for the tab ``home`` or ``messages``."""
    inner: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": workspace.direct(user.id).id,
        "tab": tab,
        "event_ts": workspace.next_ts(),
    }
    home = workspace.home(user.id)
    return inner | ({"view": wire.view(workspace, home)} if home and tab == "home" else {})


def channel_type(channel: Channel) -> ChannelType:
    """What the channel is called in events."""
    if channel.kind == "im":
        return "im"
    return "group" if channel.is_private else "channel"


def named(channel: Channel) -> Json:
    """A channel as commands and interactions name it."""
    names = {"im": "directmessage", "channel": channel.name, "group": "privategroup"}
    return {"id": channel.id, "name": names[channel_type(channel)]}
