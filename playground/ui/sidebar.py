"""The left of the page: the workspace, its people, its channels and the app."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from nicegui import ui

from playground.model import Channel, User
from playground.ui.faces import avatar, standing
from playground.ui.seat import Seat

Go = Callable[[Channel], Awaitable[None]]


class Rail:
    """The narrow strip: the workspace's mark, and the people one can be."""

    def __init__(self, seat: Seat) -> None:
        """Put the strip into the current slot; people are links, so a second tab can be another."""
        with ui.element("nav").classes("sl-rail"):
            ui.label("LS").classes("sl-workspace-mark")
            ui.element("div").classes("sl-grow")
            ui.label("You are").classes("sl-rail-word")
            for user in seat.workspace.users.values():
                with ui.element("a").classes("sl-person") as person:
                    avatar(user)
                    ui.label(user.real_name.split()[0]).classes("sl-rail-word")
                if user.id == seat.user.id:
                    person.classes("sl-current")
                person.props.update(
                    {
                        "href": f"/?{urlencode({'user': user.name})}",
                        "data-testid": f"user-{user.name}",
                        "title": f"{_named(user)} (open in a new tab to be two people)",
                    }
                )


def _named(user: User) -> str:
    belongs = standing(user)
    return f"{user.real_name}, {belongs}" if belongs else user.real_name


class Sidebar:
    """The channels and the direct message, bold where there is something new."""

    def __init__(self, seat: Seat, go: Go) -> None:
        """Put the sidebar into the current slot."""
        self._seat = seat
        self._rows: dict[str, tuple[ui.element, ui.label]] = {}
        viewer = seat.user.id
        channels = seat.workspace.sidebar(viewer)
        with ui.element("aside").classes("sl-sidebar"):
            ui.label(seat.workspace.team.name).classes("sl-workspace")
            with ui.element("div").classes("sl-side-list"):
                ui.label("Channels").classes("sl-side-head")
                for channel in channels:
                    if channel.kind == "channel":
                        self._row(channel, go)
                direct = [channel for channel in channels if channel.kind == "im"]
                if direct:
                    ui.label("Apps").classes("sl-side-head")
                for channel in direct:
                    self._row(channel, go)

    def _row(self, channel: Channel, go: Go) -> None:
        with ui.element("button").classes("sl-side-row") as row:
            if channel.kind == "im":
                avatar(self._seat.workspace.member(self._seat.workspace.app.user), 20)
            else:
                ui.icon("lock" if channel.is_private else "tag", size="16px")
            ui.label(channel.name).classes("sl-side-name")
            count = ui.label().classes("sl-count")
        name = channel.name if channel.kind == "channel" else "app"
        row.props["data-testid"] = f"channel-{name}"
        row.on("click", lambda: go(channel))
        self._rows[channel.id] = (row, count)

    def show(self, current: str) -> None:
        """Mark where the person is, and where there is something new."""
        seat = self._seat
        for channel_id, (row, count) in self._rows.items():
            stamps = [m.ts for m in seat.workspace.messages(channel_id, seat.user.id)]
            new = seat.memory.unseen(seat.user.id, channel_id, stamps)
            is_here = channel_id == current
            _mark(row, "sl-current", on=is_here)
            _mark(row, "sl-unread", on=new > 0 and not is_here)
            is_direct = seat.workspace.channel(channel_id).kind == "im"
            count.set_text(str(new))
            count.set_visibility(new > 0 and not is_here and is_direct)


def _mark(element: ui.element, name: str, *, on: bool) -> None:
    element.classes(add=name if on else "", remove="" if on else name)
