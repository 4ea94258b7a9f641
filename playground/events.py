"""Everything that happens in the workspace, told to the app as the events it subscribes to."""

import asyncio
from collections.abc import Collection, Mapping

from playground import payloads, scopes
from playground.model import SLACKBOT, Json
from playground.sender import Sender
from playground.workspace import Kind, Workspace

_SUBSCRIPTIONS = {"im": "message.im", "channel": "message.channels", "group": "message.groups"}


class Events:
    """Sends events in the background, each until the app takes it or all retries are spent.

    The app's own messages, edits and deletions come back to it too, as they do in Slack.

    Args:
        workspace: where it happens.
        sender: how it is sent.
        subscribed: the events that the app wants; what people write can be app_mention,
            message.im, message.channels and message.groups. Those for which the workspace has
            granted no scope are not sent.
    """

    def __init__(self, workspace: Workspace, sender: Sender, subscribed: Collection[str]) -> None:
        self._workspace = workspace
        self._sender = sender
        self._subscribed = scopes.heard(subscribed, workspace.scopes)
        self._under_way: set[asyncio.Task[bool]] = set()
        self._unsubscribe = workspace.subscribe(self._notice)

    def open_tab(self, user: str, tab: str) -> None:
        """Tell that a person opened the app's Home or Messages tab."""
        if "app_home_opened" in self._subscribed:
            person = self._workspace.member(user)
            self._send(payloads.home_opened(self._workspace, person, tab))

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self._under_way:
            await asyncio.gather(*self._under_way)

    async def aclose(self) -> None:
        """Listen no more and give up what is under way."""
        self._unsubscribe()
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _send(self, inner: Json) -> None:
        envelope = payloads.event(self._workspace, inner)
        task = asyncio.get_running_loop().create_task(self._sender.event(envelope))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _notice(self, kind: Kind, ids: Mapping[str, str]) -> None:
        if kind not in ("posted", "updated", "deleted") or "ephemeral_to" in ids:
            return
        channel = self._workspace.channel(ids["channel"])
        found = self._workspace.stored(channel.id, ids["ts"])
        if not channel.app_is_member or found.user == SLACKBOT:
            return
        wants_messages = _SUBSCRIPTIONS[payloads.channel_type(channel)] in self._subscribed
        if kind != "posted":
            if wants_messages:
                self._send(payloads.changed(self._workspace, found))
            return
        if wants_messages:
            self._send(payloads.said(self._workspace, found, "message"))
        is_mention = f"<@{self._workspace.app.user}>" in found.text
        is_heard = channel.kind == "channel" and "app_mention" in self._subscribed
        if is_mention and is_heard and not found.bot:
            self._send(payloads.said(self._workspace, found, "app_mention"))
