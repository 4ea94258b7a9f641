"""The Web API methods for messages that are to be posted later."""

from typing import Any

from playground.method import Method, content, need, page, postable, registering, visible
from playground.model import Json, Scheduled, SlackError
from playground.tree import filled
from playground.workspace import Workspace

METHODS: dict[str, Method] = {}
_method = registering(METHODS)

MOST_IN_PAGE = 1000
IN_PAGE = 100
"""docs.slack.dev/reference/methods/chat.scheduledMessages.list, ``limit``."""


@_method("chat.scheduleMessage")
def _schedule(workspace: Workspace, args: Json) -> Json:
    channel = postable(workspace, args)
    (post_at,) = need(args, "post_at")
    text, blocks = content(args)
    kept = workspace.schedule.add(
        Scheduled(
            id="",
            channel=channel.id,
            post_at=_moment(post_at, "invalid_time"),
            created=0,
            text=text,
            blocks=tuple(filled(blocks)),
            thread_ts=workspace.root(channel.id, args.get("thread_ts") or None),
            broadcast=args.get("reply_broadcast") in (True, "true", "1"),
            metadata=args.get("metadata"),
        )
    )
    return {
        "channel": kept.channel,
        "scheduled_message_id": kept.id,
        "post_at": kept.post_at,
        "message": {
            "type": "delayed_message",
            "subtype": "bot_message",
            "bot_id": workspace.app.bot_id,
            "text": kept.text,
        },
    }


@_method("chat.deleteScheduledMessage")
def _delete_scheduled(workspace: Workspace, args: Json) -> Json:
    channel, scheduled_id = need(args, "channel", "scheduled_message_id")
    workspace.schedule.remove(visible(workspace, channel).id, scheduled_id)
    return {}


@_method("chat.scheduledMessages.list")
def _scheduled(workspace: Workspace, args: Json) -> Json:
    channel, first = args.get("channel"), str(args.get("cursor") or "")
    if channel and channel not in workspace.channels:
        raise SlackError("invalid_channel")
    begin, end = _bound(args, "oldest"), _bound(args, "latest")
    if begin is not None and end is not None and begin >= end:
        raise SlackError("invalid_arguments", ("oldest must be less than latest",))
    waiting = [
        each
        for each in workspace.schedule.waiting()
        if channel in (None, "", each.channel)
        and (begin is None or each.post_at >= begin)
        and (end is None or each.post_at <= end)
    ]
    ids = [each.id for each in waiting]
    if first and first not in ids:
        raise SlackError("invalid_cursor")
    rest = waiting[ids.index(first) if first else 0 :]
    limit = page(args, MOST_IN_PAGE, IN_PAGE)
    return {
        "scheduled_messages": [
            {
                "id": each.id,
                "channel_id": each.channel,
                "post_at": each.post_at,
                "date_created": each.created,
                "text": each.text,
            }
            for each in rest[:limit]
        ],
        "response_metadata": {"next_cursor": rest[limit].id if rest[limit:] else ""},
    }


def _bound(args: Json, name: str) -> int | None:
    return _moment(args[name], "invalid_arguments") if args.get(name) else None


def _moment(value: Any, error: str) -> int:
    """Whole seconds since 1970, as a number or in digits."""
    if isinstance(value, bool) or not str(value).isdecimal():
        raise SlackError(error)
    return int(value)
