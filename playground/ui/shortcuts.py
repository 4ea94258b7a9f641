"""Menus of the app's shortcuts."""

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from playground.manifest import Shortcut

Use = Callable[[Shortcut], Awaitable[None]]


def shortcut_menu(shortcuts: Sequence[Shortcut], app: str, use: Use, testid: str) -> None:
    """Put a menu into the current slot, which is the button that opens it.

    Args:
        shortcuts: what it offers.
        app: whose they are; stands under each name.
        use: called with the one that is chosen.
        testid: names each row on the page.
    """
    # The button keeps the focus: a message's tools are shown while they have it or are hovered.
    with ui.menu().classes("sl-menu").props("no-focus no-refocus"):
        for shortcut in shortcuts:
            with ui.menu_item(on_click=lambda shortcut=shortcut: use(shortcut)) as row:
                row.classes("sl-option")
                with ui.item_section():
                    ui.item_label(shortcut.name)
                    ui.item_label(app).props("caption")
            row.props.update(
                {
                    "data-testid": testid,
                    "data-callback-id": shortcut.callback_id,
                    "title": shortcut.description,
                }
            )
