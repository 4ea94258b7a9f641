"""Slack's requests, signed: what a person does, as Slack would deliver it."""

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.slack_double import TEAM

SECRET = "a-signing-secret"
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


def find(blocks: list[Json], action_id: str) -> tuple[str, Json]:
    """The block id and the element with this action id."""
    for block in blocks:
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
    value: str | None = None,
    option: str | None = None,
    block_id: str | None = None,
    response_url: str = "https://hooks.slack.com/actions/1/2/3",
) -> Signed:
    """A control of a message was used. ``shown`` is a message of the double."""
    found_block, element = (
        (block_id, {"type": "button"}) if block_id else find(shown.blocks, action_id)
    )
    item: Json = {
        "action_id": action_id,
        "block_id": found_block,
        "type": element["type"],
        "action_ts": f"{time.time():.6f}",
    }
    if value is not None:
        item["value"] = value
    if option is not None:
        item["selected_option"] = {"value": option, "text": {"type": "plain_text", "text": "?"}}
    return interaction(
        {
            "type": "block_actions",
            "user": {"id": user, "team_id": team},
            "team": {"id": team},
            "api_app_id": "A1",
            "trigger_id": f"trigger.{next(_count)}",
            "response_url": response_url,
            "container": {
                "type": "message",
                "channel_id": shown.channel,
                "message_ts": shown.ts,
                "thread_ts": shown.thread_ts or shown.ts,
            },
            "actions": [item],
        }
    )


def view_submission(
    view: Json, values: Mapping[str, Mapping[str, object]], *, user: str = "U1"
) -> Signed:
    return interaction(
        {
            "type": "view_submission",
            "user": {"id": user, "team_id": TEAM},
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


def event(body: Json, *, team: str = TEAM, event_id: str | None = None) -> Signed:
    number = next(_count)
    return signed(
        json.dumps(
            {
                "type": "event_callback",
                "event_id": event_id or f"Ev{number}",
                "event_time": int(time.time()),
                "team_id": team,
                "api_app_id": "A1",
                "authorizations": [
                    {"team_id": team, "enterprise_id": None, "is_enterprise_install": False}
                ],
                "event": body,
            }
        ).encode(),
        "application/json",
    )
