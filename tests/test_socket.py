"""``orchestrator socket`` as a process, against a WebSocket of a stand-in for Slack."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import WSMsgType, web

from tests import signed
from tests.ports import free_port
from tests.signed import Signed
from tests.slack_double import TOKEN, SlackDouble
from tests.test_process import output, process

APP_TOKEN = "xapp-double-1"
Json = dict[str, Any]


@dataclass
class SocketDouble:
    """Hands out a WebSocket and speaks Slack's envelopes over it."""

    port: int = 0
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    answers: dict[str, Json] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    refuses: bool = False
    error: str = ""
    asked: int = 0
    """How often somebody wanted to connect."""

    async def send(self, envelope_id: str, kind: str, payload: Json) -> None:
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": True,
        }
        await self.sockets[-1].send_json(envelope)

    async def until(self, holds: Any, seconds: float = 20) -> None:
        async with asyncio.timeout(seconds):
            while not holds():
                self.changed.clear()
                await self.changed.wait()

    async def opened(self, request: web.Request) -> web.Response:
        if request.headers["Authorization"] != f"Bearer {APP_TOKEN}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if self.error:
            return web.json_response({"ok": False, "error": self.error})
        self.asked += 1
        self.changed.set()
        url = f"ws://127.0.0.1:{self.port}/socket?ticket=secret-ticket"
        return web.json_response({"ok": True, "url": url})

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        if self.refuses:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.sockets.append(socket)
        self.changed.set()
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                answer = json.loads(message.data)
                self.answers[answer["envelope_id"]] = answer
                self.changed.set()
        return socket


@pytest.fixture
async def doubles() -> AsyncIterator[tuple[SlackDouble, SocketDouble]]:
    """The Web API with apps.connections.open, on one port."""
    slack, sockets = SlackDouble(), SocketDouble()
    async with serving(slack, sockets):
        yield slack, sockets


@asynccontextmanager
async def serving(slack: SlackDouble, sockets: SocketDouble) -> AsyncIterator[None]:
    app = web.Application()
    app.router.add_post("/api/apps.connections.open", sockets.opened)
    app.router.add_get("/socket", sockets.socket)
    async with slack.running(app=app):
        sockets.port = slack.port
        yield


def payload_of(request: Signed) -> Json:
    """What Slack would put into an envelope instead of a form."""
    fields = dict(parse_qsl(request.body.decode()))
    return json.loads(fields["payload"]) if "payload" in fields else fields


async def test_a_conversation_over_a_websocket_counts_redeliveries_once(
    doubles: tuple[SlackDouble, SocketDouble], database_url: str, tmp_path: Path
) -> None:
    slack, sockets = doubles
    environment = {
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
    }
    async with process(["socket"], environment, tmp_path) as child:
        await sockets.until(lambda: bool(sockets.sockets), seconds=30)
        command = payload_of(
            signed.command("recommend 8 engineers", response_url=slack.response_url)
        )
        for envelope_id in ("e1", "e2"):
            await sockets.send(envelope_id, "slash_commands", command)
        await sockets.until(lambda: {"e1", "e2"} <= set(sockets.answers))
        told = [answer.get("payload", {}).get("text", "") for answer in sockets.answers.values()]
        assert sorted(bool(text) for text in told) == [False, True]

        await slack.until(lambda: len(slack.messages) == 2)
        root, question = slack.messages.values()
        click = payload_of(signed.action(question, "choose.model_count.3"))
        await sockets.send("e3", "interactive", click)
        await slack.until(lambda: "2 of 4" in root.text)

        child.send_signal(signal.SIGTERM)
        printed = await output(child)
    assert child.returncode == 0, printed
    assert len(slack.roots()) == 1
    for secret in (APP_TOKEN, TOKEN, "engineers"):
        assert secret not in printed


async def test_a_wrong_app_token_is_one_clear_line(
    doubles: tuple[SlackDouble, SocketDouble], tmp_path: Path
) -> None:
    environment = {
        "SLACK_APP_TOKEN": "xapp-wrong-1",
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": doubles[0].api_url,
    }
    async with process(["socket"], environment, tmp_path) as child:
        printed = await output(child)
    assert child.returncode == 1
    assert printed.startswith("SLACK_APP_TOKEN")
    assert "invalid_auth" in printed
    assert len(printed.strip().splitlines()) == 1
    assert "xapp-wrong" not in printed


async def test_a_slack_that_is_away_at_the_start_is_one_clear_line(tmp_path: Path) -> None:
    environment = {
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": f"http://127.0.0.1:{free_port()}/api/",
    }
    async with process(["socket"], environment, tmp_path) as child:
        printed = await output(child)
    assert child.returncode == 1
    assert printed.startswith("SLACK_API_URL")


async def test_it_can_be_stopped_while_it_is_trying_to_connect(
    doubles: tuple[SlackDouble, SocketDouble], tmp_path: Path
) -> None:
    slack, sockets = doubles
    sockets.refuses = True
    environment = {
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": slack.api_url,
    }
    async with process(["socket"], environment, tmp_path) as child:
        await sockets.until(lambda: sockets.asked >= 2, seconds=30)
        child.send_signal(signal.SIGTERM)
        printed = await output(child)
    assert child.returncode == 0, printed
    assert "secret-ticket" not in printed


async def test_a_slack_that_is_unwell_is_not_blamed_on_the_token(
    doubles: tuple[SlackDouble, SocketDouble], tmp_path: Path
) -> None:
    slack, sockets = doubles
    sockets.error = "internal_error"
    environment = {
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": slack.api_url,
    }
    async with process(["socket"], environment, tmp_path) as child:
        printed = await output(child)
    assert child.returncode == 1
    assert printed.startswith("SLACK_API_URL")
