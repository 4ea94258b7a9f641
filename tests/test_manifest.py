"""The manifests: Slack's limits, and no more than the bot uses."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import shortcuts
from bot.commands import COMMANDS
from bot.routes import EVENTS
from bot.views.help import COMMAND, PROMPTS
from bot.workspaces import CANVASES, FILES, HISTORY, PEOPLE

ROOT = Path(__file__).parents[1]


def manifest(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / name).read_text())
    return read


def every(key: str, value: Any) -> list[Any]:
    """All values that stand under a key, at any depth."""
    match value:
        case dict():
            here = [value[key]] if key in value else []
            return here + [found for each in value.values() for found in every(key, each)]
        case list():
            return [found for each in value for found in every(key, each)]
        case _:
            return []


both = pytest.mark.parametrize("name", ["manifest.yml", "manifest.socket.yml"])


@both
def test_the_texts_keep_slacks_limits(name: str) -> None:
    # https://docs.slack.dev/reference/app-manifest
    read = manifest(name)
    shown = read["display_information"]
    assert 1 <= len(shown["name"]) <= 35
    assert 1 <= len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert 4 <= len(shown["background_color"]) <= 7
    assert 1 <= len(read["features"]["bot_user"]["display_name"]) <= 80
    for command in read["features"]["slash_commands"]:
        assert command["command"].startswith("/")
        assert len(command["command"]) <= 32
        assert 1 <= len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
    assert 1 <= len(read["features"]["shortcuts"]) <= 10
    for shortcut in read["features"]["shortcuts"]:
        assert 1 <= len(shortcut["name"]) <= 24
        assert 1 <= len(shortcut["description"]) <= 150
        assert 1 <= len(shortcut["callback_id"]) <= 255
    agent = read["features"]["agent_view"]
    assert 1 <= len(agent["agent_description"]) <= 300
    assert 1 <= len(agent["suggested_prompts"]) <= 4


@both
def test_the_second_version_of_the_schema_is_named(name: str) -> None:
    assert manifest(name)["_metadata"] == {"major_version": 2}


SCOPES = {
    "auth.test": None,
    "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "canvases.create": "canvases:write",
    "chat.delete": "chat:write",
    "chat.deleteScheduledMessage": "chat:write",
    "chat.getPermalink": None,
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.scheduleMessage": "chat:write",
    "chat.scheduledMessages.list": None,
    "chat.update": "chat:write",
    "conversations.replies": "im:history",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "users.info": "users:read",
    "views.open": None,
    "views.publish": None,
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}
"""What Slack asks for each method and event; https://docs.slack.dev/reference/methods ."""
OPTIONAL = {"channels:history", "groups:history", "files:write", "canvases:write"}
"""What a workspace may refuse."""


@both
def test_the_app_asks_for_what_it_uses_and_no_more(name: str) -> None:
    read = manifest(name)
    source = (ROOT / "bot" / "slack.py").read_text()
    methods = re.findall(r"\b(?:call|show|read|fill_in)\(\s*\"([a-zA-Z.]+)\"", source)
    assert len(methods) >= 15
    scopes = read["oauth_config"]["scopes"]
    needed = {"commands"} | {SCOPES[each] for each in (*methods, *EVENTS)} - {None}
    assert set(scopes["bot"]) == needed - OPTIONAL
    assert set(scopes["bot_optional"]) == OPTIONAL == {*HISTORY, FILES, CANVASES}
    assert PEOPLE in scopes["bot"]
    assert tuple(read["settings"]["event_subscriptions"]["bot_events"]) == EVENTS


@both
def test_commands_and_shortcuts_are_those_that_the_app_takes(name: str) -> None:
    features = manifest(name)["features"]
    [command] = features["slash_commands"]
    assert command["command"] == COMMAND
    assert {each.split()[0] for each in command["usage_hint"].split("|")} <= set(COMMANDS)
    assert {each["callback_id"]: each["type"] for each in features["shortcuts"]} == {
        shortcuts.NEW_DECISION: "global",
        shortcuts.ADVISE_ON_THREAD: "message",
    }


@both
def test_the_direct_message_begins_with_the_prompts_that_the_app_sets(name: str) -> None:
    prompts = manifest(name)["features"]["agent_view"]["suggested_prompts"]
    assert [(each["title"], each["message"]) for each in prompts] == list(PROMPTS)


@both
def test_a_person_can_write_to_the_app_and_sees_its_home(name: str) -> None:
    assert manifest(name)["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


@both
def test_nothing_is_switched_on_that_the_bot_cannot_do(name: str) -> None:
    settings = manifest(name)["settings"]
    assert settings["org_deploy_enabled"] is False
    assert settings["token_rotation_enabled"] is False


def test_over_http_slack_has_one_address_for_everything() -> None:
    read = manifest("manifest.yml")
    assert read["settings"]["socket_mode_enabled"] is False
    addresses = every("url", read) + every("request_url", read)
    assert addresses == ["https://example.com/slack/events"] * 3


def test_over_socket_mode_there_is_no_address_and_all_else_is_the_same() -> None:
    http, socket = manifest("manifest.yml"), manifest("manifest.socket.yml")
    assert socket["settings"].pop("socket_mode_enabled") is True
    del http["settings"]["socket_mode_enabled"]
    for command in http["features"]["slash_commands"]:
        del command["url"]
    del http["settings"]["event_subscriptions"]["request_url"]
    del http["settings"]["interactivity"]["request_url"]
    assert socket == http
