"""The Web API methods for files and canvases."""

import re
from collections.abc import Sequence
from typing import Any, Final

from playground.method import Method, joined, need, registering
from playground.model import File, Json, SlackError
from playground.workspace import Workspace

METHODS: dict[str, Method] = {}
_method = registering(METHODS)

UPLOAD: Final = "/upload/v1/"
"""Where files are sent; the secret that follows is all that one needs."""
MOST_MARKDOWN: Final = 1_048_576
"""docs.slack.dev/reference/methods/conversations.canvases.create, ``document_content``."""
_LIST_IN_QUOTE: Final = re.compile(r"^ {0,3}>\s*(?:[-*+]|\d+[.)])\s", re.MULTILINE)
"""Slack's own example of a canvas that it does not make."""


@_method("files.getUploadURLExternal")
def _upload_url(workspace: Workspace, args: Json) -> Json:
    name, length = need(args, "filename", "length")
    if not str(length).isdecimal():
        raise SlackError("invalid_arguments", ("[ERROR] must provide a number: length",))
    if int(length) == 0:
        raise SlackError("missing_argument")
    secret, file_id = workspace.files.expect(str(name), int(length))
    return {"upload_url": f"{workspace.address}{UPLOAD}{secret}", "file_id": file_id}


@_method("files.completeUploadExternal")
def _complete(workspace: Workspace, args: Json) -> Json:
    (given,) = need(args, "files")
    wanted = _wanted(given)
    if any(not workspace.files.is_received(file_id) for file_id, _ in wanted):
        raise SlackError("file_not_found")
    channel, thread_ts = str(args.get("channel_id") or ""), args.get("thread_ts") or None
    if channel:
        joined(workspace, channel)
        workspace.root(channel, thread_ts)
    files = [workspace.files.complete(file_id, title, channel) for file_id, title in wanted]
    if channel:
        workspace.post(
            channel,
            user=workspace.app.user,
            text=args.get("initial_comment") or "",
            thread_ts=thread_ts,
            files=[each.id for each in files],
        )
    return {"files": [{"id": each.id, "title": each.title} for each in files]}


@_method("canvases.create")
def _create_canvas(workspace: Workspace, args: Json) -> Json:
    channel, markdown = str(args.get("channel_id") or ""), _markdown(args.get("document_content"))
    if channel:
        joined(workspace, channel)
    return {"canvas_id": workspace.put_canvas(str(args.get("title") or ""), markdown, channel).id}


@_method("canvases.access.set")
def _set_access(workspace: Workspace, args: Json) -> Json:
    canvas_id, level = need(args, "canvas_id", "access_level")
    channels, users = args.get("channel_ids"), args.get("user_ids")
    if level not in ("read", "write", "owner") or (level == "owner" and channels):
        raise SlackError("invalid_arguments", ("[ERROR] invalid value: access_level",))
    if not _is_canvas(workspace, canvas_id):
        raise SlackError("canvas_not_found")
    if bool(channels) == bool(users):
        raise SlackError("invalid_parameters")
    if any(joined(workspace, each).kind != "channel" for each in channels or ()):
        raise SlackError("channel_not_found")
    if any(each not in workspace.users for each in users or ()):
        raise SlackError("user_not_found")
    return {}


def _wanted(given: Any) -> Sequence[tuple[str, str]]:
    """Ids and titles of files."""
    match given:
        case [*entries] if all(isinstance(each, dict) and each.get("id") for each in entries):
            return [(str(each["id"]), str(each.get("title") or "")) for each in entries]
        case _:
            raise SlackError(
                "invalid_arguments", ("[ERROR] must provide an id [json-pointer:/files]",)
            )


def _markdown(given: Any) -> str:
    match given:
        case None:
            return ""
        case {"type": "markdown", "markdown": str(markdown)}:
            if len(markdown) > MOST_MARKDOWN:
                raise SlackError("canvas_creation_failed", more={"detail": "content is too long"})
            if found := _LIST_IN_QUOTE.search(markdown):
                line = markdown.count("\n", 0, found.start()) + 1
                detail = f"line {line}: Unsupported block type (List) within block quote"
                raise SlackError("canvas_creation_failed", more={"detail": detail})
            return markdown
        case _:
            pointer = "must provide markdown [json-pointer:/document_content]"
            raise SlackError("invalid_arguments", (f"[ERROR] {pointer}",))


def _is_canvas(workspace: Workspace, canvas_id: str) -> bool:
    try:
        found: File = workspace.files.find(canvas_id)
    except SlackError:
        return False
    return found.kind == "canvas"
