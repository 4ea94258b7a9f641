"""Elements that a person types into."""

from typing import Final

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from playground.model import Json
from playground.ui.surface import Spot, hook

_HTML_TYPES: Final = {"email_text_input": "email", "url_text_input": "url"}
_ENTERED: Final = "(event) => { if (!event.isComposing) emit() }"


def text(element: Json, spot: Spot) -> None:
    """A line or a box for text, a number, an e-mail or a web address.

    Sent on Enter, on every character, or never, as dispatch_action_config says; Slack's default
    is Enter.
    """
    sent_on = element.get("dispatch_action_config", {}).get(
        "trigger_actions_on", ["on_enter_pressed"]
    )
    many_lines = bool(element.get("multiline"))

    async def typed(event: ValueChangeEventArguments[str | None]) -> None:
        spot.keep(element, event.value or None)
        if "on_character_entered" in sent_on:
            await spot.send(element, event.value or None)

    async def entered() -> None:
        await spot.send(element, spot.value(element))

    build = ui.textarea if many_lines else ui.input
    words = spot.value(element)
    field = build(
        placeholder=element.get("placeholder", {}).get("text"),
        value="" if words is None else str(words),
        on_change=typed,
    )
    field.classes("sl-field").props("dense borderless autocomplete=off")
    field.props["input-class"] = "sl-field-native"
    if kind := _HTML_TYPES.get(element["type"]):
        field.props["inputmode"] = kind
    if element["type"] == "number_input":
        field.props["inputmode"] = "decimal" if element.get("is_decimal_allowed") else "numeric"
    if "max_length" in element:
        field.props["maxlength"] = element["max_length"]
    if element.get("focus_on_load"):
        field.props("autofocus")
    if spot.sends and not many_lines and "on_enter_pressed" in sent_on:
        field.on("keydown.enter", entered, js_handler=_ENTERED)
    hook(field, element)


def date(element: Json, spot: Spot) -> None:
    """A date, as YYYY-MM-DD."""
    _picker(element, spot, "date")


def time(element: Json, spot: Spot) -> None:
    """A time of day, as HH:MM."""
    _picker(element, spot, "time")


def _picker(element: Json, spot: Spot, kind: str) -> None:
    async def picked(event: ValueChangeEventArguments[str | None]) -> None:
        await spot.change(element, event.value or None)

    field = ui.input(value=str(spot.value(element) or ""), on_change=picked)
    field.classes("sl-field sl-picker").props("dense borderless")
    field.props["type"] = kind
    hook(field, element)
