"""What Slack learns of an app from its manifest: commands, shortcuts, prompts, events, scopes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from playground.model import Prompt


class ManifestError(Exception):
    """The manifest cannot be used; its text is for the person and says what is wrong where."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as Slack suggests it while one types."""

    name: str
    hint: str
    description: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What Slack offers on each message, or everywhere.

    Attributes:
        kind: ``message`` in the menu of a message, ``global`` beside the composer.
    """

    kind: Literal["message", "global"]
    callback_id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The part of a manifest that a workspace acts on.

    Attributes:
        events: what the app subscribes to; nothing else is sent to it.
        prompts: suggested in the app's direct message until the app suggests others.
        scopes: what a workspace grants when it installs the app.
        optional_scopes: what a workspace may refuse.
    """

    commands: tuple[Command, ...] = ()
    events: tuple[str, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    scopes: tuple[str, ...] = ()
    optional_scopes: tuple[str, ...] = ()

    def granted(self, *, optional: bool) -> tuple[str, ...]:
        """The scopes of a workspace that grants all the optional ones, or none of them."""
        return self.scopes + (self.optional_scopes if optional else ())


class _Part(BaseModel):
    """A manifest says more than is read here."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Command(_Part):
    command: str
    description: str
    usage_hint: str = ""


class _Shortcut(_Part):
    type: Literal["message", "global"]
    callback_id: str
    name: str
    description: str


class _Prompt(_Part):
    title: str
    message: str


class _AgentView(_Part):
    suggested_prompts: tuple[_Prompt, ...] = ()


class _Features(_Part):
    slash_commands: tuple[_Command, ...] = ()
    shortcuts: tuple[_Shortcut, ...] = ()
    agent_view: _AgentView = _AgentView()


class _Scopes(_Part):
    bot: tuple[str, ...] = ()
    bot_optional: tuple[str, ...] = ()


class _OauthConfig(_Part):
    scopes: _Scopes = _Scopes()


class _Subscriptions(_Part):
    bot_events: tuple[str, ...] = ()


class _Settings(_Part):
    event_subscriptions: _Subscriptions = _Subscriptions()


class _Document(_Part):
    features: _Features = _Features()
    oauth_config: _OauthConfig = _OauthConfig()
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
    features, scopes = document.features, document.oauth_config.scopes
    return Manifest(
        commands=tuple(
            Command(each.command, each.usage_hint, each.description)
            for each in features.slash_commands
        ),
        events=document.settings.event_subscriptions.bot_events,
        shortcuts=tuple(
            Shortcut(each.type, each.callback_id, each.name, each.description)
            for each in features.shortcuts
        ),
        prompts=tuple(
            Prompt(each.title, each.message) for each in features.agent_view.suggested_prompts
        ),
        scopes=scopes.bot,
        optional_scopes=scopes.bot_optional,
    )
