"""Blocks at each of Slack's limits are taken; one step further they are rejected."""

from collections.abc import Callable
from typing import Any

import pytest

from playground.blocks import BLOCKS, Surface, errors
from playground.limits import check_message, check_view, view_problems
from playground.model import Json, SlackError
from playground.tree import filled
from tests.playground_local import actions, button, form, modal, question, said


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**fields: Any) -> Json:
    return {"type": "section", **fields}


def options(count: int, **fields: Any) -> list[Json]:
    return [{"text": said(f"o{n}"), "value": f"v{n}", **fields} for n in range(count)]


def element(kind: str, **fields: Any) -> Json:
    return {"type": kind, "action_id": "a", **fields}


def select(**fields: Any) -> Json:
    return actions(element("static_select", **fields))


def boxes(kind: str, count: int) -> Json:
    return actions(element(kind, options=options(count)))


def text_input(**fields: Any) -> Json:
    return question(element=element("plain_text_input", **fields))


def confirm(**fields: Any) -> Json:
    dialog = {"title": said("t"), "text": said("t"), "confirm": said("y"), "deny": said("n")}
    return actions(button(confirm=dialog | fields))


def image(**fields: Any) -> Json:
    return {"type": "image", "image_url": "https://example.org/i.png", "alt_text": "a", **fields}


def cells(count: int, length: int = 1) -> list[Json]:
    return [{"type": "raw_text", "text": "x" * length} for _ in range(count)]


def table(rows: int, columns: int = 1, length: int = 1, **fields: Any) -> Json:
    return {"type": "table", "rows": [cells(columns, length) for _ in range(rows)], **fields}


def data_table(rows: int, columns: int = 1, **fields: Any) -> Json:
    body = {"type": "data_table", "caption": "c", "rows": [cells(columns) for _ in range(rows)]}
    return body | fields


def pie(segments: int, label: str = "l", value: float = 1) -> Json:
    return {
        "type": "data_visualization",
        "title": "t",
        "chart": {"type": "pie", "segments": [{"label": label, "value": value}] * segments},
    }


def bars(series: int, categories: int = 1, title: str = "t", name: str = "", x: str = "x") -> Json:
    names = [str(n) for n in range(categories)]
    points = [{"label": each, "value": 1} for each in names]
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {
            "type": "bar",
            "series": [{"name": f"{name}{n}", "data": points} for n in range(series)],
            "axis_config": {"categories": names, "x_label": x},
        },
    }


def card(**fields: Any) -> Json:
    return {"type": "card", **fields}


def container(children: int, **fields: Any) -> Json:
    blocks = [{"type": "divider"}] * children
    return {"type": "container", "title": said("t"), "child_blocks": blocks, **fields}


def tasks(count: int) -> Json:
    task = {"type": "task_card", "task_id": "t", "title": "t", "status": "complete"}
    return {"type": "plan", "title": "p", "tasks": [task] * count}


X: Callable[[int], str] = "x".__mul__

