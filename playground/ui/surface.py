"""Where blocks stand: one message or view, as one person sees it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field

from nicegui import ui
from nicegui.element import Element

from playground.model import Json, Value, Values
from playground.ui.inputs import Inputs, Place, initial, is_offered
from playground.ui.mrkdwn import Names, plain_to_html, to_html

Act = Callable[[str, str, Value], Awaitable[None]]
"""Send a block action: block_id, action_id, value."""

Confirm = Callable[[Json], Awaitable[bool]]
"""Ask the person with a confirm object; whether they agreed."""


@dataclass(frozen=True, slots=True)
class Surface:
    """One message or view on one page.

    Attributes:
        key: the message's ts or the view's id.
        inputs: what the person has put into its elements.

    It remembers what each of its inputs shows, for as long as the input's block is there.
    """

    key: str
    names: Names
    inputs: Inputs
    act: Act
    confirm: Confirm
    _error_labels: dict[str, ui.label] = field(default_factory=dict)
    _shown: dict[Place, Value] = field(default_factory=dict)

    def html(self, text: Json) -> str:
        """The HTML of a text object, plain or mrkdwn."""
        if text.get("type") == "mrkdwn":
            return to_html(text["text"], self.names, verbatim=bool(text.get("verbatim")))
        return plain_to_html(str(text.get("text", "")))

    def value(self, block_id: str, element: Json) -> Value:
        """What an element shows: what the person put in, what it has shown, or what the app set."""
        place = (block_id, element.get("action_id", ""))
        known = {**self._shown, **self.inputs.touched()}
        is_kept = place in known and is_offered(element, known[place])
        self._shown[place] = known[place] if is_kept else initial(element)
        return self._shown[place]

    def values(self) -> Values:
        """What the person sees in the inputs."""
        found: dict[str, dict[str, Value]] = defaultdict(dict)
        for (block_id, action_id), value in {**self._shown, **self.inputs.touched()}.items():
            found[block_id][action_id] = value
        return found

    def forget_all_but(self, blocks: Collection[str]) -> None:
        """Forget what inputs have shown whose block is none of these any more."""
        for place in [place for place in self._shown if place[0] not in blocks]:
            del self._shown[place]

    def watch_errors(self, block_id: str, label: ui.label) -> None:
        """Let this label show what is wrong with the block's input."""
        self._error_labels[block_id] = label

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show what is wrong beside each input; no word where nothing is."""
        for block_id, label in self._error_labels.items():
            if not label.is_deleted:
                label.set_text(errors.get(block_id, ""))
                label.set_visibility(block_id in errors)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one element stands in a surface.

    Attributes:
        sends: whether a change is sent to the app at once.
    """

    surface: Surface
    block_id: str
    sends: bool = True

    def value(self, element: Json) -> Value:
        """What the element shows now."""
        return self.surface.value(self.block_id, element)

    def keep(self, element: Json, value: Value) -> None:
        """Remember what the person put in."""
        self.surface.inputs.keep(self.block_id, element.get("action_id", ""), value)

    async def change(self, element: Json, value: Value) -> None:
        """The person picked something: remember it, and send it where changes are sent."""
        self.keep(element, value)
        await self.send(element, value)

    async def send(self, element: Json, value: Value) -> None:
        """Send the element's action, after the confirmation that it may ask for."""
        if not self.sends:
            return
        if "confirm" in element and not await self.surface.confirm(element["confirm"]):
            return
        await self.surface.act(self.block_id, element.get("action_id", ""), value)


def hook(drawn: Element, element: Json) -> None:
    """Name the element on the page by its action_id."""
    drawn.props["data-action-id"] = element.get("action_id", "")
    if "accessibility_label" in element:
        drawn.props["aria-label"] = element["accessibility_label"]
