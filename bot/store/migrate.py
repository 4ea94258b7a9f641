"""Brings the tables to the newest version, and tells whether they are."""

from functools import cache
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.failures import NewerDatabaseError
from bot.store.database import Database, create_engine


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("bot.store") / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _run(connection: Connection) -> None:
    _require_known(MigrationContext.configure(connection).get_current_revision())
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _require_known(revision: str | None) -> None:
    known = {each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerDatabaseError(revision)


async def upgrade(database_url: str) -> None:
    """Run the missing steps. Several processes may do this at once: one works, the others wait."""
    sqlite = make_url(database_url).get_backend_name() == "sqlite"
    # The app's own engine gives up after seconds; whoever waits for another's migration must not.
    engine = (
        create_engine(database_url)
        if sqlite
        else create_async_engine(database_url, hide_parameters=True, poolclass=NullPool)
    )
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_run)
    finally:
        await engine.dispose()


@cache
def head() -> str:
    """The newest version that this code knows."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if newest is None:
        raise RuntimeError("there are no migrations in the package")
    return newest


async def version(database: Database) -> str | None:
    """The version of the tables; None where there are none.

    Raises:
        NewerDatabaseError: it is none that this code knows.
    """
    async with database.reading() as connection:
        found = await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )
    if found != head():
        _require_known(found)
    return found
