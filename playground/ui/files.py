"""Files in messages, and canvases in the tabs of a channel."""

from html import escape
from typing import Final

from nicegui import ui

from playground.model import Channel, File
from playground.ui.documents import canvas_path, file_path
from playground.ui.mrkdwn import NEW_TAB
from playground.workspace import Workspace

_KILO: Final = 1024


def file_card(file: File) -> None:
    """Put a card into the current slot: what the file is called, how large it is, how to get it."""
    with ui.element("a").classes("sl-file") as card:
        ui.icon("description", size="28px")
        with ui.element("div").classes("sl-grow"):
            ui.label(file.title).classes("sl-card-title")
            ui.label(f"{file.name}, {size(len(file.content))}").classes("sl-note")
        ui.icon("download", size="20px")
    card.props.update({"href": file_path(file), "download": file.name, "data-testid": "file"})


def canvas_tabs(workspace: Workspace, channel: Channel) -> None:
    """Put the tabs of a channel's canvases into the current slot; nothing where it has none."""
    canvases = workspace.files.canvases(channel.id)
    if not canvases:
        return
    with ui.element("div").classes("sl-tabs"):
        for canvas in canvases:
            tab = ui.html(
                f'<a href="{escape(canvas_path(workspace, canvas))}" {NEW_TAB}>'
                f"{escape(canvas.title)}</a>",
                sanitize=False,
            )
            tab.classes("sl-tab sl-canvas")
            tab.props["data-testid"] = "canvas-tab"


def size(number: int) -> str:
    """So many bytes in words: 812 bytes, 3.4 kB."""
    return f"{number} bytes" if number < _KILO else f"{number / _KILO:.1f} kB"
