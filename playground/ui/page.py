"""One browser tab: what is where, and which part looks again after a change."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from nicegui import ui

from playground.model import Channel
from playground.process import AppProcess
from playground.ui.conversation import Conversation, Thread, title
from playground.ui.faces import avatar
from playground.ui.seat import Seat
from playground.ui.sidebar import Rail, Sidebar
from playground.ui.views import Home, Modals
from playground.workspace import Kind

Tab = Literal["messages", "home"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person is.

    Attributes:
        tab: of the app's direct message, which has a Home tab too.
        thread: ts of the root whose thread is open.
    """

    channel: Channel
    tab: Tab = "messages"
    thread: str | None = None


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

    async def arrive(self) -> None:
        """Tell the app about its tab that the person has before them, as Slack does."""
        if self._place.channel.kind != "im":
            return
        if self._place.tab == "home":
            await self._seat.client.open_home(self._seat.user.id)
        else:
            await self._seat.client.open_messages_tab(self._seat.user.id)

    async def go(self, channel: Channel, tab: Tab = "messages") -> None:
        """Go to a channel, or to a tab of the app."""
        self._place = Place(channel, tab)
        self._draw_main()
        self._draw_thread()
        self._remember()
        await self.arrive()

    def open_thread(self, ts: str | None) -> None:
        """Open a thread beside the channel, or close the one that is open."""
        self._place = Place(self._place.channel, self._place.tab, ts)
        self._draw_thread()
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
                self._conversation = Conversation(self._seat, channel, self.open_thread)
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
            case "view":
                if is_mine:
                    self._modals.refresh()
            case "home":
                if is_mine and self._home is not None:
                    self._home.refresh()

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
