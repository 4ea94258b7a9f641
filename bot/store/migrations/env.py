"""Runs the steps on the connection that ``bot.store.migrate`` has opened."""

from alembic import context
from sqlalchemy import Connection, text

from bot.store.schema import metadata

_LOCK = 7_206_401_733
"""Any number, the same in every process: one process migrates, the others wait."""

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    # Taken inside the transaction, before Alembic reads the version: taken earlier, the second
    # process still sees the old one. SQLite holds its write lock since BEGIN IMMEDIATE.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    context.run_migrations()
