"""Which scope a method or an event needs: without it Slack refuses the call, or sends nothing.

Source: docs.slack.dev/reference/methods and /reference/events, November 2026.
"""

from collections.abc import Collection, Mapping
from typing import Final, Literal

from playground.model import SlackError

ChannelType = Literal["im", "channel", "group"]
"""As Slack's events name it: a direct message, a public or a private channel."""

_METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "assistant.threads.setStatus": ("chat:write", "assistant:write"),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "canvases.access.set": ("canvases:write",),
    "canvases.create": ("canvases:write",),
    "chat.delete": ("chat:write",),
    "chat.deleteScheduledMessage": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.scheduleMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.open": ("im:write",),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "users.info": ("users:read",),
}
"""Any one of these is enough."""
_BY_CHANNEL: Final[Mapping[str, str]] = {
    "conversations.info": "read",
    "conversations.replies": "history",
}
_FAMILIES: Final[Mapping[ChannelType, str]] = {
    "im": "im",
    "channel": "channels",
    "group": "groups",
}
_EVENTS: Final[Mapping[str, str]] = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}


def check(method: str, granted: Collection[str], channel: ChannelType | None = None) -> None:
    """Refuse a call for which no scope was granted.

    Args:
        method: as in the Web API.
        granted: the scopes of the token.
        channel: what the call's ``channel`` is; None where it names none that is known.

    Raises:
        SlackError: missing_scope, with what is needed and what was granted.
    """
    needed = _METHODS.get(method, ())
    if method in _BY_CHANNEL and channel is not None:
        needed = (f"{_FAMILIES[channel]}:{_BY_CHANNEL[method]}",)
    if needed and not any(scope in granted for scope in needed):
        more = {"needed": needed[0], "provided": ",".join(granted)}
        raise SlackError("missing_scope", more=more)


def heard(events: Collection[str], granted: Collection[str]) -> frozenset[str]:
    """The events of these that reach an app with these scopes."""
    return frozenset(each for each in events if each not in _EVENTS or _EVENTS[each] in granted)
