"""A channel, a direct message, or a thread: its messages and where one writes to it."""

from collections.abc import Callable, Iterable

from nicegui import ui

from playground.client import split
from playground.model import SLACKBOT, Channel, Message
from playground.ui.agent import PromptRow, StatusLines
from playground.ui.composer import SLACKS_OWN, Composer
from playground.ui.messages import Item, Line, MessageList, OpenThread, Shown, by_day, show_newest
from playground.ui.mrkdwn import to_html
from playground.ui.seat import Seat


class Conversation:
    """The messages of a channel outside threads, and its composer."""

    def __init__(
        self,
        seat: Seat,
        channel: Channel,
        open_thread: OpenThread,
        is_open: Callable[[str], bool],
    ) -> None:
        """Put it into the current slot.

        Args:
            seat: who looks.
            channel: what is shown.
            open_thread: opens the thread of the root with this ts.
            is_open: whether that thread is open, and shows by itself what the app is doing there.
        """
        self._seat = seat
        self._channel = channel
        with ui.element("div").classes("sl-scroll") as self._scroll:
            self._messages = MessageList(seat, open_thread)
            with ui.element("div").classes("sl-beginning") as self._beginning:
                ui.label(f"This is the beginning of {title(channel)}.").classes("sl-header")
                for command in seat.client.commands_of(seat.user.id):
                    begin = f"Type `{command.name} {command.hint}` to begin."
                    ui.html(to_html(begin), sanitize=False)
        self._statuses = StatusLines(seat, channel, lambda ts: not is_open(ts))
        self._prompts = PromptRow(seat, channel) if channel.kind == "im" else None
        _composer(seat, channel, None, self._scroll, f"Message {title(channel)}")
        self.refresh()

    def refresh(self) -> None:
        """Show what the person sees now."""
        seat = self._seat
        viewer = seat.user.id
        messages = seat.workspace.messages(self._channel.id, viewer)
        self._beginning.set_visibility(not messages)
        self._messages.show(by_day(Shown(m, replies=self._replies(m.ts)) for m in messages))
        seat.memory.see(viewer, self._channel.id, [message.ts for message in messages])

    def refresh_agent(self) -> None:
        """Show the app's prompts and statuses of now."""
        self._statuses.refresh()
        if self._prompts is not None:
            self._prompts.refresh()

    def _replies(self, ts: str) -> tuple[str, ...]:
        """Times of the replies; as in Slack, what one person alone sees does not count."""
        thread = self._seat.workspace.thread(self._channel.id, ts, self._seat.user.id)
        return tuple(each.ts for each in _for_all(thread) if each.ts != ts)


class Thread:
    """The panel on the right: a root, its replies, and a composer."""

    def __init__(self, seat: Seat, channel: Channel, ts: str) -> None:
        """Put it into the current slot."""
        self._seat = seat
        self._channel = channel
        self._ts = ts
        with ui.element("div").classes("sl-scroll sl-thread-scroll") as scroll:
            self._messages = MessageList(seat, None)
        self._statuses = StatusLines(seat, channel, lambda thread_ts: thread_ts == ts)
        _composer(seat, channel, ts, scroll, "Reply")
        self.refresh()

    def refresh(self) -> None:
        """Show what the person sees now."""
        root, *replies = self._seat.workspace.thread(self._channel.id, self._ts, self._seat.user.id)
        items: dict[str, Item] = {root.ts: Shown(root)}
        if count := len(_for_all(replies)):
            items["line"] = Line(f"{count} {'reply' if count == 1 else 'replies'}")
        items.update({message.ts: Shown(message) for message in replies})
        self._messages.show(items)

    def refresh_agent(self) -> None:
        """Show what the app is doing in this thread now."""
        self._statuses.refresh()


def _for_all(messages: Iterable[Message]) -> list[Message]:
    """Those that everybody sees."""
    return [each for each in messages if each.ephemeral_to is None]


def title(channel: Channel) -> str:
    """The name as people write it: with # for a channel."""
    return f"#{channel.name}" if channel.kind == "channel" else channel.name


def _composer(
    seat: Seat, channel: Channel, thread_ts: str | None, scroll: ui.element, placeholder: str
) -> None:
    viewer = seat.user.id
    place = title(channel) if channel.kind == "channel" else "the direct message"

    async def send(text: str, broadcast: bool) -> None:  # noqa: FBT001  as the composer calls it
        show_newest(scroll)
        if text.startswith("/"):
            await _command(seat, channel, thread_ts, text)
        else:
            await seat.client.say(viewer, channel.id, text, thread_ts, broadcast=broadcast)

    Composer(
        placeholder,
        send,
        also=None if thread_ts is None else f"Also send to {place}",
        draft=seat.memory.draft(viewer, channel.id, thread_ts),
        keep_draft=lambda text: seat.memory.keep_draft(viewer, channel.id, thread_ts, text),
        commands=(*seat.client.commands_of(viewer), *SLACKS_OWN) if thread_ts is None else (),
        shortcuts=seat.client.shortcuts_of(viewer, "global"),
        app=seat.workspace.app.name,
        use=seat.use,
        testid="composer" if thread_ts is None else "thread-composer",
    )


async def _command(seat: Seat, channel: Channel, thread_ts: str | None, text: str) -> None:
    """Slack's own commands are done here, outside threads; all others go to the app."""
    name, rest = split(text)
    if thread_ts is None and name in {command.name for command in SLACKS_OWN}:
        _slackbot(seat, channel, _set_membership(seat, channel, name, rest))
    else:
        await seat.client.slash(seat.user.id, channel.id, text, thread_ts)


def _set_membership(seat: Seat, channel: Channel, name: str, whom: str) -> str:
    """Invite or remove the app; what Slackbot says to it."""
    app = seat.workspace.app
    if whom not in {f"@{app.handle}", f"@{app.name}"} or channel.kind != "channel":
        return f"Write `{name} @{app.handle}` in a channel."
    if name == "/invite":
        seat.workspace.invite_app(channel.id)
        return f"{app.name} was added to #{channel.name}."
    seat.workspace.remove_app(channel.id)
    return f"{app.name} was removed from #{channel.name}."


def _slackbot(seat: Seat, channel: Channel, text: str) -> None:
    seat.workspace.post(channel.id, user=SLACKBOT, text=text, ephemeral_to=seat.user.id)
