"""What we read of what people do with controls, forms and shortcuts."""

from collections.abc import Iterable, Mapping

from pydantic import Field

from bot.shapes import Channel, Enterprise, Payload, SlackId, SlackTs, Team, Text, User, owner
from bot.tenant import Tenant


class _Interaction(Payload):
    user: User
    team: Team | None = None
    enterprise: Enterprise | None = None
    is_enterprise_install: bool = False

    @property
    def tenant(self) -> Tenant:
        """The installation that owns the app here."""
        return owner(
            organisation_wide=self.is_enterprise_install,
            enterprise=self.enterprise.id if self.enterprise else None,
            team=self.team.id if self.team else None,
            kind="interaction",
        )


class ChosenOption(Payload):
    """The option that was chosen in a select."""

    value: str


def _held(
    typed: str | None, options: Iterable[ChosenOption | None], picked: Iterable[str | None]
) -> str:
    """What an input holds, or held at first; Slack lists what is ticked in no promised order."""
    values = [*(each.value for each in options if each is not None), *filter(None, picked)]
    return ",".join(sorted(values)) or (typed or "").strip()


class Control(Payload):
    """What an input or select holds."""

    value: str | None = None
    selected_option: ChosenOption | None = None
    selected_options: tuple[ChosenOption, ...] = ()
    """Of checkboxes, those that are ticked."""
    selected_user: SlackId | None = None
    selected_date: str | None = None
    selected_time: str | None = None

    @property
    def chosen(self) -> str:
        """What was typed, chosen, picked or ticked, without spaces around it; '' for nothing.

        Of several that are ticked, the values in alphabetical order, with commas between.
        """
        options = (*self.selected_options, self.selected_option)
        picked = (self.selected_user, self.selected_date, self.selected_time)
        return _held(self.value, options, picked)


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
    is_ephemeral: bool = False
    """Only one person sees it."""

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
    initial_options: tuple[ChosenOption, ...] = ()
    initial_user: SlackId | None = None
    initial_date: str | None = None
    initial_time: str | None = None

    @property
    def shown(self) -> str:
        """What it held, written as ``Control.chosen``."""
        options = (*self.initial_options, self.initial_option)
        picked = (self.initial_user, self.initial_date, self.initial_time)
        return _held(self.initial_value, options, picked)


class ShownBlock(Payload):
    """A block of a form as it was shown; not all are inputs."""

    block_id: str = ""
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

    @property
    def held(self) -> Mapping[str, str]:
        """What each input holds, by block id; '' where it is empty."""
        return {
            block_id: value.chosen
            for block_id, inputs in self.state.values.items()
            for value in inputs.values()
        }


class ViewSubmission(_Interaction):
    """A form was sent."""

    view: View

    @property
    def changed(self) -> Mapping[str, str]:
        """The inputs that hold something else than the form showed, by block id.

        What a person left alone says nothing, and must not undo what others did meanwhile.
        """
        shown = {block.block_id: block.element.shown for block in self.view.blocks}
        held = self.view.held.items()
        return {block_id: value for block_id, value in held if value != shown.get(block_id, "")}

    @property
    def tenant(self) -> Tenant:
        """The installation that owns the app here."""
        team = self.view.app_installed_team_id or (self.team.id if self.team else None)
        return owner(
            organisation_wide=self.is_enterprise_install,
            enterprise=self.enterprise.id if self.enterprise else None,
            team=team,
            kind="view_submission",
        )


class Shortcut(_Interaction):
    """A shortcut that belongs to no message was used."""

    callback_id: str
    trigger_id: str


class ShortcutMessage(Payload):
    """The message on which a shortcut was used."""

    ts: SlackTs
    thread_ts: SlackTs | None = None
    user: SlackId | None = None
    bot_id: str | None = None
    text: Text = ""


class MessageShortcut(Shortcut):
    """A shortcut was used on a message."""

    channel: Channel
    message: ShortcutMessage
    response_url: str | None = None
