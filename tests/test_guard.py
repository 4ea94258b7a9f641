"""The guard: only what Slack signed gets in, and nothing of it into the log."""

import json
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from structlog.testing import capture_logs

from bot.web.guard import BODY_BYTES_MAX, SKEW_SECONDS_MAX, Guard, is_signed
from tests.bot_under_test import Bot, bot_running
from tests.signed import SECRET, Signed, signed
from tests.slack_double import SlackDouble

JSON = "application/json"


def good_request() -> Signed:
    """Signed now: Slack's signature is good for five minutes."""
    return signed(b'{"a": 1}', JSON)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A guard before an app that gives the body back."""

    async def echo(request: Request) -> PlainTextResponse:
        return PlainTextResponse(await request.body())

    inner = Starlette(routes=[Route("/", echo, methods=["POST"])])
    guard = Guard(inner, [b"an-old-secret", SECRET.encode()])
    transport = httpx.ASGITransport(app=guard)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as opened:
        yield opened


async def post(client: httpx.AsyncClient, request: Signed) -> httpx.Response:
    return await client.post("/", content=request.body, headers=request.headers)


async def test_what_slack_signed_passes_with_its_body(client: httpx.AsyncClient) -> None:
    good = good_request()
    response = await post(client, good)
    assert (response.status_code, response.content) == (200, good.body)


async def test_both_secrets_are_good_while_one_replaces_the_other(
    client: httpx.AsyncClient,
) -> None:
    assert (await post(client, signed(b"x", JSON, secret="an-old-secret"))).status_code == 200


def forged() -> dict[str, dict[str, str]]:
    """Made when it is used: what was signed while the tests were collected may be too old."""
    good = good_request()
    return {
        "no headers": {},
        "another secret": signed(good.body, JSON, secret="guessed").headers,
        "another body": signed(b"other", JSON).headers,
        "too old": signed(good.body, JSON, at=time.time() - SKEW_SECONDS_MAX - 5).headers,
        "from the future": signed(
            good.body, JSON, at=time.time() + SKEW_SECONDS_MAX + 3600
        ).headers,
        "timestamp is a word": {**good.headers, "X-Slack-Request-Timestamp": "now"},
        "timestamp is a float": {**good.headers, "X-Slack-Request-Timestamp": "1.5e9"},
        "timestamp is endless": {**good.headers, "X-Slack-Request-Timestamp": "9" * 5000},
        "signature without version": {**good.headers, "X-Slack-Signature": "0" * 64},
        "signature is empty": {**good.headers, "X-Slack-Signature": ""},
    }


@pytest.mark.parametrize("how", forged())
async def test_a_forged_request_is_401_with_one_short_log_line(
    client: httpx.AsyncClient, how: str
) -> None:
    with capture_logs() as logs:
        response = await post(client, Signed(good_request().body, forged()[how]))
    assert response.status_code == 401
    assert len(logs) == 1
    assert len(json.dumps(logs[0])) < 512
    assert set(logs[0]) == {"event", "log_level", "status"}


async def test_a_signature_that_is_no_ascii_is_401(client: httpx.AsyncClient) -> None:
    headers = [
        (
            b"X-Slack-Request-Timestamp",
            good_request().headers["X-Slack-Request-Timestamp"].encode(),
        ),
        (b"X-Slack-Signature", "v0=é".encode()),
    ]
    response = await client.post("/", content=b"{}", headers=headers)
    assert response.status_code == 401


async def test_too_long_a_body_is_413_even_when_signed(client: httpx.AsyncClient) -> None:
    fits = signed(b"x" * BODY_BYTES_MAX, JSON)
    assert (await post(client, fits)).status_code == 200
    too_long = signed(b"x" * (BODY_BYTES_MAX + 1), JSON)
    assert (await post(client, too_long)).status_code == 413


async def test_a_body_of_undeclared_length_is_cut_off(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 65536

    response = await client.post("/", content=endless(), headers=good_request().headers)
    assert response.status_code == 413


def test_an_empty_secret_is_no_secret() -> None:
    for secrets in ([], [b""], [b"good", b""]):
        with pytest.raises(ValueError, match="signing secret"):
            Guard(Starlette(), secrets)


@settings(max_examples=300)
@given(timestamp=st.binary(max_size=30), signature=st.binary(max_size=80), body=st.binary())
def test_nothing_made_up_is_ever_signed(timestamp: bytes, signature: bytes, body: bytes) -> None:
    assert not is_signed([SECRET.encode()], timestamp, signature, body, time.time())


@pytest.fixture
async def bot(slack: SlackDouble, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bot]:
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('db') / 'bot.db'}"
    async with bot_running(slack, url) as running:
        yield running


UNREADABLE = {
    "not JSON": (b"{", JSON),
    "a list": (b"[]", JSON),
    "a number": (b"1", JSON),
    "null": (b"null", JSON),
    "deep": (b"[" * 100_000, JSON),
    "a huge number": (b'{"type": ' + b"9" * 5000 + b"}", JSON),
    "no UTF-8": (b"\xff\xfe", JSON),
    "a form with a broken payload": (b"payload=%7B", "application/x-www-form-urlencoded"),
    "a form with a list": (b"payload=%5B%5D", "application/x-www-form-urlencoded"),
    "an empty form": (b"", "application/x-www-form-urlencoded"),
    "an event without a body": (b'{"type": "event_callback"}', JSON),
    "an event of a wrong type": (b'{"type": "event_callback", "event": []}', JSON),
    "an id with a lone surrogate": (
        json.dumps(
            {
                "type": "event_callback",
                "event_id": "Ev1",
                "team_id": "T1",
                "event": {"type": "message", "channel_type": "im", "user": "\ud800", "ts": "1.1"},
            }
        ).encode(),
        JSON,
    ),
    "an action without actions": (
        b"payload=%7B%22type%22%3A%22block_actions%22%7D",
        "application/x-www-form-urlencoded",
    ),
    "a shortcut without a person": (
        b"payload=%7B%22type%22%3A%22shortcut%22%2C%22callback_id%22%3A%22new_decision%22%7D",
        "application/x-www-form-urlencoded",
    ),
    "a shortcut of no message": (
        b"payload=%7B%22type%22%3A%22message_action%22%7D",
        "application/x-www-form-urlencoded",
    ),
}


@pytest.mark.parametrize(("body", "content_type"), UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_signed_nonsense_is_refused_without_a_failure(
    bot: Bot, body: bytes, content_type: str
) -> None:
    with capture_logs() as logs:
        response = await bot.send(signed(body, content_type))
    # Bolt answers 404 to what no listener takes.
    assert response.status_code == (404 if body == b"" else 400)
    assert "Traceback" not in response.text
    assert all(entry["log_level"] != "error" for entry in logs)


async def test_ssl_check_is_not_answered_unsigned(bot: Bot) -> None:
    response = await bot.client.post("/slack/events", data={"ssl_check": "1"})
    assert response.status_code == 401


async def test_the_address_is_verified_by_slack_with_a_signed_challenge(bot: Bot) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
    response = await bot.send(signed(body, JSON))
    assert (response.status_code, response.json()) == (200, {"challenge": "abc"})


async def test_health_and_readiness_answer(bot: Bot) -> None:
    assert (await bot.client.get("/healthz")).json() == {"status": "ok"}
    assert (await bot.client.get("/readyz")).json() == {"status": "ok"}
    assert (await bot.client.get("/slack/events")).status_code == 405
    assert (await bot.client.get("/")).status_code == 404
