"""What the methods of the Web API have in common: how they are named, what they read."""

from collections.abc import Callable
from typing import Any

from playground.limits import check_message
from playground.model import Channel, Json, SlackError
from playground.workspace import Workspace

Method = Callable[[Workspace, Json], Json]
"""From arguments to what Slack's answer says beside ``ok``; SlackError where it would refuse."""


def registering(methods: dict[str, Method]) -> Callable[[str], Callable[[Method], Method]]:
    """A decorator that puts a function into this table under a method's name."""

    def named(name: str) -> Callable[[Method], Method]:
        def register(function: Method) -> Method:
            methods[name] = function
            return function

        return register

    return named


def need(args: Json, *names: str) -> list[Any]:
    """The values of arguments without which a method is refused: invalid_arguments."""
    missing = tuple(
        f"[ERROR] missing required field: {name}" for name in names if not args.get(name)
    )
    if missing:
        raise SlackError("invalid_arguments", missing)
    return [args[name] for name in names]


def content(args: Json) -> tuple[str, list[Json]]:
    """The text and the blocks of a message; SlackError where Slack does not take them."""
    text, blocks = args.get("text") or "", args.get("blocks") or []
    check_message(text, blocks)
    return text, blocks


def visible(workspace: Workspace, channel_id: str) -> Channel:
    """The channel as the app may see it: a private one without it is not there."""
    found = workspace.channel(channel_id)
    if found.is_private and not found.app_is_member:
        raise SlackError("channel_not_found")
    return found


def joined(workspace: Workspace, channel_id: str) -> Channel:
    """A channel that the app is in; SlackError channel_not_found, not_in_channel."""
    found = visible(workspace, channel_id)
    if not found.app_is_member:
        raise SlackError("not_in_channel")
    return found


def page(args: Json, most: int, default: int) -> int:
    """How many things are asked for; SlackError("invalid_limit")."""
    limit = str(args.get("limit") or default)
    if not limit.isdecimal() or not 1 <= int(limit) <= most:
        raise SlackError("invalid_limit")
    return int(limit)


def postable(workspace: Workspace, args: Json) -> Channel:
    """The channel that the argument ``channel`` names, by its id, its name or a person's id.

    Raises:
        SlackError: channel_not_found, not_in_channel.
    """
    (channel,) = need(args, "channel")
    if channel in workspace.users:
        return workspace.direct(channel)
    if str(channel).startswith("#"):
        channel = workspace.named(channel[1:]).id
    return joined(workspace, channel)
