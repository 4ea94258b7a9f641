"""Builders of Slack's blocks as plain dicts, and what text must pass before it enters one.

Nothing here knows a decision. Text that a builder calls ``mrkdwn`` is markup made by a view, whose
parts went through ``plain`` or ``escape``; every other text goes through ``plain`` here.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.actions import Action, encode

Block = dict[str, Any]
Element = dict[str, Any]

_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f"  # control characters but tab and newline
    "\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069"  # zero width and direction
    "\u2060-\u2065\u206a-\u206f\ufeff"  # invisible joiners and marks
    "\ud800-\udfff"  # lone surrogates: no JSON encoder takes them
    "]"
)
_BROKEN_ESCAPE = re.compile("&[a-z]*$")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: its blocks, and the text that stands in for them (notifications, readers)."""

    text: str
    blocks: list[Block]


def escape(text: str) -> str:
    """Text without invisible characters, safe in mrkdwn: no mention and no link can come of it."""
    seen = _UNSEEN.sub("", text)
    return seen.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, limit: int) -> str:
    """``escape``, cut to at most ``limit`` characters: after a word, never inside an escape."""
    escaped = escape(text)
    if len(escaped) <= limit:
        return escaped
    kept = _BROKEN_ESCAPE.sub("", escaped[: limit - 1])
    words = kept.rpartition(" ")[0]
    return (words or kept).rstrip() + "…"


def link(url: str, title: str) -> str:
    """A link in mrkdwn; the title is cut to 120 characters."""
    target = url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E").replace("&", "&amp;")
    return f"<{target}|{plain(title.replace('|', '/'), 120)}>"


def mrkdwn(text: str) -> dict[str, Any]:
    """A text object of markup."""
    return {"type": "mrkdwn", "text": text}


def plain_text(text: str, limit: int) -> dict[str, Any]:
    """A text object without markup; emoji codes such as ``:tada:`` stay as they are typed."""
    return {"type": "plain_text", "text": plain(text, limit), "emoji": False}


def header(text: str) -> Block:
    """A large line; https://docs.slack.dev/reference/block-kit/blocks/header-block ."""
    return {"type": "header", "text": plain_text(text, 150)}


def section(text: str, *, accessory: Element | None = None, block_id: str | None = None) -> Block:
    """A paragraph of mrkdwn, with one element beside it where given."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory is not None:
        block["accessory"] = accessory
    if block_id is not None:
        block["block_id"] = block_id
    return block


def fields(texts: Sequence[str]) -> Block:
    """Short mrkdwn texts in two columns; at most 10."""
    return {"type": "section", "fields": [mrkdwn(text) for text in texts]}


def context(*texts: str) -> Block:
    """Small print in mrkdwn; at most 10 texts."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def divider() -> Block:
    """A line between blocks."""
    return {"type": "divider"}


def actions(elements: Sequence[Element], *, block_id: str | None = None) -> Block:
    """A row of at most 25 buttons and menus."""
    block: Block = {"type": "actions", "elements": list(elements)}
    if block_id is not None:
        block["block_id"] = block_id
    return block


def button(
    label: str,
    action: Action,
    *,
    style: Literal["primary", "danger"] | None = None,
    confirm: dict[str, Any] | None = None,
    url: str | None = None,
    value: str | None = None,
) -> Element:
    """A button whose press sends ``action``, with ``value`` of at most 2000 characters.

    With ``url`` Slack opens that address as well.
    """
    element: Element = {
        "type": "button",
        "text": plain_text(label, 75),
        "action_id": encode(action),
    }
    if style is not None:
        element["style"] = style
    if confirm is not None:
        element["confirm"] = confirm
    if url is not None:
        element["url"] = url
    if value is not None:
        element["value"] = value
    return element


