"""Slack over a WebSocket that we open: for networks that let nothing in."""

import asyncio
import signal

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import running
from bot.failures import CannotStartError
from bot.settings import Settings

logger = structlog.stdlib.get_logger(__name__)


async def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. The connection is renewed by the client.

    Raises:
        CannotStartError: a token is missing, or the database or the knowledge cannot be used.
    """
    if settings.slack_app_token is None:
        raise CannotStartError("SLACK_APP_TOKEN is not set.")
    stopping = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    async with running(settings) as parts:
        handler = AsyncSocketModeHandler(
            parts.bolt,
            settings.slack_app_token.get_secret_value(),
            web_client=AsyncWebClient(base_url=settings.slack_api_url),
        )
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]
            logger.info("connected", mode="socket")
            await stopping.wait()
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]
