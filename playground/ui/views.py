"""Views: the modal on top of a person's stack, and the app's Home tab."""

from typing import Final

from nicegui import ui

from playground.model import Value, View
from playground.ui.blocks import BlockList
from playground.ui.faces import button
from playground.ui.seat import Seat
from playground.ui.surface import Surface

_FOCUS: Final = """
const modal = getHtmlElement(%d);
(modal?.querySelector('input, textarea') ?? modal)?.focus();
"""
"""Slack's client puts the cursor into the first input of a modal."""
_ESCAPE: Final = "() => { if (!document.querySelector('.sl-menu')) emit() }"
"""Escape closes an open menu first."""


class Modals:
    """The place over the page where the top of the person's modal stack is shown."""

    def __init__(self, seat: Seat) -> None:
        """Put the place into the current slot."""
        self._seat = seat
        self._place = ui.element("div")
        self._modal: _Modal | None = None
        self.refresh()

    def refresh(self) -> None:
        """Show the top of the stack as it is now, or nothing."""
        stack = self._seat.workspace.modals(self._seat.user.id)
        top = stack[-1] if stack else None
        if self._modal is not None and top is not None and top.id == self._modal.view.id:
            self._modal.show(top)
            return
        self._place.clear()
        self._modal = None
        if top is not None:
            with self._place:
                self._modal = _Modal(self._seat, top)


class _Modal:
    def __init__(self, seat: Seat, view: View) -> None:
        self._seat = seat
        self.view = view
        self._submit_face: ui.html | None = None
        self._surface = seat.surface(view.id, self._act)
        with ui.element("div").classes("sl-overlay"), ui.element("div").classes("sl-modal") as box:
            box.props.update({"data-testid": "modal", "data-view-id": view.id, "role": "dialog"})
            box.props["tabindex"] = -1
            box.on("keydown.escape", lambda: seat.client.close(self.view), js_handler=_ESCAPE)
            with ui.element("div").classes("sl-modal-head"):
                self._title = ui.label().classes("sl-modal-title")
                with ui.element("button").classes("sl-close") as close:
                    ui.icon("close", size="20px")
                close.props.update({"data-testid": "modal-x", "aria-label": "Close"})
                close.on("click", lambda: seat.client.close(self.view, whole_stack=True))
            self._trouble = ui.label().classes("sl-trouble")
            self._trouble.props["data-testid"] = "modal-trouble"
            self._trouble.set_visibility(False)
            with ui.element("div").classes("sl-modal-body"):
                self._blocks = BlockList(self._surface)
            self._foot = ui.element("div").classes("sl-modal-foot")
        self.show(view, first=True)
        seat.browser.run_javascript(_FOCUS % box.id)

    def show(self, view: View, *, first: bool = False) -> None:
        """Show this version of the view; what the person typed stays where the inputs stay."""
        same_foot = not first and (view.submit, view.close) == (self.view.submit, self.view.close)
        self.view = view
        self._title.set_text(view.title)
        self._blocks.show(view.blocks)
        if not same_foot:
            self._draw_foot(view)

    def _draw_foot(self, view: View) -> None:
        self._foot.clear()
        self._submit_face = None
        with self._foot:
            close = button(view.close, "default", "modal-close")
            close.on("click", lambda: self._seat.client.close(self.view))
            if view.submit is not None:
                self._submit_face = button(view.submit, "primary", "modal-submit")
                self._submit_face.on("click", self._submit)

    async def _submit(self) -> None:
        face = self._submit_face
        if face is None or "sl-busy" in face.classes:
            return
        face.classes("sl-busy")
        view = self.view
        values = self._surface.values()
        answer = await self._seat.client.submit(self._seat.user.id, view, values)
        if face.is_deleted:
            return
        face.classes(remove="sl-busy")
        self._surface.show_errors(answer.errors)
        self._show_trouble(answer.error)

    async def _act(self, block_id: str, action_id: str, value: Value) -> None:
        values = self._surface.values()
        answer = await self._seat.act(self.view, block_id, action_id, value, values)
        if not self._trouble.is_deleted:
            self._show_trouble(answer.error)

    def _show_trouble(self, error: str | None) -> None:
        self._trouble.set_text(self._seat.sentence(error) if error else "")
        self._trouble.set_visibility(error is not None)


class Home:
    """The app's Home tab."""

    def __init__(self, seat: Seat) -> None:
        """Put the tab into the current slot."""
        self._seat = seat
        self._blocks: BlockList | None = None
        self._surface: Surface | None = None
        with ui.element("div").classes("sl-scroll-down"):
            self._root = ui.element("div").classes("sl-home")
            self._root.props["data-testid"] = "home"
            with self._root:
                self._empty = ui.label(
                    f"{seat.workspace.app.name} has not published its Home tab yet."
                ).classes("sl-note")
                self._failure = ui.label().classes("sl-failure")
                self._failure.set_visibility(False)
        self.refresh()

    def refresh(self) -> None:
        """Show the Home tab that the app published last."""
        view = self._seat.workspace.home(self._seat.user.id)
        self._empty.set_visibility(view is None)
        if view is None:
            return
        if self._blocks is None:
            self._surface = self._seat.surface(view.id, self._act)
            with self._root:
                self._blocks = BlockList(self._surface)
        self._blocks.show(view.blocks)

    async def _act(self, block_id: str, action_id: str, value: Value) -> None:
        view = self._seat.workspace.home(self._seat.user.id)
        if view is None or self._surface is None:
            return
        values = self._surface.values()
        answer = await self._seat.act(view, block_id, action_id, value, values)
        if not self._failure.is_deleted:
            self._failure.set_text(self._seat.sentence(answer.error) if answer.error else "")
            self._failure.set_visibility(answer.error is not None)