def confirmation(title: str, text: str, *, yes: str, no: str) -> dict[str, Any]:
    """The dialog that asks again before something is lost."""
    return {
        "title": plain_text(title, 100),
        "text": plain_text(text, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(no, 30),
        "style": "danger",
    }


def option(label: str, value: str, *, description: str = "", mark: str = "") -> dict[str, Any]:
    """One line of a menu, of radio buttons or of checkboxes.

    ``mark`` stays whole behind a label that is cut. ``description`` is mrkdwn of at most 75
    characters under the label, and not for menus; see
    https://docs.slack.dev/reference/block-kit/composition-objects/option-object .
    """
    text = {**plain_text(label, 75), "text": f"{plain(label, 75 - len(mark))}{mark}"}
    shown = {"text": text, "value": value}
    return {**shown, "description": mrkdwn(description)} if description else shown


def static_select(
    placeholder: str,
    action_id: str,
    options: Sequence[dict[str, Any]],
    *,
    chosen: str | None = None,
) -> Element:
    """A menu; ``chosen`` is the value of the option that is shown as chosen."""
    element: Element = {
        "type": "static_select",
        "placeholder": plain_text(placeholder, 150),
        "action_id": action_id,
        "options": list(options),
    }
    return _with_choice(element, chosen)


def grouped_select(
    placeholder: str, action_id: str, groups: Mapping[str, Sequence[dict[str, Any]]]
) -> Element:
    """A menu whose options stand in groups, by the label of each; none is chosen."""
    return {
        "type": "static_select",
        "placeholder": plain_text(placeholder, 150),
        "action_id": action_id,
        "option_groups": [
            {"label": plain_text(label, 75), "options": list(options)}
            for label, options in groups.items()
        ],
    }


def radio_buttons(
    action_id: str, options: Sequence[dict[str, Any]], *, chosen: str | None = None
) -> Element:
    """At most 10 options, all visible; ``chosen`` as in ``static_select``."""
    element: Element = {
        "type": "radio_buttons",
        "action_id": action_id,
        "options": list(options),
    }
    return _with_choice(element, chosen)


def checkboxes(
    action_id: str, options: Sequence[dict[str, Any]], *, ticked: Collection[str] = ()
) -> Element:
    """At most 10 options of which any number can be ticked; at first those with these values."""
    element: Element = {"type": "checkboxes", "action_id": action_id, "options": list(options)}
    found = [each for each in options if each["value"] in ticked]
    return {**element, "initial_options": found} if found else element


def _with_choice(element: Element, chosen: str | None) -> Element:
    # Slack refuses the whole view where the chosen option is not one of the options.
    found = [each for each in element["options"] if each["value"] == chosen]
    return {**element, "initial_option": found[0]} if found else element


def plain_text_input(
    action_id: str,
    *,
    placeholder: str,
    max_length: int,
    typed: str | None = None,
    sends_on_enter: bool = False,
    multiline: bool = False,
) -> Element:
    """A line to type in, or several; ``typed`` stands there at first."""
    element: Element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "placeholder": plain_text(placeholder, 150),
        "max_length": max_length,
    }
    if typed is not None:
        element["initial_value"] = typed
    if sends_on_enter:
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    if multiline:
        element["multiline"] = True
    return element


def users_select(action_id: str, *, placeholder: str, chosen: str | None = None) -> Element:
    """A menu of the people of the workspace; ``chosen`` is the id of the one shown as chosen."""
    return _picker("users_select", action_id, placeholder, {"initial_user": chosen})


def datepicker(action_id: str, *, placeholder: str, chosen: str | None = None) -> Element:
    """A day, as '2027-05-01'."""
    return _picker("datepicker", action_id, placeholder, {"initial_date": chosen})


def timepicker(action_id: str, *, placeholder: str, chosen: str | None = None) -> Element:
    """A time of day, as '09:00', in no time zone."""
    return _picker("timepicker", action_id, placeholder, {"initial_time": chosen})


def _picker(
    kind: str, action_id: str, placeholder: str, initial: Mapping[str, str | None]
) -> Element:
    chosen = {name: value for name, value in initial.items() if value}
    shown = plain_text(placeholder, 150)
    return {"type": kind, "action_id": action_id, "placeholder": shown, **chosen}


def input_block(
    label: str, element: Element, *, block_id: str, optional: bool = False, hint: str | None = None
) -> Block:
    """An element with its label; an input that sends on Enter is marked as dispatching."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, 2000),
        "element": element,
        "optional": optional,
        "dispatch_action": "dispatch_action_config" in element,
    }
    if hint is not None:
        block["hint"] = plain_text(hint, 2000)
    return block


def table(
    rows: Sequence[Sequence[str]], *, left_columns: int = 1, cell: int = 100, wraps: bool = False
) -> Block:
    """A table of plain cells, cut to ``cell`` characters each; the first row is the heading.

    The columns after the first ``left_columns`` align right, each on one line unless it ``wraps``.
    See
    https://docs.slack.dev/reference/block-kit/blocks/table-block .
    """
    width = len(rows[0])
    return {
        "type": "table",
        "column_settings": [
            {"align": "left", "is_wrapped": True}
            if column < left_columns
            else {"align": "right", "is_wrapped": wraps}
            for column in range(width)
        ],
        "rows": [
            [{"type": "raw_text", "text": plain(text, cell) or "-"} for text in row] for row in rows
        ],
    }


def bar_chart(title: str, bars: Mapping[str, float], *, series: str, y_label: str) -> Block:
    """Bars of one series, at most 20, by their labels of at most 20 characters."""
    return grouped_bar_chart(title, {series: bars}, y_label=y_label)


def grouped_bar_chart(
    title: str, series: Mapping[str, Mapping[str, float]], *, y_label: str
) -> Block:
    """Bars of at most 6 series side by side; each has the same labels, at most 20.

    Labels and names of series have at most 20 characters. It stands in messages only, two at most.
    See https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block .
    """
    points = {
        plain(name, 20): [
            {"label": plain(label, 20), "value": value} for label, value in bars.items()
        ]
        for name, bars in series.items()
    }
    return {
        "type": "data_visualization",
        "title": plain(title, 50),
        "chart": {
            "type": "bar",
            "series": [{"name": name, "data": found} for name, found in points.items()],
            "axis_config": {
                "categories": [point["label"] for point in next(iter(points.values()))],
                "y_label": plain(y_label, 50),
            },
        },
    }


def code(text: str) -> str:
    """A block of code in mrkdwn."""
    kept = escape(text.strip("\n")).replace("```", "'''")
    return f"```\n{kept}\n```"
