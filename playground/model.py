"""What a workspace is made of: people, channels, messages and views; and the error of a rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict

Json = dict[str, Any]
"""A JSON object as it travels: a block, a view, a payload."""

Value = str | int | tuple[str, ...] | None
"""What a person put into one element: text, a number, an option's value, a date, or several
option values. None is empty."""

Values = Mapping[str, Mapping[str, Value]]
"""Values by block_id, then by action_id."""

SLACKBOT = "USLACKBOT"


class SlackError(Exception):
    """A rule of Slack was broken.

    Attributes:
        code: Slack's error code, such as ``channel_not_found``.
        messages: what is wrong in detail; may be empty.
        more: what else Slack's answer says, by name.
    """

    def __init__(
        self, code: str, messages: tuple[str, ...] = (), more: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = messages
        self.more = more or {}


@dataclass(frozen=True, slots=True)
class Team:
    """The workspace itself."""

    id: str
    name: str
    domain: str


@dataclass(frozen=True, slots=True)
class App:
    """The one app that is installed here, with its bot user."""

    id: str
    name: str
    handle: str
    bot_id: str
    user: str


@dataclass(frozen=True, slots=True)
class User:
    """A person (or the app's bot user, or Slackbot).

    Attributes:
        is_guest: invited to a single channel.
        home: the workspace that they belong to, None for this one.
        timezone: as in the tz database.
    """

    id: str
    name: str
    real_name: str
    is_bot: bool = False
    is_admin: bool = False
    is_guest: bool = False
    home: Team | None = None
    timezone: str = "Etc/UTC"

    @property
    def is_member(self) -> bool:
        """Whether they are in every channel: a guest and a person of elsewhere are not."""
        return not self.is_guest and self.home is None


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, or a direct message between the app and one person.

    Attributes:
        name: without ``#``; of a direct message, the app's name.
        user: whose direct message it is; None for a channel.
        others: guests and people of another workspace who are in it, beside all members.
        is_shared: with another workspace.
    """

    id: str
    name: str
    kind: Literal["channel", "im"]
    is_private: bool = False
    app_is_member: bool = False
    user: str | None = None
    others: tuple[str, ...] = ()
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """What the app has put into the workspace for people to take away or to read.

    Attributes:
        kind: ``canvas`` for a page in Markdown.
        channel: where it was put; '' nowhere, and then only who has its address finds it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        ser_json_bytes="base64", val_json_bytes="base64"
    )

    id: str
    kind: Literal["file", "canvas"]
    name: str
    title: str
    content: bytes
    created: int
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message, frozen: an update puts another in its place under the same ts.

    Attributes:
        ts: id within the channel; seconds with six decimals, unique and increasing.
        user: the author's user id; the app's own messages carry its bot user.
        bot: whether the app wrote it.
        text: as it travels: ``&``, ``<`` and ``>`` escaped, mentions as ``<@U...>``.
        thread_ts: the root's ts if this is a reply, else None.
        broadcast: a reply that is shown in the channel too.
        ephemeral_to: the one person who sees it, else None.
        edited: ts of the latest edit, else None.
        deleted: a deleted root with replies stays as a tombstone.
        files: ids of the files that it shows.
    """

    channel: str
    ts: str
    user: str
    text: str
    bot: bool = False
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    broadcast: bool = False
    ephemeral_to: str | None = None
    edited: str | None = None
    metadata: Json | None = None
    deleted: bool = False
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A message that is to be posted later.

    Attributes:
        post_at: when, in seconds since 1970.
        created: when the app asked for it.
    """

    id: str
    channel: str
    post_at: int
    created: int
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home tab, frozen: an update has the same id and a new hash.

    Attributes:
        user: who sees it.
        body: the view as the app sent it, block ids and action ids filled in.
    """

    id: str
    hash: str
    user: str
    body: Json
    root_id: str
    previous_id: str | None = None

    @property
    def kind(self) -> Literal["modal", "home"]:
        """Where it is shown."""
        return "home" if self.body["type"] == "home" else "modal"

    @property
    def blocks(self) -> tuple[Json, ...]:
        """Its blocks."""
        return tuple(self.body["blocks"])

    @property
    def title(self) -> str:
        """The modal's title; empty for a Home tab."""
        return self._text("title") or ""

    @property
    def submit(self) -> str | None:
        """The label of the submit button, None without one."""
        return self._text("submit")

    @property
    def close(self) -> str:
        """The label of the close button."""
        return self._text("close") or "Close"

    def _text(self, key: str) -> str | None:
        words: Json | None = self.body.get(key)
        return None if words is None else str(words["text"])


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something that the app suggests to write to it."""

    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Answer:
    """How a request of a person to the app ended, as the person sees it.

    Attributes:
        error: None if it went well, else Slack's word: ``operation_timeout``,
            ``dispatch_failed``, ``app_error``, ``invalid_blocks``...
        errors: sentence by block_id, for the inputs of a submitted view.
    """

    error: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the app took it."""
        return self.error is None and not self.errors
