"""The local Slack installs the app from its manifest, as Slack does."""

from pathlib import Path

import pytest

from playground.arguments import MANIFEST
from playground.manifest import Command, Manifest, ManifestError, Shortcut, read
from playground.model import Prompt
from playground.scopes import heard


def test_commands_and_events_are_read(tmp_path: Path) -> None:
    file = tmp_path / "manifest.yml"
    file.write_text(
        "features:\n"
        "  slash_commands:\n"
        "    - {command: /x, url: 'https://x.example', description: Does x, usage_hint: now}\n"
        "    - {command: /y, url: 'https://x.example', description: Does y}\n"
        "settings:\n"
        "  event_subscriptions:\n"
        "    bot_events: [message.im]\n"
    )
    assert read(file) == Manifest(
        (Command("/x", "now", "Does x"), Command("/y", "", "Does y")), ("message.im",)
    )


def test_shortcuts_prompts_and_scopes_are_read(tmp_path: Path) -> None:
    file = tmp_path / "manifest.yml"
    file.write_text(
        "features:\n"
        "  agent_view:\n"
        "    agent_description: Helps\n"
        "    suggested_prompts: [{title: Help, message: Please help}]\n"
        "  shortcuts:\n"
        "    - {type: message, callback_id: advise, name: Advise, description: On this}\n"
        "oauth_config:\n"
        "  scopes: {bot: [chat:write], bot_optional: ['channels:history']}\n"
    )
    found = read(file)
    assert found.shortcuts == (Shortcut("message", "advise", "Advise", "On this"),)
    assert found.prompts == (Prompt("Help", "Please help"),)
    assert found.granted(optional=True) == ("chat:write", "channels:history")
    assert found.granted(optional=False) == ("chat:write",)


def test_an_app_without_commands_and_events_has_none(tmp_path: Path) -> None:
    file = tmp_path / "manifest.yml"
    file.write_text("display_information: {name: X}\n")
    assert read(file) == Manifest()


def test_the_local_slack_sends_what_the_real_one_would() -> None:
    found = read(MANIFEST)
    assert [command.name for command in found.commands] == ["/orchestrator"]
    assert {shortcut.kind for shortcut in found.shortcuts} == {"global", "message"}
    assert found.prompts
    assert found.optional_scopes
    assert heard(found.events, found.granted(optional=True)) == set(found.events)
    quiet = set(found.events) - heard(found.events, found.granted(optional=False))
    assert quiet == {"message.channels", "message.groups"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is no manifest: the whole: "),
        ("- a list", "is no manifest: the whole: "),
        ("features: 3", "is no manifest: features: "),
        (
            "features: {slash_commands: [{command: /x}]}",
            "is no manifest: features.slash_commands.0.description: ",
        ),
        (
            "features: {shortcuts: [{type: dance}]}",
            "is no manifest: features.shortcuts.0.type: ",
        ),
        ("{", "is not YAML: "),
    ],
)
def test_what_is_no_manifest_is_refused_in_one_line(
    text: str, sentence: str, tmp_path: Path
) -> None:
    file = tmp_path / "manifest.yml"
    file.write_text(text)
    with pytest.raises(ManifestError) as refused:
        read(file)
    assert str(refused.value).startswith(f"{file} {sentence}")
    assert "\n" not in str(refused.value)


def test_a_manifest_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"none.yml cannot be read \(No such file"):
        read(tmp_path / "none.yml")
