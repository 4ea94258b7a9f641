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

READS = frozenset({"chat.getPermalink", "conversations.replies"})
"""Methods that take no JSON."""

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
        self.not_member: set[str] = set()
        self.no_direct_messages = False
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._ts = itertools.count(1)
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

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        is_read = request.method == "GET"
        arguments = dict(request.query) if is_read else await request.json()
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
        elif is_read != (method in READS):
            answer = {"ok": False, "error": "invalid_arguments"}
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
        return {"ok": True, "team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0BOT"}

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
