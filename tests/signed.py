"""Slack's requests, signed: what a person does, as Slack would deliver it."""

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.slack_double import TEAM

SECRET = "a-signing-secret"
BOT_USER = "U0BOT"
"""Our app, as a member of the workspace."""
_count = itertools.count(1)

Json = dict[str, Any]


@dataclass(frozen=True)
class Signed:
    """The bytes and headers of one request; sending it twice is a redelivery."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def signed(
    body: bytes, content_type: str, *, secret: str = SECRET, at: float | None = None
) -> Signed:
    timestamp = str(int(time.time() if at is None else at))
    base = b"v0:" + timestamp.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return Signed(
        body,
        {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={digest}",
        },
    )


def form(fields: Json) -> Signed:
    return signed(urlencode(fields).encode(), "application/x-www-form-urlencoded")


def interaction(payload: Json) -> Signed:
    return form({"payload": json.dumps(payload)})


def command(
    text: str,
    *,
    user: str = "U1",
    channel: str = "C1",
    team: str = TEAM,
    response_url: str = "https://hooks.slack.com/commands/1/2/3",
) -> Signed:
    return form(
        {
            "command": "/orchestrator",
            "text": text,
            "user_id": user,
            "channel_id": channel,
            "team_id": team,
            "trigger_id": f"trigger.{next(_count)}",
            "response_url": response_url,
            "api_app_id": "A1",
        }
    )


def find(blocks: list[Json], action_id: str, part: str = "") -> tuple[str, Json]:
    """The block id and the element with this action id, in the block whose id ends with a part."""
    for block in blocks:
        if not block.get("block_id", "").endswith(part):
            continue
        elements = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        for element in elements:
            if element and element.get("action_id") == action_id:
                return block["block_id"], element
    known = [
        element.get("action_id")
        for block in blocks
        for element in [*block.get("elements", []), block.get("accessory"), block.get("element")]
        if element
    ]
    raise AssertionError(f"no {action_id} among {known}")


def action(
    shown: Any,
    action_id: str,
    *,
    user: str = "U1",
    team: str = TEAM,
    from_team: str | None = None,
    value: str | None = None,
    option: str | None = None,
    part: str = "",
    ticked: Sequence[str] | None = None,
    block_id: str | None = None,
    response_url: str = "https://hooks.slack.com/actions/1/2/3",
    ephemeral: bool = False,
) -> Signed:
    """A control of a message was used. ``shown`` is a message of the double.

    ``from_team`` is the workspace of the person, where it is another one.
    """
    found_block, element = (
        (block_id, {"type": "button"}) if block_id else find(shown.blocks, action_id, part)
    )
    item: Json = {
        "action_id": action_id,
        "block_id": found_block,
        "type": element["type"],
        "action_ts": f"{time.time():.6f}",
    }
    if value is None and element["type"] == "button":
        value = element.get("value")
    if value is not None:
        item["value"] = value
    if option is not None:
        item["selected_option"] = {"value": option, "text": {"type": "plain_text", "text": "?"}}
    if ticked is not None:
        item["selected_options"] = [{"value": each} for each in ticked]
    return interaction(
        {
            "type": "block_actions",
            "user": {"id": user, "team_id": from_team or team},
            "team": {"id": team},
            "api_app_id": "A1",
            "trigger_id": f"trigger.{next(_count)}",
            "response_url": response_url,
            "container": {
                "type": "message",
                "channel_id": shown.channel,
                "message_ts": shown.ts,
                "thread_ts": shown.thread_ts or shown.ts,
                "is_ephemeral": ephemeral,
            },
            "actions": [item],
        }
    )


def sent_form(
    view: Json, filled: Mapping[str, str], *, user: str = "U1", from_team: str = TEAM
) -> Signed:
    """A form was sent, filled so by block id; every other input stays as it was shown."""
    inputs = {block["block_id"]: block["element"] for block in view["blocks"] if "element" in block}
    assert filled.keys() <= inputs.keys(), f"the form has {sorted(inputs)}"
    held = {block: _held(element, filled.get(block)) for block, element in inputs.items()}
    return view_submission(view, held, user=user, from_team=from_team)


_PICKED = {"datepicker": "date", "timepicker": "time", "users_select": "user"}


def _held(element: Json, value: str | None) -> Json:
    """What an input is sent with; without a value it stays as it was shown."""
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value") if value is None else value}
    if kind == "checkboxes":
        ticked = [{"value": each} for each in (value or "").split(",") if each]
        return {
            "type": kind,
            "selected_options": element.get("initial_options", []) if value is None else ticked,
        }
    if kind in _PICKED:
        picked = _PICKED[kind]
        shown = element.get(f"initial_{picked}")
        return {"type": kind, f"selected_{picked}": shown if value is None else value}
    option = element.get("initial_option") if value is None else {"value": value}
    offered = [each["value"] for each in element["options"]]
    assert option is None or option["value"] in offered, f"{value} is none of {offered}"
    return {"type": kind, "selected_option": option}


def view_submission(
    view: Json,
    values: Mapping[str, Mapping[str, object]],
    *,
    user: str = "U1",
    from_team: str = TEAM,
) -> Signed:
    return interaction(
        {
            "type": "view_submission",
            "user": {"id": user, "team_id": from_team},
            "team": {"id": TEAM},
            "view": {
                "id": f"V{next(_count)}",
                "type": "modal",
                "hash": "1.abc",
                "callback_id": view["callback_id"],
                "private_metadata": view["private_metadata"],
                "blocks": view["blocks"],
                "state": {"values": {block: {"answer": value} for block, value in values.items()}},
            },
        }
    )


def shortcut(callback_id: str, *, user: str = "U1", team: str = TEAM) -> Signed:
    """A shortcut that belongs to no message was used."""
    return interaction(
        {
            "type": "shortcut",
            "callback_id": callback_id,
            "user": {"id": user, "team_id": team},
            "team": {"id": team},
            "trigger_id": f"trigger.{next(_count)}",
            "action_ts": f"{time.time():.6f}",
        }
    )


def message_shortcut(
    message: Json,
    callback_id: str = "advise_on_thread",
    *,
    channel: str = "C1",
    user: str = "U1",
    team: str = TEAM,
    response_url: str = "https://hooks.slack.com/app/1/2/3",
) -> Signed:
    """A shortcut of a message was used; ``message`` holds ts, user, text and perhaps thread_ts."""
    return interaction(
        {
            "type": "message_action",
            "callback_id": callback_id,
            "user": {"id": user, "team_id": team},
            "team": {"id": team},
            "channel": {"id": channel, "name": "general"},
            "message": {"type": "message", **message},
            "message_ts": message["ts"],
            "trigger_id": f"trigger.{next(_count)}",
            "response_url": response_url,
            "action_ts": f"{time.time():.6f}",
        }
    )


def said(
    text: str,
    *,
    ts: str,
    user: str = "U1",
    channel: str = "C1",
    thread_ts: str | None = None,
    kind: str = "channel",
    **more: object,
) -> Json:
    """A message as the event that tells of it: in a channel, a private one (group), or an im."""
    thread = {} if thread_ts is None else {"thread_ts": thread_ts}
    return {
        "type": "message",
        "channel_type": kind,
        "channel": channel,
        "user": user,
        "text": text,
        "ts": ts,
        **thread,
        **more,
    }


def mention(
    text: str,
    *,
    ts: str,
    user: str = "U1",
    channel: str = "C1",
    thread_ts: str | None = None,
) -> Json:
    """A message that mentions the app, as the event of the mention."""
    heard = said(f"<@{BOT_USER}> {text}", ts=ts, user=user, channel=channel, thread_ts=thread_ts)
    del heard["channel_type"]
    return {**heard, "type": "app_mention"}


def event(
    body: Json, *, team: str = TEAM, event_id: str | None = None, retry: int | None = None
) -> Signed:
    """Something happened; ``retry`` tells which redelivery it is."""
    number = next(_count)
    sent = signed(
        json.dumps(
            {
                "type": "event_callback",
                "event_id": event_id or f"Ev{number}",
                "event_time": int(time.time()),
                "team_id": team,
                "api_app_id": "A1",
                "authorizations": [
                    {
                        "team_id": team,
                        "enterprise_id": None,
                        "user_id": BOT_USER,
                        "is_bot": True,
                        "is_enterprise_install": False,
                    }
                ],
                "event": body,
            }
        ).encode(),
        "application/json",
    )
    again = {} if retry is None else {"X-Slack-Retry-Num": str(retry)}
    return Signed(sent.body, {**sent.headers, **again})
