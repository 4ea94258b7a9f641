"""One person at one browser tab: who sits there, and what they may use."""

from dataclasses import dataclass
from typing import Final

from nicegui import Client, ui

from playground.client import AppClient
from playground.manifest import Shortcut
from playground.model import Answer, Json, Message, User, Value, Values, View
from playground.ui.faces import button
from playground.ui.inputs import Memory
from playground.ui.mrkdwn import Names, plain_to_html, to_html
from playground.ui.surface import Act, Surface
from playground.workspace import Workspace

_REASONS: Final = {
    "operation_timeout": "It did not answer within 3 seconds.",
    "dispatch_failed": "It could not be reached.",
    "app_error": "It answered with an error.",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One person at one browser tab.

    Attributes:
        browser: the tab, which outlives every part of the page.
    """

    workspace: Workspace
    client: AppClient
    memory: Memory
    user: User
    browser: Client

    def names(self) -> Names:
        """What mentions are called in this workspace."""
        people = [*self.workspace.users.values(), self.workspace.member(self.workspace.app.user)]
        return Names(
            users={person.id: person.real_name or person.name for person in people},
            channels={c.id: c.name for c in self.workspace.channels.values()},
        )

    def surface(self, key: str, act: Act) -> Surface:
        """The ground that a message's or view's blocks stand on."""
        inputs = self.memory.inputs(self.user.id, key)
        return Surface(key, self.names(), inputs, act, self.confirm)

    async def act(
        self, on: Message | View, block_id: str, action_id: str, value: Value, values: Values
    ) -> Answer:
        """Send a block action with everything that the person sees in the surface's inputs."""
        return await self.client.act(self.user.id, on, block_id, action_id, value, values=values)

    async def use(self, shortcut: Shortcut, on: Message | None = None) -> None:
        """Use a shortcut; Slack's client says in the corner that the app did not take it."""
        answer = await self.client.use(self.user.id, shortcut, on)
        if answer.error:
            self.tell(self.sentence(answer.error))

    def tell(self, words: str) -> None:
        """Show a sentence in the corner of the tab for a while."""
        with self.browser:
            ui.notify(words, position="bottom-left", color="dark")

    def sentence(self, error: str) -> str:
        """What the person reads when the app did not take an action."""
        reason = _REASONS.get(error, "")
        return f"{self.workspace.app.name} did not take that ({error}). {reason}".rstrip()

    async def confirm(self, asked: Json) -> bool:
        """Ask with a confirm object; False as well when the dialog is dismissed."""
        style = "danger" if asked.get("style") == "danger" else "primary"
        text = asked.get("text", {})
        words = str(text.get("text", ""))
        is_mrkdwn = text.get("type") == "mrkdwn"
        with (
            self.browser,
            ui.dialog() as dialog,
            ui.element("div").classes("sl-modal sl-confirm") as box,
        ):
            box.props["data-testid"] = "confirm"
            ui.label(asked.get("title", {}).get("text", "")).classes("sl-modal-title")
            ui.html(
                to_html(words, self.names()) if is_mrkdwn else plain_to_html(words), sanitize=False
            ).classes("sl-text")
            with ui.element("div").classes("sl-modal-foot"):
                button(asked.get("deny", {}).get("text", "Cancel"), "default", "confirm-no").on(
                    "click", lambda: dialog.submit(result=False)
                )
                button(asked.get("confirm", {}).get("text", "Yes"), style, "confirm-yes").on(
                    "click", lambda: dialog.submit(result=True)
                )
        agreed = await dialog
        dialog.delete()
        return bool(agreed)
