"""Signed requests to the app, with Slack's patience and its retries of events."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import urlencode

import aiohttp

from playground.model import Json, SlackError

RETRY_WAITS = (0.0, 60.0, 300.0)
"""Seconds before each retry of an event (docs.slack.dev/apis/events-api, error handling)."""
PATIENCE = 3.0
"""Seconds in which an app must answer."""
_TAKEN = range(200, 300)
_FAULTS = range(500, 600)
_REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed"}


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """X-Slack-Signature of a body (docs.slack.dev/authentication/verifying-requests-from-slack)."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Sender:
    """Sends to one app.

    Args:
        url: the app's request URL.
        signing_secret: what requests are signed with.
        clock: seconds since 1970, for the signature.
        timeout: how long to wait for an answer, in seconds.
        retry_waits: seconds to wait before each retry of an event.
        sleep: waits that long.
    """

    def __init__(
        self,
        url: str,
        signing_secret: str,
        *,
        clock: Callable[[], float],
        timeout: float = PATIENCE,
        retry_waits: Sequence[float] = RETRY_WAITS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._url = url
        self._secret = signing_secret
        self._clock = clock
        self._timeout = timeout
        self._retry_waits = retry_waits
        self._sleep = sleep
        self._session: aiohttp.ClientSession | None = None

    async def form(self, fields: Mapping[str, str]) -> bytes:
        """Send a command or an interaction, once; gives the body of the answer.

        Raises:
            SlackError: operation_timeout (no answer in time), dispatch_failed (no connection, or
                the app refused with a status below 500), app_error (any other failure).
        """
        body = urlencode(fields).encode()
        status, answer, _ = await self._post(body, "application/x-www-form-urlencoded", {})
        if status in _FAULTS:
            raise SlackError("app_error")
        if status not in _TAKEN:
            raise SlackError("dispatch_failed")
        return answer

    async def event(self, envelope: Json) -> bool:
        """Send an event until the app takes it; False when all retries were in vain."""
        body = json.dumps(envelope).encode()
        extra: dict[str, str] = {}
        for retry in range(len(self._retry_waits) + 1):
            if retry:
                await self._sleep(self._retry_waits[retry - 1])
                extra["X-Slack-Retry-Num"] = str(retry)
            try:
                status, _, headers = await self._post(body, "application/json", extra)
            except SlackError as error:
                extra["X-Slack-Retry-Reason"] = _REASONS[error.code]
                continue
            if status in _TAKEN:
                return True
            if headers.get("X-Slack-No-Retry") == "1":
                return False
            extra["X-Slack-Retry-Reason"] = "http_error"
        return False

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(
        self, body: bytes, content_type: str, extra: Mapping[str, str]
    ) -> tuple[int, bytes, Mapping[str, str]]:
        timestamp = str(int(self._clock()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
            **extra,
        }
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with (
                asyncio.timeout(self._timeout),
                self._session.post(
                    self._url, data=body, headers=headers, allow_redirects=False
                ) as answer,
            ):
                return answer.status, await answer.read(), answer.headers
        except TimeoutError:
            raise SlackError("operation_timeout") from None
        except aiohttp.ClientError:
            raise SlackError("dispatch_failed") from None
