"""What the local Slack plays and what it does not: the table in docs/playground.md.

``python -m playground.coverage`` prints the table.
"""

import sys
from dataclasses import dataclass
from typing import Literal

Kind = Literal["method", "block", "element", "payload", "event", "rule"]
Played = Literal["yes", "partly", "checked, not drawn", "no"]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that Slack has."""

    kind: Kind
    name: str
    played: Played
    note: str = ""


def _rows(kind: Kind, *names: str, played: Played = "yes") -> tuple[Row, ...]:
    return tuple(Row(kind, name, played) for name in names)


ROWS = (
    *_rows("method", "api.test", "auth.test", "blocks.validate"),
    *_rows("method", "chat.delete", "chat.deleteScheduledMessage"),
    *_rows("method", "chat.getPermalink", "chat.postEphemeral"),
    Row("method", "chat.postMessage", "partly", "no attachments or unfurls"),
    Row("method", "chat.scheduleMessage", "partly", "no attachments"),
    *_rows("method", "chat.scheduledMessages.list"),
    Row("method", "chat.update", "partly", "no attachments"),
    Row("method", "canvases.access.set", "partly", "checked; everybody may read every canvas"),
    Row("method", "canvases.create", "partly", "a paid plan; nobody edits it on the page"),
    *_rows("method", "assistant.threads.setStatus", "assistant.threads.setSuggestedPrompts"),
    *_rows("method", "conversations.info"),
    Row("method", "conversations.open", "partly", "one person only"),
    Row("method", "conversations.replies", "partly", "no oldest, latest or inclusive"),
    Row("method", "files.completeUploadExternal", "partly", "one channel, no blocks; at once"),
    *_rows("method", "files.getUploadURLExternal"),
    *_rows("method", "users.info", "views.open", "views.publish", "views.push", "views.update"),
    Row("method", "assistant.threads.setTitle", "no", "answers unknown_method"),
    Row("method", "agents.sessions.*", "no", "answers unknown_method"),
    Row("method", "conversations.history", "no", "answers unknown_method"),
    Row("method", "any other of canvases.* and files.*", "no", "answers unknown_method"),
    Row("method", "oauth.v2.access", "no", "the app is always installed"),
    *_rows("block", "actions", "alert"),
    Row("block", "card", "partly", "no slack_icon or slack_file"),
    *_rows("block", "carousel", "container", "context", "context_actions"),
    *_rows("block", "data_table", "data_visualization", "divider", "header"),
    Row("block", "image", "partly", "image_url only, no slack_file"),
    *_rows("block", "input", "markdown", "rich_text", "section", "table"),
    *_rows("block", "plan", "task_card", played="checked, not drawn"),
    Row("block", "video", "checked, not drawn", "unfurl domains are not checked"),
    Row("block", "call", "no", "rejected"),
    Row("block", "file", "no", "rejected"),
    *_rows("element", "button", "checkboxes", "datepicker", "email_text_input"),
    *_rows("element", "feedback_buttons", "icon_button"),
    Row("element", "image", "partly", "image_url only, no slack_file"),
    *_rows("element", "multi_static_select", "multi_users_select", "number_input", "overflow"),
    *_rows("element", "plain_text_input", "radio_buttons", "static_select", "timepicker"),
    *_rows("element", "url_text_input", "users_select"),
    *_rows("element", "channels_select", "conversations_select", played="checked, not drawn"),
    *_rows("element", "datetimepicker", "multi_channels_select", played="checked, not drawn"),
    *_rows("element", "multi_conversations_select", played="checked, not drawn"),
    Row("element", "external_select", "no", "rejected; so is multi_external_select"),
    Row("element", "file_input", "no", "rejected"),
    Row("element", "rich_text_input", "no", "rejected"),
    Row("element", "workflow_button", "no", "rejected"),
    Row("payload", "slash command", "partly", "an answer in_channel does not echo the command"),
    *_rows("payload", "block_actions", "message_action", "shortcut", "view_closed"),
    Row("payload", "view_submission", "partly", "response_urls is always empty"),
    Row("payload", "block_suggestion", "no"),
    *_rows("event", "app_home_opened", "app_mention"),
    Row("event", "message.im", "partly", "text, without the rich_text blocks of Slack's editor"),
    Row("event", "message.channels", "partly", "as message.im; only if subscribed"),
    Row("event", "message.groups", "partly", "as message.im; only if subscribed"),
    Row("event", "any other", "no"),
    *_rows("rule", "signatures", "three seconds to answer", "retries of events"),
    *_rows("rule", "trigger ids: one use, three seconds"),
    *_rows("rule", "response URLs: five uses, thirty minutes"),
    *_rows("rule", "modal stack of three", "hash_conflict"),
    *_rows("rule", "replies that are sent to the channel too (thread_broadcast)"),
    Row("rule", "rate limits", "partly", "only where a test plans them (Faults)"),
    *_rows("rule", "scopes, for methods and events", "optional scopes, all granted or none"),
    *_rows("rule", "links to messages, suggested prompts, statuses of two minutes"),
    *_rows("rule", "inputs keep what they show until their block_id changes"),
    *_rows("rule", "scheduled messages: 120 days, 30 in five minutes, a minute to take back"),
    *_rows("rule", "guests of a single channel"),
    Row("rule", "Slack Connect", "partly", "one channel with one person of another workspace"),
    Row("rule", "several workspaces with the app, org installs", "no"),
    Row("rule", "Socket Mode", "no"),
)


def table() -> str:
    """The table in Markdown."""
    lines = ["| Kind | Name | Played | Note |", "|---|---|---|---|"]
    lines += [f"| {row.kind} | {row.name} | {row.played} | {row.note} |" for row in ROWS]
    return "\n".join(lines) + "\n"


def played(kind: Kind) -> set[str]:
    """Names of this kind that are played, at least partly."""
    return {row.name for row in ROWS if row.kind == kind and row.played != "no"}


def drawn(kind: Kind) -> set[str]:
    """Names of this kind that a person sees on the page, at least partly."""
    return {row.name for row in ROWS if row.kind == kind and row.played in ("yes", "partly")}


if __name__ == "__main__":
    sys.stdout.write(table())
