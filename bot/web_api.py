"""One call of Slack's Web API, and what its failures mean.

No retries are left to the client: a dropped connection would post a message twice.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Final, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

logger = structlog.stdlib.get_logger(__name__)

TIMEOUT: Final = aiohttp.ClientTimeout(total=8, connect=2)
"""Seconds. With the retries below a call ends well inside a post's lease."""
PAUSE_SECONDS_MAX = 300.0
"""The longest pause we believe when Slack says Retry-After."""

Blocks = list[dict[str, Any]]
Taken = TypeVar("Taken")


class SlackError(Exception):
    """A call that did not succeed."""


class NotSentError(SlackError):
    """The request never reached Slack: it is safe to send again at once."""


class NotTakenError(SlackError):
    """Slack's door said that nobody is in: the request was not acted on, try again later."""


class AmbiguousError(SlackError):
    """Nobody knows whether Slack acted: timeout, dropped connection, 500, unreadable answer."""


class RateLimitedError(SlackError):
    """Slack asks to wait so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"rate limited for {seconds:g} s")
        self.seconds = seconds


class RefusedError(SlackError):
    """Slack read the request and said no; ``code`` is its error code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


UNAVAILABLE = frozenset({502, 503})
"""What a proxy answers before the request has reached anything that acts."""
ASKS_TO_WAIT = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
"""Error codes that mean 429."""
PASSING = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
"""Error codes of a Slack that is unwell: what became of the request is unknown."""

NOT_WELCOME = frozenset(
    {
        "not_in_channel",
        "cannot_reply_to_message",
        "channel_not_found",
        "is_archived",
        "no_permission",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
    }
)
"""Error codes: the app may not post in this channel, or not in this thread."""
UNDRAWABLE = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
"""Error codes: Slack does not take the blocks; it may take fewer, or the text alone."""
WRONG_TOKEN = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
"""Error codes: the token does not work, and somebody may mend it."""


class WebApi:
    """The Web API for one bot token, over a shared HTTP session."""

    def __init__(self, token: str, url: str, session: aiohttp.ClientSession) -> None:
        self._client = AsyncWebClient(token=token, base_url=url, session=session, retry_handlers=[])

    async def show(
        self, method: str, text: str, blocks: Blocks, **arguments: Any
    ) -> Mapping[str, Any]:
        """A message, as much of it as Slack draws."""
        return await drawn(
            method,
            blocks,
            lambda fewer: self.call(method, text=text, blocks=fewer, **arguments),
        )

    async def call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """A call that acts."""
        return _object(await self._request(method, json=arguments))

    async def read(self, method: str, **arguments: str | int) -> Mapping[str, Any]:
        """A call that reads: Slack takes no JSON from these."""
        return _object(await self._request(method, http_verb="GET", params=arguments))

    async def fill_in(self, method: str, **arguments: str | int) -> Mapping[str, Any]:
        """A call with a form: Slack takes no JSON from these either."""
        return _object(await self._request(method, data=arguments))

    async def scopes(self) -> frozenset[str]:
        """What the workspace has granted to the token."""
        response = await self._request("auth.test", json={})
        granted = str(response.headers.get("x-oauth-scopes", ""))
        return frozenset(filter(None, (scope.strip() for scope in granted.split(","))))

    async def _request(self, method: str, **how: Any) -> AsyncSlackResponse:
        """One call. What never left is sent again, three times in all; nothing else is."""
        attempts = AsyncRetrying(
            retry=retry_if_exception_type(NotSentError),
            stop=stop_after_attempt(3),
            wait=wait_random_exponential(multiplier=0.2, max=1),
            reraise=True,
        )
        async for attempt in attempts:
            with attempt:
                return await self._request_once(method, how)
        raise AssertionError("tenacity returns or raises")

    async def _request_once(self, method: str, how: dict[str, Any]) -> AsyncSlackResponse:
        try:
            return await self._client.api_call(method, **how)
        except SlackApiError as error:
            raise _meaning(error) from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSentError(type(error).__name__) from None
        # The client raises AttributeError where a 200 holds no JSON object.
        except (aiohttp.ClientError, TimeoutError, AttributeError) as error:
            raise AmbiguousError(type(error).__name__) from None


async def drawn(method: str, blocks: Blocks, send: Callable[[Blocks], Awaitable[Taken]]) -> Taken:
    """Send blocks; where Slack cannot draw them, without their charts, then the text alone."""
    for fewer in _fewer_and_fewer(blocks):
        try:
            return await send(fewer)
        except RefusedError as error:
            if error.code not in UNDRAWABLE:
                raise
            logger.error("blocks_refused", method=method, code=error.code)  # noqa: TRY400 - Slack's code says it all
    return await send([])


def _fewer_and_fewer(blocks: Blocks) -> Iterator[Blocks]:
    if blocks:
        yield blocks
    without_charts = [each for each in blocks if each["type"] != "data_visualization"]
    if without_charts and without_charts != blocks:
        yield without_charts


def _object(response: AsyncSlackResponse) -> Mapping[str, Any]:
    if not isinstance(response.data, dict):
        raise AmbiguousError("no JSON object")
    return response.data


def _meaning(error: SlackApiError) -> SlackError:
    response = error.response
    status = getattr(response, "status_code", getattr(response, "status", 0))
    headers = getattr(response, "headers", {})
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    if status == 429 or code in ASKS_TO_WAIT:  # noqa: PLR2004 - HTTP's own number
        return RateLimitedError(_seconds(headers.get("Retry-After", "")))
    if status in UNAVAILABLE:
        return NotTakenError(f"http_{status}")
    if status != 200 or not isinstance(code, str) or code in PASSING:  # noqa: PLR2004
        return AmbiguousError(f"http_{status}" if not isinstance(code, str) else code)
    return RefusedError(code)


def _seconds(retry_after: str) -> float:
    """Slack sends whole seconds, proxies have sent 1.5; nonsense waits a little."""
    try:
        seconds = float(retry_after)
    except ValueError:
        return 1.0
    return min(max(seconds, 0.1), PAUSE_SECONDS_MAX) if seconds == seconds else 1.0  # noqa: PLR0124
