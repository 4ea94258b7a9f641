"""How the things of a workspace look in Slack's JSON."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playground.model import Channel, File, Json, Message, User, View
from playground.state import state
from playground.workspace import Workspace

_UNTOUCHED: dict[str, Json] = {}


def message(workspace: Workspace, found: Message) -> Json:
    """A message, as in payloads and in answers; a root with replies tells of them."""
    home = workspace.member(found.user).home
    shown: Json = {
        "type": "message",
        "user": found.user,
        "ts": found.ts,
        "text": found.text,
        "team": (home or workspace.team).id,
    }
    if home is not None:
        shown |= {"user_team": home.id, "source_team": home.id}
    if found.bot:
        app = workspace.app
        shown |= {
            "bot_id": app.bot_id,
            "app_id": app.id,
            "bot_profile": {
                "id": app.bot_id,
                "app_id": app.id,
                "name": app.name,
                "deleted": False,
                "team_id": workspace.team.id,
            },
        }
    if found.blocks:
        shown["blocks"] = list(found.blocks)
    if found.thread_ts is not None:
        root = workspace.stored(found.channel, found.thread_ts)
        shown |= {"thread_ts": found.thread_ts, "parent_user_id": root.user}
        if found.broadcast:
            shown |= {"subtype": "thread_broadcast", "root": message(workspace, root)}
    elif replies := workspace.thread(found.channel, found.ts, workspace.app.user)[1:]:
        authors = list(dict.fromkeys(each.user for each in replies))
        shown |= {
            "thread_ts": found.ts,
            "reply_count": len(replies),
            "reply_users": authors,
            "reply_users_count": len(authors),
            "latest_reply": replies[-1].ts,
        }
    if found.files:
        files = [file(workspace, workspace.files.find(each)) for each in found.files]
        shown |= {"subtype": "file_share", "files": files}
    if found.deleted:
        shown["subtype"] = "tombstone"
    if found.edited is not None:
        shown["edited"] = {"user": found.user, "ts": found.edited}
    if found.metadata is not None:
        shown["metadata"] = found.metadata
    return shown


def file(workspace: Workspace, found: File) -> Json:
    """A file or canvas, as messages hold it."""
    return {
        "id": found.id,
        "created": found.created,
        "timestamp": found.created,
        "name": found.name,
        "title": found.title,
        "filetype": found.name.rpartition(".")[2] if "." in found.name else "text",
        "size": len(found.content),
        "user": workspace.app.user,
        "mode": "hosted",
        "is_external": False,
        "url_private_download": f"{workspace.address}/files/{found.id}/{found.name}",
        "permalink": f"{workspace.address}/files/{found.id}/{found.name}",
    }


def view(workspace: Workspace, found: View, inputs: Json | None = None) -> Json:
    """A view, as in payloads and in the answers of views methods.

    Args:
        workspace: where it is shown.
        found: the view.
        inputs: its ``state``; as the app set it if None.
    """
    body = found.body
    return {
        "id": found.id,
        "team_id": workspace.team.id,
        "type": body["type"],
        "blocks": list(found.blocks),
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": state(found.blocks, _UNTOUCHED) if inputs is None else inputs,
        "hash": found.hash,
        "title": body.get("title"),
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": found.previous_id,
        "root_view_id": found.root_id,
        "app_id": workspace.app.id,
        "external_id": body.get("external_id", ""),
        "app_installed_team_id": workspace.team.id,
        "bot_id": workspace.app.bot_id,
    }


def channel(found: Channel) -> Json:
    """A conversation, as conversations.info answers it."""
    if found.kind == "im":
        return {"id": found.id, "is_im": True, "is_channel": False, "user": found.user}
    return {
        "id": found.id,
        "name": found.name,
        "name_normalized": found.name,
        "is_im": False,
        "is_channel": not found.is_private,
        "is_group": found.is_private,
        "is_private": found.is_private,
        "is_archived": False,
        "is_shared": found.is_shared,
        "is_ext_shared": found.is_shared,
        "is_member": found.app_is_member,
    }


def user(workspace: Workspace, found: User) -> Json:
    """A user, as users.info answers it.

    Of a person of another workspace Slack does not tell what they are there; it calls them a
    stranger only where they are in no channel with the app (api.slack.com/types/user).
    """
    there = datetime.fromtimestamp(workspace.clock(), UTC).astimezone(ZoneInfo(found.timezone))
    shown: Json = {
        "id": found.id,
        "team_id": (found.home or workspace.team).id,
        "name": found.name,
        "real_name": found.real_name,
        "deleted": False,
        "tz": found.timezone,
        "tz_label": there.tzname(),
        "tz_offset": int((there.utcoffset() or timedelta()).total_seconds()),
        "is_bot": found.is_bot,
        "is_app_user": False,
        "profile": {"real_name": found.real_name, "display_name": found.name},
    }
    if found.home is not None:
        return shown | {"is_stranger": workspace.is_stranger(found)}
    return shown | {
        "is_admin": found.is_admin,
        "is_owner": found.is_admin,
        "is_primary_owner": False,
        "is_restricted": found.is_guest,
        "is_ultra_restricted": found.is_guest,
    }
