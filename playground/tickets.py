"""What Slack hands to an app for a short time: trigger ids and response URLs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from playground.model import SlackError

TRIGGER_SECONDS = 3
"""docs.slack.dev/surfaces/modals: a trigger expires three seconds after it was sent."""
RESPONSE_SECONDS = 30 * 60
RESPONSE_USES = 5
"""docs.slack.dev/interactivity/handling-user-interaction: five times within 30 minutes."""


class Triggers:
    """Trigger ids: each opens one view, within three seconds.

    Args:
        clock: seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._live: dict[str, tuple[str, float]] = {}
        self._spent: set[str] = set()

    def issue(self, user: str) -> str:
        """A new trigger id for something that this person did."""
        trigger = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._live[trigger] = (user, self._clock())
        return trigger

    def redeem(self, trigger: str) -> str:
        """Use a trigger id up; gives the person's id.

        Raises:
            SlackError: invalid_trigger_id, exchanged_trigger_id, expired_trigger_id.
        """
        if trigger in self._spent:
            raise SlackError("exchanged_trigger_id")
        if trigger not in self._live:
            raise SlackError("invalid_trigger_id")
        user, born = self._live[trigger]
        if self._clock() - born > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        del self._live[trigger]
        self._spent.add(trigger)
        return user


@dataclass(slots=True)
class ResponseUrl:
    """Where an app may answer one interaction.

    Attributes:
        channel: where answers go.
        user: who sees ephemeral answers.
        message_ts: the message that was acted on, None for a command.
        born: when it was handed out, in seconds.
        uses: how often it was used.
    """

    channel: str
    user: str
    message_ts: str | None
    born: float
    uses: int = 0


class ResponseUrls:
    """Response URLs by their secret last part.

    Args:
        clock: seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, channel: str, user: str, message_ts: str | None = None) -> str:
        """The secret part of a new response URL."""
        secret = secrets.token_urlsafe(18)
        self._issued[secret] = ResponseUrl(channel, user, message_ts, self._clock())
        return secret

    def use(self, secret: str) -> ResponseUrl:
        """Count one use.

        Raises:
            SlackError: invalid_url, expired_url (30 minutes), used_url (after five uses).
        """
        found = self._issued.get(secret)
        if found is None:
            raise SlackError("invalid_url")
        if self._clock() - found.born > RESPONSE_SECONDS:
            raise SlackError("expired_url")
        if found.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        found.uses += 1
        return found