# Every row: the name of a limit, how to build a block of a size, the last size that Slack takes.
LIMITS: list[tuple[str, Callable[[int], Json], int]] = [
    ("block_id", lambda n: {"type": "divider", "block_id": X(n)}, 255),
    ("action_id", lambda n: actions(button(X(n))), 255),
    ("section text", lambda n: section(text=mrkdwn(X(n))), 3000),
    ("section fields", lambda n: section(fields=[said("f")] * n), 10),
    ("section field", lambda n: section(fields=[said(X(n))]), 2000),
    ("header", lambda n: {"type": "header", "text": said(X(n))}, 150),
    ("context elements", lambda n: {"type": "context", "elements": [mrkdwn("c")] * n}, 10),
    ("actions elements", lambda n: actions(*(button(f"a{i}") for i in range(n))), 25),
    ("input label", lambda n: question(label=said(X(n))), 2000),
    ("input hint", lambda n: question(hint=said(X(n))), 2000),
    ("placeholder", lambda n: text_input(placeholder=said(X(n))), 150),
    ("max_length", lambda n: text_input(max_length=n), 3000),
    ("initial_value", lambda n: text_input(initial_value=X(n)), 3000),
    ("image alt", lambda n: image(alt_text=X(n)), 2000),
    ("image title", lambda n: image(title=said(X(n))), 2000),
    ("image url", lambda n: image(image_url="https:" + X(n - 6)), 3000),
    ("button text", lambda n: actions(button(text=said(X(n)))), 75),
    ("button value", lambda n: actions(button(value=X(n))), 2000),
    ("button url", lambda n: actions(button(url="https:" + X(n - 6))), 3000),
    ("button label", lambda n: actions(button(accessibility_label=X(n))), 75),
    ("button prompt", lambda n: actions(button(agent_prompt=X(n))), 4000),
    ("option text", lambda n: select(options=options(1, text=said(X(n)))), 75),
    ("option value", lambda n: select(options=options(1, value=X(n))), 150),
    ("option description", lambda n: select(options=options(1, description=said(X(n)))), 75),
    ("select options", lambda n: select(options=options(n)), 100),
    (
        "select groups",
        lambda n: select(option_groups=[{"label": said("g"), "options": options(1)}] * n),
        100,
    ),
    (
        "group options",
        lambda n: select(option_groups=[{"label": said("g"), "options": options(n)}]),
        100,
    ),
    ("overflow", lambda n: boxes("overflow", n), 5),
    ("checkboxes", lambda n: boxes("checkboxes", n), 10),
    ("radio buttons", lambda n: boxes("radio_buttons", n), 10),
    ("confirm title", lambda n: confirm(title=said(X(n))), 100),
    ("confirm text", lambda n: confirm(text=said(X(n))), 300),
    ("confirm yes", lambda n: confirm(confirm=said(X(n))), 30),
    ("confirm no", lambda n: confirm(deny=said(X(n))), 30),
    ("markdown", lambda n: {"type": "markdown", "text": X(n)}, 12_000),
    ("table rows", table, 100),
    ("table columns", lambda n: table(1, n), 20),
    ("table columns set", lambda n: table(1, column_settings=[{"is_wrapped": True}] * n), 20),
    ("table characters", lambda n: table(1, 1, n), 10_000),
    ("data_table rows", data_table, 101),
    ("data_table columns", lambda n: data_table(2, n), 20),
    ("data_table page", lambda n: data_table(2, page_size=n), 100),
    ("pie segments", pie, 6),
    ("pie label", lambda n: pie(1, X(n)), 20),
    ("chart series", bars, 6),
    ("chart categories", lambda n: bars(1, n), 20),
    ("chart title", lambda n: bars(1, title=X(n)), 50),
    ("chart series name", lambda n: bars(1, name=X(n - 1)), 20),
    ("chart axis", lambda n: bars(1, x=X(n)), 50),
    ("card title", lambda n: card(title=mrkdwn(X(n))), 150),
    ("card subtitle", lambda n: card(title=said("t"), subtitle=mrkdwn(X(n))), 150),
    ("card body", lambda n: card(body=mrkdwn(X(n))), 200),
    ("card buttons", lambda n: card(actions=[button(f"b{i}") for i in range(n)]), 3),
    ("carousel", lambda n: {"type": "carousel", "elements": [card(title=said("t"))] * n}, 10),
    ("container children", container, 10),
    ("container title", lambda n: container(1, title=said(X(n))), 150),
    ("container subtitle", lambda n: container(1, subtitle=said(X(n))), 150),
    ("plan tasks", tasks, 50),
]


@pytest.mark.parametrize(("build", "most"), [row[1:] for row in LIMITS], ids=[r[0] for r in LIMITS])
def test_the_last_size_is_taken_and_the_next_is_not(
    build: Callable[[int], Json], most: int
) -> None:
    assert errors([build(most)], "message") == []
    assert errors([build(most + 1)], "message") != []


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_a_surface_holds_so_many_blocks(surface: Surface, most: int) -> None:
    divider = {"type": "divider"}
    assert errors([divider] * most, surface) == []
    (error,) = errors([divider] * (most + 1), surface)
    assert (error["message"], error["pointer"]) == (f"no more than {most} items allowed", "")


INPUTS = {
    "number_input": {"is_decimal_allowed": False},
    "email_text_input": {},
    "url_text_input": {},
}
FEEDBACK = element(
    "feedback_buttons",
    positive_button={"text": said("Good"), "value": "1"},
    negative_button={"text": said("Bad"), "value": "0"},
)
ICON = element("icon_button", icon="trash", text=said("Delete"))

