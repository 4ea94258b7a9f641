"""Fifty people tick one checklist at once, over several processes: nothing acknowledged is lost."""

import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import httpx
import pytest
from aiohttp import web
from sqlalchemy import select

from bot.store import sheets
from bot.store.database import Database
from bot.store.deliveries import key
from bot.store.schema import delivery
from bot.tenant import Tenant
from bot.views import notices
from engine.evaluation.model import Change, Sheet, SheetKey
from knowledge.schema import AlternativeId
from tests.bot_under_test import Bot
from tests.databases import connected
from tests.ports import free_port
from tests.sheet_load_client import Click, Load
from tests.signed import SECRET
from tests.slack_double import TEAM, TOKEN, Shown, SlackDouble

TENANT = Tenant(TEAM)
KEY = SheetKey("checklist", AlternativeId("prefect"))
PEOPLE, CLIENTS, SERVERS = 50, 4, 2
TICKS = int(os.environ.get("TICKS", "3000"))
"""Enough to lose some where anything can be lost; ten thousand take three minutes."""
MICROSECONDS = 1_000_000
BLURRED = 0.05
"""Seconds that the clock of a database may be coarse."""
FAILED = notices.failed("").partition(",")[0]


@dataclass(frozen=True)
class Intent:
    """What a person wanted of one item with a click that was taken."""

    by: str
    item: str
    wants: bool
    click: Click


@dataclass(frozen=True)
class Outcome:
    """What became of a run."""

    clicks: Sequence[Click]
    """Those that were acknowledged: who clicked was not told that it did not work."""
    sheet: Sheet
    history: Sequence[Change]
    message: Shown

    @cached_property
    def intents(self) -> Sequence[Intent]:
        """What people changed in what they saw, by their own screens."""
        found: list[Intent] = []
        screens: dict[tuple[str, str], tuple[str, ...]] = {}
        for click in sorted(self.clicks, key=lambda each: each.at):
            seen = {*screens.get((click.by, click.block_id), click.drawn)}
            screens[click.by, click.block_id] = click.chosen
            found += [
                Intent(click.by, item, item in click.chosen, click)
                for item in seen ^ {*click.chosen}
            ]
        return found

    @property
    def meant(self) -> set[str]:
        """What is to be ticked: the newest click on each item counts."""
        newest = {each.item: each.wants for each in self.intents}
        return {item for item, wants in newest.items() if wants}

    @property
    def kept(self) -> set[str]:
        return {item for item, each in self.sheet.findings.items() if each.verdict == "pass"}

    @property
    def shown(self) -> set[str]:
        return {
            each["value"] for _, group in self._groups for each in group.get("initial_options", ())
        }

    @property
    def shown_revisions(self) -> set[int]:
        return {int(block_id.split(".")[1]) for block_id, _ in self._groups}

    @property
    def _groups(self) -> list[tuple[str, dict[str, list[dict[str, str]]]]]:
        return [
            (block["block_id"], element)
            for block in self.message.blocks
            for element in block.get("elements", ())
            if element["type"] == "checkboxes"
        ]

    @property
    def unasked(self) -> list[Change]:
        """What was changed though whoever did it had not clicked it: somebody's click is lost."""
        asked = {_as_change(each) for each in self.intents}
        return [each for each in self.history if _as_intent(each) not in asked]

    @property
    def missing(self) -> list[Intent]:
        """What was acknowledged, changed nothing, and had no reason not to."""
        done = {_as_intent(each) for each in self.history}
        return [
            each
            for each in self.intents
            if _as_change(each) not in done
            and not self._stood_so(each)
            and not self._came_late(each)
        ]

    def _stood_so(self, intent: Intent) -> bool:
        """Whether the item was as the person wanted it some time before the answer."""
        of_item = [each for each in reversed(self.history) if each.item == intent.item]
        began = [0.0, *(each.at for each in of_item)]
        ended = [*(each.at for each in of_item), float("inf")]
        was = [False, *(each.after.verdict == "pass" for each in of_item)]
        return any(
            since - BLURRED <= intent.click.answered and until + BLURRED >= intent.click.sent
            for since, until, passes in zip(began, ended, was, strict=True)
            if passes == intent.wants
        )

    def _came_late(self, intent: Intent) -> bool:
        """Whether a newer click on the same item may have come before."""
        return any(
            each.item == intent.item
            and each.click.at > intent.click.at
            and each.click.sent <= intent.click.answered
            for each in self.intents
        )


def _as_intent(change: Change) -> tuple[str, str, int, bool]:
    at = round((change.after.at or 0) * MICROSECONDS)
    return (change.by, change.item, at, change.after.verdict == "pass")


def _as_change(intent: Intent) -> tuple[str, str, int, bool]:
    return (intent.by, intent.item, intent.click.at, intent.wants)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_thousands_of_ticks_lose_nothing_on_postgresql(
    database_url: str, tmp_path: Path
) -> None:
    outcome = await ticked(database_url, tmp_path, TICKS)
    nothing_is_lost(outcome)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_two_servers_on_one_sqlite_file_lose_nothing(
    database_url: str, tmp_path: Path
) -> None:
    outcome = await ticked(database_url, tmp_path, 1_000)
    nothing_is_lost(outcome)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_saved_as_it_comes_the_same_ticks_are_lost(database_url: str, tmp_path: Path) -> None:
    outcome = await ticked(database_url, tmp_path, 1_000, module="tests.naive_sheets")
    lost = [each for each in outcome.unasked if each.before.verdict == "pass"]
    report(f"{len(lost)} acknowledged ticks were taken away by people who did not touch them")
    assert lost


