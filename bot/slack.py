"""Every call to Slack's Web API that we make."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.place import Place
from bot.web_api import (
    NOT_WELCOME,
    TIMEOUT,
    UNDRAWABLE,
    WRONG_TOKEN,
    AmbiguousError,
    Blocks,
    NotSentError,
    NotTakenError,
    RateLimitedError,
    RefusedError,
    SlackError,
    WebApi,
    drawn,
)

__all__ = [
    "NOT_WELCOME",
    "TIMEOUT",
    "WRONG_TOKEN",
    "AmbiguousError",
    "NotSentError",
    "NotTakenError",
    "Person",
    "RateLimitedError",
    "RefusedError",
    "Slack",
    "SlackError",
]

THREAD_MAX = 100
"""Messages of a thread that are read; Slack gives some apps 15 at most."""

_AROUND_SECONDS = 60
"""How far around a time to look for what is scheduled for it."""
_BY_PEOPLE = frozenset({None, "file_share", "me_message", "thread_broadcast"})
"""Subtypes of what people write; the others tell of joins, topics and bots."""


@dataclass(frozen=True, slots=True)
class Person:
    """What Slack tells of a person."""

    name: str
    team_id: str
    """The workspace that they belong to, not always the app's."""
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    """A guest, of several channels or, ``is_ultra_restricted``, of one."""
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    """Of another workspace, and met in a channel that is shared with it."""
    timezone: str = ""
    """As in the tz database: 'Europe/Berlin'; '' where Slack does not tell."""


