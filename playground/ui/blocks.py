"""Blocks of Block Kit, drawn with the look of Slack's client."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Final

from nicegui import ui
from nicegui.element import Element

from playground.model import Json
from playground.tree import walk
from playground.ui import elements, markdown, rich_text
from playground.ui.cards import card, carousel
from playground.ui.charts import data_visualization
from playground.ui.elements import unknown
from playground.ui.keyed import KeyedRows
from playground.ui.mrkdwn import plain_to_html
from playground.ui.surface import Spot, Surface

_INSTEAD_OF_TEXT: Final = ("checkboxes", "radio_buttons")


class BlockList:
    """The blocks of one message or view; an update redraws those that changed."""

    def __init__(self, surface: Surface) -> None:
        """Put the list into the current slot."""
        self.root = ui.element("div").classes("sl-blocks")
        self._surface = surface
        self._rows: KeyedRows[Json] = KeyedRows(self.root, lambda _: _BlockRow(surface))

    def show(self, blocks: Sequence[Json]) -> None:
        """Show these blocks; one that is the same as before is not touched."""
        self._surface.forget_all_but({block.get("block_id", "") for block in walk(blocks)})
        self._rows.show({block.get("block_id") or f"#{n}": block for n, block in enumerate(blocks)})


class _BlockRow:
    def __init__(self, surface: Surface) -> None:
        self.root = ui.element("div").classes("sl-block")
        self._surface = surface
        self._block: Json | None = None

    def show(self, block: Json, /) -> None:
        if block == self._block:
            return
        self._block = block
        self.root.clear()
        self.root.props["data-block-id"] = block.get("block_id", "")
        self.root.props["data-type"] = block.get("type", "")
        with self.root:
            draw(block, self._surface)


def draw(block: Json, surface: Surface) -> None:
    """Put one block into the current slot; a grey box names one that is not known here."""
    builder = BUILDERS.get(str(block.get("type")))
    if builder is None:
        unknown(str(block.get("type")))
    else:
        builder(block, surface)


def _html(html: str, classes: str, tag: str = "div") -> Element:
    return ui.html(html, sanitize=False, tag=tag).classes(classes)


def _spot(block: Json, surface: Surface, *, sends: bool = True) -> Spot:
    return Spot(surface, block.get("block_id", ""), sends)


def _header(block: Json, _surface: Surface) -> None:
    _html(plain_to_html(block["text"]["text"]), "sl-header", "h3")


def _section(block: Json, surface: Surface) -> None:
    accessory: Json | None = block.get("accessory")
    with ui.element("div").classes("sl-section"):
        with ui.element("div").classes("sl-section-words"):
            if "text" in block:
                _html(surface.html(block["text"]), "sl-text")
            if "fields" in block:
                with ui.element("div").classes("sl-fields"):
                    for text in block["fields"]:
                        _html(surface.html(text), "sl-text")
            if accessory and accessory["type"] in _INSTEAD_OF_TEXT:
                elements.build(accessory, _spot(block, surface))
        if accessory and accessory["type"] not in _INSTEAD_OF_TEXT:
            with ui.element("div").classes("sl-accessory"):
                elements.build(accessory, _spot(block, surface))


def _actions(block: Json, surface: Surface) -> None:
    with ui.element("div").classes("sl-actions"):
        for element in block["elements"]:
            elements.build(element, _spot(block, surface))


def _context(block: Json, surface: Surface) -> None:
    with ui.element("div").classes("sl-context"):
        for part in block["elements"]:
            if part.get("type") == "image":
                elements.build(part, _spot(block, surface))
            else:
                _html(surface.html(part), "sl-text")


def _divider(_block: Json, _surface: Surface) -> None:
    ui.element("hr").classes("sl-divider")


def _image(block: Json, surface: Surface) -> None:
    if "title" in block:
        _html(plain_to_html(block["title"]["text"]), "sl-note")
    elements.build(block, _spot(block, surface))


def _input(block: Json, surface: Surface) -> None:
    with ui.element("div").classes("sl-input"):
        label = plain_to_html(block["label"]["text"])
        if block.get("optional"):
            label += '<span class="sl-optional"> (optional)</span>'
        _html(label, "sl-label")
        elements.build(
            block["element"], _spot(block, surface, sends=bool(block.get("dispatch_action")))
        )
        wrong = ui.label().classes("sl-error")
        wrong.props["data-testid"] = f"error-{block.get('block_id', '')}"
        wrong.set_visibility(False)
        surface.watch_errors(block.get("block_id", ""), wrong)
        if "hint" in block:
            _html(plain_to_html(block["hint"]["text"]), "sl-note")


def _rich_text(block: Json, surface: Surface) -> None:
    _html(rich_text.to_html(block, surface.names), "sl-text")


def _markdown(block: Json, _surface: Surface) -> None:
    _html(markdown.to_html(block["text"]), "sl-text sl-markdown")


def _table(block: Json, surface: Surface) -> None:
    """The first row is the head, as in Slack."""
    rows: Sequence[Sequence[Json]] = block["rows"]
    settings: Sequence[Json | None] = block.get("column_settings") or ()
    head = "".join(_table_row(row, "th", settings, surface) for row in rows[:1])
    body = "".join(_table_row(row, "td", settings, surface) for row in rows[1:])
    with ui.element("div").classes("sl-table-box"):
        _html(f"<thead>{head}</thead><tbody>{body}</tbody>", "sl-table", "table")


def _data_table(block: Json, surface: Surface) -> None:
    """All rows at once; Slack shows them page by page."""
    _html(plain_to_html(block["caption"]), "sl-note")
    _table(block, surface)


def _table_row(
    row: Sequence[Json], tag: str, settings: Sequence[Json | None], surface: Surface
) -> str:
    cells = []
    for place, cell in enumerate(row):
        setting = (settings[place] if place < len(settings) else None) or {}
        align = escape(str(setting.get("align", "left")))
        wrap = " sl-wrap" if setting.get("is_wrapped") else ""
        cells.append(f'<{tag} class="sl-{align}{wrap}">{_cell(cell, surface)}</{tag}>')
    return f"<tr>{''.join(cells)}</tr>"


def _cell(cell: Json, surface: Surface) -> str:
    if cell.get("type") == "rich_text":
        return rich_text.to_html(cell, surface.names)
    return escape(str(cell.get("text", cell.get("value", ""))))


def _container(block: Json, surface: Surface) -> None:
    collapsible = bool(block.get("is_collapsible"))
    with ui.element("details" if collapsible else "div").classes("sl-container") as box:
        if not (collapsible and block.get("default_collapsed")):
            box.props["open"] = True
        with ui.element("summary" if collapsible else "div").classes("sl-container-head"):
            if "rich_text_title" in block:
                _html(
                    rich_text.to_html(block["rich_text_title"], surface.names), "sl-container-title"
                )
            elif "title" in block:
                _html(plain_to_html(block["title"]["text"]), "sl-container-title")
            if "subtitle" in block:
                _html(surface.html(block["subtitle"]), "sl-note")
        inner = BlockList(surface)
        inner.show(block["child_blocks"])


def _alert(block: Json, surface: Surface) -> None:
    level = str(block.get("level", "default"))
    with ui.element("div").classes(f"sl-alert sl-alert-{level}"):
        ui.icon(
            {"warning": "warning", "error": "error", "success": "check_circle"}.get(level, "info")
        )
        _html(surface.html(block["text"]), "sl-text")


BUILDERS: Final[Mapping[str, Callable[[Json, Surface], None]]] = {
    "actions": _actions,
    "alert": _alert,
    "card": card,
    "carousel": carousel,
    "container": _container,
    "context": _context,
    "context_actions": _actions,
    "data_table": _data_table,
    "data_visualization": data_visualization,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
}
"""Every block that is drawn, by its type."""
