"""Messages, as a channel or a thread lists them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from nicegui import ui
from nicegui.element import Element

from playground.model import Message, Value
from playground.ui.blocks import BlockList
from playground.ui.faces import avatar, clock, day, standing
from playground.ui.files import file_card
from playground.ui.keyed import KeyedRows
from playground.ui.mrkdwn import to_html
from playground.ui.seat import Seat
from playground.ui.shortcuts import shortcut_menu
from playground.ui.surface import Surface

_TOGETHER_SECONDS: Final = 300
"""Messages of one author within five minutes share one head, as in Slack's client."""

OpenThread = Callable[[str], None]
"""Open the thread of the root with this ts."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message and how it stands among the others.

    Attributes:
        joined: it follows a message of the same author, so it needs no head.
        replies: times of its replies, oldest first; empty inside a thread.
    """

    message: Message
    joined: bool = False
    replies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the list, with a word: a day, or the number of replies."""

    word: str


Item = Shown | Line


def by_day(shown: Iterable[Shown]) -> dict[str, Item]:
    """The items of a channel: its messages with a line where a day begins."""
    items: dict[str, Item] = {}
    before: Message | None = None
    for one in shown:
        word = day(one.message.ts)
        new_day = f"day {word}" not in items
        items.setdefault(f"day {word}", Line(word))
        joined = not new_day and before is not None and _belongs(one.message, before)
        items[one.message.ts] = Shown(one.message, joined, one.replies)
        before = one.message
    return items


def _belongs(message: Message, before: Message) -> bool:
    return (
        message.user == before.user
        and not message.broadcast
        and message.ephemeral_to is None
        and before.ephemeral_to is None
        and float(message.ts) - float(before.ts) < _TOGETHER_SECONDS
    )


class MessageList:
    """The list itself; a message is redrawn only where it changed."""

    def __init__(self, seat: Seat, open_thread: OpenThread | None) -> None:
        """Put the list into the current slot; without open_thread it is itself a thread."""
        self.root = ui.element("div").classes("sl-messages")
        self._rows: KeyedRows[Item] = KeyedRows(
            self.root,
            lambda item: _LineRow() if isinstance(item, Line) else _MessageRow(seat, open_thread),
        )

    def show(self, items: dict[str, Item]) -> None:
        """Show these items and no others."""
        self._rows.show(items)


class _LineRow:
    def __init__(self) -> None:
        with ui.element("div").classes("sl-line") as self.root:
            self._word = ui.label().classes("sl-line-word")

    def show(self, item: Item, /) -> None:
        if isinstance(item, Line):
            self._word.set_text(item.word)


class _MessageRow:
    def __init__(self, seat: Seat, open_thread: OpenThread | None) -> None:
        self._seat = seat
        self._open_thread = open_thread
        self._shown: Shown | None = None
        self._surface: Surface | None = None
        with ui.element("div").classes("sl-message") as self.root:
            self._gutter = ui.element("div").classes("sl-gutter")
            with ui.element("div").classes("sl-message-body"):
                self._head = ui.element("div").classes("sl-message-head")
                self._text = ui.html(sanitize=False).classes("sl-text")
                self._blocks: BlockList | None = None
                self._blocks_place = ui.element("div")
                self._files = ui.element("div").classes("sl-files")
                self._edited = ui.label("(edited)").classes("sl-edited")
                self._failure = ui.label().classes("sl-failure")
                self._failure.set_visibility(False)
                self._foot = ui.element("div").classes("sl-message-foot")
            self._tools = ui.element("div").classes("sl-tools")
        self._number: ui.label | None = None
        self._last: ui.label | None = None

    def show(self, item: Item, /) -> None:
        if not isinstance(item, Shown) or item == self._shown:
            return
        before, self._shown = self._shown, item
        message = item.message
        self.root.props["data-ts"] = message.ts
        if message.ephemeral_to:
            self.root.classes("sl-ephemeral")
            self.root.props["data-ephemeral"] = message.ephemeral_to
        if before is None:
            self._draw_tools(message)
        if (
            before is None
            or before.joined != item.joined
            or before.message.edited != message.edited
        ):
            self._draw_head(message, joined=item.joined)
        if before is None or before.message.files != message.files:
            self._draw_files(message)
        if before is None or before.replies != item.replies:
            self._draw_replies(message, item.replies)
        self._draw_body(message)

    def _draw_tools(self, message: Message) -> None:
        if message.ephemeral_to:
            return
        if self._open_thread is not None:
            open_thread = self._open_thread
            with self._tools, ui.element("button") as reply:
                ui.icon("chat_bubble_outline", size="16px")
            reply.props.update({"title": "Reply in thread", "data-testid": "reply"})
            reply.on("click", lambda: open_thread(message.thread_ts or message.ts))
        seat = self._seat
        shortcuts = seat.client.shortcuts_of(seat.user.id, "message")
        if shortcuts:
            with self._tools, ui.element("button") as more:
                ui.icon("more_vert", size="18px")
                shortcut_menu(
                    shortcuts,
                    seat.workspace.app.name,
                    lambda shortcut: seat.use(shortcut, message),
                    "message-shortcut",
                )
            more.props.update({"title": "More actions", "data-testid": "more-actions"})

    def _draw_head(self, message: Message, *, joined: bool) -> None:
        self.root.classes(add="sl-joined" if joined else "", remove="" if joined else "sl-joined")
        self._gutter.clear()
        self._head.clear()
        author = self._seat.workspace.member(message.user)
        with self._gutter:
            if joined:
                ui.label(clock(message.ts)).classes("sl-time")
            else:
                avatar(author)
        with self._head:
            if message.ephemeral_to:
                with ui.element("div").classes("sl-aside"):
                    ui.icon("visibility", size="14px")
                    ui.label("Only visible to you")
            if message.broadcast:
                with ui.element("div").classes("sl-aside"):
                    ui.icon("reply", size="14px")
                    ui.label(
                        "Also sent to the channel"
                        if self._open_thread is None
                        else "Sent from a thread"
                    )
            if not joined:
                ui.label(author.real_name or author.name).classes("sl-author")
                if message.bot:
                    ui.label("APP").classes("sl-badge")
                if belongs := standing(author):
                    ui.label(belongs).classes("sl-note")
                ui.label(clock(message.ts)).classes("sl-time")

    def _draw_body(self, message: Message) -> None:
        self._failure.set_visibility(False)
        self._edited.set_visibility(message.edited is not None and not message.deleted)
        words = "This message was deleted." if message.deleted else message.text
        self._text.set_content("" if message.blocks else to_html(words, self._seat.names()))
        self._text.set_visibility(bool(words) and not message.blocks)
        if message.blocks and self._blocks is None:
            self._surface = self._seat.surface(message.ts, self._act)
            with self._blocks_place:
                self._blocks = BlockList(self._surface)
        if self._blocks is not None:
            self._blocks.show(message.blocks)

    def _draw_files(self, message: Message) -> None:
        self._files.clear()
        self._files.set_visibility(bool(message.files))
        with self._files:
            for each in message.files:
                file_card(self._seat.workspace.files.find(each))

    def _draw_replies(self, message: Message, replies: tuple[str, ...]) -> None:
        self._foot.set_visibility(bool(replies))
        if not replies or self._open_thread is None:
            return
        if self._number is None or self._last is None:
            open_thread = self._open_thread
            with self._foot, ui.element("button").classes("sl-replies") as bar:
                self._number = ui.label()
                self._last = ui.label().classes("sl-time")
                ui.icon("chevron_right", size="18px").classes("sl-replies-go")
            bar.props["data-testid"] = "replies"
            bar.on("click", lambda: open_thread(message.ts))
        self._number.set_text(f"{len(replies)} {'reply' if len(replies) == 1 else 'replies'}")
        self._last.set_text(f"Last reply at {clock(replies[-1])}")

    async def _act(self, block_id: str, action_id: str, value: Value) -> None:
        if self._shown is None or self._surface is None:
            return
        values = self._surface.values()
        answer = await self._seat.act(self._shown.message, block_id, action_id, value, values)
        if not self._failure.is_deleted:
            self._failure.set_text(self._seat.sentence(answer.error) if answer.error else "")
            self._failure.set_visibility(answer.error is not None)


def show_newest(element: Element) -> None:
    """Scroll a list to its newest message; the list is laid out from its end, so that is 0."""
    element.client.run_javascript(f"getHtmlElement({element.id})?.scrollTo(0, 0)")
