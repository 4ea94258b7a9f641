"""Interactive elements of Block Kit, drawn with the look of Slack's client."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments, ValueChangeEventArguments

from playground.model import Json
from playground.ui.fields import date, text, time
from playground.ui.inputs import options
from playground.ui.mrkdwn import plain_to_html
from playground.ui.surface import Spot, hook

_MENU_ROW: Final = """
<div v-if="props.opt.group" class="sl-option-group">{{ props.opt.group }}</div>
<q-item v-bind="props.itemProps" class="sl-option">
  <q-item-section>
    <q-item-label>{{ props.opt.label }}</q-item-label>
    <q-item-label v-if="props.opt.note" caption>{{ props.opt.note }}</q-item-label>
  </q-item-section>
</q-item>
"""
_CHECKED: Final = "(event) => emit(event.target.checked)"


def build(element: Json, spot: Spot) -> None:
    """Put the element into the current slot; a grey box names one that is not known here."""
    builder = BUILDERS.get(str(element.get("type")))
    if builder is None:
        unknown(str(element.get("type")))
    else:
        builder(element, spot)


def unknown(name: str) -> None:
    """A grey box for what Slack may know and the local Slack does not draw."""
    box = ui.label(f"{name}: the local Slack does not draw this").classes("sl-unknown")
    box.props["data-testid"] = "unknown"


def _button(element: Json, spot: Spot) -> None:
    url = element.get("url")
    words = plain_to_html(element["text"]["text"])
    face = ui.html(words, sanitize=False, tag="a" if url else "button")
    face.classes(f"sl-button sl-{element.get('style', 'default')}")
    if url:
        face.props.update({"href": url, "target": "_blank", "rel": "noopener noreferrer"})
    hook(face, element)
    _press(face, element, spot)


def _press(face: Element, element: Json, spot: Spot, value: str | None = None) -> None:
    """A click sends the element once; more clicks wait until the app has answered."""

    async def pressed() -> None:
        if "sl-busy" in face.classes:
            return
        face.classes("sl-busy")
        try:
            await spot.send(element, value)
        finally:
            if not face.is_deleted:
                face.classes(remove="sl-busy")

    face.on("click", pressed)


def _feedback_buttons(element: Json, spot: Spot) -> None:
    for key, mark in (("positive_button", "thumb_up"), ("negative_button", "thumb_down")):
        choice: Json = element[key]
        with ui.element("button").classes("sl-button sl-quiet") as face:
            ui.icon(mark, size="16px")
        face.props["title"] = choice["text"]["text"]
        hook(face, element)
        _press(face, element, spot, choice.get("value"))


def _icon_button(element: Json, spot: Spot) -> None:
    with ui.element("button").classes("sl-button sl-quiet") as face:
        ui.icon("delete" if element.get("icon") == "trash" else "bolt", size="16px")
        ui.label(element["text"]["text"])
    hook(face, element)
    _press(face, element, spot)


class _Select(ui.select):
    """A select whose options may have a note under them and a group's label above."""

    def __init__(self, element: Json, spot: Spot) -> None:
        self._rows = options(element)
        known = {str(option["value"]): str(option["text"]["text"]) for option, _ in self._rows}
        chosen = spot.value(element)
        many = element["type"].startswith("multi_")
        several = [value for value in chosen if value in known] if isinstance(chosen, tuple) else []
        single = chosen if chosen in known else None
        super().__init__(known, value=several if many else single, multiple=many)
        self.add_slot("option", _MENU_ROW)
        self.update()

    def update(self) -> None:
        """Tell the browser, with notes and groups added to what it draws."""
        super().update()
        before: str | None = None
        with self.props.suspend_updates():
            for shown, (option, group) in zip(self.props["options"], self._rows, strict=True):
                shown["note"] = option.get("description", {}).get("text")
                shown["group"] = group if group != before else None
                before = group


def _select(element: Json, spot: Spot) -> None:
    async def picked(event: ValueChangeEventArguments[object]) -> None:
        _show_placeholder(event.sender, element, empty=not event.value)
        match event.value:
            case list() as values:
                await spot.change(element, tuple(map(str, values)))
            case value:
                await spot.change(element, None if value is None else str(value))

    with ui.element("div").classes("sl-select-box") as box:
        select = _Select(element, spot)
    hook(box, element)
    select.props("dense borderless options-dense behavior=menu dropdown-icon=expand_more")
    select.props["popup-content-class"] = "sl-menu"
    if not select.multiple and not spot.sends:
        select.props("clearable clear-icon=close")
    _show_placeholder(select, element, empty=not select.value)
    select.on_value_change(picked)


