"""Where a person writes: a message, or a slash command."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from nicegui import ui
from nicegui.events import GenericEventArguments, ValueChangeEventArguments

from playground.manifest import Command, Shortcut
from playground.ui.shortcuts import Use, shortcut_menu

SLACKS_OWN: Final = (
    Command("/invite", "@orchestrator", "Add the app to this channel"),
    Command("/remove", "@orchestrator", "Remove the app from this channel"),
)
"""The two of Slack's own commands that matter to an app."""

_TAKE: Final = """
  emit(box.value);
  box.value = '';
  box.dispatchEvent(new Event('input', {bubbles: true}));
"""
"""The browser empties the box itself: what is typed in the next moment is not lost."""
_ENTER: Final = f"""(event) => {{
  if (event.shiftKey || event.isComposing) return;
  event.preventDefault();
  const box = event.target;
  {_TAKE}
}}"""
"""Enter sends; Shift and Enter begins a new line."""
_PRESS: Final = f"""(event) => {{
  const box = event.currentTarget.closest('.sl-composer').querySelector('textarea');
  {_TAKE}
  box.focus();
}}"""


class Composer:
    """The box under a conversation; it clears itself when what was written is sent."""

    def __init__(
        self,
        placeholder: str,
        send: Callable[[str, bool], Awaitable[None]],
        *,
        also: str | None = None,
        draft: str,
        keep_draft: Callable[[str], None],
        commands: Sequence[Command],
        shortcuts: Sequence[Shortcut],
        app: str,
        use: Use,
        testid: str = "composer",
    ) -> None:
        """Put the composer into the current slot.

        Args:
            placeholder: shown while it is empty.
            send: takes what was written, without spaces around it and never empty, and whether
                the box beside it was ticked, which then is no more.
            also: the words beside a box to tick; a note about the keys if None.
            draft: what it begins with.
            keep_draft: called with every change.
            commands: the slash commands that are suggested.
            shortcuts: what the button with the lightning bolt offers.
            app: whose shortcuts they are.
            use: takes the shortcut that was chosen.
            testid: names the box on the page.
        """
        self._send = send
        self._keep_draft = keep_draft
        self._commands = commands
        with ui.element("div").classes("sl-composer"):
            self._list = ui.element("div").classes("sl-suggestions")
            self._list.props["data-testid"] = "suggestions"
            self._list.set_visibility(False)
            self._box = ui.textarea(placeholder=placeholder, value=draft, on_change=self._typed)
            self._box.props("autogrow borderless dense rows=1 autofocus")
            self._box.props["data-testid"] = testid
            self._box.props["aria-label"] = placeholder
            self._box.on("keydown.enter", self._submit, js_handler=_ENTER)
            with ui.element("div").classes("sl-composer-foot"):
                if shortcuts:
                    with ui.element("button").classes("sl-bolt") as bolt:
                        ui.icon("bolt", size="18px")
                        shortcut_menu(shortcuts, app, use, "global-shortcut")
                    bolt.props.update({"data-testid": "global-shortcuts", "title": "Shortcuts"})
                self._also = _box(also) if also is not None else None
                if self._also is None:
                    ui.label("Enter sends, Shift and Enter begins a new line").classes("sl-note")
                with ui.element("button").classes("sl-send") as button:
                    ui.icon("send", size="16px")
                button.props.update({"data-testid": "send", "aria-label": "Send"})
                button.on("click", self._submit, js_handler=_PRESS)
        self._suggest(draft)

    def _typed(self, event: ValueChangeEventArguments[str | None]) -> None:
        text = event.value or ""
        self._keep_draft(text)
        self._suggest(text)

    async def _submit(self, event: GenericEventArguments) -> None:
        text = str(event.args).strip()
        if text:
            ticked = self._also is not None and bool(self._also.value)
            if self._also is not None:
                self._also.set_value(False)
            await self._send(text, ticked)

    def _suggest(self, text: str) -> None:
        """Commands that begin like the text; while arguments are typed, the one that is meant."""
        word = text.split(maxsplit=1)[0] if text.startswith("/") else ""
        has_arguments = len(text) > len(word)
        fitting = [
            command
            for command in self._commands
            if word and (command.name == word if has_arguments else command.name.startswith(word))
        ]
        shown = bool(fitting)
        self._list.set_visibility(shown)
        self._list.clear()
        if shown:
            with self._list:
                for command in fitting:
                    self._suggestion(command)

    def _suggestion(self, command: Command) -> None:
        with ui.element("button").classes("sl-suggestion") as row:
            ui.label(command.name).classes("sl-suggestion-name")
            ui.label(command.hint).classes("sl-suggestion-hint")
            ui.label(command.description).classes("sl-note")
        row.props["data-testid"] = f"suggest-{command.name.removeprefix('/')}"
        row.on("click", lambda: self._take(command))

    def _take(self, command: Command) -> None:
        self._box.set_value(f"{command.name} ")
        self._box.run_method("focus")


def _box(words: str) -> ui.checkbox:
    box = ui.checkbox(words).classes("sl-also").props("dense size=30px")
    box.props["data-testid"] = "also"
    return box
