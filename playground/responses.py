"""What an app answers: to a command, to a submitted view, and through response URLs."""

import json
from typing import Any

from playground.limits import check_message, check_view
from playground.model import Answer, Json, Message, SlackError, View
from playground.tree import filled, walk
from playground.workspace import Workspace


def respond(workspace: Workspace, secret: str, body: Json) -> None:
    """Carry out what an app posted to a response URL.

    Raises:
        SlackError: the URL is gone, or the message is not one that Slack takes.
    """
    ticket = workspace.response_urls.use(secret)
    if ticket.message_ts is not None and body.get("delete_original"):
        workspace.delete(ticket.channel, ticket.message_ts)
    elif ticket.message_ts is not None and body.get("replace_original"):
        text, blocks = _content(body)
        workspace.update(ticket.channel, ticket.message_ts, text=text, blocks=blocks)
    else:
        _say(workspace, ticket.channel, ticket.user, body)


def answer_command(workspace: Workspace, channel: str, user: str, body: bytes) -> None:
    """Show what an app answered to a command: nothing, a text, or a message in JSON.

    Raises:
        SlackError: the message is not one that Slack takes.
    """
    if not body.strip():
        return
    try:
        message = json.loads(body)
    except ValueError:
        message = {"text": body.decode(errors="replace")}
    if isinstance(message, dict) and (message.get("text") or message.get("blocks")):
        _say(workspace, channel, user, message)


def answer_submission(workspace: Workspace, view: View, body: bytes) -> Answer:
    """Do to the person's modals what an app answered to a submitted view.

    Raises:
        SlackError: the answer or the view in it is not one that Slack takes.
    """
    answer = _object(body)
    match answer.get("response_action"):
        case None:
            workspace.views.close(view)
        case "clear":
            workspace.views.clear(view)
        case "errors":
            return Answer(errors=_refusals(view, answer.get("errors")))
        case "update":
            workspace.views.update(view.id, _body(answer.get("view")))
        case "push":
            workspace.views.push(view.user, _body(answer.get("view")))
        case other:
            raise SlackError("invalid_response_action", (str(other),))
    return Answer()


def _say(workspace: Workspace, channel: str, user: str, body: Json) -> Message:
    text, blocks = _content(body)
    return workspace.post(
        channel,
        user=workspace.app.user,
        text=text,
        blocks=blocks,
        thread_ts=body.get("thread_ts"),
        ephemeral_to=None if body.get("response_type") == "in_channel" else user,
        metadata=body.get("metadata"),
    )


def _content(body: Json) -> tuple[str, list[Json]]:
    text, blocks = body.get("text") or "", body.get("blocks") or []
    check_message(text, blocks, is_response=True)
    return text, filled(blocks)


def _object(body: bytes) -> Json:
    try:
        answer = json.loads(body) if body.strip() else {}
    except ValueError:
        raise SlackError("invalid_response") from None
    if not isinstance(answer, dict):
        raise SlackError("invalid_response")
    return answer


def _refusals(view: View, found: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in walk(view.blocks) if block["type"] == "input"}
    if not isinstance(found, dict) or not found or not found.keys() <= inputs:
        raise SlackError("invalid_errors")
    return {block_id: str(sentence) for block_id, sentence in found.items()}


def _body(view: Any) -> Json:
    check_view(view, "modal")
    body: Json = view | {"blocks": filled(view["blocks"])}
    return body
