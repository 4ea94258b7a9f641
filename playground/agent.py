"""What an agent shows beside messages: prompts to choose from, and what it is doing just now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from playground.model import Prompt

STATUS_SECONDS = 120
"""docs.slack.dev/reference/methods/assistant.threads.setStatus: a two minute timeout applies."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """What may be said to the app; ``title`` stands above them and may be empty."""

    prompts: tuple[Prompt, ...]
    title: str = ""


class Agent:
    """The prompts of each direct message and the status under each thread, while this runs.

    Args:
        clock: seconds.
        changed: called with a channel's id after its prompts or a status in it changed.
    """

    def __init__(self, clock: Callable[[], float], changed: Callable[[str], None]) -> None:
        self._clock = clock
        self._changed = changed
        self._prompts: dict[str, Prompts] = {}
        self._statuses: dict[tuple[str, str], tuple[float, str]] = {}

    def suggest(self, channel: str, prompts: Sequence[Prompt], title: str = "") -> None:
        """Show these prompts in the direct message, in place of others."""
        self._prompts[channel] = Prompts(tuple(prompts), title)
        self._changed(channel)

    def prompts(self, channel: str) -> Prompts | None:
        """What the app suggested there last, None before it did."""
        return self._prompts.get(channel)

    def set_status(self, channel: str, thread_ts: str, status: str) -> None:
        """Show this under the thread; an empty status takes it away."""
        if status:
            self._statuses[channel, thread_ts] = (self._clock(), status)
        else:
            self._statuses.pop((channel, thread_ts), None)
        self._changed(channel)

    def has_spoken(self, channel: str, thread_ts: str) -> None:
        """The app wrote in the thread, which ends its status there."""
        if self._statuses.pop((channel, thread_ts), None) is not None:
            self._changed(channel)

    def statuses(self, channel: str) -> Mapping[str, str]:
        """What the app is doing in this channel now, by the ts of the thread's root."""
        now = self._clock()
        return {
            thread_ts: status
            for (place, thread_ts), (since, status) in self._statuses.items()
            if place == channel and now - since < STATUS_SECONDS
        }
