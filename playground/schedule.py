"""Messages that are to be posted later, with Slack's limits.

Source: docs.slack.dev/reference/methods/chat.scheduleMessage and chat.deleteScheduledMessage,
November 2026.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from playground.model import Scheduled, SlackError

AHEAD_SECONDS: Final = 120 * 24 * 60 * 60
"""How far ahead a message can be scheduled."""
MOST_AT_ONCE: Final = 30
CROWD_SECONDS: Final = 5 * 60
"""So many messages for one channel within five minutes, and no more."""
FIXED_SECONDS: Final = 60
"""So shortly before its time a message can no longer be taken back."""


class Schedule:
    """What is to be posted, and when.

    Args:
        clock: seconds since 1970.
        changed: called after something was added or taken out.
    """

    def __init__(self, clock: Callable[[], float], changed: Callable[[], None]) -> None:
        self._clock = clock
        self._changed = changed
        self._waiting: dict[str, Scheduled] = {}

    def add(self, message: Scheduled) -> Scheduled:
        """Keep a message until its time; gives it with its id and when it was made.

        Raises:
            SlackError: time_in_past, time_too_far, restricted_too_many.
        """
        now = self._clock()
        if message.post_at <= now:
            raise SlackError("time_in_past")
        if message.post_at > now + AHEAD_SECONDS:
            raise SlackError("time_too_far")
        if self._is_crowded(message):
            raise SlackError("restricted_too_many")
        kept = replace(message, id=f"Q{secrets.token_hex(5).upper()}", created=int(now))
        self._waiting[kept.id] = kept
        self._changed()
        return kept

    def remove(self, channel: str, scheduled_id: str) -> None:
        """Take a message back.

        Raises:
            SlackError: invalid_scheduled_message_id where it was posted, is posted within a minute,
                is for another channel, or never was.
        """
        found = self._waiting.get(scheduled_id)
        if (
            found is None
            or found.channel != channel
            or found.post_at - self._clock() < FIXED_SECONDS
        ):
            raise SlackError("invalid_scheduled_message_id")
        del self._waiting[scheduled_id]
        self._changed()

    def waiting(self) -> list[Scheduled]:
        """All that is to come, the next one first."""
        return sorted(self._waiting.values(), key=lambda each: (each.post_at, each.id))

    def take_due(self) -> list[Scheduled]:
        """What is to be posted now, in order; it is not waiting any more."""
        now = self._clock()
        due = [each for each in self.waiting() if each.post_at <= now]
        for each in due:
            del self._waiting[each.id]
        if due:
            self._changed()
        return due

    def restore(self, messages: Iterable[Scheduled]) -> None:
        """Put back what a file has kept, silently."""
        self._waiting = {each.id: each for each in messages}

    def _is_crowded(self, message: Scheduled) -> bool:
        """Whether five minutes around this message would hold too many with it."""
        times = [message.post_at] + [
            each.post_at
            for each in self._waiting.values()
            if each.channel == message.channel
            and abs(each.post_at - message.post_at) < CROWD_SECONDS
        ]
        return any(
            sum(begin <= at < begin + CROWD_SECONDS for at in times) > MOST_AT_ONCE
            for begin in times
        )
