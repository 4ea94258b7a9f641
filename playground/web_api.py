"""The Web API methods that a bot calls: one function each, from arguments to an answer.

Scheduled messages, files and canvases have modules of their own.
"""

from collections.abc import Callable
from typing import Any

from playground import scopes, web_api_files, web_api_schedule, wire
from playground.blocks import problems
from playground.limits import check_message, check_view, view_problems
from playground.method import Method, content, joined, need, page, postable, registering, visible
from playground.model import Json, Message, Prompt, SlackError, View
from playground.payloads import channel_type
from playground.permalinks import Permalink
from playground.tree import filled
from playground.workspace import Workspace

METHODS: dict[str, Method] = dict(web_api_files.METHODS) | web_api_schedule.METHODS
_method = registering(METHODS)

MOST_PROMPTS = 4
"""docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts."""
MOST_IN_PAGE = 1000
"""docs.slack.dev/reference/methods/conversations.replies, ``limit``."""


def call(workspace: Workspace, method: str, args: Json) -> Json:
    """Carry out a method; gives what Slack's answer says beside ``ok``.

    Raises:
        SlackError: Slack would refuse the call.
    """
    if method not in METHODS:
        raise SlackError("unknown_method", (f"no such method here: {method}",))
    place = workspace.channels.get(str(args.get("channel", "")))
    scopes.check(method, workspace.scopes, channel_type(place) if place else None)
    return METHODS[method](workspace, args)


@_method("api.test")
def _api_test(_workspace: Workspace, args: Json) -> Json:
    if "error" in args:
        raise SlackError(str(args["error"]))
    return {"args": args}


@_method("auth.test")
def _auth_test(workspace: Workspace, _args: Json) -> Json:
    return {
        "url": f"{workspace.address}/",
        "team": workspace.team.name,
        "user": workspace.app.handle,
        "team_id": workspace.team.id,
        "user_id": workspace.app.user,
        "bot_id": workspace.app.bot_id,
        "is_enterprise_install": False,
    }


@_method("chat.postMessage")
def _post_message(workspace: Workspace, args: Json) -> Json:
    channel = postable(workspace, args)
    text, blocks = content(args)
    posted = workspace.post(
        channel.id,
        user=workspace.app.user,
        text=text,
        blocks=filled(blocks),
        thread_ts=args.get("thread_ts") or None,
        broadcast=args.get("reply_broadcast") in (True, "true", "1"),
        metadata=args.get("metadata"),
    )
    return _told(workspace, posted)


@_method("chat.postEphemeral")
def _post_ephemeral(workspace: Workspace, args: Json) -> Json:
    user, place = need(args, "user", "channel")
    if place in workspace.users:
        raise SlackError("channel_not_found")
    channel = postable(workspace, args)
    if user not in workspace.users or not workspace.is_in(user, channel):
        raise SlackError("user_not_in_channel")
    text, blocks = content(args)
    posted = workspace.post(
        channel.id,
        user=workspace.app.user,
        text=text,
        blocks=filled(blocks),
        thread_ts=args.get("thread_ts") or None,
        ephemeral_to=user,
    )
    return {"message_ts": posted.ts}


@_method("chat.update")
def _update(workspace: Workspace, args: Json) -> Json:
    old = _own(workspace, args, "cant_update_message")
    if "text" not in args and "blocks" not in args:
        raise SlackError("no_text")
    check_message(args.get("text", old.text), args.get("blocks", old.blocks))
    updated = workspace.update(
        old.channel,
        old.ts,
        text=args.get("text"),
        blocks=filled(args["blocks"]) if "blocks" in args else None,
        metadata=args.get("metadata"),
    )
    return _told(workspace, updated) | {"text": updated.text}


@_method("chat.delete")
def _delete(workspace: Workspace, args: Json) -> Json:
    old = _own(workspace, args, "cant_delete_message")
    workspace.delete(old.channel, old.ts)
    return {"channel": old.channel, "ts": old.ts}


@_method("chat.getPermalink")
def _permalink(workspace: Workspace, args: Json) -> Json:
    channel, ts = need(args, "channel", "message_ts")
    found = workspace.message(channel, ts)
    link = Permalink(channel, found.ts, found.thread_ts).at(workspace.address)
    return {"channel": channel, "permalink": link}


@_method("views.open")
def _open(workspace: Workspace, args: Json) -> Json:
    return _triggered(workspace, args, workspace.views.open)


@_method("views.push")
def _push(workspace: Workspace, args: Json) -> Json:
    return _triggered(workspace, args, workspace.views.push)


@_method("views.update")
def _update_view(workspace: Workspace, args: Json) -> Json:
    (body,) = need(args, "view")
    view_id = args.get("view_id") or args.get("external_id")
    if not view_id:
        raise SlackError("invalid_arguments", ("[ERROR] missing required field: view_id",))
    old = workspace.views.find(view_id)
    check_view(body, old.kind)
    updated = workspace.views.update(view_id, _body(body), args.get("hash"))
    return {"view": wire.view(workspace, updated)}


