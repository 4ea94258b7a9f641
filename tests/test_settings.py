"""What the settings accept, what they make of it, and what they say about the rest."""

import importlib.util
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Mode, Settings, SettingsError, load_settings

HTTP = {"SLACK_SIGNING_SECRET": "0a1b", "SLACK_BOT_TOKEN": "xoxb-1"}
SOCKET = {"SLACK_APP_TOKEN": "xapp-1", "SLACK_BOT_TOKEN": "xoxb-1"}


def lines(mode: Mode, environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        load_settings(mode, environ)
    return raised.value.lines


def names(found: list[str]) -> list[str]:
    return [line.partition(" ")[0] for line in found]


def with_database(url: str) -> str:
    return load_settings("database", {"DATABASE_URL": url}).database.get_secret_value()


def test_http_needs_two_settings_and_has_defaults_for_the_rest() -> None:
    settings = load_settings("serve", HTTP)
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database.get_secret_value() == "sqlite+aiosqlite:///data/orchestrator.db"
    assert (settings.host, settings.port, settings.log_level) == ("127.0.0.1", 3000, "INFO")


def test_socket_mode_needs_no_signing_secret() -> None:
    settings = load_settings("socket", SOCKET)
    assert settings.signing_secrets == ()


def test_the_database_needs_nothing_of_slack() -> None:
    assert load_settings("database", {}).slack_bot_token is None


@pytest.mark.parametrize(
    ("mode", "needed"),
    [
        ("serve", ["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"]),
        ("socket", ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"]),
    ],
)
def test_all_that_is_missing_is_told_at_once(mode: Mode, needed: list[str]) -> None:
    found = lines(mode, {})
    assert names(found) == needed
    assert all(" is not set: " in line for line in found)


def test_an_empty_setting_counts_as_missing() -> None:
    assert names(lines("serve", HTTP | {"SLACK_BOT_TOKEN": "  "})) == ["SLACK_BOT_TOKEN"]


def test_what_is_missing_and_what_is_wrong_is_told_together() -> None:
    found = lines(
        "serve",
        {
            "SLACK_BOT_TOKEN": "xoxp-1",
            "SLACK_APP_TOKEN": "xoxb-1",
            "SLACK_CLIENT_ID": "1.2",
            "SLACK_API_URL": "slack.com",
            "DATABASE_URL": "mysql://db/advisor",
            "PORT": "http",
            "LOG_LEVEL": "chatty",
        },
    )
    assert names(found) == [
        "SLACK_SIGNING_SECRET",
        "SLACK_CLIENT_SECRET",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_API_URL",
        "DATABASE_URL",
        "PORT",
        "LOG_LEVEL",
    ]
    assert all(line.endswith(".") and ": " in line for line in found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "canary"),
        ("SLACK_APP_TOKEN", "canary"),
        ("SLACK_SIGNING_SECRET", "canary,canary,canary"),
        ("SLACK_CLIENT_SECRET", "canary"),
        ("DATABASE_URL", "mysql://bot:canary@db/advisor"),
        ("DATABASE_URL", "postgres:bot:canary@db"),
        ("DATABASE_URL", "postgres://bot:canary@db:port/advisor"),
        ("SLACK_API_URL", "http://canary.example/"),
    ],
)
def test_no_line_repeats_a_value(name: str, value: str) -> None:
    found = lines("serve", HTTP | {name: value})
    assert len(found) == 1
    assert "canary" not in found[0]


def test_a_secret_is_not_printed_with_the_settings() -> None:
    secrets = {
        "SLACK_BOT_TOKEN": "xoxb-canary",
        "SLACK_SIGNING_SECRET": "canary",
        "DATABASE_URL": "postgres://bot:canary@db/advisor",
    }
    settings = load_settings("serve", secrets)
    assert "canary" not in f"{settings!r} {settings.signing_secrets!r} {settings.database!r}"


def test_two_signing_secrets_are_valid_while_one_is_replaced() -> None:
    settings = load_settings("serve", HTTP | {"SLACK_SIGNING_SECRET": "new, old"})
    assert [secret.get_secret_value() for secret in settings.signing_secrets] == ["new", "old"]


