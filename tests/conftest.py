"""What many tests share: the databases, the double of Slack, the app between them."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.store import migrate
from bot.store.database import Database
from knowledge.schema import KnowledgeBase
from tests.browser import browser, browser_page, strayed
from tests.databases import Postgres, connected, postgres
from tests.facts import KB
from tests.seat import ada, data, grace, local_slack
from tests.slack_double import SlackDouble

# Times vary on shared machines: no example fails for being slow.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

__all__ = ["ada", "browser", "browser_page", "data", "grace", "local_slack", "strayed"]


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    return KB


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that the others are copied from."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    asyncio.run(migrate.upgrade(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database that nobody else uses, of each kind."""
    if request.param == "sqlite":
        path = tmp_path / "bot.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with connected(database_url) as opened:
        yield opened


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    async with SlackDouble().running() as double:
        yield double
