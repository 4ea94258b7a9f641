"""Cards, one or several side by side."""

from nicegui import ui

from playground.model import Json
from playground.ui import elements
from playground.ui.surface import Spot, Surface


def card(block: Json, surface: Surface) -> None:
    """Put a card into the current slot; its images are named, not loaded."""
    spot = Spot(surface, block.get("block_id", ""))
    with ui.element("div").classes("sl-card"):
        if "hero_image" in block:
            elements.build(block["hero_image"], spot)
        for key, classes in (("title", "sl-card-title"), ("subtitle", "sl-note"), ("body", "")):
            if key in block:
                ui.html(surface.html(block[key]), sanitize=False).classes(f"sl-text {classes}")
        if "actions" in block:
            with ui.element("div").classes("sl-actions"):
                for element in block["actions"]:
                    elements.build(element, spot)


def carousel(block: Json, surface: Surface) -> None:
    """Put a row of cards that scrolls sideways into the current slot."""
    with ui.element("div").classes("sl-carousel"):
        for each in block["elements"]:
            with ui.element("div") as place:
                card(each, surface)
            place.props["data-block-id"] = each.get("block_id", "")
