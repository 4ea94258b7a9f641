"""The state of the local Slack and the rules for changing it; no HTTP here."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import TypeAdapter

from playground import kept
from playground.agent import Agent
from playground.directory import Directory
from playground.files import Files
from playground.model import SLACKBOT, File, Json, Message, Scheduled, SlackError, View
from playground.schedule import Schedule
from playground.seed import APP, TEAM
from playground.tickets import ResponseUrls, Triggers
from playground.views import Views

Kind = Literal["posted", "updated", "deleted", "channel", "view", "home", "agent"]
Listener = Callable[[Kind, Mapping[str, str]], None]
ADDRESS: Final = f"https://{TEAM.domain}.slack.com"


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a restart keeps; channels say whether the app is a member."""

    version: Literal[1]
    channels: dict[str, bool]
    messages: list[Message]
    homes: list[View]
    scheduled: list[Scheduled] = field(default_factory=list)
    files: list[File] = field(default_factory=list)


_KEPT: Final = TypeAdapter(_Kept)


class Workspace(Directory):
    """One workspace with one app, a few people and their channels.

    Everything happens in one thread. Listeners are called after each change, with its kind and
    the ids that it concerns:

    - ``posted``, ``updated``, ``deleted``: ``channel``, ``ts``, and ``thread_ts`` of a reply and
      ``ephemeral_to`` of an ephemeral;
    - ``channel``: ``channel`` (the app was invited or removed, or a canvas was put there);
    - ``view``: ``user`` (the person's modal stack changed);
    - ``home``: ``user``;
    - ``agent``: ``channel`` (its prompts or a status in it changed).

    Attributes:
        token: the bot token that the Web API takes.
        scopes: what the token may do.
        address: where the workspace is served; links to messages begin with it.
        views: modal stacks and Home tabs.
        agent: the app's prompts and statuses.
        triggers: trigger ids that were handed out.
        response_urls: response URLs that were handed out.
        schedule: messages that are to be posted later.
        files: files and canvases.
        clock: seconds since 1970.
    """

    def __init__(
        self,
        *,
        token: str,
        scopes: Sequence[str] = (),
        address: str = ADDRESS,
        clock: Callable[[], float] = time.time,
        path: Path | None = None,
    ) -> None:
        super().__init__()
        self.token = token
        self.scopes = tuple(scopes)
        self.address = address
        self.clock = clock
        self.views = Views(self.next_ts, self._view_changed)
        self.agent = Agent(clock, lambda channel: self._changed("agent", {"channel": channel}))
        self.triggers = Triggers(clock)
        self.response_urls = ResponseUrls(clock)
        self.schedule = Schedule(clock, self.save)
        self.files = Files(clock, self.save)
        self._messages: dict[str, dict[str, Message]] = {each: {} for each in self.channels}
        self._path = path
        self._last = 0
        self._listeners: list[Listener] = []

    @classmethod
    def load(
        cls,
        path: Path,
        *,
        token: str,
        scopes: Sequence[str] = (),
        address: str = ADDRESS,
        clock: Callable[[], float] = time.time,
    ) -> Self:
        """The workspace that was saved to this file, or a new one, which is saved to it.

        Raises:
            KeptFileError: the file is damaged, or cannot be read or written.
        """
        workspace = cls(token=token, scopes=scopes, address=address, clock=clock, path=path)
        found = kept.read(path, _KEPT)
        if found is not None:
            workspace._restore(found, path)
        workspace.save()
        return workspace

    def save(self) -> None:
        """Write all that a restart keeps to the file; without a path do nothing.

        Called after every change; KeptFileError where the file cannot be written.
        """
        if self._path is None:
            return
        now = _Kept(
            version=1,
            channels={each.id: each.app_is_member for each in self.channels.values()},
            messages=[each for channel in self._messages.values() for each in channel.values()],
            homes=list(self.views.homes()),
            scheduled=self.schedule.waiting(),
            files=list(self.files.every()),
        )
        kept.write(self._path, _KEPT, now)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call this after every change, until the function that comes back is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def next_ts(self) -> str:
        """A new timestamp id: now, or a microsecond after the last one."""
        self._last = max(int(self.clock() * 1_000_000), self._last + 1)
        seconds, micros = divmod(self._last, 1_000_000)
        return f"{seconds}.{micros:06d}"

    # Channels

    def invite_app(self, channel_id: str) -> None:
        """Make the app a member of the channel."""
        self._set_membership(channel_id, is_member=True)

    def remove_app(self, channel_id: str) -> None:
        """Remove the app from the channel."""
        self._set_membership(channel_id, is_member=False)

    # Messages

    def messages(self, channel_id: str, viewer: str) -> list[Message]:
        """What this person sees in the channel outside threads, oldest first."""
        return [
            each
            for each in self._visible(channel_id, viewer)
            if (each.thread_ts is None or each.broadcast)
            and (not each.deleted or self.reply_count(channel_id, each.ts, viewer))
        ]

    def thread(self, channel_id: str, ts: str, viewer: str) -> list[Message]:
        """The root with this ts and the replies that this person, or the app, sees in order."""
        return [
            each
            for each in self._visible(channel_id, viewer)
            if each.ts == ts or (each.thread_ts == ts and not each.deleted)
        ]

    def reply_count(self, channel_id: str, ts: str, viewer: str) -> int:
        """How many replies this person sees under the root with this ts."""
        return sum(each.ts != ts for each in self.thread(channel_id, ts, viewer))

    def message(self, channel_id: str, ts: str) -> Message:
        """The message with this ts; SlackError("message_not_found") if deleted or never there."""
        self.channel(channel_id)
        message = self._messages[channel_id].get(ts)
        if message is None or message.deleted:
            raise SlackError("message_not_found")
        return message

    def stored(self, channel_id: str, ts: str) -> Message:
        """The message with this ts, also when it is deleted."""
        return self._messages[channel_id][ts]

    def post(
        self,
        channel_id: str,
        *,
        user: str,
        text: str,
        blocks: Sequence[Json] = (),
        thread_ts: str | None = None,
        broadcast: bool = False,
        ephemeral_to: str | None = None,
        metadata: Json | None = None,
        files: Sequence[str] = (),
    ) -> Message:
        """Add a message.

        Args:
            channel_id: where.
            user: the author: a person, the app's bot user, or Slackbot.
            text: escaped as it travels.
            blocks: as checked by ``limits.check_message``.
            thread_ts: the root to reply to; of a reply, its root is taken.
            broadcast: show a reply in the channel too; of what is no reply, nothing.
            ephemeral_to: the one person who sees it.
            metadata: event_type and event_payload.
            files: ids of what it shows.

        Raises:
            SlackError: channel_not_found, thread_not_found.
        """
        thread_ts = self.root(channel_id, thread_ts)
        message = Message(
            channel=channel_id,
            ts=self.next_ts(),
            user=user,
            text=text,
            bot=user == APP.user,
            blocks=tuple(blocks),
            thread_ts=thread_ts,
            broadcast=broadcast and thread_ts is not None,
            ephemeral_to=ephemeral_to,
            metadata=metadata,
            files=tuple(files),
        )
        self._put("posted", message)
        if message.bot and message.thread_ts is not None and ephemeral_to is None:
            self.agent.has_spoken(channel_id, message.thread_ts)
        return message

    def root(self, channel_id: str, thread_ts: str | None) -> str | None:
        """The ts of the root that a reply to this message belongs to; None for no reply.

        Raises:
            SlackError: channel_not_found, thread_not_found.
        """
        self.channel(channel_id)
        if thread_ts is None:
            return None
        found = self._messages[channel_id].get(thread_ts)
        if found is None:
            raise SlackError("thread_not_found")
        return found.thread_ts or found.ts

    def put_canvas(self, title: str, markdown: str, channel: str) -> File:
        """Make a canvas in a tab of a channel, or, for '', nowhere."""
        canvas = self.files.write_canvas(title, markdown, channel)
        if channel:
            self._changed("channel", {"channel": channel})
        return canvas

    def update(
        self,
        channel_id: str,
        ts: str,
        *,
        text: str | None = None,
        blocks: Sequence[Json] | None = None,
        metadata: Json | None = None,
    ) -> Message:
        """Put another content under the same ts; what is None stays as it is."""
        old = self.message(channel_id, ts)
        message = replace(
            old,
            text=old.text if text is None else text,
            blocks=old.blocks if blocks is None else tuple(blocks),
            metadata=old.metadata if metadata is None else metadata,
            edited=self.next_ts(),
        )
        self._put("updated", message)
        return message

    def delete(self, channel_id: str, ts: str) -> None:
        """Delete a message; as a root with replies it stays as a tombstone."""
        old = self.message(channel_id, ts)
        words = "This message was deleted."
        gone = replace(old, deleted=True, text=words, blocks=(), files=())
        self._put("deleted", gone)

    # Views

    def modals(self, user_id: str) -> tuple[View, ...]:
        """The person's modal stack, bottom first; the last one is shown."""
        return self.views.stack(user_id)

    def home(self, user_id: str) -> View | None:
        """The person's Home tab, None before the app published one."""
        return self.views.home(user_id)

    def _visible(self, channel_id: str, viewer: str) -> list[Message]:
        if not self.is_in(viewer, self.channel(channel_id)):
            raise SlackError("channel_not_found")
        every = self._messages[channel_id].values()
        return [each for each in every if each.ephemeral_to in (None, viewer)]

    def _put(self, kind: Kind, message: Message) -> None:
        self._messages[message.channel][message.ts] = message
        ids = {"channel": message.channel, "ts": message.ts}
        if message.thread_ts is not None:
            ids["thread_ts"] = message.thread_ts
        if message.ephemeral_to is not None:
            ids["ephemeral_to"] = message.ephemeral_to
        self._changed(kind, ids)

    def _set_membership(self, channel_id: str, *, is_member: bool) -> None:
        channel = self.channel(channel_id)
        self.channels[channel_id] = replace(channel, app_is_member=is_member)
        self._changed("channel", {"channel": channel_id})

    def _view_changed(self, view: View) -> None:
        self._changed("home" if view.kind == "home" else "view", {"user": view.user})

    def _changed(self, kind: Kind, ids: Mapping[str, str]) -> None:
        self.save()
        for listener in tuple(self._listeners):
            listener(kind, ids)

    def _restore(self, found: _Kept, path: Path) -> None:
        channels = found.channels.keys() | {each.channel for each in found.messages}
        channels |= {each.channel for each in found.scheduled}
        authors = {each.user for each in found.messages}
        lost = {file for each in found.messages for file in each.files}
        lost -= {each.id for each in found.files}
        if lost or channels - self.channels.keys() or authors - {*self.users, APP.user, SLACKBOT}:
            raise kept.spoiled(path)
        for channel_id, is_member in found.channels.items():
            known = self.channels[channel_id]
            self.channels[channel_id] = replace(known, app_is_member=is_member)
        for message in found.messages:
            self._messages[message.channel][message.ts] = message
            latest = max(message.ts, message.edited or "")
            self._last = max(self._last, int(latest.replace(".", "")))
        for view in found.homes:
            self.views.restore_home(view)
        self.schedule.restore(found.scheduled)
        self.files.restore(found.files)
