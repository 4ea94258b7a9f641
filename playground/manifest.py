"""What Slack learns of an app from its manifest: its commands and its events."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError


class ManifestError(Exception):
    """The manifest cannot be used; its text is for the person and says what is wrong where."""


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


class _Part(BaseModel):
    """A manifest says more than is read here."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Command(_Part):
    command: str
    description: str
    usage_hint: str = ""


class _Features(_Part):
    slash_commands: tuple[_Command, ...] = ()


class _Subscriptions(_Part):
    bot_events: tuple[str, ...] = ()


class _Settings(_Part):
    event_subscriptions: _Subscriptions = _Subscriptions()


class _Document(_Part):
    features: _Features = _Features()
    settings: _Settings = _Settings()


def read(path: Path) -> Manifest:
    """The manifest in this file.

    Raises:
        ManifestError: there is no such file, or no manifest in it.
    """
    try:
        document = _Document.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ManifestError(
            f"{path} cannot be read ({error.strerror}): name the app's manifest with --manifest."
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path} is not YAML: {' '.join(str(error).split())}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise ManifestError(f"{path} is no manifest: {where}: {first['msg']}.") from error
    return Manifest(
        commands=tuple(
            Command(each.command, each.usage_hint, each.description)
            for each in document.features.slash_commands
        ),
        events=document.settings.event_subscriptions.bot_events,
    )
