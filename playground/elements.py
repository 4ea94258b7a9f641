"""The table of block elements and the objects inside them, with Slack's limits.

Source: docs.slack.dev/reference/block-kit/block-elements and /composition-objects, November 2026.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.model import Json
from playground.shapes import (
    Check,
    Problem,
    Shape,
    array,
    boolean,
    number,
    one_of,
    plain,
    string,
    tagged,
    text,
    url,
)

CONFIRM = Shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
DISPATCH = Shape(
    {},
    {
        "trigger_actions_on": array(
            one_of("on_enter_pressed", "on_character_entered"), most=2, least=1
        )
    },
)
FILTER = Shape(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public")),
        "exclude_bot_users": boolean,
        "exclude_external_shared_channels": boolean,
    },
)
IMAGE = Shape({"alt_text": string(2000), "image_url": url()})


def option(*texts: str, with_url: bool = False) -> Shape:
    """An option object; checkboxes and radio buttons also take mrkdwn."""
    return Shape(
        {"text": text(75, *texts), "value": string(150)},
        {"description": text(75, *texts)} | ({"url": url()} if with_url else {}),
    )


PLAIN_OPTION = option("plain_text")
RICH_OPTION = option()
GROUP = Shape({"label": plain(75), "options": array(PLAIN_OPTION, 100)})


def options(element: Json) -> list[Json]:
    """All options of an element, those in groups included."""
    grouped = [each for group in element.get("option_groups", ()) for each in group["options"]]
    return [*element.get("options", ()), *grouped]


def _initial_is_offered(element: Any, at: str) -> Iterator[Problem]:
    offered = options(element)
    chosen = list(element.get("initial_options", ()))
    if "initial_option" in element:
        chosen.append(element["initial_option"])
    if any(each not in offered for each in chosen):
        yield Problem(at, "initial options must exactly match options that are provided")


def _one_source(element: Any, at: str) -> Iterator[Problem]:
    if "options" in element and "option_groups" in element:
        yield Problem(at, "cannot define both options and option_groups")
    yield from _initial_is_offered(element, at)


def _bounds_in_order(element: Any, at: str) -> Iterator[Problem]:
    for low, high in (("min_length", "max_length"), ("min_value", "max_value")):
        if low in element and high in element and float(element[low]) > float(element[high]):
            yield Problem(at, f"{low} must not be greater than {high}")


def _interactive(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    *,
    confirm: bool = True,
    any_of: tuple[str, ...] = (),
    rule: Check | None = None,
) -> Shape:
    every: dict[str, Check] = {"action_id": string(255)}
    if confirm:
        every["confirm"] = CONFIRM
    return Shape(required or {}, every | dict(optional or {}), any_of, rule)


def _input(optional: Mapping[str, Check], *, rule: Check | None = None) -> Shape:
    every: dict[str, Check] = {"placeholder": plain(150), "focus_on_load": boolean}
    return _interactive({}, every | dict(optional), confirm=False, rule=rule)


def _typed(optional: Mapping[str, Check], *, rule: Check | None = None) -> Shape:
    return _input({"dispatch_action_config": DISPATCH} | dict(optional), rule=rule)


def _choice(initial: str, check: Check, *, multiple: bool = False) -> Shape:
    extra: dict[str, Check] = {"confirm": CONFIRM, initial: array(check) if multiple else check}
    if multiple:
        extra["max_selected_items"] = number(1, whole=True)
    return _input(extra)


def _static(*, multiple: bool = False) -> Shape:
    optional: dict[str, Check] = {
        "placeholder": plain(150),
        "focus_on_load": boolean,
        "options": array(PLAIN_OPTION, 100),
        "option_groups": array(GROUP, 100),
    }
    if multiple:
        optional["initial_options"] = array(PLAIN_OPTION, 100)
        optional["max_selected_items"] = number(1, whole=True)
    else:
        optional["initial_option"] = PLAIN_OPTION
    return _interactive({}, optional, any_of=("options", "option_groups"), rule=_one_source)


def _conversations(initial: str, *, multiple: bool = False) -> Shape:
    base = _choice(initial, string(255), multiple=multiple)
    extra: dict[str, Check] = {"filter": FILTER, "default_to_current_conversation": boolean}
    if not multiple:
        extra["response_url_enabled"] = boolean
    return Shape({}, dict(base.optional) | extra)


_AGENT: dict[str, Check] = {
    "agent_prompt": string(4000),
    "agent_prompt_display": string(4000),
    "visible_to_user_ids": array(string(255), 10),
}
_FEEDBACK = Shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
_NUMERAL = string(100)

ELEMENTS: dict[str, Shape] = {
    "button": _interactive(
        {"text": plain(75)},
        {
            "url": url(),
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "accessibility_label": string(75),
            **_AGENT,
        },
    ),
    "checkboxes": _interactive(
        {"options": array(RICH_OPTION, 10)},
        {"initial_options": array(RICH_OPTION, 10), "focus_on_load": boolean},
        rule=_initial_is_offered,
    ),
    "radio_buttons": _interactive(
        {"options": array(RICH_OPTION, 10)},
        {"initial_option": RICH_OPTION, "focus_on_load": boolean},
        rule=_initial_is_offered,
    ),
    "overflow": _interactive({"options": array(option("plain_text", with_url=True), 5)}),
    "static_select": _static(),
    "multi_static_select": _static(multiple=True),
    "users_select": _choice("initial_user", string(255)),
    "multi_users_select": _choice("initial_users", string(255), multiple=True),
    "channels_select": _choice("initial_channel", string(255)),
    "multi_channels_select": _choice("initial_channels", string(255), multiple=True),
    "conversations_select": _conversations("initial_conversation"),
    "multi_conversations_select": _conversations("initial_conversations", multiple=True),
    "datepicker": _choice("initial_date", string(10, 10)),
    "timepicker": _choice("initial_time", string(5, 5)),
    "datetimepicker": _interactive(
        {}, {"initial_date_time": number(10**9, 10**10 - 1, whole=True), "focus_on_load": boolean}
    ),
    "plain_text_input": _typed(
        {
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": number(0, 3000, whole=True),
            "max_length": number(1, 3000, whole=True),
        },
        rule=_bounds_in_order,
    ),
    "number_input": Shape(
        {"is_decimal_allowed": boolean},
        _typed({"initial_value": _NUMERAL, "min_value": _NUMERAL, "max_value": _NUMERAL}).optional,
        rule=_bounds_in_order,
    ),
    "email_text_input": _typed({"initial_value": string(3000)}),
    "url_text_input": _typed({"initial_value": string(3000)}),
    "feedback_buttons": _interactive(
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, confirm=False
    ),
    "icon_button": _interactive(
        {"icon": string(255), "text": plain(75)},
        {
            "accessibility_label": string(75),
            "value": string(2000),
            "visible_to_user_ids": array(string(255), 10),
        },
    ),
    "image": IMAGE,
}

_SELECTS = tuple(name for name in ELEMENTS if name.endswith("_select"))
_PICKS = ("checkboxes", "radio_buttons", "datepicker", "timepicker", *_SELECTS)

ACCESSORY = ("button", "overflow", "image", *_PICKS)
IN_ACTIONS = ("button", "overflow", "datetimepicker", *_PICKS)
IN_INPUT = (
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "datetimepicker",
    *_PICKS,
)

_ONLY: dict[str, frozenset[str]] = {
    "number_input": frozenset({"modal"}),
    "email_text_input": frozenset({"modal"}),
    "url_text_input": frozenset({"modal"}),
    "datetimepicker": frozenset({"modal", "message"}),
    "feedback_buttons": frozenset({"message"}),
    "icon_button": frozenset({"message"}),
}
EVERYWHERE = frozenset({"message", "modal", "home"})


def element_surfaces(kind: str) -> frozenset[str]:
    """Where an element of this type may be shown."""
    return _ONLY.get(kind, EVERYWHERE)


def element(*types: str) -> Check:
    """One of these elements."""
    return tagged(ELEMENTS, *types)
