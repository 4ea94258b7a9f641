"""A stand-in for Slack's Web API: real HTTP on loopback, with a record and scripted faults.

It shares no code with the local Slack of the playground.
"""

import asyncio
import itertools
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TEAM = "T0DOUBLE"
TOKEN = "xoxb-double-1"

READS = frozenset({"chat.getPermalink", "conversations.replies", "users.info"})
"""Methods that are asked with GET."""
FORMS = frozenset({"chat.scheduledMessages.list", "files.getUploadURLExternal"})
"""Methods that are sent a form; all others take JSON."""
NEEDS = {
    "canvases.create": "canvases:write",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "users.info": "users:read",
}
"""The scope that a method needs."""
SCHEDULED_AHEAD_MAX = 120 * 24 * 3600
"""Seconds that a message can be scheduled ahead."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    method: str
    arguments: Json


@dataclass
class Shown:
    """A message as it stands."""

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    thread_ts: str | None
    decision: str = ""
    """Which decision the metadata names."""
    post: str = ""
    """Which post of it: ``root.``, ``question.team_size``; '' where it belongs to no decision."""
    updates: int = 0


@dataclass(frozen=True)
class Fault:
    """What happens instead of an answer: an error code, a status, a dropped connection."""

    error: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drop_before: bool = False
    """Cut the connection without acting."""
    drop_after: bool = False
    """Act, then cut the connection: the caller cannot know."""
    delay: float = 0


@dataclass
class Posted:
    """A file in a thread."""

    filename: str
    title: str
    content: str
    channel: str
    thread_ts: str | None


class SlackDouble:
    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.messages: dict[tuple[str, str], Shown] = {}
        self.ephemerals: list[Json] = []
        self.views: list[Json] = []
        self.homes: dict[str, Json] = {}
        self.responses: list[Json] = []
        self.statuses: list[Json] = []
        self.prompts: list[Json] = []
        self.written: dict[tuple[str, str], list[Json]] = defaultdict(list)
        """What people wrote in the thread of a message: messages as Slack tells them."""
        self.scopes = {
            "app_mentions:read",
            "assistant:write",
            "chat:write",
            "commands",
            "im:history",
        }
        """What the workspace has granted."""
        self.people: dict[str, Json] = {}
        """What users.info tells of a person, beside what it tells of everybody."""
        self.scheduled: dict[str, Json] = {}
        """What is to be posted later, by id."""
        self.files: list[Posted] = []
        self.canvases: list[Json] = []
        self.upload_host = ""
        """Where files shall be sent; '' is here."""
        self.not_member: set[str] = set()
        self.no_direct_messages = False
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._ts = itertools.count(1)
        self._uploads: dict[str, tuple[str, bytes | None]] = {}
        self._changed = asyncio.Event()
        self.port = 0

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def response_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/commands/1/2/3"

    def thread(self, root: Shown) -> list[Shown]:
        """What else the app has posted in the thread where a root message stands."""
        thread_ts = root.thread_ts or root.ts
        return [
            each
            for each in self.messages.values()
            if each.thread_ts == thread_ts and each is not root
        ]

    def roots(self) -> list[Shown]:
        """The root messages of decisions, wherever they stand."""
        return [each for each in self.messages.values() if each.post == "root."]

    def turns(self, root: Shown) -> list[Shown]:
        """The messages that show turns of the decision of this root message."""
        return [
            each
            for each in self.messages.values()
            if each.decision == root.decision and each.post.startswith("turn.")
        ]

    @property
    def acts(self) -> list[Call]:
        """What was called beside the question who somebody is."""
        return [each for each in self.calls if each.method != "users.info"]

    def called(self, method: str) -> list[Json]:
        return [each.arguments for each in self.calls if each.method == method]

    async def until(self, holds: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until something has come true; fails with what is there after so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            texts = [message.text for message in self.messages.values()]
            raise AssertionError(f"never came true; messages: {texts}") from None

    @asynccontextmanager
    async def running(self, app: web.Application | None = None) -> AsyncIterator["SlackDouble"]:
        app = app or web.Application()
        app.router.add_post("/api/{method}", self._api)
        app.router.add_get("/api/{method}", self._api)
        app.router.add_post("/commands/1/2/3", self._response)
        app.router.add_post("/upload/v1/{file}", self._upload)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server = site._server
        assert isinstance(server, asyncio.Server)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _response(self, request: web.Request) -> web.Response:
        fault = self.faults["response_url"].popleft() if self.faults["response_url"] else None
        if fault:
            return web.Response(text=fault.error, status=fault.status)
        self.responses.append(await request.json())
        self._changed.set()
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        fault = self.faults["upload_url"].popleft() if self.faults["upload_url"] else None
        if fault and fault.drop_before:
            return self._cut(request)
        if fault:
            return web.Response(text=fault.error, status=fault.status)
        assert "Authorization" not in request.headers
        file = request.match_info["file"]
        self._uploads[file] = (self._uploads[file][0], await request.read())
        return web.Response(text="OK")

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        is_read = request.method == "GET"
        is_form = not is_read and request.content_type == "application/x-www-form-urlencoded"
        if is_read:
            arguments: Json = dict(request.query)
        else:
            arguments = dict(await request.post()) if is_form else await request.json()
        self.calls.append(Call(method, arguments))
        self._changed.set()
        fault = self.faults[method].popleft() if self.faults[method] else None
        if fault:
            await asyncio.sleep(fault.delay)
            if fault.drop_before:
                return self._cut(request)
            if fault.status != 200 or fault.error:
                self._changed.set()
                return web.json_response(
                    {"ok": False, "error": fault.error}, status=fault.status, headers=fault.headers
                )
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            answer: Json = {"ok": False, "error": "invalid_auth"}
        elif is_read != (method in READS) or is_form != (method in FORMS):
            answer = {"ok": False, "error": "invalid_arguments"}
        elif NEEDS.get(method, "chat:write") not in {*self.scopes, "chat:write"}:
            answer = {"ok": False, "error": "missing_scope"}
        else:
            answer = getattr(self, "_" + method.replace(".", "_"))(arguments)
        self._changed.set()
        if fault and fault.drop_after:
            return self._cut(request)
        headers = {"x-oauth-scopes": ",".join(sorted(self.scopes))}
        return web.json_response(answer, headers=headers)

    def _cut(self, request: web.Request) -> web.Response:
        self._changed.set()
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    def _chat_postMessage(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        channel = arguments["channel"]
        if channel in self.not_member:
            return {"ok": False, "error": "not_in_channel"}
        if channel.startswith("U"):
            if self.no_direct_messages:
                return {"ok": False, "error": "channel_not_found"}
            channel = "D" + channel[1:]
        ts = f"{time.time():.0f}.{next(self._ts):06d}"
        event = arguments.get("metadata", {"event_payload": {}})["event_payload"]
        self.messages[channel, ts] = Shown(
            channel,
            ts,
            arguments["text"],
            arguments["blocks"],
            arguments.get("thread_ts"),
            event.get("decision", ""),
            event.get("post", ""),
        )
        return {"ok": True, "channel": channel, "ts": ts}

    def _chat_update(self, arguments: Json) -> Json:
        shown = self.messages.get((arguments["channel"], arguments["ts"]))
        if shown is None:
            return {"ok": False, "error": "message_not_found"}
        shown.text, shown.blocks = arguments["text"], arguments["blocks"]
        shown.updates += 1
        return {"ok": True, "channel": shown.channel, "ts": shown.ts}

    def _chat_delete(self, arguments: Json) -> Json:
        if self.messages.pop((arguments["channel"], arguments["ts"]), None) is None:
            return {"ok": False, "error": "message_not_found"}
        return {"ok": True, "channel": arguments["channel"], "ts": arguments["ts"]}

    def _chat_scheduleMessage(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        # Slack never posts what was scheduled with metadata.
        assert "metadata" not in arguments
        ahead = arguments["post_at"] - time.time()
        if arguments["channel"] in self.not_member:
            return {"ok": False, "error": "not_in_channel"}
        if ahead <= 0:
            return {"ok": False, "error": "time_in_past"}
        if ahead > SCHEDULED_AHEAD_MAX:
            return {"ok": False, "error": "time_too_far"}
        scheduled_id = f"Q{next(self._ts)}"
        self.scheduled[scheduled_id] = arguments
        post_at = arguments["post_at"]
        return {"ok": True, "scheduled_message_id": scheduled_id, "post_at": post_at}

    def _chat_scheduledMessages_list(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        oldest, latest = int(arguments["oldest"]), int(arguments["latest"])
        found = [
            {
                "id": scheduled_id,
                "channel_id": each["channel"],
                "post_at": each["post_at"],
                "text": each["text"],
            }
            for scheduled_id, each in self.scheduled.items()
            if each["channel"] == arguments["channel"] and oldest <= each["post_at"] <= latest
        ]
        return {"ok": True, "scheduled_messages": found[: int(arguments["limit"])]}

    def _chat_deleteScheduledMessage(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        if self.scheduled.pop(arguments["scheduled_message_id"], None) is None:
            return {"ok": False, "error": "invalid_scheduled_message_id"}
        return {"ok": True}

    def _files_getUploadURLExternal(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        file = f"F{next(self._ts)}"
        self._uploads[file] = (arguments["filename"], None)
        host = self.upload_host or f"http://127.0.0.1:{self.port}"
        return {"ok": True, "upload_url": f"{host}/upload/v1/{file}", "file_id": file}

    def _files_completeUploadExternal(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        channel = arguments["channel_id"]
        if channel in self.not_member:
            return {"ok": False, "error": "not_in_channel"}
        for each in arguments["files"]:
            filename, data = self._uploads.pop(each["id"])
            assert data is not None
            self.files.append(
                Posted(filename, each["title"], data.decode(), channel, arguments.get("thread_ts"))
            )
        return {"ok": True, "files": arguments["files"]}

    def _canvases_create(self, arguments: Json) -> Json:
        self.canvases.append(arguments)
        return {"ok": True, "canvas_id": f"F{next(self._ts)}"}

    def _users_info(self, arguments: Json) -> Json:
        user = arguments["user"]
        known = {"id": user, "team_id": TEAM, "name": user.lower(), "tz": "Etc/UTC"}
        return {"ok": True, "user": {**known, **self.people.get(user, {})}}

    def _chat_postEphemeral(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        self.ephemerals.append(arguments)
        return {"ok": True, "message_ts": "1700000001.000001"}

    def _views_open(self, arguments: Json) -> Json:
        self.views.append(arguments)
        return {"ok": True, "view": {"id": "V1"}}

    def _views_publish(self, arguments: Json) -> Json:
        self.homes[arguments["user_id"]] = arguments["view"]
        return {"ok": True, "view": {"id": "V2"}}

    def _auth_test(self, _arguments: Json) -> Json:
        return {
            "ok": True,
            "url": "https://double.slack.com/",
            "team_id": TEAM,
            "user_id": "U0BOT",
            "bot_id": "B0BOT",
        }

    def _chat_getPermalink(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        channel, ts = arguments["channel"], arguments["message_ts"]
        if (channel, ts) not in self.messages:
            return {"ok": False, "error": "message_not_found"}
        path = f"archives/{channel}/p{ts.replace('.', '')}"
        return {"ok": True, "channel": channel, "permalink": f"https://double.slack.com/{path}"}

    def _conversations_replies(self, arguments: Json) -> Json:
        channel, thread_ts = arguments["channel"], arguments["ts"]
        needed = "im:history" if channel.startswith("D") else "channels:history"
        if needed not in self.scopes:
            return {"ok": False, "error": "missing_scope"}
        own = [
            {"bot_id": "B0BOT", "user": "U0BOT", "text": each.text, "ts": each.ts}
            for each in self.messages.values()
            if each.channel == channel and thread_ts in {each.ts, each.thread_ts}
        ]
        messages = sorted(
            [*self.written[channel, thread_ts], *own], key=lambda each: str(each["ts"])
        )
        if not messages:
            return {"ok": False, "error": "thread_not_found"}
        return {"ok": True, "messages": messages[: int(arguments["limit"])], "has_more": False}

    def _assistant_threads_setStatus(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        self.statuses.append(arguments)
        return {"ok": True}

    def _assistant_threads_setSuggestedPrompts(self, arguments: Json) -> Json:  # noqa: N802 - same
        self.prompts.append(arguments)
        return {"ok": True}
