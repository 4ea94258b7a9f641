"""Each of Slack's limits that the views rely on is caught one step beyond it."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.views.limits import Surface, view_violations, violations

Block = dict[str, Any]


def plain(length: int) -> dict[str, str]:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> dict[str, str]:
    return {"type": "mrkdwn", "text": "x" * length}


def button(**changes: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(5), "action_id": "a", **changes}


def options(number: int) -> list[dict[str, Any]]:
    return [{"text": plain(3), "value": f"v{index}"} for index in range(number)]


def choice(kind: str, number: int, **changes: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "a", "options": options(number), **changes}


def actions(*elements: Mapping[str, Any], **changes: Any) -> Block:
    return {"type": "actions", "elements": list(elements), **changes}


def table(rows: int, columns: int, length: int = 1) -> Block:
    cell = {"type": "raw_text", "text": "x" * length}
    return {"type": "table", "rows": [[cell] * columns for _ in range(rows)]}


def header(length: int) -> Block:
    return {"type": "header", "text": plain(length)}


def section(length: int) -> Block:
    return {"type": "section", "text": mrkdwn(length)}


def described(kind: str, **lengths: int) -> Block:
    option = {"text": plain(75), "value": "v", "description": mrkdwn(lengths.get("description", 1))}
    return actions(choice(kind, 1, options=[option]))


def grouped(*sizes: int, label: int = 75, **changes: Any) -> Block:
    values = iter(range(sum(sizes)))
    groups = [
        {
            "label": plain(label),
            "options": [{"text": plain(3), "value": f"v{next(values)}"} for _ in range(size)],
        }
        for size in sizes
    ]
    return actions({"type": "static_select", "action_id": "a", "option_groups": groups, **changes})


def filled(kind: str, **changes: Any) -> Block:
    element = {"type": kind, "action_id": "a", **changes}
    return {"type": "input", "label": plain(5), "element": element}


def typed(**changes: Any) -> Block:
    return filled("plain_text_input", **changes)


def confirm(**lengths: int) -> dict[str, Any]:
    sizes = {"title": 1, "text": 1, "confirm": 1, "deny": 1, **lengths}
    return {name: plain(length) for name, length in sizes.items()}


def several(element: dict[str, Any], number: int) -> list[dict[str, Any]]:
    return [{**element, "action_id": f"a{index}"} for index in range(number)]


def chart(
    *,
    kind: str = "bar",
    title: str = "x" * 50,
    categories: int = 2,
    series: int = 1,
    y_label: str = "y" * 50,
    named: str = "c",
    numbered: bool = True,
    points: tuple[str, ...] | None = None,
) -> Block:
    names = [f"{named}{index if numbered else ''}" for index in range(categories)]
    data = [{"label": name, "value": 1} for name in points or names]
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {
            "type": kind,
            "series": [{"name": f"s{index}", "data": data} for index in range(series)],
            "axis_config": {"categories": names, "y_label": y_label},
        },
    }


DIVIDER: Block = {"type": "divider"}

WITHIN: dict[str, list[Block]] = {
    "50 blocks": [DIVIDER] * 50,
    "header of 150": [header(150)],
    "section of 3000": [section(3000)],
    "10 fields of 2000": [{"type": "section", "fields": [mrkdwn(1000)] * 9 + [mrkdwn(999)]}],
    "context of 10": [{"type": "context", "elements": [mrkdwn(1)] * 10}],
    "25 buttons": [actions(*several(button(), 25))],
    "button of 75": [actions(button(text=plain(75)))],
    "100 options": [actions(choice("static_select", 100))],
    "address of 3000": [actions(button(url="u" * 3000))],
    "value of 2000": [actions(button(value="v" * 2000))],
    "10 checkboxes": [actions(choice("checkboxes", 10))],
    "ticked checkboxes": [actions(choice("checkboxes", 10, initial_options=options(10)[3:]))],
    "described checkbox": [described("checkboxes", description=75)],
    "groups of 100 options": [grouped(100, 100)],
    "chosen in a group": [grouped(1, 2, initial_option={"text": plain(3), "value": "v2"})],
    "several lines": [typed(multiline=True, max_length=3000, placeholder=plain(150))],
    "person": [filled("users_select", initial_user="U0ADA", placeholder=plain(150))],
    "nobody yet": [filled("users_select", placeholder=plain(150))],
    "day": [filled("datepicker", initial_date="2027-05-01", placeholder=plain(150))],
    "time": [filled("timepicker", initial_time="09:00", placeholder=plain(150))],
    "10 radio buttons": [actions(choice("radio_buttons", 10))],
    "confirm": [actions(button(confirm=confirm(title=100, text=300, confirm=30, deny=30)))],
    "input": [typed(max_length=3000, initial_value="8", placeholder=plain(150))],
    "table": [table(100, 20)],
    "block id of 255": [{**DIVIDER, "block_id": "b" * 255}],
    "action id of 255": [actions(button(action_id="a" * 255))],
    "two charts": [chart(categories=20, series=6, named="x" * 18)] * 2,
    "10,000 characters": [section(2500)] * 4,
}

BEYOND: dict[str, tuple[list[Block], str]] = {
    "no block": ([], "0 items"),
    "51 blocks": ([DIVIDER] * 51, "51 items, from 1 to 50"),
    "unknown block": ([{"type": "carousel"}], "'carousel'"),
    "alert": ([{"type": "alert", "text": mrkdwn(1)}], "'alert'"),
    "header of 151": ([header(151)], "from 1 to 150"),
    "header of mrkdwn": ([{"type": "header", "text": mrkdwn(5)}], "plain_text"),
    "empty header": ([header(0)], "0 characters"),
    "section of 3001": ([section(3001)], "from 1 to 3000"),
    "empty section": ([{"type": "section"}], "a text or fields"),
    "11 fields": ([{"type": "section", "fields": [mrkdwn(1)] * 11}], "11 items"),
    "field of 2001": ([{"type": "section", "fields": [mrkdwn(2001)]}], "from 1 to 2000"),
    "typing beside a section": (
        [{**section(1), "accessory": {"type": "plain_text_input", "action_id": "a"}}],
        "does not stand here",
    ),
    "context of 11": ([{"type": "context", "elements": [mrkdwn(1)] * 11}], "11 items"),
    "address of 3001": ([actions(button(url="u" * 3001))], "3001 characters"),
    "26 buttons": ([actions(*several(button(), 26))], "26 items, from 1 to 25"),
    "no button": ([actions()], "0 items"),
    "button of 76": ([actions(button(text=plain(76)))], "from 1 to 75"),
    "green button": ([actions(button(style="green"))], "'green'"),
    "101 options": ([actions(choice("static_select", 101))], "101 items"),
    "no option": ([actions(choice("static_select", 0))], "0 items"),
    "value of 2001": ([actions(button(value="v" * 2001))], "2001 characters, from 0 to 2000"),
    "11 checkboxes": ([actions(choice("checkboxes", 11))], "11 items, from 1 to 10"),
    "11 radio buttons": ([actions(choice("radio_buttons", 11))], "11 items, from 1 to 10"),
    "option of 76": (
        [actions(choice("static_select", 1, options=[{"text": plain(76), "value": "v"}]))],
        "from 1 to 75",
    ),
    "option value of 151": (
        [actions(choice("static_select", 1, options=[{"text": plain(1), "value": "v" * 151}]))],
        "from 1 to 150",
    ),
    "overflow": ([actions(choice("overflow", 1))], "'overflow'"),
    "option twice": (
        [actions(choice("static_select", 2, options=options(1) * 2))],
        "more than once",
    ),
    "chosen, not offered": (
        [actions(choice("static_select", 1, initial_option=options(2)[1]))],
        "none of the options",
    ),
    "ticked, not offered": (
        [actions(choice("checkboxes", 2, initial_options=options(3)[2:]))],
        "none of the options",
    ),
    "none of the ticked": (
        [actions(choice("checkboxes", 2, initial_options=[]))],
        "initial_options: 0 items, from 1 to 10",
    ),
    "described at 76": ([described("checkboxes", description=76)], "76 characters, from 1 to 75"),
    "nothing described": ([described("checkboxes", description=0)], "0 characters, from 1 to 75"),
    "markup in a menu": ([described("static_select")], "not a text object of type plain_text"),
    "group of 101": ([grouped(101)], "101 items, from 1 to 100"),
    "group of none": ([grouped(1, 0)], "0 items, from 1 to 100"),
    "101 groups": ([grouped(*[1] * 101)], "101 items, from 1 to 100"),
    "group label of 76": ([grouped(1, label=76)], "from 1 to 75"),
    "in groups and beside": ([grouped(1, options=options(1))], "in groups or in none"),
    "chosen in no group": ([grouped(1, initial_option=options(2)[1])], "none of the options"),
    "groups of checkboxes": (
        [actions({**grouped(1)["elements"][0], "type": "checkboxes"})],
        "options: 0 items",
    ),
    "person by name": ([filled("users_select", initial_user="Ada")], "initial_user: 'Ada' is not"),
    "day as it is said": ([filled("datepicker", initial_date="1 May 2027")], "not of the form"),
    "time as it is said": ([filled("timepicker", initial_time="9 am")], "not of the form"),
    "person in a row": ([actions({"type": "users_select", "action_id": "a"})], "'users_select'"),
    "day to be picked, 151": ([filled("datepicker", placeholder=plain(151))], "from 1 to 150"),
    "confirm title of 101": ([actions(button(confirm=confirm(title=101)))], "from 1 to 100"),
    "confirm text of 301": ([actions(button(confirm=confirm(text=301)))], "from 1 to 300"),
    "confirm button of 31": ([actions(button(confirm=confirm(deny=31)))], "from 1 to 30"),
    "no action id": ([actions({"type": "button", "text": plain(1)})], "0 characters"),
    "action id of 256": ([actions(button(action_id="a" * 256))], "256 characters"),
    "block id of 256": ([{**DIVIDER, "block_id": "b" * 256}], "256 characters"),
    "action id twice": ([actions(button(), button())], "'a' stands there more than once"),
    "block id twice": ([{**DIVIDER, "block_id": "b"}] * 2, "'b' stands there more than once"),
    "date picker": ([actions({"type": "datepicker", "action_id": "a"})], "'datepicker'"),
    "label of 2001": ([{**typed(), "label": plain(2001)}], "from 1 to 2000"),
    "hint of 2001": ([{**typed(), "hint": plain(2001)}], "from 1 to 2000"),
    "placeholder of 151": ([typed(placeholder=plain(151))], "from 1 to 150"),
    "max_length of 3001": ([typed(max_length=3001)], "from 1 to 3000"),
    "typed beyond max_length": ([typed(max_length=1, initial_value="12")], "2 characters"),
    "button in an input": ([{**typed(), "element": button()}], "does not stand here"),
    "101 rows": ([table(101, 1)], "101 items"),
    "21 columns": ([table(1, 21)], "21 items"),
    "cells of 10,001": ([table(1, 1, 10_001)], "10001 characters together"),
    "empty cell": ([table(1, 1, 0)], "0 characters"),
    "ragged rows": (
        [{"type": "table", "rows": table(1, 1)["rows"] + table(1, 2)["rows"]}],
        "differ in length",
    ),
    "two tables": ([table(1, 1)] * 2, "2 of type table, at most 1"),
    "three charts": ([chart()] * 3, "3 of type data_visualization, at most 2"),
    "chart title of 51": ([chart(title="x" * 51)], "51 characters, from 1 to 50"),
    "chart without title": ([chart(title="")], "0 characters"),
    "pie": ([chart(kind="pie")], "'pie' is not the one chart"),
    "21 categories": ([chart(categories=21)], "21 items, from 1 to 20"),
    "7 series": ([chart(series=7)], "7 items, from 1 to 6"),
    "axis label of 51": ([chart(y_label="y" * 51)], "51 characters, from 1 to 50"),
    "category of 21": ([chart(named="x" * 20)], "21 characters, from 1 to 20"),
    "two categories of a name": ([chart(named="x", numbered=False)], "the same name"),
    "point without category": ([chart(points=("c0",))], "other points than there are categories"),
    "10,001 characters": ([section(2500)] * 4 + [header(1)], "10001 characters of text"),
}


@pytest.mark.parametrize("name", WITHIN)
def test_what_is_within_a_limit_passes(name: str) -> None:
    assert violations(WITHIN[name], "message") == []


@pytest.mark.parametrize("name", BEYOND)
def test_what_is_beyond_a_limit_is_named(name: str) -> None:
    blocks, words = BEYOND[name]
    assert words in "\n".join(violations(blocks, "message"))


@pytest.mark.parametrize("surface", ["modal", "home"])
def test_a_view_takes_100_blocks(surface: Surface) -> None:
    assert violations([DIVIDER] * 100, surface) == []
    assert violations([DIVIDER] * 101, surface) == ["blocks: 101 items, from 1 to 100 (blocks)"]


@pytest.mark.parametrize("surface", ["modal", "home"])
@pytest.mark.parametrize("block", [table(1, 1), chart()], ids=["table", "chart"])
def test_tables_and_charts_stand_in_messages_only(block: Block, surface: Surface) -> None:
    assert "messages only" in "\n".join(violations([block], surface))


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("title", plain(25)),
        ("submit", plain(25)),
        ("close", plain(25)),
        ("private_metadata", "x" * 3001),
        ("callback_id", "x" * 256),
    ],
)
def test_the_parts_of_a_modal_have_limits(part: str, value: Any) -> None:
    view = {"type": "modal", "title": plain(24), "blocks": [DIVIDER]}
    assert view_violations(view) == []
    assert len(view_violations({**view, part: value})) == 1