class Slack:
    """The Web API for one bot token, over a shared HTTP session."""

    def __init__(self, token: str, api_url: str, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._api_url = api_url
        self._api = WebApi(token, api_url, session)

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
        answer = await self._api.show(
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
        await self._api.show("chat.update", text, blocks, channel=place.channel, ts=place.ts)

    async def delete_message(self, place: Place) -> None:
        """Remove a message of ours; one that is gone already is no failure."""
        with _gone_already("message_not_found"):
            await self._api.call("chat.delete", channel=place.channel, ts=place.ts)

    async def schedule_message(
        self, *, channel: str, thread_ts: str | None, text: str, blocks: Blocks, post_at: int
    ) -> str:
        """Let Slack post a message at a time, in seconds since the epoch; its id until then.

        At most 120 days ahead. It carries no metadata: such a message would never be posted. See
        https://docs.slack.dev/reference/methods/chat.scheduleMessage .
        """
        answer = await self._api.show(
            "chat.scheduleMessage",
            text,
            blocks,
            channel=channel,
            post_at=post_at,
            unfurl_links=False,
            unfurl_media=False,
            **({"thread_ts": thread_ts} if thread_ts else {}),
        )
        return str(answer["scheduled_message_id"])

    async def scheduled(self, channel: str, post_at: int) -> Mapping[str, str]:
        """What Slack is to post there at this second: the texts, by id."""
        answer = await self._api.fill_in(
            "chat.scheduledMessages.list",
            channel=channel,
            oldest=post_at - _AROUND_SECONDS,
            latest=post_at + _AROUND_SECONDS,
            limit=100,
        )
        return {
            str(each["id"]): str(each.get("text", ""))
            for each in answer.get("scheduled_messages", [])
            if int(each["post_at"]) == post_at
        }

    async def unschedule(self, channel: str, scheduled_id: str) -> None:
        """Take back what Slack was to post; what it has posted, or never had, is no failure."""
        with _gone_already("invalid_scheduled_message_id"):
            await self._api.call(
                "chat.deleteScheduledMessage", channel=channel, scheduled_message_id=scheduled_id
            )

    async def upload(
        self, *, channel: str, thread_ts: str | None, filename: str, title: str, content: str
    ) -> None:
        """Post a text file. It needs the scope files:write.

        Nothing is to be seen of it before the last of three calls. See
        https://docs.slack.dev/reference/methods/files.getUploadURLExternal .
        """
        data = content.encode()
        ticket = await self._api.fill_in(
            "files.getUploadURLExternal", filename=filename, length=len(data)
        )
        await self._put(str(ticket["upload_url"]), data)
        await self._api.call(
            "files.completeUploadExternal",
            files=[{"id": ticket["file_id"], "title": title}],
            channel_id=channel,
            **({"thread_ts": thread_ts} if thread_ts else {}),
        )

    async def create_canvas(self, *, title: str, markdown: str, channel: str) -> str:
        """Make a canvas that everybody in the channel finds in a tab of it; its address.

        It needs the scope canvases:write. A free workspace has room for one in each channel. See
        https://docs.slack.dev/reference/methods/canvases.create .
        """
        here = await self._api.call("auth.test")
        answer = await self._api.call(
            "canvases.create",
            title=title,
            document_content={"type": "markdown", "markdown": markdown},
            channel_id=channel,
        )
        return f"{str(here['url']).rstrip('/')}/docs/{here['team_id']}/{answer['canvas_id']}"

    async def user(self, user_id: str) -> Person:
        """Who a person is. It needs the scope users:read."""
        found = (await self._api.read("users.info", user=user_id)).get("user")
        if not isinstance(found, dict):
            raise AmbiguousError("no user")
        profile = found.get("profile") or {}
        names = (profile.get("display_name"), found.get("real_name"), found.get("name"), user_id)
        return Person(
            name=next(str(each) for each in names if each),
            team_id=str(found.get("team_id") or ""),
            is_admin=bool(found.get("is_admin")),
            is_owner=bool(found.get("is_owner")),
            is_restricted=bool(found.get("is_restricted")),
            is_ultra_restricted=bool(found.get("is_ultra_restricted")),
            is_stranger=bool(found.get("is_stranger")),
            timezone=str(found.get("tz") or ""),
        )

    async def post_ephemeral(
        self, *, channel: str, user: str, text: str, blocks: Blocks, thread_ts: str | None = None
    ) -> None:
        """Tell one person something, in the channel or thread where they are."""
        await self._api.show(
            "chat.postEphemeral",
            text,
            blocks,
            channel=channel,
            user=user,
            **({"thread_ts": thread_ts} if thread_ts else {}),
        )

    async def set_status(self, channel: str, thread_ts: str, status: str) -> None:
        """Say in a thread what the app is doing; '' says nothing any more."""
        await self._api.call(
            "assistant.threads.setStatus", channel_id=channel, thread_ts=thread_ts, status=status
        )

    async def set_suggested_prompts(
        self, channel: str, prompts: Sequence[tuple[str, str]], title: str
    ) -> None:
        """Offer in a direct message what one may write: titles and messages, at most four."""
        await self._api.call(
            "assistant.threads.setSuggestedPrompts",
            channel_id=channel,
            prompts=[{"title": each, "message": message} for each, message in prompts],
            title=title,
        )

    async def permalink(self, place: Place) -> str:
        """The address under which people find a message."""
        answer = await self._api.read(
            "chat.getPermalink", channel=place.channel, message_ts=place.ts
        )
        return str(answer["permalink"])

    async def thread(self, channel: str, ts: str) -> list[tuple[str, str]]:
        """What people wrote in a thread: who and what, as Slack sends it, the first one first.

        At most ``THREAD_MAX`` messages are read. It needs the history scope of the channel's kind.
        """
        answer = await self._api.read(
            "conversations.replies", channel=channel, ts=ts, limit=THREAD_MAX
        )
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
        return await self._api.scopes()

    async def open_view(self, trigger_id: str, view: dict[str, Any]) -> None:
        """Open a modal; the trigger lives 3 seconds."""
        await self._api.call("views.open", trigger_id=trigger_id, view=view)

    async def publish_home(self, user: str, view: dict[str, Any]) -> None:
        """Show a person's Home tab."""
        await self._api.call("views.publish", user_id=user, view=view)

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
        await drawn(
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

    async def _put(self, upload_url: str, data: bytes) -> None:
        """Send a file to where Slack wants it; what goes wrong here leaves no trace in Slack."""
        if not _is_slacks(upload_url, self._api_url):
            raise RefusedError("foreign_upload_url")
        try:
            async with self._session.post(upload_url, data=data, allow_redirects=False) as answer:
                if answer.status != 200:  # noqa: PLR2004 - HTTP's own number
                    raise NotTakenError(f"http_{answer.status}")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotTakenError(type(error).__name__) from None


@contextmanager
def _gone_already(code: str) -> Iterator[None]:
    """This refusal says that there is nothing left to do."""
    try:
        yield
    except RefusedError as error:
        if error.code != code:
            raise


def _is_slacks(url: str, api_url: str) -> bool:
    """Whether an address is one of Slack's, or of where its Web API is."""
    parts, ours = urlsplit(url), urlsplit(api_url)
    if (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc):
        return True
    return parts.scheme == "https" and f".{parts.hostname}".endswith(".slack.com")
