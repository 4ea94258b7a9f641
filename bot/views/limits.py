"""Slack's limits for the blocks and elements that our views use, as a check with sentences.

Slack answers a broken message with one word (``invalid_blocks``), or not at all; this names the
place and the limit. A block or element that the views do not use is a violation here, even where
Slack has it: whoever brings it in adds its limits. Pages are below
https://docs.slack.dev/reference/block-kit/ .
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

Surface = Literal["message", "modal", "home"]

BLOCKS: Mapping[Surface, int] = {"message": 50, "modal": 100, "home": 100}
"""Most blocks a surface takes; page ``blocks``."""
MESSAGE_TEXT = 10_000
"""Most characters over all blocks of a message. Slack documents none, and has refused messages
(``msg_blocks_too_long``) of about 12,000."""
AT_MOST: Mapping[str, int] = {"table": 1, "data_visualization": 2}
"""Most blocks of a kind in a message, where it is the only place for them."""
ID = 255
"""Most characters of a block id, an action id or a callback id."""


def violations(blocks: Sequence[Mapping[str, Any]], surface: Surface) -> list[str]:
    """What Slack would refuse in these blocks on this surface, a sentence each; empty is good."""
    return list(_violations(blocks, surface))


def view_violations(view: Mapping[str, Any]) -> list[str]:
    """The same for a whole view (a modal, or the Home tab)."""
    return [
        *(
            line
            for name in ("title", "submit", "close")
            if name in view
            for line in _text(name, view[name], 24, "surfaces/modals", kinds=("plain_text",))
        ),
        *_length("private_metadata", view.get("private_metadata", ""), 3000, "surfaces/modals"),
        *_length("callback_id", view.get("callback_id", ""), ID, "surfaces/modals"),
        *violations(view["blocks"], view["type"]),
    ]


def characters(blocks: Sequence[Mapping[str, Any]]) -> int:
    """How many characters people read in these blocks; a message takes ``MESSAGE_TEXT``."""
    return sum(len(text) for block in blocks for text in _texts(block))


def _violations(blocks: Sequence[Mapping[str, Any]], surface: Surface) -> Iterator[str]:
    yield from _count("blocks", blocks, 1, BLOCKS[surface], "blocks")
    yield from _repeated("blocks", "block_id", blocks)
    if surface == "message":
        size = characters(blocks)
        if size > MESSAGE_TEXT:
            yield f"blocks: {size} characters of text together, at most {MESSAGE_TEXT} (our budget)"
    for kind, most in AT_MOST.items():
        found = sum(block.get("type") == kind for block in blocks)
        if found > most:
            yield f"blocks: {found} of type {kind}, at most {most} (blocks/{_page(kind)})"
    for index, block in enumerate(blocks):
        where = f"blocks[{index}]"
        yield from _length(f"{where}.block_id", block.get("block_id", "-"), ID, "blocks", least=1)
        check = _BLOCKS.get(str(block.get("type")))
        if check is None:
            yield f"{where}: the block type {block.get('type')!r} is not one that views use"
        else:
            yield from check(where, block)
        kind = str(block.get("type"))
        if kind in AT_MOST and surface != "message":
            yield f"{where}: a {kind} stands in messages only (blocks/{_page(kind)})"


def _texts(part: Any) -> Iterator[str]:
    """Every text that people read, wherever it stands in a block."""
    if isinstance(part, Mapping):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list):
        for item in part:
            yield from _texts(item)


# Blocks


def _header(where: str, block: Mapping[str, Any]) -> Iterator[str]:
    page = "blocks/header-block"
    yield from _text(f"{where}.text", block.get("text"), 150, page, kinds=("plain_text",))


def _section(where: str, block: Mapping[str, Any]) -> Iterator[str]:
    page = "blocks/section-block"
    if "text" not in block and not block.get("fields"):
        yield f"{where}: a section has a text or fields ({page})"
    if "text" in block:
        yield from _text(f"{where}.text", block["text"], 3000, page)
    if "fields" in block:
        yield from _count(f"{where}.fields", block["fields"], 1, 10, page)
        for index, field in enumerate(block["fields"]):
            yield from _text(f"{where}.fields[{index}]", field, 2000, page)
    if "accessory" in block:
        yield from _element(f"{where}.accessory", block["accessory"], _CLICKED, page)


def _context(where: str, block: Mapping[str, Any]) -> Iterator[str]:
    page = "blocks/context-block"
    elements = block.get("elements", ())
    yield from _count(f"{where}.elements", elements, 1, 10, page)
    for index, element in enumerate(elements):
        yield from _text(f"{where}.elements[{index}]", element, 3000, page)


def _actions(where: str, block: Mapping[str, Any]) -> Iterator[str]:
    page = "blocks/actions-block"
    elements = block.get("elements", ())
    yield from _count(f"{where}.elements", elements, 1, 25, page)
    yield from _repeated(f"{where}.elements", "action_id", elements)
    for index, element in enumerate(elements):
        yield from _element(f"{where}.elements[{index}]", element, _CLICKED, page)


def _input(where: str, block: Mapping[str, Any]) -> Iterator[str]:
    page = "blocks/input-block"
    yield from _text(f"{where}.label", block.get("label"), 2000, page, kinds=("plain_text",))
    if "hint" in block:
        yield from _text(f"{where}.hint", block["hint"], 2000, page, kinds=("plain_text",))
    yield from _element(f"{where}.element", block.get("element", {}), _FILLED, page)


def _divider(_where: str, _block: Mapping[str, Any]) -> Iterator[str]:
    yield from ()


def _table(where: str, block: Mapping[str, Any]) -> Iterator[str]:
    page = "blocks/table-block"
    rows = block.get("rows", ())
    yield from _count(f"{where}.rows", rows, 1, 100, page)
    yield from _count(f"{where}.column_settings", block.get("column_settings", ()), 0, 20, page)
    if len({len(row) for row in rows}) > 1:
        yield f"{where}.rows: the rows differ in length ({page})"
    size = sum(len(text) for text in _texts(list(rows)))
    if size > MESSAGE_TEXT:
        yield f"{where}.rows: {size} characters together, at most {MESSAGE_TEXT} ({page})"
    for index, row in enumerate(rows):
        yield from _count(f"{where}.rows[{index}]", row, 1, 20, page)
        for column, cell in enumerate(row):
            place = f"{where}.rows[{index}][{column}]"
            yield from _text(place, cell, MESSAGE_TEXT, page, kinds=("raw_text",))


def _data_visualization(where: str, block: Mapping[str, Any]) -> Iterator[str]:
    page = "blocks/data-visualization-block"
    yield from _length(f"{where}.title", block.get("title", ""), 50, page, least=1)
    chart = block.get("chart", {})
    if chart.get("type") != "bar":
        yield f"{where}.chart: {chart.get('type')!r} is not the one chart that views use ({page})"
        return
    axis = chart["axis_config"]
    # Slack's pages say 6 series in one place and 12 in another; 20 categories everywhere.
    yield from _count(f"{where}.chart.series", chart["series"], 1, 6, page)
    yield from _count(f"{where}.chart.categories", axis["categories"], 1, 20, page)
    for name in ("x_label", "y_label"):
        yield from _length(f"{where}.chart.{name}", axis.get(name, "-"), 50, page, least=1)
    for label in (*axis["categories"], *(each["name"] for each in chart["series"])):
        yield from _length(f"{where}.chart", label, 20, page, least=1)
    for series in chart["series"]:
        if [point["label"] for point in series["data"]] != axis["categories"]:
            yield f"{where}.chart: a series has other points than there are categories ({page})"
    if len(set(axis["categories"])) < len(axis["categories"]):
        yield f"{where}.chart: two categories have the same name ({page})"


def _page(kind: str) -> str:
    return f"{kind.replace('_', '-')}-block"


# Elements


def _element(
    where: str, element: Mapping[str, Any], allowed: frozenset[str], page: str
) -> Iterator[str]:
    kind = str(element.get("type"))
    if kind not in allowed:
        yield f"{where}: the element type {kind!r} does not stand here ({page})"
        return
    own = f"block-elements/{kind.replace('_', '-')}-element"
    yield from _length(f"{where}.action_id", element.get("action_id", ""), ID, own, least=1)
    if "placeholder" in element:
        place = f"{where}.placeholder"
        yield from _text(place, element["placeholder"], 150, own, kinds=("plain_text",))
    if "confirm" in element:
        yield from _confirm(f"{where}.confirm", element["confirm"])
    yield from _ELEMENTS[kind](where, element, own)


def _button(where: str, element: Mapping[str, Any], page: str) -> Iterator[str]:
    yield from _text(f"{where}.text", element.get("text"), 75, page, kinds=("plain_text",))
    yield from _length(f"{where}.url", element.get("url", "-"), 3000, page, least=1)
    yield from _length(f"{where}.value", element.get("value", ""), 2000, page)
    if element.get("style", "primary") not in {"primary", "danger"}:
        yield f"{where}.style: {element['style']!r} is neither primary nor danger ({page})"


def _plain_text_input(where: str, element: Mapping[str, Any], page: str) -> Iterator[str]:
    longest = element.get("max_length", 3000)
    if not 1 <= longest <= 3000:  # noqa: PLR2004 - the limit itself
        yield f"{where}.max_length: {longest}, from 1 to 3000 ({page})"
    yield from _length(f"{where}.initial_value", element.get("initial_value", ""), longest, page)


def _options(
    most: int, *kinds: str, in_groups: bool = False
) -> Callable[[str, Mapping[str, Any], str], Iterator[str]]:
    """The check of an element with at most so many options, whose texts are of these types."""

    def check(where: str, element: Mapping[str, Any], page: str) -> Iterator[str]:
        lists = {f"{where}.options": element.get("options", ())}
        if in_groups and "option_groups" in element:
            yield from _groups(where, element, page)
            lists = {
                f"{where}.option_groups[{index}]": group.get("options", ())
                for index, group in enumerate(element["option_groups"])
            }
        for place, options in lists.items():
            yield from _count(place, options, 1, most, page)
            for index, option in enumerate(options):
                yield from _option(f"{place}[{index}]", option, kinds)
        offered = [option for options in lists.values() for option in options]
        yield from _repeated(f"{where}.options", "value", offered)
        chosen = [element["initial_option"]] if "initial_option" in element else []
        if "initial_options" in element:
            chosen += element["initial_options"]
            yield from _count(f"{where}.initial_options", chosen, 1, most, page)
        if any(each not in offered for each in chosen):
            yield f"{where}: an option is chosen at first that is none of the options ({page})"

    return check


def _groups(where: str, element: Mapping[str, Any], page: str) -> Iterator[str]:
    own = "composition-objects/option-group-object"
    if "options" in element:
        yield f"{where}: options stand in groups or in none ({page})"
    yield from _count(f"{where}.option_groups", element["option_groups"], 1, 100, page)
    for index, group in enumerate(element["option_groups"]):
        place = f"{where}.option_groups[{index}].label"
        yield from _text(place, group.get("label"), 75, own, kinds=("plain_text",))


def _option(where: str, option: Mapping[str, Any], kinds: tuple[str, ...]) -> Iterator[str]:
    page = "composition-objects/option-object"
    for name in ("text", "description"):
        if name == "text" or name in option:
            yield from _text(f"{where}.{name}", option.get(name), 75, page, kinds=kinds)
    yield from _length(f"{where}.value", option.get("value", ""), 150, page, least=1)


def _picker(
    name: str, form: re.Pattern[str]
) -> Callable[[str, Mapping[str, Any], str], Iterator[str]]:
    def check(where: str, element: Mapping[str, Any], page: str) -> Iterator[str]:
        if name in element and not form.fullmatch(element[name]):
            yield f"{where}.{name}: {element[name]!r} is not of the form {form.pattern} ({page})"

    return check


def _confirm(where: str, confirm: Mapping[str, Any]) -> Iterator[str]:
    page = "composition-objects/confirmation-dialog-object"
    for name, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        yield from _text(f"{where}.{name}", confirm.get(name), limit, page)


# What all share


def _text(
    where: str,
    text: Any,
    limit: int,
    page: str,
    *,
    kinds: tuple[str, ...] = ("plain_text", "mrkdwn"),
) -> Iterator[str]:
    if not isinstance(text, Mapping) or text.get("type") not in kinds:
        yield f"{where}: not a text object of type {' or '.join(kinds)} ({page})"
        return
    yield from _length(where, text.get("text", ""), limit, page, least=1)


def _length(where: str, text: str, most: int, page: str, *, least: int = 0) -> Iterator[str]:
    if not least <= len(text) <= most:
        yield f"{where}: {len(text)} characters, from {least} to {most} ({page})"


def _count(where: str, items: Sequence[Any], least: int, most: int, page: str) -> Iterator[str]:
    if not least <= len(items) <= most:
        yield f"{where}: {len(items)} items, from {least} to {most} ({page})"


def _repeated(where: str, key: str, items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    values = [item[key] for item in items if key in item]
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield f"{where}: the {key} {value!r} stands there more than once"


_BLOCKS: Mapping[str, Callable[[str, Mapping[str, Any]], Iterator[str]]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "divider": _divider,
    "table": _table,
    "data_visualization": _data_visualization,
}
_ELEMENTS: Mapping[str, Callable[[str, Mapping[str, Any], str], Iterator[str]]] = {
    "button": _button,
    "static_select": _options(100, "plain_text", in_groups=True),
    "radio_buttons": _options(10, "plain_text", "mrkdwn"),
    "checkboxes": _options(10, "plain_text", "mrkdwn"),
    "plain_text_input": _plain_text_input,
    "users_select": _picker("initial_user", re.compile("[UW][A-Z0-9]{1,254}")),
    "datepicker": _picker("initial_date", re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")),
    "timepicker": _picker("initial_time", re.compile("[0-9]{2}:[0-9]{2}")),
}
_CLICKED = frozenset({"button", "static_select", "radio_buttons", "checkboxes"})
_FILLED = frozenset(_ELEMENTS) - {"button"}
