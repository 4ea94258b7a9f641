"""Where a message stands in Slack."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A message: its channel, and its ts, which is also the name of the thread under it."""

    channel: str
    ts: str
