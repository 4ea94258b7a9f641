"""A local Slack on loopback with a tiny app behind it, for tests of the playground."""

import asyncio
import json
import socket
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import uvicorn
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from playground.client import AppClient
from playground.faults import Faults
from playground.manifest import Command, Manifest, Shortcut
from playground.model import Channel, Json
from playground.sender import PATIENCE, signature
from playground.server import create_api
from playground.workspace import Workspace

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-local"
ADA = "U0ADA27K91"
GRACE = "U0GRACE5M3"
ALAN = "U0ALAN84TQ"
"""A guest of #general."""
JOAN = "U0JOAN62XF"
"""Of another workspace, in #partner-labs."""

Reply = Response | Callable[[Json], Awaitable[Response]]


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Received:
    """One request that reached the app."""

    headers: dict[str, str]
    body: bytes

    @property
    def payload(self) -> Json:
        """What an app reads: an event, an interaction, or a command's fields."""
        if self.headers["content-type"] == "application/json":
            return dict(json.loads(self.body))
        fields = dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        return dict(json.loads(fields["payload"])) if "payload" in fields else dict(fields)


@dataclass
class TinyApp:
    """Takes and keeps what is signed; answers as told, else 200 without a word."""

    received: list[Received] = field(default_factory=list)
    answers: deque[Reply] = field(default_factory=deque)

    async def take(self, request: Request) -> Response:
        body = await request.body()
        expected = signature(SECRET, request.headers["x-slack-request-timestamp"], body)
        if request.headers["x-slack-signature"] != expected:
            return Response(status_code=401)
        self.received.append(Received(dict(request.headers), body))
        answer = self.answers.popleft() if self.answers else Response()
        return answer if isinstance(answer, Response) else await answer(self.received[-1].payload)

    @property
    def payloads(self) -> list[Json]:
        return [each.payload for each in self.received]

    @property
    def last(self) -> Json:
        return self.received[-1].payload

    def asgi(self) -> Starlette:
        return Starlette(routes=[Route("/slack/events", self.take, methods=["POST"])])


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[str]:
    """Serve on a free port of 127.0.0.1; gives the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_level="warning", lifespan="off", ws="none")
        server = uvicorn.Server(config)
        # Not serve(): it takes over signals, and leaves a tenth of a second late.
        config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listener])
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.force_exit = True
            await server.shutdown(sockets=[listener])


@dataclass
class Local:
    """Everything a test touches."""

    workspace: Workspace
    client: AppClient
    app: TinyApp
    web: AsyncWebClient
    session: aiohttp.ClientSession
    base_url: str
    clock: Clock
    faults: Faults
    slept: list[float]

    @property
    def channel(self) -> Channel:
        return self.workspace.named("ml-platform")

    async def call(self, method: str, **args: Any) -> Json:
        """A Web API call in JSON with the right token; the answer as it is."""
        async with self.session.post(
            f"{self.base_url}/api/{method}",
            json=args,
            headers={"Authorization": f"Bearer {TOKEN}"},
        ) as answer:
            return dict(await answer.json())

    def texts(self, viewer: str = ADA, channel: str | None = None) -> list[str]:
        found = self.workspace.messages(channel or self.channel.id, viewer)
        return [message.text for message in found]


EVENTS = ("app_home_opened", "app_mention", "message.im")
"""What the tiny app subscribes to."""
SCOPES = (
    *("app_mentions:read", "assistant:write", "chat:write", "commands", "users:read"),
    *("canvases:write", "files:write"),
    *("im:history", "im:read", "im:write"),
    *("channels:history", "channels:read", "groups:history", "groups:read"),
)
"""Everything that a method or an event of the local Slack needs."""
NEW_DECISION = Shortcut("global", "new_decision", "Choose an orchestrator", "Opens a form")
ADVISE = Shortcut("message", "advise_on_thread", "Advise on this thread", "Reads the thread")


@asynccontextmanager
async def local(
    *,
    patience: float = PATIENCE,
    events: Collection[str] = EVENTS,
    scopes: Sequence[str] = SCOPES,
) -> AsyncIterator[Local]:
    """A workspace, its Web API and the tiny app, all running."""
    clock, app, faults = Clock(), TinyApp(), Faults()
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await asyncio.sleep(0)

    workspace = Workspace(token=TOKEN, scopes=scopes, clock=clock)
    async with (
        serving(create_api(workspace, faults)) as base_url,
        serving(app.asgi()) as app_url,
        aiohttp.ClientSession() as session,
    ):
        workspace.address = base_url
        client = AppClient(
            workspace,
            f"{app_url}/slack/events",
            SECRET,
            base_url=base_url,
            timeout=patience,
            sleep=sleep,
            manifest=Manifest(
                (Command("/orchestrator", "", ""),), tuple(events), (NEW_DECISION, ADVISE)
            ),
        )
        web = AsyncWebClient(TOKEN, base_url=f"{base_url}/api/", session=session)
        try:
            yield Local(workspace, client, app, web, session, base_url, clock, faults, slept)
        finally:
            await client.aclose()


def said(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def button(action_id: str = "go", **fields: Any) -> Json:
    """A button."""
    return {"type": "button", "action_id": action_id, "text": said("Go"), **fields}


def actions(*elements: Json, block_id: str = "acts") -> Json:
    """An actions block."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def modal(*blocks: Json, **fields: Any) -> Json:
    """A modal."""
    return {"type": "modal", "title": said("A form"), "blocks": list(blocks), **fields}


def question(block_id: str = "ask", **fields: Any) -> Json:
    """An input block with a text input, action_id ``answer``."""
    element = {"type": "plain_text_input", "action_id": "answer"}
    return {
        "type": "input",
        "block_id": block_id,
        "label": said("Team size"),
        "element": element,
        **fields,
    }


def form(**fields: Any) -> Json:
    """A modal with one question."""
    return modal(question(), submit=said("Send"), **{"callback_id": "form", **fields})


def answering(**body: Any) -> Response:
    """An answer in JSON."""
    return JSONResponse(body)
