"""What we read of Slack's JSON, and nothing more. Past here nobody sees a dict from Slack.

A model per kind of payload, its fields required: one that is missing fails here, naming the kind.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationError

from bot.interactions import BlockActions, MessageShortcut, Shortcut, ViewSubmission
from bot.shapes import Payload, SlackId, SlackTs, Text, UnreadablePayloadError, owner
from bot.tenant import Tenant

WRITTEN_BY_PEOPLE = frozenset({None, "thread_broadcast", "file_share"})
"""The subtypes of messages that hold what a person has just written."""


class SlashCommand(Payload):
    """``/orchestrator`` and what was typed after it."""

    command: str
    text: str = ""
    user_id: SlackId
    channel_id: SlackId
    team_id: SlackId
    enterprise_id: SlackId | None = None
    is_enterprise_install: bool = False
    trigger_id: str
    response_url: str

    @property
    def tenant(self) -> Tenant:
        """The installation that owns the app here."""
        return owner(
            organisation_wide=self.is_enterprise_install,
            enterprise=self.enterprise_id,
            team=self.team_id,
            kind="command",
        )


class Authorization(Payload):
    """For which installation an event is delivered."""

    enterprise_id: SlackId | None = None
    team_id: SlackId | None = None
    user_id: SlackId | None = None
    is_enterprise_install: bool = False


def _list(value: Any) -> Any:
    """Slack sends null for organisation-wide events."""
    return [] if value is None else value


class EventBody(Payload):
    """What happened."""

    type: str
    user: SlackId | None = None
    user_team: SlackId | None = None
    """The workspace of whoever wrote; Slack says so in shared channels only."""
    bot_id: str | None = None
    subtype: str | None = None
    channel: SlackId | None = None
    channel_type: str | None = None
    text: Text = ""
    ts: SlackTs | None = None
    thread_ts: SlackTs | None = None
    tab: str | None = None


class EventCallback(Payload):
    """An event of the Events API."""

    event_id: str
    team_id: SlackId | None = None
    enterprise_id: SlackId | None = None
    authorizations: Annotated[tuple[Authorization, ...], BeforeValidator(_list)] = ()
    event: EventBody

    @property
    def tenant(self) -> Tenant:
        """The installation that the event was delivered for."""
        return owner(
            organisation_wide=self._first.is_enterprise_install,
            enterprise=self._first.enterprise_id or self.enterprise_id,
            team=self._first.team_id or self.team_id,
            kind="event",
        )

    @property
    def app_user(self) -> str | None:
        """The user that our app is in this workspace, where the event says it."""
        return self._first.user_id

    @property
    def _first(self) -> Authorization:
        return self.authorizations[0] if self.authorizations else Authorization()


Kind = TypeVar("Kind", bound=Payload)


def read(kind: type[Kind], body: Mapping[str, Any]) -> Kind:
    """The payload as its model; UnreadablePayloadError where it is none."""
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        fields = sorted({".".join(map(str, each["loc"])) for each in error.errors()})
        raise UnreadablePayloadError(f"{kind.__name__}: {', '.join(fields)}") from None


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Tenant]] = {
    "block_actions": lambda body: read(BlockActions, body).tenant,
    "view_submission": lambda body: read(ViewSubmission, body).tenant,
    "shortcut": lambda body: read(Shortcut, body).tenant,
    "message_action": lambda body: read(MessageShortcut, body).tenant,
    "event_callback": lambda body: read(EventCallback, body).tenant,
}


def check(body: object) -> None:
    """Make sure that a payload of a kind that we handle can be read, before Bolt trips over it.

    Raises:
        UnreadablePayloadError: it is no object, or lacks what we need.
    """
    if not isinstance(body, dict):
        raise UnreadablePayloadError("the body is no object")
    if "command" in body:
        _ = read(SlashCommand, body).tenant
    elif (reader := _READERS.get(str(body.get("type")))) is not None:
        reader(body)
