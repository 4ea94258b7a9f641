"""What the app shows beside its messages: prompts to choose from, and what it is doing."""

from collections.abc import Callable
from typing import Final

from nicegui import ui

from playground.agent import Prompts
from playground.model import Channel, Prompt
from playground.ui.faces import avatar
from playground.ui.seat import Seat

_LOOK_EVERY: Final = 5.0
"""Seconds: a status that the app forgot goes away by itself, within this much of Slack's limit."""


class PromptRow:
    """Buttons that say something to the app, above the composer of its direct message."""

    def __init__(self, seat: Seat, channel: Channel) -> None:
        """Put the row into the current slot."""
        self._seat = seat
        self._channel = channel
        self._shown: Prompts | None = None
        self._root = ui.element("div").classes("sl-prompts")
        self.refresh()

    def refresh(self) -> None:
        """Show what the app suggests now; before it did, what its manifest suggests."""
        found = self._seat.workspace.agent.prompts(self._channel.id)
        found = found or Prompts(self._seat.client.prompts)
        if found == self._shown:
            return
        self._shown = found
        self._root.clear()
        self._root.set_visibility(bool(found.prompts))
        with self._root:
            if found.title:
                ui.label(found.title).classes("sl-prompts-title")
            for prompt in found.prompts:
                self._button(prompt)

    def _button(self, prompt: Prompt) -> None:
        with ui.element("button").classes("sl-prompt") as face:
            ui.label(prompt.title)
        face.props.update({"data-testid": "suggested-prompt", "title": prompt.message})
        face.on(
            "click",
            lambda: self._seat.client.say(self._seat.user.id, self._channel.id, prompt.message),
        )


class StatusLines:
    """What the app is doing, a line for each thread that is meant."""

    def __init__(self, seat: Seat, channel: Channel, is_meant: Callable[[str], bool]) -> None:
        """Put the lines into the current slot.

        Args:
            seat: who looks.
            channel: where.
            is_meant: whether the thread of the root with this ts is one of these.
        """
        self._seat = seat
        self._channel = channel
        self._is_meant = is_meant
        self._shown: list[str] = []
        self._root = ui.element("div").classes("sl-statuses")
        ui.timer(_LOOK_EVERY, self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the statuses of now."""
        found = self._seat.workspace.agent.statuses(self._channel.id)
        words = [status for thread_ts, status in found.items() if self._is_meant(thread_ts)]
        if words == self._shown:
            return
        self._shown = words
        self._root.clear()
        app = self._seat.workspace.app
        with self._root:
            for status in words:
                with ui.element("div").classes("sl-agent-status") as line:
                    avatar(self._seat.workspace.member(app.user), 20)
                    ui.label(f"{app.name} {status}")
                line.props["data-testid"] = "status"