def _people(element: Json, spot: Spot) -> None:
    """A select of the people of the workspace."""
    people = spot.surface.names.users.items()
    rows = [{"value": user, "text": {"type": "plain_text", "text": name}} for user, name in people]
    _select({**element, "options": rows}, spot)


def _show_placeholder(select: Element, element: Json, *, empty: bool) -> None:
    if empty:
        select.classes("sl-empty")
        select.props["display-value"] = element.get("placeholder", {}).get(
            "text", "Select an option"
        )
    else:
        select.classes(remove="sl-empty")
        select.props.pop("display-value", None)


def _overflow(element: Json, spot: Spot) -> None:
    with ui.element("button").classes("sl-button sl-overflow") as face:
        ui.icon("more_horiz", size="18px")
        with ui.menu().classes("sl-menu").props("anchor='bottom right' self='top right'"):
            for option in element["options"]:
                row = ui.menu_item(option["text"]["text"]).classes("sl-option")
                row.props["data-value"] = option.get("value", "")
                row.on("click", lambda option=option: _overflow_pick(element, spot, option))
    face.props["aria-label"] = "More"
    hook(face, element)


async def _overflow_pick(element: Json, spot: Spot, option: Json) -> None:
    if "url" in option:
        ui.navigate.to(option["url"], new_tab=True)
    await spot.send(element, option.get("value"))


def _checkboxes(element: Json, spot: Spot) -> None:
    chosen = spot.value(element)
    ticked = list(chosen) if isinstance(chosen, tuple) else []

    async def tick(value: str, *, on: bool) -> None:
        if on and value not in ticked:
            ticked.append(value)
        if not on and value in ticked:
            ticked.remove(value)
        in_order = tuple(o["value"] for o in element["options"] if o["value"] in ticked)
        await spot.change(element, in_order)

    async def clicked(event: GenericEventArguments, value: str) -> None:
        await tick(value, on=bool(event.args))

    with ui.element("div").classes("sl-checks") as group:
        for option in element["options"]:
            box = _check("checkbox", option, spot, on=option["value"] in ticked)
            box.on(
                "change", lambda e, value=option["value"]: clicked(e, value), js_handler=_CHECKED
            )
    hook(group, element)


def _radio_buttons(element: Json, spot: Spot) -> None:
    chosen = spot.value(element)
    with ui.element("div").classes("sl-checks") as group:
        for option in element["options"]:
            box = _check("radio", option, spot, on=option["value"] == chosen)
            box.props["name"] = f"{spot.surface.key}-{spot.block_id}-{group.id}"
            box.on("change", lambda value=option["value"]: spot.change(element, value))
    hook(group, element)


def _check(kind: str, option: Json, spot: Spot, *, on: bool) -> Element:
    """One row of a group; the box is returned for its listener."""
    with ui.element("label").classes("sl-check"):
        box = ui.element("input")
        box.props.update({"type": kind, "data-value": option["value"]})
        if on:
            box.props["checked"] = True
        note = option.get("description")
        words = f"<span>{spot.surface.html(option['text'])}</span>"
        if note:
            words += f'<span class="sl-note">{spot.surface.html(note)}</span>'
        ui.html(words, sanitize=False, tag="span").classes("sl-check-words")
    return box


def _image(element: Json, _spot: Spot) -> None:
    """Only named: the local Slack asks no other machine for anything."""
    box = ui.html(
        f'<a class="sl-link" href="{escape(element.get("image_url", ""))}" target="_blank"'
        f' rel="noopener noreferrer">{escape(element.get("alt_text", "image"))}</a>',
        sanitize=False,
        tag="span",
    )
    box.classes("sl-image")


BUILDERS: Final[Mapping[str, Callable[[Json, Spot], None]]] = {
    "button": _button,
    "checkboxes": _checkboxes,
    "datepicker": date,
    "email_text_input": text,
    "feedback_buttons": _feedback_buttons,
    "icon_button": _icon_button,
    "image": _image,
    "multi_static_select": _select,
    "multi_users_select": _people,
    "number_input": text,
    "overflow": _overflow,
    "plain_text_input": text,
    "radio_buttons": _radio_buttons,
    "static_select": _select,
    "timepicker": time,
    "url_text_input": text,
    "users_select": _people,
}
"""Every element that is drawn, by its type."""
