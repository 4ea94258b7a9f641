"""A text as a person types it, turned into the text that Slack stores and sends."""

import re

from playground.workspace import Workspace

_URL = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\"']")
_HASH = re.compile(r"(?<!\S)#([a-z0-9_-]+)")
_TYPED_ID = re.compile(r"&lt;([@#][A-Z0-9]+)&gt;")


def escape(text: str) -> str:
    """The three characters that mean something to Slack, escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def encode(workspace: Workspace, text: str) -> str:
    """Escaped, with ``@name`` as ``<@U...>``, ``#channel`` as ``<#C...>`` and links in brackets.

    People and the app go by their short and their full names. A mention that is already written
    with an id (``<@U...>``) stays one.
    """
    members = [*workspace.users.values(), workspace.member(workspace.app.user)]
    people = {
        name.lower(): each.id for each in members for name in (each.name, escape(each.real_name))
    }
    channels = {each.name: each.id for each in workspace.channels.values() if each.user is None}

    def person(found: re.Match[str]) -> str:
        return f"<@{people[found[1].lower()]}>"

    def channel(found: re.Match[str]) -> str:
        return f"<#{channels[found[1]]}>" if found[1] in channels else found[0]

    names = "|".join(re.escape(name) for name in sorted(people, key=len, reverse=True))
    at = re.compile(rf"(?<!\S)@({names})(?![\w-]|\.\w)", re.IGNORECASE)
    text = _TYPED_ID.sub(r"<\1>", escape(text))
    return _HASH.sub(channel, at.sub(person, _URL.sub(r"<\g<0>>", text)))
