"""What Slack's payloads have in common: ids, people, whose data it is."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

from bot.tenant import Tenant

SlackId = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,32}$")]
"""An id as Slack makes them: ``U012AB3CD``."""
SlackTs = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,16}\.[0-9]{1,16}$")]
"""The name of a message in its channel: ``1700000000.000001``."""


def _written(value: Any) -> Any:
    """Apps post messages whose text is null."""
    return "" if value is None else value


Text = Annotated[str, BeforeValidator(_written)]
"""What a message says, in Slack's markup."""


class Payload(BaseModel):
    """The base: immutable; what we do not read is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class UnreadablePayloadError(ValueError):
    """A payload that lacks what we need; the message names the kind and the fields, no content."""


class Team(Payload):
    """A workspace."""

    id: SlackId


class Enterprise(Payload):
    """An organisation of workspaces."""

    id: SlackId


class User(Payload):
    """Whoever acted."""

    id: SlackId
    team_id: SlackId | None = None
    """Their workspace, in a shared channel not always the app's; where Slack says so."""


class Channel(Payload):
    """A channel, or a direct message."""

    id: SlackId


def owner(
    *, organisation_wide: bool, enterprise: str | None, team: str | None, kind: str
) -> Tenant:
    """The installation that a payload belongs to.

    Raises:
        UnreadablePayloadError: it names neither a workspace nor an organisation.
    """
    found = enterprise if organisation_wide and enterprise else team or enterprise
    if not found:
        raise UnreadablePayloadError(f"{kind}: no workspace")
    return Tenant(found)