@pytest.mark.parametrize("value", [",", "new,", "a,b,c"])
def test_any_other_number_of_signing_secrets_is_refused(value: str) -> None:
    assert names(lines("serve", HTTP | {"SLACK_SIGNING_SECRET": value})) == ["SLACK_SIGNING_SECRET"]


@pytest.mark.parametrize("one", ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"])
def test_the_client_id_and_its_secret_come_together(one: str) -> None:
    [line] = lines("serve", HTTP | {one: "1.2"})
    assert line.startswith("SLACK_CLIENT_")
    assert line.partition(" ")[0] != one


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("https://slack.example/api", "https://slack.example/api/"),
        ("http://127.0.0.1:8080/api/", "http://127.0.0.1:8080/api/"),
        ("http://localhost:8080", "http://localhost:8080/"),
        ("http://[::1]:8080/api", "http://[::1]:8080/api/"),
    ],
)
def test_the_api_url_ends_in_one_slash(given: str, made: str) -> None:
    assert load_settings("serve", HTTP | {"SLACK_API_URL": given}).slack_api_url == made


@pytest.mark.parametrize(
    "value",
    [
        "http://slack.com/api/",
        "http://localhost.example/api/",
        "http://127.0.0.1.example/",
        "ftp://127.0.0.1/",
        "https://",
        "https://[::1/",
        "https://slack.com/api/?a=1",
        "slack.com/api/",
    ],
)
def test_a_token_never_travels_to_another_host_in_the_open(value: str) -> None:
    assert names(lines("serve", HTTP | {"SLACK_API_URL": value})) == ["SLACK_API_URL"]


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("sqlite:///a/b.db", "sqlite+aiosqlite:///a/b.db"),
        ("sqlite+aiosqlite:////a/b.db", "sqlite+aiosqlite:////a/b.db"),
        ("postgres://bot:p%40ss@db/advisor", "postgresql+asyncpg://bot:p%40ss@db/advisor"),
        ("postgresql://db:5432/advisor", "postgresql+asyncpg://db:5432/advisor"),
        ("postgresql+asyncpg://db/advisor", "postgresql+asyncpg://db/advisor"),
        ("postgres://db/advisor?sslmode=require", "postgresql+asyncpg://db/advisor?ssl=require"),
    ],
)
def test_a_database_url_gets_its_async_driver(given: str, made: str) -> None:
    assert with_database(given) == made


def test_without_the_driver_for_postgresql_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    [line] = lines("database", {"DATABASE_URL": "postgres://db/advisor"})
    assert "pip install '.[postgres]'" in line


def test_the_default_database_lies_in_the_data_directory() -> None:
    settings = load_settings("database", {"DATA_DIR": "/srv/advisor"})
    assert settings.data_dir == Path("/srv/advisor")
    assert (
        settings.database.get_secret_value() == "sqlite+aiosqlite:////srv/advisor/orchestrator.db"
    )


@pytest.mark.parametrize("value", ["0", "65536", "-1", "3e3", "1" * 5000, "٣٠٠٠"])
def test_a_port_is_a_number_that_exists(value: str) -> None:
    [line] = lines("serve", HTTP | {"PORT": value})
    assert line.endswith("write a whole number from 1 to 65535.")
    assert len(line) < 100


def test_a_level_may_be_written_small() -> None:
    assert load_settings("serve", HTTP | {"LOG_LEVEL": "debug"}).log_level == "DEBUG"


def test_settings_cannot_be_changed() -> None:
    settings = load_settings("serve", HTTP)
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]  # what mypy refuses, Python refuses too


def test_the_environment_goes_before_the_env_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / ".env"
    file.write_text('SLACK_BOT_TOKEN="xoxb-file"\nSLACK_SIGNING_SECRET=0a\nPORT=1\nOTHER=1\n')
    monkeypatch.setenv("PORT", "2")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")
    settings = load_settings("serve")
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-file"
    assert settings.port == 2