EXAMPLES: dict[str, Json] = {
    "section": section(text=mrkdwn("x"), accessory=button()),
    "header": {"type": "header", "text": said("x")},
    "divider": {"type": "divider"},
    "context": {"type": "context", "elements": [mrkdwn("x"), image()]},
    "context_actions": {
        "type": "context_actions",
        "elements": [FEEDBACK, ICON | {"action_id": "b"}],
    },
    "actions": actions(button(style="primary"), select(options=options(2))["elements"][0]),
    "input": question(),
    "image": image(title=said("x")),
    "markdown": {"type": "markdown", "text": "**x**"},
    "rich_text": {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "x", "style": {"bold": True}},
                    {"type": "link", "url": "https://example.org"},
                    {"type": "user", "user_id": "U1"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "emoji", "name": "ok"}]}
                ],
            },
            {"type": "rich_text_quote", "elements": []},
            {
                "type": "rich_text_preformatted",
                "elements": [{"type": "text", "text": "x"}],
                "border": 0,
            },
        ],
    },
    "table": table(2, column_settings=[None, {"align": "right"}]),
    "data_table": data_table(2, page_size=5),
    "data_visualization": bars(2, 3),
    "alert": {"type": "alert", "text": mrkdwn("x"), "level": "warning"},
    "card": card(title=said("x"), icon=image(), actions=[button(url="https://example.org")]),
    "carousel": {"type": "carousel", "elements": [card(body=said("x"))]},
    "container": container(2, is_collapsible=True, default_collapsed=True, width="wide"),
    "plan": tasks(1),
    "task_card": {
        "type": "task_card",
        "task_id": "1",
        "title": "x",
        "status": "in_progress",
        "sources": [{"type": "url", "url": "https://example.org", "text": "x"}],
    },
    "video": {
        "type": "video",
        "title": said("x"),
        "alt_text": "x",
        "video_url": "https://example.org/v",
        "thumbnail_url": "https://example.org/t",
    },
}
MESSAGE_ONLY = {
    "container",
    "context_actions",
    "data_visualization",
    "markdown",
    "plan",
    "task_card",
}
SURFACES = {
    **{kind: {"message", "modal", "home"} for kind in EXAMPLES},
    **{kind: {"message"} for kind in MESSAGE_ONLY},
    "alert": {"modal"},
    "carousel": {"message", "home"},
    "table": {"message", "home"},
    "data_table": {"message", "home"},
}


def test_every_block_has_an_example_here() -> None:
    assert EXAMPLES.keys() == BLOCKS.keys()


@pytest.mark.parametrize("kind", EXAMPLES)
@pytest.mark.parametrize("surface", ["message", "modal", "home"])
def test_a_block_is_taken_on_its_surfaces_only(kind: str, surface: Surface) -> None:
    assert (errors([EXAMPLES[kind]], surface) == []) is (surface in SURFACES[kind])


@pytest.mark.parametrize("kind", INPUTS)
def test_special_inputs_are_for_modals(kind: str) -> None:
    block = question(element=element(kind, **INPUTS[kind]))
    assert errors([block], "modal") == []
    assert errors([block], "message") != []
    assert errors([block], "home") != []


def test_a_datetimepicker_is_not_for_home() -> None:
    block = actions(element("datetimepicker"))
    assert errors([block], "message") == []
    assert errors([block], "home") != []


@pytest.mark.parametrize(
    ("block", "message", "pointer"),
    [
        ({"type": "dance"}, "unsupported type: dance", "/0/type"),
        ({}, "missing required field: type", "/0"),
        ("text", "must provide an object", "/0"),
        (section(), "must define at least one of: text, fields", "/0"),
        (section(text="words"), "must provide an object", "/0/text"),
        (section(text=said("")), "must be more than 0 characters", "/0/text/text"),
        (section(text=said("x"), colour="red"), "invalid additional property: colour", "/0"),
        (
            section(text=said("x") | {"verbatim": True}),
            "invalid additional property: verbatim",
            "/0/text",
        ),
        ({"type": "header", "text": mrkdwn("x")}, "unsupported type: mrkdwn", "/0/text/type"),
        ({"type": "header"}, "missing required field: text", "/0"),
        (actions(), "no less than 1 items allowed", "/0/elements"),
        (actions(image()), "unsupported type: image", "/0/elements/0/type"),
        (actions(button(style="loud")), "must be one of: primary, danger", "/0/elements/0/style"),
        (actions(button(value=7)), "must provide a string", "/0/elements/0/value"),
        (actions(button(url="nowhere")), "must provide a valid URL", "/0/elements/0/url"),
        (question(optional="yes"), "must provide a boolean", "/0/optional"),
        (question(element=button()), "unsupported type: button", "/0/element/type"),
        (select(), "must define at least one of: options, option_groups", "/0/elements/0"),
        (pie(1, value=0), "must be greater than or equal to 1e-12", "/0/chart/segments/0/value"),
        (data_table(1), "no less than 2 items allowed", "/0/rows"),
        (table(1) | {"rows": 1}, "must provide an array", "/0/rows"),
        (table(1, 1, 0), "must be more than 0 characters", "/0/rows/0/0/text"),
    ],
)
def test_a_wrong_block_is_explained_and_pointed_at(block: Any, message: str, pointer: str) -> None:
    found = errors([block], "message")
    assert {"message": message, "pointer": pointer, "code": "failed_constraint"}.items() <= (
        found[0].items()
    )


