"""Slack over a WebSocket that we open: for networks that let nothing in."""

import asyncio
import signal

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError
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
    client = AsyncWebClient(base_url=settings.slack_api_url, retry_handlers=[])
    token = settings.slack_app_token.get_secret_value()
    await _try_once(client, token)
    async with running(settings) as parts:
        handler = AsyncSocketModeHandler(parts.bolt, token, web_client=client)
        connecting = asyncio.create_task(_connect(handler))
        try:
            await stopping.wait()
        finally:
            connecting.cancel()
            await asyncio.wait({connecting})
            await handler.close_async()  # type: ignore[no-untyped-call]


async def _connect(handler: AsyncSocketModeHandler) -> None:
    """The client tries until it is connected, however long that takes."""
    await handler.connect_async()  # type: ignore[no-untyped-call]
    logger.info("connected", mode="socket")


async def _try_once(client: AsyncWebClient, token: str) -> None:
    """A wrong token would be tried for ever: ask before."""
    try:
        await client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        code = error.response.get("error")
        raise CannotStartError(
            f"SLACK_APP_TOKEN: Slack refuses it ({code}); make an app-level token (xapp-...) with "
            "connections:write in Basic Information."
        ) from None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise CannotStartError(
            f"SLACK_API_URL: Slack does not answer ({type(error).__name__}); check the network."
        ) from None