def nothing_is_lost(outcome: Outcome) -> None:
    assert outcome.missing == []
    assert outcome.unasked == []
    assert outcome.kept == outcome.meant
    assert outcome.shown == outcome.kept
    assert outcome.shown_revisions == {outcome.sheet.revision}


async def ticked(
    database_url: str, folder: Path, clicks: int, *, module: str = "bot.cli"
) -> Outcome:
    """What becomes of so many clicks by all people together."""
    double, pages = SlackDouble(), web.Application()

    async def read(request: web.Request) -> web.Response:
        return web.json_response(asdict(double.messages["C1", request.query["ts"]]))

    pages.router.add_get("/message", read)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(double.running(pages))
        database = await stack.enter_async_context(connected(database_url))
        servers = [
            await stack.enter_async_context(serving(double, database_url, folder, module))
            for _ in range(SERVERS)
        ]
        client = await stack.enter_async_context(httpx.AsyncClient(base_url=servers[0], timeout=10))
        bot = Bot(double, client, database)
        message = await begun(bot)
        begin = time.monotonic()
        load = Load(
            servers=tuple(servers),
            message=f"http://127.0.0.1:{double.port}/message?ts={message.ts}",
            people=(),
            clicks=clicks // PEOPLE,
        )
        groups = [tuple(range(number, PEOPLE, CLIENTS)) for number in range(CLIENTS)]
        async with asyncio.TaskGroup() as clients:
            done = [clients.create_task(clicked(load, people)) for people in groups]
        seconds = time.monotonic() - begin
        await bot.settled(60)
        made = [click for each in done for click in each.result()]
        outcome = await outcome_of(database, message, made)
        nobody_is_left_in_the_dark(outcome, made, double)
        report(
            f"{len(made):,} ticks in {seconds:.1f} s, {len(made) / seconds:.0f} a second; "
            f"{len(made) - len(outcome.clicks)} did not work, and it was said; "
            f"{message.updates} updates of the message"
        )
        return outcome


def nobody_is_left_in_the_dark(
    outcome: Outcome, made: Sequence[Click], double: SlackDouble
) -> None:
    """Whose click was not taken, since a server was too busy, has been told so."""
    failed = Counter(each.by for each in made) - Counter(each.by for each in outcome.clicks)
    told = Counter(each["user"] for each in double.ephemerals if each["text"].startswith(FAILED))
    assert failed <= told


async def begun(bot: Bot) -> Shown:
    """The message of a checklist that has just begun."""
    root = await bot.open("recommend 8 engineers, 3 models, no k8s, aws")
    await bot.type("checklist prefect")

    def found() -> list[Shown]:
        return [each for each in bot.slack.thread(root) if each.post == "checklist.prefect"]

    await bot.slack.until(lambda: bool(found()))
    await bot.settled()
    return found()[0]


async def clicked(load: Load, people: tuple[int, ...]) -> list[Click]:
    """What was acknowledged to these people, who sit at a process of their own."""
    told = json.dumps({**asdict(load), "people": people})
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.sheet_load_client", told, stdout=asyncio.subprocess.PIPE
    )
    try:
        printed, _ = await child.communicate()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    assert child.returncode == 0
    return [
        Click(**{**each, "drawn": tuple(each["drawn"]), "chosen": tuple(each["chosen"])})
        for each in json.loads(printed)
    ]


async def outcome_of(database: Database, message: Shown, made: Sequence[Click]) -> Outcome:
    query = select(delivery.c.key).where(delivery.c.tenant == TENANT)
    async with database.transaction(TENANT) as tx:
        sheet = await sheets.load(tx, message.decision, KEY)
        history = await sheets.history(tx, message.decision, KEY, 100_000)
        taken = {*(await tx.connection.execute(query)).scalars()}
    assert sheet is not None
    return Outcome([each for each in made if _key(each) in taken], sheet, history, message)


def _key(click: Click) -> str:
    """By which the app knows a click again."""
    return key("action", click.by, click.block_id, click.action_id, click.action_ts)


@asynccontextmanager
async def serving(
    slack: SlackDouble, database_url: str, folder: Path, module: str
) -> AsyncIterator[str]:
    """A server as a process; its address."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path.cwd()),
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "PORT": str(port),
    }
    address = f"http://127.0.0.1:{port}"
    # A pipe that nobody reads would fill up.
    log = folder / f"{port}.log"
    with log.open("wb") as printed:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            "serve",
            cwd=folder,
            env=environment,
            stdout=printed,
            stderr=asyncio.subprocess.STDOUT,
        )
    try:
        async with httpx.AsyncClient(base_url=address) as client, asyncio.timeout(60):
            while not await _is_ready(client):
                assert child.returncode is None, log.read_text()
                await asyncio.sleep(0.05)
        yield address
        assert child.returncode is None, log.read_text()
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


async def _is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/readyz")).status_code == 200
    except httpx.TransportError:
        return False


def report(line: str) -> None:
    """What a run measured; shown by ``pytest -s`` or where the test fails."""
    sys.stdout.write(f"{line}\n")
