"""The local Slack installs the app from its manifest, as Slack does."""

from pathlib import Path

from playground.__main__ import MANIFEST
from playground.manifest import Command, Manifest, read


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


def test_an_app_without_commands_and_events_has_none(tmp_path: Path) -> None:
    file = tmp_path / "manifest.yml"
    file.write_text("display_information: {name: X}\n")
    assert read(file) == Manifest()


def test_the_local_slack_sends_what_the_real_one_would() -> None:
    found = read(MANIFEST)
    assert [command.name for command in found.commands] == ["/orchestrator"]
    assert set(found.events) == {"app_home_opened", "message.im"}
