"""What people put into elements, as Slack writes it into payloads, and what its client refuses.

Source: docs.slack.dev/reference/interaction-payloads, November 2026.
"""

from collections.abc import Sequence
from typing import Any

from playground.elements import options
from playground.model import Json, Value, Values
from playground.tree import interactive, walk

_TYPED = ("plain_text_input", "number_input", "email_text_input", "url_text_input")

# Per type: the key in actions and state, the key of the initial value.
_KEYS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(_TYPED, ("value", "initial_value")),
    **{
        kind: (key, key.replace("selected", "initial"))
        for kind, key in (
            ("static_select", "selected_option"),
            ("radio_buttons", "selected_option"),
            ("multi_static_select", "selected_options"),
            ("checkboxes", "selected_options"),
            ("users_select", "selected_user"),
            ("multi_users_select", "selected_users"),
            ("channels_select", "selected_channel"),
            ("multi_channels_select", "selected_channels"),
            ("conversations_select", "selected_conversation"),
            ("multi_conversations_select", "selected_conversations"),
            ("datepicker", "selected_date"),
            ("timepicker", "selected_time"),
            ("datetimepicker", "selected_date_time"),
        )
    },
}
_UNTOUCHED: Any = object()


def action(element: Json, block_id: str, value: Value, action_ts: str) -> Json:
    """One entry of ``actions`` in a block_actions payload.

    Raises:
        LookupError: the value is none of the element's options.
    """
    entry: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": action_ts,
    }
    match element["type"]:
        case "overflow":
            return entry | {"selected_option": _option(element, value)}
        case "feedback_buttons":
            pressed = {
                element[side]["value"]: element[side]
                for side in ("positive_button", "negative_button")
            }
            return entry | {"value": pressed[value]["value"], "text": pressed[value]["text"]}
        case "button" | "icon_button":
            shown = {key: element[key] for key in ("text", "value", "style") if key in element}
            return entry | shown
        case kind:
            return entry | {_KEYS[kind][0]: _written(element, value)}


def state(blocks: Sequence[Json], values: Values) -> Json:
    """``state`` of a message or view: every input, touched or as the app set it."""
    found: Json = {}
    for block in walk(blocks):
        for element in interactive(block):
            if element["type"] in _KEYS:
                entry = _entry(element, _value(values, block["block_id"], element["action_id"]))
                found.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return {"values": found}


def complaints(blocks: Sequence[Json], values: Values) -> dict[str, str]:
    """What Slack's client refuses to submit, by block_id: empty or ill-formed inputs."""
    found = {}
    written = state(blocks, values)["values"]
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            key = _KEYS[element["type"]][0]
            value = written[block["block_id"]][element["action_id"]][key]
            complaint = _complaint(block, element, value)
            if complaint:
                found[block["block_id"]] = complaint
    return found


def _complaint(block: Json, element: Json, value: Any) -> str | None:
    if value in (None, "", []):
        return None if block.get("optional") else "Please complete this required field."
    match element["type"]:
        case "plain_text_input":
            return _length_complaint(element, str(value))
        case "number_input":
            return _number_complaint(element, str(value))
        case "email_text_input" if "@" not in value.strip("@"):
            return "Please enter a valid email address."
        case "url_text_input" if not value.startswith(("http://", "https://")):
            return "Please enter a valid URL."
        case _:
            return None


def _length_complaint(element: Json, value: str) -> str | None:
    if len(value) < element.get("min_length", 0):
        return f"This field must be at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        return f"This field must be at most {element.get('max_length', 3000)} characters."
    return None


def _number_complaint(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a valid number."
    if not element["is_decimal_allowed"] and not number.is_integer():
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _value(values: Values, block_id: str, action_id: str) -> Any:
    return values.get(block_id, {}).get(action_id, _UNTOUCHED)


def _entry(element: Json, value: Any) -> Json:
    key, initial = _KEYS[element["type"]]
    if value is not _UNTOUCHED:
        written = _written(element, value)
    elif key.endswith("s"):
        written = element.get(initial, [])
    else:
        written = element.get(initial)
    return {"type": element["type"], key: written}


def _written(element: Json, value: Value) -> Any:
    key = _KEYS[element["type"]][0]
    if key == "selected_options":
        return [_option(element, each) for each in _several(value)]
    if key.endswith("s"):
        return list(_several(value))
    if value is None or value == "":
        return None
    if key == "selected_option":
        return _option(element, value)
    return value if element["type"] == "datetimepicker" else str(value)


def _several(value: Value) -> tuple[Value, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _option(element: Json, value: Value) -> Json:
    for option in options(element):
        if option["value"] == value:
            return option
    raise LookupError(f"{value!r} is no option of {element['action_id']!r}")
