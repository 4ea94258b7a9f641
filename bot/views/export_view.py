"""What is exported as text to copy (a modal), where the app may post no files."""

from collections.abc import Iterator
from typing import Any, Final

from bot.views.blocks import code, context, escape, link, plain_text, section

NO_CANVASES = (
    "This workspace has not let me make canvases (the scope canvases:write). Choose Markdown in "
    "place of it, or ask whoever installed the app to allow canvases."
)
NOT_EXPORTED = (
    "Slack did not take the file, and nothing of it was posted. Choose the format again in a while."
)
PERHAPS_EXPORTED = (
    "Slack did not say whether it took the file. If it does not appear in the thread, choose the "
    "format again."
)

_MOST_PIECES: Final = 40
"""Blocks of text; a modal takes 100 blocks."""
_PIECE: Final = 2900
"""Most characters of a piece as it is sent; a section takes 3000."""


def export_view(title: str, text: str) -> dict[str, Any]:
    """The text in pieces of code, as much of it as a modal shows; what is left out is said."""
    pieces = list(_pieces(text))
    shown = pieces[:_MOST_PIECES]
    left = len(pieces) - len(shown)
    shortened = [context(f"Shortened: {left} of {len(pieces)} pieces do not fit here.")]
    return {
        "type": "modal",
        "title": plain_text("Export", 24),
        "close": plain_text("Close", 24),
        "blocks": [
            section(
                f"*{escape(title)}*\nI may not post files in this workspace (the scope "
                "files:write), so here is the text to copy."
            ),
            *(section(code(each)) for each in shown),
            *(shortened if left else []),
        ],
    }


def not_exported(code_of_slack: str) -> str:
    """Slack has refused the file or the canvas."""
    return (
        f"Slack refused that ({escape(code_of_slack)}), so nothing was posted. Choose another "
        "format, or tell whoever runs this app."
    )


def canvas_made(url: str, title: str) -> str:
    """Where a canvas is found."""
    return f"The canvas has a tab in this channel: {link(url, title)}"


def _pieces(text: str) -> Iterator[str]:
    """Whole lines together, as many as fit; a line that is too long alone is broken."""
    piece, room = "", _PIECE
    for line in _lines(text):
        price = len(escape(line))
        if piece and price > room:
            yield piece
            piece, room = "", _PIECE
        piece += line
        room -= price
    if piece:
        yield piece


def _lines(text: str) -> Iterator[str]:
    """An escaped character takes five at most."""
    most = _PIECE // 5
    for line in text.splitlines(keepends=True):
        yield from (line[at : at + most] for at in range(0, len(line), most))
