"""One browser tab: what is where, and which part looks again after a change."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlencode

from nicegui import ui
from nicegui.events import GenericEventArguments

from playground.model import Channel, SlackError
from playground.permalinks import PATH, Permalink
from playground.process import AppProcess
from playground.ui.conversation import Conversation, Thread, title
from playground.ui.faces import avatar
from playground.ui.files import canvas_tabs
from playground.ui.seat import Seat
from playground.ui.sidebar import Rail, Sidebar
from playground.ui.views import Home, Modals
from playground.workspace import Kind

Tab = Literal["messages", "home"]

_FOLLOW: Final = """
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!link.href.startsWith(%s)) return;
  event.preventDefault();
  emitEvent('permalink', link.href);
});
"""
"""A link to a message of this workspace is followed in place; the button that it may be on has
sent its action before. With Ctrl, Cmd or Shift the browser opens it elsewhere."""
_REVEAL: Final = """
(function look(left) {
  const found = [...document.querySelectorAll('[data-ts="%s"]')].pop();
  if (!found) return left && setTimeout(look, 50, left - 1);
  found.scrollIntoView({block: 'nearest'});
  found.animate([{background: '#fbf3d5'}, {background: '#fbf3d5'}, {}], 4000);
})(40);
"""
"""The message may not be drawn yet. One that is in an open thread too is shown there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person is.

    Attributes:
        tab: of the app's direct message, which has a Home tab too.
        thread: ts of the root whose thread is open.
        message: ts of the message that is pointed at.
    """

    channel: Channel
    tab: Tab = "messages"
    thread: str | None = None
    message: str | None = None

    @classmethod
    def linked(cls, seat: Seat, address: str) -> "Place | None":
        """Where a link to a message leads: a root with replies to its thread.

        Returns:
            None where the address is no such link, or the person cannot see the message.
        """
        link = Permalink.read(address)
        if link is None:
            return None
        try:
            channel = seat.workspace.channel(link.channel)
            root = link.thread_ts or link.ts
            thread = seat.workspace.thread(channel.id, root, seat.user.id)
        except SlackError:
            return None
        if link.ts not in {each.ts for each in thread}:
            return None
        return cls(channel, "messages", root if len(thread) > 1 else None, link.ts)


class Page:
    """Everything on one tab."""

    def __init__(self, seat: Seat, process: AppProcess | None, place: Place) -> None:
        """Build the page in the current slot and keep it up to date while the tab is open."""
        self._seat = seat
        self._place = place
        self._conversation: Conversation | None = None
        self._thread: Thread | None = None
        self._home: Home | None = None
        with ui.element("div").classes("sl-page") as self._root:
            _TopBar(process)
            Rail(seat)
            with ui.element("div").classes("sl-desk"):
                self._sidebar = Sidebar(seat, self.go)
                self._main = ui.element("main").classes("sl-main")
                self._main.props["data-testid"] = "conversation"
                self._panel = ui.element("aside").classes("sl-thread")
            self._modals = Modals(seat)
        self._draw_main()
        self._draw_thread()
        unsubscribe = seat.workspace.subscribe(self._changed)
        ui.context.client.on_delete(unsubscribe)
        start = json.dumps(seat.workspace.address + PATH)
        ui.context.client.run_javascript(_FOLLOW % start)
        ui.on("permalink", self._follow)

    async def arrive(self) -> None:
        """Tell the app about its tab that the person has before them, as Slack does."""
        if self._place.message is not None:
            self._seat.browser.run_javascript(_REVEAL % self._place.message)
        if self._place.channel.kind != "im":
            return
        if self._place.tab == "home":
            await self._seat.client.open_home(self._seat.user.id)
        else:
            await self._seat.client.open_messages_tab(self._seat.user.id)

    async def go(self, channel: Channel, tab: Tab = "messages") -> None:
        """Go to a channel, or to a tab of the app."""
        await self._go(Place(channel, tab))

    async def _follow(self, event: GenericEventArguments) -> None:
        """Go to the message that a link leads to."""
        place = Place.linked(self._seat, str(event.args))
        if place is None:
            self._seat.tell("That message is not there, or you cannot see it.")
        else:
            await self._go(place)

    async def _go(self, place: Place) -> None:
        self._place = place
        self._draw_main()
        self._draw_thread()
        self._remember()
        await self.arrive()

    def open_thread(self, ts: str | None) -> None:
        """Open a thread beside the channel, or close the one that is open."""
        self._place = Place(self._place.channel, self._place.tab, ts)
        self._draw_thread()
        self._agent_changed()
        self._remember()

    def _draw_main(self) -> None:
        channel = self._seat.workspace.channel(self._place.channel.id)
        self._conversation = self._home = None
        self._main.clear()
        with self._main:
            self._head = ui.element("div").classes("sl-head")
            self._draw_head(channel)
            if self._place.tab == "home":
                self._home = Home(self._seat)
            else:
                self._conversation = Conversation(
                    self._seat, channel, self.open_thread, lambda ts: ts == self._place.thread
                )
        self._sidebar.show(channel.id)

    def _draw_head(self, channel: Channel) -> None:
        app = self._seat.workspace.app
        self._head.clear()
        with self._head:
            if channel.kind == "im":
                with ui.element("div").classes("sl-head-row"):
                    avatar(self._seat.workspace.member(app.user), 24)
                    ui.label(channel.name).classes("sl-head-title")
                with ui.element("div").classes("sl-tabs"):
                    self._tab("Home", "home", channel)
                    self._tab("Messages", "messages", channel)
            else:
                with ui.element("div").classes("sl-head-row"):
                    ui.icon("lock" if channel.is_private else "tag", size="20px")
                    ui.label(channel.name).classes("sl-head-title")
                    ui.label(
                        f"{app.name} is in this channel"
                        if channel.app_is_member
                        else f"{app.name} is not in this channel"
                    ).classes("sl-note").props["data-testid"] = "membership"
                    if channel.is_shared:
                        ui.label("Shared with another workspace").classes("sl-note")
            canvas_tabs(self._seat.workspace, channel)

    def _tab(self, word: str, tab: Tab, channel: Channel) -> None:
        with ui.element("button").classes("sl-tab") as face:
            ui.label(word)
        if self._place.tab == tab:
            face.classes("sl-current")
        face.props["data-testid"] = f"tab-{tab}"
        face.on("click", lambda: self.go(channel, tab))

    def _draw_thread(self) -> None:
        ts = self._place.thread
        self._thread = None
        self._panel.clear()
        self._panel.set_visibility(ts is not None)
        if ts is None:
            return
        with self._panel:
            with ui.element("div").classes("sl-head"), ui.element("div").classes("sl-head-row"):
                ui.label("Thread").classes("sl-head-title")
                ui.label(title(self._place.channel)).classes("sl-note sl-grow")
                with ui.element("button").classes("sl-close") as close:
                    ui.icon("close", size="20px")
                close.props.update({"data-testid": "thread-close", "aria-label": "Close thread"})
                close.on("click", lambda: self.open_thread(None))
            self._thread = Thread(self._seat, self._place.channel, ts)
        self._panel.props["data-testid"] = "thread"

    def _remember(self) -> None:
        """Keep the place in the address, so that a reload comes back to it."""
        channel = self._place.channel
        where = {
            "user": self._seat.user.name,
            "channel": channel.name if channel.kind == "channel" else "app",
            "tab": self._place.tab if channel.kind == "im" else None,
            "thread": self._place.thread,
        }
        address = "/?" + urlencode({key: word for key, word in where.items() if word})
        self._seat.browser.run_javascript(f"history.replaceState(null, '', {json.dumps(address)})")

    def _changed(self, kind: Kind, ids: Mapping[str, str]) -> None:
        """After a change in the workspace, let the parts that it concerns look again."""
        is_mine = ids.get("user") == self._seat.user.id
        is_here = ids.get("channel") == self._place.channel.id
        match kind:
            case "posted" | "updated" | "deleted":
                self._messages_changed(is_here=is_here)
            case "channel":
                if is_here:
                    self._draw_head(self._seat.workspace.channel(self._place.channel.id))
            case "agent":
                if is_here:
                    self._agent_changed()
            case "view":
                if is_mine:
                    self._modals.refresh()
            case "home":
                if is_mine and self._home is not None:
                    self._home.refresh()

    def _agent_changed(self) -> None:
        for part in (self._conversation, self._thread):
            if part is not None:
                part.refresh_agent()

    def _messages_changed(self, *, is_here: bool) -> None:
        if is_here and self._conversation is not None:
            self._conversation.refresh()
        if is_here and self._thread is not None:
            self._thread.refresh()
        self._sidebar.show(self._place.channel.id)


class _TopBar:
    """Where one is, and how the app's process does."""

    def __init__(self, process: AppProcess | None) -> None:
        with ui.element("header").classes("sl-top"):
            ui.label("Local Slack: a workspace on this machine, with one app").classes(
                "sl-top-word"
            )
            if process is not None:
                self._status(process)

    def _status(self, process: AppProcess) -> None:
        with ui.element("button").classes("sl-status") as face:
            light = ui.element("span")
            words = ui.label()
            ui.icon("expand_more", size="16px")
            with ui.menu().classes("sl-menu"):
                restart = ui.menu_item("Restart the app", process.restart).classes("sl-option")
                stop = ui.menu_item("Stop the app", process.stop).classes("sl-option")
        face.props["data-testid"] = "app-status"
        restart.props["data-testid"] = "app-restart"
        stop.props["data-testid"] = "app-stop"

        def show() -> None:
            light.classes(replace=f"sl-light sl-light-{process.state}")
            words.set_text(process.sentence)

        show()
        ui.context.client.on_delete(process.subscribe(show))
