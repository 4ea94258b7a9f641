"""``orchestrator serve`` as a process, against a stand-in for Slack, driven over HTTP."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from tests import signed
from tests.bot_under_test import Bot
from tests.databases import connected
from tests.ports import free_port
from tests.signed import SECRET, Signed
from tests.slack_double import TOKEN, Fault, SlackDouble

EVERYTHING = "recommend 8 engineers, 3 models, no k8s, aws"


@asynccontextmanager
async def process(
    arguments: list[str], environment: dict[str, str], cwd: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A child with this environment and no other; killed at the end if it still runs."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.cli",
        *arguments,
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd()), **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


@asynccontextmanager
async def serving(
    slack: SlackDouble, database_url: str, cwd: Path
) -> AsyncIterator[tuple[Bot, asyncio.subprocess.Process]]:
    port = free_port()
    environment = {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "PORT": str(port),
    }
    async with (
        process(["serve"], environment, cwd) as child,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client,
        connected(database_url) as database,
    ):
        await until_ready(client, child)
        yield Bot(slack, client, database), child


async def until_ready(client: httpx.AsyncClient, child: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(60):
        while not await healthy(client):
            assert child.returncode is None, await output(child)
            await asyncio.sleep(0.05)


async def healthy(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/readyz")).status_code == 200
    except httpx.TransportError:
        return False


async def output(child: asyncio.subprocess.Process) -> str:
    """All that a child that has ended, or is about to, has printed."""
    assert child.stdout is not None
    async with asyncio.timeout(60):
        printed = (await child.stdout.read()).decode()
        await child.wait()
    return printed


async def test_a_conversation_over_real_http(
    slack: SlackDouble, database_url: str, tmp_path: Path
) -> None:
    async with serving(slack, database_url, tmp_path) as (bot, child):
        root = await bot.open()
        await bot.answer(root, "choose.team_size.8")
        await bot.answer(root, "type.model_count", value="3")
        await bot.answer(root, "choose.kubernetes_skill.none")
        await bot.answer(root, "choose.cloud.aws")
        await bot.shows(root, "Metaflow")
        response = await bot.send(Signed(b"{}", {"X-Slack-Signature": "v0=forged"}))
        assert response.status_code == 401
        child.send_signal(signal.SIGTERM)
        printed = await output(child)
    assert child.returncode == 0, printed
    for secret in (SECRET, TOKEN, "engineers"):
        assert secret not in printed


async def test_a_restart_in_the_middle_loses_nothing(
    slack: SlackDouble, database_url: str, tmp_path: Path
) -> None:
    async with serving(slack, database_url, tmp_path) as (bot, child):
        root = await bot.open()
        await bot.answer(root, "choose.team_size.8")
        await bot.question(root, "type.model_count")
        child.send_signal(signal.SIGTERM)
        await output(child)
    async with serving(slack, database_url, tmp_path) as (bot, _):
        await bot.answer(root, "type.model_count", value="3")
        await bot.answer(root, "choose.kubernetes_skill.none")
        await bot.answer(root, "choose.cloud.aws")
        await bot.shows(root, "Metaflow", "8 engineers")
    assert len(slack.roots()) == 1


async def test_killed_between_commit_and_publish_the_message_appears_once(
    slack: SlackDouble, database_url: str, tmp_path: Path
) -> None:
    slack.faults["chat.postMessage"].extend(Fault(status=503) for _ in range(1000))
    async with serving(slack, database_url, tmp_path) as (bot, child):
        assert "Got it" in await bot.type(EVERYTHING)  # acknowledged, so committed
        await slack.until(lambda: bool(slack.called("chat.postMessage")))
        child.kill()
        await child.wait()
    assert slack.messages == {}
    slack.faults.clear()
    async with serving(slack, database_url, tmp_path) as (bot, _):
        await slack.until(lambda: bool(slack.roots()), seconds=20)
        await bot.settled()
    [root] = slack.roots()
    assert "Metaflow" in root.text


async def test_killed_at_once_after_the_answer_nothing_acknowledged_is_missing(
    slack: SlackDouble, database_url: str, tmp_path: Path
) -> None:
    async with serving(slack, database_url, tmp_path) as (bot, child):
        for _ in range(5):
            await bot.type(EVERYTHING)
        child.kill()
        await child.wait()
    async with serving(slack, database_url, tmp_path) as (bot, _):
        await slack.until(lambda: len(slack.roots()) >= 5, seconds=20)
        await bot.settled()
    # What was on its way when the process died may stand there twice; nothing oftener, none never.
    copies = Counter(root.decision for root in slack.roots())
    assert len(copies) == 5
    assert max(copies.values()) <= 2


async def test_a_late_copy_after_a_restart_counts_once(
    slack: SlackDouble, database_url: str, tmp_path: Path
) -> None:
    request = signed.command(EVERYTHING, response_url=slack.response_url)
    for _ in range(2):
        async with serving(slack, database_url, tmp_path) as (bot, child):
            assert (await bot.send(request)).status_code == 200
            await bot.settled()
            child.send_signal(signal.SIGTERM)
            await output(child)
    assert len(slack.roots()) == 1


BAD_SETTINGS = {
    "nothing": ({}, ["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"]),
    "wrong ones": (
        {
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_BOT_TOKEN": "hello-token",
            "PORT": "http",
            "DATABASE_URL": "mysql://x",
            "SLACK_API_URL": "ftp://x",
        },
        ["SLACK_BOT_TOKEN", "PORT", "DATABASE_URL", "SLACK_API_URL"],
    ),
}


@pytest.mark.parametrize(("environment", "named"), BAD_SETTINGS.values(), ids=BAD_SETTINGS.keys())
async def test_bad_settings_are_named_all_at_once(
    environment: dict[str, str], named: list[str], tmp_path: Path
) -> None:
    async with process(["serve"], environment, tmp_path) as child:
        printed = await output(child)
    assert child.returncode == 2
    lines = printed.strip().splitlines()
    assert len(lines) == len(named)
    for name in named:
        assert sum(line.startswith(name) for line in lines) == 1
    assert "hello-token" not in printed


async def test_a_port_that_is_taken_is_one_clear_line(slack: SlackDouble, tmp_path: Path) -> None:
    environment = {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": TOKEN,
        "PORT": str(slack.port),
    }
    async with process(["serve"], environment, tmp_path) as child:
        printed = await output(child)
    assert child.returncode == 1
    assert len(printed.strip().splitlines()) == 1
    assert str(slack.port) in printed


@pytest.mark.postgres
async def test_a_database_without_tables_says_what_to_run(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    server = await asyncio.to_thread(request.getfixturevalue, "postgres_server")
    url = await asyncio.to_thread(server.create, "template1")
    environment = {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": TOKEN,
        "DATABASE_URL": url,
        "PORT": str(free_port()),
    }
    async with process(["serve"], environment, tmp_path) as child:
        printed = await output(child)
    assert child.returncode == 1
    assert "orchestrator db upgrade" in printed
    async with process(["db", "upgrade"], environment, tmp_path) as child:
        printed = await output(child)
    assert child.returncode == 0, printed
    async with (
        process(["serve"], environment, tmp_path) as child,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{environment['PORT']}") as client,
    ):
        await until_ready(client, child)


async def test_an_unreachable_database_is_one_clear_line(tmp_path: Path) -> None:
    environment = {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": TOKEN,
        "DATABASE_URL": f"postgresql://user:pa55word@127.0.0.1:{free_port()}/x",
        "PORT": str(free_port()),
    }
    async with process(["serve"], environment, tmp_path) as child:
        printed = await output(child)
    assert child.returncode == 1
    assert printed.startswith("DATABASE_URL")
    assert len(printed.strip().splitlines()) == 1
    assert "pa55word" not in printed


async def test_four_processes_migrate_one_database_at_once(
    database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if database_url.startswith("sqlite"):
        empty = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        server = await asyncio.to_thread(request.getfixturevalue, "postgres_server")
        empty = await asyncio.to_thread(server.create, "template1")

    async def upgrade() -> tuple[int | None, str]:
        async with process(["db", "upgrade"], {"DATABASE_URL": empty}, tmp_path) as child:
            printed = await output(child)
        return child.returncode, printed

    for code, printed in await asyncio.gather(*(upgrade() for _ in range(4))):
        assert code == 0, printed


@pytest.mark.parametrize(
    ("environment", "begins"),
    [
        ({"DATA_DIR": "/proc/nope"}, "DATA_DIR"),
        ({"DATABASE_URL": "sqlite:////proc/nope/x.db"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://u@h/d?channel_binding=require"}, "DATABASE_URL"),
    ],
)
async def test_a_database_that_cannot_be_is_one_clear_line(
    environment: dict[str, str], begins: str, tmp_path: Path
) -> None:
    needed = {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": TOKEN,
        "PORT": str(free_port()),
    }
    async with process(["serve"], needed | environment, tmp_path) as child:
        printed = await output(child)
    assert child.returncode in {1, 2}
    assert printed.startswith(begins), printed
    assert len(printed.strip().splitlines()) == 1


async def test_a_settings_file_that_is_no_text_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"SLACK_BOT_TOKEN=\xff\xfe")
    async with process(["serve"], {}, tmp_path) as child:
        printed = await output(child)
    assert child.returncode == 2
    assert printed.startswith(".env")


async def test_a_database_of_a_newer_version_is_one_clear_line(
    database_url: str, tmp_path: Path
) -> None:
    async with connected(database_url) as database, database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    environment = {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": TOKEN,
        "DATABASE_URL": database_url,
        "PORT": str(free_port()),
    }
    for arguments in (["serve"], ["db", "upgrade"]):
        async with process(arguments, environment, tmp_path) as child:
            printed = await output(child)
        assert child.returncode == 1
        assert "newer version" in printed, printed
        assert len(printed.strip().splitlines()) == 1
