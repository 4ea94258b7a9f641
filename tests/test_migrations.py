"""The tables come from migrations alone: a step keeps what is there, the last fits the code."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select, text

from bot.preferences import Preferences
from bot.store import decisions, migrate, posts, settings, sheets, votes
from bot.store.database import EVERY_TENANT, Database
from bot.store.posts import PostKey
from bot.store.schema import decision, metadata, post
from bot.tenant import Tenant
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.dialogue.model import DialogueState
from engine.evaluation.model import NOTHING_EVALUATED, Finding, ItemId, SheetKey
from knowledge.schema import AlternativeId
from tests.databases import Postgres, connected

TENANT = Tenant("T1")
CHECKLIST = SheetKey("checklist", AlternativeId("prefect"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database without any tables."""
    if request.param == "sqlite":
        async with connected(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}") as database:
            yield database
        return
    server: Postgres = await asyncio.to_thread(request.getfixturevalue, "postgres_server")
    url = await asyncio.to_thread(server.create, "template1")
    async with connected(url) as database:
        yield database
    await asyncio.to_thread(server.drop, url)


async def step(database: Database, revision: str) -> None:
    """Go up or down to this version."""

    def run(connection: Connection) -> None:
        config = migrate._config()
        config.attributes["connection"] = connection
        current = MigrationContext.configure(connection).get_current_revision()
        go = command.downgrade if current and current > revision else command.upgrade
        go(config, revision)

    async with database.engine.begin() as connection:
        await connection.run_sync(run)


async def test_the_migrations_give_the_tables_that_the_code_knows(empty: Database) -> None:
    await step(empty, "head")

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    async with empty.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_decision_of_the_first_version_is_kept_and_goes_on(empty: Database) -> None:
    await step(empty, "0001")
    async with empty.transaction(TENANT) as tx:
        await tx.connection.execute(
            text(
                "INSERT INTO decision (tenant, id, opened_by, channel, status, dialogue, "
                "revision, created_at, updated_at) "
                "VALUES ('T1', 'd1', 'U1', 'C1', 'gathering', :dialogue, 3, 1.5, 2.5)"
            ),
            {"dialogue": '{"version":1,"status":"gathering","answers":{"team_size":{"value":8}}}'},
        )
        await tx.connection.execute(
            text(
                "INSERT INTO post (tenant, decision_id, kind, topic, position, channel, ts, "
                "revision, rendered_revision) VALUES ('T1', 'd1', 'root', '', 1, 'C1', '1.1', 3, 3)"
            )
        )
    await step(empty, "head")
    async with empty.transaction(TENANT) as tx:
        kept = await decisions.load_to_change(tx, "d1")
        assert kept is not None
        assert (kept.thread_ts, kept.revision, kept.dialogue.enough) == (None, 3, False)
        assert await decisions.of_thread(tx, "C1", "1.1", "U1") == "d1"
        await decisions.save(tx, kept, DialogueState(status="concluded"))
        await posts.mark_stale(tx, PostKey("d1", "root"))
        [listed] = await decisions.of_person(tx, "U1", 10)
        assert listed.decision.revision == 4


async def test_a_decision_from_before_there_were_costs_assumes_nothing(empty: Database) -> None:
    await step(empty, "0002")
    async with empty.transaction(TENANT) as tx:
        await tx.connection.execute(
            text(
                "INSERT INTO decision (tenant, id, opened_by, channel, status, dialogue, "
                "revision, created_at, updated_at) "
                "VALUES ('T1', 'd1', 'U1', 'C1', 'gathering', :dialogue, 3, 1.5, 2.5)"
            ),
            {"dialogue": '{"version":1}'},
        )
    await step(empty, "head")
    async with empty.transaction(TENANT) as tx:
        kept = await decisions.load_to_change(tx, "d1")
        assert kept is not None
        assert kept.assumed == NOTHING_ASSUMED
        assert await settings.cost(tx) == NOTHING_ASSUMED
        await decisions.save(tx, kept, kept.dialogue, Assumed(years=5))
        await settings.keep_cost(tx, Assumed(years=2), "U1")
    await step(empty, "0002")
    await step(empty, "head")
    async with empty.transaction(TENANT) as tx:
        kept = await decisions.load(tx, "d1")
        assert kept is not None
        assert (kept.revision, kept.assumed) == (4, NOTHING_ASSUMED)


async def test_a_decision_from_before_there_were_checklists_goes_on_and_can_go_back(
    empty: Database,
) -> None:
    await step(empty, "0003")
    async with empty.transaction(TENANT) as tx:
        await tx.connection.execute(
            text(
                "INSERT INTO decision (tenant, id, opened_by, channel, status, dialogue, "
                "revision, created_at, updated_at) "
                "VALUES ('T1', 'd1', 'U1', 'C1', 'gathering', :dialogue, 3, 1.5, 2.5)"
            ),
            {"dialogue": '{"version":1}'},
        )
    for _ in range(2):
        await step(empty, "head")
        async with empty.transaction(TENANT) as tx:
            kept = await decisions.load(tx, "d1")
            assert kept is not None
            assert kept.deleted_by is None
            assert await votes.evaluated(tx, "d1") == NOTHING_EVALUATED
            assert await sheets.begin(tx, "d1", CHECKLIST, "U1")
            begun = await sheets.load(tx, "d1", CHECKLIST)
            assert begun is not None
            passed = {ItemId("backups"): Finding(verdict="pass")}
            assert await sheets.write(tx, "d1", begun, passed, "ticked", "U1") == 2
            await settings.set_preferences(tx, Preferences(retention_days=9), "U1")
        async with empty.transaction(EVERY_TENANT) as tx:
            assert await settings.retentions(tx) == [(TENANT, 9)]
        await step(empty, "0003")
        async with empty.transaction(TENANT) as tx:
            assert (await tx.connection.execute(select(decision.c.id))).scalars().all() == ["d1"]


async def test_a_step_back_keeps_the_decisions(empty: Database) -> None:
    await step(empty, "head")
    async with empty.transaction(TENANT) as tx:
        await decisions.add(
            tx,
            decisions.Decision(
                id="d1",
                opened_by="U1",
                channel="C1",
                thread_ts="1.1",
                moved_from=None,
                response_url=None,
                dialogue=DialogueState(),
                revision=1,
            ),
        )
        await posts.mark_stale(tx, PostKey("d1", "root"))
    await step(empty, "0001")
    async with empty.transaction(TENANT) as tx:
        assert (await tx.connection.execute(select(decision.c.id))).scalars().all() == ["d1"]
        assert (await tx.connection.execute(select(post.c.kind))).scalars().all() == ["root"]
    await step(empty, "head")
    async with empty.transaction(TENANT) as tx:
        assert await decisions.load(tx, "d1") is not None
