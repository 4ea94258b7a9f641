"""What Slack would reject: the table of blocks with their limits and surfaces.

Source: docs.slack.dev/reference/block-kit/blocks, November 2026. Where Slack's pages disagree the
stricter reading holds: a chart has at most 6 segments or series, a data_table at most 101 rows,
containers and charts are for messages only.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from playground.elements import (
    ACCESSORY,
    ELEMENTS,
    EVERYWHERE,
    IMAGE,
    IN_ACTIONS,
    IN_INPUT,
    element,
    element_surfaces,
)
from playground.model import Json
from playground.richtext import RICH_TEXT
from playground.shapes import (
    Check,
    Problem,
    Shape,
    array,
    boolean,
    nullable,
    number,
    one_of,
    plain,
    string,
    tagged,
    text,
    url,
)

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MOST_OF_A_KIND = {"table": 1, "data_visualization": 2, "plan": 1}
MOST_MARKDOWN = 12_000
MOST_IN_TABLES = 10_000
_SAID = frozenset({"text", "title", "label", "name", "caption", "alt_text"})


def _block(
    required: dict[str, Check] | None = None,
    optional: dict[str, Check] | None = None,
    any_of: tuple[str, ...] = (),
    rule: Check | None = None,
) -> Shape:
    return Shape(required or {}, {"block_id": string(255)} | (optional or {}), any_of, rule)


def _cells(*types: str) -> Check:
    return tagged(
        {
            "raw_text": Shape({"text": string(MOST_IN_TABLES)}),
            "raw_number": Shape({"value": number(), "text": string(MOST_IN_TABLES)}),
            "rich_text": Shape({"elements": RICH_TEXT}),
        },
        *types,
    )


def _rows_are_even(block: Any, at: str) -> Iterator[Problem]:
    if len({len(row) for row in block["rows"]}) > 1:
        yield Problem(f"{at}/rows", "all rows must have the same number of cells")
    if any(cell["type"] == "rich_text" for cell in block["rows"][0]):
        yield Problem(f"{at}/rows/0", "header cells cannot be rich_text")


def _divider_or_fold(block: Any, at: str) -> Iterator[Problem]:
    if block.get("is_collapsible") and block.get("has_header_divider"):
        yield Problem(at, "has_header_divider cannot be set when is_collapsible is true")
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        yield Problem(at, "default_collapsed requires is_collapsible")


def _points_match_axis(chart: Any, at: str) -> Iterator[Problem]:
    wanted = chart["axis_config"]["categories"]
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) < len(names):
        yield Problem(f"{at}/series", "series names must be unique")
    for index, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(wanted):
            yield Problem(f"{at}/series/{index}/data", "must have one point for each category")


_SLICE = Shape({"label": string(20), "value": number(1e-12)})
_POINT = Shape({"label": string(20), "value": number()})
_AXES = Shape({"categories": array(string(20), 20)}, {"x_label": string(50), "y_label": string(50)})
_SERIES = Shape({"name": string(20), "data": array(_POINT, 20)})
_XY = Shape({"series": array(_SERIES, 6), "axis_config": _AXES}, rule=_points_match_axis)
CHARTS = {"pie": Shape({"segments": array(_SLICE, 6)}), "bar": _XY, "area": _XY, "line": _XY}

_RICH = tagged({"rich_text": _block({"elements": RICH_TEXT})})
_IMAGE_ELEMENT = tagged({"image": IMAGE})
_COLUMN = nullable(Shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}))
_IN_CONTEXT: dict[str, Shape] = {
    "image": IMAGE,
    "plain_text": Shape({"text": string(3000)}, {"emoji": boolean}),
    "mrkdwn": Shape({"text": string(3000)}, {"verbatim": boolean}),
}
_SOURCE = tagged({"url": Shape({"url": url(), "text": string(255)})})

BLOCKS: dict[str, Shape] = {
    "section": _block(
        {},
        {
            "text": text(3000),
            "fields": array(text(2000), 10),
            "accessory": element(*ACCESSORY),
            "expand": boolean,
        },
        any_of=("text", "fields"),
    ),
    "header": _block({"text": plain(150)}),
    "divider": _block(),
    "context": _block({"elements": array(tagged(_IN_CONTEXT), 10)}),
    "context_actions": _block({"elements": array(element("feedback_buttons", "icon_button"), 5)}),
    "actions": _block({"elements": array(element(*IN_ACTIONS), 25)}),
    "input": _block(
        {"label": plain(2000), "element": element(*IN_INPUT)},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": _block({"alt_text": string(2000), "image_url": url()}, {"title": plain(2000)}),
    "markdown": _block({"text": string(MOST_MARKDOWN)}),
    "rich_text": _block({"elements": RICH_TEXT}),
    "table": _block(
        {"rows": array(array(_cells(), 20), 100)}, {"column_settings": array(_COLUMN, 20)}
    ),
    "data_table": _block(
        {"caption": string(3000), "rows": array(array(_cells(), 20), 101, 2)},
        {
            "page_size": number(1, 100, whole=True),
            "row_header_column_index": number(0, 19, whole=True),
        },
        rule=_rows_are_even,
    ),
    "data_visualization": _block({"title": string(50), "chart": tagged(CHARTS)}),
    "alert": _block(
        {"text": text(200)}, {"level": one_of("default", "info", "warning", "error", "success")}
    ),
    "card": _block(
        {},
        {
            "hero_image": _IMAGE_ELEMENT,
            "icon": _IMAGE_ELEMENT,
            "title": text(150),
            "subtitle": text(150),
            "body": text(200),
            "actions": array(element("button"), 3),
        },
        any_of=("hero_image", "title", "actions", "body"),
    ),
    "task_card": _block(
        {
            "task_id": string(255),
            "title": string(255),
            "status": one_of("pending", "in_progress", "complete", "error"),
        },
        {"details": _RICH, "output": _RICH, "sources": array(_SOURCE)},
    ),
    "video": _block(
        {
            "alt_text": string(2000),
            "video_url": url(),
            "thumbnail_url": url(),
            "title": plain(200),
        },
        {
            "title_url": url(),
            "description": plain(200),
            "provider_icon_url": url(),
            "provider_name": string(255),
            "author_name": string(50),
        },
    ),
}
BLOCKS["plan"] = _block({"title": string(255)}, {"tasks": array(tagged(BLOCKS, "task_card"), 50)})
BLOCKS["carousel"] = _block({"elements": array(tagged(BLOCKS, "card"), 10)})
BLOCKS["container"] = _block(
    {
        "child_blocks": array(
            tagged(
                BLOCKS,
                *("actions", "context", "divider", "header", "image", "input"),
                *("rich_text", "section", "table", "video"),
            ),
            10,
        )
    },
    {
        "title": plain(150),
        "rich_text_title": _RICH,
        "subtitle": text(150),
        "icon": _IMAGE_ELEMENT,
        "width": one_of("narrow", "standard", "wide", "full"),
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    any_of=("title", "rich_text_title"),
    rule=_divider_or_fold,
)

_MESSAGE = frozenset({"message"})
_ONLY: dict[str, frozenset[str]] = {
    "alert": frozenset({"modal"}),
    "carousel": frozenset({"message", "home"}),
    "table": frozenset({"message", "home"}),
    "data_table": frozenset({"message", "home"}),
    "container": _MESSAGE,
    "context_actions": _MESSAGE,
    "data_visualization": _MESSAGE,
    "markdown": _MESSAGE,
    "plan": _MESSAGE,
    "task_card": _MESSAGE,
}


def block_surfaces(kind: str) -> frozenset[str]:
    """Where a block of this type may be shown."""
    return _ONLY.get(kind, EVERYWHERE)


def errors(blocks: Any, surface: Surface) -> list[Json]:
    """What Slack would reject, as ``blocks.validate`` tells it; empty when all is well."""
    return [problem.json() for problem in problems(blocks, surface)]


def problems(blocks: Any, surface: Surface) -> list[Problem]:
    """The same as Problem values; pointers begin at the array of blocks."""
    found = list(array(tagged(BLOCKS), MOST_BLOCKS[surface], 0)(blocks, ""))
    # The other rules read fields that are only sure to be there when all shapes are right.
    return found or [*_misplaced(blocks, surface), *_repeated(blocks), *_too_many(blocks)]


def characters(blocks: Sequence[Json]) -> int:
    """How many characters a person would read in these blocks."""
    return sum(
        len(value)
        for node, _ in _objects(blocks, "")
        for key, value in node.items()
        if key in _SAID and isinstance(value, str)
    )


def _objects(node: Any, at: str) -> Iterator[tuple[Json, str]]:
    if isinstance(node, dict):
        yield node, at
    if isinstance(node, dict | list | tuple):
        items = node.items() if isinstance(node, dict) else enumerate(node)
        for key, item in items:
            yield from _objects(item, f"{at}/{key}")


def _misplaced(blocks: Sequence[Json], surface: Surface) -> Iterator[Problem]:
    for node, at in _objects(blocks, ""):
        kind = node.get("type")
        is_element = at.count("/") > 1 and kind in ELEMENTS
        if is_element:
            allowed = element_surfaces(str(kind))
        else:
            allowed = block_surfaces(str(kind)) if kind in BLOCKS else EVERYWHERE
        if surface not in allowed:
            yield Problem(f"{at}/type", f"unsupported type: {kind} (not allowed in a {surface})")


def _repeated(blocks: Sequence[Json]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in seen:
            yield Problem(f"/{index}/block_id", f"block_id {block_id!r} already exists")
        seen |= {block_id} if block_id else set()
        ids = Counter(node["action_id"] for node, _ in _objects(block, "") if "action_id" in node)
        for action_id, times in ids.items():
            if times > 1:
                yield Problem(f"/{index}", f"action_id {action_id!r} already exists in this block")


def _too_many(blocks: Sequence[Json]) -> Iterator[Problem]:
    counted = Counter(node.get("type") for node, _ in _objects(blocks, ""))
    for kind, most in MOST_OF_A_KIND.items():
        if counted[kind] > most:
            yield Problem("", f"no more than {most} {kind} blocks allowed")
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > MOST_MARKDOWN:
        yield Problem("", f"markdown blocks must be less than {MOST_MARKDOWN + 1} characters")
    cells = [
        cell
        for node, _ in _objects(blocks, "")
        for row in (node["rows"] if node.get("type") in ("table", "data_table") else ())
        for cell in row
    ]
    if characters(cells) > MOST_IN_TABLES:
        yield Problem("", f"cells of tables must be less than {MOST_IN_TABLES + 1} characters")
