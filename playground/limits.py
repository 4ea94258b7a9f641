"""Whether a message or a view is one that Slack would take."""

from collections.abc import Iterator, Sequence
from typing import Any

from playground.blocks import Surface, characters, problems
from playground.model import SlackError
from playground.shapes import Check, Problem, Shape, boolean, plain, string

MOST_TEXT = 40_000
"""docs.slack.dev/reference/methods/chat.postMessage, truncating content."""
MOST_IN_BLOCKS = 11_300
"""Undocumented; refusals were reported from 11,341 on (slackapi/bolt-js#2867; 13,297 in #2509)."""


def _later(_value: Any, _at: str) -> Iterator[Problem]:
    return iter(())


_KEPT: dict[str, Check] = {
    "callback_id": string(255),
    "private_metadata": string(3000, 0),
    "external_id": string(255),
}
VIEWS: dict[str, Shape] = {
    "modal": Shape(
        {"type": _later, "title": plain(24), "blocks": _later},
        _KEPT
        | {
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
        },
    ),
    "home": Shape({"type": _later, "blocks": _later}, _KEPT),
}


def check_message(text: str, blocks: Any = (), *, is_response: bool = False) -> None:
    """Raise what Slack would say to a message that it does not take.

    Args:
        text: the top-level text.
        blocks: the blocks.
        is_response: sent to a response URL, where the size of all blocks is not limited.

    Raises:
        SlackError: no_text, msg_too_long, invalid_blocks, msg_blocks_too_long.
    """
    found = problems(blocks, "message")
    if found:
        raise SlackError("invalid_blocks", lines(found, "/blocks"))
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > MOST_TEXT:
        raise SlackError("msg_too_long")
    if not is_response and characters(blocks) > MOST_IN_BLOCKS:
        raise SlackError("msg_blocks_too_long")


def view_problems(view: Any) -> list[Problem]:
    """What Slack would reject in a view; pointers begin at the view."""
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in VIEWS:
        return [Problem("/type", f"unsupported type: {kind}")]
    surface: Surface = "home" if kind == "home" else "modal"
    found = list(VIEWS[kind](view, ""))
    if "blocks" in view:
        found += [
            Problem(f"/blocks{each.pointer}", each.message, each.constraint)
            for each in problems(view["blocks"], surface)
        ]
    if not found and kind == "modal" and "submit" not in view:
        has_input = any(block["type"] == "input" for block in view["blocks"])
        found = [Problem("", "missing required field: submit")] if has_input else []
    return found


def check_view(view: Any, *kinds: str) -> None:
    """Raise SlackError("invalid_arguments") for a view that Slack would not take."""
    found = view_problems(view)
    if not found and view["type"] not in kinds:
        found = [Problem("/type", f"unsupported type: {view['type']}")]
    if found:
        raise SlackError("invalid_arguments", lines(found, "/view"))


def lines(found: Sequence[Problem], prefix: str) -> tuple[str, ...]:
    """Problems as posting methods tell them."""
    return tuple(problem.line(prefix) for problem in found)
