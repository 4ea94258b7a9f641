"""Slack over a WebSocket that we open: for networks that let nothing in."""

import asyncio
import signal
from contextlib import suppress

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import running
from bot.failures import CannotStartError
from bot.settings import Settings
from bot.slack import WRONG_TOKEN

ADDRESS_SECONDS = 20.0
"""How long one address is tried before a new one is asked for."""

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
    """Try until it is connected, however long that takes.

    The client tries one address for ever, and Slack's addresses are good once and for a short time.
    """
    while True:
        handler.client.wss_uri = None
        with suppress(TimeoutError):
            async with asyncio.timeout(ADDRESS_SECONDS):
                await handler.connect_async()  # type: ignore[no-untyped-call]
                logger.info("connected", mode="socket")
                return


async def _try_once(client: AsyncWebClient, token: str) -> None:
    """A wrong token would be tried for ever: ask before."""
    try:
        await client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        code = error.response.get("error") if isinstance(error.response.data, dict) else None
        if code in WRONG_TOKEN:
            raise CannotStartError(
                f"SLACK_APP_TOKEN: Slack refuses it ({code}); make an app-level token (xapp-...) "
                "with connections:write in Basic Information."
            ) from None
        status = getattr(error.response, "status_code", "")
        raise _no_slack(f"{code or status}") from None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise _no_slack(type(error).__name__) from None


def _no_slack(why: str) -> CannotStartError:
    return CannotStartError(
        f"SLACK_API_URL: Slack does not answer as it should ({why}); try again in a while."
    )
