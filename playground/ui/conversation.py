"""A channel, a direct message, or a thread: its messages and where one writes to it."""

from typing import Final

from nicegui import ui

from playground.model import SLACKBOT, Channel
from playground.ui.composer import SLACKS_OWN, Composer
from playground.ui.messages import Item, Line, MessageList, OpenThread, Shown, by_day, show_newest
from playground.ui.mrkdwn import to_html
from playground.ui.seat import Seat


class Conversation:
    """The messages of a channel outside threads, and its composer."""

    def __init__(self, seat: Seat, channel: Channel, open_thread: OpenThread) -> None:
        """Put it into the current slot."""
        self._seat = seat
        self._channel = channel
        with ui.element("div").classes("sl-scroll") as self._scroll:
            self._messages = MessageList(seat, open_thread)
            with ui.element("div").classes("sl-beginning") as self._beginning:
                ui.label(f"This is the beginning of {title(channel)}.").classes("sl-header")
                for command in seat.client.commands:
                    begin = f"Type `{command.name} {command.hint}` to begin."
                    ui.html(to_html(begin), sanitize=False)
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

    def _replies(self, ts: str) -> tuple[str, ...]:
        thread = self._seat.workspace.thread(self._channel.id, ts, self._seat.user.id)
        return tuple(message.ts for message in thread if message.ts != ts)


class Thread:
    """The panel on the right: a root, its replies, and a composer."""

    def __init__(self, seat: Seat, channel: Channel, ts: str) -> None:
        """Put it into the current slot."""
        self._seat = seat
        self._channel = channel
        self._ts = ts
        with ui.element("div").classes("sl-scroll sl-thread-scroll") as scroll:
            self._messages = MessageList(seat, None)
        _composer(seat, channel, ts, scroll, "Reply")
        self.refresh()

    def refresh(self) -> None:
        """Show what the person sees now."""
        root, *replies = self._seat.workspace.thread(self._channel.id, self._ts, self._seat.user.id)
        items: dict[str, Item] = {root.ts: Shown(root)}
        if replies:
            items["line"] = Line(f"{len(replies)} {'reply' if len(replies) == 1 else 'replies'}")
        items.update({message.ts: Shown(message) for message in replies})
        self._messages.show(items)


def title(channel: Channel) -> str:
    """The name as people write it: with # for a channel."""
    return f"#{channel.name}" if channel.kind == "channel" else channel.name


def _composer(
    seat: Seat, channel: Channel, thread_ts: str | None, scroll: ui.element, placeholder: str
) -> None:
    viewer = seat.user.id

    async def send(text: str) -> None:
        show_newest(scroll)
        if text.startswith("/"):
            await _command(seat, channel, thread_ts, text)
        else:
            await seat.client.say(viewer, channel.id, text, thread_ts)

    Composer(
        placeholder,
        send,
        draft=seat.memory.draft(viewer, channel.id, thread_ts),
        keep_draft=lambda text: seat.memory.keep_draft(viewer, channel.id, thread_ts, text),
        commands=(*seat.client.commands, *SLACKS_OWN) if thread_ts is None else (),
        testid="composer" if thread_ts is None else "thread-composer",
    )


async def _command(seat: Seat, channel: Channel, thread_ts: str | None, text: str) -> None:
    """Slack's own commands are done here; the app's goes to the app."""
    name, _, rest = text.partition(" ")
    mentions_app = rest.strip() in {f"@{seat.workspace.app.handle}", f"@{seat.workspace.app.name}"}
    if thread_ts is not None:
        _slackbot(seat, channel, thread_ts, f"{name} is not supported in threads. Sorry!")
    elif name in {command.name for command in seat.client.commands}:
        await seat.client.slash(seat.user.id, channel.id, text)
    elif name == "/invite" and mentions_app and channel.kind == "channel":
        seat.workspace.invite_app(channel.id)
        _slackbot(seat, channel, None, f"{seat.workspace.app.name} was added to #{channel.name}.")
    elif name == "/remove" and mentions_app and channel.kind == "channel":
        seat.workspace.remove_app(channel.id)
        _slackbot(
            seat, channel, None, f"{seat.workspace.app.name} was removed from #{channel.name}."
        )
    elif name in {"/invite", "/remove"}:
        _slackbot(seat, channel, None, f"Write `{name} @{seat.workspace.app.handle}` in a channel.")
    else:
        _slackbot(seat, channel, None, _NOT_A_COMMAND.format(name=name))


_NOT_A_COMMAND: Final = (
    "`{name}` is not a valid command. In Slack, all messages that start with the “/” command are"
    " interpreted as a command. If you are trying to send a message and not run a command, try"
    " preceding the “/” with an empty space."
)


def _slackbot(seat: Seat, channel: Channel, thread_ts: str | None, text: str) -> None:
    seat.workspace.post(
        channel.id, user=SLACKBOT, text=text, thread_ts=thread_ts, ephemeral_to=seat.user.id
    )
