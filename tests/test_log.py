"""What the log shows, and what it must never show."""

import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot import log

SECRETS = {
    "a bot token": ("xoxb-12-34-CanaryValue", "xoxb-12-34-CanaryValue"),
    "a rotating token": ("xoxe.xoxb-1-CanaryValue", "xoxe.xoxb-1-CanaryValue"),
    "a refresh token": ("xoxe-1-CanaryValue", "xoxe-1-CanaryValue"),
    "an app token": ("xapp-1-A0-CanaryValue", "xapp-1-A0-CanaryValue"),
    "an OAuth code": ("GET /oauth?code=1234567890.12.CanaryValue&state=1", "CanaryValue"),
    "a client secret in JSON": ('{"client_secret": "CanaryValue"}', "CanaryValue"),
    "a client secret in a form": ("client_secret=CanaryValue&x=1", "CanaryValue"),
    "a database password": ("postgresql://bot:CanaryValue@db/advisor", "CanaryValue"),
}


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("bot", "engine", "knowledge", "slack_sdk"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.reset_defaults()


def entries(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def fail(message: str) -> None:
    raise ValueError(message)


def test_an_entry_is_one_json_line_with_its_keys(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO")
    structlog.stdlib.get_logger("bot.desk").info("turn_saved", decision="d1", revision=3)
    [entry] = entries(capsys)
    assert entry.pop("timestamp").endswith("Z")
    assert entry == {
        "event": "turn_saved",
        "decision": "d1",
        "revision": 3,
        "level": "info",
        "logger": "bot.desk",
    }


@pytest.mark.parametrize(("text", "secret"), SECRETS.values(), ids=SECRETS.keys())
def test_a_secret_is_hidden_wherever_it_stands(
    text: str, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure("INFO")
    ours = structlog.stdlib.get_logger("bot.slack")
    ours.info(text, value=text, nested={"deep": [text, (text,)], text: 1}, thing=Exception(text))
    logging.getLogger("slack_sdk.web").warning("failed with %s", text)
    try:
        fail(text)
    except ValueError:
        ours.exception("call_failed")
        logging.getLogger("aiohttp.server").exception("error")
    printed = capsys.readouterr().err
    assert len(printed.splitlines()) == 4
    assert secret not in printed
    assert "[hidden]" in printed


@pytest.mark.parametrize("key", ["token", "client_secret", "Authorization"])
def test_a_key_that_names_a_secret_hides_its_value(
    key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure("INFO")
    structlog.stdlib.get_logger("bot.web").info("request_refused", headers={key: "CanaryValue"})
    [entry] = entries(capsys)
    assert entry["headers"] == {key: "[hidden]"}


def test_a_terminal_gets_columns_and_no_secret(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    log.configure("INFO")
    ours = structlog.stdlib.get_logger("bot.slack")
    try:
        fail("xoxb-1-CanaryValue")
    except ValueError:
        ours.exception("call_failed", given="xoxb-1-CanaryValue")
    printed = capsys.readouterr().err
    assert "call_failed" in printed
    assert "ValueError: [hidden] at" in printed
    assert "CanaryValue" not in printed


@pytest.mark.parametrize("text", ["closed with code=1006", "status_code=404", "https://slack.com"])
def test_a_status_stays_readable(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO")
    logging.getLogger("websockets").warning(text)
    [entry] = entries(capsys)
    assert entry["event"] == text


def test_an_exception_is_one_line_that_says_what_where_and_from_what(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log.configure("INFO")
    try:
        try:
            fail("no such row")
        except ValueError as cause:
            raise ExceptionGroup("two", [KeyError("first")]) from cause
    except ExceptionGroup:
        structlog.stdlib.get_logger("bot.desk").exception("turn_failed")
    [entry] = entries(capsys)
    assert re.fullmatch(
        r"ExceptionGroup: two \(1 sub-exception\) at \S+test_log\.py:\d+ test_\w+"
        r"; with KeyError: 'first'"
        r"; from ValueError: no such row at \S+:\d+ fail < \S+:\d+ test_\w+",
        entry["exception"],
    )


def test_debug_is_for_our_own_entries_only(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("DEBUG")
    structlog.stdlib.get_logger("bot.desk").debug("row_locked")
    stubborn = logging.getLogger("slack_sdk")
    stubborn.setLevel(logging.DEBUG)
    stubborn.debug("the text of a message")
    logging.getLogger("sqlalchemy.engine").debug("the parameters of a statement")
    assert [entry["event"] for entry in entries(capsys)] == ["row_locked"]


def test_the_level_holds_for_everyone(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("ERROR")
    structlog.stdlib.get_logger("bot.desk").warning("slow")
    logging.getLogger("uvicorn.error").warning("slow")
    assert capsys.readouterr().err == ""


def test_configuring_again_prints_no_entry_twice(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO")
    log.configure("INFO")
    structlog.stdlib.get_logger("bot.desk").info("turn_saved")
    assert len(entries(capsys)) == 1


def test_references_are_short_and_differ() -> None:
    references = {log.new_reference() for _ in range(50)}
    assert len(references) == 50
    assert all(len(each) == 8 and int(each, 16) >= 0 for each in references)