UNEVEN = data_table(2) | {"rows": [cells(1), cells(2)]}
RICH_HEAD = data_table(2) | {
    "rows": [[EXAMPLES["rich_text"]], cells(1)],
}
UNCHOSEN = {"text": said("z"), "value": "z"}


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "divider", "block_id": "b"}, {"type": "divider", "block_id": "b"}],
        [actions(button("a"), button("a"))],
        [table(1), table(1)],
        [pie(1), pie(1), pie(1)],
        [tasks(1), tasks(1)],
        [{"type": "markdown", "text": X(6001)}, {"type": "markdown", "text": X(6000)}],
        [table(1, 1, 6000), data_table(2) | {"rows": [cells(1, 4000), cells(1, 1)]}],
        [UNEVEN],
        [RICH_HEAD],
        [container(1, is_collapsible=True, has_header_divider=True)],
        [container(1, default_collapsed=True)],
        [container(1) | {"child_blocks": [pie(1)]}],
        [card(subtitle=said("alone"))],
        [select(options=options(2), initial_option=UNCHOSEN)],
        [actions(element("checkboxes", options=options(2), initial_options=[UNCHOSEN]))],
        [select(options=options(1), option_groups=[{"label": said("g"), "options": options(1)}])],
        [text_input(min_length=5, max_length=4)],
        [bars(1, 2) | {"chart": bars(1, 2)["chart"] | {"axis_config": {"categories": ["0"]}}}],
        [bars(2) | {"chart": bars(2)["chart"] | {"series": bars(1)["chart"]["series"] * 2}}],
        [container(1) | {"child_blocks": [EXAMPLES["alert"]]}],
    ],
)
def test_a_rule_over_several_parts_is_kept(blocks: list[Json]) -> None:
    assert errors(blocks, "message") != []


def test_two_charts_and_the_same_action_in_two_blocks_are_fine() -> None:
    twice = [actions(button(), block_id="one"), actions(button(), block_id="two")]
    assert errors([pie(1), bars(1), *twice], "message") == []


def refusal(text: str, blocks: Any = (), *, is_response: bool = False) -> str | None:
    try:
        check_message(text, blocks, is_response=is_response)
    except SlackError as error:
        return error.code
    return None


def test_a_message_has_a_size() -> None:
    full = [section(text=mrkdwn(X(2800)))] * 4
    at_most, too_much = [*full, section(text=said(X(100)))], [*full, section(text=said(X(101)))]
    assert refusal("t", at_most) is None
    assert refusal("t", too_much) == "msg_blocks_too_long"
    assert refusal("t", too_much, is_response=True) is None
    assert refusal(X(40_000)) is None
    assert refusal(X(40_001)) == "msg_too_long"
    assert refusal("") == "no_text"
    assert refusal("", at_most) is None


VIEW_LIMITS: list[tuple[str, Callable[[int], Json], int]] = [
    ("title", lambda n: form(title=said(X(n))), 24),
    ("submit", lambda n: modal(submit=said(X(n))), 24),
    ("close", lambda n: form(close=said(X(n))), 24),
    ("callback_id", lambda n: form(callback_id=X(n)), 255),
    ("external_id", lambda n: form(external_id=X(n)), 255),
    ("private_metadata", lambda n: form(private_metadata=X(n)), 3000),
]


@pytest.mark.parametrize(("name", "build", "most"), VIEW_LIMITS)
def test_a_view_has_limits_too(name: str, build: Callable[[int], Json], most: int) -> None:
    assert view_problems(build(most)) == []
    (problem,) = view_problems(build(most + 1))
    assert problem.pointer.startswith(f"/{name}")


@pytest.mark.parametrize(
    "view",
    [
        modal(question()),
        {"type": "modal", "blocks": []},
        {"type": "home", "blocks": [], "title": said("x")},
        {"type": "workflow_step", "blocks": []},
        form(colour="red"),
        modal({"type": "dance"}),
        "view",
    ],
)
def test_a_view_that_slack_would_not_take_is_rejected(view: Any) -> None:
    with pytest.raises(SlackError) as refused:
        check_view(view, "modal", "home")
    assert refused.value.code == "invalid_arguments"
    assert "[json-pointer:/view" in refused.value.messages[0]


def test_filling_in_ids_keeps_those_that_are_there() -> None:
    blocks = [EXAMPLES["carousel"], actions({"type": "button", "text": said("x")})]
    fresh = filled(blocks)
    assert errors(fresh, "message") == []
    assert fresh[0]["block_id"]
    assert fresh[0]["elements"][0]["block_id"]
    assert fresh[1]["block_id"] == "acts"
    assert fresh[1]["elements"][0]["action_id"]
    assert "block_id" not in EXAMPLES["carousel"]
