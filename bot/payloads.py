"""What we read of Slack's JSON, and nothing more. Past here nobody sees a dict from Slack.

A model per kind of payload, its fields required: one that is missing fails here, naming the kind.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from bot.tenant import Tenant

SlackId = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,32}$")]
"""An id as Slack makes them: ``U012AB3CD``."""
SlackTs = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,16}\.[0-9]{1,16}$")]
"""The name of a message in its channel: ``1700000000.000001``."""


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
    """Whoever acted. In a shared channel their workspace may not be the app's."""

    id: SlackId


def _tenant(
    *, organisation_wide: bool, enterprise: str | None, team: str | None, kind: str
) -> Tenant:
    owner = enterprise if organisation_wide and enterprise else team or enterprise
    if not owner:
        raise UnreadablePayloadError(f"{kind}: no workspace")
    return Tenant(owner)


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
        return _tenant(
            organisation_wide=self.is_enterprise_install,
            enterprise=self.enterprise_id,
            team=self.team_id,
            kind="command",
        )


class _Interaction(Payload):
    user: User
    team: Team | None = None
    enterprise: Enterprise | None = None
    is_enterprise_install: bool = False

    @property
    def tenant(self) -> Tenant:
        """The installation that owns the app here."""
        return _tenant(
            organisation_wide=self.is_enterprise_install,
            enterprise=self.enterprise.id if self.enterprise else None,
            team=self.team.id if self.team else None,
            kind="interaction",
        )


class ChosenOption(Payload):
    """The option that was chosen in a select."""

    value: str


class Control(Payload):
    """What an input or select holds."""

    value: str | None = None
    selected_option: ChosenOption | None = None

    @property
    def chosen(self) -> str:
        """What was typed or chosen, without spaces around it; '' where nothing was."""
        if self.selected_option is not None:
            return self.selected_option.value
        return (self.value or "").strip()


class ActionItem(Control):
    """One control that was used."""

    action_id: str
    block_id: str
    action_ts: str


class Container(Payload):
    """Where the control stands."""

    channel_id: SlackId | None = None
    message_ts: SlackTs | None = None
    thread_ts: SlackTs | None = None

    @property
    def is_root(self) -> bool:
        """Whether it is the first message of its thread, or stands in none."""
        return self.thread_ts in {None, self.message_ts}


class BlockActions(_Interaction):
    """A button, select or input in a message or view was used."""

    trigger_id: str
    response_url: str | None = None
    container: Container
    actions: tuple[ActionItem, ...] = Field(min_length=1)


class ShownElement(Payload):
    """An input as the form showed it at first."""

    initial_value: str | None = None
    initial_option: ChosenOption | None = None

    @property
    def shown(self) -> str:
        """What it held; '' where it was empty."""
        if self.initial_option is not None:
            return self.initial_option.value
        return self.initial_value or ""


class ShownBlock(Payload):
    """A block of a form as it was shown."""

    block_id: str
    element: ShownElement = ShownElement()


class ViewState(Payload):
    """The inputs of a form: block id, action id, value."""

    values: Mapping[str, Mapping[str, Control]]


class View(Payload):
    """A form as it was sent."""

    id: str
    hash: str
    callback_id: str
    private_metadata: str
    blocks: tuple[ShownBlock, ...]
    state: ViewState
    app_installed_team_id: str | None = None


class ViewSubmission(_Interaction):
    """A form was sent."""

    view: View

    @property
    def changed(self) -> Mapping[str, str]:
        """The inputs that hold something else than the form showed, by block id.

        What a person left alone says nothing, and must not undo what others did meanwhile.
        """
        shown = {block.block_id: block.element.shown for block in self.view.blocks}
        return {
            block_id: value.chosen
            for block_id, inputs in self.view.state.values.items()
            for value in inputs.values()
            if value.chosen != shown.get(block_id, "")
        }

    @property
    def tenant(self) -> Tenant:
        """The installation that owns the app here."""
        team = self.view.app_installed_team_id or (self.team.id if self.team else None)
        return _tenant(
            organisation_wide=self.is_enterprise_install,
            enterprise=self.enterprise.id if self.enterprise else None,
            team=team,
            kind="view_submission",
        )


class Authorization(Payload):
    """For which installation an event is delivered."""

    enterprise_id: SlackId | None = None
    team_id: SlackId | None = None
    is_enterprise_install: bool = False


def _list(value: Any) -> Any:
    """Slack sends null for organisation-wide events."""
    return [] if value is None else value


class EventBody(Payload):
    """What happened."""

    type: str
    user: SlackId | None = None
    bot_id: str | None = None
    subtype: str | None = None
    channel: SlackId | None = None
    channel_type: str | None = None
    text: str = ""
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
        first = self.authorizations[0] if self.authorizations else Authorization()
        return _tenant(
            organisation_wide=first.is_enterprise_install,
            enterprise=first.enterprise_id or self.enterprise_id,
            team=first.team_id or self.team_id,
            kind="event",
        )


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