@_method("views.publish")
def _publish(workspace: Workspace, args: Json) -> Json:
    user, body = need(args, "user_id", "view")
    if user not in workspace.users or workspace.users[user].home is not None:
        raise SlackError("invalid_arguments", ("[ERROR] invalid user_id [json-pointer:/user_id]",))
    check_view(body, "home")
    published = workspace.views.publish(user, _body(body), args.get("hash"))
    return {"view": wire.view(workspace, published)}


@_method("conversations.open")
def _open_conversation(workspace: Workspace, args: Json) -> Json:
    (users,) = need(args, "users")
    if users not in workspace.users:
        raise SlackError("user_not_found")
    found = workspace.direct(users)
    return {"channel": wire.channel(found) if args.get("return_im") else {"id": found.id}}


@_method("conversations.info")
def _conversation(workspace: Workspace, args: Json) -> Json:
    (channel_id,) = need(args, "channel")
    return {"channel": wire.channel(visible(workspace, channel_id))}


@_method("conversations.replies")
def _replies(workspace: Workspace, args: Json) -> Json:
    channel_id, ts = need(args, "channel", "ts")
    joined(workspace, channel_id)
    thread = workspace.thread(channel_id, ts, workspace.app.user)
    if not thread or (len(thread) == 1 and thread[0].deleted):
        raise SlackError("thread_not_found")
    first, limit = str(args.get("cursor") or ""), page(args, MOST_IN_PAGE, MOST_IN_PAGE)
    if first and first not in {each.ts for each in thread}:
        raise SlackError("invalid_cursor")
    rest = [each for each in thread if each.ts >= first]
    shown, later = rest[:limit], rest[limit:]
    answer: Json = {
        "messages": [wire.message(workspace, each) for each in shown],
        "has_more": bool(later),
    }
    return answer | ({"response_metadata": {"next_cursor": later[0].ts}} if later else {})


@_method("assistant.threads.setSuggestedPrompts")
def _suggest(workspace: Workspace, args: Json) -> Json:
    channel, given = need(args, "channel_id", "prompts")
    if visible(workspace, channel).kind != "im":
        raise SlackError("channel_not_found")
    if not isinstance(given, list) or len(given) > MOST_PROMPTS:
        sentence = f"[ERROR] must provide 1 to {MOST_PROMPTS} prompts [json-pointer:/prompts]"
        raise SlackError("invalid_arguments", (sentence,))
    prompts = [_prompt(each, place) for place, each in enumerate(given)]
    if not args.get("thread_ts"):  # with it, the method does nothing for an agent, and says ok
        workspace.agent.suggest(channel, prompts, str(args.get("title") or ""))
    return {}


@_method("assistant.threads.setStatus")
def _set_status(workspace: Workspace, args: Json) -> Json:
    channel, thread_ts = need(args, "channel_id", "thread_ts")
    status = args.get("status")
    if not isinstance(status, str):
        raise SlackError("invalid_arguments", ("[ERROR] missing required field: status",))
    joined(workspace, channel)
    if not workspace.thread(channel, thread_ts, workspace.app.user):
        raise SlackError("invalid_thread_ts")
    workspace.agent.set_status(channel, thread_ts, status)
    return {}


@_method("users.info")
def _user(workspace: Workspace, args: Json) -> Json:
    (user_id,) = need(args, "user")
    return {"user": wire.user(workspace, workspace.member(user_id))}


@_method("blocks.validate")
def _validate(_workspace: Workspace, args: Json) -> Json:
    given = [name for name in ("blocks", "message", "view") if name in args]
    if len(given) != 1:
        sentence = "must provide exactly one of `blocks`, `view`, or `message`"
        raise SlackError("invalid_arguments", (sentence,))
    value = args[given[0]]
    match given[0]:
        case "blocks":
            found, error = problems(value, "message"), "invalid_blocks"
        case "message":
            found, error = problems(value.get("blocks", []), "message"), "invalid_message"
        case _:
            found, error = view_problems(value), "invalid_view"
    if not found:
        return {}
    return {"ok": False, "error": error, "errors": [problem.json() for problem in found]}


def _triggered(workspace: Workspace, args: Json, show: Callable[[str, Json], View]) -> Json:
    """Show a modal to the person whose trigger id this is."""
    trigger, body = need(args, "trigger_id", "view")
    check_view(body, "modal")
    user = workspace.triggers.redeem(trigger)
    return {"view": wire.view(workspace, show(user, _body(body)))}


def _prompt(given: Any, place: int) -> Prompt:
    match given:
        case {"title": str(title), "message": str(message)} if title and message:
            return Prompt(title, message)
        case _:
            sentence = f"[ERROR] must provide title and message [json-pointer:/prompts/{place}]"
            raise SlackError("invalid_arguments", (sentence,))


def _body(view: Json) -> Json:
    return view | {"blocks": filled(view["blocks"])}


def _own(workspace: Workspace, args: Json, refusal: str) -> Message:
    channel, ts = need(args, "channel", "ts")
    found = workspace.message(channel, ts)
    if found.ephemeral_to is not None:
        raise SlackError("message_not_found")
    if not found.bot:
        raise SlackError(refusal)
    return found


def _told(workspace: Workspace, found: Message) -> Json:
    return {
        "channel": found.channel,
        "ts": found.ts,
        "message": wire.message(workspace, found),
    }
