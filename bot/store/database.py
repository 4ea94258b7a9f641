"""The connection to SQLite or PostgreSQL, and transactions that belong to one tenant."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Double, Table, cast, event, func, literal_column, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.tenant import Tenant

EVERY_TENANT = Tenant("*")
"""Not a tenant: the few queries of the publisher that look for work across all of them."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One unit of work of one tenant. Every query of the store takes one, and names its tenant."""

    tenant: Tenant
    connection: AsyncConnection

    @property
    def now(self) -> ColumnElement[float]:
        """The database's clock as an expression, in seconds since the epoch."""
        if self._is_sqlite:
            return literal_column("((julianday('now') - 2440587.5) * 86400.0)", Double)
        return cast(func.extract("epoch", func.clock_timestamp()), Double)

    def insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """An INSERT that can say what happens on a conflict."""
        return sqlite.insert(table) if self._is_sqlite else postgresql.insert(table)

    def later(self, *times: ColumnElement[float]) -> ColumnElement[float]:
        """The latest of these times."""
        return func.max(*times) if self._is_sqlite else func.greatest(*times)

    @property
    def is_postgresql(self) -> bool:
        """Whether several processes may write at a time."""
        return not self._is_sqlite

    @property
    def _is_sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"


def create_engine(url: str) -> AsyncEngine:
    """An engine for ``sqlite+aiosqlite`` or ``postgresql+asyncpg``; connects on first use.

    It hides parameters: an error would print what people said, and where to answer them.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        return _sqlite(url)
    return create_async_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=0,
        pool_timeout=2.5,
        pool_pre_ping=True,
        connect_args={
            "timeout": 2,
            "server_settings": {
                "statement_timeout": "1500",
                "lock_timeout": "1000",
                "idle_in_transaction_session_timeout": "10000",
            },
        },
    )


def _sqlite(url: str) -> AsyncEngine:
    engine = create_async_engine(url, hide_parameters=True, connect_args={"timeout": 5})

    @event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver opens transactions by itself unless told not to; we begin them ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        # A deferred BEGIN that reads and then writes fails with "locked" whatever the timeout.
        reads = connection.get_execution_options().get("reads_only")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


_WAITED = frozenset({"40001", "40P01", "55P03", "57014"})
"""PostgreSQL: serialization failure, deadlock, lock not available, statement timeout."""


def waited_too_long(error: BaseException) -> bool:
    """Whether the database broke a transaction off because of others; it may be tried again."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _WAITED


class Database:
    """An engine, and one transaction at a time on SQLite, which has one writer anyway.

    Without our own lock, waiting writers poll SQLite's and the slowest wait grows a lot.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = create_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._writer = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self, tenant: Tenant) -> AsyncIterator[Transaction]:
        """Commit at the end, roll back on any exception; never await Slack inside."""
        if self.is_sqlite:
            async with self._writer, self.engine.begin() as connection:
                yield Transaction(tenant, connection)
            return
        async with self.engine.begin() as connection:
            # Row-level security compares with this setting; it ends with the transaction.
            await connection.execute(
                text("SELECT set_config('app.tenant', :tenant, true)"), {"tenant": tenant}
            )
            yield Transaction(tenant, connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection of no tenant that waits for no writer; for what belongs to nobody."""
        async with self.engine.connect() as connection:
            yield await connection.execution_options(reads_only=True)

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
