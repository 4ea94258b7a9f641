"""What Slack learns of an app from its manifest: its commands and its events."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as Slack suggests it while one types."""

    name: str
    hint: str
    description: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The part of a manifest that a workspace acts on."""

    commands: tuple[Command, ...] = ()
    events: tuple[str, ...] = ()
    """What the app subscribes to; nothing else is sent to it."""


def read(path: Path) -> Manifest:
    """The manifest in this file.

    Raises:
        OSError: there is no such file.
        KeyError: a command lacks its name or description.
    """
    document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    subscriptions = document.get("settings", {}).get("event_subscriptions", {})
    return Manifest(
        commands=tuple(
            Command(each["command"], each.get("usage_hint", ""), each["description"])
            for each in document.get("features", {}).get("slash_commands", ())
        ),
        events=tuple(subscriptions.get("bot_events", ())),
    )
