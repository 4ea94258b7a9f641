"""Every call to Slack's Web API that we make, and what its failures mean.

No retries are left to the client: a dropped connection would post a message twice.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

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

from bot.place import Place

logger = structlog.stdlib.get_logger(__name__)

TIMEOUT = aiohttp.ClientTimeout(total=8, connect=2)
"""Seconds. With the retries below a call ends well inside a post's lease."""
PAUSE_SECONDS_MAX = 300.0
"""The longest pause we believe when Slack says Retry-After."""

THREAD_MAX = 100
"""Messages of a thread that are read; Slack gives some apps 15 at most."""

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

_BY_PEOPLE = frozenset({None, "file_share", "me_message", "thread_broadcast"})
"""Subtypes of what people write; the others tell of joins, topics and bots."""


class Slack:
    """The Web API for one bot token, over a shared HTTP session."""

    def __init__(self, token: str, api_url: str, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._api_url = api_url
        self._client = AsyncWebClient(
            token=token, base_url=api_url, session=session, retry_handlers=[]
        )

    async def post_message(
        self,
        *,
        channel: str,
        text: str,
        blocks: Blocks,
        thread_ts: str | None = None,
        event: Mapping[str, str] | None = None,
    ) -> Place:
        """Post a message; ``event`` travels as metadata and tells which post of ours it is."""
        metadata = {"event_type": "orchestrator_post", "event_payload": dict(event or {})}
        answer = await self._show(
            "chat.postMessage",
            text,
            blocks,
            channel=channel,
            unfurl_links=False,
            unfurl_media=False,
            **({"metadata": metadata} if event else {}),
            **({"thread_ts": thread_ts} if thread_ts else {}),
        )
        return Place(str(answer["channel"]), str(answer["ts"]))

    async def update_message(self, place: Place, *, text: str, blocks: Blocks) -> None:
        """Replace what a message shows."""
        await self._show("chat.update", text, blocks, channel=place.channel, ts=place.ts)

    async def post_ephemeral(
        self, *, channel: str, user: str, text: str, blocks: Blocks, thread_ts: str | None = None
    ) -> None:
        """Tell one person something, in the channel or thread where they are."""
        await self._show(
            "chat.postEphemeral",
            text,
            blocks,
            channel=channel,
            user=user,
            **({"thread_ts": thread_ts} if thread_ts else {}),
        )

    async def set_status(self, channel: str, thread_ts: str, status: str) -> None:
        """Say in a thread what the app is doing; '' says nothing any more."""
        await self._call(
            "assistant.threads.setStatus", channel_id=channel, thread_ts=thread_ts, status=status
        )

    async def set_suggested_prompts(
        self, channel: str, prompts: Sequence[tuple[str, str]], title: str
    ) -> None:
        """Offer in a direct message what one may write: titles and messages, at most four."""
        await self._call(
            "assistant.threads.setSuggestedPrompts",
            channel_id=channel,
            prompts=[{"title": each, "message": message} for each, message in prompts],
            title=title,
        )

    async def permalink(self, place: Place) -> str:
        """The address under which people find a message."""
        answer = await self._read("chat.getPermalink", channel=place.channel, message_ts=place.ts)
        return str(answer["permalink"])

    async def thread(self, channel: str, ts: str) -> list[tuple[str, str]]:
        """What people wrote in a thread: who and what, as Slack sends it, the first one first.

        At most ``THREAD_MAX`` messages are read. It needs the history scope of the channel's kind.
        """
        answer = await self._read("conversations.replies", channel=channel, ts=ts, limit=THREAD_MAX)
        return [
            (message["user"], message["text"])
            for message in answer.get("messages", [])
            if message.get("user")
            and message.get("text")
            and not message.get("bot_id")
            and message.get("subtype") in _BY_PEOPLE
        ]

    async def scopes(self) -> frozenset[str]:
        """What the workspace has granted to the token."""
        response = await self._request("auth.test", json={})
        granted = str(response.headers.get("x-oauth-scopes", ""))
        return frozenset(filter(None, (scope.strip() for scope in granted.split(","))))

    async def open_view(self, trigger_id: str, view: dict[str, Any]) -> None:
        """Open a modal; the trigger lives 3 seconds."""
        await self._call("views.open", trigger_id=trigger_id, view=view)

    async def publish_home(self, user: str, view: dict[str, Any]) -> None:
        """Show a person's Home tab."""
        await self._call("views.publish", user_id=user, view=view)

    async def respond(
        self, response_url: str, text: str, blocks: Blocks, *, replace_original: bool = False
    ) -> None:
        """Answer through the address that came with what a person did: only to the person.

        It works in channels where the app is no member. With ``replace_original`` it stands in
        place of the message whose control was used, for whoever sees that. An address lives 30
        minutes and takes 5 answers; one that is not Slack's is refused.
        """
        if not _is_slacks(response_url, self._api_url):
            raise RefusedError("foreign_response_url")
        how = {} if replace_original else {"response_type": "ephemeral"}
        body = {"text": text, "replace_original": replace_original, **how}
        await _drawn(
            "response_url",
            blocks,
            lambda fewer: self._respond(response_url, {**body, "blocks": fewer} if fewer else body),
        )

    async def _respond(self, response_url: str, body: Mapping[str, Any]) -> None:
        try:
            async with self._session.post(response_url, json=body) as answer:
                if answer.status != 200:  # noqa: PLR2004 - HTTP's own number
                    code = (await answer.text(errors="replace")).strip()
                    raise RefusedError(code if code in UNDRAWABLE else f"http_{answer.status}")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise AmbiguousError(type(error).__name__) from None

    async def _show(
        self, method: str, text: str, blocks: Blocks, **arguments: Any
    ) -> Mapping[str, Any]:
        """A message, as much of it as Slack draws."""
        return await _drawn(
            method,
            blocks,
            lambda fewer: self._call(method, text=text, blocks=fewer, **arguments),
        )

    async def _call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """A call that acts."""
        return _object(await self._request(method, json=arguments))

    async def _read(self, method: str, **arguments: str | int) -> Mapping[str, Any]:
        """A call that reads: Slack takes no JSON from these."""
        return _object(await self._request(method, http_verb="GET", params=arguments))

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


async def _drawn(method: str, blocks: Blocks, send: Callable[[Blocks], Awaitable[Taken]]) -> Taken:
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


def _is_slacks(url: str, api_url: str) -> bool:
    parts, ours = urlsplit(url), urlsplit(api_url)
    if parts.scheme == "https" and parts.hostname == "hooks.slack.com":
        return True
    return (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc)
