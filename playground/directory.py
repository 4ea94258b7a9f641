"""Who is in the workspace, and which channels they can open."""

from playground.model import SLACKBOT, Channel, SlackError, User
from playground.seed import APP, CHANNELS, TEAM, USERS


class Directory:
    """The people and the channels of one workspace with one app.

    Attributes:
        users: the people, by id; neither the app nor Slackbot is one.
        channels: by id, in the order of the sidebar.
    """

    team = TEAM
    app = APP

    def __init__(self) -> None:
        self.users: dict[str, User] = {user.id: user for user in USERS}
        self.channels: dict[str, Channel] = {channel.id: channel for channel in CHANNELS}

    def member(self, user_id: str) -> User:
        """A person, the app's bot user or Slackbot; SlackError("user_not_found")."""
        others = {
            APP.user: User(APP.user, APP.handle, APP.name, is_bot=True),
            SLACKBOT: User(SLACKBOT, "slackbot", "Slackbot", is_bot=True),
        }
        user = self.users.get(user_id) or others.get(user_id)
        if user is None:
            raise SlackError("user_not_found")
        return user

    def channel(self, channel_id: str) -> Channel:
        """A channel or direct message; SlackError("channel_not_found")."""
        try:
            return self.channels[channel_id]
        except KeyError:
            raise SlackError("channel_not_found") from None

    def named(self, name: str) -> Channel:
        """The channel of this name, without ``#``; SlackError("channel_not_found")."""
        for channel in self.channels.values():
            if channel.kind == "channel" and channel.name == name:
                return channel
        raise SlackError("channel_not_found")

    def direct(self, user_id: str) -> Channel:
        """The direct message between this person and the app.

        Raises:
            SlackError: channel_not_found, also for a person of another workspace, who has none.
        """
        for channel in self.channels.values():
            if channel.user == user_id:
                return channel
        raise SlackError("channel_not_found")

    def is_in(self, user_id: str, channel: Channel) -> bool:
        """Whether this person, or the app, can open the channel or direct message."""
        if user_id == APP.user:
            return True
        if channel.user is not None:
            return channel.user == user_id
        person = self.users.get(user_id)
        return user_id in channel.others or (person is not None and person.is_member)

    def sidebar(self, viewer: str) -> list[Channel]:
        """What this person can open: the channels, then the direct message."""
        return [each for each in self.channels.values() if self.is_in(viewer, each)]

    def is_stranger(self, user: User) -> bool:
        """Whether Slack calls somebody a stranger: of elsewhere, and in no channel of the app."""
        return user.home is not None and not any(
            user.id in channel.others and channel.app_is_member
            for channel in self.channels.values()
        )
