"""A text as a person types it, turned into the text that Slack stores and sends."""

import re

from playground.workspace import Workspace

_URL = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\"']")
_AT = re.compile(r"(?<!\S)@([A-Za-z0-9_.-]*[A-Za-z0-9_-])")
_HASH = re.compile(r"(?<!\S)#([a-z0-9_-]+)")
_TYPED_ID = re.compile(r"&lt;([@#][A-Z0-9]+)&gt;")


def escape(text: str) -> str:
    """The three characters that mean something to Slack, escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def encode(workspace: Workspace, text: str) -> str:
    """Escaped, with ``@name`` as ``<@U...>``, ``#channel`` as ``<#C...>`` and links in brackets.

    A mention that is already written with an id (``<@U...>``) stays one.
    """
    people = {user.name: user.id for user in workspace.users.values()}
    people[workspace.app.handle] = workspace.app.user
    channels = {each.name: each.id for each in workspace.channels.values() if each.user is None}

    def person(found: re.Match[str]) -> str:
        return f"<@{people[found[1]]}>" if found[1] in people else found[0]

    def channel(found: re.Match[str]) -> str:
        return f"<#{channels[found[1]]}>" if found[1] in channels else found[0]

    text = _TYPED_ID.sub(r"<\1>", escape(text))
    return _HASH.sub(channel, _AT.sub(person, _URL.sub(r"<\g<0>>", text)))
