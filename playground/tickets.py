"""What Slack hands to an app for a short time: trigger ids and response URLs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from playground.model import SlackError

TRIGGER_SECONDS = 3
"""docs.slack.dev/surfaces/modals: a trigger expires three seconds after it was sent."""
RESPONSE_SECONDS = 30 * 60
RESPONSE_USES = 5
"""docs.slack.dev/interactivity/handling-user-interaction: five times within 30 minutes."""
FORGOTTEN_SECONDS = 2 * RESPONSE_SECONDS
"""How long the reason is known why something is of no use any more."""


@dataclass(slots=True)
class Trigger:
    """What opens one view.

    Attributes:
        user: who did something.
        born: when it was handed out, in seconds.
        spent: whether a view was opened with it.
    """

    user: str
    born: float
    spent: bool = False


class Triggers:
    """Trigger ids: each opens one view, within three seconds.

    Args:
        clock: seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str) -> str:
        """A new trigger id for something that this person did."""
        now = self._clock()
        _forget(self._issued, now)
        trigger = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._issued[trigger] = Trigger(user, now)
        return trigger

    def redeem(self, trigger: str) -> str:
        """Use a trigger id up; gives the person's id.

        Raises:
            SlackError: invalid_trigger_id, exchanged_trigger_id, expired_trigger_id.
        """
        found = self._issued.get(trigger)
        if found is None:
            raise SlackError("invalid_trigger_id")
        if found.spent:
            raise SlackError("exchanged_trigger_id")
        if self._clock() - found.born > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        found.spent = True
        return found.user


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


Ticket = TypeVar("Ticket", Trigger, ResponseUrl)


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
        now = self._clock()
        _forget(self._issued, now)
        secret = secrets.token_urlsafe(18)
        self._issued[secret] = ResponseUrl(channel, user, message_ts, now)
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


def _forget(issued: dict[str, Ticket], now: float) -> None:
    """Drop the old ones; they stand in the order in which they were handed out."""
    while issued and now - next(iter(issued.values())).born > FORGOTTEN_SECONDS:
        del issued[next(iter(issued))]
